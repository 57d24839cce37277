"""Figures that measure the same thing and differ, as the page marks them: by rounding, or in earnest."""

from collections.abc import Sequence
from typing import Literal

from kg.graph.conflicts import find
from kg.model import Figure

Verdict = Literal["rounding", "conflict"]


def conflicts(figures: Sequence[Figure]) -> dict[str, tuple[Verdict, str]]:
    """By figure id: the verdict, and a name for the group of figures that do not say the same."""
    found: dict[str, tuple[Verdict, str]] = {}
    for item in find(figures):
        if item.verdict in ("rounding", "conflict"):
            verdict: Verdict = "conflict" if item.verdict == "conflict" else "rounding"
            group = next((found[figure][1] for figure in item.figures if figure in found), item.figures[0])
            found.update(dict.fromkeys(item.figures, (verdict, group)))
    return found
