"""A linear ranker: which of several candidates is right, by the features each has.

Weights are `seeds/models/NAME.json`, made by `seeds/training` (`subjects.py` for `subjects`); a candidate's probability is the
softmax of its weights' sum over all candidates.
"""

import json
import math
from collections.abc import Iterable, Sequence
from functools import cache

from kg.data import seeds
from kg.errors import KgError

Weights = dict[str, float]


@cache
def weights(name: str) -> Weights:
    """The weights of a ranker. Raises KgError where they cannot be read."""
    path = seeds("models", f"{name}.json")
    try:
        loaded = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, json.JSONDecodeError) as error:
        raise KgError(f"the ranker's weights cannot be read: {error}", str(path), "train them again") from error
    return {feature: float(weight) for feature, weight in loaded.items()}


def probabilities(model: Weights, candidates: Sequence[Iterable[str]]) -> list[float]:
    """Probability of each candidate, given as its features; they sum to 1.

    >>> probabilities({"near": 1.0}, [["near"], ["far"]])[0] > 0.7
    True
    """
    if not candidates:
        return []
    scores = [math.fsum(model.get(feature, 0.0) for feature in features) for features in candidates]
    highest = max(scores)
    parts = [math.exp(score - highest) for score in scores]
    total = math.fsum(parts)
    return [part / total for part in parts]
