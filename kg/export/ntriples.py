"""N-Triples: every triple of the graph and of its evidence, a line each, sorted."""

from pathlib import Path

import pyoxigraph as ox

from kg.model import Graph
from kg.rdf import ordered, triples
from kg.vocabulary import BASE

SUFFIX = ".nt"


def write(graph: Graph, path: Path, base: str = BASE) -> None:
    """Writes one file."""
    main, evidence = triples(graph, base)
    ox.serialize(ordered([*main, *evidence]), output=path, format=ox.RdfFormat.N_TRIPLES)
