"""Skeletons of an article's sentences, with the subject of each clause carried over where it is left out."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.extract._found import Found
from kg.extract._skeleton import CLASSES, CODES, Item, Skeleton, build, insert
from kg.model import Article, Reference, Sentence, Span
from kg.rules import rules

_SUBJECTS = CLASSES["actor"] + CLASSES["event"] + CLASSES["person"] + CLASSES["site"]
_TIME = CODES["time"]


@dataclass(frozen=True, slots=True)
class Scene:
    """A sentence ready for rules: its skeleton, and what it inherits."""

    number: int
    sentence: Sentence
    skeleton: Skeleton
    topics: tuple[Reference, ...]

    def topic(self, before: int) -> Reference | None:
        """The event spoken of at a place of the article: named last in the paragraph, else the main one."""
        told = [topic for topic in self.topics if topic.span.start < before]
        return told[-1] if told else None


def scenes(article: Article, found: Found, *, brackets: bool = False) -> Iterator[Scene]:
    """Every sentence with names in place of text; subjects carry within a paragraph."""
    items = ordered(found)
    starts = [item.span.start for item in items]
    subject: Reference | None = None
    main = next((r for r in found.references if r.entity == found.main_event), None)
    topics: tuple[Reference, ...] = ()
    paragraph = -1
    for number, sentence in enumerate(found.sentences):
        if sentence.paragraph != paragraph:
            paragraph, subject = sentence.paragraph, None
            topics = (main,) if main and main.span.start < sentence.span.start else ()
        inside = [
            item
            for item in items[bisect_left(starts, sentence.span.start) : bisect_left(starts, sentence.span.end)]
            if item.span in sentence.span
        ]
        skeleton = build(article, sentence.span, inside, brackets=brackets)
        full, subject = _carry(skeleton, subject)
        topics += tuple(item for item in inside if isinstance(item, Reference) and item.kind == "Event")
        yield Scene(number, sentence, full, topics)


def ordered(found: Found) -> list[Item]:
    """References, times and figures in order of place; a time or figure inside a name is part of it."""
    references: Sequence[Item] = found.references
    taken = sorted(reference.span for reference in found.references)
    edges = [span.start for span in taken]

    def free(span: Span) -> bool:
        at = bisect_left(edges, span.end)
        return not any(taken[n].overlaps(span) for n in (at - 1,) if n >= 0)

    others: list[Item] = [time for time in found.times if free(time.span)]
    others += [quantity for quantity in found.quantities if free(quantity.span)]
    merged: list[Item] = sorted([*references, *others], key=lambda item: (item.span.start, -item.span.end))
    result: list[Item] = []
    for item in merged:
        if not result or item.span.start >= result[-1].span.end:
            result.append(item)
    return result


def _carry(skeleton: Skeleton, subject: Reference | None) -> tuple[Skeleton, Reference | None]:
    """The skeleton with subjects inserted at clauses that have none, and the subject it ends with."""
    table = rules("discourse")
    lead = re.compile(f"(?:{'|'.join(table['lead']['words'])}|{_TIME}|，|“)*")
    bare = re.compile(f"(?:{'|'.join(table['lead']['verbs'])})")
    added: list[tuple[int, Reference]] = []
    for start, end in _clauses(skeleton.text):
        head = lead.match(skeleton.text, start, end)
        at = head.end() if head else start
        item = skeleton.items[at] if at < end else None
        if isinstance(item, Reference) and skeleton.text[at] in _SUBJECTS:
            if not _possessive(skeleton.text, at, end):
                subject = item
            continue
        if subject is not None and bare.match(skeleton.text, at, end):
            added.append((at, subject))
    return insert(skeleton, added), subject


def _possessive(text: str, at: int, end: int) -> bool:
    """Whether a name at the head of a clause only qualifies a noun (北京的…) or lists on."""
    return text[at + 1 : min(end, at + 2)] in ("的", "、")


def _clauses(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in re.finditer("[，；：。！？]", text):
        if match.start() > start:
            yield start, match.start()
        start = match.end()
    if start < len(text):
        yield start, len(text)
