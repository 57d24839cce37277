"""Questions in Chinese: understood by templates, answered by the ready questions, each answer with its sentences."""

import re
from dataclasses import asdict, dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

import pyoxigraph as ox

from kg.ask._cite import cite
from kg.ask._names import LONGEST, Names
from kg.ask._templates import templates
from kg.ask._understand import Puzzle, understand
from kg.errors import KgError
from kg.query import Opened, find, shown, terms
from kg.rdf.said import Cited
from kg.rdf.sparql import ask as answered
from kg.rdf.sparql import bound
from kg.text import clean, plain

__all__ = ["Reply", "Row", "ask", "examples"]

_names: WeakKeyDictionary[Any, Names] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Row:
    """One row of an answer with the sentences that it rests on."""

    cells: tuple[str, ...]
    sentences: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: how the question was understood, its SPARQL, and the rows; or why there is none."""

    query: str = ""
    title: str = ""
    slots: tuple[tuple[str, str], ...] = ()
    sparql: str = ""
    columns: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    message: str = ""
    suggestions: tuple[str, ...] = field(default=())

    def record(self) -> dict[str, Any]:
        """The answer as JSON has it."""
        return asdict(self)


def ask(store: Opened, text: str, day: str | None = None) -> Reply:
    """The answer to a question. `day` is what 今年 and 上月 are reckoned from; without it they mean nothing."""
    asked = plain(clean(text))
    if not asked:
        raise KgError("there is no question", "", "write one in quotation marks", usage=True)
    if len(asked) > LONGEST:
        raise KgError("the question is too long", f"{len(asked)} characters", f"keep to {LONGEST}", usage=True)
    if not day and (relative := names(store).relative(asked)):
        wording = "、".join(f"“{each}”" for each in relative)
        return Reply(message=f"{wording}从哪一天算起？请用 --day 说明，或写出年月。", suggestions=examples())
    found = understand(asked, names(store), day)
    if isinstance(found, Puzzle):
        rest = "、".join(f"“{piece}”" for piece in found.rest)
        what = f"不明白{rest}：图谱里没有这个名称，问题模板里也没有这个说法" if rest else "没有适合这个问题的模板"
        return Reply(message=f"{what}。", suggestions=examples())
    question = find(found.template.query)
    given = terms(store, question, dict(found.parameters))
    sparql = bound(question.text, given)
    answer = answered(store.quads, sparql, store.base, question.where)
    cited = cite(
        store.quads, store.base, sparql, answer, [node for node in given.values() if isinstance(node, ox.NamedNode)]
    )
    columns = dict(question.columns)
    return Reply(
        query=found.template.query,
        title=question.zh,
        slots=found.slots,
        sparql=_body(sparql),
        columns=tuple(columns.get(name, name) for name in answer.variables),
        rows=tuple(
            Row(tuple(shown(cell, store.base) for cell in row), sentences)
            for row, sentences in zip(answer.rows, cited, strict=True)
        ),
        message="" if answer.rows else "图谱里没有答案：读过的文章没有这样说，或者没有读出来。",
    )


def names(store: Opened) -> Names:
    """The names that a question to a store could mean, gathered once."""
    if store not in _names:
        _names[store] = Names(store.quads)
    return _names[store]


def examples() -> tuple[str, ...]:
    """One wording for each kind of question, its slots named in brackets."""
    shown_as = {
        "place": "某地", "body": "某机构", "event": "某活动", "series": "某活动", "platform": "某平台", "speaker": "某人",
        "thing": "某事物", "one": "甲", "other": "乙", "measure": "某指标", "time": "某年", "kind": "机构", "outlet": "某媒体",
        "article": "某篇文章",
    }  # fmt: skip
    found = dict.fromkeys(template.examples[0] for template in templates())
    return tuple(re.sub(r"\{(\w+)\}", lambda match: shown_as[match[1]], text) for text in found)


def _body(sparql: str) -> str:
    """A query without the header that describes it."""
    return "\n".join(line for line in sparql.splitlines() if not line.startswith("#")).strip()
