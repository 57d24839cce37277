"""Precision, recall and F1 of what we extract, against annotations, by the rules of the gold guide.

Scoring is at document level: does the graph hold this fact? Optional items neither help nor harm;
`subEventOf` and `partOf` are closed transitively, `cooperatesWith` holds either way, a location may be
given by a place that contains the annotated one, and world-knowledge edges count only when annotated.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any, TypeVar

from kg.gold import CORE, Gold, GoldEntity, surface
from kg.model import Claim, Dating, Extraction, LocalEntity, Observation, Statement

G = TypeVar("G")
_Edge = tuple[str, str, str]

STRICT_UNITS = {"CNY", "USD", "EUR", "HKD", "JPY", "SGD", "TWD", "%", "m2", "t"}
CLOSED = {"subEventOf", "partOf"}


@dataclass(frozen=True, slots=True)
class Fault:
    """One error: an annotated item we lack (`missed`) or an item of ours that is not annotated (`false`)."""

    article: str
    group: str
    kind: str
    item: str


@dataclass(frozen=True, slots=True)
class Judged:
    """One claim of ours that could be judged: its group, its rule, how sure we were, and whether it is right.

    `things` is the confidence of the least sure of the things that it is about.
    """

    article: str
    group: str
    rule: str
    confidence: float
    right: bool
    things: float = 1.0


@dataclass(slots=True)
class Count:
    """Right, false and missed items of one group."""

    right: int = 0
    false: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """Share of ours that is right; 1 where we gave nothing."""
        return self.right / (self.right + self.false) if self.right + self.false else 1.0

    @property
    def recall(self) -> float:
        """Share of the annotated that we have; 1 where nothing is annotated."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def __iadd__(self, other: "Count") -> "Count":
        self.right += other.right
        self.false += other.false
        self.missed += other.missed
        return self


@dataclass(slots=True)
class Score:
    """Counts by group (`entity Place`, `relation organizer`, `times` …), and every error."""

    counts: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    faults: list[Fault] = field(default_factory=list)
    judged: list[Judged] = field(default_factory=list)

    def total(self, *prefixes: str) -> Count:
        """Sum over the groups that start with any of the prefixes."""
        result = Count()
        for group, count in self.counts.items():
            if group.startswith(prefixes):
                result += count
        return result

    def summary(self) -> dict[str, Count]:
        """The headline rows."""
        return {
            "core entities": self.total(*(f"entity {kind}" for kind in CORE)),
            "all entities": self.total("entity "),
            "relations": self.total("relation "),
            "dates": self.total("date "),
            "times": self.total("times"),
            "figures by value": self.total("figures by value"),
            "figures in full": self.total("figures in full"),
            "statements": self.total("statements"),
        }


Rated = Claim | Dating | Observation | Statement


class _Judge:
    """Scores one article into a Score."""

    def __init__(self, score: Score, gold: Gold, extraction: Extraction) -> None:
        self.score, self.gold, self.found = score, gold, extraction
        self.pairs = match_entities(extraction.entities, gold.entities)
        self.gold_of = {entity.id: match.id for entity, match in self.pairs}
        self.gold_by_id = {entity.id: entity for entity in gold.entities}
        self.name = {entity.id: entity.name for entity in extraction.entities}

    def fault(self, group: str, kind: str, item: str) -> None:
        self.score.faults.append(Fault(self.gold.stem, group, kind, item))

    def right(self, group: str, ours: Rated | None = None) -> None:
        self.score.counts[group].right += 1
        self.judged(group, ours, right=True)

    def false(self, group: str, item: str, ours: Rated | None = None) -> None:
        self.score.counts[group].false += 1
        self.fault(group, "false", item)
        self.judged(group, ours, right=False)

    def judged(self, group: str, ours: Rated | None, *, right: bool) -> None:
        if ours is not None:
            sure = {entity.id: entity.confidence for entity in self.found.entities}
            things = min(sure.get(identity, 1.0) for identity in _things(ours))
            self.score.judged.append(Judged(self.gold.stem, group, ours.rule, ours.confidence, right, things))

    def missed(self, group: str, item: str) -> None:
        self.score.counts[group].missed += 1
        self.fault(group, "missed", item)

    # Entities ------------------------------------------------------------------------------------

    def entities(self) -> None:
        matched = {entity.id for entity, _ in self.pairs}
        for _, gold in self.pairs:
            if not gold.optional:
                self.right(f"entity {gold.type}")
        for entity in self.found.entities:
            if entity.id not in matched:
                self.false(f"entity {entity.kind}", self._entity_item(entity))
        taken = {gold.id for _, gold in self.pairs}
        for gold in self.gold.entities:
            if gold.id not in taken and not gold.optional:
                self.missed(f"entity {gold.type}", gold.name)

    def _entity_item(self, entity: LocalEntity) -> str:
        aliases = f" = {' = '.join(entity.aliases)}" if entity.aliases else ""
        rules = ",".join(sorted({mention.rule for mention in entity.mentions}))
        return f"{entity.name}{aliases} [{rules}]"

    # Relations -----------------------------------------------------------------------------------

    def relations(self) -> None:
        wanted: dict[tuple[str, str, str], bool] = {}
        for item in self.gold.relations:
            key = _symmetric(item["subject"], item["predicate"], item["object"])
            wanted[key] = wanted.get(key, True) and bool(item.get("optional"))
        closure = _closure(wanted)
        above = _ancestors(wanted)
        ours: set[_Edge] = set()
        told_by: set[tuple[_Edge, str]] = set()
        seen: set[_Edge] = set()
        for claim in self.found.claims:
            subject, thing = self.gold_of.get(claim.subject), self.gold_of.get(claim.object)
            told = f"{self.name[claim.subject]} --{claim.predicate}-> {self.name[claim.object]} [{claim.rule}]"
            if subject is None or thing is None:
                key = (claim.subject, claim.predicate, claim.object)
                if key not in seen and not self._world(claim.predicate, claim.subject, claim.object):
                    self.false(f"relation {claim.predicate}", told, claim)
                seen.add(key)
                continue
            key = _symmetric(subject, claim.predicate, thing)
            verdict = self._verdict(key, wanted, closure, above)
            if verdict is not None and (key, claim.rule) not in told_by:
                self.judged(f"relation {claim.predicate}", claim, right=verdict)
            told_by.add((key, claim.rule))
            if key not in ours and verdict is False:
                self.false(f"relation {claim.predicate}", told)
            ours.add(key)
        reached = _closure(dict.fromkeys(ours, False))
        for key, optional in wanted.items():
            if optional:
                continue
            found = key in ours or key in reached or self._by_ancestor(key, ours, above)
            label = " --".join((self.gold_by_id[key[0]].name, f"{key[1]}-> {self.gold_by_id[key[2]].name}"))
            if found:
                self.right(f"relation {key[1]}")
            else:
                self.missed(f"relation {key[1]}", label)

    def _verdict(
        self, key: _Edge, wanted: dict[_Edge, bool], closure: set[_Edge], above: dict[str, set[str]]
    ) -> bool | None:
        """Whether an edge between annotated things is right; None where it neither helps nor harms."""
        subject, predicate, thing = key
        if key in wanted:
            return None if wanted[key] else True
        if key in closure:
            return True
        if predicate == "location" and any(
            known[0] == subject and known[1] == predicate and thing in above.get(known[2], ()) for known in wanted
        ):
            return True
        if predicate in ("partOf", "operatedBy") and self._gold_world(subject, predicate, thing):
            return None
        if self.gold_by_id[subject].optional or self.gold_by_id[thing].optional:
            return None
        return False

    def _by_ancestor(self, key: _Edge, ours: set[_Edge], above: dict[str, set[str]]) -> bool:
        subject, predicate, thing = key
        return predicate == "location" and any(
            (subject, predicate, ancestor) in ours for ancestor in above.get(thing, ())
        )

    def _gold_world(self, subject: str, predicate: str, thing: str) -> bool:
        """Whether an edge is of the sort that a gazetteer may add: place in place, platform and operator."""
        types = self.gold_by_id[subject].types, self.gold_by_id[thing].types
        if predicate == "partOf":
            return "Place" in types[0] and "Place" in types[1]
        return "Platform" in types[0]

    def _world(self, predicate: str, subject: str, thing: str) -> bool:
        kinds = {entity.id: entity.kind for entity in self.found.entities}
        if predicate == "partOf":
            return kinds[subject] == "Place" and kinds[thing] == "Place"
        return predicate == "operatedBy" and kinds[subject] == "Platform"

    def dates(self) -> None:
        wanted: dict[tuple[str, str, str], bool] = {}
        for item in self.gold.dates:
            key = (item["subject"], item["property"], item["value"])
            wanted[key] = wanted.get(key, True) and bool(item.get("optional"))
        ours = set()
        for dating in self.found.datings:
            subject = self.gold_of.get(dating.subject)
            key = (subject or dating.subject, dating.property, dating.value)
            if key in ours:
                continue
            ours.add(key)
            told = f"{self.name[dating.subject]} {dating.property} {dating.value} [{dating.rule}]"
            loose = subject is not None and self.gold_by_id[subject].optional
            if key not in wanted and not loose:
                self.false(f"date {dating.property}", told, dating)
            elif wanted.get(key) is False:
                self.judged(f"date {dating.property}", dating, right=True)
        for key, optional in wanted.items():
            if optional:
                continue
            if key in ours:
                self.right(f"date {key[1]}")
            else:
                self.missed(f"date {key[1]}", f"{self.gold_by_id[key[0]].name} {key[1]} {key[2]}")

    # Figures -------------------------------------------------------------------------------------

    def figures(self) -> None:
        same_about = self._about_matcher()
        for group, same in (
            ("figures by value", same_value),
            ("figures in full", lambda ours, gold: same_value(ours, gold) and in_full(ours, gold, same_about)),
        ):
            pairs = _assign(
                self.found.observations, self.gold.observations, same, lambda o, g: closeness(o, g, same_about)
            )
            taken = {id(gold) for _, gold in pairs}
            matched = {id(ours) for ours, _ in pairs}
            for ours, gold in pairs:
                if not gold.get("optional"):
                    self.right(group, ours if group.endswith("value") else None)
            for gold in self.gold.observations:
                if id(gold) not in taken and not gold.get("optional"):
                    self.missed(group, _gold_figure(gold))
            loose = [gold for gold in self.gold.observations if gold.get("optional")]
            for ours in self.found.observations:
                if id(ours) not in matched and not any(same_value(ours, gold) for gold in loose):
                    self.false(group, _our_figure(ours), ours if group.endswith("value") else None)

    def _about_matcher(self) -> Callable[[Observation, dict[str, Any]], bool]:
        surfaces = {entity.id: entity.surfaces for entity in self.gold.entities}

        def same(ours: Observation, gold: dict[str, Any]) -> bool:
            theirs = surface(str(gold["about"]))
            mine = surface(ours.about or "")
            if mine and (mine in theirs or theirs in mine):
                return True
            linked = self.gold_of.get(ours.entity or "")
            return linked is not None and any(s in theirs or theirs in s for s in surfaces[linked])

        return same

    # Times and statements --------------------------------------------------------------------------

    def times(self) -> None:
        ours = sorted({(surface(time.text), time.value, time.text) for time in self.found.times})
        gold = [(surface(item["text"]), item["value"], item) for item in self.gold.times]
        used: set[int] = set()
        for text, value, item in gold:
            exact = [n for n, mine in enumerate(ours) if mine[1] == value and mine[0] == text]
            near = [n for n, mine in enumerate(ours) if mine[1] == value and (mine[0] in text or text in mine[0])]
            used.update(exact or near)
            if item.get("optional"):
                continue
            if exact or near:
                self.right("times")
            else:
                self.missed("times", f"{item['text']} = {value}")
        loose = [text for text, _, item in gold if item.get("optional")]
        for n, (mine, value, shown) in enumerate(ours):
            if n not in used and not any(mine == text for text in loose):
                self.false("times", f"{shown} = {value}")

    def statements(self) -> None:
        def same(ours: Any, gold: dict[str, Any]) -> bool:
            speaker = self.gold_of.get(ours.speaker)
            return speaker == gold["speaker"] and same_words(ours.text, gold["text"])

        pairs = _assign(self.found.statements, self.gold.statements, same, lambda *_: 0.0)
        matched = {id(ours) for ours, _ in pairs}
        taken = {id(gold) for _, gold in pairs}
        for ours, gold in pairs:
            if not gold.get("optional"):
                self.right("statements", ours)
        for gold in self.gold.statements:
            if id(gold) not in taken and not gold.get("optional"):
                self.missed("statements", f"{self.gold_by_id[gold['speaker']].name}: {gold['text']}")
        for ours in self.found.statements:
            loose = any(same_words(ours.text, gold["text"]) for gold in self.gold.statements if gold.get("optional"))
            if id(ours) not in matched and not loose:
                self.false("statements", f"{self.name[ours.speaker]}: {ours.text[:40]} [{ours.rule}]", ours)


def _things(claim: Rated) -> tuple[str, ...]:
    """Ids of the things that a claim is about."""
    if isinstance(claim, Claim):
        return claim.subject, claim.object
    if isinstance(claim, Dating):
        return (claim.subject,)
    return (claim.speaker,) if isinstance(claim, Statement) else (claim.entity or "",)


def evaluate(pairs: Iterable[tuple[Gold, Extraction]]) -> Score:
    """Score extractions against their annotations; names-only annotations count for entities alone."""
    score = Score()
    for gold, extraction in pairs:
        judge = _Judge(score, gold, extraction)
        judge.entities()
        if not gold.names_only:
            judge.relations()
            judge.dates()
            judge.figures()
            judge.times()
            judge.statements()
    return score


# Matching ------------------------------------------------------------------------------------------


def match_entities(ours: Sequence[LocalEntity], gold: Sequence[GoldEntity]) -> list[tuple[LocalEntity, GoldEntity]]:
    """Pairs of the same thing, one to one: a shared surface and an accepted kind.

    Where several would do, equal names come before shared aliases, and annotated items that count
    before optional ones.
    """
    forms = {entity.id: {surface(name) for name in (entity.name, *entity.aliases)} for entity in ours}
    ranked = []
    for n, entity in enumerate(ours):
        for m, item in enumerate(gold):
            shared = forms[entity.id] & item.surfaces
            if shared and entity.kind in item.types:
                same_name = surface(entity.name) == surface(item.name)
                first = entity.kind == item.type
                ranked.append((item.optional, -same_name, -len(shared), -first, n, m))
    pairs, used, taken = [], set(), set()
    for *_, n, m in sorted(ranked):
        if n not in used and m not in taken:
            used.add(n)
            taken.add(m)
            pairs.append((ours[n], gold[m]))
    return pairs


def same_value(ours: Observation, gold: dict[str, Any]) -> bool:
    """Equal value in an equal unit; a growth without base is equal by its change."""
    theirs = gold.get("value")
    change = gold.get("change")
    if theirs is None:
        return ours.value is None and ours.change is not None and bool(change) and same_change(ours, gold)
    if ours.value is None or abs(ours.value - float(theirs)) > 1e-3 * max(abs(theirs), 1e-9):
        return False
    return same_unit(ours.unit, gold.get("unit"))


def same_unit(ours: str | None, gold: str | None) -> bool:
    """Money, percent, area and mass strictly; counting words (人 and 名, 家 and 个) leniently."""
    if ours in STRICT_UNITS or gold in STRICT_UNITS:
        return ours == gold
    return True


def same_change(ours: Observation, gold: dict[str, Any]) -> bool:
    """Equal comparison: kind, signed value and unit; no comparison on either side is equal too."""
    theirs = gold.get("change")
    if not theirs or ours.change is None:
        return not theirs and ours.change is None
    close = abs(ours.change.value - float(theirs["value"])) < 1e-6
    return close and (ours.change.kind, ours.change.unit) == (theirs["kind"], theirs["unit"])


def in_full(ours: Observation, gold: dict[str, Any], same_about: Callable[[Observation, dict[str, Any]], bool]) -> bool:
    """Value with measure, period, change, about and qualifier."""
    return (
        same_change(ours, gold)
        and ours.qualifier == gold.get("qualifier", "exact")
        and (gold.get("period") is None or ours.period == gold["period"])
        and same_measure(ours, gold, same_about)
    )


def same_measure(
    ours: Observation, gold: dict[str, Any], same_about: Callable[[Observation, dict[str, Any]], bool]
) -> bool:
    """Measure and subject agree, apart or taken together (集成电路 | 出口 and 江苏省 | 集成电路出口)."""
    mine, theirs = _measure(ours.measure), _measure(str(gold["measure"]))
    both = _measure((ours.about or "") + ours.measure), _measure(str(gold["about"]) + str(gold["measure"]))
    apart = alike(mine, theirs) and same_about(ours, gold)
    return apart or SequenceMatcher(None, *both).ratio() >= 0.7


def alike(mine: str, theirs: str) -> bool:
    """Whether two wordings of a measure say the same: one inside the other, or most characters shared."""
    if not mine or not theirs:
        return mine == theirs
    return mine in theirs or theirs in mine or SequenceMatcher(None, mine, theirs).ratio() >= 0.5


def closeness(
    ours: Observation, gold: dict[str, Any], same_about: Callable[[Observation, dict[str, Any]], bool]
) -> float:
    """How well two figures of the same value fit, to pair the right ones."""
    score = 2.0 * in_full(ours, gold, same_about) + same_change(ours, gold) + same_measure(ours, gold, same_about)
    return score + (ours.period == gold.get("period")) - 0.5 * bool(gold.get("optional"))


def same_words(ours: str, gold: str) -> bool:
    """Whether two quotations begin with the same words, punctuation aside."""
    mine, theirs = surface(ours), surface(gold)
    head = theirs[:12]
    if head and head in mine[: len(theirs) + 40]:
        return True
    if mine[:8] and mine[:8] in theirs:
        return True
    return SequenceMatcher(None, mine[: len(theirs) + 4], theirs).ratio() >= 0.6


def _measure(words: str) -> str:
    return re.sub("[的了…]|总额$|金额$", "", surface(words))


def _assign(
    ours: Sequence[Any], gold: Sequence[G], same: Callable[[Any, G], bool], rank: Callable[[Any, G], float]
) -> list[tuple[Any, G]]:
    """One-to-one pairs of equal items, the best ranked first."""
    candidates = [(-rank(o, g), n, m) for n, o in enumerate(ours) for m, g in enumerate(gold) if same(o, g)]
    used: set[int] = set()
    taken: set[int] = set()
    pairs = []
    for _, n, m in sorted(candidates):
        if n not in used and m not in taken:
            used.add(n)
            taken.add(m)
            pairs.append((ours[n], gold[m]))
    return pairs


def _symmetric(subject: str, predicate: str, thing: str) -> tuple[str, str, str]:
    if predicate == "cooperatesWith" and thing < subject:
        return thing, predicate, subject
    return subject, predicate, thing


def _closure(edges: dict[tuple[str, str, str], bool]) -> set[tuple[str, str, str]]:
    """Transitive closure of the predicates that are transitive."""
    closed: set[tuple[str, str, str]] = set()
    for predicate in CLOSED:
        links: dict[str, set[str]] = defaultdict(set)
        for subject, name, thing in edges:
            if name == predicate:
                links[subject].add(thing)
        for start in list(links):
            reached, queue = set(), [start]
            while queue:
                for following in links.get(queue.pop(), ()):
                    if following not in reached:
                        reached.add(following)
                        queue.append(following)
            closed |= {(start, predicate, end) for end in reached}
    return closed


def _ancestors(edges: dict[tuple[str, str, str], bool]) -> dict[str, set[str]]:
    above: dict[str, set[str]] = defaultdict(set)
    for subject, predicate, thing in _closure(edges):
        if predicate == "partOf":
            above[subject].add(thing)
    for subject, predicate, thing in edges:
        if predicate == "location":
            above[subject].add(thing)
    return above


def _gold_figure(gold: dict[str, Any]) -> str:
    change = gold.get("change") or ""
    return f"{gold['about']} | {gold['measure']} | {gold['value']} {gold['unit']} {gold['qualifier']} {gold['period']} {change}"


def _our_figure(ours: Observation) -> str:
    change = f"{ours.change.kind} {ours.change.value:g}{ours.change.unit}" if ours.change else ""
    return f"{ours.about} | {ours.measure} | {ours.value} {ours.unit} {ours.qualifier} {ours.period} {change} [{ours.rule}]"
