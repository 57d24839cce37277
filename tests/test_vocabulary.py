"""The ontology and what reads it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_graph import graph

from kg.check.reference import page, reference
from kg.data import schemas
from kg.errors import KgError
from kg.model import KINDS
from kg.rdf import triples
from kg.vocabulary import (
    BASE,
    checked,
    classes,
    kind_concept,
    label,
    ontology,
    predicate,
    prefix_of,
    prefixes,
    relations,
    short,
    subkinds,
    term,
    units,
)

# The names of the annotation guide, with the predicates of the design.
PREDICATES = {
    "organizer": "schema:organizer",
    "undertaker": "kg:undertaker",
    "supporter": "kg:supporter",
    "participant": "kg:participant",
    "location": "schema:location",
    "subEventOf": "schema:superEvent",
    "hostedOn": "kg:hostedOn",
    "partOf": "kg:partOf",
    "operatedBy": "kg:operatedBy",
    "memberOf": "schema:memberOf",
    "worksFor": "schema:worksFor",
    "cooperatesWith": "kg:cooperatesWith",
    "founder": "schema:founder",
    "origin": "kg:origin",
    "producer": "schema:manufacturer",
    "soldOn": "kg:soldOn",
    "issuer": "kg:issuer",
    "awardedTo": "kg:awardedTo",
    "awardedBy": "kg:awardedBy",
    "startDate": "schema:startDate",
    "endDate": "schema:endDate",
    "foundingDate": "schema:foundingDate",
    "date": "schema:datePublished",
}


def test_every_relation_has_its_predicate():
    assert {name: short(predicate(name).value) for name in relations()} == PREDICATES


@pytest.mark.parametrize(
    ("subject", "thing", "expected"),
    [
        ("Place", "Place", "schema:containedInPlace"),
        ("Organization", "Organization", "schema:parentOrganization"),
        ("Place", "Organization", "kg:partOf"),
        ("Platform", "Organization", "kg:partOf"),
        ("Event", "Event", "kg:partOf"),
    ],
)
def test_part_of_depends_on_its_ends(subject, thing, expected):
    assert short(predicate("partOf", [subject], [thing]).value) == expected


@pytest.mark.parametrize(
    ("kind", "subkind", "expected"),
    [
        ("Organization", "government", "schema:GovernmentOrganization"),
        ("Organization", "company", "schema:Corporation"),
        ("Organization", "media", "schema:NewsMediaOrganization"),
        ("Organization", "school", "schema:EducationalOrganization"),
        ("Place", "country", "schema:Country"),
        ("Place", "province", "schema:AdministrativeArea"),
        ("Place", "city", "schema:City"),
        ("Event", "festival", "schema:Festival"),
        ("Event", "expo", "schema:ExhibitionEvent"),
        ("Event", "conference", "schema:BusinessEvent"),
        ("Platform", None, "schema:WebApplication"),
        ("Person", None, "schema:Person"),
        ("Product", "brand", "schema:Brand"),
        ("Policy", "document", "schema:Legislation"),
        ("Award", None, "schema:Thing"),
    ],
)
def test_things_are_also_typed_by_their_sub_kind(kind, subkind, expected):
    assert expected in [short(node.value) for node in classes(kind, subkind)]


def test_a_thing_of_two_kinds_has_both_classes():
    assert {"kg:Platform", "kg:Organization"} <= {short(n.value) for n in classes("Platform", None, ("Organization",))}


def test_every_kind_has_a_class_a_concept_and_a_prefix():
    assert [prefix_of(kind) for kind in KINDS] == [
        "org",
        "place",
        "event",
        "platform",
        "person",
        "product",
        "policy",
        "award",
    ]
    for kind in KINDS:
        assert label(kind_concept(kind).value, "en") == kind
        assert all(label(kind_concept(kind, name).value) for name in subkinds(kind))


def test_unknown_terms_relations_and_sub_kinds_are_errors():
    for wrong in (
        lambda: term("kg:nonsense"),
        lambda: predicate("likes"),
        lambda: kind_concept("Place", "planet"),
    ):
        with pytest.raises(KgError):
            wrong()


def test_a_base_of_ones_own_moves_what_a_build_makes_and_leaves_the_vocabulary():
    mine = prefixes("https://data.example.org/kg/")
    assert mine["org"] == "https://data.example.org/kg/id/org/"
    assert mine["kg"] == prefixes()["kg"]
    assert mine["unit"] == prefixes()["unit"]


@pytest.mark.parametrize("base", ["", "news", "https://x", "https://x y/", "/a/", 'https://x/">/', "<>/", "http://[/"])
def test_a_base_that_is_none_is_refused(base):
    with pytest.raises(KgError, match="base") as error:
        checked(base)
    assert error.value.usage


@given(st.text())
def test_any_text_can_be_shortened(text):
    assert short(text).endswith(text[-1:])
    assert short(BASE + "id/org/" + text) == f"org:{text}"


def test_currencies_and_percent_are_linked_to_qudt():
    match = ontology().prefixes["skos"] + "exactMatch"
    assert ontology().get(units()["CNY"].value, match) == ["http://qudt.org/vocab/unit/CCY_CNY"]
    assert ontology().get(units()["%"].value, match) == ["http://qudt.org/vocab/unit/PERCENT"]


def test_every_unit_of_the_rules_has_a_concept():
    from kg.rules import rules

    found = rules("units")
    codes = {
        *found["money"].values(),
        *(unit for unit, _ in found["measure"].values()),
        *found["counting"]["words"],
    }
    assert codes - set(units()) == set()


def test_the_context_names_every_property_of_a_graph():
    context = json.loads(schemas("context.jsonld").read_text(encoding="utf-8"))["@context"]
    named = {value["@id"] for value in context.values() if isinstance(value, dict)} | {"rdf:type"}
    main, evidence = triples(graph())
    assert {short(triple.predicate.value) for triple in (*main, *evidence)} <= named
    assert set(PREDICATES.values()) <= named


def test_the_reference_is_up_to_date():
    assert page().read_text(encoding="utf-8") == reference()
