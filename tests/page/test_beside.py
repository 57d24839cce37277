"""What a build writes beside a page that cannot hold all of a graph."""

import xml.etree.ElementTree as ET
from pathlib import Path

import made

from kg import page, pipeline
from kg.page.strongest import strongest

GEXF = "{http://gexf.net/1.3}"

TEXT = "甲市商务局主办的甲市年货节在甲市举行。乙市商务局组织企业参加甲市年货节。"


def built(folder: Path, name: str) -> pipeline.Built:
    return pipeline.build([folder / "story.txt"], folder / name, pipeline.Options(), lambda *_: None)


def test_a_build_writes_the_whole_graph_beside_a_page_that_holds_a_part(tmp_path, monkeypatch):
    (tmp_path / "story.txt").write_text(f"甲市年货节开幕\n\n{TEXT}\n", encoding="utf-8")
    built(tmp_path, "small")
    assert not (tmp_path / "small" / "graph.gexf").exists()
    monkeypatch.setattr(page, "fits", lambda _: False)
    built(tmp_path, "large")
    nodes = ET.parse(tmp_path / "large" / "graph.gexf").iter(f"{GEXF}node")
    assert {node.get("label") for node in nodes} >= {"甲市年货节", "甲市商务局", "乙市商务局"}


def test_a_page_holds_up_to_its_limit_and_says_when_not(monkeypatch):
    graph = made.graph(60)
    assert page.fits(graph)
    monkeypatch.setattr(page, "LIMIT", 59)
    assert not page.fits(graph)
    assert len(strongest(graph, 59).graph.entities) == 59
