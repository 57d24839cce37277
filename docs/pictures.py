"""The pictures of the page in this folder, taken anew.

    kg build seeds/articles -o out && python -m docs.pictures out/graph.html

Needs playwright, a Chromium with Chinese fonts, and pngquant, which makes each picture a third of its size.
"""

import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

FOLDER = Path(__file__).parent
FLAGS = ["--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "has_touch": True,
    "is_mobile": True,
}
GALA = "Event/2022辽宁5G电商直播年货节"


@dataclass(frozen=True, slots=True)
class Picture:
    """A name, an address within the page, how the browser is set, and what to do there before the picture."""

    name: str
    place: str = ""
    settings: dict[str, Any] = field(default_factory=lambda: DESK)
    keys: tuple[str, ...] = ()


PICTURES = (
    Picture("page"),
    Picture("page-dark", f"n={GALA}&hops=1", DESK | {"color_scheme": "dark"}),
    Picture("page-evidence", f"link={GALA}|Organization/辽宁省商务厅"),
    Picture("page-path", "path=Place/山东省|Organization/上海合作组织"),
    Picture("page-timeline", "view=timeline"),
    Picture("page-places", "view=places"),
    Picture("page-figures", "view=figures&measure=网络零售额"),
    Picture("page-table", "view=table", keys=("i",)),
    Picture("page-phone", settings=PHONE),
    Picture("page-phone-card", f"n={GALA}", PHONE),
)


def take(browser: Browser, page: Path, picture: Picture) -> None:
    """One picture, at most 256 colours."""
    context = browser.new_context(offline=True, reduced_motion="reduce", locale="zh-CN", **picture.settings)
    tab = context.new_page()
    tab.goto(page.resolve().as_uri() + (f"#{picture.place}" if picture.place else ""))
    tab.wait_for_timeout(600)
    for key in picture.keys:
        tab.keyboard.press(key)
    tab.wait_for_timeout(300)
    path = FOLDER / f"{picture.name}.png"
    tab.screenshot(path=path)
    subprocess.run(["pngquant", "--force", "--skip-if-larger", "--output", path, "--", path], check=True)
    context.close()


def main(page: Path) -> None:
    """All of them."""
    chromium = shutil.which("chromium")
    if not chromium or not shutil.which("pngquant"):
        sys.exit("needs chromium and pngquant: apt-get install chromium fonts-noto-cjk pngquant")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for picture in PICTURES:
            take(browser, page, picture)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
