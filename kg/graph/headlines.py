"""Headline against body: a title's figure is the body's, rounded, or says something else."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from kg.graph.measures import days, likeness, limited, normal, step, whom
from kg.graph.told import Told, finding
from kg.graph.values import Tolerance, agrees, apart, digits, rates_agree
from kg.model import Evidence, Figure, Finding, Verdict

_TELLING = 2  # digits that a headline does not share with its own article by chance
_ALIKE = 0.3  # share of words that a headline, which leaves words out, must have in common with the body


def headlines(told: Told) -> Iterator[Finding]:
    """Each figure of a headline against those of its article's body.

    One that the body tells again is no figure of the graph: its sentence is cited beside the body's figure.
    """
    ends = {stem: article.paragraphs[0].end for stem, article in told.articles.items() if article.paragraphs}
    bodies: dict[str, list[Figure]] = defaultdict(list)
    titles: dict[str, list[tuple[Figure, tuple[Evidence, ...]]]] = defaultdict(list)
    for figure in told.figures:
        for item in figure.evidence:
            if item.span.end <= ends.get(item.article, 0):
                titles[item.article].append((figure, ()))
            elif figure not in bodies[item.article]:
                bodies[item.article].append(figure)
    for figure in told.heads:
        for item in figure.evidence:
            titles[item.article].append((figure, (item,)))
    for stem, heads in sorted(titles.items()):
        for head, evidence in heads:
            others = [body for body in bodies[stem] if body.id != head.id or evidence]
            if found := _headline(head, evidence, others, stem, told.tolerance):
                yield found


def _headline(
    head: Figure, evidence: tuple[Evidence, ...], bodies: Sequence[Figure], stem: str, tolerance: Tolerance
) -> Finding | None:
    """The finding for one figure of a headline; None where the body tells nothing of the kind."""
    judged = [
        (order, body, verdict, reason)
        for body in bodies
        for order, verdict, reason in [_judged(head, body, tolerance)]
        if verdict is not None and _alike(head, body, stem, verdict)
    ]
    if not judged:
        return None
    judged.sort(key=lambda item: (item[0], -likeness(head, item[1]), item[1].id))
    _, body, verdict, reason = judged[0]
    if verdict == "conflict" and len(judged) > 1:
        verdict, reason = "scope", f"{reason}; the body tells several values of it"
    figures = [body] if evidence else [head, body]
    return finding("headline", verdict, figures, reason, evidence)


def _judged(head: Figure, body: Figure, tolerance: Tolerance) -> tuple[int, Verdict | None, str]:
    """How a headline's figure stands to one of the body, surest first; no verdict where they cannot be compared."""
    if head.value is not None and body.value is not None and head.unit == body.unit:
        if head.value == body.value:
            return 0, "agreement", "headline and body tell one value"
        if agrees(head, body, tolerance) or _covers(head, body.value):
            return 1, "rounding", "the headline rounds the body's value"
        if apart(head.value, body.value) <= tolerance.far:
            return 2, "conflict", f"the headline tells {head.value:g}, the body {body.value:g}"
    elif head.value is None and head.change and body.change:
        one, other = head.change, body.change
        if (one.kind, one.unit) != (other.kind, other.unit):
            return 9, None, ""
        if one.value == other.value:
            return 0, "agreement", "headline and body tell one growth rate"
        if rates_agree(one.value, other.value) or _hedged(head, one.value, other.value, tolerance):
            return 1, "rounding", "the headline rounds the body's growth rate"
        if apart(one.value, other.value) <= tolerance.far:
            return 2, "conflict", f"the headline tells {one.value:+g}{one.unit}, the body {other.value:+g}{other.unit}"
    return 9, None, ""


def _covers(head: Figure, value: float) -> bool:
    """Whether 逾300, told to the hundred, covers 370."""
    told = head.value or 0.0
    return head.qualifier == "over" and told <= value < told + step(told)


def _hedged(head: Figure, one: float, other: float, tolerance: Tolerance) -> bool:
    """Whether 超5% covers 5.2%."""
    slack = {"over": tolerance.over, "under": tolerance.over, "about": tolerance.about}.get(head.qualifier, 0.0)
    right = {"over": abs(other) >= abs(one), "under": abs(other) <= abs(one)}.get(head.qualifier, True)
    return right and 0 < apart(one, other) <= slack


def _alike(head: Figure, body: Figure, stem: str, verdict: Verdict) -> bool:
    """Whether the two can be of one thing. Who says that they differ must be surer of it than who says they agree."""
    same = normal(head.measure) == normal(body.measure)
    if verdict == "conflict":
        periods = {days(body.period), days(head.period)}
        return (
            same
            and whom(head) == whom(body)
            and limited(body, stem) == limited(head)
            and (None in periods or len(periods) == 1)
        )
    number = head.value if head.value is not None else head.change.value if head.change else 0.0
    return same or likeness(head, body) >= _ALIKE or digits(number) >= _TELLING
