"""What reading figures needs throughout: the words of an article, what carries over, and the figure as it is kept."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from kg.extract._abouts import Abouts
from kg.extract._chain import Asked, decide
from kg.extract._discourse import ordered
from kg.extract._found import Found
from kg.extract._measures import Words
from kg.extract._periods import Periods
from kg.extract._skeleton import Item
from kg.extract._subjects import Subject, Subjects
from kg.extract._traits import Candidate, View
from kg.model import Article, Change, Observation, Qualifier, Quantity, Reference, Span
from kg.rules import rules

# 比2021年增长19.4%, 较2020年同期增长5.5%: the year that a change is measured against.
_AGAINST_YEAR = re.compile("(?:比|较|与)((?:19|20)[0-9]{2})年(?:同期|全年)?(?:相比)?[^，。；\\d]{1,8}[\\d.]+(?:%|倍)")


@dataclass(slots=True)
class State:
    """What carries over from figure to figure."""

    measure: str | None = None
    share: str | None = None
    last: Observation | None = None
    run: list[Observation] = field(default_factory=list)
    named_by: Span | None = None
    ranked: str | None = None  # what a ranking is of (投资完成率前三名：…)


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
        self.asked: list[tuple[Asked, bool]] = []  # for each of them: the figure as read, whether its period is settled
        self.tied: dict[int, int] = {}  # figures about what another is about, by their places
        self.source = "left"  # which phrase gave the measure

    # The figure as it is kept ----------------------------------------------------------------------------

    def _emit(
        self, q: Quantity, measure: str, rule: str, span: Span, *,
        change: Change | None = None, level: bool = False, about: Subject | None = None, begin: int | None = None,
        like: Observation | None = None, barred: tuple[str, ...] = (),
    ) -> None:  # fmt: skip
        """Keep a figure; what it is about, if neither told nor `like` another's, is decided at the end."""
        clause = self._clause(q.span.start, span.start)
        measure = measure.strip("，、 的")
        value = None if change is not None and not level else q.value
        period, settled = self.periods.told(q, span)
        observation = Observation(
            about=None,
            entity=None,
            measure=measure,
            value=value,
            unit=None if value is None else q.unit,
            qualifier=self._apart(q) if q.qualifier == "exact" else q.qualifier,
            period=period,
            change=change,
            evidence=Span(min(begin if begin is not None else clause, q.span.start), q.span.end),
            rule=rule,
            confidence=0.0,
            upper=q.upper if value is not None else None,
        )
        if like is not None:
            self.tied[len(self.done)] = self.done.index(like)
        last = self.state.last
        since = last.evidence.end if last is not None and last.evidence.start >= span.start else None
        end = self._boundary(q.span.end, span.end)
        counted = tuple(o.measure for o in self.done if o.evidence.start >= span.start and o.rule == "figure.level")
        view = View(q, Span(clause, q.span.start), span, end, measure, rule, since, bool(self.done), barred, counted)
        self.asked.append((Asked(view, self.source, about), settled))
        self.done.append(observation)
        if rule != "figure.share":
            self.state.measure, self.state.share = measure, None
        self.state.last, self.state.run = observation, []

    def settle(self) -> list[Observation]:
        """The figures read since the last time, with what they are about, and when."""
        apart = [n for n in range(len(self.done)) if n not in self.tied]
        decided = dict(zip(apart, decide(self.abouts, [self.asked[n][0] for n in apart]), strict=True))
        for n, other in sorted(self.tied.items()):
            decided[n] = decided[other]
        settled = [self._settled(n, *decided[n]) for n in range(len(self.done))]
        self.done, self.asked, self.tied = [], [], {}
        return settled

    def _settled(self, n: int, candidate: Candidate, sure: float) -> Observation:
        item, (asked, settled) = self.done[n], self.asked[n]
        view, told = asked.view, asked.about is not None
        name, entity = candidate.name or None, candidate.entity
        rest = item.measure if told or not name else item.measure.removeprefix(name)
        table = rules("figures")["measure"]
        kept = candidate.kind == "group" and len(rest.removeprefix("的")) >= 2
        listed = rest[:1] in ("、", "和", "与", "及")  # 装备制造业、高技术产业的指数: one of several
        if rest != item.measure and not listed and (kept or re.fullmatch(f"的?(?:完成|实现)?.*{table['tail']}", rest)):
            item = replace(item, measure=re.sub("^的?(?:完成|实现)?", "", rest))
        source = asked.source if item.rule == "figure.level" else item.rule.removeprefix("figure.")
        period = item.period if settled else self.periods.untold(view.q, view.sentence, entity)
        return replace(
            item,
            about=name,
            entity=entity,
            period=period,
            change=self._compared(item, view, period),
            confidence=_confidence(0.8 if told else sure, f"figure.{source}"),
        )

    def _compared(self, item: Observation, view: View, period: str | None) -> Change | None:
        """The change of a figure; a plain growth of which no time is told, where nothing is told by the year, is against before."""
        change = item.change
        if change is not None and change.kind == "versus" and period is not None:
            told = _AGAINST_YEAR.findall(self.text[item.evidence.start : item.evidence.end])
            if len(told) == 1 and int(told[0]) == int(period[:4]) - 1:
                return replace(change, kind="yoy")  # 2022年…比2021年增长
        if change is not None and change.kind == "yoy" and self._far(period) and item.rule == "figure.growth":
            return replace(change, kind="versus")  # 到2040年增长40%
        if change is None or change.kind != "yoy" or item.value is not None or period is not None:
            return change
        table = rules("figures")["basis"]
        if item.rule != "figure.growth" or re.search(table["statistics"], item.measure):
            return change
        yearly = re.search(table["yearly"], self.text[: view.q.span.end])
        return change if yearly else replace(change, kind="versus")

    def _far(self, period: str | None) -> bool:
        """Whether a period lies years ahead, so that what grows until then grows over them."""
        published = self.periods.published
        told = period[:4] if period and published else ""
        return told.isdigit() and int(told) > int(published[:4]) + 1

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

    def _apart(self, q: Quantity) -> Qualifier:
        """近规划面积的90%, 不足零售额的3%: the hedge stands before the whole that the figure is a part of."""
        hedges = rules("units")["hedge"]
        found: Qualifier = "exact"
        if q.unit == "%" and re.search("约占[^，。；]{2,14}$", self.text[max(0, q.span.start - 18) : q.span.start]):
            return "about"
        for kind in ("under", "over"):
            words = "|".join(
                sorted((w for w in hedges[kind] if len(w) > 1 or w in "近超逾"), key=lambda w: (-len(w), w))
            )
            match = re.search(
                f"(?:{words})(?:[^，。；近超逾]{{2,10}}的|全[国球省市县])$",
                self.text[max(0, q.span.start - 14) : q.span.start],
            )
            if match is not None and q.unit == "%":
                found = kind
        return found

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
