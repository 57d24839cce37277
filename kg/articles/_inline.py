"""What converters and other sites leave between the words of a sentence: pinyin, citation marks, stock widgets."""

import re
from functools import cache

from kg import text as texts
from kg.articles._draft import Draft
from kg.rules import rules

_CITATION = re.compile(r" ?\[\d{1,2}\]")
_LEAST_CITATIONS = 3


def clear(draft: Draft) -> None:
    """Takes it out of title and lines, and notes how often it stood there."""
    joined = "\n".join([draft.title, *(line.text for line in draft.lines)])
    bare, glosses = texts.without_pinyin(joined)  # 務(wù)
    if glosses:
        draft.drop("pinyin glosses", f"{glosses} places")
    if "[" in bare and len(_CITATION.findall(bare)) >= _LEAST_CITATIONS:
        bare, marks = _CITATION.subn("", bare)  # [1][2]
        draft.drop("citation marks", f"{marks} places")
    for reason, pattern, instead in _inside():
        bare, places = pattern.subn(instead, bare)
        if places:
            draft.drop(reason, f"{places} places")
    if bare != joined:
        draft.title, *rest = bare.split("\n")
        for line, text in zip(draft.lines, rest, strict=True):
            if line.text != text:
                line.say(text.strip())


@cache
def _inside() -> tuple[tuple[str, re.Pattern[str], str], ...]:
    blocks = rules("furniture")["inside"]
    return tuple((block["reason"], re.compile(block["pattern"]), block["instead"]) for block in blocks)
