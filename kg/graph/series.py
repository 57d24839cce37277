"""Series of events: a node for each, its editions below it, their dates, and regional happenings below national ones."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from kg.lexicon import Edition, Lexicon
from kg.model import Date, Entity, Evidence, Fact
from kg.resolve import Named
from kg.resolve._numbers import year
from kg.rules import rules


def complete(
    entities: Sequence[Entity],
    names: Mapping[str, Named],
    seen: Mapping[str, tuple[Evidence, ...]],
    lexicon: Lexicon,
) -> tuple[list[Entity], list[Fact]]:
    """The series of the editions among some things, and what belongs to what. `seen` is where things are named.

    A series is a thing of its own where the gazetteer has it, or where two editions of it are told of.
    """
    editions = [e for e in entities if e.kind == "Event" and e.id in names and names[e.id].series]
    by_series: dict[str, list[Entity]] = defaultdict(list)
    for entity in editions:
        by_series[names[entity.id].series or ""].append(entity)
    present = {entity.id for entity in entities}
    added: list[Entity] = []
    facts: list[Fact] = []
    for series, members in sorted(by_series.items()):
        entry = lexicon.names.get((series, "Event"))
        node = f"Event/{series}"
        if entry is None and len(members) < 2 and node not in present:
            continue
        if node not in present:
            articles = tuple(sorted({stem for member in members for stem in member.articles}))
            subkind = entry.subkind if entry else members[0].subkind
            added.append(Entity(node, "Event", subkind, series, entry.aliases if entry else (), articles))
            present.add(node)
        facts += [_part(member.id, node, seen[member.id], "series.edition") for member in members if member.id != node]
    for entity in entities:
        whole = f"Event/{names[entity.id].whole}" if entity.kind == "Event" and entity.id in names else ""
        if whole in present and whole != entity.id:
            facts.append(_part(entity.id, whole, seen[entity.id], "series.part"))
    return added, [*facts, *_regional(editions, entities, names, seen)]


def _part(subject: str, whole: str, seen: Sequence[Evidence], rule: str) -> Fact:
    return Fact(subject, "subEventOf", whole, tuple(_because(item, rule, 0.95) for item in seen))


def _because(item: Evidence, rule: str, confidence: float) -> Evidence:
    return Evidence(item.article, item.span, item.text, rule, confidence)


def _regional(
    editions: Sequence[Entity],
    entities: Sequence[Entity],
    names: Mapping[str, Named],
    seen: Mapping[str, tuple[Evidence, ...]],
) -> list[Fact]:
    """2022辽宁5G电商直播年货节 is part of the national one of its year, where an article tells of that."""
    facts = []
    for block in rules("linking")["regional"]:
        national: dict[str, str] = {}
        for entity in editions:
            if names[entity.id].series == block["national"]:
                national[names[entity.id].edition or ""] = entity.id
        for entity in entities:
            if entity.kind != "Event" or entity.id in national.values() or entity.name == block["national"]:
                continue
            when = year(entity.name)
            whole = national.get(when or "")
            if whole and re.search(block["holds"] + "$", entity.name):
                facts.append(_part(entity.id, whole, seen[entity.id], "series.regional"))
    return facts


def dated(
    entities: Sequence[Entity],
    names: Mapping[str, Named],
    dates: Sequence[Date],
    seen: Mapping[str, tuple[Evidence, ...]],
    lexicon: Lexicon,
) -> list[Date]:
    """First and last days of editions that no article dates, from the gazetteer's calendar."""
    known = {(date.subject, date.property) for date in dates}
    found = []
    for entity in entities:
        held = _held(names.get(entity.id), lexicon)
        if held is None:
            continue
        for property, value in (("startDate", held.start), ("endDate", held.end)):
            if value and (entity.id, property) not in known:
                because = tuple(_because(item, "calendar.edition", 0.9) for item in seen[entity.id])
                found.append(Date(entity.id, property, value, because))
    return found


def _held(named: Named | None, lexicon: Lexicon) -> Edition | None:
    """The calendar's line of an edition."""
    if named is None or not named.series:
        return None
    lines = lexicon.editions.get(named.series, ())
    held = [line for line in lines if named.edition in (str(line.ordinal), line.year)]
    return held[0] if len(held) == 1 else None
