"""The page against what pyvis writes by itself: time to the first picture, frames a second, file size.

    python -m benchmarks.page [--sizes 150,1000,5000,20000] [--repeat 3] [--chromium /usr/bin/chromium]

Both pages hold the same graph and run in the same browser, with the network off. `pyvis` is its page with
every default; `pyvis, laid out` has our positions and no physics, the best it can do with its own template.
Frames are counted while a real mouse drags and a real wheel turns. Needs playwright and a Chromium.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from pyvis.network import Network

from kg import page
from kg.model import Graph
from kg.page.layout import lay_out
from kg.page.strongest import strongest
from tests.page.made import graph as made

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
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

# Milliseconds and frames a second the page is meant to keep, and megabytes it may weigh.
TARGETS = {150: (1000, 55, 1), 1000: (1000, 55, 3), 5000: (1500, 27, 6), 20000: (3000, 20, 20)}


@dataclass(frozen=True, slots=True)
class Reading:
    """One page measured: milliseconds, frames a second, megabytes; None where patience ran out."""

    first: float | None
    pan: float | None
    zoom: float | None
    size: float


def stock(graph: Graph, path: Path, laid_out: bool) -> None:
    """What pyvis writes for the graph: nodes and edges with names, everything else as it comes."""
    part = strongest(graph)
    network = Network(directed=True, cdn_resources="in_line", height="800px")
    numbers = {entity.id: n for n, entity in enumerate(graph.entities)}
    network.nodes = [
        {"id": n, "label": entity.name, "shape": "dot", "group": entity.kind} for n, entity in enumerate(graph.entities)
    ]
    network.edges = [
        {"from": numbers[f.subject], "to": numbers[f.object], "arrows": "to", "title": f.predicate} for f in graph.facts
    ]
    network.node_ids = list(range(len(graph.entities)))
    network.node_map = {node["id"]: node for node in network.nodes}
    if laid_out:
        layout = lay_out(graph, [part.strength[entity.id] for entity in graph.entities])
        for node, (x, y) in zip(network.nodes, layout.points, strict=True):
            node.update(x=x, y=y)
        network.toggle_physics(False)
    path.write_text(network.generate_html(), encoding="utf-8")


def measure(browser: Browser, path: Path, prepare: Callable[[Page], None] | None = None) -> Reading:
    """Open a page anew and read its clock and its frames, after `prepare` has done something to it."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, offline=True)
    tab = context.new_page()
    tab.set_default_timeout(PATIENCE * 1000)
    tab.add_init_script(WATCH)
    size = path.stat().st_size / 1e6
    try:
        tab.goto(path.as_uri(), wait_until="commit")
        first = picture(tab)
        if first is None:
            return Reading(None, None, None, size)
        tab.wait_for_timeout(800)
        if prepare:
            prepare(tab)
        return Reading(first, frames(tab, drag), frames(tab, wheel), size)
    except Exception as trouble:  # whatever a browser gives up with counts as not done in time
        print(f"  {path.name}: {str(trouble).splitlines()[0]}", file=sys.stderr)
        return Reading(None, None, None, size)
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


def frames(tab: Page, move: Callable[[Page, float], None]) -> float:
    """Frames a second while something moves."""
    tab.evaluate("window.frames_ = 0")
    started = time.perf_counter()
    move(tab, started + SECONDS)
    return float(tab.evaluate("window.frames_")) / (time.perf_counter() - started)


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


def show(size: int, rows: dict[str, list[Reading]]) -> None:
    """One block of the table: each page, how many times better ours is, and whether it is what we want."""
    for name, readings in rows.items():
        first, pan, zoom = (median(readings, field) for field in ("first", "pan", "zoom"))
        cells = written(first, "{:.0f} ms") + written(pan, "{:.1f} fps") + written(zoom, "{:.1f} fps")
        print(f"{size:>6}  {name:<18}{cells}{readings[0].size:>9.2f} MB", flush=True)
    ours = rows["ours"]
    for name in ("pyvis, laid out", "pyvis"):
        if name in rows:
            print(f"        ours against {name}: {ratios(ours, rows[name])}")
    if size in TARGETS:
        first, fps, weight = TARGETS[size]
        slowest = min(median(ours, "pan") or 0, median(ours, "zoom") or 0)
        good = (median(ours, "first") or 1e9) < first and slowest >= fps and ours[0].size < weight
        print(f"        target < {first} ms, >= {fps} fps, < {weight} MB: {'met' if good else 'MISSED'}")


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


def pages(graph: Graph, size: int, folder: Path, alone: bool) -> dict[str, Path]:
    """All pages of a graph, written."""
    result = {"ours": folder / f"ours-{size}.html"}
    page.write(graph, result["ours"])
    if not alone:
        for name, laid_out in (("pyvis, laid out", True), ("pyvis", False)):
            result[name] = folder / f"pyvis-{laid_out:d}-{size}.html"
            stock(graph, result[name], laid_out)
    return result


def main() -> None:
    """Measure all sizes and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="150,1000,5000,20000")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    parser.add_argument("--ours", action="store_true", help="leave the pages of pyvis away")
    chosen = parser.parse_args()
    load = os.getloadavg()[0]
    print(f"{os.cpu_count()} cores, load {load:.1f}, no GPU, 1280 x 800, offline, median of {chosen.repeat}")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=chosen.chromium, args=FLAGS)
        for size in map(int, chosen.sizes.split(",")):
            rows = {}
            for name, path in pages(made(size), size, Path(folder), chosen.ours).items():
                rows[name] = [measure(browser, path) for _ in range(chosen.repeat if name == "ours" else 1)]
                if name == "ours" and size > WHOLE:
                    rows["ours, opened"] = [measure(browser, path, opened) for _ in range(chosen.repeat)]
            show(size, rows)
        browser.close()


if __name__ == "__main__":
    main()
