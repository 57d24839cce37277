"""Whom a figure is about: the subject of its clause, carried over from before, or what the story is about."""

import re
from bisect import bisect_left
from collections.abc import Sequence

from kg.extract._found import Found
from kg.extract._skeleton import Item, owned
from kg.model import Article, Quantity, Reference, Span, Token
from kg.rules import rules

KINDS = ("Place", "Organization", "Event", "Platform", "Product", "Person")

Subject = tuple[str | None, str | None]

_PREPOSITIONS = (
    "对", "与", "和", "向", "从", "在", "由", "据", "给", "把", "跟", "同", "通过", "联合", "会同", "携手", "协同", "对接", "来自", "邀请", "走进", "等", "到", "往", "以", "为", "将", "被",
)  # fmt: skip


class Subjects:
    """Finds subjects in an article."""

    def __init__(self, article: Article, found: Found, items: Sequence[Item], tokens: Sequence[Token]) -> None:
        self.text = article.plain
        self.found = found
        self.items = items
        self.entities = {entity.id: entity for entity in found.entities}
        self._verbs = {token.span.end for token in tokens if token.tag == "v"}

    def named(self, area: Span, inside: Sequence[Item]) -> Subject | None:
        """The first name in a stretch that a figure can be about; several joined by 与 are one group."""
        for item in inside:
            if not isinstance(item, Reference) or item.span not in area or item.kind not in KINDS:
                continue
            if (
                self.adverbial(item, inside)
                or self.reports(item)
                or self.attributive(item)
                or self.object(item, area.start)
            ):
                continue
            name = self.entities[item.entity].name
            joined = re.match("(?:与|和|同|—|-)", self.text[item.span.end : item.span.end + 1])
            partner = next((o for o in inside if isinstance(o, Reference) and o.span.start == item.span.end + 1), None)
            if joined and partner is not None and partner.kind == item.kind:
                name = f"{name}{joined.group()}{self.entities[partner.entity].name}"
            return name, item.entity
        return None

    def wide(self, area: Span) -> Subject | None:
        """全国, 我国 and 全球 as the subject of a figure."""
        match = re.search(
            "(?<![占高低于比出过])(?<!占到)(?<!占了)(?:全国|我国|全球|国内)(?!平均|各地|首|生产总值)",
            self.text[area.start : area.end],
        )
        if match is None:
            return None
        return match.group(), None if match.group() == "全球" else self.china()

    def china(self) -> str | None:
        """The entity that is China, if the article names it."""
        names = {"中国", "我国", "中方"}
        return next((e.id for e in self.found.entities if e.kind == "Place" and names & {e.name, *e.aliases}), None)

    def shown_at(self, q: Quantity, end: int, inside: Sequence[Item]) -> Subject | None:
        """The event that those counted come to (45个国家的企业将参展本届博览会)."""
        for item in inside:
            if not isinstance(item, Reference) or item.kind != "Event" or not q.span.end <= item.span.start < end:
                continue
            if re.search("参展|参加|参与|亮相|入驻|出席", self.text[q.span.end : item.span.start]):
                return self.entities[item.entity].name, item.entity
        return None

    def told(self, q: Quantity, clause: Span, end: int, inside: Sequence[Item]) -> Subject | None:
        """What the figure's own clause names."""
        return self.shown_at(q, end, inside) or self.named(clause, inside) or self.wide(clause)

    def event_before(self, at: int, *, since_figure: bool) -> str | None:
        """The event named last before a place; with `since_figure`, only if no figure was told since."""
        for item in reversed(self.items):
            if item.span.start >= at:
                continue
            if since_figure and isinstance(item, Quantity):
                return None
            if isinstance(item, Reference) and item.kind == "Event" and not self.conference(item.entity):
                return item.entity
        return None

    def conference(self, entity: str) -> bool:
        """Whether an event only is where figures are told."""
        return re.search("(?:发布会|会议|例会|吹风会)$", self.entities[entity].name) is not None

    def default(self) -> Subject:
        """The main event of a story, else the country."""
        main = self.found.main_event
        if main is not None and not self.conference(main):
            return self.entities[main].name, main
        china = self.china()
        return (self.entities[china].name if china else "全国"), china

    def adverbial(self, item: Reference, inside: Sequence[Item]) -> bool:
        """Whether a name, or the list it stands in, only says where, with whom or from whom."""
        start = item.span.start
        for n in range(bisect_left(inside, start, key=lambda i: i.span.start) - 1, -1, -1):
            other = inside[n]
            if other.span.end > item.span.start:
                continue
            if self.text[other.span.end : start] not in ("、", "和", "与", "及", "以及"):
                break
            start = other.span.start
        if self.text[max(0, start - 2) : start].endswith(_PREPOSITIONS):
            return True
        return re.match("\\d{1,2}月\\d{1,2}日[电讯]", self.text[item.span.end : item.span.end + 8]) is not None

    def reports(self, item: Reference) -> bool:
        """Whether somebody only tells the figure (海关总署发布数据), as ministries, media and speakers do."""
        entity = self.entities[item.entity]
        if entity.subkind == "media" or (item.kind == "Event" and re.search("(?:发布会|例会)$", entity.name)):
            return True
        if item.kind not in ("Organization", "Person"):
            return False
        after = self.text[item.span.end : item.span.end + 30]
        said = rules("statements")["verb"]["pattern"]
        if re.match(f"[^，。；]{{0,24}}?(?:{said}|数据|统计|发布|公布|获悉|了解到|监测|预测|测算|的?消息)", after):
            return True
        if entity.subkind != "government" or re.match("已|共|全年|系统|罚|查|办|批", after):
            return False
        return re.search("(?:部|总署|总局|统计局|司|委员会|国务院|局|署)$", entity.name) is not None

    def attributive(self, item: Reference) -> bool:
        """Whether a place only says whose goods or firms are meant (俄罗斯商品)."""
        return item.kind == "Place" and owned(self.text, item.span.end)

    def object(self, item: Reference, start: int) -> bool:
        """Whether a name is the object of the verb before it (通达欧洲25个国家)."""
        return item.span.start in self._verbs and item.span.start - start >= 2
