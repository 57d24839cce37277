"""Parquet: the observations as one columnar table, for pandas, DuckDB and Spark."""

import importlib
from decimal import Context, Decimal
from pathlib import Path
from typing import Any

from kg.errors import KgError
from kg.export._tables import Cell, Rows, figures
from kg.model import Graph
from kg.vocabulary import BASE

SUFFIX = ".parquet"

_DECIMALS = ("value", "upper", "change")
_DATES = ("start", "end")
_PLACES = 10


def write(graph: Graph, path: Path, base: str = BASE) -> None:
    """Writes one file; decimals stay exact, dates are dates."""
    arrow, parquet = _arrow("pyarrow"), _arrow("pyarrow.parquet")
    rows = figures(graph, base)
    columns = {name: _column(arrow, rows, number, name) for number, name in enumerate(rows.columns)}
    parquet.write_table(arrow.table(columns), path, compression="zstd")


def _arrow(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise KgError(
            "Parquet needs a package that is not installed", "pyarrow", "pip install 'shangtu[parquet]'"
        ) from error


def _column(arrow: Any, rows: Rows, number: int, name: str) -> Any:
    cells: list[Cell] = [row[number] for row in rows.rows]
    if name in _DECIMALS:
        return arrow.array([_exact(str(cell)) if cell else None for cell in cells], arrow.decimal128(38, _PLACES))
    if name in _DATES:
        return arrow.array([cell or None for cell in cells], arrow.string()).cast(arrow.date32())
    if name in ("sources", "confidence"):
        return arrow.array(cells, arrow.int32() if name == "sources" else arrow.float64())
    return arrow.array([cell or None for cell in cells], arrow.string())


def _exact(digits: str) -> Decimal:
    """A decimal with the column's places."""
    value = Decimal(digits).quantize(Decimal(1).scaleb(-_PLACES), context=Context(prec=400))
    if len(value.as_tuple().digits) > 38:
        raise KgError("a figure is too large for Parquet", digits, "mend the rule that read it, or export csv")
    return value
