"""Commands that make a build, take articles out of it, and write it in other formats."""

from pathlib import Path
from time import perf_counter
from typing import Annotated

import typer

from kg.cli import _shown
from kg.cli._frame import Base, Folder, Least, Workers, err, options, options_of, out
from kg.cli._progress import progress
from kg.errors import KgError

group = typer.Typer()


@group.command()
def build(
    paths: Annotated[list[Path], typer.Argument(help="Articles: files and folders.")],
    folder: Folder = Path("exports"),
    base: Base = None,
    workers: Workers = None,
    least: Least = None,
    language: Annotated[str | None, typer.Option(help="Language of the page: zh or en.")] = None,
) -> None:
    """Read articles and write the graph: Turtle, a store, the page and a report."""
    from kg import articles, pipeline

    started = perf_counter()
    with progress(err) as step:
        result = pipeline.build(paths, folder, options(base, workers, least, language), step)
    out.print(_shown.built(result, folder, perf_counter() - started, articles.others(paths)))


@group.command()
def remove(
    stems: Annotated[list[str], typer.Argument(help="Names of articles, as the report gives them.")],
    folder: Folder = Path("exports"),
    base: Base = None,
) -> None:
    """Take articles out: only their claims go."""
    from kg import pipeline

    with progress(err) as step:
        result, gone = pipeline.remove(stems, folder, options_of(folder, base), step)
    missing = [stem for stem, count in gone.items() if not count]
    if len(missing) < len(gone):
        out.print(f"removed {len(gone) - len(missing)}; {result.report.data['articles']} articles left")
    if missing:
        raise KgError("no such article", ", ".join(missing), "see report.json for their names", usage=True)


@group.command()
def export(
    form: Annotated[str, typer.Option("-f", "--format", help="Name of a format; see --list.")] = "nquads",
    folder: Folder = Path("exports"),
    to: Annotated[Path | None, typer.Option(help="Where to write.")] = None,
    listed: Annotated[bool, typer.Option("--list", help="List the formats.")] = False,
    base: Base = None,
) -> None:
    """Write the graph in another format."""
    from kg import export as exports
    from kg import pipeline

    if listed:
        out.print(_shown.formats(exports.formats()))
        return
    given = options_of(folder, base)
    path = exports.write(pipeline.graph_of(folder, given), form, to or folder, given.base)
    out.print(f"written: {path}")
