"""Events: which edition of which series, ceremonies by what they open, press conferences by their day."""

import re
from dataclasses import replace
from datetime import date, timedelta

from kg.lexicon import Edition, Entry
from kg.model import Claim
from kg.resolve._numbers import ordinal, stem, written, year
from kg.resolve._thing import Named, Thing, key, known, source
from kg.rules import rules


def name(thing: Thing) -> Named:
    """What an event is called."""
    found = _ceremony(thing) or _briefing(thing) or _known(thing)
    if found is not None:
        return found
    if re.fullmatch(rules("linking")["generic"]["event"], stem(thing.name)):
        return _apart(thing)
    return _unknown(thing)


# Parts of events --------------------------------------------------------------------------------


def _ceremony(thing: Thing) -> Named | None:
    """第四届进博会开幕式 and a bare 开幕式 are told by the event they belong to."""
    match = re.search(rules("names")["inner"]["ceremony"], thing.name)
    if match is None:
        return None
    tail = re.sub("^活动", "", match.group())
    story = thing.story
    owner = next((c.object for c in _above(thing)), None)
    if owner in story.by_id and owner != thing.entity.id and story.by_id[owner].kind == "Event":
        whole = Thing(story, story.by_id[owner])
        if not re.search(rules("names")["inner"]["ceremony"], whole.name):
            named = name(whole)
            detail = f"belongs to {named.name}"
            score = min(named.score, 0.9)
            return Named(named.name + tail, "part of an event", score, detail, apart=named.apart, whole=named.name)
    base = thing.name[: match.start()]
    if len(base) < 3:
        return _apart(thing)
    entry = known(stem(base), "Event", story.lexicon, story.surfaces)
    if entry is None:
        return Named(_plain(base) + tail, "equal name", 0.88)
    named = _edition(entry, thing, (base,), f"{base}: {source(entry)}")
    return Named(named.name + tail, "part of an event", named.score, named.detail, whole=named.name)


def _above(thing: Thing) -> list[Claim]:
    claims = thing.story.extraction.claims
    return sorted(
        (c for c in claims if c.subject == thing.entity.id and c.predicate == "subEventOf"),
        key=lambda c: (-c.confidence, c.object),
    )


def _briefing(thing: Thing) -> Named | None:
    """Press conferences and regular meetings bear one name each time: their day tells them apart."""
    match = re.fullmatch(rules("linking")["generic"]["briefing"], thing.name)
    if match is None or (match[1] and not _host(match[1], thing)):
        return None
    days = sorted(
        d.value
        for d in thing.story.extraction.datings
        if d.subject == thing.entity.id and d.property in ("startDate", "date") and len(d.value) == 10
    )
    host = "" if match[1] else _holder(thing)
    if not days or not (match[1] or host):
        return _apart(thing)
    entry = known(thing.name, "Event", thing.story.lexicon)
    title = host + (entry.name if entry else thing.name)
    return Named(f"{days[0]}{title}", "same day", 0.85, f"held on {days[0]}{' by ' + host if host else ''}")


def _holder(thing: Thing) -> str:
    """Who holds a press conference: its organizer, else the body named shortly before."""
    story = thing.story
    claims = [c for c in story.extraction.claims if c.subject == thing.entity.id and c.predicate == "organizer"]
    bodies = [story.by_id[c.object] for c in claims if c.object in story.by_id]
    if not bodies:
        named = [
            (mention.span.end, body)
            for body in story.extraction.entities
            if body.kind == "Organization"
            for mention in body.mentions
            if thing.start - 20 <= mention.span.start and mention.span.end <= thing.start
        ]
        bodies = [max(named, key=lambda pair: pair[0])[1]] if named else []
    if not bodies:
        return ""
    entry = known(key(bodies[0].name), "Organization", story.lexicon, story.surfaces)
    return entry.name if entry else key(bodies[0].name)


def _host(words: str, thing: Thing) -> bool:
    """Whether the words before 发布会 only say who holds it."""
    bodies = (e for e in thing.story.extraction.entities if e.kind == "Organization")
    return bool(thing.story.lexicon.get(words, "Organization")) or words in {key(body.name) for body in bodies}


def _apart(thing: Thing) -> Named:
    return Named(thing.name, "kept apart", 0.5, "a word for many events", apart=thing.story.origin)


# Series and editions --------------------------------------------------------------------------------


def _known(thing: Thing) -> Named | None:
    """An event of a series in the gazetteer."""
    story = thing.story
    part = _part(thing)
    if part is not None:
        return part
    parts = [part for surface in thing.surfaces for part in (surface, *_joined(surface))]
    for surface in parts:
        entry = known(surface, "Event", story.lexicon, story.surfaces)
        if entry is not None and (ordinal(surface) is not None or year(surface) is not None):
            return Named(entry.name, "gazetteer", 0.98, source(entry))  # an edition with an entry of its own
        base = stem(surface)
        entry = known(base, "Event", story.lexicon, story.surfaces)
        if entry is None:
            unsure = story.lexicon.get(base, "Event")
            fits = len(unsure) == 1 and (base != surface or unsure[0].subkind == "festival")
            entry = unsure[0] if fits and not _elsewhere(thing, unsure[0]) else None
        if entry is not None:
            same = tuple(s for s in parts if _of_series(s, entry, thing))
            return _edition(entry, thing, same or (surface,), source(entry))
    return None


def _part(thing: Thing) -> Named | None:
    """第四届进博会 with a forum's name behind it is a part of that edition."""
    base = stem(thing.name)
    for end in range(len(base) - 3, 2, -1):
        entry = known(base[:end], "Event", thing.story.lexicon)
        if entry is not None and re.search(rules("linking")["generic"]["part"], base[end:]):
            head = thing.name[: thing.name.find(base[end:])]
            if re.search("[暨和与]", base[end:]) or known(base, "Event", thing.story.lexicon):
                return None
            whole = _edition(entry, thing, (head,), source(entry))
            detail = f"a part of {whole.name}; {source(entry)}"
            return Named(whole.name + base[end:], "part of an event", min(whole.score, 0.9), detail, whole=whole.name)
    return None


def _elsewhere(thing: Thing, entry: Entry) -> bool:
    """Whether an event is that of a place, by its name or by all who hold it, and the series is of no such place."""
    story = thing.story
    claims = (c for c in story.extraction.claims if c.subject == thing.entity.id and c.predicate == "organizer")
    holders = [key(story.by_id[c.object].name) for c in claims if c.object in story.by_id]
    own = [place for place in (_place(words, thing) for words in thing.surfaces) if place]
    theirs = [_place(words, thing) for words in holders]
    places = own or [place for place in theirs if place and None not in theirs]
    return any(not any(surface in entry.name for surface in place.surfaces) for place in places)


def _place(words: str, thing: Thing) -> Entry | None:
    """The division that a name begins with, a year aside."""
    bare = re.sub("^(?:19|20)\\d\\d年?", "", words)
    for end in range(min(len(bare), 9), 1, -1):
        for entry in thing.story.lexicon.get(bare[:end], "Place"):
            if entry.subkind in ("province", "city", "county") and bare[:end] not in entry.unsure:
                return entry
    return None


def _joined(surface: str) -> list[str]:
    """Both halves of A暨B."""
    return [part for part in surface.split("暨") if len(part) > 3] if "暨" in surface else []


def _of_series(surface: str, entry: Entry, thing: Thing) -> bool:
    return any(e is entry for e in thing.story.lexicon.get(stem(surface), "Event"))


def _edition(entry: Entry, thing: Thing, surfaces: tuple[str, ...], detail: str) -> Named:
    """The edition that some names of a series carry, or that the day of publication implies."""
    editions = thing.story.lexicon.editions.get(entry.name, ())
    series = Named(entry.name, "gazetteer", 0.97, detail)
    numbers = {n for s in surfaces if (n := ordinal(s)) is not None}
    years = {y for s in surfaces if (y := year(s)) is not None}
    if len(numbers) > 1:  # an article that compares editions: the one its name carries
        numbers = {n} if (n := ordinal(surfaces[0])) is not None else numbers
    bare = ordinal(thing.name) is None and year(thing.name) is None and not _cued(thing)
    if len(numbers) > 1 or len(years) > 1 or (bare and numbers and len(_ordinals(entry, thing)) > 1):
        return replace(series, reason="several editions", score=0.8)
    number, when = next(iter(numbers), None), next(iter(years), None)
    if number is None and when is None and (shift := _shift(thing)):
        number, when = _counted(entry, shift, thing)
        if number is None and when is None:
            return replace(series, reason="several editions", score=0.8)
    elif number is None and when is None:
        return _current(entry, editions, thing) or series
    if number is not None and when is not None and ordinal(thing.name) is None and year(thing.name) == when:
        both = [e for e in editions if e.ordinal == number and e.year == when]
        number = number if both or not editions else None  # an ordinal of another name: of another edition
    held = [e for e in editions if (number is None or e.ordinal in (number, None)) and (when is None or e.year == when)]
    if len(held) == 1:
        number, when = held[0].ordinal or number, held[0].year
    return _called(entry, number, when, "edition of a series", 0.96, detail)


def _shift(thing: Thing) -> str:
    """The word that places an event a turn away from that of these days: 上届, 去年; where it always is told so."""
    pattern = rules("linking")["deixis"]["shift"]
    text = thing.story.extraction.article.plain
    found = set()
    for mention in thing.entity.mentions:
        match = re.match(pattern, mention.text) or re.search(f"{pattern}$", text[: mention.span.start][-6:])
        found.add(match[1] if match else "")
    return found.pop() if len(found) == 1 else ""


def _ordinals(entry: Entry, thing: Thing) -> set[int]:
    """The numbers of all editions of a series that an article names."""
    surfaces = (surface for surface in thing.story.surfaces if _of_series(surface, entry, thing))
    return {n for surface in surfaces if (n := ordinal(surface)) is not None}


def _counted(entry: Entry, shift: str, thing: Thing) -> tuple[int | None, str | None]:
    """Number or year of an edition that is told by its place before or after another."""
    turn: int = rules("linking")["deixis"]["turns"].get(shift, 0)
    if shift.endswith("年"):
        published = thing.story.extraction.article.published or ""
        when = str(int(published[:4]) + turn) if published[:4].isdigit() else None
        held = [e for e in thing.story.lexicon.editions.get(entry.name, ()) if e.year == when]
        return None, when if len(held) == 1 or entry.subkind == "festival" else None
    numbers = _ordinals(entry, thing)
    if not numbers and turn:
        now = _current(entry, thing.story.lexicon.editions.get(entry.name, ()), thing)
        numbers = {int(now.edition)} if now is not None and now.edition and ordinal(now.name) else set()
    return (numbers.pop() + turn if len(numbers) == 1 and turn else None), None


def _called(entry: Entry, number: int | None, when: str | None, reason: str, score: float, detail: str) -> Named:
    """An edition by its number where it has one, else by its year."""
    if number is not None:
        title, edition = written(number) + entry.name, str(number)
    else:
        glue = "" if entry.subkind == "festival" and not entry.name[0].isdigit() else "年"
        title, edition = f"{when}{glue}{entry.name}", str(when)
    return Named(title, reason, score, detail, series=entry.name, edition=edition)


def _cued(thing: Thing) -> bool:
    """Whether an event is told as that of these days: 本届 before its name or in it."""
    cue = rules("linking")["deixis"]["cue"]
    before = thing.story.extraction.article.plain[max(0, thing.start - 6) : thing.start]
    return re.search(cue, before) is not None or re.search(cue, thing.name[:2]) is not None


def _current(entry: Entry, editions: tuple[Edition, ...], thing: Thing) -> Named | None:
    """The edition under way when the article was published; a cue such as 本届 allows for more time."""
    published = thing.story.extraction.article.published
    if not published or len(published) < 10:
        return None
    day = date.fromisoformat(published[:10])
    early, late = (timedelta(120), timedelta(60)) if _cued(thing) else (timedelta(15), timedelta(3))
    for held in editions or _calendar(entry, day):
        if held.start and len(held.start) == 10:
            start = date.fromisoformat(held.start)
            end = date.fromisoformat(held.end) if held.end else start
            if start - early <= day <= end + late:
                why = f"published {day}, held {held.start}/{held.end or held.start}"
                return _called(entry, held.ordinal, held.year, "edition by date", 0.85, why)
    return None


def _calendar(entry: Entry, day: date) -> list[Edition]:
    """This year's edition of a festival that has a day of its own (双11: 11-11)."""
    match = re.fullmatch("(\\d\\d-\\d\\d)(?:/(\\d\\d-\\d\\d))?", entry.calendar or "")
    if match is None:
        return []
    start, end = (f"{day.year}-{part}" for part in (match[1], match[2] or match[1]))
    return [Edition(entry.name, None, str(day.year), start, end, entry.source)]


def _unknown(thing: Thing) -> Named:
    """An event of no series that the gazetteer knows: by its own name, number and year written one way."""
    number, when = ordinal(thing.name), year(thing.name)
    title = _plain(thing.name)
    if number is None and when is None and re.match(rules("linking")["deixis"]["shift"], thing.name):
        return Named(title, "kept apart", 0.5, "which edition is not told", apart=thing.story.origin)
    if number is None and when is None:
        return Named(title, "equal name", 0.86)
    series = stem(thing.name)
    if len(series) < 3 or re.fullmatch(rules("linking")["generic"]["event"], series):
        return Named(title, "kept apart", 0.5, "a word for many events", apart=thing.story.origin)
    return Named(title, "equal name", 0.9, series=series, edition=str(number) if number is not None else when)


def _plain(title: str) -> str:
    """A name with its ordinal at the front and its year, if that stands first, without 年.

    >>> _plain("辽宁省第二届电商直播节"), _plain("2021年双11购物节"), _plain("第十二届甲会")
    ('第二届辽宁省电商直播节', '2021双11购物节', '第12届甲会')
    """
    number = ordinal(title)
    if number is not None and year(title) is None:
        return written(number) + stem(title)
    return re.sub("^((?:19|20)\\d\\d)年的?(?!\\d)", "\\1", title).removesuffix("活动")
