"""The features by which a candidate for what a figure is about is judged: where it stands, how, and what it is."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.extract._digest import stories
from kg.extract._found import Found
from kg.extract._measures import Words
from kg.extract._skeleton import Item
from kg.extract._subjects import Subjects
from kg.model import Article, Quantity, Reference, Span
from kg.rules import rules

BACK = 3  # sentences looked back


@dataclass(frozen=True, slots=True)
class View:
    """A figure as it is read: its clause, its sentence, its measure, and where the figure before stood.

    What is `barred` it cannot be about: members of its own list. `before` is what the figures before it in its sentence counted.
    """

    q: Quantity
    clause: Span
    sentence: Span
    end: int
    measure: str
    rule: str
    since: int | None  # where the figure before ended, if in the same sentence
    told: bool  # whether a figure was told before
    barred: tuple[str, ...] = ()
    before: tuple[str, ...] = ()


@dataclass(slots=True)
class Candidate:
    """Something that a figure may be about; `place` is its mention nearest to the figure."""

    name: str
    entity: str | None
    kind: str
    place: Span | None = None
    features: set[str] = field(default_factory=set)


class Traits:
    """What an article tells of the candidates it names."""

    def __init__(self, article: Article, found: Found, items: Sequence[Item], words: Words, subjects: Subjects) -> None:
        self.text = article.plain
        self.found = found
        self.words = words
        self.subjects = subjects
        self.entities = subjects.entities
        self.references = [item for item in items if isinstance(item, Reference)]
        self._starts = [r.span.start for r in self.references]
        self.sentences = found.sentences
        self.stories = stories(article)
        self._sentence_starts = [s.span.start for s in found.sentences]
        counts = Counter(r.entity for r in self.references)
        self.counts = counts
        self.usual = {
            kind: max((e for e in counts if self.entities[e].kind == kind), key=lambda e: (counts[e], e), default=None)
            for kind in {e.kind for e in found.entities}
        }
        self.titled = {
            r.entity
            for r in self.references
            if any(s.role == "title" and r.span in s.span for s in found.sentences[:2])
        }
        self.inside: Sequence[Item] = items
        self.places = [e for e in found.entities if e.kind == "Place"]
        self._plan = re.compile("|".join(rules("times")["plan"]))
        self._cues = {sort: re.compile(words) for sort, words in sorted(rules("figures")["cue"].items())}
        self._local = {e.id for e in self.places if e.subkind not in ("country", "region")}
        self._lead = next((s.span for s in found.sentences if s.role != "title"), Span(0, 0))

    def _mention(self, view: View, r: Reference, number: int) -> set[str]:
        """How a name stands towards a figure."""
        text, features = self.text, set[str]()
        start = r.span.start
        if start >= view.clause.start:
            where = "clause"
            head = view.clause.start
        elif start >= view.sentence.start:
            where = "sentence"
            between = text[start : view.q.span.start]
            features.add(f"clauses:{min(4, len(re.findall('[，；：]', between)))}")
            if "；" in between:
                features.add("semicolon")
            head = self._clause_start(start, view.sentence.start)
        else:
            n = bisect_left(self._sentence_starts, start + 1) - 1
            where = f"back{min(BACK, number - n)}"
            head = self._clause_start(start, self._sentence_starts[n])
            if self.sentences[n].paragraph != self.sentences[number].paragraph:
                features.add("other paragraph")
            if head == self._sentence_starts[n]:
                features.add("back first clause")
        features.add(f"in:{where}")
        lead = text[head:start]
        if re.fullmatch("(?:而|目前|如今|，)*(?:在|于)“?", lead) and re.match(
            "”?[^，]{0,6}[上中内里，]", text[r.span.end : r.span.end + 8]
        ):
            features.add(f"frame:{where[:4]}")
        elif re.match("(?:而|目前|如今|，)*(?:在|于)", lead):
            inner = re.match("”?(?:现场|期间)?[上中内里]?，", text[r.span.end : r.span.end + 6]) is not None
            features.add(f"{'ends' if inner else 'inside'} frame:{where[:4]}")
        if self._run_on(r):
            features |= {"qualifies", f"qualifies:{where[:4]}"}
        if self._adjacent(r, view):
            features |= {"adjacent", f"adjacent:{r.kind}"}
        if lead.endswith("其中"):
            features.add(f"among:{where[:4]}")
        if not lead.strip(" “"):
            features.add(f"head:{where[:4]}")
        elif self._only_times(head, start):
            features.add(f"timed head:{where[:4]}")
        before = re.search(
            "对|与|和|向|从|在|由|据|给|把|跟|同|通过|对接|来自|邀请|走进|等|到|往|以|为|将|被|的|、|“|于|占|比|是|及|给|让|使|助|成",
            text[max(0, start - 2) : start],
        )
        features.add(f"before:{text[start - 1] if before and before.end() == min(2, start) else '-'}:{where[:4]}")
        after = text[r.span.end : r.span.end + 2]
        mark: str | None = next(
            (
                c
                for c in (
                    "的",
                    "、",
                    "，",
                    "：",
                    "与",
                    "和",
                    "等",
                    "”",
                    "）",
                    "（",
                    "共",
                    "已",
                    "有",
                    "在",
                    "将",
                    "累计",
                    "实现",
                    "是",
                )
                if after.startswith(c)
            ),
            None,
        )
        if mark is None:
            token = next(iter(self.words.inside(Span(r.span.end, r.span.end + 1))), None)
            mark = token.tag if token and token.tag in ("v", "n", "d", "p", "vn") else "-"
        features.add(f"after:{mark}:{where[:4]}")
        for name, holds in (
            ("adverbial", self.subjects.adverbial(r, self.inside)),
            ("reports", self.subjects.reports(r)),
            ("attributive", self.subjects.attributive(r)),
            ("object", self.subjects.object(r, head)),
        ):
            if holds:
                features |= {name, f"{name}:{where[:4]}"}
        if view.since is not None and start >= view.since:
            features.add("since figure")
        if self._dateline(r):
            features.add("dateline")
        if r.rule == "anaphor.place" and self._scope_of(r, view):
            features |= {"scope", f"scope:{where[:4]}"}
        return features

    def _scope_of(self, r: Reference, view: View) -> bool:
        """Whether 全省 or the like stands right before the measure, or before the number itself (带动全省网络零售额达2亿元)."""
        gap = self.text[r.span.end : view.q.span.start]
        return not re.search("[，。；：、]", gap) and (gap.startswith(view.measure[:3]) or self._adjacent(r, view))

    def _run_on(self, r: Reference) -> bool:
        """Whether another name follows without a word between: of 甲平台“乙馆” the first only says whose it is."""
        n = bisect_left(self._starts, r.span.end)
        gap = self._starts[n] - r.span.end if n < len(self._starts) else 9
        return gap <= 2 and re.fullmatch("[”“（]*", self.text[r.span.end : r.span.end + gap]) is not None

    def _adjacent(self, r: Reference, view: View) -> bool:
        """Whether a name stands right before the number (甲协定其他14个成员国)."""
        gap = self.text[r.span.end : view.q.span.start]
        return (
            re.fullmatch(
                "[）》”]*(?:[（(][^）)]{1,12}[）)])?(?:其他|其它|其余|的|等|全部|现有|共)*(?:超|近|约|逾)?", gap
            )
            is not None
        )

    def _general(self, view: View, candidate: Candidate) -> None:
        """What holds of a candidate wherever it stands."""
        features, entity = candidate.features, self.entities.get(candidate.entity or "")
        kind = candidate.kind if entity is None else entity.kind
        subkind = entity.subkind if entity is not None else None
        unit = _unit_class(view.q.unit)
        features |= {f"kind:{kind}", f"kind:{kind}:{unit}", f"kind:{kind}:{view.rule}"}
        features |= {f"noun:{view.measure[-2:]}:{kind}", f"unit:{view.q.unit}:{kind}"}
        features |= {f"cue:{cue}:{kind}" for cue in self._cued(view)}
        if subkind:
            features.add(f"subkind:{subkind}")
        features.add(f"kind:{kind}:{_measure_class(view.measure)}")
        places = [f for f in features if f.startswith("in:")]
        features |= {f"{place}:{kind}" for place in places}
        if not places and "in:after" not in features:
            features.add("absent")
            features |= {f"absent:{f}" for f in list(features) if f.startswith(("main", "usual", "titled", "country"))}
        if entity is not None:
            if self.subjects.conference(entity.id):
                features.add("conference")
            if subkind == "media":
                features.add("media")
            total = sum(self.counts.values())
            features.add(f"share:{min(3, 8 * self.counts[entity.id] // max(total, 1))}")
        if self._bare(view):
            features |= {
                f"bare:{f}"
                for f in list(features)
                if f.startswith(("main", "head:sent", "head:back", "rule:", "frame"))
            }

    def _cued(self, view: View) -> set[str]:
        """The sorts of things that a figure's clause and sentence speak of without naming them."""
        sentence, end = self.text[view.sentence.start : view.clause.start], view.end
        clause = self.text[view.clause.start : end]
        found = {f"clause:{sort}" for sort, words in self._cues.items() if words.search(clause)}
        return found | {f"sentence:{sort}" for sort, words in self._cues.items() if words.search(sentence)}

    def _bare(self, view: View) -> bool:
        """Whether a figure's clause begins with its verb or number, so that its subject stands before."""
        start = view.clause.start
        head = re.compile("(?:其中|并|还|同时|累计|共|已|直接|预计|，)*").match(self.text, start)
        at = head.end() if head else start
        token = next(iter(self.words.inside(Span(at, view.q.span.end))), None)
        return token is not None and token.tag in ("v", "m", "vd", "q")

    def _dateline(self, r: Reference) -> bool:
        return re.match("\\d{1,2}月\\d{1,2}日[电讯]|[电讯消]|报道", self.text[r.span.end : r.span.end + 8]) is not None

    def _where(self, at: int, view: View) -> tuple[str, int]:
        """In which clause or sentence a place before the figure stands, and where that sentence begins."""
        if at >= view.sentence.start:
            return ("clause" if at >= view.clause.start else "sentence"), view.sentence.start
        number = bisect_left(self._sentence_starts, view.sentence.end) - 1
        n = bisect_left(self._sentence_starts, at + 1) - 1
        return f"back{min(BACK, number - n)}", self._sentence_starts[n]

    def _clause_start(self, at: int, start: int) -> int:
        return max(max(self.text.rfind(mark, start, at) for mark in "，；：。") + 1, start)

    def _only_times(self, start: int, end: int) -> bool:
        """Whether only times and adverbs stand between two places."""
        times = [t.span for t in self.found.times if start <= t.span.start and t.span.end <= end]
        rest = self.text[start:end]
        for span in reversed(times):
            rest = rest[: span.start - start] + rest[span.end - start :]
        return (
            re.fullmatch("(?:其中|截至|截止|目前|期间|以来|今年|去年|当前|“|在|从|而|同时|此外|据悉|末|底|，)*", rest)
            is not None
        )


def _unit_class(unit: str | None) -> str:
    if unit in ("CNY", "USD"):
        return "money"
    if unit in ("%", "个百分点", "百分点", "倍"):
        return "%"
    if unit in ("人", "名", "位", "人次"):
        return "people"
    return "none" if unit is None else "count"


def _measure_class(measure: str) -> str:
    for name, pattern in (
        ("trade", "进出口|出口|进口|外贸|贸易|外资|投资"),
        ("retail", "零售|消费|销售|成交|交易"),
        ("view", "观看|参展|参加|参会|展|订单|场次|直播"),
        ("firm", "营业收入|净利润|股|市值|营收|用户"),
        ("share", "占|比重"),
    ):
        if re.search(pattern, measure):
            return name
    return "other"
