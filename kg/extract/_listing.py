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
        bare = (
            len(
                re.sub(
                    "(?:[两三四五2-5]|这些|上述)[大项个]?指标|同比(?:增长|下降)?|环比|则|均|，|[增降涨跌]幅|增速|(?:相?[比较]|与)[^，。；]{1,12}|相比",
                    "",
                    before[: max(cut, 0)],
                )
            )
            < 2
        )
        told = len(waiting) == len(run) and waiting[0].evidence.start >= span.start
        if g is not None and told and (bare if cut >= 0 else g.start <= clause + 2):
            self.state.run = [self._amend(item, change_of(g, q), q) for item, q in zip(waiting, run, strict=True)]
            return True
        earlier = self.state.run if len(self.state.run) == len(run) else waiting if told else []
        if not earlier and re.fullmatch("[^，。]{0,6}指标(?:均|都)?", before[: max(cut, 0)]):
            earlier = [o for o in self.done if o.evidence.start >= span.start and o.value is not None][-len(run) :]
        if cut >= 0 and bare and g is None and len(earlier) == len(run):
            what = re.sub("(?:约|了|为|达到?)$", "", before[cut + 2 :])
            for item, q in zip(earlier, run, strict=True):
                self._emit(q, item.measure + what, "figure.each", span, like=item)
            self.state.run = earlier
            return True
        if cut < 0:
            if g is not None and all(
                self.text[a.span.end : b.span.start] in ("和", "与", "、") for a, b in pairwise(run)
            ):
                cut = max(0, g.start - clause)  # 甲业、乙业使用外资同比增长43.9%和287.8%
                if listed(before[:cut], "", len(run)) is None:
                    return self._alike(run, g, clause, span, inside)
            elif g is not None or any(
                re.search("[，]", self.text[a.span.end : b.span.start]) for a, b in pairwise(run)
            ):
                return False
            cut, bare = len(before), False
        begin, end = clause, clause + cut
        if cut >= 0 and before.startswith("以及") and clause > span.start:
            begin = self._clause(clause - 1, span.start)  # 甲、乙，以及丙分别增长…
        if bare and clause > span.start:
            begin, end = self._clause(clause - 1, span.start), clause - 1
        begin = self.words.past_time(begin, end)
        found = self._shared_before(begin, span.start, len(run)) if bare or cut <= 4 else None
        found = found or listed(self.text[begin:end], before[cut + 2 :], len(run))
        if found is None:
            return g is not None and self._alike(run, g, clause, span, inside)
        if found.members[0].startswith("对") and not (found.measures or found.measure) and self.state.measure:
            whole = self._traded_with(span.start, clause) or self.state.measure
            members = tuple(f"对{member.removeprefix('对')}{whole}" for member in found.members)
            found = replace(found, members=members, measures=True)
        goods = re.search("等(?:主要|重点|大宗|传统)?(?:产品|商品|货物)(?:的)?$", self.text[begin:end])
        if goods and not (found.measures or found.measure) and self.state.measure:
            found = replace(found, measure=self.state.measure)
        if not (found.measures or found.measure) and not all(self._grows(m, inside) for m in found.members):
            found = replace(found, measures=True)
        if g is not None and told and all(_same_flow(m, o) for m, o in zip(found.members, waiting, strict=True)):
            self.state.run = [self._amend(item, change_of(g, q), q) for item, q in zip(waiting, run, strict=True)]
            return True
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
        return True

    def _shared_before(self, begin: int, start: int, count: int) -> Listed | None:
        """英国、德国、瑞典，对华投入金额均大幅增长，同比增长分别为…: the list stands before what is measured of each."""
        tail = rules("figures")["measure"]["tail"]
        head = self._clause(begin - 1, start) if begin > start else begin
        what = re.compile(f"(?P<what>[^\\d，。；、]{{0,16}}?{tail})(?:均|都|呈|保持|实现|也)").match(self.text, begin)
        if what is None or self.text[begin - 1] != "，" or "、" not in self.text[head : begin - 1]:
            return None
        found = listed(self.text[head : begin - 1], what["what"], count)
        return replace(found, measure=what["what"]) if found is not None and not found.measures else None

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
