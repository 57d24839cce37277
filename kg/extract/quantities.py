"""Quantities: numbers with their unit in base units, and how exact they are said to be."""

import re
from functools import cache

from kg.extract._found import Found
from kg.extract._numbers import HAN, value
from kg.model import Article, Qualifier, Quantity, Span
from kg.rules import rules

NEEDS = ("sentences", "times")
MAKES = ("quantities",)


def extract(article: Article, found: Found) -> None:
    """Add every quantity; dates, ordinals, ages, durations and list numbers are none."""
    text = article.plain
    taken = [time.span for time in found.times]
    for sentence in found.sentences:
        for match in _pattern().finditer(text, sentence.span.start, sentence.span.end):
            quantity = _quantity(article, match)
            if quantity is None:
                continue
            if any(quantity.span.overlaps(span) for span in taken):
                continue
            found.quantities.append(quantity)


def _quantity(article: Article, match: re.Match[str]) -> Quantity | None:
    """A quantity out of a match, or None where the number is no figure."""
    if match["fraction"]:
        return _fraction(article, match)
    number = value(match["number"])
    upper = value(match["upper"]) if match["upper"] else None
    if number is None or not _is_figure(article.plain, match):
        return None
    if match["upper"]:
        # 1至3万 and 1-3%: the scale of the upper end is the lower end's too
        scale = re.search("[十百千万亿]+$", match["upper"])
        if scale and not re.search("[万亿]", match["number"]):
            number = value(match["number"] + scale.group()) or number
        if upper is None or upper <= number:
            return None
    unit, factor = _unit(match)
    number, upper = number * factor, upper * factor if upper is not None else None
    start, end = match.span("number")[0], match.end()
    return Quantity(
        span=Span(start, end),
        text=article.text[start:end],
        value=number,
        unit=unit,
        qualifier=_qualifier(match),
        upper=upper,
        rule="quantity.range" if upper is not None else "quantity.number",
    )


def _fraction(article: Article, match: re.Match[str]) -> Quantity | None:
    """三分之一, 1/3, 七成, 八成五: a share in percent."""
    words = match["fraction"]
    if "成" in words:
        whole, _, half = words.partition("成")
        tenths = value(whole)
        rest = value(half) if half else 0.0
        share = None if tenths is None or rest is None else tenths * 10 + rest
    else:
        parts = re.split("分之|/", words)
        top, bottom = (parts[1], parts[0]) if "分之" in words else (parts[0], parts[1])
        a, b = value(top), value(bottom)
        share = None if not a or not b or a >= b else round(100 * a / b, 2)
    if share is None or not 0 < share < 100:
        return None
    span = Span(*match.span("fraction"))
    return Quantity(span, article.text[span.start : span.end], share, "%", _qualifier(match), None, "quantity.share")


def _is_figure(text: str, match: re.Match[str]) -> bool:
    """Whether a number with its unit states a fact, rather than an ordinal, an age or a list number."""
    start = match.start("number")
    before = text[start - 1] if start else ""
    if before in "第几数" or (before.isascii() and before.isalpha()):
        return False
    unit, number = match["unit"], match["number"]
    han = number[0] in HAN
    if match["span"] or (unit is None and not re.search("[万亿]", number)):
        # A number without unit counts only where it carries its scale (580万, 逾百万).
        return False
    if not han:
        return True
    if number in ("零", "〇", "○") or re.match("千家万户|千千万万|万千|百姓", text[start : start + 4]):
        return False
    if unit == "粉丝":
        return False
    units = rules("units")
    if unit in units["money"] or unit in units["measure"] or unit in ("%", "个百分点", "倍", "人次"):
        return unit == "倍" or len(number) > 1 or unit in ("个百分点", "人次") or number not in "一"
    if len(number) > 1 and number not in ("一一", "三五", "三四", "两三", "一两"):
        return True
    return number != "一" and unit not in ("点", "手", "头", "起", "把", "节", "轮", "道", "门", "面", "股", "路")


def _unit(match: re.Match[str]) -> tuple[str | None, float]:
    """Base unit and the factor to it; a compound unit is written CNY/件."""
    word, units = match["unit"], rules("units")
    factor = 1.0
    if word is None:
        return None, factor
    if word in units["money"]:
        unit = str(units["money"][word])
    elif word in units["measure"]:
        unit, factor = str(units["measure"][word][0]), float(units["measure"][word][1])
    else:
        unit = word
    per = match["per"]
    return (f"{unit}/{per}" if per else unit), factor


def _qualifier(match: re.Match[str]) -> Qualifier:
    """Exact, or over, under, about by the hedge before or after the number."""
    hedge = rules("units")["hedge"]
    inside = re.search("[余多来]", match["number"] or "")
    before, after = match["before"], match["after"] or (inside and inside.group()) or match["behind"]
    if before in hedge["under"]:
        return "under"
    if before in hedge["over"]:
        return "over"
    if after in hedge["after_over"]:
        return "over"
    if before in hedge["about"] or after in hedge["after_about"]:
        return "about"
    if after in hedge["after_under"]:
        return "under"
    return "exact"


@cache
def _pattern() -> re.Pattern[str]:
    units, hedge = rules("units"), rules("units")["hedge"]
    counting = sorted(units["counting"]["words"], key=lambda w: (-len(w), w))
    names = [*units["money"], *units["measure"], "%", "个百分点", "百分点", "倍", *counting]
    unit = "|".join(re.escape(name) for name in sorted(names, key=lambda w: (-len(w), w)))
    spans = "|".join(re.escape(name) for name in sorted(units["span"]["words"], key=lambda w: (-len(w), w)))
    before = "|".join(sorted({w for key in ("under", "over", "about") for w in hedge[key]}, key=lambda w: (-len(w), w)))
    after = "|".join(hedge["after_over"] + hedge["after_about"] + hedge["after_under"])
    digits = "\\d+(?:[,，]\\d{3})*(?:\\.\\d+)?"
    arabic = f"{digits}(?:[十百千]?(?:余|多|来)?[万亿兆]{{0,2}})"
    han = f"[{HAN}]+(?:余|多|来)?[万亿]{{0,2}}|[百千万亿]{{1,3}}(?=[余多来]?(?:{unit}))"
    number = f"(?:{arabic}|{han})"
    return re.compile(
        f"(?P<before>{before})?(?:为|达|有|在|了)?"
        f"(?:(?P<fraction>[{HAN}]+分之[{HAN}]+|[1-9]/[1-9]\\d?(?!\\d)|[一二三四五六七八九]成(?:[一二三四五六七八九半](?![{HAN}]))?)"
        f"|(?P<number>{number})"
        f"(?:(?:至|到|[-—~～]{{1,2}})(?P<upper>{number}))?"
        f"(?P<behind>余|多|来)?"
        f"(?:(?P<span>(?:{spans})(?!次|美元|元|家|人|线城))|(?P<unit>{unit})(?:[/／每](?P<per>[\\u4e00-\\u9fff]))?)?"
        f")(?P<after>{after})?"
    )
