"""The page against what pyvis writes by itself: time to the first picture, frames a second, file size.

    python -m benchmarks.page [--pages out/graph.html …] [--sizes 5000,20000] [--repeat 3]

Both pages hold the same graph and run in the same browser, with the network off. `--pages` takes pages that
`kg build` wrote, `--sizes` made-up graphs. `pyvis` is its page with every default; `pyvis, laid out` has our positions
and no physics, the best it can do with its own template. Frames are counted while a real mouse drags and a real wheel
turns; beside them stands how long the page itself was at work for a frame, which a busy machine disturbs less, and for
a step of a zoom whose wheel turns in every frame, as a touchpad does. Needs playwright and a Chromium.
"""

import argparse
import json
import os
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright
from pyvis.network import Network

from kg import page
from tests.conftest import FLAGS
from tests.page.made import graph as made

PATIENCE = 60.0
SECONDS = 2.5
# Larger graphs open on their communities, see `kg/page/assets/js/scene.mjs`.
WHOLE = 1500

# The first frame in which something was drawn on a canvas of the document, by the page's own clock.
WATCH = """(() => {
  window.firstPicture = 0;
  const proto = CanvasRenderingContext2D.prototype;
  for (const name of ["fill", "drawImage"]) {
    const plain = proto[name];
    proto[name] = function (...rest) {
      const result = plain.apply(this, rest);
      if (!window.firstPicture && this.canvas.isConnected) {
        window.firstPicture = -1;
        requestAnimationFrame(() => setTimeout(() => { window.firstPicture = performance.now(); }, 0));
      }
      return result;
    };
  }
  window.frames_ = 0;
  const tick = () => { window.frames_ += 1; requestAnimationFrame(tick); };
  requestAnimationFrame(tick);
})()"""

# A step of the wheel in each of so many frames; in and out again, so that the view stays about the same.
STEPS = 120
TURN = """(steps) => new Promise((done) => {
  const canvas = document.querySelector("canvas");
  const box = canvas.getBoundingClientRect();
  let n = 0;
  const step = () => {
    if (n === steps) return done();
    const at = { clientX: box.left + box.width / 2, clientY: box.top + box.height / 2, bubbles: true, cancelable: true };
    canvas.dispatchEvent(new WheelEvent("wheel", { deltaY: n % 24 < 12 ? -60 : 60, ...at }));
    n += 1;
    requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
})"""

# Up to so many nodes: the milliseconds to the first picture and the frames a second the page is meant to keep, and the
# megabytes it may weigh. A graph of more than 1,500 opens on its communities.
TARGETS = {300: (1000, 55, 1), 3000: (1000, 55, 3), 5000: (1500, 27, 6), 20000: (3000, 20, 20)}


FIELDS = ("first", "start", "pan", "zoom", "work", "step")


@dataclass(frozen=True, slots=True)
class Reading:
    """One page measured: milliseconds to the first picture and of them at work, frames a second, milliseconds of work a
    frame and a step of a zoom, megabytes; None where patience ran out."""

    first: float | None
    start: float | None
    pan: float | None
    zoom: float | None
    work: float | None
    step: float | None
    size: float


def stock(ours: Path, path: Path, laid_out: bool) -> int:
    """What pyvis writes for the graph of a page: nodes and edges with names, everything else as it comes."""
    text = ours.read_text(encoding="utf-8")
    nodes, edges, book = (json.loads(_part(text, name)) for name in ("nodes", "edges", "book"))
    network = Network(directed=True, cdn_resources="in_line", height="800px")
    place = ("x", "y") if laid_out else ()
    network.nodes = [
        {"id": node["id"], "label": node["label"], "shape": "dot", "group": node["group"]}
        | {name: node[name] for name in place}
        for node in nodes
    ]
    network.edges = [
        {"from": edge["from"], "to": edge["to"], "arrows": "to", "title": book["relations"][edge["rel"]]}
        for edge in edges
    ]
    network.node_ids = [node["id"] for node in nodes]
    network.node_map = {node["id"]: node for node in network.nodes}
    if laid_out:
        network.toggle_physics(False)
    path.write_text(network.generate_html(), encoding="utf-8")
    return len(nodes)


def _part(text: str, name: str) -> str:
    found = re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', text, re.S)
    assert found, f"no {name} in the page"
    return found[1]


def measure(browser: Browser, path: Path, prepare: Callable[[Page], None] | None = None) -> Reading:
    """Open a page anew and read its clock and its frames, after `prepare` has done something to it."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, offline=True)
    tab = context.new_page()
    tab.set_default_timeout(PATIENCE * 1000)
    tab.add_init_script(WATCH)
    size = path.stat().st_size / 1e6
    try:
        session = tab.context.new_cdp_session(tab)
        session.send("Performance.enable", {"timeDomain": "threadTicks"})
        tab.goto(path.as_uri(), wait_until="commit")
        first = picture(tab)
        if first is None:
            return Reading(None, None, None, None, None, None, size)
        start = 1000 * _busy(session)
        tab.wait_for_timeout(800)
        if prepare:
            prepare(tab)
        pan, zoom = frames(tab, session, drag), frames(tab, session, wheel)
        return Reading(first, start, pan[0], zoom[0], max(pan[1], zoom[1]), step(tab, session), size)
    except Exception as trouble:  # whatever a browser gives up with counts as not done in time
        print(f"  {path.name}: {str(trouble).splitlines()[0]}", file=sys.stderr)
        return Reading(None, None, None, None, None, None, size)
    finally:
        context.close()


def picture(tab: Page) -> float | None:
    """When the first picture stood; asked again and again: the page's policy forbids to wait inside it."""
    until = time.perf_counter() + PATIENCE
    while time.perf_counter() < until:
        first = float(tab.evaluate("window.firstPicture || 0"))
        if first > 0:
            return first
        time.sleep(0.03)
    return None


def frames(tab: Page, session: CDPSession, move: Callable[[Page, float], None]) -> tuple[float, float]:
    """Frames a second while something moves, and the milliseconds the page was at work for each."""
    before = _busy(session)
    tab.evaluate("window.frames_ = 0")
    started = time.perf_counter()
    move(tab, started + SECONDS)
    count = float(tab.evaluate("window.frames_"))
    passed = time.perf_counter() - started
    busy = _busy(session) - before
    return count / passed, 1000 * busy / max(count, 1)


def step(tab: Page, session: CDPSession) -> float:
    """Milliseconds the page is at work for a step of a zoom."""
    before = _busy(session)
    tab.evaluate(TURN, STEPS)
    return 1000 * (_busy(session) - before) / STEPS


def _busy(session: CDPSession) -> float:
    """Seconds of processor time that the page's own thread has spent."""
    metrics = {item["name"]: item["value"] for item in session.send("Performance.getMetrics")["metrics"]}
    return float(metrics["TaskDuration"])


def drag(tab: Page, until: float) -> None:
    """Drag the map to and fro by its empty corner."""
    tab.mouse.move(30, 130)
    tab.mouse.down()
    step = 0
    while time.perf_counter() < until:
        step += 1
        tab.mouse.move(30 + 8 * (step % 60), 130 + 4 * (step % 60))
    tab.mouse.up()


def wheel(tab: Page, until: float) -> None:
    """Zoom in and out about the middle."""
    tab.mouse.move(460, 400)
    step = 0
    while time.perf_counter() < until:
        step += 1
        tab.mouse.wheel(0, -60 if step % 24 < 12 else 60)


def opened(tab: Page) -> None:
    """Expand the largest community, as a reader does who double-clicks it."""
    tab.evaluate("location.hash = '#disc=0'")
    tab.wait_for_timeout(900)
    tab.click("[aria-expanded=false].tool")
    tab.wait_for_timeout(900)


def median(readings: list[Reading], field: str) -> float | None:
    """Middle value; None if any run gave up."""
    values = [getattr(reading, field) for reading in readings]
    return None if None in values else statistics.median(values)


def written(value: float | None, form: str) -> str:
    """A value in its column."""
    return f"{'> 60 s':>12}" if value is None else f"{form.format(value):>12}"


def show(name: str, size: int, rows: dict[str, list[Reading]]) -> None:
    """One block of the table: each page, how many times better ours is, and whether it is what we want."""
    print(f"{name}: {size:,} nodes")
    for kind, readings in rows.items():
        first, start, pan, zoom, work, turn = (median(readings, field) for field in FIELDS)
        cells = (
            written(first, "{:.0f} ms")
            + written(start, "{:.0f} ms")
            + written(pan, "{:.1f} fps")
            + written(zoom, "{:.1f} fps")
        )
        print(
            f"    {kind:<18}{cells}{written(work, '{:.1f} ms')}{written(turn, '{:.1f} ms')}{readings[0].size:>9.2f} MB",
            flush=True,
        )
    ours = rows["ours"]
    for kind in ("pyvis, laid out", "pyvis"):
        if kind in rows:
            print(f"        ours against {kind}: {ratios(ours, rows[kind])}")
    first, fps, weight = next(target for most, target in TARGETS.items() if size <= most)
    slowest = min(median(ours, "pan") or 0, median(ours, "zoom") or 0)
    good = (median(ours, "first") or 1e9) < first and slowest >= fps and ours[0].size < weight
    print(f"        target < {first} ms, >= {fps} fps, < {weight} MB: {'met' if good else 'MISSED'}", flush=True)


def ratios(ours: list[Reading], other: list[Reading]) -> str:
    """How many times sooner and smoother; a lower bound where the other did not get there."""
    found = []
    for field in ("first", "pan", "zoom"):
        a, b = median(ours, field), median(other, field)
        if a and b:
            found.append(f"{field} x{(b / a if field == 'first' else a / b):.1f}")
        elif a and field == "first":
            found.append(f"{field} x>{PATIENCE * 1000 / a:.0f}")
    return ", ".join(found)


def main() -> None:
    """Measure all pages and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=Path, nargs="*", default=[], help="pages that kg build wrote")
    parser.add_argument("--sizes", default="5000,20000", help="made-up graphs; an empty text for none")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    parser.add_argument("--ours", action="store_true", help="leave the pages of pyvis away")
    chosen = parser.parse_args()
    load = os.getloadavg()[0]
    print(f"{os.cpu_count()} cores, load {load:.1f}, no GPU, 1280 x 800, offline, median of {chosen.repeat}")
    print(
        f"    {'':<18}{'first':>12}{'of it work':>12}{'pan':>12}{'zoom':>12}{'work/frame':>12}{'work/step':>12}{'size':>12}"
    )
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        browser = playwright.chromium.launch(executable_path=chosen.chromium, args=FLAGS)
        pages = {f"{path.parent.name}/{path.name}": path for path in chosen.pages}
        for size in filter(None, chosen.sizes.split(",")):
            pages[f"made {size}"] = folder / f"made-{size}.html"
            page.write(made(int(size)), pages[f"made {size}"])
        for label, ours in pages.items():
            compare(browser, label, ours, folder, chosen.repeat, chosen.ours)
        browser.close()


def compare(browser: Browser, label: str, ours: Path, folder: Path, repeat: int, alone: bool) -> None:
    """Measure a page and those of pyvis for the same graph, and print."""
    size = stock(ours, folder / "laid.html", True)
    rows = {"ours": [measure(browser, ours) for _ in range(repeat)]}
    if size > WHOLE:
        rows["ours, opened"] = [measure(browser, ours, opened) for _ in range(repeat)]
    if not alone:
        stock(ours, folder / "plain.html", False)
        rows["pyvis, laid out"] = [measure(browser, folder / "laid.html")]
        rows["pyvis"] = [measure(browser, folder / "plain.html")]
    show(label, size, rows)


if __name__ == "__main__":
    main()
