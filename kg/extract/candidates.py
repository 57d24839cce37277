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
    read(article, found, recogniser())


def read(article: Article, found: Found, model: Recogniser) -> None:
    """The same with a recogniser of one's own choice."""
    hits = inside(found.sentences, found.hits)
    for candidates in model.find(article.plain, found.sentences, found.tagged, hits):
        found.candidates.extend(candidates)


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
