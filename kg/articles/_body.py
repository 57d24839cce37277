"""The body of an article: a numbered cascade that keeps the story and says why the rest was left out."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kg import text as texts
from kg.articles import _bylines, _furniture, _header
from kg.articles._blocks import Block, Sort
from kg.articles._markup import HTML_TAG
from kg.model import Dropped, Role

LONGEST_PARAGRAPH = 200_000
LONGEST_TEXT = 5_000_000
_SHOWN = 300  # characters of a dropped piece that the report shows

_CITATION = re.compile(r"(?: ?\[\d{1,2}\])+")
_ORNAMENT = re.compile(r"\A[▲△▼◣◤■]\s*(?=\S)|\s*[|｜丨]\s*\Z|(?<=\S)[*＊]{3,}\Z")
_STRAY = re.compile("[，。、；：！？）”》]{1,2}")
_CAPTION_LEAD = re.compile("(?:图为|图[一二三四五六七八九十1-9]?[：:]|资料图|上图|下图|左图|右图|▲)")
_LEAST_CAPTION = 8  # Chinese characters that make a caption more than a credit
_HAN = re.compile("[\u4e00-\u9fff]")
_CLOSED = re.compile("[。！？；，：、…”’!?;,.:]\\Z|……\\Z")
_ENUMERATED = re.compile("[●•◎◆◇○▷▶①-⑳]|[（(]?\\d{1,2}[)）.．、]|[-–—·]\\s")
_ASIDE = re.compile("[（(][^（）()]{1,20}[）)]\\Z")
_FLASH = re.compile("\\A【(?P<title>[^【】\n]{4,120})】(?P<rest>.*)", re.DOTALL)
_FEATURE = re.compile("\\A(?P<dateline>[^。，\n]{2,24}\\d{1,2}月\\d{1,2}日电)\\s?题[：:]\\s?(?P<title>.{4,80})\\Z")


@dataclass(slots=True)
class Line:
    """A paragraph at work: its text, the same text simplified, and what the markup said of it."""

    text: str
    plain: str
    sort: Sort = "text"
    bold: float = 0.0
    linked: float = 0.0
    href: str | None = None
    role: Role = "body"
    mark: str = ""  # what it is if it is no story: the reason it goes

    def cut(self, start: int, end: int | None = None) -> str:
        """Keeps the stretch from `start` to `end` and gives back what stood outside of it."""
        gone = self.text[:start] + (self.text[end:] if end is not None else "")
        kept, plain = self.text[start:end], self.plain[start:end]
        left = len(kept) - len(kept.lstrip())
        self.text, self.plain = kept.strip(), plain[left : left + len(kept.strip())]
        return gone.strip()


@dataclass(slots=True)
class Draft:
    """An article at work: lines, title, what was dropped, and the first finding of each field."""

    title: str
    lines: list[Line] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    found: dict[str, str] = field(default_factory=dict)

    def drop(self, reason: str, text: str) -> None:
        """Notes a piece that was left out."""
        if text:
            self.dropped.append(Dropped(reason, text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"))

    def find(self, name: str, value: str | None) -> None:
        """Notes a field unless it is known already."""
        if value:
            self.found.setdefault(name, value)


def same(one: str, other: str) -> bool:
    """Whether two texts are the same but for spaces and punctuation.

    >>> same("1-7月，西安市经济 延续", "1-7月西安市经济延续")
    True
    """
    return bool(one) and _letters(one) == _letters(other)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def tidy(title: str, blocks: Sequence[Block], *, seek_title: bool) -> Draft:
    """The story that blocks hold: its lines with their roles, and all that was left out."""
    draft = Draft(title)
    _take(draft, blocks)  # 1. clean text, without what the markup shows to be no story
    _unglossed(draft)  # 2. without pinyin and citation marks between the characters
    _marked(draft)  # 3. date lines, bylines, credits, slogans: marked, their fields noted
    _titled(draft, seek_title=seek_title)  # 4. the headline, once
    _tailed(draft)  # 5. no stories recommended at the end
    _swept(draft)  # 6. without the marked lines
    _captioned(draft)  # 7. captions without their credits
    _once(draft)  # 8. repeated captions and abstracts once
    _given_roles(draft)  # 9. headings
    return draft


def _take(draft: Draft, blocks: Sequence[Block]) -> None:
    room = LONGEST_TEXT
    taken: list[tuple[str, Block]] = []
    for block in blocks:
        raw = block.text
        if len(raw) > LONGEST_PARAGRAPH or len(raw) > room:
            keep = min(LONGEST_PARAGRAPH, room)
            draft.drop(f"longer than {keep:,} characters, cut", f"{len(raw) - keep:,} characters: {raw[keep : keep + 80]}")
            raw = raw[:keep]
        room -= len(raw)
        text = texts.clean(raw)
        if "<" in text and HTML_TAG.search(text):
            draft.drop("markup in the text", " ".join(HTML_TAG.findall(text)))
            text = texts.clean(HTML_TAG.sub("", text))
        text = text.replace("\n", " ").replace("\r", " ")
        if text and block.chrome:
            draft.drop(block.chrome, text)
        elif text:
            taken.append((text, block))
    plains = texts.plain("\n".join(text for text, _ in taken)).split("\n")
    for (text, block), plain in zip(taken, plains, strict=True):
        draft.lines.append(Line(text, plain, block.sort, block.bold, block.linked, block.href))


def _unglossed(draft: Draft) -> None:
    """Converters leave pinyin (務(wù)) in the text, summarisers marks of citation ([1][2])."""
    joined = "\n".join([draft.title, *(line.text for line in draft.lines)])
    bare, glosses = texts.without_pinyin(joined)
    marks = len(_CITATION.findall(bare)) if "[" in bare else 0
    if marks >= 3:
        bare = _CITATION.sub("", bare)
    if glosses:
        draft.drop("pinyin glosses", f"{glosses} places")
    if marks >= 3:
        draft.drop("citation marks", f"{marks} places")
    if bare != joined:
        draft.title, *lines = bare.split("\n")
        plains = texts.plain("\n".join(lines)).split("\n")
        for line, text, plain in zip(draft.lines, lines, plains, strict=True):
            line.text, line.plain = text, plain


def _marked(draft: Draft) -> None:
    in_head = True
    for at, line in enumerate(draft.lines):
        if len(line.plain) > _furniture.LONGEST:
            _tails(draft, line)
        else:
            line.mark = _mark(draft, line, in_head=in_head) or ""
            if not line.mark:
                _tails(draft, line)
        if line.sort in ("caption", "alt"):
            continue
        if in_head and not line.mark and (run := _header.run_in(line.plain)):
            draft.drop("date line", line.cut(run[0]))
            _note(draft, run[1])
        in_head = in_head and at < 12 and bool(line.mark or _may_be_headline(line.plain))


def _may_be_headline(plain: str) -> bool:
    return len(plain) <= 80 and "。" not in plain


def _note(draft: Draft, header: _header.Header) -> None:
    for name in ("published", "outlet", "author", "editor"):
        draft.find(name, getattr(header, name))


def _mark(draft: Draft, line: Line, *, in_head: bool) -> str | None:
    """Why a line is no story; what it states about the article is noted."""
    plain = line.plain
    if (in_head or line.linked > 0.9) and (header := _header.read(plain)):
        _note(draft, header)
        return "date line"
    if original := _furniture.ORIGINAL_TITLE.fullmatch(plain):
        return _original(draft, line, original)
    if paper := _bylines.PAPER.fullmatch(plain):
        draft.find("outlet", paper["outlet"])
        draft.find("published", paper["date"])
        return "newspaper page"
    if source := _bylines.SOURCE.fullmatch(plain):
        draft.find("outlet", _bylines.outlet(source["outlet"]))
        return "source line"
    if _bylines.DATA_SOURCE.fullmatch(plain):
        return "source of data"
    if _bylines.is_byline(plain) or _bylines.EDITOR_LINE.fullmatch(plain):
        draft.find("author", _bylines.author(plain))
        draft.find("editor", _bylines.editor(plain))
        return "byline" if _bylines.author(plain) else "editor line"
    if _bylines.CREDIT.fullmatch(plain):
        return "photo credit"
    return _linked(draft, line)


def _linked(draft: Draft, line: Line) -> str | None:
    """Furniture, and addresses of the original among it."""
    reason = _furniture.reason_to_drop(line.plain)
    if reason in ("address", "call to follow, share or read on"):
        href = line.href or (line.text if line.text.startswith("http") and " " not in line.text else None)
        if href and href.startswith("http"):
            draft.find("url", href)
    return reason


def _original(draft: Draft, line: Line, match: re.Match[str]) -> str:
    """原标题：… gives the title where there is none, and one whose quotes a file name spoilt."""
    draft.find("outlet", _bylines.outlet(match["source"]) or match["outlet"])
    title = line.text[match.start("title") : match.end("title")].strip()
    if not draft.title or ("_" in draft.title and same(draft.title, title)):
        draft.title = title
    return "original headline"


def _tails(draft: Draft, line: Line) -> None:
    """Editors and sources in brackets at the end of a paragraph, ornaments at either end."""
    while True:
        editor, source = _bylines.EDITOR_TAIL.search(line.plain[-80:]), _bylines.SOURCE_TAIL.search(line.plain[-80:])
        match = editor or source
        if not match or match.end() - match.start() >= len(line.plain):
            break
        size = match.end() - match.start()
        if source and not editor:
            draft.find("outlet", _bylines.outlet(source["outlet"]))
        else:
            draft.find("editor", _bylines.editor(match.group()))
        draft.drop("editor line" if editor else "source line", line.cut(0, len(line.text) - size))
    for ornament in (*_ORNAMENT.finditer(line.plain[:8]), *_ORNAMENT.finditer(line.plain, max(0, len(line.plain) - 20))):
        if ornament.end() >= len(line.plain) > ornament.start() > 0:
            line.cut(0, ornament.start())
        elif ornament.start() == 0 < ornament.end() < len(line.plain) and len(line.text) == len(line.plain):
            line.sort = "caption" if line.plain.startswith("▲") else line.sort
            line.cut(ornament.end())
            break


def _titled(draft: Draft, *, seek_title: bool) -> None:
    stories = [line for line in draft.lines if not line.mark and line.sort not in ("caption", "alt")]
    if seek_title and not draft.title:
        _headline(draft)
    for line in stories[:3]:
        if (feature := _FEATURE.match(line.plain)) and (not draft.title and seek_title or same(feature["title"], draft.title)):
            draft.title = draft.title or line.text[feature.start("title") :]
            draft.drop("headline repeated", line.cut(0, feature.end("dateline")))
            break
    if stories and (flash := _FLASH.match(stories[0].plain)):
        words = stories[0].text[flash.start("title") : flash.end("title")]
        is_title = not draft.title and seek_title and len(flash["rest"]) >= 20 and "。" in flash["rest"]
        if is_title or same(words, draft.title):
            draft.title = draft.title or words
            gone = stories[0].cut(flash.start("rest"))
            if not is_title:
                draft.drop("headline repeated", gone)


def _headline(draft: Draft) -> None:
    """The headline among the first lines of a plain text: the one right above the date line, or the first."""
    head: list[Line] = []
    above: Line | None = None
    for line in draft.lines[:12]:
        if line.mark in ("date line", "source line", "byline") and above is None and head:
            above = next((one for one in reversed(head) if len(one.plain) >= 8), None)
        if line.mark or line.sort in ("caption", "alt"):
            continue
        if dated := _header.trailing_date(line.plain):
            draft.find("published", dated[1])
            line.cut(0, dated[0])
            above = line
            break
        if not _may_be_headline(line.plain) or _FEATURE.match(line.plain) or _FLASH.match(line.plain) and "。" in line.plain:
            break
        head.append(line)
    first = above or next((line for line in head if not _furniture.SECTION.fullmatch(line.plain)), None)
    more = any(not line.mark and line is not first for line in draft.lines)
    if first is None or not more or (above is None and _CLOSED.search(first.plain) and first.plain[-1] in "。；，：、"):
        return
    draft.title, first.mark = first.text, "headline"
    for line in draft.lines[: draft.lines.index(first)]:
        if not line.mark:
            line.mark = "section name" if _furniture.SECTION.fullmatch(line.plain) else ""
            line.sort = "heading"


def _tailed(draft: Draft) -> None:
    """What follows 新闻推荐 or the like, once there is a story above it."""
    story = 0
    for at, line in enumerate(draft.lines):
        if story >= 60 and len(line.plain) <= 20 and _furniture.TAIL.fullmatch(line.plain):
            for rest in draft.lines[at:]:
                rest.mark = "links to other stories"
            return
        story += 0 if line.mark else len(line.plain)


def _swept(draft: Draft) -> None:
    _link_lists(draft)
    kept: list[Line] = []
    for line in draft.lines:
        if line.mark == "headline":
            continue
        if line.mark:
            draft.drop(line.mark, line.text)
        elif kept and _STRAY.fullmatch(line.plain) and kept[-1].sort not in ("caption", "alt"):
            kept[-1].text += line.text
            kept[-1].plain += line.plain
        elif line.text:
            kept.append(line)
    draft.lines = kept


def _link_lists(draft: Draft) -> None:
    """Three links or more in a row, each a line of its own, are a list of other pages."""
    run: list[Line] = []
    for line in [*draft.lines, Line("", "")]:
        if line.mark or (line.linked >= 0.8 and len(line.plain) <= 80 and "。" not in line.plain):
            run.append(line)
            continue
        links = [one for one in run if not one.mark]
        if len(links) >= 3:
            for one in links:
                one.mark = "links to other stories"
        run = []


def _captioned(draft: Draft) -> None:
    """Captions that are sentences stay, without the photographer; mere credits go."""
    kept: list[Line] = []
    for line in draft.lines:
        kept.extend(_divided(draft, line))
    draft.lines = []
    for line in kept:
        if line.sort in ("caption", "alt"):
            line.role = "caption"
        if len(line.plain) <= 400 and (credit := _bylines.CREDIT_TAIL.search(line.plain)) and credit.start() > 0:
            draft.drop("photo credit", line.cut(0, credit.start()))
            line.role = "caption"
        elif len(line.plain) <= 120 and _CAPTION_LEAD.match(line.plain):
            line.role = "caption"
        words = len(_HAN.findall(line.plain[:400]))
        if line.role == "caption" and (words < _LEAST_CAPTION or (line.sort == "alt" and words * 2 < len(line.plain))):
            draft.drop("image name", line.text)
        else:
            draft.lines.append(line)


def _divided(draft: Draft, line: Line) -> Iterator[Line]:
    """Captions that ran into the paragraph after them, as lines of their own."""
    while "摄" in line.plain[:90] and (match := _bylines.RUN_IN_CAPTION.match(line.plain)):
        end = match.end("caption") + (match["credit"][0] == "。")
        yield Line(line.text[:end], line.plain[:end], role="caption")
        draft.drop("photo credit", line.text[end : match.end("credit")].strip())
        line.cut(match.end("credit"))
    yield line


def _once(draft: Draft) -> None:
    """A long line that stands twice, the title again, an abstract that a later paragraph holds: once."""
    title = _letters(draft.title)
    keys = [_letters(line.plain) for line in draft.lines]
    titles = {title, _letters(texts.plain(draft.title))} - {""}
    seen: set[str] = set()
    captions = {key for key, line in zip(keys, draft.lines, strict=True) if line.sort == "caption"}
    kept = []
    for at, (line, key) in enumerate(zip(draft.lines, keys, strict=True)):
        abstract = line.sort == "quote" and _letters(_ASIDE.sub("", line.plain))
        if key in titles:
            draft.drop("headline repeated", line.text)
        elif (len(key) >= 15 and key in seen) or (line.sort == "alt" and key in captions):
            draft.drop("repeated line", line.text)
        elif abstract and len(abstract) >= 15 and any(abstract in later for later in keys[at + 1 : at + 60]):
            draft.drop("abstract that repeats the text", line.text)
            if closing := _bylines.CLOSING_OUTLET.search(line.plain):
                draft.find("closing", closing["outlet"])
        else:
            kept.append(line)
        seen.add(key)
    draft.lines = kept


def _given_roles(draft: Draft) -> None:
    """Headings: what markup or type says, and short lines without a stop above a paragraph."""
    below: Line | None = None
    for line in reversed(draft.lines):
        if line.role == "body" and below is not None and _is_heading(line, below):
            line.role = "heading"
        if line.role != "caption":
            below = line
    if draft.lines and all(line.role == "heading" for line in draft.lines):
        draft.lines[-1].role = "body"


def _is_heading(line: Line, below: Line) -> bool:
    plain = line.plain
    if len(plain) > 60 or plain[-1] in "。；，、" or plain.startswith(("问：", "答：")):
        return False
    if line.sort == "heading" or line.bold >= 0.95:
        return True
    if len(plain) > 30 or _CLOSED.search(plain.rstrip("？?！!")) or _ENUMERATED.match(plain) and not plain.startswith("（"):
        return False
    return below.role == "heading" or len(below.plain) >= 40 or below.plain[-1] == "。"
