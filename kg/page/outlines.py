"""Makes `assets/maps/outlines.json` from two npm packages: provinces of China, and the land of the world.

For maintainers, who unpack `echarts@4.9.0` (Apache-2.0) and `world-atlas@2.0.2` (ISC, of Natural Earth, public
domain) and call `make`. The result holds thinned rings in hundredths of a degree, each point as its
difference from the one before.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Point = tuple[float, float]

# Degrees: on a map of China 900 pixels wide, a third of a pixel; on the world, half a pixel.
_FINE, _COARSE = 0.05, 0.25
# The world is cut here, in the Atlantic, so that the Pacific lies in the middle.
CUT = -26.0


def make(echarts: Path, atlas: Path, target: Path) -> None:
    """Write the outlines from the two unpacked packages."""
    china = json.loads((echarts / "map/json/china.json").read_text(encoding="utf-8"))
    world = json.loads((atlas / "land-110m.json").read_text(encoding="utf-8"))
    result = {
        "china": {
            feature["id"]: {"name": feature["properties"]["name"], "rings": [_pack(ring, _FINE) for ring in _rings(feature) if _wide(ring, 0.12)]}
            for feature in china["features"]
        },
        "world": [_pack(part, _COARSE) for ring in _land(world) if _wide(ring, 1.5) for part in _cut(ring)],
    }
    target.write_text(json.dumps(result, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


def _rings(feature: dict[str, Any]) -> Iterator[list[Point]]:
    """Outer rings of a province. ECharts packs each as characters: zigzag differences in 1/1024 degree."""
    geometry = feature["geometry"]
    single = geometry["type"] == "Polygon"
    for polygon, offsets in zip(geometry["coordinates"], geometry["encodeOffsets"], strict=True):
        yield _decode(polygon if single else polygon[0], offsets if single else offsets[0])


def _decode(packed: str, offset: list[int]) -> list[Point]:
    x, y = offset
    points = []
    for a, b in zip(packed[::2], packed[1::2], strict=True):
        dx, dy = ord(a) - 64, ord(b) - 64
        x += (dx >> 1) ^ -(dx & 1)
        y += (dy >> 1) ^ -(dy & 1)
        points.append((x / 1024, y / 1024))
    return points


def _land(topology: dict[str, Any]) -> Iterator[list[Point]]:
    """Outer rings of the land, from TopoJSON's shared arcs."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        arcs.append(points)
    for geometry in topology["objects"]["land"]["geometries"]:
        for polygon in geometry["arcs"]:
            ring = [point for n in polygon[0] for point in (arcs[n] if n >= 0 else arcs[~n][::-1])]
            if min(y for _, y in ring) > -60:  # the Antarctic has no trade news
                yield ring


def _wide(ring: list[Point], least: float) -> bool:
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    return max(max(xs) - min(xs), max(ys) - min(ys)) >= least


def _cut(ring: list[Point]) -> Iterator[list[Point]]:
    """A ring on the two sides of the cut, the western one moved to the east; edges follow the cut."""
    for east in (True, False):
        part = list(_clip(ring, east))
        if len(part) > 2:
            yield part if east else [(x + 360, y) for x, y in part]


def _clip(ring: list[Point], east: bool) -> Iterator[Point]:
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
        if (x1 >= CUT) == east:
            yield x1, y1
        if (x1 >= CUT) != (x2 >= CUT):
            yield CUT, y1 + (y2 - y1) * (CUT - x1) / (x2 - x1)


def _pack(ring: list[Point], tolerance: float) -> list[int]:
    """Thinned, in hundredths of a degree, each point as its difference from the one before."""
    flat: list[int] = []
    before = (0, 0)
    for x, y in thin(ring, tolerance):
        here = (round(x * 100), round(y * 100))
        if here != before:
            flat += [here[0] - before[0], here[1] - before[1]]
            before = here
    return flat


def thin(line: list[Point], tolerance: float) -> list[Point]:
    """The line without points that lie closer to it than `tolerance` (Ramer, Douglas and Peucker).

    >>> thin([(0, 0), (1, 0.01), (2, 0)], 0.1)
    [(0, 0), (2, 0)]
    """
    keep = {0, len(line) - 1}
    stack = [(0, len(line) - 1)]
    while stack:
        first, last = stack.pop()
        gaps = [(_gap(line[n], line[first], line[last]), n) for n in range(first + 1, last)]
        far, n = max(gaps, default=(0.0, 0))
        if far > tolerance:
            keep.add(n)
            stack += [(first, n), (n, last)]
    return [line[n] for n in sorted(keep)]


def _gap(point: Point, start: Point, end: Point) -> float:
    (x, y), (x1, y1), (x2, y2) = point, start, end
    length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5
    if length == 0:
        return float(((x - x1) ** 2 + (y - y1) ** 2) ** 0.5)
    return float(abs((x2 - x1) * (y1 - y) - (x1 - x) * (y2 - y1)) / length)
