"""What quality is measured on stands nowhere among what the program was developed with or trained on, under any name."""

import json
from pathlib import Path

import pytest

from kg import gold
from kg.gold import Gold

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
RECORDS = SHARED / "corpus" / "scale.jsonl.gz"
RUN = 8  # characters of a run; news of one sort shares some of them


def runs(folder: Path, annotations: list[Gold]) -> dict[str, set[str]]:
    """The runs of characters of each annotated article."""
    texts = gold.texts(folder, annotations, [RECORDS])
    return {
        stem: {article.plain[at : at + RUN] for at in range(len(article.plain) - RUN)}
        for stem, article in texts.items()
    }


@pytest.mark.skipif(not RECORDS.is_file(), reason="the shared broadcasts are not beside the project")
def test_no_unseen_article_is_another_by_a_different_name() -> None:
    measured = gold.read_all(ROOT / "tests" / "unseen")
    unseen = runs(ROOT / "tests" / "unseen", measured)
    assert unseen.keys() == {annotation.stem for annotation in measured}
    lines = (ROOT / "seeds" / "training" / "figures.jsonl").read_text(encoding="utf-8").splitlines()
    trained = [gold.parsed({"entities": [], **json.loads(line)}) for line in lines]
    known = runs(ROOT / "tests", trained)
    for folder in (SHARED / "gold", SHARED / "gold" / "names", ROOT / "tests" / "gold"):
        known.update(runs(folder, gold.read_all(folder)))
    alike = {
        (stem, other): round(len(text & theirs) / len(text), 2)
        for stem, text in unseen.items()
        for other, theirs in known.items()
        if len(text & theirs) > 0.3 * len(text)
    }
    assert not alike
