"""Which things of different articles are one thing: a ledger of links, each with its reason."""

from collections import defaultdict
from collections.abc import Sequence

from kg.extract._names import bare
from kg.lexicon import Entry, Lexicon
from kg.model import Extraction, Kind, Link, LocalEntity
from kg.text import plain


def link(extractions: Sequence[Extraction], lexicon: Lexicon) -> list[Link]:
    """A link for each thing of each article; equal names of one kind meet, and gazetteer aliases."""
    links = []
    for extraction in sorted(extractions, key=lambda e: e.article.stem):
        for entity in extraction.entities:
            name, reason, score = canonical(entity, lexicon)
            links.append(Link(f"{entity.kind}/{name}", extraction.article.stem, entity.id, entity.name, reason, score))
    return links


def canonical(entity: LocalEntity, lexicon: Lexicon) -> tuple[str, str, float]:
    """Canonical name of a thing, the reason, and how sure it is."""
    for surface in (entity.name, *entity.aliases):
        entries = lexicon.get(bare(plain(surface)), entity.kind)
        if len(entries) == 1 and bare(plain(surface)) not in entries[0].unsure:
            return entries[0].name, "gazetteer", 0.98
    return bare(plain(entity.name)), "equal name", 0.9


def entries_of(names: dict[str, Kind], lexicon: Lexicon) -> dict[str, Entry]:
    """The gazetteer entry behind each canonical name, where there is one."""
    found: dict[str, Entry] = {}
    for name, kind in names.items():
        entries = lexicon.get(name, kind)
        if len(entries) == 1:
            found[name] = entries[0]
    return found


def by_article(links: Sequence[Link]) -> dict[str, dict[str, str]]:
    """For each article, the graph's id of each of its things; an article may have none."""
    table: dict[str, dict[str, str]] = defaultdict(dict)
    for item in links:
        table[item.article][item.local] = item.entity
    return table
