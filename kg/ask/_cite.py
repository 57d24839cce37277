"""The sentences behind an answer: for each row of a ready question, the claims that its pattern rests on.

A ready question selects names for a reader. Asked again for everything its pattern matches, it gives the
nodes: figures and statements lead to their sentences, and of two things the claims between them do.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache

import pyoxigraph as ox

from kg.errors import KgError
from kg.rdf import said
from kg.rdf.said import Cited
from kg.rdf.sparql import Answer, Term, ask

MOST = 3  # sentences for one row

_HEAD = re.compile(r"^SELECT .*?WHERE \{$", re.MULTILINE | re.DOTALL)
_TAIL = re.compile(r"^\}$.*", re.MULTILINE | re.DOTALL)
_RENAMED = re.compile(r"\(\?(\w+) AS \?(\w+)\)")
_COLUMN = re.compile(r"\?(\w+)")


def witnesses(text: str) -> str:
    """A ready question's SPARQL, asking for all that its pattern matches, without grouping and order.

    >>> witnesses("# zh: 问\\nSELECT ?a (COUNT(?b) AS ?n) WHERE {\\n  ?a ?p ?b\\n}\\nGROUP BY ?a")
    '# zh: 问\\nSELECT DISTINCT * WHERE {\\n  ?a ?p ?b\\n}'
    """
    return _TAIL.sub("}", _HEAD.sub("SELECT DISTINCT * WHERE {", text, count=1), count=1)


def cite(store: ox.Store, base: str, text: str, answer: Answer, given: Sequence[Term]) -> list[tuple[Cited, ...]]:
    """For each row of an answer the sentences that it rests on; none where the pattern leads to none."""
    if not _HEAD.search(text):
        return [() for _ in answer.rows]
    try:
        found = ask(store, witnesses(text), base)
    except KgError:  # a query of the user's own, of another shape
        return [() for _ in answer.rows]
    keys = _keys(text, answer.variables, found.variables)
    behind: dict[tuple[Term | None, ...], dict[Cited, None]] = defaultdict(dict)
    places = [found.variables.index(name) for _, name in keys]
    claims = _Claims(store)
    for row in found.rows:
        key = tuple(row[place] for place in places)
        if len(behind[key]) < MOST:
            nodes = dict.fromkeys([*(value for value in row if value is not None), *given])
            behind[key] |= dict.fromkeys(claims.of(list(nodes)))
    columns = [answer.variables.index(column) for column, _ in keys]
    return [tuple(behind.get(tuple(row[c] for c in columns), {}))[:MOST] for row in answer.rows]


def _keys(text: str, columns: Sequence[str], known: Sequence[str]) -> list[tuple[str, str]]:
    """Columns of the answer with the variable of the pattern that each shows."""
    head = _HEAD.search(text)
    selected = head.group() if head else ""
    plain = set(_COLUMN.findall(re.sub(r"\([^()]*(?:\([^()]*(?:\([^()]*\)[^()]*)*\)[^()]*)*\)", "", selected)))
    renamed = {shown: inner for inner, shown in _RENAMED.findall(selected)}
    pairs = [(column, renamed.get(column, column)) for column in columns if column in renamed or column in plain]
    return [(column, inner) for column, inner in pairs if inner in known]


class _Claims:
    """Claims of a store by their subject, looked up once."""

    def __init__(self, store: ox.Store) -> None:
        self._store = store
        self._of = cache(lambda node: tuple(said.claims(store, "subject", node)))

    def of(self, nodes: Sequence[Term]) -> Iterator[Cited]:
        """Passages of the figures and statements among some nodes, and of the claims between them."""
        named = [node for node in nodes if isinstance(node, ox.NamedNode)]
        ends = {str(node) for node in named}
        texts = {node.value for node in nodes if isinstance(node, ox.Literal)}
        direct = [passage for node in named for passage in said.cited(self._store, node)]
        if direct:
            yield from sorted(direct)
            return
        found = [
            claim
            for node in named
            for claim in self._of(node)
            if str(claim.object) in ends or (isinstance(claim.object, ox.Literal) and claim.object.value in texts)
        ]
        for claim in sorted(found, key=lambda claim: (-claim.confidence, str(claim.node))):
            yield from claim.passages
        if not found:
            yield from self._articles(named)

    def _articles(self, named: Sequence[ox.NamedNode]) -> Iterator[Cited]:
        """Where no claim is at hand: the articles themselves."""
        for node in named:
            if headline := said.text(self._store, node, "schema:headline"):
                published, outlet = (
                    said.text(self._store, node, f"schema:{n}") for n in ("datePublished", "publisher")
                )
                yield Cited(node.value, 0, 0, "", headline, published[:10], outlet)
