"""Running the same work on many inputs: in this process, or on several cores.

An engine is a module of this package with `run(function, items, workers)`; results come in the order
of the items, whatever the number of workers.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from kg.errors import KgError
from kg.plugins import family

Item = TypeVar("Item")
Result = TypeVar("Result")


def run(
    function: Callable[[Item], Result], items: Iterable[Item], workers: int = 1, engine: str = "processes"
) -> Iterator[Result]:
    """`function` of every item, in order. Raises KgError for an engine there is none of."""
    engines = family("kg.engine")
    if engine not in engines:
        raise KgError(f"no engine {engine!r}", "", f"use one of {', '.join(engines)}", usage=True)
    results: Iterator[Result] = engines[engine].run(function, items, workers)
    return results
