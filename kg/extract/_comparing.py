"""Changes as they are told: joined to the figure they compare, or figures of their own."""

import re
from collections.abc import Sequence
from dataclasses import replace

from kg.extract._changes import RESTATED, Growth, change_of, growth
from kg.extract._clauses import Clauses
from kg.extract._measures import flow
from kg.extract._numbers import integer
from kg.extract._skeleton import Item
from kg.model import Change, Observation, Quantity, Reference, Span
from kg.rules import rules

# What is priced or counted, not a company whose share rises.
_NO_SHARE = "[价率额量值]$|(?<!指)数$|收入|利润|成本|规模|市场|消费|指数.+|[，：；\\d]"

# 比上届增加, 占有量较上年减少, 补贴标准提高: what has grown by a number of its own.
_INCREMENT = re.compile(
    "(?P<what>[^。；]*?)(?P<basis>同比|环比|(?<![占同环])(?:比|较)(?![高低大好快长强重例])[^，。；]{2,16}?|与[^，。；]{2,14}相比，?)?"
    "(?:平均|净|又|再|已|还会|还将|还|会|将|共|累计|分别|可)*(?P<word>增加|减少|增长|下降|提高|降低|上涨|下跌|回升|回落|高出|多出|增|减|多|少)了?(?:人民币|港币)?"
)

# A sum or size without what it is of.
_SUM = re.compile("(?:交易|合同|涉及)?(?:金额|总金额|货值|总货值|总价)")

_RATED = re.compile("增[速幅]|[涨降跌升]幅")

# 两项均较上年增长, 三项指标都…
_BOTH = re.compile("，?(?P<count>[两二三四五2-5])(?:项|者|个)(?:指标|数据|数字)?(?:均|都|同时|双双)")

# What stands before a change and only says when it was told of.
_WHEN = re.compile(
    "[^，。]{0,10}(?:期间|背景下|影响下|情况下|环境下|压力下|形势下)(?:逆势)?|逆势|(?:折合|按)(?:美元|人民币|欧元)(?:计价?|计算)?|[年月日]|[月日年]均|\\d+[日天周]|[午早尾]盘"
)

# 在现行标准的基础上: what a change starts from, not what changes.
_FROM_BASE = re.compile("在?(?:[12]\\d{3}年|现行|原有|原来|现有|此前|已有|既有|原先|上年|去年)[^，。；]{0,8}基础上?")

# 这比去年同期高出22个百分点: the figure just told.
_THIS = re.compile("这(?:个|一)?(?:数字|数量|比例|比重|规模|水平|成绩)?")


class Comparing(Clauses):
    """Adds changes."""

    def _grown(self, q: Quantity, g: Growth, start: int, span: Span, inside: Sequence[Item]) -> None:
        """A change joins the figure before it in its clause, or every figure of the list before it."""
        change = change_of(g, q)
        if self._each_name(q, g, change, span, inside):
            return
        if alike := self._all(q, span):
            for item in alike:
                self._amend(item, change, q)
            return
        left = self._left(Span(start, max(self._bracketed(g.start), start)), inside)
        inside_of = left is not None and self.text[left.start - 1] == "在" and self.text[left.end - 1] in "内里中"
        if left is not None and inside_of:
            left = self._left(Span(start, left.start - 1), inside)  # 在区域内减少90%的关税
        if left is not None and _FROM_BASE.fullmatch(self.text, left.start, left.end):
            left = self._left(Span(start, left.start), inside)  # 市场规模将在2010年基础上增长24%
        if left is not None and (
            _WHEN.fullmatch(self.text, left.start, left.end)
            or _THIS.fullmatch(self.text, left.start, left.end)
            or _FROM_BASE.fullmatch(self.text, left.start, left.end)
        ):
            left = None
        if left is not None and self.text[left.start : left.end].startswith("等"):
            clause = self._clause(q.span.start, span.start)
            group = self.text[clause : left.end], None
            self._emit(q, self.state.measure or "增速", "figure.growth", span, change=change, about=group)
            return
        if g.than and self._above(q, change, left, span):
            return
        named = self.subjects.named(Span(start, max(start, g.start)), inside)
        if left is None and named is None:
            if self._joins(q, change, start, span):
                return
            left = flow(self.words, Span(start, max(g.start, start)))
            if left is not None and _WHEN.fullmatch(self.text, left.start, left.end):
                left = None
        self._grows_alone(q, change, left, start, span, inside)

    def _of_the_last(self, measure: str, q: Quantity, span: Span) -> str:
        """设备投资增长16%，对全部投资增长的贡献率达61%; 交易35亿笔，金额2万亿元: of what was measured last."""
        last = self.state.last
        if last is None or last.evidence.start < span.start or "；" in self.text[last.evidence.end : q.span.start]:
            return measure
        clause = self._clause(q.span.start, span.start)
        adds = measure.endswith("贡献率") and self.text.startswith(("对", "占"), clause)
        if measure.endswith(("比率", "比例", "比值", "之比")) and self.text.startswith("与", clause):
            return f"{last.measure}与{measure.removeprefix('与')}"  # 总费用4.3万亿元，与国内生产总值的比率为14.4%
        of = re.sub("(?:业务量|数量|笔数|总量)$", "", last.measure) or last.measure
        sums = _SUM.fullmatch(measure) and last.unit != q.unit and not re.fullmatch(".?[货件票]量", of)
        if adds or sums:
            return f"{of}{'对' if adds and not measure.startswith(('对', '占')) else ''}{measure}"
        return measure

    def _increment(self, q: Quantity, start: int, span: Span, inside: Sequence[Item]) -> bool:
        """比上届增加1563个, 占有量较上年增加25公斤: by how much what is named, or was measured last, has grown."""
        told = _INCREMENT.fullmatch(self.text, start, self._hedged(q))
        last = self.state.last
        if told is None or q.unit in ("%", "个百分点", "百分点", "倍", "点"):
            return False
        named = self._left(Span(start, told.end("what")), inside)
        what = self.text[named.start : named.end] if named else self.state.measure
        alike = last is not None and last.evidence.start >= span.start and last.unit == q.unit
        bare = told["word"] in "增减多少" or (named is None and not alike)
        given = re.match("[^，。；！？、（）\n]", self.text[q.span.end : q.span.end + 1])  # 增加300元补贴
        if not what or (told["basis"] is None and (bare or given)):
            return False
        word = told["word"]
        more = word if word.endswith("出") else "减少量" if re.search("减|少|降|跌|落", word) else "增加量"
        unit = self._currency(q, span) if q.unit is None and self._is_money(q, what) else q.unit
        self._emit(replace(q, unit=unit), f"{what}{more}", "figure.level", span)
        self.state.measure = what
        if alike:
            self.state.last = last  # 储备3万亿美元，比上月增加500亿美元，升幅1.6%: of the reserve
        return True

    def _above(self, q: Quantity, change: Change, left: Span | None, span: Span) -> bool:
        """高于, 低于, 快于: of the sum told before in the sentence, or how fast what was measured last grew."""
        last, measure = self.state.last, self.state.measure
        level = (
            last is not None and last.value is not None and last.change is None and last.unit not in ("%", "个百分点")
        )
        if level and change.unit in ("%", "倍") and last is not None and last.evidence.start >= span.start:
            self._amend(last, change, q)  # 平均成交价28元，比零售价低55%
            return True
        since = last.evidence.end if last is not None and last.evidence.start >= span.start else span.start
        clause = self._clause(q.span.start, span.start)
        if left is None and (swelled := self._swelled(since, clause)):
            measure = swelled
        if measure is None or (left is not None and not self._speeds(self.text[left.start : left.end])):
            return False
        rated = re.search("率|比[重例]$|占比$|份额$|增[速幅]$", measure) is not None
        share = last is not None and last.measure == measure and last.value is not None and last.unit == "%"
        rate = measure if rated or share or self._speeds(measure) else f"{measure}增速"
        self._emit(q, rate, "figure.growth", span, change=change)
        return True

    def _joins(self, q: Quantity, change: Change, start: int, span: Span) -> bool:
        """Whether a change of which nothing is named is one of the figure before it, and told as such."""
        last = self.state.last
        if (
            last is None
            or re.search("年均|每年", self.text[max(start, last.evidence.end) : q.span.start])
            or re.search("[；。]", self.text[last.evidence.end : q.span.start])
        ):
            return False
        whole = self.done[-2] if len(self.done) > 1 and self._restates(len(self.done) - 1) else last
        waiting = self.state.run or [self._level(whole, change, span)]
        if all(item.value is not None and item.change is None for item in waiting):
            for item in waiting:
                self._amend(item, change, q)
            self.state.run = []
            return True
        part = re.search("(?:占[^，。；占]{2,20}的?(?:比重|比例|份额)|占比)，$", self.text[last.evidence.end : start])
        if part is not None and change.unit == "个百分点":
            self._emit(q, last.measure + part.group()[:-1], "figure.growth", span, change=change, like=last)
            return True
        if last.value is None and change.unit == "个百分点" and last.change is not None:
            self._emit(q, f"{last.measure}增幅", "figure.growth", span, change=change)
            self.state.measure = last.measure
            return True
        return False

    def _all(self, q: Quantity, span: Span) -> list[Observation]:
        """两项均较上年增长25%: the figures told last, as many as are said to have grown alike."""
        told = _BOTH.match(self.text, self._clause(q.span.start, span.start), q.span.start)
        count = integer(told["count"]) if told else None
        found = [o for o in self.done if o.evidence.start >= span.start][-count:] if count else []
        return found if len(found) == count and all(o.value is not None and o.change is None for o in found) else []

    def _grows_alone(
        self, q: Quantity, change: Change, left: Span | None, start: int, span: Span, inside: Sequence[Item]
    ) -> None:
        """A change that is a figure of its own: of what is named before it, else of what was measured last."""
        measure = self.text[left.start : left.end] if left else None
        if measure and measure.startswith(("拉动", "带动")) and self.state.measure and change.unit != "%":
            self._emit_aside(q, measure, span, change)  # 利润增长37.9%，拉动整体利润增长6.2个百分点，两年平均增长37.2%
            return
        toward = re.search("(?:对|与)$", self.text[max(start, left.start - 1) : left.start]) if left else None
        traded = self._traded_with(span.start, start) if left and toward and self._is_name(left) else None
        if toward and traded:
            whole = traded
            self._emit(q, f"{toward.group()}{measure}{whole}", "figure.growth", span, change=change)
            self.state.measure = whole  # 其中对俄增长41%
            return
        counted = re.match("新(?:[设增建开办签]|成立|注册)", measure or "")  # 新设外商投资企业增长32.1%
        industry = re.search(rules("figures")["measure"]["industry"] + "$", measure or "")
        if measure and self.state.measure and industry and not counted:
            self._emit(q, self.state.measure, "figure.growth", span, change=change, about=(measure, None))
            return
        if measure and measure.startswith("占"):
            last = self.state.last
            whose = last.measure if last is not None and last.evidence.start >= span.start else None
            measure = f"{whose or self._head_measure(span.start, start) or ''}{measure}"
        if measure is not None and change.unit == "%":
            measure = re.sub("^.*?(?:推动|带动|促进|拉动|助推)(?=.{2})", "", measure)  # 人工智能推动服务贸易增长
        if measure is not None:
            measure = re.sub(
                "(?:\\d+|[一二两三四五六七八九十]+)年(?:间|来)?$|(?<=[量额值率数])[年月日]$|的年$", "", measure
            )
        if not measure or self._speeds(measure):
            if speed := self._speed_told(measure, change):
                self._emit_aside(q, speed, span, change)
                return
            last = self.state.last
            since = last.evidence.end if last is not None and last.evidence.start >= span.start else span.start
            measure = (
                self._faster(q, start, inside)
                or self._of_which(q, span)
                or self._speed_of(last, change, span)
                or self._swelled(since, start)
                or (self._rated(since, start) if _RATED.search(self.text, start, q.span.start) else None)
                or self.state.measure
                or self._head_measure(span.start, start)
                or ("股价" if self._traded(start, q, span) else "增速")
            )
        self._emit(q, measure, "figure.growth", span, change=change)

    def _emit_aside(self, q: Quantity, measure: str, span: Span, change: Change) -> None:
        """A change of which what follows does not go on to tell."""
        before = self.state.measure
        self._emit(q, measure, "figure.growth", span, change=change)
        self.state.measure = before

    def _multiple(self, q: Quantity, start: int, span: Span) -> bool:
        """是2014年的1.85倍: how many times what it is compared with the figure before is."""
        last = self.state.last
        before = self.text[start : q.span.start]
        if q.unit != "倍" or last is None or (last.value is None and last.change is None):
            return False
        if re.search("(?:是|为|相当于)[^，。；]{2,20}的(?:近|约|超过?|逾)?$", before) is None:
            return False
        if re.search("[；。]", self.text[last.evidence.end : q.span.start]) or last.evidence.start < span.start:
            return False
        number = int(q.value) if float(q.value).is_integer() else q.value
        change = Change("versus", number, "倍")
        if last.value is None or last.change is not None:
            self._emit(q, last.measure, "figure.growth", span, change=change, like=last)
        else:
            self._amend(last, change, q)
        return True

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
        words = re.sub(
            "等$|(?:大幅|尾盘|盘初|盘中|收盘|集体|翻红|高开|低开|双双|均|齐|早盘|午盘|午后|再度|拉升|走强|走低|领涨|领跌|至少|也|则)+$",
            "",
            words,
        )
        words = re.sub("^(?:但|而|其中|此外|同时)", "", words)
        names = [
            re.sub("^[^A-Za-z]{1,4}股(?!份)(?=.{2})|(?:也|则)$", "", name.strip("“” "))
            for name in re.split("、|和|与|及", words)
        ]
        known = {self.text[i.span.start : i.span.end]: i.entity for i in members}
        flat = change.kind == "versus" and not g.stated and not g.than
        if not flat or not all(2 <= len(name) <= 9 and not re.search(_NO_SHARE, name) for name in names):
            return False
        for name in names:
            what = "指数" if name.endswith(("指数", "指")) else "股价"
            self._emit(q, what, "figure.each", span, change=change, about=(name, known.get(name)), begin=clause)
        return True

    def _level(self, last: Observation, change: Change, span: Span) -> Observation:
        """What a growth in percent is of: a sum or count told before in the sentence rather than a share (完成计划的23.9%，同比增长3.3%)."""
        if last.unit != "%" or change.unit != "%":
            return last
        before = (o for o in reversed(self.done) if o.evidence.start >= span.start and o.value is not None)
        return next((o for o in before if o.unit not in ("%", "个百分点") and o.change is None), last)

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
                "(?:，?(?:再次|重新|进一步)?(?:回升|攀升|上升|下降|回落|降|升|增|减|跌|涨)?[至到]|，?达到?了?|，为)",
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
        last = self.state.last
        if left and measure.startswith("占") and last is not None and last.evidence.start >= span.start:
            measure = last.measure + measure  # 机电产品出口5502亿美元，占总出口比重提高了…，达到57.7%
        self._emit(following, measure, "figure.level", span, change=change_of(g, q), level=True)
        return True

    def _restates(self, n: int) -> bool:
        """Whether a figure is the one before it in another currency."""
        if (
            not n
            or self.done[n - 1].change is not None
            or self.done[n].measure != self.done[n - 1].measure
            or self.done[n].unit == self.done[n - 1].unit
        ):
            return False
        before = self.text[self.done[n - 1].evidence.end : self.done[n].evidence.end]
        return RESTATED.match(before) is not None
