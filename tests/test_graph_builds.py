"""Builds as a user makes them: exact removal, any order, interruption, corrections; the same bytes each time."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg import pipeline
from kg.model import Correction
from kg.pipeline import FILES, Options
from kg.resolve import ledger

TEXTS = {
    "yunzhou-1": "甲省商务厅办直播节\n2022年1月10日，由山东省商务厅主办的2022山东直播节在济南开幕。京东、拼多多参加。省商务厅厅长王明说，销售额达12.5亿元，同比增长8%。",
    "yunzhou-2": "直播节收官\n2022年1月20日，2022山东直播节在济南闭幕。京东集团销售额为12.5亿元。山东省商务厅表示，明年再办。",
    "yunzhou-3": "双品网购节开始\n2022年4月28日，第四届双品网购节在沈阳启动。辽宁省商务厅和京东物流支持本次活动。",
}


def quiet(*_: object) -> None:
    """No progress is shown."""


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> tuple[Path, Path]:
    """A folder of articles and a build of them."""
    folder = tmp_path_factory.mktemp("news")
    for stem, text in TEXTS.items():
        (folder / f"{stem}.txt").write_text(text, encoding="utf-8")
    out = tmp_path_factory.mktemp("build")
    pipeline.build([folder], out, Options(), quiet)
    return folder, out


@pytest.fixture
def copy(whole, tmp_path) -> tuple[Path, Path]:
    """The articles, and a copy of the build that a test may change."""
    folder, out = whole
    shutil.copytree(out, tmp_path / "build")
    return folder, tmp_path / "build"


def written(out: Path) -> dict[str, bytes]:
    return {name: (out / name).read_bytes() for name in FILES}


def test_what_was_removed_and_added_again_gives_the_same_bytes(copy):
    folder, out = copy
    before = written(out)
    _, gone = pipeline.remove(["yunzhou-2"], out, Options(), quiet)
    assert gone == {"yunzhou-2": 1}
    assert b"yunzhou-2" not in (out / "graph.ttl").read_bytes()
    assert b"yunzhou-2" not in (out / "evidence.ttl").read_bytes()
    pipeline.build([folder], out, Options(), quiet)
    assert written(out) == before


def test_articles_one_by_one_in_any_order_give_the_same_bytes(whole, tmp_path):
    folder, out = whole
    for stem in random.Random(3).sample(sorted(TEXTS), len(TEXTS)):
        pipeline.build([folder / f"{stem}.txt"], tmp_path, Options(), quiet)
    assert written(tmp_path) == written(out)


def test_a_merge_taken_back_gives_the_same_bytes(copy):
    _, out = copy
    before = written(out)
    path = Options().ledger(out)
    names = ("Organization", "京东集团", "京东物流")
    ledger.write(path, ledger.merged(ledger.read(path), *names, "一家"))
    pipeline.rewrite(out, Options(), quiet)
    graph = pipeline.graph_of(out, Options())
    assert written(out) != before
    assert not any(entity.id == "Organization/京东物流" for entity in graph.entities)
    ledger.write(path, ledger.unmerged(ledger.read(path), *names, "两家"))
    pipeline.rewrite(out, Options(), quiet)
    assert written(out) == before


def test_a_correction_without_a_match_is_in_the_report(copy):
    _, out = copy
    path = Options().ledger(out)
    ledger.write(path, [Correction(True, "Organization", "无此公司", "也无此公司", "旧事")])
    built = pipeline.rewrite(out, Options(), quiet)
    assert built.report.data["corrections_unused"] == ["无此公司 / 也无此公司: 旧事"]


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs signals: run it on Linux or macOS")
@pytest.mark.parametrize("wait", [0.7, 1.6, 2.5])
def test_a_build_that_is_killed_loses_nothing(whole, tmp_path, wait):
    folder, out = whole
    command = [sys.executable, "-m", "kg", "build", str(folder), "-o", str(tmp_path / "b"), "-j", "1"]
    started = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=Path(pipeline.__file__).parents[1]
    )
    time.sleep(wait)
    if started.poll() is None:
        os.kill(started.pid, signal.SIGKILL)
    started.wait()
    pipeline.build([folder], tmp_path / "b", Options(), quiet)
    assert written(tmp_path / "b") == written(out)
