"""The graph: things, facts, figures and quotations of all articles, each once, with all its sources."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256

from kg.graph import series
from kg.graph.audit import audit
from kg.graph.ends import fitting
from kg.graph.figures import figures
from kg.graph.passages import evidence
from kg.graph.told import told
from kg.graph.values import USUAL, Tolerance
from kg.lexicon import Lexicon
from kg.model import (
    Date,
    Entity,
    Evidence,
    Extraction,
    Fact,
    Graph,
    Kind,
    LocalEntity,
    Moment,
    Quote,
)
from kg.resolve import Named, Resolution, by_article


def assemble(
    extractions: Iterable[Extraction], resolution: Resolution, lexicon: Lexicon, tolerance: Tolerance = USUAL
) -> Graph:
    """The graph of some extractions as they were linked; the same for any order of them."""
    ordered = sorted(extractions, key=lambda extraction: extraction.article.stem)
    ids = by_article(resolution.links)
    entities = _entities(ordered, ids, resolution.names, lexicon)
    seen = _seen(ordered, ids)
    added, parts = series.complete(entities, resolution.names, seen, lexicon)
    dates = _dates(ordered, ids)
    calendar = series.dated(entities, resolution.names, dates, seen, lexicon)
    articles = tuple(extraction.article for extraction in ordered)
    numbers = figures(ordered, ids)
    heads = figures([replace(e, observations=e.headline) for e in ordered], ids)
    return Graph(
        articles=articles,
        entities=tuple(sorted((*entities, *added), key=lambda entity: entity.id)),
        facts=tuple(fitting(_facts(ordered, ids, parts), (*entities, *added))),
        dates=tuple(sorted((*dates, *calendar), key=lambda date: (date.subject, date.property, date.value))),
        figures=numbers,
        quotes=_quotes(ordered, ids),
        moments=tuple(Moment(e.article.stem, time) for e in ordered for time in sorted(e.times, key=lambda t: t.span)),
        links=tuple(sorted(resolution.links, key=lambda item: (item.entity, item.article, item.local))),
        reprints=resolution.reprints,
        unused=resolution.unused,
        findings=audit(told(numbers, articles, resolution.reprints, heads, tolerance)),
    )


def _entities(
    extractions: Sequence[Extraction], ids: dict[str, dict[str, str]], names: Mapping[str, Named], lexicon: Lexicon
) -> tuple[Entity, ...]:
    members: dict[str, list[tuple[str, LocalEntity]]] = defaultdict(list)
    for extraction in extractions:
        for entity in extraction.entities:
            members[ids[extraction.article.stem][entity.id]].append((extraction.article.stem, entity))
    return tuple(_entity(name, names.get(name), parts, lexicon) for name, parts in sorted(members.items()))


def _entity(identity: str, named: Named | None, parts: list[tuple[str, LocalEntity]], lexicon: Lexicon) -> Entity:
    kind: Kind = parts[0][1].kind
    label = named.name if named else identity.partition("/")[2]
    surfaces = Counter(surface for _, part in parts for surface in (part.name, *part.aliases))
    subkinds = Counter(part.subkind for _, part in parts if part.subkind)
    kinds = {other for _, part in parts for other in part.kinds} - {kind}
    entries = [e for e in lexicon.get(label, kind) if not named or named.code in (None, e.code)]
    entry = entries[0] if len(entries) == 1 and not (named and named.apart) else None
    subkind = entry.subkind if entry else None
    if subkind is None and subkinds:
        subkind = min(subkinds, key=lambda s: (-subkinds[s], s))
    return Entity(
        id=identity,
        kind=kind,
        subkind=subkind,
        name=label,
        aliases=tuple(sorted(surface for surface in surfaces if surface != label)),
        articles=tuple(sorted({stem for stem, _ in parts})),
        kinds=tuple(sorted(kinds)),
        code=entry.code if entry else None,
        position=entry.position if entry else None,
        edition=named.edition if named else None,
    )


def _seen(extractions: Sequence[Extraction], ids: dict[str, dict[str, str]]) -> dict[str, tuple[Evidence, ...]]:
    """For each event, where each article first names it."""
    found: dict[str, list[Evidence]] = defaultdict(list)
    for extraction in extractions:
        for entity in extraction.entities:
            if entity.kind == "Event" and entity.mentions:
                span = min(mention.span for mention in entity.mentions)
                identity = ids[extraction.article.stem][entity.id]
                found[identity].append(evidence(extraction.article, span, "", 1.0))
    return {identity: _sorted(items) for identity, items in found.items()}


def _sorted(items: Iterable[Evidence]) -> tuple[Evidence, ...]:
    return tuple(sorted(items, key=lambda e: (e.article, e.span, e.rule)))


def _facts(
    extractions: Sequence[Extraction], ids: dict[str, dict[str, str]], known: Iterable[Fact]
) -> tuple[Fact, ...]:
    """Facts by subject, predicate, object, role and rank; both sides of cooperatesWith are one fact.

    `known` are facts that no sentence states, with where their things are named.
    """
    sources: dict[tuple[str, str, str, str, int], list[Evidence]] = defaultdict(list)
    for extraction in extractions:
        local = ids[extraction.article.stem]
        for claim in extraction.claims:
            subject, thing = local[claim.subject], local[claim.object]
            if subject == thing:
                continue
            if claim.predicate == "cooperatesWith":
                subject, thing = sorted((subject, thing))
            key = (subject, claim.predicate, thing, claim.role or "", claim.rank or 0)
            sources[key].append(evidence(extraction.article, claim.evidence, claim.rule, claim.confidence))
    for fact in known:
        sources[fact.subject, fact.predicate, fact.object, "", 0] += fact.evidence
    return tuple(
        Fact(subject, predicate, thing, _sorted(found), role or None, rank or None)
        for (subject, predicate, thing, role, rank), found in sorted(sources.items())
    )


def _dates(extractions: Sequence[Extraction], ids: dict[str, dict[str, str]]) -> tuple[Date, ...]:
    sources: dict[tuple[str, str, str], list[Evidence]] = defaultdict(list)
    for extraction in extractions:
        local = ids[extraction.article.stem]
        for dating in extraction.datings:
            key = (local[dating.subject], dating.property, dating.value)
            sources[key].append(evidence(extraction.article, dating.evidence, dating.rule, dating.confidence))
    return tuple(Date(*key, _sorted(found)) for key, found in sorted(sources.items()))


def _quotes(extractions: Sequence[Extraction], ids: dict[str, dict[str, str]]) -> tuple[Quote, ...]:
    quotes = []
    for extraction in extractions:
        local = ids[extraction.article.stem]
        for said in extraction.statements:
            source = evidence(extraction.article, said.evidence, said.rule, said.confidence)
            number = _digest((extraction.article.stem, said.evidence.start, said.evidence.end, said.speaker))
            quotes.append(Quote(number, local[said.speaker], said.text, said.verb, source))
    return tuple(sorted(quotes, key=lambda quote: (quote.evidence.article, quote.evidence.span, quote.id)))


def _digest(key: object) -> str:
    """A short stable name for something that has none of its own."""
    return sha256(repr(key).encode()).hexdigest()[:16]
