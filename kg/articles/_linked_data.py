"""What a page says of its article in JSON-LD (schema.org), for readers of machines."""

import json
import re
from collections.abc import Iterator
from typing import Any

_SCRIPT = re.compile(r"<script\b[^<>]*application/ld\+json[^<>]*>(.*?)</script>", re.DOTALL | re.IGNORECASE)
_ARTICLES = frozenset(("NewsArticle", "Article", "BlogPosting", "ReportageNewsArticle", "WebPage"))
_MOST = 5  # scripts that are read
_LONGEST = 200_000


def read(html: str) -> dict[str, str]:
    """Headline, date, publisher, author and text of the article, as far as they are told.

    >>> read('<script type="application/ld+json">{"@type": "NewsArticle", "headline": "外贸回稳"}</script>')
    {'headline': '外贸回稳'}
    """
    found: dict[str, str] = {}
    for number, match in enumerate(_SCRIPT.finditer(html)):
        if number >= _MOST or len(match[1]) > _LONGEST:
            break
        try:
            held = json.loads(match[1])
        except (ValueError, RecursionError):
            continue
        for item in _items(held):
            for name, value in (
                ("headline", item.get("headline")),
                ("published", item.get("datePublished")),
                ("publisher", _name(item.get("publisher"))),
                ("author", _name(item.get("author"))),
                ("body", item.get("articleBody")),
            ):
                if isinstance(value, str) and value.strip():
                    found.setdefault(name, value.strip())
    return found


def _items(held: Any) -> Iterator[dict[str, Any]]:
    """The articles of a document: it may be one, a list, or a graph."""
    listed = held if isinstance(held, list) else held.get("@graph", [held]) if isinstance(held, dict) else []
    for item in listed if isinstance(listed, list) else []:
        kinds = item.get("@type") if isinstance(item, dict) else None
        if not _ARTICLES.isdisjoint([kinds] if isinstance(kinds, str) else kinds if isinstance(kinds, list) else []):
            yield item


def _name(value: Any) -> str | None:
    if isinstance(value, list):
        names = [name for one in value if (name := _name(one))]
        return "、".join(names) or None
    if isinstance(value, dict):
        value = value.get("name")
    return value if isinstance(value, str) else None
