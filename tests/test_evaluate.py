"""The rules of scoring, each on an article of a few annotated things."""

import json
from pathlib import Path
from typing import Any

import pytest

from kg import gold
from kg.errors import KgError
from kg.evaluate import Score, evaluate, same_words
from kg.model import (
    Article,
    Change,
    Claim,
    Dating,
    Extraction,
    LocalEntity,
    Observation,
    Paragraph,
    Span,
    Statement,
    Time,
)

TEXT = "甲省甲市办年货节。"
AT = Span(0, 2)
ENTITIES = [
    {"id": "p", "type": "Place", "name": "甲省"},
    {"id": "c", "type": "Place", "name": "甲市", "aliases": ["甲"]},
    {"id": "d", "type": "Place", "name": "乙区", "optional": True},
    {"id": "o", "type": "Organization", "name": "甲省商务厅"},
    {"id": "f", "type": "Platform", "alt_types": ["Organization"], "name": "丙网"},
    {"id": "e", "type": "Event", "name": "年货节"},
    {"id": "s", "type": "Event", "name": "开幕式"},
    {"id": "g", "type": "Event", "name": "网购季"},
]
KINDS = {item["id"]: item["type"] for item in ENTITIES}


def annotated(tmp_path: Path, **parts: list[dict[str, Any]]) -> gold.Gold:
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"article": "a", "entities": ENTITIES, "relations": [], **parts}), encoding="utf-8")
    return gold.read(path)


def found(*names: str, **parts: Any) -> Extraction:
    """An extraction that names annotated things by their ids, and others by what they are called."""
    known = {str(item["id"]): str(item["name"]) for item in ENTITIES}
    entities = tuple(LocalEntity(n, KINDS.get(n, "Organization"), None, known.get(n, n), (), ()) for n in names)
    return Extraction(Article("a", "", TEXT, TEXT, (Paragraph(0, len(TEXT)),)), entities, **parts)


def edges(*told: tuple[str, str, str]) -> tuple[Claim, ...]:
    return tuple(Claim(*edge, AT, "rule", 0.9) for edge in told)


def wanted(*told: tuple[str, str, str], optional: bool = False) -> list[dict[str, Any]]:
    return [{"subject": s, "predicate": p, "object": o, "optional": optional} for s, p, o in told]


def counted(score: Score, row: str) -> tuple[int, int, int]:
    count = score.summary()[row]
    return count.right, count.false, count.missed


def test_things_are_paired_by_any_of_their_names_and_of_an_accepted_kind(tmp_path):
    score = evaluate([(annotated(tmp_path), found("p", "f", "甲"))])  # 甲 as an organisation: annotated, it is a place
    assert counted(score, "all entities") == (2, 1, 5)
    assert ("false", "甲") in {(fault.kind, fault.item[:1]) for fault in score.faults}


def test_an_optional_thing_neither_helps_nor_harms(tmp_path):
    without, having = (evaluate([(annotated(tmp_path), found(*ids))]) for ids in (("p",), ("p", "d")))
    assert counted(without, "all entities") == counted(having, "all entities") == (1, 0, 6)


@pytest.mark.parametrize(
    ("theirs", "ours", "result"),
    [
        ([("e", "organizer", "o")], [("e", "organizer", "o")], (1, 0, 0)),
        ([("e", "organizer", "o")], [("o", "organizer", "e")], (0, 1, 1)),
        ([("o", "cooperatesWith", "f")], [("f", "cooperatesWith", "o")], (1, 0, 0)),
        # What follows from two annotated edges is right, and what follows from two of ours is found.
        ([("s", "subEventOf", "e"), ("e", "subEventOf", "g")], [("s", "subEventOf", "g")], (0, 0, 2)),
        ([("s", "subEventOf", "g")], [("s", "subEventOf", "e"), ("e", "subEventOf", "g")], (1, 2, 0)),
        # A place that contains the annotated one will do.
        ([("e", "location", "c"), ("c", "partOf", "p")], [("e", "location", "p")], (1, 0, 1)),
        ([("e", "location", "c")], [("e", "location", "p")], (0, 1, 1)),
        # What a gazetteer may add counts where it is annotated, and only there.
        ([], [("c", "partOf", "p"), ("f", "operatedBy", "o")], (0, 0, 0)),
        ([("c", "partOf", "p")], [], (0, 0, 1)),
        ([], [("o", "partOf", "p")], (0, 1, 0)),
        # Said by two rules, or twice, an edge is one edge.
        ([], [("e", "organizer", "o"), ("e", "organizer", "o")], (0, 1, 0)),
        # About an optional thing it neither helps nor harms.
        ([], [("e", "location", "d")], (0, 0, 0)),
    ],
)
def test_relations(tmp_path, theirs, ours, result):
    extraction = found(*KINDS, claims=edges(*ours))
    assert counted(evaluate([(annotated(tmp_path, relations=wanted(*theirs)), extraction)]), "relations") == result


def test_an_optional_relation_neither_helps_nor_harms(tmp_path):
    annotation = annotated(tmp_path, relations=wanted(("e", "organizer", "o"), optional=True))
    for claims in ((), edges(("e", "organizer", "o"))):
        assert counted(evaluate([(annotation, found(*KINDS, claims=claims))]), "relations") == (0, 0, 0)


def test_names_alone_count_for_entities_alone(tmp_path):
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"article": "a", "entities": ENTITIES}), encoding="utf-8")
    score = evaluate([(gold.read(path), found("p", "x", claims=edges(("x", "location", "p"))))])
    assert counted(score, "relations") == (0, 0, 0)
    assert counted(score, "all entities") == (1, 1, 6)


def test_a_date_of_publication_that_is_none_is_told_in_a_sentence(tmp_path):
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"article": "a", "entities": [], "published": "unknown"}), encoding="utf-8")
    with pytest.raises(KgError, match="unknown") as told:
        gold.read(path)
    assert str(path) in str(told.value)


def test_dates_times_and_statements(tmp_path):
    annotation = annotated(
        tmp_path,
        dates=[{"subject": "e", "property": "startDate", "value": "2022-01-10"}],
        times=[{"text": "1月10日", "value": "2022-01-10"}, {"text": "上周", "value": "2022-W01", "optional": True}],
        statements=[{"speaker": "o", "text": "年货节要办得热热闹闹，让大家买得开心"}],
    )
    ours = found(
        *KINDS,
        datings=(
            Dating("e", "startDate", "2022-01-10", AT, "r", 0.9),
            Dating("e", "endDate", "2022-01-11", AT, "r", 1),
        ),
        times=(Time(AT, "2022年1月10日", "2022-01-10", "explicit"), Time(AT, "上周", "2021-W52", "publication")),
        statements=(
            Statement("o", "年货节要办得热热闹闹，让大家买得开心、用得放心。", "说", AT, "r", 0.9),
            Statement("f", "年货节要办得热热闹闹", "说", AT, "r", 0.9),
        ),
    )
    score = evaluate([(annotation, ours)])
    assert counted(score, "dates") == (1, 1, 0)
    assert counted(score, "times") == (1, 0, 0)
    assert counted(score, "statements") == (1, 1, 0)


def figure(**fields: Any) -> Observation:
    usual: dict[str, Any] = {
        "about": "甲省",
        "entity": "p",
        "measure": "网上零售额",
        "value": 2e8,
        "unit": "CNY",
        "qualifier": "exact",
        "period": "2021",
        "change": None,
        "evidence": AT,
        "rule": "figure.level",
        "confidence": 0.8,
    }
    return Observation(**{**usual, **fields})


@pytest.mark.parametrize(
    ("fields", "by_value", "in_full"),
    [
        ({}, (1, 0, 0), (1, 0, 0)),
        ({"value": 2.0001e8}, (1, 0, 0), (1, 0, 0)),
        ({"value": 2.1e8}, (0, 1, 1), (0, 1, 1)),
        ({"unit": "USD"}, (0, 1, 1), (0, 1, 1)),
        ({"qualifier": "over"}, (1, 0, 0), (0, 1, 1)),
        ({"period": "2022"}, (1, 0, 0), (0, 1, 1)),
        ({"change": Change("yoy", 3.0, "%")}, (1, 0, 0), (0, 1, 1)),
        ({"about": "跨境电商园区", "entity": None}, (1, 0, 0), (0, 1, 1)),
        ({"measure": "直播场次"}, (1, 0, 0), (0, 1, 1)),
    ],
)
def test_a_figure_is_right_in_full_when_each_of_its_fields_is(tmp_path, fields, by_value, in_full):
    theirs = {
        "about": "甲省",
        "measure": "网上零售额",
        "value": 2e8,
        "unit": "CNY",
        "qualifier": "exact",
        "period": "2021",
    }
    score = evaluate([(annotated(tmp_path, observations=[theirs]), found(*KINDS, observations=(figure(**fields),)))])
    assert (counted(score, "figures by value"), counted(score, "figures in full")) == (by_value, in_full)


def test_of_figures_of_one_value_the_nearest_are_paired(tmp_path):
    theirs = [
        {"about": "甲省", "measure": m, "value": 5, "unit": "%", "qualifier": "exact", "period": p}
        for m, p in (("网上零售额", "2021"), ("出口额", "2020"))
    ]
    ours = (figure(measure="出口额", value=5, unit="%", period="2020"), figure(value=5, unit="%"))
    score = evaluate([(annotated(tmp_path, observations=theirs), found(*KINDS, observations=ours))])
    assert counted(score, "figures in full") == (2, 0, 0)


def test_a_claim_is_judged_with_its_rule_and_how_sure_it_was(tmp_path):
    annotation = annotated(tmp_path, relations=wanted(("e", "organizer", "o")))
    score = evaluate([(annotation, found(*KINDS, claims=edges(("e", "organizer", "o"), ("e", "organizer", "p"))))])
    assert [(j.rule, j.confidence, j.right) for j in score.judged] == [("rule", 0.9, True), ("rule", 0.9, False)]


def test_quotations_are_the_same_when_they_begin_so():
    assert same_words("“大家买得开心，才是真的开心。”", "大家买得开心，才是真的")
    assert not same_words("物流要再快一些", "大家买得开心，才是真的")
