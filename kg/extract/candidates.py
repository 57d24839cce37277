"""Candidate names from the trained recogniser, with its probability for each."""

from collections.abc import Sequence

from kg.extract._found import Found
from kg.lexicon import Hit
from kg.model import Article, Sentence
from kg.recogniser import Recogniser, recogniser

NEEDS = ("sentences", "tokens", "hits")
MAKES = ("candidates",)


def extract(article: Article, found: Found) -> None:
    """Add the recogniser's candidates, sentence by sentence."""
    extract_all([article], [found])


def extract_all(articles: Sequence[Article], every: Sequence[Found]) -> None:
    """The same for several articles at once, for speed."""
    _read(articles, every, recogniser())


def read(article: Article, found: Found, model: Recogniser) -> None:
    """The same as `extract` with a recogniser of one's own choice."""
    _read([article], [found], model)


def _read(articles: Sequence[Article], every: Sequence[Found], model: Recogniser) -> None:
    texts = [
        (article.plain, found.sentences, found.tagged, inside(found.sentences, found.hits))
        for article, found in zip(articles, every, strict=True)
    ]
    for found, candidates in zip(every, model.find_all(texts), strict=True):
        found.candidates.extend(candidate for each in candidates for candidate in each)


def inside(sentences: Sequence[Sentence], hits: Sequence[Hit]) -> list[list[Hit]]:
    """The hits that lie within each sentence."""
    found: list[list[Hit]] = [[] for _ in sentences]
    at = 0
    for hit in sorted(hits, key=lambda h: h.span):
        while at + 1 < len(sentences) and sentences[at + 1].span.start <= hit.span.start:
            at += 1
        if sentences and hit.span in sentences[at].span:
            found[at].append(hit)
    return found
