"""The recogniser's network in PyTorch, its loss, and its weights as NumPy arrays."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from kg.model import KINDS
from kg.recogniser import FEATURES, LABELS, REACH, Floats, moves
from kg.tagger import tagger
from seeds.training.samples import Sample

TAGS = 57
_SMALL = 1e-30


@dataclass(frozen=True, slots=True)
class Options:
    """Sizes and rates of a training."""

    seed: int = 1
    width: int = 160
    tag_width: int = 24
    epochs: int = 4
    fine_epochs: int = 12
    batch: int = 32
    rate: float = 3e-3
    fine_rate: float = 2e-3
    fine_share: float = 0.05
    runs: int = 2
    decay: float = 0.01
    input_drop: float = 0.2
    drop: float = 0.3
    layer_drop: float = 0.2
    state_drop: float = 0.1
    gazetteer_drop: float = 0.2
    name_drop: float = 0.2
    average: float = 0.995


class Network(nn.Module):
    """Tagger states, characters, tags and features → a dense layer → convolutions → scores of labels."""

    def __init__(self, options: Options) -> None:
        super().__init__()
        self.options = options
        embedding = torch.from_numpy(np.array(tagger().embedding))
        self.register_buffer("embedding", embedding, persistent=False)
        self.tags = nn.Embedding(TAGS, options.tag_width)
        size = 256 + embedding.shape[1] + options.tag_width + FEATURES
        self.enter = nn.Linear(size, options.width)
        self.layers = nn.ModuleList(nn.Linear(3 * options.width, options.width) for _ in REACH)
        self.out = nn.Linear(options.width, len(LABELS))
        self.moves = nn.Parameter(torch.zeros(len(LABELS), len(LABELS)))
        start, stop, table = moves()
        self.register_buffer("start", torch.from_numpy(start).float(), persistent=False)
        self.register_buffer("stop", torch.from_numpy(stop).float(), persistent=False)
        self.register_buffer("possible", torch.from_numpy(table).float(), persistent=False)

    def forward(self, batch: "Batch") -> Tensor:
        """Scores of each label (T, B, labels)."""
        options = self.options
        states = self._drop(batch.states, options.state_drop)
        characters = self._drop(self.embedding[batch.characters], options.input_drop)
        tags = self._drop(self.tags(batch.labels), options.input_drop)
        inputs = torch.cat([states, characters, tags, batch.features], dim=2)
        hidden = self._drop(torch.relu(self.enter(inputs)), options.drop)
        inside = (torch.arange(len(hidden))[:, None] < batch.lengths)[:, :, None].float()
        hidden = hidden * inside
        for reach, layer in zip(REACH, self.layers, strict=True):
            gap = torch.zeros_like(hidden[:reach])
            before, after = torch.cat([gap, hidden[:-reach]]), torch.cat([hidden[reach:], gap])
            new = torch.relu(layer(torch.cat([before, hidden, after], dim=2)))
            hidden = (hidden + self._drop(new, options.layer_drop)) * inside
        scores: Tensor = self.out(self._drop(hidden, options.drop))
        return scores

    def _drop(self, given: Tensor, share: float) -> Tensor:
        """The same columns left out all along a sentence, in training."""
        if not self.training:
            return given
        return given * nn.functional.dropout(torch.ones(1, *given.shape[1:]), share)

    def loss(self, batch: "Batch") -> Tensor:
        """Mean negative log-likelihood of the allowed paths of a sentence."""
        scores = self(batch)
        masked = scores.masked_fill(~batch.allowed, -1e4)
        both = torch.cat([scores, masked], dim=1)
        lengths = torch.cat([batch.lengths, batch.lengths])
        weight = torch.exp(self.moves) * (self.possible > -1.0)
        at = both[0] + self.start
        ends = []
        for t in range(1, len(both) + 1):
            ended = lengths == t
            if bool(ended.any()):
                ends.append((torch.nonzero(ended)[:, 0], torch.logsumexp(at[ended] + self.stop, 1)))
            if t == len(both):
                break
            top = at.max(dim=1, keepdim=True).values
            at = torch.log(torch.exp(at - top) @ weight + _SMALL) + top + both[t]
        order = torch.cat([numbers for numbers, _ in ends])
        values = torch.cat([found for _, found in ends])
        total = torch.zeros(len(lengths)).index_copy(0, order, values)
        size = len(batch.lengths)
        return (total[:size] - total[size:]).mean()

    def weights(self) -> dict[str, Floats]:
        """The weights by the names that `kg.recogniser` reads."""
        found = {
            "tags": self.tags.weight,
            "in": self.enter.weight.T,
            "in_bias": self.enter.bias,
            "out": self.out.weight.T,
            "out_bias": self.out.bias,
            "moves": self.moves,
        }
        for number, layer in enumerate(self.layers):
            found[f"layer.{number}"] = layer.weight.T  # type: ignore[operator, assignment]
            found[f"layer.{number}.bias"] = layer.bias  # type: ignore[assignment]
        return {name: value.detach().numpy().astype(np.float16).copy() for name, value in found.items()}


@dataclass(slots=True)
class Batch:
    """Sentences of one step, time first, longest first."""

    states: Tensor
    characters: Tensor
    labels: Tensor
    features: Tensor
    allowed: Tensor
    lengths: Tensor


def batch_of(found: Sequence[Sample], options: Options, random: np.random.Generator) -> Batch:
    """A batch, with gazetteer columns left out here and there, so that the network does not lean on them."""
    ordered = sorted(found, key=lambda sample: -len(sample.labels))
    longest, size = len(ordered[0].labels), len(ordered)
    states = np.zeros((longest, size, 256), np.float32)
    characters = np.zeros((longest, size), np.int64)
    labels = np.zeros((longest, size), np.int64)
    features = np.zeros((longest, size, FEATURES), np.float32)
    allowed = np.zeros((longest, size, len(LABELS)), bool)
    allowed[:, :, 0] = True
    for n, sample in enumerate(ordered):
        length = len(sample.labels)
        states[:length, n] = sample.states
        characters[:length, n] = sample.characters
        labels[:length, n] = sample.labels
        features[:length, n] = sample.features
        allowed[:length, n] = sample.allowed
        for kind in range(len(KINDS)):
            if random.random() < options.gazetteer_drop:
                features[:length, n, 8 * kind : 8 * kind + 8] = 0
        for start, end in sample.names:
            if random.random() < options.name_drop:
                features[start:end, n, : 8 * len(KINDS)] = 0
    return Batch(
        torch.from_numpy(states),
        torch.from_numpy(characters),
        torch.from_numpy(labels),
        torch.from_numpy(features),
        torch.from_numpy(allowed),
        torch.tensor([len(sample.labels) for sample in ordered]),
    )


def train(network: Network, found: Sequence[Sample], options: Options) -> None:
    """Train a network on samples; it ends with an average over the last steps, the same for the same seed."""
    torch.manual_seed(options.seed)
    random = np.random.default_rng(options.seed)
    network.train()
    parameters = list(network.parameters())
    optimiser = torch.optim.AdamW(parameters, lr=options.rate, weight_decay=options.decay)
    steps = options.epochs * math.ceil(len(found) / options.batch)
    averaged = [parameter.detach().clone() for parameter in parameters]
    step = 0
    for _ in range(options.epochs):
        for numbers in _batches(found, options.batch, random):
            warm = min(1.0, (step + 1) / 50)
            for group in optimiser.param_groups:
                group["lr"] = options.rate * warm * (1 - step / steps)
            loss = network.loss(batch_of([found[n] for n in numbers], options, random))
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(parameters, 5.0)
            optimiser.step()
            step += 1
            keep = min(options.average, 1 - 1 / step)
            for mean, parameter in zip(averaged, parameters, strict=True):
                mean.mul_(keep).add_(parameter.detach(), alpha=1 - keep)
    with torch.no_grad():
        for mean, parameter in zip(averaged, parameters, strict=True):
            parameter.copy_(mean)


def _batches(found: Sequence[Sample], size: int, random: np.random.Generator) -> Iterator[list[int]]:
    """Indexes in batches of about equal length, in random order."""
    jitter = random.random(len(found)) * 0.3
    order = sorted(range(len(found)), key=lambda n: len(found[n].labels) * (1 + jitter[n]))
    batches = [order[at : at + size] for at in range(0, len(order), size)]
    random.shuffle(batches)
    yield from batches
