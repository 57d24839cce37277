"""A graph as RDF: sorted triples, two Turtle files, and one named graph for each article.

`graph.ttl` holds the things, the plain triples, the articles, observations and statements; `evidence.ttl`
the claims, passages, times and links. `parts` cuts the same triples by the article that supports them: a
named graph for each article, and one, `graph:things`, for what things are called, which no single article
can settle. The union of all parts is the union of the two files.
"""

from collections.abc import Iterable, Iterator
from itertools import count
from pathlib import Path

import pyoxigraph as ox

from kg.model import Graph
from kg.rdf.names import Names
from kg.rdf.spool import Spool, namespace, parsed, rank, spooled, things
from kg.vocabulary import BASE, prefixes

__all__ = [
    "EVIDENCE",
    "GRAPH",
    "Names",
    "Spool",
    "ordered",
    "parsed",
    "parts",
    "quads",
    "spooled",
    "things",
    "triples",
    "turtle",
    "write",
]

GRAPH = "graph.ttl"
EVIDENCE = "evidence.ttl"


def triples(graph: Graph, base: str = BASE) -> tuple[list[ox.Triple], list[ox.Triple]]:
    """The triples of the graph and those of its evidence, each sorted and without repetition."""
    with spooled(graph, base) as spool:
        return list(parsed(spool.lines(evidence=False))), list(parsed(spool.lines(evidence=True)))


def parts(graph: Graph, base: str = BASE) -> Iterator[tuple[ox.NamedNode, list[ox.Triple]]]:
    """The triples by named graph: first the things, then the articles in order."""
    with spooled(graph, base) as spool:
        for name, lines in spool.parts():
            yield name, list(parsed(lines))


def quads(graph: Graph, base: str = BASE) -> Iterator[ox.Quad]:
    """The triples with the named graph of each, in order."""
    for name, found in parts(graph, base):
        yield from (ox.Quad(triple.subject, triple.predicate, triple.object, name) for triple in found)


def write(source: Graph | Spool, folder: Path, base: str = BASE) -> tuple[int, int]:
    """Writes `graph.ttl` and `evidence.ttl` into a folder; returns how many triples each holds."""
    folder.mkdir(parents=True, exist_ok=True)
    with spooled(source, base) as spool:
        return _write(spool, folder / GRAPH, evidence=False), _write(spool, folder / EVIDENCE, evidence=True)


def _write(spool: Spool, path: Path, *, evidence: bool) -> int:
    """Writes a file whole or not at all, so that a reader never meets half a graph; how many triples it holds."""
    beside = path.with_name(f".{path.name}.part")
    number = count()
    found = (triple for triple, _ in zip(parsed(spool.lines(evidence=evidence)), number, strict=False))
    ox.serialize(found, str(beside), format=ox.RdfFormat.TURTLE, prefixes=spool.prefixes(evidence=evidence))
    beside.replace(path)
    return next(number)


def turtle(found: Iterable[ox.Triple], base: str = BASE) -> bytes:
    """Turtle of sorted triples, with the prefixes that they use and no others."""
    found = list(found)
    nodes = (node for triple in found for node in (triple.subject, triple.predicate, triple.object))
    used = {namespace(node.value) for node in nodes if isinstance(node, ox.NamedNode)}
    literals = (triple.object for triple in found)
    used |= {namespace(node.datatype.value) for node in literals if isinstance(node, ox.Literal)}
    chosen = {name: iri for name, iri in prefixes(base).items() if iri in used}
    return ox.serialize(found, format=ox.RdfFormat.TURTLE, prefixes=chosen) or b""


def ordered(found: Iterable[ox.Triple]) -> list[ox.Triple]:
    """Triples by subject, its type and label first, then predicate and object: stable and good to diff."""

    def key(triple: ox.Triple) -> tuple[str, int, str, str]:
        name = triple.predicate.value
        return str(triple.subject), rank(name), name, str(triple.object)

    return sorted(found, key=key)
