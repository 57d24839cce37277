"""N-Quads: a named graph for each article, and one for the things; what triple stores load in bulk."""

from pathlib import Path

import pyoxigraph as ox

from kg.model import Graph
from kg.rdf import quads
from kg.vocabulary import BASE

SUFFIX = ".nq"


def write(graph: Graph, path: Path, base: str = BASE) -> None:
    """Writes one file."""
    ox.serialize(quads(graph, base), output=path, format=ox.RdfFormat.N_QUADS)
