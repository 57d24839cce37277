"""Phrases that mean a thing named before: 本次活动, 该市, 全省, 该公司."""

import re
from collections import Counter
from collections.abc import Iterator

from kg.extract._digest import stories, story
from kg.extract._found import Found
from kg.extract._index import Index, index
from kg.model import Article, Reference, Span
from kg.rules import rules
from kg.text import plain

NEEDS = ("entities", "references")
MAKES = ("anaphora",)


def extract(article: Article, found: Found) -> None:
    """Add a reference for each phrase whose meaning the text before it settles."""
    found.main_event = _main_event(article, found)
    known = index(found)
    taken = [reference.span for reference in found.references]
    added = [
        reference
        for step in (_events, _places, _bodies, _papers)
        for reference in step(article, found, known)
        if not any(reference.span.overlaps(span) for span in taken)
    ]
    found.references.extend(added)
    found.references.sort(key=lambda reference: reference.span)


def _main_event(article: Article, found: Found) -> str | None:
    """The event an article is about: told in the headline or early, and told again; none of a digest."""
    if stories(article):
        return None
    roles = {(p.start, p.end): (n, p.role) for n, p in enumerate(article.paragraphs)}
    weights: Counter[str] = Counter()
    for reference in found.references:
        if reference.kind != "Event" or re.match(
            "”?为主题", article.plain[reference.span.end : reference.span.end + 4]
        ):
            continue
        number, role = next(v for (a, b), v in roles.items() if a <= reference.span.start < b)
        weights[reference.entity] += 4 if role == "title" else 3 if number <= 1 else 2 if number == 2 else 1
    names = {entity.id: plain(entity.name) for entity in found.entities}
    ceremony = re.compile(rules("names")["inner"]["ceremony"])
    for entity in weights:
        if ceremony.search(names[entity]):
            weights[entity] //= 2
    if not weights:
        return None
    return min(weights, key=lambda e: (-weights[e], int(e[1:]) if e[1:].isdigit() else 0, e))


def _events(article: Article, found: Found, known: Index) -> Iterator[Reference]:
    """本次活动 is the event named last of a fitting sort; a bare 活动 is what the article is about."""
    table = rules("discourse")["anaphor"]
    names = {entity.id: plain(entity.name) for entity in found.entities}
    starts = stories(article)
    for match in re.finditer(table["event"], article.plain):
        first = story(starts, match.start())
        before = [
            r for r in found.references if r.kind == "Event" and first <= r.span.start and r.span.end <= match.start()
        ]
        head = re.sub("^(?:本次|此次|这次|该|本届|此届|这一|这场|这项|本场)(?:系列)?", "", match.group())[-2:]
        fitting = [r for r in before if names[r.entity].endswith(head)]
        told = before[-1].entity if starts and before else found.main_event
        chosen = fitting[-1].entity if fitting else told
        if chosen and before:
            yield Reference(Span(*match.span()), chosen, "Event", "anaphor.event")
    for match in re.finditer(table["activity"], article.plain):
        inside = [r for r in found.references if r.kind == "Event" and story(starts, match.start()) <= r.span.start]
        last = next((r.entity for r in reversed(inside) if r.span.end <= match.start()), None) if starts else None
        if last is not None and not names[last].endswith(("会议", "发布会")):
            yield Reference(Span(match.start(), match.start() + 2), last, "Event", "anaphor.event")
        if found.main_event and not names[found.main_event].endswith(("会议", "发布会")):
            span = Span(match.start(), match.start() + 2)
            yield Reference(span, found.main_event, "Event", "anaphor.event")


def _places(article: Article, found: Found, known: Index) -> Iterator[Reference]:
    """该市 is the city named last; 全省 the province that the article is set in; 我国 is China."""
    table = rules("discourse")["anaphor"]
    places = [r for r in found.references if r.kind == "Place"]
    for match in re.finditer(table["here"] + "|" + table["all"], article.plain):
        word = match.group()
        level = next((table["level"][char] for char in word if char in table["level"]), None)
        before = [r for r in places if r.span.end <= match.start()]
        wanted = [r for r in before if level is None or _level(r, known) == level]
        if word in ("全区", "我区", "区内", "自治区内"):
            regions = [r for r in places if _autonomous(r, known)]
            wanted = regions or wanted  # of an autonomous region, else of a district
        if word[-1] in "村镇乡":
            wanted = [r for r in before if article.plain[r.span.end - 1] == word[-1]]
        if not wanted and word[0] in "全我省市县":
            wanted = [r for r in places if _level(r, known) == level]
        if word.startswith("该"):
            wanted = [r for r in before if r in wanted or article.plain[r.span.end - 1] == word[-1]]
        span = Span(*match.span())
        if wanted:
            near = word.startswith("该") or word in ("当地", "这里") or word[-1] in "村镇乡"
            around = next((p for p in article.paragraphs if match.start() in range(p.start, p.end)), None)
            here = [r for r in wanted if around is not None and around.start <= r.span.start < match.start()]
            alone = {r.entity for r in here} if level is not None else set()
            told = here[-1].entity if len(alone) == 1 else _told_of(wanted, article.plain, known)
            entity = wanted[-1].entity if near else told
            yield Reference(span, entity, "Place", "anaphor.place")
        elif word[0] in "全我省市县":
            # the place may be named only inside other names (2023辽宁网上年货节)
            inside = [
                i for i, entry in sorted(known.entries.items()) if entry.kind == "Place" and entry.subkind == level
            ]
            if len(inside) == 1:
                yield Reference(span, inside[0], "Place", "anaphor.place")
    china = known.find("中国", "Place")
    if china:
        for match in re.finditer(table["country"], article.plain):
            yield Reference(Span(*match.span()), china, "Place", "anaphor.country")


def _level(reference: Reference, known: Index) -> str:
    entry = known.entries.get(reference.entity)
    if entry is not None:
        municipality = entry.subkind == "province" and entry.name.endswith("市")
        return "city" if municipality else entry.subkind or ""
    return known.entities[reference.entity].subkind or ""


def _autonomous(reference: Reference, known: Index) -> bool:
    entry = known.entries.get(reference.entity)
    return entry is not None and entry.name.endswith("自治区")


def _told_of(references: list[Reference], text: str, known: Index) -> str:
    """The place that a story is set in: it names that most, in the names of its bodies as well (甲省商务厅)."""
    names = {r.entity: plain(known.entities[r.entity].name) for r in references}
    stems = {entity: re.sub("(?<=..)(?:省|市|县|区|州|自治区|自治州)$", "", name) for entity, name in names.items()}
    return min(stems, key=lambda entity: (-text.count(stems[entity]), entity))


def _usual(references: list[Reference]) -> str:
    counts = Counter(reference.entity for reference in references)
    return min(counts, key=lambda entity: (-counts[entity], entity))


def _bodies(article: Article, found: Found, known: Index) -> Iterator[Reference]:
    """该公司 is the organisation or platform named last in the paragraph, 园区 the park named last in the story."""
    for match in re.finditer(rules("discourse")["anaphor"]["site"], article.plain):
        parks = [r for r in found.references if r.kind == "Place" and r.span.end <= match.start()]
        fitting = [r for r in parks if article.plain[r.span.end - 1] in match.group()]
        if fitting and fitting[-1].rule.endswith(".site"):
            yield Reference(Span(*match.span()), fitting[-1].entity, "Place", "anaphor.site")
    for match in re.finditer(rules("discourse")["anaphor"]["short"], article.plain):
        word = match.group()
        bodies = [r for r in found.references if r.kind == "Organization" and r.span.end <= match.start()]
        ending = [r for r in bodies if article.plain[r.span.start : r.span.end].endswith(word)]
        if ending:
            yield Reference(Span(*match.span()), _usual(ending), "Organization", "anaphor.short")
    for match in re.finditer(rules("discourse")["anaphor"]["body"], article.plain):
        start = article.plain.rfind("\n", 0, match.start()) + 1
        before = [
            r
            for r in found.references
            if r.kind in ("Organization", "Platform", "Place") and start <= r.span.start and r.span.end <= match.start()
        ]
        wanted = [r for r in before if r.kind != "Place" or r.rule.endswith(".site")]
        if wanted:
            last = wanted[-1]
            yield Reference(Span(*match.span()), last.entity, last.kind, "anaphor.body")


def _papers(article: Article, found: Found, known: Index) -> Iterator[Reference]:
    """该方案 is the document named last whose name says so; 该文件 and 该政策 the one named last."""
    policies = [r for r in found.references if r.kind == "Policy"]
    for match in re.finditer(rules("discourse")["anaphor"]["paper"], article.plain):
        word = match.group()[-2:]
        before = [r for r in policies if r.span.end <= match.start()]
        fitting = [r for r in before if word in known.entities[r.entity].name[-8:]]
        chosen = fitting or (before if word in ("文件", "政策") else [])
        if chosen:
            one = chosen[0 if match.group().startswith("本") else -1]  # 本办法 is the one that the story is about
            yield Reference(Span(*match.span()), one.entity, "Policy", "anaphor.paper")
