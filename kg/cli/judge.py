"""Commands that judge: the extraction against annotations, a graph against its shapes, our own data."""

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape

from kg.cli import _shown
from kg.cli._frame import Folder, Workers, built, err, options, out
from kg.cli._progress import progress
from kg.errors import KgError

group = typer.Typer()


@group.command()
def evaluate(
    gold: Annotated[Path, typer.Argument(help="Folder of annotations in the gold format.")],
    articles: Annotated[list[Path] | None, typer.Option(help="Where the annotated articles are.")] = None,
    errors: Annotated[bool, typer.Option(help="List every error.")] = True,
    form: Annotated[str, typer.Option("-f", "--format", help="table or json.")] = "table",
    workers: Workers = None,
) -> None:
    """Precision, recall and F1 by kind and predicate, and every error."""
    from kg.trial import evaluation

    with progress(err) as step:
        score = evaluation(gold, articles or [], options(workers=workers), step)
    _shown.score(out, score, errors=errors, form=form)


@group.command()
def check(folder: Folder = Path("exports")) -> None:
    """Check a built graph against the shapes."""
    from kg import check as checks

    _findings(list(checks.check(built(folder))), "the graph conforms to its shapes")


@group.command()
def lint(fix: Annotated[bool, typer.Option(help="Sort lexicon lines.")] = False) -> None:
    """Check ontology, shapes, rules and lexicons."""
    from kg import check as checks

    _findings(list(checks.lint(fix=fix)), "ontology, shapes, rules and lexicons are in order")


def _findings(found: list[Any], fine: str) -> None:
    for finding in found:
        out.print(escape(str(finding)))
    if found:
        raise KgError(f"{len(found)} finding{'s' if len(found) > 1 else ''}", "", "see the lines above")
    out.print(fine)
