"""Evidence: the words of an article that say so."""

import sys

from kg.model import Article, Evidence, Span


def evidence(article: Article, span: Span, rule: str, confidence: float) -> Evidence:
    """A passage of an article as evidence; claims out of one sentence share one copy of its words."""
    return Evidence(article.stem, span, sys.intern(article.text[span.start : span.end]), rule, confidence)
