"""Questions in Chinese: each template finds its ready question, the answers are right and cited, the rest is admitted."""

import re
from dataclasses import replace

import pytest
from sample_graph import NASTY, TEXTS, entity, graph, hostile

from kg import ask as asking
from kg import store
from kg.ask import ask
from kg.ask._cite import witnesses
from kg.ask._templates import templates, words
from kg.errors import KgError
from kg.rdf.questions import questions
from kg.rdf.sparql import ask as sparql

WEEK, SECOND = "2022云州年货直播周", "第二届云州年货直播周"
# What stands for each slot when the examples of the templates are tried.
FILL = {
    "place": "云州省", "body": "云州省商务厅", "event": WEEK, "series": SECOND, "platform": "好物直播", "speaker": "周明",
    "thing": "云米集团", "one": "周明", "other": "丝路电商", "measure": "网上零售额", "time": "2022年", "kind": "人物",
    "outlet": "滨海日报", "article": "青浦苹果卖到海外",
}  # fmt: skip
EXAMPLES = [(t.query, text) for t in templates() for text in t.examples]


@pytest.fixture(scope="module")
def opened():
    return store.memory(graph())


def filled(text: str) -> str:
    return re.sub(r"\{(\w+)\}", lambda match: FILL[match[1]], text)


@pytest.mark.parametrize(("query", "text"), EXAMPLES)
def test_an_example_finds_its_question(opened, query, text):
    reply = ask(opened, filled(text))
    assert reply.query == query, reply.message


def test_there_are_templates_enough_and_each_has_several_wordings():
    assert len({template.query for template in templates()}) >= 15
    assert all(len(template.examples) >= 2 for template in templates())


# Wordings that no template was written from, with the first row and the sentence that it must rest on.
ANSWERS = [
    ("云州省在2022年搞了哪些促销活动呀？", "events", WEEK, "1月10日"),
    ("2023年1月有哪些展会活动", "events", SECOND, "2023年1月5日"),
    (f"{WEEK}是谁家承办的？", "organizers", WEEK, "由云州省商务厅主办"),
    (f"请问{WEEK}有哪些单位支持？", "organizers", WEEK, "由云州省商务厅主办"),
    ("云州省商务厅牵头举办过什么活动？", "organizers", WEEK, "由云州省商务厅主办"),
    (f"有哪些单位出席了{WEEK}？", "participants", "青浦市商务局", "青浦市商务局参加"),
    ("青浦市商务局都出席了哪些展会？", "attended", WEEK, "青浦市商务局参加"),
    (f"{WEEK}是谁办的？", "organizers", WEEK, "由云州省商务厅主办"),
    (f"{WEEK}都包含哪些专场？", "subevents", "开幕式", "当天的开幕式是直播周的一部分"),
    (f"{SECOND}哪天开始，在哪儿举行？", "timeline", "2023-01-05", "2023年1月5日"),
    ("好物直播跟哪个厅局签署过合作？", "cooperation", "好物直播", "云州省商务厅主办了2022云州年货直播周"),
    ("和云州省商务厅有合作的都是谁？", "cooperation", "好物直播", "云州省商务厅主办了2022云州年货直播周"),
    ("周明在哪个单位供职？", "card", "任职于", "云州省商务厅副厅长周明"),
    ("年货直播周的承办单位都有谁？", "organizers", WEEK, "由云州省商务厅主办"),
    ("我想了解云州省2021年的网上零售额", "figures", "云州省", "云州省网上零售额达1191.7亿元，同比增长16.3%"),
    ("云州2021年网上零售额多少？", "figures", "云州省", "云州省网上零售额达1191.7亿元，同比增长16.3%"),
    ("2023年1月的观看人数有多少人？", "measure", "直播间", "直播间观看人数超300万人次"),
    ("网上零售额的增幅如何？", "growth", "云州省", "云州省网上零售额达1191.7亿元，同比增长16.3%"),
    ("周明都讲过什么话？", "statements", "周明", "周明表示，电商让山货走出大山"),
    ("云州省商务厅副厅长是谁？", "people", "周明", "云州省商务厅副厅长周明"),
    ("云州省人民政府都出台过什么计划？", "policies", "云州数字商务行动计划", "云州省人民政府印发《云州数字商务行动计划》"),
    ("青浦盛产什么？", "products", "青浦苹果", "青浦苹果产自青浦市"),
    ("能在好物直播买到什么土特产？", "sold", "好物直播", "已在好物直播上架"),
    ("青浦市被评为什么？", "awards", "电商强市", "青浦市获得“电商强市”称号，名列第一"),
    ("好物直播背后是哪家公司？", "operators", "好物直播", "好物直播由云米集团运营"),
    ("周明跟丝路电商有何关联？", "together", "丝路电商", ""),
    (f"{WEEK}与云州省商务厅的关系有什么证据？", "evidence", "主办方", "由云州省商务厅主办"),
    ("有没有互相打架的数据？", "conflicts", "云州省", "云州省网上零售额达1191.7亿元，同比增长16.3%"),
    ("哪些消息有多家报道证实？", "confirmed", WEEK, "云州省商务厅主办了2022云州年货直播周"),
    ("有哪些说法靠不住？", "doubtful", "0.65", "2022云州年货直播周在青浦市开幕"),
    ("出现最多的人物有哪几位？", "mentioned", "周明", ""),
    ("云州省辖区内有哪些市县？", "inside", "青浦市", "青浦市隶属云州省"),
    ("云州省商务厅的简称叫什么？", "merges", "云州省商务厅", ""),
    ("云米集团是做什么的？", "card", "上级机构", "云米物流是云米集团子公司"),
    ("海东晚报登过哪些稿子？", "outlets", "海东晚报", ""),
    ("《青浦苹果卖到海外》讲到了哪些机构？", "article", "电商强市", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "query", "cell", "sentence"), ANSWERS, ids=[case[0] for case in ANSWERS])
def test_an_unseen_wording_is_answered_with_its_sentence(opened, text, query, cell, sentence):
    reply = ask(opened, text)
    assert reply.query == query, reply.message
    assert reply.rows[0].cells[0] == cell
    cited = [item for row in reply.rows for item in row.sentences]
    assert cited, "an answer cites"
    if sentence:
        assert sentence in {item.text for item in reply.rows[0].sentences}
    for item in cited:
        stem = item.article.rpartition("/")[2]
        assert item.text in TEXTS[stem]
        assert item.headline == TEXTS[stem].split("\n")[0]
        if item.end:
            assert TEXTS[stem][item.start : item.end].strip() == item.text


def test_no_unseen_wording_is_an_example():
    seen = {filled(text) for _, text in EXAMPLES}
    assert not seen & {text for text, *_ in ANSWERS}
    assert {query for _, query, *_ in ANSWERS} == {template.query for template in templates()}


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("火星省2022年有哪些活动？", "火星省"),
        ("云州省2022年天气怎么样？", "天气"),
        ("云州省的房价是多少", "房价"),
        ("云州省和火星谁大", "火星"),
        ("Who organised the festival?", "Who"),
        ("云州省为什么衰落", "衰落"),
    ],
)
def test_what_is_not_known_is_admitted(opened, text, word):
    reply = ask(opened, text)
    assert (reply.query, reply.rows) == ("", ())
    assert word in reply.message
    assert reply.suggestions


@pytest.mark.parametrize("text", ["云州省", "有哪些", "？", "吗", "云州省和青浦市和临港市"])
def test_half_a_question_is_none(opened, text):
    reply = ask(opened, text)
    assert reply.query == ""
    assert reply.message


def test_a_question_without_an_answer_says_so(opened):
    reply = ask(opened, "临港市1999年有哪些活动？")
    assert reply.query == "events"
    assert reply.rows == ()
    assert "没有答案" in reply.message
    assert "1999-01-01" in reply.sparql


def test_a_name_of_two_things_is_told(opened):
    with pytest.raises(KgError, match=r"several things have this name.*鼓楼区-990102"):
        ask(opened, "鼓楼区有哪些活动？")


def test_relative_times_need_a_day(opened):
    assert "去年" in ask(opened, "云州省去年有哪些活动？").message
    assert ask(opened, "云州省去年有哪些活动？", "2023-06-01").rows[0].cells[0] == WEEK
    assert ask(opened, "云州省今年1月有哪些活动？", "2022-06-01").rows[0].cells[0] == WEEK


def test_traditional_characters_are_understood(opened):
    assert ask(opened, "雲州省2022年有哪些活動？").rows[0].cells[0] == WEEK


def test_the_sparql_shown_gives_the_same_answer(opened):
    for text, *_ in ANSWERS:
        reply = ask(opened, text)
        assert reply.query, text
        again = sparql(opened.quads, reply.sparql, opened.base)
        assert len(again.rows) == len(reply.rows)


@pytest.mark.parametrize("text", ["", "  ", "问" * 300])
def test_no_question_and_a_book_are_refused(opened, text):
    with pytest.raises(KgError) as error:
        ask(opened, text)
    assert error.value.usage


def test_every_ready_question_can_be_asked_for_what_it_rests_on(opened):
    for name, question in questions().items():
        if name != "neighbourhood":
            text = witnesses(question.text)
            assert "SELECT DISTINCT * WHERE {" in text
            assert "ORDER BY" not in text.rpartition("}")[2]
            sparql(opened.quads, text, opened.base)


@pytest.mark.parametrize("text", NASTY)
def test_a_hostile_graph_is_only_asked(text):
    held = store.memory(hostile())
    asked = f"{text[:100]}有哪些活动？"
    reply = ask(held, asked)
    assert reply.message or reply.rows
    assert not [row for row in reply.rows if row.sentences and not row.sentences[0].article.startswith(held.base)]


def test_words_are_patterns_of_words():
    for name, pattern in words().items():
        assert not pattern.fullmatch(""), name


def test_examples_for_users_have_no_slots_left():
    assert all("{" not in text for text in asking.examples())


def test_the_nation_has_other_words_in_questions():
    nation = replace(graph(), entities=(*graph().entities, entity("Place/中国", "country", "1")))
    reply = ask(store.memory(nation), "全国网上零售额是多少？")
    assert reply.query == "figures"
    assert "place/中国" in reply.sparql
