"""Short names that an article states or uses beside the full one, in articles that use the short one alone."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from kg.resolve import organizations
from kg.resolve._thing import Named, Thing
from kg.rules import rules

_KINDS = ("Organization", "Platform", "Product")
_SHORTEST = 4


def join(named: Sequence[tuple[Thing, Named]]) -> list[tuple[Thing, Named]]:
    """A name that one thing alone goes by elsewhere, beside its full name, is that thing's.

    Only of one kind, only for names of four characters or more that no gazetteer and no rule settled,
    and never where a branch, a department or a generic word is meant.
    """
    owners: dict[tuple[str, str], dict[str, Named]] = defaultdict(dict)
    for thing, found in named:
        if thing.kind in _KINDS and not found.apart:
            for surface in thing.surfaces[1:]:
                if _short_name(surface, thing):
                    owners[thing.kind, surface][found.name] = found
    result = []
    for thing, found in named:
        mine = owners.get((thing.kind, found.name), {})
        others = [other for label, other in sorted(mine.items()) if label != found.name]
        if found.reason == "equal name" and len(others) == 1:
            full = others[0]
            detail = f"{full.name} goes by {found.name} in another article"
            found = replace(full, reason="short name", score=min(0.88, full.score), detail=detail)
        result.append((thing, found))
    return result


def _short_name(surface: str, thing: Thing) -> bool:
    table = rules("linking")
    if len(surface) < _SHORTEST or surface == thing.name or len(surface) >= len(thing.name):
        return False
    if re.fullmatch(table["generic"].get(thing.kind.lower(), "$^"), surface):
        return False
    rest = thing.name.replace(surface, "", 1)
    return not (
        thing.kind == "Organization"
        and (organizations.branch(thing) or re.search(table["company"]["department"], rest))
    )
