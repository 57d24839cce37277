"""The store: exact retraction, incremental loads, locks, foreign folders, and queries that stay at home."""

import socket
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from sample_graph import graph, hostile, without

from kg import rdf, store
from kg.errors import KgError
from kg.rdf.sparql import bound
from kg.store import Loaded
from kg.vocabulary import term

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


def quads(opened: store.Store) -> set[str]:
    return {str(quad) for quad in opened.quads}


def number(opened: store.Store, query: str = COUNT) -> int:
    return int(opened.ask(query).rows[0][0].value)


# Loading ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("source", [graph, hostile])
def test_the_default_graph_is_the_two_files(source):
    main, evidence = rdf.triples(source())
    opened = store.memory(source())
    held = {str(quad.triple) for quad in opened.quads.quads_for_pattern(None, None, None, ox.DefaultGraph())}
    assert held == {str(triple) for triple in (*main, *evidence)}
    assert len(opened) == number(opened) == len(main) + len(evidence)


def test_each_article_has_a_graph_and_the_default_graph_counts_once():
    opened = store.memory(graph())
    assert opened.articles() == [f"https://shangtu.example/article/a{n}" for n in (1, 2, 3)]
    both = "{ event:2022云州年货直播周 schema:organizer org:云州省商务厅 }"
    assert number(opened, f"SELECT (COUNT(*) AS ?n) {both}") == 1
    assert number(opened, f"SELECT (COUNT(DISTINCT ?g) AS ?n) {{ GRAPH ?g {both} }}") == 2


def test_an_unchanged_load_writes_nothing(tmp_path):
    with store.open(tmp_path / "s", write=True) as opened:
        assert opened.load(graph()) == Loaded(added=3)
        before = quads(opened)
        assert opened.load(graph()) == Loaded(unchanged=3)
        assert quads(opened) == before


def test_a_store_outlives_its_process(tmp_path):
    with store.open(tmp_path / "s", write=True) as opened:
        opened.load(graph())
        before = quads(opened)
    with store.open(tmp_path / "s") as again:
        assert quads(again) == before


@pytest.mark.parametrize("stem", ["a1", "a2", "a3"])
def test_retraction_is_exact_and_can_be_undone(stem):
    opened = store.memory(graph())
    before = quads(opened)
    done = opened.load(without(graph(), stem))
    assert done.removed == 1
    assert quads(opened) == quads(store.memory(without(graph(), stem)))
    assert not [quad for quad in quads(opened) if f"/article/{stem}" in quad]
    assert opened.load(graph()).added == 1
    assert quads(opened) == before


def test_a_changed_article_is_replaced_alone():
    opened = store.memory(graph())
    articles = graph().articles
    changed = replace(graph(), articles=(replace(articles[0], title="新标题"), *articles[1:]))
    assert opened.load(changed) == Loaded(replaced=1, unchanged=2)
    assert quads(opened) == quads(store.memory(changed))


def test_one_article_can_be_replaced_and_removed_by_hand():
    opened = store.memory(graph())
    parts = dict(rdf.parts(graph()))
    a1 = rdf.Names().article("a1")
    before = quads(opened)
    opened.replace("a1", parts[a1][:5])
    assert len(list(opened.quads.quads_for_pattern(None, None, None, a1))) == 5
    opened.replace("a1", parts[a1])
    assert quads(opened) == before
    opened.remove("a1")
    plain = "ASK { event:2022云州年货直播周 schema:organizer org:云州省商务厅 }"
    assert opened.ask(plain).truth, "the other article still says so"
    assert not opened.ask("ASK { event:2022云州年货直播周 kg:undertaker ?who }").truth


def test_a_load_that_was_cut_off_is_made_good():
    opened = store.memory(graph())
    before = quads(opened)
    a1 = rdf.Names().article("a1")
    # What a crash between the two steps of a replacement leaves: no digest, half the content.
    for quad in list(opened.quads.quads_for_pattern(a1, term("kg:contentHash"), None, None)):
        opened.quads.remove(quad)
    for quad in list(opened.quads.quads_for_pattern(None, None, None, a1))[::2]:
        opened.quads.remove(quad)
    assert opened.load(graph()).unchanged == 2
    assert quads(opened) == before


def test_a_first_load_that_was_cut_off_is_made_good(tmp_path):
    with store.open(tmp_path / "s", write=True) as opened:
        opened.quads.bulk_extend(list(rdf.quads(graph()))[:50])
        assert opened.load(graph()) == Loaded(added=3)
        assert quads(opened) == quads(store.memory(graph()))


def test_the_ontology_is_at_hand_and_out_of_the_way():
    opened = store.memory(graph())
    label = 'GRAPH <https://shangtu.example/ns> { schema:organizer rdfs:label "主办方"@zh }'
    assert opened.ask(f"ASK {{ {label} }}").truth
    assert not opened.ask('ASK { schema:organizer rdfs:label "主办方"@zh }').truth


# Folders and locks --------------------------------------------------------------------------------


def test_a_second_writer_is_told_plainly_and_readers_are_let_in(tmp_path):
    code = (
        "import sys, pathlib\nfrom kg import store\nfrom kg.errors import KgError\n"
        "print(len(store.open(pathlib.Path(sys.argv[1]))))\n"
        "try: store.open(pathlib.Path(sys.argv[1]), write=True)\n"
        "except KgError as error: print(error)\n"
    )
    with store.open(tmp_path / "s", write=True) as opened:
        opened.load(graph())
        run = [sys.executable, "-c", code, str(tmp_path / "s")]
        done = subprocess.run(run, capture_output=True, text=True, cwd=Path(store.__file__).parents[1])
    size, message = done.stdout.splitlines()
    assert int(size) == len(store.memory(graph()))
    assert message.startswith("the store is in use by another process")
    assert not done.stderr


def test_a_lock_goes_with_the_store(tmp_path):
    store.open(tmp_path / "s", write=True).close()
    store.open(tmp_path / "s", write=True).close()


def test_folders_that_are_no_store_are_told_plainly(tmp_path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "notes.txt").write_text("mine")
    (tmp_path / "file").write_text("mine")
    for folder, write, words in (
        ("none", False, "no store here"),
        ("full", False, "no store here"),
        ("file", False, "no store here"),
        ("full", True, "something else than a store"),
        ("file", True, "a file stands where"),
    ):
        with pytest.raises(KgError, match=words):
            store.open(tmp_path / folder, write=write)
    assert (tmp_path / "full" / "notes.txt").read_text() == "mine"


def test_a_damaged_store_is_told_plainly(tmp_path):
    store.open(tmp_path / "s", write=True).close()
    (tmp_path / "s" / "CURRENT").write_text("nonsense")
    with pytest.raises(KgError, match="cannot be opened"):
        store.open(tmp_path / "s")


def test_the_store_of_another_program_is_left_alone(tmp_path):
    other = ox.Store(str(tmp_path / "s"))
    node = ox.NamedNode("https://example.org/mine")
    other.add(ox.Quad(node, node, node))
    other.flush()
    del other
    with pytest.raises(KgError, match="not one of ours"):
        store.open(tmp_path / "s", write=True)
    assert len(list(ox.Store.read_only(str(tmp_path / "s")))) == 1


def test_a_store_keeps_its_base(tmp_path):
    with store.open(tmp_path / "s", "https://data.example.org/", write=True) as opened:
        opened.load(graph())
    with store.open(tmp_path / "s") as opened:
        assert opened.base == "https://data.example.org/"
        assert opened.ask("ASK { org:云州省商务厅 a kg:Organization }").truth
    with pytest.raises(KgError, match="another folder") as error:
        store.open(tmp_path / "s", write=True)
    assert error.value.usage


# Queries ------------------------------------------------------------------------------------------


def test_rows_are_typed():
    opened = store.memory(graph())
    answer = opened.ask(
        "SELECT ?value ?none ?about { observation:f1 kg:value ?value ; schema:observationAbout ?about }"
    )
    assert answer.variables == ("value", "none", "about")
    assert answer.rows == ((ox.Literal("119170000000", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal")), None, rdf.Names().entity("Place/云州省")),)  # fmt: skip
    assert opened.ask("ASK { }").truth is True
    triples = opened.ask("CONSTRUCT WHERE { observation:f1 kg:unit ?unit }")
    assert triples.variables == ("subject", "predicate", "object")
    assert triples.rows[0][2] == ox.Literal("CNY")


@pytest.mark.parametrize(
    ("query", "place", "hint"),
    [
        ("SELEC ?x", "line 1, column 9", "begin with one of"),
        ("", "line 1, column 1", "begin with one of"),
        ("SELECT ?x { ?x foo:bar ?y }", "line 1, column 23", "PREFIX"),
        ("SELECT ?x\n{ ?x a ?y", "line 2, column 10", "braces"),
        ("SELECT ?x { FILTER(?x = 1 }", "line 1, column 28", "brackets"),
        ("SELECT ?x { ?x a ?y } GROUP BY ?y", "line 1", "GROUP BY"),
        ("SELECT ?x { ?x ?x }", "line 1, column 20", "spelling"),
    ],
)
def test_a_mistake_in_a_query_is_told_with_its_place_and_a_hint(query, place, hint):
    with pytest.raises(KgError) as error:
        store.memory(graph()).ask(query)
    assert place in error.value.where
    assert hint in error.value.fix
    assert error.value.usage


@pytest.mark.parametrize(
    "query", ["INSERT DATA { <x:a> <x:b> <x:c> }", "DELETE WHERE { ?s ?p ?o }", "CLEAR ALL", "LOAD <x:a>"]
)
def test_a_query_only_reads(query):
    opened = store.memory(graph())
    before = quads(opened)
    with pytest.raises(KgError, match="only reads"):
        opened.ask(query)
    assert quads(opened) == before


SERVICES = (
    "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { service<URL>{ ?s ?p ?o } }",
    "SELECT * { SERVICE SILENT <URL> { ?s ?p ?o } }",
    "SELECT * { SERVICE # here\n # and there\n SILENT # on\n <URL> { ?s ?p ?o } }",
    "PREFIX x: <URL> SELECT * { SERVICE x: { ?s ?p ?o } }",
    "SELECT * { BIND(<URL> AS ?u) SERVICE ?u { ?s ?p ?o } }",
    "PREFIX ex: <x:> SELECT * { ?a a ex:a#'''\n SERVICE <URL> { ?s ?p ?o } #'''\n }",
    "SELECT * { ?a ?b ?c FILTER(?a<?b)#>'''\n SERVICE <URL> { ?s ?p ?o } #'''\n }",
    "SELECT * { ?s ?p trueSERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { ?s ?p 1SERVICE <URL> { ?s ?p ?o } }",
    'SELECT * { ?s ?p "a"@enSERVICE <URL> { ?s ?p ?o } }',
)


@pytest.mark.parametrize("query", SERVICES)
def test_no_query_leaves_the_machine(query):
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        listening.settimeout(0.2)
        url = f"http://127.0.0.1:{listening.getsockname()[1]}/"
        with pytest.raises(KgError, match="stays on this machine"):
            store.memory(graph()).ask(query.replace("URL", url))
        with pytest.raises(TimeoutError):
            listening.accept()


@pytest.mark.parametrize(
    "query", ['ASK { ?s ?p "SERVICE" }', "ASK { ?service a kg:Place }", "ASK { ?s kg:SERVICE ?o } # SERVICE"]
)
def test_the_word_service_alone_is_harmless(query):
    assert store.memory(graph()).ask(query).truth is not None


def test_variables_are_bound_by_token():
    text = 'SELECT ?a { ?a ?b \'?x\' ; <x:?x> """?x""" . } # ?x\n$x ?xx ?x'
    bare = bound(text, {"x": ox.Literal("1")})
    assert bare == text.replace("$x ?xx ?x", '"1" ?xx "1"')
