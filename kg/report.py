"""What a build did: what was read, set aside and dropped, what was found, and what was refused and why."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.model import Extraction, Graph, SetAside


@dataclass(frozen=True, slots=True)
class Report:
    """The report of a build, as it is written: counts first, then every article."""

    data: dict[str, Any]

    def write(self, path: Path) -> None:
        """Write as JSON, atomically: a reader never sees half a report."""
        text = json.dumps(self.data, ensure_ascii=False, indent=1) + "\n"
        part = path.with_suffix(".part")
        part.write_text(text, encoding="utf-8")
        part.replace(path)

    @staticmethod
    def read(path: Path) -> "Report":
        """The report of an earlier build."""
        return Report(json.loads(path.read_text(encoding="utf-8")))


def report(graph: Graph, extractions: Sequence[Extraction], aside: Sequence[SetAside]) -> Report:
    """The report of a graph and of what it was made from; the same for the same articles."""
    dropped = Counter(item.reason for extraction in extractions for item in extraction.article.dropped)
    refused = Counter(item.reason for extraction in extractions for item in extraction.refused)
    return Report(
        {
            "articles": len(graph.articles),
            "set_aside": [{"input": item.path, "reason": item.reason} for item in aside],
            "entities": _sorted(Counter(entity.kind for entity in graph.entities)),
            "relations": _sorted(Counter(fact.predicate for fact in graph.facts)),
            "dates": len(graph.dates),
            "figures": len(graph.figures),
            "statements": len(graph.quotes),
            "times": len(graph.moments),
            "merges": _sorted(Counter(item.reason for item in graph.links)),
            "corrections_unused": [f"{c.one} / {c.other}: {c.because}" for c in graph.unused],
            "reprints": [{"article": c.article, "of": c.of, "first_in": c.outlet} for c in graph.reprints],
            "findings": _sorted(Counter(f"{item.check}: {item.verdict}" for item in graph.findings)),
            "dropped": _sorted(dropped),
            "refused": _sorted(refused),
            "by_article": [_article(extraction) for extraction in sorted(extractions, key=lambda e: e.article.stem)],
        }
    )


def _article(extraction: Extraction) -> dict[str, Any]:
    """What was left out of one article, piece by piece."""
    article = extraction.article
    return {
        "article": article.stem,
        "title": article.title,
        "published": article.published,
        "outlet": article.outlet,
        "entities": len(extraction.entities),
        "claims": len(extraction.claims),
        "figures": len(extraction.observations),
        "dropped": [{"reason": item.reason, "text": item.text[:80]} for item in article.dropped],
        "refused": [{"reason": item.reason, "text": item.text} for item in extraction.refused],
    }


def _sorted(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
