"""Titles of people: whether words end in one, and where posts stand before a name."""

import re
from functools import cache

from kg.rules import rules


@cache
def alternatives() -> str:
    """Every title as one regular expression, the longest first."""
    words = rules("people")["title"]["words"]
    return "|".join(sorted(map(re.escape, words), key=lambda word: (-len(word), word)))


def is_title(words: str) -> bool:
    """Whether the words between a body and a person end in a title.

    >>> is_title("国际贸易谈判代表兼副部长"), is_title("联合")
    (True, False)
    """
    return bool(words) and _ends().search(words) is not None


@cache
def _ends() -> re.Pattern[str]:
    return re.compile(f"(?:{alternatives()})$")
