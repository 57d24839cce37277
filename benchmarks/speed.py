"""Speed, stage by stage, on one core, beside jieba's part-of-speech tagger over the same text.

    python -m benchmarks.speed seeds/articles
    python -m benchmarks.speed ../shared/articles ../shared/corpus/articles

A stage is timed in seconds of processor time, the best of some rounds, so that other work on the machine
counts little. `ratio` is how many times as fast as jieba.posseg, which finds words and tags alone. The whole
build starts `kg build` as a user does, program start and loading included, and is timed by the clock.
"""

import argparse
import logging
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kg import articles, rdf
from kg.extract import extract
from kg.graph import assemble
from kg.lexicon import load
from kg.model import Article
from kg.recogniser import recogniser
from kg.resolve import resolve
from kg.state import pack, unpack
from kg.tagger import tagger
from kg.text import sentences


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
    tagger(), recogniser(), extract(found[0], lexicon)  # loaded before the clock starts
    extractions = [extract(item, lexicon) for item in found]
    kept = [pack(item) for item in extractions]
    graph = assemble(extractions, resolve(extractions, lexicon), lexicon)
    split = [sentences(item) for item in found]
    return [
        best("jieba.posseg (baseline)", baseline(texts), rounds),
        best("reading", lambda: [list(articles.read(path)) for path in paths], rounds),
        best("gazetteer", lambda: [lexicon.find(text) for text in texts], rounds),
        best("tagger", lambda: [tagger().tag(*pair) for pair in zip(texts, split, strict=True)], rounds),
        best("extraction, tagger included", lambda: [extract(item, lexicon) for item in found], rounds),
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


def main() -> None:
    reader = argparse.ArgumentParser(description="Speed, stage by stage.")
    reader.add_argument("paths", nargs="+", type=Path)
    reader.add_argument("--rounds", type=int, default=3)
    reader.add_argument("--workers", type=int, nargs="*", default=[1, 2])
    given = reader.parse_args()
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
