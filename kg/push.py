"""Loading a graph into a store elsewhere, by the SPARQL 1.1 Graph Store HTTP Protocol: a graph an article.

What was sent is kept beside the build, one line a graph: a second push sends only what has changed since, and
takes back what is gone. The record is written after each graph, so a push that is cut off goes on where it
stopped; a graph that did not arrive whole is sent again.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

import pyoxigraph as ox
import requests
from requests.adapters import HTTPAdapter
from requests.auth import HTTPDigestAuth
from urllib3 import Retry

from kg import rdf
from kg.data import schemas
from kg.errors import KgError
from kg.model import Graph
from kg.vocabulary import BASE, HOUSE

STATE = ".kg/pushed"
Part = tuple[ox.NamedNode, list[ox.Triple]]
Progress = Callable[[str, int, int | None], None]

# Answers that a later try may turn into better ones, and how often to try: waits of 0.5, 1, 2 … seconds.
_AGAIN = (408, 425, 429, 500, 502, 503, 504)
_TRIES = 5
_WAIT = 0.5
_SECONDS = 120.0
_SHOWN = 300


@dataclass(frozen=True, slots=True)
class Target:
    """Where to push: the address of the graph store, and what it asks for at the door."""

    url: str
    token: str | None = None
    user: str | None = None
    password: str | None = None
    tries: int = _TRIES
    wait: float = _WAIT


@dataclass(frozen=True, slots=True)
class Pushed:
    """How many graphs a push sent, took back, and found unchanged."""

    sent: int = 0
    removed: int = 0
    unchanged: int = 0


def graphs(graph: Graph, base: str = BASE) -> Iterator[Part]:
    """What to push: the vocabulary, the graph of the things, and a graph for each article."""
    vocabulary = ox.parse(path=schemas("ontology.ttl"), format=ox.RdfFormat.TURTLE)
    yield ox.NamedNode(HOUSE), rdf.ordered(quad.triple for quad in vocabulary)
    yield from rdf.parts(graph, base)


def push(
    parts: Iterable[Part],
    target: Target,
    folder: Path,
    progress: Progress,
    *,
    again: bool = False,
) -> Pushed:
    """Makes a store hold some named graphs, sending only what it does not yet hold by our record.

    Raises KgError where the store does not answer, or refuses; `again` sends all, whatever the record says.
    """
    record = _Record(folder / STATE, checked(target.url))
    with requests.Session() as session:
        door = _Door(session, target)
        sent, unchanged = 0, 0
        seen = set()
        for done, (name, triples) in enumerate(parts, 1):
            data = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""
            digest = sha256(data).hexdigest()
            seen.add(name.value)
            if not again and record.known.get(name.value) == digest:
                unchanged += 1
            else:
                record.forget(name.value)
                door.put(name.value, data)
                record.keep(name.value, digest)
                sent += 1
            progress("pushing", done, None)
        gone = sorted(set(record.known) - seen)
        for each in gone:
            door.delete(each)
            record.forget(each)
    record.pack()
    return Pushed(sent, len(gone), unchanged)


def checked(url: str) -> str:
    """The address, if it is one of the web."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        fix = "give the address of a graph store, such as http://localhost:8890/sparql-graph-crud-auth"
        raise KgError("this is no web address", url, fix, usage=True)
    return url


class _Door:
    """Requests to one graph store."""

    def __init__(self, session: requests.Session, target: Target) -> None:
        self._session = session
        self._target = target
        retries = Retry(
            total=target.tries,
            backoff_factor=target.wait,
            status_forcelist=_AGAIN,
            allowed_methods=None,  # PUT and DELETE of a whole graph can be repeated without harm
            raise_on_status=False,
        )
        for scheme in ("http://", "https://"):
            session.mount(scheme, HTTPAdapter(max_retries=retries))
        session.trust_env = False  # no proxy, no .netrc: what is sent goes where the user says
        if target.token:
            session.headers["Authorization"] = f"Bearer {target.token}"
        elif target.user:
            session.auth = HTTPDigestAuth(target.user, target.password or "")

    def put(self, name: str, data: bytes) -> None:
        """Puts a graph in place of what the store holds under its name."""
        self._sent("PUT", name, data)

    def delete(self, name: str) -> None:
        """Takes a graph back; that it is not there is as good."""
        self._sent("DELETE", name, None, fine=(404,))

    def _sent(self, method: str, name: str, data: bytes | None, fine: tuple[int, ...] = ()) -> None:
        response = self._ask(method, name, data)
        if response.status_code == 401 and "basic" in response.headers.get("WWW-Authenticate", "").lower():
            self._session.auth = (self._target.user or "", self._target.password or "")
            response = self._ask(method, name, data)
        if not response.ok and response.status_code not in fine:
            what = f"the store refused the graph with {response.status_code}{_said(response.content)}"
            raise KgError(what, name, _fix(response.status_code))

    def _ask(self, method: str, name: str, data: bytes | None) -> requests.Response:
        headers = {"Content-Type": "application/n-triples"} if data is not None else {}
        url = _address(self._target.url, name)
        try:
            return self._session.request(method, url, data=data, headers=headers, timeout=_SECONDS)
        except requests.RequestException as error:
            fix = "start the store, or check the address; what arrived is kept, push again to go on"
            raise KgError(f"the store does not answer: {_why(error)}", self._target.url, fix) from error


def _why(error: Exception) -> str:
    """The innermost reason of a failed request, which is the one to read."""
    inner = error.args[0] if error.args else error
    reason = getattr(inner, "reason", None) or inner
    text = str(reason).rpartition(": ")[2].strip("')\" ")
    return re.sub(r"^\[Errno -?\d+\] ", "", text) or type(error).__name__


def _address(url: str, name: str) -> str:
    """The address of one graph: the store's with `graph=` added to whatever it asks already."""
    parts = urlsplit(url)
    query = "&".join(filter(None, (parts.query, f"graph={quote(name, safe='')}")))
    return urlunsplit(parts._replace(query=query, fragment=""))


def _said(data: bytes) -> str:
    text = " ".join(data.decode("utf-8", "replace").split())[:_SHOWN]
    return f", saying “{text}”" if text else ""


def _fix(status: int) -> str:
    match status:
        case 401 | 403:
            return "give --token, or --user and the password in KG_PASSWORD"
        case 404 | 405:
            return "check that the address is that of a graph store, not of a query endpoint"
        case 415:
            return "the store does not take N-Triples"
    return "see the store's log; what arrived is kept, push again to go on"


class _Record:
    """What a store holds by our knowledge: digests by graph, in a file of its own for each address."""

    def __init__(self, folder: Path, url: str) -> None:
        self._path = folder / f"{sha256(url.encode()).hexdigest()[:16]}.jsonl"
        folder.mkdir(parents=True, exist_ok=True)
        self.known: dict[str, str] = {}
        for line in self._path.read_text(encoding="utf-8").splitlines() if self._path.exists() else ():
            try:
                name, digest = json.loads(line)
            except ValueError:  # the last line of a run that was killed
                continue
            self.known.pop(name, None)
            if digest:
                self.known[name] = digest

    def keep(self, name: str, digest: str) -> None:
        """Notes that a graph arrived."""
        self.known[name] = digest
        self._add(name, digest)

    def forget(self, name: str) -> None:
        """Notes that what the store holds of a graph is no longer known."""
        if self.known.pop(name, None):
            self._add(name, "")

    def pack(self) -> None:
        """Writes the record anew, a line a graph."""
        beside = self._path.with_suffix(".part")
        beside.write_text("".join(f"{json.dumps(item)}\n" for item in sorted(self.known.items())), encoding="utf-8")
        beside.replace(self._path)

    def _add(self, name: str, digest: str) -> None:
        with self._path.open("a", encoding="utf-8") as file:
            file.write(f"{json.dumps([name, digest])}\n")
