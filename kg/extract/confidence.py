"""How sure each claim is: what its rule is worth on annotated articles, less where a name is doubtful."""

from dataclasses import replace

from kg.extract._found import Found
from kg.model import Article
from kg.rules import rules

NEEDS = ("consequences", "event times", "statements")
MAKES = ("confidence",)

UNTRIED = 0.85  # a rule that no annotated article has tried is not surer than the average one


def extract(article: Article, found: Found) -> None:
    """Replace the guesses of the rules' authors by what `benchmarks/calibration.py` has fitted."""
    sure = {entity.id: entity.confidence for entity in found.entities}
    found.claims = [
        replace(claim, confidence=fitted(claim.rule, claim.confidence, min(sure[claim.subject], sure[claim.object])))
        for claim in found.claims
    ]
    found.datings = [
        replace(dating, confidence=fitted(dating.rule, dating.confidence, sure[dating.subject]))
        for dating in found.datings
    ]
    found.statements = [
        replace(statement, confidence=fitted(statement.rule, statement.confidence, sure[statement.speaker]))
        for statement in found.statements
    ]


def fitted(rule: str, guess: float, things: float) -> float:
    """Confidence of a claim, 0 to 1: its rule's, times a factor for the least sure thing that it is about."""
    table = rules("confidence")
    value = float(table["rules"].get(rule, min(guess, UNTRIED)))
    factor = next((float(step["factor"]) for step in table["things"] if things < step["below"]), 1.0)
    return round(value * factor, 3)
