"""The audit: the same seed draws the same claims, every claim can be drawn, and judgements come back as a share."""

import csv
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_graph import graph

from kg import audit
from kg.audit import Precision
from kg.errors import KgError


def judged(path: Path, words: list[str]) -> Path:
    """The sheet of the sample graph with judgements written in."""
    audit.write(audit.sample(graph(), len(words), 3), path)
    rows = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
    for row, word in zip(rows[1:], words, strict=True):
        row[-1] = word
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def test_a_seed_draws_the_same_and_another_draws_others():
    assert audit.sample(graph(), 5, 1) == audit.sample(graph(), 5, 1)
    assert len({tuple(audit.sample(graph(), 5, seed)) for seed in range(6)}) > 1


def test_every_claim_can_be_drawn_once_with_its_sentence():
    everything = audit.sample(graph(), 10_000, 0)
    assert everything == audit.claims(graph())
    assert {claim.group for claim in everything} == set(audit.GROUPS)
    texts = {article.stem: article.text for article in graph().articles}
    for claim in everything:
        span = claim.evidence.span
        assert claim.evidence.text == texts[claim.evidence.article][span.start : span.end]
        assert claim.evidence.text.strip() in claim.sentence


def test_only_the_groups_asked_for_are_drawn():
    assert {claim.group for claim in audit.sample(graph(), 100, 0, ["figure", "date"])} == {"figure", "date"}
    with pytest.raises(KgError, match="no such group"):
        audit.sample(graph(), 100, 0, ["entity"])


def test_judgements_come_back_as_a_share(tmp_path):
    total, *groups = audit.read(judged(tmp_path / "sheet.csv", ["y", "对", "N", "?", "", "1"]))
    assert (total.group, total.right, total.judged) == ("all", 3, 4)
    assert sum(group.judged for group in groups) == 4
    assert sum(group.right for group in groups) == 3


@pytest.mark.parametrize(
    ("words", "fault"), [(["perhaps"], "no judgement: perhaps: .*sheet.csv:2"), (["", "?"], "no claim is judged yet")]
)
def test_a_sheet_that_cannot_be_counted_says_why(tmp_path, words, fault):
    path = judged(tmp_path / "sheet.csv", words)
    with pytest.raises(KgError, match=fault):
        audit.read(path)


@pytest.mark.parametrize("content", [b"", b"a,b\r\n1,2\r\n", b"\xff\xfe\x00", b"number,group\r\n"])
def test_what_is_no_sheet_is_refused(tmp_path, content):
    path = tmp_path / "other.csv"
    path.write_bytes(content)
    with pytest.raises(KgError, match="sheet"):
        audit.read(path)


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_holds_the_share_and_narrows_with_the_sample(counts):
    right, total = counts
    low, high = Precision("all", right, total).interval
    assert 0 <= low <= right / total <= high <= 1
    wide = Precision("all", right, total).interval
    narrow = Precision("all", right * 4, total * 4).interval
    assert narrow[1] - narrow[0] < wide[1] - wide[0]


def test_no_cell_is_a_formula(tmp_path):
    path = tmp_path / "sheet.csv"
    drawn = audit.sample(graph(), 1, 0)
    audit.write([replace(drawn[0], words="=1+1", sentence="+甲")], path)
    assert not re.search(r'(^|[,"])[=+@]', path.read_text(encoding="utf-8-sig"), re.MULTILINE)
