"""The READMEs tell the truth: every command in them runs and prints what stands below it."""

from pathlib import Path

import pytest

from docs.refresh import READMES, ROOT, Step, comparable, run, steps, workplace


def commands() -> list[Step]:
    """Every command, once."""
    found = {step.command: step for name in READMES for step in steps((ROOT / name).read_text(encoding="utf-8"))}
    return list(found.values())


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return workplace(tmp_path_factory.mktemp("readme"))


@pytest.mark.parametrize("step", commands(), ids=lambda step: step.command)
def test_a_command_runs_and_prints_what_is_shown(step: Step, place: Path) -> None:
    if not step.possible:
        pytest.skip("the shared corpus is not beside the project")
    done = run(step.command, place)
    assert done.returncode == 0, done.stderr
    if step.prints:
        assert comparable(done.stdout) == comparable(step.shown), "python -m docs.refresh writes it anew"


def test_both_readmes_show_the_same_commands() -> None:
    texts = [(ROOT / name).read_text(encoding="utf-8") for name in READMES]
    each = [[(step.command, comparable(step.shown)) for step in steps(text)] for text in texts]
    assert each[0] == each[1]
    assert len(each[0]) > 8


@pytest.mark.parametrize(
    "name", [*READMES, "CHANGELOG.md", *(f"docs/{path.name}" for path in sorted((ROOT / "docs").glob("*.md")))]
)
def test_links_to_files_lead_somewhere(name: str) -> None:
    import re

    text = (ROOT / name).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#\s]+)\)", text):
        if not target.startswith(("http:", "https:", "mailto:")):
            assert (ROOT / name).parent.joinpath(target).exists(), target
