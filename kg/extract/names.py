"""Names of the eight kinds: recogniser, gazetteers and rules propose, and one span wins at each place."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from kg.extract._found import Found
from kg.extract._names import bare
from kg.extract._propose import Proposal, propose
from kg.model import Article, Kind, Mention, Refused, Span
from kg.rules import rules

NEEDS = ("sentences", "tokens", "hits", "candidates", "times")
MAKES = ("mentions", "refused")

REPEATED = 0.75
WEAKEST = 0.35


def extract(article: Article, found: Found) -> None:
    """Add the mentions of an article, none overlapping another, and what was refused."""
    kept = _settle(list(propose(article, found)))
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


def _settle(proposals: list[Proposal]) -> list[Proposal]:
    """The proposals that stand: equal spans are merged, of overlapping ones the better wins."""
    best: dict[Span, Proposal] = {}
    support: Counter[tuple[Span, Kind]] = Counter()
    for proposal in proposals:
        support[proposal.span, proposal.kind] += 1
        known = best.get(proposal.span)
        if known is None or proposal.score > known.score:
            best[proposal.span] = proposal
    ranked = sorted(best.values(), key=lambda p: (-_weight(p, support), p.span))
    kept: list[Proposal] = []
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


def _weight(proposal: Proposal, support: Counter[tuple[Span, Kind]]) -> float:
    """Score with a bonus for length (the longer name says more) and for agreement of sources."""
    agreed = 0.1 * (support[proposal.span, proposal.kind] - 1)
    return proposal.score + agreed + 0.02 * min(proposal.span.end - proposal.span.start, 20)


_SAME = {"Award": 1, "Event": 1, "Place": 2, "Organization": 2, "Product": 2, "Platform": 2}


def _listed(text: str, kept: list[Proposal]) -> Iterator[Proposal]:
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
                yield Proposal(item, mate.kind, 0.62, "name.list", mate.subkind)
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
                yield Proposal(item, kind, 0.5, "name.list")


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


def _repeats(text: str, kept: list[Proposal]) -> Iterator[Proposal]:
    """Other occurrences of the longer names that were found once."""
    known: dict[str, Proposal] = {}
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
            yield Proposal(Span(at, at + len(surface)), proposal.kind, score, proposal.rule, proposal.subkind)
            at = text.find(surface, at + len(surface))


def _fitted(text: str, proposal: Proposal, found: Found) -> Proposal:
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


def _refusal(text: str, proposal: Proposal, found: Found) -> str | None:
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
