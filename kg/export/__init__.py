"""Other formats of a graph, one plug-in a format: `SUFFIX` and `write(graph, path, base)`.

A suffix that does not begin with a dot names a folder: such a format writes several files.
"""

from pathlib import Path

from kg.errors import KgError
from kg.model import Graph
from kg.plugins import family, first_line
from kg.vocabulary import BASE


def formats() -> dict[str, str]:
    """What each format is, by its name."""
    return {name: first_line(module) for name, module in family(__name__).items()}


def write(graph: Graph, form: str, to: Path, base: str = BASE) -> Path:
    """Writes a graph in a format to a path, or into a folder under the name `graph`; returns where."""
    module = family(__name__).get(form)
    if module is None:
        raise KgError("no such format", form, f"use one of {', '.join(formats())}", usage=True)
    path = to / f"graph{module.SUFFIX}" if to.is_dir() else to
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        module.write(graph, path, base)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise KgError(f"the export cannot be written: {why}", str(path), "give another place with --to") from error
    return path
