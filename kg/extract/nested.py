"""Names inside names: the place of a branch, the body of a department, the festival of an opening ceremony.

Each finding is a pair of names and the relation between them. The inner name becomes a thing of its own
where the relation needs one.
"""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from kg.extract._found import Found, Inner
from kg.extract._names import bare, endings
from kg.lexicon import Entry, Lexicon
from kg.model import Article, Kind, Mention, Span
from kg.rules import rules

NEEDS = ("mentions",)
MAKES = ("inner",)

_NATURE = "[江河湖池山峡洋岭]$"  # an event named after a river is not held in it
_GOODS = "(?:商品|产品|货|进口|出口|轻纺|语|文化|风情|特色|制造|菜|味|品牌|国家)"


@dataclass(frozen=True, slots=True)
class _Names:
    """What may stand inside a name: surfaces of the article itself, then the gazetteers."""

    lexicon: Lexicon
    own: dict[str, Kind]

    def kind(self, surface: str, *kinds: Kind) -> Kind | None:
        """Kind of a surface, if it is a known name of one of the kinds."""
        known = self.own.get(surface)
        if known in kinds:
            return known
        for kind in kinds:
            if any(surface not in entry.unsure for entry in self.lexicon.get(surface, kind)):
                return kind
        return None

    def place(self, surface: str) -> Entry | None:
        """The gazetteer's place; a name that is also a word counts where the article has the place's full name."""
        entries = [
            entry
            for entry in self.lexicon.get(surface, "Place")
            if surface not in entry.unsure or any(name in self.own for name in entry.surfaces)
        ]
        return entries[0] if entries else None


def extract(article: Article, found: Found) -> None:
    """Add the inner names of every mention, each surface looked at once."""
    own = {bare(article.plain[m.span.start : m.span.end]): m.kind for m in found.mentions}
    names = _Names(found.lexicon, own)
    seen: set[tuple[str, Kind]] = set()
    waiting = list(found.mentions)
    for mention in waiting:
        surface = article.plain[mention.span.start : mention.span.end]
        if (surface, mention.kind) in seen or len(surface) < 4:
            continue
        seen.add((surface, mention.kind))
        for start, end, kind, predicate, rule in _look(surface, mention, names):
            span = Span(mention.span.start + start, mention.span.start + end)
            inner = Mention(span, article.text[span.start : span.end], kind, None, rule, 0.9)
            found.inner.append(Inner(mention, inner, predicate, rule))
            if rule == "inner.department":
                waiting.append(inner)  # 甲部研究院乙中心: the institute is the ministry's


_Finding = tuple[int, int, Kind, str, str]


def _look(surface: str, mention: Mention, names: _Names) -> Iterator[_Finding]:
    if mention.kind == "Organization":
        yield from _organization(surface, mention, names)
    elif mention.kind == "Event":
        yield from _event(surface, names)
    elif mention.kind == "Place":
        yield from _site(surface, mention, names)
    elif mention.kind == "Product":
        yield from _product(surface, names)
    elif mention.kind == "Platform":
        yield from _platform(surface, names)
    elif mention.kind == "Policy":
        yield from _policy(surface, names)


def _organization(surface: str, mention: Mention, names: _Names) -> Iterator[_Finding]:
    """Branches, departments, missions abroad."""
    table = rules("names")["inner"]
    branch = re.search(table["branch"], surface)
    if branch:
        head = surface[: branch.start()]
        start = next((n for n in range(1, len(head) - 1) if names.place(head[n:])), None)
        if start is not None:
            yield start, len(head), "Place", "location", "inner.branch"
        stop = start if start is not None else len(head)
        if start is None and names.place(head):
            yield 0, len(head), "Place", "location", "inner.branch"
        elif stop >= 2:
            yield 0, stop, "Organization", "partOf", "inner.branch"
        return
    mission = re.fullmatch("(.+?)驻(.+?)(?:大使馆|总领事馆|总领馆|领事馆|使馆|代表处|商务处|旅游办事处)", surface)
    if mission:
        host = mission[2]
        if names.place(host):
            yield mission.start(2), mission.end(2), "Place", "location", "inner.mission"
        elif host == "华":
            yield mission.start(2), mission.end(2), "Place", "location", "inner.mission.china"
        return
    committee = re.fullmatch("(.{2,})(?:管委会|管理委员会)", surface)
    if committee and (names.kind(committee[1], "Place") or re.search(_COMMITTED, committee[1])):
        yield 0, len(committee[1]), "Place", "location", "inner.committee"
        return
    if re.search(table["site"], surface):
        yield from _site(surface, mention, names)
        return
    for end in range(len(surface) - 2, 1, -1):
        head, rest = surface[:end], surface[end:]
        if rest.endswith("公司") and not any(names.place(rest[:stop]) for stop in range(2, len(rest) - 1)):
            continue  # 甲乙投资公司 is no part of 甲; 甲集团乙省公司 is
        body = names.kind(head, "Organization") or re.search("(?:海关|[部委厅局署]|科学院|研究院)$", head)
        body = body or (names.kind(head, "Platform") and re.search("(?:中心|事业部|总部|研究院|学院)$", rest))
        if body and re.fullmatch(table["department"], rest):
            yield 0, end, "Organization", "partOf", "inner.department"
            return


def _event(surface: str, names: _Names) -> Iterator[_Finding]:
    """Where an event is by its own name, and which event it opens or belongs to."""
    table = rules("names")["inner"]
    part = re.search(table["ceremony"], surface)
    held = re.match(table["whole"], surface)
    if held and held["whole"].count("“") != held["whole"].count("”"):
        held = None
    if held and "暨" not in surface and not (part and re.search(table["shared"], surface[: part.start()])):
        yield held.start("whole"), held.end("whole"), "Event", "subEventOf", "inner.whole"
    titled = re.match("《[^《》]{2,}》", surface)
    if titled and titled.end() < len(surface):
        yield 0, titled.end(), "Policy", "", "inner.titled"
    if part and part.start() >= 3 and (not held or endings("Event").search(surface[: part.start()].rstrip("”"))):
        whole = surface[: part.start()]
        stop = part.start()
        quoted = re.fullmatch("“([^“”]+)”.{0,4}", whole)
        start = 1 if quoted else 0
        if quoted:
            stop = 1 + len(quoted[1])
        elif whole.endswith("活动"):
            stop -= 2
        yield from _opened(whole, start, stop, table)
    quoted = re.match("“([^“”]{4,})”(?=.{4,})", surface)
    if quoted and names.kind(bare(quoted[1]), "Event") and not part:
        yield 1, 1 + len(quoted[1]), "Event", "subEventOf", "inner.quoted"
    if re.search("(?:会议|发布会|例会|工作会|全会|吹风会|通气会|记者会|座谈会|通报会|招待会|推进会|见面会)$", surface):
        for end in range(min(len(surface) - 2, 16), 2, -1):
            if names.kind(surface[:end], "Organization") and not re.search("—|-", surface[:end]):
                yield 0, end, "Organization", "organizer", "inner.meeting"
                return
    yield from _host(surface, names)
    if re.search("—|-|与|上合组织|上海合作组织|中阿|中非", surface[:8]):
        return
    if part:
        return
    for start, end in _places(surface, names):
        entry = names.place(surface[start:end])
        after = surface[end:]
        if entry is None or not _in_china(entry, names.lexicon) or re.search(_NATURE, entry.name):
            continue
        if re.match(_GOODS, after) and not re.match("(?:特色|品牌|文化|风情).*活动$", after):
            continue
        international = re.match("(?:（|国际|进出口|西部|东部|中部)", after)
        if entry.subkind == "country" and not (international and surface[start:end] in names.own):
            continue
        yield start, end, "Place", "location", "inner.event"
        return


def _opened(whole: str, start: int, stop: int, table: dict[str, str]) -> Iterator[_Finding]:
    """What a ceremony opens, closes or launches: an event, two of them, or a programme; a base or body is none."""
    both = re.match(table["shared"], whole)
    if both:
        yield 0, both.end("one"), "Event", "subEventOf", "inner.ceremony"
        yield both.start("other"), stop, "Event", "subEventOf", "inner.ceremony"
    elif re.search(table["programme"], whole):
        yield start, stop, "Policy", "", "inner.titled"
    elif not re.search(table["body"], whole):
        yield start, stop, "Event", "subEventOf", "inner.ceremony"


def _host(surface: str, names: _Names) -> Iterator[_Finding]:
    """The platform that an event is named after (2022“甲购好物年货节”)."""
    start = len(re.match("(?:(?:19|20)\\d\\d年?)?第?[\\d一二三四五六七八九十]*届?“?", surface)[0])  # type: ignore[index]
    for end in range(min(len(surface) - 2, start + 8), start + 1, -1):
        if names.kind(surface[start:end], "Platform"):
            yield start, end, "Platform", "hostedOn", "inner.host"
            return


def _in_china(entry: Entry, lexicon: Lexicon) -> bool:
    """Whether a place is China or lies in it; events named after other countries are held elsewhere."""
    chain = [entry, *lexicon.ancestors(entry)]
    return chain[-1].code == "CN" or (entry.subkind == "region" and entry.parent in ("CN", "中国"))


def _site(surface: str, mention: Mention, names: _Names) -> Iterator[_Finding]:
    """The places, zone or owner that a facility's name holds."""
    entry = names.place(surface)
    if entry is not None and (mention.subkind or entry.subkind) not in ("facility", "zone"):
        return
    bracket = re.search("（(.{2,6})）$", surface)
    if bracket and names.place(bracket[1]):
        yield bracket.start(1), bracket.end(1), "Place", "location", "inner.site"
        return
    end = 0
    for start, stop, kind, predicate, rule in _owner(surface, names):
        yield start, stop, kind, predicate, rule
        if rule == "inner.zone":
            return
        end = stop
    leading = list(itertools.islice(_leading(surface, end, names), 2))
    if leading:
        start, stop = leading[-1]
        yield start, stop, "Place", "partOf" if re.search(_AREA, surface) else "location", "inner.site"


def _owner(surface: str, names: _Names) -> Iterator[_Finding]:
    """Whose a base, park or centre is, and the zone that it lies in."""
    end = 0
    for stop in range(len(surface) - 2, 1, -1):
        head = surface[:stop]
        kind = None if names.place(head) else names.kind(head, "Organization", "Platform")
        if kind is not None and not re.match(_NOT_OWNED, surface[stop:]):
            yield 0, stop, kind, "partOf", "inner.owner"
            end = stop
            break
    rest = surface[end:]
    zone = re.match("(.{2,8}?(?:高新区|经开区|开发区|自贸区|自贸试验区|综保区|保税区|示范区|新区|园区))(?=.{2,})", rest)
    if zone and (names.place(re.sub(_ZONE, "", zone[1])) or zone[1] in names.own):
        relation = "partOf" if re.search(_AREA, surface) else "location"
        yield end, end + len(zone[1]), "Place", relation, "inner.zone"


_AREA = "(?:区|部|县城|自贸港|自由贸易港|镇|乡|街道|村|社区|新城)$"  # what is part of a place, rather than stands in it
_ZONE = "(?:高新|经开|开发|自贸试验|自贸|综保|保税|示范|新|园)区$"
_COMMITTED = "(?:示范区|开发区|高新区|经开区|新区|园区|产业园|保税区|保税港区|试验区|合作区|先行区)$"  # have committees
_NOT_OWNED = "(?:国家|东|西|南|北|中)"  # 中欧班列中东欧…, 甲集团国家级…: the head is another name's head


def _leading(surface: str, start: int, names: _Names) -> Iterator[tuple[int, int]]:
    """The chain of administrative places that a name begins with, its own name aside."""
    letters = re.match("[A-Za-z]+", surface[start:])
    at = start + (letters.end() if letters else 0)
    while at < len(surface) - 2:
        stop = next(
            (
                stop
                for stop in range(min(len(surface) - 2, at + 10), at + 1, -1)
                if (entry := names.place(surface[at:stop])) is not None
                and entry.subkind not in ("region", "facility", "zone")
                and not _broken(surface, at, stop)
            ),
            None,
        )
        if stop is None or re.match(_GOODS, surface[stop:]):
            return
        yield at, stop
        at = stop


def _product(surface: str, names: _Names) -> Iterator[_Finding]:
    """The home of a product that its name begins with (栖霞苹果)."""
    possessive = re.match("(.{2,6})的", surface)
    if possessive and names.place(possessive[1]):
        yield 0, len(possessive[1]), "Place", "origin", "inner.product"
        return
    for start, end in _places(surface, names):
        if (start == 0 and len(surface) - end >= 2) or (
            end == len(surface) and re.match("(?:好品|好客|优品|嘉品)", surface)
        ):
            yield start, end, "Place", "origin", "inner.product"
        return


def _platform(surface: str, names: _Names) -> Iterator[_Finding]:
    """The company that a platform is named after (阿里巴巴国际站)."""
    for end in range(len(surface) - 2, 1, -1):
        if names.own.get(surface[:end]) == "Organization" and re.fullmatch(
            "(?:国际站|商城|网站|官网|电商|客户端|云|直播|App|APP)", surface[end:]
        ):
            yield 0, end, "Organization", "operatedBy", "inner.platform"
            return


def _policy(surface: str, names: _Names) -> Iterator[_Finding]:
    """The body or government that a document's name begins with (《国务院关于…的意见》, 甲市…行动计划)."""
    yield from _issuers(surface, 1 if surface[0] in "《“" else 0, names)


def _issuers(surface: str, start: int, names: _Names) -> Iterator[_Finding]:
    """The bodies at a place of a document's name; several are joined by a space or 、."""
    for end in range(min(len(surface) - 4, start + 16), start + 1, -1):
        head, rest = surface[start:end], surface[end:]
        if names.kind(head, "Organization", "Platform") and not re.match("[”》—-]|与|和|成员", rest):
            yield start, end, names.kind(head, "Organization", "Platform") or "Organization", "issuer", "inner.policy"
            if rest[0] in " 、　":
                yield from _issuers(surface, end + 1, names)
            return
        entry = names.place(head)
        if entry is not None and entry.subkind in ("province", "city", "county") and re.search(_PLANNED, rest):
            yield start, end, "Place", "issuer", "inner.policy"
            return


_PLANNED = "(?:计划|规划|方案|意见|条例|办法|措施|纲要|举措|规定|细则|若干政策)[（）\\d\\-—年]*》?$"


def _places(text: str, names: _Names) -> Iterator[tuple[int, int]]:
    """Known places in a string, longest first at each point, from the left."""
    at = 0
    while at < len(text) - 1:
        for end in range(min(len(text), at + 12), at + 1, -1):
            if names.place(text[at:end]) and not _broken(text, at, end):
                yield at, end
                at = end
                break
        else:
            at += 1


@cache
def _breaks() -> re.Pattern[str]:
    return re.compile("(?:市场|区域|县委|国际贸易)")


def _broken(text: str, start: int, end: int) -> bool:
    """Whether a place's last character belongs to the next word (义乌市场 holds no 义乌市)."""
    return any(start < m.end() and m.start() < end < m.end() for m in _breaks().finditer(text))
