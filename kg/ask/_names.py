"""What a question names: things of the graph, measures, times, kinds, outlets and headlines, where they stand."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

import ahocorasick_rs
import pyoxigraph as ox

from kg.extract import times
from kg.extract._found import Found
from kg.lexicon import Lexicon, load
from kg.model import KINDS, Article, Paragraph, Span
from kg.rdf import said
from kg.rules import rules
from kg.text import plain, sentences
from kg.vocabulary import kind_concept, label, subkinds, term

_DEFAULT = ox.DefaultGraph()
# Which slots a thing of a class may fill; any thing may fill those of the last line.
_FITS = {
    "Place": ("place", "body", "speaker"),
    "Organization": ("body", "speaker"),
    "Platform": ("platform", "body", "speaker"),
    "Person": ("speaker",),
    "Event": ("event", "series"),
}
LONGEST = 200  # characters of a question, and so of a name in it
_TAIL = 4  # characters at the end of an event's name that may stand for it
_SOME_DAY = "2000-06-15"
_ALWAYS = ("thing", "one", "other")


@dataclass(frozen=True, slots=True)
class Named:
    """A stretch of a question that names something: its wording, and for each slot it may fill the value."""

    span: Span
    wording: str
    values: tuple[tuple[str, str], ...]

    def value(self, slot: str) -> str | None:
        """The value for a slot."""
        return dict(self.values).get(slot)


class Names:
    """Every name that a question could mean, out of one store."""

    def __init__(self, store: ox.Store) -> None:
        self._slots: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        things: dict[str, list[ox.NamedNode]] = defaultdict(list)
        for name in ("rdfs:label", "skos:altLabel"):
            for node, text in _literals(store, name):
                things[text].append(node)
                if name == "rdfs:label":
                    things[plain(text)].append(node)
        for text, nodes in _gazetteer(things):
            things[text] += nodes
        for text, nodes in things.items():
            for node in sorted(set(nodes), key=str):
                self._thing(store, text, node)
        for node, _ in _literals(store, "skos:prefLabel"):
            wording = said.text(store, node, "skos:prefLabel")
            self._slots[wording]["measure"].add(wording)
        for node, text in _literals(store, "schema:headline"):
            self._slots[text]["article"].add(node.value)
        for _, text in _literals(store, "schema:publisher"):
            self._slots[text]["outlet"].add(text)
        for text, concept in _kinds():
            self._slots[text]["kind"].add(concept)
        self._tails(things)
        for word in rules("linking")["measure"]["national"]:  # 全国, 我国
            if "中国" in self._slots:
                self._slots.setdefault(word, self._slots["中国"])
        self._texts = sorted(text for text in self._slots if 1 < len(text) <= LONGEST)
        self._automaton = ahocorasick_rs.AhoCorasick(self._texts)
        self.events = sorted({t for t, slots in self._slots.items() if "event" in slots})

    def find(self, text: str, day: str | None) -> list[Named]:
        """What a text names, the longest of what overlaps, in order."""
        hits = [
            Named(Span(start, end), self._texts[number], tuple(self._values(self._texts[number])))
            for number, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True)
        ]
        hits += _times(text, day)
        taken: list[Named] = []
        for hit in sorted(hits, key=lambda hit: (hit.span.start - hit.span.end, hit.span)):
            if not any(hit.span.overlaps(other.span) for other in taken):
                taken.append(hit)
        return sorted(taken, key=lambda hit: hit.span)

    def relative(self, text: str) -> tuple[str, ...]:
        """Times that mean nothing without a day to reckon from: 去年, 上月."""
        firm = {hit.span for hit in _times(text, None)}
        return tuple(hit.wording for hit in _times(text, _SOME_DAY) if hit.span not in firm)

    def series(self, wording: str) -> bool:
        """Whether some words stand in the name of an event."""
        return any(wording in name for name in self.events)

    def _thing(self, store: ox.Store, text: str, node: ox.NamedNode) -> None:
        classes = {
            quad.object.value.rpartition("#")[2]
            for quad in store.quads_for_pattern(node, term("rdf:type"), None, _DEFAULT)
            if isinstance(quad.object, ox.NamedNode)
        }
        for slot in sorted({slot for each in classes for slot in _FITS.get(each, ())}):
            self._slots[text][slot].add(text if slot == "series" else node.value)
        for slot in _ALWAYS:
            self._slots[text][slot].add(node.value)

    def _tails(self, things: dict[str, list[ox.NamedNode]]) -> None:
        """Events by the end of their name, as people call them (五金博览会 of 第十二届中部五金博览会), where only one ends so."""
        ends: dict[str, set[str]] = defaultdict(set)
        for text in [text for text in things if "event" in self._slots[text]]:
            for start in range(1, len(text) - _TAIL + 1):
                ends[text[start:]] |= self._slots[text]["event"]
        for tail in sorted(ends.keys() - self._slots.keys()):
            if len(ends[tail]) == 1:
                for slot in ("event", *_ALWAYS):
                    self._slots[tail][slot] |= ends[tail]
            self._slots[tail]["series"].add(tail)

    def _values(self, text: str) -> Iterator[tuple[str, str]]:
        """The value for each slot: the one thing of this name, else the name, about which the query then asks."""
        for slot, values in self._slots[text].items():
            yield slot, next(iter(values)) if len(values) == 1 else text


def _literals(store: ox.Store, name: str) -> Iterator[tuple[ox.NamedNode, str]]:
    for quad in store.quads_for_pattern(None, term(name), None, _DEFAULT):
        if isinstance(quad.object, ox.Literal) and isinstance(quad.subject, ox.NamedNode):
            yield quad.subject, quad.object.value


def _gazetteer(things: dict[str, list[ox.NamedNode]]) -> list[tuple[str, list[ox.NamedNode]]]:
    """Other names, by the gazetteer, of things that the graph holds under their full name."""
    return [
        (surface, things[entry.name])
        for entry in lexicon().entries
        if entry.name in things
        for surface in entry.aliases
        if surface not in entry.unsure and surface not in things
    ]


@cache
def lexicon() -> Lexicon:
    """The gazetteer, read once."""
    return load()


def _kinds() -> Iterable[tuple[str, str]]:
    for kind in KINDS:
        yield label(kind_concept(kind).value), kind
        for name in subkinds(kind):
            yield label(kind_concept(kind, name).value), name


def _times(text: str, day: str | None) -> Iterator[Named]:
    """Times by the extractor of times; those that need a day of publication take the one given, if any."""
    article = Article("question", text, text, text, (Paragraph(0, len(text)),), day)
    found = Found(lexicon())
    found.sentences = sentences(article)
    times.extract(article, found)
    for time in found.times:
        yield Named(time.span, time.text, (("time", time.value),))
