"""What of a graph fits on a page: the strongest part, and how strong each thing is."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.model import Article, Entity, Fact, Graph

# Above this many things a browser on two cores no longer opens the page in three seconds.
LIMIT = 20_000


@dataclass(frozen=True, slots=True)
class Part:
    """A graph that fits on a page, and the size of the whole it was taken from."""

    graph: Graph
    strength: dict[str, float]
    entities: int
    facts: int

    @property
    def whole(self) -> bool:
        """Whether nothing was left out."""
        return len(self.graph.entities) == self.entities


def strength(graph: Graph) -> dict[str, float]:
    """How much the graph knows of each entity: its neighbours, articles, figures and quotations.

    Further articles and figures count by their square root, so that 中国, which every article names,
    does not drown what the news is about.
    """
    pairs = {frozenset((fact.subject, fact.object)) for fact in graph.facts}
    neighbours = Counter(name for pair in pairs for name in pair)
    told = Counter(figure.entity for figure in graph.figures if figure.entity)
    told.update(quote.speaker for quote in graph.quotes)
    return {
        entity.id: neighbours[entity.id]
        + 0.8 * (max(len(entity.articles), 1) ** 0.5 - 1)
        + 0.5 * told[entity.id] ** 0.5
        for entity in graph.entities
    }


def strongest(graph: Graph, limit: int = LIMIT) -> Part:
    """The graph itself, or its `limit` strongest entities with all that is said between them."""
    weights = strength(graph)
    kept: Sequence[Entity] = graph.entities
    if len(kept) > limit:
        ranked = sorted(kept, key=lambda entity: (-weights[entity.id], entity.id))
        kept = sorted(ranked[:limit], key=lambda entity: entity.id)
    names = {entity.id for entity in kept}
    facts = tuple(fact for fact in graph.facts if fact.subject in names and fact.object in names)
    part = replace(
        graph,
        articles=_cited(graph, kept, facts),
        entities=tuple(kept),
        facts=facts,
        dates=tuple(date for date in graph.dates if date.subject in names),
        figures=tuple(figure for figure in graph.figures if figure.entity is None or figure.entity in names),
        quotes=tuple(quote for quote in graph.quotes if quote.speaker in names),
    )
    return Part(part, weights, len(graph.entities), len(graph.facts))


def _cited(graph: Graph, entities: Sequence[Entity], facts: Sequence[Fact]) -> tuple[Article, ...]:
    stems = {stem for entity in entities for stem in entity.articles}
    stems |= {evidence.article for fact in facts for evidence in fact.evidence}
    stems |= {evidence.article for figure in graph.figures for evidence in figure.evidence}
    return tuple(article for article in graph.articles if article.stem in stems)
