"""Reading the ledger: which steps made two names one thing, or kept them apart."""

from dataclasses import dataclass
from typing import cast

from kg.errors import KgError
from kg.model import Graph, Kind, Link
from kg.resolve.ledger import bears


@dataclass(frozen=True, slots=True)
class Why:
    """The steps that bear two names, and the things they share."""

    one: str
    other: str
    shared: tuple[str, ...]
    ones: tuple[Link, ...]
    others: tuple[Link, ...]


def why(graph: Graph, one: str, other: str) -> Why:
    """The steps of the ledger for two names. Raises KgError where no article has one of them."""
    found = [tuple(link for link in graph.links if bears(link, name)) for name in (one, other)]
    for name, links in zip((one, other), found, strict=True):
        if not links:
            raise KgError("no article names this", name, "give a name as an article or the graph writes it", usage=True)
    ones, others = found
    shared = {link.entity for link in ones} & {link.entity for link in others}
    return Why(one, other, tuple(sorted(shared)), ones, others)


def kind_of(graph: Graph, one: str, other: str, kind: Kind | None) -> Kind:
    """The kind that both names are of. Raises KgError where there is none or, unless one is given, several."""
    steps = why(graph, one, other)
    kinds = [{link.entity.partition("/")[0] for link in links} for links in (steps.ones, steps.others)]
    both = sorted(kinds[0] & kinds[1])
    if kind is not None and kind in both:
        return kind
    if kind is not None or not both:
        told = " and ".join("/".join(sorted(each)) for each in kinds)
        raise KgError(
            "the two are of different kinds", f"{one}, {other}: {told}", "only one kind is merged", usage=True
        )
    if len(both) > 1:
        raise KgError("the names are of several kinds", ", ".join(both), "say which with --kind", usage=True)
    return cast(Kind, both[0])
