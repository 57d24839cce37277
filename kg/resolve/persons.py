"""People: one name is one person where employer or company speaks for it; namesakes stay apart."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kg.lexicon import Lexicon
from kg.model import LocalEntity
from kg.resolve._thing import Named, Thing, key
from kg.rules import rules

# Bodies that too many people work for or are told with to say who somebody is.
_WIDE = frozenset({"Organization/国务院", "Organization/中共中央", "Place/中国"})


@dataclass(slots=True)
class _Person:
    """A person of one article: whom they work for, and what else the article tells of."""

    thing: Thing
    employers: frozenset[str]
    company: frozenset[str]
    abroad: frozenset[str] = frozenset()


@dataclass(slots=True)
class _Groups:
    """Sets that grow together."""

    parent: dict[int, int] = field(default_factory=dict)

    def top(self, item: int) -> int:
        while self.parent.setdefault(item, item) != item:
            self.parent[item] = self.parent[self.parent[item]]
            item = self.parent[item]
        return item

    def join(self, one: int, other: int) -> None:
        a, b = sorted((self.top(one), self.top(other)))
        self.parent[b] = a


def name(things: Sequence[Thing], ids: Mapping[tuple[str, str], str], lexicon: Lexicon) -> list[tuple[Thing, Named]]:
    """What each person is called, given the graph's ids of the other things of their articles."""
    by_name: dict[str, list[_Person]] = defaultdict(list)
    for thing in things:
        person = _Person(thing, *_known_by(thing, ids, lexicon), _abroad(thing, lexicon))
        by_name[_name(thing)].append(person)
    whole = _completed(by_name)
    return [item for label, people in sorted(whole.items()) for item in _told_apart(label, people)]


def _completed(by_name: Mapping[str, list[_Person]]) -> dict[str, list[_Person]]:
    """People by full names: 普京 in one article is 弗拉基米尔·普京 of another, where something speaks for it."""
    fulls: dict[str, list[str]] = defaultdict(list)
    for label in sorted(by_name):
        parts = label.split("·")
        for part in {*parts, "·".join(parts[1:])} if len(parts) > 1 else ():
            fulls[part].append(label)
    found: dict[str, list[_Person]] = defaultdict(list)
    for label, people in sorted(by_name.items()):
        for person in people:
            near = [full for full in fulls.get(label, []) if any(_same(person, other) for other in by_name[full])]
            found[near[0] if len(near) == 1 else label].append(person)
    return found


def _same(one: _Person, other: _Person) -> bool:
    """Whether something speaks for two people's being one, and nothing against it."""
    if one.employers and other.employers:
        return bool(one.employers & other.employers)
    return bool((one.company & other.company) or (one.abroad & other.abroad))


def _abroad(thing: Thing, lexicon: Lexicon) -> frozenset[str]:
    """The foreign countries that an article names."""
    named = (lexicon.names.get((key(e.name), "Place")) for e in thing.story.extraction.entities if e.kind == "Place")
    return frozenset(e.name for e in named if e is not None and e.subkind == "country" and e.code != "CN")


def _name(thing: Thing) -> str:
    """The name without what is no part of it."""
    return re.sub("[。，、；：]+$", "", thing.name)


def _known_by(
    thing: Thing, ids: Mapping[tuple[str, str], str], lexicon: Lexicon
) -> tuple[frozenset[str], frozenset[str]]:
    """Employers with the bodies above them, and the organisations, platforms and events that the article
    tells of; an outlet speaks for nobody."""
    story = thing.story
    employers: set[str] = set()
    for claim in story.extraction.claims:
        if claim.predicate in ("worksFor", "founder", "memberOf") and thing.entity.id in (claim.subject, claim.object):
            other = claim.object if claim.subject == thing.entity.id else claim.subject
            body = ids.get((story.stem, other))
            if body:
                employers |= {body, *_above(body, lexicon), *_country(body, lexicon)}
    employers |= _newsroom(thing, ids)
    company = {
        ids[story.stem, entity.id]
        for entity in story.extraction.entities
        if entity.kind in ("Organization", "Platform", "Event")
        and entity.subkind not in ("media", "news")
        and (story.stem, entity.id) in ids
    }
    return frozenset(employers - _WIDE), frozenset(company - _WIDE)


def _newsroom(thing: Thing, ids: Mapping[tuple[str, str], str]) -> set[str]:
    """The outlet that a reporter writes for: the one named in the credit, else that of the article."""
    story = thing.story
    start = thing.start
    before = story.extraction.article.plain[max(0, start - 16) : start]
    if not re.search(rules("linking")["credit"]["pattern"], before):
        return set()
    named = [
        (mention.span.end, entity.id)
        for entity in story.extraction.entities
        if (story.stem, entity.id) in ids and _is_outlet(entity, story.lexicon)
        for mention in entity.mentions
        if start - 40 <= mention.span.start and mention.span.end <= start
    ]
    if named:
        return {ids[story.stem, max(named)[1]]}
    outlet = key(story.extraction.article.outlet or "")
    entry = next(iter(story.lexicon.get(outlet, "Organization")), None)
    return {f"Organization/{entry.name if entry else outlet or story.origin}"}


def _is_outlet(entity: LocalEntity, lexicon: Lexicon) -> bool:
    entries = lexicon.get(key(entity.name), "Organization")
    return entity.kind == "Organization" and (
        entity.subkind == "media" or any(entry.subkind == "media" for entry in entries)
    )


def _country(body: str, lexicon: Lexicon) -> list[str]:
    """The foreign country that a body's name begins with: its minister is told of now by the one, now by the other."""
    kind, _, label = body.partition("/")
    if kind != "Organization":
        return []
    heads = (e for end in range(2, min(7, len(label))) for e in lexicon.get(label[:end], "Place"))
    return [f"Place/{e.name}" for e in heads if e.subkind == "country" and e.code != "CN"]


def _above(body: str, lexicon: Lexicon) -> list[str]:
    kind, _, label = body.partition("/")
    if kind not in ("Organization", "Platform"):
        return []
    entry = next((e for e in lexicon.get(label) if e.kind == kind and e.name == label), None)
    return [f"{above.kind}/{above.name}" for above in lexicon.ancestors(entry)] if entry else []


def _told_apart(label: str, people: list[_Person]) -> list[tuple[Thing, Named]]:
    """One person where nothing speaks against it; by employer where employers differ."""
    people = sorted(people, key=lambda p: (p.thing.story.stem, p.thing.entity.id))
    groups = _Groups()
    seen: dict[str, int] = {}
    for number, person in enumerate(people):
        groups.top(number)
        for mark in sorted(person.employers):
            groups.join(number, seen.setdefault(mark, number))
    origins: dict[str, int] = {}
    for number, person in enumerate(people):  # reprints tell of the same people
        groups.join(number, origins.setdefault(person.thing.story.origin, number))
    employed = sorted({groups.top(n) for n, p in enumerate(people) if p.employers})
    unplaced = [n for n, p in enumerate(people) if not p.employers and groups.top(n) not in employed]
    loose = set(unplaced)
    told: dict[int, set[str]] = defaultdict(set)
    for number, person in enumerate(people):
        if number not in loose:
            told[groups.top(number)] |= person.employers | person.company
    reasons: dict[int, tuple[str, float, str]] = {}
    for number in unplaced:
        near = [top for top in employed if people[number].company & told[top]]
        if len(near) == 1:
            shared = min(people[number].company & told[near[0]])
            groups.join(number, near[0])
            reasons[number] = ("same name and company", 0.85, f"both told of with {shared.partition('/')[2]}")
        elif len(employed) == 1:
            groups.join(number, employed[0])
            reasons[number] = ("same name, none other", 0.7, "nobody else of this name is told of")
    if not employed:
        for number in unplaced[1:]:
            groups.join(unplaced[0], number)
            reasons[number] = ("same name, none other", 0.7, "nobody else of this name is told of")
    return _called(label, people, groups, reasons)


def _called(
    label: str, people: list[_Person], groups: _Groups, reasons: Mapping[int, tuple[str, float, str]]
) -> list[tuple[Thing, Named]]:
    marks_of: dict[int, set[str]] = defaultdict(set)
    for number, person in enumerate(people):
        marks_of[groups.top(number)] |= person.employers
    result = []
    for number, person in enumerate(people):
        marks = sorted(marks_of[groups.top(number)])
        apart = None
        if len(marks_of) > 1:
            apart = marks[0].partition("/")[2] if marks else person.thing.story.origin
        why = f"works for {marks[0].partition('/')[2]}" if marks else ""
        reason, score, detail = reasons.get(number, ("same name and employer" if marks else "equal name", 0.92, why))
        if len(people) == 1:
            reason, score = "equal name", 0.9
        if _name(person.thing) != label:
            reason, score, detail = "part of a foreign name", min(score, 0.85), f"{label} in another article; {detail}"
        result.append((person.thing, Named(label, reason, score, detail, apart=apart)))
    return result
