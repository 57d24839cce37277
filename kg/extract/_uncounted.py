"""Numbers that are no figures: they sum up a list, say what sort is counted, or count nothing."""

import re

from kg.extract._fallbacks import Fallbacks
from kg.model import Quantity, Span
from kg.rules import rules


class Uncounted(Fallbacks):
    """Adds what is no figure."""

    def _counts_nothing(self, right: Span | None, q: Quantity) -> bool:
        noun = self.text[right.start : right.end] if right else self.text[q.span.end : q.span.end + 3]
        table = rules("figures")["nothing"]
        if noun.startswith(tuple(table["words"])):
            return True
        if (
            re.match("(?:指标|数据|数字)?(?:均|都|同时|双双|分别(?=占|为|达))", self.text[q.span.end :][:6])
            and q.value <= 5
        ):
            return True  # 两项均增长
        if right is None and re.match(table["together"], self.text[q.span.end :]) and q.value <= 15:
            return True
        small = q.value <= 12 and not q.text[0].isdigit()
        after = self.text[q.span.end : q.span.end + 1 + len(noun)]
        return small and (noun in table["whole"] or after.endswith(("：", "——")))

    def _is_sum(self, q: Quantity) -> bool:
        """Whether a small count only sums up the list before it (五国, 三个领域); 两国 is no count at all."""
        if q.value != int(q.value) or not 2 <= q.value <= 30:
            return False
        if q.unit in ("国", "省", "市", "县", "州") and re.match(
            f"[^，。；]{{0,4}}?{rules('figures')['measure']['tail']}[^，。；]{{0,3}}\\d",
            self.text[q.span.end : q.span.end + 20],
        ):
            return True  # 内地9市进出口7.5万亿元: whose the figure is
        if q.unit in ("种", "类", "大类") and re.match(
            f"[^，。；]{{0,8}}?{rules('figures')['measure']['tail']}[^，。；\\d]{{0,8}}\\d",
            self.text[q.span.end :][:28],
        ):
            return True  # 8种重点商品出口额增长9%
        if q.value > 15:
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
        rest = self.text[q.span.end : after]
        if q.unit not in ("CNY", "USD", "%", None):
            bound = self.text[: q.span.end].endswith(("以上", "以下")) or re.match("及?以[上下]", rest) is not None
            return bound and re.match("(?:及?以[上下])?的?[^，。；、\\d]{1,16}\\d", rest) is not None
        if q.unit == "%":
            return False
        if q.unit is None and not self.text[: q.span.end].endswith("以上"):
            return False
        sort = re.match("以上|以下|及以上|级", rest) or self.text[: q.span.end].endswith(("以上", "以下"))
        large = re.match("[^的，]{0,6}(?:项目|企业|品牌)", rest) and q.qualifier == "over"  # 超50亿美元项目
        if not sort and not large and re.search("\\d", rest) is None:
            return False  # 签下价值7.2亿元的订单
        return (
            re.match(
                "(?:以上|以下|及以上)?的?[^，。；、]{0,8}(?:项目|企业|产业|品牌|单品|家庭|人群|客户|用户|城市|订单)",
                rest,
            )
            is not None
        )
