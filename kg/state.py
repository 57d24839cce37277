"""What builds have read so far: an extraction for each article, kept beside the exports in one SQLite file.

An input whose bytes and whose program are unchanged is never read again. Each batch is one
transaction: a run that is killed loses at most the batch it was in, and the next one does that again.
"""

import re
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Self

from kg.codec import decode, encode
from kg.data import PACKAGE, seeds
from kg.errors import KgError
from kg.model import Extraction, SetAside

_TABLES = """
CREATE TABLE IF NOT EXISTS input (path TEXT PRIMARY KEY, digest TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS article (
    path TEXT NOT NULL, number INTEGER NOT NULL, stem TEXT NOT NULL, extraction BLOB NOT NULL,
    PRIMARY KEY (path, number)
);
CREATE TABLE IF NOT EXISTS aside (path TEXT NOT NULL, name TEXT NOT NULL, reason TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS article_stem ON article (stem);
"""


_DIGEST = re.compile("-[0-9a-f]{8}$")


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one input: its digest, the articles in it, packed, and what was set aside."""

    path: str
    digest: str
    articles: tuple[tuple[str, bytes], ...]
    aside: tuple[SetAside, ...]


class State:
    """An open state file; one process writes at a time."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._db = sqlite3.connect(path, timeout=5)
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.executescript(_TABLES)
        except sqlite3.DatabaseError as error:
            raise KgError(
                f"the record of earlier builds cannot be used: {error}",
                str(path),
                "delete the file to read everything anew",
            ) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._db.close()

    def digests(self) -> dict[str, str]:
        """Digest of each input that has been read."""
        return dict(self._db.execute("SELECT path, digest FROM input"))

    def put(self, results: Iterable[Result]) -> None:
        """Keep some results, in place of what the same inputs gave before."""
        with self._db:
            for result in results:
                self._forget(result.path)
                self._db.execute("INSERT INTO input VALUES (?, ?)", (result.path, result.digest))
                rows = [(result.path, n, stem, data) for n, (stem, data) in enumerate(result.articles)]
                self._db.executemany("INSERT INTO article VALUES (?, ?, ?, ?)", rows)
                asides = [(result.path, item.path, item.reason) for item in result.aside]
                self._db.executemany("INSERT INTO aside VALUES (?, ?, ?)", asides)

    def extractions(self) -> Iterator[Extraction]:
        """Every extraction, by the name of its article."""
        for (data,) in self._db.execute("SELECT extraction FROM article ORDER BY stem, path, number"):
            yield unpack(data)

    def named(self, stem: str) -> list[Extraction]:
        """Extractions of the articles of a name; a digest behind it tells those of one file name apart."""
        query = "SELECT extraction FROM article WHERE stem = ? OR stem = ? ORDER BY path, number"
        return [unpack(data) for (data,) in self._db.execute(query, (stem, _DIGEST.sub("", stem)))]

    def asides(self) -> list[SetAside]:
        """Everything set aside, sorted."""
        rows = self._db.execute("SELECT name, reason FROM aside ORDER BY name, reason")
        return [SetAside(name, reason) for name, reason in rows]

    def stems(self) -> list[str]:
        """Names of all articles, sorted."""
        return [stem for (stem,) in self._db.execute("SELECT DISTINCT stem FROM article ORDER BY stem")]

    def remove(self, stem: str) -> int:
        """Forget the articles of a name; how many there were."""
        with self._db:
            paths = [path for (path,) in self._db.execute("SELECT DISTINCT path FROM article WHERE stem = ?", (stem,))]
            count = self._db.execute("DELETE FROM article WHERE stem = ?", (stem,)).rowcount
            # an input without its digest is read again when it is given again
            self._db.executemany("DELETE FROM input WHERE path = ?", [(path,) for path in paths])
        return int(count)

    def _forget(self, path: str) -> None:
        for table in ("input", "article", "aside"):
            self._db.execute(f"DELETE FROM {table} WHERE path = ?", (path,))


def pack(extraction: Extraction) -> bytes:
    """An extraction as it is stored."""
    return zlib.compress(encode(extraction), 1)


def unpack(data: bytes) -> Extraction:
    """The extraction out of what `pack` made."""
    return decode(zlib.decompress(data), Extraction)


def fingerprint(extra: Iterable[Path] = ()) -> str:
    """A digest of everything an extraction depends on besides the article: code, rules, lexicons, weights."""
    digest = sha256()
    files = [
        *PACKAGE.rglob("*.py"),
        *seeds("rules").rglob("*"),
        *seeds("lexicons").rglob("*"),
        *seeds("models").rglob("*"),
    ]
    for folder in extra:
        files.extend(folder.rglob("*"))
    for path in sorted(file for file in files if file.is_file() and "__pycache__" not in file.parts):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
