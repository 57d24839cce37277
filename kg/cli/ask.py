"""Commands that ask: a question to the graph, the card of a thing, what a sentence says."""

import sys
from pathlib import Path
from typing import Annotated, Any, cast

import typer

from kg.cli import _shown
from kg.cli._frame import Folder, built, options_of, out
from kg.errors import KgError

group = typer.Typer()


@group.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def query(
    context: typer.Context,
    text: Annotated[str | None, typer.Argument(help="SPARQL, a file, or the name of a ready question.")] = None,
    folder: Folder = Path("exports"),
    form: Annotated[str, typer.Option("-f", "--format", help="table, csv, json or turtle.")] = "table",
) -> None:
    """Ask the graph. Without a question, list the ready ones; their options follow the name."""
    from kg import query as queries
    from kg import store
    from kg.pipeline import STORE

    if text is None:
        out.print(_shown.questions(queries.questions()))
        return
    with store.open(built(folder) / STORE) as opened:
        if form == "table":
            _shown.answer(out, queries.run(opened, text, _extra(context.args)))
        else:
            sys.stdout.write(queries.run(opened, text, _extra(context.args), cast(Any, form)))


@group.command()
def show(
    name: Annotated[str, typer.Argument(help="A name of the thing, or a part that no other name holds.")],
    folder: Folder = Path("exports"),
) -> None:
    """The card of a thing: names, facts and figures, each with its sentence."""
    from kg import pipeline
    from kg.cards import card
    from kg.lexicon import load

    given = options_of(folder)
    _shown.card(out, card(pipeline.graph_of(folder, given), name, load(given.lexicons)))


@group.command("try")
def attempt(
    sentence: Annotated[str, typer.Argument(help="A sentence or a short text.")],
    published: Annotated[str | None, typer.Option(help="Date of publication, YYYY-MM-DD.")] = None,
) -> None:
    """What is found in a sentence, and by which rule."""
    from kg.trial import trial

    _shown.trial(out, trial(sentence, published))


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
