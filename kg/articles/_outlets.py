"""Who published: source lines, agencies at the head of a report, names of outlets.

Patterns work on `kg.text.plain` text: simplified characters, Chinese punctuation.
"""

import re
from urllib.parse import urlsplit

from kg import text as texts
from kg.articles._names import NAMES, is_name

_MEDIA = (
    "(?:报道|日报|晚报|早报|时报|商报|周刊|周报|晨报|快报|电讯|新闻|新闻网|网|社|电视台|广播|财经|客户端|头条|频道"
    "|在线|报|刊|视|观察)"
)
SOURCE = re.compile(
    "[（(【\\[]?(?:(?:(?:文章|稿件|信息|新闻|消息|内容|本文)?来源|稿源) ?[：:丨|]"
    "|(?:转载自|转自|摘自|原载于?|刊于|文章来自|本文来自)[：:]?)"
    "\\s?(?P<outlet>[^。！？\n]{1,40}?)[）)】\\]]?"
)
SOURCE_TAIL = re.compile(
    "\\s*[（(【\\[](?:文章来源|稿件来源|来源|转自|摘自)[：:](?P<outlet>[^（）()【】]{1,30})[）)】\\]]\\Z"
)
DATA_SOURCE = re.compile("[（(]?(?:数据|资料)来源[：:].{1,60}|[^。，]{2,16}综合自[^。]{2,60}")
# 《 人民日报 》（ 2024年10月05日 02 版）
PAPER = re.compile(
    "[（(]?《 ?(?P<outlet>[^《》]{2,16}?) ?》 ?[（(] ?(?P<date>\\d{4}年\\d{1,2}月\\d{1,2}日)[^（）()]{0,14}[）)]{1,2}"
)
# （央视新闻） at the end of a flash
CLOSING = re.compile(
    "[（(](?P<outlet>(?!记者|完|编辑|文|新闻联播)"
    f"[\u4e00-\u9fffA-Za-z0-9]{{1,12}}?{_MEDIA}|央视|新华|中新|财联社)[）)]\\Z"
)
_OUTLET = re.compile(f"[\u4e00-\u9fffA-Za-z0-9·－-]{{1,20}}{_MEDIA}|36[Kk][Rr]|.{{1,8}}(?:局|部|委|厅|中心|协会)")
# The head of a report: 新华社北京4月23日电 · 央视网消息（ · 36氪获悉 · 某报记者 王琳 南京报道
_AGENCY = re.compile(
    "[【\\[]?(?:(?P<outlet>新华社|中新社|中新网|人民网|央视网|央视新闻|央广网|中国网络电视台|国际在线|每经AI快讯"
    "|财联社|36氪|格隆汇|界面|澎湃|第一财经|中证网"
    "|(?!本)[\u4e00-\u9fff0-9]{1,10}?(?:日报|晚报|商报|时报|周报|报|网|社|电视台|报道|在线|全媒体))"
    "(?:[^。！？，]{0,14}?\\d{1,2}月\\d{1,2}日[电讯]|讯|消息[（(：，]|获悉"
    f"|(?:见习|实习|首席)?记者 ?{NAMES} ?[\u4e00-\u9fff]{{2,6}}报道))"
)
_NOBODY = re.compile(
    "网络|网络整理|互联网|本站|原创|未知|转载|综合|整理|admin|管理员|其他|其它|不详|无|[-_. ]*|[a-z]+-?manager|sp\\d+"
)
_EDGES = " -—:：|｜丨·》《“”[]【】"
_LABEL = re.compile("(?:文章|稿件|信息|新闻)?来源[：:] ?")
_OTHER_FIELD = re.compile(
    "[|｜丨\n]|参与互动|我要评论|举报|\\s(?:作者|记者|编辑|责编|发布|时间|\\d{4}[-年])|》|（|\\(| {2,}"
)


def agency(text: str) -> str | None:
    """The agency at the head of a report.

    >>> agency("新华社北京4月23日电（记者王琳）"), agency("新华社记者从会上获悉"), agency("本报讯 会上")
    ('新华社', None, None)
    """
    match = _AGENCY.match(text)
    return match["outlet"].removesuffix("AI快讯") if match else None


def is_person(value: str) -> bool:
    """Whether a field called author holds people and not the site that published."""
    return is_name(value) and not _OUTLET.fullmatch(value)


def signed(name: str) -> tuple[str | None, str | None]:
    """A field called author as reporters and as site: it holds the one or the other.

    >>> signed("江宥林"), signed("新浪财经")
    (('江宥林', None), (None, '新浪财经'))
    """
    return (name, None) if is_person(name) else (None, name or None)


def is_outlet(value: str) -> bool:
    """Whether a piece of a header line is the name of an outlet.

    >>> is_outlet("中国日报网"), is_outlet("年货节在福州启动")
    (True, False)
    """
    return len(value) <= 16 and bool(_OUTLET.fullmatch(value))


def outlet(value: str | None) -> str | None:
    """The name of an outlet as a field or a source line gives it; None where it is no name.

    >>> outlet("《人民日报》"), outlet("-大河网-大河报"), outlet("sp20241201"), outlet("http://www.example.org/")
    ('人民日报', '大河报', None, 'www.example.org')
    """
    if not value:
        return None
    value = _LABEL.sub("", " ".join(texts.clean(value[:200]).split())).strip(_EDGES)
    if _NOBODY.fullmatch(value.lower()):
        return None
    if value.startswith(("http://", "https://", "//")):
        return _host(value)
    value = _OTHER_FIELD.split(value)[0].rsplit("-", 1)[-1].strip(_EDGES)
    return None if not value or len(value) > 30 or _NOBODY.fullmatch(value.lower()) else value


def _host(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None
