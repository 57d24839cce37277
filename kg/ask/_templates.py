"""Templates of questions and the classes of words that they ask for, as seeds/questions has them."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from kg.data import seeds
from kg.errors import KgError
from kg.rdf.questions import questions

SLOTS = (
    "place", "body", "event", "series", "platform", "speaker", "thing", "one", "other", "measure", "time", "kind",
    "outlet", "article",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Template:
    """A kind of question: the ready question that answers it, what must be named, and which words tell it."""

    query: str
    needs: tuple[str, ...]
    any: tuple[str, ...]
    words: tuple[tuple[str, ...], ...]
    may: tuple[str, ...]
    bind: tuple[tuple[str, str], ...]
    examples: tuple[str, ...]

    @property
    def slots(self) -> frozenset[str]:
        """Slots that a question of this kind may fill."""
        return frozenset((*self.needs, *self.any, *(slot for _, slot in self.bind)))


@cache
def templates() -> tuple[Template, ...]:
    """The templates, in the file's order."""
    path = seeds("questions", "templates.toml")
    return tuple(
        _template(block, f"{path} ({number})") for number, block in enumerate(_read("templates")["template"], 1)
    )


@cache
def words() -> dict[str, re.Pattern[str]]:
    """A pattern for each class of words."""
    return {name: either((name,)) for name in _read("words")}


@cache
def either(names: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern for the words of some classes, the longest first."""
    found = {word for name in names for word in _read("words")[name]}
    return re.compile("|".join(sorted(found, key=lambda word: (-len(word), word))) or r"(?!)")


@cache
def _read(name: str) -> dict[str, Any]:
    path = seeds("questions", f"{name}.toml")
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise KgError(f"the templates of questions cannot be read: {error}", str(path), "mend the file") from error


def _template(block: dict[str, Any], where: str) -> Template:
    found = Template(
        block["query"],
        tuple(block.get("needs", ())),
        tuple(block.get("any", ())),
        tuple(tuple(choice.split("/")) for choice in block["words"]),
        tuple(block.get("may", ())),
        tuple(sorted(block["bind"].items())),
        tuple(block["examples"]),
    )
    ready = questions().get(found.query)
    if ready is None:
        raise KgError(f"no such ready question: {found.query}", where, "name one of seeds/queries")
    known = {parameter.name for parameter in ready.parameters}
    for parameter, slot in found.bind:
        if parameter not in known or slot not in SLOTS:
            raise KgError(f"{parameter} = {slot} binds nothing", where, "name a parameter of the query and a slot")
    for name in (*(each for choice in found.words for each in choice), *found.may):
        if name not in _read("words"):
            raise KgError(f"no such class of words: {name}", where, "add it to words.toml")
    return found
