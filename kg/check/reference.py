"""docs/ontology.md: the vocabulary as a page, made from the ontology."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.data import root
from kg.model import KINDS
from kg.vocabulary import (
    HOUSE,
    Relation,
    classes,
    kind_concept,
    label,
    ontology,
    prefix_of,
    prefixes,
    relations,
    short,
    subkinds,
    term,
    units,
)

_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_OWL = "http://www.w3.org/2002/07/owl#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"

_HEAD = """# The vocabulary of a graph / 图谱词汇

<!-- Made from schemas/ontology.ttl by `kg lint --fix`; change that file, not this one. -->

A graph says what articles say: things and how they relate (`graph.ttl`), and for each fact who says so, in
which words (`evidence.ttl`). Terms of schema.org, PROV-O, Web Annotation and SKOS stand wherever one fits
exactly; the rest are the house's own, in `kg: <https://shangtu.example/ns#>`.
图谱记录文章所说：事物及其关系，以及每个事实的出处原文。

```turtle
org:辽宁省商务厅 a schema:GovernmentOrganization , schema:Organization , kg:Organization ;
    rdfs:label "辽宁省商务厅"@zh ; kg:kind kind:Organization ; kg:subkind kind:Organization-government .
event:2022辽宁年货节 schema:organizer org:辽宁省商务厅 .

claim:0123456789abcdef a kg:Claim , rdf:Statement ;
    rdf:subject event:2022辽宁年货节 ; rdf:predicate schema:organizer ; rdf:object org:辽宁省商务厅 ;
    prov:wasDerivedFrom <https://shangtu.example/article/a1#char=12,34> ;
    kg:confidence 0.97 ; kg:rule "organizer.by" .
```

The local name of a thing is its canonical name. What an IRI may not hold becomes a look-alike that it may
hold (a slash `／`, a space `＿`, quotation marks `「」`), anything invisible is percent-encoded, and names
longer than 80 characters are cut and closed by a digest: an IRI depends on the name alone, never on what else
is in the graph. Figures keep an exact decimal; their wording stands in the `oa:exact` of their passage. There
are no blank nodes.
"""


def reference() -> str:
    """The page."""
    parts = [
        _HEAD,
        *_classes(),
        *_kinds(),
        *_relations(),
        *_properties(),
        *_units(),
        *_borrowed(),
        *_prefixes(),
    ]
    return "\n".join(parts).rstrip() + "\n"


def page() -> Path:
    """Where the page stands in a checkout; an installed package has none."""
    return root() / "docs" / "ontology.md"


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    names = list(head)
    yield f"| {' | '.join(names)} |"
    yield f"|{' --- |' * len(names)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"
    yield ""


def _comment(iri: str) -> str:
    """Both comments of a term, the Chinese one first."""
    found = ontology().values[iri].get(f"{_RDFS}comment", [])
    return "<br>".join(item.value for item in sorted(found, key=lambda item: getattr(item, "language", "") == "en"))


def _codes(iris: Iterable[str]) -> str:
    return ", ".join(f"`{short(iri)}`" for iri in iris)


def _own(kind: str) -> list[str]:
    """Own terms of a type, in the ontology's order."""
    source = ontology()
    return [iri for iri in source.subjects(term("rdf:type").value, _OWL + kind) if iri.startswith(HOUSE)]


def _classes() -> Iterator[str]:
    yield "## Classes / 类\n"
    rows = []
    for iri in _own("Class"):
        above = ontology().get(iri, f"{_RDFS}subClassOf") + ontology().get(iri, f"{_SKOS}closeMatch")
        rows.append((f"`{short(iri)}`", label(iri), _codes(above), _comment(iri)))
    yield from _table(("class", "中文", "below or close to", "meaning"), rows)


def _kinds() -> Iterator[str]:
    yield "## Kinds and sub-kinds / 类别\n"
    yield "A thing has one main kind (`kg:kind`) and may have a sub-kind; its classes follow from both.\n"
    rows = []
    for kind in KINDS:
        for name in (None, *subkinds(kind)):
            concept = kind_concept(kind, name)
            typed = _codes(node.value for node in classes(kind, name))
            row = (f"`{short(concept.value)}`", label(concept.value), label(concept.value, "en"), typed)
            rows.append((*row, "" if name else f"`{prefix_of(kind)}:`"))
    yield from _table(("concept", "中文", "English", "classes", "prefix"), rows)


def _relations() -> Iterator[str]:
    yield "## Relations and dates / 关系与日期\n"
    yield "The name is that of rules and annotations; the predicates of `partOf` differ in their ends.\n"
    found = [(name, relation) for name, items in relations().items() for relation in items]
    rows = [_relation(name, relation) for name, relation in found]
    yield from _table(("name", "predicate", "中文", "from", "to", "meaning"), rows)


def _relation(name: str, relation: Relation) -> tuple[str, ...]:
    iri = relation.predicate.value
    ends = [", ".join(kind for kind in KINDS if kind in end) for end in (relation.subjects, relation.objects)]
    subjects = "any" if len(relation.subjects) == len(KINDS) else ends[0]
    objects = "any" if len(relation.objects) == len(KINDS) else ends[1] or "date, month or year"
    return f"`{name}`", f"`{short(iri)}`", label(iri), subjects, objects, _comment(iri)


def _properties() -> Iterator[str]:
    yield "## Properties / 属性\n"
    known = {relation.predicate.value for items in relations().values() for relation in items}
    rows = []
    for iri in (*_own("ObjectProperty"), *_own("DatatypeProperty")):
        if iri not in known:
            ends = [_codes(ontology().get(iri, f"{_RDFS}{end}")) for end in ("domain", "range")]
            above = ontology().get(iri, f"{_RDFS}subPropertyOf") + ontology().get(iri, f"{_SKOS}closeMatch")
            rows.append((f"`{short(iri)}`", label(iri), *ends, _codes(above), _comment(iri)))
    yield from _table(("property", "中文", "of", "value", "below or close to", "meaning"), rows)


def _units() -> Iterator[str]:
    yield "## Units / 单位\n"
    yield "`kg:unit` holds the code, the `skos:notation` of the concept; a compound is written `CNY/件`.\n"
    rows = []
    for code, concept in units().items():
        match = ontology().get(concept.value, f"{_SKOS}exactMatch")
        english = label(concept.value, "en")
        if english != short(concept.value):
            rows.append((f"`{code}`", label(concept.value), english, _codes(match)))
    yield from _table(("code", "中文", "English", "QUDT"), rows)
    rest = [code for code, concept in units().items() if label(concept.value, "en") == short(concept.value)]
    yield f"Other counting words: {'、'.join(rest)}.\n"


def _borrowed() -> Iterator[str]:
    yield "## Terms of other vocabularies / 外部词汇\n"
    known = {relation.predicate.value for items in relations().values() for relation in items}
    rows = []
    for iri in ontology().values:
        if not iri.startswith(HOUSE) and iri not in known:
            rows.append((f"`{short(iri)}`", label(iri), label(iri, "en")))
    yield from _table(("term", "中文", "English"), rows)


def _prefixes() -> Iterator[str]:
    yield "## Prefixes / 前缀\n"
    yield "The base of a build replaces `https://shangtu.example/`, but in `kg:`, `kind:` and `unit:`.\n"
    yield from _table(("prefix", "namespace"), ((f"`{name}:`", f"`{iri}`") for name, iri in prefixes().items()))
