"""Lexicons: lines that clash, unknown kinds and parents, lines out of order; each with its `file:line`."""

import csv
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal as Choice

from kg.errors import KgError
from kg.lexicon import Entry, held, load, read, renamed
from kg.model import KINDS, Kind
from kg.vocabulary import subkinds

_TABLES = (*(f"{kind.lower()}.csv" for kind in KINDS), "members.csv", "renamed.csv", "edition.csv")


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """Something that should be otherwise in a file that people write: where it stands, and what is wrong."""

    where: str
    level: Choice["error", "warning"]
    message: str

    def __str__(self) -> str:
        """The fault as one sentence.

        >>> str(Fault("place.csv:3", "error", "the name stands twice"))
        'place.csv:3: the name stands twice'
        """
        return f"{self.where}: {self.message}"


def faults(folder: Path, folders: Sequence[Path] = ()) -> Iterator[Fault]:
    """Faults of one folder of lexicons; parents may stand in it, in the others or in ours."""
    if not folder.is_dir():
        raise KgError("no such lexicon folder", str(folder), "check `lexicons` in kg.toml", usage=True)
    for path in sorted(folder.glob("*.csv")):
        if path.name not in _TABLES:
            message = f"no lexicon has this name and nobody reads it; use one of {', '.join(_TABLES)}"
            yield Fault(str(path), "error", message)
        try:
            yield from _unsorted(path)
        except UnicodeDecodeError:
            yield Fault(str(path), "error", "it is no UTF-8; save it as UTF-8")
            return
    entries: list[Entry] = []
    whole = True
    for kind in KINDS:
        path = folder / f"{kind.lower()}.csv"
        if path.exists():
            try:
                found = list(read(path, kind))
            except (KgError, ValueError) as error:
                where = error.where if isinstance(error, KgError) else str(path)
                yield Fault(where, "error", error.what if isinstance(error, KgError) else str(error))
                whole = False
                continue
            yield from _clashes(found)
            yield from _odd(found, kind)
            entries += found
    if whole:
        yield from _orphans(entries, folders)
        yield from _unknown(folder, folders)


def mend(folder: Path) -> list[Path]:
    """Sorts the lines of a folder's lexicons; returns the files that changed."""
    changed = []
    for path in sorted(folder.glob("*.csv")):
        try:
            head, records = _records(path)
        except UnicodeDecodeError:
            continue
        text = "".join([head, *sorted(records, key=_key)])
        if text != path.read_bytes().decode("utf-8"):
            path.write_bytes(text.encode("utf-8"))
            changed.append(path)
    return changed


# Order --------------------------------------------------------------------------------------------


def _records(path: Path) -> tuple[str, list[str]]:
    """The header of a CSV file and its records, each as it stands, a line end closed in quotes included."""
    lines = path.read_bytes().decode("utf-8").splitlines(keepends=True)
    records: list[str] = []
    waiting = ""
    for line in lines:
        waiting += line
        if waiting.count('"') % 2 == 0:
            records.append(waiting if waiting.endswith("\n") else waiting + "\n")
            waiting = ""
    if waiting:
        records.append(waiting)
    return (records[0], [record for record in records[1:] if record.strip()]) if records else ("", [])


def _key(record: str) -> list[str]:
    return next(csv.reader([record]), [])


def _unsorted(path: Path) -> Iterator[Fault]:
    head, records = _records(path)
    line = 1 + head.count("\n")
    before: list[str] = []
    for record in records:
        fields = _key(record)
        if before[:1] > fields[:1]:
            message = f"the lines are not sorted: {fields[0]} stands after {before[0]}; kg lint --fix sorts them"
            yield Fault(f"{path}:{line}", "error", message)
            return
        before, line = fields, line + record.count("\n")


# Content ------------------------------------------------------------------------------------------


def _clashes(entries: Sequence[Entry]) -> Iterator[Fault]:
    """Surfaces that two lines of a file claim. Places of one name are told apart by their codes."""
    claimed: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        for surface in entry.surfaces:
            others = [other for other in claimed[surface] if other.where != entry.where]
            for other in others:
                if entry.kind != "Place" or entry.code == other.code:
                    message = f"“{surface}” ({entry.name}) also stands in line {_line(other.where)} ({other.name})"
                    yield Fault(entry.where, "error", message)
            claimed[surface].append(entry)


def _odd(entries: Sequence[Entry], kind: Kind) -> Iterator[Fault]:
    known = subkinds(kind)
    for entry in entries:
        if entry.subkind and entry.subkind not in known:
            fix = f"use one of {', '.join(known)}" if known else "leave it empty"
            yield Fault(entry.where, "error", f"{entry.subkind} is no kind of {kind} ({entry.name}); {fix}")
        if any(not surface.strip() or surface != surface.strip() for surface in entry.surfaces):
            yield Fault(entry.where, "error", f"a name is empty or has spaces around it ({entry.name})")
        if not entry.source:
            yield Fault(entry.where, "warning", f"{entry.name} has no source")
        if kind == "Organization" and (two := _two_companies(entry)):
            message = f"{two[0]} and {two[1]} are two companies; the listed one needs a line of its own"
            yield Fault(entry.where, "warning", message)


def _two_companies(entry: Entry) -> tuple[str, str] | None:
    """A group and its listed company in one line: 甲集团有限公司 and 甲股份有限公司."""
    listed = {s.removesuffix("股份有限公司"): s for s in entry.surfaces if s.endswith("股份有限公司")}
    for surface in entry.surfaces:
        group = re.sub("(?:（集团）|集团)(?:有限责任公司|有限公司|公司)$", "", surface)
        if "股份" not in surface and group in listed and group != surface:
            return surface, listed[group]
    return None


def _orphans(entries: Sequence[Entry], folders: Sequence[Path]) -> Iterator[Fault]:
    try:
        lexicon = load(folders)
    except KgError:  # another folder's fault, told there
        return
    for entry in entries:
        if entry.parent and lexicon.parent(entry) is None:
            bearers = lexicon.get(entry.parent, "Place" if entry.kind == "Place" else "Organization")
            fix = f"; it is an alias of {bearers[0].name}, write that" if bearers else ""
            yield Fault(entry.where, "warning", f"the parent of {entry.name} is in no lexicon: {entry.parent}{fix}")


def _unknown(folder: Path, folders: Sequence[Path]) -> Iterator[Fault]:
    """Former names and editions of what no lexicon knows, and lines of those tables that cannot be read."""
    try:
        former, editions = list(renamed(folder)), list(held(folder))
        lexicon = load(folders)
    except KgError as error:
        yield Fault(error.where, "error", error.what)
        return
    for where, item in former:
        if not lexicon.get(item.current, item.kind):
            yield Fault(where, "warning", f"{item.former} is now {item.current}, which is in no lexicon")
    for where, edition in editions:
        if (edition.series, "Event") not in lexicon.names:
            yield Fault(where, "warning", f"the series is in no lexicon: {edition.series}")


def _line(where: str) -> str:
    return where.rpartition(":")[2]
