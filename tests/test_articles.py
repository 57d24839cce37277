"""The readers of articles, by cases, by the shared corpus where it is at hand, and by random input."""

import csv
import gzip
import io
import re
import tomllib
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import articles
from kg import text as texts
from kg.articles import _dates, _furniture
from kg.errors import KgError
from kg.model import Article, SetAside
from kg.plugins import family
from kg.rules import rules

HERE = Path(__file__).parent
CASES = HERE / "cases" / "articles"
SHARED = HERE.parent.parent / "shared"
READERS = family("kg.articles")

STORY = "青禾港一季度集装箱吞吐量达到五十三万标箱，同比增长百分之十二，航线增加到二十六条。"
TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
CSS = re.compile(r"\{[^}]*:[^}]*;|&#\d+;|&nbsp;|&[a-z]+;")


def check(items: Iterable[Article | SetAside]) -> list[Article | SetAside]:
    """The items, after what must hold for every article was seen to hold."""
    items = list(items)
    for item in items:
        if isinstance(item, SetAside):
            assert item.reason
            assert "\n" not in item.reason
            continue
        assert item.plain == texts.plain(item.text)
        assert len(item.plain) == len(item.text)
        pieces = [item.text[part.start : part.end] for part in item.paragraphs]
        assert "\n".join(pieces) == item.text
        assert all(piece and piece == piece.strip() and "\n" not in piece for piece in pieces)
        roles = [part.role for part in item.paragraphs]
        assert "title" not in roles[1:]
        assert (roles[0] == "title") == bool(item.title)
        assert not item.title or pieces[0] == item.title
        assert item.published is None or datetime.fromisoformat(item.published)
        assert len({item.stem for item in items if isinstance(item, Article)}) == sum(
            isinstance(item, Article) for item in items
        )
    return items


def only(items: Iterable[Article | SetAside]) -> Article:
    """The one article of a file."""
    (item,) = check(items)
    assert isinstance(item, Article), item
    return item


def reason(items: Iterable[Article | SetAside]) -> str:
    """Why the one item of a file was set aside."""
    (item,) = check(items)
    assert isinstance(item, SetAside), item
    return item.reason


def as_case(item: Article | SetAside) -> dict[str, Any]:
    """An item in the fields of a case file."""
    if isinstance(item, SetAside):
        return {"aside": item.reason}
    fields = ("published", "outlet", "author", "editor", "url")
    case: dict[str, Any] = {"stem": item.stem, "title": item.title}
    case |= {name: getattr(item, name) for name in fields if getattr(item, name)}
    case["paragraphs"] = [
        [part.role, item.text[part.start : part.end]] for part in item.paragraphs if part.role != "title"
    ]
    if item.categories:
        case["categories"] = list(item.categories)
    if item.dropped:
        case["dropped"] = [[dropped.reason, dropped.text] for dropped in item.dropped]
    return case


# Cases ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", sorted(CASES.glob("*.toml")), ids=lambda path: path.name.removesuffix(".toml"))
def test_case(path: Path) -> None:
    case = tomllib.loads(path.read_text(encoding="utf-8"))
    assert [as_case(item) for item in check(articles.read(CASES / case["file"]))] == case["item"]


def test_every_fixture_has_its_case() -> None:
    files = {path.name for path in CASES.iterdir() if path.suffix != ".toml"}
    assert files == {path.name.removesuffix(".toml") for path in CASES.glob("*.toml")}


def test_every_reader_keeps_the_contract() -> None:
    for name, reader in READERS.items():
        assert reader.__doc__, name
        assert reader.SUFFIXES
        assert all(suffix.startswith(".") for suffix in reader.SUFFIXES), name
        assert isinstance(reader.sniff(STORY), bool), name
        check(reader.read(STORY, "s"))
        check(reader.read("", "s"))


def test_no_two_readers_claim_the_same_file() -> None:
    for path in sorted(CASES.iterdir()):
        if path.suffix != ".toml":
            claims = [name for name, reader in READERS.items() if reader.sniff(path.read_text(encoding="utf-8"))]
            assert len(claims) <= 1, (path.name, claims)


def test_the_format_is_seen_where_the_suffix_does_not_tell(tmp_path: Path) -> None:
    for name in ("post-hexo.md", "page-whole.html", "flash.txt", "records.jsonl", "feed.rss", "day.md"):
        renamed = tmp_path / f"{Path(name).stem}.txt"
        renamed.write_bytes((CASES / name).read_bytes())
        assert check(articles.read(renamed))[0] == next(iter(articles.read(CASES / name)))


# Titles, dates, fields -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stamp", "expected"),
    [
        ("Tue, 09 Aug 2022 13:20:33 GMT", "2022-08-09T21:20:33+08:00"),
        ("Wed, 31 Aug 2022 23:55:09 GMT", "2022-09-01T07:55:09+08:00"),
        ("Tue, 09 Aug 2022 21:20:33 +0900", "2022-08-09T20:20:33+08:00"),
        ("Tue Aug 09 21:20:33 CST 2022", "2022-08-09T21:20:33+08:00"),
        ("2022-01-21 15:01:08 +0800", "2022-01-21T15:01:08+08:00"),
        ("2021-12-08 10:39:01", "2021-12-08T10:39:01+08:00"),
        ("2024-06-03T23:10:00Z", "2024-06-04T07:10:00+08:00"),
        ("2025年04月15日09:39 | 来源：某网", "2025-04-15T09:39:00+08:00"),
        ("2022年1月21日 星期五 下午3:20", "2022-01-21T15:20:00+08:00"),
        ("2022/01/10 11:22", "2022-01-10T11:22:00+08:00"),
        ("2022-01-19 00:00:00", "2022-01-19"),
        ("2011年10月09", "2011-10-09"),
        ("20231105", "2023-11-05"),
        ("20231105193000", "2023-11-05T19:30:00+08:00"),
        ("1657000000", "2022-07-05T13:46:40+08:00"),
        ("1657000000123", "2022-07-05T13:46:40+08:00"),
        ("+0800", None),
        ("2022-13-45", None),
        ("二〇二二年", None),
    ],
)
def test_stamps(stamp: str, expected: str | None) -> None:
    assert _dates.stamp(stamp) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://tv.example.org/2024/12/02/VIDE0000241202.shtml", "2024-12-02"),
        ("https://example.org/2022-01/21/c_1.htm", "2022-01-21"),
        ("http://example.org/show.html?infoCode=NW202201212256817237", "2022-01-21"),
        ("http://example.org/202112/t20211208_77.html", "2021-12-08"),
        ("http://example.org/news/1355,202112082206735975.html", "2021-12-08"),
        ("http://example.org/a/12345678.html", None),
        ("http://example.org/article/20221399.html", None),
    ],
)
def test_addresses_carry_dates(url: str, expected: str | None) -> None:
    assert _dates.from_url(url) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("某社4月23日电 2019年一季度零售总额增长8.3%。", "2019-04-23"),
        ("某社1月10日电 2021年1月至11月，零售总额1.65万亿元。", "2022-01-10"),
        ("某社1月11日电 2022年1月9日，年货节启动。", "2022-01-11"),
        ("某社7月19日电\n2025年是建市50周年。", "2025-07-19"),
        ("某社4月20日电 2017年贸易额6597亿元。", None),
        ("某社8月27日电 2024年，贸易额约5124亿美元。", None),
        ("某社6月1日电 今年邁入第五年。", None),
        ("4月25日，批复发布。2025年4月26日，试验区获批。", None),
    ],
)
def test_datelines_need_a_year_that_fits(text: str, expected: str | None) -> None:
    assert _dates.from_dateline(texts.plain(text)) == expected


def test_a_reposting_site_does_not_date_the_story() -> None:
    told = "某社1月18日电 2024全国年货节18日启动。"
    assert _dates.settle("2024-12-01T03:28:57+08:00", None, told) == "2024-01-18"
    assert _dates.settle("2024-01-20", None, told) == "2024-01-20"
    assert _dates.settle("2024-12-01", None, "某社1月18日电 年货节启动。") == "2024-12-01"


def test_a_byline_goes_only_where_it_stands_alone() -> None:
    html = "<p>青禾网绥安8月9日电 （记者 王小琳）9日，活动启幕。</p><p>记者调查发现，订单来自十二个省。</p>"
    article = only(READERS["jsonl"].read(f'{{"title": "t", "html": "{html}"}}', "s"))
    assert "（记者 王小琳）9日" in article.text
    assert "记者调查发现" in article.text
    assert (article.author, article.dropped) == ("王小琳", ())


def test_words_of_furniture_stay_inside_a_story() -> None:
    lines = (
        "用户下载青禾优选APP后可领取满100减20元的消费券，活动持续到月底。",
        "版权产业增加值达到120亿元，占全市生产总值的6.3%。",
        "责任编辑王某因虚假报道被处分，市新闻出版局说。",
        "分享中国市场机遇是参展商说得最多的一句话，他们来自十八个国家。",
        "未经批准擅自转产的企业将被取消补贴资格，通知说。",
        "记者从市商务局了解到，下一步将在图书馆、书店设点。",
        "来源于农村的产品占六成，来自东部的订单占四成。",
        "未经消费者同意，平台不得使用其个人信息，办法自明年起施行。",
        "主办单位：青禾市商务局 承办单位：云帆会展有限公司",
        "关注跨境电商的消费者越来越多，微博话题阅读量达到3.2亿次。",
        "打印机、扫地机器人等小家电成为海外买家的新宠。",
        "本文作者曾多次到青禾港采访，见证了码头的变化。",
    )
    article = only(READERS["plain"].read("\n".join(lines), "s"))
    assert article.text == "\n".join(lines)


@pytest.mark.parametrize(
    ("part", "pattern", "example"),
    [
        (part, block["pattern"], example)
        for part in ("line", "closing")
        for block in rules("furniture")[part]
        for example in block["examples"]
    ]
    + [
        (part, rules("furniture")[part]["pattern"], example)
        for part in ("tail", "comments")
        for example in rules("furniture")[part]["examples"]
    ],
)
def test_a_rule_of_furniture_takes_its_examples(part: str, pattern: str, example: str) -> None:
    told = texts.plain(example)
    seen = {
        "line": lambda: _furniture.reason_to_drop(told),
        "closing": lambda: _furniture.reason_to_drop(told, closing=True),
        "tail": lambda: _furniture.heads_other_stories(told),
        "comments": lambda: _furniture.heads_comments(told),
    }
    assert re.fullmatch(pattern, told, re.DOTALL), example
    assert seen[part]()


@pytest.mark.parametrize("block", rules("furniture")["inside"], ids=lambda block: block["examples"][0])
def test_what_stands_between_words_is_taken_out(block: dict[str, Any]) -> None:
    before, after = block["examples"]
    article = only(READERS["plain"].read(f"{before}。{STORY}", "s"))
    assert article.text == f"{after}。{STORY}"
    assert block["reason"] in {dropped.reason for dropped in article.dropped}


def test_a_story_goes_on_below_a_box_of_links_and_ends_above_comments() -> None:
    linked = "".join(f'<p><a href="{at}">丙市第{at}届茶博会开幕</a></p>' for at in range(3))
    html = (
        f"<p>{STORY}</p><p>{STORY[:30]}启航。</p><p>相关阅读：</p>{linked}<p>港务局说，航线还会增加，货主不必绕道。</p>"
    )
    said = "<h3>网友评论(2)</h3><p>阿明：我们厂去年接了2000万元订单，今年还会更多。</p>"
    article = only(READERS["pages"].read(f"<div>{html}{said}</div>", "s"))
    assert article.text.split("\n") == [STORY, f"{STORY[:30]}启航。", "港务局说，航线还会增加，货主不必绕道。"]


def test_a_story_may_repeat_its_headings() -> None:
    lines = ["（一）扩大投资", STORY, "（一）扩大投资", STORY.replace("青禾", "东湾")]
    article = only(READERS["plain"].read("甲地乙地投资榜\n\n" + "\n".join(lines), "s"))
    assert article.text.split("\n") == ["甲地乙地投资榜", *lines]


def test_a_headline_that_is_the_whole_story_is_kept() -> None:
    post = "---\ntitle: 人民币兑美元升至新高\ndate: 2021-12-08 10:45:17\n---\n\n人民币兑美元升至新高。\n"
    article = only(READERS["posts"].read(post, "s"))
    assert (article.text, [part.role for part in article.paragraphs]) == ("人民币兑美元升至新高", ["title"])


def test_text_broken_at_a_fixed_width_is_put_together() -> None:
    story = STORY * 4
    broken = "\n".join(story[at : at + 24] for at in range(0, len(story), 24))
    article = only(READERS["plain"].read(f"港口吞吐量创新高\n\n{broken}\n", "s"))
    assert article.text == f"港口吞吐量创新高\n{story}"


# Files, encodings, packages --------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030", "gbk", "big5"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    story = "青禾港吞吐量\n\n" + STORY.replace("，", "， ") * 3
    if encoding == "big5":
        story = "港口吞吐量\n\n今年第一季港口吞吐量達到五十三萬標箱，較去年同期增加百分之十二，航線增加到二十六條。" * 3
    mark = b"\xff\xfe" if encoding == "utf-16-le" else b""
    path = tmp_path / "story.txt"
    path.write_bytes(mark + story.encode(encoding).replace(b"\n", "\r\n".encode(encoding).removeprefix(mark), 0))
    assert only(articles.read(path)).text.split("\n")[0] == story.split("\n")[0]


def test_a_page_in_gb2312_that_says_so(tmp_path: Path) -> None:
    path = tmp_path / "page.htm"
    page = f"<html><head><meta charset=gb2312><title>港口创新高</title></head><body><p>{STORY}</p></body></html>"
    path.write_bytes(page.encode("gb18030"))
    assert only(articles.read(path)).text == f"港口创新高\n{STORY}"


def test_text_cut_inside_a_character_is_read(tmp_path: Path) -> None:
    for encoding in ("utf-8", "gb18030"):
        path = tmp_path / f"{encoding}.txt"
        path.write_bytes(STORY.encode(encoding)[:-1])
        assert only(articles.read(path)).text == STORY[:-1]


def test_gzip_of_any_format(tmp_path: Path) -> None:
    for name in ("post-hexo.md", "records.jsonl", "feed.rss", "page-whole.html"):
        path = tmp_path / f"{name}.gz"
        path.write_bytes(gzip.compress((CASES / name).read_bytes()))
        plain = list(articles.read(CASES / name))
        assert [as_case(item) for item in check(articles.read(path))] == [as_case(item) for item in plain]
    damaged = tmp_path / "damaged.md.gz"
    damaged.write_bytes(gzip.compress((CASES / "post-hexo.md").read_bytes())[:-20])
    assert reason(articles.read(damaged)) == "the compressed file is damaged"


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.pdf", b"%PDF-1.7\n\x00\x01\x02", "it is a PDF file, not text"),
        ("a.txt", b"PK\x03\x04\x00\x00", "it is a ZIP archive or an office document, not text"),
        ("a.md", bytes(range(256)) * 4, "it is a binary file, not text"),
        ("a.html", b"", "it is empty"),
        ("a.jsonl", b"", "it is empty"),
        ("a.md", b" \n\t\n", "it is empty"),
        ("a.md", b"---\ntitle: x\n", "no"),
        ("a.xml", b"<rss><channel><item></channel></rss>", "it is no well-formed XML"),
        ("a.json", b'{"title": "x"', "it is no valid JSON"),
        ("a.json", b'{"title": "x", "size": 3}', "no field of the JSON holds a text (content, html, text)"),
        ("a.jsonl", b"[1, 2", "it is no valid JSON"),
        ("a.html", b"<html><body><script>x</script></body></html>", "it holds no text that could be a story"),
        ("a.warc", b"no archive", "it holds no WARC record"),
    ],
)
def test_bad_input_is_set_aside_with_one_sentence(tmp_path: Path, name: str, data: bytes, expected: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    if expected == "no":
        assert check(articles.read(path))
        return
    assert reason(articles.read(path)) == expected
    assert next(iter(articles.read(path))) == SetAside(str(path), expected)


def test_discover(tmp_path: Path) -> None:
    for name in ("b.md", "a.txt", ".hidden.md", "picture.png", "sub/c.jsonl.gz", ".git/d.md", "notes"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x", encoding="utf-8")
    found = [path.relative_to(tmp_path).as_posix() for path in articles.discover([tmp_path, tmp_path / "notes"])]
    assert found == ["a.txt", "b.md", "notes", "sub/c.jsonl.gz"]
    assert articles.discover([tmp_path / "b.md", str(tmp_path / "b.md")]) == [tmp_path / "b.md"]


def test_wrong_use_is_told_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(KgError, match="no such file or folder") as missing:
        articles.discover([tmp_path / "nowhere"])
    with pytest.raises(KgError, match="no article found") as empty:
        articles.discover([tmp_path])
    with pytest.raises(KgError, match="a folder, not a file"):
        list(articles.read(tmp_path))
    with pytest.raises(KgError, match="no such file"):
        list(articles.read(tmp_path / "nowhere"))
    assert missing.value.usage
    assert empty.value.usage


def test_lines_of_json_are_read_one_by_one(tmp_path: Path) -> None:
    path = tmp_path / "day.jsonl"
    good = f'{{"id": "n/1", "title": "甲", "text": "{STORY}"}}'
    path.write_text(f'no json\n{good}\n["list"]\n\n{good}\n', encoding="utf-8")
    items = check(articles.read(path))
    assert [item.stem if isinstance(item, Article) else item.reason for item in items] == [
        "line 1 is no JSON object: no json",
        "day-n_1",
        'line 3 is no JSON object: ["list"]',
        "day-05",
    ]


# Archives --------------------------------------------------------------------------------------------


def record(kind: str, body: bytes, headers: str = "Content-Type: text/html; charset=gbk", url: str = "a") -> bytes:
    http = f"HTTP/1.1 200 OK\r\n{headers}\r\n\r\n".encode() + body
    return (
        (
            f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://news.example.org/2023/05/06/{url}\r\n"
            f"Content-Type: application/http; msgtype={kind}\r\nContent-Length: {len(http)}\r\n\r\n"
        ).encode()
        + http
        + b"\r\n\r\n"
    )


def archive() -> bytes:
    page = f"<html><head><title>港口创新高</title></head><body><p>{STORY}</p></body></html>".encode("gbk")
    half = len(page) // 2
    chunked = b"%x\r\n%s\r\n%x;ext=1\r\n%s\r\n0\r\n\r\n" % (half, page[:half], len(page) - half, page[half:])
    kind = "Content-Type: text/html; charset=gbk"
    return b"".join(
        [
            record("warcinfo", b"software: x"),
            record("request", b""),
            record("response", page, url="plain"),
            record("response", b"\x89PNG", "Content-Type: image/png", "picture"),
            record("response", chunked, f"{kind}\r\nTransfer-Encoding: chunked", "chunked"),
            record("response", gzip.compress(page), f"{kind}\r\nContent-Encoding: gzip", "packed"),
            record("response", page, f"{kind}\r\nContent-Encoding: br", "brotli"),
        ]
    )


@pytest.mark.parametrize("members", [False, True])
def test_archives_of_pages(tmp_path: Path, members: bool) -> None:
    data = archive()
    path = tmp_path / ("crawl.warc.gz" if members else "crawl.warc")
    starts = [match.start() for match in re.finditer(b"WARC/1.0", data)]
    records = [data[start:end] for start, end in zip(starts, [*starts[1:], len(data)], strict=True)]
    path.write_bytes(b"".join(map(gzip.compress, records)) if members else data)
    *pages, brotli = check(articles.read(path))
    for page, name in zip(pages, ("plain", "chunked", "packed"), strict=True):
        assert isinstance(page, Article)
        assert (page.title, page.text.split("\n")[1]) == ("港口创新高", STORY)
        assert (page.url, page.published) == (f"https://news.example.org/2023/05/06/{name}", "2023-05-06")
    assert isinstance(brotli, SetAside)
    assert "compressed as br" in brotli.reason
    assert check(READERS["warc"].read(data.decode("latin-1"), "crawl")) == [
        *pages,
        SetAside("crawl-04", brotli.reason),
    ]


# Bounds ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["huge.txt", "huge.html", "huge.md", "huge.jsonl"])
def test_fifty_megabytes_in_one_line(tmp_path: Path, name: str) -> None:
    body = "青禾港吞吐量增长" * (50_000_000 // 24)
    wrapped = {
        "huge.html": f"<p>{body}</p>",
        "huge.jsonl": f'{{"title": "甲", "html": "<p>{body}</p>"}}',
        "huge.md": f"---\ntitle: 甲\n---\n{body}",
    }
    path = tmp_path / name
    path.write_text(wrapped.get(name, body), encoding="utf-8")
    assert reason(articles.read(path)).endswith("characters is no news; split the file into its articles")


@pytest.mark.parametrize(
    "text",
    [
        "<p>外贸" + "<br> " * 300_000,
        "<html>" + "<%" * 300_000,
        "<div>" * 100_000 + STORY,
        "---\ntitle: " + "[" * 20_000 + "\n---\n" + STORY,
        "---\ntitle: " + "- " * 20_000 + "\n---\n" + STORY,
        '{"a":' * 50_000,
        "<?xml version='1.0'?>" + "<!--a-->" * 2000 + "<x/>",
        ("记者" + "王" * 60 + "\n") * 500,
        "<p>" + "图为外贸 王琳 摄" * 20_000,
        STORY + "（责任编辑：王琳）" * 20_000,
        "外贸\n" * 60_000,
        "# 外贸" + " " * 300_000 + "x\n" + STORY,
        "━" * 300_000 + "x\n" + STORY,
        "- " * 300_000 + "x\n" + STORY,
        "[" * 300_000 + "](" * 100_000,
    ],
    ids=lambda text: text[:12].replace("\n", " "),
)
def test_hostile_input_is_read_or_set_aside(text: str) -> None:
    check(articles.plugin(text).read(text, "s"))


# Random input ----------------------------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        *(
            "<p>",
            "</p>",
            "<br>",
            '<div class="share">',
            '<img alt="图为港口码头作业现场">',
            "<b>",
            "</b>",
            "<!--",
            "-->",
        ),
        *(
            "【",
            "】",
            "（",
            "）",
            "记者",
            "王琳",
            " 摄",
            "\n",
            "\n\n",
            "---\n",
            "### ",
            "来源：",
            "1月18日电",
            "题：",
        ),
        *(
            "发布时间：2022-01-01 ",
            "原标题：",
            "新闻推荐\n",
            "> ",
            "|",
            "**",
            "(wù)",
            '"',
            ",",
            "，",
            "。",
            "责任编辑：",
        ),
        *(
            "[1]",
            "　　",
            "\x0b",
            "\u2028",
            "WARC/1.0\n",
            "<rss>",
            "{",
            '"text":',
            "&nbsp;",
            "&#123;",
            "\x00",
            "外贸",
            "a",
        ),
    ]
)
TEXTS = st.one_of(st.text(), st.lists(PIECES, max_size=60).map("".join))


@given(st.binary(max_size=400), st.sampled_from(["", ".md", ".txt", ".html", ".jsonl", ".json", ".xml", ".warc"]))
def test_random_bytes_never_raise(data: bytes, suffix: str) -> None:
    check(articles.read_bytes(data, "s", suffix))


@given(TEXTS)
def test_random_text_keeps_its_offsets_in_every_reader(text: str) -> None:
    for reader in READERS.values():
        check(reader.read(text, "s"))
    check(articles.plugin(text).read(text, "s"))


@given(st.binary(max_size=300))
def test_random_streams_never_raise(data: bytes) -> None:
    check(READERS["jsonl"].read_stream(io.BytesIO(data), "s"))
    check(READERS["warc"].read_stream(io.BytesIO(b"WARC/1.0\r\n" + data), "s"))


# The shared corpus -----------------------------------------------------------------------------------

needs_corpus = pytest.mark.skipif(
    not (SHARED / "corpus" / "articles").is_dir(), reason="the shared corpus is not beside the project"
)


def corpus() -> Iterator[tuple[Path, list[Article | SetAside]]]:
    for path in articles.discover([SHARED / "articles", SHARED / "corpus" / "articles"]):
        yield path, check(articles.read(path))


@needs_corpus
def test_the_corpus_is_read() -> None:
    aside = {}
    count = 0
    for path, items in corpus():
        count += 1
        assert items, path
        for item in items:
            if isinstance(item, SetAside):
                aside[path.stem] = item.reason
    assert count == 345
    # Two digests made of others' reports, and a page that holds a server's error message.
    assert sorted(aside) == ["other-105", "other-106", "other-108"]


@needs_corpus
def test_nothing_of_a_page_survives_in_the_corpus() -> None:
    for path, items in corpus():
        for item in items:
            if isinstance(item, Article):
                for trace in (
                    TAG,
                    CSS,
                    re.compile("责任编辑|返回首页|海量资讯|查看原文|article_adlist|\u00a0|　"),
                ):
                    assert not trace.search(item.text), (path.name, trace.search(item.text))
                assert item.text.strip() == item.text
                assert len(item.text) > 40 or len(item.paragraphs) == 1, path.name


@needs_corpus
def test_dates_and_titles_of_the_corpus() -> None:
    with (SHARED / "corpus" / "MANIFEST.tsv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    dated = 0
    for row in rows:
        for item in articles.read(SHARED / "corpus" / "articles" / row["file"]):
            exact = "/" not in row["date"]  # some rows know the month alone
            expected = _dates.stamp(row["date"] + " GMT" if "," in row["date"] else row["date"]) if exact else None
            if isinstance(item, SetAside) or expected is None:
                continue
            if row["format"].startswith("plain text") or "T" not in expected:
                # Excerpts often do not state when they were published; what they state must not contradict.
                days = item.published and datetime.fromisoformat(item.published[:10]) - datetime.fromisoformat(
                    expected[:10]
                )
                assert not days or abs(days.days) <= 1, (row["file"], item.published, expected)
            else:
                assert item.published == expected, row["file"]
            dated += bool(item.published)
            if row["format"].startswith(
                ("JSP", "Sina", "plain header", "markdown section", "raw JSON", "finews early")
            ):
                assert letters(item.title) == letters(row["title"]), row["file"]
    assert dated > 230


def letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


@needs_corpus
def test_the_founding_articles() -> None:
    expected = {
        "000": ("2022-08-09T21:20:33+08:00", "中新网", "王琳", "刘万里", 7, 2),
        "001": ("2022-01-21T15:01:08+08:00", "中国经济网", None, None, 19, 0),
        "002": ("2022-01-19T09:44:33+08:00", "中国商报", "弓越、于贵华", None, 14, 0),
        "003": ("2022-05-15T20:59:18+08:00", "大众网", None, None, 15, 0),
        "004": ("2021-07-29T18:55:44+08:00", "新浪财经", None, "张亚楠", 9, 0),
    }
    for path in articles.discover([SHARED / "articles"]):
        article = only(articles.read(path))
        captions = sum(part.role == "caption" for part in article.paragraphs)
        found = (
            article.published,
            article.outlet,
            article.author,
            article.editor,
            len(article.paragraphs),
            captions,
        )
        assert found == expected[path.stem[:3]], path.name
