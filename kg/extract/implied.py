"""What relations imply of one another: where a host holds an event, what a committee's secretary governs."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from kg.extract._discourse import scenes
from kg.extract._found import Found
from kg.extract._index import index
from kg.extract._posts import bare_post
from kg.extract._skeleton import CODES, Skeleton
from kg.extract._titles import fits
from kg.model import Article, Claim, Reference
from kg.rules import rules
from kg.text import plain

NEEDS = ("implied claims",)
MAKES = ("consequences",)


def extract(article: Article, found: Found) -> None:
    """Add what follows; what has already been said is not said again."""
    known = {(claim.subject, claim.predicate, claim.object) for claim in found.claims}
    for step in (_hosts, _locals, _meetings, _shared, _committees, _ceremonies):
        for claim in list(step(found)):
            key = (claim.subject, claim.predicate, claim.object)
            if key not in known and claim.subject != claim.object:
                known.add(key)
                found.claims.append(claim)
    _entitled(found)
    found.claims.extend(_posts(article, found))
    found.claims.extend(_sold(article, found))


def _hosts(found: Found) -> Iterator[Claim]:
    """An event that a province, city or county holds is held there."""
    kinds = {entity.id: entity for entity in found.entities}
    for claim in found.claims:
        host = kinds[claim.object]
        if claim.predicate == "organizer" and host.kind == "Place" and host.subkind not in ("country", "facility"):
            yield Claim(claim.subject, "location", claim.object, claim.evidence, "event.host", 0.78)


def _locals(found: Found) -> Iterator[Claim]:
    """A place that holds a part of an event takes part in the event."""
    kinds = {entity.id: entity for entity in found.entities}
    whole = {claim.subject: claim.object for claim in found.claims if claim.predicate == "subEventOf"}
    organised = {(claim.subject, claim.object) for claim in found.claims if claim.predicate == "organizer"}
    for part, host in sorted(organised):
        main, place = whole.get(part), kinds[host]
        if (
            main is None
            or place.kind != "Place"
            or place.subkind in ("country", "facility")
            or (main, host) in organised
        ):
            continue
        evidence = next(c.evidence for c in found.claims if (c.subject, c.object) == (part, host))
        yield Claim(main, "participant", host, evidence, "event.local", 0.7)


def _meetings(found: Found) -> Iterator[Claim]:
    """What a body's meeting passes, the body has passed."""
    hosts: dict[str, list[str]] = defaultdict(list)
    for claim in found.claims:
        if claim.predicate == "organizer":
            hosts[claim.subject].append(claim.object)
    for claim in found.claims:
        if claim.predicate == "issuer":
            for host in hosts.get(claim.object, ()):
                yield Claim(claim.subject, "issuer", host, claim.evidence, "event.meeting", 0.85)


def _entitled(found: Found) -> None:
    """A document whose issuer is told is not issued by the body that its title begins with, 关于 aside."""
    kinds = {entity.id: entity.kind for entity in found.entities}
    told = {
        claim.subject
        for claim in found.claims
        if claim.predicate == "issuer" and claim.rule != "inner.policy" and kinds[claim.object] != "Event"
    }
    names = {entity.id: plain(entity.name) for entity in found.entities}
    found.claims[:] = [
        claim
        for claim in found.claims
        if claim.rule != "inner.policy" or claim.subject not in told or "关于" in names[claim.subject]
    ]


def _shared(found: Found) -> Iterator[Claim]:
    """The organiser of “甲节”乙专场 is the organiser of 甲节 too, where the name holds it."""
    outer = {claim.subject: claim.object for claim in found.claims if claim.rule == "inner.quoted"}
    organised = Counter(claim.subject for claim in found.claims if claim.predicate == "organizer")
    for claim in found.claims:
        inner = outer.get(claim.subject)
        if claim.predicate == "organizer" and claim.rule == "organizer.by" and inner and not organised[inner]:
            yield Claim(inner, "organizer", claim.object, claim.evidence, "event.shared", 0.75)


def _ceremonies(found: Found) -> Iterator[Claim]:
    """Who attends an opening ceremony that has no name of its own attends the event."""
    whole = {claim.subject: claim.object for claim in found.claims if claim.rule == "event.ceremony"}
    for claim in found.claims:
        if claim.predicate == "participant" and claim.subject in whole:
            yield Claim(whole[claim.subject], "participant", claim.object, claim.evidence, "event.guest", 0.75)


def _sold(article: Article, found: Found) -> Iterator[Claim]:
    """Goods whose sales a story about one platform tells, in sentences that name no other, are sold there."""
    platform = _stage(article, found)
    if platform is None:
        return
    placed = {claim.subject for claim in found.claims if claim.predicate == "soldOn"}
    cue = re.compile(rules("events")["sold"]["cue"])
    for scene in scenes(article, found):
        items = [item for item in scene.skeleton.items if isinstance(item, Reference)]
        elsewhere = any(item.kind == "Platform" and item.entity != platform for item in items)
        if elsewhere or not cue.search(scene.skeleton.text):
            continue
        for item in items:
            if item.kind == "Product" and item.entity not in placed:
                placed.add(item.entity)
                yield Claim(item.entity, "soldOn", platform, item.span, "platform.sales", 0.7)


def _stage(article: Article, found: Found) -> str | None:
    """The platform that a story is about: the only one in its headline, else the only one, named again and again."""
    platforms = [entity for entity in found.entities if entity.kind == "Platform" and entity.subkind != "news"]
    head = next((article.plain[p.start : p.end] for p in article.paragraphs if p.role == "title"), "")
    named = [entity for entity in platforms if any(plain(name) in head for name in (entity.name, *entity.aliases))]
    chosen = named or [entity for entity in platforms if len(platforms) == 1 and len(entity.mentions) >= 3]
    return chosen[0].id if len(chosen) == 1 else None


_COMMITTEE = re.compile("(.+?)(?:党工委|党委|党组|委)$")
_SECOND = re.compile("(?:、|兼)(?P<post>[^、]*(?:长|主席|主任|主任委员|行长|书记))$")


def _committees(found: Found) -> Iterator[Claim]:
    """甲市委副书记、市长 serves 甲市, 乙局党组成员、副局长 serves 乙局."""
    known = index(found)
    for claim in found.claims:
        body = known.entities[claim.object]
        second = _SECOND.search(claim.role or "") if claim.predicate == "worksFor" else None
        committee = _COMMITTEE.fullmatch(plain(body.name)) if body.kind == "Organization" else None
        if second is None or committee is None:
            continue
        above = known.find(committee[1], "Place", "Organization")
        if len(committee[1]) == 1:  # 省委副书记、省长
            above = _ruled(found, second["post"])
        if above is not None:
            role = second["post"]
            yield Claim(claim.subject, "worksFor", above, claim.evidence, "person.second", 0.9, role)


def _posts(article: Article, found: Found) -> Iterator[Claim]:
    """A post that names no body belongs to the body named last before it (…例行发布会上，新闻发言人张三)."""
    placed = {claim.subject for claim in found.claims if claim.predicate == "worksFor"}
    for scene in scenes(article, found):
        skeleton = scene.skeleton
        for place, char in enumerate(skeleton.text):
            item = skeleton.items[place]
            if char != CODES["Person"] or not isinstance(item, Reference) or item.entity in placed:
                continue
            post = bare_post(skeleton.text, place)
            body = _mate(found, skeleton, place - len(post)) or _ruled(found, post) if post else None
            if post and body is None:
                last = _body(found, scene.sentence.paragraph, item)
                body = last.entity if last else None
            if post and body is not None:
                served = _governed(found, body, post)
                entity = index(found).entities[served]
                if not fits(post, entity.kind, plain(entity.name)):
                    continue
                placed.add(item.entity)
                evidence = skeleton.evidence(place - len(post), place + 1)
                yield Claim(item.entity, "worksFor", served, evidence, "person.bare", 0.7, post)


def _mate(found: Found, skeleton: Skeleton, post: int) -> str | None:
    """Whom the one before in a list serves: 甲国总理张三、副总理李四."""
    before = re.search(f"({CODES['Person']})[、和与及]$", skeleton.text[:post])
    mate = skeleton.items[before.start(1)] if before else None
    if not isinstance(mate, Reference):
        return None
    return next(
        (c.object for c in reversed(found.claims) if c.predicate == "worksFor" and c.subject == mate.entity), None
    )


_LEVEL = re.compile("(?:常务)?副?([省市县区])(?:长|委|政府|人大|政协)")


def _ruled(found: Found, post: str) -> str | None:
    """The province, city or county that a story is set in, for a post of its leaders (省委副书记、省长张三)."""
    level = _LEVEL.match(post)
    if level is None:
        return None
    known = index(found)
    wanted = {"省": "province", "市": "city", "县": "county", "区": "county"}[level[1]]
    counts: Counter[str] = Counter()
    for reference in found.references:
        entry = known.entries.get(reference.entity) if reference.kind == "Place" else None
        if entry is not None and not (entry.code or "").startswith(("7", "8")):  # 71, 81, 82: 台湾, 香港, 澳门
            municipality = entry.subkind == "province" and entry.name.endswith("市")
            counts[reference.entity] += ("city" if municipality else entry.subkind) == wanted
    return next((entity for entity, count in counts.most_common(1) if count), None)


def _governed(found: Found, body: str, post: str) -> str:
    """What a post serves: 市长 behind the 市委书记 of a city serves the city."""
    known = index(found)
    committee = _COMMITTEE.fullmatch(plain(known.entities[body].name))
    if committee is None or not re.match("(?:常务)?[代副]?[省市县区州镇乡旗]长", post):
        return body
    return known.find(committee[1], "Place") or body


def _body(found: Found, paragraph: int, person: Reference) -> Reference | None:
    """The organisation named last before a person, in the same paragraph."""
    start = next(s.span.start for s in found.sentences if s.paragraph == paragraph)
    media = {entity.id for entity in found.entities if entity.subkind == "media"}
    before = [
        reference
        for reference in found.references
        if reference.kind == "Organization"
        and start <= reference.span.start
        and reference.span.end <= person.span.start
        and reference.entity not in media
    ]
    return before[-1] if before else None
