"""Checks: nothing on a good graph, every planted fault found; lint of lexicons and of our own files."""

import shutil
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from sample_graph import FACTS, FIGURES, QUOTES, article, entity, graph, said

from kg import rdf
from kg.check import Finding, check, lexicons, lint
from kg.check import shapes as checks
from kg.check.files import _ontology, _shapes
from kg.data import schemas, seeds
from kg.errors import KgError
from kg.model import Change, Graph, Link, Moment, Span, Time
from kg.vocabulary import Ontology, prefixes


def test_a_good_graph_has_no_findings(tmp_path):
    assert check(graph()) == []
    rdf.write(graph(), tmp_path)
    assert check(tmp_path) == []


def test_parts_do_not_change_the_findings(monkeypatch):
    bad = faulty(figures=(replace(FIGURES[0], qualifier="precisely"),))
    whole = check(bad)
    monkeypatch.setattr(checks, "PART", 20)
    assert check(bad) == whole
    assert check(graph()) == []


# Faults planted in the graph ----------------------------------------------------------------------


def faulty(**parts: tuple) -> Graph:
    """The sample with some parts added to."""
    sample = graph()
    return replace(sample, **{name: (*getattr(sample, name), *items) for name, items in parts.items()})


FAULTS = [
    ("confidence", {"facts": (replace(FACTS[6], object="Place/青浦市", evidence=(said("a1", "支持", confidence=1.5),)),)},
     "one confidence from 0 to 1, not “1.5”", "a1"),
    ("relation of another kind", {"facts": (replace(FACTS[3], object="Person/周明"),)},
     "schema:location leads to place", ""),
    ("unknown thing", {"facts": (replace(FACTS[3], object="Place/火星"),)},
     "schema:location leads to place", ""),
    ("qualifier", {"figures": (replace(FIGURES[0], id="f9", qualifier="precisely"),)},
     "a qualifier is exact, over, under or about, not “precisely”: observation:f9", "a1"),
    ("no number", {"figures": (replace(FIGURES[1], id="f9", value=None),)},
     "an observation has a value, a change or both: observation:f9", "a2"),
    ("range upside down", {"figures": (replace(FIGURES[2], id="f9", upper=1.0),)},
     "below its upper bound", "a2"),
    ("change of no kind", {"figures": (replace(FIGURES[0], id="f9", change=Change("sometimes", 1.0, "%")),)},
     "a change is yoy, mom or versus, not “sometimes”", "a1"),
    ("date of no form", {"dates": (replace(graph().dates[0], value="某日"),)},
     "schema:startDate is a day, a month or a year, not “某日”", ""),
    ("code", {"entities": (entity("Place/某地", "city", "1", code="12"),)},
     "six digits of GB/T 2260", ""),
    ("no name", {"entities": (entity("Place/无名", "city", "1", name=""),)},
     "a thing has one label", ""),
    ("latitude", {"entities": (entity("Place/某地", "city", "1", position=(10.0, 99.0)),)},
     "a latitude is a number from -90 to 90, not “99”", ""),
    ("sub-kind", {"entities": (entity("Place/某地", "planet", "1"),)},
     "one of the ontology's, not “planet”", ""),
    ("anchor", {"moments": (Moment("a1", Time(Span(0, 2), "云州", "2022", "guess", "r")),)},
     "says what it was resolved against, not “guess”", "a1"),
    ("time without days", {"moments": (Moment("a1", Time(Span(0, 2), "云州", "近年", "explicit", "r")),)},
     "a time expression has one first day", "a1"),
    ("article that is not there", {"facts": (replace(FACTS[6], evidence=(replace(FACTS[6].evidence[0], article="a9"),)),)},
     "a passage is part of one article that the graph describes", "a9"),
    ("length of a passage", {"facts": (replace(FACTS[6], evidence=(replace(FACTS[6].evidence[0], text="云米"),)),)},
     "a passage is as long as its text (2), not 10", "a1"),
    ("other words than the article's", {"quotes": (replace(QUOTES[0], id="q9", evidence=replace(QUOTES[0].evidence, text="他表示，电商让山货走出大山啊啊")),)},
     "a passage stands in its article word for word", "a1"),
    ("published", {"articles": (replace(article("a1"), stem="a8", published="昨天"),)},
     "at most one date, a day or an instant, not “昨天”", "a8"),
    ("link to nothing", {"links": (Link("Place/火星", "a1", "e1000", "火星", "equal name", 0.9),)},
     "a link leads to a thing that the graph describes", "a1"),
    ("score", {"links": (Link("Person/周明", "a1", "e1000", "周", "equal name", 7.0),)},
     "a link has a score from 0 to 1, not “7”", "a1"),
    ("speaker", {"quotes": (replace(QUOTES[0], id="q9", speaker="Person/无人"),)},
     "a statement has one speaker", "a1"),
]  # fmt: skip


@pytest.mark.parametrize(("parts", "words", "stem"), [case[1:] for case in FAULTS], ids=[case[0] for case in FAULTS])
def test_a_planted_fault_is_found(parts, words, stem):
    found = check(faulty(**parts))
    hits = [finding for finding in found if words in str(finding)]
    assert hits, [str(finding) for finding in found]
    assert hits[0].article == stem
    assert len(found) <= 3, "a fault is told once or twice, not everywhere"


def test_a_relation_of_another_kind_is_a_warning():
    found = check(faulty(facts=(replace(FACTS[3], object="Person/周明"),)))
    assert {finding.level for finding in found} == {"warning"}


# Faults planted in files --------------------------------------------------------------------------


def mended(folder: Path, name: str, old: str, new: str) -> list[str]:
    rdf.write(graph(), folder)
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return [str(finding) for finding in check(folder)]


def test_a_claim_without_its_plain_triple_is_found(tmp_path):
    found = mended(tmp_path, rdf.GRAPH, "kg:operatedBy org:云米集团", "kg:operatedBy org:云米物流")
    assert any(text.startswith("a claim stands beside its plain triple: claim:") for text in found)


def test_a_claim_without_a_passage_is_found(tmp_path):
    rdf.write(graph(), tmp_path)
    path = tmp_path / rdf.EVIDENCE
    lines = path.read_text(encoding="utf-8").split("\n")
    first = next(n for n, line in enumerate(lines) if "prov:wasDerivedFrom" in line)
    path.write_text("\n".join(lines[:first] + lines[first + 1 :]), encoding="utf-8")
    assert any("leads to a passage of an article" in str(finding) for finding in check(tmp_path))


def test_findings_of_a_folder_use_its_own_base(tmp_path):
    rdf.write(faulty(figures=(replace(FIGURES[0], id="f9", qualifier="x"),)), tmp_path, "https://data.example.org/")
    assert [finding.node for finding in check(tmp_path)] == ["observation:f9"]


def test_a_folder_without_a_graph_is_told_plainly(tmp_path):
    with pytest.raises(KgError, match="cannot be read"):
        check(tmp_path)
    (tmp_path / rdf.GRAPH).write_text("no turtle {")
    with pytest.raises(KgError, match="no Turtle"):
        check(tmp_path)


def test_a_finding_is_one_sentence():
    finding = Finding("error", "a1", "place:云州省", "a thing has one label")
    assert str(finding) == "a thing has one label: place:云州省 (article a1)"


# Lint ---------------------------------------------------------------------------------------------

HEAD = "name,aliases,kind,parent,code,source\n"
HEADS = {
    "renamed.csv": "former,current,kind,date,source,how\n",
    "edition.csv": "series,ordinal,year,start,end,source\n",
}


def lexicon(folder: Path, name: str, *lines: str) -> list[str]:
    folder.mkdir(exist_ok=True)
    head = HEADS.get(name, HEAD)
    (folder / name).write_text(head + "".join(line + "\n" for line in lines), encoding="utf-8")
    return [str(fault).removeprefix(f"{folder}/") for fault in lexicons.faults(folder, [folder])]


def test_good_lexicons_have_no_faults(tmp_path):
    lines = ("云州省,云州,province,,990000,own list", "青浦市,青浦|?浦,city,990000,990100,own list")
    assert lexicon(tmp_path / "l", "place.csv", *lines) == []


@pytest.mark.parametrize(
    ("name", "lines", "expected"),
    [
        ("organization.csv", ("甲公司,甲,company,,,s", "乙公司,甲,company,,,s"), ["organization.csv:3: the lines are not sorted"]),
        ("organization.csv", ("乙公司,甲,company,,,s", "甲公司,甲,company,,,s"),
         ["organization.csv:3: “甲” (甲公司) also stands in line 2 (乙公司)"]),
        ("organization.csv", ("甲公司,,firm,,,s",), ["organization.csv:2: firm is no kind of Organization (甲公司); use one of government"]),
        ("award.csv", ("甲奖,,prize,,,s",), ["award.csv:2: prize is no kind of Award (甲奖); leave it empty"]),
        ("product.csv", ("甲牌,,brand,无此公司,,s",), ["product.csv:2: the parent of 甲牌 is in no lexicon: 无此公司"]),
        ("product.csv", ("甲牌,,brand,UNESCO,,s",),
         ["product.csv:2: the parent of 甲牌 is in no lexicon: UNESCO; it is an alias of 联合国教育、科学及文化组织, write that"]),
        ("product.csv", ("甲牌,,brand,,,",), ["product.csv:2: 甲牌 has no source"]),
        ("product.csv", ("甲牌, 甲,brand,,,s",), ["product.csv:2: a name is empty or has spaces around it (甲牌)"]),
        ("product.csv", (",,brand,,,s",), ["product.csv:2: a lexicon line has no name"]),
        ("product.csv", ("甲牌,,brand",), ["product.csv:2: a lexicon line lacks parent"]),
        ("renamed.csv", ("甲厂,无此公司,Organization,2020,s,",),
         ["renamed.csv:2: 甲厂 is now 无此公司, which is in no lexicon"]),
        ("renamed.csv", ("甲厂,乙厂,Ort,2020,s,",), ["renamed.csv:2: unknown kind 'Ort'"]),
        ("edition.csv", ("无此展会,1,2020,,,s",), ["edition.csv:2: the series is in no lexicon: 无此展会"]),
        ("edition.csv", ("双品网购节,一,2020,,,s",),
         ["edition.csv:2: an edition needs its series, its year and, if it has one, its number"]),
        ("place.csv", ("鼓楼区,,county,,990102,s", "鼓楼区,,county,,990202,s"), []),
        ("place.csv", ("鼓楼区,,county,,990102,s", "鼓楼区,,county,,990102,s"),
         ["place.csv:3: “鼓楼区” (鼓楼区) also stands in line 2 (鼓楼区)"]),
    ],
)  # fmt: skip
def test_faults_of_lexicons_are_told_with_their_line(tmp_path, name, lines, expected):
    found = lexicon(tmp_path / "l", name, *lines)
    assert all(any(fault.startswith(words) for fault in found) for words in expected), found
    assert bool(found) == bool(expected)


def test_a_lexicon_in_another_encoding_is_told(tmp_path):
    (tmp_path / "award.csv").write_bytes((HEAD + "甲奖,,,,,s\n").encode("gb18030"))
    assert [fault.message for fault in lexicons.faults(tmp_path)] == ["it is no UTF-8; save it as UTF-8"]
    assert lexicons.mend(tmp_path) == []


def test_a_lexicon_that_nobody_reads_is_told(tmp_path):
    lexicon(tmp_path / "l", "organisation.csv", "甲公司,,company,,,s")
    (fault,) = lexicons.faults(tmp_path / "l")
    assert fault.level == "error"
    assert "organization.csv" in fault.message


def test_fix_sorts_lines_and_changes_nothing_else(tmp_path):
    lines = [
        "乙公司,,company,,,s",
        '"丙，""公司""\n二",,company,,,s',
        "甲公司,,company,,,s",
        "丁公司,,company,,,s",
    ]
    lexicon(tmp_path / "l", "organization.csv", *lines)
    path = tmp_path / "l" / "organization.csv"
    before = path.read_text(encoding="utf-8")
    assert lexicons.mend(tmp_path / "l") == [path]
    after = path.read_text(encoding="utf-8")
    assert after.startswith(HEAD)
    assert after.removeprefix(HEAD) == "\n".join([lines[3], lines[1], lines[0], lines[2], ""])
    assert sorted(before) == sorted(after)
    assert lexicons.mend(tmp_path / "l") == []


def test_lint_reads_the_users_folders_and_mends_them(tmp_path, monkeypatch):
    ours = tmp_path / "ours"
    shutil.copytree(seeds("lexicons"), ours)
    monkeypatch.setattr("kg.check.files.seeds", lambda *parts: ours if parts == ("lexicons",) else seeds(*parts))
    lexicon(tmp_path / "mine", "organization.csv", "甲公司,,company,,,s", "乙公司,,company,,,s")
    mine = [str(fault) for fault in lint([tmp_path / "mine"]) if "mine" in fault.where]
    assert [text.partition(": ")[2][:26] for text in mine] == ["the lines are not sorted: "]
    assert not [fault for fault in lint([tmp_path / "mine"], fix=True) if "mine" in fault.where]
    with pytest.raises(KgError, match="no such lexicon folder"):
        lint([tmp_path / "none"])


def test_lint_finds_a_group_and_its_listed_company_in_one_line(tmp_path):
    lexicon(
        tmp_path / "mine",
        "organization.csv",
        "乙集团,乙股份有限公司|乙集团股份有限公司,company,,,s",
        "甲集团,甲集团有限公司|甲股份有限公司,company,,,s",
    )
    (mine,) = [str(fault) for fault in lint([tmp_path / "mine"]) if "mine" in fault.where]
    assert "甲集团有限公司 and 甲股份有限公司 are two companies" in mine


def test_our_own_files_are_in_order():
    assert [str(fault) for fault in lint()] == []


def test_faults_of_an_ontology_are_found():
    text = """@prefix kg: <https://shangtu.example/ns#> . @prefix kind: <https://shangtu.example/ns/kind#> .
    @prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
    kg:likes a owl:ObjectProperty ; rdfs:label "喜欢"@zh ; rdfs:comment "x"@en , "x"@zh ; rdfs:domain kg:Nobody ."""
    found = {fault.message for fault in _ontology(Ontology(text.encode(), "mine.ttl"))}
    assert "kg:likes has no name in en" in found
    assert "kg:likes has no rdfs:range" in found
    assert "kg:likes names kg:Nobody, which is not defined" in found
    assert "the kind Place has no concept" in found


def test_faults_of_shapes_are_found(tmp_path, monkeypatch):
    text = schemas("shapes.ttl").read_text(encoding="utf-8")
    text = text.replace("sh:targetClass kg:Link", "sh:targetClass kg:Missing").replace(
        "kg:undertaker leads to organization", ""
    )
    (tmp_path / "shapes.ttl").write_text(text, encoding="utf-8")
    monkeypatch.setattr("kg.check.files.schemas", lambda name: tmp_path / name)
    found = {fault.message for fault in _shapes()}
    assert "the class kg:Link has no shape" in found
    assert "a shape uses kg:Missing, which the ontology does not hold" in found
    assert "the shape of kg:undertaker does not allow organization as the ontology does" in found


def test_shapes_are_read_by_another_parser_too():
    count = sum(1 for _ in ox.parse(path=schemas("shapes.ttl"), format=ox.RdfFormat.TURTLE))
    assert count == len(checks._shapes.__wrapped__())
    assert "kg" in prefixes()
