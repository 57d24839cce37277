"""What the views beside the map show, each in a real browser."""

from dataclasses import replace

import story

from kg import page
from kg.model import Entity


def test_the_timeline_shows_events_and_leads_to_them(visit):
    with visit() as reader:
        reader.open()
        reader.click('[data-view="timeline"]')
        labels = [item.get_attribute("aria-label") or "" for item in reader.tab.locator(".event").all()]
        assert any(f"{story.FAIR}, 开始 2022-04-28 – 2022-05-12" in label for label in labels)
        assert any(
            story.ISLAND in (item.get_attribute("aria-label") or "") for item in reader.tab.locator(".event").all()
        )
        reader.tab.locator(f'.event[aria-label*="{story.FAIR}"]').first.focus()
        reader.press("Enter")
        assert reader.text("#panel-title") == story.FAIR


def test_the_timeline_shows_where_most_is_and_all_when_asked(visit):
    with visit("made-1000") as reader:
        reader.open("view=timeline")
        most = reader.tab.locator(".event").count()
        reader.click("#timeline .view-head .tool")
        assert reader.tab.locator(".event").count() > most > 5
        assert not reader.shown("#timeline .view-head .tool")


def test_the_table_sorts_and_leads_on(visit):
    with visit() as reader:
        reader.open("view=table")
        first = reader.text("#table tbody th >> nth=0")
        assert first in (story.FAIR, story.MINISTRY)  # three links each
        reader.click("#table th >> text=名称")
        assert reader.tab.locator('th[aria-sort="ascending"]').count() == 1
        names = reader.texts("#table tbody th")
        reader.click("#table th >> text=名称")
        assert reader.texts("#table tbody th") == names[::-1]
        reader.click("#table .segment >> nth=1")
        assert reader.tab.locator("#table tbody tr").count() == 9
        reader.click("#table tbody tr:has-text('任职') .tool")
        assert "部长助理" in reader.text("#panel-body")


def test_long_tables_come_in_pages(visit):
    with visit("made-1000") as reader:
        reader.open("view=table")
        assert reader.tab.locator("#table tbody tr").count() == 100
        first = reader.text("#table tbody th >> nth=0")
        reader.click("#table .pages button >> nth=1")
        assert reader.text("#table tbody th >> nth=0") != first
        assert "第 2 / 10 页" in reader.text("#table .pages")


def test_the_map_of_places(visit):
    with visit() as reader:
        reader.open("view=places")
        tiles = reader.tab.locator(".tile[data-code]")
        boxes = [tile.bounding_box() for tile in tiles.all()]
        assert len({(box["x"], box["y"]) for box in boxes if box}) == 34
        assert "p0" not in (reader.tab.get_attribute('.tile[data-code="370000"]', "class") or "")
        assert reader.tab.locator(".tile:not([disabled])").count() == 2
        assert "不表示边界" in reader.text(".origin")
        reader.tab.locator('.tile[data-code="370000"]').focus()
        reader.press("Enter")
        assert reader.text("#panel-title") == story.SHANDONG
        assert reader.texts(".atlas-list .name span[lang]") == [story.SHANDONG]
        reader.click("#places >> text=全部地点")
        assert reader.texts(".atlas-list .name span[lang]") == [story.SHANDONG, story.LIAONING]


def test_the_map_of_the_world(visit, tmp_path):
    graph = story.graph()
    abroad = Entity("Place/法国", "Place", "country", "法国", (), ("a1",), code="FR")
    path = tmp_path / "world.html"
    page.write(replace(graph, entities=tuple(sorted((*graph.entities, abroad), key=lambda one: one.id))), path)
    with visit(path) as reader:
        reader.open("view=places")
        assert "1 个地点" in (reader.tab.get_attribute(".tile.abroad", "aria-label") or "")
        reader.click(".tile.abroad")
        assert "Natural Earth" in reader.text(".origin")
        assert reader.tab.locator(".land").count() == 1
        assert reader.tab.locator(".spot").count() == 1
        reader.tab.locator(".spot").focus()
        reader.press("Enter")
        assert reader.text("#panel-title") == "法国"
        before = reader.tab.get_attribute(".atlas-svg", "viewBox")
        reader.click("#places .zoom button >> nth=0")
        assert reader.tab.get_attribute(".atlas-svg", "viewBox") != before


def test_figures_with_charts_and_contradictions(visit):
    with visit() as reader:
        reader.open("view=figures")
        assert "1 处矛盾" in reader.text(".conflicts h3")
        assert "294.1亿元" in reader.text(".conflicts")
        assert "310亿元" in reader.text(".conflicts")
        reader.click(".conflicts summary")
        assert "同期山东省网络零售额达310亿元" in reader.text(".conflicts")
        assert reader.tab.locator("#figures .chart .series circle").count() == 4
        assert reader.tab.locator("#figures tr.conflict").count() == 2
        assert "超150亿元" in reader.text(".figure-table")
        reader.tab.fill("#measure-find", "没有")
        assert reader.tab.locator(".measures li").count() == 0
