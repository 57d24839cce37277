"""What the clauses about a change say has changed, where no phrase right before it does."""

import re
from collections.abc import Sequence

from kg.extract._measures import left_phrase, right_phrase
from kg.extract._phrases import Phrases
from kg.extract._skeleton import Item
from kg.model import Change, Observation, Quantity, Span
from kg.rules import rules

# 20%的速度, 5%的较快增长: what follows only says that it grew.
_OF_GROWTH = re.compile("的[^，。；]{0,8}?(?:速度|增长|增速|增幅|涨幅|降幅|跌幅|幅度|水平|目标|区间)")


class Clauses(Phrases):
    """Adds what is read from the clauses before and behind a change."""

    def _of_which(self, q: Quantity, span: Span) -> str | None:
        """减少了20%的田头损耗: what has changed, behind the figure."""
        if not self.text.startswith("的", q.span.end) or _OF_GROWTH.match(self.text, q.span.end):
            return None
        right = right_phrase(self.words, Span(q.span.end + 1, self._boundary(q.span.end, span.end)), things=True)
        return self.text[right.start : right.end] if right is not None and right.end - right.start >= 2 else None

    def _speed_told(self, measure: str | None, change: Change) -> str | None:
        """用电量增长6.3%，增速比去年同期提高3.6个百分点: how fast what was measured last has grown."""
        last = self.state.measure
        speeds = measure is not None and measure.endswith(("增速", "增幅", "降幅", "涨幅", "跌幅"))
        if not speeds or change.unit not in ("个百分点", "百分点") or not last or last.endswith("率"):
            return None
        return f"{re.sub('(?:同比)?(?:增速|增幅|降幅|涨幅|跌幅)$', '', last)}{measure}"

    def _traded_with(self, begin: int, start: int) -> str | None:
        """What grows with each of several partners: 进出口 of 对传统市场进出口由降转增，对甲增长3%，对乙增长6%."""
        whole = self.state.measure or self._head_measure(begin, start)
        return re.sub("^.*?(?:对|与)[^，。；]{1,14}?(?=进出口|出口|进口|贸易|投资)", "", whole) if whole else None

    def _speed_of(self, last: Observation | None, change: Change, span: Span) -> str | None:
        """总额10亿元，增长4.5%，比上月提高0.1个百分点: how fast what was told has grown."""
        if last is None or last.evidence.start < span.start or change.unit not in ("个百分点", "百分点"):
            return None
        grown = last.change is not None and last.change.unit == "%" and last.unit != "%"
        return f"{last.measure}增速" if grown else None

    def _rated(self, begin: int, start: int) -> str | None:
        """民生领域的物流需求，同比增速均超过10%: what the clauses before name, the last one whole if it but names something."""
        if found := self._head_measure(begin, start):
            return found
        head = self._clause(start - 1, begin) if self.text[start - 1 : start] == "，" else start
        whole = left_phrase(self.words, Span(head, start - 1)) if start - head > 4 else None
        if whole is None or not whole.start <= head + 2 < whole.end:
            return None
        moves = "(?:增长|增势|增幅|发展)(?:较快|迅速|明显|强劲|平稳|良好)$"
        return re.sub(f"(?<=..){moves}", "", self.text[whole.start : whole.end])

    def _swelled(self, begin: int, start: int) -> str | None:
        """高技术制造业利用外资金额大幅提升，同比增长61.9%: what the clause right before says has moved."""
        if self.text[start - 1 : start] != "，":
            return None
        return self._head_measure(max(begin, self._clause(start - 1, begin)), start - 1)

    def _faster(self, q: Quantity, start: int, inside: Sequence[Item]) -> str | None:
        """投资增速快了0.3个百分点: the growth that has grown."""
        speed = self._unsubjected(Span(start, q.span.start), inside)
        found = re.match("([\u4e00-\u9fff]{2,8}增[速幅])(?=[加放减]?[快慢缓])", self.text[speed.start : speed.end])
        return found[1] if found else None

    def _bracketed(self, at: int) -> int:
        """A place, or where the bracket that ends there begins: 甲公司（ABC.N）跌 is about 甲公司."""
        return max(self.text.rfind("（", 0, at), 0) if self.text[at - 1 : at] == "）" else at

    def _head_measure(self, begin: int, end: int) -> str | None:
        """小微企业贷款利率在…基础上，2020年又下降: the measure at the head of a clause before, the nearest first."""
        tail = rules("figures")["measure"]["tail"]
        for clause in reversed(re.split("[，；：]", self.text[begin:end])):
            found = re.match(
                f"(?:其中|同时|此外|目前|与此同时)?(?:(?:[12]\\d{{3}}|今|去|明)年|[一二三四前上下]+[季半][年度]|[\\d一-]+月份?)*(?:以.{{2,40}}?为代表的)?((?:对|与)?[^\\d，。；在]{{0,20}}?(?:{tail}|贸易)(?:（?[A-Z]{{2,5}}）?)?)(?=(?:增长|增势)?较为?明显|在|由|从|自|与|比|较|延续|迅速|表现|呈现|同比|环比|上涨|下跌|增长|下降|连续|持续|已|将|也|均|不断|稳步|快速|进一步|大幅|显著|逐|保持|迅速|再创|创|稳居|继续|急剧|明显|略有|总体)",
                clause,
            )
            if found is not None:
                return re.sub("^.{0,12}?(?:亮点|特点|变化|现象)就?是", "", found[1])
        return None

    def _traded(self, start: int, q: Quantity, span: Span) -> bool:
        """Whether what rises or falls is a share, nothing else being named."""
        moves = re.search("[涨跌]", self.text[start : q.span.start]) is not None
        return (
            moves
            and re.search("股|盘|市值|成交|交易日|（[A-Z]+[.：:]|板块", self.text[span.start : span.end]) is not None
        )

    def _speeds(self, measure: str) -> bool:
        """Whether a phrase only says that something grew (增速), not what."""
        return re.fullmatch(".{0,2}(?:增速|增幅|涨幅|降幅|跌幅|增长率)|同比|环比|较|比|与", measure) is not None
