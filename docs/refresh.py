"""Runs what the READMEs show and writes what it prints below it: `python -m docs.refresh`.

A block marked `console` holds commands after `$ ` and what they print; one marked `sh` holds commands alone, one
marked `python` a program.
Commands run in a folder beside which `shared/` is, if it is at hand, with a build of the sample articles in
`exports/`. A block whose command names `../shared` is left as it is where that is missing. Times differ from
run to run and are not compared.
"""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
READMES = ("README.md", "README.zh.md")
BLOCK = re.compile(r"^```(console|sh|python)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# Times and rates, which no two runs share.
_TIMES = re.compile(r"\d+\.\d+ s\b")


@dataclass(frozen=True, slots=True)
class Step:
    """A command of a README, and what stands below it."""

    command: str
    shown: str
    prints: bool

    @property
    def possible(self) -> bool:
        """Whether what the command needs is at hand."""
        return "../shared" not in self.command or SHARED.is_dir()


def steps(text: str) -> Iterator[Step]:
    """The commands of a README, in order."""
    for kind, body in BLOCK.findall(text):
        if kind == "python":
            yield Step(f"python - <<'END'\n{body}END\n", "", False)
            continue
        if kind == "sh":
            yield from (Step(line, "", False) for line in body.splitlines() if line and not line.startswith("#"))
            continue
        for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
            command, _, shown = part.partition("\n")
            yield Step(command, shown, True)


def workplace(folder: Path) -> Path:
    """A folder like a clone of the project, with the sample built, and some articles in `my-news/`."""
    place = folder / "shangtu"
    place.mkdir()
    for name in ("kg", "seeds", "schemas", "tests", "benchmarks", "docs", "pyproject.toml", "Makefile"):
        (place / name).symlink_to(ROOT / name)
    if SHARED.is_dir():
        (folder / "shared").symlink_to(SHARED)
    (place / "my-news").mkdir()
    for path in sorted((ROOT / "seeds" / "articles").glob("*.md"))[:2]:
        (place / "my-news" / path.name).write_bytes(path.read_bytes())
    run("kg build seeds/articles -o exports -j 1", place)
    return place


def run(command: str, place: Path) -> subprocess.CompletedProcess[str]:
    """A command as a user of the project's environment gives it; `make` only says what it would do."""
    prelude = f"""
        kg() {{ "{sys.executable}" -m kg "$@"; }}
        python() {{ "{sys.executable}" "$@"; }}
        make() {{ command make --dry-run --old-file=.venv/ready "$@"; }}
        set -euo pipefail
    """
    environment = {**os.environ, "COLUMNS": "110", "PYTHONUTF8": "1", "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        ["bash", "-c", prelude + command], cwd=place, env=environment, capture_output=True, text=True, encoding="utf-8"
    )


def comparable(text: str) -> str:
    """What a command printed, without times and without blanks at the ends of lines."""
    return "\n".join(line.rstrip() for line in _TIMES.sub("… s", text).strip().splitlines())


def refreshed(text: str, ran: Callable[[str], str]) -> str:
    """A README with what its commands print now."""

    def again(match: re.Match[str]) -> str:
        if match[1] != "console":
            return match[0]
        found = [f"$ {step.command}\n{ran(step.command) if step.possible else step.shown}" for step in steps(match[0])]
        return f"```console\n{''.join(found)}```"

    return BLOCK.sub(again, text)


def main() -> None:
    """Write both READMEs anew."""
    with tempfile.TemporaryDirectory() as folder:
        place = workplace(Path(folder))
        for name in READMES:
            path = ROOT / name
            path.write_text(
                refreshed(path.read_text(encoding="utf-8"), lambda command: _printed(command, place)), encoding="utf-8"
            )


@cache
def _printed(command: str, place: Path) -> str:
    done = run(command, place)
    if done.returncode:
        sys.exit(f"{command}\n{done.stderr}")
    return "\n".join(line.rstrip() for line in done.stdout.rstrip().splitlines()) + "\n"


if __name__ == "__main__":
    main()
