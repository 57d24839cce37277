"""`kg.toml`: what it may say, what it may not, and that it changes what a build comes to."""

from dataclasses import fields
from pathlib import Path

import pytest

from kg.errors import KgError
from kg.graph.values import Tolerance
from kg.pipeline import Options, build, graph_of
from kg.resolve.reprints import Alike
from kg.settings import settings

DOCS = Path(__file__).parent.parent / "docs/settings.md"


def given(tmp_path: Path, text: str) -> Options:
    path = tmp_path / "kg.toml"
    path.write_text(text, encoding="utf-8")
    return settings(path=path)


def test_no_file_means_the_usual(tmp_path):
    found = settings(path=tmp_path / "kg.toml")
    assert (found.tolerance, found.alike, found.base, found.least) == (Tolerance(), Alike(), Options().base, 0.0)


def test_thresholds_are_read(tmp_path):
    found = given(tmp_path, "[figures]\nrevised-days = 5\nfar = 1\n[reprints]\nsimilarity = 0.75\n")
    assert found.tolerance == Tolerance(revised_days=5, far=1.0)
    assert found.alike == Alike(similarity=0.75)


def test_folders_are_beside_the_file(tmp_path):
    (tmp_path / "own").mkdir()
    found = given(tmp_path, 'lexicons = ["own"]\ncorrections = "c.csv"\nmin-confidence = 0.25\n')
    assert found.lexicons == (tmp_path / "own",)
    assert (found.corrections, found.least) == (tmp_path / "c.csv", 0.25)


def test_the_command_line_comes_first(tmp_path):
    path = tmp_path / "kg.toml"
    path.write_text('base = "https://a.example/"\nworkers = 3\nmin-confidence = 0.5\nlanguage = "en"\n')
    found = settings(base="https://b.example/", workers=1, least=0.1, language="zh", path=path)
    assert (found.base, found.workers, found.least, found.language) == ("https://b.example/", 1, 0.1, "zh")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("workers = 'many'", "`workers`"),
        ("workers = 1.5", "`workers`"),
        ("workers = true", "`workers`"),
        ("min-confidence = 2", "`min-confidence`"),
        ("min-confidence = nan", "`min-confidence`"),
        ("base = 7", "`base`"),
        ("corrections = []", "`corrections`"),
        ("lexicons = 'own'", "`lexicons`"),
        ("lexicons = [1]", "`lexicons`"),
        ("lexicons = ['nowhere']", "no such lexicon folder"),
        ("language = 'de'", "language"),
        ("figures = 3", "`figures`"),
        ("[figures]\nfar = 0", "`figures.far`"),
        ("[figures]\nrevised-days = 2.5", "`figures.revised-days`"),
        ("[figures]\nfarr = 0.5", "'farr'"),
        ("[reprints]\nsimilarity = 'high'", "`reprints.similarity`"),
        ("colour = 'red'", "'colour'"),
        ("base =", "cannot be read"),
    ],
)
def test_a_bad_setting_is_one_sentence_that_names_it(tmp_path, text, names):
    with pytest.raises(KgError) as error:
        given(tmp_path, text)
    assert names in str(error.value)
    assert "\n" not in str(error.value)
    assert error.value.usage


def test_every_threshold_is_documented_with_its_default():
    text = DOCS.read_text(encoding="utf-8")
    for table, kind in (("figures", Tolerance), ("reprints", Alike)):
        section = text.partition(f"[{table}]")[2].partition("```")[0]
        for field in fields(kind):
            assert f"{field.name.replace('_', '-')} = {field.default}" in section


# What they change -----------------------------------------------------------------------------------


def quiet(*_: object) -> None:
    pass


def built(tmp_path: Path, texts: dict[str, str], options: Options) -> tuple[list[tuple[str, str]], int]:
    """The findings of some posts, and how many of them are reprints."""
    folder = tmp_path / "posts"
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    build([folder], tmp_path / "out", options, quiet)
    graph = graph_of(tmp_path / "out", options)
    return [(item.check, item.verdict) for item in graph.findings], len(graph.reprints)


def post(title: str, day: str, body: str) -> str:
    return f"---\ntitle: '{title}'\ndate: {day} 08:00:00\n---\n{body}\n"


STREETS = "".join(f"第{n}条街上的第{n * 7 % 31}家店在{n}点开门，卖出{n * 13 % 97}箱苹果。" for n in range(1, 25))


def test_how_alike_reprints_are(tmp_path):
    other = STREETS[: len(STREETS) // 2] + "".join(
        f"老人{n}说起往年的收成，各有各的记法。" for n in "甲乙丙丁戊己庚辛壬癸"
    )
    texts = {"a": post("街上的店", "2022-01-01", STREETS), "b": post("街上的老人", "2022-01-02", other)}
    assert built(tmp_path, texts, Options())[1] == 1
    assert built(tmp_path, texts, Options(alike=Alike(similarity=0.95)))[1] == 0
    assert built(tmp_path, texts, Options(alike=Alike(days=0)))[1] == 0
    assert built(tmp_path, texts, Options(alike=Alike(shortest=10000)))[1] == 0


def test_how_far_apart_figures_may_be(tmp_path):
    texts = {
        "a": post("消费", "2022-02-20", "据统计，2021年山东省社会消费品零售总额33714亿元。"),
        "b": post("零售", "2022-03-20", "据了解，2021年山东省社会消费品零售总额34600亿元。"),
    }
    assert built(tmp_path, texts, Options())[0] == [("sources", "revision")]
    assert built(tmp_path, texts, Options(tolerance=Tolerance(revised_days=60)))[0] == [("sources", "conflict")]
    assert built(tmp_path, texts, Options(tolerance=Tolerance(far=0.01)))[0] == [("sources", "scope")]
