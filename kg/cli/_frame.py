"""What the groups of commands share: the two consoles, the options, and the look whether there is a build."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from kg.errors import KgError

if TYPE_CHECKING:  # commands import what they need when they run, so that `kg --help` is quick
    from kg.pipeline import Options

out = Console(soft_wrap=True, highlight=False)
err = Console(stderr=True, soft_wrap=True, highlight=False)

Folder = Annotated[Path, typer.Option("-o", "--out", help="Folder of the build.")]
Base = Annotated[str | None, typer.Option(help="Base IRI of everything that is named.")]
Workers = Annotated[int | None, typer.Option("-j", "--workers", min=0, help="Processes; 0 for one a core.")]
Least = Annotated[float | None, typer.Option("--min-confidence", min=0.0, max=1.0, help="Leave out claims below this.")]


def options(
    base: str | None = None, workers: int | None = 1, least: float | None = None, language: str | None = None
) -> "Options":
    """Options of a build: those given, over those of `kg.toml`."""
    from kg.settings import settings

    return settings(base=base, workers=workers, least=least, language=language)


def options_of(folder: Path, base: str | None = None) -> "Options":
    """Options for what is made of a build: a base that is given, over those that the build was made with."""
    from kg.pipeline import made_with

    earlier = made_with(built(folder))
    return options(base or earlier.get("base"), least=earlier.get("least"), language=earlier.get("language"))


def built(folder: Path) -> Path:
    """The folder, if it holds a build. Raises KgError where it does not."""
    if not (folder / ".kg").is_dir():
        raise KgError("no build here", str(folder), "run kg build first, or give its folder with -o", usage=True)
    return folder
