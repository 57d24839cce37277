"""Trying extraction: on a sentence, with the rule behind each finding, and on annotated articles."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from kg import engine, gold
from kg.articles import plain as plain_text
from kg.errors import KgError
from kg.evaluate import Score
from kg.evaluate import evaluate as score
from kg.extract import extract
from kg.lexicon import Lexicon, load
from kg.model import Article, Extraction
from kg.pipeline import Options

Progress = Callable[[str, int, int | None], None]


def trial(text: str, published: str | None = None) -> Extraction:
    """What is found in a text. Raises KgError for an empty text or a date that is none."""
    if not text.strip():
        raise KgError("there is no text to try", "", "give a sentence in quotation marks", usage=True)
    found = next((item for item in plain_text.read(text, "try") if isinstance(item, Article)), None)
    if found is None:
        raise KgError("the text holds nothing to read", text[:40], "give a sentence of the story itself", usage=True)
    if published:
        found = replace(found, published=_date(published))
    return extract(found, _lexicon())


def evaluation(folder: Path, places: Sequence[Path], options: Options, progress: Progress) -> Score:
    """Score of what is extracted from annotated articles.

    An article without a date of its own takes the annotation's. Raises KgError where no annotated
    article can be found.
    """
    annotations = gold.read_all(folder)
    texts = gold.texts(folder, annotations, places)
    pairs = [(item, texts[item.stem]) for item in annotations if item.stem in texts]
    if not pairs:
        raise KgError(
            "none of the annotated articles was found", str(folder), "name their folder with --articles", usage=True
        )
    results = []
    read = engine.run(_one, [article for _, article in pairs], options.workers)
    for (annotation, _), found in zip(pairs, read, strict=True):
        results.append((annotation, found))
        progress("evaluating", len(results), len(pairs))
    return score(results)


def _one(article: Article) -> Extraction:
    return extract(article, _lexicon())


@cache
def _lexicon() -> Lexicon:
    return load()


def _date(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise KgError("no such date", text, "write YYYY-MM-DD", usage=True) from error
