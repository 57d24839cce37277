"""What envoys bring: goods of their country, and their own part in the event."""

import re
from collections.abc import Iterator

from kg.extract._discourse import Scene, scenes
from kg.extract._found import Found
from kg.extract._index import index
from kg.extract._skeleton import CLASSES, CODES
from kg.model import Article, Claim, Reference
from kg.rules import rules
from kg.text import plain

NEEDS = ("claims", "posts")
MAKES = ("envoys",)

_PERSON, _PRODUCT = CODES["Person"], CODES["Product"]


def extract(article: Article, found: Found) -> None:
    """Add an origin for goods that a country's envoy brings, and the envoy as participant."""
    countries = _countries(found)
    if not countries:
        return
    origins = {claim.subject for claim in found.claims if claim.predicate == "origin"}
    envoy: Reference | None = None
    paragraph = -1
    for scene in scenes(article, found):
        if scene.sentence.paragraph != paragraph:
            paragraph, envoy = scene.sentence.paragraph, None
        for claim in _brought(scene, envoy, countries):
            if claim.predicate != "origin" or claim.subject not in origins:
                found.claims.append(claim)
        people = [item for item in scene.bare.items if isinstance(item, Reference) and item.kind == "Person"]
        envoy = people[-1] if people else envoy


def _brought(scene: Scene, envoy: Reference | None, countries: dict[str, str]) -> Iterator[Claim]:
    """Claims of one sentence: who brings is its person, or 他 and 她 of the sentence before."""
    brings = rules("events")["envoy"]["brings"]
    lists = f"[{_PRODUCT}](?:[、和与及]{{1,2}}[{_PRODUCT}])*"
    between = f"[^。；{_PERSON}{CLASSES['place']}]{{0,24}}?"
    pattern = re.compile(
        f"(?P<who>{_PERSON}|他|她)[^。；]{{0,24}}?(?:{brings})(?:了|着|起)?{between}(?P<goods>{lists})"
    )
    for match in pattern.finditer(scene.bare.text):
        item = scene.bare.items[match.start("who")]
        person = item if isinstance(item, Reference) else envoy
        country = countries.get(person.entity) if person is not None else None
        if person is None or country is None:
            continue
        evidence = scene.bare.evidence(match.start(), match.end())
        topic = scene.topic(evidence.start)
        if topic is not None:
            yield Claim(topic.entity, "participant", person.entity, evidence, "envoy.brings", 0.8)
        for product in scene.bare.references(*match.span("goods")):
            yield Claim(product.entity, "origin", country, evidence, "envoy.goods", 0.8)


def _countries(found: Found) -> dict[str, str]:
    """The country that each envoy stands for, by the post: 甲国驻乙国大使, 甲国大使馆参赞, 甲国总统."""
    known = index(found)
    post = re.compile(rules("events")["envoy"]["post"])
    result: dict[str, str] = {}
    for claim in found.claims:
        if claim.predicate != "worksFor" or not post.search(claim.role or ""):
            continue
        body = known.entities[claim.object]
        mission = re.match("(.{2,}?)驻", plain(body.name))
        if body.kind == "Place":
            result.setdefault(claim.subject, body.id)
        elif mission and (country := known.find(mission[1], "Place")):
            result.setdefault(claim.subject, country)
    return result
