"""Names inside names: the place of a branch, the body of a department, the festival of an opening ceremony.

Each finding is a pair of names and the relation between them. The inner name becomes a thing of its own
where the relation needs one.
"""

import re
from collections.abc import Iterator

from kg.extract._found import Found, Inner
from kg.extract._names import bare, endings
from kg.extract._sites import COMMITTED, GOODS, Finding, Names, leading, places, site
from kg.lexicon import Entry, Lexicon
from kg.model import Article, Kind, Mention, Span
from kg.rules import rules

NEEDS = ("mentions",)
MAKES = ("inner",)

_HELD = "(?:节|会|季|周|月|展|赛|论坛|活动|盛典)$"  # “甲节”乙专场 is a part of 甲节; a slogan names the activity itself
_NATURE = "[江河湖池山峡洋岭]$"  # an event named after a river is not held in it


def extract(article: Article, found: Found) -> None:
    """Add the inner names of every mention, each surface looked at once."""
    own = {bare(article.plain[m.span.start : m.span.end]): m.kind for m in found.mentions}
    names = Names(found.lexicon, own)
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


def _look(surface: str, mention: Mention, names: Names) -> Iterator[Finding]:
    if mention.kind == "Organization":
        yield from _organization(surface, mention, names)
    elif mention.kind == "Event":
        yield from _event(surface, names)
    elif mention.kind == "Place":
        yield from site(surface, mention, names)
    elif mention.kind == "Product":
        yield from _product(surface, names)
    elif mention.kind == "Platform":
        yield from _platform(surface, names)
    elif mention.kind == "Policy":
        yield from _policy(surface, names)


def _organization(surface: str, mention: Mention, names: Names) -> Iterator[Finding]:
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
        elif stop >= 2 and not (branch[0] == "子公司" and names.kind(head[:stop], "Organization") is None):
            yield 0, stop, "Organization", "partOf", "inner.branch"  # 红孩子公司 is no daughter of 红孩
        return
    works = re.search("(?<![限份])(?:(?:超级|智能|智慧|数字化|总装|整车|灯塔)*工厂|公司|分厂)$", surface)
    if works:  # 甲啤酒乙省公司: the place stands between the owner's name and the word
        head = surface[: works.start()]
        at = next((n for n in range(2, len(head) - 1) if _division(head[n:], names)), None)
        if at is not None:
            yield at, len(head), "Place", "location", "inner.branch"
            if names.kind(head[:at], "Organization"):
                yield 0, at, "Organization", "partOf", "inner.owner"
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
    if committee and (names.kind(committee[1], "Place") or re.search(COMMITTED, committee[1])):
        yield 0, len(committee[1]), "Place", "location", "inner.committee"
        return
    if re.search(table["site"], surface):
        yield from site(surface, mention, names)
        return
    for end in range(len(surface) - 2, 1, -1):
        head, rest = surface[:end], surface[end:]
        if rest.endswith("公司") and not any(names.place(rest[:stop]) for stop in range(2, len(rest) - 1)):
            continue  # 甲乙投资公司 is no part of 甲; 甲集团乙省公司 is
        body = names.kind(head, "Organization") or re.search("(?:海关|[部委厅局署]|科学院|研究院)$", head)
        body = body or (names.kind(head, "Platform") and re.search("(?:中心|事业部|总部|研究院|学院)$", rest))
        if body and re.fullmatch(table["department"], rest):
            yield 0, end, "Organization", "partOf", "inner.department"
            seat = next((n for n in range(min(len(rest) - 2, 6), 1, -1) if names.place(rest[:n])), None)
            if seat is not None and rest.endswith(("中心", "总部")):
                yield end, end + seat, "Place", "location", "inner.branch"  # 甲公司乙市运营中心
            return
    yield from _seat(surface, names)


def _seat(surface: str, names: Names) -> Iterator[Finding]:
    """The province, city or county that a company or association is named after, at its head or in brackets."""
    company = re.search(rules("names")["inner"]["seated"], surface)
    home = next((n for n in range(min(6, len(surface) - 3), 1, -1) if _foreign(surface[:n], names)), None)
    if home is not None and re.search("(?:公司|集团|企业|银行)$", surface):
        yield 0, home, "Place", "location", "inner.seat"
        return
    bracket = re.search("（([^（）]{2,8})）(?=.)", surface)
    if company and bracket and _seats(bracket[1], names):
        yield bracket.start(1), bracket.end(1), "Place", "location", "inner.seat"
        return
    named = [span for span in leading(surface, 0, names) if _seats(surface[slice(*span)], names)]
    rest = surface[named[-1][1] :] if named else ""
    branch = not re.search("[局厅委部院会府关署办]$", rest) and names.kind(rest, "Organization", "Platform")
    if named and (company or branch):
        yield *named[-1], "Place", "location", "inner.seat"


def _division(surface: str, names: Names) -> bool:
    """Whether a name is that of a province, city or county."""
    entry = names.place(surface)
    return entry is not None and entry.subkind in ("province", "city", "county")


def _foreign(surface: str, names: Names) -> bool:
    """Whether a name is that of a country abroad (甲国乙公司 is at home there)."""
    entry = names.place(surface)
    return entry is not None and entry.subkind == "country" and entry.name != "中国"


def _seats(surface: str, names: Names) -> bool:
    """Whether a company may sit in a place: one that the story names by itself, a county only by its full name."""
    entry = names.place(surface)
    if entry is None or not any(known in names.own for known in entry.surfaces):
        return False
    return entry.subkind in ("province", "city") or (entry.subkind == "county" and surface == entry.name)


def _event(surface: str, names: Names) -> Iterator[Finding]:
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
    quoted = re.match("“([^“”]{4,})”(?!(?:19|20)\\d\\d)(?=.{4,})", surface)
    if quoted and re.search(_HELD, quoted[1]) and names.kind(bare(quoted[1]), "Event") and not part:
        yield 1, 1 + len(quoted[1]), "Event", "subEventOf", "inner.quoted"
    if re.search(
        "(?:会议|发布会|例会|工作会|全会|吹风会|通气会|记者会|座谈会|通报会|招待会|推进会|见面会|代表大会|年会)$",
        surface,
    ):
        for end in range(min(len(surface) - 2, 16), 2, -1):
            if names.kind(surface[:end], "Organization") and not re.search("—|-", surface[:end]):
                yield 0, end, "Organization", "organizer", "inner.meeting"
                return
    yield from _host(surface, names)
    if re.search("—|-|与|上合组织|上海合作组织|中阿|中非", surface[:8]):
        return
    if part:
        return
    for start, end in places(surface, names):
        entry = names.place(surface[start:end])
        after = surface[end:]
        if surface.count("“", 0, start) > surface.count("”", 0, start) and re.search(
            "”.*(?:论坛|大会|峰会|会议|[谈介讨布接洽]会)$", surface
        ):
            continue  # “好品甲省”乙大会: what a conference is about is not where it is
        if entry is None or not _in_china(entry, names.lexicon) or re.search(_NATURE, entry.name):
            continue
        if re.match(GOODS, after) and not re.match("(?:特色|品牌|文化|风情).*活动$", after):
            continue
        international = re.match("(?:（|国际|进出口|西部|东部|中部)", after)
        if entry.subkind == "country" and not (international and surface[start:end] in names.own):
            continue
        yield start, end, "Place", "location", "inner.event"
        return


def _opened(whole: str, start: int, stop: int, table: dict[str, str]) -> Iterator[Finding]:
    """What a ceremony opens, closes or launches: an event, two of them, or a programme; a base or body is none."""
    both = re.match(table["shared"], whole)
    if both:
        yield 0, both.end("one"), "Event", "subEventOf", "inner.ceremony"
        yield both.start("other"), stop, "Event", "subEventOf", "inner.ceremony"
    elif re.search(table["programme"], whole):
        yield start, stop, "Policy", "", "inner.titled"
    elif not re.search(table["body"], whole):
        yield start, stop, "Event", "subEventOf", "inner.ceremony"


def _host(surface: str, names: Names) -> Iterator[Finding]:
    """The platform that an event is named after (2022“甲购好物年货节”)."""
    start = len(re.match("(?:(?:19|20)\\d\\d年?)?第?[\\d一二三四五六七八九十]*届?“?", surface)[0])  # type: ignore[index]
    for end in range(min(len(surface) - 2, start + 8), start + 1, -1):
        entries = names.lexicon.get(surface[start:end], "Platform")
        carries = any(entry.subkind == "logistics" for entry in entries)  # a freight train hosts no event
        if names.kind(surface[start:end], "Platform") and not carries:
            yield start, end, "Platform", "hostedOn", "inner.host"
            return


def _in_china(entry: Entry, lexicon: Lexicon) -> bool:
    """Whether a place is China or lies in it; events named after other countries are held elsewhere."""
    chain = [entry, *lexicon.ancestors(entry)]
    return chain[-1].code == "CN" or (entry.subkind == "region" and entry.parent in ("CN", "中国"))


def _product(surface: str, names: Names) -> Iterator[Finding]:
    """The home of a product that its name begins with (栖霞苹果)."""
    possessive = re.match("(.{2,6})的", surface)
    if possessive and names.place(possessive[1]):
        yield 0, len(possessive[1]), "Place", "origin", "inner.product"
        return
    maker = next((n for n in range(len(surface) - 2, 1, -1) if names.own.get(surface[:n]) == "Organization"), None)
    if maker is not None:
        yield 0, maker, "Organization", "producer", "inner.maker"
        return
    for start, end in places(surface, names):
        if (start == 0 and len(surface) - end >= 2) or (
            end == len(surface) and re.match("(?:好品|好客|优品|嘉品)", surface)
        ):
            yield start, end, "Place", "origin", "inner.product"
        return


def _platform(surface: str, names: Names) -> Iterator[Finding]:
    """The company that a platform is named after (阿里巴巴国际站)."""
    for end in range(len(surface) - 2, 1, -1):
        if names.own.get(surface[:end]) == "Organization" and re.fullmatch(
            "(?:国际站|商城|网站|官网|电商|客户端|云|直播|App|APP)", surface[end:]
        ):
            yield 0, end, "Organization", "operatedBy", "inner.platform"
            return


def _policy(surface: str, names: Names) -> Iterator[Finding]:
    """The body or government that a document's name begins with (《国务院关于…的意见》, 甲市…行动计划)."""
    yield from _issuers(surface, 1 if surface[0] in "《“" else 0, names)


def _issuers(surface: str, start: int, names: Names) -> Iterator[Finding]:
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
