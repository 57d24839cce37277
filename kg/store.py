"""An embedded triple store on disk: a named graph for each article, all of them together the default graph.

Named graphs keep who says what: `<base>article/STEM` holds what one article supports, with its claims and
passages; `graph:things` what things are called. The default graph holds the union, each triple once, so that
a plain query counts right (a union made at query time would count a triple once for each article that
supports it). Two graphs are the store's own and stay out of the default graph: the ontology, and `kg:index`,
which keeps a digest of each named graph. `load` compares digests and touches only what changed, so an
unchanged article costs nothing, and a removed one takes along what no other article supports, and nothing
else. A digest is struck out before its graph is touched and written together with the new content: a run
that is cut off leaves a graph without digest, which the next run writes again.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Self

import pyoxigraph as ox

from kg.data import schemas
from kg.errors import KgError
from kg.model import Graph
from kg.rdf import Names, Spool, ordered, parsed, spooled, things
from kg.rdf.sparql import Answer, ask
from kg.vocabulary import BASE, HOUSE, checked, term

_DEFAULT = ox.DefaultGraph()
_BATCH = 100_000
_MARK = "CURRENT"  # the file by which Oxigraph's storage knows its folder


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many articles a load added to a store, replaced, removed, and found unchanged."""

    added: int = 0
    replaced: int = 0
    removed: int = 0
    unchanged: int = 0


class Store:
    """An open store. `quads` is the Oxigraph store itself; one process writes, any number read."""

    def __init__(self, quads: ox.Store, base: str) -> None:
        self.quads = quads
        self.base = base

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __len__(self) -> int:
        """Triples of the default graph."""
        return sum(1 for _ in self.quads.quads_for_pattern(None, None, None, _DEFAULT))

    def close(self) -> None:
        """Lets go of the folder: Oxigraph gives up its lock with the last reference."""
        self.quads = ox.Store()

    def ask(self, query: str) -> Answer:
        """The answer to a SPARQL query, as typed rows."""
        return ask(self.quads, query, self.base)

    def articles(self) -> list[str]:
        """IRIs of the articles in the store, sorted."""
        found = self.quads.quads_for_pattern(None, term("rdf:type"), term("schema:NewsArticle"), _DEFAULT)
        return sorted(quad.subject.value for quad in found if isinstance(quad.subject, ox.NamedNode))

    def load(self, source: Graph | Spool) -> Loaded:
        """Makes the store hold exactly a graph, writing only the named graphs that changed."""
        with spooled(source, self.base) as spool:
            known = self._digests()
            return self._update(spool, known) if known else self._fill(spool)

    def _update(self, spool: Spool, known: dict[ox.NamedNode, str]) -> Loaded:
        done: dict[str, set[ox.NamedNode]] = {"added": set(), "replaced": set(), "unchanged": set()}
        for name, lines in spool.parts():
            digest = _digest(lines)
            if known.get(name) == digest:
                done["unchanged"].add(name)
                continue
            done["replaced" if name in known else "added"].add(name)
            self._replace(name, list(parsed(lines)), digest)
        kept = set().union(*done.values())
        gone = sorted((set(self._graphs()) | set(known)) - kept, key=str)
        for name in gone:
            self.remove(name)
        return Loaded(removed=len(gone), **{what: len(names - {things(self.base)}) for what, names in done.items()})

    def replace(self, article: str, triples: Iterable[ox.Triple]) -> None:
        """Puts other triples in place of what one article says, by its stem."""
        found = ordered(triples)
        self._replace(Names(self.base).article(article), found, _digest(map(str, found)))

    def remove(self, name: ox.NamedNode | str) -> None:
        """Takes back a named graph, or an article by its stem: only what nothing else supports goes."""
        node = Names(self.base).article(name) if isinstance(name, str) else name
        if node in _own():
            raise KgError("this graph is the store's own", node.value, "name another", usage=True)
        self._forget(node)
        self._drop(list(self.quads.quads_for_pattern(None, None, None, node)))
        self.quads.remove_graph(node)

    def replace_graph(self, name: ox.NamedNode, triples: Iterable[ox.Triple]) -> None:
        """Puts other triples in place of a named graph; the default graph follows."""
        if name in _own():
            fix = "name a graph of your own, or an article"
            raise KgError("this graph is the store's own", name.value, fix, usage=True)
        found = ordered(triples)
        self._replace(name, found, _digest(map(str, found)))

    def forget(self) -> None:
        """Strikes out all digests: the next load writes everything anew."""
        for quad in list(self.quads.quads_for_pattern(None, term("kg:contentHash"), None, term("kg:index"))):
            self.quads.remove(quad)

    def optimize(self) -> None:
        """Packs the files; worth its time after a large load."""
        self.quads.optimize()

    def prepare(self) -> None:
        """Writes the store's own graphs: its base, and the ontology."""
        triples = [quad.triple for quad in ox.parse(path=schemas("ontology.ttl"), format=ox.RdfFormat.TURTLE)]
        self.quads.extend([_quad(triple, ox.NamedNode(HOUSE)) for triple in triples])
        self.quads.add(ox.Quad(term("kg:index"), term("kg:base"), ox.Literal(self.base), term("kg:index")))

    def _fill(self, spool: Spool) -> Loaded:
        """The first load, in bulk: not one transaction, so the digests come last."""
        self.quads.clear()
        self.prepare()
        marks: list[ox.Quad] = []
        batch: list[str] = []
        for name, lines in spool.parts():
            marks.append(_mark(name, _digest(lines)))
            for line in lines:
                batch += (f"{line} .\n", f"{line} {name} .\n")
            if len(batch) > _BATCH:
                self._bulk(batch)
                batch.clear()
        self._bulk(batch)
        self.quads.extend(marks)
        return Loaded(added=len(marks) - 1)

    def _bulk(self, lines: Iterable[str]) -> None:
        # What comes out of our own terms needs no second proof, which would take longer than the reading.
        self.quads.bulk_load("".join(lines), format=ox.RdfFormat.N_QUADS, lenient=True)

    def _replace(self, name: ox.NamedNode, triples: list[ox.Triple], digest: str) -> None:
        new = {_quad(triple, name) for triple in triples}
        self._forget(name)
        self._drop([quad for quad in self.quads.quads_for_pattern(None, None, None, name) if quad not in new])
        self.quads.extend([*new, *map(_quad, triples), _mark(name, digest)])

    def _drop(self, quads: list[ox.Quad]) -> None:
        """Removes quads of a named graph, and from the default graph those that no other graph holds."""
        own = {_DEFAULT, *_own()}
        for quad in quads:
            self.quads.remove(quad)
            others = self.quads.quads_for_pattern(quad.subject, quad.predicate, quad.object, None)
            if all(other.graph_name in own for other in others):
                self.quads.remove(_quad(quad.triple))

    def _forget(self, name: ox.NamedNode) -> None:
        for quad in list(self.quads.quads_for_pattern(name, term("kg:contentHash"), None, term("kg:index"))):
            self.quads.remove(quad)

    def _digests(self) -> dict[ox.NamedNode, str]:
        found = self.quads.quads_for_pattern(None, term("kg:contentHash"), None, term("kg:index"))
        return {
            quad.subject: quad.object.value
            for quad in found
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal)
        }

    def _graphs(self) -> Iterator[ox.NamedNode]:
        """Named graphs that hold what a graph says, not the store's own."""
        named = (name for name in self.quads.named_graphs() if isinstance(name, ox.NamedNode))
        return (name for name in named if name not in _own())


def open(folder: Path, base: str = BASE, *, write: bool = False) -> Store:
    """The store in a folder: to read what is there, or to write, made anew where there is none.

    Readers do not lock and see the store as it was when they opened it.
    """
    base = checked(base)
    if not write:
        quads = _opened(folder, write=False)
        return Store(quads, _base_of(quads) or base)
    if folder.exists() and not folder.is_dir():
        raise KgError("a file stands where the store should be", str(folder), "give a folder", usage=True)
    if folder.is_dir() and any(folder.iterdir()) and not (folder / _MARK).exists():
        fix = "give an empty folder or a new one"
        raise KgError("the folder holds something else than a store", str(folder), fix, usage=True)
    folder.mkdir(parents=True, exist_ok=True)
    store = Store(_opened(folder, write=True), base)
    made = _base_of(store.quads)
    if made is None:
        if next(store.quads.quads_for_pattern(None, None, None), None):
            fix = "give an empty folder or a new one"
            raise KgError("the store in this folder is not one of ours", str(folder), fix, usage=True)
        store.prepare()
    elif made != base:
        fix = f"use --base {made}, or another folder"
        raise KgError(f"the store was made with the base {made}", str(folder), fix, usage=True)
    return store


def base_of(folder: Path) -> str:
    """The base of the store in a folder, the default one where there is no store yet."""
    if not (folder / _MARK).exists():
        return BASE
    with open(folder) as store:
        return store.base


def memory(graph: Graph, base: str = BASE) -> Store:
    """A store in memory that holds a graph."""
    store = Store(ox.Store(), checked(base))
    store.load(graph)
    return store


def _opened(folder: Path, *, write: bool) -> ox.Store:
    if not write and not (folder / _MARK).exists():
        raise KgError("no store here", str(folder), "make one with kg build, or check the path", usage=True)
    try:
        return ox.Store(str(folder)) if write else ox.Store.read_only(str(folder))
    except (OSError, RuntimeError) as error:
        if "lock" in str(error).lower():
            fix = "wait until it ends, or stop the other kg build or kg serve"
            raise KgError("the store is in use by another process", str(folder), fix) from error
        raise KgError(f"the store cannot be opened: {error}", str(folder), "build it again in a new folder") from error


def _base_of(quads: ox.Store) -> str | None:
    found = next(quads.quads_for_pattern(term("kg:index"), term("kg:base"), None, term("kg:index")), None)
    return found.object.value if found and isinstance(found.object, ox.Literal) else None


def _own() -> tuple[ox.NamedNode, ox.NamedNode]:
    """Graphs that are the store's own."""
    return term("kg:index"), ox.NamedNode(HOUSE)


def _quad(triple: ox.Triple, name: ox.NamedNode | ox.DefaultGraph = _DEFAULT) -> ox.Quad:
    return ox.Quad(triple.subject, triple.predicate, triple.object, name)


def _mark(name: ox.NamedNode, digest: str) -> ox.Quad:
    return ox.Quad(name, term("kg:contentHash"), ox.Literal(digest), term("kg:index"))


def _digest(lines: Iterable[str]) -> str:
    """A digest of sorted triples as N-Triples."""
    return sha256("\n".join(lines).encode()).hexdigest()
