"""A linear chain: which of several candidates is right at every step, the steps taken together.

A candidate's features give it a score, and its bonds another that it gets besides where the step before chose
the same. The probability of a reading of all steps is the softmax of its scores' sum; that of a candidate is its share
of all readings (forward and backward sums). Weights are `seeds/models/NAME.json`, made by
`seeds/training` (`subjects.py` for `subjects`).
"""

import json
import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from kg.data import seeds
from kg.errors import KgError


@dataclass(frozen=True, slots=True)
class Step:
    """The candidates of one choice: what they are, their features, and their bonds to the step before.

    Nothing carries over where `begins`.
    """

    keys: Sequence[str]
    features: Sequence[Collection[str]]
    bonds: Sequence[Collection[str]]
    begins: bool = False


@dataclass(frozen=True, slots=True)
class Weights:
    """What each feature is worth for the choice, and each bond for staying with it."""

    choice: dict[str, float] = field(default_factory=dict)
    stay: dict[str, float] = field(default_factory=dict)


@cache
def weights(name: str) -> Weights:
    """The weights of a ranker. Raises KgError where they cannot be read."""
    path = seeds("models", f"{name}.json")
    try:
        loaded = json.loads(path.read_text(encoding="utf-8"))
        choice, stay = ({str(name): float(worth) for name, worth in loaded[key].items()} for key in ("choice", "stay"))
        return Weights(choice, stay)
    except (OSError, ValueError, TypeError, LookupError, AttributeError) as error:
        raise KgError(f"the ranker's weights cannot be read: {error}", str(path), "train them again") from error


def probabilities(model: Weights, steps: Sequence[Step]) -> list[list[float]]:
    """Probability of every candidate of every step; those of a step sum to 1.

    >>> model = Weights({"near": 1.0}, {"bare": 2.0})
    >>> steps = [Step("ab", [["near"], []], [[], []]), Step("ba", [[], []], [["bare"], ["bare"]])]
    >>> first, second = probabilities(model, steps)
    >>> first[0] > 0.7, second[1] > 0.6
    (True, True)
    """
    chosen = [[_sum(model.choice, features) for features in step.features] for step in steps]
    earlier = [_earlier(steps, n) for n in range(len(steps))]
    more = [
        [math.expm1(min(8.0, _sum(model.stay, bonds))) if at >= 0 else 0.0 for bonds, at in zip(s.bonds, before, strict=True)]
        for s, before in zip(steps, earlier, strict=True)
    ]  # fmt: skip
    own = [[math.exp(score - max(scores)) for score in scores] for scores in chosen]
    forward: list[list[float]] = []
    for n, scores in enumerate(own):
        joined = zip(scores, more[n], earlier[n], strict=True)
        forward.append(_shares([s * (1 + m * forward[n - 1][at] if at >= 0 else 1.0) for s, m, at in joined]))
    backward: list[list[float]] = [[1.0] * len(step.keys) for step in steps]
    for n in range(len(steps) - 1, 0, -1):
        ahead = [score * after for score, after in zip(own[n], backward[n], strict=True)]
        sums = [math.fsum(ahead)] * len(steps[n - 1].keys)
        for value, m, at in zip(ahead, more[n], earlier[n], strict=True):
            if at >= 0:
                sums[at] += value * m
        backward[n - 1] = _shares(sums)
    return [_shares([a * b for a, b in zip(f, g, strict=True)]) for f, g in zip(forward, backward, strict=True)]


def _earlier(steps: Sequence[Step], n: int) -> list[int]:
    """Where each candidate of a step stands among those of the step before, -1 where it does not."""
    if n == 0 or steps[n].begins:
        return [-1] * len(steps[n].keys)
    places = {key: at for at, key in enumerate(steps[n - 1].keys)}
    return [places.get(key, -1) for key in steps[n].keys]


def _sum(worth: dict[str, float], features: Iterable[str]) -> float:
    return math.fsum(worth[feature] for feature in features if feature in worth)


def _shares(values: Sequence[float]) -> list[float]:
    total = math.fsum(values)
    return [value / total for value in values]
