"""The clock of an article: what was told before, and which year a date without one means."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kg.extract._calendar import Period
from kg.extract._numbers import integer
from kg.model import Article, Sentence
from kg.rules import rules

# A bare date this many days after publication may still be news of the past (time zones, reprints).
AHEAD = 3
# Told without its year, a month or day so many days ahead is still to come: that of last year lies farther off.
NEAR = 120
_LEAD = 160  # characters in which an article without a date of publication may tell its day

_FULL = re.compile("(?<!\\d)(20\\d\\d)年(\\d{1,2})月(\\d{1,2})[日号]")
_YEAR = re.compile("(?<!\\d)(20\\d\\d)年")

Placed = tuple[Period, str] | None


@dataclass(frozen=True, slots=True)
class Told:
    """A period already placed and where it was told.

    `compared`: it is only what something was compared with; `back`: its year was told as 上年 or the like;
    `rule`: the resolver that placed it; `holiday`: the name of the days off that it is.
    """

    period: Period
    sentence: int
    compared: bool = False
    back: bool = False
    rule: str = ""
    holiday: str = ""


class Clock:
    """Resolves expressions in reading order against publication and against what was just told."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.today = (
            date.fromisoformat(article.published[:10]) if article.published else _day_of_the_lead(article.plain)
        )
        self.told: list[Told] = []
        self.sentence: Sentence | None = None
        self.number = -1

    def enter(self, sentence: Sentence) -> None:
        self.sentence = sentence
        self.number += 1

    def place(self, match: re.Match[str], resolvers: "Resolvers") -> tuple[Period, str, str] | None:
        """Period, anchor and rule of a match, or None."""
        for rule, resolve in resolvers:
            if match.group(rule) is not None:
                placed = resolve(self, match)
                if placed is None:
                    return None
                period, anchor = placed
                if not date(1400, 1, 1) <= period.first <= period.last <= date(2200, 1, 1):
                    return None
                compared = rule == "same" or self.article.plain[match.start() - 1 : match.start()] in ("比", "较")
                compared = compared or self._long_since(match, period)
                self.told.append(Told(period, self.number, compared, _goes_back(match), rule, match["f_holiday"] or ""))
                if anchor == "publication" and self.article.published is None:
                    anchor = "previous"
                return period, anchor, rule
        return None

    def _long_since(self, match: re.Match[str], period: Period) -> bool:
        """Whether it only tells since when something is a record (2020年8月以来的最高水平)."""
        past = self.today is not None and period.first.year < self.today.year
        return (
            past and re.match("以来(?:的|最|新|同期|首)", self.article.plain[match.end() : match.end() + 4]) is not None
        )

    # What was told ---------------------------------------------------------------------------------

    def last(
        self, *grains: str, sentences: int = 3, compared: bool = True, back: bool = True, festivals: bool = True
    ) -> Period | None:
        """The period told last, as `last_told` finds it."""
        told = self.last_told(*grains, sentences=sentences, compared=compared, back=back, festivals=festivals)
        return told.period if told is not None else None

    def last_told(
        self, *grains: str, sentences: int = 3, compared: bool = True, back: bool = True, festivals: bool = True
    ) -> Told | None:
        """What was told last, of one of the grains, at most so many sentences ago.

        Without `compared`, those that only say what was compared with (比清明假期) do not count; without
        `back` none whose year was told as 上年; without `festivals` none that is a festival's day.
        """
        for told in reversed(self.told):
            if self.number - told.sentence > sentences:
                return None
            if (
                (told.compared and not compared)
                or (told.back and not back)
                or (told.rule == "occasion" and not festivals)
            ):
                continue
            if not grains or told.period.grain in grains:
                return told
        return None

    def headed(self, match: re.Match[str]) -> Period | None:
        """For a word at the head of a sentence (当天，…), the day that the sentence before is about: its first."""
        assert self.sentence is not None
        if match.start() != self.sentence.span.start:
            return None
        days = [told.period for told in self.told if told.sentence == self.number - 1 and told.period.grain == "day"]
        return days[0] if days else None

    def ahead(self, period: Period) -> bool:
        """Whether a period lies after publication."""
        return self.today is not None and period.first > self.today

    def to_come(self, match: re.Match[str]) -> bool:
        """Whether the clause speaks of the future."""
        start, end = self.clause(match)
        if self.article.plain.startswith("之前", match.end()):
            return True
        return any(word in self.article.plain[start:end] for word in rules("times")["spoken"]["future"])

    def clause(self, match: re.Match[str]) -> tuple[int, int]:
        """Where the clause of a match begins and ends; a day alone in it (3月5日，甲节将开幕) is told by the next."""
        assert self.sentence is not None
        text, span_ = self.article.plain, self.sentence.span
        start = max(text.rfind(mark, span_.start, match.start()) for mark in "，；。") + 1 or span_.start
        ends = [text.find(mark, match.end(), span_.end) for mark in "，；。"]
        end = min((e for e in ends if e >= 0), default=span_.end)
        if (
            re.fullmatch("(?:起|上午|下午|晚|晚上|期间|前|前后)?", text[match.end() : end])
            and text[end : end + 1] == "，"
        ):
            end = min((e for e in (text.find(mark, end + 1, span_.end) for mark in "，；。") if e >= 0), default=end)
        return start, end

    def takes_effect(self, match: re.Match[str]) -> bool:
        """Whether a document is said to be in force from a day on (自2月1日起施行): the nearest such day is meant."""
        text = self.article.plain
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 12]
        return before in ("自", "从") and re.match(rules("times")["spoken"]["effect"], after) is not None

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
            offset = table["previous_year"][bare]
            before = self.last(back=offset >= 0, compared=False) or self.last(back=offset >= 0) or self.last()
            return (before.first.year + offset, "previous") if before is not None else None
        number = integer(bare.rstrip("年度"))
        if number is not None and len(bare) == 3:  # 08年, 98年
            number += 2000 if number < 70 else 1900
        if number is None or not 1400 <= number <= 2100:
            return None
        return number, "explicit"

    def guess_year(self, first: tuple[int, int], match: re.Match[str]) -> tuple[int, str] | None:
        """Year of a date told without one; `first` is its month and day (0 where only the month is told)."""
        before = self.last("day", "month", "span", "year", sentences=0 if self.today is None else 1, compared=False)
        if self.today is None:
            return (before.first.year, "previous") if before else None
        this = self.today.year
        number, days = first
        candidate = date(this, number, min(days or 1, 28))
        if self.takes_effect(match):
            others = (candidate, date(this + 1, number, min(days or 1, 28)))
            return min(others, key=lambda day: abs((day - self.today).days)).year, "publication"  # type: ignore[operator]
        told = before.first if before and before.grain in ("day", "month") else None
        onward = self.article.plain[match.start() - 1 : match.start()] in ("至", "到")
        if told and onward and number >= told.month and self.told[-1].sentence == self.number:
            return told.year, "previous"  # 3月上市，可延至9月
        if self.to_come(match):
            late = self.today - timedelta(days=45)
            return (this, "publication") if candidate >= late.replace(day=1) else (this + 1, "publication")
        if told and told.year < this and number > told.month:
            return told.year, "previous"
        if candidate <= self.today + timedelta(days=AHEAD if days else 0):
            return this, "publication"
        if before is not None and before.first.year < this:
            return before.first.year, "previous"
        deadline = self.article.plain.startswith(tuple(rules("times")["spoken"]["deadline"]), match.end())
        near = ((candidate - self.today).days <= NEAR or deadline) and not self.is_past(match)
        return this - (not near), "publication"

    def is_past(self, match: re.Match[str]) -> bool:
        """Whether the clause speaks of what has happened."""
        start, end = self.clause(match)
        return any(word in self.article.plain[start:end] for word in rules("times")["spoken"]["past"])


def _goes_back(match: re.Match[str]) -> bool:
    """Whether the year or month of a match is told as the one before (上年, 上一年度, 上月)."""
    table = rules("times")
    years = (word.rstrip("的") for name, word in match.groupdict().items() if word and name.endswith("_year"))
    return table["relative_month"].get(match["l_word"], 0) < 0 or any(
        table["previous_year"].get(word, 0) < 0 for word in years
    )


def _day_of_the_lead(plain: str) -> date | None:
    """The day that the first lines of an undated article tell in full, if nothing in it is told to be later."""
    days = [(match.start(), _day(match)) for match in _FULL.finditer(plain)]
    known = [found for _, found in days if found is not None]
    lead = next((found for at, found in days if found is not None and at < _LEAD), None)
    if lead is None or max(known) > lead or any(int(year_) > lead.year for year_ in _YEAR.findall(plain)):
        return None
    return lead


def _day(match: re.Match[str]) -> date | None:
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


Resolvers = Sequence[tuple[str, Callable[[Clock, re.Match[str]], Placed]]]
