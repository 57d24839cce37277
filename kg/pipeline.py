"""From a folder of articles to a graph and its exports, in one pass that can be read as a story."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, partial
from hashlib import sha256
from itertools import groupby
from pathlib import Path

from kg import articles, engine, page, rdf, store
from kg.extract import extract
from kg.graph import assemble
from kg.lexicon import Lexicon, load
from kg.model import Article, Extraction, Graph, SetAside
from kg.report import Report, report
from kg.resolve import link
from kg.state import Result, State, fingerprint, pack

BATCH = 16
STATE = ".kg/state.sqlite"
STORE = ".kg/store"

Progress = Callable[[str, int, int | None], None]


@dataclass(frozen=True, slots=True)
class Options:
    """How to build. `lexicons` are the user's own folders, before ours."""

    base: str = "https://shangtu.example/"
    workers: int = 1
    engine: str = "processes"
    lexicons: tuple[Path, ...] = ()
    least: float = 0.0
    language: str = "zh"


@dataclass(frozen=True, slots=True)
class Built:
    """A finished build: the graph, the report, and how many inputs were new."""

    graph: Graph
    report: Report
    read: int
    kept: int = field(default=0)


def build(paths: Sequence[Path], out: Path, options: Options, progress: Progress) -> Built:
    """Read what is new in some paths, and write everything known to `out`."""
    files = articles.discover(paths)
    with State(out / STATE) as state:
        new = list(_new(files, state, options))
        _read(new, state, options, progress)
        return _write(state, out, options, progress, read=len(new), kept=len(files) - len(new))


def remove(stems: Sequence[str], out: Path, options: Options, progress: Progress) -> tuple[Built, dict[str, int]]:
    """Take articles out and write what is left; how many articles each name took out."""
    with State(out / STATE) as state:
        gone = {stem: state.remove(stem) for stem in stems}
        return _write(state, out, options, progress, read=0), gone


def graph_of(out: Path, options: Options) -> Graph:
    """The graph of an earlier build."""
    with State(out / STATE) as state:
        return _graph(state, options)


# Reading --------------------------------------------------------------------------------------------


def _new(files: Sequence[Path], state: State, options: Options) -> Iterator[tuple[Path, str]]:
    """Inputs whose bytes, or whose program, are not those of the last time."""
    known, program = state.digests(), fingerprint(options.lexicons)
    for path in files:
        digest = sha256(path.read_bytes() + program.encode()).hexdigest()
        if known.get(str(path.resolve())) != digest:
            yield path, digest


def _read(new: Sequence[tuple[Path, str]], state: State, options: Options, progress: Progress) -> None:
    done = 0
    work = partial(_read_batch, lexicons=options.lexicons)
    batches = [list(new[at : at + BATCH]) for at in range(0, len(new), BATCH)]
    for results in engine.run(work, batches, options.workers, options.engine):
        state.put(results)
        done += len(results)
        progress("reading", done, len(new))


def _read_batch(batch: list[tuple[Path, str]], lexicons: tuple[Path, ...]) -> list[Result]:
    """What a worker does: read some inputs and extract what their articles say."""
    return [_read_one(path, digest, _lexicon(lexicons)) for path, digest in batch]


def _read_one(path: Path, digest: str, lexicon: Lexicon) -> Result:
    found: list[tuple[str, bytes]] = []
    aside: list[SetAside] = []
    for item in articles.read(path):
        if isinstance(item, Article):
            found.append((item.stem, pack(extract(item, lexicon))))
        else:
            aside.append(replace(item, path=Path(item.path).name))
    return Result(str(path.resolve()), digest, tuple(found), tuple(aside))


@cache
def _lexicon(folders: tuple[Path, ...]) -> Lexicon:
    return load(folders)


# Writing --------------------------------------------------------------------------------------------


def _write(state: State, out: Path, options: Options, progress: Progress, *, read: int, kept: int = 0) -> Built:
    graph = _graph(state, options)
    progress("writing", 0, 4)
    rdf.write(graph, out, options.base)
    progress("writing", 1, 4)
    with store.open(out / STORE, options.base, write=True) as opened:
        opened.load(graph)
    progress("writing", 2, 4)
    page.write(graph, out / "graph.html", options.base, options.language)
    progress("writing", 3, 4)
    told = report(graph, list(state.extractions()), state.asides())
    told.write(out / "report.json")
    progress("writing", 4, 4)
    return Built(graph, told, read, kept)


def _graph(state: State, options: Options) -> Graph:
    lexicon = _lexicon(options.lexicons)
    extractions = [confident(item, options.least) for item in distinct(state.extractions())]
    return assemble(extractions, link(extractions, lexicon), lexicon)


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


def counts(graph: Graph) -> dict[str, Counter[str]]:
    """Things by kind and facts by relation."""
    return {
        "entities": Counter(entity.kind for entity in graph.entities),
        "relations": Counter(fact.predicate for fact in graph.facts),
    }
