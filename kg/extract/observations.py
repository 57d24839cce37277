"""Figures with what they measure, of whom, when, and how they changed.

A sentence is read from left to right. A figure takes its measure from the noun phrase before it (or
after it: 培育70个基地), its subject and period from the clause, or carries them over from the figure
before; a change joins the figure it compares, or stands alone where no figure is told.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from kg.extract._changes import Growth, growth, share
from kg.extract._discourse import ordered
from kg.extract._found import Found
from kg.extract._lists import listed, run_of
from kg.extract._measures import Words, clause_phrase, left_phrase, right_phrase, verb_phrase
from kg.extract._periods import Periods
from kg.extract._skeleton import Item
from kg.extract._subjects import Subject, Subjects
from kg.model import Article, Change, Observation, Quantity, Reference, Sentence, Span
from kg.rules import rules

NEEDS = ("datings", "event times", "tokens", "quantities")
MAKES = ("observations",)

_MONEY_OR_SHARE = ("CNY", "USD", "%")


@dataclass(slots=True)
class _State:
    """What carries over from figure to figure."""

    about: str | None = None
    entity: str | None = None
    measure: str | None = None
    share: str | None = None
    last: Observation | None = None
    run: list[Observation] = field(default_factory=list)
    named_by: Span | None = None


def extract(article: Article, found: Found) -> None:
    """Add the observations of the body, then those of the headline that the body does not tell."""
    reader = _Reader(article, found)
    seen: list[Observation] = []
    for sentence in found.sentences:
        if sentence.role != "title":
            reader.read(sentence, seen)
    headline: list[Observation] = []
    for sentence in found.sentences:
        if sentence.role == "title":
            reader.read(sentence, headline)
    seen.extend(item for item in headline if not any(_rounded(item, known) for known in seen))
    found.observations.extend(_distinct(seen))


class _Reader:
    """Reads the figures of an article, sentence by sentence."""

    def __init__(self, article: Article, found: Found) -> None:
        self.text = article.plain
        self.items = ordered(found)
        tokens = [token for tagged in found.tagged for token in tagged.tokens]
        self.words = Words(article.plain, tokens, [time.span for time in found.times])
        self.subjects = Subjects(article, found, self.items, tokens)
        self.periods = Periods(article, found, self.items)
        self.state = _State()
        self.paragraph = -1
        self.done: list[Observation] = []

    def read(self, sentence: Sentence, done: list[Observation]) -> None:
        """Add the figures of one sentence, in order."""
        span, self.done = sentence.span, done
        inside = [item for item in self.items if item.span in span]
        figures = [item for item in inside if isinstance(item, Quantity)]
        goes_on = self._goes_on(sentence)
        if sentence.paragraph != self.paragraph:
            self.paragraph = sentence.paragraph
            self.periods.enter()
            kept = self.state if goes_on else _State()
            self.state = replace(kept, about=self.state.about, entity=self.state.entity)
        if not goes_on:
            self.state.last, self.state.run = None, []
        n = 0
        while n < len(figures):
            n += self._next(figures, n, span, inside)
        self.periods.remember(sentence)

    def _goes_on(self, sentence: Sentence) -> bool:
        """Whether a line goes on with the figure of the line before: 货运量292亿吨 / 同比增长21.7%."""
        text = self.text[sentence.span.start : sentence.span.start + 8]
        before = self.text[: sentence.span.start].rstrip()[-1:]
        return (
            re.match("(?:同比|环比|比上年|较上年)?(?:增长|下降|上升|减少|回落)", text) is not None
            and before not in "。！？"
        )

    def _next(self, figures: Sequence[Quantity], n: int, span: Span, inside: Sequence[Item]) -> int:
        """Read the figures from the nth on; how many were read."""
        q, before = figures[n], figures[n - 1] if n else None
        following = figures[n + 1] if n + 1 < len(figures) else None
        clause = self._clause(q.span.start, span.start)
        start = max(clause, before.span.end if before else clause)
        run = run_of(self.text, figures, n)
        if len(run) > 1 and self._each(run, clause, span, inside):
            return len(run)
        if following is not None and self._moves(q, following, start, span, inside):
            return 2
        self._figure(q, following, start, span, inside)
        return 1

    # One figure -------------------------------------------------------------------------------------

    def _figure(self, q: Quantity, following: Quantity | None, start: int, span: Span, inside: Sequence[Item]) -> None:
        change = growth(self.text, start, q, span.start)
        if change is not None:
            self._grown(q, change, start, span, inside)
            return
        portion = share(self.text, start, q)
        if portion is not None:
            whole = self.state.last.measure if self.state.last is not None and not self.state.share else ""
            words = re.sub(
                "(?:的|达到了?|达|为|约|已|高达|升至|提高到|提高至|超过|近|，|了|到|至)+$",
                "",
                self.text[portion : self._hedged(q)],
            )
            self.state.share = whole + words
            self._emit(q, whole + words, "figure.share", span, inside)
            return
        after = self._boundary(q.span.end, span.end)
        if self._only_qualifies(q, after) or self._is_sum(q):
            return
        measure = self._measure(q, following, start, after, inside)
        if measure is None:
            return
        unit = q.unit
        if unit is None and re.search("(?:额|产值|收入|投资|总值|成本|利润)$", measure):
            unit = "CNY"
        self._emit(replace(q, unit=unit), measure, "figure.level", span, inside)

    def _measure(
        self, q: Quantity, following: Quantity | None, start: int, after: int, inside: Sequence[Item]
    ) -> str | None:
        """What a figure measures: the phrase before it, the one after it, the verb, or what was measured last."""
        before = Span(start, self._hedged(q))
        left = self._left(before, inside, level=True)
        right = None
        if q.unit not in _MONEY_OR_SHARE:
            stop = following.span.start if following is not None else after
            right = right_phrase(self.words, Span(q.span.end, min(after, max(stop, q.span.end))))
        if self._counts_nothing(right, q):
            return None
        chosen = self._choose(q, left, right)
        if chosen is None and q.unit == "%" and self.text[q.span.end : q.span.end + 1] == "的":
            return self.text[q.span.end + 1 : after][:24] or None
        if chosen is None and q.unit == "%" and self.state.share:
            return self.state.share
        if chosen is None and (q.unit not in _MONEY_OR_SHARE or self.state.measure is None):
            phrase = verb_phrase(self.words, before, Span(q.span.end, after))
            chosen = self.text[phrase.start : phrase.end] if phrase else None
        return chosen or self.state.measure

    def _choose(self, q: Quantity, left: Span | None, right: Span | None) -> str | None:
        """The phrase before a number, unless only the one after it names what is counted."""
        if left is not None and self.state.named_by is not None and left.overlaps(self.state.named_by):
            left = None
        if self.text[q.span.start - 1 : q.span.start] == "的":
            left = None
        if left is not None and right is not None and q.unit not in (None, "%", "倍"):
            gap = self.text[left.end : q.span.start]
            verb = re.search(
                "有|培育|吸引|建设|新增|推出|开展|举办|组织|引进|汇聚|覆盖|涵盖|涉及|惠及|带动|帮助|来自", gap
            )
            noun = len(self.text[right.start : right.end]) >= 2
            if noun and (verb or self._is_name(left)):
                left = None
        chosen = left or right
        self.state.named_by = right if chosen is right else None
        return self.text[chosen.start : chosen.end] if chosen else None

    def _left(self, span: Span, inside: Sequence[Item], *, level: bool = False) -> Span | None:
        """The noun phrase before a figure, the subject's name aside unless it is all there is."""
        bare = self._unsubjected(span, inside)
        found = clause_phrase(self.words, bare) or left_phrase(self.words, bare)
        if found is None and level:
            whole = left_phrase(self.words, span)
            if whole is not None and any(
                isinstance(i, Reference)
                and i.kind == "Product"
                and i.span.start >= whole.start
                and i.span.end == whole.end
                for i in inside
            ):
                return whole
        return found

    def _unsubjected(self, span: Span, inside: Sequence[Item]) -> Span:
        """A stretch without the names and times it begins with: 辽宁省网上零售额 is the measure 网上零售额."""
        start = span.start
        for item in inside:
            if isinstance(item, Quantity) or item.span not in span:
                continue
            between = self.text[start : item.span.start]
            if (
                len(between) <= 6
                and re.fullmatch("[^额量值数]*", between)
                and self.text[item.span.end : item.span.end + 1] != "的"
            ):
                start = item.span.end
        return Span(start, span.end)

    def _is_name(self, span: Span) -> bool:
        """Whether a phrase is just the name of somebody."""
        return any(
            isinstance(i, Reference) and i.span.start <= span.start and span.end <= i.span.end for i in self.items
        )

    # What is no figure --------------------------------------------------------------------------------

    def _counts_nothing(self, right: Span | None, q: Quantity) -> bool:
        noun = self.text[right.start : right.end] if right else self.text[q.span.end : q.span.end + 3]
        return noun.startswith(tuple(rules("figures")["nothing"]["words"]))

    def _is_sum(self, q: Quantity) -> bool:
        """Whether a small count only sums up the list before it (五国, 三个领域); 两国 is no count at all."""
        if q.value != int(q.value) or not 2 <= q.value <= 15:
            return False
        if q.unit in ("国", "省", "市", "县", "区") and not q.text[0].isdigit() and q.value <= 2:
            return True
        start = max(self.text.rfind(mark, 0, q.span.start) for mark in "，。；：\n") + 1
        before = self.text[start : q.span.start]
        if "、" not in before and "和" not in before:
            return False
        items = [item for item in re.split("、|和|与|以及|及", re.sub("等$", "", before)) if item]
        return (
            len(items) == int(q.value)
            and all(len(item) <= 20 for item in items)
            and not before.endswith(("为", "达", "有"))
        )

    def _only_qualifies(self, q: Quantity, after: int) -> bool:
        """Whether a sum only says what sort of project or firm is counted (超10亿元以上的项目50个)."""
        if q.unit not in ("CNY", "USD"):
            return False
        rest = self.text[q.span.end : after]
        return re.match("(?:以上|以下|及以上)?的?[^，。；、]{0,8}(?:项目|企业|产业|品牌|单品)", rest) is not None

    # Growth -------------------------------------------------------------------------------------------

    def _grown(self, q: Quantity, g: Growth, start: int, span: Span, inside: Sequence[Item]) -> None:
        """A change joins the figure before it in its clause, or every figure of the list before it."""
        change = _change(g, q)
        left = self._left(Span(start, max(g.start, start)), inside)
        named = self.subjects.named(Span(start, max(start, g.start)), inside)
        last = self.state.last
        if (
            left is None
            and named is None
            and last is not None
            and not re.search("[；。]", self.text[last.evidence.end : q.span.start])
        ):
            waiting = self.state.run or [last]
            if all(item.value is not None and item.change is None for item in waiting):
                for item in waiting:
                    self._amend(item, change, q)
                self.state.run = []
                return
            if last.value is None and change.unit == "个百分点" and last.change is not None:
                self._emit(q, f"{last.measure}增幅", "figure.growth", span, inside, change=change)
                return
        measure = self.text[left.start : left.end] if left else None
        if measure is not None:
            measure = re.sub("(?:\\d+|[一二两三四五六七八九十]+)年(?:间|来)?$", "", measure)
        if not measure or re.fullmatch("增速|增幅|涨幅|降幅|跌幅|同比|环比|较|比|与", measure):
            measure = (
                self.state.measure
                or measure
                or ("股价" if q.span.start > 1 and "跌" in self.text[start : q.span.start] else None)
            )
        if measure is None:
            measure = self.text[start : q.span.start][-6:]
        self._emit(q, measure, "figure.growth", span, inside, change=change)

    def _amend(self, item: Observation, change: Change, q: Quantity) -> None:
        joined = replace(item, change=change, evidence=Span(item.evidence.start, q.span.end))
        self.done[self.done.index(item)] = joined
        if self.state.last is item:
            self.state.last = joined

    def _moves(self, q: Quantity, following: Quantity, start: int, span: Span, inside: Sequence[Item]) -> bool:
        """下降70%至1347.5亿元: a change and the level it leads to are one figure."""
        if re.fullmatch("(?:至|到|，?达到?|，为)", self.text[q.span.end : following.span.start]) is None:
            return False
        g = growth(self.text, start, q, span.start)
        left = self._left(Span(start, max(start, g.start)), inside) if g is not None else None
        measure = self.text[left.start : left.end] if left else self.state.measure
        if g is None or not measure:
            return False
        self._emit(following, measure, "figure.level", span, inside, change=_change(g, q), level=True)
        return True

    # Lists --------------------------------------------------------------------------------------------

    def _each(self, run: Sequence[Quantity], clause: int, span: Span, inside: Sequence[Item]) -> bool:
        """A、B和C分别增长x、y和z: each member with its figure; or the figures told before with their changes."""
        before = self.text[clause : run[0].span.start]
        cut = before.rfind("分别")
        if cut < 0:
            return False
        g = growth(self.text, clause, run[0], span.start)
        waiting = [item for item in self.done[-len(run) :] if item.value is not None and item.change is None]
        bare = len(re.sub("同比|环比|则|均|，|比上年|较上年|相比", "", before[:cut])) < 2
        if g is not None and bare and len(waiting) == len(run) and waiting[0].evidence.start >= span.start:
            for item, q in zip(waiting, run, strict=True):
                self._amend(item, _change(g, q), q)
            return True
        begin, end = clause, clause + cut
        if bare and clause > span.start:
            begin, end = self._clause(clause - 1, span.start), clause - 1
        found = listed(self.text[begin:end], before[cut + 2 :], len(run))
        if found is None:
            return False
        results = []
        for member, q in zip(found.members, run, strict=True):
            about: Subject = (member, self._entity_named(member, inside))
            what = found.measure or self.state.measure or ""
            if found.measures:
                about, what = self._about(Span(begin, q.span.start), span, inside, q), member
            self._emit(
                q, what, "figure.each", span, inside, change=_change(g, q) if g else None, about=about, begin=begin
            )
            results.append(self.done[-1])
        self.state.run = results
        return True

    # The figure as it is kept ----------------------------------------------------------------------------

    def _emit(
        self, q: Quantity, measure: str, rule: str, span: Span, inside: Sequence[Item], *,
        change: Change | None = None, level: bool = False, about: Subject | None = None, begin: int | None = None,
    ) -> None:  # fmt: skip
        clause = self._clause(q.span.start, span.start)
        measure = measure.strip("，、 的")
        if about is None:
            about, measure = self._group(measure, Span(clause, q.span.start), span, inside, q)
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
            confidence=0.85 if about[0] else 0.7,
            upper=q.upper if value is not None else None,
        )
        self.done.append(observation)
        if rule != "figure.share":
            self.state.measure, self.state.share = measure, None
        self.state.about, self.state.entity = about
        self.state.last, self.state.run = observation, []

    def _group(
        self, measure: str, clause: Span, span: Span, inside: Sequence[Item], q: Quantity
    ) -> tuple[Subject, str]:
        """Subject and measure; a group at the head of the measure (民营企业进出口) is the subject."""
        if self.subjects.named(clause, inside) is None and self.subjects.shown_at(q, span.end, inside) is None:
            table = rules("figures")["measure"]
            parts = re.match(
                f"(?P<group>[^的]{{0,10}}?{table['group']})的?(?P<measure>[^的]*{table['tail']})$", measure
            )
            if parts and self.subjects.wide(clause) is None:
                return (parts["group"], None), parts["measure"]
        return self._about(clause, span, inside, q), measure

    def _about(self, clause: Span, span: Span, inside: Sequence[Item], q: Quantity) -> Subject:
        """Whom a figure describes: named in its clause, carried on, earlier in the sentence, or before it."""
        end = self._boundary(q.span.end, span.end)
        told = (
            self.subjects.shown_at(q, end, inside) or self.subjects.named(clause, inside) or self.subjects.wide(clause)
        )
        if told is not None:
            return told
        if self.state.last is not None and self.state.about is not None:
            return self.state.about, self.state.entity
        head = Span(span.start, clause.start)
        told = self.subjects.named(head, inside) or self.subjects.wide(head)
        if told is not None:
            return told
        event = self.subjects.event_before(q.span.start, since_figure=self.state.about is not None)
        if event is not None:
            return self.subjects.entities[event].name, event
        if self.state.about is not None:
            return self.state.about, self.state.entity
        return self.subjects.default()

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


def _change(g: Growth, q: Quantity) -> Change:
    unit = "个百分点" if q.unit == "百分点" else q.unit or "%"
    number = g.sign * q.value
    return Change(g.kind, int(number) if float(number).is_integer() else number, unit)


def _rounded(head: Observation, body: Observation) -> bool:
    """Whether a headline's figure repeats one of the body, rounded."""
    if head.value is None or body.value is None:
        return head.change is not None and head.change == body.change
    return head.unit == body.unit and abs(head.value - body.value) <= 0.02 * abs(body.value)


def _distinct(observations: Sequence[Observation]) -> Iterator[Observation]:
    """Each figure once, although captions and summaries repeat it."""
    seen: set[tuple[object, ...]] = set()
    for item in observations:
        key = (item.value, item.upper, item.unit, item.measure, item.period, item.change, item.entity, item.about)
        if key not in seen:
            seen.add(key)
            yield item
