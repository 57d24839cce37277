"""When one of ours and an annotated item are the same, and which of several go together."""

import re
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from typing import Any, TypeVar

from kg.gold import GoldEntity, surface
from kg.model import LocalEntity, Observation

G = TypeVar("G")

STRICT_UNITS = {"CNY", "USD", "EUR", "HKD", "JPY", "SGD", "TWD", "%", "m2", "t"}

SameAbout = Callable[[Observation, dict[str, Any]], bool]


def match_entities(ours: Sequence[LocalEntity], gold: Sequence[GoldEntity]) -> list[tuple[LocalEntity, GoldEntity]]:
    """Pairs of the same thing, one to one: a shared surface and an accepted kind.

    Where several would do, equal names come before shared aliases, and annotated items that count
    before optional ones.
    """
    forms = {entity.id: {surface(name) for name in (entity.name, *entity.aliases)} for entity in ours}
    ranked = []
    for n, entity in enumerate(ours):
        for m, item in enumerate(gold):
            shared = forms[entity.id] & item.surfaces
            if shared and entity.kind in item.types:
                same_name = surface(entity.name) == surface(item.name)
                first = entity.kind == item.type
                ranked.append((item.optional, -same_name, -len(shared), -first, n, m))
    pairs, used, taken = [], set(), set()
    for *_, n, m in sorted(ranked):
        if n not in used and m not in taken:
            used.add(n)
            taken.add(m)
            pairs.append((ours[n], gold[m]))
    return pairs


def same_value(ours: Observation, gold: dict[str, Any]) -> bool:
    """Equal value in an equal unit; a growth without base is equal by its change."""
    theirs = gold.get("value")
    change = gold.get("change")
    if theirs is None:
        return ours.value is None and ours.change is not None and bool(change) and same_change(ours, gold)
    if ours.value is None or abs(ours.value - float(theirs)) > 1e-3 * max(abs(theirs), 1e-9):
        return False
    return same_unit(ours.unit, gold.get("unit"))


def same_unit(ours: str | None, gold: str | None) -> bool:
    """Money, percent, area and mass strictly; counting words (人 and 名, 家 and 个) leniently."""
    if ours in STRICT_UNITS or gold in STRICT_UNITS:
        return ours == gold
    return True


def same_change(ours: Observation, gold: dict[str, Any]) -> bool:
    """Equal comparison: kind, signed value and unit; no comparison on either side is equal too."""
    theirs = gold.get("change")
    if not theirs or ours.change is None:
        return not theirs and ours.change is None
    close = abs(ours.change.value - float(theirs["value"])) < 1e-6
    return close and (ours.change.kind, ours.change.unit) == (theirs["kind"], theirs["unit"])


def in_full(ours: Observation, gold: dict[str, Any], same_about: SameAbout) -> bool:
    """Value with measure, period, change, about and qualifier."""
    return (
        same_change(ours, gold)
        and ours.qualifier == gold.get("qualifier", "exact")
        and (gold.get("period") is None or ours.period == gold["period"])
        and same_measure(ours, gold, same_about)
    )


def same_measure(ours: Observation, gold: dict[str, Any], same_about: SameAbout) -> bool:
    """Measure and subject agree, apart or taken together (集成电路 | 出口 and 江苏省 | 集成电路出口)."""
    mine, theirs = _measure(ours.measure), _measure(str(gold["measure"]))
    both = _measure((ours.about or "") + ours.measure), _measure(str(gold["about"]) + str(gold["measure"]))
    apart = alike(mine, theirs) and same_about(ours, gold)
    return apart or SequenceMatcher(None, *both).ratio() >= 0.7


def alike(mine: str, theirs: str) -> bool:
    """Whether two wordings of a measure say the same: one inside the other, or most characters shared."""
    if not mine or not theirs:
        return mine == theirs
    return mine in theirs or theirs in mine or SequenceMatcher(None, mine, theirs).ratio() >= 0.5


def closeness(ours: Observation, gold: dict[str, Any], same_about: SameAbout) -> float:
    """How well two figures of the same value fit, to pair the right ones."""
    score = 2.0 * in_full(ours, gold, same_about) + same_change(ours, gold) + same_measure(ours, gold, same_about)
    return score + (ours.period == gold.get("period")) - 0.5 * bool(gold.get("optional"))


def same_words(ours: str, gold: str) -> bool:
    """Whether two quotations begin with the same words, punctuation aside."""
    mine, theirs = surface(ours), surface(gold)
    head = theirs[:12]
    if head and head in mine[: len(theirs) + 40]:
        return True
    if mine[:8] and mine[:8] in theirs:
        return True
    return SequenceMatcher(None, mine[: len(theirs) + 4], theirs).ratio() >= 0.6


def _measure(words: str) -> str:
    return re.sub("[的了…]|总额$|金额$", "", surface(words))


def assign(
    ours: Sequence[Any], gold: Sequence[G], same: Callable[[Any, G], bool], rank: Callable[[Any, G], float]
) -> list[tuple[Any, G]]:
    """One-to-one pairs of equal items, the best ranked first."""
    candidates = [(-rank(o, g), n, m) for n, o in enumerate(ours) for m, g in enumerate(gold) if same(o, g)]
    used: set[int] = set()
    taken: set[int] = set()
    pairs = []
    for _, n, m in sorted(candidates):
        if n not in used and m not in taken:
            used.add(n)
            taken.add(m)
            pairs.append((ours[n], gold[m]))
    return pairs
