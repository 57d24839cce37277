"""Ours beside what else reads Chinese news offline: quality by our own evaluator, and characters a second.

    python -m benchmarks.peers [../shared/gold]

Names: jieba's tags, the bare tagger (the BiGRU-CRF weights inside jieba, well normalised), ours. Times: JioNLP,
Microsoft recognizers-text, ours. Money and numbers: the same. Each is run on the same articles, one process, one
thread; the time is of the calls alone, loading left out. The peers are the extra `bench`; one that is not
installed is named and left out. No peer knows our eight kinds: they are scored on what they offer.
"""

import contextlib
import importlib
import io
import re
import sys
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

from kg import gold
from kg.evaluate import STRICT_UNITS, Count, evaluate
from kg.extract import extract
from kg.gold import Gold
from kg.lexicon import load
from kg.model import Article, Extraction, Kind, LocalEntity, Mention, Observation, Paragraph, Span, Time
from kg.tagger import tagger
from kg.text import sentences

KINDS: dict[str, Kind] = {
    **{"nr": "Person", "ns": "Place", "nt": "Organization", "nrt": "Person"},
    **{"PER": "Person", "LOC": "Place", "ORG": "Organization"},
}
MONEY = STRICT_UNITS - {"%", "m2", "t"}
CURRENCY = {"元": "CNY", "人民币": "CNY", "美元": "USD", "欧元": "EUR", "港元": "HKD", "日元": "JPY"}

Read = Callable[[Article], Extraction]


@dataclass(frozen=True, slots=True)
class Peer:
    """One system: its name, what it reads, and the rows of the evaluation that it is scored by."""

    name: str
    read: Read
    rows: tuple[str, ...]


def main() -> None:
    """Run every peer that is installed and print the table."""
    warnings.simplefilter("ignore")
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/gold")
    pairs = list(_pairs(folder))
    size = sum(len(article.plain) for _, article in pairs)
    print(f"{len(pairs)} articles, {size} characters")
    print(f"{'system':28} {'what':22} {'P':>6} {'R':>6} {'F1':>6} {'chars/s':>10}")
    for peer in _peers():
        begin = time.process_time()
        found = [(annotation, peer.read(article)) for annotation, article in pairs]
        rate = size / (time.process_time() - begin)
        for row in peer.rows:
            count = _count(found, row)
            print(f"{peer.name:28} {row:22} {count.precision:6.3f} {count.recall:6.3f} {count.f1:6.3f} {rate:10,.0f}")


def _pairs(folder: Path) -> Iterator[tuple[Gold, Article]]:
    annotations = gold.read_all(folder)
    texts = gold.texts(folder, annotations)
    yield from ((item, texts[item.stem]) for item in annotations if item.stem in texts and not item.names_only)


def _count(found: Sequence[tuple[Gold, Extraction]], row: str) -> Count:
    """One row of the evaluation; `money by value` counts amounts of money alone."""
    if row == "money by value":
        found = [(_money_only(annotation), _money_only_of(extraction)) for annotation, extraction in found]
        row = "figures by value"
    score = evaluate(found)
    return score.summary().get(row) or score.total(row)


def _money_only(annotation: Gold) -> Gold:
    return replace(annotation, observations=tuple(o for o in annotation.observations if o.get("unit") in MONEY))


def _money_only_of(extraction: Extraction) -> Extraction:
    return replace(extraction, observations=tuple(o for o in extraction.observations if o.unit in MONEY))


def _peers() -> Iterator[Peer]:
    names = ("core entities", "entity Organization", "entity Place", "entity Person", "all entities")
    lexicon = load()
    yield Peer("jieba tags", _jieba(), names)
    tagger()
    yield Peer("bare tagger", _tagger, names)
    jio = _imported("jionlp")
    if jio is not None:
        yield Peer("JioNLP times", lambda article: _jio_times(jio, article), ("times",))
        yield Peer("JioNLP money", lambda article: _jio_money(jio, article), ("money by value",))
    microsoft = _imported("recognizers_suite")
    if microsoft is not None:
        yield Peer("recognizers-text times", lambda article: _microsoft_times(microsoft, article), ("times",))
        yield Peer(
            "recognizers-text quantities",
            lambda article: _microsoft_figures(microsoft, article),
            ("money by value", "figures by value"),
        )
    extract(Article("start", "", "启动", "启动", (Paragraph(0, 2),)), lexicon)
    yield Peer(
        "ours, everything", lambda a: extract(a, lexicon), (*names, "times", "money by value", "figures by value")
    )


def _imported(name: str) -> ModuleType | None:
    with contextlib.redirect_stdout(io.StringIO()):
        try:
            return importlib.import_module(name)
        except ImportError as error:
            print(f"{name} is left out ({error}): pip install shangtu[bench]", file=sys.stderr)
            return None


# Names ----------------------------------------------------------------------------------------------


def _jieba() -> Read:
    posseg = importlib.import_module("jieba.posseg")
    list(posseg.cut("启动"))

    def read(article: Article) -> Extraction:
        at, found = 0, []
        for word, tag in posseg.cut(article.plain):
            found.append((Span(at, at + len(word)), tag))
            at += len(word)
        return _entities(article, found)

    return read


def _tagger(article: Article) -> Extraction:
    tagged = tagger().tag(article.plain, sentences(article))
    return _entities(article, [(token.span, token.tag) for item in tagged for token in item.tokens])


def _entities(article: Article, found: Sequence[tuple[Span, str]]) -> Extraction:
    """One entity for each surface and kind; a single character is no name."""
    named: dict[tuple[str, Kind], list[Mention]] = {}
    for span, tag in found:
        kind, text = KINDS.get(tag), article.text[span.start : span.end]
        if kind is not None and len(text) > 1:
            named.setdefault((text, kind), []).append(Mention(span, text, kind))
    entities = tuple(
        LocalEntity(f"e{n}", kind, None, text, (), tuple(mentions))
        for n, ((text, kind), mentions) in enumerate(named.items())
    )
    return Extraction(article, entities)


# Times ----------------------------------------------------------------------------------------------


def _published(article: Article) -> datetime:
    return datetime.fromisoformat((article.published or "2022-01-01")[:10])


def _jio_times(jio: Any, article: Article) -> Extraction:
    found = []
    base = _published(article).timestamp()
    for item in jio.ner.extract_time(article.plain, time_base=base, with_parsing=True):
        ends = item["detail"].get("time")
        if isinstance(ends, list) and all(re.match(r"\d{4}-", str(end)) for end in ends):
            start, end = (date.fromisoformat(value[:10]) for value in ends)
            found.append(Time(Span(*item["offset"]), item["text"], _value(start, end), "publication"))
    return Extraction(article, times=tuple(found))


def _microsoft_times(suite: Any, article: Article) -> Extraction:
    found = []
    for item in suite.recognize_datetime(article.plain, suite.Culture.Chinese, reference=_published(article)):
        values = [
            value for value in (item.resolution or {}).get("values", []) if value["type"] in ("date", "daterange")
        ]
        if not values:
            continue
        value = values[0]  # of a past and a coming day the past one, as news means it
        with contextlib.suppress(KeyError, ValueError):
            start = date.fromisoformat(value.get("value") or value["start"])
            end = start if "value" in value else date.fromisoformat(value["end"]) - timedelta(days=1)
            found.append(Time(Span(item.start, item.end + 1), item.text, _value(start, end), "publication"))
    return Extraction(article, times=tuple(found))


def _value(start: date, end: date) -> str:
    """A stretch of days as we write it.

    >>> _value(date(2021, 1, 1), date(2021, 12, 31)), _value(date(2022, 2, 1), date(2022, 2, 28))
    ('2021', '2022-02')
    >>> _value(date(2022, 2, 1), date(2022, 2, 1)), _value(date(2022, 2, 1), date(2022, 2, 7))
    ('2022-02-01', '2022-02-01/2022-02-07')
    """
    following = end + timedelta(days=1)
    if start == end:
        return start.isoformat()
    if (start.month, start.day, following.month, following.day) == (1, 1, 1, 1) and following.year == start.year + 1:
        return f"{start.year}"
    if start.day == following.day == 1 and (following.year - start.year) * 12 + following.month - start.month == 1:
        return f"{start:%Y-%m}"
    return f"{start}/{end}"


# Money and numbers ----------------------------------------------------------------------------------


def _jio_money(jio: Any, article: Article) -> Extraction:
    found = []
    for item in jio.ner.extract_money(article.plain, with_parsing=True):
        number = item["detail"]["num"]
        value = float(number[0] if isinstance(number, list) else number)
        found.append(_figure(value, CURRENCY.get(item["detail"]["case"], "CNY"), Span(*item["offset"])))
    return Extraction(article, observations=tuple(found))


def _microsoft_figures(suite: Any, article: Article) -> Extraction:
    """Money, percentages and measures, and each number that is part of none of them and of no time."""
    text, culture = article.plain, suite.Culture.Chinese
    found, taken = [], []
    for item in suite.recognize_datetime(text, culture, reference=_published(article)):
        taken.append(Span(item.start, item.end + 1))
    for recognise in (suite.recognize_currency, suite.recognize_percentage, suite.recognize_dimension):
        for item in recognise(text, culture):
            span, value = Span(item.start, item.end + 1), (item.resolution or {}).get("value")
            if value is None:
                continue
            taken.append(span)
            unit = item.resolution.get("isoCurrency") or ("%" if value.endswith("%") else item.resolution.get("unit"))
            found.append(_figure(float(value.rstrip("%")), unit, span))
    for item in suite.recognize_number(text, culture):
        span = Span(item.start, item.end + 1)
        if not any(span.overlaps(other) for other in taken):
            found.append(_figure(float(item.resolution["value"]), None, span))
    return Extraction(article, observations=tuple(found))


def _figure(value: float, unit: str | None, span: Span) -> Observation:
    return Observation(None, None, "", value, unit, "exact", None, None, span, "peer", 1.0)


if __name__ == "__main__":
    main()
