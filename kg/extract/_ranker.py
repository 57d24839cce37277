"""A linear chain: which of several candidates is right at every step, the steps taken together.

A candidate's features give it two scores: its own, and one that it gets besides where the step before chose
the same. The probability of a reading of all steps is the softmax of its scores' sum; that of a candidate is its share
of all readings (forward and backward sums). Weights are `seeds/models/NAME.json`, made by
`seeds/training` (`subjects.py` for `subjects`).
"""

import json
import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from kg.data import seeds
from kg.errors import KgError

Weights = dict[str, tuple[float, float]]  # by feature: of the choice, and of staying with it


@dataclass(frozen=True, slots=True)
class Step:
    """The candidates of one choice: what they are, and their features. Nothing carries over where `begins`."""

    keys: Sequence[str]
    features: Sequence[Collection[str]]
    begins: bool = False


@cache
def weights(name: str) -> Weights:
    """The weights of a ranker. Raises KgError where they cannot be read."""
    path = seeds("models", f"{name}.json")
    try:
        loaded = json.loads(path.read_text(encoding="utf-8"))
        return {feature: (float(choice), float(stay)) for feature, (choice, stay) in loaded.items()}
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise KgError(f"the ranker's weights cannot be read: {error}", str(path), "train them again") from error


def probabilities(model: Weights, steps: Sequence[Step]) -> list[list[float]]:
    """Probability of every candidate of every step; those of a step sum to 1.

    >>> model = {"near": (1.0, 0.0), "bare": (0.0, 2.0)}
    >>> first, second = probabilities(model, [Step("ab", [["near"], []]), Step("ba", [["bare"], ["bare"]])])
    >>> first[0] > 0.7, second[1] > 0.6
    (True, True)
    """
    chosen = [[_sum(model, features, 0) for features in step.features] for step in steps]
    earlier = [_earlier(steps, n) for n in range(len(steps))]
    more = [
        [math.expm1(min(8.0, _sum(model, features, 1))) if at >= 0 else 0.0 for features, at in zip(s.features, before, strict=True)]
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


def _sum(model: Weights, features: Iterable[str], which: int) -> float:
    return math.fsum(model[feature][which] for feature in features if feature in model)


def _shares(values: Sequence[float]) -> list[float]:
    total = math.fsum(values)
    return [value / total for value in values]
