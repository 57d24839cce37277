"""The command line: the only place that prints or exits."""

import sys
from pathlib import Path
from time import perf_counter
from typing import Annotated, Any, cast

import typer
from rich.console import Console
from rich.markup import escape

from kg import shown
from kg.errors import KgError

app = typer.Typer(
    name="kg",
    help="Knowledge graphs from Chinese commerce and trade news, offline, every fact with its sentence.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
out = Console(soft_wrap=True, highlight=False)
err = Console(stderr=True, soft_wrap=True, highlight=False)

Folder = Annotated[Path, typer.Option("-o", "--out", help="Folder of the build.")]
Base = Annotated[str | None, typer.Option(help="Base IRI of everything that is named.")]
Workers = Annotated[int | None, typer.Option("-j", "--workers", min=0, help="Processes; 0 for one a core.")]
Least = Annotated[float | None, typer.Option("--min-confidence", min=0.0, max=1.0, help="Leave out claims below this.")]


@app.command()
def build(
    paths: Annotated[list[Path], typer.Argument(help="Articles: files and folders.")],
    folder: Folder = Path("exports"),
    base: Base = None,
    workers: Workers = None,
    least: Least = None,
    language: Annotated[str | None, typer.Option(help="Language of the page: zh or en.")] = None,
) -> None:
    """Read articles and write the graph: Turtle, a store, the page and a report."""
    from kg import pipeline

    started = perf_counter()
    options = _options(base, workers, least, language)
    with shown.progress(err) as step:
        built = pipeline.build(paths, folder, options, step)
    out.print(shown.built(built, folder, perf_counter() - started))


@app.command()
def remove(
    stems: Annotated[list[str], typer.Argument(help="Names of articles, as the report gives them.")],
    folder: Folder = Path("exports"),
    base: Base = None,
) -> None:
    """Take articles out: only their claims go."""
    from kg import pipeline

    _built(folder)
    with shown.progress(err) as step:
        built, gone = pipeline.remove(stems, folder, _options(base, 1), step)
    missing = [stem for stem, count in gone.items() if not count]
    if missing:
        raise KgError("no such article", ", ".join(missing), "see report.json for their names", usage=True)
    out.print(f"removed {len(gone)}; {len(built.graph.articles)} articles left")


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def query(
    context: typer.Context,
    text: Annotated[str | None, typer.Argument(help="SPARQL, a file, or the name of a ready question.")] = None,
    folder: Folder = Path("exports"),
    form: Annotated[str, typer.Option("-f", "--format", help="table, csv, json or turtle.")] = "table",
) -> None:
    """Ask the graph. Without a question, list the ready ones; their options follow the name."""
    from kg import query as queries

    if text is None:
        out.print(shown.questions(queries.questions()))
        return
    with _store(folder) as opened:
        if form == "table":
            shown.answer(out, queries.run(opened, text, _extra(context.args)))
        else:
            sys.stdout.write(queries.run(opened, text, _extra(context.args), cast(Any, form)))


@app.command()
def show(
    name: Annotated[str, typer.Argument(help="A name of the thing: any that an article uses.")],
    folder: Folder = Path("exports"),
) -> None:
    """The card of a thing: names, facts and figures, each with its sentence."""
    from kg import pipeline
    from kg.cards import card

    _built(folder)
    shown.card(out, card(pipeline.graph_of(folder, _options(None, 1)), name))


@app.command("try")
def attempt(
    sentence: Annotated[str, typer.Argument(help="A sentence or a short text.")],
    published: Annotated[str | None, typer.Option(help="Date of publication, YYYY-MM-DD.")] = None,
) -> None:
    """What is found in a sentence, and by which rule."""
    from kg.trial import trial

    shown.trial(out, trial(sentence, published))


@app.command()
def evaluate(
    gold: Annotated[Path, typer.Argument(help="Folder of annotations in the gold format.")],
    articles: Annotated[list[Path] | None, typer.Option(help="Where the annotated articles are.")] = None,
    errors: Annotated[bool, typer.Option(help="List every error.")] = True,
    form: Annotated[str, typer.Option("-f", "--format", help="table or json.")] = "table",
    workers: Workers = None,
) -> None:
    """Precision, recall and F1 by kind and predicate, and every error."""
    from kg.trial import evaluation

    with shown.progress(err) as step:
        score = evaluation(gold, articles or [], _options(None, workers), step)
    shown.score(out, score, errors=errors, form=form)


@app.command()
def check(folder: Folder = Path("exports")) -> None:
    """Check a built graph against the shapes."""
    from kg import check as checks

    _built(folder)
    _findings(list(checks.check(folder)), "the graph conforms to its shapes")


@app.command()
def lint(fix: Annotated[bool, typer.Option(help="Sort lexicon lines.")] = False) -> None:
    """Check ontology, shapes, rules and lexicons."""
    from kg import check as checks

    _findings(list(checks.lint(fix=fix)), "ontology, shapes, rules and lexicons are in order")


@app.command()
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
        out.print(shown.formats(exports.formats()))
        return
    _built(folder)
    options = _options(base, 1)
    path = exports.write(pipeline.graph_of(folder, options), form, to or folder, options.base)
    out.print(f"written: {path}")


def main() -> None:
    """Run a command; an error is one plain sentence, and the exit code says whose it is."""
    try:
        app(standalone_mode=False)
    except KgError as error:
        err.print(f"kg: {error}", markup=False)
        sys.exit(2 if error.usage else 1)
    except typer.Exit as stop:
        sys.exit(stop.exit_code)
    except (typer.Abort, KeyboardInterrupt):
        err.print("kg: stopped; what is done is kept, run again to go on")
        sys.exit(130)
    except BrokenPipeError:
        sys.exit(0)
    except Exception as error:
        if type(error).__module__.startswith(("click", "typer")):
            err.print(f"kg: {getattr(error, 'message', str(error))} (see kg --help)", markup=False)
            sys.exit(2)
        raise


def _options(base: str | None, workers: int | None, least: float | None = None, language: str | None = None) -> Any:
    from kg.settings import settings

    return settings(base=base, workers=workers, least=least, language=language)


def _built(folder: Path) -> None:
    if not (folder / ".kg").is_dir():
        raise KgError("no build here", str(folder), "run kg build first, or give its folder with -o", usage=True)


def _store(folder: Path) -> Any:
    from kg import store
    from kg.pipeline import STORE

    _built(folder)
    return store.open(folder / STORE)


def _extra(arguments: list[str]) -> dict[str, str]:
    """`--place 辽宁 --from=2022-01` as parameters of a question."""
    found: dict[str, str] = {}
    waiting = list(arguments)
    while waiting:
        word = waiting.pop(0)
        if not word.startswith("--"):
            raise KgError("a question takes options only", word, "write --name value", usage=True)
        name, equals, value = word[2:].partition("=")
        if not equals:
            if not waiting:
                raise KgError("an option lacks its value", word, "write --name value", usage=True)
            value = waiting.pop(0)
        found[name] = value
    return found


def _findings(found: list[Any], fine: str) -> None:
    for finding in found:
        out.print(escape(str(finding)))
    if found:
        raise KgError(f"{len(found)} finding{'s' if len(found) > 1 else ''}", "", "see the lines above")
    out.print(fine)
