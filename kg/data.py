"""Where `schemas/` and `seeds/` are: beside the package in a checkout, inside it in a wheel."""

from functools import cache
from pathlib import Path

from kg.errors import KgError

PACKAGE = Path(__file__).resolve().parent


@cache
def root() -> Path:
    """Folder that holds `schemas/` and `seeds/`."""
    for candidate in (PACKAGE / "_data", PACKAGE.parent):
        if (candidate / "schemas").is_dir() and (candidate / "seeds").is_dir():
            return candidate
    raise KgError("the package's data is missing", str(PACKAGE), "install shangtu again")


def schemas(name: str) -> Path:
    """Path of a file in `schemas/`."""
    return root() / "schemas" / name


def seeds(*parts: str) -> Path:
    """Path of a file or folder in `seeds/`."""
    return root().joinpath("seeds", *parts)
