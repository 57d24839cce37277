"""Arithmetic: parts and whole, the base that a growth rate implies, headline against body."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from kg.graph.conflicts import FAR, REVISED, agrees, finding
from kg.graph.measures import days, limited, normal, step, whom
from kg.model import Article, Figure, Finding, Verdict
from kg.rules import rules

_Told = dict[tuple[str, str, str, str, tuple[str, str] | None], list[Figure]]


def audit(figures: Sequence[Figure], articles: Sequence[Article]) -> tuple[Finding, ...]:
    """Findings of all three checks; each compares figures that cite their sentences."""
    found = [*_sums(figures), *_growth(figures), *_headlines(figures, articles)]
    return tuple(sorted(set(found), key=lambda item: (item.check, item.verdict, item.figures)))


def _sums(figures: Sequence[Figure]) -> Iterator[Finding]:
    """进口 + 出口 = 进出口, within what rounding hides, where one article tells all three once."""
    told: _Told = defaultdict(list)
    for figure in figures:
        if figure.value is not None:
            for stem in sorted({item.article for item in figure.evidence}):
                told[stem, whom(figure), normal(figure.measure), figure.unit or "", days(figure.period)].append(figure)
    done = set()
    for (stem, who, measure, unit, period), wholes in sorted(told.items(), key=lambda pair: str(pair[0])):
        for names, full in _parts(measure):
            groups = [wholes, *(told.get((stem, who, name, unit, period), []) for name in names)]
            trio = [group[0] for group in groups if len(group) == 1]
            key = tuple(sorted(figure.id for figure in trio))
            if len(trio) == len(groups) and _one_scope(stem, trio) and key not in done:
                item = _summed(trio)
                if full or item.verdict != "conflict":  # parts without their head may be those of another whole
                    done.add(key)
                    yield item


def _parts(measure: str) -> Iterator[tuple[list[str], bool]]:
    """What a measure is the sum of: the parts of each division, in full or as 其中出口 leaves them, and which."""
    for whole, *names in rules("linking")["measure"]["parts"]:
        if measure.endswith(whole):
            yield [measure.removesuffix(whole) + name for name in names], True
            if measure != whole:
                yield names, False


def _one_scope(stem: str, trio: Sequence[Figure]) -> bool:
    """Whether the figures are limited alike, their own measures aside."""
    limits = {frozenset(w for w in limited(f, stem) if w not in f.measure) for f in trio}
    return len(limits) == 1


def _summed(trio: Sequence[Figure]) -> Finding:
    whole, *parts = trio
    total = sum(part.value or 0 for part in parts)
    slack = sum(step(figure.value or 1) for figure in trio) / 2
    off = abs(total - (whole.value or 0))
    if off == 0:
        return finding("sum", "agreement", trio, "the parts make the whole")
    if off <= slack * 1.0001:
        return finding("sum", "rounding", trio, "the parts make the whole, but for rounding")
    return finding("sum", "conflict", trio, f"the parts make {total:g}, the whole is {whole.value:g}")


def _growth(figures: Sequence[Figure]) -> Iterator[Finding]:
    """A value and its growth over a year imply the year before; another sentence may tell it."""
    told: dict[tuple[str, str, str, tuple[str, str] | None], list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.value is not None:
            told[whom(figure), normal(figure.measure), figure.unit or "", days(figure.period)].append(figure)
    for figure in figures:
        change, period = figure.change, days(figure.period)
        if not (figure.value and whom(figure) and change and period and (change.kind, change.unit) == ("yoy", "%")):
            continue
        before = (_year_before(period[0]), _year_before(period[1]))
        bases = told.get((whom(figure), normal(figure.measure), figure.unit or "", before), [])
        bases = [base for base in bases if limited(base) == limited(figure)]
        if len({base.value for base in bases}) == 1 and (item := _implied(figure, bases[0], change.value)):
            yield item


def _year_before(day: str) -> str:
    return f"{int(day[:4]) - 1}{day[4:]}".replace("-02-29", "-02-28")


def _implied(figure: Figure, base: Figure, percent: float) -> Finding | None:
    """How the base that a growth rate implies stands to the one told; nothing where they are worlds apart."""
    value, told = figure.value or 0.0, base.value or 0.0
    half, rate = step(value) / 2, step(percent) / 2 if percent else 0.5
    low, high = (value - half) / (1 + (percent + rate) / 100), (value + half) / (1 + (percent - rate) / 100)
    slack = step(told) / 2
    implied = value / (1 + percent / 100)
    reason = f"{value:g} after {percent:+g}% implies {implied:.4g}; told is {told:g}"
    apart = abs(told - implied) / abs(implied)
    if low - slack <= told <= high + slack or _hedged(base, implied):
        return finding("growth", "agreement", [figure, base], reason)
    if apart > FAR:
        return None
    if re.search(rules("linking")["measure"]["constant"], figure.measure):
        return finding("growth", "scope", [figure, base], f"{reason}: growth at constant prices")
    if apart <= REVISED:
        return finding("growth", "revision", [figure, base], f"{reason}: the base was revised")
    return finding("growth", "conflict", [figure, base], reason)


def _hedged(base: Figure, implied: float) -> bool:
    """Whether 超1.8万 or 近2万 covers an implied base."""
    told = base.value or 0.0
    return (base.qualifier == "over" and told <= implied <= told * 1.1) or (
        base.qualifier == "under" and told * 0.9 <= implied <= told
    )


def _headlines(figures: Sequence[Figure], articles: Sequence[Article]) -> Iterator[Finding]:
    """A figure in a headline against the same measure in the body."""
    ends = {article.stem: article.paragraphs[0].end for article in articles if article.paragraphs}
    heads: dict[str, list[Figure]] = defaultdict(list)
    bodies: dict[tuple[str, str, str], list[Figure]] = defaultdict(list)
    for figure in figures:
        for item in figure.evidence:
            if figure.value is None:
                continue
            if item.span.end <= ends.get(item.article, 0):
                heads[item.article].append(figure)
            else:
                bodies[item.article, normal(figure.measure), figure.unit or ""].append(figure)
    for stem, titles in sorted(heads.items()):
        for title in titles:
            same = bodies.get((stem, normal(title.measure), title.unit or ""), [])
            near = [f for f in same if whom(f) == whom(title) and _meets(f, title, stem)]
            if near and title not in near and (found := _headline(title, near)):
                yield found


def _meets(body: Figure, title: Figure, stem: str) -> bool:
    """Whether two figures of an article can be of one period and one scope."""
    periods = {days(body.period), days(title.period)}
    return limited(body, stem) == limited(title, stem) and (None in periods or len(periods) == 1)


def _headline(title: Figure, bodies: Sequence[Figure]) -> Finding | None:
    """The body's nearest value against the headline's; nothing where they are worlds apart."""
    best = min(bodies, key=lambda figure: (abs((figure.value or 0) - (title.value or 0)), figure.id))
    if best.value == title.value:
        return finding("headline", "agreement", [title, best], "headline and body tell one value")
    if agrees(title, best):
        return finding("headline", "rounding", [title, best], "the headline rounds the body's value")
    if abs((best.value or 0) - (title.value or 0)) > FAR * max(abs(best.value or 0), abs(title.value or 0)):
        return None
    verdict: Verdict = "conflict" if len(bodies) == 1 else "scope"
    return finding("headline", verdict, [title, best], "the headline tells another value than the body")
