"""Commands of the ledger: why two names are one thing, what you know better, and which figures disagree."""

from pathlib import Path
from typing import Annotated, get_args

import typer

from kg.cli import _shown
from kg.cli._frame import Folder, err, options_of, out
from kg.cli._progress import progress
from kg.errors import KgError
from kg.model import KINDS, Check, Kind, Verdict

group = typer.Typer()

One = Annotated[str, typer.Argument(help="A name that an article uses, or the thing's name in the graph.")]
Other = Annotated[str, typer.Argument(help="The other name.")]
Said = Annotated[str | None, typer.Option("--kind", help=f"Its kind: {', '.join(KINDS)}.")]


@group.command()
def why(one: One, other: Other, folder: Folder = Path("exports")) -> None:
    """Why two names are one thing, or are not: every step with its reason, evidence and score."""
    from kg import pipeline
    from kg.resolve import explain

    _shown.why(out, explain.why(pipeline.graph_of(folder, options_of(folder)), one, other))


@group.command()
def merge(
    one: One,
    other: Other,
    because: Annotated[str, typer.Option(help="Why they are one thing.")],
    kind: Said = None,
    folder: Folder = Path("exports"),
) -> None:
    """Say that two names are one thing, for this and every later build."""
    _correct(folder, one, other, kind, because, same=True)


@group.command()
def unmerge(
    one: One,
    other: Other,
    because: Annotated[str, typer.Option(help="Why they are two things.")] = "",
    kind: Said = None,
    folder: Folder = Path("exports"),
) -> None:
    """Take a merge back, yours or ours: the two names are two things from now on."""
    _correct(folder, one, other, kind, because, same=False)


@group.command()
def conflicts(
    folder: Folder = Path("exports"),
    verdict: Annotated[str | None, typer.Option(help=f"Only {', '.join(get_args(Verdict))}.")] = None,
    check: Annotated[str | None, typer.Option(help=f"Only {', '.join(get_args(Check))}.")] = None,
) -> None:
    """Figures that sources tell alike or otherwise; sums, shares, growth and headlines that do or do not come out."""
    from kg import pipeline

    for name, given, known in (("verdict", verdict, get_args(Verdict)), ("check", check, get_args(Check))):
        if given is not None and given not in known:
            raise KgError(f"no such {name}", given, f"use one of {', '.join(known)}", usage=True)
    _shown.findings(out, pipeline.graph_of(folder, options_of(folder)), verdict, check)


def _correct(folder: Path, one: str, other: str, kind: str | None, because: str, *, same: bool) -> None:
    from kg import pipeline
    from kg.resolve import explain, ledger

    if one == other:
        raise KgError("the two names are one and the same", one, "give two names", usage=True)
    if same and not because.strip():
        raise KgError("a merge needs its reason", "--because", "say why the two are one thing", usage=True)
    given = options_of(folder)
    of = explain.kind_of(pipeline.graph_of(folder, given), one, other, _kind(kind))
    path = given.ledger(folder)
    change = ledger.merged if same else ledger.unmerged
    for _ in range(2):  # taking back what was said before may be enough; where it is not, the new is said outright
        ledger.write(path, change(ledger.read(path), of, one, other, because))
        with progress(err) as step:
            pipeline.rewrite(folder, given, step)
        after = explain.why(pipeline.graph_of(folder, given), one, other)
        if any(thing.startswith(f"{of}/") for thing in after.shared) == same:
            break
    _shown.why(out, after)
    out.print(f"kept in {path}")


def _kind(name: str | None) -> Kind | None:
    if name is not None and name not in KINDS:
        raise KgError("no such kind", name, f"use one of {', '.join(KINDS)}", usage=True)
    return name
