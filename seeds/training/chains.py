"""Weights of a linear chain of choices (`kg/extract/_ranker.py`), by maximum likelihood with an L2 penalty.

A step may have several right candidates, or none that is known: then all count as right. The gradient of the log
likelihood is the difference of two marginals, among all readings and among the right ones, each from
forward and backward sums over all chains at once.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kg.extract._ranker import Step, Weights

PENALTY = 8.0
STEPS = 150
RATE = 0.08
RARE = 8  # a feature of fewer chains is left out
_NEVER = -1e9
Array = NDArray[np.float64]


@dataclass
class Example:
    """A chain of choices, and for each the places of the right candidates; none where they are not known."""

    steps: list[Step]
    right: list[list[int]]


class _Chains:
    """Chains laid out for sums over time: one row for each candidate, and where it stood a step before."""

    def __init__(self, examples: Sequence[Example], index: Sequence[dict[str, int]]) -> None:
        order = sorted((e for e in examples if e.steps), key=lambda e: -len(e.steps))
        rows: tuple[list[int], ...] = ([], [])  # of the choice, and of staying with it
        columns: tuple[list[int], ...] = ([], [])
        known: list[bool] = []
        starts: dict[tuple[int, int], int] = {}
        self.size = 0
        for c, example in enumerate(order):
            for t, step in enumerate(example.steps):
                starts[c, t] = self.size
                for k, features in enumerate(zip(step.features, step.bonds, strict=True)):
                    for kind, names in enumerate(features):
                        some = [index[kind][f] for f in sorted(names) if f in index[kind]]
                        rows[kind].extend([self.size] * len(some))
                        columns[kind].extend(some)
                    known.append(not example.right[t] or k in example.right[t])
                    self.size += 1
        self.rows = [np.array(some, dtype=np.int64) for some in rows]
        self.columns = [np.array(some, dtype=np.int64) for some in columns]
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

    def scores(self, weights: Sequence[Array]) -> list[Array]:
        """Scores of each row: its weights of either kind, summed."""
        parts = zip(self.rows, self.columns, weights, strict=True)
        return [np.bincount(rows, some[columns], self.size) for rows, columns, some in parts]

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
    names = [_names([[step.features for step in e.steps] for e in examples])]
    names.append(_names([[step.bonds for step in e.steps] for e in examples]))
    chains = _Chains(examples, [{name: n for n, name in enumerate(some)} for some in names])
    every = np.ones(chains.size + 1, dtype=bool)
    weights, m, v = ([np.zeros(len(some)) for some in names] for _ in range(3))
    for step in range(1, STEPS + 1):
        choice, stay = chains.scores(weights)
        told, wanted = chains.marginals(choice, stay, every), chains.marginals(choice, stay, chains.right)
        rate = RATE * (1 - 0.9 * (step - 1) / STEPS)
        for kind in range(2):
            excess = (told[kind] - wanted[kind])[chains.rows[kind]]
            gradient = np.bincount(chains.columns[kind], excess, len(names[kind])) + PENALTY * weights[kind]
            m[kind], v[kind] = 0.9 * m[kind] + 0.1 * gradient, 0.99 * v[kind] + 0.01 * gradient**2
            weights[kind] -= rate * (m[kind] / (1 - 0.9**step)) / (np.sqrt(v[kind] / (1 - 0.99**step)) + 1e-8)
    rounded = ({n: round(float(w), 2) for n, w in zip(*some, strict=True)} for some in zip(names, weights, strict=True))
    return Weights(*({name: worth for name, worth in some.items() if worth} for some in rounded))


def _names(chains: Sequence[Sequence[Sequence[Collection[str]]]]) -> list[str]:
    """Names that several chains hold, in order."""
    held: dict[str, int] = {}
    for chain in chains:
        for name in {name for candidates in chain for some in candidates for name in some}:
            held[name] = held.get(name, 0) + 1
    return sorted(name for name, times in held.items() if times >= RARE)
