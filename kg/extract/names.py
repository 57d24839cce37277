"""Names of the eight kinds: recogniser, gazetteers and rules propose, and one span wins at each place."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from kg.extract._found import Found
from kg.extract._names import bare
from kg.lexicon import Hit
from kg.model import Article, Kind, Mention, Refused, Span
from kg.rules import rules

NEEDS = ("sentences", "tokens", "hits", "candidates", "times")
MAKES = ("mentions", "refused")

# How much a source is trusted where proposals overlap; the recogniser's own probability counts instead.
GAZETTEER = 0.80
UNSURE = 0.30
BOOK = 0.99
QUOTED = 0.70
DOTTED = 0.97
HALL = 0.6
REPEATED = 0.75
WEAKEST = 0.35

_BOOK = re.compile("《[^《》\n]{2,60}》")
_QUOTED = re.compile("“([^“”\n]{2,24})”")


@dataclass(frozen=True, slots=True)
class _Proposal:
    span: Span
    kind: Kind
    score: float
    rule: str
    subkind: str | None = None


def extract(article: Article, found: Found) -> None:
    """Add the mentions of an article, none overlapping another, and what was refused."""
    kept = _settle(list(_propose(article, found)))
    kept = _settle([*kept, *_listed(article.plain, kept)])
    kept = _settle([*kept, *_repeats(article.plain, kept)])
    for proposal in (_fitted(article.plain, item, found) for item in kept):
        reason = _refusal(article.plain, proposal, found)
        text = article.text[proposal.span.start : proposal.span.end]
        if reason:
            found.refused.append(Refused(proposal.span, text, reason))
            continue
        found.mentions.append(
            Mention(proposal.span, text, proposal.kind, proposal.subkind, proposal.rule, round(proposal.score, 3))
        )
    found.mentions.sort(key=lambda mention: mention.span)


def _propose(article: Article, found: Found) -> Iterator[_Proposal]:
    text = article.plain
    for candidate in found.candidates:
        for part in _parted(text, candidate.span, candidate.kind):
            span = _trimmed(text, part, candidate.kind)
            if span is not None:
                yield _Proposal(span, candidate.kind, candidate.probability, "name.recognised")
    yield from _gazetteer(text, found)
    yield from _books(text)
    yield from _dotted(text)
    yield from _quoted(text)
    yield from _halls(text)


def _gazetteer(text: str, found: Found) -> Iterator[_Proposal]:
    """Sure surfaces that begin and end where words do."""
    edges = {edge for tagged in found.tagged for token in tagged.tokens for edge in (token.span.start, token.span.end)}
    for hit in found.hits:
        if not _stands_alone(text, hit, edges):
            continue
        for kind in dict.fromkeys(entry.kind for entry in hit.entries):
            entries = [entry for entry in hit.entries if entry.kind == kind]
            sure = any(hit.surface not in entry.unsure for entry in entries)
            score = (GAZETTEER if sure else UNSURE) + 0.005 * min(len(hit.surface), 20)
            yield _Proposal(hit.span, kind, score, "name.gazetteer", entries[0].subkind)


def _stands_alone(text: str, hit: Hit, edges: set[int]) -> bool:
    """Whether a surface is a word of its own here; a long one (four and more) always is."""
    start, end = hit.span.start, hit.span.end
    if hit.surface.isascii():
        before = text[start - 1 : start]
        after = text[end : end + 1]
        return not (before.isascii() and before.isalnum()) and not (after.isascii() and after.isalnum())
    return len(hit.surface) >= 4 or (start in edges and end in edges)


def _books(text: str) -> Iterator[_Proposal]:
    """Titles in 《》: newspapers and programmes are media, all else is a document."""
    for match in _BOOK.finditer(text):
        title = match.group().strip("《》")
        media = re.search("(?:日报|晚报|早报|时报|周刊|月刊|新闻联播|焦点访谈|杂志)$", title)
        kind: Kind = "Organization" if media else "Policy"
        yield _Proposal(Span(*match.span()), kind, BOOK, "name.book", "media" if media else "document")


def _dotted(text: str) -> Iterator[_Proposal]:
    """Transliterated names of people (阿列克谢·达赫诺夫斯基), of the characters that such names are written in."""
    titles = rules("people")["title"]["before_dotted"]
    cut = re.compile("^.*(?:" + "|".join(sorted(map(re.escape, titles), key=lambda w: (-len(w), w))) + ")")
    for match in _dotted_pattern().finditer(text):
        start, end = match.span()
        if text[start - 1 : start] == "“" and text[end : end + 1] == "”":
            continue
        removed = cut.match(match.group().partition("·")[0])
        if removed:
            start += removed.end()
        if text[start] != "·" and end - start >= 4:
            yield _Proposal(Span(start, end), "Person", DOTTED, "name.dotted")


@cache
def _dotted_pattern() -> re.Pattern[str]:
    sound = f"[{rules('people')['sound']['characters']}]"
    return re.compile(f"[\u4e00-\u9fff]{{1,7}}(?:·(?:{sound}{{1,7}}|[A-Z]\\.))+")


def _quoted(text: str) -> Iterator[_Proposal]:
    """“X”活动, “X”品牌, “X”奖: the word after the quotation, or after a list of them, says the kind."""
    marks = rules("names")["quote"]
    for match in _QUOTED.finditer(text):
        rest = re.sub("^(?:[、和与及]?“[^“”]{1,24}”)*", "", text[match.end() : match.end() + 160])[:16]
        rest = re.sub("^等(?:“[^“”]{1,8}”字号)?(?:[\\d一二三四五六七八九十百多]+[个项场大])?", "", rest)
        for kind, words in marks.items():
            middle = "(?:系列|主题|专题|特色|公共|区域|公用|网上|线上|国际|大型|荣誉|一系列|直播|促销|促消费|各项|子)*"
            following = re.match(middle + "(?:" + "|".join(sorted(words, key=lambda w: -len(w))) + ")", rest)
            if following:
                yield _Proposal(Span(match.start() + 1, match.end() - 1), kind, QUOTED, "name.quoted")
                break


_GLUED = re.compile(
    "(.*(?:省委|市委|县委|区委|党委|党中央|中共中央))((?:省|市|县|区|自治区)(?:人民)?政府|国务院|中央军委)"
)


def _halls(text: str) -> Iterator[_Proposal]:
    """Named halls, forums and sections of an event: “品味老字号”主题展馆, 新设环境服务专题展."""
    for pattern in rules("names")["event"]["patterns"]:
        for match in re.finditer(pattern, text):
            yield _Proposal(Span(*match.span("name")), "Event", HALL, "name.hall")


def _parted(text: str, span: Span, kind: Kind) -> Iterator[Span]:
    """A span in its parts where it holds several names: “甲”“乙”, 党中央国务院."""
    inside = text[span.start : span.end]
    if "”“" in inside:
        start = span.start
        for piece in inside.split("”“"):
            end = start + len(piece)
            yield Span(start, end)
            start = end + 2
        return
    glued = _GLUED.fullmatch(inside) if kind == "Organization" else None
    if glued:
        yield Span(span.start, span.start + glued.end(1))
        yield Span(span.start + glued.start(2), span.end)
        return
    yield span


def _trimmed(text: str, span: Span, kind: Kind) -> Span | None:
    """A span without a dangling half of a pair of marks."""
    start, end = span.start, span.end
    for left, right in ("“”", "《》", "（）", "‘’"):
        inside = text[start:end]
        if inside.count(left) > inside.count(right):
            if inside[0] == left:
                start += 1
            elif right in text[end : end + 1]:
                end += 1
            elif kind != "Event":
                return None
        elif inside.count(right) > inside.count(left):
            if inside[-1] == right:
                end -= 1
            elif text[start - 1 : start] == left:
                start -= 1
    inside = text[start:end]
    if inside[:1] == "“" and inside[-1:] == "”" and "“" not in inside[1:]:
        start, end = start + 1, end - 1
    return Span(start, end) if end > start else None


def _settle(proposals: list[_Proposal]) -> list[_Proposal]:
    """The proposals that stand: equal spans are merged, of overlapping ones the better wins."""
    best: dict[Span, _Proposal] = {}
    support: Counter[tuple[Span, Kind]] = Counter()
    for proposal in proposals:
        support[proposal.span, proposal.kind] += 1
        known = best.get(proposal.span)
        if known is None or proposal.score > known.score:
            best[proposal.span] = proposal
    ranked = sorted(best.values(), key=lambda p: (-_weight(p, support), p.span))
    kept: list[_Proposal] = []
    starts: list[int] = []
    for proposal in ranked:
        if proposal.score < WEAKEST:
            continue
        at = bisect_right(starts, proposal.span.start)
        before = at > 0 and kept[at - 1].span.overlaps(proposal.span)
        after = at < len(kept) and kept[at].span.overlaps(proposal.span)
        if not before and not after:
            kept.insert(at, proposal)
            starts.insert(at, proposal.span.start)
    return kept


def _weight(proposal: _Proposal, support: Counter[tuple[Span, Kind]]) -> float:
    """Score with a bonus for length (the longer name says more) and for agreement of sources."""
    agreed = 0.1 * (support[proposal.span, proposal.kind] - 1)
    return proposal.score + agreed + 0.02 * min(proposal.span.end - proposal.span.start, 20)


_SAME = {"Award": 1, "Event": 1, "Place": 2, "Organization": 2, "Product": 2, "Platform": 2}


def _listed(text: str, kept: list[_Proposal]) -> Iterator[_Proposal]:
    """Items of a list that end as a known item ends (甲基地、乙基地), or stand between two known ones."""
    spans = {proposal.span: proposal for proposal in kept}
    for match in re.finditer("[^，。；：！？\n]*、[^，。；：！？\n]*", text):
        items = list(_items(text, match.start(), match.end()))
        known = [spans.get(item) for item in items]
        kinds = Counter(p.kind for p in known if p is not None)
        for n, item in enumerate(items):
            if known[n] is not None or not 2 <= item.end - item.start <= 20:
                continue
            word = text[item.start : item.end]
            mates = [p for p in known if p is not None and p.kind in _SAME]
            mate = next((p for p in mates if word.endswith(text[p.span.end - _SAME[p.kind] : p.span.end])), None)
            if mate is not None and len(word) >= 3:
                yield _Proposal(item, mate.kind, 0.62, "name.list", mate.subkind)
                continue
            before = any(p is not None for p in known[max(0, n - 2) : n])
            after = any(p is not None for p in known[n + 1 : n + 3])
            kind = kinds.most_common(1)[0][0] if kinds else None
            if (
                before
                and after
                and kind in ("Organization", "Platform", "Person")
                and kinds[kind] >= 3
                and len(word) <= 6
            ):
                yield _Proposal(item, kind, 0.5, "name.list")


def _items(text: str, start: int, end: int) -> Iterator[Span]:
    """Items of a list by its commas; the last may follow 和 or 及, quotation marks aside."""
    for match in re.finditer("[^、]+", text[start:end]):
        first, last = start + match.start(), start + match.end()
        joined = re.search("(?:和|与|及|以及)(?=[^和与及]{2,20}$)", text[first:last])
        parts = [(first, last)] if joined is None else [(first, first + joined.start()), (first + joined.end(), last)]
        for a, b in parts:
            while a < b and text[a] in "“ ":
                a += 1
            tail = re.search("(?:”|等|等[^、]*|[\\d一二三四五六七八九十]+大[^、]*)$", text[a:b])
            if tail:
                b = a + tail.start()
            if b > a:
                yield Span(a, b)


def _repeats(text: str, kept: list[_Proposal]) -> Iterator[_Proposal]:
    """Other occurrences of the longer names that were found once."""
    known: dict[str, _Proposal] = {}
    for proposal in kept:
        surface = text[proposal.span.start : proposal.span.end]
        if (
            len(surface) >= 3
            or (proposal.kind in ("Person", "Platform") and len(surface) == 2 and proposal.score > 0.9)
        ) and (surface not in known or known[surface].score < proposal.score):
            known[surface] = proposal
    for surface, proposal in sorted(known.items()):
        if proposal.score < 0.6:
            continue
        at = text.find(surface)
        while at >= 0:
            score = min(proposal.score, REPEATED)
            yield _Proposal(Span(at, at + len(surface)), proposal.kind, score, proposal.rule, proposal.subkind)
            at = text.find(surface, at + len(surface))


def _fitted(text: str, proposal: _Proposal, found: Found) -> _Proposal:
    """The kind that gazetteer and context agree on, where the recogniser leaves it open."""
    surface = text[proposal.span.start : proposal.span.end]
    known = {e.kind for e in found.lexicon.get(surface) if surface not in e.unsure}
    if proposal.kind not in known and len(known) == 1 and proposal.score < 0.9:
        return replace(proposal, kind=next(iter(known)), subkind=None)
    if proposal.kind in ("Organization", "Platform") and {"Organization", "Platform"} <= known:
        start, end = max(0, proposal.span.start - 40), proposal.span.end + 40
        around = text[start:end].replace("\n", "。")
        if re.search(rules("names")["context"]["company"], around):
            return replace(proposal, kind="Organization", subkind="company")
    return proposal


def _refusal(text: str, proposal: _Proposal, found: Found) -> str | None:
    """Why a proposal is no name, or None."""
    surface = text[proposal.span.start : proposal.span.end]
    table = rules("junk")
    if bare(surface) in table["generic"]["words"]:
        return "generic noun"
    for block in table["pattern"]:
        if proposal.kind in block.get("kinds", [proposal.kind]) and re.search(block["pattern"], surface):
            return str(block["reason"])
    if any(time.span == proposal.span for time in found.times):
        return "a date"
    words = re.findall("[A-Za-z]+", surface) if surface.isascii() else []
    if len(words) > 3 and sum(word[0].isupper() for word in words) * 2 < len(words):
        return "an English phrase"
    if len(surface) == 1 and proposal.kind != "Place":
        return "a single character"
    return None


def between(mentions: list[Mention], span: Span) -> list[Mention]:
    """Mentions inside a span, by bisection."""
    starts = [mention.span.start for mention in mentions]
    return mentions[bisect_left(starts, span.start) : bisect_left(starts, span.end)]
