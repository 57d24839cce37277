"""Weights of a linear chain of choices (`kg/extract/_ranker.py`), by maximum likelihood with an L2 penalty.

A step may have several right candidates, or none that is known: then all count as right. The gradient of the log
likelihood is the difference of two marginals, among all readings and among the right ones, each from
forward and backward sums over all chains at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kg.extract._ranker import Step, Weights

PENALTY = 8.0
STEPS = 60
RATE = 0.08
RARE = 5  # a feature of fewer chains is left out
_NEVER = -1e9
Array = NDArray[np.float64]


@dataclass
class Example:
    """A chain of choices, and for each the places of the right candidates; none where they are not known."""

    steps: list[Step]
    right: list[list[int]]


class _Chains:
    """Chains laid out for sums over time: one row for each candidate, and where it stood a step before."""

    def __init__(self, examples: Sequence[Example], index: dict[str, int]) -> None:
        order = sorted((e for e in examples if e.steps), key=lambda e: -len(e.steps))
        rows: list[int] = []
        columns: list[int] = []
        known: list[int] = []
        starts: dict[tuple[int, int], int] = {}
        self.size = 0
        for c, example in enumerate(order):
            for t, step in enumerate(example.steps):
                starts[c, t] = self.size
                for k, features in enumerate(step.features):
                    some = [index[f] for f in sorted(features) if f in index]
                    rows += [self.size] * len(some)
                    columns += some
                    known.append(not example.right[t] or k in example.right[t])
                    self.size += 1
        self.rows, self.columns = np.array(rows), np.array(columns)
        self.right = np.array([*known, True], dtype=bool)
        self.times = [self._time(order, starts, t) for t in range(len(order[0].steps))]

    def _time(
        self, order: Sequence[Example], starts: dict[tuple[int, int], int], t: int
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Rows of the t-th step of every chain that has one, and the places of the same candidates before."""
        live = [e for e in order if len(e.steps) > t]
        width = max(len(e.steps[t].keys) for e in live)
        rows = np.full((len(live), width), self.size)
        before = np.full((len(live), width), -1)
        for c, example in enumerate(live):
            step = example.steps[t]
            rows[c, : len(step.keys)] = np.arange(starts[c, t], starts[c, t] + len(step.keys))
            if t and not step.begins:
                places = {key: at for at, key in enumerate(example.steps[t - 1].keys)}
                before[c, : len(step.keys)] = [places.get(key, -1) for key in step.keys]
        return rows, before

    def scores(self, weights: Array) -> Array:
        """Score of each row: weights of one kind, summed over its features."""
        return np.bincount(self.rows, weights[self.columns], self.size)

    def marginals(self, choice: Array, stay: Array, allowed: NDArray[np.bool_]) -> tuple[Array, Array]:
        """Probability of each row, and of each row together with the same candidate before it."""
        own = np.append(np.where(allowed[:-1], choice, _NEVER), _NEVER)
        more = np.append(np.expm1(np.minimum(stay, 8.0)), 0.0)
        forward: list[Array] = []
        same: list[Array] = []
        for rows, before in self.times:
            held = np.zeros(rows.shape)
            if forward:
                held = np.where(before >= 0, np.take_along_axis(forward[-1][: len(rows)], np.maximum(before, 0), 1), 0)
            same.append(held)
            forward.append(_softmax(own[rows] + np.log1p(more[rows] * held)))
        share, together = np.zeros(self.size + 1), np.zeros(self.size + 1)
        after = np.ones(forward[-1].shape)
        for t in range(len(self.times) - 1, -1, -1):
            rows, before = self.times[t]
            here = forward[t] * after
            here /= here.sum(1, keepdims=True)
            share[rows] = here
            together[rows] = here * (more[rows] + 1) * same[t] / (1 + more[rows] * same[t])
            if t:
                ahead = np.exp(own[rows] - own[rows].max(1, keepdims=True)) * after
                sums = np.repeat(ahead.sum(1, keepdims=True), forward[t - 1].shape[1], 1)
                line, place = np.nonzero(before >= 0)
                np.add.at(sums, (line, before[line, place]), (ahead * more[rows])[line, place])
                after = np.ones(forward[t - 1].shape)
                after[: len(rows)] = sums / sums.max(1, keepdims=True)
        return share[:-1], together[:-1]


def _softmax(scores: Array) -> Array:
    parts = np.exp(scores - scores.max(1, keepdims=True))
    return np.asarray(parts / parts.sum(1, keepdims=True))


def train(examples: Sequence[Example]) -> Weights:
    """Weights that make right readings likely; rare features are left out."""
    held: dict[str, set[int]] = {}
    for number, example in enumerate(examples):
        for feature in {f for step in example.steps for features in step.features for f in features}:
            held.setdefault(feature, set()).add(number)
    names = sorted(f for f, inside in held.items() if len(inside) >= RARE)
    chains = _Chains(examples, {name: n for n, name in enumerate(names)})
    every = np.ones(chains.size + 1, dtype=bool)
    weights, m, v = (np.zeros((2, len(names))) for _ in range(3))
    for step in range(STEPS):
        choice, stay = chains.scores(weights[0]), chains.scores(weights[1])
        told = np.stack(chains.marginals(choice, stay, every))
        wanted = np.stack(chains.marginals(choice, stay, chains.right))
        gradient = PENALTY * weights
        for kind in range(2):
            gradient[kind] += np.bincount(chains.columns, (told - wanted)[kind][chains.rows], len(names))
        m, v = 0.9 * m + 0.1 * gradient, 0.99 * v + 0.01 * gradient**2
        rate = RATE * (1 - 0.9 * step / STEPS)
        weights -= rate * (m / (1 - 0.9 ** (step + 1))) / (np.sqrt(v / (1 - 0.99 ** (step + 1))) + 1e-8)
    rounded = {name: (round(float(weights[0, n]), 2), round(float(weights[1, n]), 2)) for n, name in enumerate(names)}
    return {name: pair for name, pair in rounded.items() if any(pair)}
