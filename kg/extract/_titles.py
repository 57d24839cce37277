"""Titles of people: whether words end in one, and where posts stand before a name."""

import re
from functools import cache

from kg.model import Kind
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


def fits(post: str, kind: Kind, body: str) -> bool:
    """Whether a body can be served in a post: states have presidents, cities mayors.

    >>> fits("总统", "Organization", "甲国选举委员会"), fits("总理", "Organization", "国务院")
    (False, True)
    >>> fits("市长", "Organization", "甲市商务局"), fits("市长", "Organization", "甲市政府")
    (False, True)
    >>> fits("州长", "Place", "甲市"), fits("市长", "Place", "南京")
    (False, True)
    """
    table = rules("people")["fit"]
    level = re.search(table["level"], post)
    if kind == "Organization":
        given = level is not None or re.search(table["state"], post) is not None
        return not given or re.search(table["government"], body) is not None
    return level is None or kind != "Place" or body[-1] not in table["levels"] or body[-1] == level["level"]


@cache
def _ends() -> re.Pattern[str]:
    return re.compile(f"(?:{alternatives()})$")
