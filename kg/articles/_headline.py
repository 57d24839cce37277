"""The headline: found among the first lines where the format names none, and kept once where it does."""

import re

from kg.articles import _furniture, _header
from kg.articles._draft import Draft, Line, same
from kg.articles._marks import may_be_headline

_LEAST = 8  # characters of a headline above a date line
_FIRST = 12  # lines among which a headline is looked for
_FLASH = re.compile("\\A【(?P<title>[^【】\n]{4,120})】(?P<rest>.*)", re.DOTALL)
_FEATURE = re.compile("\\A(?P<dateline>[^。，\n]{2,24}\\d{1,2}月\\d{1,2}日电)\\s?题[：:]\\s?(?P<title>.{4,80})\\Z")
_ABOVE = ("date line", "source line", "byline")


def settle(draft: Draft, *, seek: bool) -> None:
    """Finds the title if `seek` asks for it, and takes it out of the lines that repeat it."""
    seek = seek and not draft.title
    stories = [line for line in draft.lines if not line.mark and not line.is_picture]
    if seek:
        _find(draft)
    for line in stories[:3]:
        if _feature(draft, line, seek=seek):
            break
    opening = next((line for line in stories if not same(line.plain, draft.title)), None)
    if opening:
        _flash(draft, opening, seek=seek)


def _feature(draft: Draft, line: Line, *, seek: bool) -> bool:
    """某社北京4月23日电 题：标题 — the title of a feature behind its dateline, which stays."""
    match = _FEATURE.match(line.plain)
    if not match or not ((seek and not draft.title) or same(line.text[match.start("title") :], draft.title)):
        return False
    draft.title = draft.title or line.text[match.start("title") :]
    draft.drop("headline repeated", line.cut(0, match.end("dateline")))
    return True


def _flash(draft: Draft, line: Line, *, seek: bool) -> None:
    """【标题】正文 — a flash in one paragraph. A short column name in 【】 above a headline is none."""
    match = _FLASH.match(line.plain)
    if not match:
        return
    words = line.text[match.start("title") : match.end("title")]
    if same(words, draft.title):
        draft.told = True
        draft.drop("headline repeated", line.cut(match.start("rest")))
    elif seek and not draft.title and _is_running(match["rest"]):
        draft.title = words
        line.cut(match.start("rest"))


def _is_flash(plain: str) -> bool:
    match = _FLASH.match(plain)
    return match is not None and _is_running(match["rest"])


def _is_running(text: str) -> bool:
    return (len(text) >= 20 and "。" in text) or len(text) >= 60


def _find(draft: Draft) -> None:
    """The line right above the date line, else the first line if it is short and no sentence."""
    head: list[Line] = []
    above: Line | None = None
    for line in draft.lines[:_FIRST]:
        if line.mark in _ABOVE and above is None:
            above = next((one for one in reversed(head) if len(one.plain) >= _LEAST), None)
        if line.mark or line.is_picture:
            continue
        if above is None and (dated := _header.trailing_date(line.plain)):
            draft.find("published", dated[1])
            if above := next((one for one in reversed(head) if _may_be_title(one)), None):
                line.mark = "date line"  # 原创 某某 2022-01-10 below the headline
                break
            draft.drop("date line", line.cut(0, dated[0]))
            above = line
            break
        if not may_be_headline(line.plain) or _FEATURE.match(line.plain) or _is_flash(line.plain):
            break
        head.append(line)
    first = above or next((line for line in head if not _furniture.SECTION.fullmatch(line.plain)), None)
    if first is not None and _is_title(draft, first, certain=above is not None):
        draft.title, first.mark = first.text, "headline"
        _sections_above(draft, first)


def _may_be_title(line: Line) -> bool:
    return len(line.plain) >= _LEAST and not _furniture.SECTION.fullmatch(line.plain)


def _is_title(draft: Draft, line: Line, *, certain: bool) -> bool:
    more = any(not other.mark and other is not line for other in draft.lines)
    return bool(line.text) and more and (certain or line.plain[-1] not in "；，：、,;:")


def _sections_above(draft: Draft, title: Line) -> None:
    """Names of sections above the headline go; another line there, such as a letterhead, is a heading."""
    for line in draft.lines:
        if line is title:
            return
        if not line.mark and _furniture.SECTION.fullmatch(line.plain):
            line.mark = "section name"
        elif not line.mark and _furniture.SITE.fullmatch(line.plain):
            line.mark = "name of the site"
        elif not line.mark:
            line.sort = "heading"
