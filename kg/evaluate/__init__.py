"""Precision, recall and F1 of what we extract, against annotations, by the rules of the gold guide.

Scoring is at document level: does the graph hold this fact? Optional items neither help nor harm;
`subEventOf` and `partOf` are closed transitively, `cooperatesWith` holds either way, a location may be
given by a place that contains the annotated one, and world-knowledge edges count only when annotated.
"""

from collections.abc import Iterable

from kg.evaluate.edges import CLOSED
from kg.evaluate.judge import Judge, gold_figure, our_figure
from kg.evaluate.matching import (
    STRICT_UNITS,
    alike,
    assign,
    closeness,
    in_full,
    match_entities,
    same_change,
    same_measure,
    same_unit,
    same_value,
    same_words,
)
from kg.evaluate.score import Count, Fault, Judged, Score
from kg.gold import Gold
from kg.model import Extraction

__all__ = [
    "CLOSED",
    "STRICT_UNITS",
    "Count",
    "Fault",
    "Judge",
    "Judged",
    "Score",
    "alike",
    "assign",
    "closeness",
    "evaluate",
    "gold_figure",
    "in_full",
    "match_entities",
    "our_figure",
    "same_change",
    "same_measure",
    "same_unit",
    "same_value",
    "same_words",
]


def evaluate(pairs: Iterable[tuple[Gold, Extraction]]) -> Score:
    """Score extractions against their annotations; names-only annotations count for entities alone."""
    score = Score()
    for gold, extraction in pairs:
        judge = Judge(score, gold, extraction)
        judge.entities()
        if not gold.names_only:
            judge.relations()
            judge.dates()
            judge.figures()
            judge.times()
            judge.statements()
    return score
