"""Train the ranker that chooses what a figure is about.

    python -m seeds.training.subjects ../shared/gold tests/gold          # cross-validate, then train on all
    python -m seeds.training.subjects --measure ../shared/gold tests/gold  # cross-validate only

Reads annotations in the gold format whose articles can be found beside them, and `subjects.jsonl`: what
the figures of further articles are about, judged by eye among the candidates. It lets the extractor read
each article, and notes for every figure which candidates say what the annotation says. The weights are
those of a softmax over the candidates, with an L2 penalty; they go to `seeds/models/subjects.json`.
Folds are over articles, and the candidates of a fold are made with the weights of the others.
"""

import argparse
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from kg import articles, evaluate, gold
from kg.data import seeds
from kg.extract import _abouts, _traits, observations, ordered, prepare
from kg.extract._found import Found
from kg.lexicon import load
from kg.model import Article, Observation, Quantity

FOLDS = 6
PENALTY = 8.0
STEPS = 120
ROUNDS = 2
RARE = 5  # a feature of fewer articles is left out


@dataclass
class Story:
    """An annotated article with all that is found before its figures are read."""

    article: Article
    found: Found
    annotation: gold.Gold


@dataclass
class Example:
    """A figure's candidates by their features, and which of them are right."""

    candidates: list[list[str]]
    right: list[int]
    story: int


def stories(folders: Sequence[Path]) -> list[Story]:
    """Every annotated article with figures, read up to its figures."""
    lexicon = load()
    result = []
    sets = [[a for a in gold.read_all(folder) if not a.names_only] for folder in folders]
    for folder, annotations in zip([*folders, folders[0]], [*sets, list(judged())], strict=True):
        paths = gold.article_paths(folder, [a.stem for a in annotations])
        for annotation in annotations:
            if annotation.stem not in paths:
                continue
            for item in articles.read(paths[annotation.stem]):
                if isinstance(item, Article):
                    article = replace(item, published=item.published or annotation.published)
                    found = prepare(article, lexicon)
                    for module in ordered():
                        if module is observations:
                            break
                        module.extract(article, found)
                    result.append(Story(article, found, annotation))
                    break
    return result


def judged() -> Iterator[gold.Gold]:
    """The figures of `subjects.jsonl` as annotations without entities."""
    for line in Path(__file__).with_suffix(".jsonl").read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        yield gold.Gold(item["article"], None, (), (), (), tuple(item["observations"]), (), (), names_only=True)


def examples(stories_: Sequence[Story], model: dict[str, float] | None) -> list[Example]:
    """The figures of articles as the extractor meets them, choosing by the given weights."""
    result: list[Example] = []
    for number, story in enumerate(stories_):
        noted, told = read(story, model)
        score = evaluate.Score()
        judge = evaluate._Judge(score, story.annotation, extraction(story, told))
        same = judge._about_matcher()
        pairs = evaluate._assign(
            told,
            story.annotation.observations,
            evaluate.same_value,
            lambda o, g, same=same: evaluate.closeness(o, g, same),
        )
        for observation, item in pairs:
            candidates = noted.get(id(observation))
            if candidates is None:
                continue
            right = [n for n, c in enumerate(candidates) if fits(c, observation, item, same)]
            if story.annotation.names_only:
                right = [n for n in right if gold.surface(candidates[n].name) == gold.surface(str(item["about"]))]
            exact = [n for n in right if gold.surface(candidates[n].name) == gold.surface(str(item["about"]))]
            linked = [n for n in right if same(replace(observation, about=" ", entity=candidates[n].entity), item)]
            right = exact or linked or right
            if right and len(right) < len(candidates):
                result.append(Example([sorted(c.features) for c in candidates], right, number))
    return result


def fits(candidate: Any, observation: Observation, item: dict[str, Any], same: Any) -> bool:
    """Whether a figure about a candidate would say what the annotation says."""
    about = replace(observation, about=candidate.name, entity=candidate.entity)
    return bool(same(about, item)) or bool(evaluate.same_measure(about, item, same))


def extraction(story: Story, told: Sequence[Observation]) -> Any:
    """An extraction that holds the given figures."""
    from kg.extract import result

    return replace(result(story.article, story.found), observations=tuple(told))


def read(story: Story, model: dict[str, float] | None) -> tuple[dict[int, Any], list[Observation]]:
    """Read an article's figures; the candidates of each by the observation's identity."""
    noted: list[tuple[Quantity, list[_traits.Candidate]]] = []
    original = _abouts.Abouts.choose
    chosen = _abouts.weights

    def choose(self: _abouts.Abouts, view: _traits.View) -> Any:
        candidates = self.candidates(view)
        noted.append((view.q, candidates))
        return original(self, view)

    _abouts.Abouts.choose = choose  # type: ignore[method-assign]
    _abouts.weights = lambda _: model or {}  # type: ignore[assignment]
    try:
        story.found.observations = []
        observations.extract(story.article, story.found)
    finally:
        _abouts.Abouts.choose = original  # type: ignore[method-assign]
        _abouts.weights = chosen
    told = list(story.found.observations)
    by_end = {q.span.end: candidates for q, candidates in noted}
    found = {}
    for observation in told:
        end = next((e for e in sorted(by_end) if observation.evidence.start < e <= observation.evidence.end), None)
        if end is not None:
            found[id(observation)] = by_end[end]
    return found, told


def train(examples_: Sequence[Example], start: dict[str, float] | None = None) -> dict[str, float]:
    """Weights that make the right candidates likely; rare features are left out."""
    held: dict[str, set[int]] = {}
    for example in examples_:
        for feature in {f for c in example.candidates for f in c}:
            held.setdefault(feature, set()).add(example.story)
    names = sorted(f for f, inside in held.items() if len(inside) >= RARE)
    index = {name: n for n, name in enumerate(names)}
    rows, columns, groups, goods = [], [], [], []
    for number, example in enumerate(examples_):
        for n, candidate in enumerate(example.candidates):
            known = [index[f] for f in candidate if f in index]
            rows += [len(groups)] * len(known)
            columns += known
            groups.append(number)
            goods.append(n in example.right)
    row, column, group, good = np.array(rows), np.array(columns), np.array(groups), np.array(goods)
    first = np.concatenate([[0], np.flatnonzero(np.diff(group)) + 1])
    weights, m, v = np.zeros(len(names)), np.zeros(len(names)), np.zeros(len(names))
    for step in range(1, STEPS + 1):
        scores = np.bincount(row, weights[column], len(groups))
        scores -= np.maximum.reduceat(scores, first)[group]
        every = np.exp(scores)
        chance = every / np.add.reduceat(every, first)[group]
        wanted = np.where(good, every, 0)
        target = wanted / np.maximum(np.add.reduceat(wanted, first)[group], 1e-12)
        gradient = np.bincount(column, (chance - target)[row], len(names)) + PENALTY * weights
        m, v = 0.9 * m + 0.1 * gradient, 0.99 * v + 0.01 * gradient**2
        weights -= 0.05 * (m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.99**step)) + 1e-8)
    return {name: round(float(weights[n]), 3) for name, n in index.items() if abs(weights[n]) >= 0.02}


def fit(stories_: Sequence[Story]) -> dict[str, float]:
    """Weights by several rounds: what carries over from figure to figure depends on the weights."""
    model = None
    for _ in range(ROUNDS):
        model = train(examples(stories_, model))
    assert model is not None
    return model


def score(stories_: Iterable[Story], model: dict[str, float]) -> evaluate.Score:
    """Figures of articles, judged."""
    result = evaluate.Score()
    for story in stories_:
        if story.annotation.names_only:
            continue
        _, told = read(story, model)
        evaluate._Judge(result, story.annotation, extraction(story, told)).figures()
    return result


def parts(stories_: Sequence[Story]) -> list[int]:
    """A number for each story, the same for those that tell the same figures: they are held out together."""
    seen: list[tuple[set[float], int]] = []
    result = []
    for story in stories_:
        values = {float(o["value"]) for o in story.annotation.observations if o.get("value") is not None}
        like = next((n for known, n in seen if len(known & values) > 0.3 * max(1, min(len(known), len(values)))), None)
        number = len(seen) if like is None else like
        seen.append((values, number))
        result.append(number)
    return result


def main() -> None:
    """Cross-validate; then train on everything and keep the weights."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--measure", action="store_true")
    options = parser.parse_args()
    every = stories(options.folders)
    total = evaluate.Score()
    part = parts(every)
    for fold in range(FOLDS):
        inside = [s for s, n in zip(every, part, strict=True) if n % FOLDS != fold]
        outside = [s for s, n in zip(every, part, strict=True) if n % FOLDS == fold]
        held = score(outside, fit(inside))
        for group, count in held.counts.items():
            total.counts[group] += count
    for group in ("figures by value", "figures in full"):
        count = total.counts[group]
        print(f"held out  {group}: P {count.precision:.3f} R {count.recall:.3f} F1 {count.f1:.3f}")
    if options.measure:
        return
    model = fit(every)
    seeds("models", "subjects.json").write_text(
        json.dumps(model, ensure_ascii=False, indent=0, sort_keys=True) + "\n", encoding="utf-8"
    )
    fitted = score(every, model).counts["figures in full"]
    print(f"{len(model)} weights; on its own data in full F1 {fitted.f1:.3f}")


if __name__ == "__main__":
    main()
