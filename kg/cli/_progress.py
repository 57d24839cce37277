"""Progress of long work: a bar on a terminal, plain lines elsewhere."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

Step = Callable[[str, int, int | None], None]


@contextmanager
def progress(console: Console) -> Iterator[Step]:
    """A bar with rate and time left on a terminal; now and then a plain line where there is none."""
    if not console.is_terminal:
        yield plain_lines(console)
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        tasks: dict[str, Any] = {}
        started: dict[str, float] = {}

        def step(name: str, done: int, total: int | None) -> None:
            if name not in tasks:
                tasks[name], started[name] = bar.add_task(name, total=total, rate=""), monotonic()
            passed = monotonic() - started[name]
            bar.update(tasks[name], completed=done, rate=f"{done / passed:.1f}/s" if passed > 0.5 else "")

        yield step


def plain_lines(console: Console, every: float = 5.0) -> Step:
    """A line each few seconds: `reading 128 of 345, 21.3/s, 10 s left`."""
    last: dict[str, float] = {}
    started: dict[str, float] = {}

    def step(name: str, done: int, total: int | None) -> None:
        now = monotonic()
        begun = started.setdefault(name, now)
        if now - last.get(name, begun) < every:
            return
        last[name] = now
        rate = done / max(now - begun, 1e-9)
        left = f", {(total - done) / rate:.0f} s left" if total and rate > 0 else ""
        console.print(f"{name} {done} of {total}, {rate:.1f}/s{left}", markup=False)

    return step
