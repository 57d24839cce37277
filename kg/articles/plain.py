"""Plain text: a headline, date and source lines, paragraphs; flashes 【title】body; a body in HTML below."""

import re
from collections.abc import Iterator

from kg.articles import _header
from kg.articles._blocks import Given
from kg.articles._build import article, placed
from kg.articles._lines import heading, plain_blocks
from kg.model import Article, SetAside

SUFFIXES = (".txt", ".text")

_FLASH = re.compile("[ \\t　]*【[^【】\n]{4,120}】[^\n]{20,}\\Z")


def sniff(text: str) -> bool:
    """Whether a text opens as a flash or with the header lines of a saved article."""
    lines = [line for line in text[:4000].split("\n") if line.strip()][:6]
    if any(map(heading, lines)):
        return False
    return bool(lines) and (bool(_FLASH.match(lines[0])) or any(_header.read(line.strip()) for line in lines))


def read(text: str, stem: str) -> Iterator[Article | SetAside]:
    """The article, or each of the flashes where every line is one."""
    lines = [line for line in text.split("\n") if line.strip()] if text.lstrip().startswith("【") else []
    if len(lines) > 1 and all(map(_FLASH.match, lines)):
        for number, line in enumerate(lines, 1):
            item = article(f"{stem}-{number:02}", plain_blocks(line), Given(), seek_title=True)
            yield placed(item, f"flash {number}")
        return
    yield article(stem, plain_blocks(text), Given(), seek_title=True)
