"""Relations as edges between annotated things: what follows from what, and what neither helps nor harms."""

from collections import defaultdict
from collections.abc import Iterable

from kg.gold import Gold

Edge = tuple[str, str, str]

CLOSED = {"subEventOf", "partOf"}


class Wanted:
    """The annotated relations of an article, and whether an edge is among them or follows from them."""

    def __init__(self, gold: Gold) -> None:
        self.edges: dict[Edge, bool] = {}  # each with whether it is optional
        for item in gold.relations:
            edge = symmetric(item["subject"], item["predicate"], item["object"])
            self.edges[edge] = self.edges.get(edge, True) and bool(item.get("optional"))
        self._things = {entity.id: entity for entity in gold.entities}
        self._closure = closure(self.edges)
        self._above = ancestors(self.edges)

    def verdict(self, edge: Edge) -> bool | None:
        """Whether an edge between annotated things is right; None where it neither helps nor harms."""
        subject, predicate, thing = edge
        if edge in self.edges:
            return None if self.edges[edge] else True
        if edge in self._closure:
            return True
        if predicate == "location" and any(
            known[0] == subject and known[1] == predicate and thing in self._above.get(known[2], ())
            for known in self.edges
        ):
            return True
        if self._world(edge) or self._things[subject].optional or self._things[thing].optional:
            return None
        return False

    def missed(self, ours: set[Edge]) -> Iterable[tuple[Edge, bool]]:
        """Each edge that counts, with whether ours lack it, alone, together, or by a place that contains another."""
        reached = closure(ours)
        for edge, optional in self.edges.items():
            if not optional:
                yield edge, not (edge in ours or edge in reached or self._by_ancestor(edge, ours))

    def _by_ancestor(self, edge: Edge, ours: set[Edge]) -> bool:
        subject, predicate, thing = edge
        return predicate == "location" and any(
            (subject, predicate, ancestor) in ours for ancestor in self._above.get(thing, ())
        )

    def _world(self, edge: Edge) -> bool:
        """Whether an edge is of the sort that a gazetteer may add: place in place, platform and operator."""
        subject, predicate, thing = edge
        types = self._things[subject].types, self._things[thing].types
        if predicate == "partOf":
            return "Place" in types[0] and "Place" in types[1]
        return predicate == "operatedBy" and "Platform" in types[0]


def symmetric(subject: str, predicate: str, thing: str) -> Edge:
    """An edge; of one that holds either way, the same whichever way it was told."""
    if predicate == "cooperatesWith" and thing < subject:
        return thing, predicate, subject
    return subject, predicate, thing


def closure(edges: Iterable[Edge]) -> set[Edge]:
    """Transitive closure of the predicates that are transitive."""
    closed: set[Edge] = set()
    known = list(edges)
    for predicate in CLOSED:
        links: dict[str, set[str]] = defaultdict(set)
        for subject, name, thing in known:
            if name == predicate:
                links[subject].add(thing)
        for start in list(links):
            reached, queue = set(), [start]
            while queue:
                for following in links.get(queue.pop(), ()):
                    if following not in reached:
                        reached.add(following)
                        queue.append(following)
            closed |= {(start, predicate, end) for end in reached}
    return closed


def ancestors(edges: Iterable[Edge]) -> dict[str, set[str]]:
    """What contains each thing: by its place in other places, or by where it is."""
    known = list(edges)
    above: dict[str, set[str]] = defaultdict(set)
    for subject, predicate, thing in closure(known):
        if predicate == "partOf":
            above[subject].add(thing)
    for subject, predicate, thing in known:
        if predicate == "location":
            above[subject].add(thing)
    return above
