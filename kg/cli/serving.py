"""Commands that open the graph to others: a server of its own, and loading it into a store elsewhere."""

import os
from pathlib import Path
from typing import Annotated

import typer

from kg.cli import _shown
from kg.cli._frame import Base, Folder, built, err, options_of, out
from kg.cli._progress import progress
from kg.errors import KgError

group = typer.Typer()

TOKEN = "KG_TOKEN"
PASSWORD = "KG_PASSWORD"


@group.command()
def serve(
    folder: Folder = Path("exports"),
    host: Annotated[str, typer.Option(help="Address to listen on; other machines reach 0.0.0.0.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on; 0 for any that is free.")] = 8750,
    timeout: Annotated[float, typer.Option(min=0.1, help="Seconds that a query may take.")] = 30.0,
    limit: Annotated[float, typer.Option(min=0, help="Largest answer in MB; 0 for any size.")] = 100.0,
    workers: Annotated[int, typer.Option("-j", "--workers", min=0, help="Queries at a time; 0 for one a core.")] = 0,
    cors: Annotated[list[str] | None, typer.Option(help="Web origin that may ask, or *. Off by default.")] = None,
    writable: Annotated[bool, typer.Option(help=f"Take updates from who has the token in {TOKEN}.")] = False,
    day: Annotated[str | None, typer.Option(help="The day that 今年 and 上月 are reckoned from, YYYY-MM-DD.")] = None,
) -> None:
    """Serve the graph: SPARQL endpoint, query editor, pages of things and articles. Ctrl-C ends it."""
    from kg import serve as server
    from kg.engine.processes import cores

    token = os.environ.get(TOKEN) if writable else None
    if writable and (token is None or len(token) < 16):
        raise KgError("a writable server needs a token", TOKEN, "set it to 16 characters or more", usage=True)
    chosen = server.Options(
        folder=built(folder),
        host=host,
        port=port,
        seconds=timeout,
        limit=int(limit * 1_000_000),
        workers=workers or max(cores(), 2),
        origins=tuple(cors or ()),
        token=token,
        day=day,
    )
    server.run(chosen, lambda address: err.print(f"kg: {address} (Ctrl-C ends it)", markup=False))


@group.command()
def push(
    url: Annotated[str, typer.Argument(help="Address of a graph store (SPARQL 1.1 Graph Store Protocol).")],
    folder: Folder = Path("exports"),
    base: Base = None,
    user: Annotated[
        str | None, typer.Option(help=f"Name to log in with; the password is taken from {PASSWORD}.")
    ] = None,
    token: Annotated[bool, typer.Option(help=f"Send the token in {TOKEN}.")] = False,
    again: Annotated[bool, typer.Option(help="Send every graph, whatever was sent before.")] = False,
) -> None:
    """Load the graph into a store elsewhere, one named graph an article; only what changed is sent."""
    from kg import pipeline
    from kg import push as pushing

    if token and not os.environ.get(TOKEN):
        raise KgError("there is no token to send", TOKEN, "set it", usage=True)
    target = pushing.Target(url, os.environ[TOKEN] if token else None, user, os.environ.get(PASSWORD))
    pushing.checked(url)
    chosen = options_of(folder, base)
    graph = pipeline.graph_of(folder, chosen)
    with progress(err) as step:
        done = pushing.push(pushing.graphs(graph, chosen.base), target, folder, step, again=again)
    out.print(f"sent {done.sent} graphs, took back {done.removed}, {done.unchanged} unchanged")


@group.command()
def ask(
    question: Annotated[str, typer.Argument(help="A question in Chinese, such as 辽宁2022年有哪些活动？")],
    folder: Folder = Path("exports"),
    form: Annotated[str, typer.Option("-f", "--format", help="text or json.")] = "text",
    day: Annotated[str | None, typer.Option(help="The day that 今年 and 上月 are reckoned from, YYYY-MM-DD.")] = None,
) -> None:
    """Ask in Chinese: how it was understood, the SPARQL, and the answer with its sentences."""
    from kg import ask as asking
    from kg import store
    from kg.pipeline import STORE

    if form not in ("text", "json"):
        raise KgError("no such format", form, "use text or json", usage=True)
    with store.open(built(folder) / STORE) as opened:
        reply = asking.ask(opened, question, day)
    if form == "json":
        out.print_json(data=reply.record())
    else:
        _shown.reply(out, reply)
    if not reply.query:
        raise typer.Exit(1)
