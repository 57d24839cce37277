"""Articles are not ours: whatever stands in them stays text, and nothing leaves the page."""

import xml.etree.ElementTree as ET
from base64 import b64encode
from bisect import bisect_left
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import story

from kg import page
from kg.model import Article, Evidence, Graph, Span

# Ten ways of getting a text to run, each calling run().
PAYLOADS = (
    "<script>run()</script>",
    "</script><script>run()</script>",
    "<img src=x onerror=run()>",
    "<svg onload=run()>",
    '"><iframe srcdoc="<script>parent.run()</script>">',
    "' onmouseover='run()' x='",
    "javascript:run()",
    "{{constructor.constructor('run()')()}}",
    "<!--<script>run()//-->",
    '<a href="javascript:run()" autofocus onfocus=run()>href</a>',
)
ADDRESSES = (
    "javascript:run()",
    "JaVaScRiPt:run()",
    " javascript:run()",
    "data:text/html,<script>run()</script>",
    "vbscript:run()",
    "//evil.example/x",
    "file:///etc/passwd",
    'https://evil.example/"onclick="run()',
    "https://evil.example/<script>run()</script>",
    "blob:https://evil.example/x",
)

WATCH = """
window.ran = 0;
window.run = () => { window.ran += 1; };
window.alert = window.run;
"""
# Point at the whole map, so that every tip is shown.
SWEEP = """() => {
  const canvas = document.querySelector("#stage canvas");
  const box = canvas.getBoundingClientRect();
  for (let y = box.top; y < box.bottom; y += 8) for (let x = box.left; x < box.right; x += 8)
    canvas.dispatchEvent(new PointerEvent("pointermove", { clientX: x, clientY: y, bubbles: true, pointerType: "mouse" }));
}"""


def hostile(payload: str, address: str) -> Graph:
    """The story with a payload in every text a reader can be shown: names, sentences, headlines, measures."""
    plain = story.graph()
    proofs = [*(e for item in (*plain.facts, *plain.dates, *plain.figures) for e in item.evidence)]
    proofs += [quote.evidence for quote in plain.quotes]
    starts = {
        article.stem: sorted({e.span.start for e in proofs if e.article == article.stem}) for article in plain.articles
    }

    def moved(stem: str, at: int) -> int:
        return at + len(payload) * bisect_left(starts[stem], at)

    def proof(old: Evidence) -> Evidence:
        return replace(old, span=Span(moved(old.article, old.span.start), moved(old.article, old.span.end)))

    def proven(item: Any) -> Any:
        return replace(item, evidence=tuple(proof(old) for old in item.evidence))

    def article(old: Article) -> Article:
        edges = [0, *starts[old.stem], len(old.text)]
        text = payload.join(old.text[a:b] for a, b in pairwise(edges))
        paragraphs = tuple(
            replace(one, start=moved(old.stem, one.start), end=moved(old.stem, one.end)) for one in old.paragraphs
        )
        return replace(
            old,
            title=payload,
            outlet=payload,
            author=payload,
            url=address,
            text=text,
            plain=text,
            paragraphs=paragraphs,
        )

    return replace(
        plain,
        articles=tuple(article(old) for old in plain.articles),
        entities=tuple(
            replace(old, name=payload + old.name, aliases=(payload, *old.aliases), subkind=payload, edition=payload)
            for old in plain.entities
        ),
        facts=tuple(replace(proven(old), role=payload) for old in plain.facts),
        dates=tuple(proven(old) for old in plain.dates),
        figures=tuple(replace(proven(old), measure=payload + old.measure, unit=payload) for old in plain.figures),
        quotes=tuple(replace(old, text=payload, verb=payload, evidence=proof(old.evidence)) for old in plain.quotes),
    )


@pytest.mark.parametrize("number", range(len(PAYLOADS)))
def test_a_payload_stays_text_wherever_it_stands(visit, tmp_path, number):
    path = tmp_path / "hostile.html"
    page.write(hostile(PAYLOADS[number], ADDRESSES[number]), path)
    with visit(path) as reader:
        reader.tab.add_init_script(WATCH)
        reader.tab.on("dialog", lambda dialog: reader.errors.append(dialog.message))
        reader.open()
        reader.tab.evaluate(SWEEP)
        assert PAYLOADS[number] in reader.text("#panel-body")
        for view in ("timeline", "table", "places", "figures", "graph"):
            reader.tab.evaluate("view => { location.hash = '#view=' + view; }", view)
            reader.settle(80)
        for key in (f"Event/{story.FAIR}", f"Organization/{story.MINISTRY}", f"Person/{story.SPEAKER}"):
            reader.open(f"n={key}&hops=1")
            assert PAYLOADS[number] in reader.text("#panel-title")
            _open_all(reader)
        reader.open(f"link=Event/{story.FAIR}|Organization/{story.MINISTRY}")
        assert PAYLOADS[number] in reader.text("#panel .credit")
        assert PAYLOADS[number] in reader.text("#panel .proof mark")
        reader.search(PAYLOADS[number])
        reader.press("Enter")
        parts = list(ET.fromstring(reader.save("svg")).iter())
        assert {part.tag.rpartition("}")[2] for part in parts} <= {"svg", "title", "rect", "circle", "path", "text"}
        assert not [name for part in parts for name in part.attrib if name.startswith("on") or "href" in name]
        links = reader.tab.evaluate("[...document.querySelectorAll('a[href]')].map((a) => a.href)")
        assert all(link.startswith(("https://evil.example/", path.as_uri())) for link in links)
        assert reader.tab.evaluate("window.ran") == 0
        # What the page is made of, nothing more.
        assert reader.tab.locator("iframe, img, object, embed, #main script, #main a[href^=javascript]").count() == 0


def _open_all(reader) -> None:
    reader.tab.evaluate("document.querySelectorAll('details').forEach((node) => { node.open = true; })")
    reader.settle(60)


class Tags(HTMLParser):
    """Every tag with its attributes, and what stands in scripts and stylesheets."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.inside: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1][0] in ("script", "style") and data.strip():
            self.inside.append((self.tags[-1][1].get("type") or self.tags[-1][0], data))


@pytest.fixture(scope="module")
def parsed(pages) -> Tags:
    tags = Tags()
    tags.feed(Path(pages("story")).read_text(encoding="utf-8"))
    return tags


def test_the_policy_names_every_script_and_stylesheet_by_its_hash_and_lets_in_nothing_else(parsed):
    policy = next(a["content"] for tag, a in parsed.tags if a.get("http-equiv") == "Content-Security-Policy") or ""
    rules = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert "unsafe" not in policy
    assert "http" not in policy
    digest = {kind: set() for kind in ("script", "style")}
    for kind, text in parsed.inside:
        if kind in digest:
            digest[kind].add(f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'")
    assert set(rules["script-src"].split()) == digest["script"]
    assert set(rules["style-src"].split()) == digest["style"]


def test_no_handler_no_style_and_no_address_stands_in_the_markup(parsed):
    for tag, attributes in parsed.tags:
        assert not [name for name in attributes if name.startswith("on") or name in ("style", "src", "srcset")], tag
        assert not (attributes.get("href") or "#").startswith(("http", "//")), tag
        assert tag not in ("link", "iframe", "object", "embed", "base")


def test_the_policy_holds_against_what_gets_in_all_the_same(visit):
    with visit() as reader:
        reader.open()
        ends: list[str] = []
        reader.tab.on("requestfailed", lambda request: ends.append(request.failure))
        reader.tab.evaluate(
            """() => {
              window.ran = 0;
              const script = document.createElement("script");
              script.textContent = "window.ran = 1";
              document.body.append(script);
              const holder = document.createElement("div");
              holder.innerHTML = '<img src="x" onerror="window.ran = 2"><a id="bait" onclick="window.ran = 3">x</a>';
              document.body.append(holder);
              document.querySelector("#bait").click();
              document.body.append(Object.assign(new Image(), { src: "https://evil.example/pixel.png" }));
            }"""
        )
        reader.settle()
        assert reader.tab.evaluate("window.ran") == 0
        # Asked for inside the browser, and stopped there.
        assert ends == ["csp"] * len(reader.requests)
        reader.requests.clear()
        assert any("Content Security Policy" in error for error in reader.errors)
        reader.errors.clear()
