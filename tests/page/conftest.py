"""Pages and a browser for the tests beside; where a part is missing the tests are skipped and name it."""

import shutil
from collections.abc import Callable, Iterator
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
def browser() -> Iterator["Browser"]:
    """A headless Chromium."""
    playwright = pytest.importorskip("playwright.sync_api", reason="pip install playwright")
    from reader import FLAGS

    path = shutil.which("chromium") or shutil.which("google-chrome") or shutil.which("chromium-browser")
    if not path:
        pytest.skip("no Chromium: apt-get install chromium fonts-noto-cjk")
    with playwright.sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=path, args=FLAGS)
        yield running
        running.close()


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
