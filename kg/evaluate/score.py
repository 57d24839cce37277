"""What an evaluation comes to: counts by group, every error, and what is needed to weigh confidences."""

from collections import defaultdict
from dataclasses import dataclass, field

from kg.gold import CORE


@dataclass(frozen=True, slots=True)
class Fault:
    """One error: an annotated item we lack (`missed`) or an item of ours that is not annotated (`false`)."""

    article: str
    group: str
    kind: str
    item: str


@dataclass(frozen=True, slots=True)
class Judged:
    """One claim of ours that could be judged: its group, its rule, how sure we were, and whether it is right.

    `things` is the confidence of the least sure of the things that it is about.
    """

    article: str
    group: str
    rule: str
    confidence: float
    right: bool
    things: float = 1.0


@dataclass(slots=True)
class Count:
    """Right, false and missed items of one group."""

    right: int = 0
    false: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """Share of ours that is right; 1 where we gave nothing."""
        return self.right / (self.right + self.false) if self.right + self.false else 1.0

    @property
    def recall(self) -> float:
        """Share of the annotated that we have; 1 where nothing is annotated."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def __iadd__(self, other: "Count") -> "Count":
        self.right += other.right
        self.false += other.false
        self.missed += other.missed
        return self


@dataclass(slots=True)
class Score:
    """Counts by group (`entity Place`, `relation organizer`, `times` …), and every error."""

    counts: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    faults: list[Fault] = field(default_factory=list)
    judged: list[Judged] = field(default_factory=list)

    def total(self, *prefixes: str) -> Count:
        """Sum over the groups that start with any of the prefixes."""
        result = Count()
        for group, count in self.counts.items():
            if group.startswith(prefixes):
                result += count
        return result

    def summary(self) -> dict[str, Count]:
        """The headline rows."""
        return {
            "core entities": self.total(*(f"entity {kind}" for kind in CORE)),
            "all entities": self.total("entity "),
            "relations": self.total("relation "),
            "dates": self.total("date "),
            "times": self.total("times"),
            "figures by value": self.total("figures by value"),
            "figures in full": self.total("figures in full"),
            "statements": self.total("statements"),
        }
