"""All that a graph says, written down once and read back in order, without holding it in memory.

Files, store and other exports each want the same triples in another order. They are kept as lines of
N-Triples in a private temporary database, which SQLite holds in memory while it is small, sorts in C, and
spills to the folder for temporary files (`SQLITE_TMPDIR`, else `TMPDIR`) when it is not; the file has no
name there, so that a run that is killed leaves nothing behind.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from itertools import groupby, islice
from operator import itemgetter

import pyoxigraph as ox

from kg.errors import KgError
from kg.model import Graph
from kg.rdf.build import Told, told
from kg.rdf.names import Names
from kg.vocabulary import BASE, checked, prefixes, term

_CHUNK = 10_000  # lines parsed at a time
_STEM = ("utf-8", "surrogatepass")  # the order of its bytes is that of its characters
_CACHE = 32 * 1024  # KiB of the database in memory, and of each run that it sorts


class Spool:
    """The triples of a graph under one base, each as often as it is told, in any order one asks for.

    No subject stands in both files: things, articles, figures and statements are not evidence.
    """

    def __init__(self, graph: Graph, base: str) -> None:
        self.base = checked(base)
        self._names = Names(base)
        self._spaces: tuple[set[str], set[str]] = (set(), set())
        self._db = sqlite3.connect("")
        self._db.execute(f"PRAGMA cache_size = -{_CACHE}")
        self._db.execute("PRAGMA journal_mode = OFF")
        self._db.execute("CREATE TABLE told (article BLOB, evidence INTEGER, line TEXT)")
        self._db.executemany("INSERT INTO told VALUES (?, ?, ?)", self._rows(told(graph, self._names)))

    def close(self) -> None:
        """Lets go of the temporary file."""
        self._db.close()

    def lines(self, *, evidence: bool) -> Iterator[str]:
        """Lines of one of the two files as N-Triples without their full stop, in order, each once."""
        rows = self._db.execute("SELECT line FROM told WHERE evidence = ? ORDER BY line", (evidence,))
        return _plain(line for (line,) in rows)

    def parts(self) -> Iterator[tuple[ox.NamedNode, list[str]]]:
        """Lines by the graph that says so: first the things, then the articles by their names."""
        rows = self._db.execute("SELECT article, line FROM told ORDER BY article, line")
        for stem, group in groupby(rows, key=itemgetter(0)):
            name = self._names.article(stem.decode(*_STEM)) if stem else things(self.base)
            yield name, list(_plain(line for _, line in group))

    def prefixes(self, *, evidence: bool) -> dict[str, str]:
        """The prefixes that one of the two files uses, and no others."""
        return {name: iri for name, iri in prefixes(self.base).items() if iri in self._spaces[evidence]}

    def _rows(self, items: Iterable[Told]) -> Iterator[tuple[bytes | None, bool, str]]:
        """Rows for the database; on the way, which namespaces each file uses."""
        last = ""
        for article, evidence, triple in items:
            subject, predicate, thing = str(triple).split(" ", 2)
            spaces = self._spaces[evidence]
            if subject != last:
                last = subject
                spaces.add(namespace(subject[1:-1]))
            key, space = _predicate(predicate)
            spaces.update((space, _space(thing)))
            # No IRI holds a space or anything before it: lines sort as their parts would one by one.
            yield article.encode(*_STEM) if article else None, evidence, f"{subject} {key} {thing}"


@contextmanager
def spooled(source: Graph | Spool, base: str) -> Iterator[Spool]:
    """A spool of a graph for a while; one that is open already stays so."""
    if isinstance(source, Spool):
        yield source
        return
    with _room():
        spool = Spool(source, base)
    try:
        with _room():
            yield spool
    finally:
        spool.close()


@contextmanager
def _room() -> Iterator[None]:
    """A full disk as one plain sentence."""
    try:
        yield
    except sqlite3.OperationalError as error:
        fix = "make room there, or set SQLITE_TMPDIR to a folder that has some"
        raise KgError(f"the triples cannot be sorted: {error}", "the folder for temporary files", fix) from error


def things(base: str = BASE) -> ox.NamedNode:
    """The name of the graph that describes the things themselves."""
    return ox.NamedNode(prefixes(base)["graph"] + "things")


def parsed(lines: Iterable[str]) -> Iterator[ox.Triple]:
    """Triples of lines without their full stop, chunk by chunk."""
    rest = iter(lines)
    while text := "".join(f"{line} .\n" for line in islice(rest, _CHUNK)):
        yield from (quad.triple for quad in ox.parse(text, format=ox.RdfFormat.N_TRIPLES))


def namespace(iri: str) -> str:
    """An IRI up to the last `#` or `/`; a passage belongs to its article's."""
    path, mark, _ = iri.partition("#")
    return path + mark if mark and not path.rpartition("/")[0].endswith("/article") else path[: path.rfind("/") + 1]


@cache
def rank(predicate: str) -> int:
    """Where a predicate stands among those of its subject: type and labels first."""
    first = (term("rdf:type").value, term("rdfs:label").value, term("skos:altLabel").value)
    return first.index(predicate) if predicate in first else len(first)


@cache
def _predicate(node: str) -> tuple[str, str]:
    """What a predicate sorts by, and its namespace."""
    iri = node[1:-1]
    return f"{rank(iri)}{iri}", namespace(iri)


def _plain(rows: Iterable[str]) -> Iterator[str]:
    """Lines as N-Triples has them, out of sorted rows, each once."""
    last = None
    for row in rows:
        if row != last:
            last = row
            subject, predicate, thing = row.split(" ", 2)
            yield f"{subject} <{predicate[1:]}> {thing}"


def _space(thing: str) -> str:
    """The namespace of an object, or that of its datatype."""
    if thing[0] == "<":
        return namespace(thing[1:-1])
    return _datatype_space(thing.rpartition('"')[2])


@cache
def _datatype_space(suffix: str) -> str:
    """The namespace of a datatype by what follows the closing quotation mark: nothing, `@zh`, `^^<…>`."""
    literal = next(ox.parse(f'<x:x> <x:x> ""{suffix} .', format=ox.RdfFormat.N_TRIPLES)).object
    return namespace(literal.datatype.value) if isinstance(literal, ox.Literal) else ""
