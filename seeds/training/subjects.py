"""Train the ranker that chooses what a figure is about.

    python -m seeds.training.subjects ../shared/gold tests/gold          # cross-validate, then train on all
    python -m seeds.training.subjects --measure ../shared/gold tests/gold  # cross-validate only

Reads annotations in the gold format whose articles can be found beside them, and `subjects.jsonl`: what
the figures of further articles are about, judged by eye among the candidates, and `figures.jsonl`: the figures of
broadcasts in full. It lets the extractor read
each article, and notes for every figure which candidates say what the annotation says. The figures of an
article are one chain (`chains.py`); its weights go to `seeds/models/subjects.json`. Folds are over articles.
"""

import argparse
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kg import evaluate, gold
from kg.data import seeds
from kg.extract import _chain, _reading, observations, ordered, prepare
from kg.extract._found import Found
from kg.extract._ranker import Step, Weights
from kg.extract._traits import Candidate
from kg.lexicon import load
from kg.model import Article, Observation
from seeds.training.chains import Example, train

FOLDS = 6
TRUST = 3  # how often the stories of the first folder count, which more than one reader has annotated


@dataclass
class Story:
    """An annotated article with all that is found before its figures are read."""

    article: Article
    found: Found
    annotation: gold.Gold


def stories(folders: Sequence[Path]) -> list[Story]:
    """Every annotated article with figures, read up to its figures."""
    lexicon = load()
    result = []
    sets = [[a for a in gold.read_all(folder) if not a.names_only] for folder in folders]
    for folder, annotations in zip([*folders, folders[0]], [*sets, [*broadcasts(), *judged()]], strict=True):
        texts = gold.texts(folder, annotations)
        for annotation in annotations:
            article = texts.get(annotation.stem)
            if article is None:
                continue
            found = prepare(article, lexicon)
            for module in ordered():
                if module is observations:
                    break
                module.extract(article, found)
            result.append(Story(article, found, annotation))
    return result


def broadcasts() -> Iterator[gold.Gold]:
    """The figures of `figures.jsonl` with the entities of the same broadcasts (`cctv-*.jsonl`), where they are annotated."""
    here = Path(__file__).parent
    lines = [
        line for path in sorted(here.glob("cctv-*.jsonl")) for line in path.read_text(encoding="utf-8").splitlines()
    ]
    entities = {record["article"]: record["entities"] for record in map(json.loads, lines)}
    for line in (here / "figures.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        known = entities.get(record["article"])
        yield replace(gold.parsed({**record, "entities": known or []}), names_only=known is None)


def judged() -> Iterator[gold.Gold]:
    """The figures of `subjects.jsonl` as annotations without entities."""
    for line in Path(__file__).with_suffix(".jsonl").read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        yield gold.Gold(item["article"], None, (), (), (), tuple(item["observations"]), (), (), names_only=True)


def example(story: Story) -> Example:
    """The chain of an article's figures, and which candidates say what the annotation says."""
    told, chains = read(story, Weights())
    same = evaluate.Judge(evaluate.Score(), story.annotation, extraction(story, told)).about_matcher()
    items = story.annotation.observations
    pairs = evaluate.assign(told, items, evaluate.same_value, lambda o, g: evaluate.closeness(o, g, same))
    wanted = {id(observation): (observation, item) for observation, item in pairs}
    steps, right = [], []
    for observation, candidates, step in chains:
        steps.append(step)
        right.append(_right(*wanted[id(observation)], candidates, same, story) if id(observation) in wanted else [])
    return Example(steps, right)


def _right(o: Observation, item: dict[str, Any], candidates: Sequence[Candidate], same: Any, story: Story) -> list[int]:
    """Places of the candidates that are right: of the annotated name, else linked to it, else near enough."""
    about = gold.surface(str(item["about"]))
    exact = [n for n, c in enumerate(candidates) if about in _surfaces(c, story) and fits(c, o, item, same)]
    if exact or story.annotation.names_only:
        return exact
    right = [n for n, c in enumerate(candidates) if fits(c, o, item, same)]
    return [n for n in right if same(replace(o, about=" ", entity=candidates[n].entity), item)] or right


def _surfaces(candidate: Candidate, story: Story) -> set[str]:
    """What a candidate is called in its story; the country by any of its names."""
    entity = next((e for e in story.found.entities if e.id == candidate.entity), None)
    names = {gold.surface(name) for name in (candidate.name, *((entity.name, *entity.aliases) if entity else ()))}
    country = {gold.surface(name) for name in ("中国", "我国", "全国")}
    return names | country if names & country else names


def fits(candidate: Any, observation: Observation, item: dict[str, Any], same: Any) -> bool:
    """Whether a figure about a candidate would say what the annotation says."""
    about = replace(observation, about=candidate.name, entity=candidate.entity)
    return bool(same(about, item)) or bool(evaluate.same_measure(about, item, same))


def extraction(story: Story, told: Sequence[Observation]) -> Any:
    """An extraction that holds the given figures."""
    from kg.extract import result

    return replace(result(story.article, story.found), observations=tuple(told))


def read(story: Story, model: Weights) -> tuple[list[Observation], list[tuple[Observation, list[Candidate], Step]]]:
    """Read an article's figures by the given weights; those that the chain decides also with their candidates."""
    noted: list[tuple[Observation, list[Candidate], Step]] = []
    settle, loaded = _reading.Reading.settle, _chain.weights

    def note(self: _reading.Reading) -> list[Observation]:
        apart = [n for n in range(len(self.done)) if n not in self.tied]
        steps = _chain.steps(self.abouts, [self.asked[n][0] for n in apart])
        told = settle(self)
        noted.extend((told[n], *step) for n, step in zip(apart, steps, strict=True))
        return told

    _reading.Reading.settle = note  # type: ignore[method-assign]
    _chain.weights = lambda _: model  # type: ignore[assignment]
    try:
        story.found.observations = []
        observations.extract(story.article, story.found)
    finally:
        _reading.Reading.settle = settle  # type: ignore[method-assign]
        _chain.weights = loaded
    return list(story.found.observations), noted


def score(stories_: Iterable[Story], model: Weights) -> evaluate.Score:
    """Figures of articles, judged."""
    result = evaluate.Score()
    for story in stories_:
        if story.annotation.names_only:
            continue
        told, _ = read(story, model)
        evaluate.Judge(result, story.annotation, extraction(story, told)).figures()
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
    surest = {annotation.stem for annotation in gold.read_all(options.folders[0])}
    told = [example(story) for story in every]
    part = parts(every)
    times = [TRUST if story.annotation.stem in surest else 1 for story in every]
    total = evaluate.Score()
    for fold in range(FOLDS):
        model = train([e for e, n, t in zip(told, part, times, strict=True) if n % FOLDS != fold for _ in range(t)])
        held = score([s for s, n in zip(every, part, strict=True) if n % FOLDS == fold], model)
        for group, count in held.counts.items():
            total.counts[group] += count
    for group in ("figures by value", "figures in full"):
        count = total.counts[group]
        print(f"held out  {group}: P {count.precision:.3f} R {count.recall:.3f} F1 {count.f1:.3f}")
    if options.measure:
        return
    model = train([e for e, t in zip(told, times, strict=True) for _ in range(t)])
    told_by = json.dumps({"choice": model.choice, "stay": model.stay}, ensure_ascii=False, indent=0, sort_keys=True)
    seeds("models", "subjects.json").write_text(told_by + "\n", encoding="utf-8")
    fitted = score(every, model).counts["figures in full"]
    print(f"{len(model.choice) + len(model.stay)} weights; on its own data in full F1 {fitted.f1:.3f}")


if __name__ == "__main__":
    main()
