"""The store as the workers see it: a snapshot that stays as it is while a build, or a client, writes.

A snapshot shares the store's files by hard links, so it costs milliseconds. It is taken when the store has
changed and nobody holds its lock; until then the one before serves on.
"""

import os
import shutil
from pathlib import Path
from threading import Lock

import pyoxigraph as ox

from kg.errors import KgError

_FOLDER = "serving"
_KEPT = 3  # a worker may still be opening one that was current a moment ago


class Snapshots:
    """Snapshots of one store, numbered, in a folder beside it that goes when the server does."""

    def __init__(self, store: Path) -> None:
        self._store = store
        self._home = store.parent / _FOLDER / str(os.getpid())
        self._lock = Lock()
        self._seen: object = None
        self._current: Path | None = None
        self._number = 0
        _sweep(store.parent / _FOLDER)

    def current(self) -> str:
        """Path of the newest snapshot; of the store itself where its folder cannot be written."""
        with self._lock:
            seen = _signature(self._store)
            if self._current is None or seen != self._seen:
                self._take()
            return str(self._current or self._store)

    def next(self) -> str:
        """Path for a snapshot that somebody else takes, current from `taken` on."""
        self._number += 1
        self._home.mkdir(parents=True, exist_ok=True)
        return str(self._home / str(self._number))

    def taken(self, path: str) -> None:
        """Makes a snapshot the current one, and drops those long past."""
        self._current = Path(path)
        for old in range(1, self._number - _KEPT):
            shutil.rmtree(self._home / str(old), ignore_errors=True)

    def close(self) -> None:
        """Drops all snapshots."""
        shutil.rmtree(self._home, ignore_errors=True)

    def _take(self) -> None:
        if not self._store.is_dir():
            raise KgError("no store here", str(self._store), "make one with kg build", usage=True)
        try:
            opened = ox.Store(str(self._store))
        except (OSError, RuntimeError):  # a build holds the lock, or the folder is read-only
            return
        try:
            path = self.next()
            opened.backup(path)
        except (OSError, RuntimeError):
            return
        finally:
            del opened
        self.taken(path)
        self._seen = _signature(self._store)  # opening wrote to it


def _signature(store: Path) -> object:
    """What changes whenever the store does: names, sizes and times of its files."""
    try:
        found = [(item.name, item.stat()) for item in os.scandir(store)]
    except OSError:
        return None
    return sorted((name, stat.st_size, stat.st_mtime_ns) for name, stat in found if name not in ("LOCK", "LOG"))


def _sweep(folder: Path) -> None:
    """Drops what servers left behind that were killed."""
    for old in folder.iterdir() if folder.is_dir() else ():
        if not _alive(old.name):
            shutil.rmtree(old, ignore_errors=True)


def _alive(name: str) -> bool:
    """Whether a process of this number runs."""
    try:
        os.kill(int(name), 0)
    except (OSError, ValueError):
        return False
    return True
