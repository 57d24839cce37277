"""Skeletons without posts: 甲国总统张三、乙部部长李四 becomes 张三、李四, so that a list of people is one list."""

import re
from functools import cache

from kg.extract._skeleton import CLASSES, CODES, Skeleton, without
from kg.extract._titles import alternatives, is_title
from kg.rules import rules

_BODIES = CLASSES["org"] + CLASSES["place"] + CLASSES["platform"]
_PERSON = CODES["Person"]


def without_posts(skeleton: Skeleton) -> Skeleton:
    """The skeleton with the posts before names of people, and the forms of address after them, left out."""
    gone: set[int] = set()
    for match in re.finditer(_PERSON, skeleton.text):
        gone.update(range(_start(skeleton.text, match.start()), match.start()))
        after = _address().match(skeleton.text, match.end())
        if after:
            gone.update(range(*after.span()))
    return without(skeleton, gone)


def bare_post(text: str, person: int) -> str | None:
    """The post before a person's name that names no body, or None; reporters and lay people hold none."""
    match = _bare().search(text[:person])
    if match is None or re.search(rules("discourse")["posts"]["lay"], match["post"]):
        return None
    if any(match["post"].startswith(state) for state in rules("people")["title"]["state"]):
        return None
    return match["post"]


def _start(text: str, person: int) -> int:
    """Where the posts of a person begin: chunks of a body and a title, from the right."""
    start = person
    while True:
        chunk = _chunk().search(text[:start])
        if chunk is None:
            break
        role = re.sub("^的|[、，和及兼]+$", "", chunk["role"])
        if not is_title(role) or _verbs().search(role):
            break
        start = chunk.start()
    if start == person:
        bare = _bare().search(text[:person])
        start = bare.start("post") if bare else person
    return start


@cache
def _chunk() -> re.Pattern[str]:
    return re.compile(f"[{_BODIES}]{{1,4}}(?P<role>[^{_BODIES}{_PERSON}，。；：！？“”（）]{{1,26}})$")


@cache
def _verbs() -> re.Pattern[str]:
    """Words that no post holds: what stands before them is no part of it."""
    return re.compile(rules("discourse")["posts"]["verbs"])


@cache
def _bare() -> re.Pattern[str]:
    """A post that names no body, at the head of a clause or of a list's member."""
    named = "|".join(sorted(rules("people")["title"]["state"], key=lambda w: -len(w)))
    words = "|".join(rules("discourse")["posts"]["before"])
    titles = f"(?:(?:{words})*(?:{named}|{alternatives()}))"
    return re.compile(f"(?:^|[，。；：、“和与及]|电|）)(?P<post>{titles}(?:[、兼]*{titles})*)$")


@cache
def _address() -> re.Pattern[str]:
    return re.compile(f"(?:先生|女士|同志|夫妇|{alternatives()})(?=[，。、在出表说指和与将也])")
