"""Readers of articles, one plug-in a format; the door that finds files and picks the reader."""

import gzip
import os
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import BinaryIO, cast

from kg.articles import _decode
from kg.errors import KgError
from kg.model import Article, SetAside
from kg.plugins import family

_FALLBACK = "plain"
_PACKED = ".gz"
# Suffixes that say nothing of the format: their content decides.
_UNTELLING = frozenset((".txt", ".text", ".md", ".markdown", ""))


def discover(paths: Iterable[Path | str]) -> list[Path]:
    """The files to read: those named, and in folders all with a known suffix but hidden ones; sorted.

    A folder inside that may not be read stands among them: reading it tells so.
    """
    found: set[Path] = set()
    for path in map(Path, paths):
        if path.is_dir():
            inside = [file for file in _walk(path) if _suffix(file) in _known() or file.is_dir()]
            if not inside:
                fix = f"give a folder with files such as {_examples()}"
                raise KgError("no article found", str(path), fix, usage=True)
            found.update(inside)
        elif path.exists():
            found.add(path)
        else:
            raise KgError("no such file or folder", str(path), "check the spelling of the path", usage=True)
    return sorted(found)


def others(paths: Iterable[Path | str]) -> dict[str, int]:
    """How many files in folders are of no known suffix, and so are not read, by suffix."""
    inside = (file for path in map(Path, paths) if path.is_dir() for file in _walk(path))
    counts = Counter(_suffix(file) or "without suffix" for file in inside if not file.is_dir())
    return {suffix: counts[suffix] for suffix in sorted(counts.keys() - _known())}


def read(path: Path | str) -> Iterator[Article | SetAside]:
    """The articles of a file. What cannot be read is set aside with its reason; nothing is raised for it."""
    path = Path(path)
    if not path.exists():
        raise KgError("no such file", str(path), "check the spelling of the path", usage=True)
    if path.is_dir():
        if not os.access(path, os.R_OK | os.X_OK):
            yield SetAside(str(path), "the folder may not be read")
            return
        raise KgError("a folder, not a file", str(path), "find its files with discover", usage=True)
    if not path.is_file():
        yield SetAside(str(path), "it is no regular file")
        return
    try:
        for item in _items(path):
            yield replace(item, path=str(path)) if isinstance(item, SetAside) else item
    except (EOFError, zlib.error):
        yield SetAside(str(path), "the compressed file is damaged")
    except OSError as error:
        yield SetAside(str(path), f"it cannot be read: {error.strerror or error}")


def expected(path: Path) -> int:
    """How many articles a file seems to hold: a line each in a file of lines, else one."""
    owner = _owner(_suffix(path))
    if owner is None or not hasattr(owner, "read_stream") or not path.is_file():
        return 1
    try:
        with _opened(path) as stream:
            return max(1, sum(part.count(b"\n") for part in iter(lambda: stream.read(1 << 20), b"")))
    except (OSError, EOFError, zlib.error):
        return 1  # told when it is read


def stem(path: Path) -> str:
    """The name of an article's file without its suffixes.

    >>> stem(Path("news/day.jsonl.gz")), stem(Path("a.b.md"))
    ('day', 'a.b')
    """
    name = path.name[: -len(_PACKED)] if path.suffix.lower() == _PACKED and path.stem else path.name
    return Path(name).stem


def _items(path: Path) -> Iterator[Article | SetAside]:
    with _opened(path) as stream:
        owner = _owner(_suffix(path))
        if owner is not None and hasattr(owner, "read_stream") and _suffix(path) != ".json":
            yield from owner.read_stream(stream, stem(path))
            return
        data = stream.read(_decode.LARGEST + 1)
    if len(data) > _decode.LARGEST:
        most = f"{_decode.LARGEST >> 20} MB"
        yield SetAside(stem(path), f"it is larger than {most}; split it, or save it as JSON lines")
        return
    yield from read_bytes(data, stem(path), _suffix(path))


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    """A file's bytes, unpacked where it is packed."""
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
        file.seek(0)
        yield cast("BinaryIO", gzip.GzipFile(fileobj=file)) if packed else file


def read_bytes(data: bytes, stem: str, suffix: str = "") -> Iterator[Article | SetAside]:
    """The articles of a file's content; `suffix` tells its format where it can."""
    if data.startswith(b"WARC/"):
        yield from family(__name__)["warc"].read(data.decode("latin-1"), stem)
        return
    text = _decode.decode(data)
    if isinstance(text, _decode.Unreadable):
        yield SetAside(stem, text.reason)
    elif not text.strip("\ufeff\x00 \t\n"):
        yield SetAside(stem, "it is empty")
    else:
        yield from plugin(text, suffix).read(text, stem)


def plugin(text: str, suffix: str = "") -> ModuleType:
    """The reader of a text: its suffix's owner if the text has its look, else the first whose look it has."""
    readers = family(__name__)
    owner = _owner(suffix)
    if owner is not None and owner.sniff(text):
        return owner
    looks = next((reader for reader in readers.values() if reader.sniff(text)), None)
    return looks or owner or readers[_FALLBACK]


def _owner(suffix: str) -> ModuleType | None:
    if suffix in _UNTELLING:
        return None
    return next((reader for reader in family(__name__).values() if suffix in reader.SUFFIXES), None)


def _suffix(path: Path) -> str:
    """The suffix that tells the format, that of compression left out."""
    suffix = path.suffix.lower()
    return Path(path.stem).suffix.lower() if suffix == _PACKED else suffix


def _known() -> frozenset[str]:
    return frozenset(suffix for reader in family(__name__).values() for suffix in reader.SUFFIXES)


def _examples() -> str:
    return ", ".join(dict.fromkeys(f"*{reader.SUFFIXES[0]}" for reader in family(__name__).values()))


def _walk(folder: Path) -> Iterator[Path]:
    """Files below a folder, those and folders with a leading dot left out, and folders that may not be read."""
    shut: list[Path] = []
    for where, folders, files in os.walk(folder, onerror=lambda error: shut.append(Path(error.filename))):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(where) / name for name in files if not name.startswith("."))
    yield from shut
