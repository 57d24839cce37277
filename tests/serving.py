"""A server over a build made by hand, for the tests that talk to one."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote, urlencode

import uvicorn
from sample_graph import graph

from kg import store
from kg.model import Extraction, Graph, LocalEntity, Mention, Paragraph, Span
from kg.pipeline import STATE, STORE
from kg.serve import Options, application, bind
from kg.state import Kept, State, pack

BASE = "https://shangtu.example/"


def built(folder: Path, source: Graph | None = None) -> Path:
    """A folder as a build leaves it: the store, the record of what was read, an interactive page."""
    source = source or graph()
    with store.open(folder / STORE, write=True) as opened:
        opened.load(source)
    with State(folder / STATE) as state:
        for number, article in enumerate(source.articles):
            if "\ud800" not in article.text:  # which no reader lets through
                whole = article.paragraphs or (Paragraph(0, len(article.text)),)
                read = Extraction(replace(article, paragraphs=whole), tuple(_local(source, article.stem, article.text)))
                state.put([Kept(f"/{number}.txt", bytes([number]), article.stem, pack(read))])
    (folder / "graph.html").write_text("<!doctype html><title>图谱</title>", encoding="utf-8")
    return folder


def _local(source: Graph, stem: str, text: str) -> Iterator[LocalEntity]:
    """The things of an article, under the names that the ledger has for them, with a mention wherever they stand."""
    known = {entity.id: entity for entity in source.entities}
    for link in source.links:
        if link.article == stem and link.entity in known and link.surface:
            entity = known[link.entity]
            spans = [Span(*match.span()) for match in re.finditer(re.escape(link.surface), text)]
            mentions = tuple(Mention(span, link.surface, entity.kind) for span in spans)
            yield LocalEntity(link.local, entity.kind, entity.subkind, entity.name, (), mentions)


class Client:
    """Requests to one server, each answered as (status, headers, body)."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.url = f"http://127.0.0.1:{port}"

    def ask(self, method, path, body=None, **headers):
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            data = body.encode() if isinstance(body, str) else body
            connection.request(method, path, data, named)
            response = connection.getresponse()
            return response.status, {k.lower(): v for k, v in response.getheaders()}, response.read()
        finally:
            connection.close()

    def get(self, path, **headers):
        return self.ask("GET", path, **headers)

    def page(self, path):
        """A page as a browser asks for it: status and text."""
        accept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
        status, _, body = self.get(path, Accept=accept)
        return status, body.decode()

    def query(self, text, accept="application/sparql-results+json", **more):
        """The answer to a query by GET."""
        return self.get("/sparql?" + urlencode({"query": text, **more}, doseq=True), Accept=accept)

    def post(self, body, media, path="/sparql", **headers):
        return self.ask("POST", path, body, Content_Type=media, **headers)


@contextmanager
def serving(folder: Path, **options) -> Iterator[Client]:
    """A server over a build, on a port of its own, while the block runs."""
    chosen = replace(Options(folder, port=0, seconds=20.0), **options)
    listening = bind(chosen)
    config = uvicorn.Config(application(chosen), log_level="warning", lifespan="on", timeout_graceful_shutdown=3)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    client = Client(listening.getsockname()[1])
    try:
        assert client.get("/health")[0] == 200
        yield client
    finally:
        server.should_exit = True
        thread.join()
        listening.close()


def path_of(iri: str) -> str:
    """Where this server has an IRI of the default base."""
    return "/" + quote(iri.removeprefix(BASE), safe="/")
