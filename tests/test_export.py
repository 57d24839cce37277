"""Every format says the same, in the same bytes, whatever the text."""

import csv
import importlib.util
import json
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import networkx
import pyoxigraph as ox
import pytest
import rdflib
from sample_graph import NASTY, compared, graph, hostile, shuffled

from kg import export, rdf
from kg.errors import KgError
from kg.export import formats, write
from kg.plugins import family, first_line
from kg.rdf.literals import fit
from kg.vocabulary import prefixes

FORMATS = [name for name in family("kg.export") if name != "parquet" or importlib.util.find_spec("pyarrow")]
QB = "http://purl.org/linked-data/cube#"


def need_pyld():
    return pytest.importorskip("pyld", reason="PyLD is not installed (package pyld)").jsonld


def bytes_of(path: Path) -> dict[str, bytes]:
    if path.is_file():
        return {path.suffix: path.read_bytes()}
    return {item.name: item.read_bytes() for item in sorted(path.iterdir())}


def fingerprint(found) -> str:
    """The canonical hash of a data set; without blank nodes that is the hash of its sorted lines."""
    data = ox.Dataset(ox.Quad(t.subject, t.predicate, t.object) for t in found)
    data.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return sha256("\n".join(sorted(map(str, data))).encode()).hexdigest()


def expected(source) -> str:
    main, evidence = rdf.triples(source)
    return fingerprint([*main, *evidence])


# The family ---------------------------------------------------------------------------------------


def test_every_plug_in_keeps_the_contract():
    for module in family("kg.export").values():
        assert isinstance(module.SUFFIX, str)
        assert first_line(module)
        assert callable(module.write)
    assert list(formats()) == sorted(formats())
    assert len({module.SUFFIX for module in family("kg.export").values()}) == len(formats())


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("source", [graph, hostile, compared])
def test_no_order_of_the_input_changes_a_byte(tmp_path, name, source):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    first = bytes_of(write(source(), name, tmp_path / "a"))
    for seed in range(2):
        assert bytes_of(write(shuffled(source(), seed), name, tmp_path / "b")) == first
    assert all(first.values())


def test_where_an_export_goes(tmp_path):
    assert write(graph(), "ntriples", tmp_path) == tmp_path / "graph.nt"
    assert write(graph(), "ntriples", tmp_path / "new" / "mine.nt").read_bytes()
    assert write(graph(), "csv", tmp_path) == tmp_path / "graph_csv"
    with pytest.raises(KgError, match=r"no such format: excel .*use one of csv, cube"):
        write(graph(), "excel", tmp_path)


def test_a_missing_package_is_named(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(KgError, match=re.escape("shangtu[parquet]")):
        write(graph(), "parquet", tmp_path)


# RDF ----------------------------------------------------------------------------------------------

SYNTAX = {
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "nquads": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "jsonld": ox.RdfFormat.JSON_LD,
}


@pytest.mark.parametrize("name", SYNTAX)
@pytest.mark.parametrize("source", [graph, hostile, compared])
def test_every_syntax_says_the_same(tmp_path, name, source):
    path = write(source(), name, tmp_path)
    found = {quad.triple for quad in ox.parse(path=path, format=SYNTAX[name])}
    assert fingerprint(found) == expected(source())


def test_turtle_says_the_same(tmp_path):
    rdf.write(graph(), tmp_path)
    found = {q.triple for name in (rdf.GRAPH, rdf.EVIDENCE) for q in ox.parse(path=tmp_path / name)}
    assert fingerprint(found) == expected(graph())


@pytest.mark.parametrize("source", [graph, hostile, compared])
def test_each_article_has_its_named_graph(tmp_path, source):
    wanted = {(str(name), str(t)) for name, found in rdf.parts(source()) for t in found}
    for name in ("nquads", "trig"):
        path = write(source(), name, tmp_path)
        assert {(str(q.graph_name), str(q.triple)) for q in ox.parse(path=path, format=SYNTAX[name])} == wanted


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # rdflib 7.6 warns of its own inner calls
@pytest.mark.parametrize("name", ["ntriples", "nquads", "trig"])
@pytest.mark.parametrize("source", [graph, hostile, compared])
def test_rdflib_reads_the_same(tmp_path, name, source):
    path = write(source(), name, tmp_path)
    data = rdflib.Dataset()
    data.parse(path, format={"ntriples": "nt"}.get(name, name))
    lines = {str(triple) for triple in (*rdf.triples(source())[0], *rdf.triples(source())[1])}
    found = rdflib.Graph(bind_namespaces="none")
    for subject, predicate, thing, _ in data.quads():
        found.add((subject, predicate, thing))
    read = found.serialize(format="nt", encoding="utf-8")
    assert {str(quad.triple) for quad in ox.parse(read, format=ox.RdfFormat.N_TRIPLES)} == lines


TOOLS = {
    "rapper": ("raptor2-utils", {"ntriples": "ntriples", "nquads": "nquads", "trig": "trig"}, "nquads"),
    "serdi": ("serdi", {"ntriples": "ntriples", "nquads": "nquads", "trig": "trig"}, "nquads"),
}


@pytest.mark.parametrize("tool", TOOLS)
@pytest.mark.parametrize("name", ["ntriples", "nquads", "trig"])
@pytest.mark.parametrize("source", [graph, hostile, compared])
def test_other_parsers_read_the_same(tmp_path, tool, name, source):
    package, syntaxes, out = TOOLS[tool]
    command = shutil.which(tool)
    if not command:
        pytest.skip(f"{tool} is not installed (package {package})")
    path = write(source(), name, tmp_path)
    quiet = ["-q"] if tool == "rapper" else []
    where = f"file://{path}" if tool == "rapper" else str(path)
    run = [command, *quiet, "-i", syntaxes[name], "-o", out, where]
    done = subprocess.run(run, capture_output=True, check=True)
    found = {str(quad) for quad in ox.parse(done.stdout, format=ox.RdfFormat.N_QUADS)}
    assert found == {str(quad) for quad in ox.parse(path=path, format=SYNTAX[name])}


N3 = """
const { Parser, Writer } = require("n3");
const text = require("fs").readFileSync(process.argv[1], "utf8");
const writer = new Writer({ format: "N-Quads" });
writer.addQuads(new Parser({ format: process.argv[2] }).parse(text));
writer.end((error, result) => process.stdout.write(result));
"""


@pytest.mark.parametrize(
    ("name", "media"),
    [("ntriples", "application/n-triples"), ("nquads", "application/n-quads"), ("trig", "application/trig")],
)
@pytest.mark.parametrize("source", [graph, hostile, compared])
def test_n3_reads_the_same(tmp_path, name, media, source):
    node = shutil.which("node")
    if not node or subprocess.run([node, "-e", "require.resolve('n3')"], capture_output=True).returncode:
        pytest.skip("n3 is not installed (npm package n3, and its folder in NODE_PATH)")
    path = write(source(), name, tmp_path)
    done = subprocess.run([node, "-e", N3, str(path), media], capture_output=True, check=True)
    found = [str(quad) for quad in ox.parse(done.stdout, format=ox.RdfFormat.N_QUADS)]
    wanted = [str(quad) for quad in ox.parse(path=path, format=SYNTAX[name])]
    assert len(found) == len(wanted)
    assert set(found) == set(wanted)


def canonical(lines: bytes) -> str:
    """The canonical hash by PyLD's implementation of the algorithm, which is not Oxigraph's."""
    normal = need_pyld().normalize(
        lines.decode(),
        {"algorithm": "URDNA2015", "inputFormat": "application/n-quads", "format": "application/n-quads"},
    )
    return sha256(normal.encode()).hexdigest()


@pytest.mark.parametrize("source", [graph, hostile, compared])
def test_the_canonical_hash_is_equal_across_formats(tmp_path, source):
    """RDFC-1.0, which is URDNA2015 under its W3C name: of what each file says, read by Oxigraph, hashed by PyLD."""
    hashes = set()
    rdf.write(source(), tmp_path)
    turtle = [quad.triple for name in (rdf.GRAPH, rdf.EVIDENCE) for quad in ox.parse(path=tmp_path / name)]
    read = {"turtle": turtle} | {
        name: [q.triple for q in ox.parse(path=write(source(), name, tmp_path), format=SYNTAX[name])] for name in SYNTAX
    }
    for triples in read.values():
        lines = ox.serialize(list(dict.fromkeys(triples)), format=ox.RdfFormat.N_TRIPLES)
        hashes.add(canonical(lines))
    document = json.loads((tmp_path / "graph.jsonld").read_text(encoding="utf-8"))
    hashes.add(canonical(need_pyld().to_rdf(document, {"format": "application/n-quads"}).encode()))
    assert len(hashes) == 1


# JSON-LD ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("source", [graph, hostile, compared])
def test_json_ld_expands_to_the_same_triples(tmp_path, source):
    jsonld = need_pyld()
    document = json.loads(write(source(), "jsonld", tmp_path).read_text(encoding="utf-8"))
    quads = jsonld.to_rdf(document, {"format": "application/n-quads"})
    found = {quad.triple for quad in ox.parse(quads.encode(), format=ox.RdfFormat.N_QUADS)}
    assert fingerprint(found) == expected(source())


def test_json_ld_is_readable(tmp_path):
    document = json.loads(write(graph(), "jsonld", tmp_path).read_text(encoding="utf-8"))
    nodes = {node["id"]: node for node in document["@graph"]}
    week = nodes["event:2022云州年货直播周"]
    assert week["label"] == "2022云州年货直播周"
    assert week["altLabel"] == ["年货直播周", "直播周"]
    assert week["organizer"] == ["org:云州省商务厅"]
    assert week["startDate"] == "2022-01-10"
    assert nodes["org:云米集团"]["foundingDate"] == {"@value": "2001", "@type": "xsd:gYear"}
    assert nodes["observation:f1"]["value"] == "119170000000"
    assert nodes["observation:f1"]["unit"] == "CNY"


def test_json_ld_follows_the_base(tmp_path):
    base = "https://data.example.org/"
    path = write(graph(), "jsonld", tmp_path, base)
    found = {quad.triple for quad in ox.parse(path=path, format=ox.RdfFormat.JSON_LD)}
    main, evidence = rdf.triples(graph(), base)
    assert found == {*main, *evidence}


# Tables and drawings ------------------------------------------------------------------------------


@pytest.mark.parametrize("source", [graph, hostile, compared])
def test_graphml_holds_every_thing_and_fact(tmp_path, source):
    drawn = networkx.read_graphml(write(source(), "graphml", tmp_path))
    assert sorted(data["name"] for _, data in drawn.nodes(data=True)) == sorted(
        fit(entity.name) for entity in source().entities
    )
    assert drawn.number_of_edges() == len(source().facts)


@pytest.mark.parametrize("source", [graph, hostile, compared])
def test_gexf_holds_every_thing_and_fact(tmp_path, source):
    root = ET.parse(write(source(), "gexf", tmp_path)).getroot()
    space = "{http://gexf.net/1.3}"
    nodes = list(root.iter(f"{space}node"))
    assert sorted(node.get("label") for node in nodes) == sorted(fit(entity.name) for entity in source().entities)
    edges = list(root.iter(f"{space}edge"))
    assert len(edges) == len(source().facts)
    assert {edge.get("source") for edge in edges} <= {node.get("id") for node in nodes}


@pytest.mark.parametrize("source", [graph, hostile, compared])
def test_networkx_reads_gexf(tmp_path, source):
    drawn = networkx.read_gexf(write(source(), "gexf", tmp_path), version="1.3")
    assert drawn.number_of_nodes() == len(source().entities)
    assert drawn.number_of_edges() == len(source().facts)


def test_edges_carry_their_sentence_and_sources(tmp_path):
    drawn = networkx.read_graphml(write(graph(), "graphml", tmp_path))
    names = {node: data["name"] for node, data in drawn.nodes(data=True)}
    found = [data for a, _, data in drawn.edges(data=True) if data["relation"] == "organizer"]
    assert found[0]["sources"] == 2
    assert found[0]["sentence"] == "云州省商务厅主办了2022云州年货直播周"
    assert found[0]["label"] == "主办方"
    assert "好物直播" in names.values()


def table(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


@pytest.mark.parametrize("source", [graph, hostile, compared])
def test_csv_has_a_row_for_each(tmp_path, source):
    folder = write(source(), "csv", tmp_path)
    for name, items in (
        ("nodes", source().entities),
        ("edges", source().facts),
        ("observations", source().figures),
    ):
        assert (folder / f"{name}.csv").read_bytes().startswith(b"\xef\xbb\xbf")
        rows = table(folder / f"{name}.csv")
        assert len(rows) == len(items) + 1
        assert {len(row) for row in rows} == {len(rows[0])}


def test_no_cell_is_a_formula(tmp_path):
    folder = write(hostile(), "csv", tmp_path)
    cells = [cell for path in folder.iterdir() for row in table(path) for cell in row]
    assert any(cell.startswith("'=cmd") for cell in cells)
    assert not [c for c in cells if c[:1] in ("=", "+", "-", "@", "\t") and not re.fullmatch(r"-?[\d.e-]+", c)]


def test_no_cell_is_a_formula_in_full_width_either(tmp_path):
    names = ("＝1+1", "＋1", "－1", "＠x")
    entities = tuple(replace(entity, name=name) for entity, name in zip(graph().entities, names, strict=False))
    cells = [
        row[1]
        for row in table(
            write(replace(graph(), entities=entities, facts=(), figures=()), "csv", tmp_path) / "nodes.csv"
        )
    ]
    assert {f"'{name}" for name in names} <= set(cells)


def test_duckdb_reads_the_tables(tmp_path):
    duckdb = pytest.importorskip("duckdb", reason="duckdb is not installed (package duckdb)")
    for source in (graph, hostile):
        folder = write(source(), "csv", tmp_path)
        for name, items in (
            ("nodes", source().entities),
            ("edges", source().facts),
            ("observations", source().figures),
        ):
            path = str(folder / f"{name}.csv")
            assert duckdb.execute("SELECT COUNT(*) FROM read_csv(?, all_varchar=true)", [path]).fetchone() == (
                len(items),
            )
    write(graph(), "parquet", tmp_path)
    query = "SELECT measure, value, year(start) FROM read_parquet(?) WHERE unit = 'CNY' ORDER BY value"
    rows = duckdb.execute(query, [str(tmp_path / "graph.parquet")]).fetchall()
    assert [(measure, int(value), year) for measure, value, year in rows] == [
        ("网上零售额", 119170000000, 2021),
        ("网上零售额", 119500000000, 2021),
    ]


def test_figures_keep_every_digit(tmp_path):
    rows = table(write(graph(), "csv", tmp_path) / "observations.csv")
    first = dict(zip(rows[0], rows[1], strict=True))
    assert first["value"] == "119170000000"
    assert (first["start"], first["end"], first["change"]) == ("2021-01-01", "2021-12-31", "16.3")
    assert first["sentence"] == "云州省网上零售额达1191.7亿元，同比增长16.3%"


def test_parquet_holds_the_observations(tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed (package pyarrow)")
    rows = parquet.read_table(write(graph(), "parquet", tmp_path)).to_pylist()
    assert len(rows) == 4
    assert str(rows[0]["value"]) == "119170000000.0000000000"
    assert rows[0]["start"].isoformat() == "2021-01-01"
    assert rows[2]["upper"] == 15000
    assert rows[3]["entity"] is None
    assert parquet.read_table(write(hostile(), "parquet", tmp_path)).num_rows == len(NASTY)


@pytest.mark.parametrize("source", [graph, hostile, compared])
def test_neo4j_tables_are_whole(tmp_path, source):
    folder = write(source(), "neo4j", tmp_path)
    ids = set()
    counts = {}
    for path in sorted(folder.glob("*.csv")):
        text = path.read_bytes().decode("utf-8")
        rows = list(csv.reader(text.splitlines()))
        assert text.count("\n") == len(rows), "a row is a line"
        assert {len(row) for row in rows} == {len(rows[0])}
        counts[path.stem] = len(rows) - 1
        if rows[0][0] == "id:ID":
            ids |= {row[0] for row in rows[1:]}
            assert all(row[-1] for row in rows[1:])
    for path in folder.glob("*.csv"):
        rows = list(csv.reader(path.read_bytes().decode("utf-8").splitlines()))
        if rows[0][0] == ":START_ID":
            assert {end for row in rows[1:] for end in row[:2]} <= ids
    assert counts["entities"] == len(source().entities)
    assert counts["facts"] == len(source().facts)
    assert counts["articles"] == len(source().articles)
    named = re.findall(r"=(\w+\.csv)", (folder / "import.txt").read_text())
    assert sorted(named) == sorted(path.name for path in folder.glob("*.csv"))


# Data cube: the integrity constraints of the W3C recommendation (section 11.1), in our words ------

CUBE = {
    "IC-1 each observation has one data set": """
        { ?o a qb:Observation FILTER NOT EXISTS { ?o qb:dataSet ?d } }
        UNION { ?o a qb:Observation ; qb:dataSet ?a , ?b FILTER(?a != ?b) }""",
    "IC-2 each data set has one structure": """{ ?d a qb:DataSet FILTER NOT EXISTS { ?d qb:structure ?s } }
        UNION { ?d a qb:DataSet ; qb:structure ?a , ?b FILTER(?a != ?b) }""",
    "IC-3 each structure has a measure": """?s a qb:DataStructureDefinition
        FILTER NOT EXISTS { ?s qb:component/qb:componentProperty/a qb:MeasureProperty }""",
    "IC-4 each dimension has a range": "?d a qb:DimensionProperty FILTER NOT EXISTS { ?d rdfs:range ?r }",
    "IC-5 each dimension of concepts has a code list": """?d a qb:DimensionProperty ; rdfs:range skos:Concept
        FILTER NOT EXISTS { ?d qb:codeList ?l }""",
    "IC-6 only attributes are optional": """?s qb:component ?c .
        ?c qb:componentRequired false ; qb:componentProperty ?p
        FILTER NOT EXISTS { ?p a qb:AttributeProperty }""",
    "IC-7 to IC-10 there are no slices": "{ ?x a qb:Slice } UNION { ?x a qb:SliceKey }",
    "IC-11 each observation has every dimension": """
        ?o qb:dataSet/qb:structure/qb:component/qb:componentProperty ?d .
        ?d a qb:DimensionProperty FILTER NOT EXISTS { ?o ?d ?v }""",
    "IC-12 no two observations are alike": """?a qb:dataSet ?s . ?b qb:dataSet ?s FILTER(STR(?a) < STR(?b))
        FILTER NOT EXISTS { ?s qb:structure/qb:component/qb:componentProperty ?d . ?d a qb:DimensionProperty .
          ?a ?d ?x . ?b ?d ?y FILTER(?x != ?y) }""",
    "IC-13 required attributes are there": """?o qb:dataSet/qb:structure/qb:component ?c .
        ?c qb:componentRequired true ; qb:componentProperty ?p FILTER NOT EXISTS { ?o ?p ?v }""",
    "IC-14 each observation has every measure": """?o qb:dataSet/qb:structure ?s
        FILTER NOT EXISTS { ?s qb:component/qb:componentProperty qb:measureType }
        ?s qb:component/qb:componentProperty ?m . ?m a qb:MeasureProperty FILTER NOT EXISTS { ?o ?m ?v }""",
    "IC-15 to IC-17 there is no measure dimension": "?c qb:componentProperty qb:measureType",
    "IC-18 a data set knows its slices": "?d qb:slice ?s . ?o qb:observation ?x",
    "IC-19 codes are in their lists": """?o qb:dataSet/qb:structure/qb:component/qb:componentProperty ?d .
        ?d a qb:DimensionProperty ; qb:codeList ?l . ?l a skos:ConceptScheme . ?o ?d ?v
        FILTER NOT EXISTS { ?v a skos:Concept ; skos:inScheme ?l }""",
}  # fmt: skip


@pytest.mark.parametrize("constraint", CUBE)
@pytest.mark.parametrize("source", [graph, hostile, compared])
def test_the_cube_is_well_formed(tmp_path, constraint, source):
    store = ox.Store()
    store.load(path=write(source(), "cube", tmp_path), format=ox.RdfFormat.TURTLE)
    known = {**prefixes(), "qb": QB}
    assert not store.query(f"ASK {{ {CUBE[constraint]} }}", prefixes=known)


def test_a_constraint_would_notice(tmp_path):
    store = ox.Store()
    store.load(path=write(graph(), "cube", tmp_path), format=ox.RdfFormat.TURTLE)
    known = dict(prefixes())
    store.update(
        "DELETE { ?o kg:cubeReading ?n } INSERT { ?o kg:cubeReading 1 } WHERE { ?o kg:cubeReading ?n }",
        prefixes=known,
    )
    assert store.query(f"ASK {{ {CUBE['IC-12 no two observations are alike']} }}", prefixes=known)


def test_the_cube_numbers_rival_readings(tmp_path):
    store = ox.Store()
    store.load(path=write(graph(), "cube", tmp_path), format=ox.RdfFormat.TURTLE)
    query = """SELECT ?reading ?value {
        ?o kg:cubeAbout place:云州省 ; kg:cubeComparison kg:level ; kg:cubeReading ?reading ;
        sdmx-measure:obsValue ?value ; sdmx-attribute:unitMeasure unit:CNY } ORDER BY ?reading"""
    rows = [[term.value for term in row] for row in store.query(query, prefixes=dict(prefixes()))]
    assert rows == [["1", "119170000000"], ["2", "119500000000"]]
    assert "csv" in export.formats()
