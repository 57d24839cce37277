"""Relations that plain cues mark: each rule of seeds/rules/relations.toml run over every sentence."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product

from kg.data import seeds
from kg.errors import KgError
from kg.extract._discourse import Scene, scenes
from kg.extract._found import Found
from kg.extract._skeleton import Match, Pattern
from kg.model import Article, Claim, Reference
from kg.rules import rules

NEEDS = ("anaphora", "times", "quantities")
MAKES = ("claims",)


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern, and the relations between its roles that a match means.

    `claims` holds (subject role, predicate, object role); `together` the roles whose members also
    cooperate with one another.
    """

    id: str
    pattern: Pattern
    claims: tuple[tuple[str, str, str], ...]
    confidence: float
    example: str
    unless: tuple[str, ...]


@cache
def load() -> tuple[Rule, ...]:
    """The rules in the order of the file. Raises KgError naming the rule that is wrong."""
    path = seeds("rules", "relations.toml")
    found = []
    for block in rules("relations")["rule"]:
        where = f"{path}: {block.get('id', '?')}"
        try:
            claims = tuple(_claim(text) for text in block["claims"])
            found.append(
                Rule(
                    id=block["id"],
                    pattern=Pattern(block["pattern"], where),
                    claims=claims,
                    confidence=float(block.get("confidence", 0.85)),
                    example=block["example"],
                    unless=tuple(block.get("unless", ())),
                )
            )
        except (KeyError, ValueError) as error:
            raise KgError(f"a rule lacks or misspells {error}", where, "see the rules beside it") from error
    return tuple(found)


def extract(article: Article, found: Found) -> None:
    """Add a claim for each relation that a rule finds in a sentence."""
    for scene in scenes(article, found):
        for rule in load():
            for match in rule.pattern.find(scene.skeleton):
                if any(word in article.plain[match.evidence.start : match.evidence.end] for word in rule.unless):
                    continue
                found.claims.extend(_claims(rule, match, scene))


def _claims(rule: Rule, match: Match, scene: Scene) -> Iterator[Claim]:
    for subject_role, predicate, object_role in rule.claims:
        subjects = _members(match, subject_role, scene)
        objects = _members(match, object_role, scene)
        for subject, thing in product(subjects, objects):
            if subject.entity != thing.entity:
                yield Claim(subject.entity, predicate, thing.entity, match.evidence, rule.id, rule.confidence)


def _members(match: Match, role: str, scene: Scene) -> list[Reference]:
    if role == "topic":
        topic = scene.topic(match.evidence.start)
        return [topic] if topic else []
    return match.roles.get(role, [])


def _claim(text: str) -> tuple[str, str, str]:
    """`organizer(s, o)` → ("s", "organizer", "o")."""
    predicate, _, rest = text.partition("(")
    subject, _, thing = rest.rstrip(")").partition(",")
    if not predicate or not subject.strip() or not thing.strip():
        raise ValueError(f"the claim {text!r}")
    return subject.strip(), predicate.strip(), thing.strip()
