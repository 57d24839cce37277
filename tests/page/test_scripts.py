"""The page's scripts by themselves, under node: their tests, their linter, and how they are put together."""

import shutil
import subprocess
from pathlib import Path

import pytest

from kg.errors import KgError
from kg.page import bundle

ROOT = Path(__file__).parents[2]
LINTER = ROOT / "node_modules" / "eslint" / "bin" / "eslint.js"


@pytest.fixture(scope="module")
def node() -> str:
    path = shutil.which("node")
    if not path:
        pytest.skip("no node: apt-get install nodejs")
    return path


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False)


def test_the_scripts_do_what_their_tests_say(node):
    tests = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "tests" / "js").glob("*.test.mjs"))
    done = run(node, "--test", "--test-reporter=tap", *tests)
    assert done.returncode == 0, done.stdout[-3000:]
    assert "# fail 0" in done.stdout
    assert "# pass 0" not in done.stdout


def test_the_linter_finds_nothing(node):
    if not LINTER.is_file():
        pytest.skip("no eslint: npm ci")
    done = run(node, str(LINTER), "kg/page/assets/js", "tests/js")
    assert done.returncode == 0, done.stdout


def test_the_linter_would_find_a_text_that_runs(node, tmp_path):
    if not LINTER.is_file():
        pytest.skip("no eslint: npm ci")
    bad = ROOT / "kg" / "page" / "assets" / "js" / "x.mjs"
    code = "export const show = (node, text) => { node.innerHTML = text; };\n"
    command = (node, str(LINTER), "--stdin", "--stdin-filename", str(bad))
    done = subprocess.run(
        command, cwd=ROOT, input=code, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False
    )
    assert "innerHTML" in done.stdout


def test_the_bundle_is_a_script_that_node_can_read(node, tmp_path):
    path = tmp_path / "page.js"
    path.write_text(bundle.script(), encoding="utf-8")
    done = run(node, "--check", str(path))
    assert done.returncode == 0, done.stderr


def test_no_import_or_export_is_left_in_the_bundle():
    lines = [line for line in bundle.script().split("\n") if line.startswith(("import ", "export "))]
    assert lines == []


def test_modules_that_import_each_other_are_refused_with_both_names():
    circle = {"a": 'import { b } from "./b.mjs";\n', "b": 'import { a } from "./a.mjs";\n'}
    with pytest.raises(KgError) as caught:
        bundle.order(circle)
    assert "a -> b -> a" in str(caught.value)


def test_the_lock_file_names_no_registry():
    lock = (ROOT / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in lock
    assert '"integrity"' in lock
