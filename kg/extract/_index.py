"""Which entity of an article a surface means."""

from dataclasses import dataclass

from kg.extract._found import Found
from kg.extract._names import bare
from kg.lexicon import Entry
from kg.model import Kind, LocalEntity
from kg.text import plain


@dataclass(frozen=True, slots=True)
class Index:
    """Entities of an article by surface, by gazetteer entry and by id."""

    by_surface: dict[tuple[str, Kind], str]
    by_entry: dict[tuple[str, str | None, Kind], str]
    entries: dict[str, Entry]
    entities: dict[str, LocalEntity]

    def find(self, surface: str, *kinds: Kind) -> str | None:
        """Id of the entity that bears a surface, or whose gazetteer entry does."""
        for kind in kinds:
            found = self.by_surface.get((bare(surface), kind))
            if found:
                return found
        return None


def index(found: Found) -> Index:
    """The index of what an article names."""
    by_surface: dict[tuple[str, Kind], str] = {}
    by_entry: dict[tuple[str, str | None, Kind], str] = {}
    entries: dict[str, Entry] = {}
    for entity in found.entities:
        for surface in (entity.name, *entity.aliases):
            by_surface.setdefault((bare(plain(surface)), entity.kind), entity.id)
    for entity in found.entities:
        entry = entry_of(entity, found)
        if entry is not None:
            entries[entity.id] = entry
            by_entry.setdefault((entry.name, entry.code, entry.kind), entity.id)
            for surface in entry.surfaces:
                by_surface.setdefault((surface, entity.kind), entity.id)
    return Index(by_surface, by_entry, entries, {entity.id: entity for entity in found.entities})


def entry_of(entity: LocalEntity, found: Found) -> Entry | None:
    """The gazetteer entry an entity's names agree on, or None; homonyms are told apart by their parents."""
    for surface in (entity.name, *entity.aliases):
        entries = found.lexicon.get(bare(plain(surface)), entity.kind)
        if len(entries) == 1:
            return entries[0]
        if entries:
            near = [entry for entry in entries if _near(entry, found)]
            if len(near) == 1:
                return near[0]
            cities = [entry for entry in entries if entry.subkind in ("country", "province", "city")]
            if len(cities) == 1:
                return cities[0]
    return None


def _near(entry: Entry, found: Found) -> bool:
    """Whether an article also names the place that an entry lies in."""
    named = {bare(plain(name)) for other in found.entities for name in (other.name, *other.aliases)}
    return any(set(above.surfaces) & named for above in found.lexicon.ancestors(entry) if above.subkind != "country")
