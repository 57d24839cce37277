"""JSON-LD: the graph and its evidence as readable JSON, with the context of schemas/context.jsonld inside."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.data import schemas
from kg.model import Graph
from kg.rdf import ordered, triples
from kg.vocabulary import BASE, prefixes, term

SUFFIX = ".jsonld"

Json = str | int | list["Json"] | dict[str, "Json"]


@dataclass(frozen=True, slots=True)
class Term:
    """A name of the context: how its values are written, and whether they always stand in a list."""

    name: str
    type: str | None
    language: str | None
    listed: bool


def write(graph: Graph, path: Path, base: str = BASE) -> None:
    """Writes one file, a node a line, so that it can be compared line by line."""
    main, evidence = triples(graph, base)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(lines(ordered([*main, *evidence]), base))


def lines(found: Iterable[ox.Triple], base: str = BASE) -> Iterator[str]:
    """A document of some triples, sorted by subject and predicate: its context, then each node."""
    context = _context(base)
    space = {name: iri for name, iri in prefixes(base).items() if context.get(name) == iri}
    yield f'{{"@context": {_dump(context)},\n"@graph": [\n'
    for number, (subject, said) in enumerate(groupby(found, key=lambda triple: triple.subject)):
        yield ",\n" if number else ""
        yield _dump(_node(subject, list(said), space))
    yield "\n]}\n"


def speaks(found: Iterable[ox.Triple]) -> bool:
    """Whether the context has a name for every predicate of some triples, and each of their nodes is named."""
    known = {*_terms(), term("rdf:type").value}
    return all(
        triple.predicate.value in known
        and isinstance(triple.subject, ox.NamedNode)
        and isinstance(triple.object, ox.NamedNode | ox.Literal)
        for triple in found
    )


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _context(base: str) -> dict[str, Any]:
    """The context, with the prefixes of a base in place of the default ones."""
    found: dict[str, Any] = json.loads(schemas("context.jsonld").read_text(encoding="utf-8"))["@context"]
    own = prefixes(base)
    return {name: own[name] if name in own and isinstance(value, str) else value for name, value in found.items()}


@cache
def _terms() -> dict[str, Term]:
    """The names of the context by the IRI that they stand for."""
    found = {}
    for name, value in _context(BASE).items():
        if isinstance(value, dict):
            prefix, _, rest = value["@id"].partition(":")
            listed = value.get("@container") == "@set"
            found[prefixes()[prefix] + rest] = Term(name, value.get("@type"), value.get("@language"), listed)
    return found


def _node(subject: object, found: list[ox.Triple], space: dict[str, str]) -> dict[str, Json]:
    node: dict[str, Json] = {"id": _short(_iri(subject), space)}
    for predicate, group in groupby(found, key=lambda triple: triple.predicate):
        values = [triple.object for triple in group]
        if predicate == term("rdf:type"):
            node["type"] = [_short(_iri(value), space) for value in values]
            continue
        own = Term(_short(predicate.value, space), None, None, False)
        name = _terms().get(predicate.value, own)
        written = [_value(value, name, space) for value in values]
        node[name.name] = written if name.listed or len(written) > 1 else written[0]
    return node


def _value(value: object, name: Term, space: dict[str, str]) -> Json:
    """A value as the context has it written, or in full where it is of another type."""
    if not isinstance(value, ox.Literal):
        iri = _short(_iri(value), space)
        return iri if name.type == "@id" else {"id": iri}
    if value.language:
        same = value.language == name.language
        return value.value if same else {"@value": value.value, "@language": value.language}
    kind = _short(value.datatype.value, space)
    if kind == name.type or (kind == "xsd:string" and name.type is None and name.language is None):
        return value.value
    return {"@value": value.value} if kind == "xsd:string" else {"@value": value.value, "@type": kind}


def _iri(node: object) -> str:
    return node.value if isinstance(node, ox.NamedNode) else str(node)


def _short(iri: str, space: dict[str, str]) -> str:
    """The short form by the context's prefixes; what follows may not look like a host."""
    fitting = [(len(start), name) for name, start in space.items() if iri.startswith(start)]
    if not fitting:
        return iri
    length, name = max(fitting)
    return f"{name}:{iri[length:]}" if iri[length:] and not iri[length:].startswith("//") else iri
