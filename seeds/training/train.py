"""Train the name recogniser: `python -m seeds.training.train [--folds N] [--out FILE]` from the project's root.

Needs PyTorch (CPU) and the annotated articles' texts in `../shared`. With --folds it cross-validates over
articles and writes nothing; without, it trains on everything and writes the weights.
"""

import argparse
import pickle
import sys
import time
from copy import deepcopy
from dataclasses import fields, replace
from pathlib import Path
from typing import cast

import numpy as np
import torch

from kg.data import seeds
from kg.lexicon import Lexicon, load
from kg.recogniser import Floats, Recogniser
from kg.recogniser import load as trained
from seeds.training import texts, validate
from seeds.training.network import Network, Options, train
from seeds.training.samples import Sample, Swapper, samples


def main() -> None:
    """Read the command line and train."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="where the annotated articles are")
    parser.add_argument("--folds", type=int, default=0, help="cross-validate over so many folds")
    parser.add_argument("--only", type=int, default=0, help="run only the first so many of the folds")
    parser.add_argument("--rules", action="store_true", help="cross-validate the rules alone")
    parser.add_argument("--copies", type=int, default=1, help="copies of each story with other names")
    parser.add_argument("--faults", type=Path, help="write the errors of the folds here")
    parser.add_argument(
        "--work", type=Path, help="folder for samples, base and folds; what lies there is not made again"
    )
    parser.add_argument("--out", type=Path, default=seeds("models", "names.npz"))
    for option in fields(Options):
        parser.add_argument(f"--{option.name.replace('_', '-')}", type=type(option.default), default=option.default)
    given = parser.parse_args()
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    options = replace(Options(), **{option.name: getattr(given, option.name) for option in fields(Options)})
    lexicon = load()
    stories = [*texts.own(), *texts.annotated(given.shared)]
    texts.grouped(stories)
    if given.folds:
        _cross(given, options, stories, lexicon)
        return
    found = gathered(stories, lexicon, given.copies, given.work)
    save(given.out, refined(base(found, options, given.work), found, options))


def gathered(stories: list[texts.Story], lexicon: Lexicon, copies: int, work: Path | None = None) -> list[Sample]:
    """Samples of the stories and of their copies with other names."""
    kept = work / "samples.pickle" if work else None
    if kept and kept.exists():
        with kept.open("rb") as file:
            return cast(list[Sample], pickle.load(file))
    found = list(samples(stories, lexicon))
    swapper = Swapper([story for story in stories if story.source != "corpus"], lexicon)
    for number in range(1, copies + 1):
        found += samples([swapper.swapped(story, number) for story in stories], lexicon)
    if kept:
        kept.parent.mkdir(parents=True, exist_ok=True)
        with kept.open("wb") as file:
            pickle.dump(found, file)
    return found


def base(found: list[Sample], options: Options, work: Path | None = None) -> Network:
    """A network trained on all that is not of the corpus."""
    torch.manual_seed(options.seed)
    network = Network(options)
    kept = work / "base.pt" if work else None
    if kept and kept.exists():
        network.load_state_dict(torch.load(kept))
        return network
    corpus = {sample.group for sample in found if sample.source.startswith("corpus")}
    train(network, [sample for sample in found if sample.group not in corpus], options)
    if kept:
        torch.save(network.state_dict(), kept)
    return network


def refined(network: Network, found: list[Sample], options: Options) -> list[dict[str, Floats]]:
    """Weights of the network trained further on the corpus, and a share of the rest.

    The training is run several times from the same start, each with its own seed; the recogniser averages the
    scores, so that what one run owes to luck goes.
    """
    runs = []
    for number in range(options.runs):
        own = replace(options, seed=options.seed + 2 * number, epochs=options.fine_epochs, rate=options.fine_rate)
        random = np.random.default_rng(own.seed)
        mixed = [s for s in found if s.source.startswith("corpus") or random.random() < options.fine_share]
        further = deepcopy(network)
        train(further, mixed, own)
        runs.append(further.weights())
        print(f"run {number + 1} of {options.runs}", file=sys.stderr, flush=True)
    return runs


def save(path: Path, runs: list[dict[str, Floats]]) -> None:
    """Write the weights of every run as a compressed NumPy archive, the same bytes for the same weights."""
    named = {f"{number}/{name}": array for number, run in enumerate(runs) for name, array in run.items()}
    np.savez_compressed(path, **named)  # type: ignore[arg-type]


def _cross(given: argparse.Namespace, options: Options, stories: list[texts.Story], lexicon: Lexicon) -> None:
    parts = validate.folds(stories, given.folds)
    if given.only:
        parts = parts[: given.only]
    judged = validate.Judged(stories, given.shared, lexicon)
    found = [] if given.rules else gathered(stories, lexicon, given.copies, given.work)
    network = base(found, options, given.work) if found else None
    models: list[Recogniser | None] = []
    for number, part in enumerate(parts, 1):
        begin = time.perf_counter()
        kept = given.work / f"fold-{number}.npz" if given.work else None
        model = None
        if kept and kept.exists() and not given.rules:
            model = trained(kept)
        elif network is not None:
            left_out = {story.group for story in part}
            runs = refined(network, [sample for sample in found if sample.group not in left_out], options)
            if kept:
                save(kept, runs)
            model = Recogniser(*runs)
            print(f"fold {number}: {time.perf_counter() - begin:.0f} s", file=sys.stderr, flush=True)
        models.append(model)
    score, pairs = validate.crossed(parts, judged, models)
    print("\n".join(validate.table(score)))
    print("\n".join(validate.calibration(validate.sureness(pairs))))
    if given.faults:
        lines = [f"{f.article}\t{f.group}\t{f.kind}\t{f.item}\n" for f in score.faults]
        given.faults.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
