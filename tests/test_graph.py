"""The graph's figures: told once with all sources, compared across articles, audited within them."""

from dataclasses import replace

import pytest
from news import story

from kg.cards import card
from kg.errors import KgError
from kg.graph import assemble
from kg.lexicon import load
from kg.model import Change, Extraction, Graph, Observation, Span
from kg.resolve import resolve

LEXICON = load()


def told(
    stem: str,
    value: float | None,
    measure: str = "网上零售额",
    *,
    entity: bool = True,
    about: str | None = None,
    period: str | None = "2021",
    unit: str | None = "CNY",
    qualifier: str = "exact",
    change: float | None = None,
    published: str | None = None,
    text: str = "山东省网上零售额。",
    head: bool = False,
) -> Extraction:
    """An article that tells one figure of 山东省."""
    made = story(stem, text, ("山东省", "Place"), published=published)
    growth = Change("yoy", change, "%") if change is not None else None
    span = Span(0, 0) if head else Span(0, len(text))
    seen = Observation(
        about,
        "e1" if entity else None,
        measure,
        value,
        unit,
        qualifier,
        period,
        growth,
        span,
        "rule.x",
        0.9,  # type: ignore[arg-type]
    )
    return replace(made, observations=(seen,))


def both(one: Extraction, *others: Extraction) -> Extraction:
    """One article that tells the figures of several."""
    return replace(one, observations=(*one.observations, *(o for other in others for o in other.observations)))


def graph(*made: Extraction) -> Graph:
    return assemble(made, resolve(made, LEXICON), LEXICON)


def verdicts(*made: Extraction) -> list[tuple[str, str]]:
    return [(item.check, item.verdict) for item in graph(*made).findings]


# Told once ------------------------------------------------------------------------------------------


def test_one_figure_in_two_wordings_is_one_observation_with_two_sources():
    made = graph(told("a", 1e11), told("b", 1e11, "网络零售额", period="2021-01-01/2021-12-31", change=8.0))
    (figure,) = made.figures
    assert {item.article for item in figure.evidence} == {"a", "b"}
    assert figure.change == Change("yoy", 8.0, "%")
    assert [(item.check, item.verdict) for item in made.findings] == [("sources", "agreement")]


def test_two_growth_rates_of_one_value_stay_two_figures():
    assert len(graph(told("a", 1e11, change=8.0), told("b", 1e11, change=9.0)).figures) == 2


def test_a_nation_is_one_subject_under_every_name():
    one, other = (told(stem, 1e11, entity=False, about=about) for stem, about in (("a", "全国"), ("b", "我国")))
    assert len(graph(one, other).figures) == 1


# Compared -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        (told("a", 294e8), told("b", 294.1e8), "rounding"),
        (told("a", 294e8, qualifier="over"), told("b", 301e8), "rounding"),
        (told("a", 294e8), told("b", 330e8), "conflict"),
        (told("a", 294e8, published="2022-01-20"), told("b", 301e8, published="2022-06-20"), "revision"),
        (told("a", 294e8, published="2022-01-20"), told("b", 301e8, published="2022-01-21"), "conflict"),
        (told("a", 294e8, text="山东省实物网上零售额。"), told("b", 330e8), "scope"),
        (both(told("a", 294e8), told("a", 120e8)), told("b", 330e8), "scope"),
    ],
)
def test_how_two_sources_differ(one, other, verdict):
    assert {found for check, found in verdicts(one, other) if check == "sources"} == {verdict}


@pytest.mark.parametrize(
    "other",
    [
        told("b", 330e8, period="2022"),
        told("b", 330e8, period=None),
        told("b", 330e8, unit="USD"),
        told("b", 330e8, "进出口总额"),
        told("b", 330e8, entity=False, about="民营企业"),
    ],
)
def test_what_is_not_the_same_is_not_compared(other):
    assert verdicts(told("a", 294e8), other) == []


def test_an_article_does_not_confirm_or_contradict_itself():
    assert verdicts(both(told("a", 294e8), told("a", 330e8))) == []


def test_equal_values_of_three_digits_agree_without_a_period():
    assert verdicts(told("a", 294e8), told("b", 294e8, period=None)) == [("sources", "agreement")]
    assert verdicts(told("a", 3e10), told("b", 3e10, period=None)) == []


def test_growth_in_two_currencies_is_a_matter_of_scope():
    one, other = told("a", None, unit=None, change=22.0), told("b", 5.47e12, unit="USD", change=31.3)
    assert verdicts(one, other) == [("sources", "scope")]
    assert verdicts(one, told("b", 5.47e12, change=31.3)) == [("sources", "conflict")]
    assert verdicts(one, told("b", 5.47e12, change=22.0)) == [("sources", "agreement")]


def test_a_reprint_is_no_second_source():
    long = "".join(f"第{n}条街上的第{n * 7 % 31}家店在{n}点开门，卖出{n * 13 % 97}箱山东省苹果。" for n in range(1, 25))
    one, copy = told("a", 294e8, text=long), told("b", 294e8, text=long)
    assert len(graph(one, copy).reprints) == 1
    assert verdicts(one, copy) == []


# Audited --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("exports", "imports", "whole", "verdict"),
    [
        (6036e8, 2831e8, 8867e8, "agreement"),
        (1.72e12, 1.42e12, 3.15e12, "rounding"),
        (1.72e12, 1.42e12, 3.44e12, "conflict"),
    ],
)
def test_parts_and_whole(exports, imports, whole, verdict):
    figures = [told("a", exports, "出口"), told("a", imports, "进口"), told("a", whole, "进出口总值")]
    assert verdicts(both(*figures)) == [("sum", verdict)]


@pytest.mark.parametrize(("base", "verdict"), [(1.29e12, "agreement"), (1.32e12, "revision"), (1.69e12, "conflict")])
def test_the_year_before_that_a_growth_rate_implies(base, verdict):
    now, before = told("a", 1.69e12, period="2020", change=31.1), told("b", base, period="2019")
    assert verdicts(now, before) == [("growth", verdict)]


@pytest.mark.parametrize(("value", "qualifier", "verdict"), [(294e8, "over", "rounding"), (394e8, "exact", "conflict")])
def test_headline_against_body(value, qualifier, verdict):
    head = told("a", value, qualifier=qualifier, period=None, head=True)
    assert verdicts(both(told("a", 294.1e8), head)) == [("headline", verdict)]


def titled(made: Extraction, *heads: Extraction) -> Extraction:
    """An article whose headline tells figures that its body tells again."""
    return replace(made, headline=tuple(o for head in heads for o in head.observations))


@pytest.mark.parametrize(
    ("head", "body", "verdict"),
    [
        (told("a", 294e8, head=True), told("a", 294e8), "agreement"),
        (told("a", 294e8, qualifier="over", head=True), told("a", 294.1e8), "rounding"),
        (told("a", 3e10, qualifier="over", head=True), told("a", 370e8), "rounding"),
        (told("a", 3e10, qualifier="over", head=True), told("a", 410e8), "conflict"),
        (told("a", 297e8, period=None, head=True), told("a", 294.1e8), "conflict"),
        (told("a", None, unit=None, change=13.0, head=True), told("a", 294e8, change=13.3), "rounding"),
        (told("a", None, unit=None, change=13.3, head=True), told("a", 294e8, change=13.3), "agreement"),
        (told("a", None, unit=None, change=15.3, head=True), told("a", 294e8, change=13.5), "conflict"),
        (told("a", None, unit=None, change=40.0, head=True), told("a", 294e8, change=36.3), "conflict"),
    ],
)
def test_a_headline_that_repeats_the_body_is_no_figure_but_is_checked(head, body, verdict):
    made = graph(titled(body, head))
    (item,) = made.findings
    assert (item.check, item.verdict) == ("headline", verdict)
    assert len(made.figures) == 1
    assert item.figures == (made.figures[0].id,)
    assert [(e.article, e.span) for e in item.evidence] == [("a", Span(0, 0))]


def test_a_headline_of_something_else_is_not_compared():
    assert verdicts(titled(told("a", 294e8), told("a", 350e8, "进出口总额", head=True))) == []
    assert verdicts(titled(told("a", 294e8), told("a", 2.9e10, "进出口总额", unit="USD", head=True))) == []


@pytest.mark.parametrize(
    ("part", "share", "verdict"), [(2.02e12, 58.3, "agreement"), (2.02e12, 55.1, "conflict"), (2.02e12, 9.0, None)]
)
def test_a_share_of_a_whole(part, share, verdict):
    text = "山东省机电产品出口若干，占出口总值的若干。"
    whole = told("b", 3.47e12, "出口总值")
    mine = both(
        told("a", part, "机电产品出口", text=text),
        told("a", share, "机电产品出口占出口总值的比重", unit="%", text=text),
    )
    first, second = mine.observations
    mine = replace(mine, observations=(replace(first, evidence=Span(0, 11)), replace(second, evidence=Span(12, 21))))
    found = [v for check, v in verdicts(mine, whole) if check == "share"]
    assert found == ([verdict] if verdict else [])


def test_regions_make_the_nation():
    parts = [told("a", value, f"{name}地区使用外资", entity=False, about="全国") for name, value in REGIONS.items()]
    whole = told("a", 100e8, "使用外资", entity=False, about="全国")
    named = [told("a", v, "使用外资", entity=False, about=f"{n}地区") for n, v in REGIONS.items()]
    assert ("sum", "agreement") in verdicts(both(whole, *named))
    assert [v for c, v in verdicts(both(whole, *parts)) if c == "sum"] == []  # 东部地区使用外资 is one word too long


REGIONS = {"东部": 80e8, "中部": 12e8, "西部": 8e8}


def test_a_surplus_is_exports_less_imports():
    figures = [told("a", 1.32e12, "出口"), told("a", 1.19e12, "进口"), told("a", 1.3e11, "贸易顺差")]
    assert ("sum", "agreement") in verdicts(both(*figures))


@pytest.mark.parametrize(("june", "verdict"), [(50.1e8, "agreement"), (54.3e8, "revision"), (120.2e8, None)])
def test_the_months_of_a_year_pile_up(june, verdict):
    may, whole = (
        told(stem, value, "出口", period=f"2021-01-01/2021-{end}")
        for stem, value, end in (("a", 250.2e8, "05-31"), ("b", 300.3e8, "06-30"))
    )
    found = [v for check, v in verdicts(may, told("b", june, "出口", period="2021-06"), whole) if check == "sum"]
    assert found == ([verdict] if verdict else [])
    stock = (replace(each, observations=(replace(each.observations[0], measure="用户规模"),)) for each in (may, whole))
    assert verdicts(*stock, told("b", june, "用户规模", period="2021-06")) == []


def test_the_base_of_a_growth_that_is_told_in_times_or_in_money():
    before = told("b", 1e10, period="2020")
    now = told("a", 3e10)
    for change in (Change("yoy", 2.0, "倍"), Change("yoy", 2e10, "CNY")):
        grown = replace(now, observations=(replace(now.observations[0], change=change),))
        assert verdicts(grown, before) == [("growth", "agreement")]


def test_growth_told_while_the_period_ran_is_of_another_scope():
    early, late = (
        told(stem, None, unit=None, change=change, period="2022-02-16/2022-02-23", published=day)
        for stem, change, day in (("a", 4.5, "2022-02-20"), ("b", 6.7, "2022-02-25"))
    )
    assert verdicts(early, late) == [("sources", "scope")]


def test_a_base_told_while_its_year_ran_implies_nothing():
    now = told("b", 1.9e10, period="2022", change=10.0)
    assert verdicts(told("a", 1.1e10, period="2021", published="2021-07-30"), now) == []
    assert verdicts(told("a", 1.1e10, period="2021", published="2022-01-30"), now) == [("growth", "conflict")]


def test_growth_in_another_clause_implies_nothing():
    now = told("b", 1.9e10, period="2022", change=10.0, text="山东省网上零售额190亿元；新品增长10%。")
    assert verdicts(told("a", 1.1e10, period="2021"), now) == []


def test_a_measure_that_says_nothing_is_not_compared():
    assert verdicts(told("a", 294e8, "新台阶"), told("b", 330e8, "新台阶")) == []


def test_one_growth_rate_in_other_words_agrees():
    one = told("a", None, "网络零售额", entity=False, about="全国农村", unit=None, change=6.7)
    other = told("b", 3e12, "农村网络零售额", entity=False, about="我国", change=6.7)
    assert verdicts(one, other) == [("sources", "agreement")]
    assert verdicts(one, told("b", 3e12, "农村网络零售额", entity=False, about="我国", change=6.8)) == []


def test_equal_values_in_one_run_of_words_agree_whoever_they_are_ascribed_to():
    text = "海关单独或共同作为负责部门的共计174项"
    one = told("a", 174.0, "负责部门", unit="项", period=None, text=text)
    other = told("b", 174.0, "条款", entity=False, about="协定", unit="项", period=None, text=f"据悉，{text}")
    assert verdicts(one, other) == [("sources", "agreement")]
    third = told("b", 174.0, "条款", entity=False, about="协定", unit="项", period=None, text="协定共计174项")
    assert verdicts(one, third) == []


def test_every_finding_cites_figures_that_cite_sentences():
    made = graph(told("a", 294e8), told("b", 330e8))
    figures = {figure.id: figure for figure in made.figures}
    texts = {article.stem: article.text for article in made.articles}
    for item in made.findings:
        for figure in (figures[each] for each in item.figures):
            assert figure.evidence
            assert all(texts[e.article][e.span.start : e.span.end] == e.text for e in figure.evidence)


def test_a_card_tells_which_of_its_articles_are_reprints():
    long = "".join(f"第{n}条街上的第{n * 7 % 31}家店在{n}点开门，卖出{n * 13 % 97}箱山东省苹果。" for n in range(1, 25))
    made = graph(told("a", 294e8, text=long), told("b", 294e8, text=long))
    shown = card(made, "山东省")
    assert [article.stem for article in shown.articles] == ["a", "b"]
    assert [(copy.article, copy.of) for copy in shown.reprints] == [("b", "a")]


def test_a_card_is_found_by_any_name_or_the_only_part():
    made = graph(
        story("a", "第六届进博会在上海举行。", ("第六届进博会", "Event", "进博会"), ("上海", "Place")),
        story("b", "中国国际进口博览会。", ("中国国际进口博览会", "Event")),
        story("c", "甲市乙丙购物节、丁戊购物节、国家市场监督管理总局。", ("甲市乙丙购物节", "Event"), ("丁戊购物节", "Event"),
              ("国家市场监督管理总局", "Organization")),
    )  # fmt: skip
    called = {
        "上海市": "上海市",
        "上海": "上海市",
        "进博会": "中国国际进口博览会",
        "市监总局": "国家市场监督管理总局",  # no article writes it so
        "国家工商总局": "国家市场监督管理总局",  # its name once
        "乙丙": "甲市乙丙购物节",
    }
    assert {name: card(made, name, LEXICON).entity.name for name in called} == called


@pytest.mark.parametrize(
    ("name", "says"),
    [("购物节", "2 names hold that.*did you mean 丁戊购物节 or 甲市乙丙购物节"), ("甲市乙丁购物节", "did you mean 甲市乙丙购物节"), ("王五", "nothing bears that name")],
)  # fmt: skip
def test_a_name_of_nothing_or_of_several_is_answered_with_names(name, says):
    made = graph(story("c", "甲市乙丙购物节、丁戊购物节。", ("甲市乙丙购物节", "Event"), ("丁戊购物节", "Event")))
    with pytest.raises(KgError, match=says):
        card(made, name, LEXICON)
