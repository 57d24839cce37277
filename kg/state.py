"""What builds have read so far: an extraction for each article, kept beside the exports in one SQLite file.

An input whose bytes and whose program are unchanged is never opened again; of an input that did change, such
as a file of a thousand articles with one more, only the articles that are new are extracted again. Each batch
is one transaction: a run that is killed loses at most the batch it was in, and the next one does that again.
"""

import re
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Self

from kg import codec, model
from kg.codec import decode, encode
from kg.data import PACKAGE, schemas, seeds
from kg.errors import KgError
from kg.model import Article, Extraction, SetAside

_TABLES = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS input (path TEXT PRIMARY KEY, digest BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS article (
    path TEXT NOT NULL, digest BLOB NOT NULL, stem TEXT NOT NULL, extraction BLOB NOT NULL,
    PRIMARY KEY (path, digest)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS aside (path TEXT NOT NULL, name TEXT NOT NULL, reason TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS article_stem ON article (stem);
CREATE INDEX IF NOT EXISTS aside_path ON aside (path);
"""
_TOLD_APART = re.compile("-[0-9a-f]{8}$")  # what the names of different articles of one stem end with
_BYTES = 16  # of a digest: enough to tell any two things apart that a build will ever see


@dataclass(frozen=True, slots=True)
class Kept:
    """An article of an input, by the digest of the article and the program, and what was extracted, packed."""

    path: str
    digest: bytes
    stem: str
    extraction: bytes


@dataclass(frozen=True, slots=True)
class Input:
    """An input that has been read to its end: its digest, those of its articles, what was set aside."""

    path: str
    digest: bytes
    articles: frozenset[bytes]
    aside: tuple[SetAside, ...]


class State:
    """An open state file; one process writes at a time."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with self._told():
            path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(path, timeout=5)
            self._db.execute("PRAGMA journal_mode=WAL")
            found = _layout(self._db)
            if not found:
                self._db.executescript(f"BEGIN IMMEDIATE; {_TABLES} COMMIT;")
        shape = _shape()
        if (found and found != _fresh()) or self.noted("shape") not in (None, shape):
            self._db.close()
            raise KgError(
                "the earlier builds were made by another version of the program",
                str(path.parent),
                "delete that folder and build again from all articles",
            )
        self.note("shape", shape)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._db.close()

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Faults of the file as one plain sentence."""
        try:
            yield
        except (FileExistsError, NotADirectoryError) as error:
            where = str(self._path.parent.parent)
            raise KgError("a file stands where the build should go", where, "give a folder", usage=True) from error
        except sqlite3.Error as error:
            what, fix = f"cannot be used: {error}", "delete the file to read everything anew"
            if "locked" in str(error):
                what, fix = "is in use by another process", "wait until it ends"
            elif "readonly" in str(error):
                what, fix = "may not be written", "make the folder writable, or copy the build to one that is"
            raise KgError(f"the record of earlier builds {what}", str(self._path), fix) from error

    def noted(self, name: str) -> str | None:
        """A note under a name."""
        with self._told():
            row = self._db.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else None

    def note(self, name: str, value: str) -> None:
        """Keep a note."""
        if self.noted(name) != value:
            with self._told(), self._db:
                self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    def digests(self) -> dict[str, bytes]:
        """Digest of each input that has been read."""
        return dict(self._db.execute("SELECT path, digest FROM input"))

    def known(self, path: str) -> set[bytes]:
        """Digests of the articles of an input that need no extraction."""
        return {digest for (digest,) in self._db.execute("SELECT digest FROM article WHERE path = ?", (path,))}

    def holds(self, paths: Iterable[str]) -> bool:
        """Whether any of some inputs holds an article."""
        query = "SELECT 1 FROM article WHERE path = ? LIMIT 1"
        return any(self._db.execute(query, (path,)).fetchone() for path in paths)

    def put(self, kept: Iterable[Kept]) -> None:
        """Keep some extractions."""
        rows = [(item.path, item.digest, item.stem, item.extraction) for item in kept]
        with self._told(), self._db:
            self._db.executemany("INSERT OR REPLACE INTO article VALUES (?, ?, ?, ?)", rows)

    def finish(self, inputs: Iterable[Input]) -> None:
        """Note that some inputs have been read to their ends; what they held before and hold no more goes."""
        with self._told(), self._db:
            for item in inputs:
                gone = [(item.path, digest) for digest in sorted(self.known(item.path) - item.articles)]
                self._db.executemany("DELETE FROM article WHERE path = ? AND digest = ?", gone)
                self._db.execute("DELETE FROM aside WHERE path = ?", (item.path,))
                asides = [(item.path, one.path, one.reason) for one in item.aside]
                self._db.executemany("INSERT INTO aside VALUES (?, ?, ?)", asides)
                self._db.execute("INSERT OR REPLACE INTO input VALUES (?, ?)", (item.path, item.digest))

    def extractions(self) -> Iterator[Extraction]:
        """Every extraction, by the name of its article."""
        for (data,) in self._db.execute("SELECT extraction FROM article ORDER BY stem, digest"):
            yield unpack(data)

    def named(self, stem: str) -> list[Extraction]:
        """Extractions of the articles of a name; a digest behind it tells those of one file name apart."""
        query = "SELECT extraction FROM article WHERE stem = ? OR stem = ? ORDER BY digest"
        return [unpack(data) for (data,) in self._db.execute(query, (stem, _TOLD_APART.sub("", stem)))]

    def stems(self) -> list[str]:
        """Names of all articles, sorted."""
        return [stem for (stem,) in self._db.execute("SELECT DISTINCT stem FROM article ORDER BY stem")]

    def asides(self, paths: Sequence[str] | None = None) -> list[SetAside]:
        """Everything set aside, or what was set aside of some inputs, sorted."""
        rows = self._db.execute("SELECT path, name, reason FROM aside ORDER BY name, reason")
        wanted = None if paths is None else set(paths)
        return [SetAside(name, reason) for path, name, reason in rows if wanted is None or path in wanted]

    def content(self) -> str:
        """A digest of all that is kept."""
        digest = sha256()
        for query in ("SELECT digest FROM article ORDER BY digest", "SELECT name, reason FROM aside ORDER BY 1, 2"):
            for row in self._db.execute(query):
                digest.update(repr(row).encode())
        return digest.hexdigest()

    def remove(self, stem: str) -> int:
        """Forget the articles of a name; how many there were."""
        with self._told(), self._db:
            paths = [path for (path,) in self._db.execute("SELECT DISTINCT path FROM article WHERE stem = ?", (stem,))]
            count = self._db.execute("DELETE FROM article WHERE stem = ?", (stem,)).rowcount
            # an input without its digest is read again when it is given again
            self._db.executemany("DELETE FROM input WHERE path = ?", [(path,) for path in paths])
        return int(count)


def pack(extraction: Extraction) -> bytes:
    """An extraction as it is stored."""
    return zlib.compress(encode(extraction), 1)


def unpack(data: bytes) -> Extraction:
    """The extraction out of what `pack` made."""
    return decode(zlib.decompress(data), Extraction)


def input_digest(path: Path, program: bytes) -> bytes:
    """A digest of an input's bytes and of the program that reads it; none of one that may not be read."""
    digest = sha256(program)
    try:
        with path.open("rb") as file:
            while part := file.read(1 << 20):
                digest.update(part)
    except OSError:
        return b""  # why is told by its reader
    return digest.digest()[:_BYTES]


def article_digest(article: Article, program: bytes) -> bytes:
    """A digest of an article and of the program that extracts what it says."""
    return sha256(program + encode(article)).digest()[:_BYTES]


def reading(extra: Iterable[Path] = ()) -> bytes:
    """A digest of all that an extraction depends on besides the article: code, rules, lexicons, weights."""
    parts = [PACKAGE.rglob("*.py"), *(seeds(name).rglob("*") for name in ("rules", "lexicons", "models"))]
    return _digest(
        [*(file for part in parts for file in part), *(file for folder in extra for file in folder.rglob("*"))]
    )


def writing() -> bytes:
    """A digest of what the files of a build depend on besides: schemas, terms, and the parts of the page."""
    return _digest([*PACKAGE.rglob("*"), *schemas("").rglob("*"), *seeds("terms").rglob("*")])


def _digest(files: Iterable[Path]) -> bytes:
    digest = sha256()
    for path in sorted(file for file in files if file.is_file() and "__pycache__" not in file.parts):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.digest()


def _layout(db: sqlite3.Connection) -> dict[str, list[str]]:
    """The columns of each table."""
    tables = [str(name) for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    query = "SELECT name FROM pragma_table_info(?)"
    return {table: [column for (column,) in db.execute(query, (table,))] for table in tables}


@cache
def _fresh() -> dict[str, list[str]]:
    """The layout that this program makes."""
    with closing(sqlite3.connect(":memory:")) as db:
        db.executescript(_TABLES)
        return _layout(db)


@cache
def _shape() -> str:
    """A digest of the records that are kept, and of how they are written."""
    return _digest([Path(str(module.__file__)) for module in (codec, model)]).hex()
