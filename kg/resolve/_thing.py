"""What linking works on: an article's thing with its surroundings, and what a step decides about it."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property, lru_cache

from kg.extract._names import bare
from kg.lexicon import Entry, Lexicon
from kg.model import Extraction, Kind, LocalEntity
from kg.resolve._context import Home, home
from kg.text import plain


@dataclass(frozen=True, slots=True)
class Named:
    """What a thing is called in the graph, why, how sure that is, and what it rests on.

    `code` tells namesakes apart; `apart` does so where nothing is known about them. `series` and
    `edition` say which happening of which series an event is, `whole` of which event it is a part.
    """

    name: str
    reason: str
    score: float
    detail: str = ""
    code: str | None = None
    apart: str | None = None
    series: str | None = None
    edition: str | None = None
    whole: str | None = None


@dataclass(frozen=True)
class Story:
    """An article on the way: its extraction, the surfaces it uses, and where it is set."""

    extraction: Extraction
    lexicon: Lexicon
    origin: str

    @property
    def stem(self) -> str:
        """The article's name."""
        return self.extraction.article.stem

    @cached_property
    def surfaces(self) -> frozenset[str]:
        """Every name the article uses, without marks, in simplified characters."""
        return frozenset(key(s) for entity in self.extraction.entities for s in (entity.name, *entity.aliases))

    @cached_property
    def places(self) -> Counter[str]:
        """Surfaces of places that the article names, with how often."""
        found: Counter[str] = Counter()
        for entity in self.extraction.entities:
            if entity.kind == "Place":
                found.update(key(mention.text) for mention in entity.mentions)
        return found

    @cached_property
    def home(self) -> Home:
        """The provinces, cities and counties that the article is about, by weight."""
        return home(self.extraction.article, self.lexicon)

    @cached_property
    def by_id(self) -> dict[str, LocalEntity]:
        """Things of the article by their ids."""
        return {entity.id: entity for entity in self.extraction.entities}


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing of one article."""

    story: Story
    entity: LocalEntity

    @property
    def kind(self) -> Kind:
        """Its kind."""
        return self.entity.kind

    @property
    def name(self) -> str:
        """Its fullest name in the article, without marks, in simplified characters."""
        return key(self.entity.name)

    @property
    def surfaces(self) -> tuple[str, ...]:
        """Its names in the article, the fullest first, without marks, in simplified characters."""
        return tuple(dict.fromkeys(key(s) for s in (self.entity.name, *self.entity.aliases)))

    @property
    def start(self) -> int:
        """Where it is first named."""
        return min(mention.span.start for mention in self.entity.mentions) if self.entity.mentions else 0


@lru_cache(1 << 16)
def key(surface: str) -> str:
    """A surface as names are compared: without marks, in simplified characters.

    >>> key("“絲路電商”")
    '丝路电商'
    """
    return bare(plain(surface))


def known(surface: str, kind: Kind, lexicon: Lexicon, named: frozenset[str] = frozenset()) -> Entry | None:
    """The one entry that bears a surface; an unsure surface counts where the article uses another of the entry's."""
    entries = lexicon.get(surface, kind)
    sure = [e for e in entries if surface not in e.unsure or any(s in named for s in e.surfaces if s != surface)]
    return sure[0] if len(sure) == 1 else None


def source(entry: Entry) -> str:
    """Where the gazetteer has an entry from."""
    return f"{entry.name}: {entry.source}"
