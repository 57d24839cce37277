"""Ready questions: a query with a title in both languages, its parameters, and the names of its columns.

All of this stands in the comments at the head of a `.rq` file:

    # zh: 某地、某一时期的活动
    # en: Events in a place and a period
    # --place place : 地点，不填则不限 / place, any if left out
    # --from from = 0001 : 起始日期 / first day
    # ?event 活动
    # also: events-in-place

A parameter `--place` stands in the query as the variable `?place_`.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg.data import seeds
from kg.errors import KgError

_TITLE = re.compile(r"# (zh|en): (.+)")
_PARAMETER = re.compile(
    r"# --(?P<name>\w+) (?P<type>\w+)(?P<required> required)?(?: = (?P<default>.*?))? : (?P<help>.+)"
)
_COLUMN = re.compile(r"# \?(\w+) (.+)")
_ALSO = re.compile(r"# also: ([\w-]+)")
_HEADER = (_TITLE, _PARAMETER, _COLUMN, _ALSO)


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a question can be given: a name, its type, what it stands for when left out, and a help text."""

    name: str
    type: str
    required: bool
    default: str | None
    help: str


@dataclass(frozen=True, slots=True)
class Question:
    """A query with its title in both languages, its parameters, the Chinese names of its columns, and other names."""

    text: str
    where: str = ""
    zh: str = ""
    en: str = ""
    parameters: tuple[Parameter, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()
    also: tuple[str, ...] = ()


@cache
def questions() -> dict[str, Question]:
    """The ready questions by name, sorted."""
    return {path.stem: read(path) for path in sorted(seeds("queries").glob("*.rq"))}


def read(path: Path) -> Question:
    """The question in a file. Raises KgError with `file:line` for a parameter that cannot be read."""
    try:
        return parse(path.read_text(encoding="utf-8-sig"), str(path))
    except UnicodeDecodeError as error:
        raise KgError("the query file is no UTF-8", str(path), "save it as UTF-8", usage=True) from error
    except OSError as error:
        what = f"the query file cannot be read: {(error.strerror or str(error)).lower()}"
        raise KgError(what, str(path), "check the path", usage=True) from error


def parse(text: str, where: str = "") -> Question:
    """A query and what its comments say of it; comments of another form are just comments."""
    titles: dict[str, str] = {}
    parameters, columns, also = [], [], []
    for number, line in enumerate(text.splitlines(), 1):
        title, parameter, column, other = (pattern.fullmatch(line.rstrip()) for pattern in _HEADER)
        if title:
            titles[title[1]] = title[2]
        elif parameter:
            found = parameter.groupdict()
            parameters.append(
                Parameter(found["name"], found["type"], bool(found["required"]), found["default"], found["help"])
            )
        elif column:
            columns.append((column[1], column[2]))
        elif other:
            also.append(other[1])
        elif line.startswith("# --"):
            raise KgError("a parameter cannot be read", f"{where}:{number}", "write `# --name type = default : help`")
    zh, en = titles.get("zh", ""), titles.get("en", "")
    return Question(text, where, zh, en, tuple(parameters), tuple(columns), tuple(also))


def named(name: str) -> Question | None:
    """The ready question of a name, or of another name that it has."""
    ready = questions()
    return ready.get(name) or next((each for each in ready.values() if name in each.also), None)
