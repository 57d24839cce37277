"""Speed, stage by stage, on one core, beside jieba's part-of-speech tagger over the same text.

    python -m benchmarks.speed seeds/articles
    python -m benchmarks.speed ../shared/articles ../shared/corpus/articles
    python -m benchmarks.speed news.jsonl --sizes 500 1000 2000

A stage is timed in seconds of processor time, the best of some rounds, so that other work on the machine
counts little. `ratio` is how many times as fast as jieba.posseg, which finds words and tags alone. The whole
build starts `kg build` as a user does, program start and loading included, and is timed by the clock.

With `--sizes` the first so many lines of a file of JSON lines are built, each size in a process of its own. It
prints what each size took, what one article more takes, and from that line what a million would take: a guess,
to be believed only as far as the figures of the sizes lie on one line.
"""

import argparse
import logging
import os
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from kg import articles, rdf
from kg.extract import extract_all
from kg.graph import assemble
from kg.lexicon import load
from kg.model import Article
from kg.pipeline import BATCH
from kg.recogniser import recogniser
from kg.resolve import resolve
from kg.state import pack, unpack
from kg.tagger import tagger
from kg.text import sentences

MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Row:
    stage: str
    seconds: float
    clock: str = "processor"


def best(stage: str, work: Callable[[], object], rounds: int) -> Row:
    found = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        found.append(time.process_time() - start)
    return Row(stage, min(found))


def baseline(texts: list[str]) -> Callable[[], object]:
    """jieba.posseg, loaded and warm."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its regular expressions are older than the interpreter
        import jieba
        import jieba.posseg

        jieba.setLogLevel(logging.ERROR)
        list(jieba.posseg.cut("预热"))
    return lambda: [list(jieba.posseg.cut(text)) for text in texts]


def stages(paths: list[Path], found: list[Article], rounds: int) -> list[Row]:
    texts, lexicon = [item.plain for item in found], load()
    tagger(), recogniser(), extract_all(found[:1], lexicon)  # loaded before the clock starts
    batches = [found[at : at + BATCH] for at in range(0, len(found), BATCH)]
    extractions = [item for batch in batches for item in extract_all(batch, lexicon)]
    kept = [pack(item) for item in extractions]
    graph = assemble(extractions, resolve(extractions, lexicon), lexicon)
    split = [[(item.plain, sentences(item)) for item in batch] for batch in batches]
    return [
        best("jieba.posseg (baseline)", baseline(texts), rounds),
        best("reading", lambda: [list(articles.read(path)) for path in paths], rounds),
        best("gazetteer", lambda: [lexicon.find(text) for text in texts], rounds),
        best("tagger", lambda: [tagger().tag_all(batch) for batch in split], rounds),
        best("extraction, tagger included", lambda: [extract_all(batch, lexicon) for batch in batches], rounds),
        best("from the record of earlier builds", lambda: [unpack(item) for item in kept], rounds),
        best("linking and graph", lambda: assemble(extractions, resolve(extractions, lexicon), lexicon), rounds),
        best("triples, sorted", lambda: rdf.triples(graph), rounds),
    ]


def whole(paths: list[Path], workers: int) -> Row:
    """`kg build` into an empty folder."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "kg", "build", *map(str, paths), "-o", folder, "-j", str(workers)]
        start = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        return Row(f"kg build -j {workers}", time.perf_counter() - start, "clock")


@dataclass(frozen=True, slots=True)
class Size:
    """What a build of some articles took: seconds of processor time, MB of memory at the most, MB on disk."""

    articles: int
    seconds: float
    memory: float
    disk: float


def built(path: Path, count: int) -> Size:
    """`kg build` of the first lines of a file, in a process of its own, on one core."""
    with tempfile.TemporaryDirectory() as folder:
        news, out = Path(folder, "news.jsonl"), Path(folder, "out")
        with path.open(encoding="utf-8") as lines, news.open("w", encoding="utf-8") as first:
            first.writelines(islice(lines, count))
        command = [sys.executable, "-m", "kg", "build", str(news), "-o", str(out), "-j", "1"]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as child:
            _, status, used = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            raise SystemExit(f"{' '.join(command)} failed")
        disk = sum(file.stat().st_size for file in out.rglob("*") if file.is_file())
        return Size(count, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, disk / 1e6)


def growth(sizes: list[Size]) -> None:
    """Each size, then what lies between the smallest and the largest, drawn out to a million articles."""
    print(f"{'articles':>10} {'seconds':>9} {'articles/s':>11} {'memory MB':>10} {'disk MB':>9}")
    for size in sizes:
        rate = size.articles / size.seconds
        print(f"{size.articles:10,} {size.seconds:9.1f} {rate:11.1f} {size.memory:10.0f} {size.disk:9.0f}")
    first, last = sizes[0], sizes[-1]
    more = last.articles - first.articles
    seconds, memory, disk = (
        (getattr(last, what) - getattr(first, what)) / more for what in ("seconds", "memory", "disk")
    )
    print(f"1,000 more {1000 * seconds:9.1f} {1 / seconds:11.1f} {1000 * memory:10.0f} {1000 * disk:9.0f}")
    hours, room, files = seconds * MILLION / 3600, memory * MILLION / 1024, disk * MILLION / 1000
    print(
        f"a million, if all goes on as between these: {hours:.0f} hours of one core, {room:.0f} GB, {files:.0f} GB on disk"
    )


def main() -> None:
    reader = argparse.ArgumentParser(description="Speed, stage by stage.")
    reader.add_argument("paths", nargs="+", type=Path)
    reader.add_argument("--rounds", type=int, default=3)
    reader.add_argument("--workers", type=int, nargs="*", default=[1, 2])
    reader.add_argument("--sizes", type=int, nargs="*", default=[], help="build so many articles of a JSON lines file")
    given = reader.parse_args()
    if given.sizes:
        growth([built(given.paths[0], count) for count in sorted(given.sizes)])
        return
    paths = articles.discover(given.paths)
    found = [item for path in paths for item in articles.read(path) if isinstance(item, Article)]
    size = sum(len(item.text) for item in found)
    rows = [*stages(paths, found, given.rounds), *(whole(given.paths, workers) for workers in given.workers)]
    print(f"{len(found)} articles, {size:,} characters")
    print(f"{'stage':36} {'seconds':>8} {'articles/s':>11} {'characters/s':>13} {'ratio':>6}  timed by")
    for row in rows:
        seconds = max(row.seconds, 1e-9)
        figures = f"{row.seconds:8.2f} {len(found) / seconds:11,.0f} {size / seconds:13,.0f}"
        print(f"{row.stage:36} {figures} {rows[0].seconds / seconds:6.2f}  {row.clock}")


if __name__ == "__main__":
    main()
