"""Blocks and given fields to an Article."""

import re
from collections.abc import Sequence

from kg import text as texts
from kg.articles import _body, _bylines, _dates, _outlets
from kg.articles._blocks import Block, Given
from kg.articles._draft import Draft, plain_line
from kg.model import Article, Dropped, Paragraph, SetAside

_KINDS = "视频|图文|组图|图集|图|音频|直播|VR|高清|独家视频"
_MARKER = re.compile(rf"\A\s*\[(?:{_KINDS})\]\s*|\s*\[(?:{_KINDS})\]\s*\Z|(?<=\S)\s*[*＊]{{3,}}\s*\Z")
# A name kept between underscores had quotation marks before it became a file name.
_FILE_NAME_QUOTES = re.compile("(?<![A-Za-z])_([^_\\s]{1,20})_(?![A-Za-z])")
_LONGEST_TITLE = 300
_COMMENTED_SOURCE = re.compile("来源[：:] ?(\\S{2,20})")
_ADDRESS = re.compile(r"[\s<>\"{}|\\^`]")


def article(stem: str, blocks: Sequence[Block], given: Given, *, seek_title: bool = False) -> Article | SetAside:
    """The article that `blocks` hold, or why there is none.

    `seek_title` looks for the headline among the first lines where the format names none.
    """
    if reason := _body.overlong(blocks):
        return SetAside(stem, reason)
    title, dropped = _title(given.title)
    draft = _body.tidy(title, blocks, seek_title=seek_title)
    if draft.title != title:
        draft.title, more = _title(draft.title)
        dropped += more
    draft.title = _FILE_NAME_QUOTES.sub("“\\1”", draft.title)
    if not draft.lines and not (draft.told and draft.title):
        held = "a title and no text" if draft.title else "no text"
        return SetAside(stem, f"it holds {held} that could be a story")
    text, plain, paragraphs = _laid_out(draft)
    body = plain[len(draft.title) + 1 :] if draft.title else plain
    found = draft.found
    url = _address(given.url) or _address(found.get("url"))
    stamps = (_dates.stamp(value) for value in (given.published, found.get("published")) if value)
    return Article(
        stem=stem,
        title=draft.title,
        text=text,
        plain=plain,
        paragraphs=paragraphs,
        published=_dates.settle(next(filter(None, stamps), None), url, body),
        outlet=_outlet(given, found, body),
        author=_name(given.author) or found.get("author") or _author(body),
        editor=_name(given.editor) or found.get("editor"),
        url=url,
        categories=tuple(dict.fromkeys(filter(None, map(_name, given.categories)))),
        dropped=(*given.dropped, *dropped, *draft.dropped),
    )


def placed(item: Article | SetAside, place: str) -> Article | SetAside:
    """An item of many; where it was set aside, its place in the file stands before the reason."""
    return item if isinstance(item, Article) else SetAside(item.path, f"{place}: {item.reason}")


def _title(raw: str) -> tuple[str, tuple[Dropped, ...]]:
    """A clean title, without markers such as [视频].

    >>> _title("[视频]外贸回稳")
    ('外贸回稳', (Dropped(reason='title marker', text='[视频]'),))
    """
    title = " ".join(texts.clean(raw[: 2 * _LONGEST_TITLE]).split())[:_LONGEST_TITLE].strip()
    dropped = []
    while marker := _MARKER.search(title):
        dropped.append(Dropped("title marker", marker.group().strip()))
        title = (title[: marker.start()] + title[marker.end() :]).strip()
    return title, tuple(dropped)


def _laid_out(draft: Draft) -> tuple[str, str, tuple[Paragraph, ...]]:
    """Text, the same simplified, and paragraphs, headline first."""
    pieces = [draft.title] if draft.title else []
    plains = [plain_line(draft.title)] if draft.title else []
    paragraphs = [Paragraph(0, len(draft.title), "title")] if draft.title else []
    start = len(draft.title) + 1 if draft.title else 0
    for line in draft.lines:
        pieces.append(line.text)
        plains.append(line.plain)
        paragraphs.append(Paragraph(start, start + len(line.text), line.role))
        start += len(line.text) + 1
    text = "\n".join(pieces)
    # Only a comma or the like at the very end reads differently once nothing follows it.
    plain = texts.plain(text) if text[-1:] in tuple(",;:!?") else "\n".join(plains)
    return text, plain, tuple(paragraphs)


def _outlet(given: Given, found: dict[str, str], body: str) -> str | None:
    """The source that format or text names, else that in brackets at the end, else agency, else site."""
    closing = _outlets.CLOSING.search(body[-40:])
    commented = (_COMMENTED_SOURCE.search(one.text) for one in given.dropped if one.reason == "commented out")
    names = (
        given.outlet,
        found.get("outlet"),
        closing["outlet"] if closing else found.get("closing"),
        next((match[1] for match in commented if match), None),
        _outlets.agency(body[:120]) or found.get("agency"),
        given.site,
    )
    return next(filter(None, map(_outlets.outlet, names)), None)


def _author(body: str) -> str | None:
    lines = [line[:400] for line in body.split("\n", 3)[:3]]
    return next(filter(None, map(_bylines.inner_author, [*lines, body[-80:]])), None)


def _name(value: str | None) -> str | None:
    """A short field, clean."""
    return " ".join(texts.clean(value[:200]).split()) or None if value else None


def _address(value: str | None) -> str | None:
    """An address that can stand in a graph: what no IRI may hold is written as percent signs."""
    if not value or len(value) > 4000 or not (bare := texts.clean(value)):
        return None
    return _ADDRESS.sub(lambda match: f"%{ord(match[0]):02X}", bare)
