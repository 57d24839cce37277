"""A small graph made by hand, of invented articles in our own words, and a hostile one."""

from dataclasses import replace
from random import Random
from typing import TypeVar

from kg.model import (
    Article,
    Change,
    Date,
    Entity,
    Evidence,
    Fact,
    Figure,
    Finding,
    Graph,
    Link,
    Moment,
    Paragraph,
    Quote,
    Reprint,
    Span,
    Time,
)

T = TypeVar("T")

TEXTS = {
    "a1": """云州省办年货直播周 两平台同日开播
1月10日，由云州省商务厅主办、云州电商协会承办的2022云州年货直播周在青浦市开幕。
活动在好物直播同步进行，云米集团支持本次活动，青浦市商务局参加。
云州省商务厅副厅长周明表示，电商让山货走出大山。
2021年，云州省网上零售额达1191.7亿元，同比增长16.3%。
当天的开幕式是直播周的一部分。云米是云米集团旗下品牌。""",
    "a2": """青浦苹果卖到海外
2021年云州省网上零售额为1195亿元。
云州省商务厅与好物直播签署合作协议。青浦苹果产自青浦市，由云米集团生产，已在好物直播上架。
青浦市隶属云州省，鼓楼区是其中一区。
青浦市获得“电商强市”称号，名列第一，该称号由云州省商务厅授予。
云州省商务厅主办了2022云州年货直播周。苹果出口1.2万吨到1.5万吨，同比下降3.5%。""",
    "a3": """第二届年货直播周启动
2023年1月5日，第二届云州年货直播周启动，至1月15日结束。
云州省人民政府印发《云州数字商务行动计划》，支持丝路电商。
云米集团成立于2001年，好物直播由云米集团运营，云米物流是云米集团子公司。
周明表示，直播周办出了品牌。
直播间观看人数超300万人次。云州省加入东洲经济合作组织。
另一个鼓楼区位于临港市。云米集团与东洲展览中心共建基地。""",
}
PUBLISHED = {"a1": "2022-01-20", "a2": "2022-02-15T09:30:00+08:00", "a3": "2023-01"}


def article(stem: str) -> Article:
    text = TEXTS[stem]
    starts = [0, *(at + 1 for at, char in enumerate(text) if char == "\n")]
    ends = [*(start - 1 for start in starts[1:]), len(text)]
    parts = tuple(Paragraph(s, e, "body" if s else "title") for s, e in zip(starts, ends, strict=True))
    outlet = "海东晚报" if stem == "a2" else "滨海日报"
    url = f"https://news.example/{stem}.html?from=列表 页"
    return Article(stem, text[: ends[0]], text, text, parts, PUBLISHED[stem], outlet, "林静", None, url, ("电商",))


def said(stem: str, words: str, rule: str = "rule.x", confidence: float = 0.9) -> Evidence:
    at = TEXTS[stem].index(words)
    return Evidence(stem, Span(at, at + len(words)), words, rule, confidence)


def entity(id: str, subkind: str | None, articles: str, *aliases: str, **more: object) -> Entity:
    kind, _, label = id.partition("/")
    where = tuple(f"a{number}" for number in articles)
    built = Entity(id, kind, subkind, label, tuple(sorted(aliases)), where)  # type: ignore[arg-type]
    return replace(built, **more)  # type: ignore[arg-type]


ENTITIES = (
    entity("Award/电商强市", None, "2"),
    entity("Event/2022云州年货直播周", "festival", "12", "直播周", "年货直播周", edition="2022"),
    entity("Event/开幕式", "ceremony", "1"),
    entity("Event/第二届云州年货直播周", "festival", "3", "直播周", edition="2"),
    entity("Organization/东洲经济合作组织", "international", "3"),
    entity("Organization/云州电商协会", "association", "1"),
    entity("Organization/云州省人民政府", "government", "3", "省政府"),
    entity("Organization/云州省商务厅", "government", "12", "省商务厅"),
    entity("Organization/云米物流", "company", "3", kinds=("Platform",)),
    entity("Organization/云米集团", "company", "123"),
    entity("Organization/青浦市商务局", "government", "1"),
    entity("Person/周明", None, "13"),
    entity("Place/东洲展览中心", "facility", "3"),
    entity("Place/临港市", "city", "3", code="990200"),
    entity("Place/云州省", "province", "123", "云州", code="990000", position=(110.5, 34.25)),
    entity("Place/青浦市", "city", "12", "青浦", code="990100", position=(111.0, 34.0)),
    entity("Place/鼓楼区-990102", "county", "2", name="鼓楼区", code="990102"),
    entity("Place/鼓楼区-990202", "county", "3", name="鼓楼区", code="990202"),
    entity("Platform/好物直播", "livestream", "123", kinds=("Organization",)),
    entity("Policy/丝路电商", "initiative", "3"),
    entity("Policy/云州数字商务行动计划", "document", "3"),
    entity("Product/云米", "brand", "1"),
    entity("Product/青浦苹果", "good", "2", "苹果"),
)

_WEEK, _BUREAU, _APPLE = "Event/2022云州年货直播周", "Organization/云州省商务厅", "Product/青浦苹果"
_GROUP, _LIVE, _CITY = "Organization/云米集团", "Platform/好物直播", "Place/青浦市"

FACTS = (
    Fact("Award/电商强市", "awardedBy", _BUREAU, (said("a2", "该称号由云州省商务厅授予"),)),
    Fact("Award/电商强市", "awardedTo", _CITY, (said("a2", "青浦市获得“电商强市”称号，名列第一"),), rank=1),
    Fact(_WEEK, "hostedOn", _LIVE, (said("a1", "活动在好物直播同步进行"),)),
    Fact(_WEEK, "location", _CITY, (said("a1", "2022云州年货直播周在青浦市开幕", confidence=0.65),)),
    Fact(
        _WEEK,
        "organizer",
        _BUREAU,
        (
            said("a1", "由云州省商务厅主办"),
            said("a2", "云州省商务厅主办了2022云州年货直播周", "rule.y", 0.97),
        ),
    ),
    Fact(_WEEK, "participant", "Organization/青浦市商务局", (said("a1", "青浦市商务局参加"),)),
    Fact(_WEEK, "supporter", _GROUP, (said("a1", "云米集团支持本次活动"),)),
    Fact(_WEEK, "undertaker", "Organization/云州电商协会", (said("a1", "云州电商协会承办"),)),
    Fact("Event/开幕式", "subEventOf", _WEEK, (said("a1", "当天的开幕式是直播周的一部分"),)),
    Fact("Organization/云米物流", "partOf", _GROUP, (said("a3", "云米物流是云米集团子公司"),)),
    Fact(_BUREAU, "cooperatesWith", _LIVE, (said("a2", "云州省商务厅与好物直播签署合作协议"),)),
    Fact("Person/周明", "worksFor", _BUREAU, (said("a1", "云州省商务厅副厅长周明"),), role="副厅长"),
    Fact("Place/东洲展览中心", "partOf", _GROUP, (said("a3", "云米集团与东洲展览中心共建基地"),)),
    Fact(
        "Place/云州省",
        "memberOf",
        "Organization/东洲经济合作组织",
        (said("a3", "云州省加入东洲经济合作组织"),),
    ),
    Fact(_CITY, "partOf", "Place/云州省", (said("a2", "青浦市隶属云州省"),)),
    Fact("Place/鼓楼区-990102", "partOf", _CITY, (said("a2", "鼓楼区是其中一区"),)),
    Fact("Place/鼓楼区-990202", "partOf", "Place/临港市", (said("a3", "另一个鼓楼区位于临港市"),)),
    Fact(_LIVE, "operatedBy", _GROUP, (said("a3", "好物直播由云米集团运营"),)),
    Fact(
        "Policy/云州数字商务行动计划",
        "issuer",
        "Organization/云州省人民政府",
        (said("a3", "云州省人民政府印发《云州数字商务行动计划》"),),
    ),
    Fact("Product/云米", "producer", _GROUP, (said("a1", "云米是云米集团旗下品牌"),)),
    Fact(_APPLE, "origin", _CITY, (said("a2", "青浦苹果产自青浦市"),)),
    Fact(_APPLE, "producer", _GROUP, (said("a2", "由云米集团生产"),)),
    Fact(_APPLE, "soldOn", _LIVE, (said("a2", "已在好物直播上架"),)),
)

DATES = (
    Date(_WEEK, "startDate", "2022-01-10", (said("a1", "1月10日"),)),
    Date("Event/第二届云州年货直播周", "endDate", "2023-01-15", (said("a3", "至1月15日结束"),)),
    Date("Event/第二届云州年货直播周", "startDate", "2023-01-05", (said("a3", "2023年1月5日"),)),
    Date(_GROUP, "foundingDate", "2001", (said("a3", "云米集团成立于2001年"),)),
    Date("Policy/云州数字商务行动计划", "date", "2023-01", (said("a3", "印发《云州数字商务行动计划》"),)),
)

_SALES = "网上零售额"
FIGURES = (
    Figure(
        "f1", "Place/云州省", None, _SALES, 119170000000.0, None, "CNY", "exact", "2021",
        Change("yoy", 16.3, "%"), (said("a1", "云州省网上零售额达1191.7亿元，同比增长16.3%"),),
    ),
    Figure(
        "f2", "Place/云州省", None, _SALES, 119500000000.0, None, "CNY", "exact", "2021-01-01/2021-12-31",
        None, (said("a2", "2021年云州省网上零售额为1195亿元"),),
    ),
    Figure(
        "f3", _APPLE, None, "出口", 12000.0, 15000.0, "t", "exact", None,
        Change("yoy", -3.5, "%"), (said("a2", "苹果出口1.2万吨到1.5万吨，同比下降3.5%"),),
    ),
    Figure(
        "f4", None, "直播间", "观看人数", 3000000.0, None, "人次", "over", "2023-01",
        None, (said("a3", "直播间观看人数超300万人次"),),
    ),
)  # fmt: skip

QUOTES = (
    Quote("q1", "Person/周明", "电商让山货走出大山", "表示", said("a1", "周明表示，电商让山货走出大山")),
    Quote(
        "q2",
        "Person/周明",
        "直播周办出了品牌",
        "表示",
        said("a3", "周明表示，直播周办出了品牌", confidence=0.5),
    ),
)


def _moment(stem: str, words: str, value: str, anchor: str) -> Moment:
    return Moment(stem, Time(said(stem, words).span, words, value, anchor, "time.x"))


MOMENTS = (
    _moment("a1", "1月10日", "2022-01-10", "publication"),
    _moment("a1", "2021年", "2021", "explicit"),
    _moment("a1", "当天", "2022-01-10", "previous"),
    _moment("a3", "2023年1月5日", "2023-01-05", "explicit"),
)

LINKS = (
    *(
        Link(item.id, stem, f"e{number}", item.name, "equal name", 0.9)
        for number, item in enumerate(ENTITIES)
        for stem in item.articles
    ),
    Link(_WEEK, "a1", "e99", "直播周", "short form of a name in the article", 0.8),
)


def graph() -> Graph:
    """Three articles, 23 entities."""
    articles = tuple(article(stem) for stem in sorted(TEXTS))
    links = tuple(sorted(LINKS, key=lambda link: (link.entity, link.article, link.local)))
    return Graph(articles, ENTITIES, FACTS, DATES, FIGURES, QUOTES, MOMENTS, links)


def compared() -> Graph:
    """The sample with what linking and comparing add: a step of the ledger in full, a reprint, a finding."""
    at = TEXTS["a1"].index("直播周")
    full = Link(_WEEK, "a1", "e99", "直播周", "short form", 0.8, "2022云州年货直播周", Span(at, at + 3))
    links = tuple(full if link.local == "e99" else link for link in graph().links)
    copies = (Reprint("a3", "a1", 0.93, "海东晚报"),)
    found = (Finding("c1", "sources", "revision", ("f1", "f2"), "1191.7亿元与1195亿元"),)
    return replace(graph(), links=links, reprints=copies, findings=found)


def shuffled(source: Graph, seed: int) -> Graph:
    """The same graph with every part, and every list in a part, in another order."""
    random = Random(seed)

    def mixed(items: tuple[T, ...]) -> tuple[T, ...]:
        found = list(items)
        random.shuffle(found)
        return tuple(found)

    return replace(
        source,
        articles=mixed(source.articles),
        entities=mixed(
            tuple(
                replace(e, aliases=mixed(e.aliases), articles=mixed(e.articles), kinds=mixed(e.kinds))
                for e in source.entities
            )
        ),
        facts=mixed(tuple(replace(fact, evidence=mixed(fact.evidence)) for fact in source.facts)),
        dates=mixed(tuple(replace(date, evidence=mixed(date.evidence)) for date in source.dates)),
        figures=mixed(tuple(replace(figure, evidence=mixed(figure.evidence)) for figure in source.figures)),
        quotes=mixed(source.quotes),
        moments=mixed(source.moments),
        links=mixed(source.links),
        reprints=mixed(source.reprints),
        findings=mixed(source.findings),
    )


def without(source: Graph, stem: str) -> Graph:
    """The graph as it would be had an article never come."""

    def kept(items: tuple[T, ...]) -> tuple[T, ...]:
        left = (
            replace(item, evidence=tuple(e for e in item.evidence if e.article != stem))  # type: ignore
            for item in items
        )
        return tuple(item for item in left if item.evidence)  # type: ignore[attr-defined]

    left = (replace(item, articles=tuple(a for a in item.articles if a != stem)) for item in source.entities)
    return Graph(
        tuple(item for item in source.articles if item.stem != stem),
        tuple(item for item in left if item.articles),
        kept(source.facts),
        kept(source.dates),
        kept(source.figures),
        tuple(quote for quote in source.quotes if quote.evidence.article != stem),
        tuple(moment for moment in source.moments if moment.article != stem),
        tuple(link for link in source.links if link.article != stem),
    )


NASTY = (
    'a"b\\c\n\r\td',
    "''' \"\"\" . ; , <> {} [] () # @zh ^^ \\u0041",
    "]]><script>alert(1)</script><!--&amp;-->",
    "\u202eabc\u202c\u200f\u200b",
    "x" * 10_000,
    "../../etc/passwd",
    "> . <http://evil.example/s> <http://evil.example/p> <http://evil.example/o",
    "=cmd|' /C calc'!A0",
    "\x00\x01\x1f\ufffe\ud800",
    " ",
    ";|,",
    "\u00e9",
    "e\u0301",
    "％41",
    "%41",
    "{{7*7}}${x}",
    "-上海",
    "😀①—…",
)


def hostile() -> Graph:
    """Every name, text and code is one that could break out of some format."""
    names = [f"Place/{nasty}" for nasty in NASTY]
    articles = tuple(
        Article(nasty, nasty, nasty, nasty, (), nasty, nasty, nasty, nasty, f"http://x/{nasty}", (nasty,))
        for nasty in NASTY
    )

    def evidence(number: int) -> tuple[Evidence, ...]:
        text = NASTY[number]
        return (Evidence(text, Span(0, len(text)), text, text, 0.5),)

    numbers = range(len(NASTY))
    following = [names[(number + 1) % len(names)] for number in numbers]
    return Graph(
        articles,
        tuple(
            Entity(
                name, "Place", nasty, nasty, (nasty + "x", nasty), (nasty,), ("Organization",),
                nasty, (0.1, -1e-7), nasty,
            )
            for name, nasty in zip(names, NASTY, strict=True)
        ),
        tuple(Fact(names[n], "location", following[n], evidence(n), NASTY[n], n + 1) for n in numbers),
        tuple(Date(names[n], "startDate", NASTY[n], evidence(n)) for n in numbers),
        tuple(
            Figure(
                NASTY[n], None, NASTY[n], NASTY[n], 1e21 + n, 1e22, NASTY[n], "exact", NASTY[n],
                Change("yoy", -1e-9, NASTY[n]), evidence(n),
            )
            for n in numbers
        ),
        tuple(Quote(NASTY[n], names[n], NASTY[n], NASTY[n], evidence(n)[0]) for n in numbers),
        tuple(Moment(nasty, Time(Span(0, len(nasty)), nasty, nasty, nasty, nasty)) for nasty in NASTY),
        tuple(Link(names[n], NASTY[n], NASTY[n], NASTY[n], NASTY[n], 0.5) for n in numbers),
    )  # fmt: skip
