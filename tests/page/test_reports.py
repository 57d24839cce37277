"""The articles themselves: a table of them, what one of them says, and how to cite it; in a real browser."""

from dataclasses import replace

import story

from kg import page
from kg.model import Reprint


def test_articles_are_a_table_and_one_of_them_a_view(visit):
    with visit() as reader:
        reader.open("view=table")
        reader.click("#table .segment >> nth=2")
        assert reader.texts("#table tbody th") == [story.TEXTS[stem][0] for stem in ("a2", "a1", "a3", "a4")]
        row = reader.texts("#table tbody tr:has-text('辽宁年货节启动') td")
        assert row[:4] == ["商务新闻网", "2022-01-19", "6", "4"]
        reader.click("#table tbody .name:has-text('辽宁年货节启动')")
        assert reader.address() == "#in=a3"
        assert reader.text("#panel-title") == "辽宁年货节启动"
        assert "2022年1月19日 · 商务新闻网" in reader.text("#panel .lead")
        assert reader.names() == {story.GALA, story.OFFICE, story.LIAONING, story.FUNGUS, story.TAOBAO, story.AWARD}
        assert reader.hunt(story.FUNGUS, " · ")
        reader.click("#panel .facts-of li:has-text('东宁黑木耳') summary")
        assert "".join(reader.texts("#panel .proof mark")) == "东宁黑木耳在淘宝热销"
        assert reader.texts("#panel .figures-of summary") == ["网络零售额 超150亿元"]
        reader.click("#only-report")
        assert reader.address() == ""
        assert story.FAIR in reader.names()


def test_a_sentence_leads_to_its_article_and_from_there_back(visit):
    with visit() as reader:
        reader.open(f"link=Event/{story.FAIR}|Organization/{story.MINISTRY}")
        reader.click("#panel .proof:has-text('落幕') .uses a")
        assert reader.address() == "#in=a2"
        assert reader.text("#panel-title") == "双品网购节带动消费"
        assert story.LIAONING not in reader.names()
        # Figures go with it.
        reader.click('[data-view="figures"]')
        assert "310亿元" in reader.text(".figure-table")
        assert "294.1亿元" not in reader.text(".figure-table")
        reader.click('[data-view="graph"]')
        reader.press("Escape")
        assert reader.address() == ""


def test_a_reprint_shows_what_its_original_says(visit, tmp_path):
    graph = story.graph()
    path = tmp_path / "reprint.html"
    page.write(replace(graph, reprints=(Reprint("a4", "a3", 1.0, None),)), path)
    with visit(path) as reader:
        reader.open("in=a4")
        assert "转载自《辽宁年货节启动》" in reader.text("#panel .notice")
        assert story.FUNGUS in reader.names()


def test_an_article_unknown_to_this_graph_is_told(visit):
    with visit() as reader:
        reader.open("in=nowhere")
        assert "nowhere" in reader.text("#toast")
        assert story.FAIR in reader.names()


def test_a_sentence_is_cited_with_its_source(visit):
    with visit(permissions=["clipboard-read", "clipboard-write"]) as reader:
        reader.open(f"link=Policy/{story.POLICY}|Organization/{story.MINISTRY}")
        reader.click("#panel .uses button")
        assert reader.text("#toast") == "原句和出处已复制"
        assert reader.tab.evaluate("navigator.clipboard.readText()") == (
            "“商务部印发促消费行动方案。”（地方日报，《双品网购节带动消费》，2022年5月13日，https://news.example/a2.html）"
        )


def test_what_one_has_been_is_one_line_with_all_its_sentences(visit, tmp_path):
    graph = story.graph()
    held = next(fact for fact in graph.facts if fact.predicate == "worksFor")
    policy = next(fact for fact in graph.facts if fact.predicate == "issuer")
    other = replace(held, role="副部长", evidence=policy.evidence)
    path = tmp_path / "offices.html"
    page.write(replace(graph, facts=(*graph.facts, other)), path)
    with visit(path) as reader:
        reader.open(f"n=Organization/{story.MINISTRY}")
        line = "#panel .group:has-text('人员') li"
        assert reader.tab.locator(line).count() == 1
        assert reader.text(f"{line} .note") == "部长助理 · 副部长"
        assert "2 个来源" in reader.text(line)
        reader.click(f"{line} summary")
        assert reader.tab.locator(f"{line} .proof").count() == 2


def test_that_a_city_lies_in_a_country_comes_last(visit, tmp_path):
    graph = story.graph()
    places = sorted(entity.id for entity in graph.entities if entity.kind == "Place")
    known = [replace(graph.facts[0], subject=places[0], predicate="partOf", object=places[1], role=None)]
    path = tmp_path / "geography.html"
    page.write(replace(graph, facts=(*known, *graph.facts)), path)
    with visit(path) as reader:
        reader.open(f"n={places[0]}")
        assert reader.texts("#panel .group h4")[-1].startswith("隶属")


def test_numbers_of_the_overview_follow_the_filter(visit):
    with visit() as reader:
        reader.open("from=2022-01&to=2022-01")
        counts = dict(zip(reader.texts("#panel .stat span"), reader.texts("#panel .stat b"), strict=True))
        assert (counts["实体"], counts["发言"]) == (str(len(reader.names())), "0")
        assert story.FAIR not in reader.text("#panel section >> nth=0")
