"""The page of an article: its text with every mention marked, and each claim beside its sentence."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg import state as states
from kg.errors import KgError
from kg.model import Extraction, Span
from kg.rdf import said
from kg.rdf.build import text_hash
from kg.rdf.names import Names, local
from kg.store import Store
from kg.text import sentences
from kg.vocabulary import label, prefixes, term


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a sentence: plain, or a mention that leads to a thing."""

    text: str
    iri: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Saying:
    """What a sentence claims: `甲 主办方 乙`, with the IRIs of both ends and of the claim."""

    subject: Piece
    relation: str
    object: Piece
    iri: str
    confidence: float
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence in pieces, what it claims, and the fragments (RFC 5147) of the passages that begin in it."""

    role: str
    pieces: tuple[Piece, ...]
    sayings: tuple[Saying, ...]
    anchors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """All that the page of an article shows; `whole` if its text was at hand, else only its passages."""

    iri: str
    headline: str
    published: str
    outlet: str
    author: str
    url: str
    whole: bool
    sentences: tuple[Told, ...]
    things: tuple[Piece, ...]


_Placed = tuple[int, str, Saying]


def reading(store: Store, state: Path, node: ox.NamedNode) -> Reading | None:
    """What the page of an article shows; None for a node that is no article."""
    quads = store.quads
    if term("schema:NewsArticle") not in said.values(quads, node, "rdf:type"):
        return None
    extraction = _extraction(quads, state, node, store.base)
    sayings = _sayings(quads, node)
    told = _whole(store, extraction, node, sayings) if extraction else _passages(quads, node, sayings)
    names = ("schema:headline", "schema:datePublished", "schema:publisher", "schema:author", "schema:url")
    headline, published, outlet, author, url = (said.text(quads, node, name) for name in names)
    things = [value for value in said.values(quads, node, "schema:mentions") if isinstance(value, ox.NamedNode)]
    marked = sorted((_piece(quads, each) for each in things), key=lambda piece: (piece.kind, piece.text))
    web = url if url.startswith(("http://", "https://")) else ""
    return Reading(
        node.value, headline, published[:10], outlet, author, web, extraction is not None, tuple(told), tuple(marked)
    )


def _extraction(store: ox.Store, state: Path, node: ox.NamedNode, base: str) -> Extraction | None:
    """What was read in an article, if the record of the build is there and is of this very text."""
    if not state.exists():
        return None
    digest, name = said.text(store, node, "kg:textHash"), node.value.removeprefix(prefixes(base)["article"])
    try:
        with states.State(state) as opened:
            found = opened.named(name) or [
                item for stem in opened.stems() if local(stem) == name for item in opened.named(stem)
            ]
    except KgError:  # made by another version, or in use: the passages that the store quotes must do
        return None
    return next((item for item in found if text_hash(item.article) == digest), None)


# Text ---------------------------------------------------------------------------------------------


def _whole(store: Store, found: Extraction, node: ox.NamedNode, sayings: Sequence[_Placed]) -> Iterator[Told]:
    """Sentences of the whole text, each with the claims whose passages begin in it."""
    marks = sorted(_marks(store, found, node), key=lambda mark: (mark[0].start, -mark[0].end, mark[1]))
    parts = sentences(found.article)
    text = found.article.text
    for number, part in enumerate(parts):
        following = parts[number + 1].span.start if number + 1 < len(parts) else len(text) + 1
        mine = [(anchor, each) for start, anchor, each in sayings if part.span.start <= start < following]
        pieces = tuple(_cut(text, part.span, marks))
        yield _told(part.role, pieces, mine)


def _marks(store: Store, found: Extraction, node: ox.NamedNode) -> Iterator[tuple[Span, str, str]]:
    """Mentions with the thing that the ledger takes each for."""
    names, quads = Names(store.base), store.quads
    digest = said.text(quads, node, "kg:textHash")
    keys = (found.article.stem, f"{found.article.stem}-{digest[:8]}")  # as kg.pipeline tells equal names apart
    for entity in found.entities:
        linked = (said.values(quads, names.minted("link", key, entity.id), "kg:entity") for key in keys)
        if thing := next(filter(None, linked), None):
            yield from ((mention.span, thing[0].value, entity.kind.lower()) for mention in entity.mentions)


def _cut(text: str, span: Span, marks: Iterable[tuple[Span, str, str]]) -> Iterator[Piece]:
    """A sentence in pieces; of mentions inside each other the longest is marked."""
    at = span.start
    for mark, iri, kind in marks:
        if mark.start < at or mark.end > span.end:
            continue
        if at < mark.start:
            yield Piece(text[at : mark.start])
        yield Piece(text[mark.start : mark.end], iri, kind)
        at = mark.end
    if at < span.end:
        yield Piece(text[at : span.end])


def _passages(store: ox.Store, article: ox.NamedNode, sayings: Sequence[_Placed]) -> Iterator[Told]:
    """Where the text is not at hand: the passages that the graph quotes, in order."""
    found: dict[tuple[int, str, str], list[tuple[str, Saying]]] = defaultdict(list)
    for start, anchor, each in sayings:
        wording = said.text(store, ox.NamedNode(f"{article.value}#{anchor}"), "oa:exact")
        found[start, anchor, wording].append((anchor, each))
    for (_, _, wording), mine in sorted(found.items(), key=lambda item: item[0]):
        yield _told("body", (Piece(wording),), mine)


def _told(role: str, pieces: tuple[Piece, ...], found: Sequence[tuple[str, Saying]]) -> Told:
    sayings = dict.fromkeys(each for _, each in found)
    anchors = dict.fromkeys(name for name, _ in found)
    return Told(role, pieces, tuple(sayings), tuple(anchors))


# Claims -------------------------------------------------------------------------------------------


def _sayings(store: ox.Store, article: ox.NamedNode) -> list[_Placed]:
    """Claims, figures and statements of an article, each with offset and fragment of each of its passages there."""
    found = []
    for passage in said.subjects(store, "dcterms:isPartOf", article):
        start = int(said.number(store, passage, "oa:start"))
        for node in said.subjects(store, "prov:wasDerivedFrom", passage):
            if saying := _saying(store, node):
                found.append((start, passage.value.rpartition("#")[2], saying))
    return sorted(found, key=lambda item: (item[0], item[1], item[2].iri))


def _saying(store: ox.Store, node: ox.NamedNode) -> Saying | None:
    rules = tuple(value.value for value in said.values(store, node, "kg:rule"))
    sure = said.number(store, node, "kg:confidence")
    if claim := said.claim(store, node):
        detail = f"（{claim.detail}）" if claim.detail else ""
        ends = (_piece(store, claim.subject), _piece(store, claim.object))
        return Saying(ends[0], label(claim.predicate.value) + detail, ends[1], node.value, sure, rules)
    if said.values(store, node, "kg:measure"):
        thing = next(iter(said.values(store, node, "schema:observationAbout")), None)
        about = _piece(store, thing) if thing else Piece(said.text(store, node, "kg:about"))
        return Saying(about, "数据", Piece(said.figure(store, node), node.value), node.value, sure, rules)
    if speaker := next(iter(said.values(store, node, "schema:creator")), None):
        words = Piece(said.text(store, node, "schema:text"), node.value)
        return Saying(_piece(store, speaker), said.text(store, node, "kg:verb"), words, node.value, sure, rules)
    return None


def _piece(store: ox.Store, node: said.Value) -> Piece:
    if isinstance(node, ox.Literal):
        return Piece(node.value)
    kind = said.text(store, node, "kg:kind").rpartition("#")[2].lower()
    return Piece(said.named(store, node), node.value, kind)
