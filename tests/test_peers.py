"""Independent programs at work with what we serve, push and export: curl, SPARQLWrapper, Comunica, Virtuoso."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
import requests
from sample_graph import graph
from serving import built, serving
from test_query import ANSWERS

from kg import export, query, store
from kg.push import Target, graphs, push
from kg.rdf.questions import questions
from kg.rdf.sparql import ask, bound
from kg.vocabulary import prefixes

HEAD = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in prefixes().items())
PEOPLE = HEAD + "SELECT ?name ?role { ?c rdf:predicate schema:worksFor ; rdf:subject/rdfs:label ?name ; kg:role ?role }"
NAMED = HEAD + "CONSTRUCT { ?p rdfs:label ?name } { ?p a kg:Platform ; rdfs:label ?name }"


def need(command: str, package: str) -> str:
    path = shutil.which(command)
    if not path:
        pytest.skip(f"{command} is not installed (package {package})")
    return path


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    with serving(built(tmp_path_factory.mktemp("build"))) as found:
        yield found


# Clients of the endpoint ------------------------------------------------------------------------------


def test_curl(client):
    curl = need("curl", "curl")
    sent = [
        curl,
        "-sS",
        "--fail",
        "-H",
        "Accept: text/csv",
        f"{client.url}/sparql",
        "--data-urlencode",
        f"query={PEOPLE}",
    ]
    assert subprocess.run(sent, capture_output=True, check=True).stdout == "name,role\r\n周明,副厅长\r\n".encode()
    page = [curl, "-sS", "--fail", "-H", "Accept: text/turtle", f"{client.url}/id/person/%E5%91%A8%E6%98%8E"]
    assert 'rdfs:label "周明"@zh' in subprocess.run(page, capture_output=True, check=True).stdout.decode()


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("way", ["urlencoded", "postdirectly"])
def test_sparqlwrapper(client, method, way):
    wrapper = pytest.importorskip("SPARQLWrapper", reason="SPARQLWrapper is not installed (package SPARQLWrapper)")
    endpoint = wrapper.SPARQLWrapper(f"{client.url}/sparql")
    endpoint.setMethod(method)
    endpoint.setRequestMethod(way)
    endpoint.setQuery(PEOPLE)
    for form in (wrapper.JSON, wrapper.XML, wrapper.CSV, wrapper.TSV):
        endpoint.setReturnFormat(form)
        answer = endpoint.query()
        if form == wrapper.JSON:
            assert answer.convert()["results"]["bindings"][0]["role"]["value"] == "副厅长"
        elif form == wrapper.XML:
            assert "副厅长" in answer.convert().toxml()
        else:
            assert "副厅长" in answer.convert().decode()
    endpoint.setQuery(NAMED)
    endpoint.setReturnFormat(wrapper.TURTLE)
    assert "好物直播" in endpoint.query().convert().decode()
    endpoint.setReturnFormat(wrapper.JSON)
    endpoint.setQuery("SELECT nonsense")
    with pytest.raises(wrapper.SPARQLExceptions.QueryBadFormed):
        endpoint.query()


COMUNICA = """
const { QueryEngine } = require("@comunica/query-sparql");
const [endpoint, select, construct] = process.argv.slice(1);
const sources = [{ type: "sparql", value: endpoint }];
(async () => {
  const engine = new QueryEngine();
  const rows = await (await engine.queryBindings(select, { sources })).toArray();
  const quads = await (await engine.queryQuads(construct, { sources })).toArray();
  const joined = await engine.queryBoolean('ASK { ?a ?b "周明"@zh . ?a ?c ?d }', { sources });
  console.log(JSON.stringify({
    rows: rows.map((row) => [row.get("name").value, row.get("role").value]),
    quads: quads.map((quad) => quad.object.value).sort(),
    joined,
  }));
})();
"""


def test_comunica(client):
    node = need("node", "nodejs")
    if subprocess.run([node, "-e", "require.resolve('@comunica/query-sparql')"], capture_output=True).returncode:
        pytest.skip("Comunica is not installed (npm package @comunica/query-sparql 4.5.0, and its folder in NODE_PATH)")
    run = [node, "-e", COMUNICA, f"{client.url}/sparql", PEOPLE, NAMED]
    done = subprocess.run(run, capture_output=True, timeout=120)
    assert done.returncode == 0, done.stderr.decode()
    answer = json.loads(done.stdout)
    assert answer["rows"] == [["周明", "副厅长"]]
    assert answer["quads"] == sorted(e.name for e in graph().entities if "Platform" in (e.kind, *e.kinds))
    assert answer["joined"] is True


# Virtuoso ---------------------------------------------------------------------------------------------

INI = """[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
ServerThreads = 8
NumberOfBuffers = 4000
MaxDirtyBuffers = 2000
DirsAllowed = {folder}
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 8
"""
# Questions that Virtuoso's SPARQL, which is older than 1.1, understands as the standard has them.
SAME = (
    "article", "awards", "card", "confirmed", "cooperation", "doubtful", "evidence", "figures", "measure", "mentioned",
    "merges", "operators", "organizers", "outlets", "participants", "people", "policies", "products", "sold", "subevents",
    "timeline", "times", "together",
)  # fmt: skip


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


class Virtuoso:
    """A Virtuoso of our own, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        command = need("virtuoso-t", "virtuoso-opensource-7-bin")
        self.folder = folder
        self.sql, self.http = free_port(), free_port()
        self.url = f"http://127.0.0.1:{self.http}"
        (folder / "virtuoso.ini").write_text(INI.format(sql=self.sql, http=self.http, folder=folder), encoding="utf-8")
        self.process = subprocess.Popen(
            [command, "+configfile", "virtuoso.ini", "+foreground"],
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for _ in range(120):
            try:
                if requests.get(f"{self.url}/sparql", timeout=5).ok:
                    return
            except requests.RequestException:
                time.sleep(0.5)
        self.close()
        pytest.fail("Virtuoso did not start")

    def run(self, statement: str) -> None:
        isql = need("isql-vt", "virtuoso-opensource-7-bin")
        sent = [isql, str(self.sql), "dba", "dba", f"exec={statement}"]
        done = subprocess.run(sent, capture_output=True, text=True, timeout=120)
        assert "Error" not in done.stderr + done.stdout, done.stderr + done.stdout

    def ask(self, text: str) -> dict:
        sent = {"query": text, "format": "application/sparql-results+json"}
        answer = requests.post(f"{self.url}/sparql", data=sent, timeout=60)
        assert answer.ok, answer.text
        return answer.json()

    def close(self) -> None:
        self.process.terminate()
        self.process.wait(60)


@pytest.fixture(scope="module")
def virtuoso(tmp_path_factory):
    found = Virtuoso(tmp_path_factory.mktemp("virtuoso"))
    yield found
    found.close()


def same_answers(virtuoso: Virtuoso, names: tuple[str, ...]) -> None:
    opened = store.memory(graph())
    for name in names:
        asked = questions()[name]
        text = bound(asked.text, query.terms(opened, asked, ANSWERS[name][0][0]))
        ours = ask(opened.quads, text)
        theirs = virtuoso.ask(HEAD + text)["results"]["bindings"]
        rows = [[row.get(name, {}).get("value") for name in ours.variables] for row in theirs]
        assert sorted(map(str, rows)) == sorted(str([c.value if c else None for c in row]) for row in ours.rows), name
        assert rows


def test_virtuoso_takes_our_n_quads_and_answers_as_we_do(virtuoso):
    export.write(graph(), "nquads", virtuoso.folder)
    virtuoso.run(f"ld_dir('{virtuoso.folder}', 'graph.nq', 'https://x.example/'); rdf_loader_run(); checkpoint;")
    without_vocabulary = tuple(name for name in SAME if name not in ("card", "confirmed", "doubtful", "evidence"))
    same_answers(virtuoso, without_vocabulary)


def test_virtuoso_takes_a_push_and_answers_as_we_do(virtuoso, tmp_path):
    virtuoso.run("RDF_GLOBAL_RESET();")
    left = virtuoso.ask("SELECT (COUNT(*) AS ?n) { ?s <http://purl.org/dc/terms/isPartOf> ?o }")
    assert left["results"]["bindings"][0]["n"]["value"] == "0"
    target = Target(f"{virtuoso.url}/sparql-graph-crud-auth", user="dba", password="dba")
    parts = list(graphs(graph()))
    assert push(parts, target, tmp_path, lambda *_: None).sent == 5
    same_answers(virtuoso, SAME)
    for name, triples in parts:
        count = virtuoso.ask(f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{name.value}> {{ ?s ?p ?o }} }}")
        assert int(count["results"]["bindings"][0]["n"]["value"]) == len(triples)
    assert push(parts, target, tmp_path, lambda *_: None).unchanged == 5


# A short run of the benchmark -------------------------------------------------------------------------


def test_no_request_of_many_clients_is_lost(tmp_path):
    folder = Path(__file__).parent.parent
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(folder), os.environ.get("PYTHONPATH", "")))}
    command = [sys.executable, str(folder / "benchmarks" / "endpoint.py"), str(built(tmp_path)), "--seconds", "3"]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    report = json.loads(done.stdout.splitlines()[0])
    assert report["lost"] == 0
    assert report["requests"] >= 50
