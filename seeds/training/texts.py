"""Training texts: our own wording with marked names, and annotated articles whose text lies in the shared corpus.

Our own texts mark a name as `[name|L]`; annotations list an entity's surfaces, which are found in the text,
longest first. Where a reader could go either way (optional names, several kinds, a short surface inside a
longer word) every label that is possible is allowed, and the loss sums over all of them.
"""

import gzip
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg import articles
from kg.data import seeds
from kg.gold import read, texts
from kg.model import Article, Kind, Sentence, Span
from kg.text import clean, plain, sentences

LETTERS: dict[str, Kind] = {
    "O": "Organization",
    "L": "Place",
    "E": "Event",
    "F": "Platform",
    "N": "Person",
    "G": "Product",
    "Y": "Policy",
    "A": "Award",
}

_MARKED = re.compile(r"\[([^\[\]|]+)\|([A-Z])(\?)?\]")
_LOOSE = re.compile("[\\s“”‘’\"'《》（）()【】\\[\\]·•,，、:：!！?？。.—–\\-#*]")


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a training text: its span, the kinds that a reader accepts, and whether it may be no name."""

    span: Span
    kinds: tuple[Kind, ...]
    optional: bool = False


@dataclass(slots=True)
class Story:
    """A training text with its names, none overlapping another; `group` is shared by near-duplicates."""

    key: str
    source: str
    text: str
    sentences: list[Sentence]
    names: list[Name]
    group: str = ""
    article: Article | None = field(default=None, repr=False)


def own() -> Iterator[Story]:
    """Stories of `seeds/training/*.txt`: a headline after #, then paragraphs, a blank line between stories."""
    for path in sorted(seeds("training").glob("*.txt")):
        for number, block in enumerate(re.split("\n\\s*\n", path.read_text(encoding="utf-8").strip())):
            yield marked(block, f"{path.stem}-{number:03}")


def marked(block: str, key: str) -> Story:
    """A story out of a text with marks.

    >>> story = marked("# [甲市|L]开展促销\\n[甲市商务局|O]介绍，成交1亿元。", "x")
    >>> story.text, [story.text[n.span.start : n.span.end] for n in story.names]
    ('甲市开展促销\\n甲市商务局介绍，成交1亿元。', ['甲市', '甲市商务局'])
    """
    text, names, parts = "", [], []
    for number, line in enumerate(block.split("\n")):
        role = "title" if line.startswith("#") else "body"
        line = clean(line.lstrip("# "))
        at = 0
        begin = len(text)
        for match in _MARKED.finditer(line):
            text += line[at : match.start()]
            names.append(Name(Span(len(text), len(text) + len(match[1])), (LETTERS[match[2]],), bool(match[3])))
            text += match[1]
            at = match.end()
        text += line[at:]
        parts.append((begin, len(text), role))
        text += "\n"
        del number
    text = plain(text.rstrip("\n"))
    return Story(key, "own", text, _sentences(key, text, parts), names)


def _sentences(key: str, text: str, parts: Sequence[tuple[int, int, str]]) -> list[Sentence]:
    from kg.model import Paragraph

    paragraphs = tuple(Paragraph(a, b, role) for a, b, role in parts)  # type: ignore[arg-type]
    return sentences(Article(key, "", text, text, paragraphs))


def folders(shared: Path) -> tuple[Path, ...]:
    """Where annotations lie, those in full before those of names alone."""
    return shared / "gold", Path("tests/gold"), shared / "gold" / "names"


def annotated(shared: Path) -> Iterator[Story]:
    """Stories of every annotated article whose text is found below `shared`."""
    seen: set[str] = set()
    for folder in folders(shared):
        files = {path.stem: path for path in sorted(folder.glob("*.json"))}
        found = texts(shared / "gold", [read(path) for path in files.values()])
        for stem, path in files.items():
            if stem in seen or stem not in found:
                continue
            seen.add(stem)
            yield projected(found[stem], json.loads(path.read_text(encoding="utf-8"))["entities"], "corpus")
    yield from broadcasts(shared / "corpus" / "scale.jsonl.gz")


def broadcasts(path: Path) -> Iterator[Story]:
    """Stories of `cctv-*.jsonl`, whose texts are records of one large file, found by their id."""
    wanted: dict[str, list[dict[str, Any]]] = {}
    for file in sorted(seeds("training").glob("cctv-*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            wanted[record["article"]] = record["entities"]
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            key = re.search('"id": ?"([^"]+)"', line)
            if key is None or key[1] not in wanted:
                continue
            for item in articles.read_bytes(line.encode(), key[1], ".jsonl"):
                if isinstance(item, Article):
                    yield projected(item, wanted[key[1]], "cctv")


def projected(article: Article, entities: Sequence[dict[str, Any]], source: str) -> Story:
    """A story out of an article and the surfaces of its entities."""
    text = article.plain
    squeezed = [n for n, char in enumerate(text) if not _LOOSE.match(char)]
    tight = "".join(text[n] for n in squeezed).lower()
    surfaces: dict[str, tuple[list[Kind], bool]] = {}
    for entity in entities:
        kinds = [entity["type"], *entity.get("alt_types", ())]
        for written in (entity["name"], *entity.get("aliases", ())):
            short = _LOOSE.sub("", plain(clean(written))).lower()
            known = surfaces.get(short)
            if short and known is None:
                surfaces[short] = (kinds, bool(entity.get("optional")))
            elif short and known is not None:
                joined = [*known[0], *(kind for kind in kinds if kind not in known[0])]
                surfaces[short] = (joined, known[1] and bool(entity.get("optional")))
    taken = bytearray(len(tight))
    names = []
    for short, (kinds, optional) in sorted(surfaces.items(), key=lambda item: (-len(item[0]), item[0])):
        at = tight.find(short)
        while at >= 0:
            stop = at + len(short)
            start, end = squeezed[at], squeezed[stop - 1] + 1
            if not any(taken[at:stop]) and "\n" not in text[start:end] and not _in_word(text, start, end):
                taken[at:stop] = b"\1" * len(short)
                span = _widened(text, start, end)
                names.append(Name(span, tuple(kinds), optional))
            at = tight.find(short, at + 1)
    names.sort(key=lambda name: name.span)
    return Story(article.stem, source, text, sentences(article), _apart(names), article=article)


def _in_word(text: str, start: int, end: int) -> bool:
    """Whether a Latin or numeric surface is only part of a longer one."""
    inside = text[start:end]
    if not inside.isascii():
        return False
    before, after = text[start - 1 : start], text[end : end + 1]
    return (before.isascii() and before.isalnum()) or (after.isascii() and after.isalnum())


def _widened(text: str, start: int, end: int) -> Span:
    """A span with the marks that belong to it: both of 《》, and a mark whose other half is inside."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if before == "《" and after == "》":
        return Span(start - 1, end + 1)
    inside = text[start:end]
    for left, right in ("“”", "（）", "《》", "‘’"):
        if inside.count(left) > inside.count(right) and text[end : end + 1] == right:
            end += 1
        elif inside.count(right) > inside.count(left) and text[start - 1 : start] == left:
            start -= 1
    return Span(start, end)


def _apart(names: Sequence[Name]) -> list[Name]:
    kept: list[Name] = []
    for name in names:
        if not kept or kept[-1].span.end <= name.span.start:
            kept.append(name)
    return kept


def grouped(stories: Sequence[Story], share: float = 0.2) -> None:
    """Give near-duplicate stories (a share of the shorter one's 10-grams in common) the same group."""
    grams = [{story.text[n : n + 10] for n in range(max(1, len(story.text) - 9))} for story in stories]
    owners: dict[str, list[int]] = {}
    for number, found in enumerate(grams):
        for gram in found:
            owners.setdefault(gram, []).append(number)
    top = list(range(len(stories)))

    def root(n: int) -> int:
        while top[n] != n:
            n = top[n]
        return n

    common: dict[tuple[int, int], int] = {}
    for numbers in owners.values():
        if 1 < len(numbers) <= 20:
            for i, a in enumerate(numbers):
                for b in numbers[i + 1 :]:
                    common[a, b] = common.get((a, b), 0) + 1
    for (a, b), count in sorted(common.items()):
        if count >= share * min(len(grams[a]), len(grams[b])):
            top[root(b)] = root(a)
    for number, story in enumerate(stories):
        story.group = stories[root(number)].key
