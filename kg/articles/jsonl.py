"""JSON lines, one article a line, and single JSON records, fields nested or not."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain, islice
from typing import Any, BinaryIO

from kg.articles import _decode, _outlets
from kg.articles._blocks import Given
from kg.articles._build import article, placed
from kg.articles._lines import plain_blocks
from kg.articles._markup import HTML_TAG, parse
from kg.model import Article, SetAside

SUFFIXES = (".jsonl", ".ndjson", ".json", ".jl")

_START = re.compile(r"\s*(?:\[\s*)?\{\s*(?:\"|\})")
_BODY = (
    *("html", "content", "content_html", "body", "text", "article", "fulltext", "content_text", "detail"),
    *("正文", "内容"),
)
_TITLE = ("title", "headline", "video_title", "name", "标题")
_DATE = (
    *("date", "pub_date", "pubtime", "published", "publish_time", "publish_date", "pubDate", "datetime"),
    *("time", "created_at", "发布时间", "日期"),
)
_SOURCE = ("source", "outlet", "origin", "media", "publisher", "来源")
_SITE = ("site", "website", "site_name")
_AUTHOR = ("author", "authors", "reporter", "writer", "作者")
_EDITOR = ("editor", "编辑")
_URL = ("url", "link", "video_url", "source_url", "href", "链接")
_ID = ("id", "guid", "uuid", "_id", "video_id", "docid")
_TOPICS = ("categories", "category", "tags", "channel", "keywords", "栏目")
_DEEPEST = 4
_TRIED = 20  # lines that may be malformed before a file counts as one JSON value
_BETWEEN = re.compile("[,，、;；|]")
_UNSAFE = re.compile(r"[^\w.\-一-鿿]+")

_Record = dict[str, Any]


def sniff(text: str) -> bool:
    """Whether a text opens as a JSON object or a list of them."""
    return bool(_START.match(text))


def read(text: str, stem: str) -> Iterator[Article | SetAside]:
    """Every record; a line that is no JSON is set aside with its number."""
    lines = text.split("\n")
    if len(lines) > 1 and any(_is_record(line) for line in [line for line in lines if line.strip()][:_TRIED]):
        yield from _lines(lines, stem)
    else:
        yield from _document(text, stem)


def read_stream(stream: BinaryIO, stem: str) -> Iterator[Article | SetAside]:
    """The same from an open file, line by line, so that a file may be larger than memory."""
    lines = iter(lambda: stream.readline(_decode.LARGEST), b"")
    head = list(islice(lines, _TRIED))
    wide = bool(head) and head[0].startswith(_decode.WIDE)
    if not wide and any(_is_record(line.decode("utf-8-sig", "replace")) for line in head):
        yield from _lines(map(_decode.line, chain(head, lines)), stem)
        return
    text = _decode.decode(b"".join(head) + stream.read(_decode.LARGEST))
    if isinstance(text, _decode.Unreadable):
        yield SetAside(stem, text.reason)
    elif not text.strip():
        yield SetAside(stem, "it is empty")
    else:
        yield from _document(text, stem)


def _lines(lines: Iterable[str], stem: str) -> Iterator[Article | SetAside]:
    used: set[str] = set()
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        record = _loaded(line)
        if isinstance(record, dict):
            yield placed(_article(record, _named(record, stem, number, used)), f"line {number}")
        else:
            yield SetAside(stem, f"line {number} is no JSON object: {line.strip()[:40]}")


def _document(text: str, stem: str) -> Iterator[Article | SetAside]:
    """One JSON value: a record, or lists of records in it."""
    value = _loaded(text)
    if value is None:
        yield SetAside(stem, "it is no valid JSON")
        return
    records = list(_records(value, 0))
    if not records:
        yield SetAside(stem, "no field of the JSON holds a text (content, html, text)")
    elif len(records) == 1:
        yield _article(records[0], stem)
    else:
        used: set[str] = set()
        for number, record in enumerate(records, 1):
            yield placed(_article(record, _named(record, stem, number, used)), f"record {number}")


def _records(value: Any, depth: int) -> Iterator[_Record]:
    """Records with a text, in lists and objects; a nested part with the text takes its parent's fields."""
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for item in value:
            yield from _records(item, depth + 1)
    elif isinstance(value, dict):
        merged = _merged(value)
        if _first(merged, _BODY):
            yield merged
        else:
            for item in value.values():
                if isinstance(item, list | dict):
                    yield from _records(item, depth + 1)


def _merged(record: _Record) -> _Record:
    """A record with the fields of its first part that holds the text."""
    if _first(record, _BODY):
        return record
    part = next((item for item in record.values() if isinstance(item, dict) and _first(item, _BODY)), None)
    return {**record, **part} if part else record


def _article(record: _Record, stem: str) -> Article | SetAside:
    record = _merged(record)
    body = _first(record, _BODY)
    title = _first(record, _TITLE)
    author, site = _outlets.signed(_first(record, _AUTHOR))
    given = Given(
        title=title,
        published=_first(record, _DATE) or None,
        outlet=_first(record, _SOURCE) or None,
        site=_first(record, _SITE) or site,
        author=author,
        editor=_first(record, _EDITOR) or None,
        url=_first(record, _URL) or None,
        categories=_topics(record),
    )
    if not HTML_TAG.search(body):
        return article(stem, plain_blocks(body), given, seek_title=not title)
    page = parse(body)
    return article(stem, page.blocks, replace(given, dropped=tuple(page.dropped)))


def _is_record(line: str) -> bool:
    return isinstance(_loaded(line), dict)


def _loaded(text: str) -> Any:
    """The JSON value, or None."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _first(record: _Record, names: tuple[str, ...]) -> str:
    """The first of the named fields that holds something, as a string."""
    for name in names:
        value = record.get(name)
        if isinstance(value, str) and value.strip():
            return value.strip()
        if isinstance(value, int | float) and not isinstance(value, bool):
            return str(value)
        if isinstance(value, dict) and isinstance(value.get("name"), str):
            return str(value["name"]).strip()
        if isinstance(value, list) and value and all(isinstance(item, str) for item in value):
            return "、".join(value)
    return ""


def _topics(record: _Record) -> tuple[str, ...]:
    found: list[str] = []
    for name in _TOPICS:
        value = record.get(name)
        if isinstance(value, list):
            found.extend(item for item in value if isinstance(item, str))
        elif isinstance(value, str):
            found.extend(_BETWEEN.split(value))
    return tuple(found)


def _named(record: _Record, stem: str, number: int, used: set[str]) -> str:
    """The stem of one record among many: its id where that is its own, else its number."""
    name = _UNSAFE.sub("_", _first(_merged(record), _ID))[:80].strip("_.")
    if not name or name in used:
        name = f"{number:02}"
    used.add(name)
    return f"{stem}-{name}"
