"""Feeds: RSS 2.0, RSS 1.0 and Atom, each entry an article."""

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from kg.articles import _outlets
from kg.articles._blocks import Given
from kg.articles._build import article, placed
from kg.articles._lines import plain_blocks
from kg.articles._markup import HTML_TAG, parse
from kg.model import Article, SetAside

SUFFIXES = (".rss", ".atom", ".xml", ".rdf")

_ROOT = re.compile(
    r"\s*(?:<\?xml[^>]*\?>\s*)?(?:<\?xml-stylesheet[^>]*\?>\s*|<!--(?:(?!-->).)*-->\s*|<!DOCTYPE[^>\[]*>\s*)*"
    r"<(?:\w+:)?(?:rss|feed|RDF)\b",
    re.DOTALL,
)
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_LOOSE_AMPERSAND = re.compile(r"&(?!amp;|lt;|gt;|quot;|apos;|#\d{1,7};|#x[0-9a-fA-F]{1,6};)")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")

_BODY = ("encoded", "content", "description", "summary")
_DATE = ("pubDate", "published", "date", "issued", "updated", "modified")


def sniff(text: str) -> bool:
    """Whether a text is a feed by its root element."""
    return bool(_ROOT.match(text[:8000]))


def read(text: str, stem: str) -> Iterator[Article | SetAside]:
    """The entries."""
    root = _root(text)
    if root is None:
        yield SetAside(stem, "it is no well-formed XML")
        return
    entries = [element for element in root.iter() if _name(element) in ("item", "entry")]
    if not entries:
        yield SetAside(stem, "it is XML without the entries of a feed")
        return
    channel = next((element for element in root.iter() if _name(element) in ("channel", "feed")), root)
    site = _text(_child(channel, "title"))
    for number, entry in enumerate(entries, 1):
        yield placed(_article(entry, f"{stem}-{number:02}", site), f"entry {number}")


def _root(text: str) -> Any | None:
    """The root element; entities of HTML and loose ampersands are mended if they are all that is wrong."""
    bare = _CONTROL.sub("", _DECLARATION.sub("", text, count=1).strip())
    for mended in (bare, _LOOSE_AMPERSAND.sub("&amp;", bare)):
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, encoding="utf-8")
        try:
            return etree.fromstring(mended.encode("utf-8", "ignore"), parser)
        except (etree.XMLSyntaxError, ValueError):
            continue
    return None


def _article(entry: Any, stem: str, channel: str) -> Article | SetAside:
    children: dict[str, Any] = {}
    for child in entry:
        children.setdefault(_name(child), child)
    body = next(filter(None, (_text(children.get(name)) for name in _BODY)), "")
    title = _bare(_text(children.get("title")))
    name = _text(children.get("creator")) or _person(children.get("author"))
    author, site = _outlets.signed(name)
    source = children.get("source")
    named = source if source is None or not len(source) else _child(source, "title")
    given = Given(
        title=title,
        published=next(filter(None, (_text(children.get(name)) for name in _DATE)), None),
        outlet=_text(named) or None,
        site=site or channel or None,
        author=author,
        url=_link(entry) or None,
        categories=tuple(_text(tag) or tag.get("term", "") for tag in entry if _name(tag) == "category"),
    )
    if HTML_TAG.search(body):
        return article(stem, parse(body).blocks, given)
    return article(stem, plain_blocks(body), given, seek_title=not title)


def _name(element: Any) -> str:
    """The name of an element without its namespace; comments have none."""
    return element.tag.rsplit("}", 1)[-1] if isinstance(element.tag, str) else ""


def _child(element: Any | None, name: str) -> Any | None:
    return None if element is None else next((child for child in element if _name(child) == name), None)


def _text(element: Any | None) -> str:
    """The text of an element; XHTML below it as markup."""
    if element is None:
        return ""
    if len(element) and element.get("type") == "xhtml":
        return "".join(etree.tostring(child, encoding="unicode") for child in element).strip()
    return "".join(element.itertext()).strip()


def _bare(title: str) -> str:
    return HTML_TAG.sub("", title)


def _person(author: Any | None) -> str:
    """Atom keeps the name in an element of its own, RSS puts it in brackets behind an address."""
    if author is None:
        return ""
    name = _text(_child(author, "name")) or _text(author)
    return name.partition("(")[2].rstrip(")") if "@" in name and "(" in name else name


def _link(entry: Any) -> str:
    for child in entry:
        if _name(child) == "link" and child.get("rel", "alternate") == "alternate":
            return child.get("href") or _text(child)
    guid = _text(_child(entry, "guid"))
    return guid if guid.startswith("http") else ""
