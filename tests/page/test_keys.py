"""Everything by keyboard, for screen readers, on small screens and on paper."""

import story


def test_every_view_has_a_key(visit):
    with visit() as reader:
        reader.open()
        for key, view in (
            ("t", "timeline"),
            ("l", "table"),
            ("m", "places"),
            ("d", "figures"),
            ("g", "graph"),
        ):
            reader.press(key)
            assert reader.shown(f"#{view}")
            assert reader.tab.get_attribute(f'[data-view="{view}"]', "aria-current") == "page"


def test_things_are_chosen_opened_pinned_and_left_by_keys(visit):
    with visit() as reader:
        reader.open()
        reader.press("n")
        first = reader.text("#panel-title")
        reader.press("n")
        assert reader.text("#panel-title") != first
        reader.press("b")
        assert reader.text("#panel-title") == first
        reader.tab.focus("#stage")
        reader.press("Enter")
        assert "hops=1" in reader.address()
        reader.press("k")
        assert "pin=" in reader.address()
        reader.press("Escape", "Escape")
        assert "总览" in reader.text("#panel-body")
        reader.press("[")
        assert reader.text("#panel-title") == first


def test_search_filters_menu_help_theme_and_language_by_keys(visit):
    with visit() as reader:
        reader.open()
        reader.press("/")
        assert reader.tab.evaluate("document.activeElement.id") == "search-box"
        reader.press("Escape")
        reader.press("o")
        assert reader.shown("#drawer")
        reader.press("Escape")
        assert not reader.shown("#drawer")
        reader.press("s")
        assert reader.shown("#menu")
        assert reader.tab.evaluate("document.activeElement.dataset.save") == "png"
        reader.press("ArrowDown")
        assert reader.tab.evaluate("document.activeElement.dataset.save") == "svg"
        reader.press("Escape")
        assert not reader.shown("#menu")
        reader.press("x")
        assert reader.tab.evaluate("document.documentElement.dataset.theme") == "dark"
        reader.press("i")
        assert reader.tab.evaluate("document.documentElement.lang") == "en"
        reader.press("?")
        assert reader.shown("#help")
        assert "Neighbourhood of 1, 2, 3 hops" in reader.text("#help")
        reader.press("Escape")
        assert not reader.shown("#help")


def test_the_map_is_panned_and_zoomed_by_keys(visit):
    with visit() as reader:
        reader.open()
        reader.tab.focus("#stage")
        small = reader.apart(story.FAIR, story.MINISTRY)
        reader.press("+")
        reader.settle(500)
        assert reader.apart(story.FAIR, story.MINISTRY) > small * 1.2
        reader.press("f")
        reader.settle(500)
        x, y = reader.hunt(story.OFFICE, "机构 ·")
        reader.press("ArrowRight", "ArrowDown")
        reader.settle(500)
        left, top = reader.hunt(story.OFFICE, "机构 ·")
        assert left < x - 50
        assert top < y - 50
        reader.press("f")
        reader.settle(500)
        assert abs(reader.hunt(story.OFFICE, "机构 ·")[0] - x) < 12


def test_keys_typed_into_a_field_stay_there(visit):
    with visit() as reader:
        reader.open()
        reader.tab.focus("#search-box")
        reader.press("t", "x", "?")
        assert reader.tab.input_value("#search-box") == "tx?"
        assert reader.shown("#graph")


def test_a_screen_reader_is_told_what_was_chosen(visit):
    with visit() as reader:
        reader.open()
        reader.search("商务部")
        reader.press("Enter")
        assert reader.tab.locator("#status").text_content() == "已选中商务部，机构，3 个关联"
        hint = reader.tab.get_attribute("#stage", "aria-describedby")
        assert "表格" in (reader.tab.locator(f"#{hint}").text_content() or "")


def test_a_phone_has_the_views_below_and_the_card_as_a_sheet(visit):
    with visit(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, device_scale_factor=2) as reader:
        reader.open()
        assert reader.painted() > 0.03
        assert not reader.shown("#panel")
        bar = reader.tab.locator("#views").bounding_box()
        assert bar
        assert bar["y"] > 780
        reader.tab.locator("#search-box").tap()
        reader.search("商务部")
        reader.tab.locator("#search-box-list li").first.tap()
        reader.settle(600)
        sheet = reader.tab.locator("#panel").bounding_box()
        assert sheet
        assert sheet["width"] == 390
        assert sheet["y"] > 300
        # What was chosen is not under the sheet.
        assert reader.hunt(story.MINISTRY, "机构 ·")[1] < sheet["y"]
        reader.tab.locator("#panel-close").tap()
        reader.settle()
        assert not reader.shown("#panel")
        for view in ("timeline", "places", "figures", "table", "graph"):
            reader.tab.locator(f'[data-view="{view}"]').tap()
            reader.settle()
            assert reader.shown(f"#{view}")
            assert reader.tab.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_neighbourhood_on_a_phone_stands_above_the_card(visit):
    with visit(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True) as reader:
        for place in (f"n=Organization/{story.MINISTRY}&hops=1", "in=a3"):
            reader.open(place)
            sheet = reader.tab.locator("#panel").bounding_box()
            assert sheet
            for name in (story.MINISTRY, story.FAIR) if "hops" in place else (story.OFFICE, story.AWARD):
                assert reader.hunt(name, " · ", step=4)[1] < sheet["y"]


def test_a_phone_on_its_side_gives_the_map_the_room(visit):
    with visit(viewport={"width": 844, "height": 390}, has_touch=True, is_mobile=True) as reader:
        reader.open()
        assert not reader.shown("#panel")
        assert not reader.shown("#timebar")
        assert reader.tab.locator("#stage").bounding_box()["height"] > 250
        reader.open(f"n=Event/{story.FAIR}")
        assert reader.text("#panel-title") == story.FAIR


def test_on_paper_the_card_stands_with_its_sources_and_without_the_buttons(visit):
    with visit() as reader:
        reader.open(f"link=Event/{story.FAIR}|Organization/{story.MINISTRY}")
        reader.tab.emulate_media(media="print")
        assert not reader.shown("#bar")
        assert not reader.shown("#timebar")
        assert reader.shown("#panel .proof")
        assert len(reader.tab.pdf()) > 10_000
