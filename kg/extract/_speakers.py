"""Who speaks: the subject of a verb of saying, named before it or carried over, and what is told to whom."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache

from kg.extract._skeleton import CLASSES, CODES, Skeleton
from kg.model import Reference
from kg.rules import rules

PERSON = CODES["Person"]
SPEAKER = CLASSES["org"] + CLASSES["platform"] + CLASSES["land"] + PERSON
_FARTHEST = 60  # characters between a person and the verb of what is said


@dataclass(slots=True)
class Stage:
    """Who spoke last, and who 他 is."""

    person: Reference | None = None
    speaker: Reference | None = None
    issuer: Reference | None = None  # who gave out a declaration
    last: Reference | None = None  # who spoke last in the article
    meeting: Reference | None = None  # the meeting named last
    briefing: tuple[Reference, int] | None = None  # who held the press conference told of last, and where that ends
    paragraph: int = -1
    bodies: dict[str, str] = field(default_factory=dict)  # what the article calls its organisations, and which they are

    def spoke(self, speaker: Reference) -> None:
        """Take in who has just spoken."""
        self.speaker = self.last = speaker

    def host(self, meeting: Reference, words: str) -> Reference | None:
        """The organisation with whose name that of its press conference begins (甲部新闻发布会)."""
        names = [name for name in self.bodies if words.startswith(name)]
        return replace(meeting, entity=self.bodies[max(names, key=len)], kind="Organization") if names else None

    def follow(self, skeleton: Skeleton) -> None:
        """Take in who is named in a sentence."""
        self.meeting = _meeting(skeleton, 0, len(skeleton.text)) or self.meeting
        held = _holds().search(skeleton.text)
        holder = skeleton.items[held.start()] if held else None
        if isinstance(holder, Reference):
            self.briefing = holder, skeleton.span.end
        for place, char in enumerate(skeleton.text):
            item = skeleton.items[place]
            if char in SPEAKER and isinstance(item, Reference) and _declares().match(skeleton.text, place):
                self.issuer = item
            if char == PERSON and isinstance(item, Reference) and place not in skeleton.carried:
                self.person = item


def speaker_of(skeleton: Skeleton, verb: int, stage: Stage) -> Reference | None:
    """The subject of a reporting verb: the last person before it in its sentence, else the last body."""
    text = skeleton.text
    start = max(text.rfind("。", 0, verb), text.rfind("；", 0, verb)) + 1
    near = max(text.rfind("，", 0, verb), start)
    source = re.search(f"据(?=[{SPEAKER}])[^据]*$", text[near:verb])
    near += source.start() if source else 0  # 本报记者张三报道 据甲海关通报，…
    words = rules("statements")["report"]
    places = [
        n
        for n in range(start, verb)
        if text[n] in SPEAKER
        and not addressed().search(text[start:n])
        and not re.search(words["reporter"], text[start:n])
    ]
    people = [n for n in places if text[n] == PERSON]
    pronoun = re.search("(?:^|[，。；”])在?[他她](?!们)[^，]{0,12}$", text[start:verb])
    if pronoun:
        named = [n for n in people if n < start + pronoun.start()]
        return _reference(skeleton, named[-1]) if named else stage.person
    if not any(n >= near and text[n] not in CLASSES["land"] for n in places):
        if re.search(words["nobody"], text[near:verb]):
            return None
        if re.match("[他她](?!们)", text[start:verb]) and not any(n >= near for n in places):
            return stage.person
    if not people and re.search(f"(?:^|[，。；])(?:{words['before']})(?![^，。；]*的)", text[start:verb]):
        return stage.last or stage.person
    if re.search(f"(?:^|[，。；])(?:该|这份)?{words['paper']}$", text[start:verb]) and stage.issuer is not None:
        return stage.issuer
    if re.search(f"(?:^|[，。；]){words['assembly']}", text[start:verb]):
        return _meeting(skeleton, start, verb) or stage.meeting
    if verb and text[verb - 1] == CODES["Event"]:
        return _meeting(skeleton, verb - 1, verb)
    if people and (verb - people[-1] <= _FARTHEST or people == places == [start]):
        return _reference(skeleton, people[-1])
    if places and (places[-1] >= near - 1 or verb - places[0] <= _FARTHEST // 2):
        inside = [n for n in places if n >= near - 1]
        return _body(skeleton, inside[0] if inside else places[0], verb)
    # 会上报告，… and a sentence that begins with its verb go on with whoever spoke before
    return stage.speaker if not places and verb - start <= 6 else None


def _meeting(skeleton: Skeleton, start: int, end: int) -> Reference | None:
    """The meeting named last in a part of a sentence."""
    meeting = rules("statements")["report"]["meeting"]
    named = [_reference(skeleton, n) for n in range(start, end) if skeleton.text[n] == CODES["Event"]]
    met = [item for item in named if item is not None and re.search(meeting, skeleton.words(item))]
    return met[-1] if met else None


def _body(skeleton: Skeleton, place: int, verb: int) -> Reference | None:
    """A body that speaks; a place does only where it stands right before such a verb (甲省提出)."""
    item = _reference(skeleton, place)
    if item is None or item.kind != "Place":
        return item
    said = re.compile(rules("statements")["report"]["land"])
    return item if said.match(skeleton.text, place + 1) and verb - place <= 6 else None


def _reference(skeleton: Skeleton, place: int) -> Reference | None:
    item = skeleton.items[place]
    return item if isinstance(item, Reference) else None


def beside(skeleton: Skeleton, speaker: Reference, verb: int) -> Iterator[Reference]:
    """The others of those that speak together: 甲公司和乙公司同时宣布, 甲国总统张三和乙国总理李四共同宣布."""
    text = skeleton.text
    bodies = CLASSES["org"] + CLASSES["platform"]
    joint = rules("statements")["report"]["joint"]
    people = f"{PERSON}[^，。；{SPEAKER}]{{0,6}}[、和与及][^，。；{PERSON}]{{0,12}}{PERSON}(?={joint}$)"
    together = f"{people}|[{bodies}](?:[、和与及][{bodies}])+(?=[^，。；{SPEAKER}]{{0,8}}$)"
    for match in re.finditer(together, text[:verb]):
        kinds = PERSON if text[match.start()] == PERSON else bodies
        found = [skeleton.items[n] for n in range(*match.span()) if text[n] in kinds]
        if speaker in found:
            yield from (item for item in found if isinstance(item, Reference) and item != speaker)


@cache
def verbs() -> str:
    """A pattern of the verbs that bring in what is said, longest first."""
    table = rules("statements")["report"]
    words, told = table["words"], str(table["told"])
    return told + "|" + "|".join(sorted(map(re.escape, words), key=lambda word: (-len(word), word)))


@cache
def addressed() -> re.Pattern[str]:
    """What stands before the one that is spoken to or of, and does not speak: 对, 向, 感谢."""
    return re.compile(f"(?:{rules('statements')['report']['addressed']})(?:[{SPEAKER}][^，。；的]{{0,8}})?$")


@cache
def _holds() -> re.Pattern[str]:
    """Who holds a press conference: 甲部今天举行新闻发布会."""
    events = f"(?:{CODES['Event']}|[^，。；]{{0,12}}?(?:发布会|吹风会|通气会|记者会))"
    return re.compile(f"[{CLASSES['org']}](?:[^，。；{SPEAKER}]{{0,12}}?)(?:举行|召开|举办)(?:的|了)?{events}")


@cache
def _declares() -> re.Pattern[str]:
    """Who gives out a paper that goes on to speak: 甲部发表声明."""
    paper = rules("statements")["report"]["paper"]
    return re.compile(f"[{CLASSES['org']}][^。；]{{0,40}}?(?:发表|发布|作出|发出)[^。；，]{{0,8}}?{paper}")
