"""The terms, prefixes, kinds and relations of `schemas/ontology.ttl`: the only home of IRIs.

Code names a term by its short form, `term("schema:headline")`; a name that the ontology does not hold is
an error, so a misspelt term never reaches a graph.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Literal as Choice

import pyoxigraph as ox

from kg.data import schemas
from kg.errors import KgError
from kg.model import KINDS, Kind

BASE = "https://shangtu.example/"
HOUSE = "https://shangtu.example/ns"
Language = Choice["zh", "en"]

_OWL = "http://www.w3.org/2002/07/owl#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_FORBIDDEN = frozenset('<>"{}|\\^` ')


@dataclass(frozen=True, slots=True)
class Relation:
    """A predicate for a relation's name, and the kinds that may stand at either end."""

    name: str
    predicate: ox.NamedNode
    subjects: frozenset[Kind]
    objects: frozenset[Kind]
    symmetric: bool = False


class Ontology:
    """The triples of the ontology by subject and predicate, with the prefixes that it declares."""

    def __init__(self, data: bytes, where: str) -> None:
        parser = ox.parse(data, format=ox.RdfFormat.TURTLE)
        self.values: dict[str, dict[str, list[ox.NamedNode | ox.Literal]]] = defaultdict(lambda: defaultdict(list))
        try:
            for quad in parser:
                if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode | ox.Literal):
                    self.values[quad.subject.value][quad.predicate.value].append(quad.object)
        except SyntaxError as error:
            raise KgError(f"the ontology cannot be read: {error}", where, "mend the place it names") from error
        self.prefixes = MappingProxyType(dict(sorted(parser.prefixes.items())))

    def get(self, subject: str, predicate: str) -> list[str]:
        """Values of a property of a term, IRIs and literals alike, in the file's order."""
        return [item.value for item in self.values.get(subject, {}).get(predicate, ())]

    def subjects(self, predicate: str, value: str | None = None) -> list[str]:
        """Terms that have a property, or a property with one value, in the file's order."""
        return [
            subject
            for subject, found in self.values.items()
            if predicate in found and (value is None or value in [item.value for item in found[predicate]])
        ]


@cache
def ontology() -> Ontology:
    """The ontology of `schemas/ontology.ttl`, read once."""
    path = schemas("ontology.ttl")
    try:
        return Ontology(path.read_bytes(), str(path))
    except OSError as error:
        raise KgError("the ontology cannot be read", str(path), "install shangtu again") from error


# Prefixes and terms -------------------------------------------------------------------------------


def checked(base: str) -> str:
    """A base, if it can be one: absolute, closed by `/` or `#`.

    >>> checked("https://example.org/kg/")
    'https://example.org/kg/'
    """
    fix = "give one that ends with /, such as https://example.org/kg/"
    scheme, colon, rest = base.partition(":")
    if not colon or not scheme.isalpha() or not rest or not base.endswith(("/", "#")) or _FORBIDDEN & set(base):
        raise KgError("the base is no absolute IRI", base, fix, usage=True)
    try:
        ox.NamedNode(base)
    except ValueError as error:
        raise KgError("the base is no valid IRI", base, fix, usage=True) from error
    return base


@cache
def prefixes(base: str = BASE) -> MappingProxyType[str, str]:
    """Namespaces by prefix, sorted; those of what a build makes begin with its base."""
    return MappingProxyType({name: _based(iri, base) for name, iri in ontology().prefixes.items()})


def _based(iri: str, base: str) -> str:
    own = iri.startswith(BASE) and not iri.startswith(HOUSE)
    return checked(base) + iri.removeprefix(BASE) if own else iri


@cache
def term(curie: str) -> ox.NamedNode:
    """The IRI of a short form. Raises KgError for a term that the ontology does not hold.

    >>> term("schema:headline").value
    'https://schema.org/headline'
    """
    prefix, _, name = curie.partition(":")
    found = ontology()
    iri = found.prefixes.get(prefix, "") + name
    if iri not in found.values and prefix != "xsd":
        raise KgError("no such term", curie, f"add it to {schemas('ontology.ttl')}")
    return ox.NamedNode(iri)


def short(iri: str, base: str = BASE) -> str:
    """The short form of an IRI where a prefix fits, else the IRI itself.

    >>> short("https://shangtu.example/id/place/辽宁省")
    'place:辽宁省'
    """
    fitting = [(len(space), name) for name, space in prefixes(base).items() if iri.startswith(space)]
    if not fitting:
        return iri
    length, name = max(fitting)
    return f"{name}:{iri[length:]}"


@cache
def label(iri: str, language: Language = "zh") -> str:
    """The name of a term in a language, or its short form where it has none."""
    named = ontology().values.get(iri, {})
    for predicate in (f"{_RDFS}label", f"{_SKOS}prefLabel"):
        for item in named.get(predicate, ()):
            if isinstance(item, ox.Literal) and item.language == language:
                return item.value
    return short(iri)


# Kinds --------------------------------------------------------------------------------------------


@cache
def prefix_of(kind: Kind) -> str:
    """The prefix under which things of a kind have their IRIs.

    >>> prefix_of("Organization")
    'org'
    """
    return ontology().get(kind_concept(kind).value, term("kg:prefix").value)[0]


@cache
def kind_concept(kind: Kind, subkind: str | None = None) -> ox.NamedNode:
    """The concept of a kind or of its sub-kind. Raises KgError for one that the ontology does not hold."""
    return term(f"kind:{kind}-{subkind}" if subkind else f"kind:{kind}")


@cache
def subkinds(kind: Kind) -> tuple[str, ...]:
    """The sub-kinds of a kind.

    >>> subkinds("Policy")
    ('document', 'initiative')
    """
    found = ontology()
    below = found.subjects(f"{_SKOS}broader", kind_concept(kind).value)
    return tuple(found.get(concept, f"{_SKOS}notation")[0] for concept in below)


@cache
def classes(kind: Kind, subkind: str | None = None, kinds: tuple[Kind, ...] = ()) -> tuple[ox.NamedNode, ...]:
    """The classes of a thing: our own for each of its kinds, and those of schema.org that fit.

    >>> [short(node.value) for node in classes("Place", "city")]
    ['kg:Place', 'schema:Place', 'schema:City']
    """
    found: dict[str, None] = {}
    for each in (kind, *kinds):
        own = term(f"kg:{each}").value
        above = ontology().get(own, f"{_RDFS}subClassOf")
        found |= dict.fromkeys((own, *(item for item in above if item != term("kg:Entity").value)))
    if subkind in subkinds(kind):
        found |= dict.fromkeys(ontology().get(kind_concept(kind, subkind).value, term("kg:alsoTyped").value))
    return tuple(ox.NamedNode(iri) for iri in found)


# Relations ----------------------------------------------------------------------------------------


@cache
def relations() -> dict[str, tuple[Relation, ...]]:
    """The predicates of each relation's name, the one with the narrowest kinds first."""
    found: dict[str, list[Relation]] = defaultdict(list)
    source = ontology()
    of_class = {term(f"kg:{kind}").value: kind for kind in KINDS}
    for iri in source.subjects(term("kg:relation").value):
        subjects = frozenset(of_class[end] for end in source.get(iri, term("kg:fromClass").value))
        objects = frozenset(of_class[end] for end in source.get(iri, term("kg:toClass").value))
        symmetric = f"{_OWL}SymmetricProperty" in source.get(iri, term("rdf:type").value)
        for name in source.get(iri, term("kg:relation").value):
            found[name].append(Relation(name, ox.NamedNode(iri), subjects, objects, symmetric))
    return {name: tuple(sorted(items, key=_width)) for name, items in sorted(found.items())}


def _width(relation: Relation) -> int:
    return len(relation.subjects) * max(len(relation.objects), 1)


def predicate(name: str, subject: Collection[Kind] = (), thing: Collection[Kind] = ()) -> ox.NamedNode:
    """The predicate of a relation or date by its name; partOf has three, told apart by the kinds at its ends.

    >>> short(predicate("partOf", ["Place"], ["Place"]).value)
    'schema:containedInPlace'
    >>> short(predicate("partOf", ["Place"], ["Organization"]).value)
    'kg:partOf'
    """
    candidates = relations().get(name)
    if not candidates:
        raise KgError("no such relation", name, f"use one of {', '.join(relations())}")
    for relation in candidates[:-1]:
        if relation.subjects.intersection(subject) and relation.objects.intersection(thing):
            return relation.predicate
    return candidates[-1].predicate


@cache
def units() -> dict[str, ox.NamedNode]:
    """Concepts of units by the code that observations carry.

    >>> short(units()["%"].value)
    'unit:percent'
    """
    found = ontology()
    concepts = found.subjects(f"{_SKOS}inScheme", term("kg:Units").value)
    return {found.get(concept, f"{_SKOS}notation")[0]: ox.NamedNode(concept) for concept in concepts}


@cache
def datatype(name: str) -> ox.NamedNode:
    """A datatype of XML Schema: `date`, `decimal` …"""
    return ox.NamedNode(_XSD + name)
