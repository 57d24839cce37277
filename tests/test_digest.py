"""Digests of several stories: what one story tells of is no subject and no period of the next."""

from dataclasses import replace

import pytest

from kg.articles import plain
from kg.extract import extract
from kg.lexicon import Lexicon, load
from kg.model import Article, Extraction


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load()


DIGEST = """国内联播快讯
广东前三季度进出口总值6.1万亿元
广州海关今天公布，前三季度广东省进出口总值6.1万亿元，同比增长1.8%。
青岛港全自动化码头启用
今天，青岛港全自动化码头启用，码头面积120万平方米，安装桥吊26台。
电子商务交易规模继续扩大
商务部门统计，电子商务交易额达到3.2万亿元，增长9%。
"""


def read(text: str, lexicon: Lexicon) -> Extraction:
    article = next(item for item in plain.read(text, "digest") if isinstance(item, Article))
    return extract(replace(article, published="2014-10-13"), lexicon)


def test_a_story_of_a_digest_lends_nothing_to_the_next(lexicon: Lexicon) -> None:
    told = {(o.measure, o.value): o for o in read(DIGEST, lexicon).observations}
    first = next(o for (measure, value), o in told.items() if value == 6.1e12)
    assert (first.about, first.period) == ("广东省", "2014-01-01/2014-09-30")
    later = [o for o in told.values() if o.evidence.start > DIGEST.index("青岛港")]
    assert {o.value for o in later} == {1200000.0, 26.0, 3.2e12}
    assert all(o.period != first.period for o in later)
    assert all(o.about != "广东省" for o in later)
    trade = next(o for o in later if o.value == 3.2e12)
    assert trade.about not in ("青岛港", "青岛港全自动化码头")


@pytest.mark.parametrize("title", ["国内联播快讯", "广东外贸稳中有进"])
def test_only_a_digest_is_parted(title: str, lexicon: Lexicon) -> None:
    text = f"{title}\n广东省前三季度进出口总值6.1万亿元，同比增长1.8%。\n出口结构优化\n机电产品出口2.1万亿元。\n"
    last = max(read(text, lexicon).observations, key=lambda o: o.evidence.start)
    assert (last.value, last.period == "2014-01-01/2014-09-30") == (2.1e12, title != "国内联播快讯")
