"""Cross-validation of the whole entity half: recogniser of the fold, rules and aliases, on held-out articles."""

import random
from collections.abc import Sequence
from copy import copy
from dataclasses import replace
from pathlib import Path

from kg import gold
from kg.evaluate import Score, evaluate, match_entities
from kg.extract import candidates, ordered, prepare, result
from kg.extract._found import Found
from kg.gold import Gold
from kg.lexicon import Lexicon
from kg.model import Article, Extraction, LocalEntity
from kg.recogniser import Recogniser
from seeds.training.texts import Story, folders


class Judged:
    """Annotated articles, prepared once and evaluated with the recogniser of each fold."""

    def __init__(self, stories: Sequence[Story], shared: Path, lexicon: Lexicon) -> None:
        annotations: dict[str, Gold] = {}
        for folder in folders(shared):
            for item in gold.read_all(folder):
                annotations.setdefault(item.stem, item)
        self.pairs: dict[str, tuple[Gold, Article, Found]] = {}
        for story in stories:
            if story.article is not None and story.source == "corpus":
                annotation = annotations[story.key]
                article = replace(story.article, published=story.article.published or annotation.published)
                self.pairs[story.key] = (annotation, article, prepare(article, lexicon))

    def extractions(self, keys: Sequence[str], model: Recogniser | None) -> list[tuple[Gold, Extraction]]:
        """What is found in the articles with a recogniser, or with rules alone."""
        return [(self.pairs[key][0], self._extract(key, model)) for key in keys]

    def _extract(self, key: str, model: Recogniser | None) -> Extraction:
        _, article, prepared = self.pairs[key]
        found = copy(prepared)
        for name in ("candidates", "times", "quantities", "mentions", "inner", "entities", "references", "refused"):
            setattr(found, name, [])
        for module in ordered():
            if module is not candidates:
                module.extract(article, found)
            elif model is not None:
                candidates.read(article, found, model)
            if "entities" in module.MAKES:
                break
        return result(article, found)


def folds(stories: Sequence[Story], count: int, seed: int = 7) -> list[list[Story]]:
    """Corpus stories in folds of about equal length; near-duplicates stay together."""
    groups: dict[str, list[Story]] = {}
    for story in stories:
        if story.source == "corpus":
            groups.setdefault(story.group, []).append(story)
    names = sorted(groups)
    random.Random(seed).shuffle(names)
    parts: list[list[Story]] = [[] for _ in range(count)]
    sizes = [0] * count
    for name in sorted(names, key=lambda n: -sum(len(story.text) for story in groups[n])):
        smallest = sizes.index(min(sizes))
        parts[smallest] += groups[name]
        sizes[smallest] += sum(len(story.text) for story in groups[name])
    return parts


def crossed(
    parts: Sequence[Sequence[Story]], judged: Judged, models: Sequence[Recogniser | None]
) -> tuple[Score, list[tuple[Gold, Extraction]]]:
    """Score and findings over all folds, each with the recogniser that has not seen it (None for rules alone)."""
    pairs: list[tuple[Gold, Extraction]] = []
    for part, model in zip(parts, models, strict=True):
        pairs += judged.extractions([story.key for story in part], model)
    return evaluate(pairs), pairs


def table(score: Score) -> list[str]:
    """Rows of core, all and each kind: precision, recall, F1."""
    rows = []
    groups = ["core entities", "all entities"]
    summary = score.summary()
    counts = {name: summary[name] for name in groups}
    counts |= {name: count for name, count in sorted(score.counts.items()) if name.startswith("entity ")}
    for name, count in counts.items():
        rows.append(
            f"{name:22} {count.precision:.3f} {count.recall:.3f} {count.f1:.3f}"
            f"  right {count.right} false {count.false} missed {count.missed}"
        )
    return rows


def sureness(pairs: Sequence[tuple[Gold, Extraction]]) -> list[tuple[LocalEntity, bool]]:
    """Every entity found, and whether it is annotated; those paired with optional ones are left out."""
    told = []
    for annotation, extraction in pairs:
        matched = {entity.id: item for entity, item in match_entities(extraction.entities, annotation.entities)}
        for entity in extraction.entities:
            item = matched.get(entity.id)
            if item is None or not item.optional:
                told.append((entity, item is not None))
    return told


def calibration(told: Sequence[tuple[LocalEntity, bool]]) -> list[str]:
    """Rows of confidence: how many entities are said to be so sure, and the share of them that is right."""
    rows = []
    for low, high in (
        (0.0, 0.5),
        (0.5, 0.7),
        (0.7, 0.8),
        (0.8, 0.9),
        (0.9, 0.95),
        (0.95, 0.99),
        (0.99, 1.1),
        (0.9, 1.1),
    ):
        inside = [right for entity, right in told if low <= entity.confidence < high]
        if inside:
            rows.append(f"said {low:.2f}–{min(high, 1):.2f}: {len(inside):5} right {sum(inside) / len(inside):.3f}")
    return rows
