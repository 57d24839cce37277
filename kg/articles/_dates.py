"""Dates of publication: stamps in many notations, addresses, datelines; all in China time."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8))
_MONTHS = {name: at for at, name in enumerate(re.findall("...", "janfebmaraprmayjunjulaugsepoctnovdec"), 1)}
_LONGEST = 400  # characters among which a date is looked for
_NEAR = 1  # days between stamp and dateline of one story
_FAR = 30  # days between stamp and dateline that only a re-posting can explain

DAY = r"(?:19|20)\d\d\s?[-/.年]\s?[01]?\d\s?[-/.月]\s?[0-3]?\d\s?[日号]?"
_CLOCK = (
    r"(?P<half>上午|下午|晚上|凌晨|中午|晚)?\s*(?P<hour>[0-2]?\d)\s*[:：时點点]\s*(?P<minute>[0-5]\d)"
    r"(?:\s*[:：分]\s*(?P<second>[0-5]\d)秒?)?(?:\.\d{1,9})?\s*(?P<half2>AM|PM|am|pm)?"
)
_ZONE = r"(?:\s*(?P<zone>Z\b|GMT\b|UTC\b|UT\b|CST\b|[+-]\d\d:?\d\d))?"
# 2022-01-21 15:01:08 +0800, 2022/1/21, 2025年04月15日09:39, 2011年10月09, 2022年1月21日 星期五 15:01
_NUMERIC = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)\s?[-/.年]\s?(?P<month>[01]?\d)\s?[-/.月]\s?(?P<day>[0-3]?\d)(?!\d{3})\s?[日号]?"
    rf"(?:\s*[(（]?(?:星期|周|週)[一二三四五六日天][)）]?)?(?:[T\s·|，,]*{_CLOCK}{_ZONE})?"
)
# 20231105, 20231105 19:00, 20231105190000
_COMPACT = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])"
    r"(?:[T\s]?(?P<hour>[0-2]\d):?(?P<minute>[0-5]\d):?(?P<second>[0-5]\d)?)?(?!\d)" + _ZONE
)
# Tue, 09 Aug 2022 13:20:33 GMT (RFC 822, the feeds' dialect)
_POSTAL = re.compile(
    r"(?<!\d)(?P<day>[0-3]?\d)[ -](?P<month>[A-Z][a-z]{2})[a-z]*[ -](?P<year>(?:19|20)\d\d)"
    r"(?:\s+(?P<hour>[0-2]?\d):(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?)?" + _ZONE
)
# Jan 10, 2022 3:20 PM
_AMERICAN = re.compile(
    rf"(?<![A-Za-z])(?P<month>[A-Z][a-z]{{2}})[a-z]*\.? (?P<day>[0-3]?\d), ?(?P<year>(?:19|20)\d\d)(?:,? (?:at )?{_CLOCK})?"
)
# Tue Aug 09 21:20:33 CST 2022 (Java and C)
_SYSTEM = re.compile(
    r"(?P<month>[A-Z][a-z]{2}) +(?P<day>[0-3]?\d) (?P<hour>[0-2]\d):(?P<minute>[0-5]\d):(?P<second>[0-5]\d)"
    r"(?: (?P<zone>[A-Z]{3,4}))? (?P<year>(?:19|20)\d\d)"
)
_EPOCH = re.compile(r"\s*([1-9]\d{9})(?:\d{3})?(?:\.\d+)?\s*\Z")
_NOTATIONS = (_NUMERIC, _POSTAL, _AMERICAN, _SYSTEM, _COMPACT)

# /2024/12/02/, /2022-01/21/, /20220809/, NW202201212256817237, /202112/t20211208_, 202112082206735975.html
_ADDRESS = re.compile(r"(?<!\d)(20[0-3]\d)([-/_]?)(0[1-9]|1[0-2])[-/_]?(0[1-9]|[12]\d|3[01])(?=\D|\d{6,}|\Z)")

_DATELINE = re.compile(r"\A[^。！？\n]{0,24}?(?<!\d)(1[0-2]|0?[1-9])月([12]\d|3[01]|0?[1-9])日(?:电|讯|消息)")

_HAN = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_SIGNED = re.compile(
    "(20\\d\\d|二[〇○零一二三四五六七八九]{3})年([一二三四五六七八九十]{1,2}|\\d{1,2})月([一二三四五六七八九十]{1,3}|\\d{1,2})日"
)

# What states the year of a dateline, with the month that the statement reaches.
_FULL = re.compile(r"(?<!\d)(20\d\d)年(1[0-2]|0?[1-9])月([12]\d|3[01]|0?[1-9])日")
_MONTH = re.compile(r"(?<!\d)(20\d\d)年(?:[01]?\d月?份?[至到—–~-]+)?(1[0-2]|0?[1-9])月(?!\d)")
_PART = re.compile(r"(?<!\d)(20\d\d)年(上半年|第?一季度|首季|前三季度|第?二季度|第?三季度)")
_REACH = {"上半年": 6, "前三季度": 9, "第二季度": 6, "二季度": 6, "第三季度": 9, "三季度": 9}
_NAMED = re.compile(
    r"(?<!\d)(20\d\d)(?=[^\d年。，、；：%．.\s~—–-][^。，、；：\n]{0,18}?(?:节|会|展|赛|周|季|活动|论坛|嘉年华))"
)
_BEING = re.compile(r"(?<!\d)(20\d\d)年是")


def stamp(text: str) -> str | None:
    """The first date in `text`, ISO 8601 in China time; a bare date where no clock time is known.

    >>> stamp("Tue, 09 Aug 2022 13:20:33 GMT")
    '2022-08-09T21:20:33+08:00'
    >>> stamp("Tue, 09 Aug 2022 16:30:00 GMT")
    '2022-08-10T00:30:00+08:00'
    >>> stamp("2022-01-21 15:01:08 +0800")
    '2022-01-21T15:01:08+08:00'
    >>> stamp("2025年04月15日09:39 | 来源：中国新闻网")
    '2025-04-15T09:39:00+08:00'
    >>> stamp("发布时间：2011年10月09")
    '2011-10-09'
    >>> stamp(" +0800") is None
    True
    """
    text = text[:_LONGEST]
    if epoch := _EPOCH.match(text):
        return datetime.fromtimestamp(int(epoch[1]), UTC).astimezone(CHINA).isoformat()
    found = [match for notation in _NOTATIONS if (match := notation.search(text))]
    for match in sorted(found, key=lambda match: (match.start(), -match.end())):
        if value := _iso(match.groupdict()):
            return value
    return None


def stamp_span(text: str) -> tuple[int, int] | None:
    """Where the first date of `text` stands."""
    found = [match.span() for notation in _NOTATIONS if (match := notation.search(text))]
    return min(found, key=lambda span: (span[0], -span[1])) if found else None


def from_url(url: str) -> str | None:
    """The date that an address carries.

    >>> from_url("http://example.org/show.html?infoCode=NW202201212256817237")
    '2022-01-21'
    >>> from_url("http://example.org/202112/t20211208_88.html")
    '2021-12-08'
    >>> from_url("http://example.org/article/20229901.html") is None
    True
    """
    for match in _ADDRESS.finditer(url):
        if value := _iso({"year": match[1], "month": match[3], "day": match[4]}):
            return value
    return None


def settle(stamped: str | None, url: str | None, text: str) -> str | None:
    """The date of publication: a stamp, else the address, else the dateline if the text states its year.

    A dateline far from the stamp belongs to the story, the stamp to a site that re-posted it; the
    dateline wins where the text states its year.

    >>> settle("2024-12-01", None, "某社1月18日电 2024全国年货节湖北分会场18日启动。")
    '2024-01-18'
    >>> settle("2024-06-11", None, "某社6月11日电 试点自2015年3月获批以来，规模扩大。")
    '2024-06-11'
    >>> settle(None, None, "某社1月18日电 年货节启动。") is None
    True
    """
    known = stamped or (from_url(url) if url else None)
    dated = from_dateline(text)
    if dated is None or known is None:
        return known or dated or _signed(text)
    stamped_day, told_day = datetime.fromisoformat(known[:10]), datetime.fromisoformat(dated)
    days = (stamped_day - told_day).days
    # a stamp of the dateline's own day is the story's, whatever years it looks back on
    same = abs((stamped_day.month - told_day.month) * 30 + stamped_day.day - told_day.day) <= _NEAR
    return dated if days > _FAR and not same else known


def _signed(text: str) -> str | None:
    """The date below a letter or notice: a line of its own among the last ones, in digits or in characters."""
    for line in text.rstrip().rsplit("\n", 3)[1:]:
        if match := _SIGNED.fullmatch(line.strip()):
            return stamp("{}年{}月{}日".format(*map(_number, match.groups())))
    return None


def _number(word: str) -> int:
    """A number of a date in digits or characters.

    >>> [_number(word) for word in ("二〇二三", "十二", "三十", "8")]
    [2023, 12, 30, 8]
    """
    tens, ten, ones = word.translate(_HAN).partition("十")
    return int(tens or 1) * 10 + int(ones or 0) if ten else int(tens)


def from_dateline(text: str) -> str | None:
    """The date of the dateline that opens one of the first paragraphs, if the text states its year."""
    for line in text.split("\n")[:4]:
        if match := _DATELINE.match(line):
            month, day = int(match[1]), int(match[2])
            years = Counter(_years(text[:20_000], month, day)).most_common(2)
            if years and (len(years) == 1 or years[0][1] > years[1][1]):
                return _iso({"year": str(years[0][0]), "month": match[1], "day": match[2]})
            return None
    return None


def _years(text: str, month: int, day: int) -> Iterator[int]:
    """Years in which a story with a dateline of that month and day can have been written.

    A bare year says nothing (what happened “2017年” is often told in 2018), a month close before the
    dateline does, and so does an event that carries its year.
    """
    for full in _FULL.finditer(text):
        days = (month - int(full[2])) * 30 + day - int(full[3])
        if abs(days) <= _FAR:
            yield int(full[1])
        elif abs(days + 360) <= _FAR:
            yield int(full[1]) + 1
    for reached in _MONTH.finditer(text):
        yield from _after(int(reached[1]), int(reached[2]), month)
    for part in _PART.finditer(text):
        yield from _after(int(part[1]), _REACH.get(part[2], 3), month)
    for named in (*_NAMED.finditer(text), *_BEING.finditer(text)):
        yield int(named[1])


def _after(year: int, reached: int, month: int) -> Iterator[int]:
    if 0 <= month - reached <= 3:
        yield year
    elif 0 <= month + 12 - reached <= 3:
        yield year + 1


def _iso(parts: dict[str, str | None]) -> str | None:
    """ISO 8601 from the parts of a match; None where they are no date."""
    name = (parts["month"] or "").lower()
    month = _MONTHS.get(name) or (int(name) if name.isdecimal() else 0)
    try:
        day = datetime(int(parts["year"] or 0), month, int(parts["day"] or 0))
    except ValueError:
        return None
    if not parts.get("hour"):
        return day.date().isoformat()
    hour, minute, second = (int(parts.get(part) or 0) for part in ("hour", "minute", "second"))
    if hour < 12 and (parts.get("half2") in ("PM", "pm") or parts.get("half") in ("下午", "晚上", "晚")):
        hour += 12
    zone = _zone(parts.get("zone"))
    # Midnight without a zone is how databases write a date whose time nobody knows.
    if hour > 23 or (zone is None and hour == minute == second == 0):
        return day.date().isoformat()
    moment = day.replace(hour=hour, minute=minute, second=second, tzinfo=zone or CHINA)
    try:
        return moment.astimezone(CHINA).isoformat()
    except OverflowError:
        return day.date().isoformat()


def _zone(name: str | None) -> timezone | None:
    """CST on Chinese sites is China Standard Time; no name means China time, too."""
    if not name:
        return None
    if name[0] in "+-":
        minutes = int(name[1:3]) * 60 + int(name[-2:])
        offset = timedelta(minutes=minutes if name[0] == "+" else -minutes)
        return timezone(offset) if minutes < 1440 else None
    return UTC if name in ("Z", "GMT", "UTC", "UT") else CHINA
