"""Processes that answer: each does one job at a time and is ended, and begun anew, when a job takes too long.

The store's engine cannot be interrupted from within, so a query runs where it can be cut off from without.
What a worker is asked is a function of `kg.serve.jobs` by name, with plain arguments.
"""

import signal
import sys
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from queue import SimpleQueue
from threading import Lock
from typing import Any

from kg.errors import KgError

MEMORY = 2 << 30  # bytes of data a worker may hold: a query that wants more fails alone
START = 60.0  # seconds that a worker may take to begin

_Call = tuple[str, dict[str, Any]]


class TooLong(Exception):  # noqa: N818 - told to the client as a sentence, not an error of ours
    """A job did not end in its time, and was cut off."""


class Lost(Exception):  # noqa: N818
    """A worker died over a job: as a rule, for want of memory."""


class Broken(Exception):  # noqa: N818
    """A worker ended on a fault of ours; what it wrote to its log says where."""


class Worker:
    """One process with the store that it keeps open."""

    def __init__(self, memory: int = MEMORY) -> None:
        self._memory = memory
        self._lock = Lock()
        self._start()

    def call(self, name: str, arguments: dict[str, Any], seconds: float) -> Any:
        """What a job gives. Raises what the job raised, TooLong after some seconds, Lost where the process died."""
        with self._lock:
            try:
                self._ready()
                self._pipe.send((name, arguments))
                if not self._pipe.poll(seconds):
                    self._again()
                    raise TooLong
                good, result = self._pipe.recv()
            except (EOFError, OSError) as error:
                raise self._fallen() from error
        if good:
            return result
        raise result

    def close(self) -> None:
        """Ends the process."""
        self._pipe.close()
        self._process.kill()
        self._process.join()

    def _start(self) -> None:
        context = get_context("spawn")
        self._pipe, far = context.Pipe()
        self._process = context.Process(target=_work, args=(far, self._memory), daemon=True)
        self._process.start()
        self._fresh = True
        far.close()

    def _ready(self) -> None:
        """Waits for a worker that has only begun: the time of a job runs from when it can be done."""
        if self._fresh:
            if not self._pipe.poll(START):
                raise EOFError
            self._pipe.recv()
            self._fresh = False

    def _fallen(self) -> Exception:
        """Why the process is gone: ended by the system, for want of memory, or by a fault of ours that its log tells."""
        self._process.join(1.0)
        code = self._process.exitcode
        self._again()
        return Broken() if code == 1 else Lost()

    def _again(self) -> None:
        self.close()
        self._start()


class Pool:
    """Some workers, each busy with at most one job; who asks waits for one that is free."""

    def __init__(self, size: int, memory: int = MEMORY) -> None:
        self.size = size
        self._workers = [Worker(memory) for _ in range(size)]
        self._idle: SimpleQueue[Worker] = SimpleQueue()
        for worker in self._workers:
            self._idle.put(worker)

    def call(self, name: str, arguments: dict[str, Any], seconds: float) -> Any:
        """What a job gives, done by the first free worker."""
        worker = self._idle.get()
        try:
            return worker.call(name, arguments, seconds)
        finally:
            self._idle.put(worker)

    def close(self) -> None:
        """Ends all workers."""
        for worker in self._workers:
            worker.close()


def _work(pipe: Connection, memory: int) -> None:
    """The life of a worker: job after job, until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the server's, which ends us
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    from kg.serve import jobs

    pipe.send(True)
    while True:
        try:
            name, arguments = pipe.recv()
        except (EOFError, OSError):
            return
        pipe.send(_done(getattr(jobs, name), arguments))


def _done(job: Callable[..., Any], arguments: dict[str, Any]) -> tuple[bool, Any]:
    """What came of a job. A MemoryError goes the way of an answer: the worker has let go of what it held."""
    try:
        return True, job(**arguments)
    except KgError as error:
        return False, error
    except MemoryError:
        return False, KgError("the query needs more memory than it may have", "", "ask for less")
