"""Neo4j: a folder of tables for `neo4j-admin database import full`, with the command in import.txt."""

import csv
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from kg.export._tables import JOINT, Cell, Rows, edges, figures, nodes, records
from kg.model import Graph
from kg.rdf.literals import fit
from kg.rdf.names import Names
from kg.vocabulary import BASE, short

SUFFIX = "_neo4j"

_COMMAND = """neo4j-admin database import full --array-delimiter="|" \\
  --nodes=entities.csv --nodes=articles.csv --nodes=observations.csv \\
  --relationships=facts.csv --relationships=mentions.csv \\
  --relationships=about.csv --relationships=sources.csv neo4j
"""


def write(graph: Graph, path: Path, base: str = BASE) -> None:
    """Writes a folder of nodes (entities, articles, observations) and relationships."""
    path.mkdir(parents=True, exist_ok=True)
    _entities(nodes(graph, base), path)
    _articles(graph, path, base)
    _observations(graph, path, base)
    _facts(edges(graph, base), path)
    (path / "import.txt").write_text(_COMMAND, encoding="utf-8", newline="\n")


def _entities(rows: Rows, path: Path) -> None:
    head = ("id:ID", "name", "subkind", "aliases:string[]", "code", "latitude:double", "longitude:double")
    more = (
        "edition",
        "startDate:string[]",
        "endDate:string[]",
        "foundingDate:string[]",
        "date:string[]",
        ":LABEL",
    )
    found = []
    for row in records(rows):
        cells = [row[name.partition(":")[0]] for name in (*head, *more[:-1])]
        labels = JOINT.join(filter(None, ("Entity", str(row["kind"]), str(row["kinds"]))))
        found.append((*cells, labels))
    _table(path / "entities.csv", (*head, *more), found)


def _articles(graph: Graph, path: Path, base: str) -> None:
    names = Names(base)
    ids = {article.stem: short(names.article(article.stem).value, base) for article in graph.articles}
    rows = [
        (ids[a.stem], a.stem, fit(a.title), a.published or "", a.outlet or "", a.url or "", "Article")
        for a in graph.articles
    ]
    _table(
        path / "articles.csv",
        ("id:ID", "stem", "headline", "published", "outlet", "url", ":LABEL"),
        sorted(rows),
    )
    mentions = [
        (ids[stem], short(names.entity(entity.id).value, base), "MENTIONS")
        for entity in graph.entities
        for stem in entity.articles
        if stem in ids
    ]
    _table(path / "mentions.csv", (":START_ID", ":END_ID", ":TYPE"), sorted(mentions))


def _observations(graph: Graph, path: Path, base: str) -> None:
    rows, names = figures(graph, base), Names(base)
    head = (
        "id:ID",
        "about",
        "measure",
        "value:double",
        "upper:double",
        "unit",
        "qualifier",
        "start:date",
        "end:date",
    )
    more = ("compared", "change:double", "changeUnit", "sentence", ":LABEL")
    found, about, sources = [], [], []
    for row in records(rows):
        found.append((*(row[name.partition(":")[0]] for name in (*head, *more[:-1])), "Observation"))
        if row["entity"]:
            about.append((row["id"], row["entity"], "ABOUT"))
    for figure in graph.figures:
        node = short(names.known("observation", figure.id).value, base)
        stems = sorted({item.article for item in figure.evidence})
        sources += [(node, short(names.article(stem).value, base), "SOURCE") for stem in stems]
    _table(path / "observations.csv", (*head, *more), found)
    _table(path / "about.csv", (":START_ID", ":END_ID", ":TYPE"), about)
    _table(path / "sources.csv", (":START_ID", ":END_ID", ":TYPE"), sorted(sources))


def _facts(rows: Rows, path: Path) -> None:
    head = (
        ":START_ID",
        ":END_ID",
        "role",
        "rank:int",
        "sources:int",
        "confidence:double",
        "sentence",
        ":TYPE",
    )
    names = ("source", "target", *(name.partition(":")[0] for name in head[2:-1]))
    found = [(*(row[name] for name in names), _upper(str(row["relation"]))) for row in records(rows)]
    _table(path / "facts.csv", head, found)


def _upper(name: str) -> str:
    """A relation's name as Neo4j writes types.

    >>> _upper("subEventOf")
    'SUB_EVENT_OF'
    """
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).upper()


def _table(path: Path, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """A table without line breaks in its cells: the importer takes each line for a row."""
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(head)
        out.writerows([[_line(cell) for cell in row] for row in rows])


def _line(cell: Cell) -> Cell:
    return " ".join(fit(cell).splitlines()) if isinstance(cell, str) else cell
