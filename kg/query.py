"""Questions to a graph: SPARQL as a string, in a file, or one of the ready questions of `seeds/queries`.

A parameter is bound as one RDF term, so no text that a user gives can become part of a query.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Literal as Choice
from typing import Protocol, overload

import pyoxigraph as ox

from kg.errors import KgError
from kg.rdf import ordered, turtle
from kg.rdf.find import value
from kg.rdf.questions import Parameter, Question, named, parse, questions, read
from kg.rdf.sparql import Term, Value, ask, bound, execute
from kg.vocabulary import short, term

__all__ = ["FORMATS", "Format", "Opened", "Question", "Table", "find", "questions", "run", "terms"]

Format = Choice["table", "csv", "json", "turtle"]
FORMATS: tuple[Format, ...] = ("table", "csv", "json", "turtle")


class Opened(Protocol):
    """An open store: Oxigraph's own, and the base of its IRIs."""

    quads: ox.Store
    base: str


@dataclass(frozen=True, slots=True)
class Table:
    """An answer to print: the names of the columns, and rows of text."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def find(asked: str | Path) -> Question:
    """A question by its name, by the path of its file, or the text of one."""
    if isinstance(asked, Path):
        return read(asked)
    if found := named(asked.strip()):
        return found
    if "\n" not in asked and (asked.endswith(".rq") or _is_file(asked)):
        return read(Path(asked))
    if re.fullmatch(r"[\w-]+", asked.strip()):
        near = get_close_matches(asked.strip(), questions(), n=3)
        fix = f"did you mean {' or '.join(near)}?" if near else f"ready ones are {', '.join(questions())}"
        raise KgError("no such question", asked, fix, usage=True)
    return parse(asked)


def _is_file(text: str) -> bool:
    try:
        return len(text) < 4096 and Path(text).is_file()
    except (OSError, ValueError):
        return False


@overload
def run(store: Opened, asked: str | Path, parameters: Mapping[str, str] | None = None) -> Table: ...
@overload
def run(store: Opened, asked: str | Path, parameters: Mapping[str, str] | None, format: Choice["table"]) -> Table: ...
@overload
def run(
    store: Opened,
    asked: str | Path,
    parameters: Mapping[str, str] | None,
    format: Choice["csv", "json", "turtle"],
) -> str: ...


def run(
    store: Opened, asked: str | Path, parameters: Mapping[str, str] | None = None, format: Format = "table"
) -> Table | str:
    """The answer to a question: a table to print, or the text of a format."""
    question = find(asked)
    text = bound(question.text, terms(store, question, parameters or {}))
    if format == "table":
        return _table(store, question, text)
    results = execute(store.quads, text, store.base, question.where)
    if format == "turtle":
        if not isinstance(results, ox.QueryTriples):
            raise KgError("only a CONSTRUCT or DESCRIBE gives Turtle", question.where, "use csv or json", usage=True)
        return turtle(ordered(results), store.base).decode()
    if format not in FORMATS:
        raise KgError("no such format", format, f"use one of {', '.join(FORMATS)}", usage=True)
    if isinstance(results, ox.QueryTriples):
        raise KgError(f"a CONSTRUCT or DESCRIBE gives no {format}", question.where, "use turtle or table", usage=True)
    if format == "csv" and isinstance(results, ox.QueryBoolean):
        return f"answer\r\n{str(bool(results)).lower()}\r\n"
    kind = ox.QueryResultsFormat.CSV if format == "csv" else ox.QueryResultsFormat.JSON
    return (results.serialize(format=kind) or b"").decode()


def terms(store: Opened, question: Question, given: Mapping[str, str]) -> dict[str, Value]:
    """The RDF terms of a question's parameters, by the variables that stand for them."""
    known = {parameter.name for parameter in question.parameters}
    for name in given:
        if name not in known:
            fix = f"it takes {', '.join(f'--{each}' for each in sorted(known))}" if known else "it takes none"
            raise KgError("the question has no such parameter", f"--{name}", fix, usage=True)
    found: dict[str, Value] = {}
    for parameter in question.parameters:
        wording = given.get(parameter.name, parameter.default)
        if wording is None and parameter.required:
            raise KgError("a parameter is missing", f"--{parameter.name}", parameter.help, usage=True)
        found[f"{parameter.name}_"] = _term(store, parameter, wording)
    return found


def _term(store: Opened, parameter: Parameter, wording: str | None) -> Value:
    if wording is not None and (wording or parameter.type == "text"):
        return value(store.quads, store.base, parameter.type, wording, f"--{parameter.name}")
    return ox.Literal("") if parameter.type == "text" else term("kg:any")


def _table(store: Opened, question: Question, text: str) -> Table:
    answer = ask(store.quads, text, store.base, question.where)
    if answer.truth is not None:
        return Table(("答案",), (("是" if answer.truth else "否",),))
    names = dict(question.columns)
    rows = tuple(tuple(shown(item, store.base) for item in row) for row in answer.rows)
    return Table(tuple(names.get(name, name) for name in answer.variables), rows)


def shown(item: Term | None, base: str) -> str:
    """A term as a reader wants it: the short form of an IRI, the text of a literal."""
    if isinstance(item, ox.NamedNode):
        return short(item.value, base)
    return item.value if isinstance(item, ox.Literal) else "" if item is None else str(item)
