"""English names of measures, put together from those of their parts; a measure with a part unknown has none."""

import csv
import re
from functools import cache

from kg.data import seeds
from kg.errors import KgError


def english(measure: str) -> str | None:
    """The English name of a measure.

    >>> english("跨境电商进出口额"), english("农产品网络零售额"), english("某某指标")
    ('cross-border e-commerce imports and exports value', 'agricultural products online retail sales', None)
    """
    if not _parts().fullmatch(measure):
        return None
    return " ".join(_names()[part] for part in _part().findall(measure))


@cache
def _names() -> dict[str, str]:
    path = seeds("terms", "measures.csv")
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return {row["zh"]: row["en"] for row in csv.DictReader(file)}
    except (OSError, KeyError) as error:
        raise KgError(f"the names of measures cannot be read: {error}", str(path), "install shangtu again") from error


@cache
def _part() -> re.Pattern[str]:
    """One part, the longest that fits."""
    return re.compile("|".join(sorted(map(re.escape, _names()), key=lambda name: (-len(name), name))))


@cache
def _parts() -> re.Pattern[str]:
    """A measure of known parts only. Possessive, so that what is matched is what `_part` finds."""
    return re.compile(f"(?:{_part().pattern})++")
