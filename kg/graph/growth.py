"""Growth: a value and its growth imply the value of the year before, which another sentence may tell."""

import re
from collections import defaultdict
from collections.abc import Iterator

from kg.graph.measures import days, limited, normal, step, vague, whom
from kg.graph.told import Told, finding
from kg.graph.values import Tolerance, rate_step
from kg.model import Change, Figure, Finding
from kg.rules import rules

_Key = tuple[str, str, str, tuple[str, str] | None]


def growth(told: Told) -> Iterator[Finding]:
    """The base that each growth rate implies, against the one told for the year before in any article."""
    known: dict[_Key, list[Figure]] = defaultdict(list)
    for figure in told.figures:
        if figure.value is not None:
            known[_key(figure, days(figure.period))].append(figure)
    for figure in told.figures:
        change, period = figure.change, days(figure.period)
        if not (figure.value and whom(figure) and change and period and change.kind == "yoy") or vague(figure):
            continue
        if any(re.search("[；。].", item.text) for item in figure.evidence):
            continue  # the rate stands in another clause: it may be of something else
        before = (_year_before(period[0]), _year_before(period[1]))
        bases = [
            base
            for base in known.get(_key(figure, before), [])
            if limited(base) == limited(figure) and not told.running(base)
        ]
        if len({base.value for base in bases}) == 1 and (item := _implied(figure, bases[0], change, told.tolerance)):
            yield item


def _key(figure: Figure, period: tuple[str, str] | None) -> _Key:
    return whom(figure), normal(figure.measure), figure.unit or "", period


def _year_before(day: str) -> str:
    return f"{int(day[:4]) - 1}{day[4:]}".replace("-02-29", "-02-28")


def _range(figure: Figure, change: Change) -> tuple[float, float, float] | None:
    """The base that a change implies, with the least and the most that rounding allows; None for other units."""
    value = figure.value or 0.0
    half, off = step(value) / 2, (rate_step if change.unit == "%" else step)(change.value or 1) / 2
    if change.unit == "%" and change.value > -100:
        rate = 1 + change.value / 100
        low, high = (value - half) / (rate + off / 100), (value + half) / max(rate - off / 100, 1e-9)
        return value / rate, low, high
    if change.unit == "倍" and change.value > 0:
        rate = 1 + change.value
        return value / rate, (value - half) / (rate + off), (value + half) / (rate - off)
    if change.unit == figure.unit:
        base = value - change.value
        return base, base - half - off, base + half + off
    return None


def _implied(figure: Figure, base: Figure, change: Change, tolerance: Tolerance) -> Finding | None:
    """How the base that a growth rate implies stands to the one told; nothing where they are worlds apart."""
    found = _range(figure, change)
    if found is None or found[0] <= 0:
        return None
    implied, low, high = found
    value, told = figure.value or 0.0, base.value or 0.0
    slack = step(told) / 2
    reason = f"{value:g} after {change.value:+g}{change.unit} implies {implied:.4g}; told is {told:g}"
    off = abs(told - implied) / abs(implied)
    if low - slack <= told <= high + slack or _hedged(base, implied, tolerance.over):
        return finding("growth", "agreement", [figure, base], reason)
    if off > tolerance.far:
        return None
    if re.search(rules("linking")["measure"]["constant"], figure.measure):
        return finding("growth", "scope", [figure, base], f"{reason}: growth at constant prices")
    if off <= tolerance.revised:
        return finding("growth", "revision", [figure, base], f"{reason}: the base was revised")
    return finding("growth", "conflict", [figure, base], reason)


def _hedged(base: Figure, implied: float, over: float) -> bool:
    """Whether 超1.8万 or 近2万 covers an implied base."""
    told = base.value or 0.0
    return (base.qualifier == "over" and told <= implied <= told * (1 + over)) or (
        base.qualifier == "under" and told * (1 - over) <= implied <= told
    )
