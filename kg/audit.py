"""Judging a graph by eye: a seeded sample of its claims, each with its sentence, and the precision that follows."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from random import Random

from kg.errors import KgError
from kg.model import Evidence, Figure, Graph, Span

COLUMNS = ("number", "group", "claim", "sentence", "article", "rule", "confidence", "right")
GROUPS = ("relation", "date", "figure", "statement")
# What a judge may write into the last column.
_WORDS = {
    **dict.fromkeys(("y", "yes", "1", "true", "right", "对", "是", "√"), True),
    **dict.fromkeys(("n", "no", "0", "false", "wrong", "错", "否", "×", "x"), False),
}
_UNSURE = ("", "?", "？")
_STOPS = "。！？\n"
_FORMULA = ("=", "+", "-", "@")  # how a cell begins that a spreadsheet would run


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim in words, the stretch of text that it stands on, and the sentence around that."""

    group: str
    words: str
    evidence: Evidence
    sentence: str


@dataclass(frozen=True, slots=True)
class Precision:
    """How many of the judged claims are right, and the 95 % interval of the share by Wilson's score."""

    group: str
    right: int
    judged: int

    @property
    def share(self) -> float:
        """Right of judged."""
        return self.right / self.judged

    @property
    def interval(self) -> tuple[float, float]:
        """Lower and upper bound (Wilson 1927, without continuity correction).

        >>> [round(bound, 3) for bound in Precision("all", 45, 50).interval]
        [0.786, 0.957]
        """
        z, n, p = 1.959964, self.judged, self.share
        middle, half = p + z * z / (2 * n), z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        low, high = (middle - half) / (1 + z * z / n), (middle + half) / (1 + z * z / n)
        return max(0.0, min(p, low)), min(1.0, max(p, high))  # rounding may cross the share itself


def claims(graph: Graph) -> list[Claim]:
    """Every claim of a graph, one for each sentence that makes it, sorted."""
    texts = {article.stem: article.text for article in graph.articles}
    found = [Claim(*told, _sentence(texts[told[2].article], told[2].span)) for told in _told(graph)]
    return sorted(found, key=lambda claim: (claim.evidence.article, claim.evidence.span, claim.group, claim.words))


def sample(graph: Graph, size: int, seed: int, groups: Sequence[str] = ()) -> list[Claim]:
    """Claims drawn without preference, the same for the same graph, size and seed, in the order of the articles.

    Raises KgError where a group is none, or there is nothing to draw from.
    """
    for group in groups:
        if group not in GROUPS:
            raise KgError("no such group of claims", group, f"use {', '.join(GROUPS)}", usage=True)
    known = [claim for claim in claims(graph) if not groups or claim.group in groups]
    if not known:
        raise KgError("the graph makes no such claim", "", "build from more articles")
    chosen = sorted(Random(seed).sample(range(len(known)), min(size, len(known))))
    return [known[number] for number in chosen]


def write(drawn: Sequence[Claim], path: Path) -> None:
    """A sheet to judge: CSV that spreadsheets open, its last column `right` empty."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    for number, claim in enumerate(drawn, 1):
        said = claim.evidence
        cells = (claim.group, claim.words, claim.sentence, said.article, said.rule)
        rows.writerow([number, *map(_safe, cells), f"{said.confidence:.2f}", ""])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\ufeff" + text.getvalue(), encoding="utf-8", newline="")


def read(path: Path) -> list[Precision]:
    """What the judgements in a sheet come to: over all, then by group. Claims not judged do not count.

    Raises KgError where the file is no such sheet, a judgement is no yes or no, or nothing is judged.
    """
    try:
        rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise KgError("the sheet cannot be read", str(path), "give the CSV that kg audit wrote", usage=True) from error
    if not rows or not {"group", "right"} <= rows[0].keys():
        raise KgError("this is no sheet of claims", str(path), "give the CSV that kg audit wrote", usage=True)
    judged = [
        (row["group"], right)
        for number, row in enumerate(rows, 2)
        if (right := _judgement(row, path, number)) is not None
    ]
    if not judged:
        raise KgError("no claim is judged yet", str(path), "write y or n into the column `right`", usage=True)
    groups = ["all", *(group for group in GROUPS if any(group == name for name, _ in judged))]
    return [_precision(group, judged) for group in groups]


def _precision(group: str, judged: Iterable[tuple[str, bool]]) -> Precision:
    ours = [right for name, right in judged if group in ("all", name)]
    return Precision(group, sum(ours), len(ours))


def _judgement(row: dict[str, str | None], path: Path, number: int) -> bool | None:
    word = (row["right"] or "").strip().lower()
    if word in _UNSURE:
        return None
    if word not in _WORDS:
        raise KgError(f"no judgement: {word}", f"{path}:{number}", "write y, n, or nothing", usage=True)
    return _WORDS[word]


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _sentence(text: str, span: Span) -> str:
    """The sentence or sentences around a stretch of text."""
    start = max(text.rfind(mark, 0, span.start) for mark in _STOPS) + 1
    ends = [at for mark in _STOPS if (at := text.find(mark, max(span.start, span.end - 1))) >= 0]
    return text[start : min(ends, default=len(text)) + 1].strip()


def _told(graph: Graph) -> Iterator[tuple[str, str, Evidence]]:
    names = {entity.id: entity.name for entity in graph.entities}
    for fact in graph.facts:
        more = f"（{fact.role}）" if fact.role else f"（第{fact.rank}名）" if fact.rank else ""
        words = f"{names[fact.subject]} —{fact.predicate}→ {names[fact.object]}{more}"
        yield from (("relation", words, said) for said in fact.evidence)
    for date in graph.dates:
        yield from (("date", f"{names[date.subject]} {date.property} {date.value}", said) for said in date.evidence)
    for figure in graph.figures:
        yield from (("figure", _figure(figure, names), said) for said in figure.evidence)
    for quote in graph.quotes:
        yield "statement", f"{names[quote.speaker]}：{quote.text}", quote.evidence


def _figure(figure: Figure, names: dict[str, str]) -> str:
    about = names.get(figure.entity or "") or figure.about or "?"
    upper = f"–{figure.upper:.10g}" if figure.upper is not None else ""
    value = "" if figure.value is None else f"{figure.value:.10g}{upper} {figure.unit or ''}"
    change = f"{figure.change.kind} {figure.change.value:+g}{figure.change.unit}" if figure.change else ""
    hedge = "" if figure.qualifier == "exact" else figure.qualifier
    return " | ".join(
        part for part in (about, figure.measure, f"{hedge} {value}".strip(), change, figure.period) if part
    )
