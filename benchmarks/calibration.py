"""How sure claims are, and how sure they should be: reliability rule by rule, on annotated articles.

    python -m benchmarks.calibration ../shared/gold tests/gold [--write] [--folds 10] [--weight 8]

Every rule starts from its author's guess (never above the average) and moves to the share of its claims
that are right, the more the oftener it was tried; claims about doubtful names are lowered by a factor. The
printed table is cross-validated over articles: no claim is judged with a confidence that its own article
has shaped. `--write` fits on all and writes `seeds/rules/confidence.toml`, which the extractor
`confidence` reads.
"""

import argparse
import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg import evaluate, gold
from kg.data import seeds
from kg.evaluate import Judged
from kg.extract import confidence, ordered, result, run
from kg.lexicon import load

STEPS = (0.65, 0.78)  # below these a name is doubtful
BINS = ((0.0, 0.5), (0.5, 0.6), (0.6, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 1.01))


@dataclass(frozen=True, slots=True)
class Fit:
    """Confidence of each rule, and the factor for names less sure than each step."""

    rules: dict[str, float]
    factors: tuple[float, ...]
    tried: dict[str, tuple[int, int]]

    def of(self, claim: Judged) -> float:
        """Confidence of a claim, 0 to 1."""
        value = self.rules.get(claim.rule, min(claim.confidence, confidence.UNTRIED))
        factor = next((f for step, f in zip(STEPS, self.factors, strict=True) if claim.things < step), 1.0)
        return value * factor


def fit(claims: Sequence[Judged], weight: float) -> Fit:
    """Confidences from judged claims; `weight` is how many claims a guess is worth."""
    average = sum(claim.right for claim in claims) / max(1, len(claims))
    sure = [claim for claim in claims if claim.things >= STEPS[-1]] or claims
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    guess: dict[str, float] = {}
    for claim in claims:
        guess[claim.rule] = min(claim.confidence, average)
        counts[claim.rule]
    for claim in sure:
        counts[claim.rule][0 if claim.right else 1] += 1
    values = {
        rule: (right + weight * guess[rule]) / (right + wrong + weight) for rule, (right, wrong) in counts.items()
    }
    factors = []
    below = 0.0
    for step in STEPS:
        some = [claim for claim in claims if below <= claim.things < step]
        expected = sum(values[claim.rule] for claim in some)
        factors.append(min(1.0, (sum(claim.right for claim in some) + weight) / (expected + weight)) if some else 1.0)
        below = step
    return Fit(values, tuple(factors), {rule: (right, wrong) for rule, (right, wrong) in counts.items()})


def held_out(claims: Sequence[Judged], folds: int, weight: float) -> list[tuple[float, bool]]:
    """Confidence and truth of every claim, fitted on the articles of the other folds."""
    stems = sorted({claim.article for claim in claims})
    fold = {stem: number % folds for number, stem in enumerate(stems)}
    told = []
    for number in range(folds):
        fitted = fit([claim for claim in claims if fold[claim.article] != number], weight)
        told += [(fitted.of(claim), claim.right) for claim in claims if fold[claim.article] == number]
    return told


def judged(folders: Iterable[Path]) -> list[Judged]:
    """Every claim about annotated articles that could be judged, with its author's guess; figures aside."""
    modules = [module for module in ordered() if module is not confidence]
    lexicon, claims = load(), []
    for folder in folders:
        annotations = gold.read_all(folder)
        texts = gold.texts(folder, annotations)
        for item in annotations:
            article = texts.get(item.stem)
            if article is None:
                continue
            score = evaluate.evaluate([(item, result(article, run(article, lexicon, modules)))])
            claims += [claim for claim in score.judged if not claim.group.startswith("figures")]
    return claims


def _print(claims: Sequence[Judged], folds: int, weight: float) -> None:
    told = held_out(claims, folds, weight)
    loss = -sum(math.log(max(1e-6, p if right else 1 - p)) for p, right in told) / len(told)
    print(f"{len(claims)} claims; weight {weight}: log loss {loss:.3f}")
    for low, high in BINS:
        some = [(p, right) for p, right in told if low <= p < high]
        if some:
            right = sum(r for _, r in some)
            mean = sum(p for p, _ in some) / len(some)
            print(
                f"  said {low:.1f}-{min(high, 1):.1f}: {len(some):4} claims, mean {mean:.2f}, right {right / len(some):.2f}"
            )


def _write(fitted: Fit) -> Path:
    lines = [
        "# What a claim of each rule is worth: fitted on annotated articles, with the claims tried as right/wrong.",
        "# source: python -m benchmarks.calibration ../shared/gold tests/gold --write",
        "",
        "[rules]",
    ]
    for rule, value in sorted(fitted.rules.items()):
        right, wrong = fitted.tried[rule]
        lines.append(f'"{rule}" = {value:.2f}   # {right}/{wrong}')
    for step, factor in zip(STEPS, fitted.factors, strict=True):
        lines += [
            "",
            "[[things]]   # claims about a name less sure than this",
            f"below = {step}",
            f"factor = {factor:.2f}",
        ]
    path = seeds("rules", "confidence.toml")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def main() -> None:
    """Print the reliability of confidences, and write them where that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--folds", type=int, default=10)
    parser.add_argument("--weight", type=float, default=8.0)
    asked = parser.parse_args()
    claims = judged(asked.folders)
    _print(claims, asked.folds, asked.weight)
    fitted = fit(claims, asked.weight)
    for rule, (right, wrong) in sorted(fitted.tried.items(), key=lambda item: (-item[1][1], item[0])):
        print(f"  {rule:24} {fitted.rules[rule]:.2f}   {right}/{wrong}")
    if asked.write:
        print(f"written to {_write(fitted)}")


if __name__ == "__main__":
    main()
