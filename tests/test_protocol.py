"""The SPARQL 1.1 Protocol and the Graph Store Protocol as the specifications have them, over a real connection.

The tests of the first part are those of the W3C's protocol suite that apply to an endpoint that only reads,
rewritten from the specification on our own data; each is named as there.
"""

import csv
import io
import json
import xml.etree.ElementTree as ET
from urllib.parse import quote, urlencode

import pyoxigraph as ox
import pytest
from sample_graph import graph
from serving import BASE, built, serving

from kg import rdf
from kg.serve.formats import GRAPHS, RESULTS
from kg.serve.protocol import FORM, QUERY, UPDATE

ASK, SELECT = "ASK {}", "SELECT (1 AS ?one) {}"
CONSTRUCT, DESCRIBE = "CONSTRUCT { ?s ?p ?o } { ?s a kg:Person ; ?p ?o }", "DESCRIBE person:周明"
A1, A2 = f"{BASE}article/a1", f"{BASE}article/a2"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s a schema:NewsArticle }"
TOKEN = "0123456789abcdef"
LONG = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    with serving(built(tmp_path_factory.mktemp("build"))) as found:
        yield found


def rows(answer) -> list[dict[str, str]]:
    status, _, body = answer
    assert status == 200, body
    return [{k: v["value"] for k, v in row.items()} for row in json.loads(body)["results"]["bindings"]]


def number(answer) -> int:
    return int(rows(answer)[0]["n"])


# The W3C's tests ------------------------------------------------------------------------------------


def test_query_get(client):
    status, headers, body = client.query(ASK)
    assert (status, headers["content-type"]) == (200, "application/sparql-results+json")
    assert json.loads(body)["boolean"] is True


def test_query_post_form(client):
    assert json.loads(client.post(urlencode({"query": ASK}), FORM)[2])["boolean"] is True


def test_query_post_direct(client):
    assert json.loads(client.post(ASK, QUERY)[2])["boolean"] is True


@pytest.mark.parametrize(
    ("query", "accept", "media"),
    [
        (SELECT, None, "application/sparql-results+json"),
        (ASK, None, "application/sparql-results+json"),
        (DESCRIBE, None, "text/turtle; charset=utf-8"),
        (CONSTRUCT, None, "text/turtle; charset=utf-8"),
        *((SELECT, media, media) for media in RESULTS),
        *((CONSTRUCT, media, media) for media in GRAPHS),
    ],
)
def test_query_content_type(client, query, accept, media):
    status, headers, body = client.get(
        "/sparql?" + urlencode({"query": query}), **({"Accept": accept} if accept else {})
    )
    assert status == 200
    assert headers["content-type"].partition(";")[0] == media.partition(";")[0]
    assert headers["vary"] == "Accept"
    assert body


def test_query_dataset_default_graph(client):
    for sent in (
        client.query(COUNT, **{"default-graph-uri": A1}),
        client.post(urlencode({"query": COUNT, "default-graph-uri": A1}), FORM),
        client.post(COUNT, QUERY, f"/sparql?default-graph-uri={quote(A1)}"),
    ):
        assert number(sent) == 1


def test_query_dataset_default_graphs(client):
    both = [("query", COUNT), ("default-graph-uri", A1), ("default-graph-uri", A2)]
    assert number(client.get("/sparql?" + urlencode(both))) == 2
    assert number(client.post(urlencode(both), FORM)) == 2


def test_query_dataset_named_graphs(client):
    named = "SELECT ?g { GRAPH ?g { ?s a schema:NewsArticle } } ORDER BY ?g"
    both = [("query", named), ("named-graph-uri", A1), ("named-graph-uri", A2)]
    expected = [{"g": A1}, {"g": A2}]
    assert rows(client.get("/sparql?" + urlencode(both))) == expected
    assert rows(client.post(urlencode(both), FORM)) == expected
    assert rows(client.get("/sparql?" + urlencode([("query", "SELECT * { ?s ?p ?o }"), *both[1:]]))) == []


def test_query_dataset_full(client):
    query = "SELECT ?g { ?s a schema:NewsArticle . GRAPH ?g { ?other a schema:NewsArticle } }"
    assert rows(client.query(query, **{"default-graph-uri": A1, "named-graph-uri": A2})) == [{"g": A2}]
    assert rows(client.query(query, **{"default-graph-uri": A1})) == []


def test_query_multiple_dataset(client):
    """The dataset of the protocol stands in place of the one that the query names."""
    query = f"SELECT (COUNT(*) AS ?n) FROM <{A1}> FROM <{A2}> {{ ?s a schema:NewsArticle }}"
    assert number(client.query(query)) == 2
    assert number(client.query(query, **{"default-graph-uri": A1})) == 1


@pytest.mark.parametrize(
    ("name", "request_", "expected"),
    [
        ("bad_multiple_queries", ("GET", f"/sparql?query={quote(ASK)}&query={quote(SELECT)}", None, {}), 400),
        ("bad_query_method", ("PUT", f"/sparql?query={quote(ASK)}", None, {}), 405),
        ("bad_query_missing_form_type", ("POST", "/sparql", urlencode({"query": ASK}), {}), 415),
        ("bad_query_missing_direct_type", ("POST", "/sparql", ASK, {}), 415),
        ("bad_query_non_utf8", ("POST", "/sparql", ASK.encode("utf-16"), {"Content_Type": f"{QUERY}; charset=UTF-16"}), 415),
        ("bad_query_not_even_utf8", ("POST", "/sparql", b"ASK {} # \xff\xfe", {"Content_Type": QUERY}), 400),
        ("bad_query_non_utf8_form", ("GET", "/sparql?query=ASK%20%7B%7D%20%23%FF", None, {}), 400),
        ("bad_query_syntax", ("GET", f"/sparql?query={quote('ASK { broken ')}", None, {}), 400),
        ("bad_query_wrong_media_type", ("POST", "/sparql", ASK, {"Content_Type": "text/plain"}), 415),
        ("bad_query_missing", ("POST", "/sparql", "x=y", {"Content_Type": FORM}), 400),
        ("bad_query_both", ("POST", f"/sparql?query={quote(ASK)}", ASK, {"Content_Type": QUERY}), 400),
        ("bad_graph", ("GET", f"/sparql?query={quote(ASK)}&default-graph-uri=no%20iri", None, {}), 400),
        ("bad_update_get", ("GET", f"/sparql?update={quote('CLEAR ALL')}", None, {}), 400),
        ("bad_update_form", ("POST", "/sparql", urlencode({"update": "CLEAR ALL"}), {"Content_Type": FORM}), 403),
        ("bad_update_direct", ("POST", "/sparql", "CLEAR ALL", {"Content_Type": UPDATE}), 403),
        ("bad_update_as_query", ("POST", "/sparql", "CLEAR ALL", {"Content_Type": QUERY}), 400),
        ("bad_query_and_update", ("POST", "/sparql", urlencode({"query": ASK, "update": "CLEAR ALL"}), {"Content_Type": FORM}), 400),
        ("not_acceptable", ("GET", f"/sparql?query={quote(ASK)}", None, {"Accept": "image/png"}), 406),
        ("not_acceptable_for_its_form", ("GET", f"/sparql?query={quote(CONSTRUCT)}", None, {"Accept": "text/csv"}), 406),
        ("service", ("GET", f"/sparql?query={quote('SELECT * { SERVICE <http://x.example/> { ?s ?p ?o } }')}", None, {}), 400),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_bad_requests(client, name, request_, expected):
    method, path, body, more = request_
    status, headers, text = client.ask(method, path, body, **more)
    assert status == expected, text
    assert headers["content-type"] == "text/plain; charset=utf-8"
    assert len(text.decode().strip()) > 10
    assert "Traceback" not in text.decode()


# What the answers hold ------------------------------------------------------------------------------


def test_all_result_formats_say_the_same(client):
    query = 'SELECT ?name ?n { VALUES (?name ?n) { ("甲,\\"乙\\"\\n<丙>" 1) (UNDEF 2.50) ("x"@zh UNDEF) } } ORDER BY ?n'
    plain = rows(client.query(query))
    csv_rows = list(csv.DictReader(io.StringIO(client.query(query, "text/csv")[2].decode())))
    root = ET.fromstring(client.query(query, "application/sparql-results+xml")[2])
    space = "{http://www.w3.org/2005/sparql-results#}"
    xml_rows = [
        {each.get("name"): "".join(each.itertext()) for each in row.iter(f"{space}binding")}
        for row in root.iter(f"{space}result")
    ]
    tsv = client.query(query, "text/tab-separated-values")[2].decode().splitlines()
    assert len(plain) == 3
    assert [{k: v for k, v in row.items() if v} for row in csv_rows] == plain == xml_rows
    assert len(tsv) == 4
    assert '"甲,\\"乙\\"\\n<丙>"' in tsv[2 if tsv[1].startswith('"x"') else 1] or any("甲" in line for line in tsv)


@pytest.mark.parametrize("media", GRAPHS)
def test_all_graph_formats_say_the_same(client, media):
    status, _, body = client.query("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", media)
    assert status == 200
    found = {str(quad.triple) for quad in ox.parse(body, format=GRAPHS[media])}
    main, evidence = rdf.triples(graph())
    assert found == {str(triple) for triple in (*main, *evidence)}


def test_prefixes_need_no_declaration(client):
    assert rows(client.query("SELECT ?name { person:周明 rdfs:label ?name }")) == [{"name": "周明"}]


def test_head_gives_no_body(client):
    status, headers, body = client.ask("HEAD", "/sparql?" + urlencode({"query": ASK}))
    assert (status, body) == (200, b"")
    assert int(headers["content-length"]) > 0


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("text/csv;q=0.5, application/sparql-results+xml;q=0.6", "application/sparql-results+xml"),
        ("text/*", "text/csv"),
        ("application/*;q=0.2, text/tab-separated-values", "text/tab-separated-values"),
        ("*/*", "application/sparql-results+json"),
        ("application/sparql-results+json;q=0, */*;q=0.1", "application/sparql-results+xml"),
        ("TEXT/CSV", "text/csv"),
        ("text/csv;q=nonsense, text/xml;q=0.1", "text/xml"),
    ],
)
def test_the_client_chooses_by_quality(client, accept, media):
    assert client.query(SELECT, accept)[1]["content-type"].partition(";")[0] == media


def test_the_service_describes_itself(client):
    status, headers, body = client.get("/sparql", Accept="text/turtle")
    assert (status, headers["content-type"].partition(";")[0]) == (200, "text/turtle")
    found = {str(quad.predicate): str(quad.object) for quad in ox.parse(body, format=ox.RdfFormat.TURTLE)}
    space = "http://www.w3.org/ns/sparql-service-description#"
    assert found[f"<{space}endpoint>"] == f"<{client.url}/sparql>"
    assert found[f"<{space}supportedLanguage>"] == f"<{space}SPARQL11Query>"


# Limits ---------------------------------------------------------------------------------------------


def test_a_query_that_takes_minutes_is_cut_off_and_the_server_goes_on(tmp_path):
    with serving(built(tmp_path), seconds=1.0, workers=1) as client:
        status, _, body = client.query(LONG)
        assert status == 503
        assert b"took too long and was cut off" in body
        assert rows(client.query(COUNT)) == [{"n": "3"}]


def test_an_answer_beyond_the_limit_is_refused_not_cut_short(tmp_path):
    with serving(built(tmp_path), limit=20_000, workers=1) as client:
        for query in ("SELECT * { ?s ?p ?o }", "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }"):
            status, _, body = client.query(query, "*/*")
            assert (status, b"longer than 0.02 MB" in body) == (500, True)
        assert len(rows(client.query("SELECT * { ?s ?p ?o } LIMIT 10"))) == 10


def test_a_query_that_eats_memory_fails_alone(tmp_path):
    with serving(built(tmp_path), memory=400 << 20, workers=1) as client:
        longer = " ".join(f"BIND(CONCAT({', '.join([f'?s{n}'] * 10)}) AS ?s{n + 1})" for n in range(9))
        status, _, body = client.query(f'SELECT (STRLEN(?s9) AS ?n) {{ BIND("0123456789" AS ?s0) {longer} }}')
        assert (status, b"more memory" in body) == (500, True), body
        assert number(client.query(COUNT)) == 3


def test_a_query_as_long_as_a_book_is_refused(client):
    assert client.post("#" * (1 << 20) + "\n" + ASK, QUERY)[0] == 413


def test_cors_is_off_unless_asked_for(client, tmp_path):
    assert "access-control-allow-origin" not in client.get("/health", Origin="https://a.example")[1]
    with serving(built(tmp_path), origins=("https://a.example",), workers=1) as other:
        allowed = other.get("/health", Origin="https://a.example")[1]
        assert allowed["access-control-allow-origin"] == "https://a.example"
        assert "access-control-allow-origin" not in other.get("/health", Origin="https://b.example")[1]


def test_another_name_for_this_machine_is_refused(client):
    assert client.get("/health", Host="evil.example")[0] == 400


# Graph Store Protocol -------------------------------------------------------------------------------


def graph_path(iri: str) -> str:
    return "/store?" + urlencode({"graph": iri})


def lines(body: bytes) -> set[str]:
    return {str(quad.triple) for quad in ox.parse(body, format=ox.RdfFormat.N_TRIPLES)}


def test_a_named_graph_is_what_its_article_says(client):
    for name, triples in rdf.parts(graph()):
        status, _, body = client.get(graph_path(name.value), Accept="application/n-triples")
        assert (status, lines(body)) == (200, {str(triple) for triple in triples})
    assert client.get(graph_path("https://x.example/none"))[0] == 404
    for path in ("/store", "/store?graph=", f"{graph_path(A1)}&default", "/store?graph=a&graph=b"):
        assert client.get(path)[0] == 400


def test_the_default_graph_is_all_of_it(client):
    main, evidence = rdf.triples(graph())
    status, _, body = client.get("/store?default", Accept="application/n-triples")
    assert (status, lines(body)) == (200, {str(triple) for triple in (*main, *evidence)})


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
def test_a_server_that_only_reads_takes_nothing(client, method):
    body = None if method == "DELETE" else "<x:a> <x:b> <x:c> ."
    status, _, text = client.ask(method, graph_path("https://x.example/g"), body, Content_Type="text/turtle")
    assert (status, b"only reads" in text) == (403, True)


@pytest.fixture(scope="module")
def writable(tmp_path_factory):
    with serving(built(tmp_path_factory.mktemp("own")), token=TOKEN, workers=1) as found:
        yield found


def sent(client, method, path, body=None, media="text/turtle", token=TOKEN):
    return client.ask(method, path, body, Content_Type=media, Authorization=f"Bearer {token}")


def test_who_has_no_token_changes_nothing(writable):
    path = graph_path("https://x.example/g")
    for status, headers, _ in (
        writable.ask("PUT", path, "<x:a> <x:b> <x:c> .", Content_Type="text/turtle"),
        sent(writable, "PUT", path, "<x:a> <x:b> <x:c> .", token="wrong"),
        sent(writable, "DELETE", graph_path(A1), token=""),
        sent(writable, "POST", "/sparql", "CLEAR ALL", UPDATE, token="wrong"),
    ):
        assert (status, headers["www-authenticate"]) == (401, "Bearer")
    assert number(writable.query(COUNT)) == 3


def test_a_graph_is_put_added_to_and_taken_back(writable):
    path, count = graph_path("https://x.example/g"), "SELECT (COUNT(*) AS ?n) { <x:a> ?p ?o }"
    assert sent(writable, "PUT", path, "<x:a> <x:b> <x:c> , <x:d> .")[0] == 201
    assert number(writable.query(count)) == 2
    assert sent(writable, "PUT", path, "<x:a> <x:b> <x:c> .")[0] == 204
    assert number(writable.query(count)) == 1
    assert sent(writable, "POST", path, '<x:a> <x:b> "丁"@zh .', "application/n-triples")[0] == 204
    assert number(writable.query(count)) == 2
    assert lines(writable.get(path, Accept="application/n-triples")[2]) == {"<x:a> <x:b> <x:c>", '<x:a> <x:b> "丁"@zh'}
    assert sent(writable, "DELETE", path)[0] == 204
    assert number(writable.query(count)) == 0
    assert sent(writable, "DELETE", path)[0] == 404


@pytest.mark.parametrize(
    ("path", "body", "media", "status"),
    [
        (graph_path("https://x.example/g"), "<x:a> <x:b> .", "text/turtle", 400),
        (graph_path("https://x.example/g"), "a,b", "text/csv", 415),
        (graph_path("no iri"), "<x:a> <x:b> <x:c> .", "text/turtle", 400),
        (graph_path(f"{BASE}ns"), "<x:a> <x:b> <x:c> .", "text/turtle", 400),
        ("/store?default", "<x:a> <x:b> <x:c> .", "text/turtle", 403),
        ("/store", "<x:a> <x:b> <x:c> .", "text/turtle", 400),
    ],
)
def test_what_cannot_be_put_is_told(writable, path, body, media, status):
    assert sent(writable, "PUT", path, body, media)[0] == status
    assert sent(writable, "GET", graph_path("https://x.example/g"))[0] == 404


def test_updates_are_carried_out_whole_or_not_at_all(writable):
    count = "SELECT (COUNT(*) AS ?n) { <x:u> ?p ?o }"
    assert sent(writable, "POST", "/sparql", "INSERT DATA { <x:u> <x:p> 1 }", UPDATE)[0] == 204
    assert sent(writable, "POST", "/sparql", urlencode({"update": "INSERT DATA { <x:u> <x:p> 2 }"}), FORM)[0] == 204
    assert number(writable.query(count)) == 2
    for bad in (
        "INSERT DATA { <x:u> <x:p> 3 ",
        "LOAD <http://127.0.0.1:9/x>",
        "INSERT { ?s ?p ?o } WHERE { SERVICE <x:y> { ?s ?p ?o } }",
        ASK,
    ):
        assert sent(writable, "POST", "/sparql", bad, UPDATE)[0] == 400
    assert sent(writable, "POST", f"/sparql?using-graph-uri={quote(A1)}", "DELETE WHERE { ?s ?p ?o }", UPDATE)[0] == 501
    assert sent(writable, "POST", "/sparql", "DELETE WHERE { <x:u> ?p ?o }", UPDATE)[0] == 204
    assert number(writable.query(count)) == 0
