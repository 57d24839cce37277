"""SPARQL over a store: prefixes known, rows typed, errors told in a sentence, nothing sent to a network."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from kg.errors import KgError
from kg.vocabulary import BASE, prefixes

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Results = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples
Value = ox.NamedNode | ox.Literal

# Tokens of SPARQL 1.1 that may hold anything at all, then variables and words (section 19.8 of its grammar).
_TOKEN = re.compile(
    r"""(?P<string>\"{3}(?:\"{0,2}(?:[^"\\]|\\.))*\"{3}|'{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
        |"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
      |(?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
      |(?P<comment>\#[^\n\r]*)
      |(?P<variable>[?$]\w+)
      |(?P<name>[\w.-]*:(?:[^\s<>"'{}()\[\],;|^/*+?!=&#\\$@`~]|\\.)*)
      |(?P<word>[^\W\d_]\w*)""",
    re.VERBOSE | re.DOTALL,
)
# A SERVICE clause anywhere, even where we take it for a comment or a string: the store's grammar and ours may
# part on what is one (`?a<?b)#>` is an operator or an IRI), and a wrong guess would send a request out.
_SERVICE = re.compile(
    r"(?<![?$:])service(?:\s|#[^\n\r]*)*(?:silent(?:\s|#[^\n\r]*)*)?(?:[<?$]|[\w.-]*:)", re.IGNORECASE
)
_WRITES = frozenset(["INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"])
_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_PLACE = re.compile(r"error at (\d+):(\d+)")


@dataclass(frozen=True, slots=True)
class Answer:
    """Rows of a SELECT, the truth of an ASK, or the triples of a CONSTRUCT as rows of three."""

    variables: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]
    truth: bool | None = None


@dataclass(frozen=True, slots=True)
class Dataset:
    """Graphs that a query shall see: those merged into its default graph, and those it can name."""

    default: tuple[ox.NamedNode, ...]
    named: tuple[ox.NamedNode, ...]


def ask(store: ox.Store, text: str, base: str = BASE, where: str = "") -> Answer:
    """The answer to a query."""
    results = execute(store, text, base, where)
    try:
        if isinstance(results, ox.QueryBoolean):
            return Answer((), (), bool(results))
        if isinstance(results, ox.QueryTriples):
            return Answer(
                ("subject", "predicate", "object"), tuple((t.subject, t.predicate, t.object) for t in results)
            )
        names = tuple(variable.value for variable in results.variables)
        return Answer(names, tuple(tuple(row) for row in results))
    except (OSError, RuntimeError) as error:
        raise KgError(f"the query failed: {error}", where, "ask for less, or mend the query") from error


def execute(store: ox.Store, text: str, base: str = BASE, where: str = "", dataset: Dataset | None = None) -> Results:
    """The results of a query as the store gives them; the prefixes of the vocabulary need not be declared.

    A dataset stands in place of the one that the query names (SPARQL 1.1 Protocol, section 2.1.4).
    """
    if (form := _form(text)) in _WRITES:
        fix = f"{form} changes a store; kg build and kg remove do that"
        raise KgError("a query only reads", where, fix, usage=True)
    if _SERVICE.search(text):
        raise KgError("a query stays on this machine", where, "leave SERVICE out", usage=True)
    try:
        if dataset is None:
            return store.query(text, prefixes=dict(prefixes(base)), base_iri=base)
        default: list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph] = [*dataset.default]
        named: list[ox.NamedNode | ox.BlankNode] = [*dataset.named]
        known = dict(prefixes(base))
        return store.query(text, prefixes=known, base_iri=base, default_graph=default, named_graphs=named)
    except SyntaxError as error:
        raise _mistake(text, str(error), where) from error
    except (OSError, RuntimeError) as error:
        raise KgError(f"the query failed: {error}", where, "ask for less, or mend the query") from error


def update(store: ox.Store, text: str, base: str = BASE, where: str = "") -> None:
    """Carries out an update, whole or not at all. Raises KgError for one that would read from a network."""
    words = {match.group().upper() for match in _tokens(text) if match.lastgroup == "word"}
    if "LOAD" in words or _SERVICE.search(text):
        raise KgError("an update stays on this machine", where, "leave LOAD and SERVICE out", usage=True)
    if _form(text) in _FORMS:
        raise KgError("this is a query, not an update", where, "send it as a query", usage=True)
    try:
        store.update(text, prefixes=dict(prefixes(base)), base_iri=base)
    except SyntaxError as error:
        raise _mistake(text, str(error), where) from error
    except (OSError, RuntimeError) as error:
        raise KgError(f"the update failed: {error}", where, "mend the update") from error


def bound(text: str, values: Mapping[str, Value]) -> str:
    """A query with some of its variables given: each stands as one RDF term, whatever its text.

    Substitution is by token, as the SPARQL community's proposal SEP-0007 has it: a variable's name inside a
    string, an IRI or a comment is no variable, and a term is never read again.

    >>> bound('SELECT * { ?s ?p ?o } # ?o', {"o": ox.Literal('x" } # ?s')})
    'SELECT * { ?s ?p "x\\\\" } # ?s" } # ?o'
    """

    def replace(match: re.Match[str]) -> str:
        token = match.group()
        value = values.get(token[1:]) if match.lastgroup == "variable" else None
        return str(value) if value is not None else token

    return _TOKEN.sub(replace, text)


def variables(text: str) -> frozenset[str]:
    """Names of the variables in a query.

    >>> sorted(variables('SELECT ?a { ?a rdfs:label "?b" } # ?c'))
    ['a']
    """
    return frozenset(match.group()[1:] for match in _tokens(text) if match.lastgroup == "variable")


def _form(text: str) -> str:
    """The word that says what a query or an update does."""
    words = (match.group().upper() for match in _tokens(text) if match.lastgroup == "word")
    return next((word for word in words if word in (*_FORMS, *_WRITES)), "")


def _tokens(text: str) -> Iterator[re.Match[str]]:
    return _TOKEN.finditer(text)


def _mistake(text: str, message: str, where: str) -> KgError:
    """A syntax error as a sentence: the line, the column, what stands there, and a likely remedy."""
    place = _PLACE.search(message)
    if not place:
        return KgError(f"the query is no SPARQL: {message}", where, _hint(text, message), usage=True)
    line, column = int(place[1]), int(place[2])
    lines = text.splitlines() or [""]
    shown = lines[min(line, len(lines)) - 1]
    rest = shown[max(column - 1, 0) :].strip()[:30]
    near = f"before “{rest}”" if rest else f"after “{shown.strip()[-30:]}”" if shown.strip() else "at its end"
    position = ", ".join(filter(None, (where, f"line {line}, column {column}")))
    return KgError(f"the query is no SPARQL, {near}", position, _hint(text, message), usage=True)


def _hint(text: str, message: str) -> str:
    if "Prefix not found" in message:
        known = ", ".join(f"{name}:" for name in prefixes())
        return f"a prefix is not known; declare it with PREFIX, or use one of {known}"
    if "is unbound" in message:
        return "with GROUP BY, SELECT only what is grouped, and the rest through COUNT, SUM, SAMPLE …"
    if _form(text) not in _FORMS:
        return f"begin with one of {', '.join(_FORMS)}"
    counts = [text.count(char) for char in "{}()"]
    if counts[0] != counts[1]:
        return "the braces { } do not match"
    if counts[2] != counts[3]:
        return "the brackets ( ) do not match"
    return "check the spelling, and the full stops between patterns"
