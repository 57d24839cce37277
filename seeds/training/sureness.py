"""Fit how sure figures are, on held-out folds, and show how well that holds.

    python -m seeds.training.sureness ../shared/gold tests/gold

Every fold's figures are read with a ranker trained on the other folds. A figure's confidence is the
probability that it is right in full: a logistic function of the ranker's probability for its subject and of
where its measure stood. The printed coefficients go to `[confidence]` of `seeds/rules/figures.toml`; the
table is of a second cross-validation, so no figure is judged by coefficients that it has shaped.
"""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kg import evaluate
from kg.extract import _reading
from kg.extract._ranker import Weights
from seeds.training import subjects
from seeds.training.chains import train

BINS = ((0.0, 0.5), (0.5, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 1.01))
Row = tuple[float, str, bool, bool]  # sureness of the subject, source of the measure, right by value, in full


def rows(every: Sequence[subjects.Story]) -> Iterator[Row]:
    """Held-out figures, judged."""
    part = subjects.parts(every)
    told = [subjects.example(story) for story in every]
    for fold in range(subjects.FOLDS):
        model = train([e for e, n in zip(told, part, strict=True) if n % subjects.FOLDS != fold])
        for story, number in zip(every, part, strict=True):
            if number % subjects.FOLDS == fold and not story.annotation.names_only:
                yield from judged(story, model)


def judged(story: subjects.Story, model: Weights) -> Iterator[Row]:
    """An article's figures with what their confidence rests on; optional ones are left out."""
    asked: list[tuple[float, str]] = []
    original = _reading._confidence

    def note(sure: float, source: str) -> float:
        asked.append((sure, source))
        return float(len(asked) - 1)

    _reading._confidence = note
    try:
        told, _ = subjects.read(story, model)
    finally:
        _reading._confidence = original
    score = evaluate.Score()
    same = evaluate.Judge(score, story.annotation, subjects.extraction(story, told)).about_matcher()
    pairs = evaluate.assign(
        told, story.annotation.observations, evaluate.same_value, lambda o, g: evaluate.closeness(o, g, same)
    )
    matched = {id(ours): item for ours, item in pairs}
    loose = [item for item in story.annotation.observations if item.get("optional")]
    for figure in told:
        item = matched.get(id(figure))
        if (item or {}).get("optional") or (item is None and any(evaluate.same_value(figure, o) for o in loose)):
            continue
        sure, source = asked[int(figure.confidence)]
        yield sure, source, item is not None, item is not None and evaluate.in_full(figure, item, same)


def fit(features: NDArray[np.float64], right: NDArray[np.float64]) -> NDArray[np.float64]:
    """Logistic regression by Newton's method; all but base and sureness are drawn to nought."""
    weights = np.zeros(features.shape[1])
    drawn = np.diag([1e-6, 1e-6, *[2.0] * (features.shape[1] - 2)])
    for _ in range(25):
        chance = 1 / (1 + np.exp(-features @ weights))
        gradient = features.T @ (chance - right) + drawn @ weights
        curvature = (features * (chance * (1 - chance))[:, None]).T @ features + drawn
        weights -= np.linalg.solve(curvature, gradient)
    return weights


def main() -> None:
    """Print the coefficients, and how often figures of each confidence are right."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folders", nargs="+", type=Path)
    found = list(rows(subjects.stories(parser.parse_args().folders)))
    sources = sorted({source for _, source, _, _ in found})
    features = np.array([[1, sure, *(source == s for s in sources)] for sure, source, _, _ in found], float)
    right = np.array([full for *_, full in found], float)
    value = np.array([by_value for *_, by_value, _ in found], float)
    weights = fit(features, right)
    print(f"base = {weights[0]:.2f}\nsure = {weights[1]:.2f}")
    print("source =", {s: round(float(w), 2) for s, w in zip(sources, weights[2:], strict=True)})
    turn = np.arange(len(found)) % 5
    chance = np.zeros(len(found))
    for fold in range(5):
        chance[turn == fold] = 1 / (
            1 + np.exp(-features[turn == fold] @ fit(features[turn != fold], right[turn != fold]))
        )
    print(" said        figures  right in full  by value")
    for low, high in BINS:
        inside = (chance >= low) & (chance < high)
        if inside.any():
            print(
                f" {low:.1f}-{high:.1f}  {inside.sum():7d}  {right[inside].mean():13.2f}  {value[inside].mean():8.2f}"
            )


if __name__ == "__main__":
    main()
