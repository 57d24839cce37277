"""Lists of figures: A、B和C分别增长x、y和z."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.model import Quantity
from kg.rules import rules

# What sort of things a list names, before what is measured of them: 等重点行业 | 实际使用外资.
_SORT = re.compile(
    "^(?:(?:重点|主要|相关|新兴|传统)?(?:行业|产业|领域|经济体|国家和地区|国家|地区|省份|省市|城市|企业|市场|商品|产品))(?=.{2})"
)
# Whose goods a list names: 重点零售企业 | 家电.
_WHOSE = re.compile("(?P<group>[^、，的]{0,14}?(?:企业|单位|平台|商户|门店|商家|超市|市场))(?P<rest>[^、，业户]{2,6})$")


# What a list adds up to, between its last member and the measure: 欧盟、美国三大贸易伙伴进出口.
_SUMMED = re.compile(
    "(?<=[\u4e00-\u9fff]{2})[两二三四五六七八九十\\d]+大?(?:贸易伙伴|市场|经济体|国家|城市|省份|地区|行业|领域)(?=.{2,}$|$)"
)


@dataclass(frozen=True, slots=True)
class Listed:
    """Members of a list in the order of their figures, and the measure they share.

    With `measures` the members are themselves what was measured, of the group `about` if the list names it
    (重点零售企业家电、服装销售额).
    """

    members: tuple[str, ...]
    measure: str | None
    measures: bool
    about: str | None = None


def run_of(text: str, figures: Sequence[Quantity], n: int) -> list[Quantity]:
    """The figures from the nth on that only list marks part."""
    run = [figures[n]]
    for following in figures[n + 1 :]:
        if re.fullmatch("、|和|与|以及|及|，", text[run[-1].span.end : following.span.start]) is None:
            break
        run.append(following)
    return run


def listed(head: str, between: str, count: int) -> Listed | None:
    """The list in the words before 分别, or None where it has not as many members as there are figures.

    `between` stands between 分别 and the first figure: 分别进出口2.19万亿元 names the measure there.
    """
    if re.search("相比|同期$", head):
        head = re.sub("(?:比|较|与)[^，。]{2,30}$", "", head)
    head = re.sub("[同环]?(?:比|较)[^，。、]{2,12}$", "", re.sub("分别$", "", head))
    head = re.sub("，?(?:同比|环比)?[涨降增跌]幅$|方面$", "", head)
    head = re.sub("(?:同比|环比|较上年|比上年|比去年|则|均|也|将|，|达到?|约|约?为|(?:稳定|保持|维持)在)+$", "", head)
    head = re.sub("^(?:其中|，|同期)+", "", head)
    head = re.sub("(?:增长|增速|增幅|涨幅|增势|降幅)(?:最快|较快|明显|居前|领先|迅速|显著|较大|较高|最大)$", "", head)
    growth = rules("figures")["growth"]
    inner = re.sub(
        "(?:"
        + "|".join(
            [
                *growth["up"],
                *growth["down"],
                "同比",
                "环比",
                "[比较][上去前](?:一?年|个?月|个?季度|一季度)(?:同期|末|底)?",
                "比上年",
                "较上年",
                "为",
                "达到?",
                "升至",
                "降至",
                "约",
                "了",
                "近",
                "超过?",
                "至",
                "到",
            ]
        )
        + ")",
        "",
        between,
    )
    field = re.match(
        "(?P<measure>[^，。、]{2,14}?)(?:增长|增速|下降)[^，。、]{0,10}?(?:是|为|有|包括)(?P<list>.+)", head
    )
    if field:
        members = _split(field["list"], count)
        return Listed(tuple(members), field["measure"], False) if members else None
    shares = re.fullmatch(
        f"(?:.*(?:把|将|使))?(?P<list>.+?[、和与及].+?)(?P<measure>(?:{rules('figures')['measure']['tail']})占[^，。；]{{2,16}}?的?(?:比重|比例|份额|占比))",
        head,
    )
    if shares:
        members = _split(shares["list"], count)
        return Listed(tuple(members), shares["measure"], False) if members else None
    members = _split(head, count)
    if not members:
        return None
    measure, members = _shared(members)
    toward = re.match("[^对]{0,12}对(?:(?:前.{1,2}大|主要|最大|传统|新兴)?(?:贸易伙伴|经济体))?(?=.)", members[0])
    measure = measure or (inner if toward and len(inner) >= 2 else None)
    if toward and measure:
        members = [members[0][toward.end() :], *members[1:]]
        return Listed(tuple(f"对{member}{measure}" for member in members), None, True)
    if len(inner) >= 2:
        return Listed(tuple(members), inner, False)
    whose = _WHOSE.match(members[0])
    if whose and measure and not any(_WHOSE.match(member) for member in members[1:]):
        goods = [whose["rest"], *members[1:]]
        return Listed(tuple(f"{member}{measure}" for member in goods), None, True, whose["group"])
    nouns = re.compile(rules("figures")["measure"]["tail"] + "$")
    if measure is None and all(nouns.search(member) for member in members):
        return Listed(tuple(members), None, True)
    return Listed(tuple(members), measure, False)


def _shared(members: list[str]) -> tuple[str | None, list[str]]:
    """The measure that the last member carries for all: 东盟、欧盟实际投资, 甲和乙的销售额."""
    members = [*members[:-1], _SUMMED.sub("", members[-1])]
    last = members[-1]
    possessive = re.match("(?P<name>.+)的(?P<measure>[^的]{2,12})$", last)
    if possessive:
        return possessive["measure"], [*members[:-1], possessive["name"]]
    kind = re.match("(?P<name>.+?)等(?P<measure>[^等]{2,16})$", last)
    if kind:
        words = _SORT.sub("", kind["measure"]) or kind["measure"]
        if re.fullmatch("(?:主要|重点|大宗|传统)?(?:产品|商品|货物)", words):
            return None, [*members[:-1], kind["name"]]
        sort = re.match(f"[^，。、]{{0,8}}?(?:产品|商品|设备|器材|用品|服务|行业|企业){_tail()}$", words)
        return (sort["measure"] if sort else words), [*members[:-1], kind["name"]]
    tail = re.compile(f"(?P<name>.+?){_tail()}$")
    match = tail.match(last)
    alone = [tail.match(member) for member in members[:-1]]
    if match and not any(alone):
        return match["measure"], [*members[:-1], match["name"]]
    return None, members


def _unquoted(member: str) -> str:
    """A member without the marks about it; those inside stay (“新三样”产品)."""
    member = member.strip("（） ")
    return member if "“" in member[:-1] and "”" in member[1:-1] else member.strip("“” ")


def _tail() -> str:
    return f"(?P<measure>{rules('figures')['measure']['tail']})"


def _split(text: str, count: int) -> list[str]:
    """A list in as many members as there are figures; 和 parts members only where that makes the count."""
    text = re.sub("，(?=以及)", "", text)
    parts = text.split("、")
    ways = (
        [*parts[:-1], *re.split("和|与|及|以及", parts[-1], maxsplit=1)],
        parts,
        re.split("、|和|与|以及|及", text),
    )
    for way in ways:
        members = [_unquoted(member) for member in way if member.strip()]
        if len(members) == count and not any(re.search("\\d%|[，；]", member) for member in members):
            return members
    return []
