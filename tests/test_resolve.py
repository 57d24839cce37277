"""Linking across articles: names in full, places and people told apart, series, reprints, the ledger."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from news import mention, story

from kg.errors import KgError
from kg.graph import assemble
from kg.lexicon import load
from kg.model import Claim, Correction, Dating, Extraction, Span
from kg.resolve import ledger, resolve
from kg.resolve.reprints import reprints

LEXICON = load()


def ids(*extractions: Extraction, corrections: tuple[Correction, ...] = ()) -> dict[str, str]:
    """The thing that each name of some articles means: `a:省商务厅` → its id."""
    links = resolve(extractions, LEXICON, corrections).links
    return {f"{link.article}:{link.surface}": link.entity for link in links}


# Names in full --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "outlet", "name", "expected"),
    [
        ("山东加快建设。省商务厅公布了名单。", None, "省商务厅", "山东省商务厅"),
        ("辽宁日报讯 省商务厅公布了名单。", "辽宁日报", "省商务厅", "辽宁省商务厅"),
        ("中新社沈阳1月10日电 省政府公布了名单。", None, "省政府", "辽宁省人民政府"),
        ("宁夏加快建设。自治区商务厅公布了名单。", None, "自治区商务厅", "宁夏回族自治区商务厅"),
        ("绥芬河市很忙。市委开会。", None, "市委", "中共绥芬河市委员会"),
        ("秭归县很忙。县政府开会。", None, "县政府", "秭归县人民政府"),
        ("上海市商务委公布了名单。", None, "上海市商务委", "上海市商务委员会"),
        ("黑龙江省工信厅公布了名单。", None, "黑龙江省工信厅", "黑龙江省工业和信息化厅"),
        ("福建省莆田市政府公布了名单。", None, "福建省莆田市政府", "莆田市人民政府"),
        ("中国商务部公布了名单。", None, "中国商务部", "商务部"),
        ("市监总局公布了名单。", None, "市监总局", "国家市场监督管理总局"),
        ("国家工商总局公布了名单。", None, "国家工商总局", "国家市场监督管理总局"),
        ("上合组织公布了名单。", None, "上合组织", "上海合作组织"),
    ],
)
def test_a_body_is_called_in_full(text, outlet, name, expected):
    assert ids(story("a", text, (name, "Organization"), outlet=outlet)) == {f"a:{name}": f"Organization/{expected}"}


def test_a_name_in_brackets_is_that_of_the_name_before_it():
    text = "南航很忙。南京航空航天大学（简称“南航”）开会。"
    told = ids(story("a", text, ("南航", "Organization"), ("南京航空航天大学", "Organization")))
    assert told["a:南航"] == told["a:南京航空航天大学"]
    assert ids(story("b", "南航很忙。", ("南航", "Organization"))) == {"b:南航": "Organization/中国南方航空"}
    hats = story("c", "甲管局（甲标委）很忙。", ("甲管局", "Organization"), ("甲标委", "Organization"))
    assert len(set(ids(hats).values())) == 2


def test_two_provinces_spoken_of_alike_leave_an_ellipsis_apart():
    told = ids(
        story(
            "a",
            "山东和辽宁签约。本报记者从会上获悉，两地的企业很多，省商务厅公布了名单。",
            ("省商务厅", "Organization"),
        )
    )
    assert told == {"a:省商务厅": "Organization/省商务厅-a"} or told == {"a:省商务厅": "Organization/辽宁省商务厅"}
    far = "山东和辽宁签约。" + "两地的企业都很忙。" * 12 + "省商务厅公布了名单。"
    assert ids(story("a", far, ("省商务厅", "Organization"))) == {"a:省商务厅": "Organization/省商务厅-a"}


def test_a_department_is_that_of_the_body_named():
    told = ids(
        story("a", "海关总署发言人、统计分析司司长说。", ("海关总署", "Organization"), ("统计分析司", "Organization"))
    )
    assert told["a:统计分析司"] == "Organization/海关总署统计分析司"
    assert ids(story("b", "统计分析司说。", ("统计分析司", "Organization")))["b:统计分析司"] != told["a:统计分析司"]


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("Organization", "京东", "京东物流"),
        ("Organization", "京东物流", "京东物流东北分公司"),
        ("Organization", "京东", "京东方"),
        ("Organization", "辽宁省商务厅", "山东省商务厅"),
        ("Organization", "山西省商务厅", "陕西省商务厅"),
        ("Organization", "商务部", "商务局"),
        ("Organization", "商务部", "美国商务部"),
        ("Organization", "上海合作组织", "上海合作组织秘书处"),
        ("Organization", "银监会", "保监会"),
        ("Organization", "国泰君安", "海通证券"),
        ("Place", "海南省", "海南自由贸易港"),
        ("Place", "广东省", "广州市"),
        ("Event", "第四届双品网购节", "第三届双品网购节"),
        ("Event", "2021年进博会", "第五届进博会"),
        ("Event", "2022上海网上年货节", "2022全国网上年货节"),
        ("Event", "第四届进博会", "第四届进博会开幕式"),
        ("Platform", "淘宝", "淘宝直播"),
        ("Platform", "京东", "京东健康"),
        ("Policy", "丝路电商", "丝路电商合作先行区"),
        ("Policy", "外商投资准入负面清单", "跨境服务贸易负面清单"),
    ],
)
def test_what_is_alike_is_not_the_same(kind, one, other):
    told = ids(story("a", f"{one}很忙。", (one, kind)), story("b", f"{other}很忙。", (other, kind)))
    assert len(set(told.values())) == 2


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("Organization", "国务院联防联控机制", "中国国务院联防联控机制"),
        ("Organization", "商务部外贸司", "商务部对外贸易司"),
        ("Organization", "上海振华重工（集团）股份有限公司", "振华重工"),
        ("Organization", "哈尔滨市政府", "哈尔滨市人民政府"),
        ("Place", "俄方", "俄罗斯"),
        ("Place", "中国广西自贸试验区", "广西自贸试验区"),
        ("Place", "鹿泉市", "鹿泉区"),
        ("Event", "第四届进博会", "第四届中国国际进口博览会"),
        ("Event", "第四届进博会", "2021年中国国际进口博览会"),
        ("Event", "第二十一届中国—东盟博览会", "第21届东博会"),
        ("Event", "2021年“双11”购物节", "2021年双十一"),
        ("Event", "辽宁省第二届甲直播节", "第二届辽宁省甲直播节"),
        ("Platform", "AliExpress", "速卖通"),
        ("Platform", "淘宝商城", "天猫"),
        ("Policy", "RCEP", "《区域全面经济伙伴关系协定》"),
        ("Policy", "十四五", "“十四五”规划"),
    ],
)
def test_two_names_of_one_thing_meet(kind, one, other):
    told = ids(story("a", f"{one}很忙。", (one, kind)), story("b", f"{other}很忙。", (other, kind)))
    assert len(set(told.values())) == 1


def test_kinds_are_never_merged():
    told = ids(story("a", "京东很忙。", ("京东", "Organization")), story("b", "京东很忙。", ("京东", "Platform")))
    assert told == {"a:京东": "Organization/京东集团", "b:京东": "Platform/京东"}


def test_a_short_name_that_one_thing_goes_by_elsewhere_is_that_things():
    full = story(
        "a",
        "云州启明货运股份有限公司（以下简称启明货运）很忙。",
        ("云州启明货运股份有限公司", "Organization", "启明货运"),
    )
    short = story("b", "启明货运很忙。", ("启明货运", "Organization"))
    assert len(set(ids(full, short).values())) == 1
    other = story("c", "海东启明货运股份有限公司很忙。", ("海东启明货运股份有限公司", "Organization", "启明货运"))
    assert len(set(ids(full, short, other).values())) == 3


# Places ---------------------------------------------------------------------------------------------


def test_a_place_is_told_apart_by_the_city_around_it():
    nanjing = story("a", "南京很忙。鼓楼区很忙。", ("南京", "Place"), ("鼓楼区", "Place"))
    xuzhou = story("b", "徐州很忙。鼓楼区很忙。", ("徐州", "Place"), ("鼓楼区", "Place"))
    nowhere = story("c", "鼓楼区很忙。", ("鼓楼区", "Place"))
    told = ids(nanjing, xuzhou, nowhere)
    assert told["a:鼓楼区"] == "Place/鼓楼区-320106"
    assert told["b:鼓楼区"] == "Place/鼓楼区-320302"
    assert told["c:鼓楼区"] == "Place/鼓楼区-c"


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("广东的南海捕鱼忙。", "南海", "南海"),
        ("佛山的南海卖鱼忙。", "南海", "南海区"),
        ("河南的老城区很忙。", "老城区", "老城区-a"),
        ("美国东部很忙。", "东部", "美国东部"),
        ("我国东部很忙。", "东部", "东部地区"),
        ("我国西部很忙。", "西部", "西部地区"),
    ],
)
def test_a_word_for_many_places_needs_its_city(text, name, expected):
    places = [(name, "Place")] + [(p, "Place") for p in ("广东", "佛山", "河南", "美国") if p in text]
    assert ids(story("a", text, *places))[f"a:{name}"] == f"Place/{expected}"


def test_a_body_abroad_is_no_body_of_a_chinese_division():
    assert ids(story("a", "冲绳县政府很忙。", ("冲绳县政府", "Organization"))) == {
        "a:冲绳县政府": "Organization/冲绳县政府"
    }


def test_the_graph_knows_the_code_and_calls_the_place_by_its_name():
    made = [story("a", "南京很忙。鼓楼区很忙。", ("南京", "Place"), ("鼓楼区", "Place"))]
    graph = assemble(made, resolve(made, LEXICON), LEXICON)
    place = next(entity for entity in graph.entities if entity.id == "Place/鼓楼区-320106")
    assert (place.name, place.code) == ("鼓楼区", "320106")


# Events ---------------------------------------------------------------------------------------------


def test_editions_belong_to_their_series_and_have_the_dates_of_the_calendar():
    made = [
        story("a", "第四届双品网购节很忙。", ("第四届双品网购节", "Event")),
        story("b", "第三届双品网购节很忙。", ("第三届双品网购节", "Event")),
    ]
    graph = assemble(made, resolve(made, LEXICON), LEXICON)
    names = {entity.id: entity for entity in graph.entities}
    assert names["Event/第四届双品网购节"].edition == "4"
    parts = {(fact.subject, fact.object) for fact in graph.facts if fact.predicate == "subEventOf"}
    assert parts == {("Event/第四届双品网购节", "Event/双品网购节"), ("Event/第三届双品网购节", "Event/双品网购节")}
    days = {(d.subject, d.property): (d.value, d.evidence[0].rule) for d in graph.dates}
    assert days["Event/第四届双品网购节", "startDate"] == ("2022-04-28", "calendar.edition")


def test_a_date_that_an_article_states_stands_against_the_calendar():
    made = story("a", "第四届双品网购节4月27日开始。", ("第四届双品网购节", "Event"))
    stated = Dating("e1", "startDate", "2022-04-27", Span(0, 8), "rule.x", 0.9)
    made = replace(made, datings=(stated,))
    graph = assemble([made], resolve([made], LEXICON), LEXICON)
    assert [d.value for d in graph.dates if d.property == "startDate"] == ["2022-04-27"]


def test_a_regional_happening_is_part_of_the_national_one_of_its_year():
    made = [
        story("a", "2022辽宁5G电商直播年货节很忙。", ("2022辽宁5G电商直播年货节", "Event")),
        story("b", "2022全国网上年货节很忙。", ("2022全国网上年货节", "Event")),
        story("c", "2023辽宁网上年货节很忙。", ("2023辽宁网上年货节", "Event")),
    ]
    graph = assemble(made, resolve(made, LEXICON), LEXICON)
    parts = {(fact.subject, fact.object) for fact in graph.facts}
    assert ("Event/2022辽宁5G电商直播年货节", "Event/2022全国网上年货节") in parts
    assert not any(subject == "Event/2023辽宁网上年货节" for subject, _ in parts)


def test_a_city_s_own_festival_is_no_edition_of_the_national_one():
    local = ("乌兰察布市第三届网上年货节", "Event", "第三届网上年货节")
    own = story("a", "乌兰察布市第三届网上年货节开幕。第三届网上年货节很忙。", local)
    held = story(
        "b",
        "甲企和大连市商务局办的第四届网上年货节很忙。",
        ("大连市商务局", "Organization"),
        ("第四届网上年货节", "Event"),
    )
    held = replace(held, claims=(Claim("e2", "organizer", "e1", Span(0, 9), "rule.x", 0.9),))
    national = story("c", "第五届网上年货节很忙。", ("第五届网上年货节", "Event"))
    told = {named for name, named in ids(own, held, national).items() if named.startswith("Event/")}
    assert not any("全国" in named and ("第三届" in named or "第四届" in named) for named in told)
    assert "Event/第五届全国网上年货节" in told


def test_a_series_with_several_editions_in_an_article_is_none_of_them():
    bare, fifth = ("中国国际进口博览会", "Event", "第四届进博会"), ("第五届进博会", "Event")
    text = "中国国际进口博览会很忙，第四届进博会闭幕。"
    assert ids(story("a", text, bare))["a:中国国际进口博览会"] == "Event/第四届中国国际进口博览会"
    told = ids(story("a", f"{text}第五届进博会将开幕。", bare, fifth))
    assert told["a:中国国际进口博览会"] == "Event/中国国际进口博览会"


def test_an_ordinal_of_another_edition_does_not_number_one_told_by_its_year():
    told = ids(
        story(
            "a",
            "2025年世界互联网大会开幕，第二届世界互联网大会。",
            ("2025年世界互联网大会", "Event", "第二届世界互联网大会"),
        )
    )
    assert told == {"a:2025年世界互联网大会": "Event/2025年世界互联网大会"}


def test_the_edition_of_these_days():
    now = story("a", "双品网购节很忙。", ("双品网购节", "Event"), published="2022-05-01")
    later = story("b", "双品网购节很忙。", ("双品网购节", "Event"), published="2022-11-01")
    assert ids(now, later) == {"a:双品网购节": "Event/第四届双品网购节", "b:双品网购节": "Event/双品网购节"}


@pytest.mark.parametrize(
    ("text", "name", "published", "expected"),
    [
        ("上届广交会很忙。", "上届广交会", "2023-04-20", "第132届中国进出口商品交易会"),
        ("第120届广交会开幕，上届广交会很忙。", "上届广交会", None, "第119届中国进出口商品交易会"),
        ("去年的进博会很忙。", "进博会", "2023-03-01", "第五届中国国际进口博览会"),
        ("去年的进博会很忙，进博会开幕。", "进博会", "2023-03-01", "中国国际进口博览会"),  # of both
        ("去年双11很忙。", "双11", "2022-03-01", "2021双11"),
        ("往届进博会很忙。", "进博会", "2023-03-01", "中国国际进口博览会"),
        ("本届消博会将举行。", "本届消博会", "2023-03-20", "第三届中国国际消费品博览会"),
        ("上届甲州苹果会很忙。", "上届甲州苹果会", "2023-03-01", "上届甲州苹果会-a"),
    ],
)
def test_an_edition_before_or_after_that_of_these_days(text, name, published, expected):
    things = [(name, "Event")] + ([("第120届广交会", "Event")] if "120" in text else [])
    assert ids(story("a", text, *things, published=published))[f"a:{name}"] == f"Event/{expected}"


@pytest.mark.parametrize("name", ["采购对接会", "年货节", "购物节", "商务论坛", "嘉年华", "电商直播节活动"])
def test_a_word_for_many_events_is_not_one_event(name):
    made = [story(stem, f"甲县的{name}很忙。", (name, "Event")) for stem in "ab"]
    assert len(set(ids(*made).values())) == 2


def test_press_conferences_are_one_where_they_are_of_one_day_and_one_body():
    name = "例行新闻发布会"

    def held(stem: str, day: str, body: str = "商务部") -> Extraction:
        made = story(stem, f"{body}2日举行{name}。", (name, "Event"), (body, "Organization"))
        return replace(made, datings=(Dating("e1", "startDate", day, Span(0, 5), "rule.x", 0.9),))

    bare = story("d", name, (name, "Event"))
    told = ids(
        held("a", "2021-09-02"),
        held("b", "2021-09-02"),
        held("c", "2021-09-09"),
        bare,
        held("e", "2021-09-02", "外交部"),
    )
    assert told[f"a:{name}"] == told[f"b:{name}"] == f"Event/2021-09-02商务部{name}"
    assert len({told[f"{stem}:{name}"] for stem in "abcde"}) == 4


def test_a_ceremony_is_told_by_the_event_it_belongs_to():
    made = []
    for stem, whole in (("a", "甲州直播嘉年华"), ("b", "乙州直播嘉年华")):
        one = story(stem, f"{whole}的启动仪式很忙。", (whole, "Event"), ("启动仪式", "Event"))
        made.append(replace(one, claims=(Claim("e2", "subEventOf", "e1", Span(0, 5), "rule.x", 0.9),)))
    told = ids(*made)
    assert told["a:启动仪式"] == "Event/甲州直播嘉年华启动仪式"
    assert told["b:启动仪式"] == "Event/乙州直播嘉年华启动仪式"


# People ---------------------------------------------------------------------------------------------


def employed(stem: str, name: str, body: str | None) -> Extraction:
    text = f"{body or '一位'}的{name}说话。"
    if body is None:
        return story(stem, text, (name, "Person"))
    made = story(stem, text, (name, "Person"), (body, "Organization"))
    return replace(made, claims=(Claim("e1", "worksFor", "e2", Span(0, 5), "rule.x", 0.9),))


def test_people_are_told_apart_by_employer():
    one, other = employed("a", "王琳", "商务部"), employed("b", "王琳", "工业和信息化部")
    third = employed("c", "王琳", "商务部外贸司")
    told = ids(one, other, third)
    assert told["a:王琳"] == told["c:王琳"] == "Person/王琳-商务部"
    assert told["b:王琳"] == "Person/王琳-工业和信息化部"


def test_a_name_that_two_people_bear_settles_nothing_by_itself():
    told = ids(employed("a", "王琳", "商务部"), employed("b", "王琳", "工业和信息化部"), employed("c", "王琳", None))
    assert told["c:王琳"] == "Person/王琳-c"
    alone = ids(employed("a", "王琳", "商务部"), employed("c", "王琳", None))
    assert alone["a:王琳"] == alone["c:王琳"] == "Person/王琳"


def test_a_reporter_is_not_the_official_of_the_name():
    official = employed("a", "王琳", "商务部")
    reporter = story("b", "甲省的苹果熟了。（记者 李四、王琳）", ("王琳", "Person"), outlet="新华社")
    again = story("c", "新华社济南1月10日电（记者王琳）乙省的梨熟了。", ("新华社", "Organization"), ("王琳", "Person"))
    told = ids(official, reporter, again)
    assert told["a:王琳"] == "Person/王琳-商务部"
    assert told["b:王琳"] == told["c:王琳"] == "Person/王琳-新华通讯社"


@pytest.mark.parametrize(
    ("full", "short", "one", "other", "same"),
    [
        ("弗拉米·别罗夫", "别罗夫", "俄罗斯外交部", "俄罗斯外交部", True),
        ("弗拉米·别罗夫", "别罗夫", "俄罗斯外交部", "特斯拉", False),
        ("弗拉米·别罗夫", "弗拉", "俄罗斯外交部", "俄罗斯外交部", False),  # no part of the name
        ("路易斯·卢尼·席瓦", "卢尼·席瓦", "特斯拉", "特斯拉", True),
    ],
)
def test_a_foreign_name_is_clipped(full, short, one, other, same):
    told = ids(employed("a", full, one), employed("b", short, other))
    assert (told[f"a:{full}"] == told[f"b:{short}"]) is same


def test_a_clipped_name_without_an_employer_needs_a_country_of_its_own():
    full = story("a", "法国的安东·布林很忙。", ("安东·布林", "Person"), ("法国", "Place"))
    near = story("b", "布林到了法国。", ("布林", "Person"), ("法国", "Place"))
    far = story("c", "布林到了甲州。", ("布林", "Person"))
    told = ids(full, near, far)
    assert told["a:安东·布林"] == told["b:布林"] != told["c:布林"]
    other = story("d", "法国的皮埃·布林很忙。", ("皮埃·布林", "Person"), ("法国", "Place"))
    assert len({ids(full, near, other)[each] for each in ("a:安东·布林", "b:布林", "d:皮埃·布林")}) == 3


# Reprints -------------------------------------------------------------------------------------------

LONG = "".join(f"第{n}条街上的第{n * 7 % 31}家店在{n}点开门，卖出{n * 13 % 97}箱甲州苹果。" for n in range(1, 25))


def test_a_reprint_is_found_and_its_origin_kept():
    first = story("a", LONG, outlet="中国新闻网", published="2022-01-10")
    copy = story("b", LONG[:-40] + "责任编辑甲。", outlet="新浪网", published="2022-01-11")
    other = story("c", LONG[::-1], published="2022-01-10")
    found = reprints([item.article for item in (copy, other, first)], LEXICON)
    assert [(item.article, item.of, item.outlet) for item in found] == [("b", "a", "中国新闻网")]


def test_the_same_words_a_year_later_are_no_reprint():
    one, other = story("a", LONG, published="2021-01-10"), story("b", LONG, published="2022-01-10")
    assert reprints([one.article, other.article], LEXICON) == ()


# The ledger -----------------------------------------------------------------------------------------

STORIES = (
    story("a", "京东和云州货运很忙。", ("京东", "Organization"), ("云州货运", "Organization")),
    story("b", "京东集团和云州快运很忙。", ("京东集团", "Organization"), ("云州快运", "Organization")),
    story("c", "鼓楼区和南京很忙。", ("鼓楼区", "Place"), ("南京", "Place")),
    employed("d", "王琳", "商务部"),
    employed("e", "王琳", "工业和信息化部"),
)


def test_a_merge_by_hand_holds_and_is_told():
    line = Correction(True, "Organization", "云州货运", "云州快运", "同一家公司")
    done = resolve(STORIES, LEXICON, [line])
    moved = [link for link in done.links if link.surface == "云州快运"]
    assert [(link.entity, link.reason, link.detail) for link in moved] == [
        ("Organization/云州货运", "said by hand", "同一家公司")
    ]
    assert done.unused == ()


def test_our_merge_can_be_taken_back():
    told = ids(*STORIES, corrections=(Correction(False, "Organization", "京东集团", "京东", ""),))
    assert told["a:京东"] == "Organization/京东"
    assert told["b:京东集团"] == "Organization/京东集团"


def test_a_correction_that_matches_nothing_is_told():
    lines = (
        Correction(True, "Organization", "云州货运", "无此公司", ""),
        Correction(False, "Organization", "云州货运", "云州快运", ""),
    )
    assert set(resolve(STORIES, LEXICON, lines).unused) == set(lines)


NAMES = st.sampled_from(["京东", "京东集团", "云州货运", "云州快运"])


@given(NAMES, NAMES, st.booleans())
def test_a_merge_followed_by_unmerge_is_the_identity(one, other, first):
    before = [Correction(True, "Organization", "甲", "乙", "丙")]
    change, back = (ledger.merged, ledger.unmerged) if first else (ledger.unmerged, ledger.merged)
    after = back(change(before, "Organization", one, other, "x"), "Organization", one, other, "y")
    assert after == before


def test_the_ledger_is_a_file_that_reads_as_it_was_written(tmp_path):
    path = tmp_path / ledger.FILE
    lines = [
        Correction(True, "Organization", '甲“公司”, "乙"', "丙", "因,为"),
        Correction(False, "Place", "甲", "乙", ""),
    ]
    ledger.write(path, lines)
    assert ledger.read(path) == tuple(sorted(lines))
    ledger.write(path, [])
    assert not path.exists()


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("maybe,Place,甲,乙,", "'maybe' is no verdict"),
        ("same,Ort,甲,乙,", "'Ort' is no kind"),
        ("same,Place,甲", "a correction lacks a column"),
    ],
)
def test_a_bad_line_of_the_ledger_is_told_with_its_place(tmp_path: Path, line, what):
    path = tmp_path / ledger.FILE
    path.write_text(f"verdict,kind,one,other,because\n{line}\n", encoding="utf-8")
    with pytest.raises(KgError, match=what) as caught:
        ledger.read(path)
    assert caught.value.where == f"{path}:2"


# Whatever the order ---------------------------------------------------------------------------------


@settings(max_examples=25, deadline=None)
@given(st.permutations(STORIES))
def test_the_order_of_articles_does_not_matter(order):
    assert assemble(order, resolve(order, LEXICON), LEXICON) == assemble(STORIES, resolve(STORIES, LEXICON), LEXICON)


@settings(max_examples=25, deadline=None)
@given(st.sets(st.sampled_from(range(len(STORIES)))))
def test_what_was_removed_and_added_again_leaves_no_trace(gone):
    whole = assemble(STORIES, resolve(STORIES, LEXICON), LEXICON)
    kept = [item for number, item in enumerate(STORIES) if number not in gone]
    less = assemble(kept, resolve(kept, LEXICON), LEXICON)
    stems = {item.article.stem for item in kept}
    assert {article.stem for article in less.articles} == stems
    assert all(link.article in stems for link in less.links)
    again = [*kept, *(STORIES[number] for number in sorted(gone, reverse=True))]
    assert assemble(again, resolve(again, LEXICON), LEXICON) == whole


def test_names_stand_where_the_ledger_says():
    made = story("a", "甲。京东很忙。", ("京东", "Organization"))
    (link,) = resolve([made], LEXICON).links
    assert link.span == Span(2, 4)
    assert made.article.text[link.span.start : link.span.end] == link.surface
    assert mention(made, "京东").span == link.span


# The user's own lexicons ----------------------------------------------------------------------------


def test_a_users_entry_takes_precedence_over_ours(tmp_path):
    (tmp_path / "organization.csv").write_text(
        "name,aliases,kind,parent,code,source\n京东零售子集团,京东,company,,,own\n", encoding="utf-8"
    )
    (tmp_path / "renamed.csv").write_text(
        "former,current,kind,date,source,how\n云州货运,云州快运,Organization,2020,own,\n", encoding="utf-8"
    )
    (tmp_path / "edition.csv").write_text(
        "series,ordinal,year,start,end,source\n双品网购节,4,2022,2022-05-01,2022-05-02,own\n", encoding="utf-8"
    )
    own = load([tmp_path])
    made = [
        story("a", "京东很忙。", ("京东", "Organization")),
        story("b", "云州货运很忙。", ("云州货运", "Organization")),
        story("c", "第四届双品网购节很忙。", ("第四届双品网购节", "Event")),
        story("d", "京东集团很忙。", ("京东集团", "Organization")),
    ]
    resolution = resolve(made, own)
    told = {link.surface: link.entity for link in resolution.links}
    assert told["京东"] == "Organization/京东零售子集团"
    assert told["京东集团"] == "Organization/京东集团"
    assert told["云州货运"] == "Organization/云州快运"
    graph = assemble(made, resolution, own)
    assert ("Event/第四届双品网购节", "startDate", "2022-05-01") in {
        (d.subject, d.property, d.value) for d in graph.dates
    }
