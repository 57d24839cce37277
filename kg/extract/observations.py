"""Figures with what they measure, of whom, when, and how they changed.

A sentence is read from left to right. A figure takes its measure from the noun phrase before it (or
after it: 培育70个基地), its subject and period from the clause, or carries them over from the figure
before; a change joins the figure it compares, or stands alone where no figure is told.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from kg.extract._changes import growth, share
from kg.extract._digest import is_heading
from kg.extract._found import Found
from kg.extract._listing import Listing
from kg.extract._lists import run_of
from kg.extract._reading import State
from kg.extract._skeleton import Item, within
from kg.model import Article, Change, ChangeKind, Observation, Quantity, Sentence, Span
from kg.rules import rules

_OTHERS = re.compile("的(?:[全世行各][国省市区县球界业地])?(?:平均)?(?:增长)?(?:速度|增速|增幅|水平)")
_BASE = re.compile("(?:比|较)[^，。；]{2,16}的$")
_MOVES = re.compile("(?:[上下]?[升降涨跌]|增|减|提|回|扩|缩|收|加快|放缓|高|低|多|少)")

NEEDS = ("datings", "event times", "tokens", "quantities")
MAKES = ("observations", "headline")


def extract(article: Article, found: Found) -> None:
    """Add the observations of the body, then those of the headline that the body does not tell.

    Those that it does tell are kept aside in `headline`, to be held against the body.
    """
    reader = _Reader(article, found)
    for sentence in found.sentences:
        if sentence.role != "title":
            reader.read(sentence)
    seen = reader.settle()
    for sentence in found.sentences:
        if sentence.role == "title":
            reader.read(sentence)
    headline = reader.settle()
    told = [any(_rounded(item, known) for known in seen) for item in headline]
    found.headline.extend(item for item, again in zip(headline, told, strict=True) if again)
    seen = _without_headings(article, found, seen)
    seen.extend(item for item, again in zip(headline, told, strict=True) if not again)
    found.observations.extend(_without_leads(list(_distinct(seen))))


def _without_headings(article: Article, found: Found, seen: list[Observation]) -> list[Observation]:
    """What is told, without the figures of headings within the story that the paragraph below tells again."""
    spans = [paragraph for paragraph in article.paragraphs if paragraph.role != "title"]
    kept = list(seen)
    for heading, below in pairwise(spans):
        if not is_heading(article, heading) or below.end - below.start <= heading.end - heading.start:
            continue
        body = [o for o in seen if below.start <= o.evidence.start < below.end]
        for item in seen:
            if heading.start <= item.evidence.start < heading.end and any(_rounded(item, other) for other in body):
                kept.remove(item)
                found.headline.append(item)
    return kept


class _Reader(Listing):
    """Reads the figures of an article, sentence by sentence."""

    def read(self, sentence: Sentence) -> None:
        """Add the figures of one sentence, in order."""
        span = sentence.span
        inside = within(self.items, span)
        figures = [item for item in inside if isinstance(item, Quantity)]
        goes_on = self._goes_on(sentence)
        if sentence.paragraph != self.paragraph:
            self.paragraph = sentence.paragraph
            self.periods.enter(span.start)
            if not goes_on:
                self.state = State()
        if not goes_on:
            self.state.last, self.state.run = None, []
        self._headed(sentence)
        n = 0
        while n < len(figures):
            n += self._next(figures, n, span, inside)
        self.periods.remember(sentence)

    def _headed(self, sentence: Sentence) -> None:
        """投资增速前三名：甲县增长5%，…: what a ranking is of is measured of each, unless it says something else."""
        tail = rules("figures")["measure"]["tail"]
        text = self.text[sentence.span.start : sentence.span.end]
        match = re.match(f"[^：]*?(?P<measure>[^\\d，。；：月]{{0,16}}?{tail})(?:排名|居)?[前后][^：，]{{1,6}}：", text)
        self.state.ranked = match["measure"] if match else None
        if match:
            self.state.measure = match["measure"]

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
        for length in range(len(run), 1, -1):
            whole = length == len(run) or self.text[run[length - 1].span.end] == "，"
            if whole and self._each(run[:length], clause, span, inside):
                return length
        if following is not None and self._moves(q, following, start, span, inside):
            return 2
        self._figure(q, following, start, span, inside)
        return 1

    def _figure(self, q: Quantity, following: Quantity | None, start: int, span: Span, inside: Sequence[Item]) -> None:
        change = growth(self.text, start, q, span.start)
        if change is not None and change.than and _OTHERS.match(self.text, q.span.end):
            return  # 低于去年7.4%的增速0.4个百分点: the rate that it is held against
        if change is not None:
            self._grown(q, change, start, span, inside)
            return
        if self._multiple(q, start, span):
            return
        portion = share(self.text, start, q)
        if portion is not None:
            whole = self._whole(start, portion, inside)
            words = re.sub(
                "(?:的|达到了?|达|为|约|已|高达|升至|提高到|提高至|超过|近|，|了|到|至|连续[^，。]{1,5}|首次|均|从|由|增加|提高|提升|上升|扩大|下降|降低|减少|升|降|增)+$",
                "",
                self.text[portion : self._hedged(q)],
            )
            self.state.share = whole + words
            self._emit(q, self._shared_by(q, span) or whole + words, "figure.share", span)
            return
        again = self._shared_by(q, span) if self._shares_on(q) else None
        if again:
            self._emit(q, again, "figure.share", span)
            return
        after = self._boundary(q.span.end, span.end)
        if self._only_qualifies(q, after) or self._is_sum(q):
            return
        if self._increment(q, start, span, inside):
            return
        if (exclaimed := self._exclaimed(q, span)) is not None:
            self._emit(q, exclaimed, "figure.level", span)
            return
        measure = self._measure(q, following, start, after, inside)
        ranked = self.state.ranked
        if ranked and q.unit == "%" and ranked.endswith("率"):
            measure = ranked
        if measure is None:
            return
        if re.fullmatch("(?:比(?!例|重|率|值)|较(?![高低大好快长强])|与|同比|环比).*|", measure):
            # 比11月份的3.0%下降了0.5个百分点: a level of what was measured last
            came_from = _BASE.search(self.text, start, q.span.start) and _MOVES.match(self.text, q.span.end)
            more = re.search("增|多|升|提|扩", self.text[start : q.span.start]) is not None
            grown = "" if came_from else "增加量" if more else "减少量"
            measure = f"{self.state.measure or ''}{grown}"
        if q.unit == "%" and self._rate(q, measure, span):
            return
        measure = self._of_the_last(measure, q, span)
        unit = self._currency(q, span) if q.unit is None and self._is_money(q, measure) else q.unit
        self._emit(replace(q, unit=unit), measure, "figure.level", span)

    def _rate(self, q: Quantity, measure: str, span: Span) -> bool:
        """信息消费增速保持在20%以上, 4.8%的经济增速: a rate of growth is told as a change of what grows."""
        if self.source == "right" and self.text[q.span.end : q.span.end + 1] != "的":
            return False  # 六成产品实现增长: what is counted, not how much it has grown
        words = rules("figures")["rate"]
        noun = re.search(f"(?P<what>.*?)(?:{words['noun']})(?:{words['after']})?$", measure)
        if self.source in ("right", "none") and noun is None and self.text[q.span.end : q.span.end + 1] == "的":
            noun = re.match(f"(?P<what>.*?)(?:{words['noun']}|增长(?:速度|目标)?$)", measure)
        if noun is None or re.search("贡献|拉动", measure):
            return False
        down = re.search("降幅|跌幅", noun[0]) is not None
        number = int(q.value) if float(q.value).is_integer() else q.value
        before = self.text[max(span.start, q.span.start - 6) : q.span.start]
        kind: ChangeKind = "versus" if re.search("年均|平均|每年|累[计积]|总体", noun["what"] + before) else "yoy"
        what = re.sub("(?:年度|同比|的年|(?<!\\d)年|的|年均|平均)+$", "", noun["what"]) or self.state.measure or "增速"
        self._emit(q, what, "figure.growth", span, change=Change(kind, -number if down else number, "%"))
        return True


def _rounded(head: Observation, body: Observation) -> bool:
    """Whether a headline's figure repeats one of the body, rounded."""
    if head.value is None or body.value is None:
        return head.change is not None and head.change == body.change
    near = 0.02 if head.qualifier == "exact" else 0.06
    return head.unit in (None, body.unit) and abs(head.value - body.value) <= near * abs(body.value)


def _without_leads(observations: Sequence[Observation]) -> Iterator[Observation]:
    """Each figure but those that another tells more fully: a lead's 同比增长7%, then 总值10亿元，同比增长7%."""
    with_change: defaultdict[Change, list[Observation]] = defaultdict(list)
    with_value: defaultdict[tuple[object, ...], list[Observation]] = defaultdict(list)
    for other in observations:
        if other.value is not None and other.change is not None:
            with_change[other.change].append(other)
            with_value[other.value, other.upper, other.unit].append(other)
    for item in observations:
        key = item.value, item.upper, item.unit
        others = with_change.get(item.change, []) if item.value is None and item.change else with_value.get(key, [])
        if not any(_fuller(other, item) for other in others):
            yield item


def _fuller(other: Observation, item: Observation) -> bool:
    """Whether a figure with a change tells all of one told elsewhere that has the same value alone, or the same change."""
    more = item.value is None or (item.change is None and item.unit != "%")
    apart = abs(other.evidence.start - item.evidence.start) >= 12
    when = item.period is None or item.period == other.period
    alike = item.measure in other.measure or other.measure in item.measure
    return more and apart and when and alike and (item.about == other.about or item.entity == other.entity is not None)


def _distinct(observations: Sequence[Observation]) -> Iterator[Observation]:
    """Each figure once, although captions and summaries repeat it in other words."""
    kept: defaultdict[tuple[object, ...], list[Observation]] = defaultdict(list)
    for item in observations:
        alike = kept[item.value, item.upper, item.unit, item.change]
        if not any(_repeats(item, known) for known in alike):
            alike.append(item)
            yield item


def _repeats(item: Observation, known: Observation) -> bool:
    """Whether a figure says again what another of the same value and change says, in other words or not."""
    if item.measure == known.measure and (item.about, item.period) == (known.about, known.period):
        return True
    number = item.value if item.value is not None else item.change.value if item.change else 0
    telling = len(f"{number:.10g}".replace(".", "").strip("-0")) >= 3
    apart = item.evidence.start > known.evidence.end + 20
    return telling and apart and (item.measure in known.measure or known.measure in item.measure)
