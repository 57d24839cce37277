"""Expressions that mean months, years and stretches of them, festivals and holidays."""

import re
from datetime import date, timedelta

from kg.extract._calendar import Period, add_months, day, holiday, month, months, occasion, span, year
from kg.extract._clock import Clock, Placed
from kg.extract._expressions import pattern
from kg.extract._numbers import integer
from kg.rules import rules


def of_year(clock: Clock, match: re.Match[str]) -> Placed:
    """[year] month to month, the first N months, or one month with 上旬, 底 and the like."""
    first = 1 if match["m_count"] else integer(match["m_first"] or match["m_one"])
    last = integer(match["m_last"] or match["m_count"] or match["m_one"])
    if first is None or last is None or not (1 <= first <= 12 and 1 <= last <= 12):
        return None
    known = clock.year_of(match["m_year"])
    if match["m_year"] and known is None:
        return None
    if known is None:
        known = _told_year(clock, match, first) or clock.guess_year((last, 0), match)
    if known is None:
        return None
    if match["m_year2"]:
        until = clock.year_of(match["m_year2"])
        start, end = month(known[0], first), month(until[0], last) if until else None
        return (span(start.first, end.last), known[1]) if start and end and end.last > start.first else None
    if match["m_count"] or match["m_last"]:
        found = months(known[0], first, last)
        return (found, known[1]) if found else None
    found = part_of_month(known[0], first, match["m_part"])
    return (found, known[1]) if found else None


def _told_year(clock: Clock, match: re.Match[str], number: int) -> tuple[int, str] | None:
    """The year of the same month, or of the stretch that holds the month, just told in the sentence."""
    before = clock.last(sentences=0, compared=False)
    if before is None or match["m_last"] is not None or match["m_count"] is not None:
        return None
    same = before.grain == "month" and before.first.month == number
    within = before.grain == "span" and before.first.year == before.last.year
    within = within and before.first.month <= number <= before.last.month
    return (before.first.year, "previous") if same or within else None


def part_of_month(year_: int, number: int, part: str | None) -> Period | None:
    """A month, or the part of it that a word means; its first days (初) are told by the month."""
    whole = month(year_, number)
    if whole is None or not part or part == "初":
        return whole
    last = whole.last.day
    first, until = rules("times")["part_of_month"][part]
    begin, end = date(year_, number, first or last), date(year_, number, until or last)
    return Period(begin, end, "day" if begin == end else "span")


def of_quarters(clock: Clock, match: re.Match[str]) -> Placed:
    """[year] quarter or half, or its last day."""
    first, last = rules("times")["quarter"][match["q_word"]]
    known = clock.year_of(match["q_year"])
    if match["q_year"] and known is None:
        return None
    if known is None:
        if clock.today is None:
            return None
        now = clock.today.month
        told = clock.last("span", sentences=0, compared=False)
        # In spring 下半年 and 四季度 are the last; from April on those that lie ahead are still to come.
        onward = told is not None and told.first.year == clock.today.year and told.last.month < last
        over = now <= 3 < last and not onward and not clock.to_come(match)
        known = (clock.today.year - over, "publication")
    found = months(known[0], first, last)
    if found and match["q_end"]:
        found = Period(found.last, found.last, "day")
    return (found, known[1]) if found else None


def festival(clock: Clock, match: re.Match[str]) -> Placed:
    """[year] festival, shopping day or holiday; from one festival to another."""
    known = clock.year_of(match["f_year"])
    if (match["f_year"] and known is None) or (match["f_word"] and _in_a_name(clock.article.plain, match)):
        return None
    word = (match["f_word"] or match["f_holiday"]).strip("“”")
    made = occasion if match["f_word"] else holiday
    if known is None:
        if clock.today is None:
            return None
        today = clock.today
        close = [period for n in (-1, 0, 1) if (period := made(word, today.year + n)) is not None]
        if not close:
            return None
        known = (min(close, key=lambda period: abs((period.first - today).days)).last.year, "calendar")
    found = made(word, known[0])
    if found and match["f_until"]:
        until = _until(match["f_until"], known[0])
        found = span(found.first, until.last) if until and until.last > found.first else found
    if found and (match["f_days"] or match["f_count"]):
        found = _some_days(found, match["f_days"] or f"前{match['f_count']}天")
    return (found, known[1]) if found else None


def _until(word: str, year_: int) -> Period | None:
    """Up to a festival, or to a day of the first lunar month (除夕至初二)."""
    bare = word.removeprefix("大年").removeprefix("正月")
    return occasion(word, year_) or occasion("大年" + bare, year_)


def days_off(clock: Clock, match: re.Match[str]) -> Placed:
    """节日期间, 假期前三天, 假期首日: the days off that were told last, or some of them."""
    told = next((t for t in reversed(clock.told) if t.holiday and not t.compared), None)
    if told is None or clock.number - told.sentence > 8:
        return None
    whole = holiday(told.holiday, told.period.last.year)
    found = _some_days(whole, match["d_days"]) if match["d_days"] else whole
    return (found, "previous") if found else None


def _some_days(whole: Period | None, words: str) -> Period | None:
    """The first days of a stretch, its nth or its last; None where it is not that long."""
    if whole is None:
        return None
    if words.startswith(("最后", "末")):
        return Period(whole.last, whole.last, "day")
    count = 1 if words.startswith("首") else integer(words[1:-1]) or 0
    last = whole.first + timedelta(days=count - 1)
    if not whole.first <= last <= whole.last:
        return None
    return span(whole.first, last) if words.startswith("前") else Period(last, last, "day")


def whole_year(clock: Clock, match: re.Match[str]) -> Placed:
    """全年: of the year spoken of; told in the first quarter of no year, of the one that has ended."""
    if clock.today is None:
        return None
    start, end = clock.clause(match)
    aim = clock.to_come(match) or re.search("目标|确保|完成|夺取|提振", clock.article.plain[start:end]) is not None
    told = clock.last(sentences=4, compared=False)
    if told is not None and (not aim or clock.last(sentences=0, compared=False) is told):
        return year(told.last.year), "previous"
    ended = clock.today.month <= 3 and told is None and not aim
    return year(clock.today.year - ended), "publication"


def _in_a_name(text: str, match: re.Match[str]) -> bool:
    """Whether a festival is a word of something named in quotation marks (“国庆大促”)."""
    start, end = match.span("f_word")
    start, end = start + (text[start] == "“"), end - (text[end - 1] == "”")
    opened = re.search("“[^“”，。；：]{0,12}\\Z", text[max(0, start - 13) : start])
    closed = re.match("[^“”，。；：、]{0,12}”", text[end : end + 13])
    return bool(opened and closed and opened.group() + closed.group() != "“”")


def of_years(clock: Clock, match: re.Match[str]) -> Placed:
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
        return day(known[0], 12, 31), known[1]  # type: ignore[return-value]
    if part in ("初", "年初"):
        return month(known[0], 1), known[1]  # type: ignore[return-value]
    return year(known[0]), known[1]


def meanwhile(clock: Clock, match: re.Match[str]) -> Placed:
    """同期 at the head of a clause: the stretch just told."""
    before = clock.last("span", "month", "year", sentences=2, compared=False)
    running = before is not None and before.grain == "year" and (clock.today is None or before.last >= clock.today)
    return (before, "previous") if before is not None and not running else None


def decade(clock: Clock, match: re.Match[str]) -> Placed:
    """20世纪80年代, 90年代."""
    tens = integer(match["k_tens"][0]) if match["k_tens"][0].isdigit() else integer(match["k_tens"][:1])
    if tens is None:
        return None
    first = (2000 if match["k_century"] and "21" in match["k_century"] else 1900) + 10 * tens
    return span(date(first, 1, 1), date(first + 9, 12, 31)), "calendar"


def ends(clock: Clock, match: re.Match[str]) -> Placed:
    """年底, 年初 without a year: of the year of publication, or the one just past."""
    if clock.today is None:
        return None
    if match["z_part"] == "年初":
        return month(clock.today.year, 1), "publication"  # type: ignore[return-value]
    late = clock.today.month <= 3 and not clock.to_come(match)
    return month(clock.today.year - late, 12), "publication"  # type: ignore[return-value]


def same_period(clock: Clock, match: re.Match[str]) -> Placed:
    """去年同期, 2019年同期: the period just told, in that year."""
    known = clock.year_of(match["s_year"])
    compared = _compared(clock, match)
    if known and compared:
        return compared.in_year(known[0]), "previous"
    before = clock.last_told("span", "month", "day", sentences=4, compared=False)
    whole = clock.last("year", sentences=0, compared=False)
    if known and whole and whole.first.year == known[0] + 1 and clock.today and whole.last < clock.today:
        return year(known[0]), "previous"  # 2017年出口增长，比2016年同期…, told when 2017 was over
    if known is None or before is None:
        return None
    if before.period.grain == "day" and (before.period.last + timedelta(days=1)).day == 1:
        last = before.period.in_year(known[0]).last
        return span(date(known[0], 1, 1), last), "previous"  # 截至11月底…比去年同期
    moving = before.holiday and "L" in rules("times")["holiday"][before.holiday][1]
    found = holiday(before.holiday, known[0]) if moving else before.period.in_year(known[0])
    return (found, "previous") if found is not None else None


def _compared(clock: Clock, match: re.Match[str]) -> Period | None:
    """与去年同期相比，11月份…: the month or stretch that is compared, told behind."""
    text = clock.article.plain
    ahead = re.compile("相比(?:较|起来)?，?").match(text, match.end())
    if ahead is None or text[match.start() - 1 : match.start()] not in ("与", "和", "同", "跟"):
        return None
    told = pattern().match(text, ahead.end())
    if told is None or not (told["months"] or told["parts"]):
        return None
    placed = of_year(clock, told) if told["months"] else of_quarters(clock, told)
    return placed[0] if placed else None


def relative_month(clock: Clock, match: re.Match[str]) -> Placed:
    """本月, 上个月, 上月底, and 当月 after a month just told."""
    word, table = match["l_word"], rules("times")
    before = clock.last("month", "day", sentences=2, compared=False, back=False) or clock.last(
        "month", "day", sentences=2
    )
    compared = clock.last("month", sentences=6, compared=False, back=False) or clock.last("day", sentences=2)
    if word in table["previous_month"]:
        found, anchor = (add_months(before, table["previous_month"][word]) if before else None), "previous"
    elif compared is not None and clock.article.plain[match.start() - 1] in "较比与由从":
        found, anchor = add_months(compared, table["relative_month"][word]), "previous"
    elif clock.today is None:
        return None
    else:
        now = Period(clock.today, clock.today, "day")
        found, anchor = add_months(now, table["relative_month"][word]), "publication"
    part = part_of_month(found.first.year, found.first.month, match["l_part"]) if found else None
    return (part, anchor) if part else None


def ago(clock: Clock, match: re.Match[str]) -> Placed:
    """5年前, 两个月前: so long before publication, or before the year that is compared (比五年前增长)."""
    count = integer(match["g_count"])
    if match["g_month"]:
        now = clock.today and Period(clock.today, clock.today, "day")
        return (add_months(now, -count), "publication") if now and count else None
    told = clock.last("year", sentences=0)
    if told and count and clock.article.plain[match.start() - 1 : match.start()] in ("比", "较"):
        return year(told.first.year - count), "previous"
    return (year(clock.today.year - count), "publication") if clock.today and count else None


def plan(clock: Clock, match: re.Match[str]) -> Placed:
    """“十三五”期间."""
    first, last = rules("times")["plan"][match["p_word"].strip("“”")]
    if clock.article.plain.startswith(("开局之年", "收官之年"), match.end()):
        return year(first if clock.article.plain[match.end()] == "开" else last), "calendar"
    return span(date(first, 1, 1), date(last, 12, 31)), "calendar"


def past_year(clock: Clock, match: re.Match[str]) -> Placed:
    """过去一年, told in the first quarter: the calendar year that has just ended."""
    if clock.today is None or clock.today.month > 3:
        return None
    return year(clock.today.year - 1), "publication"
