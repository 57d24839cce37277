"""Parts and whole: 进口 + 出口 = 进出口, 东部 + 中部 + 西部 = 全国, the months of a year so far."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from kg.graph.measures import NATION, days, limited, normal, step, whom
from kg.graph.told import Told, finding
from kg.model import Figure, Finding
from kg.rules import rules

_Days = tuple[str, str] | None
_Where = tuple[str, str, _Days]  # article, unit, period
_Table = dict[tuple[str, str], list[Figure]]  # by subject and measure


def sums(told: Told) -> Iterator[Finding]:
    """Whether parts make their whole, within what rounding hides, where one article tells each of them once."""
    tables: dict[_Where, _Table] = defaultdict(lambda: defaultdict(list))
    for figure in told.figures:
        if figure.value is not None:
            for stem in sorted({item.article for item in figure.evidence}):
                table = tables[stem, figure.unit or "", days(figure.period)]
                table[whom(figure), normal(figure.measure)].append(figure)
    done: set[tuple[str, ...]] = set()
    for (stem, _, _), table in sorted(tables.items(), key=lambda pair: str(pair[0])):
        for (who, measure), wholes in sorted(table.items()):
            for keys, full in _parts(who, measure):
                trio = [group[0] for group in (wholes, *(table.get(key, []) for key in keys)) if len(group) == 1]
                key = tuple(sorted(figure.id for figure in trio))
                if len(trio) == len(keys) + 1 and _one_scope(stem, trio) and key not in done:
                    item = _summed(trio)
                    if full or item.verdict != "conflict":  # parts without their head may be those of another whole
                        done.add(key)
                        yield item
    yield from _piled(told)


def _parts(who: str, measure: str) -> Iterator[tuple[list[tuple[str, str]], bool]]:
    """What a measure is the sum of: the parts of each division, in full or as 其中出口 leaves them, and which."""
    table = rules("linking")["measure"]
    for whole, *names in table["parts"]:
        head = measure.removesuffix(whole)
        if measure.endswith(whole) and not (whole == "出口" and head.endswith("进")):
            yield [(who, head + name) for name in names], True
            if head:
                yield [(who, name) for name in names], False
    for names in table["regions"]:
        yield [(who, name + measure) for name in names], False
        if who == NATION:
            for ending in ("地区", ""):
                yield [(name + ending, measure) for name in names], False
                yield [(f"Place/{name}{ending}", measure) for name in names], False


def _one_scope(stem: str, trio: Sequence[Figure]) -> bool:
    """Whether the figures are limited alike, their own measures aside."""
    limits = {frozenset(w for w in limited(f, stem) if w not in f.measure) for f in trio}
    return len(limits) == 1


def _summed(trio: Sequence[Figure]) -> Finding:
    whole, *parts = trio
    total = sum(part.value or 0 for part in parts)
    slack = sum(step(figure.value or 1) for figure in trio) / 2
    off = abs(total - (whole.value or 0))
    if off <= abs(total) * 1e-9:
        return finding("sum", "agreement", trio, "the parts make the whole")
    if off <= slack * 1.0001:
        return finding("sum", "rounding", trio, "the parts make the whole, but for rounding")
    return finding("sum", "conflict", trio, f"the parts make {total:g}, the whole is {whole.value:g}")


# The months of a year -------------------------------------------------------------------------------


def _piled(told: Told) -> Iterator[Finding]:
    """What is told of a year so far is what was told before and of the time since, whichever articles tell it."""
    groups: dict[tuple[str, str, str, str], dict[tuple[str, str], list[Figure]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for figure in told.figures:
        period, measure = days(figure.period), normal(figure.measure)
        if figure.value and period and whom(figure) and period[0][:4] == period[1][:4] and _piles(measure):
            key = (whom(figure), measure, figure.unit or "", period[0][:4])
            groups[key][period].append(figure)
    for periods in groups.values():
        single = {period: group[0] for period, group in periods.items() if len({f.value for f in group}) == 1}
        for first, second, whole in _follow(single):
            trio = [single[each] for each in (whole, first, second)]
            if len({limited(figure) for figure in trio}) == 1 and len({figure.id for figure in trio}) == 3:
                item = _summed(trio)
                near = abs((trio[1].value or 0) + (trio[2].value or 0) - (trio[0].value or 0)) <= (
                    told.tolerance.revised * (trio[0].value or 0)
                )
                if item.verdict != "conflict":
                    yield item
                elif near:
                    yield finding("sum", "revision", trio, f"{item.reason}: what was told before was revised")


def _piles(measure: str) -> bool:
    return re.search(rules("linking")["measure"]["piles"], measure) is not None


def _follow(periods: Iterable[tuple[str, str]]) -> Iterator[tuple[tuple[str, str], ...]]:
    """Two periods, the second after the first, and the one that they make."""
    known = set(periods)
    for first in sorted(known):
        for second in sorted(known):
            if second[0] == _after(first[1]) and (first[0], second[1]) in known:
                yield first, second, (first[0], second[1])


def _after(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(1)).isoformat()
