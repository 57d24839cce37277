"""Figures with what they measure, of whom, when, and how they changed.

A sentence is read from left to right. A figure takes its measure from the noun phrase before it (or
after it: 培育70个基地), its subject and period from the clause, or carries them over from the figure
before; a change joins the figure it compares, or stands alone where no figure is told.
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from kg.extract._abouts import Abouts, Candidate, View
from kg.extract._changes import Growth, growth, share
from kg.extract._discourse import ordered
from kg.extract._found import Found
from kg.extract._lists import listed, run_of
from kg.extract._measures import Words, clause_phrase, flow, left_phrase, right_phrase, verb_phrase
from kg.extract._periods import Periods
from kg.extract._skeleton import Item
from kg.extract._subjects import Subject, Subjects
from kg.model import Article, Change, Observation, Quantity, Reference, Sentence, Span
from kg.rules import rules

NEEDS = ("datings", "event times", "tokens", "quantities")
MAKES = ("observations",)

_MONEY_OR_SHARE = ("CNY", "USD", "%")
_THINGS = ("个", "家", "项", "条", "款", "种", "场", "处", "座", "件", "批", "类")
# A verb between a noun and a count makes the noun its subject: what is counted follows.
_COUNTED = re.compile(
    "有(?!效)|培育|吸引|建设|新增|推出|开展|举办|组织|引进|汇聚|覆盖|涵盖|涉及|惠及|带动|帮助|来自|开通|设立|联合|遍及|通达|售卖|销往|采用|签约|发布|提出"
)
# What is priced or counted, not a company whose share rises.
_NO_SHARE = "[价率额量值]$|(?<!指)数$|收入|利润|成本|规模|市场|消费|指数.+|[，：；\\d]"
# 由目前的2000元, 从2010年的2928亿美元: the measure stands before 由.
_FROM = re.compile("(?:年|月|日|末|底|初|目前|原来|原定|原先|此前|最初|当初|现在|如今|初期|去年|上年|同期)的$")


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
        self.abouts = Abouts(article, found, self.items, self.words, self.subjects)
        self.periods = Periods(article, found, self.items)
        self.state = _State()
        self.paragraph = -1
        self.done: list[Observation] = []
        self.source = "left"  # which phrase gave the measure

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
        for length in range(len(run), 1, -1):
            whole = length == len(run) or self.text[run[length - 1].span.end] == "，"
            if whole and self._each(run[:length], clause, span, inside):
                return length
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
            whole = self._whole(start, portion, inside)
            words = re.sub(
                "(?:的|达到了?|达|为|约|已|高达|升至|提高到|提高至|超过|近|，|了|到|至)+$",
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
        measure = self._measure(q, following, start, after, inside)
        if measure is None:
            return
        if re.fullmatch("(?:比|较|与|同比|环比).*|", measure):
            # 比上届增加1563个: by how much what was measured last has grown
            more = re.search("增|多|升|提|扩", self.text[start : q.span.start]) is not None
            measure = f"{self.state.measure or ''}{'增加' if more else '减少'}量"
        unit = q.unit
        scale = "亿" in q.text
        if (unit is None and re.search("(?:额|产值|收入|投资|总值|成本|利润|营收)$", measure)) or (
            unit is None and scale and re.search("(?:销售|成交|交易|消费|补贴|融资|贷款|资金)$", measure)
        ):
            unit = "CNY"
        self._emit(replace(q, unit=unit), measure, "figure.level", span)

    def _whole(self, start: int, portion: int, inside: Sequence[Item]) -> str:
        """What a share is a share of: the phrase before 占, else what was measured last."""
        left = self._left(Span(start, max(start, portion)), inside)
        if left is not None:
            return self.text[left.start : left.end]
        return self.state.last.measure if self.state.last is not None and not self.state.share else ""

    def _shared_by(self, q: Quantity, span: Span) -> str | None:
        """占全国20.8%的外商投资: what follows has the share."""
        if self.text[q.span.end : q.span.end + 1] != "的" or self.state.share is None:
            return None
        right = right_phrase(self.words, Span(q.span.end, self._boundary(q.span.end, span.end)), things=True)
        if right is None:
            return None
        words = self.text[right.start : right.end]
        part = re.match("[^和及与、]+(?=[和及与、]$|[和及与、]\\d)", self.text[right.start : right.end + 2])
        return f"{part.group() if part else words}{re.sub('^.*(?=占)', '', self.state.share)}"

    def _shares_on(self, q: Quantity) -> bool:
        """Whether a percentage goes on with the share before it (…的外商投资和19.5%的进出口)."""
        last = self.state.last
        if q.unit != "%" or last is None or last.rule != "figure.share":
            return False
        return re.fullmatch("的[^，；。]{2,12}[和及与、]", self.text[last.evidence.end : q.span.start]) is not None

    def _measure(
        self, q: Quantity, following: Quantity | None, start: int, after: int, inside: Sequence[Item]
    ) -> str | None:
        """What a figure measures: the phrase before it, the one after it, the verb, or what was measured last."""
        before = Span(start, self._hedged(q))
        left = self._left(before, inside, level=True)
        right = None
        owned = self.text[q.span.end : q.span.end + 1] == "的" and q.unit != "%"
        if q.unit not in _MONEY_OR_SHARE or owned or (left is None and q.unit != "%"):
            stop = following.span.start if following is not None else after
            right = right_phrase(
                self.words, Span(q.span.end, min(after, max(stop, q.span.end))), things=q.unit in (*_THINGS, None)
            )
        if self._counts_nothing(right, q):
            return None
        if q.unit == "%" and self.text[q.span.end : q.span.end + 1] == "的" and left is not None:
            left = (
                left if re.search(rules("figures")["measure"]["tail"] + "$", self.text[left.start : left.end]) else None
            )
        chosen = self._choose(q, left, right)
        if chosen is None and q.unit == "%" and self.text[self._hedged(q) - 1] == "的":
            chosen = self.text[start : self._hedged(q) - 1].strip("，、其中 ")[-24:] or None
        if chosen in ("多", "少"):
            return None
        if chosen is None:
            chosen = self._before_clause(start, q) or self._paid(before, q)
        if chosen is None and q.unit == "%" and self.text[q.span.end : q.span.end + 1] == "的":
            return self.text[q.span.end + 1 : after][:24] or None
        if chosen is None and q.unit == "%" and self.state.share:
            return self.state.share
        if chosen is None and (q.unit not in _MONEY_OR_SHARE or self.state.measure is None):
            phrase = verb_phrase(self.words, before, Span(q.span.end, after))
            chosen = self.text[phrase.start : phrase.end] if phrase else None
            self.source = "verb"
        if chosen is None:
            self.source = "carried"
        return chosen or self.state.measure

    def _before_clause(self, start: int, q: Quantity) -> str | None:
        """展览面积创新高，达到36.6万平方米: what the clause before names, where this one is but a verb."""
        if self.text[start - 1 : start] != "，" or self.words.linked(Span(start, self._hedged(q))) > start:
            return None
        head = self._clause(start - 1, max(0, start - 40))
        tail = rules("figures")["measure"]["tail"]
        found = re.match(f"[^\\d，。；]{{0,8}}?{tail}", self.text[head : start - 1])
        return found.group() if found and self.text[head - 1] in "，。；\n：” " else None

    def _paid(self, before: Span, q: Quantity) -> str | None:
        """挣了10000元: the verb of a sum that nothing else names."""
        match = re.search(
            "(?:挣|赚|卖|花|罚款?|捐赠?|借|付|省|亏损?|盈利|补贴|奖励)(?:了|出)?$", self.text[before.start : before.end]
        )
        return match.group().rstrip("了出") if match and q.unit in ("CNY", "USD") else None

    def _choose(self, q: Quantity, left: Span | None, right: Span | None) -> str | None:
        """The phrase before a number, unless only the one after it names what is counted."""
        text, begin = self.text, self._hedged(q)
        if left is not None and self.state.named_by is not None and left.overlaps(self.state.named_by):
            left = None
        if text[q.span.start - 1 : q.span.start] == "的" and not _FROM.search(
            text, max(0, q.span.start - 12), q.span.start
        ):
            left = None
        if left is not None and text[left.start : left.end] in ("全国", "全球", "全省", "全市", "国内"):
            left = None
        if (
            left is not None
            and right is not None
            and (right.end - right.start >= 2 or text[right.start] in "省市县国村区")
        ):
            if q.unit in _MONEY_OR_SHARE:
                weak = self.words.acts(left) or text[left.start : left.end].startswith(("给予", "提供"))
            else:
                weak = (
                    _COUNTED.search(text, left.start, begin) is not None
                    or text[:begin].endswith(("等", "的", "在", "向", "与", "从", "对", "给", "面向"))
                    or "等" in text[left.start : begin]
                    or text[begin - 1] in "、和与及"
                    or (left.end == q.span.start and not re.search("[数量额]$", text[left.start : left.end]))
                    or self.words.acts(left)
                    or self._in_place(left)
                    or self._is_name(left)
                )
            if weak:
                left = None
        chosen = left or right
        self.source = "left" if left else "right" if right else "none"
        self.state.named_by = right if chosen is right else None
        return text[chosen.start : chosen.end] if chosen else None

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
            if isinstance(item, Reference) and self.text[item.span.start - 1 : item.span.start] in (
                "对",
                "与",
                "向",
                "自",
            ):
                return Span(item.span.start - 1, span.end)
            between = self.text[start : item.span.start]
            if (
                len(between) <= 6
                and re.fullmatch("[^额量值数]*", between)
                and self.text[item.span.end : item.span.end + 1] != "的"
            ):
                start = item.span.end
        return Span(start, span.end)

    def _in_place(self, span: Span) -> bool:
        """Whether a phrase ends in the place where things are counted (全国330个…)."""
        return self.text[: span.end].endswith(("全国", "全球", "全省", "全市")) or any(
            isinstance(i, Reference) and i.kind == "Place" and i.span.end == span.end for i in self.items
        )

    def _is_name(self, span: Span) -> bool:
        """Whether a phrase is just the name of somebody."""
        return any(
            isinstance(i, Reference) and i.span.start <= span.start and span.end <= i.span.end for i in self.items
        )

    # What is no figure --------------------------------------------------------------------------------

    def _counts_nothing(self, right: Span | None, q: Quantity) -> bool:
        noun = self.text[right.start : right.end] if right else self.text[q.span.end : q.span.end + 3]
        table = rules("figures")["nothing"]
        if noun.startswith(tuple(table["words"])):
            return True
        small = q.value <= 12 and not q.text[0].isdigit()
        after = self.text[q.span.end : q.span.end + 1 + len(noun)]
        return small and (noun in table["whole"] or after.endswith(("：", "——")))

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
        items = [item for item in re.split("、|和|与|以及|及", re.sub("等(?:共|近|约)?$", "", before)) if item]
        told = len(items) - int(q.value)
        listed = 0 <= told <= 1 and all(len(item) <= 24 for item in items[1:])
        return listed and not before.endswith(("为", "达", "有", "共"))

    def _only_qualifies(self, q: Quantity, after: int) -> bool:
        """Whether a sum only says what sort of project or firm is counted (超10亿元以上的项目50个)."""
        if q.unit not in ("CNY", "USD", None):
            return False
        rest = self.text[q.span.end : after]
        if q.unit is None and not self.text[: q.span.end].endswith("以上"):
            return False
        return (
            re.match(
                "(?:以上|以下|及以上)?的?[^，。；、]{0,8}(?:项目|企业|产业|品牌|单品|家庭|人群|客户|用户|城市|订单)",
                rest,
            )
            is not None
        )

    # Growth -------------------------------------------------------------------------------------------

    def _grown(self, q: Quantity, g: Growth, start: int, span: Span, inside: Sequence[Item]) -> None:
        """A change joins the figure before it in its clause, or every figure of the list before it."""
        change = _change(g, q)
        if self._each_name(q, g, change, span, inside):
            return
        left = self._left(Span(start, max(self._bracketed(g.start), start)), inside)
        if left is not None and self.text[left.start : left.end].startswith("等"):
            clause = self._clause(q.span.start, span.start)
            group = self.text[clause : left.end], None
            self._emit(q, self.state.measure or "增速", "figure.growth", span, change=change, about=group)
            return
        if g.than and self.state.measure is not None and (left is None or left.end - left.start <= 2):
            rate = self.state.measure if self._speeds(self.state.measure) else f"{self.state.measure}增速"
            self._emit(q, rate, "figure.growth", span, change=change)
            return
        named = self.subjects.named(Span(start, max(start, g.start)), inside)
        last = self.state.last
        if (
            left is None
            and named is None
            and last is not None
            and not re.search("年均|每年", self.text[max(start, last.evidence.end) : q.span.start])
            and not re.search("[；。]", self.text[last.evidence.end : q.span.start])
        ):
            waiting = self.state.run or [last]
            if all(item.value is not None and item.change is None for item in waiting):
                for item in waiting:
                    self._amend(item, change, q)
                self.state.run = []
                return
            if last.value is None and change.unit == "个百分点" and last.change is not None:
                self._emit(q, f"{last.measure}增幅", "figure.growth", span, change=change)
                return
        if left is None and named is None:
            left = flow(self.words, Span(start, max(g.start, start)))
        measure = self.text[left.start : left.end] if left else None
        if measure and self.state.measure and re.search(rules("figures")["measure"]["industry"] + "$", measure):
            self._emit(q, self.state.measure, "figure.growth", span, change=change, about=(measure, None))
            return
        if measure is not None:
            measure = re.sub("(?:\\d+|[一二两三四五六七八九十]+)年(?:间|来)?$", "", measure)
        if not measure or self._speeds(measure):
            measure = self.state.measure or ("股价" if re.search("[涨跌]", self.text[start : q.span.start]) else "增速")
        self._emit(q, measure, "figure.growth", span, change=change)

    def _bracketed(self, at: int) -> int:
        """A place, or where the bracket that ends there begins: 甲公司（ABC.N）跌 is about 甲公司."""
        return max(self.text.rfind("（", 0, at), 0) if self.text[at - 1 : at] == "）" else at

    def _each_name(self, q: Quantity, g: Growth, change: Change, span: Span, inside: Sequence[Item]) -> bool:
        """甲公司、乙公司涨超5%: the change of each, where nothing but names stands before it."""
        clause = self._clause(g.start, span.start)
        words = re.sub("（[^（）]*）", "", self.text[clause : g.start])
        members = [
            i
            for i in inside
            if isinstance(i, Reference)
            and clause <= i.span.start < g.start
            and "（" not in self.text[max(clause, self.text.rfind("）", clause, i.span.start)) : i.span.start]
        ]
        words = re.sub("等$|(?:大幅|尾盘|盘初|盘中|收盘|集体|翻红|高开|低开|双双|均|齐|早盘)+$", "", words)
        names = [name.strip("“” ") for name in re.split("、|和|与|及", words)]
        known = {self.text[i.span.start : i.span.end]: i.entity for i in members}
        flat = change.kind == "versus" and not g.stated and not g.than
        if not flat or not all(2 <= len(name) <= 9 and not re.search(_NO_SHARE, name) for name in names):
            return False
        for name in names:
            what = "指数" if name.endswith(("指数", "指")) else "股价"
            self._emit(q, what, "figure.each", span, change=change, about=(name, known.get(name)), begin=clause)
        return True

    def _speeds(self, measure: str) -> bool:
        """Whether a phrase only says that something grew (增速), not what."""
        return re.fullmatch(".{0,2}(?:增速|增幅|涨幅|降幅|跌幅|增长率)|同比|环比|较|比|与", measure) is not None

    def _amend(self, item: Observation, change: Change, q: Quantity) -> Observation:
        joined = replace(item, change=change, evidence=Span(item.evidence.start, q.span.end))
        self.done[self.done.index(item)] = joined
        if self.state.last is item:
            self.state.last = joined
        return joined

    def _moves(self, q: Quantity, following: Quantity, start: int, span: Span, inside: Sequence[Item]) -> bool:
        """下降70%至1347.5亿元: a change and the level it leads to are one figure."""
        if (
            re.fullmatch(
                "(?:，?(?:再次|重新|进一步)?(?:回升|攀升|上升|下降|回落|降|升|增|减|跌|涨)?[至到]|，?达到?|，为)",
                self.text[q.span.end : following.span.start],
            )
            is None
        ):
            return False
        g = growth(self.text, start, q, span.start)
        left = self._left(Span(start, max(start, g.start)), inside) if g is not None else None
        measure = self.text[left.start : left.end] if left else self.state.measure
        if g is None or not measure:
            return False
        self._emit(following, measure, "figure.level", span, change=_change(g, q), level=True)
        return True

    # Lists --------------------------------------------------------------------------------------------

    def _each(self, run: Sequence[Quantity], clause: int, span: Span, inside: Sequence[Item]) -> bool:
        """A、B和C分别增长x、y和z: each member with its figure; or the figures told before with their changes."""
        if len({q.unit in ("%", "个百分点") for q in run}) > 1:
            return False
        run = _hedges(run)
        before = self.text[clause : run[0].span.start]
        cut = before.rfind("分别")
        g = growth(self.text, clause, run[0], span.start)
        waiting = [item for item in self.done[-len(run) :] if item.value is not None and item.change is None]
        bare = len(re.sub("同比|环比|则|均|，|比上年|较上年|相比", "", before[: max(cut, 0)])) < 2
        told = len(waiting) == len(run) and waiting[0].evidence.start >= span.start
        if g is not None and told and (bare if cut >= 0 else g.start <= clause + 2):
            self.state.run = [self._amend(item, _change(g, q), q) for item, q in zip(waiting, run, strict=True)]
            return True
        earlier = self.state.run
        if cut >= 0 and bare and g is None and len(earlier) == len(run):
            told_by = [(item.about, item.entity) for item in earlier]
            what = re.sub("(?:约|了|为|达到?)$", "", before[cut + 2 :])
            for item, q, whom in zip(earlier, run, told_by, strict=True):
                self._emit(q, item.measure + what, "figure.each", span, about=whom)
            self.state.run = earlier
            return True
        if cut < 0:
            if g is not None or any(re.search("[，]", self.text[a.span.end : b.span.start]) for a, b in pairwise(run)):
                return False
            cut, bare = len(before), False
        begin, end = clause, clause + cut
        if bare and clause > span.start:
            begin, end = self._clause(clause - 1, span.start), clause - 1
        found = listed(self.text[begin:end], before[cut + 2 :], len(run))
        if found is None:
            return g is not None and self._alike(run, g, clause, span, inside)
        if not (found.measures or found.measure) and not all(self._grows(m, inside) for m in found.members):
            found = replace(found, measures=True)
        results = []
        for member, q in zip(found.members, run, strict=True):
            about: Subject | None = (member, self._entity_named(member, inside))
            what = found.measure or self.state.measure or ""
            if found.measures:
                about, what = None, member
            self._emit(q, what, "figure.each", span, change=_change(g, q) if g else None, about=about, begin=begin)
            results.append(self.done[-1])
        self.state.run = results
        return True

    def _grows(self, member: str, inside: Sequence[Item]) -> bool:
        """Whether a member of a list is somebody or some industry that what was measured last can be of."""
        if self.state.measure is None:
            return False
        industry = re.search(rules("figures")["measure"]["industry"] + "$", member) is not None
        return industry or self._entity_named(member, inside) is not None

    def _alike(self, run: Sequence[Quantity], g: Growth, clause: int, span: Span, inside: Sequence[Item]) -> bool:
        """四项指标分别下降x、y和z: each change of the one measure that is named."""
        left = self._left(Span(clause, max(g.start, clause)), inside)
        measure = self.text[left.start : left.end] if left else self.state.measure
        if not measure:
            return False
        last, rest = self.state.last, list(run)
        if left is None and last is not None and last.value is not None and last.change is None:
            # 与A、B同期相比分别增长x和y: the first comparison joins the figure
            self._amend(last, _change(g, rest[0]), rest[0])
            rest = rest[1:]
        for q in rest:
            self._emit(q, measure, "figure.each", span, change=_change(g, q), begin=clause)
        return True

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


def _hedges(run: Sequence[Quantity]) -> list[Quantity]:
    """The figures of a list; 约 before the first holds for all."""
    if run[0].qualifier != "about" or any(q.qualifier != "exact" for q in run[1:]):
        return list(run)
    return [replace(q, qualifier="about") for q in run]


def _change(g: Growth, q: Quantity) -> Change:
    unit = "个百分点" if q.unit == "百分点" else q.unit or "%"
    number = g.sign * q.value
    return Change(g.kind, int(number) if float(number).is_integer() else number, unit)


def _rounded(head: Observation, body: Observation) -> bool:
    """Whether a headline's figure repeats one of the body, rounded."""
    if head.value is None or body.value is None:
        return head.change is not None and head.change == body.change
    near = 0.02 if head.qualifier == "exact" else 0.06
    return head.unit == body.unit and abs(head.value - body.value) <= near * abs(body.value)


def _distinct(observations: Sequence[Observation]) -> Iterator[Observation]:
    """Each figure once, although captions and summaries repeat it in other words."""
    kept: list[Observation] = []
    for item in observations:
        if not any(_repeats(item, known) for known in kept):
            kept.append(item)
            yield item


def _repeats(item: Observation, known: Observation) -> bool:
    """Whether a figure says again what another says: all but the wording of measure and subject is equal."""
    if (item.value, item.upper, item.unit, item.change) != (known.value, known.upper, known.unit, known.change):
        return False
    if item.measure == known.measure and (item.about, item.period) == (known.about, known.period):
        return True
    number = item.value if item.value is not None else item.change.value if item.change else 0
    telling = len(f"{number:.10g}".replace(".", "").strip("-0")) >= 3
    apart = item.evidence.start > known.evidence.end + 20
    return telling and apart and (item.measure in known.measure or known.measure in item.measure)
