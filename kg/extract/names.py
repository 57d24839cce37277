"""Names of the eight kinds: recogniser, gazetteers and rules propose, and one span wins at each place."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

from kg.extract._found import Found
from kg.extract._names import bare
from kg.extract._propose import handed_back, propose
from kg.extract._shapes import Proposal
from kg.model import Article, Kind, Mention, Refused, Span
from kg.rules import rules

NEEDS = ("sentences", "tokens", "hits", "candidates", "times")
MAKES = ("mentions", "refused")

REPEATED = 0.75
FULLER = 0.2
SURE = 0.8
WEAKEST = 0.35


def extract(article: Article, found: Found) -> None:
    """Add the mentions of an article, none overlapping another, and what was refused."""
    proposed = [_grown(article.plain, p) for p in handed_back(article.plain, list(propose(article, found)))]
    described = [(item, reason) for item in proposed if (reason := _described(article.plain, item))]
    found.refused.extend(_told(article, item, reason) for item, reason in described)
    proposed = [item for item in proposed if not _described(article.plain, item)]
    kept = _settle(proposed)
    kept = _settle([*kept, *_listed(article.plain, kept, found)])
    kept = _settle([*kept, *_branches(article.plain, kept)])
    kept = _settle([*kept, *_repeats(article.plain, kept)])
    found.refused.extend(_doubtful(article, proposed, kept))
    fitted = (_fitted(article.plain, item, found) for item in kept)
    for proposal in (part for item in fitted for part in _parted(article.plain, item, found)):
        reason = _refusal(article.plain, proposal, found)
        if reason:
            found.refused.append(_told(article, proposal, reason))
            continue
        text = article.text[proposal.span.start : proposal.span.end]
        found.mentions.append(
            Mention(proposal.span, text, proposal.kind, proposal.subkind, proposal.rule, round(proposal.score, 3))
        )
    found.mentions.sort(key=lambda mention: mention.span)
    found.refused.sort(key=lambda refused: refused.span)


def _grown(text: str, proposal: Proposal) -> Proposal:
    """A name of two signs with the third that stands between it and a verb of saying (张|咏前表示)."""
    span, pattern = proposal.span, rules("people")["third"]["pattern"]
    latin = re.match("[A-Za-z]+(?=[\u4e00-\u9fff])", text[span.start : span.end])
    if proposal.kind == "Person" and latin is not None and re.match("[A-Za-z]", text[span.start - 1 : span.start]):
        return replace(proposal, span=Span(span.start + latin.end(), span.end))  # CE|O张某
    if proposal.kind != "Person" or span.end - span.start != 2 or not re.match(pattern, text[span.end : span.end + 6]):
        return proposal
    return replace(proposal, span=Span(span.start, span.end + 1))


def _branches(text: str, kept: list[Proposal]) -> Iterator[Proposal]:
    """A body with its branch, found as two names: 甲集团|乙省分公司 is one."""
    pattern = re.compile(rules("names")["inner"]["outlet"])
    for owner, place in pairwise(sorted(kept, key=lambda p: p.span)):
        if owner.kind not in ("Organization", "Platform") or owner.span.end != place.span.start:
            continue
        match = pattern.match(text, place.span.start)
        if place.kind in ("Place", "Organization") and match is not None and match.end() >= place.span.end:
            yield Proposal(Span(owner.span.start, match.end()), "Organization", 0.95, "name.branch", "company")


def _parted(text: str, proposal: Proposal, found: Found) -> tuple[Proposal, ...]:
    """A place and a place in it that were taken for one name (甲省乙市) are two; so are 甲博览会“乙论坛”, 甲国的榴莲."""
    span, lexicon = proposal.span, found.lexicon
    surface = text[span.start : span.end]
    if proposal.kind == "Event" and (forum := re.fullmatch(rules("names")["inner"]["forum"], surface)):
        parts = (Span(span.start + a, span.start + b) for a, b in (forum.span("whole"), forum.span("part")))
        return tuple(replace(proposal, span=part, subkind=None) for part in parts)
    owned = re.fullmatch("(.{2,8})的(.{2,})", surface) if proposal.kind == "Product" else None
    if owned and lexicon.get(owned[1], "Place"):
        home = Span(span.start, span.start + owned.end(1))
        good = replace(proposal, span=Span(span.start + owned.start(2), span.end))
        return (replace(proposal, span=home, kind="Place", subkind=None), good)
    if proposal.kind != "Place" or lexicon.get(surface, "Place"):
        return (proposal,)
    for at in range(2, len(surface) - 1):
        outer = lexicon.get(surface[:at], "Place")
        for entry in lexicon.get(surface[at:], "Place") if outer else ():
            if any(above in outer for above in lexicon.ancestors(entry)):
                middle = span.start + at
                halves = (Span(span.start, middle), Span(middle, span.end))
                return tuple(replace(proposal, span=half, subkind=None) for half in halves)
    return (proposal,)


def _doubtful(article: Article, proposed: list[Proposal], kept: list[Proposal]) -> Iterator[Refused]:
    """What the recogniser took for a name but is not sure enough of."""
    for proposal in proposed:
        if proposal.score < WEAKEST and proposal.rule == "name.recognised":
            if any(other.span.overlaps(proposal.span) for other in kept):
                continue
            yield _told(article, proposal, "the recogniser is not sure enough that it is a name")


def _told(article: Article, proposal: Proposal, reason: str) -> Refused:
    return Refused(proposal.span, article.text[proposal.span.start : proposal.span.end], reason)


def _described(text: str, proposal: Proposal) -> str | None:
    """Why a proposal only describes things, so that the names within it stand for themselves; or None."""
    surface = text[proposal.span.start : proposal.span.end]
    blocks = (block for block in rules("junk")["pattern"] if block.get("frees"))
    return next((str(block["reason"]) for block in blocks if _is_junk(block, surface, proposal)), None)


def _is_junk(block: dict[str, Any], surface: str, proposal: Proposal) -> bool:
    if proposal.rule == "name.gazetteer" and block.get("frees"):
        return False
    return proposal.kind in block.get("kinds", [proposal.kind]) and bool(re.search(block["pattern"], surface))


def _settle(proposals: list[Proposal]) -> list[Proposal]:
    """The proposals that stand: equal spans are merged, of overlapping ones the better wins."""
    best: dict[Span, Proposal] = {}
    support: Counter[tuple[Span, Kind]] = Counter()
    for proposal in proposals:
        support[proposal.span, proposal.kind] += 1
        known = best.get(proposal.span)
        if known is None or proposal.score > known.score:
            best[proposal.span] = proposal
    fuller = _fuller(best, {p.span for p in proposals if p.rule == "name.recognised"})
    ranked = sorted(best.values(), key=lambda p: (-_weight(p, support) - FULLER * (p.span in fuller), p.span))
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


def _fuller(best: dict[Span, Proposal], recognised: set[Span]) -> set[Span]:
    """Spans of longer names that hold a name found by itself: 长三角 in 长三角一体化, 上海 in 上海片区.

    A ceremony is longer than the campaign that it opens (“甲”乙分会场启动仪式); what was found may be longer still.
    """
    found = sorted(recognised)
    starts = [span.start for span in found]
    return {
        span
        for span, proposal in best.items()
        if (
            proposal.rule in ("name.longer", "name.ceremony")
            and not any(span in other and span != other for other in found)
        )
        or (
            proposal.rule == "name.gazetteer"
            and proposal.score >= SURE
            and span.end - span.start >= 4
            and any(
                other in span and other != span and best[other].kind != proposal.kind
                for other in found[bisect_left(starts, span.start) : bisect_left(starts, span.end)]
            )
        )
    }


_SAME = {"Award": 1, "Event": 1, "Place": 2, "Organization": 2, "Product": 2, "Platform": 2}


def _listed(text: str, kept: list[Proposal], found: Found) -> Iterator[Proposal]:
    """Items of a list that end as a known item ends (甲基地、乙基地), or stand between two known ones."""
    spans = {proposal.span: proposal for proposal in kept}
    ends = {proposal.span.end for proposal in kept}
    for match in re.finditer("[^，。；：！？\n]*、[^，。；：！？\n]*", text):
        items = list(_items(text, _after_verb(match.start(), match.end(), text, found), match.end(), ends))
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


def _after_verb(start: int, end: int, text: str, found: Found) -> int:
    """Where the first item of a list begins: behind the last verb before the first comma (涵盖甲购、乙购)."""
    stop = text.find("、", start, end)
    verbs = [
        token.span.end
        for tagged in found.tagged
        for token in tagged.tokens
        if start <= token.span.start and token.span.end < stop and token.tag in ("v", "p", "r", "u", "d")
    ]
    return max(verbs, default=start)


def _items(text: str, start: int, end: int, ends: set[int]) -> Iterator[Span]:
    """Items of a list by its commas; the last may follow 和 or 及 behind a name, quotation marks aside."""
    for match in re.finditer("[^、]+", text[start:end]):
        first, last = start + match.start(), start + match.end()
        joined = re.search("(?:和|与|及|以及)(?=[^和与及]{2,20}$)", text[first:last])
        if joined is not None:
            stop = first + joined.start()
            same = text[stop - 2 : stop] == text[first:last].rstrip("等”")[-2:]
            if not same and not {stop, stop - 1} & ends:
                joined = None
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
    if proposal.kind == "Person" and _is_firm(text, surface):
        return replace(proposal, kind="Organization", subkind="company")
    entries = found.lexicon.get(surface)
    known = {e.kind for e in entries if surface not in e.unsure}
    if not known and proposal.kind != "Person":
        known = {e.kind for e in entries}
    if proposal.kind not in known and len(known) == 1 and proposal.score < 0.9:
        return replace(proposal, kind=next(iter(known)), subkind=None)
    if proposal.kind == "Platform" or (proposal.kind == "Organization" and {"Organization", "Platform"} <= known):
        return _in_context(text, proposal)
    return proposal


def _is_firm(text: str, name: str) -> bool:
    """Whether a text says that a name is a company's (外资企业——甲乙丙, 甲乙丙总部位于)."""
    cues = rules("names")["context"]
    return re.search(f"{cues['firm_before']}{re.escape(name)}|{re.escape(name)}{cues['firm_after']}", text) is not None


def _in_context(text: str, proposal: Proposal) -> Proposal:
    """A name of both a company and its platform, of the kind that its sentence tells."""
    cues = rules("names")["context"]
    if re.match(cues["platform_after"], text[proposal.span.end : proposal.span.end + 80]):
        return replace(proposal, kind="Platform", subkind=None)
    start = max(text.rfind(mark, 0, proposal.span.start) for mark in "。！？\n") + 1
    stops = [at for at in (text.find(mark, proposal.span.end) for mark in "。！？\n") if at >= 0]
    if re.search(cues["company"], text[start : min(stops, default=len(text))]):
        return replace(proposal, kind="Organization", subkind="company")
    return proposal


def _refusal(text: str, proposal: Proposal, found: Found) -> str | None:
    """Why a proposal is no name, or None."""
    surface = text[proposal.span.start : proposal.span.end]
    table = rules("junk")
    if bare(surface) in table["generic"]["words"]:
        return "generic noun"
    if surface in rules("units")["money"]:
        return "a currency"
    for block in table["pattern"]:
        if _is_junk(block, surface, proposal):
            return str(block["reason"])
    if any(time.span == proposal.span for time in found.times):
        return "a date"
    if proposal.kind == "Event" and _elsewhen(text, proposal.span):
        return "an edition that is not named"
    if proposal.kind == "Event" and text.count(surface) == 1 and _is_theme(text, proposal.span):
        return "a theme, not a name"
    if surface.isascii() and proposal.rule != "name.gazetteer" and not _is_latin_name(surface):
        return "an English phrase"
    last = Span(proposal.span.end - 1, proposal.span.end)
    if proposal.rule == "name.recognised" and re.fullmatch(".{3,}会", surface) and _is_verb(last, found):
        return "a phrase before a verb, not a name"
    if proposal.kind == "Place" and re.match("[东南西北]{0,2}麓", text[proposal.span.end : proposal.span.end + 3]):
        return "the side of a mountain"  # 六盘山西北麓 holds no 山西
    if len(surface) == 1 and proposal.kind != "Place":
        return "a single character"
    return None


def _is_theme(text: str, span: Span) -> bool:
    """Whether a name stands in what an event has for its theme (以“甲·乙”为主题)."""
    opening = text.rfind("“", max(0, span.start - 24), span.start + 1)
    lead, closing = text[max(0, opening - 1) : opening], text.find("”", span.end - 1, span.end + 24)
    if opening < 0 or closing < 0 or lead not in ("以", "为") or "”" in text[opening : span.end - 1]:
        return False
    return re.match("”为(?:活动)?(?:主题|口号)", text[closing : closing + 7]) is not None


def _elsewhen(text: str, span: Span) -> bool:
    """Whether a name means the edition before or after the one that is told of (下一届台博会将于明年举行)."""
    return re.search("[上下往]一?届的?“?$", text[max(0, span.start - 5) : span.start]) is not None


def _is_verb(span: Span, found: Found) -> bool:
    """Whether a span is a verb of its own by the tagger, an adverb behind it (疫情冲击会逐渐减弱), and ends no known name."""
    if any(hit.span.end == span.end for hit in found.hits):
        return False
    for tagged in found.tagged:
        for token, after in pairwise(tagged.tokens):
            if token.span == span:
                return token.tag == "v" and after.tag in ("d", "ad", "a") and after.span.start == span.end
    return False


def _is_latin_name(surface: str) -> bool:
    """Whether Latin words are written as a name is: with capitals, small words aside.

    >>> _is_latin_name("Galaxy Z Fold"), _is_latin_name("iPad"), _is_latin_name("Ministry of Commerce")
    (True, True, True)
    >>> _is_latin_name("according to the report"), _is_latin_name("economy"), _is_latin_name("At present")
    (False, False, False)
    """
    words = [word for word in re.findall("[A-Za-z]+", surface) if word not in ("of", "and", "for", "the", "in", "on")]
    capital = [word for word in words if not word.islower()]
    return not words or (2 * len(capital) > len(words) and not words[0].islower())


def between(mentions: list[Mention], span: Span) -> list[Mention]:
    """Mentions inside a span, by bisection."""
    starts = [mention.span.start for mention in mentions]
    return mentions[bisect_left(starts, span.start) : bisect_left(starts, span.end)]
