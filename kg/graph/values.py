"""How two values stand to each other: equal, one rounded from the other, covered by a hedge, or apart."""

from dataclasses import dataclass, field

from kg.graph.measures import step
from kg.model import Figure


@dataclass(frozen=True, slots=True)
class Tolerance:
    """When figures agree and when they are compared at all: the table `[figures]` of `kg.toml`.

    Shares are of the larger value. `over` is how far above 超A亿 (or below 近A亿) the exact figure may lie, `about` how
    far from 约A亿; `rounding` the most that rounding may move a value. Two values further apart than `far` are of two
    things, whatever they are called. Articles at least `revised_days` apart whose values differ by no more than
    `revised` tell a revision. `digits` are needed for two equal values to agree without a period, or in other
    words, of which they must share `wording`.
    """

    over: float = field(default=0.1, metadata={"bounds": (0, 1)})
    about: float = field(default=0.05, metadata={"bounds": (0, 1)})
    rounding: float = field(default=0.01, metadata={"bounds": (0, 0.5)})
    revised: float = field(default=0.05, metadata={"bounds": (0, 1)})
    revised_days: int = field(default=20, metadata={"bounds": (0, 36500)})
    far: float = field(default=0.5, metadata={"bounds": (0.01, 1)})
    digits: int = field(default=3, metadata={"bounds": (1, 12)})
    wording: float = field(default=0.8, metadata={"bounds": (0.3, 1)})


USUAL = Tolerance()


def agrees(a: Figure, b: Figure, tolerance: Tolerance = USUAL) -> bool:
    """Whether two values can be the same number: one rounds to the other, or a hedge covers it."""
    low, high = sorted((a, b), key=lambda figure: figure.value or 0)
    small, large = low.value or 0.0, high.value or 0.0
    if low.upper is not None and large <= low.upper:
        return True
    if large == 0 or small == large:
        return small == large
    apart = (large - small) / abs(large)
    if low.qualifier == "over" or high.qualifier == "under":
        return apart <= tolerance.over
    if "about" in (low.qualifier, high.qualifier) and apart <= tolerance.about:
        return True
    return apart <= tolerance.rounding and (_rounds(small, large) or _rounds(large, small))


def _rounds(coarse: float, fine: float) -> bool:
    """Whether `fine`, rounded to the digits that `coarse` shows, is `coarse`.

    >>> _rounds(294e8, 29410000000.0), _rounds(294e8, 29460000000.0)
    (True, False)
    """
    return step(coarse) > step(fine) and abs(coarse - fine) <= step(coarse) / 2


def apart(one: float, other: float) -> float:
    """How far two values lie from each other, as a share of the larger.

    >>> apart(100.0, 80.0), apart(0.0, 0.0)
    (0.2, 0.0)
    """
    return abs(one - other) / max(abs(one), abs(other), 1e-9)


def digits(value: float) -> int:
    """How many digits a value shows.

    >>> digits(294e8), digits(10.96e12), digits(3e10)
    (3, 4, 1)
    """
    return len(str(round(abs(value) / step(value)))) if value else 0


def rate_step(rate: float) -> float:
    """The size of the last digit that a rate or a share in percent shows: 40% is told to the whole percent.

    >>> rate_step(40.0), rate_step(7.5)
    (1.0, 0.1)
    """
    return min(step(rate or 1), 1.0)


def rates_agree(first: float, second: float) -> bool:
    """Whether one growth rate rounds to the other.

    >>> rates_agree(12.0, 12.2), rates_agree(12.0, 12.6), rates_agree(8.4, 8.5), rates_agree(40.0, 36.3)
    (True, False, False, False)
    """
    fine, coarse = sorted((rate_step(first), rate_step(second)))
    return coarse > fine and abs(first - second) <= coarse / 2 * 1.0001
