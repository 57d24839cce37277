"""Saved web pages, whole or in fragments: their title, date and outlet, and the part with the story."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from kg import text as texts
from kg.articles import _dates, _furniture, _header, _linked_data, _outlets
from kg.articles._blocks import Block, Given, believed, running
from kg.articles._build import article
from kg.articles._draft import same
from kg.articles._lines import plain_blocks
from kg.articles._markup import HTML_BLOCK, Page, parse
from kg.model import Article, Dropped, SetAside

SUFFIXES = (".html", ".htm", ".xhtml", ".shtml", ".jsp", ".asp", ".aspx", ".php")

_OPENING = re.compile(r"<%|<\?(?!xml)|<\?xml[^>]*\?>\s*<(?:!doctype\s+)?html", re.IGNORECASE)
# The site's name behind a title: always behind _ and |, behind a dash only if it reads like one (中国—东盟…).
_SITE_TAIL = re.compile(
    r"\s*[_|｜][^_|｜]{2,24}\Z"
    r"|\s*(?:-{1,2}|–|—{1,2})\s*[^-–—_|｜]{0,20}"
    r"(?:网|报|社|台|新闻|频道|网站|局|厅|委|政府|门户|财经|中心|在线|资讯|集团|公司)\Z"
)
# Dates that only scripts know: JSON-LD and the variables of WeChat's pages.
_SCRIPTED_DATE = re.compile(
    r"\"(?:datePublished|pubDate|publish_?[tT]ime|pubtime)\"\s*:\s*\"([^\"<>]{8,40})\""
    r"|\bvar (?:ct|publish_time|createTime)\s*=\s*[\"']([^\"'<>]{8,30})[\"']"
)
# What a page is called that was never given a title of its own.
_NO_TITLE = re.compile(
    "(?:新闻|文章|信息|资讯|内容|公告)?(?:内容|详情|详细|正文|页面|预览|浏览|查看|显示|列表|中心){1,2}页?|打印.{0,4}"
    "|无标题.*|首页|[Uu]ntitled.*|[Dd]ocument|[A-Za-z]{1,8}"
)
_ENOUGH = 0.7  # share of a page's running text that the story's element must hold

_TITLE = ("articletitle", "og:title", "twitter:title", "title")
_DATE = (
    *("pubdate", "article:published_time", "publishdate", "publish_date", "publish-date", "og:release_date"),
    *(
        "datepublished",
        "weibo:article:create_at",
        "bytedance:published_time",
        "dc.date",
        "date",
        "createtime",
    ),
)
_SOURCE = ("contentsource", "article:source", "source", "mediaid", "og:article:source")
_SITE = ("og:site_name", "sitename", "application-name")
_AUTHOR = ("author", "article:author", "og:article:author")


def sniff(text: str) -> bool:
    """Whether a text opens as a page or as a fragment of one."""
    start = text.lstrip()[:300]
    return bool(_OPENING.match(start)) or bool(HTML_BLOCK.match(start))


def read(text: str, stem: str) -> Iterator[Article | SetAside]:
    """The story of the page."""
    yield page_article(text, stem)


def page_article(html: str, stem: str, url: str | None = None) -> Article | SetAside:
    """The story of a page that was found at `url`."""
    page = parse(html)
    told = _linked_data.read(html) if "ld+json" in html else {}
    given = _given(page, url, html, told)
    story, outside = _story(page, given.title)
    if "body" in told and not any(map(running, story)):  # a page that scripts would fill
        story = plain_blocks(told["body"])
    header = _first_header(outside)
    if header is not None:
        given = replace(
            given,
            published=given.published or header.published,
            outlet=given.outlet or header.outlet,
            author=given.author or header.author,
            editor=given.editor or header.editor,
        )
    left = (Dropped(block.chrome or "outside of the story", _bare(block.text)[:300]) for block in outside)
    return article(stem, story, replace(given, dropped=(*page.dropped, *left)), seek_title=not given.title)


def _given(page: Page, url: str | None, html: str, told: Mapping[str, str]) -> Given:
    metas = page.metas
    scripted = _SCRIPTED_DATE.search(html)

    def first(names: Sequence[str]) -> str | None:
        return next((metas[name].strip() for name in names if metas.get(name, "").strip()), None)

    author = first(_AUTHOR) or told.get("author")
    return Given(
        title=_title(page, first(_TITLE) or told.get("headline")),
        published=told.get("published")
        or next(filter(_dates.stamp, (metas.get(name, "") for name in _DATE)), None)
        or (scripted and (scripted[1] or scripted[2]))
        or None,
        outlet=first(_SOURCE),
        site=first(_SITE) or told.get("publisher"),
        author=author if author and _outlets.is_person(author) else None,
        url=url or metas.get("canonical") or metas.get("og:url"),
        categories=tuple(filter(None, [metas.get("columnname"), metas.get("article:section")])),
    )


def _title(page: Page, meta: str | None) -> str:
    """The headline: a heading that the page's title repeats, else that title or the first heading."""
    titled = _bare(page.title)
    titled = "" if _NO_TITLE.fullmatch(titled) else titled
    short = _SITE_TAIL.sub("", _SITE_TAIL.sub("", titled)).strip()
    headings = [_bare(block.text) for block in page.blocks if block.sort == "heading" and not block.chrome]
    headings = [heading for heading in headings if not _heads_other(texts.plain(heading))]
    for heading in headings:
        if len(heading) >= 4 and (heading in titled or same(heading, meta or "") or same(heading, short)):
            return heading
    if meta and not meta.startswith("http"):
        return meta
    if headings and (not short or len(short) < 4) and 4 <= len(headings[0]) <= 100:
        return headings[0]
    return short


def _heads_other(heading: str) -> bool:
    return _furniture.heads_comments(heading) or _furniture.heads_other_stories(heading)


def _story(page: Page, title: str) -> tuple[list[Block], list[Block]]:
    """The blocks of the element that holds the story, and all others.

    That is the deepest element with most of the running text.
    """
    blocks = believed(page.blocks)
    held = [0.0] * len(page.parents)
    for block in blocks:
        if not block.chrome:
            held[block.zone] += running(block)
    for zone in range(len(held) - 1, 0, -1):  # a zone's number is higher than its parent's
        held[page.parents[zone]] += held[zone]
    chosen = max((zone for zone in range(len(held)) if held[zone] >= _ENOUGH * held[0]), default=0)
    inside = _below(page.parents, chosen)
    story = [block for block in blocks if block.zone in inside]
    outside = [block for block in blocks if block.zone not in inside and not _repeats(block, title)]
    return story, outside


def _repeats(block: Block, title: str) -> bool:
    return block.sort == "heading" and same(block.text, title)


def _bare(text: str) -> str:
    return " ".join(text.split())


def _below(parents: Sequence[int], top: int) -> set[int]:
    inside = {top}
    for zone in range(top + 1, len(parents)):
        if parents[zone] in inside:
            inside.add(zone)
    return inside


def _first_header(blocks: Sequence[Block]) -> _header.Header | None:
    """The date line of the page where it stands outside of the story's element, else a source line there."""
    lines = (_bare(block.text) for block in blocks if block.chrome != "hidden")
    read = (_header.read(texts.plain(texts.clean(line))) for line in lines if 0 < len(line) <= 120)
    headers = [header for header in read if header is not None]
    dated = sorted((header for header in headers if header.published), key=_rank)
    source = next((header for header in headers if header.outlet), None)
    if not dated or not source:
        return dated[0] if dated else source
    return dated[0] if dated[0].outlet else replace(dated[0], outlet=source.outlet)


def _rank(header: _header.Header) -> int:
    """A date with its clock time or a source says when the page was published; a bare date can be any."""
    return 0 if header.outlet or "T" in (header.published or "") else 1
