"""Which things of different articles are one thing: a ledger of links, each with its reason.

Each article's things are named first, by kind: a name is what the gazetteers, the rules and the article
itself make of it, so it does not depend on other articles. Then come the steps that need them all: short
names, people, and the user's corrections. Things of one kind and name are one; nothing else is.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from kg.lexicon import Lexicon
from kg.model import Correction, Extraction, Kind, Link, Reprint
from kg.resolve import events, former, ledger, organizations, others, persons, places, stated
from kg.resolve._thing import Named, Story, Thing
from kg.resolve.reprints import USUAL, Alike, reprints

__all__ = ["Named", "Resolution", "by_article", "identity", "resolve"]

_NAMERS: Mapping[Kind, Callable[[Thing], Named]] = {
    "Organization": organizations.name,
    "Place": places.name,
    "Event": events.name,
    "Platform": others.name,
    "Product": others.name,
    "Policy": others.name,
    "Award": others.name,
}


@dataclass(frozen=True, slots=True)
class Resolution:
    """What linking came to: the ledger, what each thing is called, which articles repeat others.

    `unused` are the corrections that match nothing.
    """

    links: tuple[Link, ...]
    names: Mapping[str, Named]
    reprints: tuple[Reprint, ...] = ()
    unused: tuple[Correction, ...] = ()


def resolve(
    extractions: Sequence[Extraction],
    lexicon: Lexicon,
    corrections: Sequence[Correction] = (),
    alike: Alike = USUAL,
) -> Resolution:
    """A link for each thing of each article; the same for any order of the articles."""
    ordered = sorted(extractions, key=lambda extraction: extraction.article.stem)
    copies = reprints([extraction.article for extraction in ordered], lexicon, alike)
    origins = {copy.article: copy.of for copy in copies}
    stories = [Story(e, lexicon, origins.get(e.article.stem, e.article.stem)) for e in ordered]
    things = [Thing(story, entity) for story in stories for entity in story.extraction.entities]
    table = former.renamings(lexicon)
    named = stated.join(
        [
            (thing, former.current(_NAMERS[thing.kind](thing), thing.kind, lexicon, table))
            for thing in things
            if thing.kind != "Person"
        ]
    )
    ids = {(thing.story.stem, thing.entity.id): identity(thing.kind, found) for thing, found in named}
    named += persons.name([thing for thing in things if thing.kind == "Person"], ids, lexicon)
    links = sorted((_link(thing, found) for thing, found in named), key=lambda k: (k.entity, k.article, k.local))
    moved, unused = ledger.corrected(links, corrections)
    return Resolution(tuple(moved), _names(named), copies, unused)


def identity(kind: Kind, named: Named) -> str:
    """The id of a thing: its kind and its name, with what tells it from namesakes behind.

    >>> identity("Place", Named("鼓楼区", "place by context", 0.9, code="320106"))
    'Place/鼓楼区-320106'
    """
    suffix = named.code or named.apart
    return f"{kind}/{named.name}-{suffix}" if suffix else f"{kind}/{named.name}"


def by_article(links: Sequence[Link]) -> dict[str, dict[str, str]]:
    """For each article, the graph's id of each of its things; an article may have none."""
    table: dict[str, dict[str, str]] = defaultdict(dict)
    for item in links:
        table[item.article][item.local] = item.entity
    return table


def _link(thing: Thing, named: Named) -> Link:
    span = min((mention.span for mention in thing.entity.mentions), default=None)
    score = round(min(named.score, 0.5 + thing.entity.confidence / 2), 4)
    return Link(
        identity(thing.kind, named),
        thing.story.stem,
        thing.entity.id,
        thing.entity.name,
        named.reason,
        score,
        named.detail,
        span,
    )


def _names(named: Sequence[tuple[Thing, Named]]) -> dict[str, Named]:
    """What each id is called; of several readings the surest."""
    found: dict[str, Named] = {}
    for thing, item in sorted(named, key=lambda pair: (-pair[1].score, pair[1].detail, pair[1].reason)):
        found.setdefault(identity(thing.kind, item), item)
    return dict(sorted(found.items()))
