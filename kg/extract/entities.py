"""One article's things: which names mean the same, which phrase means which of them.

Mentions become entities by equal names, gazetteer entries, stated short forms (以下简称…), and short
forms that one reading alone allows. Phrases such as 本次活动 or 该市 become references.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from kg.extract._aliases import Group, clash, same
from kg.extract._found import Found
from kg.extract._names import bare, variants
from kg.lexicon import Entry, Lexicon
from kg.model import Article, Kind, LocalEntity, Mention, Reference
from kg.rules import rules

NEEDS = ("mentions", "inner")
MAKES = ("entities", "references")


def extract(article: Article, found: Found) -> None:
    """Add the entities of an article and a reference for each mention of them."""
    groups = _grouped(article, found)
    for one, other in same(article, groups, found.lexicon):
        a, b = one.top(), other.top()
        if a is not b and not (a.kind == b.kind == "Event" and clash(groups, a, b)):
            b.parent = a
    clusters: dict[int, list[Group]] = defaultdict(list)
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


def _grouped(article: Article, found: Found) -> list[Group]:
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
        if kind == "Place" and _meant_otherwise(surface, entries, by_surface, found.lexicon):
            entries = ()
        subkind = next((m.subkind for m in mentions if m.kind == kind and m.subkind), None)
        groups.append(Group(surface, kind, mentions, entries, subkind))
    groups.sort(key=lambda group: group.first)
    return groups


def _entries(surface: str, kind: Kind, lexicon: Lexicon) -> tuple[Entry, ...]:
    """Entries of a surface; 中方 and 俄方 are the countries."""
    if kind == "Place" and len(surface) == 2 and surface[1] == "方":
        return lexicon.get(surface[0], "Place")
    return lexicon.get(surface, kind)


def _meant_otherwise(
    surface: str, entries: tuple[Entry, ...], by_surface: dict[str, list[Mention]], lexicon: Lexicon
) -> bool:
    """Whether 阿方 means no country that it usually does, as the article names another of that sign (阿根廷)."""
    if len(surface) > 2 or (len(surface) == 2 and surface[1] != "方"):
        return False
    if not entries or any(other in by_surface for e in entries for other in e.surfaces if len(other) > 1):
        return False
    longer = (other for other in by_surface if len(other) > 2 and other[0] == surface[0])
    return any(e.subkind == "country" for other in longer for e in lexicon.get(other, "Place"))


def _named_otherwise(surface: str, kind: Kind, by_surface: dict[str, list[Mention]], lexicon: Lexicon) -> bool:
    """Whether an inner name's gazetteer entry is already named by another of its surfaces."""
    return any(other in by_surface for entry in lexicon.get(surface, kind) for other in entry.surfaces)


def _fits(entry: Entry, surface: str, by_surface: dict[str, list[Mention]]) -> bool:
    """Whether an entry may be meant: an unsure surface needs another of its surfaces in the article."""
    if surface not in entry.unsure:
        return True
    return any(other != surface and other in by_surface for other in entry.surfaces) or surface == entry.name


def _entity(name: str, cluster: Sequence[Group]) -> LocalEntity:
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
