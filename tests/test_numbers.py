"""Numbers written as Chinese news writes them are read back as they were."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extract import prepare
from kg.extract._numbers import integer, value
from kg.extract.quantities import extract as quantities
from kg.lexicon import Lexicon
from kg.model import Article, Paragraph, Quantity

DIGITS = "零一二三四五六七八九"


def han(number: int) -> str:
    """A number below a hundred million in Chinese numerals: 一万零五百, 二十三."""
    if number >= 10000:
        high, low = divmod(number, 10000)
        gap = "零" if 0 < low < 1000 else ""
        return han(high) + "万" + (gap + han(low) if low else "")
    text, pending = "", False
    for unit, mark in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            text += ("零" if pending and text else "") + DIGITS[digit] + mark
            pending = False
        elif text:
            pending = True
    return text


def read(text: str) -> list[Quantity]:
    article = Article("n", "", text, text, (Paragraph(0, len(text)),), published="2022-01-20")
    found = prepare(article, Lexicon([], [], {}))
    quantities(article, found)
    return found.quantities


@given(st.integers(min_value=1, max_value=99_999_999))
def test_chinese_numerals_are_read_back(number: int) -> None:
    assert integer(han(number)) == number


@given(
    st.integers(min_value=1, max_value=9_999_999), st.sampled_from(["", "百", "千", "万", "百万", "千万", "亿", "万亿"])
)
def test_decimals_with_a_scale_lose_nothing(hundredths: int, scale: str) -> None:
    number = Decimal(hundredths) / 100
    factor = {"百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
    wanted = number
    for mark in scale:
        wanted *= factor[mark]
    assert value(f"{number}{scale}") == float(wanted)


@given(st.integers(min_value=1000, max_value=999_999_999))
def test_thousands_may_be_parted_by_commas(number: int) -> None:
    assert value(f"{number:,}") == value(str(number)) == number


@settings(deadline=None)
@given(st.integers(min_value=1, max_value=99_999), st.sampled_from(["元", "美元", "吨", "平方米", "家", "%", "人次"]))
def test_a_figure_keeps_its_value_and_unit(tenths: int, unit: str) -> None:
    number = Decimal(tenths) / 10
    found = read(f"甲市去年完成了{number}{unit}。")
    base = {"元": "CNY", "美元": "USD", "吨": "t", "平方米": "m2"}.get(unit, unit)
    assert [(q.value, q.unit, q.qualifier) for q in found] == [(float(number), base, "exact")]


@settings(deadline=None)
@given(
    st.integers(min_value=2, max_value=9_000),
    st.sampled_from(
        [("超", "", "over"), ("近", "", "under"), ("约", "", "about"), ("", "余", "over"), ("不足", "", "under")]
    ),
)
def test_a_hedge_changes_nothing_but_exactness(number: int, hedge: tuple[str, str, str]) -> None:
    before, after, meant = hedge
    found = read(f"现场参与人数{before}{number}{after}万人。")
    assert [(q.value, q.qualifier) for q in found] == [(number * 10_000.0, meant)]


@settings(deadline=None)
@given(st.integers(min_value=1, max_value=400), st.integers(min_value=1, max_value=400))
def test_a_range_has_two_ends(low: int, more: int) -> None:
    found = read(f"价格在{low}万元至{low + more}万元之间。")
    assert [(q.value, q.upper) for q in found] == [(low * 1e4, (low + more) * 1e4)]
