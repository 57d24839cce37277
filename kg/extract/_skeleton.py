"""A sentence with its names, times and figures as single signs, so that rules are short patterns.

“由甲市商务局和乙省商务厅共同主办的“绥易购”电商节” becomes `由OO共同主办的E`-like text in which every name is
one private-use character; `Pattern` lets rules speak of `{event}` or `{actor+}` and gives back references.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import TypeVar

from kg.errors import KgError
from kg.model import Article, Quantity, Reference, Span, Time

Item = Reference | Time | Quantity
_T = TypeVar("_T", bound=Item)

CODES = {
    "Organization": "\ue000",
    "Place": "\ue001",
    "Event": "\ue002",
    "Platform": "\ue003",
    "Person": "\ue004",
    "Product": "\ue005",
    "Policy": "\ue006",
    "Award": "\ue007",
    "time": "\ue008",
    "quantity": "\ue009",
    "Site": "\ue00a",
    "Land": "\ue00b",
}
_ALL = "\ue000-\ue00b"
_NAMES = "\ue000-\ue007\ue00a\ue00b"
# A place before such a noun only says whose it is (俄罗斯企业): it does not act.
_OWNED = re.compile(
    "(?:外|(?:团购|购物|电商)?网站|知名|最大|著名|老牌|顶尖|顶级|头部|领先|龙头|优秀|主要|企业|商品|产品|市场|客商|消费者|消费市场|农产品|特产|好物|外交官|品牌|客户|商家|商户|媒体|境内|国内市场|参展商|采购商|电商企业|籍)"
)

CLASSES = {
    "org": CODES["Organization"],
    "firm": CODES["Organization"],  # of one sort: their list does not go on behind it
    "admin": CODES["Place"],
    "site": CODES["Site"],
    "place": CODES["Place"] + CODES["Site"] + CODES["Land"],
    "land": CODES["Place"] + CODES["Land"],
    "event": CODES["Event"],
    "platform": CODES["Platform"],
    "person": CODES["Person"],
    "product": CODES["Product"],
    "goods": CODES["Product"],  # whose lists may tell the home of each
    "policy": CODES["Policy"],
    "award": CODES["Award"],
    "time": CODES["time"],
    "quantity": CODES["quantity"],
    "actor": CODES["Organization"] + CODES["Platform"] + CODES["Place"],
    "body": CODES["Organization"] + CODES["Platform"] + CODES["Site"],
    "party": CODES["Organization"] + CODES["Platform"] + CODES["Place"] + CODES["Person"] + CODES["Site"],
    "host": CODES["Organization"] + CODES["Platform"] + CODES["Place"] + CODES["Site"],
    "spot": CODES["Organization"] + CODES["Platform"] + CODES["Place"] + CODES["Site"],
    "partner": CODES["Organization"] + CODES["Platform"] + CODES["Place"] + CODES["Land"] + CODES["Site"],
    "guest": CODES["Organization"] + CODES["Platform"] + CODES["Person"],
    "visitor": CODES["Organization"] + CODES["Platform"] + CODES["Person"] + CODES["Site"],
    "entrant": CODES["Organization"] + CODES["Platform"] + CODES["Person"] + CODES["Product"] + CODES["Site"],
    "named": CODES["Event"] + CODES["Product"] + CODES["Policy"] + CODES["Award"],
    "bloc": CODES["Organization"] + CODES["Policy"],
    "brand": CODES["Product"] + CODES["Organization"],
    "name": "".join(
        CODES[k]
        for k in ("Organization", "Place", "Event", "Platform", "Person", "Product", "Policy", "Award", "Site", "Land")
    ),
}
_GLUE = "(?:、|和|与|及|以及|暨|COMMA|或|联合|会同|携手|协同)"
_THINGS = ("product", "goods", "policy", "event", "award", "site")  # whose lists a comma ends
_MIXED = (
    "guest",
    "visitor",
    "party",
    "org",
    "body",
    "entrant",
)  # whose lists may go on behind what sort of things they are
_SORTED = f"{CODES['quantity']}?[^，。；：、{_ALL}]{{0,14}}?(?:企业|公司|平台|机构|品牌|单位|院校|高校|协会|银行|商家)"
_COUNTED = _SORTED.replace("?", "", 1)
_MACRO = re.compile("\\{(?:(?P<role>[a-z]+\\d?):)?(?P<name>[a-z]+)(?P<many>\\+?)\\}")
_SIGNS = frozenset("".join(CLASSES.values()))
_FILLERS = {
    "{~}": f"[^，。；！？：{_NAMES}]{{0,14}}?",
    "{~~}": f"[^。；！？{_NAMES}]{{0,30}}?",
    "{..}": "[^，。；！？]{0,20}?",
    "{...}": "[^。；！？]{0,60}?",
    "{-}": f"[^。；！？{CODES['Event']}]{{0,60}}?",
    "{*}": f"[^。！？{CODES['Place']}]{{0,160}}?",
}


@dataclass(frozen=True, slots=True)
class Skeleton:
    """Text with signs for names; `origin` gives each character's place in the article, `items` what it means.

    The signs of `carried` are no names of this sentence but a subject carried over from before.
    """

    text: str
    origin: tuple[int, ...]
    items: tuple[Item | None, ...]
    span: Span
    article: Article
    carried: frozenset[int] = frozenset()

    @property
    def signs(self) -> frozenset[str]:
        """The signs for names that the text holds."""
        return _signs(self.text)

    def words(self, item: Item) -> str:
        """The words that an item stands for."""
        return self.article.plain[item.span.start : item.span.end]

    def references(self, start: int, end: int) -> list[Reference]:
        """References between two places of the skeleton, in order.

        Of two names run together (甲集团乙公司) the first only qualifies the second, two platforms aside.
        """
        found = []
        for place in range(start, end):
            item = self.items[place]
            following = self.items[place + 1] if place + 1 < end else None
            if not isinstance(item, Reference):
                continue
            if not isinstance(following, Reference) or item.kind == following.kind == "Platform":
                found.append(item)
            elif item.kind == following.kind == "Policy" and self.words(following).startswith("《"):
                found.append(item)  # 《甲意见》《乙意见》
            elif item.kind == following.kind == "Place" and len(self.words(item)) == len(self.words(following)) == 1:
                found.append(item)  # 沪苏浙
        return found

    def evidence(self, start: int, end: int) -> Span:
        """The stretch of the article between two places of the skeleton, carried signs aside."""
        places = [n for n in range(start, end) if n not in self.carried]
        if not places:
            return self.span
        last = self.items[places[-1]]
        stop = last.span.end if last is not None else self.origin[places[-1]] + 1
        return Span(self.origin[places[0]], max(stop, self.origin[places[0]] + 1))


@lru_cache(1 << 12)
def _signs(text: str) -> frozenset[str]:
    return _SIGNS & frozenset(text)


@dataclass(frozen=True, slots=True)
class Match:
    """A rule's match: references by role, the evidence, and the words of the match with signs for names."""

    roles: dict[str, list[Reference]]
    times: dict[str, list[Time]]
    evidence: Span
    words: str


class Pattern:
    """A rule's pattern, compiled. Raises KgError where it names an unknown class."""

    def __init__(self, source: str, where: str = "") -> None:
        self.source = source
        self._regex = _compiled(source, where)
        self._signs = {m["role"]: CLASSES[m["name"]] for m in _MACRO.finditer(source) if m["role"]}
        first = re.match("\\(\\?<![^)]*\\)\\{([a-z]+\\d?):[a-z]+\\+\\}", source)
        self._guarded = self._signs[first[1]] if first else ""  # of a list that may not follow some words
        self._needed = {role: frozenset(signs) for role, signs in self._signs.items()}

    def has(self, role: str) -> bool:
        """Whether the pattern names a role."""
        return role in self._signs

    def possible(self, signs: frozenset[str], *roles: str) -> bool:
        """Whether some signs hold one for each of some roles; roles the pattern has not count as given."""
        return all(not signs.isdisjoint(self._needed[role]) for role in roles if role in self._needed)

    def find(self, skeleton: Skeleton, every: str = "") -> Iterator[Match]:
        """Every match in a skeleton; matches may share names but not begin at the same place.

        With a role in `every`, one beginning is matched again and again until no name is left for the role.
        """
        at, text = 0, skeleton.text
        while match := self._regex.search(text, at):
            if self._guarded and _inside_list(text, match.start(), self._guarded):
                at = match.start() + 1
                continue
            spans = {role: match.span(role) for role, words in match.groupdict().items() if words is not None}
            roles = {role: self._fitting(skeleton, role, *span) for role, span in spans.items()}
            times = {
                role: [item for item in skeleton.items[slice(*span)] if isinstance(item, Time)]
                for role, span in spans.items()
            }
            yield Match(roles, times, skeleton.evidence(match.start(), match.end()), match.group())
            if every in spans:
                start, end = spans[every]
                text = text[:start] + "甲" * (end - start) + text[end:]
                at = match.start()
            else:
                at = match.start() + 1

    def _fitting(self, skeleton: Skeleton, role: str, start: int, end: int) -> list[Reference]:
        """The references in a role, without the bodies of posts in a list of persons and the homes in one of goods."""
        carried = (n for n in range(start + 1, end) if n in skeleton.carried and skeleton.text[n - 1] == "，")
        end = next(carried, end)  # a subject put back behind a comma is no member of the list before it
        found = skeleton.references(start, end)
        only = next((kind for kind in ("Person", "Product") if self._signs.get(role) == CODES[kind]), None)
        return [reference for reference in found if only in (None, reference.kind)]


def _inside_list(text: str, start: int, signs: str) -> bool:
    """Whether a place is the second or a later member of a list of such signs (到甲、乙考察 begins with 甲)."""
    return start > 1 and text[start - 1] in "、和与及" and text[start - 2] in signs


@cache
def _compiled(source: str, where: str) -> re.Pattern[str]:
    text = source
    for filler, regex in _FILLERS.items():
        text = text.replace(filler, regex)

    def expand(match: re.Match[str]) -> str:
        if match["name"] not in CLASSES:
            raise KgError(
                f"a rule names the unknown class {match['name']!r}", where, f"use one of {', '.join(CLASSES)}"
            )
        one = f"[{CLASSES[match['name']]}]"
        if match["many"]:
            # a comma goes on with a list only before another member that is not the last, of people before any
            comma = f"|，(?=(?:以及|和|与|及)|{CODES['Person']}|{one}(?:，{one})*(?:[、和与及等]|以及|共同|联合))"
            if match["name"] in (*_THINGS, "person"):
                comma = "|，" if match["name"] == "person" else ""
            glue = _GLUE.replace("|COMMA", comma)
            unknown = "(?:、[\\u4e00-\\u9fff]{2,12}?(?=[、和与及])){0,2}"  # members that no name was found for
            member = one
            if match["name"] == "person":
                # 张三、丙国奖项得主李四: what stands before a name in a list only describes it
                body = f"[{CODES['Organization']}{CODES['Place']}]"
                unknown = f"(?:、{body}{{0,2}}[\\u4e00-\\u9fff]{{2,14}}?(?=[、和与及])){{0,2}}"
                member = f"(?:(?<=、){body}{{0,3}}[^，。；：！？、“”{_ALL}]{{1,12}})?{one}"
            if match["name"] == "goods":
                member = f"(?:(?<=[、和与及])[{CLASSES['land']}]{{1,2}}的)?{one}"  # 甲大米、丙国的乙蜂蜜
            # one way to read each sign between two names: long lists must not branch
            between = f"(?:等?{glue}{glue}?)?"
            if match["name"] in _MIXED:
                # 甲、乙等100余户头部企业，丙、丁等50家企业: what sort of things they are, and the next of them
                between = f"(?:等?{glue}{glue}?|等{_SORTED}，?(?:[、和及与]|以及)|等{_COUNTED}，(?={one}、{one}))?"
            one = f"{one}(?:{unknown}{between}{member})*(?:等(?!等)(?:[^，。；{_ALL}]{{0,4}}[家个位名])?)?"
        return f"(?P<{match['role']}>{one})" if match["role"] else f"(?:{one})"

    try:
        return re.compile(_MACRO.sub(expand, text))
    except re.error as error:
        raise KgError(f"a rule's pattern is no regular expression: {error}", where, "mend the pattern") from error


def within(items: Sequence[_T], span: Span) -> list[_T]:
    """Those that stand wholly in a span, of items sorted, none overlapping.

    >>> a, b = (Reference(Span(n, n + 2), "", "Place", "") for n in (0, 3))
    >>> within([a, b], Span(1, 9)) == within([a, b], Span(3, 5)) == [b]
    True
    """
    first = bisect_left(items, span.start, key=_start)
    last = bisect_left(items, span.end, lo=first, key=_start)
    return [item for item in items[first:last] if item.span.end <= span.end]


def _start(item: Item) -> int:
    return item.span.start


def build(article: Article, span: Span, items: Sequence[Item], *, brackets: bool = False) -> Skeleton:
    """The skeleton of a stretch of text; `items` are those inside it, sorted, none overlapping.

    Quotation marks that hold a name alone are left out, and so are short asides in brackets unless
    `brackets` is set.
    """
    text: list[str] = []
    origin: list[int] = []
    meaning: list[Item | None] = []
    plain, at = article.plain, span.start
    for item in [*items, None]:
        stop = item.span.start if item is not None else span.end
        for place in range(at, stop):
            text.append(plain[place])
            origin.append(place)
            meaning.append(None)
        if item is None:
            break
        place = isinstance(item, Reference) and item.kind == "Place" and not item.rule.endswith(".site")
        text.append(CODES["Land"] if place and owned(plain, item.span.end) else sign(item))
        origin.append(item.span.start)
        meaning.append(item)
        at = item.span.end
    return _without_marks(Skeleton("".join(text), tuple(origin), tuple(meaning), span, article), brackets)


def owned(text: str, at: int) -> bool:
    """Whether the noun at a place belongs to the place named before it (俄罗斯企业)."""
    return _OWNED.match(text, at) is not None


def sign(item: Item) -> str:
    """The sign that stands for a reference, a time or a figure."""
    if isinstance(item, Time):
        return CODES["time"]
    if isinstance(item, Quantity):
        return CODES["quantity"]
    return CODES["Site"] if item.rule.endswith(".site") else CODES[item.kind]


_LISTED = re.compile(f"(?<=[{_NAMES}])”“(?=[{_NAMES}])")
_MARKED = re.compile(f"“(?=[{_NAMES}]”)|(?<=[{_NAMES}])”|(?<=[、和与及])“(?=[{_NAMES}])")
_BRACKET = re.compile("（[^（）。]{1,30}）")


def _without_marks(skeleton: Skeleton, brackets: bool) -> Skeleton:
    """“A”“B” becomes A、B; marks around one name and short asides go."""
    gone: set[int] = set()
    text = list(skeleton.text)
    for match in _LISTED.finditer(skeleton.text):
        text[match.start()] = "、"
        gone.add(match.start() + 1)
    for match in re.finditer(f"(?<=[{_NAMES}])”(?=[{_NAMES}])", skeleton.text):
        item = skeleton.items[match.end()]
        if item is not None and skeleton.words(item).startswith("“"):
            text[match.start()] = "、"  # “甲”“乙”专场
    for match in _MARKED.finditer("".join(text)):
        gone.update(range(*match.span()))
    for match in re.finditer(f"(?<={CODES['time']})）", skeleton.text):
        item = skeleton.items[match.start() - 1]
        if item is not None and "（" in skeleton.words(item):
            gone.add(match.start())  # 今天（4月18日）
    if not brackets:
        for match in _BRACKET.finditer(skeleton.text):
            gone.update(range(*match.span()))
    return without(replace(skeleton, text="".join(text)), gone)


def without(skeleton: Skeleton, gone: set[int]) -> Skeleton:
    """The skeleton without the signs at some places."""
    if not gone:
        return skeleton
    keep = [n for n in range(len(skeleton.text)) if n not in gone]
    return replace(
        skeleton,
        text="".join(skeleton.text[n] for n in keep),
        origin=tuple(skeleton.origin[n] for n in keep),
        items=tuple(skeleton.items[n] for n in keep),
    )


def join(first: Skeleton, second: Skeleton, mark: str) -> Skeleton:
    """Two sentences as one; the mark stands for the first one's full stop."""
    text = re.sub("[。！？]$", mark, first.text)
    return replace(
        first,
        text=text + second.text,
        origin=first.origin + second.origin,
        items=first.items + second.items,
        span=Span(first.span.start, second.span.end),
    )


def insert(skeleton: Skeleton, subjects: Sequence[tuple[int, Reference]]) -> Skeleton:
    """The skeleton with carried subjects at the given places (sorted)."""
    if not subjects:
        return skeleton
    text: list[str] = []
    origin: list[int] = []
    items: list[Item | None] = []
    carried: set[int] = set()
    waiting = list(subjects)
    for n in range(len(skeleton.text) + 1):
        first = True
        while waiting and waiting[0][0] == n:
            _, reference = waiting.pop(0)
            if not first:  # several subjects make a list
                carried.add(len(text))
                text.append("、")
                origin.append(origin[-1])
                items.append(None)
            first = False
            carried.add(len(text))
            text.append(sign(reference))
            origin.append(skeleton.origin[n] if n < len(skeleton.origin) else skeleton.span.end)
            items.append(reference)
        if n < len(skeleton.text):
            text.append(skeleton.text[n])
            origin.append(skeleton.origin[n])
            items.append(skeleton.items[n])
    return Skeleton("".join(text), tuple(origin), tuple(items), skeleton.span, skeleton.article, frozenset(carried))
