"""Candidates for what a figure is about, and the features by which one is chosen.

A candidate is a name (of the clause, the sentence, the sentences before, the headline), the whole
country or world, or a group that the words themselves name (民营企业, 电商直播). What the figure before was about comes in
where figures are taken together (`_chain.py`); `seeds/training/subjects.py` learns what each feature is worth.
"""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator

from kg.extract._digest import after, story
from kg.extract._measures import NOMINAL
from kg.extract._pointing import Pointing
from kg.extract._traits import BACK, Candidate, View
from kg.model import Reference, Span
from kg.rules import rules

# 世界银行将2018年中国经济增长预期上调至6.5%: who only forecasts.
_FORECASTS = re.compile(
    "(?:今天|昨天|\\d{1,2}日|日前|近日|此前)?(?:将|把)[^，。；]{2,24}?(?:预期|预测|预估|目标价|评级)"
)

_LEVELS = ("country", "province", "city", "county", "facility")


class Abouts(Pointing):
    """Tells what figures may be about."""

    # Candidates ---------------------------------------------------------------------------------------

    def candidates(self, view: View) -> list[Candidate]:
        """Every candidate with its features, in a fixed order."""
        found: dict[str, Candidate] = {}
        for candidate in (
            *self._named(view),
            *self._speaking(view),
            *self._wide(view),
            *self._groups(view),
            *self._pointed(view),
            *self._held(view),
            *self._standing(view),
        ):
            key = candidate.entity or candidate.name
            if key in found:
                found[key].features |= candidate.features
            else:
                found[key] = candidate
        self._near(view, found.values())
        self._echoed(view, found.values())
        self._scope(found.values())
        allowed = [c for c in found.values() if c.name not in view.barred] or list(found.values())
        speaking = [c for c in allowed if "we" in c.features]
        if speaking and not any(f.startswith(("head:clau", "timed head:clau")) for c in allowed for f in c.features):
            allowed = speaking
        scope = [c for c in allowed if "scope" in c.features]
        if scope and view.rule in ("figure.level", "figure.growth") and not speaking:
            allowed = scope
        owner = self._of_what_follows(view)
        allowed = [c for c in allowed if owner is not None and c.entity == owner] or allowed
        for candidate in allowed:
            self._general(view, candidate)
        return allowed

    def _named(self, view: View) -> Iterator[Candidate]:
        """Names before the figure, the nearest mention of each, and those after it in its clause."""
        number = bisect_left(self._sentence_starts, view.sentence.end) - 1
        first = max(self._sentence_starts[max(0, number - BACK)], story(self.stories, view.q.span.start))
        low, at = bisect_left(self._starts, first), bisect_left(self._starts, view.q.span.start)
        seen: set[str] = set()
        told = re.search(
            "(?:^|[，、；：的])(?:而|但|现在|如今|目前)?[他她](?!们)", self.text[view.clause.start : view.q.span.start]
        )
        he = view.clause.start + told.end() if told else None
        met = False
        for reference in reversed(self.references[low:at]):
            if reference.span.end > view.q.span.start or self._whole(reference) or self._only_where(reference):
                continue
            if self._summed(reference, view):
                continue
            pronoun = reference.kind == "Person" and he is not None and not met and reference.span.end <= he
            if self._never(reference) and not pronoun:
                continue
            features = self._mention(view, reference, number)
            if pronoun:
                met = True
                features |= {"pronoun"}
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

    def _speaking(self, view: View) -> Iterator[Candidate]:
        """Whose words a quotation with 我们 is: the body named behind it (“我们建成3个仓库。”甲公司经理说)."""
        start = self.text.rfind("“", 0, view.q.span.start)
        close = self.text.find("”", view.q.span.end, view.q.span.end + 160)
        if start < 0 or close < 0 or "”" in self.text[start : view.q.span.start]:
            return
        if not re.search("我们|我[司厂店家]|公司", self.text[start : view.q.span.start]):
            return
        told = re.match("[，。]?[^。！？\n]{2,40}?(?:说|表示|介绍|告诉|透露|坦言)", self.text[close + 1 : close + 60])
        if told is None:
            return
        at = bisect_left(self._starts, close)
        for reference in self.references[at : at + 3]:
            if reference.span.end > close + 1 + told.end():
                return
            if reference.kind in ("Organization", "Platform"):
                yield Candidate(self.entities[reference.entity].name, reference.entity, reference.kind, None, {"we"})
                return

    def _near(self, view: View, candidates: Iterable[Candidate]) -> None:
        """Mark which of them stands nearest before the figure: of all, of its kind, at the head of a clause."""
        placed = [c for c in candidates if c.place is not None and c.place.start < view.q.span.start]
        placed.sort(key=lambda c: c.place.start if c.place else 0, reverse=True)
        kinds: set[str] = set()
        heads = 0
        for rank, candidate in enumerate(placed):
            candidate.features.add(f"rank:{min(rank, 4)}")
            if candidate.kind not in kinds:
                candidate.features |= {"nearest of kind", f"nearest:{candidate.kind}"}
            kinds.add(candidate.kind)
            if any(f.startswith(("head:", "timed head:", "wide head", "group:head")) for f in candidate.features):
                candidate.features.add(f"head rank:{min(heads, 2)}")
                heads += 1

    def _scope(self, candidates: Iterable[Candidate]) -> None:
        """Mark what the first sentence names, and whether the story tells of one place, of several or of none."""
        local = len(self._local)
        for candidate in candidates:
            if candidate.place is not None and candidate.place in self._lead:
                candidate.features.add("lead")
            if "country" in candidate.features or candidate.kind == "wide":
                candidate.features.add(f"country among:{min(local, 3)}")
            elif candidate.entity in self._local:
                candidate.features.add(f"place among:{min(local, 3)}")

    def _never(self, r: Reference) -> bool:
        """Whether a name cannot be what a figure is about: outlets, datelines, honours, plans told as times."""
        if r.kind == "Award" or self._dateline(r) or self.entities[r.entity].subkind == "media":
            return True
        if r.kind == "Organization" and self._publishes(r):
            return True
        if r.kind == "Event" and self.text.startswith("以来", r.span.end):
            return True  # 党的十八大以来
        if r.kind == "Event" and self._opens(r.entity):
            return True
        if r.kind == "Policy" and self._plan.fullmatch(self.text[r.span.start : r.span.end].strip("“”")):
            return True
        return r.kind == "Person" and self.subjects.reports(r) and self.text[r.span.end : r.span.end + 1] != "："

    def _opens(self, entity: str) -> bool:
        """Whether an event only opens or closes another that is named: what is counted is of that."""
        ceremony = re.compile(rules("names")["inner"]["opening"])
        events = [e.name for e in self.entities.values() if e.kind == "Event"]
        return ceremony.search(self.entities[entity].name) is not None and any(not ceremony.search(n) for n in events)

    def _publishes(self, r: Reference) -> bool:
        """Whether a public body only publishes the figure (甲局最新数据显示)."""
        if _FORECASTS.match(self.text, r.span.end):
            return True
        if self.entities[r.entity].subkind != "government":
            return False
        return re.match(rules("figures")["group"]["published"], self.text[r.span.end : r.span.end + 40]) is not None

    def _whole(self, r: Reference) -> bool:
        """Whether a name only tells the whole of a share or the other side of a comparison (占中国总值, 高于乙省)."""
        before = self.text[max(0, r.span.start - 6) : r.span.start]
        return (
            re.search(
                "占(?:到|了|据)?[^，。；]{0,4}$|(?:高于|高出|低于|快于|大于|多于|相当于|超过)[^，。；]{0,2}$", before
            )
            is not None
        )

    def _only_where(self, r: Reference) -> bool:
        """Whether a place only says where the place named right after it is (广东佛山)."""
        following = self._at(r.span.end)
        if r.kind != "Place" or following is None or following.kind != "Place":
            return False
        wide, narrow = (self.entities[x.entity].subkind or "" for x in (r, following))
        if wide in _LEVELS and self.text[following.span.end - 1] in "村镇乡":
            return True  # 甲区乙村
        return wide in _LEVELS and narrow in _LEVELS and _LEVELS.index(wide) < _LEVELS.index(narrow)

    def _summed(self, r: Reference, view: View) -> bool:
        """Whether a name is of a list whose members the figure counts (甲平台、乙平台等20多家平台参展)."""
        text, end = self.text, view.q.span.start
        sums = re.search("等(?:全[国省市]|近|约|超|逾|共|其他)*$", text[max(r.span.end, end - 8) : end])
        return (
            sums is not None
            and re.search("[，。；：]", text[r.span.end : end]) is None
            and (text[r.span.end] in "、和与及等”" or text[r.span.end : r.span.end + 2] == "以及")
        )

    def _seat(self, r: Reference) -> str | None:
        """The place that a public body's name begins with, if the article names it (甲省商务厅)."""
        if r.kind != "Organization" or self.entities[r.entity].subkind != "government":
            return None
        name = self.entities[r.entity].name
        return next(
            (e.id for e in self.places if any(name.startswith(s) for s in (e.name, *e.aliases) if len(s) > 1)), None
        )

    def _wide(self, view: View) -> Iterator[Candidate]:
        """The country and the world, by the words of the sentence and of those before it."""
        number = bisect_left(self._sentence_starts, view.sentence.end) - 1
        first = self._sentence_starts[max(0, number - BACK)]
        for match in re.finditer(
            "(?<![占高低于比出过居列])(?<!占到)(?<!占了)(?:全国|我国|全球|国内)(?!平均|各地|首|第|最|前\\d|领先|生产总值|的?\\d)",
            self.text[first : view.q.span.start],
        ):
            at = first + match.start()
            where, start = self._where(at, view)
            name = match.group()
            span = Span(at, at + len(name))
            entity = None if name == "全球" else self.subjects.china()
            features = {f"wide:{name}:{where}", "wide"}
            if self._only_times(self._clause_start(at, start), at):
                features.add(f"wide head:{where}")
            yield Candidate(name, entity, "wide", span, features)

    def _groups(self, view: View) -> Iterator[Candidate]:
        """Groups that the words name: at the head of the measure, of the clause, of the clauses before."""
        table = rules("figures")["measure"]
        parts = re.match(
            f"(?P<group>[^的]{{0,10}}?{table['group']})的?(?P<measure>[^的]*{table['tail']})$", view.measure
        )
        if parts and not re.match(".$|[量额率值数]", parts["measure"]) and view.rule != "figure.each":
            yield Candidate(parts["group"], None, "group", None, {"group:measure"})
        start, distance, end = view.clause.start, 0, view.q.span.start
        while distance < 3:
            phrase = self._head_phrase(start, end)
            if phrase is not None and self._group(phrase, view):
                yield self._headed(phrase, distance, view)
                short = re.match(f".{{2,12}}?{table['group']}(?=.{{2}})", self.text[phrase.start : phrase.end])
                if short is not None:
                    cut = Span(phrase.start, phrase.start + short.end())
                    candidate = self._headed(cut, distance, view)
                    candidate.features.add("group:cut")
                    yield candidate
            if start <= view.sentence.start:
                break
            end = start - 1
            start = self._clause_start(end, view.sentence.start)
            distance += 1

    def _group(self, phrase: Span, view: View) -> bool:
        """Whether a phrase can name a group: it is not the measure itself, a dateline or an adverb."""
        name, table = self.text[phrase.start : phrase.end], rules("figures")["group"]
        if name.removeprefix("全国").removeprefix("我国") in view.before:
            return False  # what a figure before counted is not whose the next one is
        if name.endswith(view.measure) and name.startswith(("全国", "我国", "全省", "全市")):
            return False
        if re.search("增[速幅][加放减]?[快慢缓]?$", name):
            return False
        if re.match("新(?:设立?|增|建|开|办|成立|注册|签)", name):
            return False  # 新设外商投资企业增长32.1%: what is counted
        if name == view.measure or re.fullmatch(table["none"], name):
            return False
        named = self._at(phrase.start)
        if named is not None and re.fullmatch(table["whole"], self.text[named.span.end : phrase.end]):
            return False
        return re.match(table["dateline"], self.text[phrase.end : phrase.end + 12]) is None

    def _headed(self, phrase: Span, distance: int, view: View) -> Candidate:
        """A group at the head of a clause, with what tells whether it is a subject."""
        name, table = self.text[phrase.start : phrase.end], rules("figures")["measure"]
        following = self.text[phrase.end : phrase.end + 1]
        token = next(iter(self.words.inside(Span(phrase.end, phrase.end + 1))), None)
        features = {f"group:head{distance}", f"group length:{min(4, len(name) // 2)}"}
        if token is not None and token.tag in ("v", "n", "d", "p", "vn", "m"):
            features.add(f"group:head:{token.tag}")
        if following in "，：":
            features.add("group:comma")
        if re.search(f"{table['group']}$", name):
            features |= {"group:fits", f"group:fits{distance}"}
        if re.fullmatch(table["group"], name):
            features.add("group:bare")
        if re.search(f"{table['tail']}$", name):
            features |= {"group:tail", f"group:tail{distance}"}
        if name in view.measure:
            features.add("group:in measure")
        if self.text.endswith("其中", 0, phrase.start):
            features |= {"group:among", f"group:among{distance}"}
        sorts = rules("figures")["group"]["sort"]
        features |= {f"group:sort:{sort}" for sort, words in sorted(sorts.items()) if re.search(f"(?:{words})$", name)}
        return Candidate(name, None, "group", phrase, features)

    def _head_phrase(self, start: int, end: int) -> Span | None:
        """The noun phrase at the head of a clause, times and adverbs aside, names excepted."""
        head = re.compile(
            "(?:其中|此外|同时|目前|截至目前|据悉|另外|一些|各(?![地级类])|有的|如今|而|像|，|”|在|从|这[家个批种类些])*"
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

    def _standing(self, view: View) -> Iterator[Candidate]:
        """What the story is about: its main event, what its headline names, what it names most, the country."""
        told = self._told_in_story(view.q.span.start)
        main = self.found.main_event
        if main is not None and main in told:
            yield self._known(main, "main")
        for entity in sorted(self.titled):
            if self.entities[entity].kind != "Award" and entity in told:
                yield self._known(entity, "titled")
        for kind, usual in sorted(self.usual.items()):
            if usual is not None and kind != "Award" and usual in told:
                yield self._known(usual, f"usual:{kind}")
        china = self.subjects.china()
        yield Candidate(self.entities[china].name if china else "全国", china, "Place", None, {"country"})

    def _told_in_story(self, at: int) -> Collection[str]:
        """What is named in the story of a digest that a place is in; everything where one story is told."""
        if not self.stories:
            return self.entities.keys()
        span = Span(story(self.stories, at), after(self.stories, at, len(self.text)))
        return {r.entity for r in self.references if r.span in span}

    def _known(self, entity: str, feature: str) -> Candidate:
        return Candidate(self.entities[entity].name, entity, self.entities[entity].kind, None, {feature})
