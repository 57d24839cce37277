"""Every rule of the rule files is run on the example that stands beside it."""

from typing import Any

import pytest

from kg.extract._news_days import load as lending_rules
from kg.extract.dates import extract as dates
from kg.extract.dates import load as date_rules
from kg.extract.relations import extract as relations
from kg.extract.relations import load as relation_rules
from tests.invented import found_in


@pytest.mark.parametrize("rule", relation_rules(), ids=lambda rule: rule.id)
def test_a_relation_rule_finds_what_its_example_says(rule: Any) -> None:
    wanted = {predicate for _, predicate, _ in rule.claims}
    found_rules: set[tuple[str, str]] = set()
    for platforms in (False, True):
        article, found = found_in(rule.example, platforms)
        relations(article, found)
        found_rules |= {(claim.rule, claim.predicate) for claim in found.claims}
    assert {(rule.id, predicate) for predicate in wanted} <= found_rules


@pytest.mark.parametrize("rule", date_rules(), ids=lambda rule: rule.id)
def test_a_date_rule_finds_what_its_example_says(rule: Any) -> None:
    article, found = found_in(rule.example, platforms=False)
    dates(article, found)
    assert found.datings, rule.example
    wanted = {"start": "startDate", "end": "endDate", "founding": "foundingDate", "issued": "date"}[rule.gives]
    assert wanted in {dating.property for dating in found.datings}


@pytest.mark.parametrize("rule", lending_rules(), ids=lambda rule: rule.id)
def test_a_lending_rule_gives_the_day_of_the_event(rule: Any) -> None:
    article, found = found_in(rule.example, platforms=False)
    dates(article, found)
    assert (rule.id, rule.gives, "2022-01-10") in {(d.rule, d.property, d.value) for d in found.datings}
