"""The graph as one HTML file that opens offline: a map to look at, and a sentence behind every line of it.

pyvis carries the nodes and edges and brings vis-network; the template, the scripts and the layout are ours.
"""

import json
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from kg.model import Graph
from kg.page import bundle
from kg.page.data import Payload, payload
from kg.page.layout import lay_out
from kg.page.strongest import LIMIT, strongest

# The layout is done, so the browser must not start its own.
OPTIONS: dict[str, Any] = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {"hover": False, "selectable": False, "zoomSpeed": 0.6},
    "nodes": {"shape": "custom", "font": {"size": 0}},
}


def write(graph: Graph, path: Path, base: str = "https://shangtu.example/", language: str = "zh") -> None:
    """Write the page. The same graph gives the same bytes.

    `base` is where the graph's IRIs live, `language` what the page opens in, `zh` or `en`; a reader
    can change it. Of more than 20,000 things the strongest are shown, and the page says so.
    """
    part = strongest(graph)
    layout = lay_out(part.graph, [part.strength[entity.id] for entity in part.graph.entities])
    beside = path.with_name(f".{path.name}.part")  # a reader never opens half a page
    beside.write_text(render(payload(part, layout, base, language), language), encoding="utf-8", newline="\n")
    beside.replace(path)


def fits(graph: Graph) -> bool:
    """Whether the page can show all of a graph; else a GEXF is to stand beside it, as the page says."""
    return len(graph.entities) <= LIMIT


def render(content: Payload, language: str) -> str:
    """The page's HTML."""
    from pyvis.network import Network  # loads a notebook's display on the way; nothing but a page pays for it

    network = Network(directed=True, cdn_resources="in_line")
    # Lists at once: pyvis's add_node and add_edge compare each new one with all before.
    network.nodes = content.nodes
    network.edges = content.edges
    network.node_ids = [node["id"] for node in content.nodes]
    network.node_map = {node["id"]: node for node in content.nodes}
    network.options = OPTIONS
    network.templateEnv = _environment(content, language)
    network.path = "page.html"
    html: str = network.generate_html()
    return html


def _environment(content: Payload, language: str) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(bundle.ASSETS), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    # Chinese as it is, not as \\u escapes twice the size; tojson still escapes what could end a script.
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
    words = json.loads((bundle.ASSETS / "words.json").read_text(encoding="utf-8"))
    maps = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in (bundle.ASSETS / "maps").glob("*.json")}
    parts = {"style": bundle.style(), "vis": bundle.vis(), "script": bundle.script()}
    environment.globals.update({name: Markup(text) for name, text in parts.items()})
    environment.globals.update(
        hashes={name: Markup(bundle.digest(text)) for name, text in parts.items()},
        language=language,
        words=words,
        outlines={**maps["outlines"], "tiles": maps["tiles"]},
        settings=OPTIONS,
        book=content.book,
        sources=content.sources,
    )
    return environment
