"""Candidates for what a figure is about, and the features by which one is chosen.

A candidate is a name (of the clause, the sentence, the sentences before, the headline), the whole
country or world, a group that the words themselves name (民营企业, 电商直播), or what the figure before
was about. `seeds/training/subjects.py` learns what each feature is worth.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator

from kg.extract._measures import NOMINAL
from kg.extract._ranker import probabilities, weights
from kg.extract._subjects import Subject
from kg.extract._traits import BACK, Candidate, Traits, View
from kg.model import Reference, Span
from kg.rules import rules


class Abouts(Traits):
    """Chooses what figures are about."""

    def choose(self, view: View) -> tuple[Candidate, float] | None:
        """The likeliest candidate and its probability, or None where there is none."""
        candidates = self.candidates(view)
        if not candidates:
            return None
        chances = probabilities(weights("subjects"), [sorted(c.features) for c in candidates])
        best = max(range(len(candidates)), key=lambda n: (chances[n], -n))
        return candidates[best], chances[best]

    # Candidates ---------------------------------------------------------------------------------------

    def candidates(self, view: View) -> list[Candidate]:
        """Every candidate with its features, in a fixed order."""
        found: dict[str, Candidate] = {}
        for candidate in (*self._named(view), *self._wide(view), *self._groups(view), *self._standing()):
            key = candidate.entity or candidate.name
            if key in found:
                found[key].features |= candidate.features
            else:
                found[key] = candidate
        self._carried(view, found)
        self._by_rule(view, found)
        for candidate in found.values():
            self._general(view, candidate)
        return list(found.values())

    def _named(self, view: View) -> Iterator[Candidate]:
        """Names before the figure, the nearest mention of each, and those after it in its clause."""
        number = bisect_left(self._sentence_starts, view.sentence.end) - 1
        first = self._sentence_starts[max(0, number - BACK)]
        low, at = bisect_left(self._starts, first), bisect_left(self._starts, view.q.span.start)
        seen: set[str] = set()
        for reference in reversed(self.references[low:at]):
            if reference.span.end > view.q.span.start or self._never(reference) or self._whole(reference, view):
                continue
            features = self._mention(view, reference, number)
            if reference.entity in seen:
                if "in:clause" in features or "in:sentence" in features:
                    yield Candidate(
                        "",
                        reference.entity,
                        reference.kind,
                        None,
                        {"again:" + f for f in features if f.startswith(("head", "in:"))},
                    )
                continue
            seen.add(reference.entity)
            yield Candidate(
                self.entities[reference.entity].name, reference.entity, reference.kind, reference.span, features
            )
            place = self._seat(reference)
            if place is not None:
                yield Candidate(self.entities[place].name, place, "Place", None, {"seat"})
            joined = re.match("与|和|同|—|-", self.text[reference.span.end :])
            partner = self._at(reference.span.end + 1)
            if joined and partner is not None and partner.kind == reference.kind:
                name = f"{self.entities[reference.entity].name}{joined.group()}{self.entities[partner.entity].name}"
                yield Candidate(name, None, reference.kind, reference.span, {*features, "joined"})
        for reference in self.references[at:]:
            if reference.span.start >= view.end:
                break
            gap = self.text[view.q.span.end : reference.span.start]
            features = {"in:after", f"after:{reference.kind}"}
            if re.search("参展|参加|参与|亮相|入驻|出席|落户", gap):
                features.add("after:join")
            if reference.entity not in seen and not self._never(reference):
                yield Candidate(
                    self.entities[reference.entity].name, reference.entity, reference.kind, reference.span, features
                )

    def _never(self, r: Reference) -> bool:
        """Whether a name cannot be what a figure is about: outlets, datelines, honours, plans told as times."""
        if r.kind == "Award" or self._dateline(r) or self.entities[r.entity].subkind == "media":
            return True
        if r.kind == "Policy" and self._plan.fullmatch(self.text[r.span.start : r.span.end].strip("“”")):
            return True
        return r.kind == "Person" and self.subjects.reports(r) and self.text[r.span.end : r.span.end + 1] != "："

    def _whole(self, r: Reference, view: View) -> bool:
        """Whether a name only tells the whole of a share or the other side of a comparison (占中国总值, 高于乙省)."""
        if r.span.start < view.clause.start:
            return False
        before = self.text[max(view.clause.start, r.span.start - 6) : r.span.start]
        return (
            re.search("占(?:到|了|据)?[^，]{0,4}$|(?:高于|高出|低于|快于|大于|多于|相当于|超过)[^，]{0,2}$", before)
            is not None
        )

    def _seat(self, r: Reference) -> str | None:
        """The place that a public body's name begins with, if the article names it (甲省商务厅)."""
        if r.kind != "Organization" or self.entities[r.entity].subkind != "government":
            return None
        name = self.entities[r.entity].name
        return next(
            (e.id for e in self.places if any(name.startswith(s) for s in (e.name, *e.aliases) if len(s) > 1)), None
        )

    def _at(self, start: int) -> Reference | None:
        n = bisect_left(self._starts, start)
        return self.references[n] if n < len(self._starts) and self._starts[n] == start else None

    def _wide(self, view: View) -> Iterator[Candidate]:
        """The country and the world, by the words of the sentence."""
        for match in re.finditer(
            "(?<![占高低于比出过])(?:全国|我国|全球|国内)(?!平均|各地|首)",
            self.text[view.sentence.start : view.q.span.start],
        ):
            at = view.sentence.start + match.start()
            where = "clause" if at >= view.clause.start else "sentence"
            name = match.group()
            span = Span(at, at + len(name))
            entity = None if name == "全球" else self.subjects.china()
            features = {f"wide:{name}:{where}", "wide"}
            if self._only_times(self._clause_start(at, view.sentence.start), at):
                features.add(f"wide head:{where}")
            yield Candidate(name, entity, "wide", span, features)

    def _groups(self, view: View) -> Iterator[Candidate]:
        """Groups that the words name: at the head of the measure, of the clause, of the clauses before."""
        table = rules("figures")["measure"]
        parts = re.match(
            f"(?P<group>[^的]{{0,10}}?{table['group']})的?(?P<measure>[^的]*{table['tail']})$", view.measure
        )
        if parts and not re.match(".$|[量额率值数]", parts["measure"]) and view.rule != "figure.each":
            features = {"group:measure"}
            if view.about is not None and view.entity is None:
                features.add("group:measure after group")
            yield Candidate(parts["group"], None, "group", None, features)
        start, distance, end = view.clause.start, 0, view.q.span.start
        while distance < 3:
            phrase = self._head_phrase(start, end)
            if phrase is not None:
                name = self.text[phrase.start : phrase.end]
                following = self.text[phrase.end : phrase.end + 1]
                token = next(iter(self.words.inside(Span(phrase.end, phrase.end + 1))), None)
                features = {f"group:head{distance}", f"group length:{min(4, len(name) // 2)}"}
                if token is not None and token.tag in ("v", "n", "d", "p", "vn", "m"):
                    features.add(f"group:head:{token.tag}")
                if following in "，：":
                    features.add("group:comma")
                if re.search(f"{table['group']}$", name):
                    features |= {"group:fits", f"group:fits{distance}"}
                if re.search(f"{table['tail']}$", name):
                    features |= {"group:tail", f"group:tail{distance}"}
                if name in view.measure:
                    features.add("group:in measure")
                yield Candidate(name, None, "group", phrase, features)
            if start <= view.sentence.start:
                break
            end = start - 1
            start = self._clause_start(end, view.sentence.start)
            distance += 1

    def _head_phrase(self, start: int, end: int) -> Span | None:
        """The noun phrase at the head of a clause, times and adverbs aside, names excepted."""
        head = re.compile(
            "(?:其中|此外|同时|目前|截至目前|据悉|另外|一些|各|有的|如今|而|像|，|”|在|从|这[家个批种类些])*"
        ).match(self.text, start, end)
        at = head.end() if head else start
        moved = True
        while moved:
            moved = False
            for time in self.found.times:
                if time.span.start == at:
                    at, moved = time.span.end, True
            if self.text[at : at + 1] in "，、的" and at < end:
                at, moved = at + 1, True
        tokens = self.words.inside(Span(at, end))
        stop = at
        for token in tokens:
            word = self.words.of(token)
            if token.tag not in NOMINAL - {"m", "q", "f", "TIME", "r", "s"} or word in "，；：。":
                break
            stop = token.span.end
        name = self._at(at)
        if stop - at < 2 or stop - at > 16 or (name is not None and name.span.end >= stop):
            return None
        if name is not None and self.text[at] in "该本我全此":  # 该县电商企业: the county is the subject
            return None
        return Span(at, stop)

    def _standing(self) -> Iterator[Candidate]:
        """What the story is about: its main event, what its headline names, what it names most, the country."""
        main = self.found.main_event
        if main is not None:
            yield self._known(main, "main")
        for entity in sorted(self.titled):
            yield self._known(entity, "titled")
        for kind, usual in sorted(self.usual.items()):
            if usual is not None:
                yield self._known(usual, f"usual:{kind}")
        china = self.subjects.china()
        yield Candidate(self.entities[china].name if china else "全国", china, "Place", None, {"country"})

    def _known(self, entity: str, feature: str) -> Candidate:
        return Candidate(self.entities[entity].name, entity, self.entities[entity].kind, None, {feature})

    def _carried(self, view: View, found: dict[str, Candidate]) -> None:
        """Mark what the figure before was about."""
        if view.about is None:
            return
        key = view.entity or view.about
        candidate = found.setdefault(
            key, Candidate(view.about, view.entity, self.entities[view.entity].kind if view.entity else "group")
        )
        same = "sentence" if view.since is not None else "before"
        candidate.features |= {f"carried:{same}"}
        if not any("in:clause" in c.features for c in found.values()):
            candidate.features.add(f"carried alone:{same}")

    def _by_rule(self, view: View, found: dict[str, Candidate]) -> None:
        """Mark what plain rules of reading would choose."""
        told: Subject | None = self.subjects.told(view.q, view.clause, view.end, self.inside)
        where = "clause"
        if told is None and view.since is not None and view.about is not None:
            told, where = (view.about, view.entity), "carried"
        head = Span(view.sentence.start, view.clause.start)
        if told is None:
            told, where = self.subjects.named(head, self.inside) or self.subjects.wide(head), "sentence"
        if told is None:
            event = self.subjects.event_before(view.q.span.start, since_figure=view.about is not None)
            told = (self.entities[event].name, event) if event else None
            where = "event"
        if told is None and view.about is not None:
            told, where = (view.about, view.entity), "before"
        if told is None:
            told, where = self.subjects.default(), "default"
        assert told is not None
        key = told[1] or told[0] or ""
        candidate = found.setdefault(key, Candidate(told[0] or "", told[1], "group"))
        candidate.features |= {"rule", f"rule:{where}"}
