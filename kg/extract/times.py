"""Time expressions, placed on the calendar: explicit, partial, relative to publication or to the last told."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from kg.extract._calendar import Period, add_months, day, month, months, occasion, span, year
from kg.extract._clock import Clock, Placed
from kg.extract._expressions import pattern
from kg.extract._found import Found
from kg.extract._numbers import integer
from kg.model import Article, Span, Time
from kg.rules import rules

NEEDS = ("sentences",)
MAKES = ("times",)


def extract(article: Article, found: Found) -> None:
    """Add every expression that can be placed; what cannot is left out."""
    clock = Clock(article)
    for sentence in found.sentences:
        clock.enter(sentence)
        for match in pattern().finditer(article.plain, sentence.span.start, sentence.span.end):
            placed = clock.place(match, _RESOLVERS)
            if placed is None:
                continue
            period, anchor, rule = placed
            start, end = match.span()
            while article.plain[start] in "的“":
                start += 1
            found.times.append(Time(Span(start, end), article.text[start:end], period.iso(), anchor, f"time.{rule}"))


# One resolver for each alternative of the pattern ------------------------------------------------------


def _date(clock: Clock, match: re.Match[str]) -> Placed:
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


def _iso(clock: Clock, match: re.Match[str]) -> Placed:
    """2022-01-10, 2022/1/10, 2022.1.10."""
    found = day(int(match["i_year"]), int(match["i_month"]), int(match["i_day"]))
    return (found, "explicit") if found else None


def _days(clock: Clock, match: re.Match[str]) -> Placed:
    """A day without its month, up to another day."""
    days = integer(match["n_day"])
    if days is None or not 1 <= days <= 31:
        return None
    before = clock.last("day", "month", "span", sentences=1)
    anchor = "previous"
    fresh = clock.today is not None and 0 <= clock.today.day - days <= 4
    if before is not None and before.grain != "day" and fresh:
        before = None  # the news of these days, after a month of statistics
    if before is not None and before.first.month == before.last.month and not clock.ahead(before):
        year_, number = before.first.year, before.first.month
    elif clock.today is not None:
        year_, number, anchor = clock.today.year, clock.today.month, "publication"
        if days > clock.today.day + 1 and not clock.to_come(match):
            year_, number = (year_, number - 1) if number > 1 else (year_ - 1, 12)
    else:
        return None
    start = day(year_, number, days)
    if start is None:
        return None
    if match["n_day2"] is None:
        return start, anchor
    end = day(year_, number, integer(match["n_day2"]) or 0)
    return (span(start.first, end.last), anchor) if end and end.last > start.first else None


def _months(clock: Clock, match: re.Match[str]) -> Placed:
    """[year] month to month, the first N months, or one month with 上旬, 底 and the like."""
    first = 1 if match["m_count"] else integer(match["m_first"] or match["m_one"])
    last = integer(match["m_last"] or match["m_count"] or match["m_one"])
    if first is None or last is None or not (1 <= first <= 12 and 1 <= last <= 12):
        return None
    known = clock.year_of(match["m_year"])
    if match["m_year"] and known is None:
        return None
    if known is None:
        before = clock.last(sentences=0)
        same = (
            before is not None and before.grain == "month" and match["m_last"] is None and before.first.month == first
        )
        known = (before.first.year, "previous") if before and same else clock.guess_year((last, 0), match)
    if known is None:
        return None
    if match["m_year2"]:
        until = clock.year_of(match["m_year2"])
        start, end = month(known[0], first), month(until[0], last) if until else None
        return (span(start.first, end.last), known[1]) if start and end and end.last > start.first else None
    if match["m_count"] or match["m_last"]:
        found = months(known[0], first, last)
        return (found, known[1]) if found else None
    found = _part_of_month(known[0], first, match["m_part"])
    return (found, known[1]) if found else None


def _part_of_month(year_: int, number: int, part: str | None) -> Period | None:
    whole = month(year_, number)
    if whole is None or not part or part == "初":
        return whole
    last = whole.last.day
    bounds = {"上旬": (1, 10), "中旬": (11, 20), "下旬": (21, last), "底": (last, last), "末": (last, last)}
    first, until = bounds[part]
    begin, end = date(year_, number, first), date(year_, number, until)
    return Period(begin, end, "day" if begin == end else "span")


def _parts(clock: Clock, match: re.Match[str]) -> Placed:
    """[year] quarter or half."""
    first, last = rules("times")["quarter"][match["q_word"]]
    known = clock.year_of(match["q_year"])
    if match["q_year"] and known is None:
        return None
    if known is None:
        if clock.today is None:
            return None
        now = clock.today.month
        # In spring 下半年 and 四季度 are the last; from April on those that lie ahead are still to come.
        coming = first > now > 3 and clock.last("day", "month", "span", sentences=1) is None
        running = last - first == 5 and first <= now  # a half-year that has begun
        over = (
            not running
            and min(last, first + 2) > now
            and not clock.to_come(match)
            and not coming
            and not (first > now > 3)
        )
        known = (clock.today.year - over, "publication")
    found = months(known[0], first, last)
    return (found, known[1]) if found else None


def _occasions(clock: Clock, match: re.Match[str]) -> Placed:
    """[year] festival, shopping day or holiday."""
    word = (match["f_word"] or match["f_short"]).strip("“”")
    if match["f_short"]:
        word += "假期" if match["f_break"] in ("期间", "假日") else match["f_break"]
    known = clock.year_of(match["f_year"])
    if match["f_year"] and known is None:
        return None
    if known is not None:
        found = occasion(word, known[0])
        return (found, known[1]) if found else None
    if clock.today is None:
        return None
    near = [occasion(word, clock.today.year + n) for n in (-1, 0, 1)]
    today = clock.today
    close = [period for period in near if period is not None]
    if not close:
        return None
    return min(close, key=lambda period: abs((period.first - today).days)), "calendar"


def _years(clock: Clock, match: re.Match[str]) -> Placed:
    """One year, its beginning or end, or year to year."""
    known = clock.year_of(match["y_year"])
    if known is None:
        return None
    if match["y_year2"]:
        until = integer(match["y_year2"].rstrip("年"))
        if until is None or not known[0] < until <= 2100:
            return None
        return span(date(known[0], 1, 1), date(until, 12, 31)), known[1]
    part = match["y_part"]
    if part in ("底", "末", "年底", "年末"):
        if known[1] == "explicit":
            return day(known[0], 12, 31), known[1]  # type: ignore[return-value]
        return month(known[0], 12), known[1]  # type: ignore[return-value]
    if part in ("初", "年初"):
        return month(known[0], 1), known[1]  # type: ignore[return-value]
    return year(known[0]), known[1]


def _meanwhile(clock: Clock, match: re.Match[str]) -> Placed:
    """同期 at the head of a clause: the stretch just told."""
    before = clock.last("span", "month", sentences=2, compared=False)
    return (before, "previous") if before is not None else None


def _decades(clock: Clock, match: re.Match[str]) -> Placed:
    """20世纪80年代, 90年代."""
    tens = integer(match["k_tens"][0]) if match["k_tens"][0].isdigit() else integer(match["k_tens"][:1])
    if tens is None:
        return None
    first = (2000 if match["k_century"] and "21" in match["k_century"] else 1900) + 10 * tens
    return span(date(first, 1, 1), date(first + 9, 12, 31)), "calendar"


def _ends(clock: Clock, match: re.Match[str]) -> Placed:
    """年底, 年初 without a year: of the year of publication, or the one just past."""
    if clock.today is None:
        return None
    if match["z_part"] == "年初":
        return month(clock.today.year, 1), "publication"  # type: ignore[return-value]
    late = clock.today.month <= 3 and not clock.to_come(match)
    return month(clock.today.year - late, 12), "publication"  # type: ignore[return-value]


def _same_period(clock: Clock, match: re.Match[str]) -> Placed:
    """去年同期, 2019年同期: the period just told, in that year."""
    known = clock.year_of(match["s_year"])
    before = clock.last("span", "month", "day", sentences=4, compared=False)
    if known is None or before is None:
        return None
    return before.in_year(known[0]), "previous"


def _relative_days(clock: Clock, match: re.Match[str]) -> Placed:
    """今天, 昨日, and 当天, 次日 after a day just told."""
    word, table = match["r_word"], rules("times")
    before = clock.headed(match) or clock.last("day", sentences=6)
    if word in table["previous_day"]:
        if before is None:
            return None
        return _shift(before.first, table["previous_day"][word]), "previous"
    offset = table["relative_day"][word]
    before = next(
        (told.period for told in reversed(clock.told) if told.period.grain == "day" and not clock.ahead(told.period)),
        None,
    )
    if clock.quoted(match) and before is not None:
        return _shift(before.first, offset), "previous"
    return (_shift(clock.today, offset), "publication") if clock.today else None


def _relative_months(clock: Clock, match: re.Match[str]) -> Placed:
    """本月, 上个月, and 当月 after a month just told; 下月10日 is a day of it."""
    placed = _month_meant(clock, match)
    if placed is None or match["l_day"] is None:
        return placed
    whole, anchor = placed
    first, last = (day(whole.first.year, whole.first.month, int(match[n] or 0)) for n in ("l_day", "l_day2"))
    if first is None or last is None or last.first < first.first:
        return (first, anchor) if first else None
    return span(first.first, last.last), anchor


def _month_meant(clock: Clock, match: re.Match[str]) -> Placed:
    word, table = match["l_word"], rules("times")
    if word in table["previous_month"]:
        before = clock.last("month", "day", sentences=2)
        return (add_months(before, table["previous_month"][word]), "previous") if before else None
    before = clock.last("month", "day", sentences=2)
    if before is not None and clock.article.plain[match.start() - 1] in "较比与":
        return add_months(before, table["relative_month"][word]), "previous"
    if clock.today is None:
        return None
    now = Period(clock.today, clock.today, "day")
    return add_months(now, table["relative_month"][word]), "publication"


def _later(clock: Clock, match: re.Match[str]) -> Placed:
    """3个月后, 两年后, 五天后: counted from what was just told."""
    before = clock.last("day", "month", "year", sentences=4)
    count = integer(match["a_count"])
    if before is None or not count:
        return None
    if match["a_unit"] == "月":
        return add_months(before, count), "previous"
    if match["a_unit"] == "年":
        return year(before.first.year + count), "previous"
    if before.grain != "day":
        return None
    return _shift(before.first, count), "previous"


def _ago(clock: Clock, match: re.Match[str]) -> Placed:
    """5年前: so many years before publication, or before the year that is compared (比五年前增长)."""
    count = integer(match["g_count"])
    told = clock.last("year", sentences=0)
    if told and count and clock.article.plain[match.start() - 1 : match.start()] in ("比", "较"):
        return year(told.first.year - count), "previous"
    return (year(clock.today.year - count), "publication") if clock.today and count else None


def _weekdays(clock: Clock, match: re.Match[str]) -> Placed:
    """上周五, 本周一, 下周三."""
    if clock.today is None:
        return None
    weeks = {"上": -1, "本": 0, "这": 0, "下": 1}[match["w_week"]]
    weekday = "一二三四五六日天".index(match["w_day"])
    monday = clock.today - timedelta(days=clock.today.weekday())
    return _shift(monday, 7 * weeks + min(weekday, 6)), "publication"


def _plans(clock: Clock, match: re.Match[str]) -> Placed:
    """“十三五”期间."""
    first, last = rules("times")["plan"][match["p_word"].strip("“”")]
    return span(date(first, 1, 1), date(last, 12, 31)), "calendar"


def _past_year(clock: Clock, match: re.Match[str]) -> Placed:
    """过去一年, told in the first quarter: the calendar year that has just ended."""
    if clock.today is None or clock.today.month > 3:
        return None
    return year(clock.today.year - 1), "publication"


def _english(clock: Clock, match: re.Match[str]) -> Placed:
    """October 10, January 5, 2023, and Monday in an English sentence."""
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


def _shift(when: date, days: int) -> Period:
    moved = when + timedelta(days=days)
    return Period(moved, moved, "day")


_RESOLVERS = (
    ("date", _date),
    ("iso", _iso),
    ("same", _same_period),
    ("meanwhile", _meanwhile),
    ("decade", _decades),
    ("months", _months),
    ("parts", _parts),
    ("occasion", _occasions),
    ("pastyear", _past_year),
    ("years", _years),
    ("ends", _ends),
    ("days", _days),
    ("relday", _relative_days),
    ("relmonth", _relative_months),
    ("later", _later),
    ("ago", _ago),
    ("weekday", _weekdays),
    ("plan", _plans),
    ("english", _english),
)


def periods(times: list[Time]) -> Iterator[tuple[Time, Period]]:
    """Times with their periods read back from the ISO value."""
    for time in times:
        yield time, parse(time.value)


def parse(value: str) -> Period:
    """The period an ISO value means.

    >>> parse("2021-06").last, parse("2021-01-01/2021-09-30").grain
    (datetime.date(2021, 6, 30), 'span')
    """
    if "/" in value:
        first, last = (parse(part) for part in value.split("/"))
        return span(first.first, last.last)
    numbers = [int(part) for part in value.split("-")]
    if len(numbers) == 1:
        return year(numbers[0])
    found = month(*numbers) if len(numbers) == 2 else day(*numbers)
    assert found is not None
    return found
