"""Time expressions, placed on the calendar: explicit, partial, relative to publication or to the last told."""

import re
from functools import cache

from kg.extract import _days, _stretches
from kg.extract._calendar import Period, day, month, span, year
from kg.extract._clock import Clock
from kg.extract._expressions import pattern
from kg.extract._found import Found
from kg.model import Article, Span, Time
from kg.rules import rules

NEEDS = ("sentences",)
MAKES = ("times",)

_LONGEST_LEAD = 24  # characters before an expression that can say that it comes back every year

# One resolver for each alternative of the pattern.
_RESOLVERS = (
    ("date", _days.dated),
    ("iso", _days.iso),
    ("same", _stretches.same_period),
    ("meanwhile", _stretches.meanwhile),
    ("decade", _stretches.decade),
    ("months", _stretches.of_year),
    ("lunar", _days.lunar),
    ("parts", _stretches.of_quarters),
    ("occasion", _stretches.festival),
    ("daysoff", _stretches.days_off),
    ("wholeyear", _stretches.whole_year),
    ("pastyear", _stretches.past_year),
    ("years", _stretches.of_years),
    ("ends", _stretches.ends),
    ("days", _days.of_month),
    ("relday", _days.relative),
    ("relmonth", _stretches.relative_month),
    ("later", _days.later),
    ("ago", _stretches.ago),
    ("weekday", _days.weekday),
    ("week", _days.week),
    ("plan", _stretches.plan),
    ("english", _days.english),
)


def extract(article: Article, found: Found) -> None:
    """Add every expression that can be placed; what cannot, and what comes back every year, is left out."""
    clock = Clock(article)
    for sentence in found.sentences:
        clock.enter(sentence)
        for match in pattern().finditer(article.plain, sentence.span.start, sentence.span.end):
            if _recurring().search(article.plain[max(0, match.start() - _LONGEST_LEAD) : match.start()]):
                continue
            placed = clock.place(match, _RESOLVERS)
            if placed is None:
                continue
            period, anchor, rule = placed
            start, end = match.span()
            while article.plain[start] in "的“":
                start += 1
            if "（" in article.plain[start:end] and article.plain[end : end + 1] == "）":
                end += 1
            found.times.append(Time(Span(start, end), article.text[start:end], period.iso(), anchor, f"time.{rule}"))


@cache
def _recurring() -> re.Pattern[str]:
    """What says that a month or day comes back (每年5月, 每年的6月至9月)."""
    words = "|".join(map(re.escape, rules("times")["spoken"]["recurring"]))
    return re.compile(f"(?:{words})的?(?:[\\d一二三四五六七八九十月日号旬至到和、及—~～-]+|夏季|冬季|春季|秋季)*\\Z")


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
