"""The trained recogniser: which words are a name, where it ends, and of which kind.

Convolutions with a CRF over 33 labels (O, and begin/inside/end/single for each kind). They read the
tagger's hidden states and labels, and what gazetteers, quotation marks and name endings say of each
character. `seeds/training/train.py` trains them; the weights are `seeds/models/names.npz`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kg.data import seeds
from kg.errors import KgError
from kg.lexicon import Hit
from kg.model import KINDS, Kind, Sentence, Span
from kg.rules import rules
from kg.tagger import Tagged, tagger, viterbi

Floats = NDArray[np.float32]

LABELS = ("O", *(f"{part}-{kind}" for kind in KINDS for part in "BIES"))
FORBIDDEN = np.float32(-1e4)
BATCH = 64
REACH = (1, 2, 4)  # how far each layer looks to either side; together seven characters

_MARKS = {"“": (0, 1), "”": (0, 0), "《": (1, 1), "》": (1, 0), "（": (2, 1), "）": (2, 0)}
FEATURES = 8 * len(KINDS) + 3 + 5 + 3 + 1


@dataclass(frozen=True, slots=True)
class Candidate:
    """A name the recogniser found, with the probability it gives to it."""

    span: Span
    kind: Kind
    probability: float


def moves() -> tuple[Floats, Floats, Floats]:
    """Allowed starts, stops and transitions of the labels: 0 where allowed, FORBIDDEN elsewhere."""
    size = len(LABELS)
    start, stop = np.full(size, FORBIDDEN), np.full(size, FORBIDDEN)
    table = np.full((size, size), FORBIDDEN)
    for i, left in enumerate(LABELS):
        if left[0] in "OBS":
            start[i] = 0
        if left[0] in "OES":
            stop[i] = 0
        for j, right in enumerate(LABELS):
            closed = left[0] in "OES" and right[0] in "OBS"
            inside = left[0] in "BI" and right[0] in "IE" and left[2:] == right[2:]
            if closed or inside:
                table[i, j] = 0
    return start, stop, table


def features(text: str, sentence: Sentence, hits: Sequence[Hit]) -> Floats:
    """What gazetteers, marks and endings say of each character of a sentence: (T, FEATURES) float32.

    `hits` are those inside the sentence. Eight columns a kind tell begin, inside, end and single of a
    sure surface and of an unsure one; then open quotes, classes of characters, endings and the title.
    """
    start, end = sentence.span.start, sentence.span.end
    table = np.zeros((end - start, FEATURES), np.float32)
    _gazetteer(table, start, hits)
    column = 8 * len(KINDS)
    open_marks = [0, 0, 0]
    for at in range(start, end):
        char = text[at]
        mark = _MARKS.get(char)
        if mark and mark[1]:
            open_marks[mark[0]] = 1
        row = table[at - start]
        row[column : column + 3] = open_marks
        row[column + 3 + _class(char)] = 1
        if mark and not mark[1]:
            open_marks[mark[0]] = 0
    for number, pattern in enumerate(_endings()):
        for match in pattern.finditer(text, start, end):
            table[match.end() - 1 - start, column + 8 + number] = 1
    if sentence.role == "title":
        table[:, column + 11] = 1
    return table


def _gazetteer(table: Floats, start: int, hits: Sequence[Hit]) -> None:
    """Begin, inside, end and single of the longest surfaces of each kind, none overlapping another."""
    for number, kind in enumerate(KINDS):
        used = np.zeros(len(table), bool)
        ours = [hit for hit in hits if any(entry.kind == kind for entry in hit.entries)]
        for hit in sorted(ours, key=lambda h: (h.span.start - h.span.end, h.span.start)):
            first, last = hit.span.start - start, hit.span.end - start
            if used[first:last].any():
                continue
            used[first:last] = True
            unsure = all(hit.surface in entry.unsure for entry in hit.entries if entry.kind == kind)
            column = 8 * number + 4 * unsure
            if last - first == 1:
                table[first, column + 3] = 1
            else:
                table[first, column] = 1
                table[first + 1 : last - 1, column + 1] = 1
                table[last - 1, column + 2] = 1


def _class(char: str) -> int:
    if char.isdigit():
        return 0
    if char.isascii() and char.isalpha():
        return 1
    if "\u4e00" <= char <= "\u9fff":
        return 2
    return 3 if char in "，。；：、！？" else 4


@cache
def _endings() -> list[re.Pattern[str]]:
    groups = rules("names")["suffix"]
    return [
        re.compile("|".join(sorted(map(re.escape, groups[kind]), key=lambda word: (-len(word), word))))
        for kind in ("Organization", "Event", "Place")
    ]


class Recogniser:
    """The recogniser with its weights; one instance serves a whole process."""

    def __init__(self, weights: dict[str, Floats]) -> None:
        self._w = {name: array.astype(np.float32) for name, array in weights.items()}
        start, stop, table = moves()
        self._start, self._stop = start.astype(np.float32), stop.astype(np.float32)
        self._moves = (table + self._w["moves"]).astype(np.float32)

    def find(
        self, text: str, sentences: Sequence[Sentence], tagged: Sequence[Tagged], hits: Sequence[Sequence[Hit]]
    ) -> list[list[Candidate]]:
        """Candidates of each sentence; `hits` are the gazetteer's hits inside each."""
        order = sorted(range(len(sentences)), key=lambda n: (-len(tagged[n].states), n))
        found: list[list[Candidate]] = [[] for _ in sentences]
        for at in range(0, len(order), BATCH):
            batch = order[at : at + BATCH]
            lengths = np.array([len(tagged[n].states) for n in batch])
            inputs = [self._inputs(text, sentences[n], tagged[n], hits[n]) for n in batch]
            emissions = self._emissions(inputs, lengths)
            paths = viterbi(emissions, lengths, self._start, self._stop, self._moves)
            sure = marginals(emissions, lengths, paths, self._start, self._stop, self._moves)
            for column, n in enumerate(batch):
                size = lengths[column]
                found[n] = _candidates(paths[:size, column], sure[:size, column], sentences[n].span.start)
        return found

    def _inputs(self, text: str, sentence: Sentence, tagged: Tagged, hits: Sequence[Hit]) -> Floats:
        span = sentence.span
        characters = tagger().embed(text[span.start : span.end])
        tags = self._w["tags"][tagged.labels]
        return np.concatenate([tagged.states, characters, tags, features(text, sentence, hits)], axis=1)

    def _emissions(self, inputs: Sequence[Floats], lengths: NDArray[np.int64]) -> Floats:
        """Scores of each label (T, B, 33). The sentences lie one behind another, with room between them."""
        w, room = self._w, max(REACH)
        starts = room + np.concatenate([[0], np.cumsum(lengths + room)[:-1]])
        rows = np.concatenate([np.arange(start, start + size) for start, size in zip(starts, lengths, strict=True)])
        width = w["in"].shape[1]
        total = int(lengths.sum()) + room * (len(lengths) + 1)
        hidden = np.zeros((total, width), np.float32)
        hidden[rows] = np.maximum(np.concatenate(inputs) @ w["in"] + w["in_bias"], 0)
        for number, reach in enumerate(REACH):
            weight, bias = w[f"layer.{number}"], w[f"layer.{number}.bias"]
            new = np.concatenate([hidden[rows - reach], hidden[rows], hidden[rows + reach]], axis=1) @ weight + bias
            hidden[rows] += np.maximum(new, 0)
        flat = hidden[rows] @ w["out"] + w["out_bias"]
        scores = np.zeros((int(lengths[0]), len(lengths), flat.shape[1]), np.float32)
        at = 0
        for column, size in enumerate(lengths):
            scores[:size, column] = flat[at : at + size]
            at += size
        return scores


def marginals(
    emissions: Floats, lengths: NDArray[np.int64], paths: NDArray[np.int32], start: Floats, stop: Floats, moves: Floats
) -> Floats:
    """Posterior probability of the chosen label at each character (T, B), by the forward-backward algorithm.

    Scores are kept as scaled probabilities, so that a step is one product of matrices.
    """
    longest, size, labels = emissions.shape
    transition = np.exp(np.maximum(moves, -60.0), dtype=np.float64) * (moves > FORBIDDEN / 2)
    given = np.exp(emissions - emissions.max(axis=2, keepdims=True)).astype(np.float64) + 1e-12
    ahead = np.zeros((longest, size, labels))
    ahead[0] = given[0] * np.exp(start.astype(np.float64))
    ahead[0] /= ahead[0].sum(axis=1, keepdims=True)
    for t in range(1, longest):
        n = int((lengths > t).sum())
        step = (ahead[t - 1, :n] @ transition) * given[t, :n]
        ahead[t, :n] = step / step.sum(axis=1, keepdims=True)
    back = np.exp(stop.astype(np.float64))[None, :].repeat(size, axis=0)
    chosen = np.zeros((longest, size), np.float32)
    rows = np.arange(size)
    for t in range(longest - 1, -1, -1):
        n = int((lengths > t).sum())
        joint = ahead[t, :n] * back[:n]
        chosen[t, :n] = joint[rows[:n], paths[t, :n]] / joint.sum(axis=1)
        earlier = (given[t, :n] * back[:n]) @ transition.T
        back[:n] = earlier / earlier.sum(axis=1, keepdims=True)
    return chosen


def _candidates(path: NDArray[np.int32], sure: Floats, offset: int) -> list[Candidate]:
    found, begin = [], 0
    for at, label in enumerate(path.tolist()):
        part, kind = LABELS[label][0], LABELS[label][2:]
        if part in "BS":
            begin = at
        if part in "ES":
            span = Span(offset + begin, offset + at + 1)
            probability = float(sure[begin : at + 1].min())
            found.append(Candidate(span, kind, probability))
    return found


def load(path: Path) -> Recogniser:
    """The recogniser of a weights file. Raises KgError where it is missing."""
    if not path.is_file():
        raise KgError("the recogniser's weights are missing", str(path), "install shangtu again")
    with np.load(path) as data:
        return Recogniser({name: data[name] for name in data.files})


@cache
def recogniser() -> Recogniser:
    """The recogniser of this process."""
    return load(seeds("models", "names.npz"))
