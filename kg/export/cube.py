"""RDF Data Cube: the observations as a W3C data cube in Turtle, for statistics tools.

A cell is what was measured, of whom, in which period, and whether the number is the level or a change of
some kind. Articles may give one cell several numbers: each is a reading, numbered from 1. A figure without a
subject or a period has the value `unknown` there, because a cube knows no gaps.
"""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

from kg.model import Figure, Graph
from kg.rdf import ordered, turtle
from kg.rdf.build import concept
from kg.rdf.literals import chinese, day, days, decimal, integer, string
from kg.rdf.names import Names, digest, local
from kg.vocabulary import BASE, ontology, prefixes, term, units

SUFFIX = ".cube.ttl"

_DIMENSIONS = ("kg:cubeAbout", "kg:cubeMeasure", "kg:cubePeriod", "kg:cubeComparison", "kg:cubeReading")
_ATTRIBUTES = ("sdmx-attribute:unitMeasure", "kg:cubeQualifier", "kg:upperValue")
_MEASURE = "sdmx-measure:obsValue"
_LISTS = {"kg:cubeMeasure": "kg:Measures", "kg:cubeComparison": "kg:Comparisons"}

_Cell = tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode, ox.NamedNode]
_Reading = tuple[str, str, str, Figure, ox.Literal]


def write(graph: Graph, path: Path, base: str = BASE) -> None:
    """Writes one file."""
    path.write_bytes(turtle(ordered(set(_triples(graph, base))), base))


def _triples(graph: Graph, base: str) -> Iterator[ox.Triple]:
    names, cube = Names(base), prefixes(base)["cube"]
    labels = {entity.id: entity.name for entity in graph.entities}
    yield from _structure(cube)
    cells: dict[_Cell, list[_Reading]] = defaultdict(list)
    for figure in graph.figures:
        about, measure, period = (
            _about(figure, names, cube),
            names.measure(figure.measure),
            _period(figure, cube),
        )
        yield from _described(figure, about, measure, period, labels, cube)
        for kind, number, unit in _numbers(figure):
            cell = (about, measure, period, term(f"kg:{kind}"))
            cells[cell].append((unit or "", number.value, figure.id, figure, number))
    for cell, readings in cells.items():
        for reading, (unit, _, name, figure, number) in enumerate(sorted(readings, key=lambda r: r[:3]), 1):
            node = ox.NamedNode(f"{cube}{local(name)}-{cell[3].value.rpartition('#')[2]}")
            values: tuple[ox.NamedNode | ox.Literal, ...] = (*cell, integer(reading))
            yield ox.Triple(node, term("rdf:type"), term("qb:Observation"))
            yield ox.Triple(node, term("qb:dataSet"), ox.NamedNode(f"{cube}figures"))
            yield from (ox.Triple(node, term(d), value) for d, value in zip(_DIMENSIONS, values, strict=True))
            yield from _measured(node, figure, unit, number, cube, level=cell[3] == term("kg:level"))
            yield ox.Triple(node, term("prov:wasDerivedFrom"), names.known("observation", name))


def _numbers(figure: Figure) -> Iterator[tuple[str, ox.Literal, str | None]]:
    """The numbers of a figure: its level, and its change."""
    if figure.value is not None:
        yield "level", decimal(figure.value), figure.unit
    if figure.change:
        yield figure.change.kind, decimal(figure.change.value), figure.change.unit


def _measured(
    node: ox.NamedNode, figure: Figure, unit: str, number: ox.Literal, cube: str, *, level: bool
) -> Iterator[ox.Triple]:
    yield ox.Triple(node, term(_MEASURE), number)
    if unit:
        concept = units().get(unit) or ox.NamedNode(f"{cube}unit-{local(unit)}")
        yield ox.Triple(node, term("sdmx-attribute:unitMeasure"), concept)
        yield ox.Triple(concept, term("rdf:type"), term("skos:Concept"))
        yield ox.Triple(concept, term("skos:notation"), string(unit))
    if level:
        yield ox.Triple(node, term("kg:cubeQualifier"), string(figure.qualifier))
        if figure.upper is not None:
            yield ox.Triple(node, term("kg:upperValue"), decimal(figure.upper))


# Values of the dimensions -------------------------------------------------------------------------


def _about(figure: Figure, names: Names, cube: str) -> ox.NamedNode:
    if figure.entity:
        return names.entity(figure.entity)
    return ox.NamedNode(f"{cube}about-{digest(figure.about) if figure.about else 'unknown'}")


def _period(figure: Figure, cube: str) -> ox.NamedNode:
    period = days(figure.period or "")
    return ox.NamedNode(f"{cube}period-{f'{period[0]}-{period[1]}' if period else 'unknown'}")


def _described(
    figure: Figure,
    about: ox.NamedNode,
    measure: ox.NamedNode,
    period: ox.NamedNode,
    labels: dict[str, str],
    cube: str,
) -> Iterator[ox.Triple]:
    wording = labels.get(figure.entity or "") or figure.about or "unknown"
    yield ox.Triple(about, term("rdfs:label"), chinese(wording))
    yield from concept(measure, figure.measure)
    yield ox.Triple(period, term("rdf:type"), term("time:TemporalEntity"))
    edges = days(figure.period or "")
    for name, edge in zip(("time:hasBeginning", "time:hasEnd"), edges or (), strict=False):
        instant = ox.NamedNode(f"{cube}day-{edge}")
        yield ox.Triple(period, term("rdf:type"), term("time:ProperInterval"))
        yield ox.Triple(period, term(name), instant)
        yield ox.Triple(instant, term("rdf:type"), term("time:Instant"))
        yield ox.Triple(instant, term("time:inXSDDate"), day(edge))


# Structure ----------------------------------------------------------------------------------------


def _structure(cube: str) -> Iterator[ox.Triple]:
    """The data set, its structure with numbered components, and the code lists; no node without a name."""
    data, structure = ox.NamedNode(f"{cube}figures"), ox.NamedNode(f"{cube}structure")
    yield ox.Triple(data, term("rdf:type"), term("qb:DataSet"))
    yield ox.Triple(data, term("rdfs:label"), chinese("数据"))
    yield ox.Triple(data, term("qb:structure"), structure)
    yield ox.Triple(structure, term("rdf:type"), term("qb:DataStructureDefinition"))
    parts = [("dimension", name) for name in _DIMENSIONS]
    parts += [("measure", _MEASURE), *(("attribute", name) for name in _ATTRIBUTES)]
    for number, (role, name) in enumerate(parts, 1):
        node = ox.NamedNode(f"{cube}component-{number}")
        yield ox.Triple(structure, term("qb:component"), node)
        yield ox.Triple(node, term("rdf:type"), term("qb:ComponentSpecification"))
        yield ox.Triple(node, term(f"qb:{role}"), term(name))
        yield ox.Triple(node, term("qb:componentProperty"), term(name))
        yield ox.Triple(node, term("qb:order"), integer(number))
        yield ox.Triple(term(name), term("rdf:type"), term(f"qb:{role.capitalize()}Property"))
        if role == "attribute":
            no = ox.Literal("false", datatype=ox.NamedNode(prefixes()["xsd"] + "boolean"))
            yield ox.Triple(node, term("qb:componentRequired"), no)
    for name in _DIMENSIONS:
        for value in ontology().values[term(name).value][term("rdfs:range").value]:
            yield ox.Triple(term(name), term("rdfs:range"), value)
        if name in _LISTS:
            yield ox.Triple(term(name), term("qb:codeList"), term(_LISTS[name]))
            yield ox.Triple(term(_LISTS[name]), term("rdf:type"), term("skos:ConceptScheme"))
    for kind in ("level", "yoy", "mom", "versus"):
        yield ox.Triple(term(f"kg:{kind}"), term("rdf:type"), term("skos:Concept"))
        yield ox.Triple(term(f"kg:{kind}"), term("skos:inScheme"), term("kg:Comparisons"))
