"""Rules and word lists of `seeds/rules/*.toml`, loaded once."""

import tomllib
from functools import cache
from typing import Any

from kg.data import seeds
from kg.errors import KgError


@cache
def rules(name: str) -> dict[str, Any]:
    """The tables of `seeds/rules/NAME.toml`. Raises KgError with the line of a mistake in it."""
    path = seeds("rules", f"{name}.toml")
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise KgError(f"a rule file cannot be read: {error}", str(path), "mend the line it names") from error
