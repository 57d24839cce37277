"""The user's own corrections: two names that are one thing, or are not, whatever the rules say.

A ledger is a CSV file, `corrections.csv`: verdict (`same` or `apart`), kind, one, other, because. A name is
one that an article uses, or the thing's name in the graph. It is kept by hand or by `kg merge` and
`kg unmerge`, lives beside the build or where `kg.toml` says, and holds for every later build.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import cast

from kg.errors import KgError
from kg.model import KINDS, Correction, Kind, Link
from kg.resolve._thing import key

FILE = "corrections.csv"
COLUMNS = ("verdict", "kind", "one", "other", "because")


def read(path: Path) -> tuple[Correction, ...]:
    """The corrections of a file, sorted; none where there is no file. Raises KgError with `file:line`."""
    if not path.exists():
        return ()
    found = []
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise KgError(f"the corrections cannot be read: {error}", str(path), "save the file as UTF-8") from error
    reader = csv.DictReader(io.StringIO(text, newline=""))
    for row in reader:
        where = f"{path}:{reader.line_num}"
        if any(row.get(column) is None for column in COLUMNS):
            raise KgError("a correction lacks a column", where, f"columns are {','.join(COLUMNS)}", usage=True)
        if row["verdict"] not in ("same", "apart"):
            raise KgError(f"{row['verdict']!r} is no verdict", where, "write same or apart", usage=True)
        if row["kind"] not in KINDS:
            raise KgError(f"{row['kind']!r} is no kind", where, f"use one of {', '.join(KINDS)}", usage=True)
        kind = cast(Kind, row["kind"])
        found.append(Correction(row["verdict"] == "same", kind, row["one"], row["other"], row["because"]))
    return tuple(sorted(set(found)))


def write(path: Path, corrections: Iterable[Correction]) -> None:
    """Writes corrections, sorted; a ledger without any is no file."""
    rows = sorted(set(corrections))
    if not rows:
        path.unlink(missing_ok=True)
        return
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\n")
    lines.writerow(COLUMNS)
    lines.writerows(("same" if c.same else "apart", c.kind, c.one, c.other, c.because) for c in rows)
    part = path.with_name(f".{path.name}.part")
    part.write_text(out.getvalue(), encoding="utf-8")
    part.replace(path)


def merged(corrections: Sequence[Correction], kind: Kind, one: str, other: str, because: str) -> list[Correction]:
    """The corrections after two names were said to be one thing: an opposite line goes, else one is added."""
    return _after(corrections, Correction(True, kind, one, other, because))


def unmerged(corrections: Sequence[Correction], kind: Kind, one: str, other: str, because: str) -> list[Correction]:
    """The corrections after two names were said to be two things: an opposite line goes, else one is added."""
    return _after(corrections, Correction(False, kind, one, other, because))


def _after(corrections: Sequence[Correction], new: Correction) -> list[Correction]:
    pair = {key(new.one), key(new.other)}
    kept = [c for c in corrections if c.kind != new.kind or {key(c.one), key(c.other)} != pair]
    gone = [c for c in corrections if c not in kept]
    if any(c.same != new.same for c in gone):
        return kept
    return [*kept, new]


def corrected(links: Sequence[Link], corrections: Sequence[Correction]) -> tuple[list[Link], tuple[Correction, ...]]:
    """The links under the corrections, and the corrections that match nothing any more.

    `apart`: where the two names are one thing, those that bear the second name get a thing of their own.
    `same`: the things that bear the names are one, under the id of the first.
    """
    found = list(links)
    unused = []
    for item in sorted(corrections, key=lambda c: (c.same, c)):
        moved = _same(found, item) if item.same else _apart(found, item)
        if moved is None:
            unused.append(item)
        else:
            found = moved
    return found, tuple(sorted(unused))


def bears(link: Link, name: str) -> bool:
    """Whether a link's surface, or its thing's name or id, is a name."""
    wanted = key(name)
    return wanted in (key(link.surface), link.entity, link.entity.partition("/")[2]) or name == link.entity


def _same(links: list[Link], item: Correction) -> list[Link] | None:
    mine = [link for link in links if link.entity.startswith(f"{item.kind}/")]
    ones = sorted({link.entity for link in mine if bears(link, item.one)})
    others = sorted({link.entity for link in mine if bears(link, item.other)})
    if not ones or not others or ones == others:
        return None
    exact = f"{item.kind}/{key(item.one)}"
    kept = exact if exact in ones else ones[0]
    gone = {entity for entity in (*ones, *others) if entity != kept}
    return [_moved(link, kept, item) if link.entity in gone else link for link in links]


def _apart(links: list[Link], item: Correction) -> list[Link] | None:
    mine = [link for link in links if link.entity.startswith(f"{item.kind}/")]
    ones = {link.entity for link in mine if bears(link, item.one)}
    away = {
        link
        for link in mine
        if link.entity in ones and key(link.surface) == key(item.other) and key(link.surface) != key(item.one)
    }
    if not away:
        return None
    own = f"{item.kind}/{key(item.other)}"
    if own in ones:  # the thing is called by the name that goes: the rest is called by the other
        rest = f"{item.kind}/{key(item.one)}"
        return [_moved(link, rest, item) if link.entity in ones and link not in away else link for link in links]
    return [_moved(link, own, item) if link in away else link for link in links]


def _moved(link: Link, entity: str, item: Correction) -> Link:
    reason = "said by hand" if item.same else "kept apart by hand"
    return Link(entity, link.article, link.local, link.surface, reason, 1.0, item.because, link.span)
