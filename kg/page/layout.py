"""Where everything stands on the map: each community a disc, the discs packed to the shape of a screen."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kg.model import Graph
from kg.page.communities import Near, affinity, communities, title
from kg.page.packing import pack

Points = NDArray[np.float64]

# Room round a node, in its own units: enough for most labels of a small graph at first sight.
_ROOM_SMALL, _ROOM_LARGE = 26.0, 7.0
_SPRING_MOST = 600
_STEPS = 60


@dataclass(frozen=True, slots=True)
class Disc:
    """A community on the map; `title` and `members` are positions in `Graph.entities`."""

    x: float
    y: float
    radius: float
    title: int
    members: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """Centre, radius and disc of every entity, in the order of `Graph.entities`."""

    points: tuple[tuple[float, float], ...]
    radii: tuple[float, ...]
    home: tuple[int, ...]
    discs: tuple[Disc, ...]


def lay_out(graph: Graph, strength: Sequence[float]) -> Layout:
    """The map of a graph. The same graph has the same map."""
    near = affinity(graph)
    groups = communities(near)
    radii = np.array([radius(value) for value in strength]) * _grain(len(strength))
    room = _room(len(graph.entities))
    inner = [_disc(near, group, radii[group], room) for group in groups]
    sizes = [_reach(points, radii[group]) + room * 0.7 + 8 for points, group in zip(inner, groups, strict=True)]
    home = {n: index for index, group in enumerate(groups) for n in group}
    centres = pack(sizes, _between(near, home, len(groups)))
    points = np.zeros((len(radii), 2))
    for group, local, centre in zip(groups, inner, centres, strict=True):
        points[group] = local + centre
    return Layout(
        points=tuple((round(float(x), 1), round(float(y), 1)) for x, y in points),
        radii=tuple(round(float(value), 1) for value in radii),
        home=tuple(home[n] for n in range(len(radii))),
        discs=tuple(
            Disc(
                round(float(x), 1),
                round(float(y), 1),
                round(size, 1),
                title(graph, near, group, strength),
                tuple(group),
            )
            for group, size, (x, y) in zip(groups, sizes, centres, strict=True)
        ),
    )


def radius(strength: float) -> float:
    """Radius of a node: area grows with strength, and the strongest stay smaller than a disc.

    >>> radius(0.0), radius(100.0)
    (5.0, 34.0)
    """
    return float(min(34.0, 5.0 + 4.2 * strength**0.5))


def _grain(count: int) -> float:
    """How much smaller things are drawn on a crowded map."""
    return float(min(1.0, max(0.62, (300 / max(count, 1)) ** 0.18)))


def _room(count: int) -> float:
    """Space about each node: generous on a small map, tight on a large one."""
    share = min(1.0, max(0.0, (count - 150) / 1500))
    return float(_ROOM_SMALL + (_ROOM_LARGE - _ROOM_SMALL) * share**0.5)


def _reach(points: Points, radii: Points) -> float:
    return float((np.hypot(points[:, 0], points[:, 1]) + radii).max())


def _between(near: Near, home: dict[int, int], count: int) -> Points:
    """How strongly each two groups are tied."""
    ties = np.zeros((count, count))
    for a, b, data in near.edges(data=True):
        if home[a] != home[b]:
            ties[home[a], home[b]] += data["weight"]
            ties[home[b], home[a]] += data["weight"]
    return ties


def _disc(near: Near, group: Sequence[int], radii: Points, room: float) -> Points:
    """Members of a community inside a disc round the origin: springs first, then spread evenly."""
    if len(group) == 1:
        return np.zeros((1, 2))
    place = {n: index for index, n in enumerate(group)}
    pairs = [(place[a], place[b], data["weight"]) for a, b, data in near.subgraph(group).edges(data=True)]
    ends = np.array(sorted((min(a, b), max(a, b), weight) for a, b, weight in pairs)).reshape(-1, 3)
    points = _springs(ends, len(group), radii)
    return _centred(_apart(_even(points, radii, room), radii, room), radii)


def _springs(ends: Points, count: int, radii: Points) -> Points:
    """A force layout: every two repel, ties pull. Weak members of a large group only follow their ties."""
    points = _start(count, radii)
    strong = np.argsort(-radii, kind="stable")[:_SPRING_MOST]
    a, b = ends[:, 0].astype(int), ends[:, 1].astype(int)
    pull = np.minimum(ends[:, 2], 3.0)
    spacing = 1 / count**0.5
    for step in range(_STEPS):
        heat = 0.12 * (1 - step / _STEPS) ** 1.5 + 0.002
        force = -0.35 * points
        force[strong] += _repel(points[strong]) * spacing**2
        along = points[a] - points[b]
        along *= (pull * np.hypot(along[:, 0], along[:, 1]) / spacing)[:, None]
        force += _gather(b, along, count) - _gather(a, along, count)
        size = np.hypot(force[:, 0], force[:, 1])[:, None] + 1e-9
        points += force / size * np.minimum(size, heat)
    return points


def _repel(points: Points) -> Points:
    """Push of all on each, falling with distance. No BLAS: its sums depend on the number of threads."""
    east = points[:, 0][:, None] - points[:, 0][None, :]
    north = points[:, 1][:, None] - points[:, 1][None, :]
    near = 1 / (east * east + north * north + 1e-6)
    return np.column_stack((np.einsum("ij,ij->i", east, near), np.einsum("ij,ij->i", north, near)))


def _gather(index: NDArray[np.int64], vectors: Points, count: int) -> Points:
    """Sum of the vectors that belong to each node."""
    x = np.bincount(index, vectors[:, 0], count)
    return np.column_stack((x, np.bincount(index, vectors[:, 1], count)))


def _start(count: int, radii: Points) -> Points:
    """A sunflower with the strongest in the middle: already a fair map, and never two on one spot."""
    order = np.empty(count, dtype=int)
    order[np.argsort(-radii, kind="stable")] = np.arange(count)
    distance = np.sqrt((order + 0.5) / count)
    angle = order * (np.pi * (3 - 5**0.5))
    return np.column_stack((distance * np.cos(angle), distance * np.sin(angle)))


def _even(points: Points, radii: Points, room: float) -> Points:
    """Spread over the disc: each keeps its rank in distance and, round its ring, in direction."""
    points = points - np.average(points, axis=0, weights=radii)
    order = np.argsort(np.hypot(points[:, 0], points[:, 1]), kind="stable")
    area = (radii[order] + room / 2) ** 2 / 0.62
    outer = np.cumsum(area)
    distance = np.sqrt(outer - area / 2)
    angle = np.arctan2(points[order, 1], points[order, 0])
    width = float(np.sqrt(area.mean())) * 1.6
    ring = (distance / width).astype(int)
    for level in range(int(ring.max()) + 1):
        members = np.flatnonzero(ring == level)
        if level and len(members) > 2:
            angle[members] = _spaced(angle[members])
    spread = np.empty_like(points)
    spread[order] = np.column_stack((distance * np.cos(angle), distance * np.sin(angle)))
    return spread


def _spaced(angle: Points) -> Points:
    """Directions drawn apart towards an even spacing, in the same order round the ring."""
    order = np.argsort(angle, kind="stable")
    even = np.arange(len(angle)) * (2 * np.pi / len(angle)) - np.pi
    turn = np.angle(np.exp(1j * (angle[order] - even)).mean())
    result = np.empty_like(angle)
    lag = np.angle(np.exp(1j * (angle[order] - even - turn)))
    result[order] = even + turn + 0.25 * lag
    return result


def _apart(points: Points, radii: Points, room: float, rounds: int = 60) -> Points:
    """Push overlapping nodes apart; large groups by neighbourhood, so that time stays linear."""
    need = radii + room / 2
    for _ in range(rounds):
        first, second = _close(points, float(need.max()) * 2)
        gap = points[first] - points[second]
        length = np.hypot(gap[:, 0], gap[:, 1]) + 1e-6
        lack = need[first] + need[second] - length
        hit = lack > 0.1
        if not hit.any():
            break
        push = gap[hit] / length[hit][:, None] * (lack[hit] * 0.48)[:, None]
        points = (points + _gather(first[hit], push, len(need)) - _gather(second[hit], push, len(need))) * 0.998
    return points


def _centred(points: Points, radii: Points) -> Points:
    """About the middle of the smallest circle round all nodes (Bădoiu and Clarkson's walk to it)."""
    middle = points.mean(axis=0)
    for step in range(1, 200):
        far = int(np.argmax(np.hypot(points[:, 0] - middle[0], points[:, 1] - middle[1]) + radii))
        middle = middle + (points[far] - middle) / (step + 1)
    return np.asarray(points - middle)


def _close(points: Points, reach: float) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Pairs that may touch: all within `reach` along x, found by sorting."""
    order = np.argsort(points[:, 0], kind="stable")
    x = points[order, 0]
    last = np.searchsorted(x, x + reach, side="right")
    counts = last - np.arange(len(x)) - 1
    first = np.repeat(np.arange(len(x)), counts)
    starts = np.repeat(np.cumsum(counts) - counts, counts)
    second = first + 1 + np.arange(counts.sum()) - starts
    a, b = order[first], order[second]
    keep = np.abs(points[a, 1] - points[b, 1]) < reach
    return a[keep], b[keep]
