"""Discs side by side without overlap, in the shape of a screen, tied ones next to each other."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]

# A window between its panels is about half again as wide as high.
ASPECT = 1.5
_GAP = 14.0
# How much of the frame discs may cover: from a loose start to what discs of mixed sizes can reach.
_LOOSE, _DENSE = 0.45, 0.84
# Shapes in which the discs are first laid down: how wide for their height, and how square.
_STARTS = ((1.5, 8), (1.5, 4), (1.1, 4), (2.0, 4), (3.0, 4))
_FEW = 24


def pack(radii: Sequence[float], ties: Points) -> Points:
    """Centres of the discs: friends placed together, then squeezed by a shrinking frame while they fit."""
    if len(radii) < 2:
        return np.zeros((len(radii), 2))
    sizes = np.array(radii) + _GAP / 2
    # Few discs fit well or badly by chance, so several starts are tried; many always fit well.
    tried = [_packed(sizes, ties, *start) for start in (_STARTS if len(radii) < _FEW else _STARTS[:1])]
    return min(tried, key=lambda centres: _frame(centres, sizes))


def _packed(sizes: Points, ties: Points, aspect: float, square: int) -> Points:
    centres = np.zeros((len(sizes), 2))
    for n in range(1, len(sizes)):
        centres[n] = _place(n, sizes, centres, ties[n, :n], aspect, square)
    return _squeeze(centres - _middle(centres, sizes), sizes)


def _frame(centres: Points, sizes: Points) -> float:
    """Height of the smallest window that shows all."""
    low = (centres - sizes[:, None]).min(axis=0)
    high = (centres + sizes[:, None]).max(axis=0)
    return float(max((high[0] - low[0]) / ASPECT, high[1] - low[1]))


def _place(n: int, sizes: Points, centres: Points, ties: Points, aspect: float, square: int) -> Points:
    """The best of all places where disc `n` touches two that stand already, or one."""
    size = sizes[n]
    spots = _touching(centres[:n], sizes[:n] + size)
    gaps = np.hypot(spots[:, None, 0] - centres[None, :n, 0], spots[:, None, 1] - centres[None, :n, 1])
    free = (gaps >= sizes[None, :n] + size - 1e-6).all(axis=1)
    spots, gaps = spots[free], gaps[free]
    far = ((np.abs(spots[:, 0]) / aspect) ** square + np.abs(spots[:, 1]) ** square) ** (1 / square)
    pull = (gaps * ties[None, :]).sum(axis=1) / (ties.sum() or 1)
    return np.asarray(spots[int(np.argmin(far + 0.4 * pull))])


def _touching(centres: Points, reach: Points) -> Points:
    """Points at distance `reach` from two centres each, and eight points round every single one."""
    turn = np.arange(8) * (np.pi / 4)
    ring = np.column_stack((np.cos(turn), np.sin(turn)))
    single = (centres[:, None, :] + ring[None, :, :] * (reach[:, None, None] + 1e-3)).reshape(-1, 2)
    if len(centres) < 2:
        return single
    i, j = np.triu_indices(len(centres), 1)
    gap = centres[j] - centres[i]
    length = np.hypot(gap[:, 0], gap[:, 1])
    meet = length < reach[i] + reach[j]
    i, j, gap, length = i[meet], j[meet], gap[meet], length[meet]
    along = (length**2 + reach[i] ** 2 - reach[j] ** 2) / (2 * length)
    across = np.sqrt(np.maximum(reach[i] ** 2 - along**2, 0)) + 1e-3
    unit = gap / length[:, None]
    side = np.column_stack((-unit[:, 1], unit[:, 0])) * across[:, None]
    foot = centres[i] + unit * along[:, None]
    return np.concatenate((foot + side, foot - side, single))


def _squeeze(centres: Points, sizes: Points) -> Points:
    """Shrink a frame of the screen's shape round the discs until they no longer give way."""
    area = float((np.pi * sizes**2).sum())
    need = sizes[:, None] + sizes[None, :]
    rounds = 250 if len(sizes) < 200 else 100
    best = centres
    for cover in np.linspace(_LOOSE, _DENSE, 40):
        height = max((area / cover / ASPECT) ** 0.5, 2 * float(sizes.max()))
        centres, lack = _relax(centres, sizes, need, height, rounds)
        if lack > 0.04 * float(sizes.min()) + 1:
            break
        best = centres
    return _part(best, need)


def _relax(centres: Points, sizes: Points, need: Points, height: float, rounds: int) -> tuple[Points, float]:
    """Push overlapping discs apart and strays into the frame; what overlap is left comes back too."""
    edge = np.maximum(np.array([height * ASPECT, height]) / 2 - sizes[:, None], 0)
    apart = np.eye(len(sizes)) * 1e9 + 1e-9
    # The lighter of two gives way more, so that large discs keep their place and their friends.
    yielding = 0.9 * sizes[None, :] ** 2 / (sizes[:, None] ** 2 + sizes[None, :] ** 2)
    lack = np.zeros(1)
    for _ in range(rounds):
        centres = np.clip(centres, -edge, edge)
        east = centres[:, 0][:, None] - centres[:, 0][None, :]
        north = centres[:, 1][:, None] - centres[:, 1][None, :]
        length = np.sqrt(east * east + north * north) + apart
        lack = np.maximum(need - length, 0)
        if lack.max() < 0.5:
            break
        push = lack * yielding / length
        centres = centres + np.column_stack((np.einsum("ij,ij->i", east, push), np.einsum("ij,ij->i", north, push)))
    return centres, float(lack.max())


def _part(centres: Points, need: Points) -> Points:
    """A last even stretch, as large as the deepest overlap that is left."""
    gap = centres[:, None, :] - centres[None, :, :]
    length = np.hypot(gap[:, :, 0], gap[:, :, 1]) + np.eye(len(need)) * 1e9
    return np.asarray(centres * max(1.0, float(((need - _GAP / 2) / length).max())))


def _middle(centres: Points, radii: Points) -> Points:
    low = (centres - radii[:, None]).min(axis=0)
    high = (centres + radii[:, None]).max(axis=0)
    return np.asarray((low + high) / 2)
