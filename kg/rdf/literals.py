"""Literals: text that every format can hold, exact decimals, dates as exact as the text, periods as days."""

import calendar
import re
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from math import isfinite

import pyoxigraph as ox

from kg.errors import KgError
from kg.vocabulary import datatype

# Characters that no XML document and no UTF-8 stream may hold. One replaces one, so that offsets still hold.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_TYPES = {10: "date", 7: "gYearMonth", 4: "gYear"}


def fit(text: str) -> str:
    """Text with every character that XML or UTF-8 cannot hold replaced by U+FFFD.

    >>> fit("a\\x00b") == "a\\ufffdb"
    True
    """
    return _UNFIT.sub("\ufffd", text)


def string(text: str) -> ox.Literal:
    """A plain string."""
    return ox.Literal(fit(text))


def chinese(text: str) -> ox.Literal:
    """A string marked as Chinese."""
    return ox.Literal(fit(text), language="zh")


def decimal(value: float) -> ox.Literal:
    """An exact decimal in its canonical form, which stores keep as it is.

    >>> decimal(119170000000).value, decimal(16.30).value, decimal(-0.0).value
    ('119170000000', '16.3', '0')
    """
    if not isfinite(value):
        raise KgError("a figure is no number", str(value), "mend the rule that read it")
    digits = format(Decimal(repr(value)), "f")
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    return ox.Literal("0" if digits == "-0" else digits, datatype=datatype("decimal"))


def share(value: float) -> ox.Literal:
    """A confidence or score, to four places: what lies beyond is noise."""
    return decimal(round(value, 4))


def integer(value: int) -> ox.Literal:
    """A whole number."""
    return ox.Literal(str(value), datatype=datatype("integer"))


@cache
def day(value: date) -> ox.Literal:
    """One day."""
    return ox.Literal(value.isoformat(), datatype=datatype("date"))


@cache
def moment(value: str) -> ox.Literal:
    """A day, month, year or instant, typed as exactly as it is written; anything else stays a string.

    >>> for text in ("2022-01-10", "2021-06", "2022-01-21T08:30:00+08:00", "上半年"):
    ...     print(moment(text).datatype.value.partition("#")[2])
    date
    gYearMonth
    dateTime
    string
    """
    if days(value) and "/" not in value:
        return ox.Literal(value, datatype=datatype(_TYPES[len(value)]))
    if "T" in value or " " in value:
        try:
            return ox.Literal(datetime.fromisoformat(value).isoformat(), datatype=datatype("dateTime"))
        except ValueError:
            pass
    return string(value)


@cache
def days(period: str) -> tuple[date, date] | None:
    """First and last day of a date, month, year or interval; None for what is no period.

    >>> days("2024-02")
    (datetime.date(2024, 2, 1), datetime.date(2024, 2, 29))
    >>> days("2012/2022")
    (datetime.date(2012, 1, 1), datetime.date(2022, 12, 31))
    >>> days("上半年")
    """
    start, slash, end = period.partition("/")
    first, last = _edge(start, last=False), _edge(end if slash else start, last=True)
    return (first, last) if first and last and first <= last else None


def _edge(text: str, *, last: bool) -> date | None:
    """First or last day of a date, a month or a year."""
    match = re.fullmatch(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?", text)
    if not match:
        return None
    year, month, number = (int(part) if part else None for part in match.groups())
    try:
        if month is None:
            return date(year or 0, 12, 31) if last else date(year or 0, 1, 1)
        if number is None:
            return date(year or 0, month, calendar.monthrange(year or 0, month)[1] if last else 1)
        return date(year or 0, month, number)
    except ValueError:
        return None
