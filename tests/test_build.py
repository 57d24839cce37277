"""Builds: the same articles give the same bytes, however they come, and other parsers accept them."""

import random
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import articles, pipeline
from kg.extract import run
from kg.lexicon import load
from kg.model import Article, Paragraph
from kg.pipeline import FILES, Options
from kg.text import plain

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "seeds" / "articles"
COMMITTED = ROOT / "exports"


def silent(name: str, done: int, total: int | None) -> None:
    """No progress."""


def build(paths: list[Path], out: Path, workers: int = 1) -> dict[str, bytes]:
    pipeline.build(paths, out, Options(workers=workers), silent)
    return {name: (out / name).read_bytes() for name in FILES}


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return build([SAMPLE], tmp_path_factory.mktemp("sample"))


@pytest.mark.parametrize("name", FILES)
def test_a_rebuild_of_the_sample_gives_the_committed_bytes(sample, name):
    same = (COMMITTED / name).read_bytes() == sample[name]  # told apart from here: a diff of a whole page takes minutes
    assert same, "run make demo and look at what changed"


@pytest.mark.parametrize("workers", [1, 2])
def test_order_of_files_and_number_of_workers_change_nothing(sample, tmp_path, monkeypatch, workers):
    monkeypatch.setattr(pipeline, "BATCH", 3)  # several batches, so that two workers have work
    monkeypatch.setattr(articles, "discover", lambda paths: list(paths))  # in the order given
    files = sorted(path for path in SAMPLE.iterdir())
    random.Random(workers).shuffle(files)
    assert build(files, tmp_path, workers) == sample


def test_articles_that_come_one_after_another_give_the_same_bytes(sample, tmp_path):
    files = sorted(SAMPLE.iterdir(), reverse=True)
    for part in (files[:4], files[2:7], files):
        last = build(part, tmp_path)
    assert last == sample


def test_articles_under_another_folder_give_the_same_bytes(sample, tmp_path):
    shutil.copytree(SAMPLE, tmp_path / "elsewhere")
    assert build([tmp_path / "elsewhere"], tmp_path / "out") == sample


@pytest.mark.parametrize("name", ["graph.ttl", "evidence.ttl"])
def test_rapper_accepts_the_turtle(sample, tmp_path, name):
    if not shutil.which("rapper"):
        pytest.skip("rapper is not installed (package raptor2-utils)")
    path = tmp_path / name
    path.write_bytes(sample[name])
    done = subprocess.run(["rapper", "-i", "turtle", "-c", str(path)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "rror" not in done.stderr
    assert "arning" not in done.stderr


PIECES = st.lists(
    st.sampled_from(
        [
            "2022年1月10日，",
            "去年4月，",
            "辽宁省商务厅",
            "青岛市人民政府、海尔集团",
            "在沈阳举办",
            "首届“好品辽宁”年货节",
            "，同比增长16.3%",
            "网上零售额1191.7亿元",
            "。",
            "\n",
            "“直播让山货走出去。”局长张三说。",
            "占比37.5%，",
            "第三届",
            "淘宝、京东",
            "😀",
            "遼寧省",
            "获得“最佳进步奖”",
            "3月5日至9日",
            "（",
            "》",
            "《关于加快发展的意见》",
        ]
    ),
    min_size=1,
    max_size=40,
)


@given(PIECES)
@settings(deadline=None, max_examples=40)
def test_whatever_is_found_is_where_it_says(pieces):
    text = "".join(pieces)
    parts, at = [], 0
    for line in text.split("\n"):
        parts.append(Paragraph(at, at + len(line)))
        at += len(line) + 1
    article = Article("any", "", text, plain(text), tuple(parts), published="2022-01-20")
    found = run(article, load())
    for named in (*found.mentions, *found.times, *found.quantities, *found.refused):
        assert named.span.start < named.span.end
        assert named.text in (text[named.span.start : named.span.end], article.plain[named.span.start : named.span.end])
    ids = {entity.id for entity in found.entities}
    for claim in found.claims:
        assert {claim.subject, claim.object} <= ids
        assert claim.subject != claim.object
    for item in (*found.claims, *found.datings, *found.observations, *found.statements):
        assert 0 <= item.evidence.start < item.evidence.end <= len(text)
        assert 0 < item.confidence <= 1
