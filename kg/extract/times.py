"""Time expressions, placed on the calendar: explicit, partial, relative to publication or to the last told."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from kg.extract._calendar import Period, add_months, day, month, months, occasion, span, year
from kg.extract._found import Found
from kg.extract._numbers import integer
from kg.model import Article, Sentence, Span, Time
from kg.rules import rules

NEEDS = ("sentences",)
MAKES = ("times",)

# A bare date this many days after publication may still be news of the past (time zones, reprints).
AHEAD = 3


def extract(article: Article, found: Found) -> None:
    """Add every expression that can be placed; what cannot is left out."""
    clock = _Clock(article)
    for sentence in found.sentences:
        clock.enter(sentence)
        for match in _pattern().finditer(article.plain, sentence.span.start, sentence.span.end):
            placed = clock.place(match)
            if placed is None:
                continue
            period, anchor, rule = placed
            start, end = match.span()
            while article.plain[start] in "的“":
                start += 1
            found.times.append(Time(Span(start, end), article.text[start:end], period.iso(), anchor, f"time.{rule}"))


@dataclass(frozen=True, slots=True)
class _Told:
    """A period already placed, where it was told, and whether its year was stated."""

    period: Period
    sentence: int
    paragraph: int
    compared: bool = False


class _Clock:
    """Resolves expressions in reading order against publication and against what was just told."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.today = date.fromisoformat(article.published[:10]) if article.published else None
        self.told: list[_Told] = []
        self.sentence: Sentence | None = None
        self.number = -1

    def enter(self, sentence: Sentence) -> None:
        self.sentence = sentence
        self.number += 1

    def place(self, match: re.Match[str]) -> tuple[Period, str, str] | None:
        """Period, anchor and rule of a match, or None."""
        for rule, resolve in _RESOLVERS:
            if match.group(rule) is not None:
                placed = resolve(self, match)
                if placed is None:
                    return None
                period, anchor = placed
                if not date(1800, 1, 1) <= period.first <= period.last <= date(2200, 1, 1):
                    return None
                assert self.sentence is not None
                compared = self.article.plain[match.start() - 1 : match.start()] in ("比", "较")
                self.told.append(_Told(period, self.number, self.sentence.paragraph, compared))
                return period, anchor, rule
        return None

    # What was told ---------------------------------------------------------------------------------

    def last(self, *grains: str, sentences: int = 3, compared: bool = True) -> Period | None:
        """The period told last, of one of the grains, at most so many sentences ago.

        Without `compared`, those that only say what was compared with (比清明假期) do not count.
        """
        for told in reversed(self.told):
            if self.number - told.sentence > sentences:
                return None
            if told.compared and not compared:
                continue
            if not grains or told.period.grain in grains:
                return told.period
        return None

    def ahead(self, period: Period) -> bool:
        """Whether a period lies after publication."""
        return self.today is not None and period.first > self.today

    def to_come(self, match: re.Match[str]) -> bool:
        """Whether the clause speaks of the future."""
        assert self.sentence is not None
        text, span_ = self.article.plain, self.sentence.span
        start = max(text.rfind(mark, span_.start, match.start()) for mark in "，；。") + 1 or span_.start
        ends = [text.find(mark, match.end(), span_.end) for mark in "，；。"]
        end = min((e for e in ends if e >= 0), default=span_.end)
        clause = text[start:end]
        return any(word in clause for word in rules("times")["spoken"]["future"])

    def quoted(self, match: re.Match[str]) -> bool:
        """Whether a match stands inside quotation marks of its sentence."""
        assert self.sentence is not None
        before = self.article.plain[self.sentence.span.start : match.start()]
        return before.count("“") > before.count("”")

    # Years ---------------------------------------------------------------------------------------------

    def year_of(self, word: str | None) -> tuple[int, str] | None:
        """Year that a word of the text means, and the anchor used."""
        if word is None:
            return None
        bare = word.rstrip("的")
        table = rules("times")
        if bare in table["relative_year"]:
            return (self.today.year + table["relative_year"][bare], "publication") if self.today else None
        if bare in table["previous_year"]:
            before = self.last()
            if before is None:
                return None
            return before.first.year + table["previous_year"][bare], "previous"
        number = integer(bare.rstrip("年度"))
        if number is None or not 1900 <= number <= 2100:
            return None
        return number, "explicit"

    def guess_year(self, first: tuple[int, int], match: re.Match[str]) -> tuple[int, str] | None:
        """Year of a date told without one; `first` is its month and day (0 where only the month is told)."""
        before = self.last("day", "month", "span", "year", sentences=0 if self.today is None else 1)
        if self.today is None:
            return (before.first.year, "previous") if before else None
        this = self.today.year
        number, days = first
        candidate = date(this, number, min(days or 1, 28))
        if self.to_come(match):
            late = self.today - timedelta(days=45)
            return (this, "publication") if candidate >= late.replace(day=1) else (this + 1, "publication")
        told = before.first if before and before.grain in ("day", "month") else None
        onward = self.article.plain[match.start() - 1 : match.start()] in ("至", "到")
        if told and onward and number >= told.month and self.told[-1].sentence == self.number:
            return told.year, "previous"  # 3月上市，可延至9月
        if told and told.year < this and number > told.month:
            return told.year, "previous"
        if candidate > self.today + timedelta(days=AHEAD if days else 0):
            return this - 1, "publication"
        return this, "publication"


# One resolver for each alternative of the pattern ------------------------------------------------------

_Placed = tuple[Period, str] | None


def _date(clock: _Clock, match: re.Match[str]) -> _Placed:
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


def _ranged(start: Period | None, known: tuple[int, str], match: re.Match[str]) -> _Placed:
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


def _iso(clock: _Clock, match: re.Match[str]) -> _Placed:
    """2022-01-10, 2022/1/10, 2022.1.10."""
    found = day(int(match["i_year"]), int(match["i_month"]), int(match["i_day"]))
    return (found, "explicit") if found else None


def _days(clock: _Clock, match: re.Match[str]) -> _Placed:
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


def _months(clock: _Clock, match: re.Match[str]) -> _Placed:
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


def _parts(clock: _Clock, match: re.Match[str]) -> _Placed:
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
        over = min(last, first + 2) > now and not clock.to_come(match) and not coming and not (first > now > 3)
        known = (clock.today.year - over, "publication")
    found = months(known[0], first, last)
    return (found, known[1]) if found else None


def _occasions(clock: _Clock, match: re.Match[str]) -> _Placed:
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


def _years(clock: _Clock, match: re.Match[str]) -> _Placed:
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


def _meanwhile(clock: _Clock, match: re.Match[str]) -> _Placed:
    """同期 at the head of a clause: the stretch just told."""
    before = clock.last("span", "month", sentences=2, compared=False)
    return (before, "previous") if before is not None else None


def _decades(clock: _Clock, match: re.Match[str]) -> _Placed:
    """20世纪80年代, 90年代."""
    tens = integer(match["k_tens"][0]) if match["k_tens"][0].isdigit() else integer(match["k_tens"][:1])
    if tens is None:
        return None
    first = (2000 if match["k_century"] and "21" in match["k_century"] else 1900) + 10 * tens
    return span(date(first, 1, 1), date(first + 9, 12, 31)), "calendar"


def _ends(clock: _Clock, match: re.Match[str]) -> _Placed:
    """年底, 年初 without a year: of the year of publication, or the one just past."""
    if clock.today is None:
        return None
    if match["z_part"] == "年初":
        return month(clock.today.year, 1), "publication"  # type: ignore[return-value]
    late = clock.today.month <= 3 and not clock.to_come(match)
    return month(clock.today.year - late, 12), "publication"  # type: ignore[return-value]


def _same_period(clock: _Clock, match: re.Match[str]) -> _Placed:
    """去年同期, 2019年同期: the period just told, in that year."""
    known = clock.year_of(match["s_year"])
    before = clock.last("span", "month", "day", sentences=4, compared=False)
    if known is None or before is None:
        return None
    return before.in_year(known[0]), "previous"


def _relative_days(clock: _Clock, match: re.Match[str]) -> _Placed:
    """今天, 昨日, and 当天, 次日 after a day just told."""
    word, table = match["r_word"], rules("times")
    before = clock.last("day", sentences=6)
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


def _relative_months(clock: _Clock, match: re.Match[str]) -> _Placed:
    """本月, 上个月, and 当月 after a month just told."""
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


def _later(clock: _Clock, match: re.Match[str]) -> _Placed:
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


def _weekdays(clock: _Clock, match: re.Match[str]) -> _Placed:
    """上周五, 本周一, 下周三."""
    if clock.today is None:
        return None
    weeks = {"上": -1, "本": 0, "这": 0, "下": 1}[match["w_week"]]
    weekday = "一二三四五六日天".index(match["w_day"])
    monday = clock.today - timedelta(days=clock.today.weekday())
    return _shift(monday, 7 * weeks + min(weekday, 6)), "publication"


def _plans(clock: _Clock, match: re.Match[str]) -> _Placed:
    """“十三五”期间."""
    first, last = rules("times")["plan"][match["p_word"].strip("“”")]
    return span(date(first, 1, 1), date(last, 12, 31)), "calendar"


def _past_year(clock: _Clock, match: re.Match[str]) -> _Placed:
    """过去一年, told in the first quarter: the calendar year that has just ended."""
    if clock.today is None or clock.today.month > 3:
        return None
    return year(clock.today.year - 1), "publication"


def _english(clock: _Clock, match: re.Match[str]) -> _Placed:
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
    ("weekday", _weekdays),
    ("plan", _plans),
    ("english", _english),
)


@cache
def _pattern() -> re.Pattern[str]:
    """All alternatives; each group is named after its resolver, its parts by a letter."""
    table = rules("times")
    # 网上年货节 holds no 上年.
    relative = _any(table["relative_year"]) + "|(?<!网)(?:" + _any(table["previous_year"]) + ")(?!货)"
    absolute = "(?<!\\d)(?:19|20)\\d\\d年(?!代|的?[^，。]{0,4}(?:历史|文明|传承))|[一二][〇○零一二三四五六七八九]{3}年"
    number = "\\d{1,2}|[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九]"
    months_ = "1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九]"
    to = "(?:至|到|起至|[-—~～]{1,2}|―)"
    part = _any(table["part_of_day"]["words"])
    hour = f"(?:(?:当地时间)?(?:{part}))?(?:\\d{{1,2}}(?:时|点(?!位|数)|[:：]\\d\\d)(?:\\d{{1,2}}分)?(?:半|许|整)?)?"
    festivals = _any([*table["festival"], *table["shopping"], *table["holiday"]])
    short = "五一|十一|元旦|清明|国庆|劳动节"
    year_ = f"(?:{absolute}|{relative})"
    return re.compile(
        "|".join(
            (
                f"(?P<date>(?:(?P<d_today>今天|昨天|今日|昨日)（)?(?P<d_year>{year_})?的?(?<!\\d)(?P<d_month>{months_})月(?:份)?(?P<d_day>{number})[日号](?!线)"
                f"(?P<d_end>{hour}(?:（[^（）]{{1,8}}）)?{to}(?P<d_year2>(?:19|20)\\d\\d年|今年|明年|次年|翌年)?(?:(?P<d_month2>{months_})月)?(?P<d_day2>{number})[日号]|){hour})",
                "(?P<iso>(?<![\\d.-])(?P<i_year>(?:19|20)\\d\\d)(?P<i_sep>[-/.])(?P<i_month>\\d{1,2})(?P=i_sep)(?P<i_day>\\d{1,2})(?![\\d.]))",
                f"(?P<same>(?P<s_year>{year_})同期)",
                f"(?P<months>(?P<m_year>{year_})?的?(?:前(?P<m_count>\\d{{1,2}}|[一二两三四五六七八九十]{{1,2}})个?月(?!前|后|内)"
                f"|(?<![\\d个第—-])(?P<m_first>{months_})(?:月份?)?(?:{to}|、(?={months_}月份))(?P<m_year2>{year_})?(?P<m_last>{months_})月(?:份)?(?![\\d个])"
                f"|(?<![\\d个第.—-])(?P<m_one>{months_})月(?:份)?(?:当月)?(?P<m_part>上旬|中旬|下旬|底|末|初)?(?![饼球亮光子嫂老台红\\d])))",
                "(?P<meanwhile>(?<=[，。；\n])同期(?=[，\\u4e00-\\u9fff])(?!相比))",
                "(?P<decade>(?P<k_century>(?:上|20|21|二十)世纪)?(?P<k_tens>[5-9五六七八九][0十])年代)",
                f"(?P<parts>(?P<q_year>{year_})?的?(?P<q_word>{_any(table['quarter'])})(?!末))",
                f"(?P<occasion>(?P<f_year>{year_})?的?(?:(?P<f_word>“?(?<![\\d.])(?:{festivals})(?![\\d.·万亿%])”?)(?!联欢|晚会|团圆|档)|(?P<f_short>“?(?:{short})”?)(?P<f_break>期间|假期|小长假|长假|黄金周|假日)))",
                "(?P<pastyear>(?:在)?过去(?:的)?(?:这)?一年)",
                f"(?P<years>(?P<y_year>{year_}|(?<!\\d)(?:19|20)\\d\\d(?={to}(?:19|20)\\d\\d年))(?:(?P<y_part>年底|年末|年初|底|末|初)|{to}(?P<y_year2>(?:19|20)\\d\\d)年|))",
                "(?P<ends>(?<![\\d今去明前后每全同来当〇零一二三四五六七八九上次])(?P<z_part>年底|年末|年初)(?![\\d]))",
                f"(?P<days>(?<![\\d十月第期有共达近满.,至—-])(?P<n_day>\\d{{1,2}})(?:日|号(?=上午|下午|晚|凌晨|，|起|在|的|举行|至))(?:{to}(?P<n_day2>\\d{{1,2}})[日号])?{hour}(?!内|游|均|前|后|线|龄|元|报))",
                f"(?P<relday>(?P<r_word>{_any([*table['relative_day'], *table['previous_day']])})(?:{hour})(?!的?世界|的?中国|头条))",
                f"(?P<relmonth>(?P<l_word>{_any([*table['relative_month'], *table['previous_month']])}))",
                "(?P<later>(?P<a_count>\\d{1,2}|[一两二三四五六七八九十]{1,2})个?(?P<a_unit>月|年|天)(?:之|以)?后)",
                "(?P<weekday>(?P<w_week>上|本|这|下)个?(?:周|星期|礼拜)(?P<w_day>[一二三四五六日天]))",
                f"(?P<plan>“?(?P<p_word>{_any(table['plan'])})”?(?=时期|期间|以来|末|初))",
                "(?P<english>\\b(?P<e_month>January|February|March|April|May|June|July|August|September|October|November|December) (?P<e_day>\\d{1,2})(?:, (?P<e_year>\\d{4}))?\\b"
                "|\\bon (?P<e_weekday>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\\b)",
            )
        )
    )


def _any(words: object) -> str:
    """An alternation of words, the longest first."""
    assert isinstance(words, dict | list)
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


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
