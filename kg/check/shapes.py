"""A built graph against its shapes, part by part, each finding told in one sentence."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal as Choice

import pyoxigraph as ox
import pyshacl
import rdflib
from rdflib.namespace import SH

from kg.data import schemas
from kg.errors import KgError
from kg.model import Graph
from kg.rdf import EVIDENCE, GRAPH, Names, triples
from kg.vocabulary import BASE, datatype, short, subkinds, term

PART = 20_000
_IDENTITY = (
    "rdf:type",
    "kg:kind",
    "rdfs:label",
    "skos:prefLabel",
    "skos:inScheme",
    "schema:headline",
    "kg:textHash",
)

_Node = rdflib.URIRef | rdflib.BNode
_Found = Mapping[_Node, list[tuple[rdflib.URIRef, rdflib.term.Node]]]


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """Something that should be otherwise: the node, the article that it came from, and what should be so."""

    level: Choice["error", "warning"]
    article: str
    node: str
    message: str

    def __str__(self) -> str:
        """The finding as one sentence.

        >>> str(Finding("error", "a1", "place:辽宁省", "a thing has one label"))
        'a thing has one label: place:辽宁省 (article a1)'
        """
        return f"{self.message}: {self.node}" + (f" (article {self.article})" if self.article else "")


def check(source: Path | Graph, base: str = BASE) -> list[Finding]:
    """What is wrong with a graph, or with the two files that a build wrote into a folder; sorted."""
    if isinstance(source, Graph):
        main, evidence = triples(source, base)
        return _checked([*main, *evidence], base) + sorted(_unfaithful(source, base))
    found: list[ox.Triple] = []
    for name in (GRAPH, EVIDENCE):
        found += _read(source / name)
    return _checked(found, _base_of(found) or base)


def _read(path: Path) -> Iterator[ox.Triple]:
    try:
        for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE):
            yield quad.triple
    except OSError as error:
        raise KgError("the graph cannot be read", str(path), "run kg build first", usage=True) from error
    except SyntaxError as error:
        raise KgError(f"the file is no Turtle: {error}", str(path), "run kg build again") from error


def _base_of(found: Iterable[ox.Triple]) -> str | None:
    """The base of a graph, by its first article."""
    for triple in found:
        if triple.object == term("schema:NewsArticle") and isinstance(triple.subject, ox.NamedNode):
            return triple.subject.value.rpartition("article/")[0] or None
    return None


def _checked(found: Iterable[ox.Triple], base: str) -> list[Finding]:
    nodes: dict[_Node, list[tuple[rdflib.URIRef, rdflib.term.Node]]] = defaultdict(list)
    for triple in found:
        nodes[_subject(triple.subject)].append((rdflib.URIRef(triple.predicate.value), _term(triple.object)))
    homes = {node: _home(node, nodes) for node in nodes}
    findings = {
        Finding(level, _stem(homes.get(node, "")), short(str(node), base), message)
        for level, node, message in (*_shaped(nodes, homes), *_unsound(nodes))
    }
    return sorted(findings)


# Shapes -------------------------------------------------------------------------------------------


def _shaped(nodes: _Found, homes: Mapping[_Node, str]) -> Iterator[tuple[Choice["error", "warning"], _Node, str]]:
    """Findings of the shapes: level, node and message."""
    for part in _parts(nodes, homes):
        data = _data(part, nodes)
        _, report, _ = pyshacl.validate(data, shacl_graph=_shapes(), inference="none", inplace=True)
        for result in report.subjects(rdflib.RDF.type, SH.ValidationResult):
            focus = report.value(result, SH.focusNode)
            if focus not in part:  # known here only by its type; its own part says what is wrong with it
                continue
            value, message = report.value(result, SH.value), report.value(result, SH.resultMessage)
            severe = report.value(result, SH.resultSeverity) != SH.Warning
            seen = f", not {_shown(value)}" if value is not None and value != focus else ""
            yield "error" if severe else "warning", focus, f"{message}{seen}"


def _parts(nodes: _Found, homes: Mapping[_Node, str]) -> Iterator[set[_Node]]:
    """Nodes in parts of some size: what one article says stays together."""
    part: set[_Node] = set()
    size = 0
    for node in sorted(nodes, key=lambda node: (homes[node], str(node))):
        part.add(node)
        size += len(nodes[node])
        if size > PART:
            yield part
            part, size = set(), 0
    if part:
        yield part


def _data(part: set[_Node], nodes: _Found) -> rdflib.Graph:
    """The triples of a part, and of each thing that it names what it is: no shape looks further.

    Names and hashes come along only because a node without them would be reported at some cost, in vain.
    """
    data = rdflib.Graph(bind_namespaces="none")
    known = {rdflib.URIRef(term(name).value) for name in _IDENTITY}
    for node in part:
        for predicate, value in nodes[node]:
            data.add((node, predicate, value))
            if isinstance(value, _Node) and value not in part:
                for inner, kind in nodes.get(value, ()):
                    if inner in known:
                        data.add((value, inner, kind))
    return data


@cache
def _shapes() -> rdflib.Graph:
    return rdflib.Graph(bind_namespaces="none").parse(schemas("shapes.ttl"), format="turtle")


# What shapes cannot say ---------------------------------------------------------------------------


def _unsound(nodes: _Found) -> Iterator[tuple[Choice["error"], _Node, str]]:
    """Claims without their plain triple, and passages whose text is not as long as their offsets say."""
    names = ("rdf:subject", "rdf:predicate", "rdf:object", "oa:start", "oa:end", "oa:exact")
    *keys, exact = (rdflib.URIRef(term(name).value) for name in names)
    for node, found in nodes.items():
        said = dict(found)
        subject, predicate, thing, start, end = (said.get(key) for key in keys)
        if isinstance(subject, _Node) and predicate and (predicate, thing) not in nodes.get(subject, ()):
            yield "error", node, "a claim stands beside its plain triple"
        length = _whole(end) - _whole(start)
        for text in (str(value) for name, value in found if name == exact):
            if length != len(text):
                yield "error", node, f"a passage is as long as its text ({len(text)}), not {length}"


def _unfaithful(graph: Graph, base: str) -> Iterator[Finding]:
    """What the triples do not show: sub-kinds left out, and evidence that is not the article's words."""
    texts = {article.stem: article.text for article in graph.articles}
    names = Names(base)
    for entity in graph.entities:
        if entity.subkind and entity.subkind not in subkinds(entity.kind):
            message = f"the sub-kind of a thing is one of the ontology's, not “{entity.subkind}”"
            yield Finding("error", "", short(names.entity(entity.id).value, base), message)
    sources = (graph.facts, graph.dates, graph.figures)
    every = [item for group in sources for each in group for item in each.evidence]
    for item in dict.fromkeys([*every, *(quote.evidence for quote in graph.quotes)]):
        text = texts.get(item.article)
        if text is not None and text[item.span.start : item.span.end] != item.text:
            node = short(names.passage(item.article, item.span).value, base)
            yield Finding("error", item.article, node, "a passage stands in its article word for word")


def _whole(value: rdflib.term.Node | None) -> int:
    return int(str(value)) if str(value).isdigit() else 0


# Terms --------------------------------------------------------------------------------------------


def _home(node: _Node, nodes: _Found) -> str:
    """The article that a node came from: its own, its passage's, or none for a thing."""
    said = dict(nodes.get(node, ()))
    article = said.get(rdflib.URIRef(term("dcterms:isPartOf").value))
    if article is not None:
        return str(article)
    passage = said.get(rdflib.URIRef(term("prov:wasDerivedFrom").value))
    if passage is not None:
        return str(passage).partition("#")[0]
    return str(node) if rdflib.URIRef(term("schema:headline").value) in said else ""


def _stem(article: str) -> str:
    return article.rpartition("/")[2]


def _shown(value: rdflib.term.Node) -> str:
    text = str(value)
    return f"“{text[:40]}…”" if len(text) > 40 else f"“{text}”"


def _subject(node: ox.NamedNode | ox.BlankNode | ox.Triple) -> _Node:
    return rdflib.URIRef(node.value) if isinstance(node, ox.NamedNode) else rdflib.BNode(str(node)[2:])


def _term(node: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> rdflib.term.Node:
    if not isinstance(node, ox.Literal):
        return _subject(node)
    if node.language:
        return rdflib.Literal(node.value, lang=node.language)
    if node.datatype == datatype("string"):  # to rdflib, a string and a plain literal are two things
        return rdflib.Literal(node.value)
    return rdflib.Literal(node.value, datatype=rdflib.URIRef(node.datatype.value), normalize=False)
