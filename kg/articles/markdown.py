"""Markdown: a story under its heading; files of a whole day, each story an article of its own."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from kg.articles import _dates
from kg.articles._blocks import Given
from kg.articles._build import article, placed
from kg.articles._lines import heading, markdown_html, table_rows
from kg.articles._markup import parse
from kg.model import Article, Dropped, SetAside

SUFFIXES = (".md", ".markdown")

_LINK_LINE = re.compile(r"^\s*\[[^\]\n]{1,40}\]\(https?://[^()\s]+\)\s*$", re.MULTILINE)
_DIGEST = re.compile(
    "今日头条|要闻速览|深度解读|国际视野|一句话总结|今日要闻|核心要点|重点关注|趋势判断|每日简报|新闻早餐"
)
_SECTION_MARK = re.compile(
    r"^(?:[━═─]{2,8}[^━═─\n]{1,60}[━═─]{2,8}|#{1,6} .{1,200}|\*\*【[^】\n]{1,60}】\*\*)[ \t]*$", re.MULTILINE
)
_LISTED = re.compile(r"\s*(?:[-*+] |\d{1,3}[.、．] ?|（\d{1,3}）|\(\d{1,3}\))")
_LEAST_STORY = 30  # characters of text that make a section a story


@dataclass(slots=True)
class _Section:
    level: int
    title: str
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


def sniff(text: str) -> bool:
    """Whether a text without front matter has Markdown headings among its first lines, or is a digest."""
    lines = [line for line in text[:8000].split("\n") if line.strip()][:12]
    if not lines or lines[0].startswith("---"):
        return False
    return any(map(heading, lines)) or bool(_SECTION_MARK.match(lines[0]))


def read(text: str, stem: str) -> Iterator[Article | SetAside]:
    """The story, or each story of a day; a digest of tables and lists is set aside."""
    if _is_digest(text):
        yield SetAside(stem, "it is a digest of other reports in tables and lists, no story of its own")
        return
    sections = _sections(text)
    level = _story_level(sections)
    if level is None:
        yield _single(stem, sections)
        return
    stories, rest = _stories(sections, level)
    dated = _dates.stamp(rest) if rest else None
    index = (Dropped("index of the day", rest[:300]),) if rest.strip() else ()
    for number, story in enumerate(stories, 1):
        page = parse(markdown_html(story.lines))
        given = Given(title=story.title, published=dated, dropped=index if number == 1 else ())
        yield placed(article(f"{stem}-{number:02}", page.blocks, given), f"story {number}")


def _single(stem: str, sections: list[_Section]) -> Article | SetAside:
    """One story: its title is the first heading, unless text stands above it."""
    first = next((at for at, section in enumerate(sections) if section.title), None)
    titled = first is not None and not any(section.text.strip() for section in sections[:first])
    title = sections[first].title if titled and first is not None else ""
    lines: list[str] = []
    for at, section in enumerate(sections):
        if section.title and not (titled and at == first):
            lines.append("#" * section.level + " " + section.title)
        lines.extend(section.lines)
    page = parse(markdown_html(lines))
    return article(stem, page.blocks, Given(title=title, dropped=tuple(page.dropped)), seek_title=not titled)


def _sections(text: str) -> list[_Section]:
    """The text cut at its headings; the first section is what stands above them."""
    sections = [_Section(0, "")]
    for line in text.split("\n"):
        if titled := heading(line):
            sections.append(_Section(*titled))
        else:
            sections[-1].lines.append(line)
    return sections


def _story_level(sections: list[_Section]) -> int | None:
    """The level of heading under which each section is a story of its own, if there is one.

    Stories of a day each link to their own page, or an index above lists their titles; sections of one
    story do neither.
    """
    long = (section.level for section in sections if len(section.text) >= _LEAST_STORY)
    counts = Counter(level for level in long if level)
    for level, count in sorted(counts.items()):
        own = [section for section in sections if section.level == level]
        linked = sum(bool(_LINK_LINE.search(section.text)) for section in own)
        above = "\n".join(section.text for section in sections[: sections.index(own[0])])
        indexed = sum(section.title in above for section in own if section.title)
        if count >= 2 and max(linked, indexed) * 2 >= len(own):
            return level
    return None


def _stories(sections: list[_Section], level: int) -> tuple[list[_Section], str]:
    """The stories, deeper sections folded into them, and the text of all that is none."""
    stories: list[_Section] = []
    rest: list[str] = []
    inside = False
    for section in sections:
        if section.level == level:
            stories.append(_Section(level, section.title, list(section.lines)))
            inside = True
        elif inside and section.level > level:
            stories[-1].lines.extend(["#" * section.level + " " + section.title, *section.lines])
        else:
            inside = False
            rest.extend((section.title, *section.lines))
    return stories, " ".join(" ".join(rest).split())


def _is_digest(text: str) -> bool:
    """Whether tables and lists under a digest's headings make up the text."""
    marks = " ".join(_SECTION_MARK.findall(text[:200_000]))
    if len(set(_DIGEST.findall(marks))) >= 2:
        return True
    lines = [line for line in text[:200_000].split("\n") if line.strip()]
    rows = sum(map(len, table_rows(lines)))
    listed = rows + sum(len(line) for line in lines if _LISTED.match(line))
    return rows > 0 and len(lines) >= 8 and listed > 0.7 * sum(map(len, lines))
