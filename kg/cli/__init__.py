"""The command line: the only place that prints or exits. A group of commands is a module of this package."""

import os
import sys
from importlib import metadata
from typing import Annotated

import typer

from kg.cli._frame import err, out
from kg.errors import KgError
from kg.plugins import family

_STOPPED = "stopped; what is done is kept, run again to go on"
_INTERRUPTED = 130  # also what a command that was interrupted returns here


def application() -> typer.Typer:
    """Every command: those of each module's `group`, module by module."""
    app = typer.Typer(
        name="kg",
        help="Knowledge graphs from Chinese commerce and trade news, offline, every fact with its sentence.",
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    app.callback()(_whole)
    for module in family(__name__).values():
        app.add_typer(module.group)
    return app


def _version(wanted: bool) -> None:
    if wanted:
        out.print(f"kg {metadata.version('shangtu')}")
        raise typer.Exit


def _whole(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="The version.")] = False,
) -> None:
    """Options before a command."""


def main() -> None:
    """Run a command; an error is one plain sentence, and the exit code says whose it is."""
    try:
        code = application()(sys.argv[1:] or ["--help"], standalone_mode=False)
        sys.stdout.flush()
    except KgError as error:
        _stop(str(error), 2 if error.usage else 1)
    except typer.TyperException as error:
        context: typer.Context | None = getattr(error, "ctx", None)
        command = f"kg {context.info_name}" if context and context.parent else "kg"
        _stop(f"{error.format_message().rstrip('.')} (see {command} --help)", 2)
    except (typer.Abort, KeyboardInterrupt):
        _stop(_STOPPED, _INTERRUPTED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is left to flush has no reader
        sys.exit(0)
    except OSError as error:
        where = f": {error.filename}" if error.filename else ""
        _stop(f"{error.strerror or error}{where}", 1)
    if code == _INTERRUPTED:
        _stop(_STOPPED, _INTERRUPTED)
    sys.exit(code if isinstance(code, int) else 0)


def _stop(sentence: str, code: int) -> None:
    err.print(f"kg: {sentence}", markup=False)
    sys.exit(code)
