"""From a folder of articles to a graph and its exports, in one pass that can be read as a story."""

import json
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import Any

from kg import articles, engine, page, rdf, store
from kg.errors import KgError
from kg.export import gexf
from kg.extract import extract_all
from kg.graph import assemble
from kg.graph.values import USUAL as USUAL_TOLERANCE
from kg.graph.values import Tolerance
from kg.lexicon import Lexicon, load
from kg.model import Article, Extraction, Graph, SetAside
from kg.report import Report, report
from kg.resolve import ledger, resolve
from kg.resolve.reprints import USUAL as USUAL_ALIKE
from kg.resolve.reprints import Alike
from kg.state import Input, Kept, State, article_digest, input_digest, pack, reading, writing

BATCH = 16
STATE = ".kg/state.sqlite"
STORE = ".kg/store"
PAGE = "graph.html"
REPORT = "report.json"
# Only beside a page that cannot show all of the graph.
GEXF = "graph.gexf"
_GIVEN = "given"  # the note of what a build was made with
FILES = (rdf.GRAPH, rdf.EVIDENCE, PAGE, REPORT)

Progress = Callable[[str, int, int | None], None]


@dataclass(frozen=True, slots=True)
class Options:
    """How to build. `lexicons` are the user's own folders, before ours.

    `corrections` is the user's ledger of what is one thing and what is not; by default it lies in the build's folder.
    `tolerance` says when figures agree, `alike` when articles are one text.
    """

    base: str = "https://shangtu.example/"
    workers: int = 1
    engine: str = "processes"
    lexicons: tuple[Path, ...] = ()
    least: float = 0.0
    language: str = "zh"
    corrections: Path | None = None
    tolerance: Tolerance = USUAL_TOLERANCE
    alike: Alike = USUAL_ALIKE

    def ledger(self, out: Path) -> Path:
        """The file of corrections for a build."""
        return self.corrections or out / ledger.FILE


@dataclass(frozen=True, slots=True)
class Built:
    """A finished build: its report, whether its files were written anew, how many inputs were read and how many kept."""

    report: Report
    written: bool
    read: int
    kept: int = 0
    files: tuple[str, ...] = FILES


def build(paths: Sequence[Path], out: Path, options: Options, progress: Progress) -> Built:
    """Read what is new in some paths, and write everything known to `out`.

    Raises KgError where none of the paths holds an article.
    """
    files = articles.discover(paths)
    with State(out / STATE) as state, store.open(out / STORE, options.base, write=True) as opened:
        new = list(_new(files, state, options))
        _read(new, state, options, progress)
        _some(files, state)
        given = {"base": options.base, "least": options.least, "language": options.language}
        state.note(_GIVEN, json.dumps(given))
        return _write(state, opened, out, options, progress, read=len(new), kept=len(files) - len(new))


def remove(stems: Sequence[str], out: Path, options: Options, progress: Progress) -> tuple[Built, dict[str, int]]:
    """Take articles out and write what is left; how many articles each name took out."""
    with State(out / STATE) as state, store.open(out / STORE, options.base, write=True) as opened:
        gone = {stem: state.remove(stem) for stem in stems}
        return _write(state, opened, out, options, progress, read=0), gone


def rewrite(out: Path, options: Options, progress: Progress) -> Built:
    """Write a build anew out of what it has read: after a change of its corrections."""
    with State(out / STATE) as state, store.open(out / STORE, options.base, write=True) as opened:
        return _write(state, opened, out, options, progress, read=0)


def made_with(out: Path) -> dict[str, Any]:
    """Base, least confidence and language of the last build here: what is made of it later is made with them."""
    with State(out / STATE) as state:
        return dict(json.loads(state.noted(_GIVEN) or "{}"))


def graph_of(out: Path, options: Options) -> Graph:
    """The graph of an earlier build."""
    with State(out / STATE) as state:
        return _graph(_extractions(state, options), out, options)


# Reading --------------------------------------------------------------------------------------------

Batch = list[tuple[str, bytes, Article]]


def _new(files: Sequence[Path], state: State, options: Options) -> Iterator[tuple[Path, bytes]]:
    """Inputs whose bytes, or whose program, are not those of the last time."""
    known, program = state.digests(), reading(options.lexicons)
    for path in files:
        digest = input_digest(path, program)
        if known.get(str(path.resolve())) != digest:
            yield path, digest


def _read(new: Sequence[tuple[Path, bytes]], state: State, options: Options, progress: Progress) -> None:
    """Read inputs here, extract in the workers, keep what comes back batch by batch."""
    seen, total = 0, sum(articles.expected(path) for path, _ in new)
    read: deque[tuple[int, list[Input]]] = deque()  # what each batch brings to its end, in the order of batches
    work = partial(_extracted, lexicons=options.lexicons)
    for kept in engine.run(work, _batches(new, state, options, read), options.workers, options.engine):
        state.put(kept)
        count, done = read.popleft()
        state.finish(done)
        seen += count
        progress("reading", seen, max(seen, total))


def _batches(
    new: Sequence[tuple[Path, bytes]], state: State, options: Options, read: deque[tuple[int, list[Input]]]
) -> Iterator[Batch]:
    """Articles to extract from; beside each batch, what was read for it: a count, and the inputs that end with it."""
    program = reading(options.lexicons)
    batch: Batch = []
    done: list[Input] = []
    count = 0
    for path, digest in new:
        where = str(path.resolve())
        known, found, aside = state.known(where), set[bytes](), []
        for item in articles.read(path):
            count += 1
            if isinstance(item, SetAside):
                aside.append(replace(item, path=Path(item.path).name))
                continue
            key = article_digest(item, program)
            if key not in known and key not in found:
                batch.append((where, key, item))
            found.add(key)
            if len(batch) == BATCH:
                read.append((count, done))
                yield batch
                batch, count, done = [], 0, []
        done.append(Input(where, digest, frozenset(found), tuple(aside)))
    if done:
        read.append((count, done))
        yield batch


def _extracted(batch: Batch, lexicons: tuple[Path, ...]) -> list[Kept]:
    """What a worker does: extract what some articles say."""
    found = extract_all([item for _, _, item in batch], _lexicon(lexicons))
    return [
        Kept(path, digest, item.stem, pack(extraction))
        for (path, digest, item), extraction in zip(batch, found, strict=True)
    ]


def _some(files: Sequence[Path], state: State) -> None:
    """Raises KgError if no input holds an article: the user gave something else than articles."""
    paths = [str(path.resolve()) for path in files]
    if not state.holds(paths):
        aside = state.asides(paths)
        why = f"{aside[0].path}: {aside[0].reason}" if aside else str(files[0])
        what = "it holds no article" if len(aside) == 1 else f"none of {len(files)} inputs holds an article"
        raise KgError(what, why, "give posts, pages, plain text, JSON lines, feeds, MHTML or WARC")


@cache
def _lexicon(folders: tuple[Path, ...]) -> Lexicon:
    return load(folders)


# Writing --------------------------------------------------------------------------------------------


def _write(
    state: State, opened: store.Store, out: Path, options: Options, progress: Progress, *, read: int, kept: int = 0
) -> Built:
    """Write all files, unless they are there and made of the same by the same program."""
    stamp = _stamp(state, out, options)
    if state.noted("written") == f"{stamp} {_sizes(out)}":
        return Built(Report.read(out / REPORT), False, read, kept)
    state.note("written", "")
    extractions = _extractions(state, options)
    graph = _graph(extractions, out, options)
    told = report(graph, extractions, state.asides())
    del extractions  # most of what a large build holds; the graph has all that is written
    progress("writing", 0, 4)
    with rdf.spooled(graph, options.base) as spool:
        rdf.write(spool, out, options.base)
        progress("writing", 1, 4)
        opened.load(spool)
        progress("writing", 2, 4)
    page.write(graph, out / PAGE, options.base, options.language)
    if not page.fits(graph):
        gexf.write(graph, out / GEXF, options.base)
    progress("writing", 3, 4)
    told.write(out / REPORT)
    progress("writing", 4, 4)
    state.note("written", f"{stamp} {_sizes(out)}")
    return Built(told, True, read, kept)


def _stamp(state: State, out: Path, options: Options) -> str:
    """A digest of all that the files of a build are made of."""
    digest = sha256(reading(options.lexicons) + writing())
    corrections = ledger.read(options.ledger(out))
    digest.update(repr((state.content(), corrections, *_shaping(options))).encode())
    return digest.hexdigest()


def _shaping(options: Options) -> tuple[object, ...]:
    """The options, the lexicons aside, that what is written depends on."""
    return options.base, options.least, options.language, options.tolerance, options.alike


def _sizes(out: Path) -> list[int]:
    return [path.stat().st_size if path.is_file() else -1 for path in (out / name for name in (*FILES, GEXF))]


def _extractions(state: State, options: Options) -> list[Extraction]:
    return [confident(item, options.least) for item in distinct(state.extractions())]


def _graph(extractions: Sequence[Extraction], out: Path, options: Options) -> Graph:
    lexicon = _lexicon(options.lexicons)
    corrections = ledger.read(options.ledger(out))
    resolution = resolve(extractions, lexicon, corrections, options.alike)
    return assemble(extractions, resolution, lexicon, options.tolerance)


def distinct(extractions: Iterable[Extraction]) -> list[Extraction]:
    """Extractions under names of their own: equal articles once, others of one name told apart by their text."""
    result = []
    for stem, group in groupby(sorted(extractions, key=lambda e: e.article.stem), key=lambda e: e.article.stem):
        different = {item.article.text: item for item in group}
        for text, item in sorted(different.items()):
            if len(different) == 1:
                result.append(item)
            else:
                name = f"{stem}-{sha256(text.encode()).hexdigest()[:8]}"
                result.append(replace(item, article=replace(item.article, stem=name)))
    return result


def confident(extraction: Extraction, least: float) -> Extraction:
    """An extraction without the claims below a confidence."""
    if least <= 0:
        return extraction
    return replace(
        extraction,
        claims=tuple(item for item in extraction.claims if item.confidence >= least),
        datings=tuple(item for item in extraction.datings if item.confidence >= least),
        observations=tuple(item for item in extraction.observations if item.confidence >= least),
        statements=tuple(item for item in extraction.statements if item.confidence >= least),
    )
