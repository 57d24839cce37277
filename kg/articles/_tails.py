"""Where the story ends: lists of other stories and products, readers' comments, notes on the writer."""

import re
from collections.abc import Sequence

from kg.articles import _furniture
from kg.articles._draft import Draft, Line

_LEAST_STORY = 40  # characters of story above a heading that can end it
_LEAST_RUNNING = 15
_LAST = 3  # lines at the end among which the writer is told of
_BULLET = re.compile("[·•▪■◆●○□▶>»・-]\\s?\\S")
_RUNNING = re.compile("[。！？]")
# Below a flash that repeats its title stand the other flashes of the hour, each with its time.
_OTHER_FLASH = re.compile("【[^【】]{4,40}】.{10,}|\\d{1,2}[:：]\\d\\d\\Z")


def cut(draft: Draft) -> None:
    """Marks what follows 相关新闻 or the like, once there is a story above it: to the end, or to where the story goes on."""
    story = at = 0
    lines = draft.lines
    while at < len(lines):
        line = lines[at]
        if story >= _LEAST_STORY and line.mark in ("", "controls of the page"):
            if _furniture.heads_comments(line.plain):
                _mark(lines[at:], "readers' comments")
                break
            if _furniture.heads_other_stories(line.plain):
                end = _goes_on(lines, at + 1)
                _mark(lines[at:end], "links to other stories")
                at = end
                continue
        story += 0 if line.mark else len(line.plain)
        at += 1
    if draft.told:
        _mark([line for line in lines if _OTHER_FLASH.match(line.plain)], "links to other stories")
    _closing(draft)


def _mark(lines: Sequence[Line], reason: str) -> None:
    for line in lines:
        line.mark = line.mark or reason


def _goes_on(lines: Sequence[Line], start: int) -> int:
    """Where the story goes on behind a box of links, or the end.

    Only links and bulleted lines make a box; what else stands below such a heading are other stories.
    """
    listed = 0
    for at in range(start, len(lines)):
        line = lines[at]
        if line.mark:
            continue
        if len(line.plain) <= 80 and (line.linked >= 0.6 or _BULLET.match(line.plain)):
            listed += 1
            continue
        running = len(line.plain) >= _LEAST_RUNNING and _RUNNING.search(line.plain)
        return at if listed and running else len(lines)
    return len(lines)


def _closing(draft: Draft) -> None:
    """Notes on the writer among the last lines that are still story."""
    left = [line for line in draft.lines if not line.mark]
    for line in left[-_LAST:] if len(left) > _LAST else []:
        line.mark = _furniture.reason_to_drop(line.plain, closing=True) or ""
