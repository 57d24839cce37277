"""Bytes to text: UTF-8, UTF-16 by its mark, GB 18030, then a guess; what is no text is told apart."""

import codecs
import re
from dataclasses import dataclass

import charset_normalizer

LARGEST = 256 << 20  # bytes of a file that is read as a whole
WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

_BINARY = {
    b"%PDF": "a PDF file",
    b"PK\x03\x04": "a ZIP archive or an office document",
    b"\xd0\xcf\x11\xe0": "an old office document",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"RIFF": "a media file",
    b"ID3": "a sound file",
    b"\x7fELF": "a program",
    b"MZ": "a program",
    b"7z\xbc\xaf": "a 7z archive",
    b"Rar!": "a RAR archive",
    b"SQLite format 3": "a database",
    b"BZh": "a bzip2 archive",
    b"\xfd7zXZ": "an xz archive",
    b"\x28\xb5\x2f\xfd": "a zstd archive",
}
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_DECLARED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_-]{3,20})", re.IGNORECASE)
_LINE_END = re.compile("\r\n?|\u2028|\u2029|\x85")
_SAMPLE = 1 << 16
# Chinese of any code page that GB 18030 misreads falls mostly outside of these.
_COMMON = re.compile("[\u4e00-\u9fa5\u3000-\u303f\uff00-\uffef“”‘’—…·]")


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why bytes are no text."""

    reason: str


def decode(data: bytes, declared: str | None = None) -> str | Unreadable:
    """The text, line ends made one; or why it is none. `declared` is the encoding that a header names.

    >>> decode("外贸".encode("gb18030")), decode("外贸".encode("utf-8-sig")), decode("外贸".encode("utf-16"))
    ('外贸', '外贸', '外贸')
    >>> decode(b"%PDF-1.7 ...")
    Unreadable(reason='it is a PDF file, not text')
    """
    text = _decoded(data, declared)
    if isinstance(text, Unreadable) or ("\r" not in text and "\u2028" not in text and "\u2029" not in text):
        return text
    return _LINE_END.sub("\n", text)


def line(data: bytes) -> str:
    """One line of a file of lines; what cannot be read of it becomes U+FFFD."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = decode(data)
        return data.decode("utf-8", "replace") if isinstance(text, Unreadable) else text


def _decoded(data: bytes, declared: str | None) -> str | Unreadable:
    if data.startswith(WIDE) and not data.startswith(codecs.BOM_UTF32_LE):
        return data.decode("utf-16", "replace").lstrip("\ufeff")
    if reason := _binary(data):
        return Unreadable(f"it is {reason}, not text")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _flawed_utf8(data) or _declared(data, declared) or _chinese(data) or _guessed(data)


def _binary(data: bytes) -> str | None:
    """What kind of file it is, if not text."""
    for mark, kind in _BINARY.items():
        if data.startswith(mark) and (len(mark) > 2 or b"\x00" in data[:512]):
            return kind
    sample = data[:_SAMPLE]
    return "a binary file" if len(_CONTROL.findall(sample)) > len(sample) // 100 else None


def _flawed_utf8(data: bytes) -> str | None:
    """UTF-8 cut inside a character, or with a few broken bytes; nothing else decodes so cleanly."""
    text = data.decode("utf-8-sig", "replace")
    flaws, others = text.count("\ufffd"), sum(char > "\x7f" for char in text[:_SAMPLE])
    return text.replace("\ufffd", "") if flaws <= 3 + len(text) // 500 and others > 4 * flaws else None


def _declared(data: bytes, declared: str | None) -> str | None:
    """The text by the encoding that its header or its own first lines name, if that fits."""
    match = _DECLARED.search(data[:2048])
    name = (declared or (match[1].decode("ascii") if match else "")).lower()
    if not name or name.replace("-", "") == "utf8":
        return None
    try:
        return data.decode("gb18030" if name in ("gb2312", "gbk", "gb_2312-80") else name)
    except (UnicodeDecodeError, LookupError):
        return None


def _chinese(data: bytes) -> str | None:
    """The text as GB 18030, if it then reads as Chinese; a last character cut in half is left out."""
    for end in (len(data), len(data) - 1, len(data) - 2, len(data) - 3):
        try:
            text = data[:end].decode("gb18030")
        except UnicodeDecodeError:
            continue
        sample = [char for char in text[:_SAMPLE] if char > "\x7f"]
        return text if len(_COMMON.findall("".join(sample))) >= 0.8 * len(sample) else None
    return None


def _guessed(data: bytes) -> str | Unreadable:
    best = charset_normalizer.from_bytes(data[:_SAMPLE]).best()
    if best is not None:
        text = data.decode(best.encoding, "replace")
        if text.count("\ufffd") <= len(text) // 100:
            return text.replace("\ufffd", "")
    return Unreadable("its encoding is unknown; save it as UTF-8")
