"""The ledger from the command line: why, merge, unmerge, conflicts, in real runs."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
NEWS = {
    "one": "甲省外贸\n2022年1月20日，2021年山东省网上零售额1191.7亿元，同比增长16.3%。京东集团与山东省商务厅签署合作协议。",
    "two": "乙省外贸\n2022年1月21日，2021年山东省网络零售额1300亿元。京东物流与省商务厅签署合作协议。",
}


def kg(*words: str | Path, where: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "COLUMNS": "200"}
    command = [sys.executable, "-m", "kg", *map(str, words)]
    return subprocess.run(command, cwd=where, env=environment, capture_output=True, text=True, encoding="utf-8")


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    where = tmp_path_factory.mktemp("made")
    (where / "news").mkdir()
    for stem, text in NEWS.items():
        (where / "news" / f"{stem}.txt").write_text(text, encoding="utf-8")
    done = kg("build", "news", "-j", "1", where=where)
    assert done.returncode == 0, done.stderr
    return where


def test_why_tells_every_step(made):
    done = kg("why", "省商务厅", "山东省商务厅", where=made)
    assert done.returncode == 0, done.stderr
    assert "are one thing: Organization/山东省商务厅" in done.stdout
    assert "the article is set in 山东省" in done.stdout
    assert "are two things" in kg("why", "京东集团", "京东物流", where=made).stdout


def test_a_merge_holds_until_it_is_taken_back(made):
    before = (made / "exports/graph.ttl").read_bytes()
    done = kg("merge", "京东集团", "京东物流", "--because", "试一试", where=made)
    assert done.returncode == 0, done.stderr
    assert "are one thing: Organization/京东集团" in done.stdout
    assert "试一试" in (made / "exports/corrections.csv").read_text(encoding="utf-8")
    assert (made / "exports/graph.ttl").read_bytes() != before
    again = kg("build", "news", "-j", "1", where=made)
    assert again.returncode == 0, again.stderr
    assert "are one thing" in kg("why", "京东集团", "京东物流", where=made).stdout
    assert kg("unmerge", "京东集团", "京东物流", where=made).returncode == 0
    assert (made / "exports/graph.ttl").read_bytes() == before
    assert not (made / "exports/corrections.csv").exists()


def test_a_merge_after_an_unmerge_is_a_merge(made):
    """京东集团 and 京东物流 are two by our rules as well: taking the user's own word back would not join them."""
    assert kg("unmerge", "京东集团", "京东物流", where=made).returncode == 0
    done = kg("merge", "京东集团", "京东物流", "--because", "试一试", where=made)
    assert "are one thing: Organization/京东集团" in done.stdout
    assert "are two things" in kg("unmerge", "京东集团", "京东物流", where=made).stdout
    assert not (made / "exports/corrections.csv").exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("京东集团", "京东集团", "--because", "试"), "one and the same"),
        (("京东集团", "京东物流", "--because", " "), "needs its reason"),
    ],
)
def test_a_merge_of_nothing_or_for_nothing_is_refused(made, words, told):
    done = kg("merge", *words, where=made)
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr


def test_conflicts_are_told_with_their_sentences(made):
    done = kg("conflicts", "--verdict", "conflict", where=made)
    assert done.returncode == 0, done.stderr
    assert "1191.7亿元" in done.stdout
    assert "1300亿元" in done.stdout
    assert done.stdout.rstrip().endswith("1 findings")
    assert kg("conflicts", "--check", "sources", where=made).stdout.count("(sources)") >= 1
    assert kg("conflicts", "--check", "headline", where=made).stdout == "0 findings\n"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("why", "无此公司", "京东集团"), "no article names this"),
        (("merge", "京东集团", "山东省", "--because", "x"), "the two are of different kinds"),
        (("merge", "京东集团", "京东物流", "--because", "x", "--kind", "Ort"), "no such kind"),
        (("conflicts", "--verdict", "maybe"), "no such verdict"),
        (("conflicts", "--check", "sum of all"), "no such check"),
    ],
)
def test_wrong_use_is_one_plain_sentence(made, words, told):
    done = kg(*words, where=made)
    assert done.returncode == 2
    assert done.stderr.startswith("kg: ")
    assert told in done.stderr
    assert "Traceback" not in done.stderr
