"""CSV: nodes, edges and observations as three tables that Excel opens as they are, in a folder."""

import csv
import re
from pathlib import Path

from kg.export._tables import Cell, Rows, edges, figures, nodes
from kg.model import Graph
from kg.vocabulary import BASE

SUFFIX = "_csv"

# A cell that begins so is a formula to a spreadsheet, and could do harm; full-width signs count where the
# system is Chinese. A negative number is just a number.
_FORMULA = re.compile(r"[=+\-@\t\r\n＝＋－＠]")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def write(graph: Graph, path: Path, base: str = BASE) -> None:
    """Writes a folder with `nodes.csv`, `edges.csv` and `observations.csv`."""
    path.mkdir(parents=True, exist_ok=True)
    tables = {"nodes": nodes(graph, base), "edges": edges(graph, base), "observations": figures(graph, base)}
    for name, rows in tables.items():
        _table(rows, path / f"{name}.csv")


def _table(rows: Rows, path: Path) -> None:
    """UTF-8 with the mark at its start by which Excel knows it for UTF-8."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file, lineterminator="\r\n")
        out.writerow(rows.columns)
        out.writerows([[_safe(cell) for cell in row] for row in rows.rows])


def _safe(cell: Cell) -> Cell:
    """A text that a spreadsheet would run as a formula, with an apostrophe before it.

    >>> _safe("=1+1"), _safe("-41.6"), _safe("-上海")
    ("'=1+1", '-41.6', "'-上海")
    """
    if isinstance(cell, str) and _FORMULA.match(cell) and not _NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell
