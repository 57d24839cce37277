"""What the pages and protocols ask: jobs for the workers, over the newest snapshot, each with its time limit."""

from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from anyio import CapacityLimiter, to_thread

from kg.pipeline import STATE, STORE
from kg.serve.snapshots import Snapshots
from kg.serve.workers import MEMORY, Pool, Worker

WAITING = 2000  # requests that may wait for a worker


class Busy(Exception):  # noqa: N818 - told to the client as a sentence
    """More requests wait than the server will hold."""


@dataclass(frozen=True, slots=True)
class Options:
    """How to serve a build. `limit` is the size of the largest answer in bytes, `seconds` a query's time."""

    folder: Path
    host: str = "127.0.0.1"
    port: int = 8750
    seconds: float = 30.0
    limit: int = 100_000_000
    workers: int = 2
    memory: int = MEMORY
    origins: tuple[str, ...] = ()
    token: str | None = None
    day: str | None = None


class Engine:
    """The workers that read, and the one that writes where the server may write."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.store = options.folder / STORE
        self.state = options.folder / STATE
        self._snapshots = Snapshots(self.store)
        self._current = self._snapshots.current()
        self._pool = Pool(max(options.workers, 1), options.memory)
        self._limiter = CapacityLimiter(max(options.workers, 1))
        self._writer = Worker(options.memory) if options.token else None
        self._writing = Lock()
        self._base: str | None = None

    async def read(self, job: str, /, *, seconds: float | None = None, **arguments: Any) -> Any:
        """What a job of the readers gives, by its name in `kg.serve.jobs`."""
        if self._limiter.statistics().tasks_waiting > WAITING:
            raise Busy
        return await to_thread.run_sync(self._read, job, arguments, seconds, limiter=self._limiter)

    async def base(self) -> str:
        """The base of the store's IRIs."""
        if self._base is None:
            self._base = str(await self.read("base"))
        return self._base

    async def write(self, job: str, /, **arguments: Any) -> Any:
        """What a job of the writer gives; readers see what it did from here on."""
        return await to_thread.run_sync(self._write, job, arguments)

    def close(self) -> None:
        """Ends the workers and drops the snapshots."""
        self._pool.close()
        if self._writer:
            self._writer.close()
        self._snapshots.close()

    def _read(self, name: str, arguments: dict[str, Any], seconds: float | None) -> Any:
        place = self._current if self._writer else self._snapshots.current()
        return self._pool.call(name, {"place": place, **arguments}, seconds or self.options.seconds)

    def _write(self, name: str, arguments: dict[str, Any]) -> Any:
        writer = self._writer
        if writer is None:
            raise RuntimeError("a server without a token has no writer")
        with self._writing:
            done = writer.call(name, {"writes": str(self.store), **arguments}, self.options.seconds)
            path = self._snapshots.next()
            writer.call("snapshot", {"writes": str(self.store), "to": path}, self.options.seconds)
            self._snapshots.taken(path)
            self._current = path
            return done
