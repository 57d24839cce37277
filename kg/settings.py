"""The user's own settings, `kg.toml` in the working folder: base IRI, lexicon folders, corrections, threshold."""

import tomllib
from pathlib import Path

from kg.engine.processes import cores
from kg.errors import KgError
from kg.pipeline import Options

FILE = "kg.toml"
LANGUAGES = ("zh", "en")
_KNOWN = {"base", "corrections", "lexicons", "min-confidence", "workers", "language"}


def settings(
    *,
    base: str | None = None,
    workers: int | None = None,
    least: float | None = None,
    language: str | None = None,
    path: Path = Path(FILE),
) -> Options:
    """Options out of `kg.toml`, where there is one, under those given on the command line."""
    data = _read(path)
    given = workers if workers is not None else int(str(data.get("workers", 0)))
    return Options(
        base=base or str(data.get("base", Options().base)),
        workers=given or cores(),
        lexicons=tuple((path.parent / str(folder)) for folder in _list(data.get("lexicons", []), path)),
        least=least if least is not None else float(str(data.get("min-confidence", 0.0))),
        corrections=path.parent / str(data["corrections"]) if "corrections" in data else None,
        language=_language(language or str(data.get("language", LANGUAGES[0]))),
    )


def _language(name: str) -> str:
    if name not in LANGUAGES:
        raise KgError("no such language", name, f"use one of {', '.join(LANGUAGES)}", usage=True)
    return name


def _read(path: Path) -> dict[str, object]:
    if not path.exists():
        return {}
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise KgError(f"the settings cannot be read: {error}", str(path), "mend the file", usage=True) from error
    unknown = sorted(set(data) - _KNOWN)
    if unknown:
        raise KgError(
            f"unknown setting {unknown[0]!r}", str(path), f"known are {', '.join(sorted(_KNOWN))}", usage=True
        )
    return data


def _list(value: object, path: Path) -> list[object]:
    if not isinstance(value, list):
        raise KgError("`lexicons` must be a list of folders", str(path), 'write lexicons = ["folder"]', usage=True)
    return value
