"""What may be a name: proposals of the recogniser, of the gazetteers and of the shapes that names have."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from kg.extract._found import Found
from kg.extract._names import endings
from kg.extract._shapes import Proposal, shapes
from kg.extract._titles import alternatives
from kg.lexicon import Hit
from kg.model import Article, Kind, Span
from kg.rules import rules

# How much a source is trusted where proposals overlap; the recogniser's own probability counts instead.
GAZETTEER = 0.80
UNSURE = 0.30
BOOK = 0.99
QUOTED = 0.70
DOTTED = 0.97
FAIR = 0.9

_BOOK = re.compile("《[^《》\n]{2,60}》")
_QUOTED = re.compile("“([^“”\n]{2,24})”")
_EDITION = re.compile("(?:19|20)\\d\\d年?(?:[冬夏春秋]季)?(?:年会|会议|峰会|大会|论坛|年度会议)")
_GLUED = re.compile(
    "(.*(?:省委|市委|县委|区委|党委|党中央|中共中央))((?:省|市|县|区|自治区)(?:人民)?政府|国务院|中央军委)"
)


_BODY = "(?:部|委|局|厅|署|银行|公司|集团|大学|协会|政府|委员会|研究院)"

# 甲银行联合乙部: two bodies that act together.
_TOGETHER = re.compile(f"(?P<one>.{{2,}}?{_BODY})(?:联合|携手|会同|联手)(?P<other>.{{2,}}{_BODY})")


def propose(article: Article, found: Found) -> Iterator[Proposal]:
    """Every proposal of every source, but those that end within a word (中国银行 of 中国银行业)
    and the titles of pieces, songs and films; they may overlap.
    """
    words = re.finditer(rules("names")["word"]["whole"], article.plain)
    within = {end for word in words for end in range(word.start() + 1, word.end())}
    works = [match.end() for match in re.finditer(rules("names")["book"]["work"], article.plain)]
    within |= {end - inside for end in works for inside in (0, 1)}
    for proposal in _proposals(article, found):
        if proposal.span.end not in within:
            yield proposal


def _proposals(article: Article, found: Found) -> Iterator[Proposal]:
    text = article.plain
    for candidate in found.candidates:
        for part in _parted(text, candidate.span, candidate.kind, found):
            span = _trimmed(text, part, candidate.kind)
            if span is not None:
                fair = candidate.kind == "Event" and _hall().search(text, part.start, part.end)
                score = max(candidate.probability, FAIR) if fair else candidate.probability
                yield Proposal(span, candidate.kind, score, "name.recognised")
    yield from _gazetteer(text, found)
    yield from _books(text)
    yield from _dotted(text)
    yield from _quoted(text)
    yield from shapes(text, found)


def _gazetteer(text: str, found: Found) -> Iterator[Proposal]:
    """Sure surfaces that begin and end where words do."""
    edges = {edge for tagged in found.tagged for token in tagged.tokens for edge in (token.span.start, token.span.end)}
    for hit in found.hits:
        if not _stands_alone(text, hit, edges):
            continue
        for kind in dict.fromkeys(entry.kind for entry in hit.entries):
            entries = [entry for entry in hit.entries if entry.kind == kind]
            sure = any(hit.surface not in entry.unsure for entry in entries)
            score = (GAZETTEER if sure else UNSURE) + 0.005 * min(len(hit.surface), 20)
            yield Proposal(hit.span, kind, score, "name.gazetteer", entries[0].subkind)
            edition = _EDITION.match(text, hit.span.end) if kind == "Event" else None
            if edition:  # 甲论坛2018年年会
                yield Proposal(Span(hit.span.start, edition.end()), kind, score, "name.gazetteer", entries[0].subkind)


def _stands_alone(text: str, hit: Hit, edges: set[int]) -> bool:
    """Whether a surface is a word of its own here; a long one (four and more) always is."""
    start, end = hit.span.start, hit.span.end
    if hit.surface.isascii():
        before = text[start - 1 : start]
        after = text[end : end + 1]
        ticker = after == "." and text[end + 1 : end + 2].isalnum()
        return not ticker and not (before.isascii() and before.isalnum()) and not (after.isascii() and after.isalnum())
    return len(hit.surface) >= 4 or (start in edges and end in edges)


def _books(text: str) -> Iterator[Proposal]:
    """Titles in 《》: newspapers and programmes are media, all else is a document."""
    for match in _BOOK.finditer(text):
        title = match.group().strip("《》")
        media = re.search(rules("names")["book"]["media"], title) or re.match(
            rules("names")["book"]["media_after"], text[match.end() : match.end() + 8]
        )
        kind: Kind = "Organization" if media else "Policy"
        yield Proposal(Span(*match.span()), kind, BOOK, "name.book", "media" if media else "document")


def _dotted(text: str) -> Iterator[Proposal]:
    """Transliterated names of people (阿列克谢·达赫诺夫斯基), of the characters that such names are written in."""
    titles = rules("people")["title"]["before_dotted"]
    cut = re.compile("^.*(?:" + "|".join(sorted(map(re.escape, titles), key=lambda w: (-len(w), w))) + ")")
    sounds = re.compile(f"[{rules('people')['sound']['characters']}]*$")
    quotations = list(_QUOTED.finditer(text))
    for match in _dotted_pattern().finditer(text):
        start, end = match.span()
        if any(quoted.start() <= start and end <= quoted.end() for quoted in quotations):
            continue  # a slogan with a dot in it
        first = match.group().partition("·")[0]
        removed = cut.match(first)
        begin = removed.end() if removed else 0
        tail = sounds.search(first[begin:])
        begin += tail.start() if tail else 0
        start += max(begin, len(first) - 7)
        if text[start] != "·" and end - start >= 4:
            yield Proposal(Span(start, end), "Person", DOTTED, "name.dotted")


@cache
def _dotted_pattern() -> re.Pattern[str]:
    sound = f"[{rules('people')['sound']['characters']}]"
    return re.compile(f"[\u4e00-\u9fff]{{1,14}}(?:·(?:{sound}{{1,7}}|[A-Z]\\.))+")


def _quoted(text: str) -> Iterator[Proposal]:
    """“X”活动, “X”品牌, “X”奖: the word after the quotation, or after a list of them, says the kind."""
    marks = rules("names")["quote"]
    for match in _QUOTED.finditer(text):
        rest = re.sub("^(?:[、和与及]?“[^“”]{1,24}”)*", "", text[match.end() : match.end() + 160])[:16]
        rest = re.sub("^等(?:“[^“”]{1,8}”字号)?(?:[\\d一二三四五六七八九十百多]+[个项场大])?", "", rest)
        for kind, words in marks.items():
            middle = "(?:系列|主题|专题|特色|公共|区域|公用|网上|线上|国际|大型|荣誉|一系列|直播|促销|促消费|各项|子)*"
            following = re.match(middle + "(?:" + "|".join(sorted(words, key=lambda w: -len(w))) + ")", rest)
            if following:
                # an initiative's name is told with its word, which its short form then leaves out
                whole = kind == "Policy" and rest == text[match.end() : match.end() + 16]
                span = Span(match.start(), match.end() + following.end()) if whole else Span(*_within(match))
                yield Proposal(span, kind, QUOTED, "name.quoted")
                break


def _within(match: re.Match[str]) -> tuple[int, int]:
    return match.start() + 1, match.end() - 1


def _parted(text: str, span: Span, kind: Kind, found: Found) -> Iterator[Span]:
    """A span in its parts where it holds several names: “甲”“乙”, 党中央国务院, 淘宝天猫."""
    inside = text[span.start : span.end]
    if "”“" in inside:
        start = span.start
        for piece in inside.split("”“"):
            end = start + len(piece)
            yield Span(start, end)
            start = end + 2
        return
    if kind == "Event" and " " in re.sub("“[^“”]*”", "", inside):
        at = inside.rfind(" ") + 1  # a headline's clauses stand apart by a space
        if "”" not in inside[at:] and re.search("[\u4e00-\u9fff] $", inside[:at]):
            yield Span(span.start + at, span.end)
            return
    if kind == "Place" and _is_run(inside, found):
        yield from (Span(at, at + 1) for at in range(span.start, span.end))
        return
    if kind == "Organization" and (both := _TOGETHER.fullmatch(inside)) and not found.lexicon.get(inside):
        yield from (Span(span.start + a, span.start + b) for a, b in (both.span("one"), both.span("other")))
        return
    cut = _cut(inside, kind, found)
    if cut:
        yield Span(span.start, span.start + cut)
        yield Span(span.start + cut, span.end)
        return
    yield span


def _is_run(inside: str, found: Found) -> bool:
    """Whether a string is short names of places run together: 中美, 浙闽, 中日韩."""
    return (
        2 <= len(inside) <= 4 and not found.lexicon.get(inside) and all(found.lexicon.get(c, "Place") for c in inside)
    )


def _cut(inside: str, kind: Kind, found: Found) -> int:
    """Where two names run together: party and government, or two platforms that the gazetteer knows; else 0."""
    glued = _GLUED.fullmatch(inside) if kind == "Organization" else None
    if glued:
        return glued.end(1)
    if kind != "Platform" or found.lexicon.get(inside):
        return 0
    ways = range(2, len(inside) - 1)
    sure = found.lexicon.sure
    return next((at for at in ways if sure(inside[:at], "Platform") and sure(inside[at:], "Platform")), 0)


def _trimmed(text: str, span: Span, kind: Kind) -> Span | None:
    """A span without a dangling half of a pair of marks."""
    start, end = span.start, span.end
    while end > start and text[end - 1] in "。，、；：！？":
        end -= 1
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
    if kind == "Event" and (hall := _hall().search(text, start, end)):
        end = hall.start()  # 甲博览会企业展: a hall of the fair
    if (
        kind == "Organization"
        and re.search("[^地区域国]总部$", text[start:end])
        and re.match("(?:就|均|都)?(?:位于|设在|在|设于|坐落)", text[end : end + 4])
    ):
        end -= 2  # 甲公司总部位于乙市
    lead = rules("names")["lead"].get(kind)
    if lead and (led := re.match(lead, text[start:end])):
        start += led.end()
    if kind == "Organization" and (office := re.search(rules("names")["word"]["office"], text[start:end])):
        end = start + office.start()
    if kind == "Organization" and (named := _post_named().search(text, start, end)) and named.start() - start >= 2:
        end = named.start()
    if kind == "Organization" and (title := _post().search(text, start, end)) and title.start() - start >= 3:
        end = title.start()
    inside = text[start:end]
    if inside[:1] == "“" and inside[-1:] == "”" and "“" not in inside[1:]:
        start, end = start + 1, end - 1
    return Span(start, end) if end > start else None


@cache
def _hall() -> re.Pattern[str]:
    """A part of a fair behind its name, which is no fair of its own."""
    return re.compile("(?<=博览会|交易会|展览会)(?:企业(?:商业)?展|国家(?:综合)?展)$")


@cache
def _post_named() -> re.Pattern[str]:
    """A post with who holds it, at the end of what was taken for a body (甲公司CEO王某)."""
    return re.compile(r"(?:CEO|CTO|COO|CFO|CMO|CIO)[\u4e00-\u9fff]{2,4}$")


@cache
def _post() -> re.Pattern[str]:
    """A post at the end of what was taken for a body (甲研究院首席科学家)."""
    return re.compile(f"(?:{alternatives()})$")


def handed_back(text: str, proposals: Sequence[Proposal]) -> Iterator[Proposal]:
    """Proposals with the last character of a body given back where a person's name has taken it.

    甲部信息化|司骞某 becomes 甲部信息化司|骞某: the body ends as bodies do only with that character.
    """
    bodies = {p.span.end: p for p in proposals if p.kind == "Organization"}
    moved = {
        p.span.start: bodies[p.span.start]
        for p in proposals
        if p.kind == "Person"
        and p.span.end - p.span.start >= 3
        and p.span.start in bodies
        and not endings("Organization").search(text[: p.span.start])
        and endings("Organization").search(text[: p.span.start + 1])
    }
    for proposal in proposals:
        start, end = proposal.span.start, proposal.span.end
        if proposal.kind == "Person" and start in moved:
            yield replace(proposal, span=Span(start + 1, end))
        elif proposal.kind == "Organization" and end in moved:
            yield replace(proposal, span=Span(start, end + 1))
        else:
            yield proposal
