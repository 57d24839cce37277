"""What a reader can do on the page, each thing done in a real browser."""

import re
from dataclasses import replace

import pytest
import story

from kg import page


def test_the_first_picture_is_drawn_with_names_one_can_read(visit):
    with visit() as reader:
        reader.open()
        assert reader.painted() > 0.02
        drawing = reader.save("svg").decode()
        assert story.FAIR in drawing
        assert story.MINISTRY in drawing
        # Chinese is drawn with strokes, not with the empty boxes of a missing font.
        strokes = reader.tab.evaluate(
            """() => {
              const count = (text) => {
                const canvas = document.createElement("canvas");
                const ink = canvas.getContext("2d");
                ink.font = getComputedStyle(document.body).font;
                ink.fillText(text, 4, 40);
                const data = ink.getImageData(0, 0, 60, 60).data;
                return data.reduce((sum, value, n) => sum + (n % 4 === 3 ? value : 0), 0);
              };
              return [count("一"), count("赢"), count("\\ue123")];
            }"""
        )
        assert strokes[1] > 2 * strokes[0]
        assert strokes[1] != strokes[2]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("双品网购节", story.FAIR),
        ("shangwubu", story.MINISTRY),
        ("lnsswt", story.OFFICE),
        ("Taobao", story.TAOBAO),
        ("mofcom", story.MINISTRY),
        ("省商务厅", story.OFFICE),
    ],
    ids=["Chinese", "pinyin", "initials", "English", "capitals", "alias"],
)
def test_search_finds_by_any_way_of_writing(visit, typed, found):
    with visit() as reader:
        reader.open()
        assert reader.search(typed)[0] == found
        reader.press("Enter")
        assert reader.text("#panel-title") == found
        assert reader.tab.locator("#search-box-list").is_hidden()


def test_suggestions_say_how_much_there_is_and_under_which_name(visit):
    with visit() as reader:
        reader.open()
        reader.search("shangwubu")
        assert reader.text("#search-box-list li >> nth=0").split("\n")[-1] == "3 个关联"
        reader.search("mofcom")
        assert "又称 MOFCOM" in reader.text("#search-box-list li >> nth=0")


def test_search_is_steered_by_keys_and_says_when_nothing_is_found(visit):
    with visit() as reader:
        reader.open()
        names = reader.search("辽宁")
        reader.press("ArrowDown", "Enter")
        assert reader.text("#panel-title") == names[1]
        assert reader.search("没有这个") == []
        assert "没有找到" in reader.text("#search-box-list")


def test_the_legend_counts_and_filters(visit):
    with visit() as reader:
        reader.open()
        assert reader.text('[data-kind="Event"] .number') == "2"
        assert reader.text('[data-kind="Organization"] .number') == "3"
        reader.click('[data-kind="Event"]')
        assert reader.tab.get_attribute('[data-kind="Event"]', "aria-pressed") == "false"
        assert story.FAIR not in reader.names()
        reader.click('[data-kind="Event"]')
        assert story.FAIR in reader.names()
        reader.click('[data-kind="Place"]', modifiers=["Shift"])
        assert reader.names() == {story.SHANDONG, story.LIAONING}


def test_filters_by_relation_sources_and_confidence(visit):
    with visit() as reader:
        reader.open()
        reader.click("#filters")
        reader.click('[data-relation="location"]')
        assert "地点" not in {row["relation"] for row in reader.rows("facts")}
        reader.click("#filter-reset")
        reader.tab.fill("#filter-sources", "2")
        reader.settle()
        assert {row["subject"] for row in reader.rows("facts")} == {story.FAIR}
        assert reader.names() == {story.FAIR, story.MINISTRY}
        reader.click("#filter-reset")
        reader.tab.fill("#filter-confidence", "60")
        reader.settle()
        assert story.LIAONING not in {row["object"] for row in reader.rows("facts")}
        assert "sure=60" in reader.address()


def test_the_time_slider_filters_and_gives_back(visit):
    with visit() as reader:
        reader.open()
        assert reader.shown("#timebar .bars rect")
        reader.tab.fill("#time-from", str(2022 * 12 + 1))
        reader.settle()
        assert "from=2022-02" in reader.address()
        assert story.FAIR in reader.names()
        assert story.GALA not in reader.names()
        assert story.ISLAND not in reader.names()
        assert "2022年2月" in reader.text("#time-read")
        reader.tab.focus("#time-from")
        reader.press("ArrowRight")
        assert "from=2022-03" in reader.address()
        reader.click("#time-reset")
        assert story.GALA in reader.names()


def test_things_without_a_date_can_be_kept(visit, tmp_path):
    graph = story.graph()
    articles = [replace(one, published=None) if one.stem == "a3" else one for one in graph.articles]
    path = tmp_path / "undated.html"
    page.write(replace(graph, articles=tuple(articles)), path)
    with visit(path) as reader:
        reader.open("from=2022-04")
        assert story.FAIR in reader.names()
        assert story.FUNGUS not in reader.names()
        reader.click("#filters")
        reader.click("#filter-undated")
        assert story.FUNGUS in reader.names()
        assert story.GALA not in reader.names()
        assert "undated=1" in reader.address()


def test_a_card_tells_all_that_is_known(visit):
    with visit() as reader:
        reader.open(f"n=Place/{story.SHANDONG}")
        card = reader.text("#panel-body")
        assert story.SHANDONG in card
        assert "又称 山东" in card
        assert "代码 370000" in card
        assert "地点 · 省级" in card
        assert story.FAIR in card
        assert "所在地有" in card
        assert "294.1亿元" in card
        assert "同比 +12.2%" in card
        assert "矛盾" in card
        # Three years are a series, so there is a chart beside the list.
        assert reader.tab.locator("#panel .chart rect.bar").count() >= 3
        reader.click("#panel details.said summary")
        assert "第四届双品网购节在山东省开幕" in "".join(reader.texts("#panel .facts mark"))


def test_a_card_shows_dates_statements_and_where_a_thing_is_named(visit):
    with visit() as reader:
        reader.open(f"n=Event/{story.FAIR}")
        assert "2022年4月28日" in reader.text("#panel-body")
        assert "结束" in reader.text("#panel-body")
        reader.open(f"n=Person/{story.SPEAKER}")
        assert "发言" in reader.text("#panel-body")
        assert "要让更多好货走出去" in "".join(reader.texts(".said-by mark"))
        assert "部长助理" in reader.text("#panel .note")
        reader.open(f"n=Organization/{story.ISLAND}")
        assert "舟山跨境电商协会成立大会召开" in reader.text("#panel .proofs")


def test_a_neighbourhood_has_its_own_layout_and_grows_by_hops(visit):
    with visit() as reader:
        reader.open(f"n=Organization/{story.MINISTRY}")
        reader.click("text=1 跳")
        assert reader.names() == {story.MINISTRY, story.FAIR, story.SPEAKER, story.POLICY}
        assert "hops=1" in reader.address()
        drawing = reader.save("svg").decode()
        assert "任职" in drawing
        assert story.GALA not in drawing
        reader.press("2")
        assert story.TAOBAO in reader.names()
        assert story.FUNGUS not in reader.names()
        reader.press("3")
        assert story.FUNGUS in reader.names()
        reader.press("0")
        assert story.ISLAND in reader.names()


def test_clicking_a_thing_opens_its_card_and_twice_its_neighbourhood(visit):
    with visit() as reader:
        reader.open()
        x, y = reader.hunt(story.OFFICE, "机构 ·")
        reader.tab.mouse.click(x, y)
        reader.settle()
        assert reader.text("#panel-title") == story.OFFICE
        reader.press("Escape")
        x, y = reader.hunt(story.OFFICE, "机构 ·")
        reader.tab.mouse.dblclick(x, y)
        reader.settle()
        assert "hops=1" in reader.address()


def test_clicking_a_line_shows_every_sentence_that_says_so(visit):
    with visit() as reader:
        reader.open(f"n=Organization/{story.MINISTRY}&hops=1")
        x, y = reader.hunt(story.FAIR, "主办方", step=3)
        reader.tab.mouse.click(x, y)
        reader.settle()
        assert reader.tab.locator("#panel .proof").count() == 2
        assert "商务部主办的第四届双品网购节" in "".join(reader.texts("#panel .proof >> nth=0 >> mark"))
        assert set(reader.texts("#panel .proof >> nth=0 >> mark b")) == {story.MINISTRY, story.FAIR}
        assert "2022年4月28日 · 新华社" in reader.text("#panel .credit")
        link = reader.tab.locator("#panel .credit a").first
        assert link.get_attribute("href") == "https://news.example/a1.html"
        assert "noopener" in (link.get_attribute("rel") or "")


def test_a_path_between_two_things_with_its_evidence(visit):
    with visit() as reader:
        reader.open()
        reader.click('[data-tool="path"]')
        for box, typed in (("#path-from", "黑木耳"), ("#path-to", "shangwubu")):
            reader.tab.type(box, typed)
            reader.press("Enter")
        assert "最短路径 3 步" in reader.text("#panel-body")
        assert reader.texts(".way > li > .name") == [story.FUNGUS, story.TAOBAO, story.FAIR, story.MINISTRY]
        assert "东宁黑木耳在淘宝热销" in "".join(reader.texts(".way mark"))
        assert reader.tab.locator(".way .proof").count() == 4  # one of the three steps is said twice
        assert reader.names() == {story.FUNGUS, story.TAOBAO, story.FAIR, story.MINISTRY}
        reader.open(f"path=Organization/{story.ISLAND}|Organization/{story.MINISTRY}")
        assert "没有路径" in reader.text("#panel-body")


def test_an_end_of_a_path_is_chosen_on_the_map(visit):
    with visit() as reader:
        reader.open(f"path=Product/{story.FUNGUS}|")
        x, y = reader.hunt(story.MINISTRY, "机构 ·")
        reader.tab.mouse.click(x, y)
        reader.settle()
        assert "最短路径 3 步" in reader.text("#panel-body")


def test_back_and_forward(visit):
    with visit() as reader:
        reader.open()
        reader.search("商务部")
        reader.press("Enter")
        reader.click("#panel .facts .name >> nth=0")
        second = reader.text("#panel-title")
        reader.click('[data-tool="back"]')
        assert reader.text("#panel-title") == story.MINISTRY
        reader.click('[data-tool="forward"]')
        assert reader.text("#panel-title") == second
        reader.click('[data-tool="back"]')
        reader.click('[data-tool="back"]')
        assert "总览" in reader.text("#panel-body")


def test_a_link_leads_to_the_same_place(visit):
    with visit() as reader:
        reader.open(f"n=Organization/{story.OFFICE}&hops=2&off=Award&pin=Event/{story.FAIR}")
        assert reader.text("#panel-title") == story.OFFICE
        assert reader.names() == {story.OFFICE, story.GALA, story.LIAONING}
        again = reader.address()
        reader.open(again[1:])
        assert reader.address() == again


def test_a_link_to_what_the_graph_does_not_hold_says_so(visit):
    with visit() as reader:
        reader.open("n=Event/不存在的活动")
        assert "图谱中没有" in reader.text("#toast")
        assert "总览" in reader.text("#panel-body")


def test_pins_stay(visit):
    with visit() as reader:
        reader.open(f"n=Event/{story.GALA}")
        reader.click("text=固定")
        assert f"pin=Event/{story.GALA}" in reader.address()
        reader.press("Escape")
        assert story.GALA in reader.text("#panel-body")
        assert "已固定" in reader.text("#panel-body")
        reader.click("#panel .facts .name >> nth=0")
        reader.click("text=取消固定")
        assert "pin=" not in reader.address()


def test_a_thing_can_be_dragged_elsewhere(visit):
    with visit() as reader:
        reader.open()
        x, y = reader.hunt(story.OFFICE, "机构 ·")
        reader.tab.mouse.move(x, y)
        reader.tab.mouse.down()
        reader.tab.mouse.move(x + 60, y + 40, steps=6)
        reader.tab.mouse.move(x + 120, y + 80, steps=6)
        reader.tab.mouse.up()
        reader.settle()
        left, top = reader.hunt(story.OFFICE, "机构 ·")
        assert left - x > 60
        assert top - y > 40


def test_english(visit):
    with visit() as reader:
        reader.open(f"n=Organization/{story.MINISTRY}")
        reader.click('[data-tool="language"]')
        assert reader.tab.evaluate("document.documentElement.lang") == "en"
        card = reader.text("#panel-body")
        assert "employs" in card
        assert "Organization · government" in card
        assert reader.text('[data-view="timeline"]').strip() == "Timeline"
        assert "Search" in (reader.tab.get_attribute("#search-box", "placeholder") or "")
        left = reader.tab.evaluate(
            "[...document.querySelectorAll('#bar, #legend, #timebar')].map((n) => n.innerText).join()"
        )
        assert not re.search("[一-鿿]", left.replace("商图", "").replace("商", "").replace("中", ""))


def test_dark_by_wish_and_by_button(visit):
    with visit(color_scheme="dark") as reader:
        reader.open()
        assert reader.tab.evaluate("document.documentElement.dataset.theme") == "dark"
        dark = _corner(reader)
        reader.click('[data-tool="theme"]')
        assert _corner(reader) - dark > 300


def _corner(reader) -> int:
    corner = """() => {
      const ink = document.querySelector("#stage canvas").getContext("2d");
      return [...ink.getImageData(2, 2, 1, 1).data].slice(0, 3).reduce((a, b) => a + b);
    }"""
    return int(reader.tab.evaluate(corner))


def test_zoom_and_pan(visit):
    with visit() as reader:
        reader.open()
        whole = reader.apart(story.FAIR, story.MINISTRY)
        reader.click("#zoom button >> nth=0")
        reader.settle(600)
        assert reader.apart(story.FAIR, story.MINISTRY) == pytest.approx(whole * 1.5, rel=0.1)
        reader.click("#zoom button >> nth=2")
        reader.settle(600)
        assert reader.apart(story.FAIR, story.MINISTRY) == pytest.approx(whole, abs=6)
        x, y = reader.hunt(story.OFFICE, "机构 ·")
        reader.tab.mouse.move(20, 700)
        reader.tab.mouse.down()
        reader.tab.mouse.move(120, 660, steps=8)
        reader.tab.mouse.up()
        reader.settle()
        moved = reader.hunt(story.OFFICE, "机构 ·")
        assert moved[0] - x == pytest.approx(100, abs=12)
        assert moved[1] - y == pytest.approx(-40, abs=12)
