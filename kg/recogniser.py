"""The trained recogniser: which words are a name, where it ends, and of which kind.

Convolutions with a CRF over 33 labels (O, and begin/inside/end/single for each kind). They read the
tagger's hidden states and labels, and what gazetteers, quotation marks and name endings say of each
character. `seeds/training/train.py` trains them; the weights are `seeds/models/names.npz`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np

from kg.data import seeds
from kg.errors import KgError
from kg.lexicon import Hit
from kg.model import KINDS, Kind, Sentence, Span
from kg.rules import rules
from kg.sequences import FORBIDDEN, Floats, Labels, marginals, packed, product, viterbi
from kg.tagger import Tagged, tagger

LABELS = ("O", *(f"{part}-{kind}" for kind in KINDS for part in "BIES"))
BATCH = 64
REACH = (1, 2, 4)  # how far each layer looks to either side; together seven characters

_MARKS = {"“": (0, 1), "”": (0, 0), "《": (1, 1), "》": (1, 0), "（": (2, 1), "）": (2, 0)}
_MARK = re.compile("[“”《》（）]")
# A text, its sentences, and for each of them what the tagger and the gazetteers say.
Read = tuple[str, Sequence[Sentence], Sequence[Tagged], Sequence[Sequence[Hit]]]

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
    opened: dict[int, int] = {}
    for match in _MARK.finditer(text, start, end):
        mark, opens = _MARKS[match.group()]
        if opens:
            opened.setdefault(mark, match.start())
        elif mark in opened:
            table[opened.pop(mark) - start : match.end() - start, column + mark] = 1
    for mark, at in opened.items():
        table[at - start :, column + mark] = 1
    table[np.arange(end - start), [column + 3 + _class(char) for char in text[start:end]]] = 1
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


@lru_cache(1 << 14)
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
    """The recogniser with the weights of one network or several, whose scores are averaged; one serves a whole process."""

    def __init__(self, *networks: dict[str, Floats]) -> None:
        self._networks = [{name: array.astype(np.float32) for name, array in one.items()} for one in networks]
        start, stop, table = moves()
        self._start, self._stop = start.astype(np.float32), stop.astype(np.float32)
        self._moves = (table + sum(w["moves"] for w in self._networks) / len(networks)).astype(np.float32)

    def find(
        self, text: str, sentences: Sequence[Sentence], tagged: Sequence[Tagged], hits: Sequence[Sequence[Hit]]
    ) -> list[list[Candidate]]:
        """Candidates of each sentence; `hits` are the gazetteer's hits inside each."""
        (found,) = self.find_all([(text, sentences, tagged, hits)])
        return found

    def find_all(self, texts: Sequence[Read]) -> list[list[list[Candidate]]]:
        """The same for several texts at once: faster, and for each what it would give alone, bit for bit."""
        each = [(text, *parts) for text, *lists in texts for parts in zip(*lists, strict=True)]
        full = [n for n in range(len(each)) if len(each[n][2].states)]
        order = sorted(full, key=lambda n: -len(each[n][2].states))
        done: dict[int, list[Candidate]] = {n: [] for n in range(len(each))}
        for at in range(0, len(order), BATCH):
            batch = order[at : at + BATCH]
            done |= zip(batch, self._found([each[n] for n in batch]), strict=True)
        found = iter(done[n] for n in range(len(each)))
        return [[next(found) for _ in sentences] for _, sentences, _, _ in texts]

    def _found(self, each: Sequence[tuple[str, Sentence, Tagged, Sequence[Hit]]]) -> Iterator[list[Candidate]]:
        """Candidates of some sentences, the longest first."""
        lengths = [len(tagged.states) for _, _, tagged, _ in each]
        before, after = (np.concatenate(parts) for parts in zip(*(self._inputs(*item) for item in each), strict=True))
        labels = np.concatenate([tagged.labels for _, _, tagged, _ in each])
        emissions = np.zeros((len(labels), len(LABELS)), np.float32)
        for w in self._networks:
            inputs = np.concatenate([before, w["tags"][labels], after], axis=1)
            emissions += self._emissions(w, inputs, lengths)
        emissions /= len(self._networks)
        places = packed(lengths)
        paths = viterbi(emissions, places, self._start, self._stop, self._moves)
        sure = marginals(emissions, places, paths, self._start, self._stop, self._moves)
        at = 0
        for (_, sentence, _, _), size in zip(each, lengths, strict=True):
            yield _candidates(paths[at : at + size], sure[at : at + size], sentence.span.start)
            at += size

    def _inputs(self, text: str, sentence: Sentence, tagged: Tagged, hits: Sequence[Hit]) -> tuple[Floats, Floats]:
        """What stands before a network's own tag vectors in its input, and behind them."""
        span = sentence.span
        characters = tagger().embed(text[span.start : span.end])
        return np.concatenate([tagged.states, characters], axis=1), features(text, sentence, hits)

    def _emissions(self, w: dict[str, Floats], inputs: Floats, lengths: Sequence[int]) -> Floats:
        """A network's scores of each label (characters, 33). The sentences lie one behind another, with room between."""
        room = max(REACH)
        rows = np.arange(len(inputs)) + room * np.repeat(np.arange(1, len(lengths) + 1), lengths)
        total = len(inputs) + room * (len(lengths) + 1)
        between = np.ones(total, bool)
        between[rows] = False
        hidden = np.zeros((total, w["in"].shape[1]), np.float32)
        hidden[rows] = np.maximum(product(inputs, w["in"]) + w["in_bias"], 0)
        for number, reach in enumerate(REACH):
            around = [hidden[room + shift : total - room + shift] for shift in (-reach, 0, reach)]
            new = product(np.concatenate(around, axis=1), w[f"layer.{number}"])
            new += w[f"layer.{number}.bias"]
            hidden[room:-room] += np.maximum(new, 0, out=new)
            hidden[between] = 0
        return product(hidden[rows], w["out"]) + w["out_bias"]


def _candidates(path: Labels, sure: Floats, offset: int) -> list[Candidate]:
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
        numbers = sorted({name.partition("/")[0] for name in data.files})
        return Recogniser(
            *({n.partition("/")[2]: data[n] for n in data.files if n.startswith(f"{number}/")} for number in numbers)
        )


@cache
def recogniser() -> Recogniser:
    """The recogniser of this process."""
    return load(seeds("models", "names.npz"))
