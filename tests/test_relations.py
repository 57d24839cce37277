"""Relations, dates and sayings of short invented stories: who does what across clauses, sentences and lists."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from kg.extract import confidence, ordered
from kg.extract._found import Found
from kg.extract._skeleton import CODES, Pattern, Skeleton
from kg.model import Article, Paragraph, Span
from kg.rules import rules
from tests.invented import found_in

CASES = Path(__file__).parent / "cases" / "relations"
STEPS = (
    "hierarchy", "awards", "people", "relations", "envoys", "events", "implied", "dates", "statements", "confidence",
)  # fmt: skip


def cases() -> list[Any]:
    """Every case of the folder, named by file and by what it shows."""
    found = []
    for path in sorted(CASES.glob("*.toml")):
        for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]:
            found.append(pytest.param(case, id=f"{path.stem}: {case['shows']}"))
    return found


def told(case: dict[str, Any]) -> set[str]:
    """What is found in a case's text: `organizer(甲节, 乙厅)`, `startDate(甲节, 2022-06-01)`, `says(张三, 市场)`."""
    article, found = found_in(case["text"], platforms=case.get("platforms", False))
    for module in ordered():
        if module.__name__.rpartition(".")[2] in STEPS:
            module.extract(article, found)
    return set(facts(found))


def facts(found: Found) -> list[str]:
    """Claims, dates and sayings as words; the role and rank of a claim stand behind it."""
    names = {entity.id: entity.name for entity in found.entities}
    result = []
    for claim in found.claims:
        more = "".join(f", {part}" for part in (claim.role, claim.rank) if part is not None)
        result.append(f"{claim.predicate}({names[claim.subject]}, {names[claim.object]}{more})")
    result += [f"{dating.property}({names[dating.subject]}, {dating.value})" for dating in found.datings]
    result += [f"says({names[said.speaker]}, {said.text[:6]})" for said in found.statements]
    return result


@pytest.mark.parametrize("case", cases())
def test_a_story_says_what_its_case_lists(case: dict[str, Any]) -> None:
    found = told(case)
    assert set(case["finds"]) <= found, f"of these only {sorted(found)}"
    assert not set(case.get("never", ())) & found


def test_a_claim_about_a_doubtful_name_is_less_sure() -> None:
    sure = confidence.fitted("organizer.by", 0.95, things=1.0)
    assert confidence.fitted("organizer.by", 0.95, things=0.4) < sure


def test_a_rule_that_was_never_tried_is_not_sure_of_itself() -> None:
    assert confidence.fitted("no.such.rule", 0.99, things=1.0) < 0.9


def test_fitted_confidences_are_of_rules_and_between_nothing_and_certain() -> None:
    assert all(0 < value < 1 for value in rules("confidence")["rules"].values())


def test_a_long_list_of_names_is_read_in_one_way() -> None:
    """Each sign between two names doubled the ways to read it: a list of thirty never came to an end."""
    listed = "、".join(CODES["Place"] * 15 + CODES["Organization"] * 16)
    text = f"{CODES['Event']}将对{listed}等{CODES['quantity']}地方、单位开展常规巡视。"
    article = Article("a", "", text, text, (Paragraph(0, len(text)),))
    skeleton = Skeleton(text, tuple(range(len(text))), (None,) * len(text), Span(0, len(text)), article)
    pattern = Pattern("{o:actor+}{~}举办{~}{s:event+}")
    assert list(pattern.find(skeleton)) == []
