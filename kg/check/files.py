"""What people write by hand: ontology, shapes, context, ready questions, rules and lexicons."""

import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pyoxigraph as ox

from kg.check import lexicons
from kg.check.lexicons import Fault
from kg.check.reference import page, reference
from kg.data import schemas, seeds
from kg.errors import KgError
from kg.model import KINDS
from kg.rdf.questions import questions
from kg.rdf.sparql import execute, variables
from kg.vocabulary import HOUSE, Ontology, ontology, relations, short, term

__all__ = ["Fault", "lint"]

_INNER = ("kg:contentHash", "kg:base")  # of the store's own index, in no export

_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_OWL = "http://www.w3.org/2002/07/owl#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_SH = "http://www.w3.org/ns/shacl#"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_PROPERTIES = (f"{_OWL}ObjectProperty", f"{_OWL}DatatypeProperty")


def lint(folders: Sequence[Path] = (), *, fix: bool = False) -> list[Fault]:
    """Faults of our own files and of the user's lexicon folders, sorted; `fix` first mends what it can."""
    every = (*folders, seeds("lexicons"))
    if fix:
        for folder in every:
            lexicons.mend(folder)
        if page().parent.is_dir():
            page().write_text(reference(), encoding="utf-8", newline="\n")
    found = [*_ontology(ontology()), *_shapes(), *_context(), *_queries(), *_rules(), *_page()]
    for folder in every:
        found += lexicons.faults(folder, folders)
    return sorted(set(found), key=_order)


def _order(fault: Fault) -> tuple[str, int, Fault]:
    path, _, line = fault.where.rpartition(":")
    return path, int(line) if line.isdigit() else 0, fault


# Ontology -----------------------------------------------------------------------------------------


def _ontology(source: Ontology) -> Iterator[Fault]:
    """Own terms without name, comment, domain or range; terms that are used and not defined."""
    where = str(schemas("ontology.ttl"))
    for iri, found in source.values.items():
        if not iri.startswith(HOUSE):
            continue
        kinds = source.get(iri, _TYPE)
        named = f"{_SKOS}prefLabel" if f"{_SKOS}Concept" in kinds else f"{_RDFS}label"
        for missing in _missing(found.get(named, ()), ("en",)):
            yield Fault(where, "error", f"{short(iri)} has no name in {missing}")
        if f"{_SKOS}Concept" not in kinds:
            for missing in _missing(found.get(f"{_RDFS}comment", ()), ("en",)):
                yield Fault(where, "error", f"{short(iri)} has no comment in {missing}")
        if any(kind in kinds for kind in _PROPERTIES):
            for need in ("domain", "range"):
                if not source.get(iri, _RDFS + need):
                    yield Fault(where, "error", f"{short(iri)} has no rdfs:{need}")
        for items in found.values():
            for item in items:
                if isinstance(item, ox.NamedNode) and item.value.startswith(HOUSE) and item.value not in source.values:
                    yield Fault(where, "error", f"{short(iri)} names {short(item.value)}, which is not defined")
    yield from _borrowed(source, where)
    for kind in KINDS:
        if f"{HOUSE}/kind#{kind}" not in source.values:
            yield Fault(where, "error", f"the kind {kind} has no concept")


def _borrowed(source: Ontology, where: str) -> Iterator[Fault]:
    """Relations of other vocabularies: their ends are ours to tell, as schema.org does it, not theirs to change."""
    for iri in source.subjects(term("kg:relation").value):
        if iri.startswith(HOUSE):
            continue
        for ours, told in (("kg:fromClass", "schema:domainIncludes"), ("kg:toClass", "schema:rangeIncludes")):
            wanted, found = (set(source.get(iri, term(name).value)) for name in (ours, told))
            if not found or not wanted <= found:
                yield Fault(where, "error", f"{short(iri)} does not tell with {told} what {ours} does")


def _missing(values: Iterable[ox.NamedNode | ox.Literal], more: Iterable[str]) -> list[str]:
    present = {item.language for item in values if isinstance(item, ox.Literal)}
    return [language for language in ("zh", *more) if language not in present]


# Shapes and context -------------------------------------------------------------------------------


def _shapes() -> Iterator[Fault]:
    """Terms that no vocabulary holds, classes without a shape, relations with other ends than their own."""
    path = schemas("shapes.ttl")
    where = str(path)
    try:
        triples = [quad.triple for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE)]
    except SyntaxError as error:
        yield Fault(where, "error", f"it is no Turtle: {error}")
        return
    own = {str(triple.subject) for triple in triples}
    known = ontology()
    targets, messages = set(), dict[str, list[str]]()
    for triple in triples:
        node = triple.object
        if isinstance(node, ox.NamedNode) and str(node) not in own and not node.value.startswith(_SH):
            if node.value not in known.values and short(node.value).partition(":")[0] not in ("xsd", "rdf"):
                yield Fault(where, "error", f"a shape uses {short(node.value)}, which the ontology does not hold")
            if triple.predicate.value == f"{_SH}targetClass":
                targets.add(node.value)
        if isinstance(node, ox.Literal) and triple.predicate.value == f"{_SH}message":
            messages.setdefault(node.value.partition(" ")[0], []).append(node.value)
    classes = [iri for iri in known.values if iri.startswith(f"{HOUSE}#") and f"{_OWL}Class" in known.get(iri, _TYPE)]
    for iri in classes:
        if iri not in targets and short(iri) != "kg:Entity":
            yield Fault(where, "error", f"the class {short(iri)} has no shape")
    yield from _ends(where, messages)


def _ends(where: str, messages: dict[str, list[str]]) -> Iterator[Fault]:
    """Relations whose shape names other kinds than the ontology does."""
    for found in relations().values():
        for relation in found:
            if len(relation.subjects) == len(KINDS):  # kg:partOf takes any
                continue
            told = " ".join(messages.get(short(relation.predicate.value), ()))
            for kind in KINDS:
                wanted = (kind in relation.subjects) + (kind in relation.objects)
                if len(re.findall(rf"\b{kind.lower()}\b", told.partition(" ")[2])) < wanted and relation.name != "date":
                    name = short(relation.predicate.value)
                    yield Fault(
                        where,
                        "error",
                        f"the shape of {name} does not allow {kind.lower()} as the ontology does",
                    )


def _context() -> Iterator[Fault]:
    """Terms of the context that the ontology does not hold."""
    path = schemas("context.jsonld")
    try:
        context = json.loads(path.read_text(encoding="utf-8"))["@context"]
    except (ValueError, KeyError) as error:
        yield Fault(str(path), "error", f"it is no JSON-LD context: {error}")
        return
    known = ontology()
    named = {value["@id"] for value in context.values() if isinstance(value, dict)}
    for iri in known.values:
        curie = short(iri)
        told = iri.startswith(HOUSE) and any(kind in known.get(iri, _TYPE) for kind in _PROPERTIES)
        if told and curie not in named and not curie.startswith("kg:cube") and curie not in _INNER:
            yield Fault(str(path), "error", f"{curie} has no name in the context")
    for name, value in context.items():
        curie = value.get("@id", "") if isinstance(value, dict) else value
        prefix, colon, rest = str(curie).partition(":")
        if colon and not rest.startswith("//") and known.prefixes.get(prefix, "") + rest not in known.values:
            yield Fault(str(path), "error", f"“{name}” stands for {curie}, which the ontology does not hold")


# Questions and rules ------------------------------------------------------------------------------


def _queries() -> Iterator[Fault]:
    """Ready questions that do not parse, lack a title, or name columns and parameters in vain."""
    for name, question in questions().items():
        where = question.where
        if not question.zh or not question.en:
            yield Fault(where, "error", "the question needs a title in both languages")
        used = variables(question.text)
        for parameter in question.parameters:
            if f"{parameter.name}_" not in used:
                yield Fault(where, "error", f"the parameter --{parameter.name} is not used as ?{parameter.name}_")
        for loose in sorted(used - {f"{parameter.name}_" for parameter in question.parameters}):
            if loose.endswith("_"):
                yield Fault(where, "error", f"?{loose} is no parameter of {name}")
        try:
            results = execute(ox.Store(), question.text, where=where)
        except KgError as error:
            yield Fault(error.where or where, "error", error.what)
            continue
        columns = {each.value for each in results.variables} if isinstance(results, ox.QuerySolutions) else set()
        for column in sorted(columns ^ {each for each, _ in question.columns}):
            yield Fault(where, "error", f"the column ?{column} is named and not selected, or selected and not named")


def _rules() -> Iterator[Fault]:
    for path in sorted(seeds("rules").glob("*.toml")):
        try:
            tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            yield Fault(str(path), "error", f"it is no TOML: {error}")


def _page() -> Iterator[Fault]:
    """The reference of the vocabulary, where there is one to keep up to date."""
    if page().parent.is_dir() and (not page().exists() or page().read_text(encoding="utf-8") != reference()):
        yield Fault(str(page()), "error", "the page is older than the ontology; kg lint --fix writes it again")
