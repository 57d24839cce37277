"""The page of a node: a thing with its facts and sentences, or what is said of any other node."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

import pyoxigraph as ox

from kg.rdf import said
from kg.rdf.said import Cited, Claimed
from kg.vocabulary import label, ontology, short, term

MOST = 400  # facts, figures or articles that one page lists

_DEFAULT = ox.DefaultGraph()


@dataclass(frozen=True, slots=True)
class Fact:
    """A relation of a thing: to whom, and every sentence that says so."""

    relation: str
    inward: bool
    other: str
    iri: str
    detail: str
    confidence: float
    passages: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A figure or a statement, with its node and its sentences."""

    text: str
    iri: str
    passages: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One property of a node: its name, the value, and the value's IRI where it has one."""

    name: str
    text: str
    iri: str
    inward: bool = False


@dataclass(frozen=True, slots=True)
class Thing:
    """All that a page shows of a node."""

    iri: str
    name: str
    kind: str
    aliases: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    facts: tuple[Fact, ...] = ()
    figures: tuple[Line, ...] = ()
    quotes: tuple[Line, ...] = ()
    articles: tuple[Cited, ...] = ()
    merges: tuple[tuple[str, str, str], ...] = field(default=())
    cut: bool = False


def first(store: ox.Store, iris: tuple[str, ...]) -> ox.NamedNode | None:
    """The first of some IRIs that the graph says something of."""
    for iri in iris:
        try:
            node = ox.NamedNode(iri)
        except ValueError:
            continue
        for pattern in ((node, None, None, _DEFAULT), (None, None, node, _DEFAULT), (None, node, None, _DEFAULT)):
            if next(store.quads_for_pattern(*pattern), None) is not None:
                return node
        if iri in ontology().values:
            return node
    return None


def counts(store: ox.Store) -> dict[str, int]:
    """How many articles, things, claims, figures and statements there are."""
    classes = {"articles": "schema:NewsArticle", "claims": "kg:Claim", "figures": "schema:Observation"}
    classes |= {"statements": "schema:Quotation"}
    found = {
        name: sum(1 for _ in store.quads_for_pattern(None, term("rdf:type"), term(each), _DEFAULT))
        for name, each in classes.items()
    }
    things = sum(1 for _ in store.quads_for_pattern(None, term("kg:kind"), None, _DEFAULT))
    return {"things": things} | found


def told(store: ox.Store, node: ox.NamedNode) -> Iterator[ox.Triple]:
    """What a node's RDF document holds: what is said of it, by whom, and the names of what it leads to.

    For an article that is its named graph, all that it says; for a claim, a figure or a statement its
    passages too.
    """
    if store.contains_named_graph(node):
        yield from (quad.triple for quad in store.quads_for_pattern(None, None, None, node))
        return
    pattern = store.quads_for_pattern
    own = [quad.triple for quad in pattern(node, None, None, None)]
    inward = [quad.triple for quad in pattern(None, None, node, _DEFAULT)]
    yield from (*own, *inward)
    ends = (triple.subject for triple in inward)
    whole = {node, *(end for end in ends if isinstance(end, ox.NamedNode) and _derived(store, end))}
    passages = (value for each in whole for value in said.values(store, each, "prov:wasDerivedFrom"))
    whole = whole | {value for value in passages if isinstance(value, ox.NamedNode)}
    for each in sorted(whole - {node}, key=str):
        own += [quad.triple for quad in pattern(each, None, None, _DEFAULT)]
    yield from own
    names = [term(name) for name in ("rdfs:label", "skos:prefLabel", "schema:headline")]
    nearby = {end for t in (*own, *inward) for end in (t.subject, t.object) if isinstance(end, ox.NamedNode)}
    for near in sorted(nearby - whole, key=str):
        for name in names:
            yield from (quad.triple for quad in pattern(near, name, None, _DEFAULT))


def _derived(store: ox.Store, node: ox.NamedNode) -> bool:
    """Whether a node is a claim, a figure or a statement: something with a passage behind it."""
    return next(store.quads_for_pattern(node, term("prov:wasDerivedFrom"), None, _DEFAULT), None) is not None


def thing(store: ox.Store, node: ox.NamedNode) -> Thing:
    """What the page of a node shows."""
    if not said.values(store, node, "kg:kind"):
        return Thing(node.value, said.named(store, node), said.kind(store, node), rows=tuple(_rows(store, node)))
    facts = list(_facts(store, node))
    figures = said.subjects(store, "schema:observationAbout", node)
    quotes = said.subjects(store, "schema:creator", node)
    articles = said.subjects(store, "schema:mentions", node)
    parts = (facts, figures, quotes, articles)
    return Thing(
        iri=node.value,
        name=said.named(store, node),
        kind=said.kind(store, node),
        aliases=tuple(value.value for value in said.values(store, node, "skos:altLabel")),
        rows=tuple(_known(store, node)),
        facts=tuple(facts[:MOST]),
        figures=tuple(Line(said.figure(store, o), o.value, said.cited(store, o)) for o in figures[:MOST]),
        quotes=tuple(Line(said.text(store, q, "schema:text"), q.value, said.cited(store, q)) for q in quotes[:MOST]),
        articles=tuple(sorted(_article(store, each) for each in articles[:MOST])),
        merges=tuple(_merges(store, node)),
        cut=any(len(part) > MOST for part in parts),
    )


def _facts(store: ox.Store, node: ox.NamedNode) -> Iterator[Fact]:
    """Facts from and to a thing, those that articles state and those that only the gazetteer knows."""
    found: dict[tuple[str, bool, str, str], list[Claimed]] = defaultdict(list)
    for inward, end in enumerate(("subject", "object")):
        for claim in islice(said.claims(store, end, node), MOST + 1):
            other = claim.subject if inward else claim.object
            found[claim.predicate.value, bool(inward), str(other), claim.detail].append(claim)
    for (predicate, inward, _, detail), claims in sorted(
        found.items(), key=lambda item: (item[0][1], label(item[0][0]), item[0][2])
    ):
        other = claims[0].subject if inward else claims[0].object
        passages = tuple(sorted({each for claim in claims for each in claim.passages}))
        sure = max(claim.confidence for claim in claims)
        iri = other.value if isinstance(other, ox.NamedNode) else ""
        yield Fact(label(predicate), inward, said.named(store, other), iri, detail, sure, passages)
    stated = {(predicate, other) for predicate, inward, other, _ in found if not inward}
    for quad in sorted(store.quads_for_pattern(node, None, None, _DEFAULT), key=str):
        value = quad.object
        if not isinstance(value, ox.NamedNode) or (quad.predicate.value, str(value)) in stated:
            continue
        if said.values(store, value, "kg:kind"):
            yield Fact(label(quad.predicate.value), False, said.named(store, value), value.value, "", 1.0, ())


def _known(store: ox.Store, node: ox.NamedNode) -> Iterator[Row]:
    for name in ("schema:identifier", "kg:edition", "schema:latitude", "schema:longitude", "schema:sameAs"):
        for value in said.values(store, node, name):
            yield Row(label(term(name).value), value.value, value.value if isinstance(value, ox.NamedNode) else "")


def _merges(store: ox.Store, node: ox.NamedNode) -> Iterator[tuple[str, str, str]]:
    """Names by which articles call a thing, why each was taken for it, and how often."""
    counted: dict[tuple[str, str], int] = defaultdict(int)
    for each in said.subjects(store, "kg:entity", node):
        counted[said.text(store, each, "kg:surface"), said.text(store, each, "kg:reason")] += 1
    for (surface, reason), count in sorted(counted.items()):
        yield surface, reason, str(count)


def _article(store: ox.Store, node: ox.NamedNode) -> Cited:
    names = ("schema:headline", "schema:datePublished", "schema:publisher")
    headline, published, outlet = (said.text(store, node, name) for name in names)
    return Cited(node.value, 0, 0, "", headline, published[:10], outlet)


def _rows(store: ox.Store, node: ox.NamedNode) -> Iterator[Row]:
    """What is said of a node that is no thing: a claim, a measure, a term of the vocabulary."""
    quads = sorted(store.quads_for_pattern(node, None, None, None), key=str)
    inward = sorted(store.quads_for_pattern(None, None, node, _DEFAULT), key=str)
    for triple in dict.fromkeys(quad.triple for quad in quads):
        yield _row(store, triple.predicate, triple.object, inward=False)
    for quad in islice(inward, MOST):
        yield _row(store, quad.predicate, quad.subject, inward=True)


def _row(store: ox.Store, predicate: ox.NamedNode, value: object, *, inward: bool) -> Row:
    if isinstance(value, ox.NamedNode):
        return Row(label(predicate.value), said.named(store, value), value.value, inward)
    wording = value.value if isinstance(value, ox.Literal) else str(value)
    return Row(label(predicate.value), wording, "", inward)


def curie(iri: str, base: str) -> str:
    """The short form of an IRI."""
    return short(iri, base)
