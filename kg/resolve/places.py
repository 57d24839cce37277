"""Places: 鼓楼区 of which city, 俄方 of which country, 中国广西自贸试验区 without the words around it."""

import re

from kg.lexicon import Entry, Lexicon
from kg.resolve._thing import Named, Thing, source
from kg.rules import rules

_CITY_NAMED = 3.0  # the support of an article that names the next larger place


def name(thing: Thing) -> Named:
    """What a place is called."""
    for surface in thing.surfaces:
        entries = _entries(surface, thing)
        if entries and (abroad := _part_of_abroad(surface, entries, thing)):
            return Named(abroad + surface, "equal name", 0.85, f"after {abroad}")
        if entries:
            return _told_apart(surface, entries, thing)
    for surface in thing.surfaces:
        trimmed = _trimmed(surface, thing)
        if trimmed is not None:
            return trimmed
    if re.fullmatch(rules("linking")["generic"]["place"], thing.name):
        return Named(thing.name, "kept apart", 0.5, "a word for many places", apart=thing.story.origin)
    return Named(thing.name, "equal name", 0.85)


def _entries(surface: str, thing: Thing) -> tuple[Entry, ...]:
    lexicon = thing.story.lexicon
    if len(surface) == 2 and surface[1] == "方":
        found = [e for e in lexicon.get(surface[0], "Place") if e.subkind in ("country", "region")]
        named = [e for e in found if any(s in thing.story.surfaces for s in e.surfaces if len(s) > 1)]
        return tuple(named or [e for e in found if e.subkind == "country"])
    return lexicon.get(surface, "Place")


def _told_apart(surface: str, entries: tuple[Entry, ...], thing: Thing) -> Named:
    """The entry that the article's other places speak for; namesakes with nothing to go by stay apart."""
    scored = sorted(((_support(entry, thing), entry) for entry in entries), key=lambda pair: -pair[0][0])
    (best, why), entry = scored[0]
    if _common(surface, entries) and best < _CITY_NAMED:
        waters = [e for e in entries if e.name == surface and e.code is None]
        if len(waters) == 1:
            return _of(waters[0], thing, "gazetteer", 0.85, source(waters[0]))
        return Named(surface, "kept apart", 0.5, "a word for many places", apart=thing.story.origin)
    sure = len(entries) == 1 and surface not in entry.unsure
    if sure:
        return _of(entry, thing, "gazetteer", 0.98, source(entry))
    if best > 0 and (len(scored) == 1 or scored[1][0][0] < best):
        return _of(entry, thing, "place by context", 0.9, why)
    if len(entries) == 1:
        return _of(entry, thing, "gazetteer", 0.85, source(entry))
    large = [e for e in entries if e.subkind in ("country", "province", "city") or e.code is None]
    if len(large) == 1:
        return _of(large[0], thing, "place by size", 0.75, f"the larger of {len(entries)} namesakes")
    return Named(surface, "kept apart", 0.5, f"{len(entries)} places of this name", apart=thing.story.origin)


def _common(surface: str, entries: tuple[Entry, ...]) -> bool:
    """Whether a surface is a word for many places (老城区), or a water that a county of its shores is named after."""
    if all(e.subkind == "county" for e in entries) and re.fullmatch(rules("linking")["generic"]["place"], surface):
        return True
    return any(e.name == surface and e.code is None for e in entries) and surface.endswith(tuple("海江河湖洋"))


def _part_of_abroad(surface: str, entries: tuple[Entry, ...], thing: Thing) -> str:
    """The foreign country that stands right before 东部 or 南部, which then is no region of China."""
    if any(surface not in entry.unsure or entry.subkind != "region" for entry in entries):
        return ""
    lexicon, plain = thing.story.lexicon, thing.story.extraction.article.plain
    before = plain[max(0, thing.start - 8) : thing.start]
    for at in range(len(before) - 1):
        found = [e for e in lexicon.get(before[at:], "Place") if e.subkind == "country" and e.code != "CN"]
        if found:
            return found[0].name
    return ""


def _support(entry: Entry, thing: Thing) -> tuple[float, str]:
    """How much an article speaks for an entry, and what does."""
    story = thing.story
    weight, why = 0.0, ""
    for step, above in enumerate(story.lexicon.ancestors(entry)):
        if above.subkind == "country":
            break
        named = next((s for s in above.surfaces if s in story.places), None)
        if named:
            weight += 3 / (1 + step)
            why = why or f"the article names {named}"
        elif above.code and story.home.weights[above.code]:
            weight += min(2.0, 0.5 * story.home.weights[above.code]) / (1 + step)
            why = why or f"the article is set in {above.name}"
    if weight == 0 and entry.code is None and not _chinese(entry, story.lexicon):
        pattern = rules("linking")["abroad"]["before"]
        before = story.extraction.article.plain[max(0, thing.start - 4) : thing.start]
        if re.search(pattern, before):
            return 1.0, f"after {before}"
    return weight, why


def _chinese(entry: Entry, lexicon: Lexicon) -> bool:
    return any(above.code == "CN" for above in lexicon.ancestors(entry))


def _trimmed(surface: str, thing: Thing) -> Named | None:
    """A known place under words that only say which country or province it is in."""
    lexicon = thing.story.lexicon
    for end in range(2, min(8, len(surface) - 1)):
        outer = [e for e in lexicon.get(surface[:end], "Place") if e.subkind in ("country", "province", "city")]
        if len(outer) != 1:
            continue
        inner = [
            e
            for e in lexicon.get(surface[end:], "Place")
            if any(above.name == outer[0].name for above in lexicon.ancestors(e)) or outer[0].code == "CN"
        ]
        if len(inner) == 1:
            return _of(inner[0], thing, "name within a name", 0.92, f"{surface[:end]} + {surface[end:]}")
    for ending in rules("linking")["generic"]["area"]:
        if surface.endswith(ending):
            found = lexicon.get(surface.removesuffix(ending), "Place")
            water = surface.removesuffix(ending).endswith(tuple("海江河湖洋"))
            if len(found) == 1 and not water and found[0].subkind in ("region", "city", "county", "province"):
                return _of(found[0], thing, "name within a name", 0.85, f"{surface} without {ending}")
    return None


def _of(entry: Entry, thing: Thing, reason: str, score: float, detail: str) -> Named:
    shared = len({e.code for e in thing.story.lexicon.get(entry.name, "Place") if e.name == entry.name}) > 1
    return Named(entry.name, reason, score, detail, code=entry.code if shared else None)
