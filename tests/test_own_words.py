"""Nothing in the project stands word for word in the shared articles: they are not ours to give away."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
RUN = 28  # characters in a row that no two writers share by chance
MARKUP = re.compile(r"<[^>]+>|\s|　")
HAN = re.compile("[\u4e00-\u9fff]")


def runs(text: str) -> Iterator[str]:
    """Every run of characters that is mostly Chinese."""
    bare = MARKUP.sub("", text)
    chinese = [0]
    for character in bare:
        chinese.append(chinese[-1] + bool(HAN.match(character)))
    return (bare[at : at + RUN] for at in range(len(bare) - RUN) if chinese[at + RUN] - chinese[at] > RUN * 0.6)


@pytest.mark.skipif(not (SHARED / "corpus").is_dir(), reason="the shared corpus is not beside the project")
def test_no_file_repeats_a_shared_article() -> None:
    theirs: set[int] = set()
    for folder in (SHARED / "articles", SHARED / "corpus" / "articles"):
        for path in folder.iterdir():
            theirs.update(hash(run) for run in runs(path.read_text(encoding="utf-8", errors="ignore")))
    repeated = {}
    for name in ("seeds", "tests", "docs", "exports", "README.md", "README.zh.md"):
        inside = [ROOT / name] if (ROOT / name).is_file() else sorted((ROOT / name).rglob("*"))
        for path in inside:
            if path.suffix in (".md", ".txt", ".json", ".jsonl", ".toml", ".csv", ".html", ".xml", ".ttl", ".py"):
                found = next((run for run in runs(path.read_text(encoding="utf-8")) if hash(run) in theirs), None)
                if found:
                    repeated[str(path.relative_to(ROOT))] = found
    assert not repeated
