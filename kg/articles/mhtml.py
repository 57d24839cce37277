"""Pages that a browser saved as one file (MHTML): the page among its parts is read as any other."""

import email
import re
from collections.abc import Iterator
from email.message import Message

from kg.articles import _decode
from kg.articles.pages import page_article
from kg.model import Article, SetAside

SUFFIXES = (".mht", ".mhtml")

_HEAD = 4000  # characters in which the headers of a saved page stand
_OPENING = re.compile(r"\A\s*(?:[A-Za-z-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)+", re.MULTILINE)
_PLAIN = ("", "7bit", "8bit", "binary")


def sniff(text: str) -> bool:
    """Whether a text opens with the headers of a message of related parts."""
    opening = _OPENING.match(text[:_HEAD])
    return opening is not None and "multipart/related" in opening.group().lower()


def read(text: str, stem: str) -> Iterator[Article | SetAside]:
    """The story of the page that was saved."""
    message = email.message_from_string(text)
    part = next((part for part in message.walk() if part.get_content_type() == "text/html"), None)
    html = _content(part) if part is not None else None
    if part is None or html is None:
        yield SetAside(stem, "it holds no page among its parts")
        return
    url = part.get("Content-Location") or message.get("Snapshot-Content-Location") or ""
    yield page_article(html, stem, url if url.startswith(("http://", "https://")) else None)


def _content(part: Message) -> str | None:
    """The text of a part; None where it is none."""
    payload = part.get_payload()
    if str(part.get("Content-Transfer-Encoding", "")).lower().strip() in _PLAIN:
        return payload if isinstance(payload, str) else None
    data = part.get_payload(decode=True)
    found = _decode.decode(data, part.get_content_charset()) if isinstance(data, bytes) else None
    return found if isinstance(found, str) else None
