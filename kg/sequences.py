"""Sequences of different lengths side by side, step by step, without padding: what both networks run over.

What is found of a sequence must not depend on which others are in the batch, bit for bit, or a build would
depend on how its articles came. Linear algebra libraries choose the order of their sums by the number of rows;
so products are taken a tile of eight rows at a time, always the same shape, and of a tile they treat all rows
alike.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Labels = NDArray[np.int32]
Rows = NDArray[np.int64]

TILE = 8
FORBIDDEN = np.float32(-1e4)


@dataclass(frozen=True, slots=True)
class Packed:
    """Where the elements of sequences lie when all the first ones come first, then all the second ones.

    Step t has the rows from `starts[t]` to `starts[t + 1]`, whole tiles; the first `active[t]` of them are in
    use. For the elements of the sequences, one sequence behind another, `order` tells the row of each, `mirror`
    that of each where the sequences are turned round. `last` are the rows of the last elements.
    """

    starts: list[int]
    active: list[int]
    order: Rows
    mirror: Rows
    last: Rows

    def spread(self, values: NDArray[Any], mirrored: bool = False) -> NDArray[Any]:
        """Values of the elements, one sequence behind another, at their rows; zeros elsewhere."""
        table = np.zeros((self.starts[-1], *values.shape[1:]), values.dtype)
        table[self.mirror if mirrored else self.order] = values
        return table


def packed(lengths: Sequence[int]) -> Packed:
    """The places of sequences of some lengths, longest first and none empty.

    >>> packed([3, 1]).order.tolist()
    [0, 8, 16, 1]
    """
    sizes = np.asarray(lengths, np.int64)
    active = np.searchsorted(-sizes, -np.arange(sizes[0]))  # those longer than t
    starts = np.concatenate([[0], np.cumsum(-(-active // TILE) * TILE)])
    order = np.concatenate([starts[:size] + n for n, size in enumerate(sizes)])
    mirror = np.concatenate([starts[:size][::-1] + n for n, size in enumerate(sizes)])
    return Packed(starts.tolist(), active.tolist(), order, mirror, starts[sizes - 1] + np.arange(len(sizes)))


def product(rows: NDArray[Any], weight: NDArray[Any]) -> NDArray[Any]:
    """`rows @ weight`, a tile of rows at a time: a row gives the same bits in any company."""
    count, width = rows.shape
    whole = count // TILE * TILE
    result = np.empty((count, weight.shape[1]), rows.dtype)
    np.matmul(rows[:whole].reshape(-1, TILE, width), weight, out=result[:whole].reshape(-1, TILE, weight.shape[1]))
    if whole < count:
        last = np.zeros((TILE, width), rows.dtype)
        last[: count - whole] = rows[whole:]
        result[whole:] = (last @ weight)[: count - whole]
    return result


def viterbi(emissions: Floats, places: Packed, start: Floats, stop: Floats, moves: Floats) -> Labels:
    """The best label of each element, for `emissions` (elements, labels), one sequence behind another.

    Scores go forward by maximum only; the arguments are taken along the chosen path alone, which is
    four times as fast and gives the same labels.
    """
    scores = places.spread(emissions)
    starts, active = places.starts, places.active
    scores[: starts[1]] += start
    labels = len(moves)
    room = np.empty(labels * starts[1] * labels, np.float32)
    for t in range(1, len(active)):
        size = starts[t + 1] - starts[t]
        before = scores[starts[t - 1] : starts[t - 1] + size]
        ways = room[: labels * size * labels].reshape(labels, size, labels)  # from, sequence, to
        np.add(before.T[:, :, None], moves[:, None, :], out=ways)
        scores[starts[t] : starts[t + 1]] += ways.max(axis=0)  # the first axis: it runs along memory
    paths = np.zeros(len(scores), np.int32)
    paths[places.last] = (scores[places.last] + stop).argmax(axis=1)
    turned = np.ascontiguousarray(moves.T)
    for t in range(len(active) - 1, 0, -1):
        begin, after, size = starts[t - 1], starts[t], active[t]
        paths[begin : begin + size] = (scores[begin : begin + size] + turned[paths[after : after + size]]).argmax(
            axis=1
        )
    return paths[places.order]


def marginals(emissions: Floats, places: Packed, paths: Labels, start: Floats, stop: Floats, moves: Floats) -> Floats:
    """The posterior probability of the label chosen for each element, by the forward-backward algorithm.

    Scores are kept as scaled probabilities, so that a step is one product of matrices.
    """
    transition = np.exp(np.maximum(moves, -60.0), dtype=np.float64) * (moves > FORBIDDEN / 2)
    given = places.spread(np.exp(emissions - emissions.max(axis=1, keepdims=True)).astype(np.float64) + 1e-12)
    joint = _ahead(given, places, np.exp(start.astype(np.float64)), transition)
    back = np.exp(stop.astype(np.float64))[None, :].repeat(places.starts[1], axis=0)
    for t in range(len(places.active) - 1, -1, -1):
        begin, end, used = places.starts[t], places.starts[t + 1], places.active[t]
        ours = back[: end - begin]
        earlier = product(given[begin:end] * ours, transition.T)[:used]
        joint[begin:end] *= ours
        back[:used] = earlier / earlier.sum(axis=1, keepdims=True)
    joint = joint[places.order]
    chosen: Floats = (joint[np.arange(len(paths)), paths] / joint.sum(axis=1)).astype(np.float32)
    return chosen


def _ahead(given: NDArray[Any], places: Packed, start: NDArray[Any], transition: NDArray[Any]) -> NDArray[Any]:
    """Probability of each label from the left, scaled at each row."""
    ahead = np.zeros_like(given)
    first = given[: places.starts[1]] * start
    for t, (begin, end) in enumerate(pairwise(places.starts)):
        if t:
            before = places.starts[t - 1]
            first = product(ahead[before : before + end - begin], transition) * given[begin:end]
        used = places.active[t]
        ahead[begin : begin + used] = first[:used] / first[:used].sum(axis=1, keepdims=True)
    return ahead
