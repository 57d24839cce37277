"""Digests: pages that tell several stories one after the other (国内联播快讯), each under a heading."""

import re
from bisect import bisect_right

from kg.model import Article, Paragraph

HEADING = 34  # characters of a line within a story that may be a heading

_TITLE = re.compile("快讯|简讯|短讯|要闻|早报|晚报|集锦|速览")


def is_heading(article: Article, paragraph: Paragraph) -> bool:
    """Whether a paragraph is a short line without a full stop, as a heading within an article is."""
    words = article.plain[paragraph.start : paragraph.end].strip()
    return 0 < len(words) <= HEADING and not words.endswith(tuple("。！？：；，…”）"))


def stories(article: Article) -> list[int]:
    """Where the stories of a digest begin, in order; empty for an article that tells one story."""
    if _TITLE.search(article.title) is None:
        return []
    return [p.start for p in article.paragraphs if p.role != "title" and is_heading(article, p)]


def story(starts: list[int], at: int) -> int:
    """Where the story begins that a place of the text is in; 0 before the first heading."""
    n = bisect_right(starts, at)
    return starts[n - 1] if n else 0


def after(starts: list[int], at: int, end: int) -> int:
    """Where the story ends that a place of the text is in."""
    n = bisect_right(starts, at)
    return starts[n] if n < len(starts) else end
