"""Skeletons of an article's sentences, with the subject of each clause carried over where it is left out."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from kg.extract._found import Found
from kg.extract._posts import without_posts
from kg.extract._skeleton import CLASSES, CODES, Item, Skeleton, build, insert, join, within, without
from kg.model import Article, Reference, Sentence, Span
from kg.rules import rules

_SUBJECTS = CLASSES["actor"] + CLASSES["event"] + CLASSES["person"] + CLASSES["site"]
_LASTING = ("Organization", "Place", "Event", "Platform")
_TIME = CODES["time"]
_Subject = tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class Scene:
    """A sentence ready for rules: its skeleton, and what it inherits.

    `bare` is the skeleton without the posts of people; `joined` is the bare skeleton of the sentence
    before and this one, where this one goes on with it (其中…). `main` is the event of the article where a headline
    speaks of it before it is named.
    """

    number: int
    sentence: Sentence
    skeleton: Skeleton
    topics: tuple[Reference, ...]
    bare: Skeleton
    joined: Skeleton | None = None
    main: Reference | None = None
    events: tuple[Reference, ...] = ()

    def topic(self, before: int, words: str = "") -> Reference | None:
        """The event spoken of at a place of the article: named last in the paragraph, else the main one.

        Where the words spoken call it a meeting, forum or fair, it is the one named last that is called so.
        """
        told = [topic for topic in self.topics if topic.span.start < before]
        topic = told[-1] if told else self.main
        noun = re.search(rules("discourse")["called"]["noun"], words)
        if topic is None or noun is None or self._words(topic).endswith(noun.group()):
            return topic
        fitting = [r for r in self.events if r.span.end <= before and self._words(r).endswith(noun.group())]
        return fitting[-1] if fitting else topic

    def _words(self, reference: Reference) -> str:
        return self.skeleton.words(reference).rstrip("”")


def scenes(article: Article, found: Found, *, brackets: bool = False) -> tuple[Scene, ...]:
    """Every sentence with names in place of text; subjects carry within a paragraph, and over its end
    where the next one begins with its verb. Made once for the same names, times and figures."""
    key = (len(found.references), len(found.times), len(found.quantities), int(brackets))
    if key not in found.scenes:
        found.scenes[key] = tuple(_staged(article, found, brackets))
    made: tuple[Scene, ...] = found.scenes[key]
    return made


def _staged(article: Article, found: Found, brackets: bool) -> Iterator[Scene]:
    items = ordered(found)
    main = next((r for r in found.references if r.entity == found.main_event), None)
    events = tuple(r for r in found.references if r.kind == "Event" and not r.rule.startswith("anaphor"))
    topics: tuple[Reference, ...] = ()
    subject: _Subject = ()
    pair: _Subject = ()
    before: Skeleton | None = None
    paragraph = -1
    for number, sentence in enumerate(found.sentences):
        if sentence.paragraph != paragraph:
            subject = subject if _goes_on(article, sentence, paragraph, subject) else ()
            paragraph, before = sentence.paragraph, None
            if not re.match(
                rules("discourse")["same"]["opens"], article.plain[sentence.span.start : sentence.span.end]
            ):
                topics = ()
        if not topics or re.match(
            rules("discourse")["fresh"]["opens"], article.plain[sentence.span.start : sentence.span.end]
        ):
            topics = (main,) if main and main.span.start < sentence.span.start else topics
        inside = within(items, sentence.span)
        if re.match(rules("discourse")["meanwhile"]["opens"], article.plain[sentence.span.start : sentence.span.end]):
            subject = tuple(one for one in subject if one.kind == "Event")
        skeleton = _without_themes(_without_dateline(build(article, sentence.span, inside, brackets=brackets)))
        full, _ = _carry(skeleton, subject, pair)
        bare, subject = _carry(_without_owners(without_posts(skeleton)), subject, pair)
        pair = _pair(bare) or pair
        here = tuple(item for item in inside if isinstance(item, Reference) and item.kind == "Event")
        opens = re.match(rules("discourse")["part"]["opens"], skeleton.text)
        joined = join(before, bare, "，") if before is not None and opens else None
        heads = main if article.paragraphs[paragraph].role == "title" and main not in here else None
        yield Scene(number, sentence, full, topics + here, bare, joined, heads, events)
        topics += tuple(
            item
            for item in here
            if (main is None or _told_of(bare, item)) and not article.plain.startswith("以来", item.span.end)
        )
        before = joined or bare


def _without_dateline(skeleton: Skeleton) -> Skeleton:
    """The skeleton without the outlet, place and day that open a report (甲社乙市4月23日电)."""
    match = _dateline().match(skeleton.text)
    return without(skeleton, set(range(match.end()))) if match else skeleton


def _without_themes(skeleton: Skeleton) -> Skeleton:
    """The skeleton without 以“…”为主题: a theme neither acts nor happens, whatever name it bears."""
    matches = re.finditer(rules("discourse")["theme"]["phrase"], skeleton.text)
    return without(skeleton, {place for match in matches for place in range(*match.span())})


def _without_owners(skeleton: Skeleton) -> Skeleton:
    """The skeleton without the owner before what it owns (甲集团旗下的乙公司): the second is the one that acts.

    In 与来自甲国的乙公司签约 the country does not act either.
    """
    body = CLASSES["org"] + CLASSES["platform"]
    owners = re.finditer(f"[{body}]{rules('discourse')['owner']['phrase']}(?=[{body}])", skeleton.text)
    homes = re.finditer(f"(?<=[与和同跟、对]){rules('discourse')['from']['phrase']}", skeleton.text)
    return without(skeleton, {place for match in (*owners, *homes) for place in range(*match.span())})


@cache
def _dateline() -> re.Pattern[str]:
    outlet = f"(?:[{CLASSES['org']}{CLASSES['platform']}]|[^，。：{CLASSES['name']}]{{0,8}})"
    place = f"[{CLASSES['place']}]{{0,3}} ?"
    where = f"{place}(?:{_TIME}(?:电|讯|报道)|(?:电|讯|报道)(?=[，：（ “]|记者|$))"
    return re.compile(f"{outlet} ?(?:{where}|(?:消息|讯)[：，])(?:（[^）]{{0,30}}）)? ?")


def _pair(skeleton: Skeleton, end: int | None = None) -> _Subject:
    """The two that a sentence joins last before a place (甲市与乙市签署协议): who 双方 are in what follows."""
    bodies = CLASSES["partner"]
    matches = list(
        re.finditer(f"[{bodies}](?:[^，。；：{CLASSES['name']}]{{0,6}})(?:与|和|同|跟)[{bodies}]", skeleton.text[:end])
    )
    both = (skeleton.items[matches[-1].start()], skeleton.items[matches[-1].end() - 1]) if matches else ()
    return tuple(item for item in both if isinstance(item, Reference))


def _goes_on(article: Article, sentence: Sentence, paragraph: int, subject: _Subject) -> bool:
    """Whether a paragraph may have the subject of the one before: both are text, neither is a heading."""
    if len(subject) != 1 or sentence.paragraph != paragraph + 1 or any(one.kind not in _LASTING for one in subject):
        return False
    last = article.paragraphs[paragraph]
    return last.role == "body" and article.plain[last.start : last.end].rstrip().endswith(("。", "”", "！"))


def _told_of(skeleton: Skeleton, event: Reference) -> bool:
    """Whether a sentence tells of an event, rather than brings it in as one of the things that are done."""
    place = skeleton.items.index(event) if event in skeleton.items else -1
    return place >= 0 and _verbs_before().search(skeleton.text[:place]) is None


@cache
def _verbs_before() -> re.Pattern[str]:
    return re.compile(rules("discourse")["brought"]["before"])


def ordered(found: Found) -> list[Item]:
    """References, times and figures in order of place; a time or figure inside a name is part of it."""
    references: Sequence[Item] = found.references
    taken = sorted(reference.span for reference in found.references)
    edges = [span.start for span in taken]

    def free(span: Span) -> bool:
        at = bisect_left(edges, span.end)
        return not any(taken[n].overlaps(span) for n in (at - 1,) if n >= 0)

    others: list[Item] = [time for time in found.times if free(time.span)]
    others += [quantity for quantity in found.quantities if free(quantity.span)]
    merged: list[Item] = sorted([*references, *others], key=lambda item: (item.span.start, -item.span.end))
    result: list[Item] = []
    for item in merged:
        if not result or item.span.start >= result[-1].span.end:
            result.append(item)
    return result


def _carry(skeleton: Skeleton, subject: _Subject, pair: _Subject) -> tuple[Skeleton, _Subject]:
    """The skeleton with subjects inserted at clauses that have none, and the subject it ends with."""
    lead, bare, preposition, qualifies, others, both = _patterns()
    text = skeleton.text
    added: list[tuple[int, Reference]] = []
    hidden = False  # whether somebody unnamed acts in this sentence
    fresh = len(subject) == 1  # a list that the sentence has not named itself does not hold events
    for start, end in _clauses(text):
        head = lead.match(text, start, end)
        at = head.end() if head else start
        if CODES["Event"] in text[start:at] and (not fresh or any(one.kind == "Event" for one in subject)):
            subject = ()  # 在乙论坛上，… no longer speaks of 甲论坛, nor of a list of guests before
        if preposition.match(text, at, end) and not bare.match(text, at, end):
            continue
        founded = _founded(skeleton, start) if text.startswith(("总部", "注册"), at) else None
        if founded is not None:
            subject, hidden, fresh = (founded,), False, True
        if at < end and text[at] in _SUBJECTS:
            named, stop = _named(skeleton, at, end)
            if named and not qualifies.match(text, stop, end):
                subject, hidden, fresh = named, False, True
            continue
        joined = (_pair(skeleton, start) or pair) if both.match(text, at, end) else ()
        if joined:
            subject, hidden, fresh = joined, False, True
            added += [(at, one) for one in joined]
        elif others.match(text, at, end):
            hidden = True
        elif subject and not hidden and bare.match(text, at, end):
            added += [(at, one) for one in subject]
    return insert(skeleton, added), subject


def _founded(skeleton: Skeleton, end: int) -> Reference | None:
    """The body set up in the clause before a place (甲、乙共同成立丙公司，总部设在…)."""
    body = CLASSES["body"]
    match = re.search(
        f"(?:成立|组建|设立|创立|创办)(?:了)?[^，。；{CLASSES['name']}]{{0,10}}([{body}])，$", skeleton.text[:end]
    )
    item = skeleton.items[match.start(1)] if match else None
    return item if isinstance(item, Reference) else None


def _named(skeleton: Skeleton, at: int, end: int) -> tuple[_Subject, int]:
    """The names that a clause begins with, one or a list, and where they end; of names run together the last acts."""
    found: list[Reference] = []
    stop = at
    for match in _list().finditer(skeleton.text[at:end]):
        if at + match.start() != stop:
            break
        stop = at + match.end()
        item = skeleton.items[at + match.end("name") - 1]
        if isinstance(item, Reference):
            found.append(item)
    rest = (
        re.compile("等[^，。；、的\ue000-\ue00b]{0,6}[家个位国地]?").match(skeleton.text, stop, end)
        if len(found) > 1
        else None
    )
    return tuple(found), rest.end() if rest else stop


@cache
def _list() -> re.Pattern[str]:
    return re.compile(f"(?:[、和与及]{{0,2}})(?P<name>[{_SUBJECTS}]+)")


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """How a clause leads in, opens with its verb, with a preposition; how a name only qualifies; who else acts, and 双方."""
    table = rules("discourse")["lead"]
    return (
        re.compile(f"(?:{'|'.join(table['adverbials'])}|{'|'.join(table['words'])}|{_TIME}|，|“)*"),
        re.compile(f"(?:{'|'.join(table['verbs'])})"),
        re.compile(table["prepositions"]),
        re.compile(table["not_subject"]),
        re.compile(table["others"]),
        re.compile(table["both"]),
    )


def _clauses(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in re.finditer("[，；：。！？]", text):
        if match.start() > start:
            yield start, match.start()
        start = match.end()
    if start < len(text):
        yield start, len(text)
