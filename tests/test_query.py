"""Ready questions give the right answers, parameters bind safely, formats agree."""

import csv
import io
import json

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_graph import NASTY, graph, hostile

from kg import query, store
from kg.errors import KgError
from kg.query import Table, run
from kg.rdf.questions import Question, parse, questions
from kg.rdf.sparql import ask, bound

WEEK, SECOND = "2022云州年货直播周", "第二届云州年货直播周"


@pytest.fixture(scope="module")
def opened():
    return store.memory(graph())


def rows(opened, name, **parameters):
    """The rows of a ready question; `from_` stands for --from."""
    return list(run(opened, name, {key.strip("_"): value for key, value in parameters.items()}).rows)


# Each ready question ------------------------------------------------------------------------------

ANSWERS = {
    "events": [
        ({}, [(WEEK, "2022-01-10", "", "2"), (SECOND, "2023-01-05", "2023-01-15", "1"), ("开幕式", "", "", "1")]),
        ({"place": "青浦"}, [(WEEK, "2022-01-10", "", "2"), ("开幕式", "", "", "1")]),
        ({"place": "云州省", "from": "2022", "to": "2022"}, [(WEEK, "2022-01-10", "", "2")]),
        ({"from": "2023-01-10"}, [(SECOND, "2023-01-05", "2023-01-15", "1")]),
        ({"to": "2022-01-09"}, []),
        ({"from": "2023-01-15", "to": "2023-01-15"}, [(SECOND, "2023-01-05", "2023-01-15", "1")]),
    ],
    "organizers": [
        (
            {"event": WEEK},
            [(WEEK, "主办", "云州省商务厅", "2"), (WEEK, "承办", "云州电商协会", "1"), (WEEK, "支持", "云米集团", "1")],
        ),
        ({"body": "云米集团"}, [(WEEK, "支持", "云米集团", "1")]),
    ],
    "attended": [({"who": "青浦市商务局"}, [(WEEK, "2022-01-10", "1")]), ({"who": "云米集团"}, [])],
    "participants": [({"event": WEEK}, [("青浦市商务局", "Organization", WEEK, "1")])],
    "subevents": [({"event": WEEK}, [("开幕式", WEEK, "")])],
    "cooperation": [
        ({}, [("好物直播", "云州省商务厅", WEEK), ("好物直播", "云州省商务厅", "合作")]),
        ({"platform": "云米物流"}, []),
    ],
    "figures": [
        (
            {"place": "云州", "measure": "零售"},
            [
                ("云州省", "网上零售额", "119170000000", "", "CNY", "exact", "2021-01-01", "2021-12-31", "yoy", "16.3", "%", "1"),
                ("云州省", "网上零售额", "119500000000", "", "CNY", "exact", "2021-01-01", "2021-12-31", "", "", "", "1"),
            ],
        ),
        ({"place": "云州", "from": "2022"}, []),
        ({"place": "青浦市"}, []),
    ],
    "measure": [
        (
            {"measure": "出口"},
            [("青浦苹果", "出口", "12000", "15000", "t", "exact", "", "", "yoy", "-3.5", "%", "1")],
        ),
        ({"measure": "人数", "unit": "人次"}, [("直播间", "观看人数", "3000000", "", "人次", "over", "2023-01-01", "2023-01-31", "", "", "", "1")]),
        ({"measure": "人数", "unit": "CNY"}, []),
    ],
    "growth": [
        (
            {},
            [
                ("云州省", "网上零售额", "16.3", "119170000000", "CNY", "2021-01-01", "2021-12-31"),
                ("青浦苹果", "出口", "-3.5", "12000", "t", "", ""),
            ],
        ),
        ({"compared": "mom"}, []),
        ({"measure": "出口"}, [("青浦苹果", "出口", "-3.5", "12000", "t", "", "")]),
    ],
    "statements": [
        (
            {"speaker": "周明"},
            [
                ("周明", "云州省商务厅 副厅长", "电商让山货走出大山", "2022-01-20", "article:a1"),
                ("周明", "", "直播周办出了品牌", "2023-01", "article:a3"),
            ],
        ),
        ({"words": "山货"}, [("周明", "云州省商务厅 副厅长", "电商让山货走出大山", "2022-01-20", "article:a1")]),
    ],
    "confirmed": [({}, [(WEEK, "主办方", "云州省商务厅", "2")]), ({"least": "3"}, [])],
    "evidence": [
        (
            {"subject": WEEK, "object": "云州省商务厅"},
            [
                ("主办方", "云州省商务厅", "由云州省商务厅主办", "article:a1", "2022-01-20", "rule.x", "0.9"),
                ("主办方", "云州省商务厅", "云州省商务厅主办了2022云州年货直播周", "article:a2", "2022-02-15", "rule.y", "0.97"),
            ],
        ),
        ({"subject": "云米集团"}, [("成立日期", "2001", "云米集团成立于2001年", "article:a3", "2023-01", "rule.x", "0.9")]),
    ],
    "article": [
        (
            {"article": "青浦苹果卖到海外"},
            [
                ("电商强市", "Award", "award:电商强市"),
                (WEEK, "Event-festival", f"event:{WEEK}"),
                ("云米集团", "Organization-company", "org:云米集团"),
                ("云州省商务厅", "Organization-government", "org:云州省商务厅"),
                ("青浦市", "Place-city", "place:青浦市"),
                ("鼓楼区", "Place-county", "place:鼓楼区-990102"),
                ("云州省", "Place-province", "place:云州省"),
                ("好物直播", "Platform-livestream", "platform:好物直播"),
                ("青浦苹果", "Product-good", "product:青浦苹果"),
            ],
        ),
    ],
    "people": [({}, [("周明", "副厅长", "云州省商务厅", "1")]), ({"body": "云米集团"}, [])],
    "products": [
        ({"place": "云州省"}, [("青浦苹果", "青浦市", "云米集团")]),
        ({"place": "临港市"}, []),
        ({}, [("青浦苹果", "青浦市", "云米集团")]),
    ],
    "awards": [
        ({"place": "云州省"}, [("电商强市", "青浦市", "1", "云州省商务厅")]),
        ({"place": "临港市"}, []),
    ],
    "policies": [({}, [("云州数字商务行动计划", "云州省人民政府", "2023-01", "1")]), ({"issuer": "云州省商务厅"}, [])],
    "timeline": [
        (
            {"series": "年货直播周"},
            [
                ("2022-01-10", "", WEEK, "2022", "青浦市"),
                ("2023-01-05", "2023-01-15", SECOND, "2", ""),
                ("", "", "开幕式", "", ""),
            ],
        ),
        ({"series": "博览会"}, []),
    ],
    "conflicts": [
        (
            {},
            [
                ("云州省", "网上零售额", "2021-01-01", "2021-12-31", "CNY", "119170000000", "云州省网上零售额达1191.7亿元，同比增长16.3%", "article:a1"),
                ("云州省", "网上零售额", "2021-01-01", "2021-12-31", "CNY", "119500000000", "2021年云州省网上零售额为1195亿元", "article:a2"),
            ],
        ),
        ({"measure": "出口"}, []),
    ],
    "outlets": [
        ({"outlet": "海东"}, [("海东晚报", "2022-02-15", "青浦苹果卖到海外", "article:a2")]),
        ({"from": "2023", "to": "2023-12"}, [("滨海日报", "2023-01", "第二届年货直播周启动", "article:a3")]),
    ],
    "mentioned": [
        ({"least": "3"}, [("云州省", "Place", "3"), ("云米集团", "Organization", "3"), ("好物直播", "Platform", "3")]),
        ({"kind": "人物"}, [("周明", "Person", "2")]),
        ({"kind": "government"}, [("云州省商务厅", "Organization", "2")]),
    ],
    "together": [
        ({"one": "周明", "other": "丝路电商"}, [("丝路电商", "article:a3", "2023-01", "第二届年货直播周启动")]),
        ({"one": "开幕式", "other": "临港市"}, []),
    ],
    "inside": [
        ({"place": "云州省"}, [("青浦市", "city", "990100"), ("鼓楼区", "county", "990102"), ("临港市", "city", "990200"), ("鼓楼区", "county", "990202")]),
        ({"place": "青浦市"}, [("鼓楼区", "county", "990102")]),
    ],
    "operators": [({"platform": "好物直播"}, [("好物直播", "云米集团")]), ({}, [("云米物流", "云米集团"), ("好物直播", "云米集团")])],
    "unplaced": [
        (
            {},
            [
                ("对象", "直播间", "观看人数", "3000000", "人次", "直播间观看人数超300万人次", "article:a3"),
                ("时段", "", "出口", "12000", "t", "苹果出口1.2万吨到1.5万吨，同比下降3.5%", "article:a2"),
            ],
        ),
    ],
    "card": [
        (
            {"thing": "青浦市"},
            [
                ("产地", "←", "青浦苹果", "1"),
                ("位于", "←", "鼓楼区", "1"),
                ("地点", "←", WEEK, "1"),
                ("获得者", "←", "电商强市", "1"),
                ("位于", "→", "云州省", "1"),
            ],
        ),
    ],
    "merges": [
        (
            {"thing": WEEK},
            [
                (WEEK, "equal name", "0.9", "article:a1"),
                (WEEK, "equal name", "0.9", "article:a2"),
                ("直播周", "short form of a name in the article", "0.8", "article:a1"),
            ],
        ),
    ],
    "times": [
        (
            {"from": "2022-01", "to": "2022-12"},
            [
                ("1月10日", "2022-01-10", "2022-01-10", "publication", "article:a1"),
                ("当天", "2022-01-10", "2022-01-10", "previous", "article:a1"),
            ],
        ),
    ],
    "sold": [({}, [("好物直播", "青浦苹果", "青浦市")])],
    "doubtful": [
        ({}, [("0.65", WEEK, "地点", "青浦市", "rule.x", "2022云州年货直播周在青浦市开幕", "article:a1")]),
        ({"below": "0.6"}, []),
    ],
    "neighbourhood": [
        (
            {"thing": "开幕式"},
            [
                ("event:开幕式", "rdfs:label", "开幕式"),
                ("event:开幕式", "schema:superEvent", f"event:{WEEK}"),
                (f"event:{WEEK}", "rdfs:label", WEEK),
            ],
        ),
    ],
}  # fmt: skip

CASES = [(name, given, expected) for name, cases in ANSWERS.items() for given, expected in cases]


@pytest.mark.parametrize(("name", "parameters", "expected"), CASES)
def test_a_ready_question_gives_its_answer(opened, name, parameters, expected):
    found = list(run(opened, name, parameters).rows)
    # CONSTRUCT gives a set; all else comes in the order that the question asks for.
    assert (sorted(found) if name == "neighbourhood" else found) == (
        sorted(expected) if name == "neighbourhood" else expected
    )


def test_every_ready_question_is_tried():
    assert set(ANSWERS) == set(questions())
    assert len(questions()) >= 22


def test_every_ready_question_has_titles_and_named_columns(opened):
    for name, question in questions().items():
        assert question.zh
        assert question.en
        assert all(parameter.help for parameter in question.parameters), name
        if name != "neighbourhood":
            assert len(question.columns) == len(run(opened, name, ANSWERS[name][0][0]).columns)


def test_questions_hold_on_a_hostile_graph():
    opened = store.memory(hostile())
    for name, question in questions().items():
        wanted = {p.name: NASTY[0] if p.type == "text" else "x" for p in question.parameters if p.required}
        if not {p.type for p in question.parameters if p.required} - {"text"}:
            assert isinstance(run(opened, name, wanted), Table)


# Parameters ---------------------------------------------------------------------------------------


@settings(deadline=None)
@given(st.text() | st.sampled_from(NASTY) | st.text(st.sampled_from("\"'\\{}?$<>#\n\r ;._unsUxX0019")))
def test_no_text_becomes_part_of_a_query(text):
    """Whatever the text, the bound query gives it back as one literal and nothing else."""
    literal = ox.Literal(text.encode("utf-8", "replace").decode())
    for frame in (
        "SELECT (?t_ AS ?back) {}",
        "SELECT ?back { BIND(?t_ AS ?back) } # '",
        'SELECT ?back { VALUES (?back ?x) { (?t_ "?t_") } }',
    ):
        answer = ask(ox.Store(), bound(frame, {"t_": literal}))
        assert answer.variables == ("back",)
        assert answer.rows == ((literal,),)


INJECTIONS = (
    '") } # ',
    '" . ?s ?p ?o . FILTER("" = "',
    '\\" } UNION { ?s ?p ?o } #',
    "?measure_",
    "\n} SELECT * { ?s ?p ?o",
    "\\u0022 } #",
    "'''\"\"\"",
)


@pytest.mark.parametrize("text", INJECTIONS)
def test_an_injection_finds_nothing(opened, text):
    assert rows(opened, "measure", measure=text) == []
    assert rows(opened, "outlets", outlet=text) == []
    assert rows(opened, "statements", words=text) == []


@pytest.mark.parametrize("text", INJECTIONS)
def test_an_injection_names_no_thing(opened, text):
    for parameters in ({"place": text}, {"from": text}, {"to": text}):
        with pytest.raises(KgError):
            run(opened, "events", parameters)
    for name, parameters in (
        ("mentioned", {"least": text}),
        ("doubtful", {"below": text}),
        ("mentioned", {"kind": text}),
    ):
        with pytest.raises(KgError):
            run(opened, name, parameters)


@pytest.mark.parametrize(
    "wording", ["云州省", "云州", "place:云州省", "https://shangtu.example/id/place/云州省", "雲州省"]
)
def test_a_place_can_be_written_in_several_ways(opened, wording):
    assert len(rows(opened, "figures", place=wording)) == 2


def test_a_name_a_character_short_is_understood(opened):
    assert rows(opened, "inside", place="临港") == [("鼓楼区", "county", "990202")]


@pytest.mark.parametrize(
    ("name", "parameters", "words"),
    [
        (
            "figures",
            {"place": "鼓楼区"},
            "several things have this name.*place:鼓楼区-990102, place:鼓楼区-990202",
        ),
        ("figures", {"place": "火星"}, "no such thing"),
        ("figures", {"place": "州省"}, "the graph has 云州省"),
        ("figures", {"place": "place:火星"}, "no such thing"),
        ("figures", {"place": "云米集团"}, "no such thing"),
        ("figures", {}, "a parameter is missing: --place"),
        ("figures", {"region": "x"}, "no such parameter: --region .*--place"),
        ("events", {"from": "昨天"}, "no such date"),
        ("events", {"to": "2022-13"}, "no such date"),
        ("mentioned", {"least": "2.5"}, "no such number"),
        ("mentioned", {"least": "two"}, "no number"),
        ("mentioned", {"least": "inf"}, "no"),
        ("mentioned", {"kind": "planet"}, "no such kind"),
        ("article", {"article": "没有"}, "no such article"),
        ("article", {"article": "直播周"}, "several articles fit"),
        ("evnts", {}, "no such question: evnts .*did you mean events"),
        ("missing.rq", {}, "cannot be read"),
    ],
)
def test_mistakes_are_told_plainly(opened, name, parameters, words):
    with pytest.raises(KgError, match=words) as error:
        run(opened, name, parameters)
    assert error.value.usage


def test_a_parameter_header_that_makes_no_sense_is_told_with_its_line():
    with pytest.raises(KgError) as error:
        parse("# zh: 问\n# --place\nASK {}", "mine.rq")
    assert error.value.where == "mine.rq:2"


# Texts, files, formats ----------------------------------------------------------------------------


def test_a_question_can_be_text_or_a_file(opened, tmp_path):
    path = tmp_path / "mine.rq"
    path.write_text(
        "# --least number = 2 : how many\nSELECT ?n { VALUES ?n { 1 2 3 } FILTER(?n >= ?least_) }",
        encoding="utf-8",
    )
    assert run(opened, path).rows == (("2",), ("3",))
    assert run(opened, str(path), {"least": "3"}).rows == (("3",),)
    assert run(opened, "ASK { ?a a kg:Person }").rows == (("是",),)
    assert run(opened, "SELECT ?p { ?p a kg:Person }") == Table(("p",), (("person:周明",),))


def test_a_mistake_in_a_file_is_told_with_the_file(opened, tmp_path):
    path = tmp_path / "mine.rq"
    path.write_text("SELECT ?x {\n ?x ?x }", encoding="utf-8")
    with pytest.raises(KgError) as error:
        run(opened, path)
    assert error.value.where == f"{path}, line 2, column 9"


def test_formats_agree(opened):
    table = run(opened, "people", {})
    text = run(opened, "people", {}, "csv")
    assert list(csv.reader(io.StringIO(text)))[1:] == [list(row) for row in table.rows]
    answer = json.loads(run(opened, "people", {}, "json"))
    assert answer["head"]["vars"] == ["person", "role", "body", "articles"]
    assert answer["results"]["bindings"][0]["person"] == {
        "type": "literal",
        "value": "周明",
        "xml:lang": "zh",
    }
    assert json.loads(run(opened, "ASK {}", {}, "json")) == {"head": {}, "boolean": True}
    assert run(opened, "ASK {}", {}, "csv") == "answer\r\ntrue\r\n"
    turtle = run(opened, "neighbourhood", {"thing": "开幕式"}, "turtle")
    assert f'event:开幕式 rdfs:label "开幕式"@zh ;\n\tschema:superEvent event:{WEEK} .' in turtle


@pytest.mark.parametrize(("name", "format"), [("people", "turtle"), ("neighbourhood", "csv"), ("people", "xml")])
def test_a_format_that_does_not_fit_is_refused(opened, name, format):
    with pytest.raises(KgError) as error:
        run(opened, name, {"thing": "开幕式"} if name == "neighbourhood" else {}, format)
    assert error.value.usage


def test_a_question_can_have_another_name(opened):
    assert run(opened, "events-in-place", {"place": "云州省", "from": "2022-01"}).rows[0][0] == WEEK
    assert query.find("events-in-place") == query.find("events")


def test_a_question_is_plain_data():
    assert isinstance(query.find("events"), Question)
    assert query.find("events").parameters[0].type == "place"
