"""The page against what pyvis writes by itself: time to the first picture, frames a second, file size.

    python benchmarks/page.py [--sizes 150,1000,5000,20000] [--repeat 3] [--chromium /usr/bin/chromium]

Both pages hold the same graph and run in the same browser, with the network off. `pyvis` is its page with every
default; `pyvis, laid out` has our positions and no physics, the best it can do without a template of one's own.
Frames are counted while a real mouse drags and a real wheel turns. Needs playwright and a Chromium.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).resolve().parents[1]), str(Path(__file__).resolve().parents[1] / "tests" / "page")]

from made import graph as made
from playwright.sync_api import Browser, Page, sync_playwright
from pyvis.network import Network

from kg import page
from kg.model import Graph
from kg.page.layout import lay_out
from kg.page.strongest import strongest

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]
PATIENCE = 60.0
SECONDS = 2.5

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
    network.nodes = [{"id": n, "label": entity.name, "shape": "dot", "group": entity.kind} for n, entity in enumerate(graph.entities)]
    network.edges = [{"from": numbers[f.subject], "to": numbers[f.object], "arrows": "to", "title": f.predicate} for f in graph.facts]
    network.node_ids = list(range(len(graph.entities)))
    network.node_map = {node["id"]: node for node in network.nodes}
    if laid_out:
        layout = lay_out(graph, [part.strength[entity.id] for entity in graph.entities])
        for node, (x, y) in zip(network.nodes, layout.points, strict=True):
            node.update(x=x, y=y)
        network.toggle_physics(False)
    path.write_text(network.generate_html(), encoding="utf-8")


def measure(browser: Browser, path: Path) -> Reading:
    """Open a page anew and read its clock and its frames."""
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
        return Reading(first, frames(tab, drag), frames(tab, wheel), size)
    except Exception as trouble:  # whatever a browser gives up with counts as not done in time
        print(f"  {path.name}: {str(trouble).splitlines()[0]}", file=sys.stderr)
        return Reading(None, None, None, size)
    finally:
        context.close()


def picture(tab: Page) -> float | None:
    """When the first picture stood; asked again and again, as the page's own policy forbids to wait inside it."""
    until = time.perf_counter() + PATIENCE
    while time.perf_counter() < until:
        first = float(tab.evaluate("window.firstPicture || 0"))
        if first > 0:
            return first
        time.sleep(0.03)
    return None


def frames(tab: Page, move: Any) -> float:
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


def median(readings: list[Reading], field: str) -> float | None:
    """Middle value; None if any run gave up."""
    values = [getattr(reading, field) for reading in readings]
    return None if None in values else statistics.median(values)


def show(size: int, rows: dict[str, list[Reading]]) -> None:
    """One block of the table: each page, then how many times better ours is."""
    text = lambda value, form: "    > 60 s" if value is None else form.format(value)  # noqa: E731
    for name, readings in rows.items():
        first, pan, zoom = (median(readings, field) for field in ("first", "pan", "zoom"))
        print(f"{size:>6}  {name:<18}{text(first, '{:>7.0f} ms')}{text(pan, '{:>9.1f} fps')}{text(zoom, '{:>9.1f} fps')}{readings[0].size:>9.2f} MB")
    ours = rows["ours"]
    for name in [name for name in rows if name != "ours"]:
        ratios = []
        for field, better in (("first", "fewer"), ("pan", "more"), ("zoom", "more")):
            a, b = median(ours, field), median(rows[name], field)
            if a and b:
                ratios.append(f"{field} x{(b / a if better == 'fewer' else a / b):.1f}")
            elif a:
                ratios.append(f"{field} x>{PATIENCE * 1000 / a:.0f}" if field == "first" else f"{field} (never)")
        print(f"        ours against {name}: {', '.join(ratios)}")
    first, fps, weight = TARGETS.get(size, (None, None, None))
    if first:
        good = (median(ours, "first") or 1e9) < first and min(median(ours, "pan") or 0, median(ours, "zoom") or 0) >= fps and ours[0].size < weight
        print(f"        target < {first} ms, >= {fps} fps, < {weight} MB: {'met' if good else 'MISSED'}")


def main() -> None:
    """Measure all sizes and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--sizes", default="150,1000,5000,20000")
    options.add_argument("--repeat", type=int, default=3)
    options.add_argument("--chromium", default="/usr/bin/chromium")
    options.add_argument("--ours", action="store_true", help="leave the pages of pyvis away")
    chosen = options.parse_args()
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, no GPU, 1280 x 800, offline, median of {chosen.repeat}")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=chosen.chromium, args=FLAGS)
        for size in map(int, chosen.sizes.split(",")):
            graph = made(size)
            pages = {"ours": Path(folder) / f"ours-{size}.html"}
            page.write(graph, pages["ours"])
            if not chosen.ours:
                pages |= {"pyvis, laid out": Path(folder) / f"laid-{size}.html", "pyvis": Path(folder) / f"pyvis-{size}.html"}
                stock(graph, pages["pyvis, laid out"], laid_out=True)
                stock(graph, pages["pyvis"], laid_out=False)
            show(size, {name: [measure(browser, path) for _ in range(chosen.repeat if name == "ours" else 1)] for name, path in pages.items()})
        browser.close()


if __name__ == "__main__":
    main()
