"""Extractions made by hand, in our own words: an article of one paragraph and the things it names."""

import re

from kg.model import Article, Extraction, Kind, LocalEntity, Mention, Paragraph, Span
from kg.text import plain


def story(
    stem: str, text: str, *things: tuple[str, ...], outlet: str | None = None, published: str | None = None
) -> Extraction:
    """An extraction of a text: each thing is its name, its kind and its other names, with every mention."""
    article = Article(
        stem, "", text, plain(text), (Paragraph(0, 0, "title"), Paragraph(0, len(text))), published, outlet
    )
    entities = tuple(_entity(f"e{n}", text, thing) for n, thing in enumerate(things, 1))
    return Extraction(article, entities)


def _entity(identity: str, text: str, thing: tuple[str, ...]) -> LocalEntity:
    name, kind, *aliases = thing
    assert kind in Kind.__args__  # type: ignore[attr-defined]
    mentions = tuple(
        Mention(Span(*match.span()), surface, kind)  # type: ignore[arg-type]
        for surface in (name, *aliases)
        for match in re.finditer(re.escape(surface), text)
    )
    return LocalEntity(identity, kind, None, name, tuple(aliases), tuple(sorted(mentions, key=lambda m: m.span)))  # type: ignore[arg-type]


def mention(extraction: Extraction, surface: str) -> Mention:
    """The first mention of a surface."""
    return next(m for entity in extraction.entities for m in entity.mentions if m.text == surface)
