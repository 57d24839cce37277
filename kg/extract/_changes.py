"""Growth and shares: what the words around a figure say it is measured against."""

import re
from dataclasses import dataclass
from functools import cache

from kg.model import ChangeKind, Quantity
from kg.rules import rules


@dataclass(frozen=True, slots=True)
class Growth:
    """The change words before a figure: where they begin, the sign they give, and the basis."""

    start: int
    sign: int
    kind: ChangeKind
    stated: bool


def growth(text: str, start: int, quantity: Quantity, sentence: int) -> Growth | None:
    """The change that a figure tells, or None where it tells a level.

    `start` is where the figure's clause begins, `sentence` its sentence; a basis may stand before
    either (与2019年同期相比，服务进出口下降9%).
    """
    if quantity.unit not in ("%", "个百分点", "百分点", "倍", "点", "成"):
        return None
    before = text[start : quantity.span.start]
    match = next(reversed(list(_words().finditer(before))), None)
    than = match is not None and match.group() in rules("figures")["growth"]["than"] and len(before) - match.end() <= 18
    if match is None or not (than or _close(before[match.end() :])):
        return None
    if re.match("(?:至|到|为)", before[match.end() :]) and not than:
        return None
    sign = -1 if match.group() in rules("figures")["growth"]["down"] else 1
    kind, stated = _basis(text[sentence : quantity.span.start], before, match.group())
    first = match.start()
    basis = re.search(
        f"(?:(?:{_listed('yoy')}|{_listed('mom')}|分别|年均|平均|，)[^，]{{0,4}}|[比较与][^，。；]{{1,12}})$",
        before[:first],
    )
    return Growth(start + (basis.start() if basis else first), sign, kind, stated)


def share(text: str, start: int, quantity: Quantity) -> int | None:
    """Where the share words before a percentage begin (占外贸总值的31%), or None."""
    if quantity.unit != "%":
        return None
    before = text[start : quantity.span.start]
    found = None
    for found in re.finditer("占(?!领|据|用)|比重|占比|份额|占有率|在[^，]{2,16}总[额量值]", before):
        if found.group() != "比重":
            break
    return start + found.start() if found else None


def _close(between: str) -> bool:
    """Whether nothing but linking words stand between a change word and its number."""
    return (
        re.fullmatch(
            "(?:了|近|超|超过|逾|约|达|达到|为|幅度|幅|率|速度|高达|将近|到|至少|分别|分别为|，?同比|环比|均|均超|，|比例|不到|不足|接近|突破|：|有|一度|的|最高|至)*",
            between,
        )
        is not None
    )


def _basis(sentence: str, clause: str, word: str) -> tuple[ChangeKind, bool]:
    """Kind of a comparison; a plain 增长 is read year on year."""
    table = rules("figures")
    last = {kind: max((clause.rfind(w) for w in table["basis"][kind]), default=-1) for kind in ("yoy", "mom", "versus")}
    if word in table["growth"]["than"]:
        return "versus", True
    best = max(last, key=lambda kind: last[kind])
    if last[best] >= 0:
        return best, True  # type: ignore[return-value]
    if re.search("(?:与|比|较)[^，。；]{2,14}(?:相比|同期相比)", sentence):
        return "versus", True
    if re.search("[\\d一二三四五六七八九十](?:多)?年(?:间|来|增长|增加|提高|扩大|，)", clause) or re.search(
        "[\\d一二三四五六七八九十]年来", sentence
    ):
        return "versus", True
    return "yoy", False


@cache
def _words() -> re.Pattern[str]:
    table = rules("figures")["growth"]
    words = sorted({*table["up"], *table["down"]}, key=lambda w: (-len(w), w))
    words = [w for w in words if len(w) > 1 or w in "增减降升涨跌"]
    return re.compile("|".join(map(re.escape, words)))


@cache
def _listed(kind: str) -> str:
    return "|".join(sorted(map(re.escape, rules("figures")["basis"][kind]), key=lambda w: (-len(w), w)))
