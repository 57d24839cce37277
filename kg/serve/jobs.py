"""What a worker does: answer a query, describe a node, gather a page, and, in the one that may write, change."""

import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg import ask as asking
from kg import query as queries
from kg import store as stores
from kg.errors import KgError
from kg.export import jsonld
from kg.rdf import ordered, turtle
from kg.rdf.sparql import Dataset, Results, bound, execute
from kg.rdf.sparql import update as change
from kg.serve import article as articles
from kg.serve import thing as things
from kg.serve.accept import best
from kg.serve.formats import GRAPHS, RESULTS

if TYPE_CHECKING:
    from typing_extensions import Buffer

MEGABYTE = 1_000_000

_DEFAULT = ox.DefaultGraph()
_open: dict[str, stores.Store] = {}
_counts: dict[str, dict[str, int]] = {}


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as it goes out: HTTP status, media type, bytes, further headers."""

    status: int
    media: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


# Reading ------------------------------------------------------------------------------------------


def query(
    place: str,
    text: str,
    accept: str | None,
    limit: int,
    default: tuple[str, ...] = (),
    named: tuple[str, ...] = (),
) -> Reply:
    """The answer to a SPARQL query in the format that the client likes best."""
    store = _store(place)
    dataset = Dataset(_nodes(default), _nodes(named)) if default or named else None
    results = execute(store.quads, text, store.base, dataset=dataset)
    try:
        return _answer(results, accept, limit, store.base)
    except (OSError, RuntimeError) as error:
        raise KgError(f"the query failed: {error}", "", "ask for less, or mend the query") from error


def prepared(place: str, name: str, parameters: Mapping[str, str]) -> str:
    """The SPARQL of a ready question with its parameters bound."""
    store, asked = _store(place), queries.find(name)
    return bound(asked.text, queries.terms(store, asked, parameters))


def answer(place: str, text: str, day: str | None) -> asking.Reply:
    """The answer to a question in Chinese, with its sentences."""
    return asking.ask(_store(place), text, day)


def describe(place: str, iris: tuple[str, ...], accept: str | None, limit: int) -> Reply:
    """What the graph says of the first of some nodes that it holds, as RDF."""
    store = _store(place)
    node = things.first(store.quads, iris)
    if node is None:
        return missing(iris[0])
    return _triples(things.told(store.quads, node), accept, limit, store.base)


def page(place: str, state: str, iris: tuple[str, ...]) -> things.Thing | articles.Reading | None:
    """What the page of the first of some nodes shows; None where the graph holds none of them."""
    store = _store(place)
    node = things.first(store.quads, iris)
    if node is None:
        return None
    return articles.reading(store, Path(state), node) or things.thing(store.quads, node)


def base(place: str) -> str:
    """The base of the store's IRIs."""
    return _store(place).base


def overview(place: str) -> dict[str, int]:
    """How much of what there is."""
    if place not in _counts:
        _counts.clear()
        _counts[place] = things.counts(_store(place).quads)
    return _counts[place]


def graph(place: str, name: str | None, accept: str | None, limit: int) -> Reply:
    """A named graph, or the default one, as RDF."""
    store = _store(place)
    where = _DEFAULT if name is None else _node(name)
    if name is not None and not store.quads.contains_named_graph(_node(name)):
        return missing(name)
    found = (quad.triple for quad in store.quads.quads_for_pattern(None, None, None, where))
    return _triples(found, accept, 0, store.base)


def missing(name: str) -> Reply:
    """The answer where there is nothing of a name."""
    return Reply(404, "text/plain; charset=utf-8", f"the graph holds nothing of this name: {name}\n".encode())


# Writing: in one worker only, which holds the store open ---------------------------------------------


def update(writes: str, text: str) -> None:
    """Carries out an update. What named graphs hold may differ now, so the next build writes all anew."""
    store = _written(writes)
    change(store.quads, text, store.base)
    store.forget()


def put(writes: str, name: str, data: bytes, media: str, *, merge: bool) -> bool:
    """Puts triples in place of a named graph, or adds them to it; whether the graph is new."""
    store, node = _written(writes), _node(name)
    known = store.quads.contains_named_graph(node)
    found = set(_parsed(data, media, name))
    if merge:
        found |= {quad.triple for quad in store.quads.quads_for_pattern(None, None, None, node)}
    store.replace_graph(node, found)
    return not known


def delete(writes: str, name: str) -> bool:
    """Takes back a named graph; whether there was one."""
    store, node = _written(writes), _node(name)
    known = store.quads.contains_named_graph(node)
    store.remove(node)
    return known


def snapshot(writes: str, to: str) -> None:
    """A copy of the store as it is now, for the workers that read; its files are shared, not copied."""
    _written(writes).quads.backup(to)


# Opening ------------------------------------------------------------------------------------------


def _store(place: str) -> stores.Store:
    if place not in _open:
        _open.clear()
        _open[place] = stores.open(Path(place))
    return _open[place]


def _written(place: str) -> stores.Store:
    if place not in _open:
        _open[place] = stores.open(Path(place), stores.base_of(Path(place)), write=True)
    return _open[place]


# Formats ------------------------------------------------------------------------------------------


def _answer(results: Results, accept: str | None, limit: int, base: str) -> Reply:
    if isinstance(results, ox.QueryTriples):
        return _triples(results, accept, limit, base)
    offers = [
        media
        for media in RESULTS
        if isinstance(results, ox.QuerySolutions)
        or RESULTS[media] in (ox.QueryResultsFormat.JSON, ox.QueryResultsFormat.XML)
    ]
    media = best(accept, offers)
    if media is None:
        return refused(offers)
    if isinstance(results, ox.QueryBoolean):
        return Reply(200, media, results.serialize(format=RESULTS[media]) or b"")
    out = _Bounded(limit)
    results.serialize(output=out, format=RESULTS[media])
    return Reply(200, _typed(media), out.getvalue())


class _Bounded(io.BytesIO):
    """Bytes up to a limit. Raises KgError beyond it: an answer cut short in silence would be taken for whole."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._limit = limit

    def write(self, data: "Buffer") -> int:
        count = super().write(data)
        if self._limit and self.tell() > self._limit:
            raise _too_long(self._limit)
        return count


def _triples(found: Iterable[ox.Triple], accept: str | None, limit: int, base: str) -> Reply:
    media = best(accept, list(GRAPHS))
    if media is None:
        return refused(list(GRAPHS))
    triples = ordered(set(_limited(found, limit)))
    if GRAPHS[media] == ox.RdfFormat.TURTLE:
        body = turtle(triples, base)
    elif GRAPHS[media] == ox.RdfFormat.JSON_LD and jsonld.speaks(triples):
        body = "".join(jsonld.lines(triples, base)).encode()
    else:
        body = ox.serialize(triples, format=GRAPHS[media]) or b""
    return Reply(200, _typed(media), body)


def refused(offers: Iterable[str]) -> Reply:
    """The answer to a client that likes nothing on offer."""
    return Reply(406, "text/plain; charset=utf-8", f"accept one of {', '.join(offers)}\n".encode())


def _typed(media: str) -> str:
    return f"{media}; charset=utf-8" if media.startswith("text/") else media


def _limited(found: Iterable[ox.Triple], limit: int) -> Iterator[ox.Triple]:
    """Triples as long as what they hold is within a limit."""
    size = 0
    for triple in found:
        size += len(str(triple))
        if limit and size > limit:
            raise _too_long(limit)
        yield triple


def _too_long(limit: int) -> KgError:
    fix = "add LIMIT and OFFSET to the query, or raise kg serve --limit"
    return KgError(f"the answer is longer than {limit / MEGABYTE:g} MB", "", fix)


def _nodes(iris: Iterable[str]) -> tuple[ox.NamedNode, ...]:
    return tuple(_node(iri) for iri in iris)


def _node(iri: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(iri)
    except ValueError as error:
        raise KgError("this is no absolute IRI", iri, "give one such as https://example.org/g", usage=True) from error


def _parsed(data: bytes, media: str, base: str) -> Iterator[ox.Triple]:
    try:
        for quad in ox.parse(data, format=GRAPHS[media], base_iri=base):
            yield quad.triple
    except (SyntaxError, ValueError) as error:
        raise KgError(
            f"the data cannot be read as {media}: {error}", "", "mend the place it names", usage=True
        ) from error
