"""The map as it is laid out: communities apart from each other, things apart within them, the same every time."""

import os
import subprocess
import sys
from itertools import combinations
from math import dist

import made
import numpy as np
import pytest
import story

from kg.model import Finding
from kg.page.communities import affinity, communities
from kg.page.conflicts import contradictions, marks
from kg.page.layout import lay_out
from kg.page.packing import ASPECT, pack
from kg.page.strongest import strength


def laid(graph):
    known = strength(graph)
    return lay_out(graph, [known[entity.id] for entity in graph.entities])


@pytest.mark.parametrize("size", [12, 150, 900])
def test_communities_stand_apart_and_hold_their_members(size):
    layout = laid(made.graph(size))
    assert sorted(n for disc in layout.discs for n in disc.members) == list(range(size))
    for a, b in combinations(layout.discs, 2):
        assert dist((a.x, a.y), (b.x, b.y)) > a.radius + b.radius
    for disc in layout.discs:
        assert disc.title in disc.members
        for n in disc.members:
            assert dist(layout.points[n], (disc.x, disc.y)) + layout.radii[n] <= disc.radius + 0.1


def test_things_do_not_stand_on_each_other():
    layout = laid(made.graph(400))
    for disc in layout.discs:
        for a, b in combinations(disc.members, 2):
            assert dist(layout.points[a], layout.points[b]) > 0.9 * max(layout.radii[a], layout.radii[b])


@pytest.mark.parametrize("count", [1, 2, 7, 40])
def test_discs_fill_a_window_that_is_wider_than_high(count):
    radii = [30 + 11 * (n % 7) for n in range(count)]
    centres = pack(radii, np.zeros((count, count)))
    low = (centres - np.array(radii)[:, None]).min(axis=0)
    high = (centres + np.array(radii)[:, None]).max(axis=0)
    width, height = high - low
    for a, b in combinations(range(count), 2):
        assert dist(centres[a], centres[b]) >= radii[a] + radii[b]
    if count > 6:
        covered = sum(np.pi * radius**2 for radius in radii)
        assert covered / max(width * width / ASPECT, height * height * ASPECT) > 0.55


def test_the_page_is_the_same_whatever_the_seed_of_hashes(tmp_path):
    code = "import sys; sys.path.insert(0, 'tests/page'); import made; from pathlib import Path; from kg import page; "
    code += "page.write(made.graph(300), Path(sys.argv[1]))"
    pages = []
    for seed in ("1", "2"):
        path = tmp_path / f"{seed}.html"
        environment = os.environ | {"PYTHONHASHSEED": seed}
        subprocess.run([sys.executable, "-c", code, str(path)], check=True, env=environment)
        pages.append(path.read_bytes())
    assert pages[0] == pages[1]


def test_what_facts_tie_together_is_one_community():
    graph = story.graph()
    groups = communities(affinity(graph))
    home = {graph.entities[n].name: index for index, group in enumerate(groups) for n in group}
    assert home[story.FAIR] == home[story.MINISTRY] == home[story.SPEAKER]
    assert home[story.GALA] == home[story.OFFICE] != home[story.FAIR]


def test_figures_that_contradict_each_other_are_one_group_however_many_sources_tell_them():
    graph = story.graph()
    told = {figure.id: n for n, figure in enumerate(graph.figures)}
    assert contradictions(graph) == [("sources", [told["f3"], told["f2"]])]
    assert marks(graph) == {"f2": "conflict", "f3": "conflict"}
    third = Finding("x", "sources", "conflict", ("f3", "f4"), "told by a third")
    rounded = Finding("y", "sources", "rounding", ("f1", "f2"), "one rounds to the other")
    more = story.graph_with((*graph.findings, third, rounded))
    assert contradictions(more) == [("sources", sorted((told["f2"], told["f3"], told["f4"]), key=order(graph)))]
    assert marks(more)["f2"] == "conflict"
    assert marks(more)["f1"] == "rounding"


def order(graph):
    return lambda n: (graph.figures[n].period or "", -(graph.figures[n].value or 0))
