"""GraphML: things as nodes and facts as edges, for Gephi, yEd, Cytoscape and networkx."""

from collections.abc import Iterator
from pathlib import Path

from kg.export._tables import Rows, edges, nodes
from kg.export._xml import quoted, text
from kg.model import Graph
from kg.rdf.names import digest
from kg.vocabulary import BASE

SUFFIX = ".graphml"

_NUMBERS = {"latitude": "double", "longitude": "double", "confidence": "double"}
_NUMBERS |= {"articles": "int", "sources": "int", "rank": "int"}


def write(graph: Graph, path: Path, base: str = BASE) -> None:
    """Writes one file."""
    path.write_text("\n".join(_lines(nodes(graph, base), edges(graph, base))) + "\n", encoding="utf-8", newline="\n")


def _lines(things: Rows, facts: Rows) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">'
    yield from _keys("node", things.columns)
    yield from _keys("edge", facts.columns[2:])
    yield '<graph id="graph" edgedefault="directed">'
    for row in things.rows:
        yield f"<node id={quoted(_id(row[0]))}>"
        yield from _data("node", zip(things.columns, row, strict=True))
        yield "</node>"
    for number, row in enumerate(facts.rows):
        source, target, *rest = row
        yield f'<edge id="e{number}" source={quoted(_id(source))} target={quoted(_id(target))}>'
        yield from _data("edge", zip(facts.columns[2:], rest, strict=True))
        yield "</edge>"
    yield "</graph>"
    yield "</graphml>"


def _id(name: object) -> str:
    """An XML name token for a node: the names themselves may hold what a token may not."""
    return f"n{digest(name)}"


def _keys(of: str, columns: tuple[str, ...]) -> Iterator[str]:
    for name in columns:
        kind = _type(of, name)
        yield f'<key id="{of}.{name}" for="{of}" attr.name="{name}" attr.type="{kind}"/>'


def _type(of: str, name: str) -> str:
    return "string" if (of, name) == ("edge", "articles") else _NUMBERS.get(name, "string")


def _data(of: str, cells: Iterator[tuple[str, object]]) -> Iterator[str]:
    for name, value in cells:
        if value not in (None, ""):
            yield f'<data key="{of}.{name}">{text(value)}</data>'
