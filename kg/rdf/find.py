"""What a user's words mean in a graph: the thing of that name, the first day of that month, a number."""

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

import pyoxigraph as ox

from kg.errors import KgError
from kg.model import KINDS
from kg.rdf.literals import days, fit
from kg.rdf.names import Names
from kg.rdf.sparql import Value
from kg.text import plain
from kg.vocabulary import BASE, kind_concept, label, prefixes, short, subkinds, term

_CLASSES = {kind.lower(): kind for kind in KINDS}
_SHOWN = 8


def value(store: ox.Store, base: str, type_: str, wording: str, where: str = "") -> Value:
    """The RDF term of a parameter, by its type and what the user wrote."""
    wording = fit(wording)
    match type_:
        case "text":
            return ox.Literal(wording)
        case "from" | "to":
            return _day(wording, where, last=type_ == "to")
        case "number" | "decimal":
            return _number(wording, where, type_)
        case "kind":
            return _kind(wording, where)
        case "article":
            return _article(store, base, wording, where)
        case "thing":
            return thing(store, base, wording, None, where)
        case _ if type_ in _CLASSES:
            return thing(store, base, wording, term(f"kg:{_CLASSES[type_]}"), where)
    raise KgError(f"no such type of parameter: {type_}", where, "mend the header of the query")


def thing(
    store: ox.Store, base: str, wording: str, class_: ox.NamedNode | None = None, where: str = ""
) -> ox.NamedNode:
    """The thing of a name: by its label, an alias, or the one label that is a character longer (辽宁省)."""
    if given := _given(wording, base):
        if next(store.quads_for_pattern(given, None, None), None) is None:
            raise KgError("no such thing in the graph", wording, "check the spelling", usage=True)
        return given
    for name in dict.fromkeys((wording, plain(wording))):
        for predicate in (term("rdfs:label"), term("skos:altLabel")):
            found = _named(store, predicate, name, class_)
            if found:
                return _only(found, wording, base, where)
    longer = [(node, text) for node, text in _labels(store, class_) if text.startswith(wording)]
    nearest = {node for node, text in longer if len(text) == len(wording) + 1}
    if len(nearest) == 1:
        return nearest.pop()
    near = sorted({text for _, text in longer} or {text for _, text in _labels(store, class_) if wording in text})
    fix = f"the graph has {'、'.join(near[:_SHOWN])}" if near else "list names with kg query mentioned"
    raise KgError("no such thing in the graph", f"{where} {wording}".strip(), fix, usage=True)


def _only(found: set[ox.NamedNode], wording: str, base: str, where: str) -> ox.NamedNode:
    if len(found) == 1:
        return found.pop()
    choices = sorted(short(node.value, base) for node in found)
    fix = f"write one of {', '.join(choices[:_SHOWN])}"
    raise KgError("several things have this name", f"{where} {wording}".strip(), fix, usage=True)


def _named(store: ox.Store, predicate: ox.NamedNode, name: str, class_: ox.NamedNode | None) -> set[ox.NamedNode]:
    quads = store.quads_for_pattern(None, predicate, ox.Literal(name, language="zh"), ox.DefaultGraph())
    return {node for quad in quads if (node := _of_class(store, quad.subject, class_))}


def _labels(store: ox.Store, class_: ox.NamedNode | None) -> Iterator[tuple[ox.NamedNode, str]]:
    for quad in store.quads_for_pattern(None, term("rdfs:label"), None, ox.DefaultGraph()):
        node = _of_class(store, quad.subject, class_)
        if node and isinstance(quad.object, ox.Literal):
            yield node, quad.object.value


def _of_class(store: ox.Store, node: object, class_: ox.NamedNode | None) -> ox.NamedNode | None:
    if not isinstance(node, ox.NamedNode):
        return None
    fits = class_ is None or ox.Quad(node, term("rdf:type"), class_, ox.DefaultGraph()) in store
    return node if fits else None


def _given(wording: str, base: str) -> ox.NamedNode | None:
    """An IRI that the user wrote out, in full or in short form."""
    prefix, colon, rest = wording.partition(":")
    space = prefixes(base).get(prefix) if colon else None
    iri = space + rest if space else wording if re.match("https?://", wording) else None
    try:
        return ox.NamedNode(iri) if iri else None
    except ValueError:
        return None


def _article(store: ox.Store, base: str, wording: str, where: str) -> ox.NamedNode:
    """An article by its IRI, its stem, its headline or words that only its headline holds."""
    known = {
        quad.subject: quad.object.value
        for quad in store.quads_for_pattern(None, term("schema:headline"), None, ox.DefaultGraph())
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal)
    }
    for node in (_given(wording, base), Names(base).article(wording)):
        if node in known:
            return node
    equal = [node for node, headline in known.items() if headline == wording]
    found = equal or [node for node, headline in known.items() if wording in headline]
    if len(found) == 1:
        return found[0]
    choices = "、".join(sorted(short(node.value, base) for node in found)[:_SHOWN])
    fix = f"write one of {choices}" if found else "list articles with kg query outlets"
    raise KgError("several articles fit" if found else "no such article", f"{where} {wording}".strip(), fix, usage=True)


def _kind(wording: str, where: str) -> ox.NamedNode:
    """A kind or sub-kind by its name in code, in Chinese or in English."""
    concepts: list[tuple[str, ox.NamedNode]] = [(kind, kind_concept(kind)) for kind in KINDS]
    concepts += [(name, kind_concept(kind, name)) for kind in KINDS for name in subkinds(kind)]
    for name, concept in concepts:
        written = {name.lower(), label(concept.value), label(concept.value, "en").lower()}
        if wording.lower() in written | {short(concept.value), concept.value.rpartition("#")[2].lower()}:
            return concept
    fix = f"use one of {', '.join(name for name, _ in concepts[: len(KINDS)])}, or a sub-kind"
    raise KgError("no such kind", f"{where} {wording}".strip(), fix, usage=True)


def _day(wording: str, where: str, *, last: bool) -> ox.Literal:
    """The first or last day of what the user wrote, as text that compares like a date."""
    period = days("0001" if wording == "0001" else wording)
    if not period:
        fix = "write a day, month or year: 2022-01-10, 2022-01, 2022"
        raise KgError("no such date", f"{where} {wording}".strip(), fix, usage=True)
    return ox.Literal(period[last].isoformat())


def _number(wording: str, where: str, type_: str) -> ox.Literal:
    try:
        number = Decimal(wording)
        whole = number == number.to_integral_value()
    except InvalidOperation as error:
        raise KgError("no number", f"{where} {wording}".strip(), "write digits", usage=True) from error
    if not number.is_finite() or (type_ == "number" and not whole):
        raise KgError("no such number", f"{where} {wording}".strip(), "write a whole number", usage=True)
    if type_ == "number":
        return ox.Literal(str(int(number)), datatype=ox.NamedNode(prefixes(BASE)["xsd"] + "integer"))
    return ox.Literal(format(number, "f"), datatype=ox.NamedNode(prefixes(BASE)["xsd"] + "decimal"))
