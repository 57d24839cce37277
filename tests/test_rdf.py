"""A graph as triples: what is said, how it is named, and that every parser reads the same."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from sample_graph import NASTY, graph, hostile, shuffled

from kg import rdf
from kg.errors import KgError
from kg.model import Fact, Span
from kg.rdf.literals import days, decimal, fit, moment
from kg.rdf.names import Names, address, local
from kg.vocabulary import BASE, prefixes

N3 = """
const { Parser } = require("n3");
const { readFileSync } = require("fs");
const esc = (text) => JSON.stringify(text);
for (const q of new Parser({ format: process.argv[2] }).parse(readFileSync(process.argv[1], "utf8"))) {
  const parts = [q.subject, q.predicate, q.object, q.graph].map((t) =>
    [t.termType, t.value, t.language || "", t.datatype ? t.datatype.value : ""]);
  console.log(JSON.stringify(parts));
}
"""


def said(*curies: str) -> set[str]:
    """Triples of the sample as N-Triples would have them, those of given subjects."""
    main, evidence = rdf.triples(graph())
    subjects = {expand(curie) for curie in curies}
    return {str(t) for t in (*main, *evidence) if t.subject.value in subjects}


def expand(curie: str) -> str:
    prefix, _, name = curie.partition(":")
    return prefixes()[prefix] + name


def line(text: str) -> str:
    """`place:a kg:b "c"` in full."""
    return " ".join(f"<{expand(w)}>" if re.match(r"[\w-]+:", w) else w for w in text.split(" "))


# What is said -------------------------------------------------------------------------------------


def test_a_thing_has_its_classes_names_codes_and_position():
    assert said("place:云州省") == {
        line(text)
        for text in (
            "place:云州省 rdf:type kg:Place",
            "place:云州省 rdf:type schema:Place",
            "place:云州省 rdf:type schema:AdministrativeArea",
            'place:云州省 rdfs:label "云州省"@zh',
            'place:云州省 skos:altLabel "云州"@zh',
            "place:云州省 kg:kind kind:Place",
            "place:云州省 kg:subkind kind:Place-province",
            'place:云州省 schema:identifier "990000"',
            'place:云州省 schema:latitude "34.25"^^<http://www.w3.org/2001/XMLSchema#decimal>',
            'place:云州省 schema:longitude "110.5"^^<http://www.w3.org/2001/XMLSchema#decimal>',
            "place:云州省 schema:memberOf org:东洲经济合作组织",
        )
    }


def test_a_thing_of_two_kinds_has_both_classes():
    assert line("platform:好物直播 rdf:type kg:Organization") in said("platform:好物直播")
    assert line("platform:好物直播 rdf:type kg:Platform") in said("platform:好物直播")


def test_things_that_share_a_name_have_a_suffix():
    assert line('place:鼓楼区-990102 rdfs:label "鼓楼区"@zh') in said("place:鼓楼区-990102")
    assert line("place:鼓楼区-990202 schema:containedInPlace place:临港市") in said("place:鼓楼区-990202")


def test_an_article_is_described():
    found = said("article:a2")
    assert line('article:a2 schema:publisher "海东晚报"') in found
    assert line("article:a2 schema:mentions place:鼓楼区-990102") in found
    assert line('article:a2 schema:headline "青浦苹果卖到海外"@zh') in found
    instant = '"2022-02-15T09:30:00+08:00"^^<http://www.w3.org/2001/XMLSchema#dateTime>'
    assert line("article:a2 schema:datePublished") + f" {instant}" in found
    assert line("article:a2 schema:url") + " <https://news.example/a2.html?from=列表%20页>" in found
    month = '"2023-01"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>'
    assert line("article:a3 schema:datePublished") + f" {month}" in said("article:a3")


def test_a_fact_is_a_plain_triple_and_a_claim_for_each_article():
    main, evidence = rdf.triples(graph())
    week, bureau = expand("event:2022云州年货直播周"), expand("org:云州省商务厅")
    assert line("event:2022云州年货直播周 schema:organizer org:云州省商务厅") in {str(t) for t in main}
    subjects = {
        t.subject
        for t in evidence
        if str(t.object) == f"<{expand('schema:organizer')}>" and t.predicate.value == expand("rdf:predicate")
    }
    assert len(subjects) == 2
    for node in subjects:
        mine = {(t.predicate.value, str(t.object)) for t in evidence if t.subject == node}
        assert (expand("rdf:subject"), f"<{week}>") in mine
        assert (expand("rdf:object"), f"<{bureau}>") in mine
        assert (expand("rdf:type"), f"<{expand('rdf:Statement')}>") in mine
        assert len([value for predicate, value in mine if predicate == expand("prov:wasDerivedFrom")]) == 1


def test_several_sentences_of_one_article_are_one_claim():
    week = graph().facts[4]
    again = replace(week.evidence[0], span=Span(0, 4), rule="rule.z", confidence=0.99)
    two = replace(graph(), facts=(replace(week, evidence=(*week.evidence, again)),), dates=())
    _, evidence = rdf.triples(two)
    claims = {t.subject for t in evidence if t.predicate.value == expand("rdf:object")}
    sure = [t.object.value for t in evidence if t.predicate.value == expand("kg:confidence") and t.subject in claims]
    assert sorted(sure) == ["0.97", "0.99"]


def test_roles_and_ranks_stand_on_claims():
    _, evidence = rdf.triples(graph())
    found = {(t.predicate.value, t.object.value) for t in evidence if isinstance(t.object, ox.Literal)}
    assert (expand("kg:role"), "副厅长") in found
    assert (expand("kg:rank"), "1") in found


def test_dates_are_as_exact_as_the_text():
    main, _ = rdf.triples(graph())
    found = {str(t) for t in main}
    xsd = "http://www.w3.org/2001/XMLSchema#"
    for text, value, kind in (
        ("event:2022云州年货直播周 schema:startDate", "2022-01-10", "date"),
        ("org:云米集团 schema:foundingDate", "2001", "gYear"),
        ("policy:云州数字商务行动计划 schema:datePublished", "2023-01", "gYearMonth"),
    ):
        assert f'{line(text)} "{value}"^^<{xsd}{kind}>' in found


def test_an_observation_has_its_number_period_change_and_source():
    xsd = "http://www.w3.org/2001/XMLSchema#"
    found = said("observation:f1")
    at = graph().figures[0].evidence[0].span
    for text in (
        "observation:f1 rdf:type schema:Observation",
        "observation:f1 rdf:type kg:Claim",
        "observation:f1 schema:observationAbout place:云州省",
        "observation:f1 kg:measure measure:网上零售额",
        'observation:f1 kg:unit "CNY"',
        'observation:f1 kg:qualifier "exact"',
        'observation:f1 kg:changeKind "yoy"',
        'observation:f1 kg:changeUnit "%"',
        f'observation:f1 kg:value "119170000000"^^<{xsd}decimal>',
        f'observation:f1 kg:change "16.3"^^<{xsd}decimal>',
        f'observation:f1 kg:periodStart "2021-01-01"^^<{xsd}date>',
        f'observation:f1 kg:periodEnd "2021-12-31"^^<{xsd}date>',
        f"observation:f1 prov:wasDerivedFrom article:a1#char={at.start},{at.end}",
    ):
        assert line(text) in found
    assert line('observation:f4 kg:about "直播间"') in said("observation:f4")
    assert line(f'observation:f3 kg:upperValue "15000"^^<{xsd}decimal>') in said("observation:f3")


def test_statements_times_and_links_are_said():
    assert line('statement:q1 schema:text "电商让山货走出大山"@zh') in said("statement:q1")
    assert line("statement:q1 schema:creator person:周明") in said("statement:q1")
    time = graph().moments[0].time.span
    passage = f"article:a1#char={time.start},{time.end}"
    assert line(f"{passage} rdf:type kg:TimeExpression") in said(passage)
    assert line(f'{passage} oa:exact "1月10日"') in said(passage)
    _, evidence = rdf.triples(graph())
    assert "short form of a name in the article" in {
        t.object.value for t in evidence if isinstance(t.object, ox.Literal)
    }


def test_a_fact_without_evidence_has_no_claim():
    known = replace(graph(), facts=(Fact("Place/青浦市", "partOf", "Place/云州省", ()),))
    main, evidence = rdf.triples(known)
    assert line("place:青浦市 schema:containedInPlace place:云州省") in {str(t) for t in main}
    assert not [t for t in evidence if t.predicate.value == expand("rdf:predicate") and "containedIn" in str(t.object)]
    assert next(rdf.parts(known))[0] == rdf.things()


def test_passages_quote_their_article_word_for_word():
    texts = {article.stem: article.text for article in graph().articles}
    _, evidence = rdf.triples(graph())
    quotes = {t.subject.value: t.object.value for t in evidence if t.predicate.value == expand("oa:exact")}
    assert quotes
    for iri, text in quotes.items():
        stem, start, end = re.fullmatch(r".*/article/(\w+)#char=(\d+),(\d+)", iri).groups()
        assert texts[stem][int(start) : int(end)] == text


# Stability ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("source", [graph, hostile])
def test_no_order_of_the_input_changes_a_byte(tmp_path, source):
    rdf.write(source(), tmp_path)
    for seed in range(3):
        rdf.write(shuffled(source(), seed), tmp_path / "again")
        for name in (rdf.GRAPH, rdf.EVIDENCE):
            assert (tmp_path / name).read_bytes() == (tmp_path / "again" / name).read_bytes()


def test_no_hash_seed_changes_a_byte(tmp_path):
    code = (
        "import sys, pathlib\nfrom sample_graph import graph\nfrom kg import rdf\n"
        "rdf.write(graph(), pathlib.Path(sys.argv[1]))"
    )
    for seed in ("1", "2"):
        paths = os.pathsep.join((str(Path(__file__).parent), str(Path(rdf.__file__).parents[2])))
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": paths}
        subprocess.run([sys.executable, "-c", code, str(tmp_path / seed)], check=True, env=environment)
    for name in (rdf.GRAPH, rdf.EVIDENCE):
        assert (tmp_path / "1" / name).read_bytes() == (tmp_path / "2" / name).read_bytes()


@pytest.mark.parametrize("source", [graph, hostile])
def test_the_named_graphs_together_are_the_two_files(source):
    main, evidence = rdf.triples(source())
    assert {triple for _, found in rdf.parts(source()) for triple in found} == {*main, *evidence}
    assert not set(main) & set(evidence)


@pytest.mark.parametrize("source", [graph, hostile])
def test_there_are_no_blank_nodes(source):
    for found in rdf.triples(source()):
        assert not [t for t in found if isinstance(t.subject, ox.BlankNode) or isinstance(t.object, ox.BlankNode)]


def test_what_is_written_piece_by_piece_is_what_is_written_at_once(tmp_path, monkeypatch):
    monkeypatch.setattr("kg.rdf.spool._CHUNK", 7)
    rdf.write(hostile(), tmp_path)
    for name, found in zip((rdf.GRAPH, rdf.EVIDENCE), rdf.triples(hostile()), strict=True):
        assert found == rdf.ordered(set(found))
        assert (tmp_path / name).read_bytes() == rdf.turtle(found)


def test_one_spool_serves_the_files_and_the_graphs(tmp_path):
    with rdf.spooled(graph(), BASE) as spool:
        rdf.write(spool, tmp_path / "one")
        named = {(name, line) for name, lines in spool.parts() for line in lines}
    rdf.write(graph(), tmp_path / "other")
    for name in (rdf.GRAPH, rdf.EVIDENCE):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "other" / name).read_bytes()
    assert named == {(name, str(triple)) for name, found in rdf.parts(graph()) for triple in found}


def test_a_full_disk_is_told_plainly():
    def overflow() -> None:
        with rdf.spooled(graph(), BASE) as spool:
            spool._db.execute("PRAGMA max_page_count = 1")
            spool._db.execute("CREATE TABLE more AS SELECT * FROM told, (SELECT 1 UNION SELECT 2)")

    with pytest.raises(KgError, match="cannot be sorted"):
        overflow()


def test_an_empty_graph_gives_empty_files(tmp_path):
    empty = replace(graph(), articles=(), entities=(), facts=(), dates=(), figures=(), quotes=(), moments=(), links=())
    assert rdf.write(empty, tmp_path) == (0, 0)
    assert (tmp_path / rdf.GRAPH).read_bytes() == b""


def test_turtle_reads_as_chinese(tmp_path):
    rdf.write(graph(), tmp_path)
    text = (tmp_path / rdf.GRAPH).read_text(encoding="utf-8")
    assert "schema:organizer org:云州省商务厅" in text
    assert "@prefix qb:" not in text


def test_an_own_base_is_used_throughout(tmp_path):
    rdf.write(graph(), tmp_path, "https://data.example.org/")
    text = (tmp_path / rdf.GRAPH).read_text() + (tmp_path / rdf.EVIDENCE).read_text()
    assert "https://data.example.org/article/" in text
    assert BASE + "id/" not in text
    with pytest.raises(KgError):
        rdf.write(graph(), tmp_path, "no base")


# Names and literals -------------------------------------------------------------------------------


ODD = "_/ “”「」『%‘a.—－？﹖_＿:[]#．\u202e\x00é\u0301"


@given(st.lists(st.text(max_size=6) | st.text(st.sampled_from(ODD), max_size=4), min_size=2, max_size=30, unique=True))
def test_no_two_names_meet(names):
    assert len({local(name) for name in names}) == len(names)


@given(st.text(max_size=20))
def test_any_name_is_valid_in_every_syntax(name):
    node = Names().entity(f"Place/{name}")
    assert node.value.startswith(BASE + "id/place/")
    assert "/" not in node.value.removeprefix(BASE + "id/place/")
    triple = ox.Triple(node, node, node)
    data = ox.serialize([triple], format=ox.RdfFormat.TURTLE, prefixes=dict(prefixes()))
    assert [quad.triple for quad in ox.parse(data, format=ox.RdfFormat.TURTLE)] == [triple]


@pytest.mark.parametrize("nasty", NASTY)
def test_no_local_name_is_long_or_climbs(nasty):
    assert len(local(nasty)) < 400
    assert not local(nasty).startswith(".")


def test_only_web_addresses_become_iris():
    assert address("javascript:alert(1)") is None
    assert address("http://[::") is None
    assert address('https://a.example/x y?q="1"<2>').value == "https://a.example/x%20y?q=%221%22%3C2%3E"


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_decimals_are_exact_and_kept_by_the_store(value):
    literal = decimal(value)
    assert float(literal.value) == value
    assert "e" not in literal.value.lower()
    # Oxigraph holds eighteen places and about as many digits before the point as 128 bits allow.
    digits = literal.value.lstrip("-").partition(".")
    if len(digits[0]) < 19 and len(digits[2]) < 19:
        store = ox.Store()
        store.add(ox.Quad(ox.NamedNode("x:a"), ox.NamedNode("x:b"), literal))
        assert next(iter(store)).object == literal


def test_what_is_no_number_is_an_error():
    with pytest.raises(KgError):
        decimal(float("nan"))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2022-01-10", date(2022, 1, 10), date(2022, 1, 10)),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
        ("2021", date(2021, 1, 1), date(2021, 12, 31)),
        ("2021-01/2021-09-30", date(2021, 1, 1), date(2021, 9, 30)),
    ],
)
def test_periods_are_days(text, first, last):
    assert days(text) == (first, last)


@pytest.mark.parametrize(
    "text", ["", "2022-13", "2022-02-30", "0000", "2022-1-1", "2022-05/2022-04", "上半年", "2022/"]
)
def test_what_is_no_period_has_no_days(text):
    assert days(text) is None
    assert moment(text).datatype.value.endswith("string")


@given(st.text())
def test_text_is_fit_for_every_format_and_keeps_its_length(text):
    assert len(fit(text)) == len(text)
    fit(text).encode("utf-8")


# Independent parsers ------------------------------------------------------------------------------


def need(command: str, package: str) -> str:
    path = shutil.which(command)
    if not path:
        pytest.skip(f"{command} is not installed (package {package})")
    return path


def rapper(path: Path) -> set[str]:
    done = subprocess.run(
        [need("rapper", "raptor2-utils"), "-q", "-i", "turtle", "-o", "ntriples", str(path)],
        capture_output=True,
        check=True,
    )
    assert not done.stderr
    return canonical(done.stdout)


def serdi(path: Path) -> set[str]:
    done = subprocess.run(
        [need("serdi", "serdi"), "-i", "turtle", "-o", "ntriples", str(path)], capture_output=True, check=True
    )
    assert not done.stderr
    return canonical(done.stdout)


def by_rdflib(path: Path) -> set[str]:
    found = rdflib.Graph(bind_namespaces="none").parse(path, format="turtle")
    assert not [node for triple in found for node in triple if isinstance(node, rdflib.BNode)]
    return canonical(found.serialize(format="nt", encoding="utf-8"))


def n3(path: Path) -> set[str]:
    node = need("node", "nodejs")
    if subprocess.run([node, "-e", "require('n3')"], capture_output=True).returncode:
        pytest.skip("n3 is not installed (npm package n3)")
    import json

    done = subprocess.run([node, "-e", N3, str(path), "text/turtle"], capture_output=True, check=True)
    found = set()
    for row in done.stdout.decode().splitlines():
        terms = []
        for kind, value, language, datatype in json.loads(row)[:3]:
            literal = {"language": language} if language else {"datatype": ox.NamedNode(datatype or "x:")}
            terms.append(ox.NamedNode(value) if kind == "NamedNode" else ox.Literal(value, **literal))
        found.add(str(ox.Triple(*terms)))
    return found


def canonical(data: bytes) -> set[str]:
    return {str(quad.triple) for quad in ox.parse(data, format=ox.RdfFormat.N_TRIPLES)}


@pytest.mark.parametrize("parser", [rapper, serdi, by_rdflib, n3])
@pytest.mark.parametrize("source", [graph, hostile])
def test_every_parser_reads_the_same_triples(tmp_path, parser, source):
    rdf.write(source(), tmp_path)
    for name, found in zip((rdf.GRAPH, rdf.EVIDENCE), rdf.triples(source()), strict=True):
        read = parser(tmp_path / name)
        assert len(read) == len(found)
        assert read == {str(triple) for triple in found}


def test_a_hostile_graph_is_as_large_as_a_tame_one():
    """Text changes no structure: with harmless texts in place of hostile ones the counts are equal."""
    main, evidence = rdf.triples(hostile())
    subjects = {t.subject.value for t in (*main, *evidence)}
    assert not [iri for iri in subjects if "evil.example" in iri and not iri.startswith(BASE)]
    assert len([t for t in main if t.predicate.value == expand("rdfs:label")]) == len(NASTY)
    observed = [t for t in main if t.object == ox.NamedNode(expand("schema:Observation"))]
    assert len(observed) == len(NASTY)
    assert len([t for t in evidence if t.predicate.value == expand("kg:surface")]) == len(NASTY)
