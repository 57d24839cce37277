"""Reprints: articles whose texts are almost one, found by MinHash over shingles and checked in full."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache

import numpy as np
from numpy.typing import NDArray

from kg.lexicon import Lexicon
from kg.model import Article, Reprint

SHINGLE = 5
ROWS, BANDS = 2, 32

_Hashes = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Alike:
    """What makes two articles one text: the table `[reprints]` of `kg.toml`.

    `similarity` is the share of the shorter text's runs of five characters that stand in the longer, `days` how
    far apart the two may have been published, `shortest` how many runs a text needs: shorter ones are alike by chance.
    """

    similarity: float = field(default=0.6, metadata={"bounds": (0.2, 1)})
    days: int = field(default=31, metadata={"bounds": (0, 36500)})
    shortest: int = field(default=60, metadata={"bounds": (1, 100000)})


USUAL = Alike()


def reprints(articles: Sequence[Article], lexicon: Lexicon, alike: Alike = USUAL) -> tuple[Reprint, ...]:
    """For each article that repeats another: which, how much of it, and whose text it was first.

    Of several articles of one text the first is that of the earliest date, then the longest.
    """
    ordered = sorted(articles, key=lambda a: (a.published or "9999", -len(a.plain), a.stem))
    buckets: dict[tuple[int, bytes], list[int]] = defaultdict(list)
    found: dict[int, tuple[int, float]] = {}
    for number, article in enumerate(ordered):
        own = shingles(article.plain)
        if len(own) < alike.shortest:
            continue
        bands = [(band, part) for band, part in enumerate(signature(own))]
        candidates = {first for band in bands for first in buckets[band]}
        scored = [(_contained(own, shingles(ordered[first].plain)), first) for first in sorted(candidates)]
        near = [(s, f) for s, f in scored if s >= alike.similarity and _close(ordered[f], ordered[number], alike.days)]
        if near:
            score, first = max(near, key=lambda pair: (pair[0], -pair[1]))
            found[number] = (first, score)
        else:
            for band in bands:
                if len(buckets[band]) < 8:  # a bucket of boilerplate must not make the search quadratic
                    buckets[band].append(number)
    groups: dict[int, list[int]] = defaultdict(list)
    for number, (first, _) in found.items():
        groups[first].append(number)
    return tuple(
        sorted(
            Reprint(ordered[n].stem, ordered[first].stem, round(found[n][1], 4), outlet)
            for first, copies in groups.items()
            for outlet in [_origin([ordered[first], *(ordered[c] for c in copies)], lexicon)]
            for n in copies
        )
    )


def shingles(text: str) -> _Hashes:
    """Hashes of all runs of five letters of a text, marks aside, each once, sorted."""
    codes = np.array([ord(char) for char in text if char.isalnum()], dtype=np.uint64)
    if len(codes) < SHINGLE:
        return np.zeros(0, dtype=np.uint64)
    total = np.zeros(len(codes) - SHINGLE + 1, dtype=np.uint64)
    for step in range(SHINGLE):
        total = total * np.uint64(1_000_003) + codes[step : len(codes) - SHINGLE + 1 + step]
    return np.unique(_mixed(total))


def signature(hashes: _Hashes) -> list[bytes]:
    """The smallest hash under each of some permutations, cut into bands."""
    factors, shifts = _permutations()
    least = (hashes[:, None] * factors + shifts).min(axis=0)
    return [least[at : at + ROWS].tobytes() for at in range(0, ROWS * BANDS, ROWS)]


@cache
def _permutations() -> tuple[_Hashes, _Hashes]:
    numbers = _mixed(np.arange(1, 2 * ROWS * BANDS + 1, dtype=np.uint64))
    return numbers[::2] | np.uint64(1), numbers[1::2]


def _mixed(values: _Hashes) -> _Hashes:
    """The finaliser of SplitMix64 (Steele, Lea and Flood 2014): every bit depends on every other."""
    mixed = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))


def _contained(one: _Hashes, other: _Hashes) -> float:
    shared = len(np.intersect1d(one, other, assume_unique=True))
    return shared / min(len(one), len(other))


def _close(one: Article, other: Article, most: int) -> bool:
    """Whether two articles can be of the same days; an unknown date says nothing against it."""
    try:
        days = [date.fromisoformat((article.published or "")[:10]) for article in (one, other)]
    except ValueError:
        return True
    return abs((days[0] - days[1]).days) <= most


def _origin(articles: Sequence[Article], lexicon: Lexicon) -> str | None:
    """The outlet whose text it is: one that the gazetteer knows as a newsroom before a portal or an address."""
    outlets = sorted({article.outlet for article in articles if article.outlet})
    media = [o for o in outlets if any(e.subkind == "media" for e in lexicon.get(o, "Organization"))]
    plain = [o for o in outlets if "." not in o]
    return next(iter((*media, *plain, *outlets)), None)
