"""Pages, and tabs that show them, for the tests beside."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import made
import pytest
import story

from kg import page
from kg.model import Graph

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from playwright.sync_api import Browser
    from reader import Reader

    Visit = Callable[..., AbstractContextManager[Reader]]


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Pages by name: `story`, or `made-150` and the like; each is written once."""
    folder = tmp_path_factory.mktemp("pages")
    written: dict[str, Path] = {}

    def give(name: str) -> Path:
        if name not in written:
            written[name] = folder / f"{name}.html"
            page.write(_graph(name), written[name])
        return written[name]

    return give


def _graph(name: str) -> Graph:
    return story.graph() if name == "story" else made.graph(int(name.partition("-")[2]))


@pytest.fixture
def visit(browser: "Browser", pages: Callable[[str], Path]) -> "Visit":
    """`visit("story")` opens that page in a fresh tab with the network off."""
    from reader import visit as open_tab

    def give(name: str | Path = "story", **options: Any) -> "AbstractContextManager[Reader]":
        return open_tab(browser, name if isinstance(name, Path) else pages(name), **options)

    return give
