"""Plain text and Markdown to blocks."""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from kg.articles._blocks import Block
from kg.articles._markup import HTML_BLOCK, HTML_TAG, parse

_IMAGE = re.compile(r"!\[([^\]\n]{0,300})\]\(([^()\s]{0,2000})(?:\s+\"[^\"\n]*\")?\)")
_LINK = re.compile(r"\[([^\[\]\n]{1,500})\]\(([^()\s]{0,2000})(?:\s+\"[^\"\n]*\")?\)")
_AUTOLINK = re.compile(r"<((?:https?:)?//[^<>\s]{1,2000})>|<>")
_STRONG = re.compile(r"\*\*([^*\n]{1,500})\*\*|__([^_\n]{1,500})__")
_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*?)[ \t#]*\Z")
_QUOTE = re.compile(r" {0,3}>[ \t]?")
_BULLET = re.compile(r"[ \t]*[-*+][ \t]+(?=\S)")
_RULER = re.compile(r" {0,3}(?:-[ \t]*){3,}\Z| {0,3}(?:\*[ \t]*){3,}\Z| {0,3}(?:_[ \t]*){3,}\Z")
_ROW = re.compile(r"\s*\|.*\|\s*\Z")
_LONGEST_HEADING = 1000
_INDENT = ("　　", "  ", "\t")
_WIDTH = range(14, 61)
# What ends a stretch of raw HTML in Markdown, where it is not a blank line.
_RAW = {"<!--": "-->", "<script": "</script>", "<style": "</style>", "<pre": "</pre>"}


def heading(line: str) -> tuple[int, str] | None:
    """Level and words of a Markdown heading.

    >>> heading("### 【活力】外贸 #")
    (3, '【活力】外贸')
    """
    match = _HEADING.match(line) if len(line) <= _LONGEST_HEADING else None
    return (len(match[1]), match[2]) if match else None


def plain_blocks(text: str) -> list[Block]:
    """Blocks of a text without markup, one a line; from the first tag on the text is read as HTML."""
    tag = HTML_TAG.search(text)
    head = text[: tag.start()] if tag else text
    lines = [Block(line) for line in _unwrapped(head.split("\n")) if line and not line.isspace()]
    return lines + parse(text[tag.start() :]).blocks if tag else lines


def _unwrapped(lines: list[str]) -> list[str]:
    """Lines of a text that was broken at a fixed width put together again; other texts unchanged."""
    full = [line for line in lines if line.strip()]
    if len(full) < 6:
        return lines
    if _is_indented(full):
        return list(_joined(lines, max(map(len, full))))
    width = sorted(map(len, full))[len(full) * 3 // 4]
    broken = sum(abs(len(line) - width) <= 1 and line.rstrip()[-1] not in "。！？”：；" for line in full)
    if width not in _WIDTH or broken < 0.6 * len(full):
        return lines
    joined: list[str] = []
    going_on = False
    for line in lines:
        if going_on and line.strip() and not line.startswith(_INDENT):
            joined[-1] += line.strip()
        else:
            joined.append(line)
        going_on = abs(len(line) - width) <= 1 or (going_on and len(line) >= width)
    return joined


def _is_indented(full: list[str]) -> bool:
    """Whether paragraphs begin with an indent and go on, without one, only below a line of full width."""
    width = max(map(len, full))
    below = [
        (above, line) for above, line in pairwise(full) if above.startswith(_INDENT) or not line.startswith(_INDENT)
    ]
    going_on = [above for above, line in below if not line.startswith(_INDENT)]
    wrapped = sum(_is_full(above, width) for above in going_on)
    starts = sum(line.startswith(_INDENT) for line in full)
    return width in _WIDTH and starts >= 2 and wrapped >= 3 and wrapped >= 0.6 * len(going_on)


def _is_full(line: str, width: int) -> bool:
    return len(line) >= 0.85 * width and line.rstrip()[-1:] not in tuple("。！？：")


def _joined(lines: list[str], width: int) -> Iterator[str]:
    paragraph = above = ""
    for line in lines:
        if _is_full(above, width) and line.strip() and not line.startswith(_INDENT):
            paragraph += line.strip()
        else:
            yield paragraph
            paragraph = line
        above = line
    yield paragraph


def markdown_html(lines: Iterable[str]) -> str:
    """Markdown as HTML, for the reader of HTML: each line its own paragraph, as Chinese posts are written.

    >>> markdown_html(["> 摘要", "", "**要点**：[原文](http://example.org/a)"])
    '<blockquote>摘要</blockquote>\\n<p><b>要点</b>：<a href="http://example.org/a">原文</a></p>'
    """
    return "\n".join(filter(None, _html_lines(lines)))


def _html_lines(lines: Iterable[str]) -> Iterator[str]:
    """Lines of HTML blocks as they are, up to a blank line or the end of what they open; others turned."""
    until = ""
    for line in lines:
        start = line.lstrip()
        if not until and start.startswith("<") and HTML_BLOCK.match(start):
            until = next((end for begin, end in _RAW.items() if start.lower().startswith(begin)), "\n")
            line = start
        if not until:
            yield _line_html(line)
            continue
        yield line
        if (until == "\n" and not start) or until in line.lower():
            until = ""


def _line_html(line: str) -> str:
    if not line.strip() or _RULER.match(line):
        return ""
    if titled := heading(line):
        return f"<h{titled[0]}>{_inline(titled[1])}</h{titled[0]}>"
    if _ROW.match(line):
        cells = [_inline(cell.strip()) for cell in line.strip().strip("|").split("|")]
        return f"<table><tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr></table>"
    if quote := _QUOTE.match(line):
        return f"<blockquote>{_inline(line[quote.end() :])}</blockquote>"
    if bullet := _BULLET.match(line):
        return f"<li>{_inline(line[bullet.end() :])}</li>"
    return f"<p>{_inline(line)}</p>"


def _inline(text: str) -> str:
    text = _AUTOLINK.sub(lambda match: f'<a href="{match[1]}">{match[1]}</a>' if match[1] else "", text)
    if "](" in text:
        text = _IMAGE.sub(lambda match: f'<img alt="{_quoted(match[1])}" src="{match[2]}">', text)
        text = _LINK.sub(lambda match: f'<a href="{match[2]}">{match[1]}</a>', text)
    if "**" in text or "__" in text:
        text = _STRONG.sub(lambda match: f"<b>{match[1] or match[2]}</b>", text)
    return text


def _quoted(text: str) -> str:
    return text.replace('"', "&quot;")


def table_rows(lines: Iterable[str]) -> Iterator[str]:
    """Lines that are rows of a Markdown table."""
    return (line for line in lines if _ROW.match(line))
