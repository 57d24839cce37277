"""The body of an article: a numbered cascade that keeps the story and says why the rest was left out."""

import re
from collections.abc import Iterator, Sequence

from kg import text as texts
from kg.articles import _bylines, _headline, _inline, _marks, _outlets, _tails
from kg.articles._blocks import Block, believed
from kg.articles._draft import Draft, Line, letters, plain_line
from kg.articles._markup import HTML_TAG

LONGEST_PARAGRAPH = 200_000
LONGEST_TEXT = 1_000_000

_LINE_END = re.compile("[\n\r\u2028\u2029]+")
_STRAY = re.compile("[，。、；：！？）”》]{1,2}")
_CAPTION_LEAD = re.compile(
    "(?:图为|图[一二三四五六七八九十1-9]?[：:]|资料图|上图|下图|左图|右图)|[^。]{2,30}（(?:资料图片?|资料照片)）\\Z"
)
_MOST_RUN_IN = 8  # captions that run into one paragraph
_LEAST_CAPTION = 8  # Chinese characters that make a caption more than a name
_HAN = re.compile("[\u4e00-\u9fff]")
_CLOSED = re.compile("[。！？；，：、…”’!?;,.:]\\Z")
_SENTENCE = re.compile("[。！？].|[。；，、][”’）]?\\Z")
_SPOKEN = re.compile("(?:问|答|[^：，。]{1,8})：.*[？。]\\Z|[问答]：")
_DATELINE = re.compile("[^。，]{2,24}\\d{1,2}月\\d{1,2}日[电讯]\\Z")
_ABSTRACT = re.compile("(?:核心提示|内容提要|内容摘要|摘要|导读|提要|导语)[：: ]+")
_ENUMERATED = re.compile("[●•◎◆◇○▷▶①-⑳]|\\d{1,2}[)）.．、]|[-–—·]\\s")
_ASIDE = re.compile("[（(][^（）()]{1,20}[）)]\\Z")


def tidy(title: str, blocks: Sequence[Block], *, seek_title: bool) -> Draft:
    """The story that blocks hold: its lines with their roles, and all that was left out."""
    draft = Draft(title)
    _take(draft, believed(blocks))  # 1. clean text, without what the markup shows to be no story
    _inline.clear(draft)  # 2. without pinyin, citation marks and stock widgets between the characters
    _marks.mark(draft)  # 3. date lines, bylines, credits, slogans: marked, their fields noted
    _headline.settle(draft, seek=seek_title)  # 4. the headline, once
    _tails.cut(draft)  # 5. no stories recommended, no comments
    _swept(draft)  # 6. without the marked lines
    _captioned(draft)  # 7. captions without their credits
    _once(draft)  # 8. repeated captions and abstracts once
    _given_roles(draft)  # 9. headings
    return draft


def overlong(blocks: Sequence[Block]) -> str | None:
    """Why blocks are no one article, if they hold more than any does.

    >>> overlong([Block("新" * 300_000)])
    'a paragraph of 300,000 characters is no news; split the file into its articles'
    """
    longest, whole = max((len(block.text) for block in blocks), default=0), sum(len(block.text) for block in blocks)
    if longest > LONGEST_PARAGRAPH:
        return f"a paragraph of {longest:,} characters is no news; split the file into its articles"
    if whole > LONGEST_TEXT:
        return f"{whole:,} characters are more than one article; split the file into its articles"
    return None


def _take(draft: Draft, blocks: Sequence[Block]) -> None:
    taken: list[tuple[str, Block]] = []
    captions = {block.text for block in blocks if block.sort == "caption"}
    for block in blocks:
        if block.sort == "alt" and block.text in captions:
            continue  # the words that an image carries for the caption printed below it
        text = _clean(draft, block.text)
        if text and block.chrome:
            draft.drop(block.chrome, text)
        elif text:
            taken.append((text, block))
    plains = texts.plain("\n".join([*(text for text, _ in taken), ""])).split("\n")
    for (text, block), plain in zip(taken, plains[:-1], strict=True):
        draft.lines.append(Line(text, plain, block.sort, block.bold, block.linked, block.href))


def _clean(draft: Draft, raw: str) -> str:
    text = texts.clean(raw)
    if "<" in text and HTML_TAG.search(text):
        draft.drop("markup in the text", " ".join(HTML_TAG.findall(text)))
        text = texts.clean(HTML_TAG.sub("", text))
    return _LINE_END.sub(" ", text).strip()


def _swept(draft: Draft) -> None:
    _link_lists(draft)
    kept: list[Line] = []
    for line in draft.lines:
        if line.mark == "headline" or not line.text:
            continue
        if line.mark:
            draft.drop(line.mark, line.text)
        elif kept and _STRAY.fullmatch(line.plain) and not kept[-1].is_picture:
            kept[-1].say(kept[-1].text + line.text)
        else:
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
    """Captions that say something stay, without the photographer; names of pictures go."""
    lines = [part for line in draft.lines for part in _divided(draft, line)]
    draft.lines = []
    for line in lines:
        if line.is_picture:
            line.role = "caption"
        tail = line.plain[-60:] if len(line.plain) <= 400 else ""
        if "摄" in tail or "图" in tail:
            credit = _bylines.CREDIT_TAIL.search(line.plain)
            if credit and credit.start() > 0:
                draft.drop("photo credit", line.cut(0, credit.start()))
                line.role = "caption"
        if len(line.plain) <= 120 and _CAPTION_LEAD.match(line.plain):
            line.role = "caption"
        if line.role == "caption" and not _says_something(line):
            draft.drop("caption without a sentence", line.text)
        elif line.text:
            draft.lines.append(line)


def _says_something(line: Line) -> bool:
    words = len(_HAN.findall(line.plain[:400]))
    if line.sort == "alt" and words * 2 < len(line.plain):
        return False
    return words >= _LEAST_CAPTION or line.plain.startswith("图为")


def _divided(draft: Draft, line: Line) -> Iterator[Line]:
    """Captions that ran into the paragraph after them, as lines of their own."""
    for _ in range(_MOST_RUN_IN):
        match = _bylines.RUN_IN_CAPTION.match(line.plain) if "摄" in line.plain[:90] else None
        if not match:
            break
        end = match.end("caption") + (match["credit"][0] == "。")
        caption = line.text[:end].strip()
        yield Line(caption, plain_line(caption), role="caption")
        draft.drop("photo credit", line.text[end : match.end("credit")].strip())
        line.cut(match.end("credit"))
    yield line


def _once(draft: Draft) -> None:
    """The title again, a paragraph that stands twice, an abstract that a later paragraph holds: once.

    A short line is a repetition only next to the first one: speakers and signatures stand more than once.
    """
    keys = [letters(line.plain) for line in draft.lines]
    title = letters(plain_line(draft.title))
    seen: dict[str, int] = {}
    kept = []
    for at, (line, key) in enumerate(zip(draft.lines, keys, strict=True)):
        near = line.is_picture or at - seen.get(key, at) <= 1
        again = key in seen and (len(key) >= 30 or (len(key) >= 8 and near))
        lead = _ABSTRACT.match(line.plain)
        abstract = (
            letters(_ASIDE.sub("", line.plain[lead.end() if lead else 0 :])) if lead or line.sort == "quote" else ""
        )
        if key and key == title:
            draft.drop("headline repeated", line.text)
            draft.told = draft.told or line.sort == "text"
        elif again:
            draft.drop("repeated line", line.text)
        elif len(abstract) >= 15 and any(abstract in later for later in keys[at + 1 : at + 60]):
            draft.drop("abstract that repeats the text", line.text)
            closing = _outlets.CLOSING.search(line.plain)
            draft.find("closing", closing["outlet"] if closing else None)
        else:
            kept.append(line)
        seen[key] = at
    draft.lines = kept


def _given_roles(draft: Draft) -> None:
    """Headings: what markup or type says, and short lines without a stop above a paragraph."""
    below: Line | None = None
    for line in reversed(draft.lines):
        if line.role == "body" and below is not None and _is_heading(line, below):
            line.role = "heading"
        if line.role != "caption":
            below = line


def _is_heading(line: Line, below: Line) -> bool:
    plain = line.plain
    if len(plain) > 60 or _SENTENCE.search(plain) or _SPOKEN.match(plain) or _DATELINE.match(plain):
        return False
    if line.sort == "heading" or line.bold >= 0.95:
        return True
    if line.sort in ("item", "row") or len(plain) > 30 or _ENUMERATED.match(plain):
        return False
    if _CLOSED.search(plain.rstrip("？?")):
        return False
    return below.role == "heading" or len(below.plain) >= 40 or below.plain[-1] in "。！？”）"
