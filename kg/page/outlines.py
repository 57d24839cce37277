"""Makes `assets/maps/outlines.json` from npm packages: the land of the world, and the middles of countries.

For maintainers, who unpack `world-atlas@2.0.2` (ISC, of Natural Earth, public domain) and `i18n-iso-countries@7`
(MIT, for the codes) and call `make`. The result holds thinned rings in hundredths of a degree, each point as its
difference from the one before. Provinces have no outlines: no package brings any whose origin and licence are
clear, so `assets/maps/tiles.json` has a tile for each, arranged by us.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Point = tuple[float, float]

# Degrees: on a map of the world 900 pixels wide, half a pixel.
_COARSE = 0.25
# The world is cut here, in the Atlantic, so that the Pacific lies in the middle.
CUT = -26.0


def make(atlas: Path, codes: Path, target: Path) -> None:
    """Write the outlines from the unpacked packages."""
    world = json.loads((atlas / "land-110m.json").read_text(encoding="utf-8"))
    countries = json.loads((atlas / "countries-110m.json").read_text(encoding="utf-8"))
    result = {
        "world": [_pack(part, _COARSE) for ring in _land(world) if _wide(ring, 1.5) for part in _cut(ring)],
        "countries": _middles(countries, json.loads((codes / "codes.json").read_text(encoding="utf-8"))),
    }
    target.write_text(json.dumps(result, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


def _land(topology: dict[str, Any]) -> Iterator[list[Point]]:
    for _, rings in _polygons(topology, "land"):
        yield from (ring for ring in rings if min(y for _, y in ring) > -60)  # the Antarctic has no trade news


def _polygons(topology: dict[str, Any], name: str) -> Iterator[tuple[dict[str, Any], list[list[Point]]]]:
    """Each geometry of a TopoJSON object with its outer rings, put together from shared arcs."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        arcs.append(points)
    for geometry in topology["objects"][name]["geometries"]:
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        yield (
            geometry,
            [[point for n in rings[0] for point in (arcs[n] if n >= 0 else arcs[~n][::-1])] for rings in polygons],
        )


def _wide(ring: list[Point], least: float) -> bool:
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    return max(max(xs) - min(xs), max(ys) - min(ys)) >= least


def _cut(ring: list[Point]) -> Iterator[list[Point]]:
    """A ring as it lies between the cut and the cut once round the world, in one or two pieces."""
    whole = _unwrap(ring)
    for turn in (-360, 0, 360):
        shifted = [(x + turn, y) for x, y in whole]
        part = _clip(_clip(shifted, CUT, 1), CUT + 360, -1)
        if len(part) > 2:
            yield part


def _unwrap(ring: list[Point]) -> list[Point]:
    """The ring with each point next to the one before it, whichever way round the world that is."""
    whole = [ring[0]]
    for x, y in ring[1:]:
        whole.append((x + 360 * round((whole[-1][0] - x) / 360), y))
    return whole


def _clip(ring: list[Point], edge: float, side: int) -> list[Point]:
    """The part of a ring on one side of a meridian: `side` 1 for the east, -1 for the west."""
    result: list[Point] = []
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
        inside, next_inside = (x1 - edge) * side >= 0, (x2 - edge) * side >= 0
        if inside:
            result.append((x1, y1))
        if inside != next_inside:
            result.append((edge, y1 + (y2 - y1) * (edge - x1) / (x2 - x1)))
    return result


def _middles(world: dict[str, Any], codes: list[list[str]]) -> dict[str, list[float]]:
    """The middle of each country's largest part, by its two-letter code."""
    letters = {row[2]: row[0] for row in codes}
    middles = {}
    for geometry, rings in _polygons(world, "countries"):
        short = letters.get(str(geometry.get("id", "")).zfill(3))
        if short and rings and short != "AQ":
            x, y = _middle(max(map(_unwrap, rings), key=lambda ring: abs(_area(ring))))
            middles[short] = [round((x + 180) % 360 - 180, 1), round(y, 1)]
    return dict(sorted(middles.items()))


def _area(ring: list[Point]) -> float:
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True)) / 2


def _middle(ring: list[Point]) -> Point:
    pairs = list(zip(ring, ring[1:] + ring[:1], strict=True))
    area = _area(ring) * 6
    x = sum((a[0] + b[0]) * (a[0] * b[1] - b[0] * a[1]) for a, b in pairs) / area
    return x, sum((a[1] + b[1]) * (a[0] * b[1] - b[0] * a[1]) for a, b in pairs) / area


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
