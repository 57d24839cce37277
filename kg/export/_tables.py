"""Rows of things, facts and figures, for the formats that are tables or drawings of nodes and edges."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.model import Evidence, Graph
from kg.rdf.literals import days, decimal, fit
from kg.rdf.names import Names
from kg.vocabulary import label, predicate, short

JOINT = "|"

Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Rows:
    """Columns and rows; every row has a cell for every column."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def nodes(graph: Graph, base: str) -> Rows:
    """A row for each thing, with its dates."""
    names, dates = Names(base), _dates(graph)
    columns = (
        "id",
        "name",
        "kind",
        "subkind",
        "kinds",
        "aliases",
        "code",
        "latitude",
        "longitude",
        "edition",
    )
    times = ("startDate", "endDate", "foundingDate", "date")
    rows = []
    for entity in graph.entities:
        lon, lat = entity.position or (None, None)
        known = (_join(dates[entity.id, name]) for name in times)
        rows.append(
            (
                short(names.entity(entity.id).value, base),
                entity.name,
                entity.kind,
                entity.subkind or "",
                _join(entity.kinds),
                _join(entity.aliases),
                entity.code or "",
                lat,
                lon,
                entity.edition or "",
                *known,
                len(entity.articles),
            )
        )
    return _rows((*columns, *times, "articles"), rows)


def edges(graph: Graph, base: str) -> Rows:
    """A row for each fact, with its surest sentence and all its articles."""
    names = Names(base)
    columns = (
        "source",
        "target",
        "relation",
        "label",
        "role",
        "rank",
        "sources",
        "confidence",
        "articles",
        "sentence",
    )
    rows = []
    for fact in graph.facts:
        best = _best(fact.evidence)
        stems = _stems(fact.evidence)
        rows.append(
            (
                short(names.entity(fact.subject).value, base),
                short(names.entity(fact.object).value, base),
                fact.predicate,
                label(predicate(fact.predicate).value),
                fact.role or "",
                fact.rank,
                len(stems),
                round(best.confidence, 4) if best else None,
                _join(stems),
                best.text if best else "",
            )
        )
    return _rows(columns, rows)


def figures(graph: Graph, base: str) -> Rows:
    """A row for each figure; exact decimals as text, so that nothing is rounded."""
    names, labels = Names(base), {entity.id: entity.name for entity in graph.entities}
    columns = ("id", "entity", "about", "measure", "value", "upper", "unit", "qualifier", "start", "end")
    more = ("compared", "change", "changeUnit", "sources", "confidence", "articles", "sentence")
    rows = []
    for figure in graph.figures:
        period, change, best = days(figure.period or ""), figure.change, _best(figure.evidence)
        stems = _stems(figure.evidence)
        rows.append(
            (
                short(names.known("observation", figure.id).value, base),
                short(names.entity(figure.entity).value, base) if figure.entity else "",
                labels.get(figure.entity or "", figure.about or ""),
                figure.measure,
                decimal(figure.value).value if figure.value is not None else "",
                decimal(figure.upper).value if figure.upper is not None else "",
                figure.unit or "",
                figure.qualifier,
                period[0].isoformat() if period else "",
                period[1].isoformat() if period else "",
                change.kind if change else "",
                decimal(change.value).value if change else "",
                change.unit if change else "",
                len(stems),
                round(best.confidence, 4) if best else None,
                _join(stems),
                best.text if best else "",
            )
        )
    return _rows((*columns, *more), rows)


def _dates(graph: Graph) -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for date in graph.dates:
        found[date.subject, date.property].append(date.value)
    return found


def _join(texts: Iterable[str]) -> str:
    """Several texts in one cell; a bar inside one becomes a full-width bar."""
    return JOINT.join(text.replace(JOINT, "｜") for text in sorted(set(texts)))


def _stems(evidence: Iterable[Evidence]) -> list[str]:
    return sorted({item.article for item in evidence})


def _best(evidence: Iterable[Evidence]) -> Evidence | None:
    """The surest evidence, and of equal ones the first."""
    return min(evidence, key=lambda item: (-item.confidence, item.article, item.span), default=None)


def _rows(columns: tuple[str, ...], rows: Iterable[tuple[Cell, ...]]) -> Rows:
    """Rows in order, their texts such as every format can hold."""
    found = (tuple(fit(cell) if isinstance(cell, str) else cell for cell in row) for row in rows)
    return Rows(columns, tuple(sorted(found, key=str)))


def records(rows: Rows) -> Iterator[dict[str, Cell]]:
    """Rows as records by column."""
    return (dict(zip(rows.columns, row, strict=True)) for row in rows.rows)
