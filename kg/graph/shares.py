"""Shares: 占比 against the part and the whole that it is a share of."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from kg.graph.measures import NATION, days, normal, step, whom
from kg.graph.told import Told, finding
from kg.graph.values import rate_step
from kg.model import Evidence, Figure, Finding
from kg.rules import rules

_ROUGH = 5.0  # 五分之一 and 两成 are said of what is near them, in percent
_NEAR = 0.25  # a share further from what part and whole make is of another part or whole


def shares(told: Told) -> Iterator[Finding]:
    """Each share against the part told just before it in its sentence, and the whole that some article tells."""
    by_article: dict[str, list[tuple[Evidence, Figure]]] = defaultdict(list)
    wholes: dict[tuple[str, str, tuple[str, str] | None], list[Figure]] = defaultdict(list)
    for figure in told.figures:
        for item in figure.evidence:
            by_article[item.article].append((item, figure))
        if figure.value and figure.unit not in ("%", None):
            wholes[normal(figure.measure), figure.unit or "", days(figure.period)].append(figure)
    for figure in told.figures:
        match = re.search(rules("linking")["measure"]["share"], figure.measure) if figure.unit == "%" else None
        if match is None or not figure.value or figure.qualifier != "exact":
            continue
        for item in figure.evidence:
            part = _part(item, by_article[item.article], told)
            if part is not None:
                found = _whole(part, match["whole"], wholes, item.article)
                if made := _judged(figure, part, found):
                    yield made
                    break


def _part(share: Evidence, near: Sequence[tuple[Evidence, Figure]], told: Told) -> Figure | None:
    """The last value told in a share's sentence before it."""
    start = told.opening(share)
    inside = [
        (item.span, figure.id, figure)
        for item, figure in near
        if figure.value
        and figure.unit not in ("%", None)
        and start <= item.span.start
        and item.span.end <= share.span.end
    ]
    inside = [each for each in inside if each[0].end <= share.span.start or each[0].start < share.span.start]
    return max(inside, key=lambda each: (each[0].end, each[1]))[2] if inside else None


def _whole(
    part: Figure, words: str, wholes: dict[tuple[str, str, tuple[str, str] | None], list[Figure]], stem: str
) -> list[Figure]:
    """The figures that a share can be a share of: in its article before others, told of the same or of the nation."""
    unit, period = part.unit or "", days(part.period)
    bare = normal(re.sub("^(?:我国|全国|中国|同期|整体|当年)+", "", words))
    names = [bare] if bare else _shorter(normal(part.measure))
    for name in names:
        found = [
            figure
            for figure in wholes.get((name, unit, period), [])
            if whom(figure) in (whom(part), NATION) and (figure.value or 0) > (part.value or 0) and figure.id != part.id
        ]
        own = [figure for figure in found if stem in {item.article for item in figure.evidence}]
        if own or found:
            return own or found
    return []


def _shorter(measure: str) -> list[str]:
    """What a measure is a part of by its name: 服务业利用外资 of 利用外资.

    >>> _shorter("服务业利用外资")[:3]
    ['务业利用外资', '业利用外资', '利用外资']
    """
    return [measure[at:] for at in range(1, len(measure) - 1)]


def _judged(share: Figure, part: Figure, wholes: Sequence[Figure]) -> Finding | None:
    """A share against part and whole; nothing where several wholes are told or all are worlds apart."""
    if len({whole.value for whole in wholes}) != 1:
        return None
    whole = wholes[0]
    told, value, total = share.value or 0.0, part.value or 0.0, whole.value or 1.0
    made = value / total * 100
    words = "".join(item.text for item in share.evidence)
    fine = _ROUGH if re.search("分之|成(?!交|员|本|品|立|功|为)|过半|一半", words) else rate_step(told)
    slack = fine / 2 + made * (step(value) / value + step(total) / total) / 2
    reason = f"{value:g} of {total:g} is {made:.3g}%; told is {told:g}%"
    if abs(made - told) <= slack * 1.0001:
        return finding("share", "agreement", [share, part, whole], reason)
    if abs(made - told) <= _NEAR * told and "exact" == part.qualifier == whole.qualifier:
        return finding("share", "conflict", [share, part, whole], reason)
    return None
