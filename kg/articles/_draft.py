"""An article while it is being read: its lines, what was dropped of it, and what was found in it."""

from dataclasses import dataclass, field

from kg import text as texts
from kg.articles._blocks import Sort
from kg.model import Dropped, Role

_SHOWN = 300  # characters of a dropped piece that the report shows


@dataclass(slots=True)
class Line:
    """A paragraph at work: its text, the same text simplified, and what the markup said of it.

    `mark` is the reason why it is no part of the story, or empty.
    """

    text: str
    plain: str
    sort: Sort = "text"
    bold: float = 0.0
    linked: float = 0.0
    href: str | None = None
    role: Role = "body"
    mark: str = ""

    def cut(self, start: int, end: int | None = None) -> str:
        """Keeps the stretch from `start` to `end` and gives back what stood outside of it."""
        gone = self.text[:start] + (self.text[end:] if end is not None else "")
        self.say(self.text[start:end].strip())
        return gone.strip()

    def say(self, text: str) -> None:
        """Replaces the text."""
        self.text, self.plain = text, plain_line(text)

    @property
    def is_picture(self) -> bool:
        """Whether the markup says that it belongs to a picture."""
        return self.sort in ("caption", "alt")


@dataclass(slots=True)
class Draft:
    """An article at work: lines, title, what was dropped, and the first finding of each field.

    `told` says that a paragraph repeated the title, so that the title is a story by itself.
    """

    title: str
    lines: list[Line] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    found: dict[str, str] = field(default_factory=dict)
    told: bool = False

    def drop(self, reason: str, text: str) -> None:
        """Notes a piece that was left out."""
        if text:
            self.dropped.append(Dropped(reason, text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"))

    def find(self, name: str, value: str | None) -> None:
        """Notes a field unless it is known already."""
        if value:
            self.found.setdefault(name, value)


def plain_line(text: str) -> str:
    """The simplified text of a line that other lines follow: its end is no end of a text."""
    return texts.plain(f"{text}\n")[:-1]


def letters(text: str) -> str:
    """A text without spaces and punctuation, to compare by."""
    return "".join(filter(str.isalnum, text))


def same(one: str, other: str) -> bool:
    """Whether two texts are the same but for spaces and punctuation.

    >>> same("1-7月，西安市经济 延续", "1-7月西安市经济延续")
    True
    """
    return bool(one) and letters(one) == letters(other)
