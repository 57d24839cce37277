"""Belonging: relations that names show by themselves, chains of places, and what gazetteers know."""

import itertools
import re
from collections.abc import Iterator

from kg.extract._found import Found
from kg.extract._index import Index, index
from kg.model import Article, Claim, Kind, LocalEntity, Reference, Span
from kg.rules import rules
from kg.text import plain

NEEDS = ("anaphora", "inner")
MAKES = ("belonging",)

_CONFIDENCE = {
    "inner.branch": 0.95,
    "inner.mission": 0.95,
    "inner.mission.china": 0.93,
    "inner.department": 0.95,
    "inner.seat": 0.85,
    "inner.ceremony": 0.95,
    "inner.host": 0.8,
    "inner.committee": 0.9,
    "inner.policy": 0.85,
    "inner.quoted": 0.9,
    "inner.whole": 0.88,
    "inner.meeting": 0.85,
    "inner.event": 0.85,
    "inner.owner": 0.85,
    "inner.zone": 0.85,
    "inner.site": 0.85,
    "inner.product": 0.9,
    "inner.maker": 0.85,
    "inner.platform": 0.85,
}


def extract(article: Article, found: Found) -> None:
    """Add the claims that need no verb."""
    known = index(found)
    found.claims.extend(_inner(found, known))
    found.claims.extend(_homes(article, found, known))
    found.claims.extend(_chains(article, found, known))
    found.claims.extend(_daughters(article, found, known))
    found.claims.extend(_gazetteer(found, known))
    found.claims.extend(_blocs(article, found, known))


def _inner(found: Found, known: Index) -> Iterator[Claim]:
    for item in (item for item in found.inner if item.predicate):
        outer = known.find(plain(item.outer.text), item.outer.kind)
        kinds: tuple[Kind, ...] = (
            item.inner.kind,
            *(("Organization", "Platform") if item.inner.kind in ("Organization", "Platform") else ()),
        )
        surface = "中国" if item.rule == "inner.mission.china" else plain(item.inner.text)
        inner = known.find(surface, *kinds)
        if outer and inner and outer != inner:
            confidence, predicate = _CONFIDENCE[item.rule], item.predicate
            entry = known.entries.get(outer)
            if item.rule == "inner.site" and entry is not None and entry.subkind in ("province", "city", "county"):
                predicate = "partOf"
            yield Claim(outer, predicate, inner, item.outer.span, item.rule, confidence)


def _homes(article: Article, found: Found, known: Index) -> Iterator[Claim]:
    """甲国的香米、榴莲: goods listed behind the first are of the same place, those that name one of their own aside."""
    homes = {i.outer.span: plain(i.inner.text) for i in found.inner if i.rule == "inner.product"}
    named = {plain(i.outer.text) for i in found.inner if i.rule == "inner.product"}
    home: str | None = None
    for left, right in itertools.pairwise(found.references):
        if left.kind != "Product" or right.kind != "Product":
            home = None
            continue
        surface = homes.get(left.span)
        if surface is not None and article.plain[left.span.start : left.span.end].startswith(f"{surface}的"):
            home = known.find(surface, "Place")
        between = article.plain[left.span.end : right.span.start]
        if between not in ("、", "和", "与", "及", "以及") or article.plain[right.span.start : right.span.end] in named:
            home = None
        if home is not None:
            yield Claim(right.entity, "origin", home, right.span, "inner.listed", 0.85)


def _chains(article: Article, found: Found, known: Index) -> Iterator[Claim]:
    """Places written one after another: 山东省临沂市郯城县郯城街道汉唐花卉基地."""
    references = found.references
    for left, right in itertools.pairwise(references):
        between = article.plain[left.span.end : right.span.start]
        if left.kind != "Place" or between not in ("", "的") or left.entity == right.entity:
            continue
        if between and not re.search("(?:县|镇|乡|村)$", article.plain[right.span.start : right.span.end]):
            continue  # of 甲市的乙镇 and 甲省的乙市 only the first is sure to lie there
        river = re.search("[河江湖海]$", article.plain[left.span.start : left.span.end])
        if river and right.kind == "Place" and _rank(right, known) < _RANK["zone"]:
            continue  # 丙江甲市段: the river runs through the city
        span = Span(left.span.start, right.span.end)
        if right.kind == "Place" and _smaller(left, right, known):
            site = known.entities[right.entity].subkind == "facility"
            yield Claim(right.entity, "location" if site else "partOf", left.entity, span, "chain.place", 0.95)
        elif right.kind == "Organization" and not between and _sits(left, right, known):
            yield Claim(right.entity, "location", left.entity, span, "chain.body", 0.8)  # 甲省乙集团
        elif right.kind == "Place" and article.plain[right.span.start : right.span.end].endswith(("片区", "功能区")):
            yield Claim(right.entity, "partOf", left.entity, span, "chain.place", 0.95)  # 甲自贸试验区乙片区
        elif right.kind == "Place" and right.rule.endswith(".site"):
            yield Claim(right.entity, "location", left.entity, span, "chain.site", 0.9)


def _daughters(article: Article, found: Found, known: Index) -> Iterator[Claim]:
    """甲集团子公司乙公司: the second is the first one's, which the name before it holds."""
    for left, right in itertools.pairwise(found.references):
        surface = article.plain[left.span.start : left.span.end]
        owner = re.fullmatch("(.{2,}?)(?:的)?(?:全资|控股)?(?:子公司|孙公司|附属公司)", surface)
        if owner and left.span.end == right.span.start and left.kind == right.kind == "Organization":
            above = known.find(owner[1], "Organization", "Platform")
            if above is not None and above != right.entity:
                yield Claim(right.entity, "partOf", above, Span(left.span.start, right.span.end), "chain.daughter", 0.9)


_RANK = {
    "region": 0,
    "country": 0,
    "province": 1,
    "city": 2,
    "county": 3,
    "town": 4,
    "zone": 5,
    "village": 5,
    "facility": 6,
}
_ENDINGS = (
    ("自治区", "province"),
    ("省", "province"),
    ("自治州", "city"),
    ("地区", "city"),
    ("县", "county"),
    ("旗", "county"),
    ("镇", "town"),
    ("乡", "town"),
    ("街道", "town"),
    ("苏木", "town"),
    ("村", "village"),
    ("屯", "village"),
    ("社区", "village"),
    ("市", "city"),
    ("区", "county"),
)


def _smaller(left: Reference, right: Reference, known: Index) -> bool:
    """Whether the second place can lie in the first; 甲市乙市 is a city of a county's rank in a greater one."""
    outer, inner = _rank(left, known), _rank(right, known)
    below = plain(known.entities[right.entity].name).endswith("市") and right.entity not in known.entries
    return outer < inner or (outer == inner == _RANK["city"] and below)


def _sits(left: Reference, right: Reference, known: Index) -> bool:
    """Whether a body may sit in the place named right before it: none of the state or the press, of a country only a firm."""
    body, name = known.entities[right.entity], plain(known.entities[left.entity].name)
    own = plain(body.name).startswith(name[:2])
    sorts = ("company", "school") if _rank(left, known) <= _RANK["country"] else ("company", "school", "other", None)
    return body.subkind in sorts and not own and _rank(left, known) <= _RANK["county"]


def _rank(reference: Reference, known: Index) -> int:
    """How far down a place stands: by its gazetteer entry, by its name's ending, by its kind."""
    entry, entity = known.entries.get(reference.entity), known.entities[reference.entity]
    kind = entry.subkind if entry else None
    kind = kind or next((kind for ending, kind in _ENDINGS if plain(entity.name).endswith(ending)), entity.subkind)
    return _RANK["facility" if entity.subkind == "facility" else kind or "zone"]


def _gazetteer(found: Found, known: Index) -> Iterator[Claim]:
    """The nearest named place around a place; the named operator of a platform."""
    for identity, entry in sorted(known.entries.items()):
        entity = known.entities[identity]
        if not entity.mentions:
            continue
        if entry.kind == "Place":
            for above in found.lexicon.ancestors(entry):
                parent = known.by_entry.get((above.name, above.code, "Place"))
                if parent and parent != identity:
                    predicate = "location" if entry.subkind == "facility" else "partOf"
                    yield Claim(identity, predicate, parent, entity.mentions[0].span, "gazetteer.place", 0.98)
                    break
        elif entry.kind == "Platform":
            operator = found.lexicon.parent(entry)
            parent = known.by_entry.get((operator.name, operator.code, operator.kind)) if operator else None
            if parent and parent != identity:
                yield Claim(identity, "operatedBy", parent, entity.mentions[0].span, "gazetteer.operator", 0.95)


def _blocs(article: Article, found: Found, known: Index) -> Iterator[Claim]:
    """Members of a bloc that the article speaks of by its countries (东盟国家, RCEP成员)."""
    behind = re.compile(rules("events")["bloc"]["behind"])
    for group, members in sorted(found.lexicon.members.items()):
        entry = next((e for e in found.lexicon.surfaces.get(group, ()) if e.kind in ("Organization", "Policy")), None)
        if entry is None:
            continue
        bloc = known.by_entry.get((entry.name, entry.code, entry.kind)) or known.find(group, "Organization", "Policy")
        if bloc is None:
            continue
        spans = [m.span for m in known.entities[bloc].mentions]
        cue = next((span for span in spans if behind.match(article.plain, span.end)), None)
        for member in members:
            place = known.find(member, "Place")
            if place is None or not (known.entities[place].subkind in (None, "country") or known.entries.get(place)):
                continue
            treaty = known.entities[bloc].kind == "Policy"
            told = cue or (_listed_in(article, found, known.entities[place]) if treaty else None)
            if told is not None:
                yield Claim(place, "memberOf", bloc, told, "gazetteer.member", 0.85)


def _listed_in(article: Article, found: Found, member: LocalEntity) -> Span | None:
    """The mention of a country in a sentence that speaks of members or of who has begun to carry out a treaty."""
    speaks = re.compile(rules("events")["bloc"]["sentence"])
    for mention in member.mentions:
        for sentence in found.sentences:
            if mention.span in sentence.span and speaks.search(article.plain, sentence.span.start, sentence.span.end):
                return mention.span
    return None
