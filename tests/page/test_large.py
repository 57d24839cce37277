"""Graphs too large to be shown at once."""

import made
import story

from kg.page import render
from kg.page.data import payload
from kg.page.layout import lay_out
from kg.page.strongest import strongest


def test_a_large_graph_opens_on_its_communities_and_expands_them(visit):
    with visit("made-5000") as reader:
        reader.open()
        assert reader.painted() > 0.08
        assert "先显示群组" in reader.text("#note")
        reader.open("disc=0")
        assert reader.tab.get_attribute(".actions .tool", "aria-expanded") == "false"
        before = reader.painted()
        reader.click(".actions .tool >> nth=0")
        reader.settle(600)
        assert reader.tab.get_attribute(".actions .tool", "aria-expanded") == "true"
        # Its links are drawn now.
        assert reader.painted() > before
        reader.click(".actions .tool >> nth=0")
        reader.settle(600)
        assert abs(reader.painted() - before) < 0.01


def test_a_double_click_expands_a_community(visit):
    with visit("made-5000") as reader:
        reader.open()
        x, y = reader.hunt("双击展开", step=9)
        reader.tab.mouse.dblclick(x, y)
        reader.settle(700)
        assert "disc=" in reader.address()
        assert reader.tab.get_attribute(".actions .tool", "aria-expanded") == "true"
        assert not reader.shown("#note")


def test_what_is_searched_for_on_a_large_graph_is_brought_into_view(visit):
    graph = made.graph(5000)
    wanted = next(entity for entity in graph.entities if entity.kind == "Person" and entity.articles)
    with visit("made-5000") as reader:
        reader.open()
        reader.search(wanted.name)
        reader.press("Enter")
        reader.settle(700)
        assert reader.text("#panel-title") == wanted.name
        assert reader.hunt(wanted.name, "人物", step=4)


def test_of_a_still_larger_graph_the_strongest_part_is_shown_and_the_page_says_so(visit, tmp_path):
    part = strongest(made.graph(1000), limit=200)
    layout = lay_out(part.graph, [part.strength[entity.id] for entity in part.graph.entities])
    path = tmp_path / "part.html"
    path.write_text(render(payload(part, layout, "https://shangtu.example/", "zh"), "zh"), encoding="utf-8")
    with visit(path) as reader:
        reader.open()
        assert "全图有 1,000 个实体" in reader.text(".notice")
        assert "200 个" in reader.text(".notice")
        assert "gexf" in reader.text(".notice")
        assert len(reader.names()) == 200


def test_a_small_graph_is_drawn_whole(visit):
    with visit() as reader:
        reader.open()
        assert not reader.shown("#note")
        assert reader.shown("#stage")
        assert story.FAIR in reader.save("svg").decode()
