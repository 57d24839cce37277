"""Figures that several articles tell: they agree, or differ by rounding, scope or revision, or in earnest."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations, takewhile

from kg.graph.measures import days, likeness, limited, named, normal, vague, whom
from kg.graph.told import Told, finding
from kg.graph.values import agrees, apart, digits, rates_agree
from kg.model import Evidence, Figure, Finding, Verdict

MOST = 100  # figures of one key; where there are more, the key is too wide to tell anything
COMMON = 20  # a value that more figures have says nothing
RUN = 12  # characters in a row that two articles do not write by chance

_Key = tuple[str, str, str, tuple[str, str] | None]


def sources(told: Told) -> Iterator[Finding]:
    """What the sources say of one another. A reprint is no source of its own.

    Figures are compared where subject, measure, unit and period agree. Without a period two values may be
    those of two years: such figures, and those in other words, only ever agree.
    """
    groups: dict[_Key, list[Figure]] = defaultdict(list)
    for figure in told.figures:
        if figure.value is not None and whom(figure) and not vague(figure):
            groups[_key(figure)].append(figure)
    for group in groups.values():
        yield from _compared(group, told)
    yield from _alike(told)
    yield from _changes(told)


def _key(figure: Figure) -> _Key:
    return whom(figure), normal(figure.measure), figure.unit or "", days(figure.period)


def _compared(group: list[Figure], told: Told) -> Iterator[Finding]:
    """Findings of figures that measure the same."""
    if days(group[0].period) is None:
        return
    for figure in group:
        if len(stems := told.sources(figure)) > 1:
            yield finding("sources", "agreement", [figure], f"{len(stems)} articles tell it")
    several = _several(group, told)
    for one, other in combinations(group[:MOST], 2):
        if told.sources(one) & told.sources(other):
            continue
        if limited(one) and limited(other) and limited(one) != limited(other):
            continue  # trade with one partner says nothing of trade with another
        verdict, reason = _judged(one, other, several, told)
        yield finding("sources", verdict, [one, other], reason)


def _several(group: Sequence[Figure], told: Told) -> frozenset[str]:
    """Articles that tell different values of one measure: parts of a whole, under one name."""
    values = _by_source(group, told)
    return frozenset(
        stem
        for stem, figures in values.items()
        if any(not agrees(one, other, told.tolerance) for one, other in combinations(figures, 2))
    )


def _judged(one: Figure, other: Figure, several: frozenset[str], told: Told) -> tuple[Verdict, str]:
    """How two figures of one measure that different articles tell stand to each other."""
    tolerance = told.tolerance
    if (one.value, one.upper) == (other.value, other.upper):
        return "agreement", "equal values"
    if agrees(one, other, tolerance):
        return "rounding", "one rounds to the other, or a hedge covers it"
    limits = limited(one) ^ limited(other)
    if limits:
        return "scope", f"one is limited to {'、'.join(sorted(limits))}"
    if {e.article for f in (one, other) for e in f.evidence} & several:
        return "scope", "an article tells several values of it: parts of a whole"
    ends = [told.until(figure) for figure in (one, other)]
    if ends[0] != ends[1]:
        return "scope", f"told while the period ran, to {min(ends)}"
    change = apart(one.value or 0, other.value or 0)
    if change > tolerance.far:
        return "scope", "too far apart to be of one thing"
    gap = _gap(one, other, told)
    if change <= tolerance.revised and gap is not None and gap >= tolerance.revised_days:
        return "revision", f"told {gap} days apart"
    return "conflict", f"they differ by {change:.1%}"


def _gap(one: Figure, other: Figure, told: Told) -> int | None:
    try:
        first, second = (
            min(date.fromisoformat(told.published(item.article)) for item in figure.evidence) for figure in (one, other)
        )
    except ValueError:
        return None
    return abs((first - second).days)


# Other words --------------------------------------------------------------------------------------


def _alike(told: Told) -> Iterator[Finding]:
    """Equal values, told of the same in other words or in the same words of something else."""
    groups: dict[tuple[str, float], list[Figure]] = defaultdict(list)
    for figure in told.figures:
        if figure.value is not None and digits(figure.value) >= told.tolerance.digits:
            groups[figure.unit or "", figure.value].append(figure)
    for group in groups.values():
        for one, other in combinations(group[:COMMON], 2):
            if not _apart_in_time(one, other) and not told.sources(one) & told.sources(other):
                reason = _likewise(one, other, told)
                if reason:
                    yield finding("sources", "agreement", [one, other], reason)


def _apart_in_time(one: Figure, other: Figure) -> bool:
    periods = {days(one.period), days(other.period)}
    return len(periods) == 2 and None not in periods


def _likewise(one: Figure, other: Figure, told: Told) -> str:
    """Why two equal values of two articles are of one thing; empty where nothing says so."""
    periods = {days(one.period), days(other.period)}
    if _key(one) == _key(other) and None not in periods:
        return ""  # compared already
    if likeness(one, other) >= told.tolerance.wording:
        period = one.period or other.period
        if None in periods and period:
            return f"equal values; one article gives the period, {period}"
        return "equal values in other words"
    run = max((_run(a, b, told) for a in one.evidence for b in other.evidence), key=len)
    return f"both articles write “{run}”" if len(run) >= RUN else ""


def _run(one: Evidence, other: Evidence, told: Told) -> str:
    """What two sentences write alike up to their figures, those included."""
    first, second = told.before(one), told.before(other)
    same = sum(
        1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(reversed(first), reversed(second), strict=False))
    )
    run = first[len(first) - same :].lstrip("，、,；;：: ")
    return run if re.search("\\d", run) else ""


# Growth -------------------------------------------------------------------------------------------


def _changes(told: Told) -> Iterator[Finding]:
    """Growth rates of one measure and period that different articles tell, one of them without a value."""
    groups: dict[tuple[object, ...], list[Figure]] = defaultdict(list)
    rates: dict[tuple[object, ...], list[Figure]] = defaultdict(list)
    for figure in told.figures:
        change, period = figure.change, days(figure.period)
        if change and period and change.kind != "versus":
            rates[period, change].append(figure)
            if named(figure):
                groups[whom(figure), normal(figure.measure), period, change.kind, change.unit].append(figure)
    done = set()
    for group in groups.values():
        if any(len(told_there) > 1 for told_there in _by_source(group, told).values()):
            continue
        for one, other in combinations(group[:MOST], 2):
            if not told.sources(one) & told.sources(other) and not (one.unit and one.unit == other.unit):
                done.add(frozenset((one.id, other.id)))
                verdict, reason = _rates(one, other, told)
                yield finding("sources", verdict, [one, other], reason)
    for group in rates.values():
        for one, other in combinations(group[:COMMON], 2):
            new = frozenset((one.id, other.id)) not in done and not told.sources(one) & told.sources(other)
            new = new and not (one.unit and one.unit == other.unit)  # their values are compared
            if new and _key(one) != _key(other) and likeness(one, other) >= told.tolerance.wording:
                yield finding("sources", "agreement", [one, other], "equal growth in other words")


def _by_source(group: Sequence[Figure], told: Told) -> dict[str, list[Figure]]:
    found: dict[str, list[Figure]] = defaultdict(list)
    for figure in group:
        for stem in sorted(told.sources(figure)):
            found[stem].append(figure)
    return found


def _rates(one: Figure, other: Figure, told: Told) -> tuple[Verdict, str]:
    first, second = (figure.change.value if figure.change else 0.0 for figure in (one, other))
    if first == second:
        return "agreement", "equal growth"
    if rates_agree(first, second):
        return "rounding", "one growth rate rounds to the other"
    if one.unit != other.unit and {"USD"} & {one.unit, other.unit}:
        return "scope", "growth in two currencies"
    limits = limited(one) ^ limited(other)
    if limits:
        return "scope", f"one is limited to {'、'.join(sorted(limits))}"
    ends = [told.until(figure) for figure in (one, other)]
    if ends[0] != ends[1]:
        return "scope", f"told while the period ran, to {min(ends)}"
    return "conflict", f"growth differs: {first:+g} and {second:+g}"
