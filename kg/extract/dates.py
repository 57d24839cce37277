"""When an event was held, a body founded, a document issued."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from typing import Any

from kg.data import seeds
from kg.errors import KgError
from kg.extract._calendar import Period, day, occasion
from kg.extract._discourse import Scene, scenes
from kg.extract._found import Found
from kg.extract._names import bare
from kg.extract._news_days import lent
from kg.extract._numbers import integer
from kg.extract._skeleton import CLASSES, CODES, Pattern, Skeleton, without
from kg.extract.times import parse
from kg.model import Article, Dating, Reference, Span, Time
from kg.rules import rules
from kg.text import plain

NEEDS = ("anaphora", "times", "quantities")
MAKES = ("datings",)


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern with the roles s and t, and which date it gives."""

    id: str
    pattern: Pattern
    gives: str
    confidence: float
    example: str
    unless: tuple[str, ...] = ()
    single: bool = False


@cache
def load() -> tuple[Rule, ...]:
    """The rules in the order of the file. Raises KgError naming the rule that is wrong."""
    path = seeds("rules", "dates.toml")
    try:
        return tuple(_rule(block, f"{path}: {block['id']}") for block in rules("dates")["rule"])
    except KeyError as error:
        raise KgError(f"a rule lacks {error}", str(path), "see the rules beside it") from error


def _rule(block: dict[str, Any], where: str) -> Rule:
    """A rule of the file, the words that its pattern names filled in."""
    pattern = block["pattern"]
    for name, words in rules("dates")["words"].items():
        pattern = pattern.replace(f"<{name}>", words)
    confidence, unless = float(block["confidence"]), tuple(block.get("unless", ()))
    return Rule(
        block["id"],
        Pattern(pattern, where),
        block["gives"],
        confidence,
        block["example"],
        unless,
        bool(block.get("single")),
    )


def extract(article: Article, found: Found) -> None:
    """Add the best date of each property of each thing."""
    best: dict[tuple[str, str], Dating] = {}
    kinds = {entity.id: entity.kind for entity in found.entities}
    for dating in (*_told(article, found), *_named(article, found), *_anniversaries(article, found)):
        if kinds[dating.subject] == "Event" and dating.property not in ("startDate", "endDate"):
            continue
        if kinds[dating.subject] == "Platform":
            continue
        key = (dating.subject, dating.property)
        known = best.get(key)
        if known is None or _better(dating, known):
            best[key] = dating
    for subject in sorted({key[0] for key in best}):
        _complete(article, found, subject, best)
    _opened(found, best)
    for dating in lent(article, found, best):  # one by one: what is lent may be lent on
        best.setdefault((dating.subject, dating.property), dating)
    found.datings.extend(best[key] for key in sorted(best))


def _better(new: Dating, known: Dating) -> bool:
    """Whether a date replaces the one known: surer, or as sure and told closer by, or more exact."""
    if new.confidence != known.confidence:
        return new.confidence > known.confidence
    if new.rule == known.rule and new.evidence.overlaps(known.evidence):
        return new.evidence.end - new.evidence.start < known.evidence.end - known.evidence.start
    return len(new.value) > len(known.value)


def _told(article: Article, found: Found) -> Iterator[Dating]:
    seen: set[tuple[str, str, str, str]] = set()
    single = re.compile(rules("dates")["single"]["pattern"])
    short = {entity.id for entity in found.entities if single.search(plain(entity.name))}
    for brackets in (False, True):
        for scene in scenes(article, found, brackets=brackets):
            for rule in load():
                if brackets != rule.id.endswith(".bracket") or not rule.pattern.possible(scene.bare.signs, "s", "t"):
                    continue
                for subject, time, evidence in _matches(rule, scene):
                    lasts = subject.entity not in short and len(time.value) != 7  # in the month told, if not on the day
                    if rule.single and (lasts or _long(time)):
                        continue
                    if article.plain[time.span.end : time.span.end + 1] in ("电", "讯"):
                        continue  # a dateline tells when it was written
                    before = article.plain[max(0, time.span.start - 3) : time.span.start]
                    if rule.gives == "start" and re.search("起[至到]$|截[至止]$", before):
                        continue  # 即日起至1月30日
                    if rule.gives in ("start", "end") and re.search(
                        "半年|季度|[一二三四五六七八九十\\d]年[来间]", time.text
                    ):
                        continue  # some time of the half-year, no first and last day
                    if any(word in article.plain[evidence.start : evidence.end] for word in rule.unless):
                        continue
                    if rule.gives == "start" and not _begins(article.plain[evidence.start : evidence.end], time):
                        continue
                    if _of_one_day(article.plain[subject.span.start : subject.span.end], time):
                        continue
                    if re.match(
                        "的?(?:首期|[一二三四]期|第[一二三四1-4]期)",
                        article.plain[subject.span.end : subject.span.end + 5],
                    ):
                        continue  # the first of several stretches of a fair begins and ends by itself
                    for dating in _dating(rule, subject, time, evidence):
                        key = (dating.subject, dating.property, dating.value, rule.id)
                        if key not in seen:
                            seen.add(key)
                            yield dating


def _matches(rule: Rule, scene: Scene) -> Iterator[tuple[Reference, Time, Span]]:
    """Things and times of a match; of several times before a thing the nearest counts.

    A pattern that names no thing tells of the event that is spoken of.
    """
    matches = ((match, view is scene.bare) for view in _views(scene) for match in rule.pattern.find(view))
    for match, carried in matches:
        times = match.times.get("t", [])
        if not carried and times and len(times[0].value) != 10:
            continue  # the days of the event before, 期间还举行了甲论坛
        topic = None if rule.pattern.has("s") else scene.topic(match.evidence.start)
        for subject in [topic] if topic else match.roles.get("s", []):
            for time in times[:1]:
                if time.value and not re.fullmatch("近|年来", time.text):
                    yield subject, time, match.evidence


def _views(scene: Scene) -> Iterator[Skeleton]:
    """The sentence with the subjects carried over, and as it stands (当天还举行了甲论坛)."""
    yield scene.bare
    if scene.bare.carried:
        yield without(scene.bare, set(scene.bare.carried))


def _begins(words: str, time: Time) -> bool:
    """Whether what is told of an event on one day may be its first (今天继续举行 is not)."""
    return "/" in time.value or re.search("继续|仍在|持续进行|进入第|第[二三四五六]天", words) is None


def _of_one_day(name: str, time: Time) -> bool:
    """Whether a ceremony is told with a stretch of days, which are those of what it opens."""
    return "/" in time.value and re.search(f"{rules('names')['inner']['opening']}|启动仪式”?$", name) is not None


def _long(time: Time) -> bool:
    """Whether a time is longer than such an event lasts: 第四季度新闻发布会."""
    period = parse(time.value)
    return period.grain == "span" and (period.last - period.first).days > 10


def _dating(rule: Rule, subject: Reference, time: Time, evidence: Span) -> Iterator[Dating]:
    period = parse(time.value)
    if re.search("月[底末]$", time.text) and period.grain == "day":
        period = parse(time.value[:7])  # 8月底 is some day of August
    elif re.search("[上中下]旬$", time.text):
        period = parse(time.value[:7])
    elif re.search("年初$", time.text) and period.grain == "month":
        period = parse(time.value[:4])
    single = period.grain != "span"

    def made(name: str, value: str) -> Dating:
        return Dating(subject.entity, name, value, evidence, rule.id, rule.confidence)

    if rule.gives == "start" and single:
        yield made("startDate", period.iso())
    elif rule.gives == "start":
        # both days told at once say more than a day on which something happened
        sure = min(0.97, rule.confidence + 0.05)
        yield replace(made("startDate", period.first.isoformat()), confidence=sure)
        yield replace(made("endDate", period.last.isoformat()), confidence=sure)
    elif rule.gives == "end":
        yield made("endDate", period.iso() if single else period.last.isoformat())
        if not single:
            yield made("startDate", period.first.isoformat())
    elif single:
        yield made("foundingDate" if rule.gives == "founding" else "date", period.iso())


def _named(article: Article, found: Found) -> Iterator[Dating]:
    """Dates that a name carries: 2021年“双11”购物节, and 双11 in the article's own year."""
    year = (article.published or "")[:4]
    for entity in found.entities:
        if entity.kind != "Event":
            continue
        name = plain(entity.name).replace("“", "").replace("”", "")
        match = re.match("((?:19|20)\\d\\d)?年?的?(双11|双十一|双12|双十二|618|6·18)", name)
        before = re.search("((?:19|20)\\d\\d)年“?$", article.plain[: entity.mentions[0].span.start][-6:])
        told = (match[1] or (before[1] if before else year)) if match else ""
        found_day: Period | None = occasion(match[2], int(told)) if match and told.isdigit() else None
        if found_day is not None:
            yield Dating(entity.id, "startDate", found_day.iso(), entity.mentions[0].span, "date.named", 0.9)
        dated = re.match("((?:19|20)\\d\\d)年的", name)
        if dated:
            yield Dating(entity.id, "startDate", dated[1], entity.mentions[0].span, "date.named", 0.8)


_YEARS = re.compile(
    f"{CODES['time']}(?:正?是|恰逢|正值|迎来)[^，。；]{{0,6}}?([{CLASSES['body']}])[^，。；\ue000-\ue00b]{{0,4}}?"
    "(?:成立|建成|创办|创立|建立|设立|启动|诞生)([\\d一二三四五六七八九十百]+)周年"
)


def _anniversaries(article: Article, found: Found) -> Iterator[Dating]:
    """今年是甲组织成立10周年."""
    for scene in scenes(article, found):
        for match in _YEARS.finditer(scene.bare.text):
            time, body = scene.bare.items[match.start()], scene.bare.items[match.start(1)]
            years = integer(match[2])
            if isinstance(time, Time) and isinstance(body, Reference) and years and time.value[:4].isdigit():
                value = str(int(time.value[:4]) - years)
                evidence = scene.bare.evidence(match.start(), match.end())
                yield Dating(body.entity, "foundingDate", value, evidence, "founded.anniversary", 0.88)


def _opened(found: Found, best: dict[tuple[str, str], Dating]) -> None:
    """An event begins on the day of its opening ceremony and ends on that of its closing."""
    names = {entity.id: plain(entity.name) for entity in found.entities}
    for item in found.inner:
        if item.rule != "inner.ceremony":
            continue
        outer, inner = plain(item.outer.text), bare(plain(item.inner.text))
        name = "endDate" if re.search("闭幕", outer) else "startDate"
        ceremony = next((i for i, known in names.items() if bare(known) == bare(outer)), None)
        whole = next((i for i, known in names.items() if bare(known) == inner), None)
        if ceremony is None or whole is None or not re.search("(?:开幕|启幕|启动|闭幕|开馆)", outer):
            continue
        day_of = best.get((ceremony, "startDate"))
        last = best.get((ceremony, "endDate"))
        if last is not None and day_of is not None and last.value != day_of.value:
            # a ceremony is of one day: what goes on until then is what it opens
            best.setdefault((whole, "endDate"), replace(best.pop((ceremony, "endDate")), subject=whole))
        if day_of is not None and (whole, name) not in best:
            best[whole, name] = replace(day_of, subject=whole, property=name, rule="date.ceremony", confidence=0.8)
        of_whole = best.get((whole, name))
        if day_of is None and of_whole is not None:
            made = replace(of_whole, subject=ceremony, property="startDate", rule="date.ceremony", confidence=0.8)
            best[ceremony, "startDate"] = made


@cache
def _lasts() -> re.Pattern[str]:
    """为期5天的甲节, 甲节…为期5天, and 大会为期5天 of the event that is spoken of."""
    days, this = "([\\d一二三四五六七八九十]+)天", rules("dates")["words"]["this"]
    lasts = "(?:为期|历时|持续)"
    return re.compile(
        f"为期{days}的?(?:{this}|[^。，]{{0,12}}?{CODES['Event']})|{CODES['Event']}[^。]{{0,30}}?{lasts}{days}"
        f"|(?:^|[，。；]){this}[^，。；{CODES['Event']}]{{0,4}}?{lasts}{days}"
    )


def _complete(article: Article, found: Found, subject: str, best: dict[tuple[str, str], Dating]) -> None:
    """The other end of an event that is said to last so many days."""
    start, end = best.get((subject, "startDate")), best.get((subject, "endDate"))
    if (start is None) == (end is None):
        return
    for scene in scenes(article, found):
        for match in _lasts().finditer(scene.skeleton.text):
            place = match.start() + match.group().find(CODES["Event"])
            spoken_of = match[3] or (match[1] if CODES["Event"] not in match.group() else None)
            evidence = scene.skeleton.evidence(match.start(), match.end())
            item = scene.skeleton.items[place] if spoken_of is None else scene.topic(evidence.start)
            days = integer(match[1] or match[2] or match[3])
            if not isinstance(item, Reference) or item.entity != subject or not days or days > 120:
                continue
            known = start or end
            assert known is not None
            if len(known.value) != 10:
                continue
            shift = timedelta(days=days - 1 if start else 1 - days)
            other = parse(known.value).first + shift
            value = day(other.year, other.month, other.day)
            name = "endDate" if start else "startDate"
            if value is not None:
                best[subject, name] = Dating(subject, name, value.iso(), evidence, "date.lasts", 0.9)
            return
