"""Who wrote, edited and photographed: bylines, editor lines, credits.

Patterns work on `kg.text.plain` text: simplified characters, Chinese punctuation.
"""

import re

from kg.articles._names import NAME, NAMES, people

_HOUSE = "[\u4e00-\u9fffA-Za-z0-9《》·“”]{0,14}?"
JOB = (
    "(?:首席|见习|实习|特约|特派|高级|资深|主任|驻[\u4e00-\u9fff]{1,6})?"
    "(?:记者|通讯员|作者|撰文|撰稿人?|采写|采访|执笔|编译|文字|文/图|图/文|文|评论员)"
)
_DESK = "(?:/?[\u4e00-\u9fff]{2,4}报[道导]|报道|摄影报道|综合报道|文/图|图文|整理|综合|[\u4e00-\u9fff]{2,4}报道|发自[\u4e00-\u9fff]{2,6})"
EDITING = (
    "(?:本文|视频|文字|值班|新媒体|网络|每经|图片|版面|见习|责任|执行)?"
    "(?:责任编辑|编辑|责编|编审|校对|审校|审核|审读|主编|总编辑|监制|总监制|策划|统筹|制作|编导|美编|设计|排版"
    "|摄像|剪辑|终审|初审|复审|编排)"
)
_OPEN, _SHUT = "[（(【\\[]?", "[）)】\\]]?"
_MARK = "[：:丨|/ ]{0,3}"

_AUTHORS = f"(?:(?:{NAMES}[；， ]?)?{_HOUSE}{JOB}{_MARK}{NAMES}(?: ?{_DESK})?)"
_EDITORS = f"(?:{EDITING}[：:丨|/ ]{{1,3}}{NAMES})"
_CREW = f"(?:{_AUTHORS}|{_EDITORS})"
# 本报记者于贵华 · 每经记者 张怀水 · （作者：夏旭田，缴翼飞 编辑：李博） · 弓越本报记者于贵华
_BYLINE = re.compile(f"{_OPEN}{_CREW}(?:[；;，、|丨 ]*{_CREW}){{0,4}} ?{_SHUT}")
# （国际联络部 张静）
_DEPARTMENT = re.compile(f"[（(][\u4e00-\u9fff]{{2,12}}(?:部|处|室|科|局|中心|办|社|会) (?P<names>{NAMES})[）)]")
_AUTHOR_PART = re.compile(f"{JOB}{_MARK}(?P<names>{NAMES})")
# 弓越本报记者于贵华: a first name before the paper
_LEADING = re.compile(f"{_OPEN}(?P<names>{NAMES})[；， ]?本[报网刊台社站]{JOB}")
_EDITOR_PART = re.compile(f"(?:责任编辑|责编|编辑|编审)[：:丨|/ ]{{1,3}}(?P<names>{NAMES})")
# In running text: （记者 王琳）9日 · 1月18日电 （高雨晴） · 21世纪经济报道记者 王海平 南京报道
_INNER = re.compile(
    f"[（(] ?{_HOUSE}(?:记者|通讯员|作者|文/)[：: ]?(?P<names>{NAMES})[^）)]{{0,20}}[）)]"
    f"|电 ?[（(](?P<alone>{NAMES})[）)]"
    f"|\\A{_HOUSE}记者 ?(?P<named>{NAMES}) ?[\u4e00-\u9fff]{{2,4}}报道"
)

EDITOR_LINE = re.compile(
    f"{_OPEN}(?:纠错】? ?【?)?(?:本文|视频|文字|值班|责任|执行)?(?:编辑|责编|编审|主编|总监制|监制)[：:丨|]"
    f"\\s?[^。，！？\n]{{0,60}}{_SHUT}"
)
EDITOR_TAIL = re.compile(
    "\\s*[（(【\\[](?:责任编辑|责编|编辑|视频编辑|文字编辑)[：:][^（）()【】\\[\\]]{1,30}"
    "(?:[（(][^（）()]{1,8}[）)][^（）()]{0,20})?[）)】\\]]\\Z"
    "|(?<=[。！？”）]) ?(?:责任编辑|责编)[：:][^。]{2,20}\\Z"
)

_AGENCIES = "新华社|中新社|人民网|央广网|本报|本网|视觉中国"
_SHOT = f"{NAME}(?:[、 ]{NAME})? ?[/ ]?摄(?:影)?(?:/[^。]{{1,12}}|（[^（）]{{2,10}}）)?"
CREDIT = re.compile(
    "[（(]?(?:图片?来源|图源|截图图源|题图|封面图|供图|资料图片?|资料照片|视频截图|制图)[：:/丨| ]?"
    "[^。！？]{0,40}[）)]?"
    "|[（(]?(?:图片|图表|图|漫画|摄影|摄像|配图)[：:/丨|][^。！？]{0,40}[）)]?"
    f"|[（(]?(?:{_AGENCIES})?(?:记者)? ?{_SHOT}[）)]?"
    f"|(?:{_AGENCIES}|IC ?photo|图虫)[^。]{{0,12}}(?:发|供图)?[（(]{NAME} ?摄[）)]"
    "|[（(]?(?:资料图片?|资料照片|图片?)仅供参考[）)]?|[^。]{0,20}供图"
)
# The credit that ends a caption: …上架。 姜辉 摄 · …爆浆。郭晓莹摄 · …装箱 陈曦 摄 · …新华社发（潘爱民 摄）
CREDIT_TAIL = re.compile(
    "(?:(?<=[。！？”]) ?| |(?=[（(]))(?:"
    f"[（(]?(?:[\u4e00-\u9fff]{{2,8}} |{_AGENCIES})?(?:记者|通讯员)? ?{_SHOT}[）)]?"
    f"|(?:{_AGENCIES})发?[（(]{NAME} ?摄[）)]"
    "|[（(]?(?:图源|图片来源|供图)[：:/ ][^。]{2,20}[）)]?)\\Z"
)
# A caption that ran into the text: 图为霍州年馍 高雨晴 摄回顾过去一年，
RUN_IN_CAPTION = re.compile(f"\\A(?P<caption>[^\n]{{4,60}}?)(?P<credit>[。 ] ?{NAME} 摄)(?=[\u4e00-\u9fff“])")


def is_byline(line: str) -> bool:
    """Whether a paragraph is nothing but a byline.

    >>> [is_byline(line) for line in ("本报记者于贵华", "（记者 王琳）9日，活动启幕", "记者调查")]
    [True, False, False]
    """
    return len(line) <= 80 and bool(_BYLINE.fullmatch(line) or _DEPARTMENT.fullmatch(line))


def author(line: str) -> str | None:
    """The reporters that a byline names.

    >>> author("弓越本报记者于贵华"), author("（作者：夏旭田，缴翼飞 编辑：李博）")
    ('弓越、于贵华', '夏旭田、缴翼飞')
    """
    leading = _LEADING.match(line)
    found = [leading["names"]] if leading else []
    found += [match["names"] for match in _AUTHOR_PART.finditer(line)]
    if not found and (department := _DEPARTMENT.fullmatch(line)):
        found = [department["names"]]
    return people("、".join(found)) if found else None


def editor(line: str) -> str | None:
    """The editors that a line names.

    >>> editor("责任编辑：刘万里 SF014")
    '刘万里'
    """
    found = [match["names"] for match in _EDITOR_PART.finditer(line)]
    return people("、".join(found)) if found else None


def inner_author(line: str) -> str | None:
    """The reporters that a byline inside running text names.

    >>> inner_author("某网绥芬河8月9日电 （记者 王琳）9日，活动启幕。")
    '王琳'
    """
    match = _INNER.search(line[:200]) or (_INNER.search(line[-60:]) if len(line) > 200 else None)
    return people(match["names"] or match["alone"] or match["named"]) if match else None
