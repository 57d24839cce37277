"""The judge of one article: each of its items right, false or missed."""

from typing import Any

from kg.evaluate.edges import Edge, Wanted, symmetric
from kg.evaluate.matching import SameAbout, assign, closeness, in_full, match_entities, same_value, same_words
from kg.evaluate.score import Fault, Judged, Score
from kg.gold import Gold, surface
from kg.model import Claim, Dating, Extraction, LocalEntity, Observation, Statement

Rated = Claim | Dating | Observation | Statement


class Judge:
    """Scores one article into a Score."""

    def __init__(self, score: Score, gold: Gold, extraction: Extraction) -> None:
        self.score, self.gold, self.found = score, gold, extraction
        self.pairs = match_entities(extraction.entities, gold.entities)
        self.gold_of = {entity.id: match.id for entity, match in self.pairs}
        self.gold_by_id = {entity.id: entity for entity in gold.entities}
        self.name = {entity.id: entity.name for entity in extraction.entities}

    def fault(self, group: str, kind: str, item: str) -> None:
        """Notes an error."""
        self.score.faults.append(Fault(self.gold.stem, group, kind, item))

    def right(self, group: str, ours: Rated | None = None) -> None:
        """Counts an item that is right."""
        self.score.counts[group].right += 1
        self.judged(group, ours, right=True)

    def false(self, group: str, item: str, ours: Rated | None = None) -> None:
        """Counts an item of ours that is not annotated."""
        self.score.counts[group].false += 1
        self.fault(group, "false", item)
        self.judged(group, ours, right=False)

    def judged(self, group: str, ours: Rated | None, *, right: bool) -> None:
        """Notes of a claim of ours how sure it was and whether it is right."""
        if ours is not None:
            sure = {entity.id: entity.confidence for entity in self.found.entities}
            things = min(sure.get(identity, 1.0) for identity in _things(ours))
            self.score.judged.append(Judged(self.gold.stem, group, ours.rule, ours.confidence, right, things))

    def missed(self, group: str, item: str) -> None:
        """Counts an annotated item that we lack."""
        self.score.counts[group].missed += 1
        self.fault(group, "missed", item)

    # Entities ------------------------------------------------------------------------------------

    def entities(self) -> None:
        """Things: paired one to one with the annotated."""
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
        """Each edge of ours once, however many rules found it; each of those rules is judged."""
        wanted = Wanted(self.gold)
        ours: set[Edge] = set()
        told_by: set[tuple[Edge, str]] = set()
        unknown: set[Edge] = set()  # between things of ours that are not annotated
        for claim in self.found.claims:
            group = f"relation {claim.predicate}"
            told = f"{self.name[claim.subject]} --{claim.predicate}-> {self.name[claim.object]} [{claim.rule}]"
            subject, thing = self.gold_of.get(claim.subject), self.gold_of.get(claim.object)
            if subject is None or thing is None:
                edge = (claim.subject, claim.predicate, claim.object)
                if edge not in unknown and not self._world(*edge):
                    self.false(group, told, claim)
                unknown.add(edge)
                continue
            edge = symmetric(subject, claim.predicate, thing)
            verdict = wanted.verdict(edge)
            if verdict is not None and (edge, claim.rule) not in told_by:
                self.judged(group, claim, right=verdict)
            told_by.add((edge, claim.rule))
            if edge not in ours and verdict is False:
                self.false(group, told)
            ours.add(edge)
        for (subject, predicate, thing), lacking in wanted.missed(ours):
            if lacking:
                label = f"{self.gold_by_id[subject].name} --{predicate}-> {self.gold_by_id[thing].name}"
                self.missed(f"relation {predicate}", label)
            else:
                self.right(f"relation {predicate}")

    def _world(self, subject: str, predicate: str, thing: str) -> bool:
        """Whether an edge between things of ours is one that a gazetteer may add."""
        kinds = {entity.id: entity.kind for entity in self.found.entities}
        if predicate == "partOf":
            return kinds[subject] == "Place" and kinds[thing] == "Place"
        return predicate == "operatedBy" and kinds[subject] == "Platform"

    def dates(self) -> None:
        """Dates of things."""
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
        """Figures twice over: by their value, and in full."""
        same_about = self.about_matcher()
        for group, same in (
            ("figures by value", same_value),
            ("figures in full", lambda ours, gold: same_value(ours, gold) and in_full(ours, gold, same_about)),
        ):
            pairs = assign(
                self.found.observations, self.gold.observations, same, lambda o, g: closeness(o, g, same_about)
            )
            taken = {id(gold) for _, gold in pairs}
            matched = {id(ours) for ours, _ in pairs}
            for ours, gold in pairs:
                if not gold.get("optional"):
                    self.right(group, ours if group.endswith("value") else None)
            for gold in self.gold.observations:
                if id(gold) not in taken and not gold.get("optional"):
                    self.missed(group, gold_figure(gold))
            loose = [gold for gold in self.gold.observations if gold.get("optional")]
            for ours in self.found.observations:
                if id(ours) not in matched and not any(same_value(ours, gold) for gold in loose):
                    self.false(group, our_figure(ours), ours if group.endswith("value") else None)

    def about_matcher(self) -> SameAbout:
        """Whether a figure of ours is about what an annotated one is about, by words or by the thing it is linked to."""
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
        """Expressions of time, by what they resolve to."""
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
        """Statements, by who says it and how the words begin."""

        def same(ours: Any, gold: dict[str, Any]) -> bool:
            speaker = self.gold_of.get(ours.speaker)
            return speaker == gold["speaker"] and same_words(ours.text, gold["text"])

        pairs = assign(self.found.statements, self.gold.statements, same, lambda *_: 0.0)
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


def gold_figure(gold: dict[str, Any]) -> str:
    """An annotated figure in a line."""
    change = gold.get("change") or ""
    return f"{gold['about']} | {gold['measure']} | {gold['value']} {gold['unit']} {gold['qualifier']} {gold['period']} {change}"


def our_figure(ours: Observation) -> str:
    """A figure of ours in a line, with its rule."""
    change = f"{ours.change.kind} {ours.change.value:g}{ours.change.unit}" if ours.change else ""
    return f"{ours.about} | {ours.measure} | {ours.value} {ours.unit} {ours.qualifier} {ours.period} {change} [{ours.rule}]"
