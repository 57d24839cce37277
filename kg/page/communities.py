"""Which things belong together on the map, and the name each group goes by."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import TypeAlias

import networkx as nx

from kg.model import Graph, Kind

# Things by number, and how close each two are. A string, as only the stubs know the class as generic.
Near: TypeAlias = "nx.Graph[int]"

# A group is named by what a reader would call its subject: rather the fair than the town it was held in.
TELLING: dict[Kind, float] = {
    "Event": 1.5,
    "Organization": 1.3,
    "Platform": 1.3,
    "Policy": 1.1,
    "Product": 0.9,
    "Award": 0.8,
    "Place": 0.7,
    "Person": 0.6,
}

# A newspaper is named in every story it prints and is the subject of none.
_MEDIA = 0.4

# Being named in one article binds less than a fact, less still where facts say where a thing belongs.
_NAMED_WITH, _NAMED_WITH_ALONE = 0.15, 0.5
_SMALLEST = 4


def affinity(graph: Graph) -> Near:
    """Who stands close to whom, by position in `graph.entities`: by facts, and by shared articles.

    Whole numbers as nodes make every later step independent of the hash seed.
    """
    number = {entity.id: n for n, entity in enumerate(graph.entities)}
    weights: dict[tuple[int, int], float] = defaultdict(float)
    said: dict[str, Counter[int]] = defaultdict(Counter)
    for fact in graph.facts:
        a, b = sorted((number[fact.subject], number[fact.object]))
        weights[a, b] += 1
        for stem in {evidence.article for evidence in fact.evidence}:
            said[stem].update((a, b))
    linked = {n for pair in weights for n in pair}
    for stem, members in sorted(_members(graph).items()):
        hub = min(members, key=lambda n: (-said[stem][n], -TELLING[graph.entities[n].kind], n))
        for n in members:
            if n != hub:
                weights[min(n, hub), max(n, hub)] += _NAMED_WITH if n in linked else _NAMED_WITH_ALONE
    result: Near = nx.Graph()
    result.add_nodes_from(range(len(graph.entities)))
    result.add_weighted_edges_from((a, b, weight) for (a, b), weight in sorted(weights.items()))
    return result


def _members(graph: Graph) -> dict[str, list[int]]:
    members: dict[str, list[int]] = defaultdict(list)
    for n, entity in enumerate(graph.entities):
        for stem in entity.articles:
            members[stem].append(n)
    return members


def communities(near: Near) -> list[list[int]]:
    """Groups of things that stand close, largest first; none too small to be read as a group."""
    if not near:
        return []
    found = [sorted(group) for group in nx.community.louvain_communities(near, weight="weight", seed=7)]
    found.sort(key=lambda group: (-len(group), group))
    return sorted(_absorb(near, found), key=lambda group: (-len(group), group))


def _absorb(near: Near, groups: Sequence[list[int]]) -> list[list[int]]:
    """Small groups join the group they lean on most; those that lean on none stand together."""
    home = {n: index for index, group in enumerate(groups) for n in group}
    merged: dict[int, list[int]] = {index: list(group) for index, group in enumerate(groups)}
    strays: list[int] = []
    for index in reversed(range(len(groups))):
        group = merged[index]
        if len(group) >= _SMALLEST:
            continue
        pull: Counter[int] = Counter()
        for n in group:
            for other, data in near[n].items():
                if home[other] != index:
                    pull[home[other]] += data["weight"]
        del merged[index]
        if not pull:
            strays += group
            continue
        target = min(pull, key=lambda other: (-pull[other], other))
        merged[target] += group
        home.update(dict.fromkeys(group, target))
    return [sorted(group) for group in merged.values()] + _rows(sorted(strays))


def _rows(strays: list[int], most: int = 60) -> list[list[int]]:
    edges = [*range(0, len(strays), most), len(strays)]
    return [strays[a:b] for a, b in pairwise(edges)]


def title(graph: Graph, near: Near, group: Sequence[int], strength: Sequence[float]) -> int:
    """The member that tells best what a group is about: well tied inside it, telling, well known."""
    inside = set(group)

    def telling(n: int) -> float:
        bound = sum(data["weight"] for other, data in near[n].items() if other in inside)
        share = bound / (sum(data["weight"] for data in near[n].values()) or 1)
        entity = graph.entities[n]
        kind = TELLING[entity.kind] * (_MEDIA if entity.subkind == "media" else 1)
        return float(kind * (bound + 0.3 * strength[n]) * (0.5 + share))

    return min(group, key=lambda n: (-telling(n), n))
