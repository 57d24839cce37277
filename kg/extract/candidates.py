"""Candidate names from the trained recogniser, with its probability for each."""

from collections import defaultdict

from kg.extract._found import Found
from kg.lexicon import Hit
from kg.model import Article
from kg.recogniser import recogniser

NEEDS = ("sentences", "tokens", "hits")
MAKES = ("candidates",)


def extract(article: Article, found: Found) -> None:
    """Add the recogniser's candidates, sentence by sentence."""
    inside: dict[int, list[Hit]] = defaultdict(list)
    starts = [sentence.span.start for sentence in found.sentences]
    at = 0
    for hit in sorted(found.hits, key=lambda h: h.span):
        while at + 1 < len(starts) and starts[at + 1] <= hit.span.start:
            at += 1
        if starts and hit.span in found.sentences[at].span:
            inside[at].append(hit)
    hits = [inside[number] for number in range(len(found.sentences))]
    for candidates in recogniser().find(article.plain, found.sentences, found.tagged, hits):
        found.candidates.extend(candidates)
