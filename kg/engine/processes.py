"""Processes of this machine; with one worker, this process."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice
from multiprocessing import get_context
from typing import TypeVar

from kg.errors import KgError

Item = TypeVar("Item")
Result = TypeVar("Result")

# Work waiting for a free worker: enough to keep all busy, few enough to bound memory.
WAITING = 4


def run(function: Callable[[Item], Result], items: Iterable[Item], workers: int) -> Iterator[Result]:
    """Results in the order of the items. Raises KgError where a worker dies (out of memory, killed)."""
    items = iter(items)
    head = list(islice(items, 2))
    if workers <= 1 or len(head) < 2:  # one piece of work is done before a process has started
        yield from map(function, chain(head, items))
        return
    # Spawned workers start clean: no locks or BLAS threads are inherited half-held.
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        waiting: deque[Future[Result]] = deque()
        try:
            for item in chain(head, items):
                waiting.append(pool.submit(function, item))
                if len(waiting) >= workers * WAITING:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except BrokenProcessPool as error:
            raise KgError(
                "a worker process died", "", "run again with fewer --workers; what is done is kept"
            ) from error


def cores() -> int:
    """Cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
