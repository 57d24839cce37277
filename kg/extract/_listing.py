"""Lists of figures with what they measure of whom: A、B和C分别增长x、y和z."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from kg.extract._changes import Growth, change_of, growth
from kg.extract._comparing import Comparing
from kg.extract._lists import Listed, listed
from kg.extract._skeleton import Item
from kg.extract._subjects import Subject
from kg.model import Observation, Quantity, Span
from kg.rules import rules

# What stands before 分别 and names nobody, so that the figures told before are meant.
_ONLY_COMPARES = re.compile(
    "(?:[两三四五2-5]|这些|上述)[大项个]?指标|同比(?:增长|下降)?|环比|则|均|，|[增降涨跌]幅|增速|(?:相?[比较]|与)[^，。；]{1,12}|相比"
)


class Listing(Comparing):
    """Adds lists of figures."""

    def _each(self, run: Sequence[Quantity], clause: int, span: Span, inside: Sequence[Item]) -> bool:
        """A、B和C分别增长x、y和z: each member with its figure; or the figures told before with their changes."""
        if len({q.unit in ("%", "个百分点") for q in run}) > 1:
            return False
        run = _hedges(run)
        before = self.text[clause : run[0].span.start]
        cut = before.rfind("分别")
        g = growth(self.text, clause, run[0], span.start)
        waiting = self._waiting(len(run))
        if len(waiting) != len(run) or waiting[0].evidence.start < span.start:
            waiting = []
        bare = len(_ONLY_COMPARES.sub("", before[: max(cut, 0)])) < 2
        if g is not None and waiting and (bare if cut >= 0 else g.start <= clause + 2):
            self._amend_each(waiting, run, g)
            return True
        if cut >= 0 and bare and g is None and self._of_the_told(run, before, cut, span, waiting):
            return True
        if cut < 0:
            between = [self.text[a.span.end : b.span.start] for a, b in pairwise(run)]
            if g is not None and all(mark in ("和", "与", "、") for mark in between):
                cut = max(0, g.start - clause)  # 甲业、乙业使用外资同比增长43.9%和287.8%
                if listed(before[:cut], "", len(run)) is None:
                    return self._alike(run, g, clause, span, inside)
            elif g is not None or any("，" in mark for mark in between):
                return False
            cut, bare = len(before), False
        begin, end = clause, clause + cut
        if before.startswith("以及") and clause > span.start:
            begin = self._clause(clause - 1, span.start)  # 甲、乙，以及丙分别增长…
        if bare and clause > span.start:
            begin, end = self._clause(clause - 1, span.start), clause - 1
        begin = self.words.past_time(begin, end)
        found = listed(self.text[begin:end], before[cut + 2 :], len(run))
        if found is None:
            return g is not None and self._alike(run, g, clause, span, inside)
        found = self._measured(found, Span(begin, end), clause, span, inside)
        if g is not None and waiting and all(_same_flow(m, o) for m, o in zip(found.members, waiting, strict=True)):
            self._amend_each(waiting, run, g)
            return True
        self._emit_each(found, run, g, begin, span, inside)
        return True

    def _amend_each(self, items: Sequence[Observation], run: Sequence[Quantity], g: Growth) -> None:
        """The figures told before, each with its change."""
        self.state.run = [self._amend(item, change_of(g, q), q) for item, q in zip(items, run, strict=True)]

    def _of_the_told(
        self, run: Sequence[Quantity], before: str, cut: int, span: Span, waiting: list[Observation]
    ) -> bool:
        """三项指标分别占全省的x、y和z: shares and the like of the figures told before, one by one."""
        earlier = self.state.run if len(self.state.run) == len(run) else waiting
        if not earlier and re.fullmatch("[^，。]{0,6}指标(?:均|都)?", before[:cut]):
            earlier = [o for o in self.done if o.evidence.start >= span.start and o.value is not None][-len(run) :]
        if len(earlier) != len(run):
            return False
        what = re.sub("(?:约|了|为|达到?)$", "", before[cut + 2 :])
        for item, q in zip(earlier, run, strict=True):
            self._emit(q, item.measure + what, "figure.each", span, like=item)
        self.state.run = earlier
        return True

    def _measured(self, found: Listed, head: Span, clause: int, span: Span, inside: Sequence[Item]) -> Listed:
        """A list with what is measured of its members, where it names but them."""
        measured = found.measures or found.measure
        if found.members[0].startswith("对") and not measured and self.state.measure:
            whole = self._traded_with(span.start, clause) or self.state.measure
            members = tuple(f"对{member.removeprefix('对')}{whole}" for member in found.members)
            return replace(found, members=members, measures=True)
        goods = re.search("等(?:主要|重点|大宗|传统)?(?:产品|商品|货物)(?:的)?$", self.text[head.start : head.end])
        if goods and not measured and self.state.measure:
            return replace(found, measure=self.state.measure)
        if not measured and not all(self._grows(m, inside) for m in found.members):
            return replace(found, measures=True)
        return found

    def _emit_each(
        self,
        found: Listed,
        run: Sequence[Quantity],
        g: Growth | None,
        begin: int,
        span: Span,
        inside: Sequence[Item],
    ) -> None:
        """Keep the figure of each member of a list."""
        results = []
        for member, q in zip(found.members, run, strict=True):
            about: Subject | None = (member, self._entity_named(member, inside))
            what = found.measure or self.state.measure or ""
            barred: tuple[str, ...] = ()
            if found.measures:
                about = (found.about, self._entity_named(found.about, inside)) if found.about else None
                what, barred = member, found.members
            change = change_of(g, q) if g else None
            self._emit(q, what, "figure.each", span, change=change, about=about, begin=begin, barred=barred)
            results.append(self.done[-1])
        self.state.run = results

    def _waiting(self, count: int) -> list[Observation]:
        """The figures told last without a change; a sum told again in another currency (折合530亿美元) is none of them."""
        whole = [n for n, item in enumerate(self.done) if not self._restates(n)][-count:]
        return [self.done[n] for n in whole if self.done[n].value is not None and self.done[n].change is None]

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
            self._amend(last, change_of(g, rest[0]), rest[0])
            rest = rest[1:]
        for q in rest:
            self._emit(q, measure, "figure.each", span, change=change_of(g, q), begin=clause)
        return True


def _hedges(run: Sequence[Quantity]) -> list[Quantity]:
    """The figures of a list; 约 before the first holds for all."""
    if run[0].qualifier != "about" or any(q.qualifier != "exact" for q in run[1:]):
        return list(run)
    return [replace(q, qualifier="about") for q in run]


def _same_flow(member: str, item: Observation) -> bool:
    """Whether a member of a list names again what a figure before measured (开行1590列，开行量增长93%)."""
    return re.search("[量额数值]$", member) is not None and bool(set(member[:-1]) & set(item.measure))
