"""Relations that plain cues mark: each rule of seeds/rules/relations.toml run over every sentence."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product

from kg.data import seeds
from kg.errors import KgError
from kg.extract._discourse import Scene, scenes
from kg.extract._found import Found
from kg.extract._skeleton import Match, Pattern, Skeleton
from kg.model import Article, Claim, Reference
from kg.rules import rules

NEEDS = ("anaphora", "times", "quantities")
MAKES = ("claims",)


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern, and the relations between its roles that a match means.

    `claims` holds (subject role, predicate, object role). `posts` keeps the posts before people's names in
    view, `across` runs the rule over a sentence and the one that goes on with it, `every` takes all the things
    that one beginning can reach (甲市建有：一是…；二是…). A match that holds what
    `unless` matches does not count.
    """

    id: str
    pattern: Pattern
    claims: tuple[tuple[str, str, str], ...]
    confidence: float
    example: str
    unless: re.Pattern[str] | None
    posts: bool = False
    across: bool = False
    every: bool = False


@cache
def load() -> tuple[Rule, ...]:
    """The rules in the order of the file. Raises KgError naming the rule that is wrong."""
    path = seeds("rules", "relations.toml")
    found = []
    for block in rules("relations")["rule"]:
        where = f"{path}: {block.get('id', '?')}"
        try:
            claims = tuple(_claim(text) for text in block["claims"])
            found.append(
                Rule(
                    id=block["id"],
                    pattern=Pattern(_spelt(block["pattern"]), where),
                    claims=claims,
                    confidence=float(block.get("confidence", 0.85)),
                    example=block["example"],
                    unless=re.compile("|".join(block["unless"])) if block.get("unless") else None,
                    posts=bool(block.get("posts", False)),
                    across=bool(block.get("across", False)),
                    every=bool(block.get("every", False)),
                )
            )
        except (KeyError, ValueError) as error:
            raise KgError(f"a rule lacks or misspells {error}", where, "see the rules beside it") from error
    return tuple(found)


def _spelt(pattern: str) -> str:
    """A pattern with the words that it names in place."""
    for name, words in rules("relations")["words"].items():
        pattern = pattern.replace(f"<{name}>", words)
    return pattern


def extract(article: Article, found: Found) -> None:
    """Add a claim for each relation that a rule finds in a sentence, each once a rule and sentence."""
    told = {"home": country(found), "main": _headline(article, found)}
    ruled = {
        e.id for e in found.entities if e.kind == "Place" and e.subkind in ("country", "province", "city", "county")
    }
    for scene in scenes(article, found):
        seen: set[tuple[str, str, str, str]] = set()
        for rule, skeleton in _views(scene):
            for match in rule.pattern.find(skeleton, every="s" if rule.every else ""):
                said = article.plain[match.evidence.start : match.evidence.end]
                if rule.unless is not None and rule.unless.search(said):
                    continue
                for claim in _claims(rule, match, scene, told, ruled):
                    key = (claim.subject, claim.predicate, claim.object, claim.rule)
                    if key not in seen:
                        seen.add(key)
                        found.claims.append(claim)


def _views(scene: Scene) -> Iterator[tuple[Rule, Skeleton]]:
    """What each rule looks at: the sentence, and the sentence with the one before it, where they hold names for it."""
    views = (scene.skeleton, scene.bare, scene.joined)
    for rule, number in _possible(*(view.signs if view is not None else None for view in views)):
        view = views[number]
        if view is not None:
            yield rule, view


@lru_cache(1 << 14)
def _possible(*signs: frozenset[str] | None) -> tuple[tuple[Rule, int], ...]:
    """The rules that can match a sentence in full, bare and joined, with the signs each holds; and which of the three."""
    found = []
    for rule in load():
        for number in (0 if rule.posts else 1, *([2] if rule.across else [])):
            held = signs[number]
            if held is not None and any(rule.pattern.possible(held, s, o) for s, _, o in rule.claims):
                found.append((rule, number))
    return tuple(found)


def country(found: Found) -> Reference | None:
    """The first mention of China: who acts in sentences of its news that name no subject."""
    ids = {
        entity.id for entity in found.entities if entity.kind == "Place" and "中国" in (entity.name, *entity.aliases)
    }
    return next((reference for reference in found.references if reference.entity in ids), None)


def _headline(article: Article, found: Found) -> Reference | None:
    """The event that a story is about, where its headline, or without one its first paragraph, names it."""
    heads = [paragraph for paragraph in article.paragraphs if paragraph.role == "title"] or article.paragraphs[:1]
    for reference in found.references:
        named = any(head.start <= reference.span.start < head.end for head in heads)
        if named and reference.entity == found.main_event:
            return reference
    return None


def _claims(
    rule: Rule, match: Match, scene: Scene, told: dict[str, Reference | None], ruled: set[str]
) -> Iterator[Claim]:
    """The claims of a match; an administered place (`ruled` by the gazetteer, or by its name) is a part of another."""
    for subject_role, predicate, object_role in rule.claims:
        subjects = _members(match, subject_role, scene, told)
        objects = _members(match, object_role, scene, told)
        own = {one.entity for one in subjects}
        if object_role == "topic" and predicate == "subEventOf" and any(one.entity in own for one in objects):
            continue  # the event spoken of is one of the parts: what they are parts of is another
        both = {one.entity for one in subjects} & {one.entity for one in objects}
        for subject, thing in product(subjects, objects):
            if predicate != "cooperatesWith" and subject.entity in both:
                continue  # nobody founds, owns or holds itself: the subject was not the one meant
            if predicate == "participant" and _in_spirit(subject, scene):
                continue  # 落实全会精神
            if predicate == "participant" and _called(subject, scene, rules("events")["part"]["halls"]):
                fair = told.get("main")  # who shows in a hall of a fair takes part in the fair
                if fair is not None:
                    yield Claim(fair.entity, predicate, thing.entity, match.evidence, rule.id, rule.confidence)
                continue
            if predicate == "subEventOf" and _called(subject, scene, rules("events")["speaker"]["event"]):
                continue  # the press is told of an event, which is no part of it
            if subject.entity != thing.entity:
                part = predicate == "location" and (subject.entity in ruled or _administered(subject, scene))
                name = "partOf" if part else predicate
                yield Claim(subject.entity, name, thing.entity, match.evidence, rule.id, rule.confidence)


def _in_spirit(event: Reference, scene: Scene) -> bool:
    """Whether an event is named for what was said there (贯彻甲大会和乙全会精神)."""
    after = scene.skeleton.article.plain[event.span.end : event.span.end + 24]
    return re.match("[^，。；：]{0,20}?精神", after) is not None


def _called(subject: Reference, scene: Scene, words: str) -> bool:
    """Whether the words of a reference are of some sort (halls of a fair, press conferences)."""
    return re.search(words, scene.skeleton.words(subject)) is not None


def _administered(subject: Reference, scene: Scene) -> bool:
    """Whether a place is a province, city, county, town or village: these are parts of a place, not located in it."""
    words = scene.skeleton.article.plain[subject.span.start : subject.span.end]
    named = re.search("(?:省|市|县|区|镇|乡|村|街道|自治州)$", words) is not None
    return subject.kind == "Place" and not subject.rule.endswith(".site") and named


def _members(match: Match, role: str, scene: Scene, told: dict[str, Reference | None]) -> list[Reference]:
    """Names in a role of the pattern; `topic` is the event told of, `home` the country whose news it is, `main` the headline's event."""
    if role in told:
        one = told[role]
        return [one] if one else []
    if role == "topic":
        topic = scene.topic(match.evidence.start, match.words)
        return [topic] if topic else []
    return match.roles.get(role, [])


def _claim(text: str) -> tuple[str, str, str]:
    """`organizer(s, o)` → ("s", "organizer", "o")."""
    predicate, _, rest = text.partition("(")
    subject, _, thing = rest.rstrip(")").partition(",")
    if not predicate or not subject.strip() or not thing.strip():
        raise ValueError(f"the claim {text!r}")
    return subject.strip(), predicate.strip(), thing.strip()
