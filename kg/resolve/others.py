"""Platforms, products, policies and awards: gazetteer names, type words left out, words for many things."""

import re

from kg.extract._names import bare, variants
from kg.resolve._thing import Named, Thing, known, source
from kg.rules import rules


def name(thing: Thing) -> Named:
    """What a platform, product, policy or award is called."""
    same: dict[str, str] = rules("linking")["same"].get(thing.kind, {})
    if thing.name in same:
        return Named(same[thing.name], "other words for it", 0.93, f"{thing.name} is {same[thing.name]}")
    lexicon, named = thing.story.lexicon, thing.story.surfaces
    for surface in thing.surfaces:
        entry = known(surface, thing.kind, lexicon, named)
        if entry is not None:
            return Named(entry.name, "gazetteer", 0.98, source(entry))
    for variant in map(bare, variants(thing.name, thing.kind)):
        entry = known(variant, thing.kind, lexicon)
        if entry is not None and variant != thing.name:
            return Named(entry.name, "type word left out", 0.93, f"{variant}; {source(entry)}")
    entries = lexicon.get(thing.name, thing.kind)
    if len(entries) == 1:
        return Named(entries[0].name, "gazetteer", 0.85, f"also an ordinary word; {source(entries[0])}")
    if thing.kind == "Platform":
        owners = lexicon.get(thing.name, "Organization")
        if len(owners) == 1 and owners[0].subkind == "company":
            return Named(owners[0].name, "name of its company", 0.85, source(owners[0]))
    generic = rules("linking")["generic"].get(thing.kind.lower())
    if generic and re.fullmatch(generic, thing.name):
        return Named(thing.name, "kept apart", 0.5, "a word for many things", apart=thing.story.origin)
    return Named(thing.name, "equal name", 0.88)
