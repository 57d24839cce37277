"""HTML to blocks: one pass over the parser's events, no tree, so that depth and size do no harm."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree  # type: ignore[import-untyped]

from kg.articles._blocks import Block, Sort
from kg.model import Dropped


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_BREAKING = _words(
    "address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer form"
    " h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol option p pre section summary table tbody tfoot"
    " thead title tr ul"
)
_ZONES = _words("article aside body center div footer header main nav ol section table td ul")
_UNSEEN = _words(
    "script style noscript template iframe object embed svg math select textarea button audio video canvas"
    " map datalist applet amp-ad amp-embed amp-sidebar amp-list amp-analytics"
)
_CHROME_TAGS = {"nav": "navigation", "footer": "page footer", "aside": "sidebar"}
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_ROW_PARTS = _words("p div section center table article ul ol")  # in them a table's row is mere layout
_NAMED = (_BREAKING | {"span", "td"}) - {"body", "html"}
_STYLED = frozenset(("font", "span", "p", "div", "section", "td"))

# Names that page builders give to parts that are no story, and what those parts are.
_CHROME_NAMES = re.compile(
    r"(?:^|[\s_-])(?:(?P<navigation>nav\w*|subnav|bread_?crumbs?|crumbs?|menu|pager|pagination|toolbar)"
    r"|(?P<qr>append_?qr\w*|qr_?code|erweima)|(?P<share>share\w*|bdshare\w*|jiathis\w*|sns)"
    r"|(?P<related>related\w*|recommend\w*|hot_?news|hotlist|sidebar)"
    r"|(?P<comment>comments?|pinglun)|(?P<ads>ads?(?:box|area|wrap|code|slot)?|adv|advert\w*|banner)"
    r"|(?P<footer>footer|foot|copyright))(?:$|[\s_-])"
)
_CHROME_REASONS = {
    "navigation": "navigation",
    "qr": "QR code block",
    "share": "share links",
    "related": "links to other stories",
    "comment": "readers' comments",
    "ads": "advertisement",
    "footer": "page footer",
}
_CAPTION_NAMES = re.compile(
    r"img_?(?:descr|title|caption|desc)|pic_?(?:txt|text|title|intro)|caption|photo_?(?:txt|desc)"
)
_HIDDEN = re.compile(r"display\s*:\s*none")
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)")

_HEAD = 20_000  # characters in which a page's title stands

_SERVER_SIDE = (("<%", "%>"), ("<?", "?>"))
# A title that is not closed would swallow the page.
_OPEN_TITLE = re.compile(r"(<title\b[^<>]*>[^<]*)(?=<(?!/title))", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]+")
_HAN = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f“”‘’…—"
_WRAPPED = re.compile(rf"(?<=[{_HAN}])[ \t]{{0,40}}\n\s{{0,400}}(?=[{_HAN}])")
_LINE_BREAK = "\x0b"
_RUN_ON = re.compile(r"(?<=[，、])[ \t\u3000\xa0]{0,20}\x0b\s{0,20}(?=\S)|\x0b\s{0,20}(?=[，。、；：！？”）])")
_TAG = re.compile(r"<[^<>]*>")
_HAS_HAN = re.compile("[\u4e00-\u9fff]")

HTML_TAG = re.compile(
    r"</?(?:p|div|br|span|font|a|strong|b|i|em|u|img|table|tr|td|th|tbody|h[1-6]|ul|ol|li|center|section|article"
    r"|blockquote|html|head|body|meta|link|script|style|input|form|iframe|!doctype)\b[^<>]*>",
    re.IGNORECASE,
)

HTML_BLOCK = re.compile(
    r"<(?:!--|!doctype|/?(?:p|div|table|tbody|tr|td|h[1-6]|ul|ol|li|dl|center|section|article|blockquote|html|head|body"
    r"|meta|link|script|style|iframe|form|figure|hr|br|pre|header|footer|nav|aside|main)\b)",
    re.IGNORECASE,
)


class _State(NamedTuple):
    """What holds for the text at a place of the document."""

    zone: int = 0
    sort: Sort = "text"
    unseen: bool = False
    bold: bool = False
    linked: bool = False
    kept_lines: bool = False
    chrome: str = ""


@dataclass(slots=True)
class Page:
    """What a document holds: blocks in order, its head's fields, and the tree of its zones."""

    blocks: list[Block] = field(default_factory=list)
    title: str = ""
    metas: dict[str, str] = field(default_factory=dict)
    parents: list[int] = field(default_factory=lambda: [-1])
    dropped: list[Dropped] = field(default_factory=list)


class _Collector:
    """Target of the parser: gathers text into blocks as the events come."""

    def __init__(self) -> None:
        self.page = Page()
        self._state = _State()
        self._stack: list[_State] = []
        self._parts: list[str] = []
        self._alts: list[str] = []
        self._size = self._bold = self._linked = 0
        self._href: str | None = None
        self._in_title = False

    def start(self, tag: str, attrib: Mapping[str, str]) -> None:
        state = self._state
        self._stack.append(state)
        if tag == "br":
            self._parts.append(_LINE_BREAK)
            return
        if tag in _UNSEEN:
            self._state = state._replace(unseen=True)
            return
        if tag in _BREAKING:
            self._flush()
        elif tag in ("td", "th"):
            self._cell()
            self._parts.append("\t")
        self._in_title = tag == "title"
        if tag == "meta" or tag == "link":
            self._note(tag, attrib)
        elif tag == "img":
            if not state.unseen and attrib.get("alt"):
                self._alts.append(attrib["alt"])
        else:
            self._state = self._entered(tag, attrib, state)

    def end(self, tag: str) -> None:
        if tag in _BREAKING or self._state.sort != self._stack[-1].sort:
            self._flush()
        elif tag == "td":
            self._cell()
        self._in_title = False
        self._state = self._stack.pop()

    def _cell(self) -> None:
        """A cell with line breaks is a part of the page's layout, no figure of a table."""
        if _LINE_BREAK in self._parts:
            self._flush()

    def data(self, text: str) -> None:
        state = self._state
        if state.unseen:
            return
        if self._in_title:
            self.page.title += text
            return
        if state.kept_lines:
            text = text.replace("\n", _LINE_BREAK)
        self._parts.append(text)
        size = len(text) if len(text) < 80 and not text[:1].isspace() else len(text.strip())
        self._size += size
        if state.bold:
            self._bold += size
        if state.linked:
            self._linked += size

    def comment(self, text: str) -> None:
        """Comments hold no story; those with sentences (Sina's article_adlist) are told in the report."""
        if "adlist" in text and _HAS_HAN.search(text):
            bare = text.replace("article_adlist[", "").replace("]article_adlist", "")
            self.page.dropped.append(Dropped("commented out", " ".join(_TAG.sub(" ", bare).split())))

    def pi(self, target: str, data: str | None = None) -> None:
        """Processing instructions hold no text."""

    def doctype(self, name: str, public: str | None, system: str | None) -> None:
        """The document type holds no text."""

    def close(self) -> Page:
        self._flush()
        return self.page

    def _entered(self, tag: str, attrib: Mapping[str, str], state: _State) -> _State:
        """The state inside an element."""
        if tag in ("b", "strong"):
            return state._replace(bold=True)
        if tag == "a":
            self._href = self._href or attrib.get("href")
            return state._replace(linked=True)
        if tag == "figcaption":
            state = state._replace(sort="caption")
        elif tag in _HEADINGS:
            state = state._replace(sort="heading")
        elif tag == "blockquote":
            state = state._replace(sort="quote")
        elif tag == "li":
            state = state._replace(sort="item")
        elif tag == "tr":
            state = state._replace(sort="row")
        elif state.sort == "row" and tag in _ROW_PARTS:
            state = state._replace(sort="text")
        elif tag == "pre":
            state = state._replace(kept_lines=True)
        if tag in _CHROME_TAGS and not state.chrome:
            state = state._replace(chrome=_CHROME_TAGS[tag])
        if tag in _ZONES:
            self.page.parents.append(state.zone)
            state = state._replace(zone=len(self.page.parents) - 1)
        return self._dressed(tag, attrib, state) if attrib else state

    def _dressed(self, tag: str, attrib: Mapping[str, str], state: _State) -> _State:
        """What an element's attributes say: captions, bold type, hidden and foreign parts."""
        if tag in _NAMED and (named := f"{attrib.get('class', '')} {attrib.get('id', '')}".lower()) != " ":
            if _CAPTION_NAMES.search(named):
                self._flush()
                state = state._replace(sort="caption")
            elif tag in _BREAKING and not state.chrome and (match := _CHROME_NAMES.search(named)):
                state = state._replace(chrome=_CHROME_REASONS[match.lastgroup or ""])
        style = attrib.get("style")
        if style and _HIDDEN.search(style):
            # A hidden element inside a sentence must not break it.
            return state._replace(chrome=state.chrome or "hidden", unseen=tag not in _BREAKING)
        if tag in _STYLED and ("strong-Bold" in attrib.get("cms-style", "") or (style and _BOLD_STYLE.search(style))):
            state = state._replace(bold=True)
        return state

    def _note(self, tag: str, attrib: Mapping[str, str]) -> None:
        name = attrib.get("name") or attrib.get("property") or attrib.get("itemprop")
        if tag == "meta" and name and attrib.get("content"):
            self.page.metas.setdefault(name.lower(), attrib["content"])
        elif tag == "link" and attrib.get("rel") == "canonical" and attrib.get("href"):
            self.page.metas.setdefault("canonical", attrib["href"])

    def _flush(self) -> None:
        """Closes the paragraph at hand: a line break inside it divides it, unless the sentence goes on."""
        if self._parts:
            text = "".join(self._parts)
            if "\n" in text:
                text = _WRAPPED.sub("", text)
            for line in (_RUN_ON.sub("", text) if _LINE_BREAK in text else text).split(_LINE_BREAK):
                if line and not line.isspace():
                    self._emit(line)
            self._parts.clear()
        for alt in self._alts:
            self._emit(alt, "alt")
        self._alts.clear()
        self._size = self._bold = self._linked = 0
        self._href = None

    def _emit(self, text: str, sort: Sort | None = None) -> None:
        state, size = self._state, self._size or 1
        bold, linked = (0.0, 0.0) if sort else (min(1.0, self._bold / size), min(1.0, self._linked / size))
        href = self._href if linked else None
        block = Block(text, sort or state.sort, bold, linked, href, state.zone, state.chrome)
        self.page.blocks.append(block)


def _without(text: str, opening: str, closing: str) -> str:
    """A text without the stretches between two marks; an unclosed one stays."""
    parts, at = [], 0
    while (start := text.find(opening, at)) >= 0 and (end := text.find(closing, start)) >= 0:
        parts.append(text[at:start])
        at = end + len(closing)
    return "".join([*parts, text[at:]])


def parse(html: str) -> Page:
    """The blocks of a page or of a fragment of one.

    >>> [block.text for block in parse("<p><font>2</font>月<font>15</font>日<p>增长").blocks]
    ['2月15日', '增长']
    """
    for opening, closing in _SERVER_SIDE:
        if opening in html:
            html = _without(html, opening, closing)
    if _CONTROL.search(html):
        html = _CONTROL.sub("", html)
    if "<title" in html[:_HEAD].lower():
        html = _OPEN_TITLE.sub("\\1</title>", html[:_HEAD], count=1) + html[_HEAD:]
    opened = html.rfind("<!--")
    if opened > html.rfind("-->"):  # an unclosed comment would swallow the rest
        html = html[:opened] + html[opened + 4 :]
    collector = _Collector()
    if html and not html.isspace():
        parser = etree.HTMLParser(target=collector, encoding="utf-8", huge_tree=True)
        try:
            parser.feed(html.encode("utf-8", "ignore"))
            parser.close()
        except etree.XMLSyntaxError:
            collector.close()  # what came before the fault is kept
    return collector.page
