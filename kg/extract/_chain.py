"""What the figures of an article are about, decided together: each may stay with what the one before was about."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from kg.extract._abouts import Abouts
from kg.extract._ranker import Step, probabilities, weights
from kg.extract._subjects import Subject
from kg.extract._traits import Candidate, View
from kg.rules import rules


@dataclass(frozen=True, slots=True)
class Asked:
    """A figure as it was read, of which is asked what it is about, or `about` which was told by a list."""

    view: View
    source: str  # which phrase gave the measure
    about: Subject | None = None


def steps(abouts: Abouts, asked: Sequence[Asked]) -> list[tuple[list[Candidate], Step]]:
    """The candidates of every figure, in order, with all that speaks for each."""
    told: list[tuple[list[Candidate], Step]] = []
    for n, item in enumerate(asked):
        bond = _bond(abouts.text, asked[n - 1], item) if n else None
        if item.about is not None:
            candidates = [Candidate(item.about[0] or "", item.about[1], "group", None, {"told"})]
        else:
            candidates = abouts.candidates(item.view)
        bonds = _bonds(candidates, bond, asked[n - 1].view.q.span.end) if bond else [set[str]() for _ in candidates]
        keys, features = [_key(c) for c in candidates], [c.features for c in candidates]
        told.append((candidates, Step(keys, features, bonds, bond is None)))
    return told


def decide(abouts: Abouts, asked: Sequence[Asked]) -> list[tuple[Candidate, float]]:
    """What every figure is about, and how likely that is."""
    told = steps(abouts, asked)
    chances = probabilities(weights("subjects"), [step for _, step in told])
    chosen = []
    for (candidates, _), shares in zip(told, chances, strict=True):
        best = max(range(len(candidates)), key=lambda n: (shares[n], -n))
        chosen.append((candidates[best], shares[best]))
    return chosen


@cache
def _moved() -> re.Pattern[str]:
    """What leads from one level to the next (由593项减至245项)."""
    moves = "|".join(sorted(rules("figures")["link"]["move"], key=lambda w: (-len(w), w)))
    return re.compile(f"[^，。；]{{0,4}}?(?:{moves})了?[到至为成](?:约|近|超过?|逾)?")


def _key(candidate: Candidate) -> str:
    return candidate.entity or candidate.name


def _bond(text: str, before: Asked, after: Asked) -> str:
    """How closely a figure follows the one before: in a list, a sentence, a paragraph, or further away."""
    if _moved().fullmatch(text[before.view.q.span.end : after.view.q.span.start]):
        return "moved"
    between = text[before.view.q.span.end : after.view.q.span.end]
    if not re.search("[，；：。！？\n]", between):
        return "list"
    if after.view.sentence == before.view.sentence:
        return "semicolon" if "；" in between else "sentence"
    if "\n" in between.strip():
        return "paragraph" if between.strip().count("\n") == 1 else "far"
    return "next" if len(re.findall("[。！？\n]+", between)) <= 1 else "later"


def _bonds(candidates: Sequence[Candidate], bond: str, since: int) -> list[set[str]]:
    """What speaks for each candidate where the figure before, which ended at `since`, was about it too."""
    named = any("in:clause" in c.features for c in candidates)
    bare = any(f.startswith("bare:") for c in candidates for f in c.features)
    fresh = [c for c in candidates if c.place is not None and c.place.start >= since and "in:after" not in c.features]
    heads = [c for c in fresh if any("head:" in f or "head0" in f for f in c.features)]
    common = {bond, f"{bond}:{'named' if named else 'unnamed'}", f"{bond}:{'bare' if bare else 'full'}"}
    result = []
    for candidate in candidates:
        rivals = [c for c in fresh if c is not candidate]
        if candidate in fresh:
            news = "again"
        elif any(c in heads for c in rivals):
            news = "rival head"
        elif any(c.kind == candidate.kind for c in rivals):
            news = "rival"
        else:
            news = "others" if rivals else "nothing"
        some = {f for f in candidate.features if f in ("main", "country", "in:clause", "in:sentence", "since figure")}
        result.append(
            common | {f"{bond}:{f}" for f in some} | {f"{bond}:kind:{candidate.kind}", news, f"{bond}:{news}"}
        )
    return result
