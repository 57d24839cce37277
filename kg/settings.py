"""The user's own settings, `kg.toml` in the working folder; docs/settings.md lists them all."""

import tomllib
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, TypeVar

from kg.engine.processes import cores
from kg.errors import KgError
from kg.graph.values import Tolerance
from kg.pipeline import Options
from kg.resolve.reprints import Alike

FILE = "kg.toml"
LANGUAGES = ("zh", "en")
_KNOWN = {"base", "corrections", "lexicons", "min-confidence", "workers", "language", "figures", "reprints"}

T = TypeVar("T")


def settings(
    *,
    base: str | None = None,
    workers: int | None = None,
    least: float | None = None,
    language: str | None = None,
    path: Path = Path(FILE),
) -> Options:
    """Options out of `kg.toml`, where there is one, under those given on the command line.

    Raises KgError for a setting that is unknown, of the wrong type or out of its bounds.
    """
    data = _read(path)
    given = workers if workers is not None else _number(data, "workers", 0, (0, 1024), path)
    corrections = _text(data, "corrections", "", path)
    return Options(
        base=base or _text(data, "base", Options().base, path),
        workers=int(given) or cores(),
        lexicons=_folders(data.get("lexicons", []), path),
        least=least if least is not None else _number(data, "min-confidence", 0.0, (0, 1), path),
        corrections=path.parent / corrections if corrections else None,
        language=_language(language or _text(data, "language", LANGUAGES[0], path)),
        tolerance=_limits(data, "figures", Tolerance, path),
        alike=_limits(data, "reprints", Alike, path),
    )


def _limits(data: Mapping[str, Any], name: str, kind: type[T], path: Path) -> T:
    """A table of thresholds: each a field of a record, which says between which bounds it may lie."""
    table = data.get(name, {})
    if not isinstance(table, dict):
        raise KgError(f"`{name}` must be a table", str(path), f"write [{name}] on a line of its own", usage=True)
    known = {field.name.replace("_", "-"): field for field in fields(kind)}  # type: ignore[arg-type]
    _known(table, set(known), f"[{name}] of {path}")
    found = {
        field.name: _number(table, key, field.default, field.metadata["bounds"], path, f"{name}.")
        for key, field in known.items()
    }
    return kind(**found)


def _number(
    table: Mapping[str, Any], key: str, default: Any, bounds: tuple[float, float], path: Path, above: str = ""
) -> Any:
    """A number of a setting, whole where its default is whole."""
    value = table.get(key, default)
    kinds = (int,) if isinstance(default, int) else (int, float)
    least, most = bounds
    if isinstance(value, bool) or not isinstance(value, kinds) or not least <= value <= most:
        what = "a whole number" if kinds == (int,) else "a number"
        fix = f"write {what} from {least:g} to {most:g}; without it, it is {default:g}"
        raise KgError(f"`{above}{key}` cannot be {value!r}", str(path), fix, usage=True)
    return value if kinds == (int,) else float(value)


def _text(data: Mapping[str, Any], key: str, default: str, path: Path) -> str:
    value = data.get(key, default)
    if not isinstance(value, str):
        raise KgError(f"`{key}` cannot be {value!r}", str(path), f'write {key} = "…"', usage=True)
    return value


def _language(name: str) -> str:
    if name not in LANGUAGES:
        raise KgError("no such language", name, f"use one of {', '.join(LANGUAGES)}", usage=True)
    return name


def _read(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise KgError(f"the settings cannot be read: {error}", str(path), "mend the file", usage=True) from error
    _known(data, _KNOWN, str(path))
    return data


def _known(table: Mapping[str, Any], known: set[str], where: str) -> None:
    unknown = sorted(set(table) - known)
    if unknown:
        raise KgError(f"unknown setting {unknown[0]!r}", where, f"known are {', '.join(sorted(known))}", usage=True)


def _folders(value: object, path: Path) -> tuple[Path, ...]:
    """The user's own lexicons. One that is not there is told here: a build with nothing new would never miss it."""
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise KgError("`lexicons` must be a list of folders", str(path), 'write lexicons = ["folder"]', usage=True)
    found = tuple(path.parent / item for item in value)
    for folder in found:
        if not folder.is_dir():
            raise KgError("no such lexicon folder", str(folder), f"check `lexicons` in {path}", usage=True)
    return found
