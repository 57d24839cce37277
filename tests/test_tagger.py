"""The tagger: names in sentences of our own, offsets, and the same answer for a sentence alone and in company."""

import re
from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import Sentence, Span
from kg.sequences import packed, product
from kg.tagger import tagger

FILE = Path(__file__).parent / "cases" / "tagger" / "sentences.txt"
NAME = re.compile(r"\[([^|\]]+)\|(PER|LOC|ORG)\]")


def marked() -> list[tuple[str, set[tuple[int, int, str]]]]:
    """The sentences without their marks, and the names in each by offsets."""
    found = []
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        text, names, at = "", set(), 0
        for match in NAME.finditer(line):
            text += line[at : match.start()]
            names.add((len(text), len(text) + len(match[1]), match[2]))
            text, at = text + match[1], match.end()
        found.append((text + line[at:], names))
    return found


def tagged(text: str) -> set[tuple[int, int, str]]:
    (found,) = tagger().tag(text, [Sentence(Span(0, len(text)), 0)])
    return {(token.span.start, token.span.end, token.tag) for token in found.tokens}


def f1(change: dict[str, str] | None = None) -> float:
    """F1 of the tagger's PER, LOC and ORG over the sentences, after changing characters of them."""
    right = ours = wanted = 0
    for text, names in marked():
        found = {
            item for item in tagged(text.translate(str.maketrans(change or {}))) if item[2] in ("PER", "LOC", "ORG")
        }
        right, ours, wanted = right + len(found & names), ours + len(found), wanted + len(names)
    return 2 * right / (ours + wanted)


def test_names_of_our_own_sentences():
    assert f1() > 0.9


def test_full_and_half_width_are_the_same_to_it():
    assert f1({"，": ",", "“": '"', "”": '"', "、": "、"}) == f1()


@given(st.text(alphabet="辽宁省商务厅举办年货节，。“”2022年1月10日 abc%．.…—😀\u3000", min_size=1, max_size=900))
@settings(deadline=None, max_examples=60)
def test_tokens_cover_the_sentence_without_gap_or_overlap(text):
    (found,) = tagger().tag(text, [Sentence(Span(0, len(text)), 0)])
    edges = [0, *(token.span.end for token in found.tokens)]
    assert [token.span.start for token in found.tokens] == edges[:-1]
    assert edges[-1] == len(text)
    assert len(found.labels) == len(found.states) == len(text)


def test_company_does_not_change_what_is_found():
    texts = [text for text, _ in marked()]
    stories = [(text, [Sentence(Span(0, len(text)), 0)]) for text in texts]
    for number, ((alone,), (together,)) in enumerate(
        zip([tagger().tag(*story) for story in stories], tagger().tag_all(stories), strict=True)
    ):
        assert alone.tokens == together.tokens
        assert (alone.labels == together.labels).all()
        assert (alone.states == together.states).all(), number  # bit for bit: probabilities are built on them


@given(st.integers(1, 100), st.integers(0, 99), st.sampled_from([(128, 256), (480, 160), (33, 33)]))
@settings(deadline=None, max_examples=100)
def test_a_product_is_the_same_in_any_company(count, at, shape):
    random = np.random.default_rng(count)
    rows, weight = random.normal(size=(count, shape[0])), random.normal(size=shape)
    for kind in (np.float32, np.float64):
        every, alone = product(rows.astype(kind), weight.astype(kind)), rows[[at % count]].astype(kind)
        assert (product(alone, weight.astype(kind))[0] == every[at % count]).all()
        assert np.allclose(every, rows @ weight, atol=1e-3)


@given(st.lists(st.integers(1, 30), min_size=1, max_size=40))
@settings(deadline=None, max_examples=60)
def test_packed_sequences_keep_their_elements(lengths):
    places = packed(sorted(lengths, reverse=True))
    assert len({*places.order.tolist()}) == len({*places.mirror.tolist()}) == sum(lengths)
    parts = [np.arange(size) for size in sorted(lengths, reverse=True)]
    assert places.spread(np.concatenate(parts))[places.order].tolist() == np.concatenate(parts).tolist()
    turned = places.spread(np.concatenate(parts), mirrored=True)[places.order]
    assert turned.tolist() == np.concatenate([part[::-1] for part in parts]).tolist()


def test_a_sentence_without_a_character_has_no_token():
    text = "甲市商务局昨天举行发布会。"
    full, none = tagger().tag(text, [Sentence(Span(0, len(text)), 0), Sentence(Span(3, 3), 0)])
    assert full.tokens
    assert (none.tokens, len(none.states)) == ((), 0)
