"""Which surfaces of an article mean one thing: equal spellings, gazetteer entries, stated and short forms."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kg.extract._names import abbreviates, bare, edition, endings, other_edition, series, spelling, variants
from kg.lexicon import Entry, Lexicon
from kg.model import Article, Kind, Mention
from kg.rules import rules


@dataclass(slots=True)
class Group:
    """Mentions of one surface, on the way to an entity."""

    surface: str
    kind: Kind
    mentions: list[Mention]
    entries: tuple[Entry, ...] = ()
    subkind: str | None = None
    parent: "Group | None" = None
    extra: set[str] = field(default_factory=set)

    def top(self) -> "Group":
        group = self
        while group.parent is not None:
            group = group.parent
        return group

    @property
    def first(self) -> int:
        return self.mentions[0].span.start


def same(article: Article, groups: Sequence[Group], lexicon: Lexicon) -> Iterator[tuple[Group, Group]]:
    """Pairs of groups that mean one thing, the fuller name first."""
    by_kind: dict[Kind, list[Group]] = defaultdict(list)
    for group in groups:
        by_kind[group.kind].append(group)
    yield from _stated(article, groups)
    yield from _across(groups, lexicon)
    for kind, members in sorted(by_kind.items()):
        ordered = sorted(members, key=lambda group: (-len(group.surface), group.first))
        yield from _by_entry(ordered)
        yield from _spelt(ordered)
        if kind == "Event":
            yield from _by_series(ordered, lexicon)
        if kind == "Place":
            yield from _by_side(ordered)
        for short in ordered:
            full = [
                group
                for group in ordered
                if group is not short and _short_of(short, group, kind) and not _beside(article, short, group)
            ]
            chosen = _choose(short, full)
            if chosen is not None:
                yield chosen, short


def _across(groups: Sequence[Group], lexicon: Lexicon) -> Iterator[tuple[Group, Group]]:
    """阿里平台 is 阿里巴巴 where the article names that company and no platform of the name exists."""
    companies = {entry: group for group in groups if group.kind == "Organization" for entry in group.entries}
    for group in groups:
        if group.kind != "Platform" or group.entries:
            continue
        for variant in variants(group.surface, "Platform"):
            owner = next((companies[e] for e in lexicon.get(bare(variant), "Organization") if e in companies), None)
            if owner is not None:
                yield owner, group
                break


def _spelt(groups: Sequence[Group]) -> Iterator[tuple[Group, Group]]:
    """Groups that are one name in two spellings, or whose one surface glosses the other (甲协定（乙）)."""
    owner: dict[str, Group] = {}
    for group in groups:
        first = owner.setdefault(spelling(group.surface), group)
        if first is not group:
            yield first, group
    for group in groups:
        if not re.fullmatch("(.{4,})（([^（）]{2,12})）", group.surface):
            continue
        for variant in variants(group.surface, group.kind):
            other = owner.get(spelling(variant))
            if other is not None and other is not group:
                yield group, other


def _by_entry(groups: Sequence[Group]) -> Iterator[tuple[Group, Group]]:
    """Groups whose surfaces belong to one gazetteer entry."""
    owner: dict[tuple[str, str | None], Group] = {}
    for group in groups:
        if len(group.entries) == 1:
            entry = group.entries[0]
            first = owner.setdefault((entry.name, entry.code), group)
            if first is not group:
                yield first, group


def _by_series(groups: Sequence[Group], lexicon: Lexicon) -> Iterator[tuple[Group, Group]]:
    """Editions of one series under its full and its short name: 第139届广交会."""
    known: list[tuple[Group, str, tuple[str | None, str | None]]] = []
    for group in groups:
        entries = lexicon.get(series(group.surface), "Event")
        if len(entries) != 1:
            continue
        mine = edition(group.surface)
        for other, name, theirs in known:
            if name == entries[0].name and all(
                a is None or b is None or a == b for a, b in zip(mine, theirs, strict=True)
            ):
                yield other, group
                break
        known.append((group, entries[0].name, mine))


def _by_side(groups: Sequence[Group]) -> Iterator[tuple[Group, Group]]:
    """A country by the sign that its side has in talks: 阿方 where Argentina alone is named."""
    countries = [group for group in groups if any(entry.subkind == "country" for entry in group.entries)]
    for side in groups:
        if side.surface[1:] not in ("", "方") or side.entries:
            continue
        named = {group.entries: group for group in countries if group.surface[0] == side.surface[0]}
        if len(named) == 1:
            yield next(iter(named.values())), side


def _stated(article: Article, groups: Sequence[Group]) -> Iterator[tuple[Group, Group]]:
    """A（以下简称B）, A（B）, A，简称B: the text itself says that B is short for A."""
    owner = {mention.span.start: (group, mention) for group in groups for mention in group.mentions}
    ends = {mention.span.end: group for group in groups for mention in group.mentions}
    pattern = re.compile("(?:”)?(?:（|，)?(?:以?下?简?称(?:为|“)?|又称|也称|即|简称)?[“：]?")
    for end, full in sorted(ends.items()):
        match = pattern.match(article.plain, end)
        if not match or match.end() == end:
            continue
        after = owner.get(match.end())
        if after is None:
            continue
        short, mention = after
        glue = match.group()
        closed = article.plain[mention.span.end : mention.span.end + 2].lstrip("”")[:1] == "）"
        stated = "称" in glue or (glue.endswith("（") and closed and mention.text.isascii())
        if stated and short is not full and short.kind in (full.kind, "Policy", "Organization", "Platform", "Event"):
            yield full, short


def _beside(article: Article, one: Group, other: Group) -> bool:
    """Whether two names are listed side by side, so that they mean two things (美国航空公司和美国西南航空公司)."""
    ends = {mention.span.end for group in (one, other) for mention in group.mentions}
    starts = {mention.span.start for group in (one, other) for mention in group.mentions}
    return any(article.plain[end : end + 1] in ("和", "与", "、") and end + 1 in starts for end in ends)


def _short_of(short: Group, full: Group, kind: Kind) -> bool:
    """Whether one surface can be the short form of another of the same kind."""
    a, b = short.surface, full.surface
    if a == b or (len(a) >= len(b) and kind != "Person"):
        return False
    if short.entries and full.entries and not set(short.entries) & set(full.entries):
        return False
    return a in {bare(variant) for variant in variants(b, kind)} or _TESTS[kind](a, b)


def _short_event(a: str, b: str) -> bool:
    if other_edition(a) or other_edition(b):
        return False
    if any(bare(v) == b for v in variants(a, "Event")):
        return True
    (year_a, number_a), (year_b, number_b) = edition(a), edition(b)
    if (year_a and year_a != year_b) or (number_a and number_a != number_b):
        return False
    stem_a, stem_b = series(a).removesuffix("活动"), series(b).removesuffix("活动")
    if len(stem_a) < 2:
        return False
    if stem_a == stem_b:
        return True
    rest = stem_b.removeprefix(stem_a)
    if rest != stem_b and re.search(rules("events")["part"]["of"], rest):
        return False  # 甲博会新闻发布会 is not 甲博会, but about it or a part of it
    tail = stem_b.endswith(stem_a) and (len(stem_a) >= 3 or stem_a in ("展会", "峰会", "论坛", "年会", "晚会", "全会"))
    sort = endings("Event").fullmatch(stem_a) is not None  # 采购会 is no short form of 采购商发布会
    return tail or (not sort and abbreviates(stem_a, stem_b))


def _short_organization(a: str, b: str) -> bool:
    if b.endswith(a) and len(a) >= 2:
        head = b[: -len(a)]
        return len(a) >= 3 and not re.search("(?:分公司|支行|分局|公司|集团)$", head)
    if b.startswith(a) and len(a) >= 2:
        return re.fullmatch(rules("names")["tail"]["organization"], b[len(a) :]) is not None
    if a.endswith(("公司", "集团", "局", "厅", "委", "部", "会", "社", "院", "大学", "组织")) or len(a) >= 3:
        return len(a) * 3 >= len(b) and abbreviates(a, b)
    return False


def _short_place(a: str, b: str) -> bool:
    if b.startswith(a) and b[len(a) :] in rules("names")["tail"]["place"]:
        return True
    return b.endswith(a) and len(a) >= 4 and not b.startswith(("中国", "对俄"))


def _short_platform(a: str, b: str) -> bool:
    return b in ("手机" + a, a + "平台", a + "网", a + "商城") or (a == "班列" and b.endswith(a))


def _short_person(a: str, b: str) -> bool:
    parts = b.split("·")
    if len(parts) > 1:
        return a in parts or b.startswith(a + "·") or b.endswith("·" + a)
    return a[0] == b[0] and a[1:] in rules("people")["title"]["words"]


def _short_product(a: str, b: str) -> bool:
    return b.endswith(a) and len(a) >= 3


def _short_policy(a: str, b: str) -> bool:
    if b.startswith(a) and len(a) >= 4:
        return re.fullmatch(rules("names")["tail"]["policy"], b[len(a) :]) is not None
    return (len(a) >= 4 and b.endswith(a)) or (len(a) >= 5 and abbreviates(a, b))


def _short_award(a: str, b: str) -> bool:
    return b.endswith(a) and len(a) >= 4


_TESTS = {
    "Event": _short_event,
    "Organization": _short_organization,
    "Place": _short_place,
    "Platform": _short_platform,
    "Person": _short_person,
    "Product": _short_product,
    "Policy": _short_policy,
    "Award": _short_award,
}


def _choose(short: Group, full: Sequence[Group]) -> Group | None:
    """The one group a short form means: the only one, else the one named last before it."""
    tops = {id(group.top()): group for group in full}
    if len(tops) <= 1:
        return next(iter(tops.values()), None)
    before = [group for group in full if group.first < short.first]
    if not before:
        return min(full, key=lambda group: (len(group.surface), group.first))
    return max(before, key=lambda g: max(m.span.start for m in g.mentions if m.span.start < short.first))


def clash(groups: Sequence[Group], one: Group, other: Group) -> bool:
    """Whether two clusters hold names of different editions (第六届文博会, 第七届文博会)."""
    told = [[edition(group.surface) for group in groups if group.top() is top] for top in (one, other)]
    return any(
        a is not None and b is not None and a != b
        for mine in told[0]
        for theirs in told[1]
        for a, b in zip(mine, theirs, strict=True)
    )
