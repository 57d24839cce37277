"""What the page counts as a source of a thing or a fact."""

from dataclasses import replace

import story

from kg.model import Reprint
from kg.page.sources import collect


def test_a_reprint_is_no_source_of_its_own():
    graph = story.graph()
    first, second = (article.stem for article in graph.articles[:2])
    assert len(collect(graph).independent([first, second])) == 2
    copied = replace(graph, reprints=(Reprint(second, first, 0.97, "甲报"),))
    assert collect(copied).independent([second, first, second]) == collect(graph).independent([first])
