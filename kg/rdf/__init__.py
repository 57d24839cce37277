"""A graph as RDF: sorted triples, two Turtle files, and one named graph for each article.

`graph.ttl` holds the things, the plain triples, the articles, observations and statements; `evidence.ttl`
the claims, passages, times and links. `parts` cuts the same triples by the article that supports them: a
named graph for each article, and one, `graph:things`, for what things are called, which no single article
can settle. The union of all parts is the union of the two files.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox

from kg.model import Graph
from kg.rdf.build import told
from kg.rdf.names import Names
from kg.vocabulary import BASE, checked, prefixes, term

__all__ = ["EVIDENCE", "GRAPH", "Names", "ordered", "parts", "quads", "things", "triples", "turtle", "write"]

GRAPH = "graph.ttl"
EVIDENCE = "evidence.ttl"


def triples(graph: Graph, base: str = BASE) -> tuple[list[ox.Triple], list[ox.Triple]]:
    """The triples of the graph and those of its evidence, each sorted and without repetition."""
    found: tuple[set[ox.Triple], set[ox.Triple]] = (set(), set())
    for item in told(graph, Names(checked(base))):
        found[item.evidence].add(item.triple)
    return ordered(found[False]), ordered(found[True] - found[False])


def parts(graph: Graph, base: str = BASE) -> Iterator[tuple[ox.NamedNode, list[ox.Triple]]]:
    """The triples by named graph: first the things, then the articles in order."""
    names = Names(checked(base))
    found: dict[str | None, set[ox.Triple]] = defaultdict(set)
    for item in told(graph, names):
        found[item.article].add(item.triple)
    yield things(base), ordered(found.pop(None, ()))
    for stem in sorted(filter(None, found)):
        yield names.article(stem), ordered(found[stem])


def quads(graph: Graph, base: str = BASE) -> Iterator[ox.Quad]:
    """The triples with the named graph of each, in order."""
    for name, found in parts(graph, base):
        yield from (ox.Quad(triple.subject, triple.predicate, triple.object, name) for triple in found)


def things(base: str = BASE) -> ox.NamedNode:
    """The name of the graph that describes the things themselves."""
    return ox.NamedNode(prefixes(base)["graph"] + "things")


def write(graph: Graph, folder: Path, base: str = BASE) -> tuple[int, int]:
    """Writes `graph.ttl` and `evidence.ttl` into a folder; returns how many triples each holds."""
    folder.mkdir(parents=True, exist_ok=True)
    main, evidence = triples(graph, base)
    for name, found in ((GRAPH, main), (EVIDENCE, evidence)):
        _replace(folder / name, turtle(found, base))
    return len(main), len(evidence)


def turtle(found: Iterable[ox.Triple], base: str = BASE) -> bytes:
    """Turtle of sorted triples, with the prefixes that they use and no others."""
    found = list(found)
    nodes = (node for triple in found for node in (triple.subject, triple.predicate, triple.object))
    used = {_namespace(node.value) for node in nodes if isinstance(node, ox.NamedNode)}
    literals = (triple.object for triple in found)
    used |= {_namespace(node.datatype.value) for node in literals if isinstance(node, ox.Literal)}
    chosen = {name: iri for name, iri in prefixes(base).items() if iri in used}
    return ox.serialize(found, format=ox.RdfFormat.TURTLE, prefixes=chosen) or b""


def ordered(found: Iterable[ox.Triple]) -> list[ox.Triple]:
    """Triples by subject, its type and label first, then predicate and object: stable and good to diff."""
    first = {term("rdf:type").value: 0, term("rdfs:label").value: 1, term("skos:altLabel").value: 2}

    def key(triple: ox.Triple) -> tuple[str, int, str, str]:
        name = triple.predicate.value
        return str(triple.subject), first.get(name, 3), name, str(triple.object)

    return sorted(found, key=key)


def _namespace(iri: str) -> str:
    """An IRI up to the last `#` or `/`; a passage belongs to its article's."""
    path, mark, _ = iri.partition("#")
    return path + mark if mark and not path.rpartition("/")[0].endswith("/article") else path[: path.rfind("/") + 1]


def _replace(path: Path, data: bytes) -> None:
    """Writes a file whole or not at all: a reader never meets half a graph."""
    beside = path.with_name(f".{path.name}.part")
    beside.write_bytes(data)
    beside.replace(path)
