"""What the extractors of one article have found so far."""

from dataclasses import dataclass, field
from typing import Any

from kg.lexicon import Hit, Lexicon
from kg.model import (
    Claim,
    Dating,
    LocalEntity,
    Mention,
    Observation,
    Quantity,
    Reference,
    Refused,
    Sentence,
    Statement,
    Time,
)
from kg.recogniser import Candidate
from kg.tagger import Tagged


@dataclass(frozen=True, slots=True)
class Inner:
    """A name inside another, and the relation of the outer to the inner."""

    outer: Mention
    inner: Mention
    predicate: str
    rule: str


@dataclass(slots=True)
class Found:
    """Growing lists, each made by the extractors that name it in MAKES."""

    lexicon: Lexicon
    sentences: list[Sentence] = field(default_factory=list)
    tagged: list[Tagged] = field(default_factory=list)
    hits: list[Hit] = field(default_factory=list)
    candidates: list[Candidate] = field(default_factory=list)
    times: list[Time] = field(default_factory=list)
    quantities: list[Quantity] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    inner: list[Inner] = field(default_factory=list)
    entities: list[LocalEntity] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    main_event: str | None = None
    claims: list[Claim] = field(default_factory=list)
    datings: list[Dating] = field(default_factory=list)
    observations: list[Observation] = field(default_factory=list)
    headline: list[Observation] = field(default_factory=list)  # figures of the headline that the body tells again
    statements: list[Statement] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    scenes: dict[tuple[int, ...], Any] = field(default_factory=dict)  # of `_discourse`, by what they rest on
