"""A small graph whose every fact is known, for tests that ask the page about it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

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
    Kind,
    Paragraph,
    Quote,
    Span,
)

FAIR = "第四届双品网购节"
MINISTRY = "商务部"
SHANDONG = "山东省"
LIAONING = "辽宁省"
OFFICE = "辽宁省商务厅"
TAOBAO = "淘宝"
SPEAKER = "任鸿斌"
GALA = "辽宁5G电商直播年货节"
FUNGUS = "东宁黑木耳"
POLICY = "促消费行动方案"
AWARD = "优秀组织奖"
ISLAND = "舟山跨境电商协会"

TEXTS = {
    "a1": (
        "第四届双品网购节开幕",
        "2022-04-28",
        "新华社",
        "https://news.example/a1.html",
        [
            "商务部主办的第四届双品网购节在山东省开幕，淘宝等平台参加。",
            "商务部部长助理任鸿斌表示，要让更多好货走出去。",
            "活动期间山东省网络零售额达294.1亿元，同比增长12.2%。",
            "2021年同期山东省网络零售额为262亿元，2020年同期为230亿元。",
        ],
    ),
    "a2": (
        "双品网购节带动消费",
        "2022-05-13",
        "地方日报",
        "https://news.example/a2.html",
        [
            "由商务部主办的第四届双品网购节落幕。",
            "同期山东省网络零售额达310亿元。",
            "商务部印发促消费行动方案。",
        ],
    ),
    "a3": (
        "辽宁年货节启动",
        "2022-01-19",
        "商务新闻网",
        None,
        [
            "辽宁省商务厅主办的辽宁5G电商直播年货节在辽宁省启动。",
            "东宁黑木耳在淘宝热销，辽宁省商务厅获得优秀组织奖。",
            "辽宁省网络零售额超150亿元。",
        ],
    ),
    "a4": ("舟山跨境电商协会成立", None, None, None, ["舟山跨境电商协会成立大会召开。"]),
}

ENTITIES: list[tuple[Kind, str, str | None, tuple[str, ...]]] = [
    ("Event", FAIR, "festival", ("双品网购节", "Double-Brand Festival")),
    ("Organization", MINISTRY, "government", ("MOFCOM",)),
    ("Place", SHANDONG, "province", ("山东",)),
    ("Place", LIAONING, "province", ("辽宁",)),
    ("Organization", OFFICE, "government", ("省商务厅",)),
    ("Platform", TAOBAO, "ecommerce", ("Taobao",)),
    ("Person", SPEAKER, None, ()),
    ("Event", GALA, "festival", ()),
    ("Product", FUNGUS, "good", ()),
    ("Policy", POLICY, "document", ()),
    ("Award", AWARD, None, ()),
    ("Organization", ISLAND, "association", ()),
]
PLACES = {SHANDONG: ("370000", (117.0, 36.65)), LIAONING: ("210000", (123.43, 41.8))}

FACTS: list[tuple[str, str, str, list[tuple[str, str]], str | None]] = [
    (
        FAIR,
        "organizer",
        MINISTRY,
        [("a1", "商务部主办的第四届双品网购节"), ("a2", "由商务部主办的第四届双品网购节")],
        None,
    ),
    (FAIR, "location", SHANDONG, [("a1", "第四届双品网购节在山东省开幕")], None),
    (FAIR, "participant", TAOBAO, [("a1", "淘宝等平台参加")], None),
    (SPEAKER, "worksFor", MINISTRY, [("a1", "商务部部长助理任鸿斌")], "部长助理"),
    (POLICY, "issuer", MINISTRY, [("a2", "商务部印发促消费行动方案")], None),
    (GALA, "organizer", OFFICE, [("a3", "辽宁省商务厅主办的辽宁5G电商直播年货节")], None),
    (GALA, "location", LIAONING, [("a3", "辽宁5G电商直播年货节在辽宁省启动")], None),
    (FUNGUS, "soldOn", TAOBAO, [("a3", "东宁黑木耳在淘宝热销")], None),
    (AWARD, "awardedTo", OFFICE, [("a3", "辽宁省商务厅获得优秀组织奖")], None),
]
# Found with little confidence, for the filter.
UNSURE = {("location", LIAONING): 0.55}


@dataclass
class Story:
    """Texts and lists a test may change before it asks for the graph."""

    texts: dict[str, tuple[str, str | None, str | None, str | None, list[str]]] = field(
        default_factory=lambda: dict(TEXTS)
    )
    entities: list[tuple[Kind, str, str | None, tuple[str, ...]]] = field(default_factory=lambda: list(ENTITIES))
    facts: list[tuple[str, str, str, list[tuple[str, str]], str | None]] = field(default_factory=lambda: list(FACTS))


def graph(story: Story | None = None) -> Graph:
    """The graph of a story."""
    told = story or Story()
    articles = tuple(_article(stem, *parts) for stem, parts in sorted(told.texts.items()))
    texts = {article.stem: article.text for article in articles}
    ids = {name: f"{kind}/{name}" for kind, name, _, _ in told.entities}
    entities = [_entity(texts, *parts) for parts in told.entities]
    facts = [
        Fact(
            ids[a],
            rel,
            ids[b],
            tuple(_proof(texts, *where, UNSURE.get((rel, b), 0.9)) for where in proofs),
            role,
        )
        for a, rel, b, proofs, role in told.facts
    ]
    return Graph(
        articles=articles,
        entities=tuple(sorted(entities, key=lambda entity: entity.id)),
        facts=tuple(sorted(facts, key=lambda fact: (fact.subject, fact.predicate, fact.object))),
        dates=_dates(texts),
        figures=_figures(texts),
        quotes=(
            Quote(
                "q1",
                f"Person/{SPEAKER}",
                "要让更多好货走出去",
                "表示",
                _proof(texts, "a1", "任鸿斌表示，要让更多好货走出去", 0.9),
            ),
        ),
        moments=(),
        links=(),
        findings=(Finding("c1", "sources", "conflict", ("f2", "f3"), "they differ"),),
    )


def graph_with(findings: tuple[Finding, ...]) -> Graph:
    """The graph of the story with other findings on its figures."""
    return replace(graph(), findings=findings)


def _article(
    stem: str, title: str, date: str | None, outlet: str | None, url: str | None, lines: Sequence[str]
) -> Article:
    text = "\n".join((title, *lines))
    spans = []
    at = 0
    for line in (title, *lines):
        spans.append(Paragraph(at, at + len(line), "body" if at else "title"))
        at += len(line) + 1
    return Article(stem, title, text, text, tuple(spans), date, outlet, url=url)


def _entity(texts: dict[str, str], kind: Kind, name: str, subkind: str | None, aliases: tuple[str, ...]) -> Entity:
    named = tuple(stem for stem, text in sorted(texts.items()) if name in text)
    code, position = PLACES.get(name, (None, None))
    return Entity(f"{kind}/{name}", kind, subkind, name, aliases, named, code=code, position=position)


def _proof(texts: dict[str, str], stem: str, words: str, confidence: float) -> Evidence:
    start = texts[stem].index(words)
    return Evidence(stem, Span(start, start + len(words)), words, "story", confidence)


def _dates(texts: dict[str, str]) -> tuple[Date, ...]:
    rows = [
        (f"Event/{FAIR}", "endDate", "2022-05-12", ("a2", "第四届双品网购节落幕")),
        (f"Event/{FAIR}", "startDate", "2022-04-28", ("a1", "第四届双品网购节在山东省开幕")),
        (f"Event/{GALA}", "startDate", "2022-01-10", ("a3", "辽宁5G电商直播年货节在辽宁省启动")),
        (f"Organization/{ISLAND}", "foundingDate", "2019", ("a4", "舟山跨境电商协会成立")),
    ]
    return tuple(Date(who, what, value, (_proof(texts, *where, 0.9),)) for who, what, value, where in rows)


def _figures(texts: dict[str, str]) -> tuple[Figure, ...]:
    def figure(name: str, who: str, value: float, period: str | None, where: tuple[str, str], **more: object) -> Figure:
        parts: dict[str, object] = {
            "id": name,
            "entity": who,
            "about": None,
            "measure": "网络零售额",
            "value": value,
            "upper": None,
            "unit": "CNY",
            "qualifier": "exact",
            "period": period,
            "change": None,
            "evidence": (_proof(texts, *where, 0.9),),
        }
        return Figure(**(parts | more))  # type: ignore[arg-type]

    shandong, liaoning = f"Place/{SHANDONG}", f"Place/{LIAONING}"
    season = "2022-04-28/2022-05-12"
    return (
        figure("f1", liaoning, 150e8, None, ("a3", "辽宁省网络零售额超150亿元"), qualifier="over"),
        figure(
            "f2",
            shandong,
            294.1e8,
            season,
            ("a1", "网络零售额达294.1亿元，同比增长12.2%"),
            change=Change("yoy", 12.2, "%"),
        ),
        figure("f3", shandong, 310e8, season, ("a2", "山东省网络零售额达310亿元")),
        figure("f4", shandong, 262e8, "2021-04-28/2021-05-12", ("a1", "2021年同期山东省网络零售额为262亿元")),
        figure("f5", shandong, 230e8, "2020-04-28/2020-05-12", ("a1", "2020年同期为230亿元")),
    )
