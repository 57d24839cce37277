"""The architecture: a module imports only from lower layers, and every plug-in keeps its family's contract."""

import ast
from pathlib import Path

import pytest

import kg
from kg.plugins import family, first_line

PACKAGE = Path(kg.__file__).parent

# The layers of the package, lowest first; a name stands for a module or a whole sub-package.
LAYERS = [
    {"errors", "model", "plugins"},
    {"data"},
    {"vocabulary", "lexicon", "text", "rules", "codec", "sequences"},
    {"tagger"},
    {"recogniser"},
    {"articles"},
    {"gold"},
    {"extract", "evaluate"},
    {"resolve"},
    {"graph"},
    {"rdf", "engine"},
    {"store", "export", "page", "query", "check", "cards", "report", "audit", "state"},
    {"pipeline", "ask", "push"},
    {"settings", "trial", "serve"},
    {"cli"},
    {"__main__"},
]
LEVEL = {name: number for number, names in enumerate(LAYERS) for name in names}


def modules() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


def home(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "kg":
            parts = node.module.split(".")
            found |= {parts[1]} if len(parts) > 1 else {alias.name for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {alias.name.split(".")[1] for alias in node.names if alias.name.startswith("kg.")}
    return found


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_only_lower_layers(path: Path) -> None:
    own = home(path)
    assert own in LEVEL, f"give {own} a layer"
    for name in imports(path) - {own}:
        assert LEVEL[name] < LEVEL[own], f"{own} (layer {LEVEL[own]}) imports {name} (layer {LEVEL[name]})"


@pytest.mark.parametrize("package", ["kg.articles", "kg.extract", "kg.export", "kg.engine", "kg.cli"])
def test_every_plug_in_says_in_one_line_what_it_is(package: str) -> None:
    for name, module in family(package).items():
        assert len(first_line(module)) > 10, f"{package}.{name} has no docstring"


def test_only_the_command_line_prints_or_exits() -> None:
    for path in modules():
        if home(path) in ("cli", "__main__"):
            continue
        calls = {
            node.func.id
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        assert not calls & {"print", "exit", "quit"}, path
