"""What the graph rests on: sentences, where in them the evidence stands, and their articles."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from kg import text
from kg.model import Article, Entity, Evidence, Graph, Sentence, Span

# A sentence longer than this is cut round its evidence.
_LONGEST = 320
_AROUND = 140


@dataclass(slots=True)
class Sources:
    """Collects sentences and evidence once each, and numbers them."""

    articles: dict[str, Article]
    numbers: dict[str, int]
    originals: dict[str, str] = field(default_factory=dict)
    sentences: list[tuple[int, str]] = field(default_factory=list)
    evidence: list[tuple[int, int, int, int, int]] = field(default_factory=list)
    rules: dict[str, int] = field(default_factory=dict)
    _seen: dict[tuple[str, int, int], int] = field(default_factory=dict)
    _split: dict[str, list[Sentence]] = field(default_factory=dict)

    def independent(self, stems: Iterable[str]) -> list[int]:
        """Numbers of some articles, each once; a reprint counts as the article that it repeats."""
        known = (self.originals.get(stem, stem) for stem in stems)
        return sorted({self.numbers[stem] for stem in known if stem in self.numbers})

    def original(self, stem: str) -> list[int]:
        """The number of the article that one repeats, if it is a reprint."""
        return [self.numbers[self.originals[stem]]] if self.originals.get(stem) in self.numbers else []

    def add(self, items: Sequence[Evidence]) -> tuple[int, int]:
        """Note some evidence; where it starts among all, and how many there are."""
        start = len(self.evidence)
        for item in items:
            around = self._around(item.article, item.span)
            number = self._sentence(item.article, around)
            content = self.articles[item.article].text
            before, marked = content[around.start : item.span.start], content[item.span.start : item.span.end]
            offset = units(before)
            rule = self.rules.setdefault(item.rule, len(self.rules))
            self.evidence.append((number, offset, offset + units(marked), rule, round(item.confidence * 100)))
        return start, len(items)

    def mention(self, entity: Entity, most: int) -> list[int]:
        """Sentences that name an entity, the first of each article; the headline only where no other does."""
        found = []
        for stem in entity.articles[:most]:
            if stem not in self.articles:
                continue
            article = self.articles[stem]
            names = (entity.name, *entity.aliases)
            body = max((part.end for part in article.paragraphs if part.role == "title"), default=0)
            spot = _first(article.text, names, body)
            if spot is None:
                spot = _first(article.text, names, 0)
            if spot is not None:
                found.append(self._sentence(stem, self._around(stem, Span(spot, spot + 1))))
        return sorted(set(found))

    def _sentence(self, stem: str, around: Span) -> int:
        key = (stem, around.start, around.end)
        if key not in self._seen:
            self._seen[key] = len(self.sentences)
            content = self.articles[stem].text[around.start : around.end]
            self.sentences.append((self.numbers[stem], content))
        return self._seen[key]

    def _around(self, stem: str, span: Span) -> Span:
        """The sentences that a span touches, or as much round it as can be read at a glance."""
        article = self.articles[stem]
        if stem not in self._split:
            self._split[stem] = text.sentences(article)
        touched = [sentence.span for sentence in self._split[stem] if sentence.span.overlaps(span)]
        start = min([span.start, *(item.start for item in touched)])
        end = max([span.end, *(item.end for item in touched)])
        if not touched:
            start = max(article.text.rfind("\n", 0, span.start) + 1, span.start - _AROUND)
            stop = article.text.find("\n", span.end)
            end = min(stop if stop >= 0 else len(article.text), span.end + _AROUND)
        if end - start > _LONGEST:
            start, end = max(start, span.start - _AROUND), min(end, span.end + _AROUND)
        return Span(start, end)


def _first(content: str, names: Sequence[str], start: int) -> int | None:
    """Where the first of some names stands in a text, or None."""
    return min((at for name in names if (at := content.find(name, start)) >= 0), default=None)


def collect(graph: Graph) -> Sources:
    """An empty collection over the articles of a graph."""
    numbers = {article.stem: n for n, article in enumerate(graph.articles)}
    originals = {copy.article: copy.of for copy in graph.reprints}
    return Sources({article.stem: article for article in graph.articles}, numbers, originals)


def units(part: str) -> int:
    """Length as a browser counts it: a character outside the basic plane takes two.

    >>> units("商𠮷")
    3
    """
    return len(part) + sum(character > "\uffff" for character in part)


def record(graph: Graph, sources: Sources) -> list[list[Any]]:
    """Headline, day, outlet, author, address and stem of each article, in the order of `graph.articles`; of a reprint
    also the number of the article that it repeats."""
    return [
        [
            article.title,
            (article.published or "")[:10],
            article.outlet or "",
            article.author or "",
            address(article.url),
            article.stem,
            *sources.original(article.stem),
        ]
        for article in sorted(graph.articles, key=lambda article: sources.numbers[article.stem])
    ]


def address(url: str | None) -> str:
    """A link a reader can follow without harm, or nothing: only http and https.

    >>> address("https://www.mofcom.gov.cn/a"), address("javascript:alert(1)"), address(None)
    ('https://www.mofcom.gov.cn/a', '', '')
    """
    trimmed = (url or "").strip()
    return trimmed if trimmed.lower().startswith(("http://", "https://")) else ""
