"""What the page is given: nodes and edges for the map, a short book of what it holds, and the sources.

The map and the book are read at once, for the first picture. The sources (sentences, evidence, figures,
quotations) are the larger part and are read when somebody first asks for them.
"""

from dataclasses import dataclass
from typing import Any

from kg.model import KINDS, Entity, Fact, Figure, Graph
from kg.page.conflicts import contradictions, marks
from kg.page.layout import Layout
from kg.page.names import keys
from kg.page.sources import Sources, collect, record
from kg.page.strongest import Part

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Payload:
    """The four parts of the page's data, ready for JSON."""

    nodes: list[Row]
    edges: list[Row]
    book: Row
    sources: Row


def payload(part: Part, layout: Layout, base: str, language: str) -> Payload:
    """Everything the page shows, each thing once."""
    graph = part.graph
    numbers = {entity.id: n for n, entity in enumerate(graph.entities)}
    sources = collect(graph)
    relations = sorted({fact.predicate for fact in graph.facts})
    edges = [_edge(fact, numbers, relations, sources) for fact in graph.facts]
    nodes = [_node(n, entity, layout, sources) for n, entity in enumerate(graph.entities)]
    details = _details(graph, numbers, sources)
    book = {
        "base": base,
        "language": language,
        "kinds": list(KINDS),
        "relations": relations,
        "discs": [[disc.x, disc.y, disc.radius, disc.title] for disc in layout.discs],
        "dates": _dates(graph, numbers),
        "articles": [(article.published or "")[:10] for article in graph.articles],
        "figures": len(graph.figures),
        "quotes": len(graph.quotes),
        "conflicts": len(details["conflicts"]),
        "whole": [part.entities, part.facts],
    }
    return Payload(nodes, edges, book, details)


def _node(number: int, entity: Entity, layout: Layout, sources: Sources) -> Row:
    """A node as pyvis and vis-network know it, with what search and filters need; no empty parts."""
    x, y = layout.points[number]
    row: Row = {
        "id": number,
        "label": entity.name,
        "x": x,
        "y": y,
        "size": layout.radii[number],
        "group": entity.kind,
    }
    extra: Row = {
        "disc": layout.home[number],
        "key": entity.id if entity.id != f"{entity.kind}/{entity.name}" else None,
        "also": list(entity.aliases),
        "find": keys((entity.name, *entity.aliases)),
        "sub": entity.subkind,
        "kinds": list(entity.kinds),
        "in": sources.independent(entity.articles),
        "code": entity.code,
        "at": [round(degree, 3) for degree in entity.position] if entity.position else None,
        "edition": entity.edition,
    }
    return row | {name: value for name, value in extra.items() if value or value == 0}


def _edge(fact: Fact, numbers: dict[str, int], relations: list[str], sources: Sources) -> Row:
    start, count = sources.add(fact.evidence)
    row: Row = {
        "from": numbers[fact.subject],
        "to": numbers[fact.object],
        "rel": relations.index(fact.predicate),
        "ev": start,
        "n": count,
        "sure": round(max((evidence.confidence for evidence in fact.evidence), default=0) * 100),
        "in": sources.independent(item.article for item in fact.evidence),
    }
    if fact.role:
        row["role"] = fact.role
    if fact.rank is not None:
        row["rank"] = fact.rank
    return row


def _dates(graph: Graph, numbers: dict[str, int]) -> list[list[Any]]:
    """Entity, property and value of each date. Evidence follows in the sources, in the same order."""
    return [[numbers[date.subject], date.property, date.value] for date in graph.dates]


def _details(graph: Graph, numbers: dict[str, int], sources: Sources) -> Row:
    marked = marks(graph)
    figures = [_figure(figure, numbers, marked.get(figure.id), sources) for figure in graph.figures]
    quotes = [
        [numbers[quote.speaker], quote.text, quote.verb, *sources.add((quote.evidence,))] for quote in graph.quotes
    ]
    dates = [list(sources.add(date.evidence)) for date in graph.dates]
    # Every thing has at least one sentence to its name; small graphs have room for more.
    most = 6 if len(graph.entities) <= 3000 else 2
    mentions = [sources.mention(entity, most) for entity in graph.entities]
    return {
        "articles": record(graph, sources),
        "sentences": [list(sentence) for sentence in sources.sentences],
        "evidence": [list(row) for row in sources.evidence],
        "rules": list(sources.rules),
        "figures": figures,
        "conflicts": [list(group) for group in contradictions(graph)],
        "quotes": quotes,
        "dates": dates,
        "mentions": mentions,
    }


def _figure(figure: Figure, numbers: dict[str, int], mark: str | None, sources: Sources) -> Row:
    start, count = sources.add(figure.evidence)
    change = figure.change
    row: Row = {
        "node": numbers.get(figure.entity) if figure.entity else None,
        "about": figure.about,
        "measure": figure.measure,
        "value": _whole(figure.value),
        "upper": _whole(figure.upper),
        "unit": figure.unit,
        "hedge": figure.qualifier if figure.qualifier != "exact" else None,
        "period": figure.period,
        "change": [change.kind, _whole(change.value), change.unit] if change else None,
        "ev": start,
        "n": count,
        "mark": mark,
    }
    return {name: value for name, value in row.items() if value is not None}


def _whole(number: float | None) -> float | int | None:
    """Whole numbers without their `.0`, which JSON would carry along."""
    return int(number) if number is not None and number == int(number) else number
