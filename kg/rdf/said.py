"""What a store says, read back: names, claims, and the sentence behind each."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

import pyoxigraph as ox

from kg.vocabulary import label as term_label
from kg.vocabulary import short, term

_DEFAULT = ox.DefaultGraph()
Value = ox.NamedNode | ox.Literal


@dataclass(frozen=True, slots=True, order=True)
class Cited:
    """A stretch of an article's text, with what is needed to cite it."""

    article: str
    start: int
    end: int
    text: str
    headline: str = ""
    published: str = ""
    outlet: str = ""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A claim: what it says of whom, how sure that is, and its passages."""

    node: ox.NamedNode
    subject: ox.NamedNode
    predicate: ox.NamedNode
    object: Value
    detail: str
    confidence: float
    rules: tuple[str, ...]
    passages: tuple[Cited, ...]


def values(store: ox.Store, node: ox.NamedNode, name: str) -> list[Value]:
    """Values of a property, by its short form, sorted."""
    found = store.quads_for_pattern(node, term(name), None, _DEFAULT)
    return sorted((quad.object for quad in found if isinstance(quad.object, Value)), key=str)


def subjects(store: ox.Store, name: str, value: Value) -> list[ox.NamedNode]:
    """Nodes that have a value of a property, sorted."""
    found = store.quads_for_pattern(None, term(name), value, _DEFAULT)
    return sorted((quad.subject for quad in found if isinstance(quad.subject, ox.NamedNode)), key=str)


def text(store: ox.Store, node: ox.NamedNode, name: str) -> str:
    """The first value of a property as text, Chinese before others; empty where there is none."""
    found = values(store, node, name)
    return next((value.value for value in sorted(found, key=_foreign)), "")


def _foreign(value: Value) -> bool:
    return isinstance(value, ox.Literal) and value.language not in (None, "zh")


def number(store: ox.Store, node: ox.NamedNode, name: str) -> float:
    """The first value of a property as a number, 0 where there is none."""
    try:
        return float(text(store, node, name))
    except ValueError:
        return 0.0


def named(store: ox.Store, node: Value) -> str:
    """What to call a node: its label, headline or wording, else its short form."""
    if isinstance(node, ox.Literal):
        return node.value
    for name in ("rdfs:label", "schema:headline", "skos:prefLabel", "oa:exact"):
        if found := text(store, node, name):
            return found
    return term_label(node.value)


def cited(store: ox.Store, node: ox.NamedNode) -> tuple[Cited, ...]:
    """The passages that a claim, a figure or a statement was derived from, in the order of their articles."""
    passages = (value for value in values(store, node, "prov:wasDerivedFrom") if isinstance(value, ox.NamedNode))
    return tuple(sorted(passage(store, each) for each in passages))


def passage(store: ox.Store, node: ox.NamedNode) -> Cited:
    """A passage with its article."""
    article = next((v for v in values(store, node, "dcterms:isPartOf") if isinstance(v, ox.NamedNode)), None)
    return Cited(
        article=article.value if article else node.value.partition("#")[0],
        start=int(number(store, node, "oa:start")),
        end=int(number(store, node, "oa:end")),
        text=text(store, node, "oa:exact").strip(),
        headline=text(store, article, "schema:headline") if article else "",
        published=text(store, article, "schema:datePublished")[:10] if article else "",
        outlet=text(store, article, "schema:publisher") if article else "",
    )


def claim(store: ox.Store, node: ox.NamedNode) -> Claimed | None:
    """A claim by its node; None for what is no claim about a subject."""
    ends = [values(store, node, f"rdf:{name}") for name in ("subject", "predicate", "object")]
    if not all(ends):
        return None
    subject, predicate, thing = (found[0] for found in ends)
    if not isinstance(subject, ox.NamedNode) or not isinstance(predicate, ox.NamedNode):
        return None
    rank = text(store, node, "kg:rank")
    return Claimed(
        node,
        subject,
        predicate,
        thing,
        "，".join(filter(None, (text(store, node, "kg:role"), f"第{rank}名" if rank else ""))),
        number(store, node, "kg:confidence"),
        tuple(value.value for value in values(store, node, "kg:rule")),
        cited(store, node),
    )


def claims(store: ox.Store, end: str, node: Value) -> Iterator[Claimed]:
    """Claims that a node is the `subject` or the `object` of."""
    for each in subjects(store, f"rdf:{end}", node):
        if found := claim(store, each):
            yield found


def figure(store: ox.Store, node: ox.NamedNode) -> str:
    """A figure in one line: `网上零售额 119,170,000,000 CNY，yoy +16.3%，2021-01-01 – 2021-12-31`."""
    hedge = {"over": "超", "under": "近", "about": "约"}.get(text(store, node, "kg:qualifier"), "")
    value, upper = (text(store, node, name) for name in ("kg:value", "kg:upperValue"))
    numbers = "–".join(_grouped(digits) for digits in (value, upper) if digits)
    change, kind = text(store, node, "kg:change"), text(store, node, "kg:changeKind")
    compared = {"yoy": "同比", "mom": "环比", "versus": "相比"}.get(kind, kind)
    changed = f"{compared} {_grouped(change, '+')}{text(store, node, 'kg:changeUnit')}" if change else ""
    first, last = (text(store, node, name) for name in ("kg:periodStart", "kg:periodEnd"))
    period = first if first == last else f"{first} 至 {last}"
    level = " ".join(filter(None, (f"{hedge}{numbers}", text(store, node, "kg:unit") if numbers else "")))
    measure = next((named(store, each) for each in values(store, node, "kg:measure")), "")
    return f"{measure} " + "，".join(filter(None, (level, changed, period)))


def _grouped(digits: str, sign: str = "") -> str:
    """A number with its thousands set apart; what is no number as it stands."""
    try:
        return format(Decimal(digits), f"{sign},f")
    except InvalidOperation:
        return digits


def about(store: ox.Store, node: ox.NamedNode) -> str:
    """Whom a figure describes, empty where the text does not say."""
    thing = next(iter(values(store, node, "schema:observationAbout")), None)
    return named(store, thing) if thing else text(store, node, "kg:about")


def kind(store: ox.Store, node: ox.NamedNode) -> str:
    """The kind of a thing in Chinese, its sub-kind where it has one; for anything else, its class."""
    found = values(store, node, "kg:subkind") or values(store, node, "kg:kind") or values(store, node, "rdf:type")
    own = [value for value in found if short(value.value).startswith(("kind:", "kg:"))] or found
    return term_label(own[0].value) if own else ""
