"""Names as strings: what is left of a surface without marks, titles and type words, and its short forms."""

import re
from collections.abc import Iterator
from functools import cache

from kg.model import Kind
from kg.rules import rules

_MARKS = re.compile("[“”‘’《》〈〉\\s]")
_LEAD = re.compile("^(?:本届|本次|此次|这次|今年的?|去年的?|首届的|该届|新一届)")
_YEAR = re.compile("^((?:19|20)\\d\\d)年?的?")
_ORDINAL = re.compile("第?([\\d一二三四五六七八九十百]+)[届次]|首届")
_ACTIVITY = re.compile(
    "(?:系列)?(?:主题|专题|促销|促消费|营销|推广|宣传|直播|带货|大型|网上|线上|专场|千场|文化|惠民|公益|国际|特色)*"
    "(?:活动|话题|行动|专场|专场活动|专场直播)$"
)


def bare(surface: str) -> str:
    """A surface without quotation marks, brackets of titles and spaces.

    >>> bare("《关于加快发展的意见》"), bare("“绥易购”国际电商嘉年华")
    ('关于加快发展的意见', '绥易购国际电商嘉年华')
    """
    return _MARKS.sub("", surface)


def inner(surface: str) -> str | None:
    """What stands in quotation marks where the rest only says what sort of thing it is.

    >>> inner("“家乡年货天花板”话题"), inner("“乐购辽宁 惠享美好”系列促消费活动"), inner("“绥易购”国际电商嘉年华")
    ('家乡年货天花板', '乐购辽宁 惠享美好', None)
    """
    match = re.fullmatch("“([^“”]{2,})”(.{1,14})", surface)
    if match and _ACTIVITY.fullmatch(match[2]):
        return match[1]
    return None


def edition(surface: str) -> tuple[str | None, str | None]:
    """Year and ordinal that a name carries; of several ordinals the last, which is that of the event itself.

    >>> edition("2022全国网上年货节"), edition("第四届双品网购节"), edition("首届俄罗斯国家线上展")
    (('2022', None), (None, '四'), (None, '一'))
    >>> edition("十三届全国人大三次会议")
    (None, '三')
    """
    year = re.search("(?:19|20)\\d\\d", surface)
    ordinals = [match[1] or "一" for match in _ORDINAL.finditer(surface)]
    return (year.group() if year else None), (ordinals[-1] if ordinals else None)


def spelling(surface: str) -> str:
    """A surface without marks and with one sort of dash and dot: two spellings of a name are one.

    >>> spelling("中国-东盟博览会") == spelling("中国—东盟博览会"), spelling("《甲—乙》")
    (True, '甲—乙')
    """
    return re.sub("[-－–―~〜]+|—{2,}", "—", re.sub("[•・]", "·", bare(surface))).lower()


def other_edition(surface: str) -> bool:
    """Whether a name means another edition than the one that is told of (上届, 下一届)."""
    return re.match("[上下往历前]一?[届次]", surface) is not None


def series(surface: str) -> str:
    """A name of an event without its year and ordinal.

    >>> series("2022全国网上年货节"), series("第18届博览会"), series("辽宁省第二届电商直播节")
    ('全国网上年货节', '博览会', '辽宁省电商直播节')
    """
    name = _LEAD.sub("", bare(surface))
    name = _YEAR.sub("", name)
    return _ORDINAL.sub("", name)


def abbreviates(short: str, full: str) -> bool:
    """Whether `short` takes its characters from `full` in order, first near the front and last the last.

    >>> abbreviates("进博会", "中国国际进口博览会"), abbreviates("商务部", "工业和信息化部")
    (True, False)
    """
    if not 2 <= len(short) < len(full) or short[-1] != full[-1]:
        return False
    at = -1
    for char in short:
        at = full.find(char, at + 1)
        if at < 0:
            return False
    return True


@cache
def endings(kind: Kind) -> re.Pattern[str]:
    """Pattern of what names of a kind end in, at the end of a string."""
    words = rules("names")["suffix"].get(kind, [])
    return re.compile("(?:" + "|".join(sorted(map(re.escape, words), key=lambda w: (-len(w), w))) + ")$")


def variants(surface: str, kind: Kind) -> Iterator[str]:
    """Other ways to write the same name that the text itself contains, for matching and as aliases."""
    yield surface
    glossed = re.fullmatch("(.{4,})（([^（）]{2,12})）", surface)
    if glossed:
        yield glossed[1]
        if glossed[2].isascii() or abbreviates(glossed[2], glossed[1]):
            yield glossed[2]
    if kind == "Event":
        name = _LEAD.sub("", surface)
        if name != surface:
            yield name
        held = inner(name)
        if held:
            yield held
        if "暨" in name:
            yield from (part.strip("“”") for part in name.split("暨") if len(part) > 3)
        if name.endswith("活动") and len(name) > 6:
            yield name[:-2]
    elif kind == "Policy":
        if surface.startswith("《"):
            yield surface.strip("《》")
        for word in ("倡议", "战略", "行动", "政策", "工程", "改革", "计划", "制度", "新政", "试点", "机制"):
            if surface.endswith(word) and len(surface) - len(word) >= 4 and surface[-len(word) - 1] not in "性合的化型":
                yield surface[: -len(word)].strip("“”")
    elif kind == "Platform":
        stripped = re.sub("(?:官方)?(?:直播间|平台|客户端|App|APP|网站|小程序|旗舰店|商城)$", "", surface)
        if len(stripped) >= 2:
            yield stripped
