"""Made-up graphs of any size, for tests and benchmarks: Chinese commerce names, articles, facts, figures.

The same size and seed give the same graph.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from kg.model import (
    Article,
    Change,
    Date,
    Entity,
    Evidence,
    Fact,
    Figure,
    Graph,
    Kind,
    Paragraph,
    Quote,
    Span,
)

PROVINCES = {
    "辽宁省": ("210000", 123.4, 41.8),
    "山东省": ("370000", 117.0, 36.7),
    "黑龙江省": ("230000", 126.6, 45.8),
    "浙江省": ("330000", 120.2, 30.3),
    "广东省": ("440000", 113.3, 23.1),
    "四川省": ("510000", 104.1, 30.7),
    "湖北省": ("420000", 114.3, 30.6),
    "新疆维吾尔自治区": ("650000", 87.6, 43.8),
    "福建省": ("350000", 119.3, 26.1),
    "广西壮族自治区": ("450000", 108.3, 22.8),
    "陕西省": ("610000", 108.9, 34.3),
    "江苏省": ("320000", 118.8, 32.1),
}
TOWN = "安平宁阳海林河泉山江临长丰和兴盛新华龙凤清远文昌永康东西南北金石"
TRADE = ("食品", "医药", "服饰", "家电", "农业", "物流", "信息", "数码", "茶业", "水产", "汽车", "文旅")
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂英文华建国志红玉"
GOODS = ("大米", "苹果", "黑木耳", "蓝莓", "白茶", "海参", "丝绸", "瓷器", "机床", "柑橘", "牛肉干", "人参")
KINDS: tuple[tuple[Kind, float], ...] = (
    ("Organization", 0.3),
    ("Place", 0.2),
    ("Event", 0.17),
    ("Person", 0.12),
    ("Platform", 0.06),
    ("Product", 0.07),
    ("Policy", 0.06),
    ("Award", 0.02),
)
RELATIONS: dict[tuple[Kind, Kind], tuple[str, str]] = {
    ("Event", "Organization"): ("organizer", "{0}由{1}主办"),
    ("Event", "Place"): ("location", "{0}在{1}举行"),
    ("Event", "Platform"): ("hostedOn", "{0}在{1}平台上线"),
    ("Event", "Event"): ("subEventOf", "{0}是{1}的一项活动"),
    ("Person", "Organization"): ("worksFor", "{1}负责人{0}出席了活动"),
    ("Organization", "Place"): ("location", "{0}位于{1}"),
    ("Organization", "Organization"): ("cooperatesWith", "{0}与{1}签署合作协议"),
    ("Product", "Place"): ("origin", "{0}产自{1}"),
    ("Product", "Platform"): ("soldOn", "{0}在{1}热销"),
    ("Policy", "Organization"): ("issuer", "{1}印发{0}"),
    ("Award", "Organization"): ("awardedTo", "{1}获得{0}"),
    ("Place", "Place"): ("partOf", "{0}属于{1}"),
    ("Organization", "Event"): ("participant", "{0}参加了{1}"),
}


@dataclass
class _World:
    """Entities so far, by region: news stays mostly within one."""

    random: random.Random
    entities: list[Entity] = field(default_factory=list)
    regions: list[list[int]] = field(default_factory=list)
    names: set[str] = field(default_factory=set)


def graph(size: int, seed: int = 1) -> Graph:
    """A graph of `size` entities and about twice as many facts."""
    world = _World(random.Random(seed))
    count = max(3, round(size**0.5 / 1.6))
    world.regions = [[] for _ in range(count)]
    # Regions differ in size as newsrooms' interests do.
    weights = [1 / (n + 2) ** 0.7 for n in range(count)]
    kinds, shares = zip(*KINDS, strict=True)
    for n in range(size):
        region = world.random.choices(range(count), weights)[0]
        kind = world.random.choices(kinds, shares)[0]
        world.entities.append(_entity(world, kind, region))
        world.regions[region].append(n)
    said = list(_said(world, 2 * size))
    return _write(world, said)


def _entity(world: _World, kind: Kind, region: int) -> Entity:
    province = list(PROVINCES)[region % len(PROVINCES)]
    code, east, north = PROVINCES[province]
    name = _name(world, kind, province)
    number = 2
    base = name
    while f"{kind}/{name}" in world.names:
        name = f"{base}{number}" if kind != "Event" else f"第{number}届{base}"
        number += 1
    world.names.add(f"{kind}/{name}")
    position = None
    if kind == "Place":
        position = (
            round(east + world.random.uniform(-2, 2), 3),
            round(north + world.random.uniform(-2, 2), 3),
        )
    return Entity(
        f"{kind}/{name}",
        kind,
        None,
        name,
        (name[:4],) if len(name) > 6 else (),
        (),
        code=code if kind == "Place" else None,
        position=position,
    )


def _name(world: _World, kind: Kind, province: str) -> str:
    pick = world.random.choice
    town = pick(TOWN) + pick(TOWN)
    if kind == "Organization":
        return pick(
            (
                f"{town}{pick(TRADE)}有限公司",
                f"{town}市商务局",
                f"{province[:2]}{pick(TRADE)}协会",
                f"{town}{pick(TRADE)}集团",
            )
        )
    if kind == "Place":
        return town + pick("市县区")
    if kind == "Event":
        return pick(
            (
                f"{town}{pick(TRADE)}博览会",
                f"{province[:2]}{pick(GOODS)}电商节",
                f"{town}年货节",
                f"{town}直播大赛",
            )
        )
    if kind == "Person":
        return pick(SURNAMES) + pick(GIVEN) + pick(GIVEN)
    if kind == "Platform":
        return pick("易优聚云快淘美") + pick("购选拼采货商鲜") + pick(("网", "商城", "优选", ""))
    if kind == "Product":
        return town + pick(GOODS)
    return town + pick(
        ("促消费行动方案", "电商发展规划", "高质量发展意见") if kind == "Policy" else ("金奖", "优秀组织奖")
    )


def _said(world: _World, count: int) -> Iterator[tuple[str, int, int, str]]:
    """Facts: predicate, the two ends, and a sentence. A few ends are named again and again."""
    strong = [sorted(region, key=lambda _: world.random.random()) for region in world.regions]
    made = 0
    while made < count:
        here = world.random.choices(strong, [len(region) for region in strong])[0]
        there = here if world.random.random() < 0.93 else world.random.choice(strong)
        if not here or not there:
            continue
        a = here[int(len(here) * world.random.random())]
        b = there[int(len(there) * world.random.random() ** 3)]
        kinds = (world.entities[a].kind, world.entities[b].kind)
        if kinds not in RELATIONS:
            a, b, kinds = b, a, (kinds[1], kinds[0])
        if a == b or kinds not in RELATIONS:
            continue
        predicate, pattern = RELATIONS[kinds]
        yield predicate, a, b, pattern.format(world.entities[a].name, world.entities[b].name)
        made += 1


@dataclass
class _Press:
    """What is printed: articles, and what they say."""

    world: _World
    articles: list[Article] = field(default_factory=list)
    facts: dict[tuple[str, str, str], list[Evidence]] = field(default_factory=dict)
    figures: list[Figure] = field(default_factory=list)
    quotes: list[Quote] = field(default_factory=list)
    dates: list[Date] = field(default_factory=list)
    named: dict[int, set[str]] = field(default_factory=dict)


def _write(world: _World, said: list[tuple[str, int, int, str]]) -> Graph:
    """Sort the facts into articles of eight sentences each, with a figure and a quotation."""
    by_thing: dict[int, list[tuple[str, int, int, str]]] = {}
    for item in sorted(said, key=lambda item: item[1]):
        by_thing.setdefault(item[2], []).append(item)
    flat = [item for items in by_thing.values() for item in items]
    press = _Press(world)
    for start in range(0, len(flat), 8):
        _article(press, start // 8, flat[start : start + 8])
    entities = [
        replace(entity, articles=tuple(sorted(press.named.get(n, ())))) for n, entity in enumerate(world.entities)
    ]
    facts = [
        Fact(*key, tuple(sorted(proofs, key=lambda e: (e.article, e.span)))) for key, proofs in press.facts.items()
    ]
    return Graph(
        articles=tuple(press.articles),
        entities=tuple(sorted(entities, key=lambda entity: entity.id)),
        facts=tuple(sorted(facts, key=lambda fact: (fact.subject, fact.predicate, fact.object))),
        dates=tuple(sorted({date.subject: date for date in press.dates}.values(), key=lambda date: date.subject)),
        figures=tuple(sorted(press.figures, key=lambda figure: (figure.entity or "", figure.measure, figure.id))),
        quotes=tuple(press.quotes),
        moments=(),
        links=(),
    )


def _article(press: _Press, number: int, group: list[tuple[str, int, int, str]]) -> None:
    chance, entities = press.world.random, press.world.entities
    stem = f"made-{number:05d}"
    year, month, day = (
        chance.choice((2020, 2021, 2021, 2022, 2022)),
        chance.randint(1, 12),
        chance.randint(1, 28),
    )
    date = f"{year}-{month:02d}-{day:02d}"
    subject = entities[group[0][1]]
    amount = chance.randint(12, 990)
    words = f"要继续办好{subject.name}，让更多好货走出去。"
    lines = [item[3] + "。" for item in group]
    lines += [
        f"{year}年{month}月{subject.name}相关网络零售额达{amount}亿元，同比增长{amount % 40}%。",
        f"“{words}”",
    ]
    title = group[0][3][:28]
    text, spans = title, []
    for line in lines:
        spans.append(Span(len(text) + 1, len(text) + 1 + len(line)))
        text += "\n" + line
    paragraphs = (Paragraph(0, len(title), "title"), *(Paragraph(span.start, span.end) for span in spans))
    outlet = chance.choice(("商务新闻网", "新华社", "地方日报"))
    url = f"https://news.example/{stem}.html"
    press.articles.append(Article(stem, title, text, text, paragraphs, date, outlet, url=url))

    def proof(n: int) -> Evidence:
        span = Span(spans[n].start, spans[n].end - 1)
        return Evidence(stem, span, text[span.start : span.end], "made", 0.6 + 0.39 * (span.start * 7919 % 100) / 100)

    for n, (predicate, a, b, _) in enumerate(group):
        press.facts.setdefault((entities[a].id, predicate, entities[b].id), []).append(proof(n))
        for end in (a, b):
            press.named.setdefault(end, set()).add(stem)
            if entities[end].kind == "Event":
                press.dates.append(Date(entities[end].id, "startDate", date, (proof(n),)))
    change = Change("yoy", amount % 40, "%")
    about = (subject.id, None, "网络零售额", amount * 1e8, None, "CNY", "exact", date[:7], change)
    press.figures.append(Figure(f"f{number}", *about, (proof(len(group)),)))
    people = [n for item in group for n in item[1:3] if entities[n].kind == "Person"]
    if people:
        press.quotes.append(Quote(f"q{number}", entities[people[0]].id, words, "表示", proof(len(group) + 1)))
