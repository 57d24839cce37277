"""One article's things: which names mean the same, which phrase means which of them.

Mentions become entities by equal names, gazetteer entries, stated short forms (以下简称…), and short
forms that one reading alone allows. Phrases such as 本次活动 or 该市 become references.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kg.extract._found import Found
from kg.extract._names import abbreviates, bare, edition, endings, other_edition, series, spelling, variants
from kg.lexicon import Entry, Lexicon
from kg.model import Article, Kind, LocalEntity, Mention, Reference
from kg.rules import rules

NEEDS = ("mentions", "inner")
MAKES = ("entities", "references")


@dataclass(slots=True)
class _Group:
    """Mentions of one surface, on the way to an entity."""

    surface: str
    kind: Kind
    mentions: list[Mention]
    entries: tuple[Entry, ...] = ()
    subkind: str | None = None
    parent: "_Group | None" = None
    extra: set[str] = field(default_factory=set)

    def top(self) -> "_Group":
        group = self
        while group.parent is not None:
            group = group.parent
        return group

    @property
    def first(self) -> int:
        return self.mentions[0].span.start


def extract(article: Article, found: Found) -> None:
    """Add the entities of an article and a reference for each mention of them."""
    groups = _grouped(article, found)
    for one, other in _same(article, groups, found.lexicon):
        a, b = one.top(), other.top()
        if a is not b and not (a.kind == b.kind == "Event" and _clash(groups, a, b)):
            b.parent = a
    clusters: dict[int, list[_Group]] = defaultdict(list)
    for group in groups:
        clusters[id(group.top())].append(group)
    ordered = sorted(clusters.values(), key=lambda cluster: min(group.first for group in cluster))
    for number, cluster in enumerate(ordered, 1):
        entity = _entity(f"e{number}", cluster)
        found.entities.append(entity)
        own = {mention.span for mention in found.mentions}
        site = entity.kind == "Place" and entity.subkind in ("facility", "zone")
        found.references.extend(
            Reference(mention.span, entity.id, entity.kind, "name.site" if site else "name")
            for mention in entity.mentions
            if mention.span in own
        )
    found.references.sort(key=lambda reference: reference.span)


def _clash(groups: Sequence[_Group], one: _Group, other: _Group) -> bool:
    """Whether two clusters hold names of different editions (第六届文博会, 第七届文博会)."""
    told = [[edition(group.surface) for group in groups if group.top() is top] for top in (one, other)]
    return any(
        a is not None and b is not None and a != b
        for mine in told[0]
        for theirs in told[1]
        for a, b in zip(mine, theirs, strict=True)
    )


def _grouped(article: Article, found: Found) -> list[_Group]:
    """Mentions by surface; one kind for each surface, by the weight of its mentions."""
    by_surface: dict[str, list[Mention]] = defaultdict(list)
    for mention in found.mentions:
        by_surface[bare(article.plain[mention.span.start : mention.span.end])].append(mention)
    for item in found.inner:
        surface = bare(article.plain[item.inner.span.start : item.inner.span.end])
        if (
            len(surface) > 1
            and surface not in by_surface
            and not _named_otherwise(surface, item.inner.kind, by_surface, found.lexicon)
        ):
            by_surface[surface].append(item.inner)
    groups = []
    for surface, mentions in sorted(by_surface.items()):
        weights: Counter[Kind] = Counter()
        for mention in mentions:
            weights[mention.kind] += mention.confidence  # type: ignore[assignment]
        kind = min(weights, key=lambda k: (-weights[k], k))
        entries = tuple(e for e in _entries(surface, kind, found.lexicon) if _fits(e, surface, by_surface))
        subkind = next((m.subkind for m in mentions if m.kind == kind and m.subkind), None)
        groups.append(_Group(surface, kind, mentions, entries, subkind))
    groups.sort(key=lambda group: group.first)
    return groups


def _entries(surface: str, kind: Kind, lexicon: Lexicon) -> tuple[Entry, ...]:
    """Entries of a surface; 中方 and 俄方 are the countries."""
    if kind == "Place" and len(surface) == 2 and surface[1] == "方":
        return lexicon.get(surface[0], "Place")
    return lexicon.get(surface, kind)


def _named_otherwise(surface: str, kind: Kind, by_surface: dict[str, list[Mention]], lexicon: Lexicon) -> bool:
    """Whether an inner name's gazetteer entry is already named by another of its surfaces."""
    return any(other in by_surface for entry in lexicon.get(surface, kind) for other in entry.surfaces)


def _fits(entry: Entry, surface: str, by_surface: dict[str, list[Mention]]) -> bool:
    """Whether an entry may be meant: an unsure surface needs another of its surfaces in the article."""
    if surface not in entry.unsure:
        return True
    return any(other != surface and other in by_surface for other in entry.surfaces) or surface == entry.name


# Which groups are the same ---------------------------------------------------------------------------


def _same(article: Article, groups: Sequence[_Group], lexicon: Lexicon) -> Iterator[tuple[_Group, _Group]]:
    """Pairs of groups that mean one thing, the fuller name first."""
    by_kind: dict[Kind, list[_Group]] = defaultdict(list)
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
        for short in ordered:
            full = [group for group in ordered if group is not short and _short_of(short, group, kind)]
            chosen = _choose(short, full)
            if chosen is not None:
                yield chosen, short


def _across(groups: Sequence[_Group], lexicon: Lexicon) -> Iterator[tuple[_Group, _Group]]:
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


def _spelt(groups: Sequence[_Group]) -> Iterator[tuple[_Group, _Group]]:
    """Groups that are one name in two spellings, or whose one surface glosses the other (甲协定（乙）)."""
    owner: dict[str, _Group] = {}
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


def _by_entry(groups: Sequence[_Group]) -> Iterator[tuple[_Group, _Group]]:
    """Groups whose surfaces belong to one gazetteer entry."""
    owner: dict[tuple[str, str | None], _Group] = {}
    for group in groups:
        if len(group.entries) == 1:
            entry = group.entries[0]
            first = owner.setdefault((entry.name, entry.code), group)
            if first is not group:
                yield first, group


def _by_series(groups: Sequence[_Group], lexicon: Lexicon) -> Iterator[tuple[_Group, _Group]]:
    """Editions of one series under its full and its short name: 第139届广交会."""
    known: list[tuple[_Group, str, tuple[str | None, str | None]]] = []
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


def _stated(article: Article, groups: Sequence[_Group]) -> Iterator[tuple[_Group, _Group]]:
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


def _short_of(short: _Group, full: _Group, kind: Kind) -> bool:
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


def _choose(short: _Group, full: Sequence[_Group]) -> _Group | None:
    """The one group a short form means: the only one, else the one named last before it."""
    tops = {id(group.top()): group for group in full}
    if len(tops) <= 1:
        return next(iter(tops.values()), None)
    before = [group for group in full if group.first < short.first]
    if not before:
        return min(full, key=lambda group: (len(group.surface), group.first))
    return max(before, key=lambda g: max(m.span.start for m in g.mentions if m.span.start < short.first))


# Entities ----------------------------------------------------------------------------------------------


def _entity(name: str, cluster: Sequence[_Group]) -> LocalEntity:
    """An entity out of its groups: the fullest name, all surfaces, the kind that weighs most."""
    mentions = sorted((m for group in cluster for m in group.mentions), key=lambda m: m.span)
    weights: Counter[Kind] = Counter()
    for group in cluster:
        weights[group.kind] += sum(mention.confidence for mention in group.mentions)  # type: ignore[assignment]
    kind = min(weights, key=lambda k: (-weights[k], k))
    surfaces: dict[str, None] = dict.fromkeys(mention.text for mention in mentions)
    full = max((s for s in surfaces), key=lambda s: (_fullness(s), -list(surfaces).index(s)))
    aliases = dict.fromkeys(s for s in surfaces if s != full)
    for surface in list(surfaces):
        for variant in variants(surface, kind):
            if variant != full and len(variant) >= 2:
                aliases.setdefault(variant)
    entry = next((e for group in cluster for e in group.entries), None)
    subkind = (entry.subkind if entry else None) or next((group.subkind for group in cluster if group.subkind), None)
    subkind = subkind or subkind_of(full, kind)
    confidence = 1.0
    for mention in mentions:
        confidence *= 1 - min(mention.confidence, 0.99)
    return LocalEntity(
        id=name,
        kind=kind,
        subkind=subkind,
        name=full,
        aliases=tuple(aliases),
        mentions=tuple(mentions),
        kinds=tuple(sorted({group.kind for group in cluster} - {kind})),
        confidence=round(1 - confidence, 4),
    )


def subkind_of(name: str, kind: Kind) -> str | None:
    """Sub-kind of a thing by what its name ends in."""
    for block in rules("names")["subkind"].get(kind, ()):
        if re.search(block["pattern"], bare(name)):
            return str(block["is"])
    return None


def _fullness(surface: str) -> int:
    """Length of a name, marks aside; deictic heads (我国, 本届…) count for little."""
    if surface in ("我国", "中方", "我省", "我市", "我县", "我区"):
        return 1
    return len(bare(surface))
