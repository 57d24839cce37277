"""Honours: who gave them, who got them, and in which rank."""

import re
from collections.abc import Iterator

from kg.extract._discourse import Scene, scenes
from kg.extract._found import Found
from kg.extract._numbers import integer
from kg.extract._skeleton import CLASSES, CODES
from kg.model import Article, Claim, Reference

NEEDS = ("anaphora", "times", "quantities")
MAKES = ("honours",)

_AWARD = CODES["Award"]
_WINNER = CLASSES["party"]
_GIVER = CLASSES["org"]


def extract(article: Article, found: Found) -> None:
    """Add ranked winners, and the giver named before a list of honours."""
    giver: Reference | None = None
    paragraph = -1
    for scene in scenes(article, found):
        if scene.sentence.paragraph != paragraph:
            paragraph, giver = scene.sentence.paragraph, None
        named = _giver(scene)
        giver = named or giver
        found.claims.extend(_ranked(scene))
        if giver is not None:
            found.claims.extend(_given(scene, giver))


def _giver(scene: Scene) -> Reference | None:
    """The body of “甲厅公布了诸多奖项”."""
    pattern = f"(?<![为向给对由、和与及])([{_GIVER}])[^。；]{{0,24}}?(?:公布|颁发|授予|揭晓|表彰|评选|发布)[^。；]*?(?:奖项|奖|名单|称号|荣誉|榜单|结果|表彰)"
    match = re.search(pattern, scene.skeleton.text)
    item = scene.skeleton.items[match.start(1)] if match else None
    return item if isinstance(item, Reference) else None


def _given(scene: Scene, giver: Reference) -> Iterator[Claim]:
    for place, char in enumerate(scene.skeleton.text):
        item = scene.skeleton.items[place]
        if char == _AWARD and isinstance(item, Reference) and place not in scene.skeleton.carried:
            yield Claim(item.entity, "awardedBy", giver.entity, item.span, "award.giver", 0.82)


def _ranked(scene: Scene) -> Iterator[Claim]:
    """“销售五强”分别为：第一名甲市，第二名乙市."""
    text = scene.skeleton.text
    for match in re.finditer(f"{_AWARD}(?=[^。]{{0,16}}?第[一二三123]名)", text):
        award = scene.skeleton.items[match.start()]
        stop = re.search(f"；|。|{_AWARD}", text[match.end() :])
        end = match.end() + stop.start() if stop else len(text)
        for place in re.finditer(
            f"第([一二三四五六七八九十\\d]+)名(?:是|为|：)?([{_WINNER}])", text[match.end() : end]
        ):
            winner = scene.skeleton.items[match.end() + place.start(2)]
            if isinstance(award, Reference) and isinstance(winner, Reference):
                evidence = scene.skeleton.evidence(match.end() + place.start(), match.end() + place.end())
                yield Claim(
                    award.entity, "awardedTo", winner.entity, evidence, "award.ranked", 0.95, None, integer(place[1])
                )
