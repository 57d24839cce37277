"""Sentences as the network sees them: the tagger's states and labels, features, and the labels that are right."""

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kg.extract.candidates import inside
from kg.lexicon import Lexicon
from kg.model import KINDS, Kind, Sentence, Span
from kg.recogniser import LABELS, features
from kg.tagger import Tagged, tagger
from seeds.training.texts import Name, Story

_LABEL = {label: number for number, label in enumerate(LABELS)}
SHORT = 2  # a surface of so many characters or fewer must be a word of its own to be a certain name


@dataclass(slots=True)
class Sample:
    """One sentence. `allowed` (T, labels) says which labels may be right; `names` are spans in the sentence."""

    source: str
    group: str
    key: str
    states: NDArray[np.float16]
    characters: NDArray[np.int32]
    labels: NDArray[np.int32]
    features: NDArray[np.uint8]
    allowed: NDArray[np.bool_]
    names: list[tuple[int, int]]


def samples(stories: Sequence[Story], lexicon: Lexicon) -> Iterator[Sample]:
    """The sentences of stories."""
    for story in stories:
        tagged = tagger().tag(story.text, story.sentences)
        hits = inside(story.sentences, lexicon.find(story.text))
        for number, sentence in enumerate(story.sentences):
            a, b = sentence.span.start, sentence.span.end
            names = [name for name in story.names if a <= name.span.start and name.span.end <= b]
            yield Sample(
                story.source,
                story.group,
                story.key,
                tagged[number].states.astype(np.float16),
                np.array(tagger().indexes(story.text[a:b]), np.int32),
                tagged[number].labels.astype(np.int32),
                features(story.text, sentence, hits[number]).astype(np.uint8),
                allowed(sentence, names, tagged[number]),
                [(name.span.start - a, name.span.end - a) for name in names],
            )


def allowed(sentence: Sentence, names: Sequence[Name], tagged: Tagged) -> NDArray[np.bool_]:
    """Which labels may be right at each character: one, those of several kinds, or any."""
    start = sentence.span.start
    table = np.zeros((sentence.span.end - start, len(LABELS)), bool)
    table[:, 0] = True
    edges = {edge for token in tagged.tokens for edge in (token.span.start, token.span.end)}
    for name in names:
        first, last = name.span.start - start, name.span.end - start
        whole = name.span.start in edges and name.span.end in edges
        if not whole and last - first == 1:
            continue
        if name.optional or (not whole and last - first <= SHORT):
            table[first:last] = True
            continue
        table[first:last] = False
        for kind in name.kinds:
            if last - first == 1:
                table[first, _LABEL[f"S-{kind}"]] = True
                continue
            table[first, _LABEL[f"B-{kind}"]] = True
            table[first + 1 : last - 1, _LABEL[f"I-{kind}"]] = True
            table[last - 1, _LABEL[f"E-{kind}"]] = True
    return table


class Swapper:
    """Copies of stories in which names are replaced by others of the same kind and ending."""

    def __init__(self, stories: Sequence[Story], lexicon: Lexicon) -> None:
        self._pools: dict[tuple[Kind, str], list[str]] = defaultdict(list)
        for story in stories:
            for name in story.names:
                if not name.optional and len(name.kinds) == 1:
                    self._add(name.kinds[0], story.text[name.span.start : name.span.end])
        for entry in lexicon.entries:
            if not entry.unsure:
                self._add(entry.kind, entry.name)
        for pool in self._pools.values():
            pool[:] = sorted(set(pool))

    def _add(self, kind: Kind, surface: str) -> None:
        if len(surface) > 1:
            self._pools[kind, surface[-1]].append(surface)
            self._pools[kind, ""].append(surface)

    def swapped(self, story: Story, number: int = 1, share: float = 0.6) -> Story:
        """The copy of this number: a share of the names replaced, each surface by the same other throughout.

        What is chosen depends on the story and the number alone, not on which stories came before.
        """
        chance = random.Random(f"{story.key} {number}")
        chosen: dict[str, str] = {}
        text, names, at = "", [], 0
        moved = [0] * (len(story.text) + 1)
        for name in story.names:
            surface = story.text[name.span.start : name.span.end]
            if surface not in chosen:
                chosen[surface] = self._other(surface, name, chance) if chance.random() < share else surface
            for n in range(at, name.span.start):
                moved[n] = len(text) + n - at
            text += story.text[at : name.span.start]
            begin = len(text)
            moved[name.span.start : name.span.end] = [begin] * (name.span.end - name.span.start)
            text += chosen[surface]
            names.append(replace(name, span=Span(begin, len(text))))
            at = name.span.end
        for n in range(at, len(story.text) + 1):
            moved[n] = len(text) + n - at
        text += story.text[at:]
        sentences = [replace(s, span=Span(moved[s.span.start], moved[s.span.end])) for s in story.sentences]
        sentences = [s for s in sentences if s.span.start < s.span.end]  # one that began and ended in a name is gone
        return Story(story.key, story.source + "+", text, sentences, names, story.group)

    def _other(self, surface: str, name: Name, chance: random.Random) -> str:
        if name.optional or len(surface) < 2 or len(name.kinds) > 1:
            return surface
        same = self._pools.get((name.kinds[0], surface[-1]), [])
        pool = same if len(same) >= 8 else self._pools.get((name.kinds[0], ""), [surface])
        return chance.choice(pool)


assert len(LABELS) == 4 * len(KINDS) + 1
