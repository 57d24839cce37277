"""Gazetteers: every name we know, its kind, parent and code, and one automaton that finds them all.

A lexicon is `seeds/lexicons/KIND.csv`, one entry a line: name, aliases separated by `|`, kind, parent,
code, source. A surface that starts with `?` is also an ordinary word and counts only with support.
Folders of the user's own come first: an entry there replaces ours of the same name.
"""

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import cast

import ahocorasick_rs

from kg.data import seeds
from kg.errors import KgError
from kg.model import KINDS, Kind, Span

COLUMNS = ("name", "aliases", "kind", "parent", "code", "source")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a lexicon. `aliases` are surfaces; those in `unsure` need support from the context."""

    name: str
    kind: Kind
    subkind: str | None
    aliases: tuple[str, ...]
    unsure: frozenset[str]
    parent: str | None
    code: str | None
    source: str
    where: str
    position: tuple[float, float] | None = None
    calendar: str | None = None

    @property
    def surfaces(self) -> tuple[str, ...]:
        """The name and its aliases."""
        return (self.name, *self.aliases)


@dataclass(frozen=True, slots=True)
class Hit:
    """Entries whose surface stands at a place of a text."""

    span: Span
    surface: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Renaming:
    """A name that was given up for another, and when.

    `merged` is one whose bearer went into a larger thing with others: it is not that thing under an old name.
    """

    former: str
    current: str
    kind: Kind
    date: str | None
    merged: bool = False


@dataclass(frozen=True, slots=True)
class Edition:
    """One happening of an event series: its number where it has one, its year, first and last day (ISO 8601)."""

    series: str
    ordinal: int | None
    year: str
    start: str | None
    end: str | None
    source: str


class Lexicon:
    """All entries, by name, by surface and by code; `find` runs over a text."""

    def __init__(
        self,
        entries: Iterable[Entry],
        renamings: Sequence[Renaming],
        members: dict[str, tuple[str, ...]],
        editions: Iterable[Edition] = (),
    ) -> None:
        self.entries = tuple(entries)
        self.renamings = tuple(renamings)
        self.members = members
        held: dict[str, dict[tuple[int | None, str], Edition]] = defaultdict(dict)
        for edition in editions:  # the user's own come first
            held[edition.series].setdefault((edition.ordinal, edition.year), edition)
        self.editions = {series: tuple(found.values()) for series, found in sorted(held.items())}
        surfaces: dict[str, list[Entry]] = defaultdict(list)
        for entry in self.entries:
            for surface in entry.surfaces:
                if entry not in surfaces[surface]:
                    surfaces[surface].append(entry)
        self.surfaces = {surface: tuple(found) for surface, found in sorted(surfaces.items())}
        self.codes = {entry.code: entry for entry in self.entries if entry.code and entry.kind == "Place"}
        self.names: dict[tuple[str, Kind], Entry] = {}
        for entry in self.entries:
            self.names.setdefault((entry.name, entry.kind), entry)

    @cached_property
    def _automaton(self) -> ahocorasick_rs.AhoCorasick:
        # A one-character surface (辽, 俄) is looked up where a rule asks for it, not everywhere.
        patterns = [surface for surface in self.surfaces if len(surface) > 1]
        return ahocorasick_rs.AhoCorasick(patterns, store_patterns=True)

    @cached_property
    def _patterns(self) -> list[str]:
        return [surface for surface in self.surfaces if len(surface) > 1]

    def find(self, text: str) -> list[Hit]:
        """Every occurrence of every surface of two or more characters, overlapping ones included."""
        return [
            Hit(Span(start, end), self._patterns[number], self.surfaces[self._patterns[number]])
            for number, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True)
        ]

    def get(self, surface: str, kind: Kind | None = None) -> tuple[Entry, ...]:
        """Entries that bear a surface, of one kind or of any."""
        return tuple(entry for entry in self.surfaces.get(surface, ()) if kind is None or entry.kind == kind)

    def sure(self, surface: str, kind: Kind) -> bool:
        """Whether a surface stands for a thing of the kind wherever it is a word of its own."""
        return any(surface not in entry.unsure for entry in self.get(surface, kind))

    def parent(self, entry: Entry) -> Entry | None:
        """The entry that contains, owns or operates another."""
        if entry.parent is None:
            return None
        if entry.kind == "Place":
            return self.codes.get(entry.parent) or self.names.get((entry.parent, "Place"))
        return self.names.get((entry.parent, "Organization")) or self.names.get((entry.parent, "Place"))

    def ancestors(self, entry: Entry) -> Iterator[Entry]:
        """Parents of an entry, nearest first."""
        seen = {entry.name}
        above = self.parent(entry)
        while above is not None and above.name not in seen:
            yield above
            seen.add(above.name)
            above = self.parent(above)


def load(folders: Sequence[Path] = ()) -> Lexicon:
    """The lexicon of `seeds/lexicons`, with the user's own folders before it."""
    entries: list[Entry] = []
    claimed: dict[tuple[str, Kind], set[str | None]] = {}
    renamings: list[Renaming] = []
    members: dict[str, tuple[str, ...]] = {}
    editions: list[Edition] = []
    for folder in (*folders, seeds("lexicons")):
        if not folder.is_dir():
            raise KgError("no such lexicon folder", str(folder), "check `lexicons` in kg.toml", usage=True)
        own = [e for kind in KINDS if (path := folder / f"{kind.lower()}.csv").exists() for e in read(path, kind)]
        kept = [left for entry in own if (left := _left(entry, claimed)) is not None]
        entries += kept
        for entry in kept:
            for surface in entry.surfaces:
                claimed.setdefault((surface, entry.kind), set()).add(entry.code if entry.kind == "Place" else None)
        renamings += [item for _, item in renamed(folder)]
        editions += [item for _, item in held(folder)]
        grouped: dict[str, list[str]] = defaultdict(list)
        for _, row in _rows(folder / "members.csv"):
            grouped[row["group"]].append(row["member"])
        for group, names in grouped.items():
            members.setdefault(group, tuple(names))
    return Lexicon(list(dict.fromkeys(entries)), renamings, members, editions)


def _left(entry: Entry, claimed: dict[tuple[str, Kind], set[str | None]]) -> Entry | None:
    """What an entry keeps beside those of folders before it: no surface that is theirs, nothing if its name is.

    A place keeps a name that only places of other codes bear.
    """

    def taken(surface: str) -> bool:
        codes = claimed.get((surface, entry.kind))
        if codes is None:
            return False
        return entry.kind != "Place" or None in codes or entry.code is None or entry.code in codes

    if taken(entry.name):
        return None
    aliases = tuple(alias for alias in entry.aliases if not taken(alias))
    return entry if aliases == entry.aliases else replace(entry, aliases=aliases)


def read(path: Path, kind: Kind) -> Iterator[Entry]:
    """Entries of one file. Raises KgError with `file:line` for a line that cannot be read."""
    for where, row in _rows(path):
        missing = [column for column in COLUMNS if row.get(column) is None]
        if missing:
            raise KgError(f"a lexicon line lacks {missing[0]}", where, f"columns are {','.join(COLUMNS)}")
        written = [row["name"], *(part for part in row["aliases"].split("|") if part)]
        unsure = frozenset(surface[1:] for surface in written if surface.startswith("?"))
        name, *aliases = (surface.removeprefix("?") for surface in written)
        if not name:
            raise KgError("a lexicon line has no name", where, "give the name in the first column")
        position = (float(row["lon"]), float(row["lat"])) if row.get("lon") and row.get("lat") else None
        yield Entry(
            name=name,
            kind=kind,
            subkind=row["kind"] or None,
            aliases=tuple(dict.fromkeys(alias for alias in aliases if alias != name)),
            unsure=unsure,
            parent=row["parent"] or None,
            code=row["code"] or None,
            source=row["source"],
            where=where,
            position=position,
            calendar=row.get("calendar") or None,
        )


def _rows(path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """Lines of a CSV file with their place, or nothing where there is no such file."""
    if not path.exists():
        return
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        for row in reader:
            yield f"{path}:{reader.line_num}", row


def renamed(folder: Path) -> Iterator[tuple[str, Renaming]]:
    """Former names of a folder's `renamed.csv`, each with its place. Raises KgError for a line that cannot be read."""
    for where, row in _rows(folder / "renamed.csv"):
        yield where, _renaming(row, where)


def held(folder: Path) -> Iterator[tuple[str, Edition]]:
    """Editions of a folder's `edition.csv`, each with its place. Raises KgError for a line that cannot be read."""
    for where, row in _rows(folder / "edition.csv"):
        yield where, _edition(row, where)


def _renaming(row: dict[str, str], where: str) -> Renaming:
    kind = row.get("kind")
    if kind not in KINDS:
        raise KgError(f"unknown kind {kind!r}", where, f"use one of {', '.join(KINDS)}")
    how = row.get("how") or ""
    if how not in ("", "merged"):
        raise KgError(f"{how!r} is no way to change a name", where, "write merged, or leave `how` empty")
    return Renaming(row["former"], row["current"], cast(Kind, kind), row.get("date") or None, how == "merged")


def _edition(row: dict[str, str], where: str) -> Edition:
    number = row.get("ordinal") or ""
    if not row.get("series") or not (row.get("year") or "").isdigit() or not (number.isdigit() or not number):
        fix = "columns are series,ordinal,year,start,end,source"
        raise KgError("an edition needs its series, its year and, if it has one, its number", where, fix)
    return Edition(
        series=row["series"],
        ordinal=int(number) if number else None,
        year=row["year"],
        start=row.get("start") or None,
        end=row.get("end") or None,
        source=row.get("source") or "",
    )
