"""Push: a graph an article, only what changed, again where the store stumbles, and plain words where it refuses."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox
import pytest
from sample_graph import graph, hostile, without
from serving import built, serving

from kg import rdf
from kg.errors import KgError
from kg.push import STATE, Pushed, Target, push

TOKEN = "0123456789abcdef"


class Shelf:
    """A graph store of the simplest kind, which can be told to stumble."""

    def __init__(self) -> None:
        self.graphs: dict[str, set[str]] = {}
        self.requests: list[tuple[str, str]] = []
        self.stumbles: list[int] = []
        self.headers: dict[str, str] = {}
        self.seen: list[str | None] = []


@contextmanager
def shelf() -> Iterator[tuple[Shelf, str]]:
    held = Shelf()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self, status: int, text: str = "") -> None:
            self.send_response(status)
            for name, value in held.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(text.encode())))
            self.end_headers()
            self.wfile.write(text.encode())

        def handled(self) -> None:
            name = parse_qs(urlsplit(self.path).query)["graph"][0]
            data = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            held.requests.append((self.command, name))
            held.seen.append(self.headers.get("Authorization"))
            if held.stumbles:
                self.answer(held.stumbles.pop(0), "not now")
            elif self.command == "PUT":
                kind = ox.RdfFormat.from_media_type(self.headers["Content-Type"])
                held.graphs[name] = {str(quad.triple) for quad in ox.parse(data, format=kind)}
                self.answer(201)
            else:
                self.answer(204 if held.graphs.pop(name, None) else 404)

        do_PUT = do_DELETE = handled  # noqa: N815 - the names that http.server looks for

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield held, f"http://127.0.0.1:{server.server_port}/store"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def pushed(source, url, folder, **more) -> Pushed:
    again = more.pop("again", False)
    return push(rdf.parts(source), Target(url, wait=0.01, **more), folder, lambda *_: None, again=again)


@pytest.mark.parametrize("source", [graph, hostile])
def test_every_article_is_a_graph_and_one_holds_the_things(tmp_path, source):
    with shelf() as (held, url):
        pushed(source(), url, tmp_path)
        assert held.graphs == {name.value: set(map(str, triples)) for name, triples in rdf.parts(source())}


def test_only_what_changed_is_sent(tmp_path):
    with shelf() as (held, url):
        assert pushed(graph(), url, tmp_path) == Pushed(sent=4)
        held.requests.clear()
        assert pushed(graph(), url, tmp_path) == Pushed(unchanged=4)
        assert held.requests == []
        less = pushed(without(graph(), "a3"), url, tmp_path)
        assert less.removed == 1
        assert ("DELETE", "https://shangtu.example/article/a3") in held.requests
        assert held.graphs == {n.value: set(map(str, t)) for n, t in rdf.parts(without(graph(), "a3"))}
        assert pushed(graph(), url, tmp_path, again=True) == Pushed(sent=4)


def test_each_store_has_its_own_record(tmp_path):
    with shelf() as (first, url), shelf() as (second, other):
        assert pushed(graph(), url, tmp_path).sent == pushed(graph(), other, tmp_path).sent == 4
        assert first.graphs == second.graphs


def test_a_store_that_stumbles_is_asked_again(tmp_path):
    with shelf() as (held, url):
        held.stumbles = [503, 500, 429]
        held.headers = {"Retry-After": "0"}
        assert pushed(graph(), url, tmp_path) == Pushed(sent=4)
        assert len(held.requests) == 7


def test_a_push_that_is_cut_off_goes_on_where_it_stopped(tmp_path):
    with shelf() as (held, url):
        wanted = list(rdf.parts(graph()))

        def broken():
            yield from wanted[:2]
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            push(broken(), Target(url), tmp_path, lambda *_: None)
        assert len(held.graphs) == 2
        record = next((tmp_path / STATE).iterdir())
        with record.open("a", encoding="utf-8") as file:
            file.write('["https://shangtu.example/article/a1", "12')  # killed in the middle of a line
        assert pushed(graph(), url, tmp_path) == Pushed(sent=2, unchanged=2)


def test_a_graph_that_was_refused_is_sent_again(tmp_path):
    with shelf() as (held, url):
        pushed(graph(), url, tmp_path)
        held.stumbles = [400]
        with pytest.raises(KgError, match="refused the graph with 400, saying “not now”"):
            pushed(graph(), url, tmp_path, again=True)
        assert pushed(graph(), url, tmp_path).sent == 1


@pytest.mark.parametrize(
    ("status", "words"),
    [(401, "give --token"), (403, "give --token"), (404, "not of a query endpoint"), (415, "does not take N-Triples")],
)
def test_a_refusal_is_told_with_its_remedy(tmp_path, status, words):
    with shelf() as (held, url):
        held.stumbles = [status] * 2
        with pytest.raises(KgError, match=words):
            pushed(graph(), url, tmp_path)


def test_a_store_that_is_not_there_is_told(tmp_path):
    with shelf() as (_, url):
        pass
    with pytest.raises(KgError, match=r"the store does not answer.*refused") as error:
        push(rdf.parts(graph()), Target(url, tries=1, wait=0), tmp_path, lambda *_: None)
    assert not error.value.usage
    assert "Traceback" not in str(error.value)
    assert "object at 0x" not in str(error.value)


@pytest.mark.parametrize("url", ["ftp://a.example/", "store", "http://", "file:///etc/passwd"])
def test_what_is_no_address_is_refused(tmp_path, url):
    with pytest.raises(KgError, match="no web address") as error:
        pushed(graph(), url, tmp_path)
    assert error.value.usage


def test_the_token_is_sent_and_no_other_secret(tmp_path, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    with shelf() as (held, url):
        pushed(graph(), url, tmp_path, token=TOKEN)
        assert set(held.seen) == {f"Bearer {TOKEN}"}


def test_the_address_keeps_what_it_asks_already(tmp_path):
    with shelf() as (held, url):
        pushed(graph(), f"{url}?dataset=x", tmp_path)
        assert len(held.graphs) == 4


def test_our_own_server_takes_a_push(tmp_path):
    """What is pushed into `kg serve --writable` is what a build would have written there."""
    empty = without(without(without(graph(), "a1"), "a2"), "a3")
    with serving(built(tmp_path / "served", empty), token=TOKEN, workers=1) as client:
        pushed(graph(), f"{client.url}/store", tmp_path, token=TOKEN)
        answer = client.query("SELECT ?name { ?p a kg:Person ; rdfs:label ?name }")
        assert json.loads(answer[2])["results"]["bindings"][0]["name"]["value"] == "周明"
        main, evidence = rdf.triples(graph())
        body = client.get("/store?default", Accept="application/n-triples")[2]
        assert {str(q.triple) for q in ox.parse(body, format=ox.RdfFormat.N_TRIPLES)} == {
            str(t) for t in (*main, *evidence)
        }
        assert pushed(without(graph(), "a2"), f"{client.url}/store", tmp_path, token=TOKEN).removed == 1
        body = client.get("/store?default", Accept="application/n-triples")[2]
        main, evidence = rdf.triples(without(graph(), "a2"))
        assert {str(q.triple) for q in ox.parse(body, format=ox.RdfFormat.N_TRIPLES)} == {
            str(t) for t in (*main, *evidence)
        }
        with pytest.raises(KgError, match="give --token"):
            pushed(graph(), f"{client.url}/store", tmp_path, token="wrong")
