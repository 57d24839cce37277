"""Commands that judge: the extraction against annotations, a graph against its shapes, our own data."""

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape

from kg.cli import _shown
from kg.cli._frame import Folder, Workers, built, err, options, options_of, out
from kg.cli._progress import progress
from kg.errors import KgError

group = typer.Typer()


@group.command()
def evaluate(
    gold: Annotated[Path, typer.Argument(help="Folder of annotations in the gold format.")],
    articles: Annotated[
        list[Path] | None, typer.Option(help="Where the annotated articles are: folders, or files of records.")
    ] = None,
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
def audit(
    sheet: Annotated[Path | None, typer.Argument(help="A sheet that has been judged.")] = None,
    folder: Folder = Path("exports"),
    size: Annotated[int, typer.Option(min=1, help="How many claims to draw.")] = 100,
    seed: Annotated[int, typer.Option(help="Another seed draws other claims.")] = 0,
    only: Annotated[
        list[str] | None, typer.Option(help="relation, date, figure or statement; may be repeated.")
    ] = None,
    to: Annotated[Path, typer.Option(help="Where to write the sheet.")] = Path("audit.csv"),
) -> None:
    """Draw claims to judge by eye, with their sentences; given the judged sheet, tell the precision."""
    from kg import audit as audits
    from kg import pipeline

    if sheet is not None:
        out.print(_shown.precision(audits.read(sheet)))
        return
    if to.exists():
        raise KgError("the sheet exists already", str(to), "give another name with --to, or delete it", usage=True)
    drawn = audits.sample(pipeline.graph_of(folder, options_of(folder)), size, seed, only or ())
    audits.write(drawn, to)
    out.print(f"written: {to}, {len(drawn)} claims; write y or n into the column `right`, then: kg audit {to}")


@group.command()
def check(folder: Folder = Path("exports")) -> None:
    """Check a built graph against the shapes."""
    from kg import check as checks

    _findings(list(checks.check(built(folder))), "the graph conforms to its shapes")


@group.command()
def lint(fix: Annotated[bool, typer.Option(help="Sort lexicon lines.")] = False) -> None:
    """Check ontology, shapes, rules and lexicons, your own included."""
    from kg import check as checks

    _findings(list(checks.lint(options().lexicons, fix=fix)), "ontology, shapes, rules and lexicons are in order")


def _findings(found: list[Any], fine: str) -> None:
    """Every finding; a warning is told, an error makes the command fail."""
    for finding in found:
        out.print(f"{finding.level:8} {escape(str(finding))}")
    errors = sum(finding.level == "error" for finding in found)
    if errors:
        raise KgError(f"{errors} error{'s' if errors > 1 else ''}", "", "see the lines above")
    out.print(f"{fine}; {len(found)} warnings" if found else fine)
