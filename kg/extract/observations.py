"""Figures with what they measure, of whom, when, and how they changed.

A sentence is read from left to right. A figure takes its measure from the noun phrase before it (or
after it: 培育70个基地), its subject and period from the clause, or carries them over from the figure
before; a change joins the figure it compares, or stands alone where no figure is told.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.extract._calendar import Period
from kg.extract._changes import Growth, growth, share
from kg.extract._discourse import ordered
from kg.extract._found import Found
from kg.extract._measures import Words, clause_phrase, left_phrase, right_phrase, verb_phrase
from kg.extract._skeleton import Item, owned
from kg.extract.times import parse
from kg.model import Article, Change, Observation, Quantity, Reference, Sentence, Span, Time
from kg.rules import rules

NEEDS = ("datings", "event times", "tokens")
MAKES = ("observations",)

_ABOUT_KINDS = ("Place", "Organization", "Event", "Platform", "Product")


@dataclass(slots=True)
class _State:
    """What carries over from figure to figure."""

    about: str | None = None
    entity: str | None = None
    measure: str | None = None
    period: str | None = None
    last: Observation | None = None


def extract(article: Article, found: Found) -> None:
    """Add the observations of the body, then those of the headline that the body does not tell."""
    reader = _Reader(article, found)
    body = [sentence for sentence in found.sentences if sentence.role != "title"]
    head = [sentence for sentence in found.sentences if sentence.role == "title"]
    seen: list[Observation] = []
    for sentence in body:
        seen.extend(reader.read(sentence))
    for sentence in head:
        seen.extend(item for item in reader.read(sentence) if not any(_rounded(item, known) for known in seen))
    found.observations.extend(_distinct(seen))


class _Reader:
    """Reads the figures of an article, sentence by sentence."""

    def __init__(self, article: Article, found: Found) -> None:
        self.text = article.plain
        self.article = article
        self.found = found
        self.items = ordered(found)
        self.words = Words(article.plain, [t for tagged in found.tagged for t in tagged.tokens])
        self.names = {entity.id: entity for entity in found.entities}
        self.state = _State()
        self.paragraph = -1
        self._next = 0
        self._named_by: Span | None = None
        self.held = {d.subject: d for d in found.datings if d.property == "startDate"}
        self.ends = {d.subject: d.value for d in found.datings if d.property == "endDate"}

    def read(self, sentence: Sentence) -> Iterator[Observation]:
        """Figures of one sentence, in order."""
        if sentence.paragraph != self.paragraph:
            self.paragraph = sentence.paragraph
            self.state = _State(about=self.state.about, entity=self.state.entity)
        span = sentence.span
        inside = [item for item in self.items if item.span in span]
        figures = [item for item in inside if isinstance(item, Quantity)]
        self.state.last = None
        done: list[Observation] = []
        used: set[int] = set()
        for n, quantity in enumerate(figures):
            if n in used:
                continue
            listed = self._listed(figures, n, span, inside)
            if listed:
                used.update(range(n, n + len(listed)))
                done.extend(listed)
                continue
            following = figures[n + 1] if n + 1 < len(figures) else None
            if following is not None and self._falls_to(quantity, following, span, inside, done, figures[n - 1] if n else None):
                used.add(n + 1)
                continue
            self._next = following.span.start if following else span.end
            self._figure(quantity, figures[n - 1] if n else None, span, inside, done)
        self._remember(sentence)
        yield from done

    def _remember(self, sentence: Sentence) -> None:
        """The period a sentence speaks of carries on, whether or not it told a figure."""
        for time in self.found.times:
            if time.span in sentence.span and not self._compared(time) and not self._spoken(time, sentence.span) and not self._edition(time):
                self.state.period = _as_period(time)

    # One figure -------------------------------------------------------------------------------------

    def _figure(self, q: Quantity, before: Quantity | None, span: Span, inside: Sequence[Item], done: list[Observation]) -> None:
        clause = self._clause(q.span.start, span.start)
        start = max(clause, before.span.end if before else clause)
        change = growth(self.text, clause if before is None else start, q, span.start)
        if change is not None:
            self._grown(q, change, start, span, inside, done)
            return
        portion = share(self.text, start, q)
        if portion is not None:
            whole = self.state.last.measure if self.state.last is not None else ""
            self._emit(q, whole + self._words(portion, q), "figure.share", span, inside, start, done)
            return
        left = self._left(Span(start, self._hedged(q)), inside, level=True)
        after = self._boundary(q.span.end, span.end)
        if self._only_qualifies(q, after):
            return
        right = None
        if q.unit not in ("CNY", "USD", "%"):
            right = right_phrase(self.words, Span(q.span.end, min(after, max(self._next, q.span.end))))
        measure = self._choose(q, left, right)
        if measure is None and q.unit == "%" and self.text[q.span.end : q.span.end + 1] == "的":
            rest = self.text[q.span.end + 1 : after]
            measure = rest[:24] or None
        if self._counts_nothing(q, right):
            return
        if measure is None and (q.unit not in ("CNY", "USD", "%") or self.state.measure is None):
            phrase = verb_phrase(self.words, Span(start, self._hedged(q)), Span(q.span.end, after))
            measure = self.text[phrase.start : phrase.end] if phrase else None
        measure = measure or self.state.measure
        if measure is None:
            return
        if q.unit is None and re.search("(?:额|产值|收入|投资|总值|成本|利润)$", measure):
            q = replace(q, unit="CNY")
        self._emit(q, measure, "figure.level", span, inside, start, done)

    def _left(self, span: Span, inside: Sequence[Item], *, level: bool = False) -> Span | None:
        """The noun phrase before a figure, the subject's name aside unless it is all there is."""
        bare = self._unsubjected(span, inside)
        found = clause_phrase(self.words, bare) or left_phrase(self.words, bare)
        if found is None and level:
            whole = left_phrase(self.words, span)
            named = [i for i in inside if isinstance(i, Reference) and whole and i.span.start >= whole.start and i.span.end == whole.end]
            if whole is not None and any(i.kind == "Product" for i in named):
                return whole
        return found

    def _only_qualifies(self, q: Quantity, after: int) -> bool:
        """Whether a sum only says what sort of project or firm is counted (超10亿元以上的项目50个)."""
        if q.unit not in ("CNY", "USD"):
            return False
        rest = self.text[q.span.end : after]
        return re.match("(?:以上|以下|及以上)?的?[^，。；、]{0,8}(?:项目|企业|产业)", rest) is not None

    def _falls_to(
        self, q: Quantity, following: Quantity, span: Span, inside: Sequence[Item], done: list[Observation], before: Quantity | None
    ) -> bool:
        """下降70%至1347.5亿元: a change and the level it leads to are one figure."""
        if re.fullmatch("(?:至|到|，?达到?|，为)", self.text[q.span.end : following.span.start]) is None:
            return False
        clause = self._clause(q.span.start, span.start)
        start = max(clause, before.span.end if before else clause)
        g = growth(self.text, start, q, span.start)
        if g is None:
            return False
        left = self._left(Span(start, max(start, g.start)), inside)
        measure = self.text[left.start : left.end] if left else self.state.measure
        if not measure:
            return False
        change = Change(g.kind, _plain(g.sign * q.value), q.unit or "%")
        self._emit(following, measure, "figure.level", span, inside, start, done, change, level=True)
        return True

    def _choose(self, q: Quantity, left: Span | None, right: Span | None) -> str | None:
        """The measure: the phrase before a number, unless only the one after it names what is counted."""
        if left is not None and self._named_by is not None and left.overlaps(self._named_by):
            left = None
        if self.text[q.span.start - 1 : q.span.start] == "的":
            left = None
        if left is not None and right is not None and q.unit not in (None, "%", "倍"):
            gap = self.text[left.end : q.span.start]
            verb = re.search("有|培育|吸引|建设|新增|推出|开展|举办|组织|引进|汇聚|覆盖|涵盖|涉及|惠及|带动|帮助|来自", gap)
            noun = len(self.text[right.start : right.end]) >= 2
            if noun and (verb or self._is_subject(left)):
                left = None
        chosen = left or right
        self._named_by = right if chosen is right else None
        return self.text[chosen.start : chosen.end] if chosen else None

    def _is_subject(self, span: Span) -> bool:
        """Whether a phrase is just the name of somebody."""
        return any(isinstance(i, Reference) and i.span.start <= span.start and span.end <= i.span.end for i in self.items)

    def _counts_nothing(self, q: Quantity, right: Span | None) -> bool:
        noun = self.text[right.start : right.end] if right else self.text[q.span.end : q.span.end + 3]
        if noun.startswith(tuple(rules("figures")["nothing"]["words"])):
            return True
        if q.unit in ("国", "省", "市", "县", "区") and not q.text[0].isdigit():
            # 五国 after the five is their sum; 两国 is no count at all
            before = self.text[q.span.start - 1 : q.span.start]
            return q.value <= 2 or any(isinstance(i, Reference) and i.span.end == q.span.start for i in self.items) or before in "等"
        return False

    # Growth -------------------------------------------------------------------------------------------

    def _grown(self, q: Quantity, g: Growth, start: int, span: Span, inside: Sequence[Item], done: list[Observation]) -> None:
        unit = "个百分点" if q.unit == "百分点" else q.unit or "%"
        change = Change(g.kind, _plain(g.sign * q.value), unit)
        clause = self._clause(q.span.start, span.start)
        left = self._left(Span(max(start, clause), max(g.start, start)), inside)
        named = self._subject(Span(max(start, clause), max(start, g.start)), inside)
        last = self.state.last
        if last is not None and last.value is not None and last.change is None and left is None:
            if named is None and not self._apart(last, q, span):
                joined = replace(last, change=change, evidence=Span(last.evidence.start, q.span.end))
                done[done.index(last)] = joined
                self.state.last = joined
                return
        measure = self.text[left.start : left.end] if left else self.state.measure
        if measure is not None:
            measure = re.sub("(?:\\d+|[一二两三四五六七八九十]+)年(?:间|来)?$", "", measure) or self.state.measure
        if measure is None or (left is not None and re.fullmatch("增速|增幅|涨幅|降幅|跌幅", measure)):
            measure = self.state.measure or measure or self.text[max(start, clause) : q.span.start][-6:]
        self._emit(q, measure, "figure.growth", span, inside, start, done, change)

    def _apart(self, last: Observation, q: Quantity, span: Span) -> bool:
        """Whether a full stop or semicolon parts a change from the figure before it."""
        return re.search("[；。]", self.text[last.evidence.end : q.span.start]) is not None and span.start > last.evidence.end

    def _listed(self, figures: Sequence[Quantity], n: int, span: Span, inside: Sequence[Item]) -> list[Observation]:
        """A、B和C分别增长x、y和z: each member with its figure."""
        run = [figures[n]]
        for following in figures[n + 1 :]:
            if re.fullmatch("、|和|与|以及|及|，", self.text[run[-1].span.end : following.span.start]) is None:
                break
            run.append(following)
        clause = self._clause(figures[n].span.start, span.start)
        before = self.text[clause : figures[n].span.start]
        cut = before.rfind("分别")
        if len(run) < 2 or cut < 0:
            return []
        begin, end = clause, clause + cut
        if len(before[:cut].strip("同比环则均，")) < 2 and clause > span.start:
            begin, end = self._clause(clause - 1, span.start), clause - 1
        members, measure, first = self._members(begin, end, len(run))
        if len(members) != len(run):
            return []
        g = growth(self.text, clause, figures[n], span.start)
        results: list[Observation] = []
        for member, quantity in zip(members, run, strict=True):
            change = Change(g.kind, _plain(g.sign * quantity.value), quantity.unit or "%") if g else None
            about, entity = member, self._entity_named(member, inside)
            what = measure or self.state.measure or ""
            if first:
                about, entity, what = self.state.about or "", self.state.entity, member
            evidence = Span(clause, quantity.span.end)
            period = self._period(quantity, span, inside)
            value = None if change else quantity.value
            results.append(
                Observation(
                    about=about or None, entity=entity, measure=what, value=value, unit=None if change else quantity.unit,
                    qualifier=quantity.qualifier, period=period, change=change, evidence=evidence,
                    rule="figure.each", confidence=0.8, upper=None,
                )
            )
        return results

    def _members(self, start: int, end: int, count: int) -> tuple[list[str], str | None, bool]:
        """Members of the list before 分别, the measure after it, and whether the members are measures."""
        head = re.sub("(?:同比|环比|较上年|比上年|则|均|也|将|，)+$", "", self.text[start:end])
        head = re.sub("^(?:其中|，)+", "", head)
        field = re.match("(?P<measure>[^，。、]{2,6}?)(?:增长|增速|下降)[^，。、]{0,10}?(?:是|为|有|包括)(?P<list>.+)", head)
        tail = re.match("(?P<list>.+?(?:、|和|与|及).+?)的(?P<measure>[^的]{2,12})$", head)
        known = field or tail
        measure = known["measure"] if known else None
        members = _split(known["list"] if known else head, count)
        nouns = re.compile("(?:额|量|值|数|数量|场次|规模|收入|利润|进口|出口|人数|次数|总额|面积|率)$")
        first = measure is None and all(nouns.search(m) for m in members)
        return members, measure, first

    # Subject and period -------------------------------------------------------------------------------

    def _emit(
        self, q: Quantity, measure: str, rule: str, span: Span, inside: Sequence[Item], start: int,
        done: list[Observation], change: Change | None = None, *, level: bool = False,
    ) -> None:
        clause = self._clause(q.span.start, span.start)
        about, entity = self._about(Span(clause, q.span.start), span, inside, q)
        period = self._period(q, span, inside)
        value = None if change is not None and not level else q.value
        observation = Observation(
            about=about,
            entity=entity,
            measure=measure.strip("，、 "),
            value=value,
            unit=None if value is None else q.unit,
            qualifier="under" if q.qualifier == "exact" and self._nearly(q) else q.qualifier,
            period=period or self._event_period(entity) or self._story_period(q, span),
            change=change,
            evidence=Span(min(clause, q.span.start), q.span.end),
            rule=rule,
            confidence=0.85 if about else 0.7,
            upper=q.upper if value is not None else None,
        )
        done.append(observation)
        if rule != "figure.share":
            self.state.measure = observation.measure
        self.state.about, self.state.entity = about, entity
        self.state.last = observation

    def _about(self, clause: Span, span: Span, inside: Sequence[Item], q: Quantity) -> tuple[str | None, str | None]:
        """Whom a figure describes: named in its clause, earlier in the sentence, or carried over."""
        shown = self._shown_at(q, span, inside)
        subject = shown or self._subject(clause, inside) or self._wide(clause)
        if subject is not None:
            return subject
        if self.state.last is not None:
            return self.state.about, self.state.entity
        subject = self._subject(Span(span.start, clause.start), inside) or self._wide(Span(span.start, clause.start))
        if subject is not None:
            return subject
        event = self._event_since(q)
        if event is not None:
            return self.names[event].name, event
        if self.state.about is not None:
            return self.state.about, self.state.entity
        main = self.found.main_event
        if main is not None and not self._conference(main):
            return self.names[main].name, main
        china = self._china()
        return (self.names[china].name if china else "全国"), china

    def _event_since(self, q: Quantity) -> str | None:
        """The event named last since the figure before, which a sentence without subject goes on to tell of."""
        for item in reversed(self.items):
            if item.span.start >= q.span.start:
                continue
            if isinstance(item, Quantity) and item.span.start < q.span.start and self.state.about is not None:
                return None
            if isinstance(item, Reference) and item.kind == "Event" and not self._conference(item.entity):
                return item.entity
        return None

    def _conference(self, entity: str) -> bool:
        return re.search("(?:发布会|会议|例会|吹风会)$", self.names[entity].name) is not None

    def _wide(self, area: Span) -> tuple[str, str | None] | None:
        """全国, 我国 and 全球 as the subject of a figure."""
        match = re.search("全国|我国|全球|国内", self.text[area.start : area.end])
        if match is None:
            return None
        return match.group(), None if match.group() == "全球" else self._china()

    def _china(self) -> str | None:
        names = {"中国", "我国", "中方"}
        return next((e.id for e in self.found.entities if e.kind == "Place" and names & {e.name, *e.aliases}), None)

    def _shown_at(self, q: Quantity, span: Span, inside: Sequence[Item]) -> tuple[str, str] | None:
        """The event that those counted come to (45个国家的企业将参展本届博览会)."""
        end = self._boundary(q.span.end, span.end)
        for item in inside:
            if isinstance(item, Reference) and item.kind == "Event" and q.span.end <= item.span.start < end:
                if re.search("参展|参加|参与|亮相|入驻|出席", self.text[q.span.end : item.span.start]):
                    return self.names[item.entity].name, item.entity
        return None

    def _subject(self, area: Span, inside: Sequence[Item]) -> tuple[str, str] | None:
        """The first name in a stretch that a figure can be about; several joined by 与 are one group."""
        for item in inside:
            if not isinstance(item, Reference) or item.span not in area or item.kind not in _ABOUT_KINDS:
                continue
            if self._adverbial(item, inside) or self._reports(item) or self._attributive(item):
                continue
            name = self.names[item.entity].name
            joined = re.match("(?:与|和|同|—|-)", self.text[item.span.end : item.span.end + 1])
            partner = next((o for o in inside if isinstance(o, Reference) and o.span.start == item.span.end + 1), None)
            if joined and partner is not None and partner.kind == item.kind:
                name = f"{name}{joined.group()}{self.names[partner.entity].name}"
            return name, item.entity
        return None

    def _adverbial(self, item: Reference, inside: Sequence[Item]) -> bool:
        """Whether a name, or the list it stands in, only says where, with whom or from whom."""
        start = item.span.start
        for other in reversed([i for i in inside if i.span.end <= start]):
            if self.text[other.span.end : start] not in ("、", "和", "与", "及", "以及"):
                break
            start = other.span.start
        before = self.text[max(0, start - 2) : start]
        if before.endswith(("对", "与", "和", "向", "从", "在", "由", "据", "给", "把", "跟", "同", "通过", "对接", "来自", "邀请", "走进", "等")):
            return self.text[item.span.end : item.span.end + 2] not in ("全省", "全国")
        return re.match("\\d{1,2}月\\d{1,2}日[电讯]", self.text[item.span.end : item.span.end + 8]) is not None

    def _attributive(self, item: Reference) -> bool:
        """Whether a place only says whose goods or firms are meant (俄罗斯商品)."""
        return item.kind == "Place" and owned(self.text, item.span.end)

    def _reports(self, item: Reference) -> bool:
        """Whether a body only tells the figure (海关总署发布数据), as ministries and media do."""
        entity = self.names[item.entity]
        if entity.subkind == "media" or item.kind == "Event" and re.search("(?:发布会|例会)$", entity.name):
            return True
        if item.kind != "Organization":
            return False
        after = self.text[item.span.end : item.span.end + 24]
        if re.match(f"[^，。；]{{0,20}}?(?:{rules('statements')['verb']['pattern']}|数据|统计|发布|获悉|了解到|监测|预测|测算|的?消息)", after):
            return True
        return entity.subkind == "government" and re.search("(?:部|总署|总局|统计局|司|委员会|国务院|局|署)$", entity.name) is not None and not re.match("已|共|全年|系统", after)

    def _unsubjected(self, span: Span, inside: Sequence[Item]) -> Span:
        """A stretch without the names and times it begins with: 辽宁省网上零售额 is the measure 网上零售额."""
        start = span.start
        for item in inside:
            if isinstance(item, Quantity) or item.span not in span:
                continue
            between = self.text[start : item.span.start]
            if len(between) <= 6 and re.fullmatch("[^额量值数]*", between) and self.text[item.span.end : item.span.end + 1] not in "的":
                start = item.span.end
        return Span(start, span.end)

    def _period(self, q: Quantity, span: Span, inside: Sequence[Item]) -> str | None:
        """The period told last before a figure in its sentence, or the one carried over in the paragraph."""
        told = None
        for item in self.found.times:
            inside_clause = item.span in Span(span.start, q.span.start)
            if inside_clause and not (self._compared(item) or self._edition(item) or self._spoken(item, span)):
                told = item
        now = re.search("截至目前|目前|迄今|至今", self.text[span.start : q.span.start])
        if told is not None and not (now and now.start() + span.start > told.span.start):
            self.state.period = _as_period(told)
            return self.state.period
        if now:
            return None
        return self.state.period

    def _event_period(self, entity: str | None) -> str | None:
        dating = self.held.get(entity or "")
        if dating is None:
            return None
        end = self.ends.get(dating.subject)
        return f"{dating.value}/{end}" if end and end != dating.value else dating.value

    def _spoken(self, time: Time, span: Span) -> bool:
        """Whether a day only tells when something was said or published, not when it was measured."""
        if "/" in time.value or len(time.value) < 10:
            return False
        clause = self._clause(time.span.start, span.start)
        end = self._boundary(time.span.end, span.end)
        said = rules("statements")["verb"]["pattern"]
        around = self.text[clause : min(span.end, end + 14)]
        return re.search(f"{said}|举行|举办|召开|发布|公布|获悉|电|讯|了解到|启动|开幕", around) is not None

    def _edition(self, time: Time) -> bool:
        """Whether a year only tells an edition of an event whose dates are known."""
        outer = next((i for i in self.items if isinstance(i, Reference) and time.span in i.span), None)
        return outer is not None and (outer.kind != "Event" or outer.entity in self.held)

    def _story_period(self, q: Quantity, span: Span) -> str | None:
        """In the report of an event that is over, the event's own days."""
        main = self.found.main_event
        end = self.ends.get(main or "")
        if main is None or end is None or (self.article.published or "")[:10] < end or main not in self.held:
            return None
        if re.search("目前|已有|已经|截至|全年|每年|年[产销发]", self.text[span.start : q.span.start]):
            return None
        return self._event_period(main)

    def _compared(self, time: Time) -> bool:
        """Whether a time is only what a change is measured against (比2012年, 与2019年同期相比)."""
        before = self.text[max(0, time.span.start - 1) : time.span.start]
        after = self.text[time.span.end : time.span.end + 3]
        return before in ("比", "较", "与", "于") or "同期" in time.text or after.startswith(("相比", "的水平")) or "上年" in time.text

    def _entity_named(self, name: str, inside: Sequence[Item]) -> str | None:
        return next((i.entity for i in inside if isinstance(i, Reference) and self.text[i.span.start : i.span.end] == name), None)

    # Places in the text -------------------------------------------------------------------------------

    def _clause(self, at: int, start: int) -> int:
        """Where the clause around a place begins; a comma after a mere time or connective does not end it."""
        cut = max(self.text.rfind(mark, start, at) for mark in "，；：。") + 1
        return max(cut, start)

    def _boundary(self, at: int, end: int) -> int:
        stops = [self.text.find(mark, at, end) for mark in "，；：。！？"]
        return min((stop for stop in stops if stop >= 0), default=end)

    def _nearly(self, q: Quantity) -> bool:
        """近规划面积的90%: the hedge stands before the whole it is a part of."""
        return re.search("近[^，。；近]{2,10}的$", self.text[max(0, q.span.start - 14) : q.span.start]) is not None

    def _hedged(self, q: Quantity) -> int:
        """Where a figure begins, with the hedge before it."""
        hedges = rules("units")["hedge"]
        for word in sorted((w for key in ("under", "over", "about") for w in hedges[key]), key=len, reverse=True):
            if self.text.endswith(word, 0, q.span.start):
                return q.span.start - len(word)
        return q.span.start

    def _words(self, start: int, q: Quantity) -> str:
        words = self.text[start : self._hedged(q)]
        return re.sub("(?:的|达到了?|达|为|约|已|高达|升至|提高到|超过|近|，|了)+$", "", words)


def _split(text: str, count: int) -> list[str]:
    """A list in as many members as there are figures; 和 parts members only where that makes the count."""
    ways = (
        [*text.split("、")[:-1], *re.split("和|与|及|以及", text.split("、")[-1], maxsplit=1)],
        text.split("、"),
        re.split("、|和|与|以及|及", text),
    )
    for way in ways:
        members = [member.strip("“”（） ") for member in way if member.strip()]
        if len(members) == count:
            return members
    return []


def _as_period(time: Time) -> str:
    period: Period = parse(time.value)
    return period.iso()


def _plain(number: float) -> float:
    """A whole number without its fraction."""
    return int(number) if float(number).is_integer() else number


def _rounded(head: Observation, body: Observation) -> bool:
    """Whether a headline's figure repeats one of the body, rounded."""
    if head.value is None or body.value is None:
        return head.change is not None and head.change == body.change and head.value == body.value
    return head.unit == body.unit and abs(head.value - body.value) <= 0.02 * abs(body.value)


def _distinct(observations: Sequence[Observation]) -> Iterator[Observation]:
    """Each figure once, although captions and summaries repeat it."""
    seen: set[tuple[object, ...]] = set()
    for item in observations:
        key = (item.value, item.upper, item.unit, item.measure, item.period, item.change, item.entity)
        if key not in seen:
            seen.add(key)
            yield item
