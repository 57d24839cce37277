"""What a figure measures where no noun phrase before or after it says so: a verb, a clause, what became of those counted."""

import re

from kg.extract._measures import left_phrase
from kg.extract._reading import Reading
from kg.model import Quantity, Reference, Span
from kg.rules import rules

# 投资额降至2005年以来的最低点，为8460亿美元: what has reached a mark.
_REACHED = re.compile(
    "(?:降至|降到|升至|跌至|涨至|增至|达到|再?创下?|刷新|位居|居)了?(?=[^，。；]{0,14}(?:最[高低大好]|新[高低]|首位|第[一二三]位?|前列|历史|纪录))"
)


class Fallbacks(Reading):
    """Adds the ways of naming a measure that are tried last."""

    def _told(self, before: Span, q: Quantity) -> str | None:
        """通报了403起: the two signs before a count, where nothing else says what it is."""
        match = re.search("(?!全[国省市县区村])[\u4e00-\u9fff]{2}(?=了?$)", self.text[before.start : before.end])
        return match.group() if match and q.unit != "%" else None

    def _hollow(self, phrase: Span) -> bool:
        """Whether a phrase names nothing that can be measured: 一笔, 减到, a sign cut off from its word."""
        words, table = self.text[phrase.start : phrase.end], rules("figures")
        moves = "|".join(sorted((*table["link"]["move"], "调", "提"), key=lambda w: (-len(w), w)))
        return (
            re.fullmatch(
                f"[一两这该每]?[笔项批份种款个家类家场]|(?:第[一二三四五六七八九十\\d]+|首|新一|上一|头一)批|(?:{moves})[了到至为成]?|[国会提建调达通]|共?有|全年|当[年月日]|每年|(?:带来|创造|实现|形成|产生|贡献)年|[我他她]们",
                words,
            )
            is not None
        )

    def _built(self, before: Span) -> str | None:
        """甲站已建成30万个: the noun phrase before a verb that takes what is counted as its object."""
        end = self.words.linked(before)
        verb = re.search(f"(?:{'|'.join(rules('figures')['carrier']['words'])})$", self.text[before.start : end])
        if verb is None or verb.start() < 4:
            return None
        phrase = left_phrase(self.words, Span(before.start, before.start + verb.start()))
        if phrase is None or phrase.end - phrase.start < 4 or self._is_name(phrase):
            return None
        self.source = "left"
        return self.text[phrase.start : phrase.end]

    def _before_clause(self, start: int, q: Quantity) -> str | None:
        """展览面积创新高，达到36.6万平方米: what the clause before names, where this one is but a verb."""
        begin = start + (self.text[start : start + 1] == "正")
        if self.text[start - 1 : start] != "，" or self.words.linked(Span(begin, self._hedged(q))) > begin:
            return None
        if q.unit == "%" and self.text[self._hedged(q) - 1] == "有":
            return None  # 增速与上月持平，有六成产品实现增长
        head = self._clause(start - 1, max(0, start - 40))
        tail = rules("figures")["measure"]["tail"]
        found = re.match(f"[^\\d，。；]{{0,8}}?{tail}", self.text[head : start - 1])
        if found is None and re.fullmatch(f"[^\\d，。；]{{2,28}}{tail}", self.text[head : start - 1]):
            what = left_phrase(self.words, Span(head, start - 1))
            return self.text[what.start : what.end] if what is not None and what.end - what.start > 1 else None
        if found is None and (moved := _REACHED.search(self.text, head, start - 1)):
            what = left_phrase(self.words, Span(head, moved.start()))
            return self.text[what.start : what.end] if what is not None and what.end - what.start > 1 else None
        return found.group() if found and self.text[head - 1] in "，。；\n：” " else None

    def _causes(self, left: Span) -> bool:
        """Whether a phrase only says what did it, or where (强震已造成…, 受灾地区有…)."""
        return (
            re.search("(?:造成|导致|致使?|地区|灾区)$|^(?:死亡|受伤|失踪|遇难)$", self.text[left.start : left.end])
            is not None
        )

    def _exclaimed(self, q: Quantity, span: Span) -> str | None:
        """3268.7万人！这是我国脱贫劳动力的务工规模: the sentence behind a bare number says what it is."""
        if re.fullmatch("[^\u4e00-\u9fff]*(?:超过?|近|约|突破)?", self.text[span.start : q.span.start]) is None:
            return None
        told = re.compile("[！。，]这(?:就|正)?是(?P<what>(?:截至[^，。]{2,12}，)?[^，。；！]{3,40})").match(
            self.text, q.span.end
        )
        phrase = left_phrase(self.words, Span(*told.span("what"))) if told else None
        return self.text[phrase.start : phrase.end] if phrase is not None and phrase.end - phrase.start >= 2 else None

    def _suffered(self, q: Quantity) -> str | None:
        """725人因禁毒不力被问责, 22人死亡: what happened to those counted."""
        hurt = "死亡|受伤|失踪|遇难|丧生|下落不明|伤亡|受灾"
        match = re.compile(f"{hurt}|(?:因[^，。；、]{{2,14}})?被[^，。；、\\d]{{1,8}}(?=[，。；])").match(
            self.text, q.span.end
        )
        return match.group() if match and q.unit in ("人", "名", "位", "家", "件", "起", "个", None) else None

    def _paid(self, before: Span, q: Quantity) -> str | None:
        """挣了10000元: the verb of a sum that nothing else names."""
        if q.unit in ("CNY", "USD", "HKD", "EUR") and self.text.endswith(("现报", "收报", "最新报"), 0, q.span.start):
            return "股价"
        match = re.search(
            "(?:净?(?:卖出|买入|流入|流出)|挣|赚|卖|花|罚款?|捐赠?|借|付|省|投入|投资|筹集|募集|筹措|整合|拨付|下达|亏损?|盈利|补贴|奖励|销售|成交|交易|签约|采购|出口|进口|创收|增收|让利|减免|减负|减税|降费|节约|节省|融资|拨款)(?:了|出)?$",
            self.text[before.start : before.end],
        )
        return re.sub("了$|(?<![卖流])出$", "", match.group()) if match and q.unit in ("CNY", "USD") else None

    def _is_name(self, span: Span) -> bool:
        """Whether a phrase is just the name of somebody."""
        return any(
            isinstance(i, Reference) and i.span.start <= span.start and span.end <= i.span.end for i in self.items
        )
