"""Who wrote, edited and published: bylines, photo credits, source lines.

Patterns work on `kg.text.plain` text: simplified characters, Chinese punctuation.
"""

import re
from urllib.parse import urlsplit

_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章云苏潘葛奚范彭郎鲁韦昌马苗凤方俞任袁柳"
    "鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟黄穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋庞"
    "熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫房裘缪干应宗丁宣"
    "邓郁杭洪包诸左石崔吉龚程嵇邢裴陆荣翁荀羊甄曲封芮储靳汲邴糜松井段巫乌焦巴弓牧隗山谷车侯宓蓬班仰秋仲伊宫宁仇栾"
    "甘厉戎祖武符刘景詹龙叶幸司黎薄印宿白怀蒲鄂索咸赖卓蔺屠蒙池乔阴胥苍闻莘党翟谭贡劳姬申扶堵冉宰雍桑桂牛寿扈燕"
    "冀浦尚农温别庄晏柴瞿阎充慕连茹习艾鱼容向古易慎廖庾衡耿满弘匡文寇东欧沃蔚隆师巩聂晁敖冷辛阚简饶空曾沙"
    "养鞠须丰巢蒯荆红游竺权盖益桓仉岳帅缑亢况郈琴佘佴伯赏墨哈谯阳佟肖骞郇闫付代邝仝谌鹿苑泮亓"
    "战揭牟逄原鄢缴区涂尉"
)
_DOUBLE = "欧阳|太史|上官|端木|司马|东方|独孤|南宫|夏侯|诸葛|尉迟|皇甫|澹台|公冶|宗政|濮阳|淳于|申屠|公孙|慕容|轩辕|令狐|司徒|司空"
# Words that start with a surname and follow 记者 as a verb or a topic, not as a name.
_NO_NAME = "(?!连线|从|向|在|于|和|通过|通讯|关注|关于|计划|有关|文章|来稿|广场|平台|安排|高度|公开|解读|解密|经过|获悉|走访|应邀|单位|成为|时间)"
NAME = f"{_NO_NAME}(?:(?:{_DOUBLE})[\u4e00-\u9fff]{{1,2}}|[{_SURNAMES}](?:[\u4e00-\u9fff]{{1,2}}| [\u4e00-\u9fff](?![\u4e00-\u9fff]))(?:·[\u4e00-\u9fff]{{2,6}})?)"
_ASIDE = "(?: ?（[^（）]{1,12}）| ?[A-Z]{2}\\d{3,4}| ?（?[\\w.+-]+@[\\w.-]+）?)?"
NAMES = f"{NAME}{_ASIDE}(?:[、，；/ ]+{NAME}{_ASIDE}){{0,9}}"

_HOUSE = "[\u4e00-\u9fffA-Za-z0-9《》·“”]{0,14}?"
JOB = (
    "(?:首席|见习|实习|特约|特派|高级|资深|主任|驻[\u4e00-\u9fff]{1,6})?"
    "(?:记者|通讯员|作者|撰文|撰稿人?|采写|采访|执笔|编译|文字|文/图|图/文|文|观察员|评论员|研究员)"
)
_DESK = "(?:报道|摄影报道|综合报道|文/图|图文|整理|综合|[\u4e00-\u9fff]{2,4}报道|发自[\u4e00-\u9fff]{2,6})"
EDITING = (
    "(?:本文|视频|文字|值班|新媒体|网络|每经|图片|版面|见习|责任|执行)?"
    "(?:责任编辑|编辑|责编|编审|校对|审校|审核|审读|主编|总编辑|监制|总监制|策划|统筹|制作|编导|美编|设计|排版|摄像|剪辑|终审|初审|复审|编排)"
)
_MARK = "[：:丨|/ ]{1,3}"

_AUTHORS = f"(?:(?:{NAMES}[；， ]?)?{_HOUSE}{JOB}[：:丨|/ ]{{0,3}}{NAMES}(?: ?{_DESK})?)"
_EDITORS = f"(?:{EDITING}{_MARK}{NAMES})"
# 本报记者于贵华 · 每经记者 张怀水 · （作者：夏旭田，缴翼飞 编辑：李博） · 弓越本报记者于贵华
BYLINE = re.compile(f"[（(【\\[]?(?:{_AUTHORS}|{_EDITORS})(?:[；;，、|丨 ]*(?:{_AUTHORS}|{_EDITORS})){{0,4}} ?[）)】\\]]?")
# （国际联络部 张静）
_DEPARTMENT = re.compile(f"[（(][\u4e00-\u9fff]{{2,12}}(?:部|处|室|科|局|中心|办|社|会) (?P<names>{NAMES})[）)]")
_BARE_NAMES = re.compile(NAMES)
_AUTHOR_PART = re.compile(f"{JOB}[：:丨|/ ]{{0,3}}(?P<names>{NAMES})")
_EDITOR_PART = re.compile(f"(?:责任编辑|责编|编辑|编审)[：:丨|/ ]{{1,3}}(?P<names>{NAMES})")
# In running text: （记者 王琳）9日 · 21世纪经济报道记者 王海平 南京报道
_INNER = re.compile(
    f"[（(]{_HOUSE}(?:记者|通讯员|作者|文/)[：: ]?(?P<names>{NAMES})[^）)]{{0,20}}[）)]"
    f"|\\A{_HOUSE}记者 ?(?P<named>{NAMES}) ?[\u4e00-\u9fff]{{2,4}}报道"
)

EDITOR_LINE = re.compile(
    "[（(【\\[]?(?:纠错】? ?【?)?(?:本文|视频|文字|值班|责任|执行)?(?:编辑|责编|编审|主编|总监制|监制)[：:丨|]\\s?[^。，！？\n]{0,60}[）)】\\]]?"
)
DATA_SOURCE = re.compile("[（(]?(?:数据|资料)来源[：:].{1,60}")
EDITOR_TAIL = re.compile(
    "\\s*[（(【\\[](?:责任编辑|责编|编辑|视频编辑|文字编辑)[：:][^（）()【】\\[\\]]{1,30}(?:[（(][^（）()]{1,8}[）)][^（）()]{0,20})?[）)】\\]]\\Z"
    "|(?<=[。！？”）]) ?(?:责任编辑|责编)[：:][^。]{2,20}\\Z"
)

CREDIT = re.compile(
    "[（(]?(?:图片?来源|图源|截图图源|题图|封面图|供图|资料图片?|资料照片|视频截图|制图)[：:/丨| ]?[^。！？]{0,40}[）)]?"
    "|[（(]?(?:图片|图表|图|漫画|摄影|摄像|配图)[：:/丨|][^。！？]{0,40}[）)]?"
    f"|[（(]?(?:新华社|中新社|本报|本网|人民网)?(?:记者)? ?{NAME}(?:[、 ]{NAME})? ?[/ ]?摄(?:影)?(?:/[^。]{{1,12}})?[）)]?"
    f"|(?:新华社|中新社|视觉中国|IC ?photo|图虫)[^。]{{0,12}}(?:发|供图)?[（(]{NAME} ?摄[）)]"
    "|[（(]?(?:资料图片?|资料照片|图片?)仅供参考[）)]?|[^。]{0,20}供图"
)
# The credit that ends a caption: …上架。 姜辉 摄 · …爆浆。郭晓莹摄 · …装箱 陈曦 摄 · …虎爪姜。新华社发（潘爱民 摄）
CREDIT_TAIL = re.compile(
    f"(?:(?<=[。！？”]) ?| )(?:[（(]?(?:新华社|中新社|人民网|央广网|本报)?(?:记者|通讯员)? ?{NAME}(?:[、 ]{NAME})? ?摄(?:影)?(?:/\\S{{1,10}})?[）)]?"
    f"|(?:新华社|中新社|视觉中国)发?[（(]{NAME} ?摄[）)]|[（(]?(?:图源|图片来源|供图)[：:/ ][^。]{{2,20}}[）)]?|图片来源[：:]\\S{{2,20}})\\Z"
)
# A caption that ran into the text: 图为霍州年馍 高雨晴 摄回顾过去一年，
RUN_IN_CAPTION = re.compile(f"\\A(?P<caption>[^\n]{{4,60}}?)(?P<credit>[。 ] ?{NAME} 摄)(?=[\u4e00-\u9fff“])")

SOURCE = re.compile(
    "[（(【\\[]?(?:(?:(?:文章|稿件|信息|新闻|消息|内容|本文)?来源|稿源)[：:丨|]|(?:转载自|转自|摘自|原载于?|刊于|文章来自|本文来自)[：:]?)"
    "\\s?(?P<outlet>[^。！？\n]{1,40}?)[）)】\\]]?"
)
SOURCE_TAIL = re.compile("\\s*[（(【\\[](?:文章来源|稿件来源|来源|转自|摘自)[：:](?P<outlet>[^（）()【】]{1,30})[）)】\\]]\\Z")
# 《 人民日报 》（ 2024年10月05日 02 版）
PAPER = re.compile("[（(]?《 ?(?P<outlet>[^《》]{2,16}?) ?》 ?[（(] ?(?P<date>\\d{4}年\\d{1,2}月\\d{1,2}日)[^（）()]{0,14}[）)]{1,2}")
_MEDIA = "(?:日报|晚报|早报|时报|商报|周刊|周报|晨报|快报|电讯|新闻|新闻网|网|社|电视台|广播|财经|客户端|头条|频道|在线|报|刊|视|社区|通|观察)"
# （央视新闻） at the end of a flash
CLOSING_OUTLET = re.compile(f"[（(](?P<outlet>(?!记者|完|编辑|文|新闻联播)[\u4e00-\u9fffA-Za-z0-9]{{1,12}}?{_MEDIA}|央视|新华|中新|财联社)[）)]\\Z")
_MEDIA_NAME = re.compile(f"[\u4e00-\u9fffA-Za-z0-9·－-]{{1,20}}{_MEDIA}|36[Kk][Rr]|.{{1,8}}(?:局|部|委|厅|中心|协会)")

_NOBODY = re.compile("网络|网络整理|互联网|本站|原创|未知|转载|综合|整理|admin|管理员|其他|其它|不详|无|[-—_. ]*|[a-z]+-?manager|sp\\d+")


def is_byline(line: str) -> bool:
    """Whether a paragraph is nothing but a byline.

    >>> [is_byline(line) for line in ("本报记者于贵华", "（记者 王琳）9日，活动启幕", "记者调查")]
    [True, False, False]
    """
    return len(line) <= 80 and bool(BYLINE.fullmatch(line) or _DEPARTMENT.fullmatch(line))


def is_name(line: str) -> bool:
    """Whether a line is nothing but one or more personal names.

    >>> is_name("田宁"), is_name("李建平、江宥林"), is_name("外贸开门稳")
    (True, True, False)
    """
    return len(line) <= 24 and bool(_BARE_NAMES.fullmatch(line))


def author(line: str) -> str | None:
    """The reporters that a byline names.

    >>> author("新华社记者李建平、江宥林"), author("（作者：夏旭田，缴翼飞 编辑：李博）")
    ('李建平、江宥林', '夏旭田、缴翼飞')
    """
    found = [match["names"] for match in _AUTHOR_PART.finditer(line)]
    if not found and (department := _DEPARTMENT.fullmatch(line)):
        found = [department["names"]]
    return _people("、".join(found)) if found else None


def editor(line: str) -> str | None:
    """The editors that a line names.

    >>> editor("责任编辑：刘万里 SF014")
    '刘万里'
    """
    found = [match["names"] for match in _EDITOR_PART.finditer(line)]
    return _people("、".join(found)) if found else None


def inner_author(line: str) -> str | None:
    """The reporters that a byline inside running text names.

    >>> inner_author("某网绥芬河8月9日电 （记者 王琳）9日，活动启幕。")
    '王琳'
    """
    match = _INNER.search(line[:200]) or (_INNER.search(line[-60:]) if len(line) > 200 else None)
    return _people(match["names"] or match["named"]) if match else None


def _people(names: str) -> str:
    bare = re.sub("（[^（）]*）?|[A-Z]{2}\\d+|[\\w.+-]+@[\\w.-]+）?", " ", names)
    parts = [part.replace(" ", "") for part in re.split("[、，；/]+| +(?=[\u4e00-\u9fff]{2})", bare)]
    return "、".join(dict.fromkeys(filter(None, parts)))


def is_person(value: str) -> bool:
    """Whether a field called author holds people and not the site that published."""
    return is_name(value) and not _MEDIA_NAME.fullmatch(value)


def is_outlet(value: str) -> bool:
    """Whether a piece of a header line is the name of an outlet.

    >>> is_outlet("中国日报网"), is_outlet("年货节在福州启动")
    (True, False)
    """
    return len(value) <= 16 and bool(_MEDIA_NAME.fullmatch(value))


def outlet(value: str | None) -> str | None:
    """The name of an outlet as a field or a source line gives it; None where it is no name.

    >>> outlet("《人民日报》"), outlet("-大河网-大河报"), outlet("sp20241201"), outlet("http://www.example.org/")
    ('人民日报', '大河报', None, 'www.example.org')
    """
    if not value:
        return None
    value = value.strip(" 　-—:：|｜丨·》《“”[]【】")
    if value.startswith(("http://", "https://", "//")):
        return urlsplit(value).hostname if "]" not in value and "[" not in value else None
    value = re.split("[|｜丨\n]|\\s(?:作者|记者|编辑|责编|发布|时间|\\d{4}[-年])|》|（|\\(| {2,}", value)[0]
    value = value.rsplit("-", 1)[-1].strip(" 　-—:：·“”")
    return None if not value or len(value) > 30 or _NOBODY.fullmatch(value.lower()) else value
