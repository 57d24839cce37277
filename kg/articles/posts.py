"""Blog posts with front matter (Jekyll, Hexo), their body HTML or Markdown."""

import re
from collections.abc import Iterator
from typing import Any

import yaml

from kg.articles import _outlets
from kg.articles._blocks import Given
from kg.articles._build import article
from kg.articles._lines import markdown_html
from kg.articles._markup import parse
from kg.model import Article, Dropped, SetAside

SUFFIXES = (".md", ".markdown")

_OPEN = re.compile(r"\s*---[ \t]*\n")
_CLOSE = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_FIELD = re.compile(r"([A-Za-z_][\w -]{0,40}?)[ \t]*[:：](?=\s|['\"\[]|\Z)[ \t]*(.*)\Z")
_ITEM = re.compile(r"[ \t]*-[ \t]+(.+)\Z")
_LONGEST_MATTER = 65_536
# libyaml recurses, and ends the process on nesting that no front matter has.
_NESTED = re.compile(r"(?:[-?] ){20}")
_MOST_BRACKETS = 200
_TAG_OUTLET = re.compile("(.{2,12}(?:报|网|社|台|刊|在线|时报))新闻")
_BETWEEN = re.compile("[,，、;；]")

_Fields = dict[str, Any]


def sniff(text: str) -> bool:
    """Whether a text opens with front matter."""
    parts = _parts(text)
    return parts is not None and any(map(_FIELD.match, parts[0].split("\n")[:40]))


def read(text: str, stem: str) -> Iterator[Article | SetAside]:
    """The post."""
    parts = _parts(text)
    if parts is None:
        yield SetAside(stem, "its front matter is not closed by a line of three dashes")
        return
    matter, body = parts
    fields, repaired = _fields(matter)
    if not body.strip():
        yield SetAside(stem, "it holds front matter and no text")
        return
    page = parse(markdown_html(body.split("\n")))
    yield article(stem, page.blocks, _given(fields, (*repaired, *page.dropped)))


def _parts(text: str) -> tuple[str, str] | None:
    """Front matter and body. A first line of dashes opens, the next one closes."""
    opened = _OPEN.match(text)
    closed = _CLOSE.search(text, opened.end(), opened.end() + _LONGEST_MATTER) if opened else None
    return (text[opened.end() : closed.start()], text[closed.end() :]) if opened and closed else None


def _fields(matter: str) -> tuple[_Fields, tuple[Dropped, ...]]:
    """The fields, all strings; malformed YAML is read line by line."""
    if _NESTED.search(matter) or matter.count("[") + matter.count("{") > _MOST_BRACKETS:
        return _line_by_line(matter)
    try:
        fields = yaml.load(matter, Loader=yaml.CBaseLoader)
    except (yaml.YAMLError, RecursionError, ValueError):
        return _line_by_line(matter)
    return (fields, ()) if isinstance(fields, dict) else _line_by_line(matter)


def _line_by_line(matter: str) -> tuple[_Fields, tuple[Dropped, ...]]:
    """What can be read of malformed front matter: `key: value` lines and lists below a key."""
    fields: _Fields = {}
    dropped = []
    key = ""
    for line in matter.split("\n"):
        if match := _FIELD.match(line):
            key = match[1]
            fields.setdefault(key, _unquoted(match[2]))
        elif (item := _ITEM.match(line)) and key:
            listed = fields[key] if isinstance(fields[key], list) else []
            fields[key] = [*listed, _unquoted(item[1])]
        elif line.strip():
            dropped.append(Dropped("malformed front matter", line.strip()[:300]))
    return fields, tuple(dropped)


def _unquoted(value: str) -> str:
    value = value.strip(" \t[]{}")
    if len(value) > 1 and value[0] == value[-1] and value[0] in "'\"":
        value = value[1:-1]
    return value.strip("'\"") if value.count('"') == 1 or value.count("'") == 1 else value


def _given(fields: _Fields, dropped: tuple[Dropped, ...]) -> Given:
    by = {key.strip().lower(): value for key, value in fields.items() if isinstance(key, str)}
    author, site = _outlets.signed(_first(by, "author", "authors", "reporter"))
    categories = (*_all(by, "categories", "category"), *_all(by, "tags", "tag", "keywords"))
    tagged = next((match[1] for tag in categories if (match := _TAG_OUTLET.fullmatch(tag))), None)
    return Given(
        title=_first(by, "title"),
        published=_first(by, "date", "published", "pubdate", "publish_date", "created", "time") or None,
        outlet=_first(by, "source", "outlet", "origin", "media", "publisher") or None,
        site=site or tagged,
        author=author,
        editor=_first(by, "editor") or None,
        url=_address(_first(by, "url", "link", "source_url", "original_url", "original", "canonical_url")),
        categories=categories,
        dropped=dropped,
    )


def _first(fields: _Fields, *names: str) -> str:
    for name in names:
        value = fields.get(name)
        if isinstance(value, list):
            value = "、".join(one for one in value if isinstance(one, str))
        if isinstance(value, str) and value.strip():
            return value.strip()
    return ""


def _all(fields: _Fields, *names: str) -> tuple[str, ...]:
    found: list[str] = []
    for name in names:
        value = fields.get(name)
        if isinstance(value, list):
            found.extend(one for one in value if isinstance(one, str))
        elif isinstance(value, str):
            found.extend(_BETWEEN.split(value.strip("[]")))
    return tuple(one.strip() for one in found if one.strip())


def _address(value: str) -> str | None:
    return value if value.startswith(("http://", "https://")) else None
