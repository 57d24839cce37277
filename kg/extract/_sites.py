"""Places inside names: what may stand in a name at all, and the places, zones and owners of a facility's name."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from kg.lexicon import Entry, Lexicon
from kg.model import Kind, Mention
from kg.rules import rules

GOODS = "(?:商品|产品|货|进口|出口|轻纺|语|文化|风情|特色|制造|菜|味|品牌|国家)"


_AREA = "(?:区|部|县城|自贸港|自由贸易港|镇|乡|街道|村|社区|新城)$"  # what is part of a place, rather than stands in it
_ZONE = "(?:高新|经开|开发|自贸试验|自贸|综保|保税|示范|新|园)区$"
COMMITTED = "(?:示范区|开发区|高新区|经开区|新区|园区|产业园|保税区|保税港区|试验区|合作区|先行区)$"  # have committees
_NOT_OWNED = "(?:国家|东|西|南|北|中)"  # 中欧班列中东欧…, 甲集团国家级…: the head is another name's head


@dataclass(frozen=True, slots=True)
class Names:
    """What may stand inside a name: surfaces of the article itself, then the gazetteers."""

    lexicon: Lexicon
    own: dict[str, Kind]

    def kind(self, surface: str, *kinds: Kind) -> Kind | None:
        """Kind of a surface, if it is a known name of one of the kinds."""
        known = self.own.get(surface)
        if known in kinds:
            return known
        for kind in kinds:
            if any(surface not in entry.unsure for entry in self.lexicon.get(surface, kind)):
                return kind
        return None

    def place(self, surface: str) -> Entry | None:
        """The gazetteer's place; a name that is also a word counts where the article has the place's full name."""
        entries = [
            entry
            for entry in self.lexicon.get(surface, "Place")
            if surface not in entry.unsure or any(name in self.own for name in entry.surfaces)
        ]
        return entries[0] if entries else None


Finding = tuple[int, int, Kind, str, str]


def site(surface: str, mention: Mention, names: Names) -> Iterator[Finding]:
    """The places, zone or owner that a facility's name holds."""
    entry = names.place(surface)
    if entry is not None and (mention.subkind or entry.subkind) not in ("facility", "zone"):
        return
    bracket = re.search("（([^（）]{2,6})）", surface)
    if bracket and names.place(bracket[1]):
        area = bracket.end() < len(surface) and re.search(_AREA, surface)
        yield bracket.start(1), bracket.end(1), "Place", "partOf" if area else "location", "inner.site"
        return
    end = 0
    for start, stop, kind, predicate, rule in _owner(surface, names):
        yield start, stop, kind, predicate, rule
        if rule == "inner.zone":
            return
        end = stop
    chain = list(itertools.islice(leading(surface, end, names), 2))
    if chain:
        start, stop = chain[-1]
        yield start, stop, "Place", "partOf" if re.search(_AREA, surface) else "location", "inner.site"


def _owner(surface: str, names: Names) -> Iterator[Finding]:
    """Whose a base, park or centre is, and the zone that it lies in."""
    end = 0
    for stop in range(len(surface) - 2, 1, -1):
        head = surface[:stop]
        kind = None if names.place(head) else names.kind(head, "Organization", "Platform")
        if kind is not None and not re.match(_NOT_OWNED, surface[stop:]):
            yield 0, stop, kind, "partOf", "inner.owner"
            end = stop
            break
    rest = surface[end:]
    zone = re.match("(.{2,8}?(?:高新区|经开区|开发区|自贸区|自贸试验区|综保区|保税区|示范区|新区|园区))(?=.{2,})", rest)
    if zone and (names.place(re.sub(_ZONE, "", zone[1])) or zone[1] in names.own):
        relation = "partOf" if re.search(_AREA, surface) else "location"
        yield end, end + len(zone[1]), "Place", relation, "inner.zone"


def leading(surface: str, start: int, names: Names) -> Iterator[tuple[int, int]]:
    """The chain of administrative places that a name begins with, its own name aside."""
    letters = re.match("[A-Za-z]+", surface[start:])
    at = start + (letters.end() if letters else 0)
    while at < len(surface) - 2:
        stop = next(
            (
                stop
                for stop in range(min(len(surface) - 2, at + 10), at + 1, -1)
                if (entry := names.place(surface[at:stop])) is not None
                and entry.subkind not in ("region", "facility", "zone")
                and not _broken(surface, at, stop)
            ),
            None,
        )
        if stop is None or re.match(GOODS, surface[stop:]):
            return
        yield at, stop
        at = stop


def places(text: str, names: Names) -> Iterator[tuple[int, int]]:
    """Known places in a string, longest first at each point, from the left."""
    at = 0
    while at < len(text) - 1:
        for end in range(min(len(text), at + 12), at + 1, -1):
            if names.place(text[at:end]) and not _broken(text, at, end):
                yield at, end
                at = end
                break
        else:
            at += 1


@cache
def _breaks() -> re.Pattern[str]:
    return re.compile("|".join(rules("names")["inner"]["breaks"]))


def _broken(text: str, start: int, end: int) -> bool:
    """Whether a place's last character belongs to the next word (义乌市场 holds no 义乌市)."""
    return any(start < m.end() and m.start() < end < m.end() for m in _breaks().finditer(text))
