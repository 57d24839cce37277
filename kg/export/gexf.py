"""GEXF 1.3: things as nodes and facts as edges, for Gephi; large graphs open here."""

from collections.abc import Iterator
from pathlib import Path

from kg.export._tables import Rows, edges, nodes
from kg.export._xml import quoted
from kg.model import Graph
from kg.vocabulary import BASE

SUFFIX = ".gexf"

_NUMBERS = {"latitude": "double", "longitude": "double", "confidence": "double"}
_NUMBERS |= {"articles": "integer", "sources": "integer", "rank": "integer"}


def write(graph: Graph, path: Path, base: str = BASE) -> None:
    """Writes one file."""
    path.write_text("\n".join(_lines(nodes(graph, base), edges(graph, base))) + "\n", encoding="utf-8", newline="\n")


def _lines(things: Rows, facts: Rows) -> Iterator[str]:
    present = {row[0] for row in things.rows}
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<gexf xmlns="http://gexf.net/1.3" version="1.3">'
    yield '<graph defaultedgetype="directed">'
    yield from _attributes("node", things.columns[2:])
    yield from _attributes("edge", facts.columns[4:])
    yield "<nodes>"
    for row in things.rows:
        yield f"<node id={quoted(row[0])} label={quoted(row[1])}>"
        yield from _values(zip(things.columns[2:], row[2:], strict=True))
        yield "</node>"
    yield "</nodes>"
    yield "<edges>"
    for number, row in enumerate(row for row in facts.rows if {row[0], row[1]} <= present):
        source, target, relation, label, *rest = row
        ends = f"source={quoted(source)} target={quoted(target)}"
        yield f'<edge id="e{number}" {ends} label={quoted(label)} kind={quoted(relation)} weight="{row[6]}">'
        yield from _values(zip(facts.columns[4:], rest, strict=True))
        yield "</edge>"
    yield "</edges>"
    yield "</graph>"
    yield "</gexf>"


def _attributes(of: str, columns: tuple[str, ...]) -> Iterator[str]:
    yield f'<attributes class="{of}">'
    for name in columns:
        kind = "string" if (of, name) == ("edge", "articles") else _NUMBERS.get(name, "string")
        yield f'<attribute id="{name}" title="{name}" type="{kind}"/>'
    yield "</attributes>"


def _values(cells: Iterator[tuple[str, object]]) -> Iterator[str]:
    yield "<attvalues>"
    for name, value in cells:
        if value not in (None, ""):
            yield f'<attvalue for="{name}" value={quoted(value)}/>'
    yield "</attvalues>"
