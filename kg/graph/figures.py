"""Figures: the same measure, subject, period and value is one observation, whoever tells it and in which words."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from hashlib import sha256

from kg.graph.measures import days, normal, subject
from kg.graph.passages import evidence
from kg.model import Change, Evidence, Extraction, Figure, Observation

_Told = tuple[Observation, str | None, Evidence]
_Key = tuple[object, ...]


def figures(extractions: Sequence[Extraction], ids: dict[str, dict[str, str]]) -> tuple[Figure, ...]:
    """All figures of some articles, each once with all its sources.

    Wordings that mean the same (网上零售额, 网络零售额; 2021, 2021-01-01/2021-12-31) meet; an article that leaves
    the growth out tells the same figure as one that gives it. A figure whose measure the text leaves unsaid
    cannot be compared with anything, and is left out.
    """
    groups: dict[_Key, list[_Told]] = defaultdict(list)
    for extraction in extractions:
        local = ids[extraction.article.stem]
        for seen in extraction.observations:
            if not seen.measure:
                continue
            entity = local.get(seen.entity or "") or None
            source = evidence(extraction.article, seen.evidence, seen.rule, seen.confidence)
            groups[_key(seen, entity)].append((seen, entity, source))
    found = [_figure(key, told) for key, group in groups.items() for told in _by_growth(group)]
    return tuple(sorted(found, key=lambda figure: (figure.entity or "", figure.measure, figure.id)))


def _key(seen: Observation, entity: str | None) -> _Key:
    whom = subject(entity, seen.about)
    return (whom, normal(seen.measure), seen.value, seen.upper, seen.unit, seen.qualifier, days(seen.period))


def _by_growth(group: Sequence[_Told]) -> list[list[_Told]]:
    """One figure for each growth rate told; where one alone is told, or none, they are all one figure."""
    rates: dict[Change | None, list[_Told]] = defaultdict(list)
    for told in group:
        rates[told[0].change].append(told)
    if group[0][0].value is not None and len([rate for rate in rates if rate is not None]) <= 1:
        return [list(group)]
    return list(rates.values())


def _figure(key: _Key, told: Sequence[_Told]) -> Figure:
    change = next((seen.change for seen, _, _ in told if seen.change is not None), None)
    seen = told[0][0]
    entity = next((entity for _, entity, _ in sorted(told, key=lambda t: t[1] or "~") if entity), None)
    return Figure(
        id=sha256(repr((*key, change)).encode()).hexdigest()[:16],
        entity=entity,
        about=None if entity else _usual([seen.about for seen, _, _ in told if seen.about]),
        measure=_usual([seen.measure for seen, _, _ in told]) or "",
        value=seen.value,
        upper=seen.upper,
        unit=seen.unit,
        qualifier=seen.qualifier,
        period=min((s.period for s, _, _ in told if s.period), key=lambda p: (len(p), p), default=None),
        change=change,
        evidence=tuple(sorted({e for _, _, e in told}, key=lambda e: (e.article, e.span, e.rule))),
    )


def _usual(words: Sequence[str]) -> str | None:
    """The commonest wording, of several the shortest."""
    counts = Counter(words)
    return min(counts, key=lambda word: (-counts[word], len(word), word), default=None)
