"""Days that an event lends: to what is issued, founded or held at it, and to the parts that a story tells of."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from kg.data import seeds
from kg.errors import KgError
from kg.extract._discourse import Scene, scenes
from kg.extract._found import Found
from kg.extract._names import bare
from kg.extract._skeleton import CODES, Pattern
from kg.model import Article, Dating, Reference, Span, Time
from kg.rules import rules
from kg.text import plain

Best = dict[tuple[str, str], Dating]

PART = 0.78
REPORT = 0.85


@dataclass(frozen=True, slots=True)
class Lending:
    """A pattern with the event e (else the event spoken of) and the thing s that has its day."""

    id: str
    pattern: Pattern
    gives: str
    confidence: float
    example: str


@cache
def load() -> tuple[Lending, ...]:
    """The rules in the order of the file. Raises KgError naming the rule that is wrong."""
    path = seeds("rules", "dates.toml")
    try:
        return tuple(_lending(block, f"{path}: {block['id']}") for block in rules("dates")["lent"])
    except KeyError as error:
        raise KgError(f"a rule lacks {error}", str(path), "see the rules beside it") from error


def _lending(block: dict[str, str], where: str) -> Lending:
    pattern = block["pattern"]
    for name, words in rules("dates")["words"].items():
        pattern = pattern.replace(f"<{name}>", words)
    return Lending(block["id"], Pattern(pattern, where), block["gives"], float(block["confidence"]), block["example"])


def lent(article: Article, found: Found, best: Best) -> Iterator[Dating]:
    """Days that things have from the event at which they are told of."""
    stage = scenes(article, found)
    yield from _parts(found, stage, best)
    yield from _reports(found, best)
    for scene in stage:
        for rule in load():
            for match in rule.pattern.find(scene.bare) if rule.pattern.possible(scene.bare.signs, "s", "e") else ():
                topic = None if rule.pattern.has("e") else scene.topic(match.evidence.start)
                for event in [topic] if topic else match.roles.get("e", [])[-1:]:
                    value = _day_there(scene, match.evidence, event, best)
                    for thing in match.roles.get("s", []):
                        if value and thing.entity != event.entity:
                            yield Dating(thing.entity, rule.gives, value, match.evidence, rule.id, rule.confidence)


def _day_there(scene: Scene, evidence: Span, event: Reference, best: Best) -> str | None:
    """The day told in the sentence before, else that of an event of one day."""
    told = [item for item in scene.bare.items if isinstance(item, Time) and item.span.start < evidence.end]
    if told:
        return told[-1].value if len(told[-1].value) == 10 else None
    start, end = best.get((event.entity, "startDate")), best.get((event.entity, "endDate"))
    if start is None or len(start.value) != 10 or (end is not None and end.value != start.value):
        return None
    return start.value


def _reports(found: Found, best: Best) -> Iterator[Dating]:
    """《甲报告》发布会 has its report out on its own day."""
    documents = {bare(plain(entity.name)): entity for entity in found.entities if entity.kind == "Policy"}
    for entity in found.entities:
        titled = re.match("《([^《》]+)》(?:[^，。]{0,4})(?:发布|首发|签署|签约)", plain(entity.name))
        day = best.get((entity.id, "startDate"))
        if titled and day and entity.kind == "Event" and bare(titled[1]) in documents:
            document = documents[bare(titled[1])]
            yield Dating(document.id, "date", day.value, entity.mentions[0].span, "lent.report", REPORT)


def _parts(found: Found, stage: tuple[Scene, ...], best: Best) -> Iterator[Dating]:
    """Forums of a conference that a report tells of were held on the day that the report is of."""
    day = _day_of_report(stage)
    if day is None:
        return
    ending = re.compile(rules("events")["part"]["endings"])
    names = {entity.id: plain(entity.name) for entity in found.entities if entity.kind == "Event"}
    cue = re.compile(rules("dates")["part"]["pattern"].replace("EVENT", CODES["Event"]))
    for scene in stage:
        if any(isinstance(item, Time) and len(item.value) == 10 for item in scene.skeleton.items):
            continue
        for match in cue.finditer(scene.skeleton.text):
            item = scene.skeleton.items[match.start("event")]
            if not isinstance(item, Reference) or not ending.search(names.get(item.entity, "")):
                continue
            if (item.entity, "startDate") not in best:
                evidence = scene.skeleton.evidence(match.start(), match.end())
                yield Dating(item.entity, "startDate", day, evidence, "lent.part", PART)


def _day_of_report(stage: tuple[Scene, ...]) -> str | None:
    """The day on which something was held by the first sentences of a report, where they tell of one day only."""
    held = re.compile(rules("dates")["part"]["held"].replace("TIME", CODES["time"]).replace("EVENT", CODES["Event"]))
    lead = [scene for scene in stage if scene.sentence.role == "body"][:2]
    days = {
        item.value
        for scene in lead
        for match in held.finditer(scene.skeleton.text)
        if isinstance(item := scene.skeleton.items[match.start("time")], Time) and len(item.value) == 10
    }
    return next(iter(days)) if len(days) == 1 else None
