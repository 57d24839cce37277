"""Names told by their shape: halls and launches, joint events, missions abroad, departments, parts of zones."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from kg.extract._found import Found
from kg.model import Kind, Span
from kg.rules import rules

HALL = 0.6
QUOTED_HALL = 0.8
TITLED = 0.995  # must stand against the title that it begins with
MISSION = 0.95
DEPARTMENT = 0.9
LONGER = 0.93
LEADER = 0.8
GOOD = 0.96

_DEPARTMENT = re.compile("[\u4e00-\u9fff]{2,12}?(司|处|局|厅)(?=副?\\1长)")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A span that may be a name of a kind, how much its source is trusted, and the source's rule."""

    span: Span
    kind: Kind
    score: float
    rule: str
    subkind: str | None = None


def shapes(text: str, found: Found) -> Iterator[Proposal]:
    """Proposals of every shape."""
    yield from _halls(text, found)
    yield from _joint(text, found)
    yield from _missions(text, found)
    yield from _departments(text, found)
    yield from _longer(text, found)
    yield from _leaders(text)
    yield from _goods(text, found)
    yield from _models(text, found)


def _departments(text: str, found: Found) -> Iterator[Proposal]:
    """A body with its department, where the head's title doubles the department's last character (关税处处长)."""
    for candidate in found.candidates:
        if candidate.kind != "Organization":
            continue
        match = _DEPARTMENT.match(text, candidate.span.end)
        if match:
            score = min(candidate.probability, DEPARTMENT)
            yield Proposal(
                Span(candidate.span.start, match.end()), "Organization", score, "name.department", "government"
            )


def _halls(text: str, found: Found) -> Iterator[Proposal]:
    """Named halls, forums and sections of an event: “品味老字号”主题展馆, 新设环境服务专题展.

    None that is but a part of what the recogniser took for an event.
    """
    whole = [candidate.span for candidate in found.candidates if candidate.kind == "Event"]
    ceremony = re.compile(rules("names")["event"]["ceremony"])
    for pattern in rules("names")["event"]["patterns"]:
        for match in re.finditer(pattern, text):
            span = Span(*match.span("name"))
            if any(span in longer and span != longer for longer in whole):
                continue
            score = {"“": QUOTED_HALL, "《": TITLED}.get(match["name"][0], HALL)
            rule = "name.ceremony" if ceremony.search(match["name"]) else "name.hall"
            yield Proposal(span, "Event", score, rule)


def _joint(text: str, found: Found) -> Iterator[Proposal]:
    """甲节暨乙展: two events that 暨 joins are one; 甲节和乙展新闻发布会 is one ceremony of two."""
    events = [candidate for candidate in found.candidates if candidate.kind == "Event"]
    begins = {candidate.span.start: candidate for candidate in events}
    shared = re.compile(rules("names")["event"]["shared"])
    for first in events:
        glue = re.match("”?(?:暨|和|与|及|、)“?", text[first.span.end : first.span.end + 3])
        second = begins.get(first.span.end + glue.end()) if glue else None
        if second is None:
            continue
        one, other = (text[c.span.start : c.span.end] for c in (first, second))
        if "暨" in glue.group() or (shared.search(other) and not shared.search(one)):  # type: ignore[union-attr]
            start = first.span.start - (text[first.span.start - 1] == "“" and "”" in glue.group())  # type: ignore[union-attr]
            end = second.span.end + (text[second.span.end : second.span.end + 1] == "”")
            score = min(first.probability, second.probability)
            yield Proposal(Span(start, end), "Event", score, "name.joint")


def _missions(text: str, found: Found) -> Iterator[Proposal]:
    """Embassies and consulates: a country, 驻, where it is, and what it is."""
    for match in re.finditer(
        "([\u4e00-\u9fff]{2,9})驻[\u4e00-\u9fff]{1,6}?(?:大使馆|总领事馆|总领馆|领事馆|使馆)", text
    ):
        words = match[1]
        at = next((n for n in range(len(words) - 1) if found.lexicon.sure(words[n:], "Place")), None)
        if at is not None:
            yield Proposal(Span(match.start() + at, match.end()), "Organization", MISSION, "name.mission", "embassy")


def _longer(text: str, found: Found) -> Iterator[Proposal]:
    """A name that goes on with a word that makes another of it: 甲市片区, 甲新闻客户端, 第十届甲会第一期."""
    known = {(candidate.span, candidate.kind) for candidate in found.candidates}
    known |= {(h.span, e.kind) for h in found.hits for e in h.entries if h.surface not in e.unsure}
    generic = rules("junk")["generic"]["words"]
    for block in rules("names")["longer"]:
        behind, ends = re.compile(block["pattern"]), re.compile(block.get("ends", ""))
        for span in sorted({span for span, kind in known if kind in block["of"]}):
            after = behind.match(text, span.end)
            if after and not ends.search(text[span.start : span.end]):
                continue
            if after and span.end - span.start >= 2 and text[span.start : span.end] not in generic:
                yield Proposal(Span(span.start, after.end()), block["is"], LONGER, "name.longer")


def _leaders(text: str) -> Iterator[Proposal]:
    """Short transliterated names right behind the post of a foreign leader (国家副主席本某)."""
    people = rules("people")
    posts = "|".join(people["leader"]["posts"])
    name = f"[{people['sound']['characters']}]{{2,5}}"
    for match in re.finditer(f"(?:{posts})({name})(?={people['leader']['behind']})", text):
        yield Proposal(Span(*match.span(1)), "Person", LEADER, "name.leader")


def _goods(text: str, found: Found) -> Iterator[Proposal]:
    """Concrete goods whose home the words before them tell: 甲国的榴莲、山竹, 产自乙市的蜜瓜."""
    behind, direct, listed, never = _good_patterns()
    places = {hit.span.end: hit for hit in found.hits if any(e.kind == "Place" for e in hit.entries)}
    for end in sorted(places):
        whole = direct.match(text, end)
        if whole is not None and text[max(0, places[end].span.start - 1) : places[end].span.start] not in "从向对自口":
            yield Proposal(Span(places[end].span.start, whole.end()), "Product", GOOD, "name.good", "good")
        match = behind.match(text, end)
        if match is None or never.search(text, max(0, places[end].span.start - 4), places[end].span.start):
            continue
        if match["machine"]:
            yield Proposal(Span(*match.span("machine")), "Product", GOOD, "name.good", "good")
            continue
        while match:
            yield Proposal(Span(*match.span("name")), "Product", GOOD, "name.good", "good")
            match = listed.match(text, match.end("name"))


@cache
def _good_patterns() -> tuple[re.Pattern[str], ...]:
    """Goods behind their home, right after its name, in a list, and what before the home bars them."""
    table = rules("names")["good"]
    nouns = "|".join(sorted(table["nouns"], key=lambda word: (-len(word), word)))
    machine = f"(?:[^，。；：、\\d]{{0,12}}、)??(?:[^，。；：、\\d]{{0,12}}的)??(?P<machine>{table['machines']})"
    named = f"(?P<name>{table['before']}(?:{nouns})){table['after']}"
    parts = (
        f"{table['home']}(?:{named}|{machine})",
        f"(?:{nouns}){table['after']}",
        f"(?:、|和){named}",
        table["never"],
    )
    return tuple(re.compile(part) for part in parts)


def _models(text: str, found: Found) -> Iterator[Proposal]:
    """Models behind their maker's name: 甲公司推出Abc 9, 乙公司发布12英寸XYZ模组."""
    table = rules("names")["good"]
    patterns = [re.compile(table["model"]), re.compile(table["parts"])]
    makers = {candidate.span.end for candidate in found.candidates if candidate.kind == "Organization"}
    makers |= {hit.span.end for hit in found.hits if any(e.kind == "Organization" for e in hit.entries)}
    for end in sorted(makers):
        for pattern in patterns:
            match = pattern.match(text, end)
            if match is not None:
                yield Proposal(Span(*match.span("name")), "Product", GOOD, "name.model", "good")
