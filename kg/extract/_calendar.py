"""Periods on the calendar, and the festivals of China."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from lunar_python import Holiday, Lunar
from lunar_python.util import HolidayUtil

from kg.rules import rules


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `first` to `last`, both included; `grain` is day, month, year or span."""

    first: date
    last: date
    grain: str

    def iso(self) -> str:
        """ISO 8601, as exact as the period: `2022-01-10`, `2021-06`, `2001`, `2021-01-01/2021-09-30`."""
        if self.grain == "day":
            return self.first.isoformat()
        if self.grain == "month":
            return f"{self.first.year:04d}-{self.first.month:02d}"
        if self.grain == "year":
            return f"{self.first.year:04d}"
        return f"{self.first.isoformat()}/{self.last.isoformat()}"

    def in_year(self, year: int) -> "Period":
        """The same days of another year."""
        shift = year - self.first.year
        return Period(_replace(self.first, shift), _replace(self.last, shift), self.grain)


def day(year: int, month: int, number: int) -> Period | None:
    """One day, or None where the calendar has no such day."""
    try:
        found = date(year, month, number)
    except ValueError:
        return None
    return Period(found, found, "day")


def month(year: int, number: int) -> Period | None:
    """One month, or None for a number that is no month."""
    if not 1 <= number <= 12:
        return None
    return Period(date(year, number, 1), date(year, number, calendar.monthrange(year, number)[1]), "month")


def year(number: int) -> Period:
    """One year."""
    return Period(date(number, 1, 1), date(number, 12, 31), "year")


def span(first: date, last: date) -> Period:
    """A stretch of days."""
    return Period(first, last, "span")


def months(year_: int, first: int, last: int) -> Period | None:
    """The months from `first` to `last` of a year."""
    start, end = month(year_, first), month(year_, last)
    return span(start.first, end.last) if start and end and first <= last else None


def add_months(period: Period, count: int) -> Period:
    """The month that lies `count` months after a period's first."""
    index = period.first.year * 12 + period.first.month - 1 + count
    found = month(index // 12, index % 12 + 1)
    assert found is not None
    return found


@lru_cache(maxsize=4096)
def feast(rule: str, year_: int) -> date:
    """The day a rule of the calendar means in a year: `05-01`, `L1-1` (lunar), `L1-1-1` (the day before).

    >>> feast("L1-1", 2022), feast("L8-15", 2022), feast("11-11", 2021)
    (datetime.date(2022, 2, 1), datetime.date(2022, 9, 10), datetime.date(2021, 11, 11))
    """
    lunar = re.fullmatch("L(\\d+)-(\\d+)([+-]\\d+)?", rule)
    if lunar is None:
        number, _, days = rule.partition("-")
        return date(year_, int(number), int(days))
    solar = Lunar.fromYmd(year_, int(lunar[1]), int(lunar[2])).getSolar()
    return date(solar.getYear(), solar.getMonth(), solar.getDay()) + timedelta(days=int(lunar[3] or 0))


def occasion(word: str, year_: int) -> Period | None:
    """A festival or shopping day of a year by its name."""
    table = rules("times")
    for group in ("festival", "shopping"):
        if word in table[group]:
            found = feast(table[group][word], year_)
            return Period(found, found, "day")
    return None


@lru_cache(maxsize=4096)
def holiday(word: str, year_: int) -> Period | None:
    """The days off round a festival: as the State Council set them, where known, else as they usually are.

    >>> holiday("春节", 2022).iso(), holiday("五一", 2012).iso(), holiday("中秋国庆", 2023).iso()
    ('2022-01-31/2022-02-06', '2012-04-29/2012-05-01', '2023-09-29/2023-10-06')
    """
    name, first, last = rules("times")["holiday"][word]
    known = [day for n in (year_ - 1, year_) for day in HolidayUtil.getHolidays(n) or ()]  # some begin in December
    off = {date.fromisoformat(day.getDay()) for day in known if _is_of(day, name, year_)}
    begin, end = feast(first, year_), feast(last, year_)
    if not off:
        return span(begin, end)
    every = {date.fromisoformat(day.getDay()) for day in known if not day.isWork()}
    start = until = min(off, key=lambda day: abs((day - begin).days))
    while (before := start - timedelta(days=1)) in every:
        start = before
    while (after := until + timedelta(days=1)) in every:
        until = after
    return span(start, until) if start < until else Period(start, until, "day")


def _is_of(day_off: Holiday, name: str, year_: int) -> bool:
    """Whether a day of the calendar of holidays is a day off of the festival of that year."""
    named = any(part in day_off.getName() for part in name.split("|"))
    return named and not day_off.isWork() and day_off.getTarget().startswith(str(year_))


def _replace(when: date, years: int) -> date:
    try:
        return when.replace(year=when.year + years)
    except ValueError:
        return when.replace(year=when.year + years, day=28)
