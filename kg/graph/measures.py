"""What a figure measures, of whom and when, in one wording, so that articles can be compared."""

import re
from calendar import monthrange

from kg.model import Evidence, Figure
from kg.rules import rules

NATION = "Place/中国"


def normal(measure: str) -> str:
    """A measure without the words that articles put in or leave out.

    >>> normal("进出口总值"), normal("货物贸易进出口总额"), normal("网上零售额"), normal("网络零售额")
    ('进出口', '进出口', '网络零售', '网络零售')
    """
    table = rules("linking")["measure"]
    short = re.sub(table["drop"], "", measure) or measure
    for word, other in table["same"]:
        short = short.replace(word, other)
    return str(table["alone"].get(short, short))


def subject(entity: str | None, about: str | None) -> str:
    """Whom a figure is about: the thing's id, else the wording; the nation under whatever name.

    >>> subject("Place/山东省", None), subject(None, "全国"), subject(None, "民营企业")
    ('Place/山东省', 'Place/中国', '民营企业')
    """
    if entity:
        return entity
    return NATION if about in rules("linking")["measure"]["national"] else about or ""


def whom(figure: Figure) -> str:
    """The subject of a figure."""
    return subject(figure.entity, figure.about)


def likeness(one: Figure, other: Figure) -> float:
    """How much alike two figures say what they measure and of whom: the share of pairs of characters in common."""
    first, second = _pairs(wording(one)), _pairs(wording(other))
    return len(first & second) / max(len(first), len(second), 1)


def wording(figure: Figure) -> str:
    """Whom a figure is about and what it measures, in one; the nation goes without saying.

    >>> made = Figure("1", None, "全国农村", "网上零售额", 1.0, None, None, "exact", None, None, ())
    >>> wording(made)
    '农村网络零售'
    """
    who = whom(figure)
    label = "" if who == NATION else who.partition("/")[2] or who
    return normal(f"{label}{figure.measure}")


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[at : at + 2] for at in range(len(text) - 1))


def days(period: str | None) -> tuple[str, str] | None:
    """First and last day of a period.

    >>> days("2021"), days("2021-02"), days("2021-01-01/2021-12-31")
    (('2021-01-01', '2021-12-31'), ('2021-02-01', '2021-02-28'), ('2021-01-01', '2021-12-31'))
    """
    if not period:
        return None
    first, _, last = period.partition("/")
    return _edge(first, first=True), _edge(last or first, first=False)


def _edge(day: str, *, first: bool) -> str:
    if len(day) == 4:
        return f"{day}-01-01" if first else f"{day}-12-31"
    if len(day) == 7:
        year, month = day.split("-")
        return f"{day}-01" if first else f"{day}-{monthrange(int(year), int(month))[1]:02d}"
    return day


def scope(evidence: Evidence) -> frozenset[str]:
    """What a figure is limited to, by the words around it: a partner, a part of trade, a month.

    >>> from kg.model import Span
    >>> sorted(scope(Evidence("a", Span(0, 1), "我国对甲国进出口1亿元", "", 1.0)))
    ['甲国']
    """
    pattern = rules("linking")["measure"]["scope"]
    return frozenset(a or b for a, b in re.findall(pattern, evidence.text))


def limited(figure: Figure, article: str | None = None) -> frozenset[str]:
    """What a figure is limited to in all its sentences, or in those of one article."""
    told = (item for item in figure.evidence if article in (None, item.article))
    return frozenset(word for item in told for word in scope(item))


def named(figure: Figure) -> bool:
    """Whether each sentence of a figure names whom it is about: a bare 进口增长 may be of anything told before."""
    subject = whom(figure)
    names = [subject.partition("/")[2] or subject]
    if subject == NATION:
        names += rules("linking")["measure"]["national"]
    return bool(subject) and all(any(name in item.text for name in names) for item in figure.evidence)


def vague(figure: Figure) -> bool:
    """Whether a measure does not say what is measured (迈上新台阶)."""
    return re.search(rules("linking")["measure"]["vague"], figure.measure) is not None


def step(value: float) -> float:
    """The size of the last digit that a value shows.

    >>> step(9.42e12), step(29410000000.0), step(333.0)
    (10000000000.0, 10000000.0, 1.0)
    """
    digits = f"{abs(value):.10g}"
    mantissa, _, power = f"{float(digits):.10e}".partition("e")
    shown = len(mantissa.rstrip("0").replace(".", ""))
    return float(10.0 ** (int(power) - max(shown, 1) + 1))
