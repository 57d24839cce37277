"""Linking against our gold: B-cubed and pairwise scores, merges by reason, the largest clusters, a sample.

    python -m benchmarks.linking BUILD [--wrong] [--clusters 20] [--sample 20]

BUILD is the folder of a build of ../shared/articles and ../shared/corpus/articles. The gold,
tests/linking/gold.toml, holds names with the articles that use them; two names of one cluster mean one thing.
"""

import argparse
import random
import tomllib
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from kg import pipeline
from kg.lexicon import load
from kg.model import Extraction, Link
from kg.resolve import Resolution, resolve
from kg.resolve._thing import key
from kg.state import State

GOLD = Path(__file__).parent.parent / "tests/linking/gold.toml"


@dataclass(frozen=True, slots=True)
class Item:
    """A name in an article, and what it truly is."""

    kind: str
    name: str
    article: str
    thing: str


@dataclass(frozen=True, slots=True)
class Score:
    """Scores from 0 to 1; `missing` are names of the gold that the extraction did not find."""

    items: int
    missing: tuple[Item, ...]
    b_precision: float
    b_recall: float
    pair_precision: float
    pair_recall: float
    wrong: tuple[tuple[Item, Item, bool], ...]

    @property
    def b_f1(self) -> float:
        """Harmonic mean of B-cubed precision and recall (Bagga and Baldwin 1998)."""
        total = self.b_precision + self.b_recall
        return 2 * self.b_precision * self.b_recall / total if total else 0.0


def gold(path: Path = GOLD) -> list[Item]:
    """The names of the gold, each with its article and cluster."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return [
        Item(cluster["kind"], entry["name"], article, cluster["thing"])
        for cluster in data["cluster"]
        for entry in cluster["names"]
        for article in entry["articles"]
    ]


def score(items: Sequence[Item], extractions: Sequence[Extraction], resolution: Resolution) -> Score:
    """How well the links agree with the gold, over the names that were found; kinds are never mixed."""
    links = {(link.article, link.local): link.entity for link in resolution.links}
    where: dict[tuple[str, str, str], str] = {}
    for extraction in extractions:
        for entity in extraction.entities:
            for surface in (entity.name, *(mention.text for mention in entity.mentions)):
                place = (entity.kind, extraction.article.stem, key(surface))
                where.setdefault(place, links[extraction.article.stem, entity.id])
    found = [(item, where.get((item.kind, item.article, key(item.name)))) for item in items]
    missing = tuple(item for item, entity in found if entity is None)
    held = [(item, entity) for item, entity in found if entity is not None]
    return _scored(held, missing)


def _scored(held: Sequence[tuple[Item, str]], missing: tuple[Item, ...]) -> Score:
    truth = Counter((item.kind, item.thing) for item, _ in held)
    said = Counter(entity for _, entity in held)
    both = Counter((item.kind, item.thing, entity) for item, entity in held)
    precision = sum(both[i.kind, i.thing, e] / said[e] for i, e in held) / max(len(held), 1)
    recall = sum(both[i.kind, i.thing, e] / truth[i.kind, i.thing] for i, e in held) / max(len(held), 1)

    def pairs(counts: Counter[str] | Counter[tuple[str, str]] | Counter[tuple[str, str, str]]) -> int:
        return sum(n * (n - 1) // 2 for n in counts.values())

    right = pairs(both)
    wrong = [
        (a, b, x == y)
        for (a, x), (b, y) in combinations(held, 2)
        if a.kind == b.kind and (x == y) != (a.thing == b.thing)
    ]
    return Score(
        len(held),
        missing,
        precision,
        recall,
        right / max(pairs(said), 1),
        right / max(pairs(truth), 1),
        tuple(wrong),
    )


def clusters(links: Sequence[Link]) -> dict[str, list[Link]]:
    """Links by thing, the largest first."""
    found: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        found[link.entity].append(link)
    return dict(sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0])))


def main() -> None:
    """Print the scores and what a reader may judge."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=Path)
    parser.add_argument("--wrong", action="store_true", help="list every pair that is judged otherwise")
    parser.add_argument("--clusters", type=int, default=20)
    parser.add_argument("--sample", type=int, default=20)
    given = parser.parse_args()
    with State(given.build / pipeline.STATE) as state:
        extractions = pipeline.distinct(state.extractions())
    resolution = resolve(extractions, load())
    result = score(gold(), extractions, resolution)
    print(f"{result.items} names of the gold found, {len(result.missing)} not")
    print(f"B-cubed  P {result.b_precision:.4f}  R {result.b_recall:.4f}  F1 {result.b_f1:.4f}")
    print(f"pairs    P {result.pair_precision:.4f}  R {result.pair_recall:.4f}")
    told(resolution, given.clusters, given.sample)
    if given.wrong:
        for one, other, merged in result.wrong:
            verdict = "merged, but two" if merged else "one, but apart"
            print(
                f"{verdict}: {one.name} ({one.article}) / {other.name} ({other.article})  {one.thing} / {other.thing}"
            )
        print("not found:", ", ".join(f"{i.name} ({i.article})" for i in result.missing))


def told(resolution: Resolution, largest: int, sample: int) -> None:
    """Print nodes, merges by reason, the largest clusters and a random sample of merges."""
    groups = clusters(resolution.links)
    print(f"\n{len(groups)} things out of {len(resolution.links)} things of articles; by reason:")
    for reason, count in Counter(link.reason for link in resolution.links).most_common():
        print(f"  {count:5d}  {reason}")
    print(f"\nthe {largest} largest:")
    for entity, links in list(groups.items())[:largest]:
        names = Counter(link.surface for link in links)
        print(f"  {len(links):4d}  {entity}: {'、'.join(f'{name}×{n}' for name, n in names.most_common(8))}")
    several = [(e, links) for e, links in groups.items() if len({link.surface for link in links}) > 1]
    print(f"\n{sample} random merges of different names:")
    for entity, links in random.Random(7).sample(several, min(sample, len(several))):
        names = sorted({f"{link.surface} [{link.reason}; {link.detail}]" for link in links})
        print(f"  {entity}: {' | '.join(names)[:300]}")
    print(f"\n{len(resolution.reprints)} reprints:")
    for copy in resolution.reprints:
        print(f"  {copy.article} repeats {copy.of} ({copy.score}), first in {copy.outlet}")


if __name__ == "__main__":
    main()
