"""A malicious article, read from a file and built like any other, changes no structure in any format or page."""

import csv
import re
import shutil
import subprocess

import networkx
import pyoxigraph as ox
import pytest
from serving import serving
from test_pages import sound

from kg import check, export, pipeline
from kg.pipeline import Options
from kg.plugins import family
from kg.rdf import EVIDENCE, GRAPH
from kg.rdf.names import Names
from kg.serve.pages import link
from kg.vocabulary import BASE

LONG = "长" * 10_000
ARTICLE = f"""---
title: "甲市商务局：]]><script>alert('title')</script> \\" . <http://evil.example/s> <http://evil.example/p> \\"x"
date: 2022-01-20 10:00:00
author: "=HYPERLINK(\\"http://evil.example\\")"
source: "\u202e报晚市甲\u202c\\"}} UNION {{ ?s ?p ?o }} #"
url: 'https://evil.example/a b"c>d<e|f^g`h{{i}}\\\\j?q="x y"&r=<z>'
---
1月10日，由甲市商务局主办的“2022甲市\u202e年货\u202c节"'''\\\\ ; , . #@zh^^”在甲市开幕。

甲市商务局局长张三表示，“<img src=x onerror=alert(1)>要让 ' OR 1=1 -- 山货走出 {{{{7*7}}}} ${{x}} 大山”。

“{LONG}节”在甲市启动，乙公司、“=cmd|' /C calc'!A0”参加了本次活动。

2021年，甲市网上零售额达1191.7亿元，同比增长16.3%。]]> --> <!-- %s %n \\u0022 \\n
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("malicious")
    (place / 'a "b" <c> ;#%41.md').write_text(ARTICLE, encoding="utf-8")
    pipeline.build([place], place / "out", Options(), lambda *_: None)
    graph = pipeline.graph_of(place / "out", Options())
    assert len(graph.articles) == 1
    assert graph.figures
    return place / "out"


def test_it_is_in_order(folder):
    assert [str(finding) for finding in check.check(folder)] == []


def told(triples) -> set[str]:
    found = list(triples)
    assert found
    for triple in found:
        for node in (triple.subject, triple.predicate):
            assert isinstance(node, ox.NamedNode)
            assert "evil.example" not in node.value or node.value.startswith(BASE)
    return {str(triple) for triple in found}


def test_every_format_says_the_same_and_nothing_else(folder, tmp_path):
    graph = pipeline.graph_of(folder, Options())
    turtle = told(quad.triple for name in (GRAPH, EVIDENCE) for quad in ox.parse(path=folder / name))
    syntaxes = {"ntriples": "nt", "nquads": "nq", "trig": "trig", "jsonld": "jsonld"}
    for name, suffix in syntaxes.items():
        path = export.write(graph, name, tmp_path)
        kind = ox.RdfFormat.from_extension(suffix)
        assert told(quad.triple for quad in ox.parse(path=path, format=kind)) == turtle
    assert set(family("kg.export")) >= set(syntaxes)
    rapper = shutil.which("rapper")
    if not rapper:
        pytest.skip("rapper is not installed (package raptor2-utils)")
    path = tmp_path / "graph.nq"
    done = subprocess.run([rapper, "-q", "-c", "-i", "nquads", str(path)], capture_output=True, text=True, check=True)
    assert not done.stderr
    counted = subprocess.run(
        [rapper, "-c", "-i", "nquads", str(path)], capture_output=True, text=True, check=True
    ).stderr
    assert int(re.search(r"returned (\d+) triples", counted)[1]) == sum(1 for _ in ox.parse(path=path))


def test_tables_and_drawings_are_whole(folder, tmp_path):
    graph = pipeline.graph_of(folder, Options())
    for name in ("nodes", "edges", "observations"):
        with (export.write(graph, "csv", tmp_path) / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
        assert {len(row) for row in rows} == {len(rows[0])}
        assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "@"))]
    drawn = networkx.read_graphml(export.write(graph, "graphml", tmp_path))
    assert drawn.number_of_nodes() == len(graph.entities)


def test_no_page_of_the_server_is_changed(folder):
    with serving(folder, workers=1) as client:
        graph = pipeline.graph_of(folder, Options())
        iris = [Names().entity(entity.id).value for entity in graph.entities]
        iris += [Names().article(article.stem).value for article in graph.articles]
        for iri in iris:
            status, text = client.page(link(iri, BASE))
            assert status == 200
            page = sound(text)
            scripts = [attributes for tag, attributes in page.elements if tag in ("script", "img", "iframe")]
            assert scripts == []
        shown = "".join("".join(page.within["text"]).split())
        assert "".join(graph.articles[0].text.split()) == shown
        assert client.get("/sparql?query=ASK%20%7B%3Chttp://evil.example/s%3E%20?p%20?o%7D")[2].count(b"false") == 1
