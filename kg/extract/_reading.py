"""What reading figures needs throughout: the words of an article, what carries over, and the figure as it is kept."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.extract._abouts import Abouts
from kg.extract._discourse import ordered
from kg.extract._found import Found
from kg.extract._measures import Words
from kg.extract._periods import Periods
from kg.extract._skeleton import Item
from kg.extract._subjects import Subject, Subjects
from kg.extract._traits import Candidate, View
from kg.model import Article, Change, Observation, Quantity, Reference, Span
from kg.rules import rules


@dataclass(slots=True)
class State:
    """What carries over from figure to figure."""

    about: str | None = None
    entity: str | None = None
    measure: str | None = None
    share: str | None = None
    last: Observation | None = None
    run: list[Observation] = field(default_factory=list)
    named_by: Span | None = None


class Reading:
    """An article as its figures are read, in order."""

    def __init__(self, article: Article, found: Found) -> None:
        self.text = article.plain
        self.items = ordered(found)
        tokens = [token for tagged in found.tagged for token in tagged.tokens]
        self.words = Words(article.plain, tokens, [time.span for time in found.times])
        self.subjects = Subjects(article, found, self.items, tokens)
        self.abouts = Abouts(article, found, self.items, self.words, self.subjects)
        self.periods = Periods(article, found, self.items)
        self.state = State()
        self.paragraph = -1
        self.done: list[Observation] = []
        self.source = "left"  # which phrase gave the measure

    # The figure as it is kept ----------------------------------------------------------------------------

    def _emit(
        self, q: Quantity, measure: str, rule: str, span: Span, *,
        change: Change | None = None, level: bool = False, about: Subject | None = None, begin: int | None = None,
    ) -> None:  # fmt: skip
        clause = self._clause(q.span.start, span.start)
        measure = measure.strip("，、 的")
        sure = 0.8
        if about is None:
            candidate, sure = self._subject(q, measure, Span(clause, q.span.start), span, rule)
            about = (candidate.name, candidate.entity) if candidate else (None, None)
            rest = measure.removeprefix(candidate.name) if candidate is not None else measure
            if rest != measure and re.fullmatch(f"的?(?:完成|实现)?.*{rules('figures')['measure']['tail']}", rest):
                measure = re.sub("^的?(?:完成|实现)?", "", rest)
        value = None if change is not None and not level else q.value
        observation = Observation(
            about=about[0],
            entity=about[1],
            measure=measure,
            value=value,
            unit=None if value is None else q.unit,
            qualifier="under" if q.qualifier == "exact" and self._nearly(q) else q.qualifier,
            period=self.periods.of(q, span, about[1]),
            change=change,
            evidence=Span(min(begin if begin is not None else clause, q.span.start), q.span.end),
            rule=rule,
            confidence=_confidence(sure, rule if rule != "figure.level" else f"figure.{self.source}"),
            upper=q.upper if value is not None else None,
        )
        self.done.append(observation)
        if rule != "figure.share":
            self.state.measure, self.state.share = measure, None
        self.state.about, self.state.entity = about
        self.state.last, self.state.run = observation, []

    def _subject(
        self, q: Quantity, measure: str, clause: Span, span: Span, rule: str
    ) -> tuple[Candidate | None, float]:
        """What a figure is about, and how likely that is."""
        last = self.state.last
        view = View(
            q=q,
            clause=clause,
            sentence=span,
            end=self._boundary(q.span.end, span.end),
            measure=measure,
            rule=rule,
            about=self.state.about,
            entity=self.state.entity,
            since=last.evidence.end if last is not None and last.evidence.start >= span.start else None,
        )
        return self.abouts.choose(view) or (None, 0.0)

    def _entity_named(self, name: str, inside: Sequence[Item]) -> str | None:
        return next(
            (i.entity for i in inside if isinstance(i, Reference) and self.text[i.span.start : i.span.end] in name),
            None,
        )

    # Places in the text -------------------------------------------------------------------------------

    def _clause(self, at: int, start: int) -> int:
        """Where the clause around a place begins."""
        return max(max(self.text.rfind(mark, start, at) for mark in "，；：。") + 1, start)

    def _boundary(self, at: int, end: int) -> int:
        stops = [self.text.find(mark, at, end) for mark in "，；：。！？"]
        return min((stop for stop in stops if stop >= 0), default=end)

    def _nearly(self, q: Quantity) -> bool:
        """近规划面积的90%: the hedge stands before the whole it is a part of."""
        return re.search("近[^，。；近]{2,10}的$", self.text[max(0, q.span.start - 14) : q.span.start]) is not None

    def _hedged(self, q: Quantity) -> int:
        """Where a figure begins, with the hedge before it."""
        hedges = rules("units")["hedge"]
        for word in sorted((w for key in ("under", "over", "about") for w in hedges[key]), key=len, reverse=True):
            if self.text.endswith(word, 0, q.span.start):
                return q.span.start - len(word)
        return q.span.start


def _confidence(sure: float, source: str) -> float:
    """Probability that a figure is right in full, from that of its subject and from where its measure stood."""
    table = rules("figures")["confidence"]
    score = table["base"] + table["sure"] * sure + table["source"].get(source, 0.0)
    return round(1 / (1 + math.exp(-score)), 2)
