"""Cards: all that a graph says of one thing, each fact with its sentences."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from kg.errors import KgError
from kg.extract._names import bare
from kg.lexicon import Lexicon
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


def card(graph: Graph, name: str, lexicon: Lexicon | None = None) -> Card:
    """The card of the thing that bears a name. Raises KgError where none does, with names that are near."""
    entity = find(graph, name, lexicon)
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


def find(graph: Graph, name: str, lexicon: Lexicon | None = None) -> Entity:
    """The thing that bears a name; the one told of most where several do.

    Its own name comes before one that a gazetteer knows it by, that before one that articles use (进博会 is the
    series, though an article may mean an edition), and last the only name that holds the words. Raises KgError
    where there is none or there are several, with what they are called.
    """
    wanted = bare(plain(name))
    for found in (_named(graph, wanted, name), _known(graph, wanted, lexicon), _other(graph, wanted)):
        if found:
            return min(found, key=lambda entity: (-len(entity.articles), entity.id))
    parts = _holding(graph, wanted)
    if len(parts) == 1:
        return parts[0]
    known = sorted({entity.name for entity in graph.entities})
    near = [entity.name for entity in parts[:5]] or get_close_matches(wanted, known, n=3, cutoff=0.5)
    what = f"{len(parts)} names hold that" if parts else "nothing bears that name"
    fix = f"did you mean {' or '.join(near)}?" if near else "kg query mentioned lists what the graph tells of"
    raise KgError(what, name, fix, usage=True)


def _named(graph: Graph, wanted: str, name: str) -> list[Entity]:
    return [entity for entity in graph.entities if bare(plain(entity.name)) == wanted or entity.id == name]


def _other(graph: Graph, wanted: str) -> list[Entity]:
    return [entity for entity in graph.entities if wanted in {bare(plain(alias)) for alias in entity.aliases}]


def _known(graph: Graph, wanted: str, lexicon: Lexicon | None) -> list[Entity]:
    """What a gazetteer knows by a name, or knew by it once, though no article writes it so."""
    if lexicon is None or not wanted:
        return []
    names = {(entry.name, entry.kind) for entry in lexicon.get(wanted)}
    names |= {(item.current, item.kind) for item in lexicon.renamings if item.former == wanted and not item.merged}
    return [entity for entity in graph.entities if (entity.name, entity.kind) in names]


def _holding(graph: Graph, wanted: str) -> list[Entity]:
    """Things whose name, or else another of their names, holds some words; those told of most first."""
    if not wanted:
        return []
    own = [entity for entity in graph.entities if wanted in bare(plain(entity.name))]
    found = own or [entity for entity in graph.entities if any(wanted in bare(plain(a)) for a in entity.aliases)]
    return sorted(found, key=lambda entity: (-len(entity.articles), len(entity.name), entity.id))


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
