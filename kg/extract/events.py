"""What a story implies of its events: parts of the main event, who spoke there, where a host holds it."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache

from kg.extract._discourse import Scene, scenes
from kg.extract._found import Found
from kg.extract._names import edition
from kg.extract._skeleton import CLASSES, CODES
from kg.model import Article, Claim, Reference
from kg.rules import rules
from kg.text import plain

NEEDS = ("claims", "belonging", "posts", "honours")
MAKES = ("implied claims",)

_EVENT, _PERSON = CODES["Event"], CODES["Person"]


def extract(article: Article, found: Found) -> None:
    """Add the implied claims; what a rule has already said is not said again."""
    stage = list(scenes(article, found))
    known = {(claim.subject, claim.predicate, claim.object) for claim in found.claims}
    for claim in (
        *_parts(article, found, stage),
        *_speakers(found, stage),
        *_hosts(found),
        *_meetings(found),
        *_shared(found),
    ):
        key = (claim.subject, claim.predicate, claim.object)
        if key not in known and claim.subject != claim.object:
            known.add(key)
            found.claims.append(claim)


def _parts(article: Article, found: Found, stage: list[Scene]) -> Iterator[Claim]:
    """Campaigns that a story about one event tells of are parts of it."""
    main = found.main_event
    if main is None or not _carries_story(article, found, main):
        return
    names = {entity.id: plain(entity.name) for entity in found.entities}
    placed = {claim.subject for claim in found.claims if claim.predicate == "subEventOf"}
    whole = {claim.object for claim in found.claims if claim.predicate == "subEventOf" and claim.subject == main}
    introduced = re.compile(rules("events")["introduced"]["pattern"].replace("EVENT", _EVENT))
    alone = re.compile(f"(?:{rules('events')['part']['words']})$")
    for scene in stage:
        for match in introduced.finditer(scene.skeleton.text):
            for reference in scene.skeleton.references(match.start(), match.end()):
                part = reference.entity
                if reference.kind != "Event" or part in placed or part == main or part in whole:
                    continue
                if reference.rule != "name" or any(edition(names[part])) or _elsewhere(scene, match):
                    continue
                yield Claim(
                    part, "subEventOf", main, scene.skeleton.evidence(match.start(), match.end()), "event.part", 0.72
                )
                placed.add(part)
    for entity in found.entities:
        if (
            entity.kind == "Event"
            and entity.id not in placed
            and alone.fullmatch(names[entity.id])
            and entity.id != main
        ):
            yield Claim(entity.id, "subEventOf", main, entity.mentions[0].span, "event.ceremony", 0.85)


def _elsewhere(scene: Scene, match: re.Match[str]) -> bool:
    """Whether the sentence before the match speaks of another event (上一届, 去年)."""
    return re.search("去年|上届|上一届|往届|前[几两三]届", scene.skeleton.text[: match.start()]) is not None


def _carries_story(article: Article, found: Found, main: str) -> bool:
    """Whether an event is what the article is about: told early, and told of three times or more."""
    told = [reference for reference in found.references if reference.entity == main]
    early = article.paragraphs[min(2, len(article.paragraphs) - 1)].end
    return len(told) >= 3 and told[0].span.start < early


def _speakers(found: Found, stage: list[Scene]) -> Iterator[Claim]:
    """Who speaks in a report of a conference or ceremony took part in it."""
    names = {entity.id: plain(entity.name) for entity in found.entities}
    conference = re.compile(rules("events")["conference"]["pattern"])
    speech = re.compile(f"{_PERSON}[^，。；{_EVENT}]{{0,12}}?(?:致辞|发表|演讲|讲话|发来|作报告|主持|宣布开幕)")
    said = re.compile(f"{_PERSON}[^，。；]{{0,14}}?(?:{rules('statements')['verb']['pattern']})")
    current: Reference | None = None
    seen = 0
    for scene in stage:
        text = scene.skeleton.text
        for match in re.finditer(f"[{_EVENT}{_PERSON}]", text):
            item = scene.skeleton.items[match.start()]
            if not isinstance(item, Reference):
                continue
            if item.kind == "Event" and conference.search(names[item.entity]):
                if _held_here(text, match.start()):
                    current, seen = item, scene.number
            elif item.kind == "Person" and match.start() not in scene.skeleton.carried:
                evidence = scene.skeleton.evidence(match.start(), min(len(text), match.start() + 12))
                topic = scene.topic(item.span.start)
                if speech.match(text, match.start()) and topic is not None:
                    yield Claim(topic.entity, "participant", item.entity, evidence, "event.speech", 0.85)
                elif current is not None and scene.number - seen <= 8 and said.match(text, match.start()):
                    yield Claim(current.entity, "participant", item.entity, evidence, "event.speaker", 0.7)


def _held_here(text: str, at: int) -> bool:
    """Whether a sentence tells that an event takes place, rather than speaks about it."""
    before, after = text[:at], text[at + 1 : at + 24]
    if re.search(rules("statements")["verb"]["pattern"], before):
        return False
    held = re.match("[^，。；]{0,16}?(?:举行|召开|举办|开幕|启动|闭幕|落幕)|(?:上|期间|现场|中)", after)
    return held is not None or re.search("(?:在|出席|参加|举行|召开|举办)[^，。；]{0,20}$", before) is not None


def _hosts(found: Found) -> Iterator[Claim]:
    """An event that a province, city or county holds is held there."""
    kinds = {entity.id: entity for entity in found.entities}
    for claim in list(found.claims):
        host = kinds[claim.object]
        if claim.predicate == "organizer" and host.kind == "Place" and host.subkind != "country":
            yield Claim(claim.subject, "location", claim.object, claim.evidence, "event.host", 0.78)


def _meetings(found: Found) -> Iterator[Claim]:
    """What a body's meeting passes, the body has passed."""
    hosts: dict[str, list[str]] = defaultdict(list)
    for claim in found.claims:
        if claim.predicate == "organizer":
            hosts[claim.subject].append(claim.object)
    for claim in list(found.claims):
        if claim.predicate == "issuer":
            for host in hosts.get(claim.object, ()):
                yield Claim(claim.subject, "issuer", host, claim.evidence, "event.meeting", 0.85)


def _shared(found: Found) -> Iterator[Claim]:
    """The organiser of “甲节”乙专场 is the organiser of 甲节 too, where the name holds it."""
    outer = {claim.subject: claim.object for claim in found.claims if claim.rule == "inner.quoted"}
    organised = Counter(claim.subject for claim in found.claims if claim.predicate == "organizer")
    for claim in list(found.claims):
        inner = outer.get(claim.subject)
        if claim.predicate == "organizer" and claim.rule == "organizer.by" and inner and not organised[inner]:
            yield Claim(inner, "organizer", claim.object, claim.evidence, "event.shared", 0.75)


@cache
def actors() -> str:
    """Signs of those who can act, for patterns."""
    return CLASSES["actor"]
