"""Linking against our gold: real articles, read by us; and the scorer against cases worked by hand."""

from pathlib import Path

import pytest

from benchmarks.linking import Item, _scored, gold, score
from kg import articles
from kg.extract import extract
from kg.lexicon import load
from kg.model import Article
from kg.resolve import resolve

SHARED = Path(__file__).parent.parent.parent / "shared"
EVERY = 6  # of the articles, so that the test takes seconds; the benchmark takes them all


def test_scores_worked_by_hand():
    items = [Item("Place", name, "a", thing) for name, thing in (("甲", "1"), ("乙", "1"), ("丙", "2"), ("丁", "2"))]
    together = _scored([(item, "x") for item in items], ())
    assert (together.b_precision, together.b_recall, together.pair_recall) == (0.5, 1.0, 1.0)
    assert together.pair_precision == pytest.approx(2 / 6)
    apart = _scored([(item, item.name) for item in items], ())
    assert (apart.b_precision, apart.b_recall, apart.pair_recall) == (1.0, 0.5, 0.0)
    right = _scored([(item, item.thing) for item in items], ())
    assert (right.b_f1, right.pair_precision, right.pair_recall, right.wrong) == (1.0, 1.0, 1.0, ())


def test_each_name_of_the_gold_belongs_to_one_cluster():
    seen: dict[tuple[str, str, str], str] = {}
    for item in gold():
        assert seen.setdefault((item.kind, item.name, item.article), item.thing) == item.thing


@pytest.mark.skipif(not SHARED.is_dir(), reason="the articles that the gold was read from are not ours to ship")
def test_names_of_real_articles_are_linked_as_a_reader_links_them():
    told = {item.article for item in gold()}
    found = [
        item
        for path in articles.discover([SHARED / "articles", SHARED / "corpus/articles"])
        if path.stem in told
        for item in articles.read(path)
        if isinstance(item, Article)
    ]
    chosen = [item for number, item in enumerate(found) if number % EVERY == 0 or item.stem[0] == "0"]
    lexicon = load()
    extractions = [extract(item, lexicon) for item in chosen]
    stems = {item.stem for item in chosen}
    result = score([item for item in gold() if item.article in stems], extractions, resolve(extractions, lexicon))
    assert result.items > 100
    assert len(result.missing) < result.items / 8  # what is missing was not found by the extraction
    assert result.b_f1 >= 0.95
    assert result.pair_precision >= 0.98
