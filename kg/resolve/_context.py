"""Where an article is set: dateline, outlet, headline and the places it names, weighed."""

import re
from collections import Counter
from dataclasses import dataclass

from kg.lexicon import Entry, Lexicon
from kg.model import Article
from kg.rules import rules
from kg.text import plain

_LEVELS = ("province", "city", "county")


@dataclass(frozen=True, slots=True)
class Home:
    """Chinese divisions by how much an article speaks of them, each with where they are named."""

    weights: Counter[str]
    entries: dict[str, Entry]
    spots: tuple[tuple[int, str], ...]

    def at(self, level: str, start: int) -> Entry | None:
        """The division of a level that a bare 省, 自治区, 市, 县 or 区 means at a place of the text.

        The one that the article speaks of most; one named shortly before counts for more. None where two
        are level.
        """
        weights = {code: float(self.weights[code]) for code, entry in self.entries.items() if fits(entry, level)}
        near = [code for at, code in self.spots if start - 60 <= at < start and code in weights]
        if near:
            weights[near[-1]] += 3
        best = sorted(weights.items(), key=lambda pair: (-pair[1], pair[0]))
        if not best or (len(best) > 1 and best[0][1] == best[1][1]):
            return None
        return self.entries[best[0][0]]


def fits(entry: Entry, level: str) -> bool:
    """Whether a division is what a level word says."""
    if level == "市":
        return entry.name.endswith("市") and entry.subkind in ("province", "city", "county")
    if level == "州":
        return entry.name.endswith(("自治州", "盟"))
    if level in ("县", "区"):
        return entry.subkind == "county" and entry.name.endswith((level, "旗") if level == "县" else level)
    return entry.subkind == "province" and entry.name.endswith(level)


def home(article: Article, lexicon: Lexicon) -> Home:
    """The divisions an article speaks of. Dateline and outlet weigh 5, the headline 3, the text 1."""
    weights: Counter[str] = Counter()
    entries: dict[str, Entry] = {}
    spots: list[tuple[int, str]] = []

    def add(entry: Entry, weight: int, at: int | None = None) -> None:
        chain = [entry, *lexicon.ancestors(entry)]
        if chain[-1].code != "CN" or entry.code is None:
            return
        for above in chain:
            if above.code and above.subkind in _LEVELS:
                weights[above.code] += weight
                entries[above.code] = above
                if at is not None:
                    spots.append((at, above.code))

    for hit in lexicon.find(article.plain):
        found = [e for e in hit.entries if e.kind == "Place" and e.subkind in _LEVELS and hit.surface not in e.unsure]
        if len(found) == 1:
            add(found[0], 3 if hit.span.end <= article.paragraphs[0].end else 1, hit.span.start)
    for match in re.finditer(rules("linking")["dateline"]["pattern"], article.plain[:400]):
        for entry in _divisions(match[1], lexicon):
            add(entry, 5)
    if article.outlet:
        for entry in _outlet(plain(article.outlet), lexicon):
            add(entry, 5)
    return Home(weights, entries, tuple(sorted(spots)))


def _divisions(surface: str, lexicon: Lexicon) -> list[Entry]:
    found = [e for e in lexicon.get(surface, "Place") if e.subkind in _LEVELS]
    return found if len(found) == 1 else []


def _outlet(outlet: str, lexicon: Lexicon) -> list[Entry]:
    """The division that an outlet's name begins with, or that the gazetteer gives for it."""
    for end in range(min(len(outlet), 8), 1, -1):
        found = _divisions(outlet[:end], lexicon)
        if found:
            return found
    homes: dict[str, str] = rules("linking")["outlet"]
    return _divisions(homes[outlet], lexicon) if outlet in homes else []
