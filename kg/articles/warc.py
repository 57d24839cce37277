"""Web archives (WARC): the HTML pages among their responses."""

import gzip
import io
import re
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from kg.articles import _decode
from kg.articles._build import placed
from kg.articles.pages import page_article
from kg.model import Article, SetAside

SUFFIXES = (".warc",)

_Headers = dict[str, str]
_LARGEST_RECORD = 64 << 20
_LONGEST_LINE = 65_536
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)


def sniff(text: str) -> bool:
    """Whether a text opens with the version line of a record."""
    return text.startswith("WARC/")


def read(text: str, stem: str) -> Iterator[Article | SetAside]:
    """The pages of an archive that was read as Latin-1, one character a byte."""
    return read_stream(io.BytesIO(text.encode("latin-1", "replace")), stem)


def read_stream(stream: BinaryIO, stem: str) -> Iterator[Article | SetAside]:
    """The pages of an archive, record by record; gzip members were undone by the caller."""
    number = records = 0
    for headers, content in _records(stream):
        records += 1
        if headers.get("warc-type") != "response" or "http" not in headers.get("content-type", "http"):
            continue
        page = _page(content)
        if page is None:
            continue
        number += 1
        name, url = f"{stem}-{number:02}", headers.get("warc-target-uri", "").strip("<>") or None
        if isinstance(page, _decode.Unreadable):
            yield SetAside(name, f"page {url or number}: {page.reason}")
        else:
            yield placed(page_article(page, name, url), f"page {url or number}")
    if not number:
        yield SetAside(stem, "it holds no HTML page" if records else "it holds no WARC record")


def _records(stream: BinaryIO) -> Iterator[tuple[_Headers, bytes]]:
    """Headers and content of each record. What is no record is passed over up to the next one."""
    while line := stream.readline(_LONGEST_LINE):
        if not line.startswith(b"WARC/"):
            continue
        headers = _headers(stream)
        length = headers.get("content-length", "0").strip()
        size = int(length) if length.isdecimal() and len(length) < 16 else 0
        content = stream.read(min(size, _LARGEST_RECORD))
        if size > _LARGEST_RECORD:
            _skip(stream, size - _LARGEST_RECORD)
        yield headers, content


def _headers(stream: BinaryIO) -> _Headers:
    headers: _Headers = {}
    while (line := stream.readline(_LONGEST_LINE).strip()) and len(headers) < 200:
        name, _, value = line.decode("utf-8", "replace").partition(":")
        headers.setdefault(name.strip().lower(), value.strip())
    return headers


def _skip(stream: BinaryIO, size: int) -> None:
    while size > 0 and (gone := len(stream.read(min(size, 1 << 20)))):
        size -= gone


def _page(content: bytes) -> str | _decode.Unreadable | None:
    """The HTML of an HTTP response; None for anything else."""
    stream = io.BytesIO(content)
    status = stream.readline(_LONGEST_LINE).split()
    if not status or not status[0].startswith(b"HTTP/") or status[1:2] != [b"200"]:
        return None
    headers = _headers(stream)
    if "html" not in headers.get("content-type", "html").lower():
        return None
    body = stream.read()
    if "chunked" in headers.get("transfer-encoding", "").lower():
        body = _unchunked(body)
    unpacked = _unpacked(body, headers.get("content-encoding", "").lower())
    if isinstance(unpacked, _decode.Unreadable):
        return unpacked
    declared = _CHARSET.search(headers.get("content-type", ""))
    return _decode.decode(unpacked, declared[1] if declared else None)


def _unchunked(body: bytes) -> bytes:
    """A body sent in chunks put together; one that an archiver has put together already is left as it is."""
    parts, at = [], 0
    while (end := body.find(b"\r\n", at)) >= 0:
        size = body[at:end].partition(b";")[0].strip()
        if not re.fullmatch(rb"[0-9A-Fa-f]{1,8}", size):
            return body
        length = int(size, 16)
        if length == 0:
            break
        parts.append(body[end + 2 : end + 2 + length])
        at = end + 2 + length + 2
    return b"".join(parts)


def _unpacked(body: bytes, coding: str) -> bytes | _decode.Unreadable:
    if body[:2] == b"\x1f\x8b":  # by its mark: archivers unpack bodies and keep the header
        coding = "gzip"
    elif coding in ("gzip", "x-gzip"):
        coding = ""
    try:
        if coding == "gzip":
            return gzip.GzipFile(fileobj=io.BytesIO(body)).read(_LARGEST_RECORD)
        if coding == "deflate":
            bits = zlib.MAX_WBITS if body[:1] == b"\x78" else -zlib.MAX_WBITS
            return zlib.decompressobj(bits).decompress(body, _LARGEST_RECORD)
    except (OSError, EOFError, zlib.error):
        return _decode.Unreadable("its compressed content is damaged")
    known = coding in ("", "identity")
    return body if known else _decode.Unreadable(f"its content is compressed as {coding}")
