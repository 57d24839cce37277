"""Cards: all that a graph says of one thing, each fact with its sentences."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from kg.errors import KgError
from kg.extract._names import bare
from kg.model import Article, Entity, Evidence, Figure, Graph, Link, Reprint
from kg.text import plain


@dataclass(frozen=True, slots=True)
class Said:
    """One fact of a card: which relation, to or from what, and the sentences that say so."""

    relation: str
    other: str
    inward: bool
    detail: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """A thing with its facts, figures, quotations and the reasons it was put together for.

    `reprints` are those of its articles that repeat another: they are no sources of their own.
    """

    entity: Entity
    facts: tuple[Said, ...]
    figures: tuple[Figure, ...]
    quotes: tuple[tuple[str, Evidence], ...]
    links: tuple[Link, ...]
    articles: tuple[Article, ...]
    reprints: tuple[Reprint, ...] = ()


def card(graph: Graph, name: str) -> Card:
    """The card of the thing that bears a name. Raises KgError where none does, with names that are near."""
    entity = find(graph, name)
    stems = set(entity.articles)
    return Card(
        entity=entity,
        facts=tuple(_facts(graph, entity)),
        figures=tuple(figure for figure in graph.figures if figure.entity == entity.id),
        quotes=tuple((quote.text, quote.evidence) for quote in graph.quotes if quote.speaker == entity.id),
        links=tuple(link for link in graph.links if link.entity == entity.id),
        articles=tuple(article for article in graph.articles if article.stem in stems),
        reprints=tuple(copy for copy in graph.reprints if copy.article in stems),
    )


def find(graph: Graph, name: str) -> Entity:
    """The thing that bears a name, by label before alias, the one told of most where several do."""
    wanted = bare(plain(name))
    exact = [entity for entity in graph.entities if bare(plain(entity.name)) == wanted or entity.id == name]
    alias = [entity for entity in graph.entities if wanted in {bare(plain(a)) for a in entity.aliases}]
    for found in (exact, alias):
        if found:
            return min(found, key=lambda entity: (-len(entity.articles), entity.id))
    known = sorted({entity.name for entity in graph.entities})
    near = get_close_matches(wanted, known, n=3, cutoff=0.5) or [n for n in known if wanted and wanted in n][:3]
    fix = f"did you mean {' or '.join(near)}?" if near else "kg query mentioned lists what the graph tells of"
    raise KgError("nothing bears that name", name, fix, usage=True)


def _facts(graph: Graph, entity: Entity) -> Iterator[Said]:
    names = {item.id: item.name for item in graph.entities}
    for fact in graph.facts:
        detail = "，".join(filter(None, (fact.role, f"第{fact.rank}名" if fact.rank else None)))
        if fact.subject == entity.id:
            yield Said(fact.predicate, names[fact.object], False, detail, fact.evidence)
        elif fact.object == entity.id:
            yield Said(fact.predicate, names[fact.subject], True, detail, fact.evidence)
    for date in graph.dates:
        if date.subject == entity.id:
            yield Said(date.property, date.value, False, "", date.evidence)
