"""Figures that measure the same thing and differ: by rounding, or in earnest."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations
from typing import Literal

from kg.model import Figure

Verdict = Literal["rounding", "conflict"]

_SLACK = {"exact": 0.0, "over": 0.1, "under": 0.1, "about": 0.05}


def conflicts(figures: Sequence[Figure]) -> dict[str, tuple[Verdict, str]]:
    """By figure id: the verdict, and a name for the group of figures that do not say the same.

    Figures are compared where subject, measure, unit and period agree and the period is known: without
    one, two values may well be those of two years.
    """
    groups: dict[tuple[str, str, str, str], list[Figure]] = defaultdict(list)
    for figure in figures:
        subject = figure.entity or figure.about
        if figure.value is not None and figure.period and subject:
            groups[subject, figure.measure, figure.unit or "", figure.period].append(figure)
    found: dict[str, tuple[Verdict, str]] = {}
    for group in groups.values():
        if len({(figure.value, figure.upper) for figure in group}) < 2:
            continue
        agree = all(agrees(a, b) for a, b in combinations(group, 2))
        verdict: Verdict = "rounding" if agree else "conflict"
        found.update({figure.id: (verdict, group[0].id) for figure in group})
    return found


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
    digits = f"{coarse:.10g}".rstrip("0") if coarse % 1 == 0 else f"{coarse:.10g}"
    shown = len(digits.replace(".", "").replace("-", "").lstrip("0").split("e")[0].rstrip("0"))
    return float(f"{fine:.{max(shown, 1) - 1}e}") == coarse
