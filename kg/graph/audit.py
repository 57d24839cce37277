"""Checks of figures: each reads what was told and says how two or more figures stand to each other."""

from collections.abc import Callable, Iterator, Mapping

from kg.graph.conflicts import sources
from kg.graph.growth import growth
from kg.graph.headlines import headlines
from kg.graph.shares import shares
from kg.graph.sums import sums
from kg.graph.told import Told
from kg.model import Check, Finding

CHECKS: Mapping[Check, Callable[[Told], Iterator[Finding]]] = {
    "sources": sources,
    "sum": sums,
    "share": shares,
    "growth": growth,
    "headline": headlines,
}


def audit(told: Told) -> tuple[Finding, ...]:
    """Findings of all checks, each once, sorted; each compares figures that cite their sentences."""
    found = {item for check in CHECKS.values() for item in check(told)}
    return tuple(sorted(found, key=lambda item: (item.check, item.verdict, item.figures, item.id)))
