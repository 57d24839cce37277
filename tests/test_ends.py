"""Facts whose ends do not fit their relation stay out of the graph; platforms act as organisations."""

from sample_graph import FACTS, entity, graph

from kg.graph.ends import fitting
from kg.model import Fact


def kept(*facts: Fact) -> list[Fact]:
    more = (entity("Policy/倡议", "initiative", "1"), entity("Product/某牌", "brand", "1"))
    return list(fitting(facts, (*graph().entities, *more)))


def test_every_fact_of_the_sample_fits():
    assert kept(*FACTS) == list(FACTS)


def test_what_no_relation_joins_is_left_out():
    wrong = Fact("Policy/倡议", "subEventOf", "Event/开幕式", FACTS[0].evidence)
    backwards = Fact("Place/青浦市", "location", "Event/开幕式", FACTS[0].evidence)
    assert kept(wrong, FACTS[0], backwards) == [FACTS[0]]


def test_a_platform_may_do_what_a_company_does():
    employs = Fact("Person/周明", "worksFor", "Platform/好物直播", FACTS[0].evidence)
    holds = Fact("Event/开幕式", "organizer", "Platform/好物直播", FACTS[0].evidence)
    assert kept(employs, holds) == [employs, holds]


def test_brands_take_part_and_agreements_have_members():
    joins = Fact("Event/开幕式", "participant", "Product/某牌", FACTS[0].evidence)
    member = Fact("Place/云州省", "memberOf", "Policy/倡议", FACTS[0].evidence)
    assert kept(joins, member) == [joins, member]
