"""Words, parts of speech and name candidates from the BiGRU-CRF weights that come inside jieba.

The weights (`jieba/lac_small`, Apache-2.0, Baidu LAC) are a joint segmentation, part-of-speech and
PER/LOC/ORG/TIME model: embedding 20,941 × 128, two bidirectional GRU layers of 128, 57 labels, a CRF.
jieba's own code for them needs a framework that no longer installs; here the forward pass is NumPy.
"""

import importlib.util
import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kg.errors import KgError
from kg.model import Sentence, Span, Token

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]

HIDDEN = 128
BATCH = 64
LONGEST = 400

# The model was trained on text with these substitutions (LAC 2.1.2, conf/q2b.dic, punctuation and digit
# rows); they are worth 15 points of F1 on MSRA. The full stop stays, or decimals fall apart.
_SEEN = str.maketrans(
    "，、：；？！（）“”‘’《》—－·％０１２３４５６７８９【】",
    ",,:;?!()\"\"''<>--·%0123456789[]",
)


@dataclass(frozen=True, slots=True)
class Tagged:
    """A sentence's tokens, and for each of its characters the label (0 to 56) and the hidden states (256)."""

    tokens: tuple[Token, ...]
    labels: Ints
    states: Floats


@dataclass(frozen=True, slots=True)
class _Layer:
    weight: Floats | None
    bias: Floats
    gates: Floats
    candidate: Floats


class Tagger:
    """The tagger with its weights loaded; one instance serves a whole process."""

    def __init__(self, folder: Path) -> None:
        model = folder / "model_baseline"
        self._ids = _dictionary(folder / "word.dic")
        self._labels = _labels(folder / "tag.dic")
        self.embedding = embedding = _parameter(model / "word_emb")
        # Embedding times the first layer's input weights is a table: one lookup instead of a product.
        self._table = [embedding @ _parameter(model / f"fc_{n}.w_0") for n in (0, 1)]
        self._layers = [_layer(model, n) for n in range(4)]
        self._out = _parameter(model / "fc_4.w_0")
        self._out_bias = _parameter(model / "fc_4.b_0")
        crf = _parameter(model / "crfw")
        self._start, self._stop, self._moves = crf[0], crf[1], np.ascontiguousarray(crf[2:])
        self._unknown = self._ids["OOV"]

    def tag(self, text: str, sentences: Sequence[Sentence]) -> list[Tagged]:
        """Tokens and states of each sentence of `text`, in order, with offsets into `text`."""
        spans = [sentence.span for sentence in sentences]
        pieces = [(n, a, b) for n, span in enumerate(spans) for a, b in _pieces(text, span)]
        results: list[list[Tagged]] = [[] for _ in spans]
        order = sorted(range(len(pieces)), key=lambda n: (pieces[n][1] - pieces[n][2], n))
        done: dict[int, Tagged] = {}
        for at in range(0, len(order), BATCH):
            batch = order[at : at + BATCH]
            strings = [text[pieces[n][1] : pieces[n][2]] for n in batch]
            for n, (labels, states) in zip(batch, self.label(strings), strict=True):
                done[n] = Tagged(tuple(_tokens(labels, pieces[n][1], self._labels)), labels, states)
        for n, (sentence, _, _) in enumerate(pieces):
            results[sentence].append(done[n])
        return [_joined(result) for result in results]

    def embed(self, string: str) -> Floats:
        """The embedding of each character of a string: (T, 128) float32."""
        vectors: Floats = self.embedding[self.indexes(string)]
        return vectors

    def label(self, strings: Sequence[str]) -> Iterator[tuple[Ints, Floats]]:
        """Label indexes and hidden states of each string; the strings sorted longest first."""
        lengths = np.array([len(s) for s in strings])
        states = self._states([self.indexes(s) for s in strings], lengths)
        emissions = states @ self._out + self._out_bias
        paths = viterbi(emissions, lengths, self._start, self._stop, self._moves)
        for n, length in enumerate(lengths):
            yield paths[:length, n], states[:length, n]

    def indexes(self, string: str) -> list[int]:
        """The row of the embedding for each character."""
        get, unknown = self._ids.get, self._unknown
        return [get(char, unknown) for char in string.translate(_SEEN)]

    def _states(self, indexes: list[list[int]], lengths: NDArray[np.int64]) -> Floats:
        """Hidden states of the second layer, time first: (T, B, 256) float32."""
        longest, size = int(lengths[0]), len(indexes)
        forward = np.zeros((longest, size), np.int32)
        backward = np.zeros((longest, size), np.int32)
        for n, row in enumerate(indexes):
            forward[: len(row), n] = row
            backward[: len(row), n] = row[::-1]
        active = np.array([(lengths > t).sum() for t in range(longest)], np.int32)
        flip = _flips(lengths, longest)
        first = self._both(self._table[0][forward], self._table[1][backward], 0, active, flip)
        turned = first[flip, np.arange(size)]
        layers = self._layers
        assert layers[2].weight is not None
        assert layers[3].weight is not None
        return self._both(first @ layers[2].weight, turned @ layers[3].weight, 2, active, flip)

    def _both(self, ahead: Floats, back: Floats, layer: int, active: Ints, flip: Ints) -> Floats:
        left = gru(ahead, self._layers[layer], active)
        right = gru(back, self._layers[layer + 1], active)
        return np.concatenate([left, right[flip, np.arange(flip.shape[1])]], axis=2)


def gru(inputs: Floats, layer: _Layer, active: Ints) -> Floats:
    """Hidden states (T, B, 128) of a GRU over inputs (T, B, 384) already multiplied by its weights.

    h ← (1 − u)∘h + u∘tanh(x + (r∘h)·W); at step t only the first `active[t]` rows are still running.
    """
    steps, size, _ = inputs.shape
    states = np.zeros((steps, size, HIDDEN), np.float32)
    hidden = np.zeros((size, HIDDEN), np.float32)
    inputs += layer.bias
    for t in range(steps):
        n = active[t]
        h, x = hidden[:n], inputs[t, :n]
        gates = x[:, : 2 * HIDDEN] + h @ layer.gates
        # sigmoid by tanh: no overflow, one vectorised call for both gates
        gates = np.tanh(gates * np.float32(0.5)) * np.float32(0.5) + np.float32(0.5)
        update, reset = gates[:, :HIDDEN], gates[:, HIDDEN:]
        candidate = np.tanh(x[:, 2 * HIDDEN :] + (reset * h) @ layer.candidate)
        h += update * (candidate - h)
        states[t, :n] = h
    return states


def viterbi(emissions: Floats, lengths: NDArray[np.int64], start: Floats, stop: Floats, moves: Floats) -> Ints:
    """Best label paths (T, B) for emissions (T, B, L), sequences sorted longest first.

    Scores go forward by maximum only; the arguments are taken along the chosen path alone, which is
    four times as fast and gives the same labels.
    """
    longest, size, _ = emissions.shape
    scores = np.empty_like(emissions)
    scores[0] = emissions[0] + start
    turned = np.ascontiguousarray(moves.T)
    for t in range(1, longest):
        n = int((lengths > t).sum())
        scores[t, :n] = (scores[t - 1, :n, None, :] + turned).max(axis=2) + emissions[t, :n]
    paths = np.zeros((longest, size), np.int32)
    last = lengths - 1
    paths[last, np.arange(size)] = (scores[last, np.arange(size)] + stop).argmax(axis=1)
    for t in range(longest - 2, -1, -1):
        n = int((lengths > t + 1).sum())
        paths[t, :n] = (scores[t, :n] + turned[paths[t + 1, :n]]).argmax(axis=1)
    return paths


@cache
def tagger() -> Tagger:
    """The tagger of this process."""
    spec = importlib.util.find_spec("jieba")
    folder = Path(spec.origin or "").parent / "lac_small" if spec else Path()
    if not (folder / "model_baseline").is_dir():
        raise KgError("the tagger's weights are missing", str(folder), "install jieba==0.42.1 again")
    return Tagger(folder)


def _flips(lengths: NDArray[np.int64], longest: int) -> Ints:
    """For each step and sequence, the step that mirrors it within the sequence's own length."""
    steps = np.arange(longest)[:, None]
    return np.where(steps < lengths, lengths - 1 - steps, steps).astype(np.int32)


def _pieces(text: str, span: Span) -> Iterator[tuple[int, int]]:
    """A sentence in pieces of at most LONGEST characters, cut after a comma where there is one."""
    start = span.start
    while span.end - start > LONGEST:
        cut = max(text.rfind(mark, start + LONGEST // 2, start + LONGEST) for mark in "，；、,") + 1
        cut = cut or start + LONGEST
        yield start, cut
        start = cut
    yield start, span.end


def _tokens(path: Ints, offset: int, labels: Sequence[tuple[str, bool]]) -> Iterator[Token]:
    begin, tag = 0, ""
    for at, label in enumerate(path.tolist()):
        name, starts = labels[label]
        if at and (starts or name != tag):
            yield Token(Span(offset + begin, offset + at), tag)
            begin = at
        tag = name
    if len(path):
        yield Token(Span(offset + begin, offset + len(path)), tag)


def _joined(parts: list[Tagged]) -> Tagged:
    if len(parts) == 1:
        return parts[0]
    tokens = tuple(token for part in parts for token in part.tokens)
    labels = np.concatenate([part.labels for part in parts])
    return Tagged(tokens, labels, np.concatenate([part.states for part in parts]))


def _layer(model: Path, number: int) -> _Layer:
    weight = _parameter(model / f"fc_{number}.w_0") if number > 1 else None
    bias = _parameter(model / f"fc_{number}.b_0") + _parameter(model / f"gru_{number}.b_0").reshape(-1)
    stored = _parameter(model / f"gru_{number}.w_0").reshape(-1)
    gates = stored[: HIDDEN * 2 * HIDDEN].reshape(HIDDEN, 2 * HIDDEN).copy()
    candidate = stored[HIDDEN * 2 * HIDDEN :].reshape(HIDDEN, HIDDEN).copy()
    return _Layer(weight, bias, gates, candidate)


def _parameter(path: Path) -> Floats:
    """A parameter file: two versions and a level of detail (16 bytes), a descriptor, float32 values."""
    raw = path.read_bytes()
    (size,) = struct.unpack_from("<i", raw, 16)
    shape = list(_dimensions(raw[20 : 20 + size]))
    return np.frombuffer(raw, np.float32, offset=20 + size).reshape(shape).copy()


def _dimensions(descriptor: bytes) -> Iterator[int]:
    """Dimensions out of a protobuf TensorDesc: field 1 the data type, field 2 each dimension."""
    at = 2
    while at < len(descriptor):
        at += 1
        value = shift = 0
        while True:
            byte = descriptor[at]
            at += 1
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                break
        yield value


def _dictionary(path: Path) -> dict[str, int]:
    rows: Iterable[list[str]] = (line.split("\t") for line in path.read_text(encoding="utf-8").split("\n"))
    return {row[1]: int(row[0]) for row in rows if len(row) == 2}


def _labels(path: Path) -> list[tuple[str, bool]]:
    """Tags by index: the name, and whether the label starts a word."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").split("\n") if "\t" in line]
    names = {int(row[0]): row[1] for row in rows}
    return [(names[n].split("-")[0], not names[n].endswith("-I")) for n in range(len(names))]
