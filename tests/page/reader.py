"""A reader of the page: a browser tab that points, clicks, types and saves, and notes what went wrong."""

import csv
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import dist
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

# Moves a made pointer over the map in steps until the tip says what is wanted; gives the middle of where it does.
HUNT = """([wanted, step]) => {
  const stage = document.querySelector("#stage");
  const canvas = stage.querySelector("canvas");
  const tip = document.querySelector("#tip");
  const box = stage.getBoundingClientRect();
  const says = (x, y) => {
    canvas.dispatchEvent(new PointerEvent("pointermove", { clientX: x, clientY: y, bubbles: true, pointerType: "mouse" }));
    return !tip.hidden && wanted.every((part) => tip.textContent.includes(part));
  };
  const first = () => {
    const spots = [];
    for (let y = box.top + 4; y < box.bottom - 4; y += step) for (let x = box.left + 4; x < box.right - 4; x += step) spots.push([x, y]);
    // From the middle outwards: what was just asked for is there.
    const away = ([x, y]) => Math.hypot(x - box.left - box.width / 2, y - box.top - box.height / 2);
    return spots.sort((a, b) => away(a) - away(b)).find(([x, y]) => says(x, y));
  };
  const found = first();
  if (!found) return null;
  const near = [];
  for (let dy = -40; dy <= 40; dy += 2) {
    for (let dx = -40; dx <= 40; dx += 2) if (says(found[0] + dx, found[1] + dy)) near.push([found[0] + dx, found[1] + dy]);
  }
  const middle = [0, 1].map((n) => near.reduce((sum, spot) => sum + spot[n], 0) / near.length);
  const far = (spot) => Math.hypot(spot[0] - middle[0], spot[1] - middle[1]);
  return near.sort((a, b) => far(a) - far(b))[0];
}"""

# Share of the map's pixels that are neither paper nor the ground of a community: things, links and names.
PAINTED = """() => {
  const canvas = document.querySelector("#stage canvas");
  const data = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
  const grounds = ["--paper", "--card"].map((name) => {
    const hex = getComputedStyle(document.documentElement).getPropertyValue(name).trim();
    return [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
  });
  let n = 0;
  for (let i = 0; i < data.length; i += 4) {
    const apart = (ground) => ground.reduce((sum, value, k) => sum + Math.abs(data[i + k] - value), 0);
    if (grounds.every((ground) => apart(ground) > 24)) n += 1;
  }
  return n / (data.length / 4);
}"""


class Reader:
    """One visit to a page. `errors` and `requests` stay empty on a good page."""

    def __init__(self, tab: Page, path: Path) -> None:
        self.tab = tab
        self.path = path
        self.errors: list[str] = []
        self.requests: list[str] = []
        tab.on("pageerror", lambda error: self.errors.append(str(error)))
        tab.on("console", lambda message: self._hear(message.type, message.text))
        tab.on("request", lambda request: self._request(request.url))

    def _hear(self, kind: str, text: str) -> None:
        # Chromium advises against reading pixels as often as these tests do.
        if kind in ("error", "warning") and "willReadFrequently" not in text:
            self.errors.append(text)

    def _request(self, url: str) -> None:
        if url.split("#")[0] != self.path.as_uri() and not url.startswith("blob:"):
            self.requests.append(url)

    def open(self, place: str = "") -> "Reader":
        """Open the page at an address such as `n=Event/…`."""
        self.tab.goto(self.path.as_uri() + (f"#{place}" if place else ""))
        self.settle()
        return self

    def settle(self, milliseconds: int = 250) -> None:
        """Wait until the picture stands."""
        self.tab.wait_for_timeout(milliseconds)

    def text(self, selector: str) -> str:
        """What an element says."""
        return self.tab.locator(selector).first.inner_text()

    def texts(self, selector: str) -> list[str]:
        """What all such elements say."""
        return self.tab.locator(selector).all_inner_texts()

    def shown(self, selector: str) -> bool:
        """Whether an element is there to be seen."""
        return self.tab.locator(selector).first.is_visible()

    def click(self, selector: str, **options: Any) -> None:
        """Click, and let the page follow."""
        self.tab.click(selector, **options)
        self.settle(120)

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self.tab.keyboard.press(key)
            self.settle(60)

    def search(self, typed: str) -> list[str]:
        """Type into the search box; the names it suggests."""
        self.tab.fill("#search-box", "")
        self.tab.type("#search-box", typed)
        return self.texts("#search-box-list .found")

    def address(self) -> str:
        """What stands after the `#`, readable."""
        return str(self.tab.evaluate("decodeURIComponent(location.hash)"))

    def hunt(self, *wanted: str, step: int = 6) -> tuple[float, float]:
        """Where on the map the pointer's tip says this."""
        found = self.tab.evaluate(HUNT, [list(wanted), step])
        assert found, f"nothing on the map says {wanted}"
        return found[0], found[1]

    def apart(self, one: str, other: str) -> float:
        """How far two things stand from each other on the screen."""
        return dist(self.hunt(one, " · "), self.hunt(other, " · "))

    def painted(self) -> float:
        """Share of the map that is neither paper nor the ground of a community."""
        return float(self.tab.evaluate(PAINTED))

    def saved(self, act: Callable[[], None]) -> bytes:
        """The file that an action hands to the reader."""
        with self.tab.expect_download() as waiting:
            act()
        return Path(waiting.value.path()).read_bytes()

    def save(self, what: str) -> bytes:
        """A file from the save menu: png, svg, things, facts or figures."""
        self.click('[data-tool="save"]')
        return self.saved(lambda: self.tab.click(f'[data-save="{what}"]'))

    def rows(self, what: str) -> list[dict[str, str]]:
        """A table from the save menu, by column."""
        return list(csv.DictReader(io.StringIO(self.save(what).decode("utf-8-sig"))))

    def names(self) -> set[str]:
        """Everything in view, by name."""
        return {row["name"] for row in self.rows("things")}


@contextmanager
def visit(browser: Browser, path: Path, **options: Any) -> Iterator[Reader]:
    """A fresh tab with the network off; an error on the page or a request fails the test that opened it."""
    settings = {
        "viewport": {"width": 1280, "height": 800},
        "offline": True,
        "reduced_motion": "reduce",
        "locale": "zh-CN",
    }
    context = browser.new_context(**(settings | options))
    context.set_default_timeout(8000)
    try:
        reader = Reader(context.new_page(), path)
        yield reader
        assert reader.errors == []
        assert reader.requests == []
    finally:
        context.close()
