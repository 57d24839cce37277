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
# A value with a colon in it and no quotes, by far the commonest slip: `title: 商务部: 外贸回稳`.
_UNQUOTED = re.compile(r"^([A-Za-z_][\w-]*:[ \t]+)([^\s'\"\[\]{}&*!|>%@`#,-][^\n]*:(?: [^\n]*)?)$", re.MULTILINE)
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
    fields = _fields(matter)
    if isinstance(fields, str):
        yield SetAside(stem, fields)
    elif not body.strip():
        yield SetAside(stem, "it holds front matter and no text")
    else:
        page = parse(markdown_html(body.split("\n")))
        yield article(stem, page.blocks, _given(fields, tuple(page.dropped)))


def _parts(text: str) -> tuple[str, str] | None:
    """Front matter and body. A first line of dashes opens, the next one closes."""
    opened = _OPEN.match(text)
    closed = _CLOSE.search(text, opened.end(), opened.end() + _LONGEST_MATTER) if opened else None
    return (text[opened.end() : closed.start()], text[closed.end() :]) if opened and closed else None


def _fields(matter: str) -> _Fields | str:
    """The fields, all strings, or why there are none; a colon in a value that lacks its quotes is forgiven."""
    if _NESTED.search(matter) or matter.count("[") + matter.count("{") > _MOST_BRACKETS:
        return "its front matter is malformed YAML: it is nested too deep"
    try:
        fields = yaml.load(matter, Loader=yaml.CBaseLoader)
    except (yaml.YAMLError, ValueError) as error:
        repaired = _UNQUOTED.sub(_quoted, matter)
        return _fields(repaired) if repaired != matter else f"its front matter is malformed YAML: {_fault(error)}"
    return fields if isinstance(fields, dict) else "its front matter is malformed YAML: it holds no `key: value`"


def _quoted(match: re.Match[str]) -> str:
    value = match[2].replace("'", "''")
    return f"{match[1]}'{value}'"


def _fault(error: Exception) -> str:
    """Line and fault, as YAML tells them."""
    mark = getattr(error, "problem_mark", None)
    where = f"line {mark.line + 2}, " if mark else ""  # the line of dashes is the first
    return where + str(getattr(error, "problem", None) or "a sign that may not stand in it")


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
