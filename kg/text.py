"""Normalised text: clean characters, simplified parallel text, sentences, all with stable offsets."""

import html
import re
import unicodedata
from collections.abc import Iterator
from functools import cache

import opencc

from kg.model import Article, Sentence, Span

# Full-width letters and digits become ASCII; full-width punctuation stays: it is Chinese punctuation.
_WIDE = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_WIDE |= {ord("％"): ord("%"), ord("＋"): ord("+"), ord("．"): ord("."), ord("／"): ord("/"), ord("＂"): ord('"')}
_SPACES = dict.fromkeys(
    map(ord, "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t\v\f"), " "
)
# Zero-width characters, direction marks and soft hyphens carry no text and break names apart.
_NOTHING = dict.fromkeys(
    map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff")
)
_COMPATIBLE = re.compile("[\u2460-\u24ff\u3200-\u33ff\uf900-\ufaff\ufb00-\ufb06]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")

_PINYIN = re.compile("(?<=[\u3400-\u9fff])\\([a-zāáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜü]{1,6}\\)")
_TONED = re.compile("\\([a-z]*[āáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜ][a-z]*\\)")

_CLAUSE = str.maketrans(",;:!?()", "，；：！？（）")
_QUOTES = str.maketrans("「」『』﹁﹂﹃﹄〝〞＂・•‧∙﹒─―–－〈〉", "“”‘’“”‘’“””····.———-《》")
_HALF = re.compile("[,;:!?()]")
_ASCII_QUOTE = re.compile('"')
_NAME_DOT = re.compile("(?<=[\u4e00-\u9fff])(?<![一二三四五六七八九十])\\.(?=[\u4e00-\u9fff])")  # 达.芬奇
_END = re.compile("[。！？!?…]+[”’」』）)]*|\n")


def clean(raw: str) -> str:
    """Text as a reader sees it: entities resolved, widths and spaces evened out, nothing invisible.

    >>> clean("销售额&nbsp;５.４万人\\u200b　增长１２％ ")
    '销售额 5.4万人 增长12%'
    """
    text = html.unescape(raw) if "&" in raw else raw
    text = _CONTROL.sub("", text.translate(_WIDE).translate(_SPACES).translate(_NOTHING))
    text = _COMPATIBLE.sub(_compatible, unicodedata.normalize("NFC", text))
    return re.sub(" {2,}", " ", text).strip()


def _compatible(match: re.Match[str]) -> str:
    """Circled list numbers stay as they are; ㎡ and the like become letters."""
    char = match.group()
    return char if "\u2460" <= char <= "\u24ff" else unicodedata.normalize("NFKC", char)


def without_pinyin(text: str) -> tuple[str, int]:
    """Text without the pinyin glosses that some converters leave behind, and how many there were.

    >>> without_pinyin("商務(wù)部新聞發(fā)言人，據(jù)監(jiān)測(cè)顯示")
    ('商務部新聞發言人，據監測顯示', 5)
    >>> without_pinyin("《协定》(RCEP)生效")
    ('《协定》(RCEP)生效', 0)
    """
    if len(_TONED.findall(text)) < 3:
        return text, 0
    return _PINYIN.subn("", text)


@cache
def _simplified() -> dict[int, int]:
    """Traditional to simplified, character by character.

    Characters of GB 2312 are left alone: they are simplified characters already (著, 乾, 藉).
    """
    convert = opencc.OpenCC("t2s").convert
    table = {}
    for code in (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000), *range(0xF900, 0xFB00)):
        char = chr(code)
        try:
            char.encode("gb2312")
        except UnicodeEncodeError:
            plain = convert(char)
            if plain != char and len(plain) == 1:
                table[code] = ord(plain)
    return table


def plain(text: str) -> str:
    """The text to analyse: simplified, Chinese punctuation, and of the same length.

    >>> plain('商務部:"雙品網購節"(第二屆)超過1,000家,同比增長12.2%')
    '商务部：“双品网购节”（第二届）超过1,000家，同比增长12.2%'
    >>> plain("一.总体情况 阿列克谢.彼得罗夫")
    '一.总体情况 阿列克谢·彼得罗夫'
    """
    text = text.translate(_simplified()).translate(_QUOTES)
    text = _NAME_DOT.sub("·", text)
    if _HALF.search(text):
        text = "".join(_chinese_punctuation(text))
    if '"' in text:
        text = "\n".join(_paired(line) for line in text.split("\n"))
    return text


def _chinese_punctuation(text: str) -> Iterator[str]:
    """Half-width punctuation becomes full-width except inside numbers and Latin words."""
    last = len(text) - 1
    for at, char in enumerate(text):
        if char in ",;:!?":
            before = text[at - 1] if at else " "
            after = text[at + 1] if at < last else " "
            inside = before.isascii() and after.isascii() and (before.isalnum() and (after.isalnum() or after in " /"))
            yield char if inside else char.translate(_CLAUSE)
        elif char in "()":
            yield char.translate(_CLAUSE)
        else:
            yield char


def _paired(line: str) -> str:
    """Straight quotes opened and closed in turn."""
    opened = False

    def turn(_: re.Match[str]) -> str:
        nonlocal opened
        opened = not opened
        return "“" if opened else "”"

    return _ASCII_QUOTE.sub(turn, line)


def sentences(article: Article) -> list[Sentence]:
    """Sentences of an article in order; none crosses a paragraph. Closing quotes stay with their sentence."""
    found = []
    for number, paragraph in enumerate(article.paragraphs):
        for start, end in _split(article.plain, paragraph.start, paragraph.end):
            found.append(Sentence(Span(start, end), number, paragraph.role))
    return found


def _split(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    begin = start
    for match in _END.finditer(text, start, end):
        if match.end() > begin:
            yield from _trim(text, begin, match.end())
        begin = match.end()
    if begin < end:
        yield from _trim(text, begin, end)


def _trim(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end
