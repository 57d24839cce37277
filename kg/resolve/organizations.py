"""Organisations: 省商务厅 of which province, 统计分析司 of which body, short and former names of companies."""

import re
from dataclasses import replace

from kg.lexicon import Entry, Lexicon
from kg.resolve._thing import Named, Story, Thing, known, source
from kg.rules import rules


def name(thing: Thing) -> Named:
    """What an organisation is called."""
    return (
        _gazetteer(thing, thing.surfaces[:1])
        or _bracketed(thing)
        or _body(thing.name, thing)
        or _ellipsis(thing)
        or _national(thing)
        or _gazetteer(thing, _short_forms(thing))
        or _department(thing)
        or _abroad(thing)
        or _company(thing)
        or _unsure(thing)
        or _own(thing)
    )


def _bracketed(thing: Thing) -> Named | None:
    """南航 where the article says 南京航空航天大学（南航）, whoever else goes by that name."""
    story = thing.story
    plain = story.extraction.article.plain
    pattern = rules("linking")["bracket"]["pattern"].replace("NAME", re.escape(thing.name))
    for other in story.extraction.entities:
        if other.kind != "Organization" or other is thing.entity or thing.name in other.aliases:
            continue
        for mention in other.mentions:
            behind = plain[mention.span.end : mention.span.end + 24]
            if _shortens(thing.name, mention.text) and re.match(pattern, behind):
                detail = f"the article says {mention.text}（{thing.name}）"
                return replace(name(Thing(story, other)), reason="short name", score=0.9, detail=detail)
    return None


def _shortens(short: str, full: str) -> bool:
    """Whether a name takes its characters in order out of a longer one: 南航 out of 南京航空航天大学."""
    rest = iter(full)
    return len(short) < len(full) and all(char in rest for char in short)


def _gazetteer(thing: Thing, surfaces: tuple[str, ...]) -> Named | None:
    for surface in surfaces:
        entry = known(surface, "Organization", thing.story.lexicon, thing.story.surfaces)
        if entry is not None:
            return Named(entry.name, "gazetteer", 0.98, source(entry))
    return None


def _short_forms(thing: Thing) -> tuple[str, ...]:
    """Names of the same thing in the article; a branch or department is never its parent."""
    legal, department = _table("company")["legal"], _table("company")["department"]
    own = re.sub(legal, "", thing.name)
    if branch(thing):
        return ()
    return tuple(
        surface
        for surface in thing.surfaces[1:]
        if not (own.startswith(surface) and own != surface and re.search(department, own[len(surface) :]))
    )


def branch(thing: Thing) -> bool:
    """Whether a name is that of a branch: 京东物流东北分公司, 燕京啤酒新疆公司."""
    if re.search(_table("company")["branch"], thing.name):
        return True
    head = thing.name.removesuffix("公司")
    ends = range(max(2, len(head) - 6), len(head) - 1)
    return head != thing.name and any(thing.story.lexicon.get(head[at:], "Place") for at in ends)


# Bodies of provinces, cities and counties -----------------------------------------------------------


def _body(surface: str, thing: Thing) -> Named | None:
    """福建省莆田市政府: the last division that the name begins with, and what the body is in full."""
    chain = _divisions(surface, thing.story)
    if not chain:
        return None
    place, end = chain[-1]
    full = rules("linking")["bodies"].get(surface[end:])
    if full is None or place.subkind not in ("province", "city", "county"):
        return None
    written = _in_full(place, full, thing.story.lexicon)
    if written == surface:
        return Named(written, "equal name", 0.95)
    return Named(written, "body in full", 0.95, f"{place.name} + {surface[end:]}")


def _divisions(surface: str, story: Story) -> list[tuple[Entry, int]]:
    """Divisions one after another at the start of a name, each in the one before, with their ends."""
    chain: list[tuple[Entry, int]] = []
    at = 0
    while True:
        for end in range(min(len(surface) - 1, at + 12), at + 1, -1):
            found = [
                e
                for e in story.lexicon.get(surface[at:end], "Place")
                if e.subkind in ("province", "city", "county")
                and (surface[at:end] not in e.unsure or end - at > 2)
                and any(above.code == "CN" for above in story.lexicon.ancestors(e))
            ]
            if chain:
                found = [e for e in found if any(a.name == chain[-1][0].name for a in story.lexicon.ancestors(e))]
            elif len(found) > 1:
                found = [e for e in found if story.home.weights[e.parent or ""] > 0]
            if len(found) == 1:
                chain.append((found[0], end))
                at = end
                break
        else:
            return chain


def _in_full(place: Entry, full: str, lexicon: Lexicon) -> str:
    """The name of a body; a division that has namesakes stands behind its parent."""
    where = place.name
    if len([e for e in lexicon.get(place.name, "Place") if e.name == place.name]) > 1:
        parent = lexicon.parent(place)
        where = f"{parent.name if parent else ''}{place.name}"
    return full.format(place=where) if "{place}" in full else where + full


def _ellipsis(thing: Thing) -> Named | None:
    """省商务厅 is that of the province the article is set in."""
    match = re.fullmatch(rules("linking")["ellipsis"]["pattern"], thing.name)
    if match is None:
        return None
    level, tail = match.groups()
    full = rules("linking")["bodies"].get(tail) or rules("linking")["bodies"].get(tail.replace(level, "", 1))
    if full is None:
        return None
    place = thing.story.home.at(level, thing.start)
    if place is None:
        return Named(thing.name, "kept apart", 0.5, "the article names no such place", apart=thing.story.origin)
    lexicon = thing.story.lexicon
    return Named(_in_full(place, full, lexicon), "ellipsis", 0.88, f"the article is set in {place.name}")


# Bodies of the state --------------------------------------------------------------------------------


def _national(thing: Thing) -> Named | None:
    """中国商务部国际司 is 商务部国际司."""
    for lead in rules("linking")["country"]["lead"]:
        rest = thing.name.removeprefix(lead)
        if rest != thing.name and len(rest) >= 3:
            entry = known(rest, "Organization", thing.story.lexicon, thing.story.surfaces)
            if entry is not None and entry.subkind in ("government", "other", None):
                return Named(entry.name, "name within a name", 0.93, f"{lead} + {rest}; {source(entry)}")
            body = _national_body(rest, thing)
            if body:
                return body
    return None


def _national_body(rest: str, thing: Thing) -> Named | None:
    lead = rest[2:] if rest.startswith("国家") else ""
    entry = known(lead, "Organization", thing.story.lexicon, thing.story.surfaces) if lead else None
    return Named(entry.name, "name within a name", 0.9, source(entry)) if entry else None


def _department(thing: Thing) -> Named | None:
    """统计分析司 where the article names 海关总署, whose department the gazetteer knows by that name."""
    if not re.match(rules("linking")["agencies"]["pattern"], thing.name) and len(thing.name) != 2:
        return None
    story = thing.story
    owners = []
    for other in story.extraction.entities:
        if other.kind != "Organization" or other is thing.entity:
            continue
        for surface in dict.fromkeys((other.name, *other.aliases)):
            parent = known(surface, "Organization", story.lexicon, story.surfaces)
            if parent is None:
                continue
            if len(thing.name) == 2 and parent.name.endswith(thing.name) and parent.name != thing.name:
                owners.append((parent, surface))
                continue
            for head in parent.surfaces:
                entry = known(head + thing.name, "Organization", story.lexicon)
                if entry is not None:
                    owners.append((entry, surface))
    names = {entry.name for entry, _ in owners}
    if len(names) != 1:
        return None
    entry, surface = owners[0]
    return Named(entry.name, "ellipsis", 0.88, f"the article names {surface}; {source(entry)}")


def _abroad(thing: Thing) -> Named | None:
    """众议院 in a story about one foreign country."""
    story = thing.story
    if story.lexicon.get(thing.name, "Organization"):
        return None
    found = {}
    for surface in sorted(story.places):
        for country in story.lexicon.get(surface, "Place"):
            entry = known(country.name + thing.name, "Organization", story.lexicon)
            if country.subkind == "country" and country.code != "CN" and entry is not None:
                found[entry.name] = (entry, country)
    if len(found) != 1:
        return None
    entry, country = next(iter(found.values()))
    return Named(entry.name, "ellipsis", 0.85, f"the article names {country.name}; {source(entry)}")


# Companies and the rest -----------------------------------------------------------------------------


def _company(thing: Thing) -> Named | None:
    """A company without its legal form and its home is in the gazetteer."""
    legal = _table("company")["legal"]
    short = re.sub(legal, "", thing.name)
    if short == thing.name or len(short) < 2 or branch(thing):
        return None
    chain = _divisions(short, thing.story)
    for rest in (short, short[chain[-1][1] :] if chain else ""):
        entry = known(rest, "Organization", thing.story.lexicon) if len(rest) >= 2 else None
        if entry is not None and entry.subkind in ("company", "media", "association"):
            return Named(entry.name, "legal form left out", 0.9, source(entry))
    return None


def _unsure(thing: Thing) -> Named | None:
    """圆通 said of an organisation is the company, though it is a word as well."""
    entries = thing.story.lexicon.get(thing.name, "Organization")
    if len(entries) == 1 and entries[0].subkind in ("company", "media", "school", "association"):
        return Named(entries[0].name, "gazetteer", 0.85, f"also an ordinary word; {source(entries[0])}")
    return None


def _own(thing: Thing) -> Named:
    if re.fullmatch(rules("linking")["generic"]["organization"], thing.name):
        return Named(thing.name, "kept apart", 0.5, "a word for many bodies", apart=thing.story.origin)
    return Named(thing.name, "equal name", 0.88)


def _table(name: str) -> dict[str, str]:
    table: dict[str, str] = rules("linking")[name]
    return table
