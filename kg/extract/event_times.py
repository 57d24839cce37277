"""Times told by an event: 第一天, 开幕首日, 活动期间."""

import re
from collections.abc import Iterator
from datetime import timedelta

from kg.extract._calendar import Period
from kg.extract._found import Found
from kg.extract.times import parse
from kg.model import Article, Span, Time
from kg.rules import rules

NEEDS = ("datings",)
MAKES = ("event times",)


def extract(article: Article, found: Found) -> None:
    """Add the times that the dates of an event give."""
    starts = {d.subject: d.value for d in found.datings if d.property == "startDate"}
    ends = {d.subject: d.value for d in found.datings if d.property == "endDate"}
    days = list(_days(article, found, starts))
    # 启动当天 is the day of the event, whatever day was told last
    inner = [time.span for time in days]
    found.times = [t for t in found.times if not any(s.start < t.span.start and t.span.end == s.end for s in inner)]
    taken = [time.span for time in found.times]
    for time in (*days, *_spans(article, found, starts, ends)):
        if not any(time.span.overlaps(span) for span in taken):
            found.times.append(time)
    found.times.sort(key=lambda time: time.span)


def _days(article: Article, found: Found, starts: dict[str, str]) -> Iterator[Time]:
    """The nth day of the event named last before."""
    words = rules("times")["event_day"]
    pattern = "|".join(sorted(map(re.escape, words), key=lambda w: (-len(w), w)))
    for match in re.finditer(pattern, article.plain):
        held = [
            r.entity
            for r in found.references
            if r.kind == "Event" and r.span.start < match.start() and len(starts.get(r.entity, "")) == 10
        ]
        entity = held[-1] if held else found.main_event
        start = starts.get(entity or "", "")
        if len(start) != 10:
            continue
        day = parse(start).first + timedelta(days=words[match.group()])
        span = Span(*match.span())
        text = article.text[span.start : span.end]
        yield Time(span, text, Period(day, day, "day").iso(), "event", "time.event_day")


def _spans(article: Article, found: Found, starts: dict[str, str], ends: dict[str, str]) -> Iterator[Time]:
    """The days on which an event ran (年货节期间), the main one where only a type word is said (展会期间)."""
    told: dict[Span, str] = {}
    for match in re.finditer(rules("times")["event_span"]["pattern"], article.plain):
        told[Span(*match.span())] = found.main_event or ""
    for reference in found.references:
        after = re.match("”?(?:活动)?期间", article.plain[reference.span.end : reference.span.end + 5])
        if reference.kind == "Event" and after:
            span = Span(reference.span.start, reference.span.end + after.end())
            told = {other: event for other, event in told.items() if not other.overlaps(span)}
            told[span] = reference.entity
    for span, event in sorted(told.items()):
        start, end = starts.get(event), ends.get(event)
        if start and end and len(start) == len(end):
            value = f"{start}/{end}" if start != end else start
            yield Time(span, article.text[span.start : span.end], value, "event", "time.event")
