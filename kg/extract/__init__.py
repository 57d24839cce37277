"""What an article says: names, times, figures, relations, dates and statements, each with its sentence.

An extractor is a module of this package with `NEEDS`, `MAKES` and `extract(article, found)`; it reads
what the ones before it have found and adds its own. Modules are put in order by what they need.
"""

from collections.abc import Sequence
from functools import cache
from types import ModuleType

from kg.errors import KgError
from kg.extract._found import Found
from kg.lexicon import Lexicon
from kg.model import Article, Extraction
from kg.plugins import family
from kg.tagger import tagger
from kg.text import sentences

GIVEN = ("sentences", "tokens", "hits")


def extract(article: Article, lexicon: Lexicon) -> Extraction:
    """All that an article says; the same for the same article and lexicon."""
    return result(article, run(article, lexicon))


def extract_all(articles: Sequence[Article], lexicon: Lexicon) -> list[Extraction]:
    """All that some articles say, each the same as alone; the networks are faster over many at once."""
    return [result(*pair) for pair in zip(articles, run_all(articles, lexicon), strict=True)]


def run(article: Article, lexicon: Lexicon, extractors: Sequence[ModuleType] | None = None) -> Found:
    """What the extractors find, each in its turn."""
    (found,) = run_all([article], lexicon, extractors)
    return found


def run_all(
    articles: Sequence[Article], lexicon: Lexicon, extractors: Sequence[ModuleType] | None = None
) -> list[Found]:
    """What the extractors find in each of some articles."""
    every = [Found(lexicon) for _ in articles]
    _prepare(articles, every)
    for module in extractors or ordered():
        if hasattr(module, "extract_all"):
            module.extract_all(articles, every)
            continue
        for article, found in zip(articles, every, strict=True):
            module.extract(article, found)
    return every


def prepare(article: Article, lexicon: Lexicon) -> Found:
    """Sentences, tokens and gazetteer hits: what every extractor may read."""
    found = Found(lexicon)
    _prepare([article], [found])
    return found


def _prepare(articles: Sequence[Article], every: Sequence[Found]) -> None:
    for article, found in zip(articles, every, strict=True):
        found.sentences = sentences(article)
        found.hits = found.lexicon.find(article.plain)
    texts = [(article.plain, found.sentences) for article, found in zip(articles, every, strict=True)]
    for found, tagged in zip(every, tagger().tag_all(texts), strict=True):
        found.tagged = tagged


def result(article: Article, found: Found) -> Extraction:
    """The lasting part of what was found."""
    return Extraction(
        article=article,
        entities=tuple(found.entities),
        claims=tuple(found.claims),
        datings=tuple(found.datings),
        observations=tuple(found.observations),
        times=tuple(found.times),
        statements=tuple(found.statements),
        refused=tuple(found.refused),
        headline=tuple(found.headline),
    )


@cache
def ordered() -> tuple[ModuleType, ...]:
    """Extractors so that each comes after those that make what it needs; ties by name."""
    waiting = dict(sorted(family("kg.extract").items()))
    made = set(GIVEN)
    result: list[ModuleType] = []
    while waiting:
        ready = next((name for name, module in waiting.items() if set(module.NEEDS) <= made), None)
        if ready is None:
            lacking = {need for module in waiting.values() for need in module.NEEDS} - made
            raise KgError("extractors wait for what none makes", ", ".join(sorted(lacking)), "check NEEDS and MAKES")
        module = waiting.pop(ready)
        result.append(module)
        made |= set(module.MAKES)
    return tuple(result)
