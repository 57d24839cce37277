"""What a story implies of its events: parts of the main event, local editions, who spoke there."""

import re
from collections.abc import Iterator

from kg.extract._discourse import Scene, scenes
from kg.extract._found import Found
from kg.extract._names import edition
from kg.extract._skeleton import CODES
from kg.model import Article, Claim, LocalEntity, Reference, Span
from kg.rules import rules
from kg.text import plain

NEEDS = ("claims", "belonging", "posts", "honours", "envoys")
MAKES = ("implied claims",)

_EVENT, _PERSON = CODES["Event"], CODES["Person"]


def extract(article: Article, found: Found) -> None:
    """Add what the story implies; what a rule has already said is not said again."""
    stage = list(scenes(article, found))
    known = {(claim.subject, claim.predicate, claim.object) for claim in found.claims}
    parts = [*_branches(article, found), *_prefixed(found)]
    parts += _parts(article, found, stage, parts)
    for claim in (*parts, *_named_parts(article, found, parts), *_speakers(found, stage)):
        key = (claim.subject, claim.predicate, claim.object)
        if key not in known and claim.subject != claim.object:
            known.add(key)
            found.claims.append(claim)


def _prefixed(found: Found) -> Iterator[Claim]:
    """甲论坛全会 is a part of 甲论坛, where the story tells of both."""
    part = re.compile(rules("events")["part"]["of"])
    placed = {claim.subject for claim in found.claims if claim.predicate == "subEventOf"}
    events = [entity for entity in found.entities if entity.kind == "Event"]
    names = {entity.id: plain(entity.name) for entity in events}
    heads = [(plain(name), entity.id) for entity in events for name in (entity.name, *entity.aliases)]
    heads = sorted({head for head in heads if len(head[0]) >= 4}, key=lambda head: (-len(head[0]), head))
    for entity in events:
        name = plain(entity.name)
        for head, whole in heads:
            rest = name.removeprefix(head)
            if whole == entity.id or entity.id in placed or names[whole].startswith(name):
                continue
            if rest != name and not rest.startswith("暨") and part.search(rest):
                yield Claim(entity.id, "subEventOf", whole, entity.mentions[0].span, "event.prefix", 0.85)
                break


def _parts(article: Article, found: Found, stage: list[Scene], claims: list[Claim]) -> Iterator[Claim]:
    """Campaigns that a story about one event tells of are parts of it."""
    main = found.main_event
    if main is None or not _carries_story(article, found, main):
        return
    names = {entity.id: plain(entity.name) for entity in found.entities}
    told = (*found.claims, *claims)
    placed = {claim.subject for claim in told if claim.predicate == "subEventOf"}
    whole = {claim.object for claim in told if claim.predicate == "subEventOf" and claim.subject == main}
    introduced = re.compile(rules("events")["introduced"]["pattern"].replace("EVENT", _EVENT))
    press = re.compile(rules("events")["speaker"]["event"])  # the press is told of an event elsewhere
    for scene in stage:
        for match in introduced.finditer(scene.skeleton.text):
            for reference in scene.skeleton.references(match.start(), match.end()):
                part = reference.entity
                if reference.kind != "Event" or part in placed or part == main or part in whole:
                    continue
                if reference.rule != "name" or any(edition(names[part])) or _elsewhere(scene, match):
                    continue
                if _wider(names[part], names[main]) or press.search(names[part]):
                    continue
                yield Claim(
                    part, "subEventOf", main, scene.skeleton.evidence(match.start(), match.end()), "event.part", 0.72
                )
                placed.add(part)


def _named_parts(article: Article, found: Found, claims: list[Claim]) -> Iterator[Claim]:
    """Events whose names can only be parts of another (启动仪式, “乙”分论坛) belong to the main one."""
    main = found.main_event
    if main is None or not _told_early(article, found, main):
        return
    names = {entity.id: plain(entity.name) for entity in found.entities}
    told = (*found.claims, *claims)
    placed = {claim.subject for claim in told if claim.predicate == "subEventOf"}
    above = {claim.object for claim in told if claim.predicate == "subEventOf" and claim.subject == main}
    alone = re.compile(f"(?:{rules('events')['part']['words']})$")
    for entity in found.entities:
        if (
            entity.kind == "Event"
            and entity.id not in placed
            and alone.fullmatch(names[entity.id])
            and entity.id != main
        ):
            yield Claim(entity.id, "subEventOf", main, entity.mentions[0].span, "event.ceremony", 0.85)
    ending = re.compile(rules("events")["part"]["endings"])
    for entity in found.entities:
        if entity.kind != "Event" or entity.id in placed or entity.id == main or ending.search(names[main]):
            continue
        if ending.search(names[entity.id]) and entity.id not in above:
            whole = _forum(found, entity, names, ending) or main
            yield Claim(entity.id, "subEventOf", whole, entity.mentions[0].span, "event.forum", 0.85)


def _forum(found: Found, part: LocalEntity, names: dict[str, str], ending: re.Pattern[str]) -> str | None:
    """The forum named last before a forum that is a part (“乙”分论坛), parts aside."""
    if not names[part.id].endswith("论坛"):
        return None
    start = part.mentions[0].span.start
    before = [r.entity for r in found.references if r.kind == "Event" and r.span.end <= start]
    forums = [entity for entity in before if names[entity].endswith("论坛") and not ending.search(names[entity])]
    return forums[-1] if forums else None


def _wider(part: str, main: str) -> bool:
    """Whether an event is held in the whole country, and the other is not."""
    national = re.compile(rules("events")["branch"]["national"])
    return national.search(part) is not None and national.search(main) is None


def _branches(article: Article, found: Found) -> Iterator[Claim]:
    """2022甲省网上年货节 is a part of 2022全国网上年货节, of which the story tells that it has branches."""
    table = rules("events")["branch"]
    cue = re.search(table["cue"], article.plain)
    events = [(entity, plain(entity.name)) for entity in found.entities if entity.kind == "Event"]
    places = {name for entity in found.entities if entity.kind == "Place" for name in (entity.name, *entity.aliases)}
    for whole, name in events:
        if cue is None or not re.search(table["national"], name):
            continue
        for part, other in events:
            local = any(place in other for place in places if len(place) > 1) and not _wider(other, name)
            if part is not whole and local and not re.search(table["national"], other) and other[-3:] == name[-3:]:
                yield Claim(part.id, "subEventOf", whole.id, Span(*cue.span()), "event.branch", 0.85)


def _elsewhere(scene: Scene, match: re.Match[str]) -> bool:
    """Whether the sentence before the match speaks of another event (上一届, 去年)."""
    return re.search("去年|上届|上一届|往届|前[几两三]届", scene.skeleton.text[: match.start()]) is not None


def _carries_story(article: Article, found: Found, main: str) -> bool:
    """Whether an event is what the article is about: told early, and told of three times or more."""
    told = [reference for reference in found.references if reference.entity == main]
    return len(told) >= 3 and _told_early(article, found, main)


def _told_early(article: Article, found: Found, main: str) -> bool:
    """Whether an event is told of in the headline or the first two paragraphs."""
    early = article.paragraphs[min(2, len(article.paragraphs) - 1)].end
    return any(reference.entity == main and reference.span.start < early for reference in found.references)


def _speakers(found: Found, stage: list[Scene]) -> Iterator[Claim]:
    """Who speaks in a report of a conference or ceremony took part in it."""
    names = {entity.id: plain(entity.name) for entity in found.entities}
    speech = re.compile(
        f"{_PERSON}[^，。；{_EVENT}]{{0,12}}?(?:致[辞词]|发表|演讲|讲话(?!精神)|发来(?!贺信|贺电|书面|信)|作报告|主持|宣布开幕)"
    )
    said = re.compile(f"{_PERSON}[^，。；]{{0,14}}?(?:{rules('statements')['verb']['pattern']})")
    table = rules("events")["speaker"]
    reach = [(re.compile(table[key]), sentences) for key, sentences in (("event", 6), ("near", 2), ("here", 0))]
    elsewhere = re.compile(f"{_PERSON}[^，。；]{{0,14}}?(?:{table['aside']})")
    expert = re.compile(f"{table['experts']}$")
    current: Reference | None = None
    last = -1
    letter = re.compile(f"{_PERSON}[^，。；]{{0,6}}(?:向|对|致|发)?[^。；]{{0,60}}?(?:{table['letter']})")
    absent: set[str] = set()  # who only wrote
    for scene in stage:
        text = scene.skeleton.text
        for match in letter.finditer(text):
            writer = scene.skeleton.items[match.start()]
            absent |= {writer.entity} if isinstance(writer, Reference) else set()
        for match in re.finditer(f"[{_EVENT}{_PERSON}]", text):
            item = scene.skeleton.items[match.start()]
            if not isinstance(item, Reference):
                continue
            if item.kind == "Event":
                told = next((n for pattern, n in reach if pattern.search(names[item.entity])), None)
                if told is not None and _held_here(text, match.start()):
                    current, last = item, scene.number + told
            elif item.kind == "Person" and match.start() not in scene.skeleton.carried:
                evidence = scene.skeleton.evidence(match.start(), min(len(text), match.start() + 12))
                topic = scene.topic(item.span.start)
                if item.entity in absent or re.search("宣读[^，。；]{0,8}$", text[: match.start()]):
                    continue
                if speech.match(text, match.start()) and topic is not None and not _other(text, match.start()):
                    yield Claim(topic.entity, "participant", item.entity, evidence, "event.speech", 0.85)
                elif (
                    text.startswith("总书记", match.end())
                    or elsewhere.match(text, match.start())
                    or expert.search(text[: match.start()])
                ):
                    continue
                elif current is not None and scene.number <= last and said.match(text, match.start()):
                    yield Claim(current.entity, "participant", item.entity, evidence, "event.speaker", 0.7)


def _other(text: str, person: int) -> bool:
    """Whether the clause of a person names an event after the person."""
    return re.match(f"[^，。；]*{_EVENT}", text[person:]) is not None


def _held_here(text: str, at: int) -> bool:
    """Whether a sentence tells that an event takes place, rather than speaks about it."""
    before, after = text[:at], text[at + 1 : at + 24]
    if re.search(rules("statements")["verb"]["pattern"], before) or re.search("(?:同期|还将|包括)[^，。；]*$", before):
        return False
    if re.search("会见[^。；]*$", before):
        return False  # who meets the guests of a forum need not be there
    held = re.match("[^，。；]{0,16}?(?:举行|召开|举办|开幕|启动|闭幕|落幕)|(?:上|期间|现场|中)", after)
    return held is not None or re.search("(?:在|出席|参加|举行|召开|举办)[^，。；]{0,20}$", before) is not None
