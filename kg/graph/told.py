"""What the checks of figures read: the figures with their articles, and when two of them agree."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from kg.graph.measures import days
from kg.graph.values import USUAL, Tolerance
from kg.model import Article, Check, Evidence, Figure, Finding, Reprint, Verdict


@dataclass(frozen=True, slots=True)
class Told:
    """All figures of some articles.

    `heads` are figures of headlines that the body tells again: they are in no graph. `origin` gives the first
    article of each reprint.
    """

    figures: Sequence[Figure]
    heads: Sequence[Figure]
    articles: Mapping[str, Article]
    origin: Mapping[str, str]
    tolerance: Tolerance

    def sources(self, figure: Figure) -> frozenset[str]:
        """The articles that tell a figure, reprints as their originals."""
        return frozenset(self.origin.get(item.article, item.article) for item in figure.evidence)

    def published(self, stem: str) -> str:
        """The day an article came out, empty where it is unknown."""
        article = self.articles.get(stem)
        return (article.published or "")[:10] if article else ""

    def running(self, figure: Figure) -> bool:
        """Whether a figure was told before its period was over, so that it is not of all of it."""
        return self.until(figure) < (days(figure.period) or ("", ""))[1]

    def until(self, figure: Figure) -> str:
        """The last day that a figure can tell of: that of its period, or the day its article came out."""
        period = days(figure.period)
        return min(period[1] if period else "9999", *(self.published(e.article) or "9999" for e in figure.evidence))

    def opening(self, evidence: Evidence) -> int:
        """Where the sentence of a passage begins."""
        article = self.articles.get(evidence.article)
        text = article.plain[: evidence.span.start] if article else ""
        return max(text.rfind(mark) for mark in "。！？；\n") + 1

    def before(self, evidence: Evidence) -> str:
        """The sentence of a passage, up to the passage's end."""
        article = self.articles.get(evidence.article)
        return article.plain[self.opening(evidence) : evidence.span.end] if article else evidence.text


def told(
    figures: Sequence[Figure],
    articles: Sequence[Article] = (),
    reprints: Sequence[Reprint] = (),
    heads: Sequence[Figure] = (),
    tolerance: Tolerance = USUAL,
) -> Told:
    """The figures of some articles, ready to be checked."""
    origin = {copy.article: copy.of for copy in reprints}
    return Told(figures, heads, {article.stem: article for article in articles}, origin, tolerance)


def finding(
    check: Check, verdict: Verdict, figures: Iterable[Figure], reason: str, evidence: tuple[Evidence, ...] = ()
) -> Finding:
    """A finding under a name of its own."""
    ids = tuple(sorted({figure.id for figure in figures}))
    parts = (check, ids, *((item.article, item.span) for item in evidence))
    return Finding(sha256(repr(parts).encode()).hexdigest()[:16], check, verdict, ids, reason, evidence)
