"""What every format is turned into before it becomes an article: blocks of text and given fields."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from kg.model import Dropped

Sort = Literal["text", "heading", "quote", "caption", "alt", "item", "row"]

_STOPS = re.compile("[，。；！？]|[a-z]{2}[,.;!?](?: |\\Z)|[\u4e00-\u9fff][,;!?]")
# The share of the running text, or so many characters of it, that stay when the names of a page's parts are believed.
_LEAST_OPEN, _LEAST_STORY = 0.3, 120


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph as the markup delimits it.

    `sort` is what the markup says it is; `bold` and `linked` are the shares of its characters that are
    bold or links; `href` is its first link; `zone` numbers the element that holds it; `chrome` says why
    the markup shows it to be no part of a story (a navigation bar, a hidden element), or is empty.
    """

    text: str
    sort: Sort = "text"
    bold: float = 0.0
    linked: float = 0.0
    href: str | None = None
    zone: int = 0
    chrome: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """Fields that a format states outside the running text; `published` in any notation.

    `outlet` is a source that the format names, `site` the weaker guess: where the text was found.
    """

    title: str = ""
    published: str | None = None
    outlet: str | None = None
    site: str | None = None
    author: str | None = None
    editor: str | None = None
    url: str | None = None
    categories: tuple[str, ...] = ()
    dropped: tuple[Dropped, ...] = ()


def running(block: Block) -> float:
    """How much running text a block holds: sentences that are no links."""
    text = block.text.strip()
    if len(text) < 16 or block.linked > 0.5 or not _STOPS.search(text):
        return 0.0
    return float(min(len(text), 20_000))


def believed(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, their `chrome` taken off where it would take most of the text: then names mislead."""
    whole = sum(map(running, blocks))
    left = sum(running(block) for block in blocks if not block.chrome)
    if left >= min(_LEAST_OPEN * whole, _LEAST_STORY):
        return list(blocks)
    return [replace(block, chrome="") for block in blocks]
