"""TriG: the named graphs of N-Quads, as readable as Turtle."""

from pathlib import Path

import pyoxigraph as ox

from kg.model import Graph
from kg.rdf import quads
from kg.vocabulary import BASE, prefixes

SUFFIX = ".trig"


def write(graph: Graph, path: Path, base: str = BASE) -> None:
    """Writes one file."""
    ox.serialize(quads(graph, base), output=path, format=ox.RdfFormat.TRIG, prefixes=dict(prefixes(base)))
