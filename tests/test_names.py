"""Names: what must be found and refused, whatever the weights; how surely; and short forms of names."""

import tomllib
from itertools import pairwise, product
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kg.extract import names, ordered, prepare
from kg.extract._found import Found
from kg.extract._propose import handed_back
from kg.extract._shapes import Proposal
from kg.extract.entities import extract as entities
from kg.lexicon import Lexicon, load
from kg.model import KINDS, Article, Mention, Paragraph, Span
from kg.recogniser import LABELS, Candidate, moves, recogniser
from kg.rules import rules
from kg.sequences import marginals, packed, viterbi
from kg.text import plain

CASES = sorted(Path(__file__).parent.glob("cases/names/*.toml"))


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load()


def article(text: str) -> Article:
    return Article("try", "", text, plain(text), (Paragraph(0, len(text)),), published="2022-05-01")


def read(text: str, lexicon: Lexicon) -> Found:
    item = article(text)
    found = prepare(item, lexicon)
    for module in ordered():
        module.extract(item, found)
        if "entities" in module.MAKES:
            break
    return found


def cases() -> list[Any]:
    return [
        pytest.param(case, id=f"{path.stem}: {case['why']}")
        for path in CASES
        for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]
    ]


@pytest.mark.parametrize("case", cases())
def test_names_of_a_text(case: dict[str, Any], lexicon: Lexicon) -> None:
    found = read(case["text"], lexicon)
    names = {(entity.kind, name) for entity in found.entities for name in (entity.name, *entity.aliases)}
    wanted = {(kind, name) for kind, group in case.get("found", {}).items() for name in group}
    assert wanted <= names
    assert not {name for _, name in names} & set(case.get("absent", ()))


def test_mentions_are_words_of_the_text_and_do_not_overlap(lexicon: Lexicon) -> None:
    text = "由甲省商务厅、乙市人民政府联合主办的“年货到家”网上年货节1月10日在乙市开幕，淘宝、京东等平台参加。"
    found = read(text, lexicon)
    spans = [mention.span for mention in found.mentions]
    assert [text[m.span.start : m.span.end] for m in found.mentions] == [m.text for m in found.mentions]
    assert all(left.end <= right.start for left, right in pairwise(spans))


def test_every_refusal_says_why(lexicon: Lexicon) -> None:
    found = read("记者从有关部门获悉，《意见》和《通知》已印发，详见https://甲.example。", lexicon)
    assert {refused.text: refused.reason for refused in found.refused}["《意见》"] == "generic noun"
    assert all(refused.reason for refused in found.refused)


@pytest.mark.parametrize("block", rules("junk")["pattern"], ids=lambda block: str(block["example"]))
def test_junk_patterns_refuse_their_examples(block: dict[str, Any], lexicon: Lexicon) -> None:
    kind = block.get("kinds", ["Event"])[0]
    item = article(block["example"])
    found = prepare(item, lexicon)
    found.hits, found.candidates = [], [Candidate(Span(0, len(item.text)), kind, 0.9)]
    names.extract(item, found)
    assert [(refused.text, refused.reason) for refused in found.refused] == [(item.text, block["reason"])]
    assert not found.mentions


def test_a_person_gives_back_the_last_character_of_a_body() -> None:
    text = "甲部市场体系建设司周某某说"
    body = Proposal(Span(0, 8), "Organization", 0.9, "name.recognised")
    person = Proposal(Span(8, 12), "Person", 0.9, "name.recognised")
    mended = list(handed_back(text, [body, person]))
    assert [text[item.span.start : item.span.end] for item in mended] == ["甲部市场体系建设司", "周某某"]


def test_short_names_of_places_run_together_are_the_places(lexicon: Lexicon) -> None:
    item = article("浙闽两地企业受益")
    found = prepare(item, lexicon)
    found.candidates = [Candidate(Span(0, 2), "Place", 0.9)]
    names.extract(item, found)
    assert [mention.text for mention in found.mentions][:2] == ["浙", "闽"]


def test_a_body_that_is_whole_keeps_its_end() -> None:
    text = "甲部市场司司马某说"
    body = Proposal(Span(0, 5), "Organization", 0.9, "name.recognised")
    person = Proposal(Span(5, 8), "Person", 0.9, "name.recognised")
    assert list(handed_back(text, [body, person])) == [body, person]


@pytest.mark.parametrize(
    ("full", "short", "kind", "same"),
    [
        ("陈某某", "陈主席", "Person", True),
        ("陈某某", "李主席", "Person", False),
        ("乡村振兴战略", "乡村振兴", "Policy", True),
        ("甲国经济伙伴关系协定（JEP）", "JEP", "Policy", True),
        ("甲国乙品博览中心（丙市）", "丙市", "Organization", False),
        ("数字乡村发展论纲", "数字乡村", "Policy", False),
        ("甲省电商产业有限公司", "甲省电商产业", "Organization", True),
        ("第九届甲国-乙盟博览会", "第九届甲国—乙盟博览会", "Event", True),
        ("甲国大买家采购发布会", "采购会", "Event", False),
        ("第三届甲节", "下一届甲节", "Event", False),
        ("关于促进甲业的实施意见", "《实施意见》", "Policy", True),
    ],
)
def test_short_forms(full: str, short: str, kind: Any, same: bool) -> None:
    text = f"{full}。{short}"
    spans = [Span(0, len(full)), Span(len(full) + 1, len(text))]
    found = Found(Lexicon((), (), {}))
    found.mentions = [Mention(span, text[span.start : span.end], kind, confidence=0.9) for span in spans]
    entities(article(text), found)
    assert len(found.entities) == (1 if same else 2)


def test_names_listed_side_by_side_are_two() -> None:
    text = "甲国航空公司和甲国西南航空公司昨日公布财报。"
    spans = [Span(0, 6), Span(7, 15)]
    found = Found(Lexicon((), (), {}))
    found.mentions = [Mention(span, text[span.start : span.end], "Organization", confidence=0.9) for span in spans]
    entities(article(text), found)
    assert sorted(entity.name for entity in found.entities) == ["甲国航空公司", "甲国西南航空公司"]


def test_a_name_without_edition_does_not_join_two_editions() -> None:
    text = "第六届甲文博会和第七届甲文博会都是甲文博会"
    spans = [Span(0, 7), Span(8, 15), Span(17, 21)]
    found = Found(Lexicon((), (), {}))
    found.mentions = [Mention(span, text[span.start : span.end], "Event", confidence=0.9) for span in spans]
    entities(article(text), found)
    assert sorted(entity.name for entity in found.entities) == ["第七届甲文博会", "第六届甲文博会"]


def test_transitions_keep_names_whole() -> None:
    start, stop, table = moves()
    number = {label: n for n, label in enumerate(LABELS)}
    assert start[number["I-Event"]] < -100 < start[number["B-Event"]]
    assert stop[number["B-Event"]] < -100 < stop[number["E-Event"]]
    assert table[number["B-Event"], number["E-Place"]] < -100 < table[number["B-Event"], number["E-Event"]]
    assert len(LABELS) == 4 * len(KINDS) + 1


def _all_paths(scores: Any, start: Any, stop: Any, table: Any) -> list[tuple[tuple[int, ...], float]]:
    """Every path that the transitions allow, with its weight."""
    paths = []
    for path in product(range(len(LABELS)), repeat=len(scores)):
        total = start[path[0]] + stop[path[-1]] + sum(scores[n, label] for n, label in enumerate(path))
        total += sum(table[left, right] for left, right in pairwise(path))
        if total > -1000:
            paths.append((path, float(np.exp(total))))
    return paths


def test_marginals_are_probabilities_over_every_path() -> None:
    random = np.random.default_rng(3)
    lengths = [3, 2]
    emissions = random.normal(size=(5, len(LABELS))).astype(np.float32) * 3
    start, stop, table = (item.astype(np.float32) for item in moves())
    paths = viterbi(emissions, packed(lengths), start, stop, table)
    chosen = marginals(emissions, packed(lengths), paths, start, stop, table)
    for part in (slice(0, 3), slice(3, 5)):
        every = _all_paths(emissions[part], start, stop, table)
        told = paths[part]
        assert tuple(told) == max(every, key=lambda item: item[1])[0]
        for at, probability in enumerate(chosen[part]):
            same = sum(weight for path, weight in every if path[at] == told[at])
            assert probability == pytest.approx(same / sum(weight for _, weight in every), abs=1e-4)


def test_the_recogniser_reads_every_sentence_for_itself(lexicon: Lexicon) -> None:
    one, other = "甲市商务局局长陈某某出席首届甲市电商节。", "网上零售额增长两成，农产品卖得好，快递员忙着送件。"
    alone, together = read(one, lexicon), read(one + other, lexicon)
    assert alone.candidates == [c for c in together.candidates if c.span.end <= len(one)]
    assert recogniser() is recogniser()
