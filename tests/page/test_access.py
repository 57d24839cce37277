"""What the axe rules of accessibility say of every view, in both languages, light and dark, wide and narrow."""

from pathlib import Path

import pytest
import story

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"

CHECK = """async () => {
  const found = await axe.run(document, { resultTypes: ["violations"] });
  return found.violations.filter((one) => ["serious", "critical"].includes(one.impact))
    .map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(" ")).join(", ")}`);
}"""

PLACES = {
    "overview": "",
    "card": f"n=Place/{story.SHANDONG}",
    "neighbourhood": f"n=Organization/{story.MINISTRY}&hops=2",
    "link": f"link=Event/{story.FAIR}|Organization/{story.MINISTRY}",
    "path": f"path=Product/{story.FUNGUS}|Organization/{story.MINISTRY}",
    "community": "disc=0",
    "timeline": "view=timeline",
    "table": "view=table",
    "places": "view=places",
    "figures": "view=figures",
    "article": "in=a3",
    "filtered": "off=Place&rel=organizer&from=2022-02&sources=2",
}


def faults(reader) -> list[str]:
    reader.tab.evaluate(AXE.read_text(encoding="utf-8"))
    return reader.tab.evaluate(CHECK)


@pytest.fixture
def axe() -> None:
    if not AXE.is_file():
        pytest.skip("no axe-core: npm ci")


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
def test_no_serious_fault_in_any_view(visit, axe, place):
    with visit(bypass_csp=True) as reader:
        reader.open(place)
        reader.tab.evaluate("document.querySelectorAll('details').forEach((node) => { node.open = true; })")
        assert faults(reader) == []
        reader.press("x")
        reader.settle(300)
        assert faults(reader) == []


@pytest.mark.parametrize("keys", ["o", "?", "s", "i"], ids=["filters", "help", "menu", "English"])
def test_no_serious_fault_in_what_opens(visit, axe, keys):
    with visit(bypass_csp=True) as reader:
        reader.open()
        reader.press(keys)
        reader.settle()
        assert faults(reader) == []


@pytest.mark.parametrize("place", ["", f"n=Place/{story.SHANDONG}", "view=places", "view=figures", "view=timeline"])
def test_no_serious_fault_on_a_phone(visit, axe, place):
    with visit(bypass_csp=True, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True) as reader:
        reader.open(place)
        assert faults(reader) == []


def test_the_world_and_search_suggestions_have_no_serious_fault(visit, axe):
    with visit(bypass_csp=True) as reader:
        reader.open("view=places")
        reader.click("#places >> text=世界")
        reader.search("shang")
        assert faults(reader) == []
