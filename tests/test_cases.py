"""Extraction as a whole, with lexicons and recogniser: a text, what must be found in it, and what must not.

A file of `tests/cases/whole/` is named after the extractor it is about. A finding is given by the fields that
matter; things are written by name, a change as `yoy -4.5%`.
"""

import tomllib
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from kg.extract import run
from kg.lexicon import Lexicon, load
from kg.model import Article, Paragraph
from kg.text import plain

FOLDER = Path(__file__).parent / "cases" / "whole"
# Where the findings of an extractor are; those of the others are relations.
PARTS = {
    "times": "times",
    "quantities": "quantities",
    "observations": "observations",
    "dates": "datings",
    "statements": "statements",
}


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load()


def cases() -> list[Any]:
    found = []
    for path in sorted(FOLDER.glob("*.toml")):
        for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]:
            found.append(pytest.param(path.stem, case, id=f"{path.stem}: {case['why']}"))
    return found


def findings(extractor: str, case: dict[str, Any], lexicon: Lexicon) -> list[dict[str, Any]]:
    """What is found in the text of a case, with names in place of ids."""
    title = case.get("title", "")
    head = len(title) + bool(title)  # with the line's end
    text = f"{title}\n{case['text']}" if title else case["text"]
    paragraphs = ((Paragraph(0, len(title), "title"),) if title else ()) + (Paragraph(head, len(text)),)
    article = Article("case", title, text, plain(text), paragraphs, published=case.get("published", "2022-01-20"))
    found = run(article, lexicon)
    names = {entity.id: entity.name for entity in found.entities}
    rows = []
    for item in getattr(found, PARTS.get(extractor, "claims")):
        row = {field.name: getattr(item, field.name) for field in fields(item)}
        if change := row.get("change"):
            row["change"] = f"{change.kind} {change.value:g}{change.unit}"
        rows.append({name: names.get(value, value) if isinstance(value, str) else value for name, value in row.items()})
    return rows


def says(row: dict[str, Any], wanted: dict[str, Any]) -> bool:
    """Whether a finding has all that is wanted of it; quotation marks round a name may be left out."""
    return all(_bare(row.get(name)) == _bare(value) for name, value in wanted.items())


def _bare(value: Any) -> Any:
    return value.strip("“”。") if isinstance(value, str) else value


@pytest.mark.parametrize(("extractor", "case"), cases())
def test_a_case(extractor: str, case: dict[str, Any], lexicon: Lexicon) -> None:
    rows = findings(extractor, case, lexicon)
    for wanted in case.get("found", ()):
        assert any(says(row, wanted) for row in rows), (wanted, rows)
    for unwanted in case.get("absent", ()):
        assert not any(says(row, unwanted) for row in rows), unwanted
