"""Expressions that mean days: dates, bare days, weekdays, today, the day after, days of the lunar calendar."""

import re
from datetime import date, timedelta

from kg.extract._calendar import Period, add_months, day, feast, month, span, year
from kg.extract._clock import Clock, Placed
from kg.extract._numbers import integer
from kg.rules import rules


def dated(clock: Clock, match: re.Match[str]) -> Placed:
    """[year] month day, up to [[year] month] day."""
    number, days = integer(match["d_month"]), integer(match["d_day"])
    if number is None or days is None or not 1 <= number <= 12:
        return None
    known = clock.year_of(match["d_year"]) if match["d_year"] else clock.guess_year((number, days), match)
    if known is None:
        return None
    start = day(known[0], number, days)
    if start is None or match["d_today"] is None:
        return _ranged(start, known, match)
    return start, known[1]


def _ranged(start: Period | None, known: tuple[int, str], match: re.Match[str]) -> Placed:
    if start is not None and match["d_next"]:  # 5月1日和2日
        following = day(start.first.year, start.first.month, int(match["d_next"]))
        both = following is not None and following.first == start.first + timedelta(days=1)
        return (span(start.first, following.last) if both and following else start), known[1]
    if start is None or not match["d_end"]:
        return (start, known[1]) if start else None
    last_month = integer(match["d_month2"] or "") or start.first.month
    last_day = integer(match["d_day2"])
    given = match["d_year2"]
    last_year = integer(given.rstrip("年")) if given and given[0] in "12" else start.first.year
    if last_year is None or last_day is None:
        return None
    if not given and last_month < start.first.month:
        last_year += 1
    end = day(last_year, last_month, last_day)
    return (span(start.first, end.last), known[1]) if end and end.last >= start.first else None


def iso(clock: Clock, match: re.Match[str]) -> Placed:
    """2022-01-10, 2022/1/10, 2022.1.10."""
    found = day(int(match["i_year"]), int(match["i_month"]), int(match["i_day"]))
    return (found, "explicit") if found else None


def of_month(clock: Clock, match: re.Match[str]) -> Placed:
    """A day of this month, or of another one told (本月4日), up to another day; a day without its month."""
    days = integer(match["n_day"])
    if days is None or not 1 <= days <= 31:
        return None
    held = _told_month(clock, match["n_month"]) if match["n_month"] else _guessed_month(clock, match, days)
    if held is None:
        return None
    (year_, number), anchor = held
    start = day(year_, number, days)
    if start is None:
        return None
    if match["n_day2"] is None:
        return start, anchor
    end = day(year_, number, integer(match["n_day2"]) or 0)
    return (span(start.first, end.last), anchor) if end and end.last > start.first else None


def _told_month(clock: Clock, word: str) -> tuple[tuple[int, int], str] | None:
    table = rules("times")
    if word in table["relative_month"]:
        now = clock.today and month(clock.today.year, clock.today.month)
        found, anchor = (add_months(now, table["relative_month"][word]) if now else None), "publication"
    else:
        before = clock.last("month", "day", sentences=2)
        found, anchor = (add_months(before, table["previous_month"][word]) if before else None), "previous"
    return ((found.first.year, found.first.month), anchor) if found else None


def _guessed_month(clock: Clock, match: re.Match[str], days: int) -> tuple[tuple[int, int], str] | None:
    """The month told last, else that of publication or, for a day still to come, the one before."""
    before = clock.last("day", "month", "span", sentences=1, festivals=False)
    fresh = clock.today is not None and 0 <= clock.today.day - days <= 4
    if before is not None and before.grain != "day" and fresh:
        before = None  # the news of these days, after a month of statistics
    if before is not None and before.first.month == before.last.month and not clock.ahead(before):
        return (before.first.year, before.first.month), "previous"
    if clock.today is None:
        return None
    for told in reversed(clock.told):
        if (
            told.rule == "date"
            and told.period.grain == "day"
            and told.period.first.day == days
            and clock.ahead(told.period)
        ):
            return (told.period.first.year, told.period.first.month), "previous"  # 5月14日, to come: 14日
    year_, number = clock.today.year, clock.today.month
    lasting = clock.article.plain[max(0, match.start() - 3) : match.start() - 1] in ("持续", "延续")
    if days > clock.today.day + 1 and not lasting and not clock.to_come(match):
        year_, number = (year_, number - 1) if number > 1 else (year_ - 1, 12)
    return (year_, number), "publication"


def relative(clock: Clock, match: re.Match[str]) -> Placed:
    """今天, 昨日, and 当天, 次日 after a day just told."""
    word, table = match["r_word"], rules("times")
    if word in table["previous_day"]:
        before = clock.last("day", sentences=6, festivals=False) or clock.last("day", sentences=1)
        before = clock.headed(match) or before
        if word == "第二天" and re.search(table["spoken"]["nth"], clock.article.plain[: match.start()][-6:]):
            return _second(clock)
        return (_shift(before.first, table["previous_day"][word]), "previous") if before else None
    offset = table["relative_day"][word]
    told = next(
        (told.period for told in reversed(clock.told) if told.period.grain == "day" and not clock.ahead(told.period)),
        None,
    )
    if clock.quoted(match) and told is not None:
        return _shift(told.first, offset), "previous"
    return (_shift(clock.today, offset), "publication") if clock.today else None


def _second(clock: Clock) -> Placed:
    """假期第二天: the second of the days off just told, and no day after another."""
    off = clock.last_told("span", sentences=6)
    return (_shift(off.period.first, 1), "previous") if off is not None and off.holiday else None


def weekday(clock: Clock, match: re.Match[str]) -> Placed:
    """上周五, 下周三; a bare 周五 is the last one, or the next where the clause speaks of what is to come."""
    if clock.today is None:
        return None
    number = min("一二三四五六日天".index(match["w_day"]), 6)
    if match["w_week"] is None:
        back = (clock.today.weekday() - number) % 7
        return _shift(clock.today, (7 - back if back else 0) if clock.to_come(match) else -back), "publication"
    weeks = {"上": -1, "本": 0, "这": 0, "下": 1}[match["w_week"]]
    return _shift(_monday(clock.today), 7 * weeks + number), "publication"


def week(clock: Clock, match: re.Match[str]) -> Placed:
    """上周, 本周, 下周: Monday to Sunday."""
    if clock.today is None:
        return None
    first = _monday(clock.today) + timedelta(days=7 * {"上": -1, "本": 0, "这": 0, "下": 1}[match["v_week"]])
    return span(first, first + timedelta(days=6)), "publication"


def _monday(when: date) -> date:
    return when - timedelta(days=when.weekday())


def lunar(clock: Clock, match: re.Match[str]) -> Placed:
    """正月初八, 农历八月十五, 腊月初八至正月初七: in the year told, or in that which brings it nearest."""
    rule = _lunar_rule(match["u_month"], match["u_day"])
    known = clock.year_of(match["u_year"])
    if rule is None or (known is None and (match["u_year"] or clock.today is None)):
        return None
    if known is not None:
        start, anchor = feast(rule, known[0]), known[1]
    else:
        today = clock.today or date.min
        near = [feast(rule, today.year + n) for n in (-1, 0, 1)]
        start, anchor = min(near, key=lambda found: abs((found - today).days)), "calendar"
    until = _lunar_rule(match["u_month2"] or match["u_month"], match["u_day2"]) if match["u_day2"] else None
    if until is None:
        return _shift(start, 0), anchor
    coming = [end for n in (-1, 0, 1) if (end := feast(until, start.year + n)) > start]
    return (span(start, min(coming)), anchor) if coming else None


def _lunar_rule(month_: str, day_: str) -> str | None:
    """A month and day of the lunar calendar as `L8-15`."""
    number = {"正": 1, "冬": 11, "腊": 12}.get(month_) or integer(month_)
    days = integer(day_.removeprefix("初").replace("廿", "二十"))
    return f"L{number}-{days}" if number and days and number <= 12 and days <= 30 else None


def english(clock: Clock, match: re.Match[str]) -> Placed:
    """October 10, Jan. 5, 2023, in 2021, and Monday in an English sentence."""
    if match["e_alone"]:
        return year(int(match["e_alone"])), "explicit"
    if match["e_weekday"]:
        if clock.today is None:
            return None
        index = ("mon", "tue", "wed", "thu", "fri", "sat", "sun").index(match["e_weekday"][:3].lower())
        back = (clock.today.weekday() - index) % 7
        return _shift(clock.today, -back), "publication"
    names = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
    number = names.index(match["e_month"][:3].lower()) + 1
    days = int(match["e_day"])
    if match["e_year"]:
        known: tuple[int, str] | None = (int(match["e_year"]), "explicit")
    else:
        known = clock.guess_year((number, days), match)
    found = day(known[0], number, days) if known else None
    return (found, known[1]) if found and known else None


def later(clock: Clock, match: re.Match[str]) -> Placed:
    """3个月后, 两年后, 五天后: counted from what was just told."""
    told = clock.last_told("day", "month", "year", sentences=4)
    count = integer(match["a_count"])
    if told is None or not count or told.rule == "ago":
        return None  # 两年前规划，两年后投产 speaks of no year
    before = told.period
    if match["a_unit"] == "月":
        return add_months(before, count), "previous"
    if match["a_unit"] == "年":
        return year(before.first.year + count), "previous"
    if before.grain != "day":
        return None
    return _shift(before.first, count), "previous"


def _shift(when: date, days: int) -> Period:
    moved = when + timedelta(days=days)
    return Period(moved, moved, "day")
