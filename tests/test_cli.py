"""The command line as a user meets it: real runs, what they print, and what they end with."""

import io
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from rich.console import Console

from kg import store
from kg.cli import _shown
from kg.cli._progress import plain_lines, progress
from kg.pipeline import FILES
from kg.query import Table

ROOT = Path(__file__).parent.parent
STORY = "2022年1月10日，甲市商务局在甲市会展中心举办首届甲市年货节，甲市副市长张三出席开幕式并致辞。"
PAGE = f'<html><head><meta charset="gbk"><title>甲市年货节开幕</title></head><body><h1>甲市年货节开幕</h1><p>{STORY}</p></body></html>'


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "COLUMNS": "200"}


def kg(*words: str | Path, where: Path) -> subprocess.CompletedProcess[str]:
    """A run of the command in a folder."""
    command = [sys.executable, "-m", "kg", *map(str, words)]
    return subprocess.run(command, cwd=where, env=environment(), capture_output=True, text=True, encoding="utf-8")


def refused(done: subprocess.CompletedProcess[str], code: int, *words: str) -> None:
    """One plain sentence on the error stream, and the exit code."""
    assert "Traceback" not in done.stderr, done.stderr
    lines = [line for line in done.stderr.splitlines() if not line.startswith(("reading ", "writing "))]
    assert len(lines) == 1, done.stderr
    assert lines[0].startswith("kg: ")
    for word in words:
        assert word in lines[0]
    assert not done.stdout
    assert done.returncode == code


def outputs(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in FILES}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working folder with one article, built."""
    where = tmp_path_factory.mktemp("made")
    (where / "page.html").write_bytes(PAGE.encode("gbk"))
    done = kg("build", "page.html", "-j", "1", where=where)
    assert done.returncode == 0, done.stderr
    return where


# Wrong use ----------------------------------------------------------------------------------------


def test_without_a_command_it_says_what_there_is(tmp_path):
    done = kg(where=tmp_path)
    assert done.returncode == 0
    assert "build" in done.stdout
    assert "Read articles and write the graph" in done.stdout


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["buidl"], "build"),
        (["build"], "paths"),
        (["build", "nowhere"], "no such file or folder: nowhere"),
        (["build", "page.html", "--min-confidence", "2"], "--min-confidence"),
        (["build", "page.html", "--language", "fr"], "no such language: fr"),
        (["build", "page.html", "--base", "not an iri"], "the base is no absolute IRI"),
        (["build", "page.html", "-o", "page.html"], "a file stands where the build should go: page.html"),
        (["build", "page.html", "--base", "https://other.example/"], "the store was made with the base"),
        (["show", "王五"], "nothing bears that name: 王五"),
        (["show", "张三", "-o", "elsewhere"], "no build here: elsewhere"),
        (["query", "SELECT ?x WHERE { ?x a"], "no SPARQL"),
        (["query", "nonesuch"], "no such question: nonesuch"),
        (["query", "nonesuch.rq"], "nonesuch.rq"),
        (["query", "events", "--sort", "x"], "no such parameter: --sort"),
        (["query", "events", "-f", "xml"], "no such format: xml"),
        (["remove", "nobody"], "no such article: nobody"),
        (["export", "-f", "docx"], "no such format: docx"),
        (["try", ""], "no text to try"),
        (["try", STORY, "--published", "2022-13-01"], "no such date: 2022-13-01"),
        (["evaluate", "nowhere"], "no such folder of annotations: nowhere"),
    ],
    ids=lambda value: " ".join(value)[:40] if isinstance(value, list) else "",
)
def test_wrong_use_is_told_in_a_sentence(made, words, told):
    before = outputs(made / "exports")
    refused(kg(*words, where=made), 2, told)
    assert outputs(made / "exports") == before


def test_an_empty_folder_holds_no_article(tmp_path):
    (tmp_path / "news").mkdir()
    refused(kg("build", "news", where=tmp_path), 2, "no article found: news")
    assert not (tmp_path / "exports").exists()


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("noise.bin", bytes(range(256)) * 20, "it is a binary file, not text"),
        ("noise.md", bytes(range(256)) * 20, "it is a binary file, not text"),
        ("report.pdf", b"%PDF-1.7\n" + b"\x00" * 2000, "it is a PDF file, not text"),
        ("post.md", f"---\ntitle: [甲市\ndate: 2022-01-10\n---\n{STORY}\n".encode(), "malformed YAML: line 3"),
        ("huge.txt", ("甲市商务局举办年货节，" * 1_600_000).encode(), "characters is no news"),
        ("empty.txt", b"", "it is empty"),
        ("broken.jsonl", b'{"title": "x", "text": \n', "no valid JSON"),
    ],
    ids=lambda value: value if isinstance(value, str) and "." in value else "",
)
def test_a_file_that_holds_no_article_is_told(tmp_path, name, content, reason):
    (tmp_path / name).write_bytes(content)
    refused(kg("build", name, "-j", "1", where=tmp_path), 1, name, reason)
    assert not (tmp_path / "exports" / "graph.ttl").exists()


def test_a_bad_file_among_good_ones_is_set_aside_and_the_run_goes_on(tmp_path):
    (tmp_path / "page.html").write_bytes(PAGE.encode("gbk"))
    (tmp_path / "noise.md").write_bytes(bytes(range(256)) * 20)
    done = kg("build", ".", "-j", "1", where=tmp_path)
    assert done.returncode == 0
    assert "set aside  noise.md: it is a binary file, not text" in done.stdout
    report = json.loads((tmp_path / "exports" / "report.json").read_text(encoding="utf-8"))
    assert report["set_aside"] == [{"input": "noise.md", "reason": "it is a binary file, not text"}]


# Other parts of a run -----------------------------------------------------------------------------


def test_files_of_other_kinds_in_a_folder_are_counted(tmp_path):
    (tmp_path / "news" / "page_files").mkdir(parents=True)
    (tmp_path / "news" / "a.txt").write_text(STORY, encoding="utf-8")
    for name in ("b.pdf", "c.PDF", "page_files/d.css", "notes"):
        (tmp_path / "news" / name).write_text(STORY, encoding="utf-8")
    done = kg("build", "news", "-j", "1", where=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "not read   4: .css 1, .pdf 2, without suffix 1" in done.stdout
    assert "articles   1 (1 inputs read" in done.stdout


def test_what_may_not_be_read_is_set_aside_and_the_run_goes_on(tmp_path):
    """As a user without the right to read; root reads everything, so it gives that up."""
    drop = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []
    if drop and shutil.which("setpriv") is None:
        pytest.skip("setpriv is missing: install util-linux, or do not run as root")
    news = tmp_path / "news"
    (news / "shut").mkdir(parents=True)
    for name in ("a.txt", "closed.txt", "shut/b.txt"):
        (news / name).write_text(STORY, encoding="utf-8")
    (news / "closed.txt").chmod(0)
    (news / "shut").chmod(0)
    try:
        command = [*drop, sys.executable, "-m", "kg", "build", "news", "-j", "1"]
        done = subprocess.run(
            command, cwd=tmp_path, env=environment(), capture_output=True, text=True, encoding="utf-8"
        )
    finally:
        (news / "shut").chmod(0o700)
    assert done.returncode == 0, done.stderr
    assert "articles   1 (3 inputs read, 0 unchanged, 2 set aside)" in done.stdout
    assert "set aside  closed.txt: it cannot be read: Permission denied" in done.stdout
    assert "set aside  shut: the folder may not be read" in done.stdout


def test_the_version_is_that_of_the_package(tmp_path):
    done = kg("--version", where=tmp_path)
    assert done.returncode == 0, done.stderr
    assert re.fullmatch(r"kg \d+\.\d+\.\d+\S*\n", done.stdout)


def test_what_is_made_of_a_build_takes_its_base_language_and_threshold(tmp_path):
    (tmp_path / "a.txt").write_text(STORY, encoding="utf-8")
    (tmp_path / "b.txt").write_text("2022年1月11日，乙市商务局在乙市举办首届乙市年货节。", encoding="utf-8")
    given = ("--base", "https://a.example/", "--language", "en", "--min-confidence", "0.95", "-j", "1")
    assert kg("build", "a.txt", *given, "-o", "one", where=tmp_path).returncode == 0
    assert kg("build", "a.txt", "b.txt", *given, "-o", "two", where=tmp_path).returncode == 0
    assert kg("remove", "b", "-o", "two", where=tmp_path).returncode == 0
    assert outputs(tmp_path / "two") == outputs(tmp_path / "one")
    assert kg("export", "-f", "ntriples", "-o", "one", where=tmp_path).returncode == 0
    triples = (tmp_path / "one" / "graph.nt").read_text(encoding="utf-8")
    assert "<https://a.example/id/" in triples
    assert "<https://shangtu.example/id/" not in triples


def test_of_articles_to_remove_those_that_are_there_go(tmp_path):
    (tmp_path / "a.txt").write_text(STORY, encoding="utf-8")
    assert kg("build", "a.txt", "-j", "1", where=tmp_path).returncode == 0
    done = kg("remove", "a", "b", where=tmp_path)
    assert (done.returncode, done.stdout) == (2, "removed 1; 0 articles left\n")
    assert "no such article: b" in done.stderr


def test_an_export_that_cannot_be_written_is_told(made):
    (made / "taken").write_text("", encoding="utf-8")
    refused(kg("export", "-f", "csv", "--to", "taken", where=made), 1, "cannot be written", "taken", "--to")
    refused(kg("export", "-f", "nquads", "--to", "taken/x", where=made), 1, "cannot be written", "taken/x", "--to")


def test_a_page_in_a_chinese_code_page_is_read(made):
    done = kg("show", "张三", where=made)
    assert done.returncode == 0
    assert "张三出席开幕式并致辞" in done.stdout


def test_an_unchanged_input_costs_nothing(made):
    before = {name: (made / "exports" / name).stat().st_mtime_ns for name in FILES}
    done = kg("build", "page.html", where=made)
    assert "0 inputs read, 1 unchanged" in done.stdout
    assert {name: (made / "exports" / name).stat().st_mtime_ns for name in FILES} == before


def test_a_file_that_was_lost_is_written_again(made):
    before = outputs(made / "exports")
    (made / "exports" / "graph.html").unlink()
    assert "0 inputs read, 1 unchanged" in kg("build", "page.html", where=made).stdout
    assert outputs(made / "exports") == before


def test_what_is_removed_and_given_again_gives_the_same_bytes(tmp_path):
    (tmp_path / "page.html").write_bytes(PAGE.encode("gbk"))
    (tmp_path / "flash.txt").write_text("乙市商务局10日发布，乙市去年网上零售额120亿元，增长8%。", encoding="utf-8")
    kg("build", "page.html", "-j", "1", where=tmp_path)
    alone = outputs(tmp_path / "exports")
    kg("build", "flash.txt", "-j", "1", where=tmp_path)
    both = outputs(tmp_path / "exports")
    assert both != alone
    assert kg("remove", "flash", where=tmp_path).stdout == "removed 1; 1 articles left\n"
    assert outputs(tmp_path / "exports") == alone
    kg("build", "flash.txt", "-j", "1", where=tmp_path)
    assert outputs(tmp_path / "exports") == both


def test_of_a_file_of_many_articles_only_the_new_are_extracted(tmp_path):
    lines = [json.dumps({"id": str(n), "title": f"第{n}期", "text": STORY}, ensure_ascii=False) for n in range(3)]
    (tmp_path / "day.jsonl").write_text("\n".join(lines[:2]) + "\n", encoding="utf-8")
    kg("build", "day.jsonl", "-j", "1", where=tmp_path)
    state = tmp_path / "exports" / ".kg" / "state.sqlite"
    other = "SELECT extraction FROM article WHERE stem = 'day-0'"
    with sqlite3.connect(state) as db:  # a stain on one that stays, which a new extraction would take away
        (stain,) = db.execute(other).fetchone()
        db.execute(f"UPDATE article SET extraction = ({other}) WHERE stem = 'day-1'")
    (tmp_path / "day.jsonl").write_text("\n".join([lines[2], lines[1]]) + "\n", encoding="utf-8")
    assert kg("build", "day.jsonl", "-j", "1", where=tmp_path).returncode == 0
    with sqlite3.connect(state) as db:
        rows = dict(db.execute("SELECT stem, extraction FROM article"))
    assert rows.keys() == {"day-1", "day-2"}
    assert rows["day-1"] == stain != rows["day-2"]


def test_a_run_that_is_killed_goes_on_where_it_was(tmp_path):
    lines = [
        json.dumps({"id": f"{n:02}", "title": f"第{n}期", "text": STORY * 3}, ensure_ascii=False) for n in range(64)
    ]
    (tmp_path / "day.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    command = [sys.executable, "-m", "kg", "build", "day.jsonl", "-j", "1", "-o", "cut"]
    running = subprocess.Popen(
        command, cwd=tmp_path, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    state = tmp_path / "cut" / ".kg" / "state.sqlite"
    while running.poll() is None and not kept(state):
        time.sleep(0.02)
    running.send_signal(signal.SIGKILL)
    running.wait()
    done = kept(state)
    assert 0 < len(done) < 64
    assert not (tmp_path / "cut" / "graph.ttl").exists()
    assert kg("build", "day.jsonl", "-j", "1", "-o", "cut", where=tmp_path).returncode == 0
    assert kg("build", "day.jsonl", "-j", "1", "-o", "whole", where=tmp_path).returncode == 0
    assert outputs(tmp_path / "cut") == outputs(tmp_path / "whole")
    assert done < kept(state)


def test_a_run_that_is_stopped_says_that_what_is_done_is_kept(tmp_path):
    lines = [json.dumps({"id": f"{n:02}", "text": STORY * 3}, ensure_ascii=False) for n in range(64)]
    (tmp_path / "day.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    # A shell that runs tests in the background has its children ignore SIGINT; a user's terminal does not.
    start = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); from kg.cli import main; main()"
    command = [sys.executable, "-c", start, "build", "day.jsonl", "-j", "1", "-o", "cut"]
    running = subprocess.Popen(
        command, cwd=tmp_path, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    while running.poll() is None and not kept(tmp_path / "cut" / ".kg" / "state.sqlite"):
        time.sleep(0.02)
    running.send_signal(signal.SIGINT)
    _, said = running.communicate()
    assert running.returncode == 130
    assert said.splitlines()[-1] == "kg: stopped; what is done is kept, run again to go on"


def kept(state: Path) -> set[bytes]:
    """Digests of the articles that a state holds."""
    if not state.exists():
        return set()
    try:
        with sqlite3.connect(state) as db:
            return {digest for (digest,) in db.execute("SELECT digest FROM article")}
    except sqlite3.OperationalError:
        return set()


def test_a_store_in_use_is_told_before_any_work(made):
    with store.open(made / "exports" / ".kg" / "store", write=True):
        refused(kg("build", "page.html", where=made), 1, "in use by another process")


def test_a_damaged_record_is_told(tmp_path):
    (tmp_path / "page.html").write_bytes(PAGE.encode("gbk"))
    (tmp_path / "exports" / ".kg").mkdir(parents=True)
    (tmp_path / "exports" / ".kg" / "state.sqlite").write_text("no database" * 500)
    refused(kg("build", "page.html", where=tmp_path), 1, "the record of earlier builds cannot be used")


@pytest.mark.parametrize(
    "tables",
    [
        "CREATE TABLE input (path TEXT PRIMARY KEY, digest BLOB NOT NULL);",
        "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL); CREATE TABLE article (path TEXT, text TEXT);",
    ],
)
def test_a_record_of_another_version_is_told(tmp_path, tables):
    (tmp_path / "page.html").write_bytes(PAGE.encode("gbk"))
    state = tmp_path / "exports" / ".kg" / "state.sqlite"
    state.parent.mkdir(parents=True)
    with closing(sqlite3.connect(state)) as db:
        db.executescript(tables)
    refused(kg("build", "page.html", where=tmp_path), 1, "made by another version of the program")
    with closing(sqlite3.connect(state)) as db:
        assert "aside" not in {name for (name,) in db.execute("SELECT name FROM sqlite_master")}


def test_a_reader_that_goes_away_is_no_fault(made):
    command = f""""{sys.executable}" -m kg query 'SELECT * WHERE {{ ?s ?p ?o }}' -f csv | true"""
    done = subprocess.run(["bash", "-c", command], cwd=made, env=environment(), capture_output=True, text=True)
    assert not done.stderr


def test_an_audit_is_drawn_and_read_back(made, tmp_path):
    sheet = tmp_path / "sheet.csv"
    assert kg("audit", "--size", "3", "--to", sheet, where=made).returncode == 0
    refused(kg("audit", "--to", sheet, where=made), 2, "the sheet exists already")
    sheet.write_text(
        re.sub(r",(\r?\n)(?!$)|,(\r?\n)$", r",y\1\2", sheet.read_text(encoding="utf-8-sig")), encoding="utf-8"
    )
    assert "1.000" in kg("audit", sheet, where=made).stdout


# Progress -----------------------------------------------------------------------------------------


def test_progress_is_plain_lines_where_there_is_no_terminal():
    console = Console(file=io.StringIO(), width=100)
    step = plain_lines(console, every=0)
    step("reading", 0, 10)
    step("reading", 5, 10)
    said = console.file.getvalue().splitlines()  # type: ignore[attr-defined]
    assert re.fullmatch(r"reading 5 of 10, [\d.]+/s, \d+ s left", said[-1])


def test_progress_is_a_bar_with_rate_and_time_left_on_a_terminal():
    console = Console(file=io.StringIO(), width=120, force_terminal=True)
    with progress(console) as step:
        step("reading", 3, 10)
        time.sleep(0.6)
        step("reading", 6, 10)
    said = console.file.getvalue()  # type: ignore[attr-defined]
    assert "6/10" in said
    assert re.search(r"[\d.]+/s", said)
    assert "0:00:0" in said


@pytest.mark.parametrize("width", [40, 80, 160])
def test_no_figure_or_date_of_an_answer_is_broken_on_any_screen(width):
    row = (
        "甲省",
        "限额以上单位通过公共网络实现的商品零售额",
        "18650000000000",
        "CNY",
        "2022-01-01",
        "2022-12-31",
        "12.3",
    )
    columns = ("对象", "指标", "数值", "单位", "起", "止", "变动")
    console = Console(width=width, file=io.StringIO(), soft_wrap=True, highlight=False)
    _shown.answer(console, Table(columns, (row,)))
    printed = console.file.getvalue()  # type: ignore[attr-defined]
    assert all(cell in printed for cell in row if cell.isascii())
    assert all(letter in printed for letter in row[1]), "words may wrap; none is left out"


def test_wrong_use_of_a_command_names_the_help_of_that_command(tmp_path):
    refused(kg("merge", "甲", "乙", where=tmp_path), 2, "--because", "kg merge --help")
    refused(kg("frobnicate", where=tmp_path), 2, "frobnicate", "kg --help")
