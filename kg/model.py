"""Every type that flows through the pipeline.

`path → Article → Mention | Value | Claim → Extraction → Graph → quads → file`. All records are frozen;
offsets are code points into `Article.text`, so that `text[start:end] == mention.text` always holds.
"""

from dataclasses import dataclass, field
from typing import Literal, get_args

Kind = Literal["Organization", "Place", "Event", "Platform", "Person", "Product", "Policy", "Award"]
KINDS: tuple[Kind, ...] = get_args(Kind)

Role = Literal["title", "body", "heading", "caption"]
Qualifier = Literal["exact", "over", "under", "about"]
ChangeKind = Literal["yoy", "mom", "versus"]
Check = Literal["sources", "sum", "share", "growth", "headline"]
Verdict = Literal["agreement", "rounding", "scope", "revision", "conflict"]


# Articles --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of an article by its offsets, and what part it plays."""

    start: int
    end: int
    role: Role = "body"


@dataclass(frozen=True, slots=True)
class Dropped:
    """A piece of an input that is no part of the story, and why it was left out."""

    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class Article:
    """A news article, normalised.

    `text` is the headline and the paragraphs, one a line, as a reader sees them. `plain` is the same
    text, character for character, in simplified characters and Chinese punctuation: what is analysed.
    `published` is ISO 8601, a date or a time with zone, or None.
    """

    stem: str
    title: str
    text: str
    plain: str
    paragraphs: tuple[Paragraph, ...]
    published: str | None = None
    outlet: str | None = None
    author: str | None = None
    editor: str | None = None
    url: str | None = None
    categories: tuple[str, ...] = ()
    dropped: tuple[Dropped, ...] = ()


@dataclass(frozen=True, slots=True)
class SetAside:
    """An input that could not be read as an article, and the reason."""

    path: str
    reason: str


# What a sentence holds ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of an article's text, `start` included, `end` excluded."""

    start: int
    end: int

    def __contains__(self, other: "Span") -> bool:
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence by its offsets, and the role of the paragraph it stands in."""

    span: Span
    paragraph: int
    role: Role = "body"


@dataclass(frozen=True, slots=True)
class Token:
    """A word with the tagger's tag (`n`, `v`, `LOC` …)."""

    span: Span
    tag: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in the text. `kinds` holds the other kinds a reader could also accept."""

    span: Span
    text: str
    kind: Kind
    subkind: str | None = None
    rule: str = ""
    confidence: float = 1.0
    kinds: tuple[Kind, ...] = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """A place in the text that means an entity: by name, by short form, or by a phrase such as 本次活动."""

    span: Span
    entity: str
    kind: Kind
    rule: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A candidate name that was not taken, and why."""

    span: Span
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Time:
    """A time expression placed on the calendar.

    `value` is an ISO date, month, year, or `start/end` with both ends included; `anchor` says what it
    was resolved against: explicit, publication, previous, event or calendar.
    """

    span: Span
    text: str
    value: str
    anchor: str
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit, in base units; `upper` closes a range."""

    span: Span
    text: str
    value: float
    unit: str | None
    qualifier: Qualifier = "exact"
    upper: float | None = None
    rule: str = ""


# Facts ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Claim:
    """A relation between two entities of an article, by their ids there."""

    subject: str
    predicate: str
    object: str
    evidence: Span
    rule: str
    confidence: float
    role: str | None = None
    rank: int | None = None


@dataclass(frozen=True, slots=True)
class Dating:
    """A date of an entity: `startDate`, `endDate`, `foundingDate` or `date`, as exact as the text."""

    subject: str
    property: str
    value: str
    evidence: Span
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Change:
    """A comparison tied to a measure; negative for a fall."""

    kind: ChangeKind
    value: float
    unit: str


@dataclass(frozen=True, slots=True)
class Observation:
    """A figure: what was measured, of whom, when, and how much.

    `about` is the wording of the entity or group described; `entity` its id where it is one.
    """

    about: str | None
    entity: str | None
    measure: str
    value: float | None
    unit: str | None
    qualifier: Qualifier
    period: str | None
    change: Change | None
    evidence: Span
    rule: str
    confidence: float
    upper: float | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """Who said what: speaker's entity id, the words or their paraphrase, and the verb."""

    speaker: str
    text: str
    verb: str
    evidence: Span
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class LocalEntity:
    """A thing that one article names, with every mention of it there."""

    id: str
    kind: Kind
    subkind: str | None
    name: str
    aliases: tuple[str, ...]
    mentions: tuple[Mention, ...]
    kinds: tuple[Kind, ...] = ()
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that one article says: a pure function of the article and the lexicons.

    `headline` are figures of the headline that the body tells again, often rounded: no observations of their
    own, but something to hold against the body.
    """

    article: Article
    entities: tuple[LocalEntity, ...] = ()
    claims: tuple[Claim, ...] = ()
    datings: tuple[Dating, ...] = ()
    observations: tuple[Observation, ...] = ()
    times: tuple[Time, ...] = ()
    statements: tuple[Statement, ...] = ()
    refused: tuple[Refused, ...] = field(default=())
    headline: tuple[Observation, ...] = field(default=())


# The graph -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where an article says so: the stretch of its text, word for word, and how it was read."""

    article: str
    span: Span
    text: str
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing of the graph. `id` is `KIND/LOCAL`, the local name the canonical name where that is free.

    `code` is a GB/T 2260 or ISO 3166 code; `position` longitude and latitude in degrees.
    """

    id: str
    kind: Kind
    subkind: str | None
    name: str
    aliases: tuple[str, ...]
    articles: tuple[str, ...]
    kinds: tuple[Kind, ...] = ()
    code: str | None = None
    position: tuple[float, float] | None = None
    edition: str | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """A relation between two entities, by their ids, and every sentence that says so."""

    subject: str
    predicate: str
    object: str
    evidence: tuple[Evidence, ...]
    role: str | None = None
    rank: int | None = None


@dataclass(frozen=True, slots=True)
class Date:
    """A date of an entity: `startDate`, `endDate`, `foundingDate` or `date`."""

    subject: str
    property: str
    value: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with all its sources; `entity` is whom it is about, `about` the wording where it is no entity."""

    id: str
    entity: str | None
    about: str | None
    measure: str
    value: float | None
    upper: float | None
    unit: str | None
    qualifier: Qualifier
    period: str | None
    change: Change | None
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """Who said what, in one article."""

    id: str
    speaker: str
    text: str
    verb: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Moment:
    """A time expression of an article, placed on the calendar."""

    article: str
    time: Time


@dataclass(frozen=True, slots=True)
class Link:
    """One step of the ledger: an article's thing is a thing of the graph, why, and how sure that is.

    `detail` is what the reason rests on; `span` where the article first names the thing.
    """

    entity: str
    article: str
    local: str
    surface: str
    reason: str
    score: float
    detail: str = ""
    span: Span | None = None


@dataclass(frozen=True, slots=True, order=True)
class Correction:
    """A line of the user's ledger: two names of a kind that are one thing (`same`) or two, and why."""

    same: bool
    kind: Kind
    one: str
    other: str
    because: str


@dataclass(frozen=True, slots=True, order=True)
class Reprint:
    """An article that repeats the text of another: `score` of it, from 0 to 1; `outlet` is whose text it is."""

    article: str
    of: str
    score: float
    outlet: str | None


@dataclass(frozen=True, slots=True)
class Finding:
    """What comparing figures came to.

    `check` is what was compared: two sources, parts and whole, a share with what it is a share of, a growth rate
    with the year before, headline and body. `verdict`: they agree, differ by rounding, by what they cover, by
    revision, or in earnest. `evidence` are sentences beside those of the figures: a headline's.
    """

    id: str
    check: Check
    verdict: Verdict
    figures: tuple[str, ...]
    reason: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Graph:
    """Everything that all articles say, each thing once, each fact with its sources; every part sorted.

    `unused` are the user's corrections that match nothing any more.
    """

    articles: tuple[Article, ...]
    entities: tuple[Entity, ...]
    facts: tuple[Fact, ...]
    dates: tuple[Date, ...]
    figures: tuple[Figure, ...]
    quotes: tuple[Quote, ...]
    moments: tuple[Moment, ...]
    links: tuple[Link, ...]
    reprints: tuple[Reprint, ...] = ()
    findings: tuple[Finding, ...] = ()
    unused: tuple[Correction, ...] = ()
