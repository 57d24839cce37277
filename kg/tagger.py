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
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kg.errors import KgError
from kg.model import Sentence, Span, Token
from kg.sequences import TILE, Floats, Labels, Packed, packed, product, viterbi

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
    labels: Labels
    states: Floats


@dataclass(frozen=True, slots=True)
class _Layer:
    """A GRU that reads both ways: weight and bias of its inputs each way, and its own weights, both ways in one."""

    inputs: tuple[tuple[Floats, Floats], ...]
    gates: Floats
    candidate: Floats


class Tagger:
    """The tagger with its weights loaded; one instance serves a whole process."""

    def __init__(self, folder: Path) -> None:
        model = folder / "model_baseline"
        self._ids = _dictionary(folder / "word.dic")
        self._labels = _labels(folder / "tag.dic")
        self.embedding = embedding = _parameter(model / "word_emb")
        self._layers = [_layer(model, 0), _layer(model, 2)]
        # Embedding times the first layer's input weights is a table: one lookup instead of a product.
        self._table = [product(embedding, weight) + bias for weight, bias in self._layers[0].inputs]
        self._out = _parameter(model / "fc_4.w_0")
        self._out_bias = _parameter(model / "fc_4.b_0")
        crf = _parameter(model / "crfw")
        self._start, self._stop, self._moves = crf[0], crf[1], np.ascontiguousarray(crf[2:])
        self._unknown = self._ids["OOV"]

    def tag(self, text: str, sentences: Sequence[Sentence]) -> list[Tagged]:
        """Tokens and states of each sentence of `text`, in order, with offsets into `text`."""
        (found,) = self.tag_all([(text, sentences)])
        return found

    def tag_all(self, texts: Sequence[tuple[str, Sequence[Sentence]]]) -> list[list[Tagged]]:
        """The same for several texts at once: faster, and for each what it would give alone, bit for bit."""
        pieces = [
            (text, sentence.span, *piece)
            for text, sentences in texts
            for sentence in sentences
            for piece in _pieces(text, sentence.span)
        ]
        done = self._labelled([text[a:b] for text, _, a, b in pieces])
        found = iter(
            Tagged(tuple(_tokens(labels, start, self._labels)), labels, states)
            for (_, _, start, _), (labels, states) in zip(pieces, done, strict=True)
        )
        return [[_joined([next(found) for _ in _pieces(text, s.span)]) for s in sentences] for text, sentences in texts]

    def _labelled(self, strings: Sequence[str]) -> list[tuple[Labels, Floats]]:
        """Label indexes and hidden states of each string."""
        order = sorted((n for n in range(len(strings)) if strings[n]), key=lambda n: -len(strings[n]))
        nothing = np.zeros(0, np.int32), np.zeros((0, 2 * HIDDEN), np.float32)
        done: dict[int, tuple[Labels, Floats]] = {n: nothing for n in range(len(strings)) if not strings[n]}
        for at in range(0, len(order), BATCH):
            batch = order[at : at + BATCH]
            done |= zip(batch, self._label([strings[n] for n in batch]), strict=True)
        return [done[n] for n in range(len(strings))]

    def _label(self, strings: Sequence[str]) -> Iterator[tuple[Labels, Floats]]:
        """Label indexes and hidden states of each string, the longest first."""
        places = packed([len(string) for string in strings])
        states = self._states(np.array(self.indexes("".join(strings))), places)
        paths = viterbi(product(states, self._out) + self._out_bias, places, self._start, self._stop, self._moves)
        at = 0
        for string in strings:
            yield paths[at : at + len(string)], states[at : at + len(string)]
            at += len(string)

    def embed(self, string: str) -> Floats:
        """The embedding of each character of a string: (T, 128) float32."""
        vectors: Floats = self.embedding[self.indexes(string)]
        return vectors

    def indexes(self, string: str) -> list[int]:
        """The row of the embedding for each character."""
        get, unknown = self._ids.get, self._unknown
        return [get(char, unknown) for char in string.translate(_SEEN)]

    def _states(self, indexes: NDArray[np.int64], places: Packed) -> Floats:
        """Hidden states of the second layer, one string behind another: (characters, 256) float32."""
        ahead = self._table[0][places.spread(indexes)]
        back = self._table[1][places.spread(indexes, mirrored=True)]
        first = _both(ahead, back, self._layers[0], places)
        second = self._layers[1]
        ahead, back = (product(first, weight) + bias for weight, bias in second.inputs)
        return _both(places.spread(ahead), places.spread(back, mirrored=True), second, places)


def _both(ahead: Floats, back: Floats, layer: _Layer, places: Packed) -> Floats:
    """Hidden states of a layer that reads both ways, one sequence behind another."""
    left, right = gru(np.stack([ahead, back]), layer, places)
    return np.concatenate([left[places.order], right[places.mirror]], axis=1)


def gru(inputs: Floats, layer: _Layer, places: Packed) -> Floats:
    """Hidden states (2, rows, 128) of a GRU each way over inputs (2, rows, 384) already multiplied by its weights.

    h ← (1 − u)∘h + u∘tanh(x + (r∘h)·W); the inputs of the gates and their weights come halved.
    """
    ways, rows, _ = inputs.shape
    inputs = inputs.reshape(ways, rows // TILE, TILE, 3 * HIDDEN)
    states = np.zeros((ways, rows // TILE, TILE, HIDDEN), np.float32)
    hidden = np.zeros((ways, places.starts[1] // TILE, TILE, HIDDEN), np.float32)
    half = np.float32(0.5)
    for begin, end in pairwise(start // TILE for start in places.starts):
        h, x = hidden[:, : end - begin], inputs[:, begin:end]
        gates = h @ layer.gates
        gates += x[..., : 2 * HIDDEN]
        # sigmoid by tanh of the half: no overflow, one vectorised call for both gates
        np.tanh(gates, out=gates)
        gates *= half
        gates += half
        candidate = (gates[..., HIDDEN:] * h) @ layer.candidate
        candidate += x[..., 2 * HIDDEN :]
        np.tanh(candidate, out=candidate)
        candidate -= h
        candidate *= gates[..., :HIDDEN]
        h += candidate
        states[:, begin:end] = h
    return states.reshape(ways, rows, HIDDEN)


@cache
def tagger() -> Tagger:
    """The tagger of this process."""
    spec = importlib.util.find_spec("jieba")
    folder = Path(spec.origin or "").parent / "lac_small" if spec else Path()
    if not (folder / "model_baseline").is_dir():
        raise KgError("the tagger's weights are missing", str(folder), "install jieba==0.42.1 again")
    return Tagger(folder)


def _pieces(text: str, span: Span) -> Iterator[tuple[int, int]]:
    """A sentence in pieces of at most LONGEST characters, cut after a comma where there is one."""
    start = span.start
    while span.end - start > LONGEST:
        cut = max(text.rfind(mark, start + LONGEST // 2, start + LONGEST) for mark in "，；、,") + 1
        cut = cut or start + LONGEST
        yield start, cut
        start = cut
    yield start, span.end


def _tokens(path: Labels, offset: int, labels: Sequence[tuple[str, bool]]) -> Iterator[Token]:
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


def _layer(model: Path, first: int) -> _Layer:
    """The layer of the GRU of a number, which reads ahead, and of the one after it, which reads back."""
    inputs, gates, candidates = [], [], []
    for number in (first, first + 1):
        weight = _parameter(model / f"fc_{number}.w_0")
        bias = _parameter(model / f"fc_{number}.b_0") + _parameter(model / f"gru_{number}.b_0").reshape(-1)
        stored = _parameter(model / f"gru_{number}.w_0").reshape(-1)
        for array in (weight, bias):
            array[..., : 2 * HIDDEN] *= 0.5
        inputs.append((weight, bias))
        gates.append(stored[: HIDDEN * 2 * HIDDEN].reshape(1, HIDDEN, 2 * HIDDEN) * np.float32(0.5))
        candidates.append(stored[HIDDEN * 2 * HIDDEN :].reshape(1, HIDDEN, HIDDEN))
    return _Layer(tuple(inputs), np.stack(gates), np.stack(candidates))


def _parameter(path: Path) -> Floats:
    """A parameter file: two versions and a level of detail (16 bytes), a descriptor, float32 values."""
    raw = path.read_bytes()
    (size,) = struct.unpack_from("<i", raw, 16)
    shape = list(_dimensions(raw[20 : 20 + size]))
    values = np.frombuffer(raw, np.float32, offset=20 + size).reshape(shape).copy()
    # Weights that training has driven below the smallest normal number: too small to change any sum, and a
    # processor multiplies such numbers a hundred times more slowly.
    values[np.abs(values) < np.finfo(np.float32).tiny] = 0
    return values


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
