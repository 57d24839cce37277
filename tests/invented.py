"""Sentences about invented things: 甲市, 乙公司 and others become entities without any recogniser."""

from kg.extract import prepare
from kg.extract._found import Found
from kg.extract.anaphora import extract as anaphora
from kg.extract.quantities import extract as quantities
from kg.extract.times import extract as times
from kg.lexicon import Lexicon
from kg.model import Article, Kind, LocalEntity, Mention, Paragraph, Reference, Span
from kg.text import plain

# Names of the examples: 甲, 乙, 丙, 丁, 戊 with a type word, and a few invented ones.
WORDS: list[tuple[str, Kind, str | None]] = [
    (name, kind, subkind)
    for kind, subkind, names in (
        (
            "Event",
            "festival",
            [
                "“绥易购”电商节",
                "首届丝路电商大会",
                "2022全国网上年货节",
                "启动仪式",
                "丰饶年货",
                "乙论坛",
                "丙推介会",
                "甲购专场",
                "乙购专场",
                "非洲好物专区",
                "甲部常务会议",
                "甲院常务会议",
                "甲部新闻发布会",
                "甲购",
                "乙购",
            ],
        ),
        (
            "Organization",
            "company",
            [
                "甲省人民政府",
                "甲省商务厅",
                "乙省商务厅",
                "甲市商务局",
                "乙市人民政府",
                "甲省委",
                "甲传媒集团",
                "乙传媒集团",
                "乙新媒体公司",
                "甲科技公司",
                "乙物流公司",
                "甲集团",
                "乙集团",
                "甲公司",
                "乙公司",
                "丙公司",
                "乙学院",
                "丙培训基地",
                "丙研修院",
                "甲组织",
                "乙组织",
                "甲帮扶团",
                "甲厅",
                "甲部",
                "乙部",
                "甲分拨中心",
            ],
        ),
        ("Place", "city", ["甲市", "乙市", "丙县", "丙国", "丁国", "戊国", "丁洲", "丙库区", "甲国", "中国"]),
        (
            "Place",
            "facility",
            ["甲会展中心", "乙物流园", "乙电商产业园", "丙物流园", "丙工业园", "丁产业园", "乙基地", "丙基地"],
        ),
        ("Person", None, ["张三", "李四"]),
        (
            "Product",
            "good",
            ["甲大米", "乙蜂蜜", "甲脐橙", "乙腊肉", "甲葡萄干", "乙矿泉水", "乙饮", "乙星", "甲帝王蟹", "乙面粉"],
        ),
        ("Policy", "document", ["《关于加快发展电商的意见》", "扩大内需战略"]),
        ("Award", None, ["优秀组织奖", "全省电商示范基地", "中国脐橙之乡"]),
    )
    for name in names
]
PLATFORMS = ["甲购", "乙购", "丙购"]


def found_in(example: str, platforms: bool) -> tuple[Article, Found]:
    """An example with its invented names as entities, ready for the rules."""
    text = plain(example)
    starts = [0, *(n + 1 for n, char in enumerate(text) if char == "\n")]
    ends = [*(start - 1 for start in starts[1:]), len(text)]
    paragraphs = tuple(Paragraph(start, end) for start, end in zip(starts, ends, strict=True))
    article = Article("example", "", text, text, paragraphs, published="2022-01-20")
    found = prepare(article, Lexicon([], [], {}))
    words = [(name, kind, sub) for name, kind, sub in WORDS if not (platforms and name in PLATFORMS)]
    words += [(name, "Platform", None) for name in PLATFORMS] if platforms else []
    used = [False] * len(text)
    for number, (name, kind, subkind) in enumerate(sorted(words, key=lambda word: -len(word[0])), 1):
        spans = []
        at = text.find(name)
        while at >= 0:
            if not any(used[at : at + len(name)]):
                spans.append(Span(at, at + len(name)))
                used[at : at + len(name)] = [True] * len(name)
            at = text.find(name, at + 1)
        if not spans:
            continue
        identity = f"e{number}"
        mentions = tuple(Mention(span, name, kind, subkind) for span in spans)
        found.mentions.extend(mentions)
        found.entities.append(LocalEntity(identity, kind, subkind, name, (), mentions))
        rule = "name.site" if subkind == "facility" else "name"
        found.references.extend(Reference(span, identity, kind, rule) for span in spans)
    found.references.sort(key=lambda reference: reference.span)
    for step in (times, quantities, anaphora):
        step(article, found)
    return article, found
