"""Marks the lines that are no story: date lines, bylines, credits, slogans; notes the fields they state."""

import re

from kg.articles import _bylines, _furniture, _header, _names, _outlets
from kg.articles._draft import Draft, Line, same

_MOST_CREDITS = 4  # at the end of one paragraph
_SHORT = 12  # characters of an outlet's name that stands alone
_HEAD = 12  # lines in which a date line needs no label
_LABELLED = re.compile("(?:发布|发表|更新)(?:时间|日期)|来源[：:]|责编[：:]|责任编辑[：:]|作者[：:]")
_ORIGINAL = re.compile("(?:查看|阅读)(?:原文|全文)")
_ORNAMENT_HEAD = re.compile(r"[▲△▼◣◤■]\s*(?=\S)")
_ORNAMENT_TAIL = re.compile(r"(?<=\S)(?:\s*[|｜丨]|[*＊]{3,})\Z")


def mark(draft: Draft) -> None:
    """Marks every line that is no story, and cuts what clings to the ends of the others."""
    in_head = True
    for at, line in enumerate(draft.lines):
        if len(line.plain) <= _furniture.LONGEST:
            line.mark = _reason(draft, line, in_head=in_head) or ""
        if not line.mark:
            _trim(draft, line)
        if line.is_picture:
            continue
        if in_head and line.mark == "date line":
            _names_beside(draft, at)
        if in_head and not line.mark and (run := _header.run_in(line.plain)):
            draft.drop("date line", line.cut(run[0]))
            line.mark = "" if line.text else "date line"
            _note(draft, run[1])
        in_head = in_head and at < _HEAD and bool(line.mark or may_be_headline(line.plain))


def may_be_headline(plain: str) -> bool:
    """Whether a line is short and closed by no full stop."""
    return len(plain) <= 120 and "。" not in plain


def _note(draft: Draft, header: _header.Header) -> None:
    draft.find("published", header.published)
    draft.find("outlet", header.outlet)
    draft.find("author", header.author)
    draft.find("editor", header.editor)


def _names_beside(draft: Draft, at: int) -> None:
    """A name alone on the line above or below the date line is the reporter's or the outlet's."""
    for line in (*draft.lines[max(0, at - 1) : at], *draft.lines[at + 1 : at + 2]):
        if not line.mark and _names.is_name(line.plain):
            draft.find("author", line.plain)
            line.mark = "byline"
        elif not line.mark and len(line.plain) <= _SHORT and _outlets.is_outlet(line.plain):
            draft.find("outlet", line.plain)
            line.mark = "source line"


def _reason(draft: Draft, line: Line, *, in_head: bool) -> str | None:
    """Why a line is no story, or None; what it states of the article is noted."""
    plain = line.plain
    if (in_head or _LABELLED.search(plain)) and (header := _header.read(plain)):
        _note(draft, header)
        return "date line" if header.published else "source line"
    if original := _furniture.ORIGINAL_TITLE.fullmatch(plain):
        return _original(draft, line, original)
    if paper := _outlets.PAPER.fullmatch(plain):
        draft.find("outlet", paper["outlet"])
        draft.find("published", paper["date"])
        return "newspaper page"
    if source := _outlets.SOURCE.fullmatch(plain):
        draft.find("outlet", _outlets.outlet(source["outlet"]))
        return "source line"
    if _outlets.DATA_SOURCE.fullmatch(plain):
        return "source of data"
    if _bylines.is_byline(plain) or _bylines.EDITOR_LINE.fullmatch(plain):
        authors = _bylines.author(plain)
        draft.find("author", authors)
        draft.find("editor", _bylines.editor(plain))
        return "byline" if authors else "editor line"
    if _bylines.CREDIT.fullmatch(plain):
        return "photo credit"
    return _furniture_reason(draft, line)


def _furniture_reason(draft: Draft, line: Line) -> str | None:
    """Furniture by the table; among it the address of the original, bare or behind 查看原文."""
    reason = _furniture.reason_to_drop(line.plain)
    if reason == "address" and line.text.startswith("http") and " " not in line.text:
        draft.find("url", line.text)
    elif _ORIGINAL.search(line.plain) and reason and (line.href or "").startswith("http"):
        draft.find("url", line.href)
    elif reason == "programme credit":
        draft.find("agency", _outlets.agency(line.plain))
    return reason


def _original(draft: Draft, line: Line, match: re.Match[str]) -> str:
    """原标题：… gives the title where there is none, and mends one whose quotes a file name spoilt."""
    draft.find("outlet", _outlets.outlet(match["source"]) or match["outlet"])
    title = line.text[match.start("title") : match.end("title")].strip()
    if not draft.title or ("_" in draft.title and same(draft.title, title)):
        draft.title = title
    return "original headline"


def _credit_at_end(tail: str) -> re.Match[str] | None:
    return _bylines.EDITOR_TAIL.search(tail) or _outlets.SOURCE_TAIL.search(tail)


def _trim(draft: Draft, line: Line) -> None:
    """Editors and sources in brackets at the end of a paragraph go, and ornaments at either end."""
    for _ in range(_MOST_CREDITS):
        match = _credit_at_end(line.plain[-80:])
        if not match:
            break
        size = match.end() - match.start()
        if size >= len(line.plain):
            break
        outlet = match.groupdict().get("outlet")
        draft.find("outlet", _outlets.outlet(outlet))
        draft.find("editor", _bylines.editor(match.group()))
        draft.drop("source line" if outlet else "editor line", line.cut(0, len(line.text) - size))
    if head := _ORNAMENT_HEAD.match(line.plain):
        line.sort = "caption" if line.plain[0] in "▲△" else line.sort
        draft.drop("ornament", line.cut(head.end()))
    if tail := _ORNAMENT_TAIL.search(line.plain, max(0, len(line.plain) - 20)):
        draft.drop("ornament", line.cut(0, tail.start()))
