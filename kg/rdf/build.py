"""What a graph says, triple by triple, each with the article that says so and the file that holds it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import NamedTuple

import pyoxigraph as ox

from kg.model import (
    Article,
    Date,
    Entity,
    Evidence,
    Fact,
    Figure,
    Finding,
    Graph,
    Kind,
    Link,
    Moment,
    Quote,
    Reprint,
    Span,
)
from kg.rdf.literals import chinese, day, days, decimal, integer, moment, share, string
from kg.rdf.measures import english
from kg.rdf.names import Names, address
from kg.vocabulary import classes, kind_concept, predicate, relations, subkinds, term, units

Node = ox.NamedNode | ox.Literal


class Told(NamedTuple):
    """A triple, the article that says it (None: it describes a thing itself), and whether it is evidence."""

    article: str | None
    evidence: bool
    triple: ox.Triple


def told(graph: Graph, names: Names) -> Iterator[Told]:
    """Every triple of a graph; one that several articles support comes once for each of them."""
    texts = {article.stem: article.text for article in graph.articles}
    kinds = {entity.id: (entity.kind, *entity.kinds) for entity in graph.entities}
    acting = _acting(graph.facts, kinds)
    for entity in graph.entities:
        more = ("Organization",) if entity.id in acting else ()
        yield from _entity(replace(entity, kinds=(*entity.kinds, *more)), names)
    for article in graph.articles:
        yield from _article(article, names)
    for fact in graph.facts:
        yield from _fact(fact, kinds, names)
    for date in graph.dates:
        yield from _date(date, names)
    for figure in graph.figures:
        yield from _figure(figure, names)
    for quote in graph.quotes:
        yield from _quote(quote, names)
    for placed in graph.moments:
        yield from _moment(placed, texts, names)
    for link in graph.links:
        yield from _link(link, texts, names)
    for copy in graph.reprints:
        yield from _reprint(copy, names)
    for item in graph.findings:
        yield from _finding(item, names)


def _about(node: ox.NamedNode, properties: Iterable[tuple[str, Node | None]]) -> Iterator[ox.Triple]:
    """Triples of one subject; a property without a value is left out."""
    for name, value in properties:
        if value is not None:
            yield ox.Triple(node, term(name), value)


# Things and articles ------------------------------------------------------------------------------


def _entity(entity: Entity, names: Names) -> Iterator[Told]:
    node = names.entity(entity.id)
    for triple in _describe(entity, node):
        yield Told(None, False, triple)
    for stem in entity.articles:
        yield Told(stem, False, ox.Triple(names.article(stem), term("schema:mentions"), node))


def _describe(entity: Entity, node: ox.NamedNode) -> Iterator[ox.Triple]:
    subkind = entity.subkind if entity.subkind in subkinds(entity.kind) else None
    lon, lat = entity.position or (None, None)
    yield from (ox.Triple(node, term("rdf:type"), each) for each in classes(entity.kind, subkind, entity.kinds))
    yield from (ox.Triple(node, term("skos:altLabel"), chinese(alias)) for alias in entity.aliases)
    yield from _about(
        node,
        (
            ("rdfs:label", chinese(entity.name)),
            ("kg:kind", kind_concept(entity.kind)),
            ("kg:subkind", kind_concept(entity.kind, subkind) if subkind else None),
            ("kg:edition", string(entity.edition) if entity.edition else None),
            ("schema:identifier", string(entity.code) if entity.code else None),
            ("schema:latitude", decimal(lat) if lat is not None else None),
            ("schema:longitude", decimal(lon) if lon is not None else None),
        ),
    )


def _article(article: Article, names: Names) -> Iterator[Told]:
    node = names.article(article.stem)
    url = address(article.url) or string(article.url) if article.url else None
    properties: list[tuple[str, Node | None]] = [
        ("rdf:type", term("schema:NewsArticle")),
        ("schema:headline", chinese(article.title)),
        ("schema:datePublished", moment(article.published) if article.published else None),
        ("schema:publisher", string(article.outlet) if article.outlet else None),
        ("schema:author", string(article.author) if article.author else None),
        ("schema:editor", string(article.editor) if article.editor else None),
        ("schema:url", url),
        ("kg:textHash", string(text_hash(article))),
        *(("schema:articleSection", string(section)) for section in article.categories),
    ]
    yield from (Told(article.stem, False, triple) for triple in _about(node, properties))


def text_hash(article: Article) -> str:
    """SHA-256 of an article's text, to which the offsets of its passages refer."""
    return sha256(article.text.encode("utf-8", "surrogatepass")).hexdigest()


def _acting(facts: Iterable[Fact], kinds: Mapping[str, tuple[Kind, ...]]) -> set[str]:
    """Platforms that do what only an organisation does: hold an event, employ, publish. They are that too."""
    found = set()
    for fact in facts:
        for relation in relations().get(fact.predicate, ())[-1:]:
            for end, allowed in ((fact.subject, relation.subjects), (fact.object, relation.objects)):
                own = kinds.get(end, ())
                if "Platform" in own and "Organization" in allowed and not allowed.intersection(own):
                    found.add(end)
    return found


# Facts --------------------------------------------------------------------------------------------


def _fact(fact: Fact, kinds: Mapping[str, tuple[Kind, ...]], names: Names) -> Iterator[Told]:
    subject, thing = names.entity(fact.subject), names.entity(fact.object)
    relation = _predicate(fact, kinds)
    qualities: list[tuple[str, Node | None]] = [
        ("kg:role", string(fact.role) if fact.role else None),
        ("kg:rank", integer(fact.rank) if fact.rank is not None else None),
    ]
    yield from _claimed((subject, relation, thing), fact.evidence, qualities, names)


def _predicate(fact: Fact, kinds: Mapping[str, tuple[Kind, ...]]) -> ox.NamedNode:
    """By the main kinds of both ends; where those settle nothing, by all their kinds."""
    subject, thing = kinds.get(fact.subject, ()), kinds.get(fact.object, ())
    found = predicate(fact.predicate, subject[:1], thing[:1])
    return found if found != predicate(fact.predicate) else predicate(fact.predicate, subject, thing)


def _date(date: Date, names: Names) -> Iterator[Told]:
    said = (names.entity(date.subject), predicate(date.property), moment(date.value))
    yield from _claimed(said, date.evidence, (), names)


def _claimed(
    said: tuple[ox.NamedNode, ox.NamedNode, Node],
    evidence: Sequence[Evidence],
    qualities: Sequence[tuple[str, Node | None]],
    names: Names,
) -> Iterator[Told]:
    """The plain triple, and for each article that says so a claim with its passages."""
    subject, relation, thing = said
    triple = ox.Triple(subject, relation, thing)
    if not evidence:  # known from a gazetteer alone
        yield Told(None, False, triple)
    marks = [str(value) for _, value in qualities]
    for stem in sorted({item.article for item in evidence}):
        yield Told(stem, False, triple)
        mine = [item for item in evidence if item.article == stem]
        node = names.minted("claim", stem, *said, *marks)
        properties: list[tuple[str, Node | None]] = [
            ("rdf:type", term("kg:Claim")),
            ("rdf:type", term("rdf:Statement")),
            ("rdf:subject", subject),
            ("rdf:predicate", relation),
            ("rdf:object", thing),
            *qualities,
            *_derived(mine, max(item.confidence for item in mine), names),
        ]
        yield from (Told(stem, True, each) for each in _about(node, properties))
        yield from _passages(mine, names)


def _derived(evidence: Sequence[Evidence], confidence: float, names: Names) -> Iterator[tuple[str, Node | None]]:
    yield "kg:confidence", share(confidence)
    for item in evidence:
        yield "kg:rule", string(item.rule)
        yield "prov:wasDerivedFrom", names.passage(item.article, item.span)


def _passages(evidence: Sequence[Evidence], names: Names) -> Iterator[Told]:
    for item in evidence:
        yield from _passage(item.article, item.span, item.text, names)


def _passage(stem: str, span: Span, text: str, names: Names) -> Iterator[Told]:
    properties: tuple[tuple[str, Node], ...] = (
        ("rdf:type", term("oa:TextPositionSelector")),
        ("rdf:type", term("oa:TextQuoteSelector")),
        ("oa:start", integer(span.start)),
        ("oa:end", integer(span.end)),
        ("oa:exact", string(text)),
        ("dcterms:isPartOf", names.article(stem)),
    )
    yield from (Told(stem, True, each) for each in _about(names.passage(stem, span), properties))


# Figures, statements, times, links ----------------------------------------------------------------


def _figure(figure: Figure, names: Names) -> Iterator[Told]:
    node, measure = names.known("observation", figure.id), names.measure(figure.measure)
    yield from (Told(None, False, each) for each in concept(measure, figure.measure))
    shared = list(_about(node, _measured(figure, measure, names)))
    sure = max((item.confidence for item in figure.evidence), default=0.0)
    for stem in sorted({item.article for item in figure.evidence}):
        mine = [item for item in figure.evidence if item.article == stem]
        sources = _about(node, _derived(mine, sure, names))
        yield from (Told(stem, False, each) for each in (*shared, *sources))
        yield from _passages(mine, names)


def concept(node: ox.NamedNode, measure: str) -> Iterator[ox.Triple]:
    """A measure as a concept, with its name in Chinese, and in English where all its parts are known."""
    name = english(measure)
    yield from _about(
        node,
        (
            ("rdf:type", term("skos:Concept")),
            ("skos:inScheme", term("kg:Measures")),
            ("skos:prefLabel", chinese(measure)),
            ("skos:prefLabel", ox.Literal(name, language="en") if name else None),
        ),
    )


def _measured(figure: Figure, measure: ox.NamedNode, names: Names) -> Iterator[tuple[str, Node | None]]:
    period, change = days(figure.period) if figure.period else None, figure.change
    yield "rdf:type", term("schema:Observation")
    yield "rdf:type", term("kg:Claim")
    yield "kg:measure", measure
    if figure.entity:
        yield "schema:observationAbout", names.entity(figure.entity)
    elif figure.about:
        yield "kg:about", string(figure.about)
    yield "kg:value", decimal(figure.value) if figure.value is not None else None
    yield "kg:upperValue", decimal(figure.upper) if figure.upper is not None else None
    yield "kg:unit", string(figure.unit) if figure.unit else None
    yield "kg:unitConcept", units().get(figure.unit or "")
    yield "kg:qualifier", string(figure.qualifier)
    if period:
        yield "kg:periodStart", day(period[0])
        yield "kg:periodEnd", day(period[1])
    if change:
        yield "kg:changeKind", string(change.kind)
        yield "kg:change", decimal(change.value)
        yield "kg:changeUnit", string(change.unit)


def _quote(quote: Quote, names: Names) -> Iterator[Told]:
    node, evidence = names.known("statement", quote.id), quote.evidence
    properties: list[tuple[str, Node | None]] = [
        ("rdf:type", term("schema:Quotation")),
        ("schema:creator", names.entity(quote.speaker)),
        ("schema:text", chinese(quote.text)),
        ("kg:verb", string(quote.verb)),
        *_derived([evidence], evidence.confidence, names),
    ]
    yield from (Told(evidence.article, False, each) for each in _about(node, properties))
    yield from _passages([evidence], names)


def _moment(placed: Moment, texts: Mapping[str, str], names: Names) -> Iterator[Told]:
    """The passage of a time expression, with its days; the article's own wording where it is at hand."""
    stem, time, period = placed.article, placed.time, days(placed.time.value)
    wording = texts.get(stem, "")[time.span.start : time.span.end] or time.text
    properties: list[tuple[str, Node | None]] = [
        ("rdf:type", term("kg:TimeExpression")),
        ("kg:periodStart", day(period[0]) if period else None),
        ("kg:periodEnd", day(period[1]) if period else None),
        ("kg:anchor", string(time.anchor)),
        ("kg:rule", string(time.rule) if time.rule else None),
    ]
    yield from (Told(stem, True, each) for each in _about(names.passage(stem, time.span), properties))
    yield from _passage(stem, time.span, wording, names)


def _link(link: Link, texts: Mapping[str, str], names: Names) -> Iterator[Told]:
    """A step of the ledger; where a rule and not a bare name made it, with the passage it was made at."""
    span = link.span if link.detail and link.reason != "gazetteer" and link.article in texts else None
    properties: tuple[tuple[str, Node | None], ...] = (
        ("rdf:type", term("kg:Link")),
        ("kg:entity", names.entity(link.entity)),
        ("kg:surface", string(link.surface)),
        ("kg:reason", string(link.reason)),
        ("kg:because", string(link.detail) if link.detail else None),
        ("kg:score", share(link.score)),
        ("dcterms:isPartOf", names.article(link.article)),
        ("prov:wasDerivedFrom", names.passage(link.article, span) if span else None),
    )
    node = names.minted("link", link.article, link.local)
    yield from (Told(link.article, True, each) for each in _about(node, properties))
    if span:
        yield from _passage(link.article, span, texts[link.article][span.start : span.end], names)


def _reprint(copy: Reprint, names: Names) -> Iterator[Told]:
    properties: tuple[tuple[str, Node | None], ...] = (
        ("kg:reprintOf", names.article(copy.of)),
        ("kg:firstIn", string(copy.outlet) if copy.outlet else None),
    )
    yield from (Told(copy.article, False, each) for each in _about(names.article(copy.article), properties))


def _finding(item: Finding, names: Names) -> Iterator[Told]:
    properties: tuple[tuple[str, Node], ...] = (
        ("rdf:type", term("kg:Finding")),
        ("kg:check", string(item.check)),
        ("kg:verdict", string(item.verdict)),
        ("kg:because", string(item.reason)),
        *(("kg:compares", names.known("observation", figure)) for figure in item.figures),
        *(("prov:wasDerivedFrom", names.passage(each.article, each.span)) for each in item.evidence),
    )
    yield from (Told(None, False, each) for each in _about(names.known("finding", item.id), properties))
    yield from _passages(item.evidence, names)
