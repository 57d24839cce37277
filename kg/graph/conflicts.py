"""Figures that several articles tell: they agree, or differ by rounding, scope or revision, or in earnest."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from hashlib import sha256
from itertools import combinations

from kg.graph.measures import NATION, days, limited, named, normal, step, whom
from kg.model import Article, Check, Figure, Finding, Reprint, Verdict

_SLACK = {"exact": 0.0, "over": 0.1, "under": 0.1, "about": 0.05}
REVISED = 0.05  # a later article that differs by less tells a revised figure
APART = 20  # days between the two
FAR = 0.5  # two values further apart are of two things, whatever they are called
TELLING = 3  # digits that two articles do not share by chance
SAME = 0.8  # share of their words in common
MOST = 100  # figures of one key; where there are more, the key is too wide to tell anything
COMMON = 20  # a value that more figures have says nothing

_Key = tuple[str, str, str, tuple[str, str] | None]


def find(
    figures: Sequence[Figure], articles: Sequence[Article] = (), reprints: Sequence[Reprint] = ()
) -> tuple[Finding, ...]:
    """What the sources say of one another. A reprint is no source of its own.

    Figures are compared where subject, measure, unit and period agree. Without a period two values may be
    those of two years: such figures, and those in other words, only ever agree, in three digits or more.
    """
    origin = {copy.article: copy.of for copy in reprints}
    dates = {article.stem: (article.published or "")[:10] for article in articles}
    groups: dict[_Key, list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.value is not None and whom(figure):
            groups[_key(figure)].append(figure)
    found = [item for group in groups.values() for item in _compared(group, origin, dates)]
    found += [*_alike(figures, origin), *_changes(figures, origin)]
    return tuple(sorted(set(found), key=lambda item: (item.check, item.verdict, item.figures)))


def _key(figure: Figure) -> _Key:
    return whom(figure), normal(figure.measure), figure.unit or "", days(figure.period)


def sources(figure: Figure, origin: Mapping[str, str]) -> frozenset[str]:
    """The articles that tell a figure, reprints as their originals."""
    return frozenset(origin.get(item.article, item.article) for item in figure.evidence)


def finding(check: Check, verdict: Verdict, figures: Iterable[Figure], reason: str) -> Finding:
    """A finding under a name of its own."""
    ids = tuple(sorted({figure.id for figure in figures}))
    return Finding(sha256(repr((check, ids)).encode()).hexdigest()[:16], check, verdict, ids, reason)


def _compared(group: list[Figure], origin: Mapping[str, str], dates: Mapping[str, str]) -> list[Finding]:
    """Findings of figures that measure the same."""
    if days(group[0].period) is None:
        return []
    found = [
        finding("sources", "agreement", [figure], f"{len(told)} articles tell it")
        for figure in group
        if len(told := sources(figure, origin)) > 1
    ]
    several = _several(group, origin)
    for one, other in combinations(group[:MOST], 2):
        if sources(one, origin) & sources(other, origin):
            continue
        if limited(one) and limited(other) and limited(one) != limited(other):
            continue  # trade with one partner says nothing of trade with another
        verdict, reason = _judged(one, other, several, dates)
        found.append(finding("sources", verdict, [one, other], reason))
    return found


def _several(group: Sequence[Figure], origin: Mapping[str, str]) -> frozenset[str]:
    """Articles that tell different values of one measure: parts of a whole, under one name."""
    values = _by_source(group, origin)
    return frozenset(stem for stem, told in values.items() if any(not agrees(a, b) for a, b in combinations(told, 2)))


def _judged(one: Figure, other: Figure, several: frozenset[str], dates: Mapping[str, str]) -> tuple[Verdict, str]:
    """How two figures of one measure that different articles tell stand to each other."""
    if (one.value, one.upper) == (other.value, other.upper):
        return "agreement", "equal values"
    if agrees(one, other):
        return "rounding", "one rounds to the other, or a hedge covers it"
    limits = limited(one) ^ limited(other)
    if limits:
        return "scope", f"one is limited to {'、'.join(sorted(limits))}"
    if {e.article for f in (one, other) for e in f.evidence} & several:
        return "scope", "an article tells several values of it: parts of a whole"
    ends = [_so_far(figure, dates) for figure in (one, other)]
    if ends[0] != ends[1]:
        return "scope", f"told while the period ran, to {min(ends)}"
    change = abs((one.value or 0) - (other.value or 0)) / max(abs(one.value or 0), abs(other.value or 0), 1e-9)
    if change > FAR:
        return "scope", "too far apart to be of one thing"
    gap = _gap(one, other, dates)
    if change <= REVISED and gap is not None and gap >= APART:
        return "revision", f"told {gap} days apart"
    return "conflict", f"they differ by {change:.1%}"


def _so_far(figure: Figure, dates: Mapping[str, str]) -> str:
    """The last day that a figure can tell of: that of its period, or the day its article came out."""
    period = days(figure.period)
    return min(period[1] if period else "9999", *(dates.get(e.article) or "9999" for e in figure.evidence))


def _gap(one: Figure, other: Figure, dates: Mapping[str, str]) -> int | None:
    try:
        first, second = (
            min(date.fromisoformat(dates.get(item.article, "")) for item in figure.evidence) for figure in (one, other)
        )
    except ValueError:
        return None
    return abs((first - second).days)


def _alike(figures: Sequence[Figure], origin: Mapping[str, str]) -> list[Finding]:
    """Equal values in three digits or more, told of the same in other words, where one article gives no period."""
    groups: dict[tuple[str, float], list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.value is not None and _digits(figure.value) >= TELLING:
            groups[figure.unit or "", figure.value].append(figure)
    found = []
    for group in groups.values():
        for one, other in combinations(group[:COMMON], 2):
            periods = {days(one.period), days(other.period)}
            if sources(one, origin) & sources(other, origin) or (len(periods) == 2 and None not in periods):
                continue
            if _key(one) == _key(other) and None not in periods:
                continue
            if _words(one) and _shared(_words(one), _words(other)) >= SAME:
                period = one.period or other.period
                reason = f"equal values; one article gives the period, {period}" if None in periods and period else ""
                found.append(finding("sources", "agreement", [one, other], reason or "equal values in other words"))
    return found


def _words(figure: Figure) -> frozenset[str]:
    """Pairs of characters of what a figure is about and measures."""
    subject = whom(figure)
    label = "" if subject == NATION else subject.partition("/")[2] or subject
    text = label + normal(figure.measure)
    return frozenset(text[at : at + 2] for at in range(len(text) - 1))


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(len(one), len(other), 1)


def _changes(figures: Sequence[Figure], origin: Mapping[str, str]) -> list[Finding]:
    """Growth rates of one measure and period that different articles tell, one of them without a value."""
    groups: dict[tuple[object, ...], list[Figure]] = defaultdict(list)
    for figure in figures:
        change, period = figure.change, days(figure.period)
        if change and period and change.kind != "versus" and named(figure):
            groups[whom(figure), normal(figure.measure), period, change.kind, change.unit].append(figure)
    found = []
    for group in groups.values():
        if any(len(list(told)) > 1 for told in _by_source(group, origin).values()):
            continue
        for one, other in combinations(group[:MOST], 2):
            if sources(one, origin) & sources(other, origin) or (one.unit and one.unit == other.unit):
                continue
            verdict, reason = _rates(one, other)
            found.append(finding("sources", verdict, [one, other], reason))
    return found


def _by_source(group: Sequence[Figure], origin: Mapping[str, str]) -> dict[str, list[Figure]]:
    told: dict[str, list[Figure]] = defaultdict(list)
    for figure in group:
        for stem in sources(figure, origin):
            told[stem].append(figure)
    return told


def _rates(one: Figure, other: Figure) -> tuple[Verdict, str]:
    first, second = (figure.change.value if figure.change else 0.0 for figure in (one, other))
    if first == second:
        return "agreement", "equal growth"
    if abs(first - second) <= max(step(first or 1), step(second or 1)) / 2:
        return "rounding", "one growth rate rounds to the other"
    if one.unit != other.unit and {"USD"} & {one.unit, other.unit}:
        return "scope", "growth in two currencies"
    limits = limited(one) ^ limited(other)
    if limits:
        return "scope", f"one is limited to {'、'.join(sorted(limits))}"
    return "conflict", f"growth differs: {first:+g} and {second:+g}"


def _digits(value: float) -> int:
    return len(str(round(abs(value) / step(value)))) if value else 0


def agrees(a: Figure, b: Figure) -> bool:
    """Whether two values can be the same number: one rounds to the other, or a hedge covers it."""
    low, high = sorted((a, b), key=lambda figure: figure.value or 0)
    small, large = low.value or 0.0, high.value or 0.0
    if low.upper is not None and large <= low.upper:
        return True
    if large == 0 or small == large:
        return small == large
    apart = (large - small) / abs(large)
    if low.qualifier == "over" or high.qualifier == "under":
        return apart <= max(_SLACK[low.qualifier], _SLACK[high.qualifier])
    if "about" in (low.qualifier, high.qualifier) and apart <= _SLACK["about"]:
        return True
    return apart <= 0.01 and (_rounds(small, large) or _rounds(large, small))


def _rounds(coarse: float, fine: float) -> bool:
    """Whether `fine`, cut to the digits that `coarse` shows, is `coarse`.

    >>> _rounds(294e8, 29410000000.0), _rounds(294e8, 29460000000.0)
    (True, False)
    """
    return step(coarse) > step(fine) and abs(coarse - fine) <= step(coarse) / 2
