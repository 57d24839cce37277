"""The page's own parts: stylesheets and scripts put together, and vis-network taken out of pyvis.

Scripts are ES modules of one concern each. Here they are set in the order of their imports, each a function
that returns its exports: no bundler, and the page's source reads like the modules.
"""

import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from kg.errors import KgError

ASSETS = Path(__file__).parent / "assets"

_IMPORT = re.compile(r'^import (\{[^}]*\}) from "\./([a-z]+)\.mjs";\n', re.M)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const) (\w+))", re.M)
_VIS = "templates/lib/vis-9.1.2/vis-network.min.js"


@cache
def script() -> str:
    """All modules as one script, those that others import first."""
    sources = {path.stem: path.read_text(encoding="utf-8") for path in sorted((ASSETS / "js").glob("*.mjs"))}
    parts = "\n".join(module(name, sources[name]) for name in order(sources))
    return f'(function () {{\n"use strict";\nconst modules = {{}};\n{parts}}}());'


def order(sources: dict[str, str]) -> list[str]:
    """Module names such that each stands after those it imports.

    >>> order({"main": 'import { a } from "./map.mjs";\\n', "map": ""})
    ['map', 'main']
    """
    done: list[str] = []

    def visit(name: str, trail: tuple[str, ...]) -> None:
        if name in trail:
            raise KgError(
                "modules import each other in a circle",
                " -> ".join((*trail, name)),
                "move what both need to a third",
            )
        if name not in done:
            for _, other in sorted(_IMPORT.findall(sources[name])):
                visit(other, (*trail, name))
            done.append(name)

    for name in sorted(sources):
        visit(name, ())
    return done


def module(name: str, source: str) -> str:
    """A module as a function that hands out what the module exports; names of two modules never meet.

    >>> print(module("a", 'import { b } from "./c.mjs";\\nexport const d = b;\\n'))
    modules.a = (function () {
    const { b } = modules.c;
    const d = b;
    return { d };
    }());
    <BLANKLINE>
    """
    exports = ", ".join(sorted(_EXPORT.findall(source)))
    body = _EXPORT.sub("", _IMPORT.sub(r"const \1 = modules.\2;\n", source)).strip()
    return f"modules.{name} = (function () {{\n{body}\nreturn {{ {exports} }};\n}}());\n"


@cache
def style() -> str:
    """All stylesheets, in the order of their names."""
    return "\n".join(path.read_text(encoding="utf-8").strip() for path in sorted((ASSETS / "css").glob("*.css")))


@cache
def vis() -> str:
    """vis-network as pyvis ships it."""
    source = files("pyvis").joinpath(_VIS)
    if not source.is_file():
        raise KgError("vis-network is not where pyvis 0.3.2 keeps it", _VIS, "install pyvis==0.3.2")
    # Its source map is a file that is not there, and asking for it would be a request.
    return re.sub(r"//# sourceMappingURL=.*", "", source.read_text(encoding="utf-8")).strip()


def digest(content: str) -> str:
    """Hash by which a content security policy knows a script or stylesheet.

    >>> digest("")
    "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
    """
    return f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'"
