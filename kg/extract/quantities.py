"""Quantities: numbers with their unit in base units, and how exact they are said to be."""

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache

from kg.extract._found import Found
from kg.extract._numbers import HAN, value
from kg.model import Article, Qualifier, Quantity, Span
from kg.rules import rules

NEEDS = ("sentences", "times")
MAKES = ("quantities",)


# 港币1000万元: the currency before the number.
_CURRENCY = re.compile("(?:港币|港元|美元|美金|欧元|日元|英镑)$")


# 2块5: a price in speech.
_PRICE = re.compile("(\\d{1,4})块(\\d)(?![\\d.个家元])")


# 低到-6.6%, 为负3.2%: below zero.
_MINUS = re.compile("(?<=[\u4e00-\u9fff：])[-－−]$|(?<=[为是至到降升])负$")


# Words that end in 上, so that it does not hedge the number behind it.
_UP = ("加", "算", "赶", "追", "跟", "早", "晚", "线", "身", "网", "市", "会", "路", "岸")


# 每公斤28元: the price of each.
_EACH = re.compile(
    "每(公斤|千克|斤|吨|件|单|平方米|亩|桶|股|瓶|盒|箱|千瓦时|标箱)(?:约|仅|近|超|只要|高达|最低|最高)*$"
)


# A scale alone, which behind a counting word says how large the things are.
_OF_SIZE = re.compile("[十百千万]?[万亿]")


def extract(article: Article, found: Found) -> None:
    """Add every quantity; dates, ordinals, ages, durations and list numbers are none."""
    text = article.plain
    taken = [time.span for time in found.times]
    starts = [span.start for span in taken]
    for sentence in found.sentences:
        for match in _pattern().finditer(text, sentence.span.start, sentence.span.end):
            quantity = _quantity(article, match)
            if quantity is None:
                continue
            before = bisect_left(starts, quantity.span.end)
            if before and taken[before - 1].overlaps(quantity.span):
                continue
            listed = _listed(article, match, quantity, sentence.span.start)
            while listed and found.quantities and found.quantities[-1].span.end > listed[0].span.start:
                found.quantities.pop()
            found.quantities.extend((*listed, quantity))


def _listed(article: Article, match: re.Match[str], last: Quantity, start: int) -> list[Quantity]:
    """Numbers before a figure that share its unit: 18.8个和15.2个百分点, 1.2、3.4和5.6万吨."""
    found: list[Quantity] = []
    unit, factor = _unit(match)
    scale = re.search("[万亿]+$", match["number"] or "")
    if match["fraction"] or match["upper"] or unit is None:
        return found
    at = last.span.start
    while earlier := re.search("(?<![\\d.,])(\\d+(?:\\.\\d+)?)(个?)(?:、|和|与|及|以及)$", article.plain[start:at]):
        number = value(earlier[1] + (scale.group() if scale else ""))
        if number is None or len(earlier[1]) > 8:
            break
        span = Span(start + earlier.start(1), start + earlier.end(2))
        found.insert(
            0,
            Quantity(
                span, article.text[span.start : span.end], number * factor, unit, "exact", None, "quantity.listed"
            ),
        )
        at = span.start
    return found


def _quantity(article: Article, match: re.Match[str]) -> Quantity | None:
    """A quantity out of a match, or None where the number is no figure."""
    if match["fraction"]:
        return _fraction(article, match)
    number = value(match["number"])
    upper = value(match["upper"]) if match["upper"] else None
    if number is None or not _is_figure(article.plain, match):
        return None
    either = _either(match["number"])
    if either is not None and not match["upper"]:
        number, upper = either
    if match["upper"]:
        # 1至3万 and 1-3%: the scale of the upper end is the lower end's too
        scale = re.search("[十百千万亿]+$", match["upper"])
        if scale and not re.search("[万亿]", match["number"]):
            number = value(match["number"] + scale.group()) or number
        if upper is None or upper <= number:
            return None
    unit, factor = _unit(match)
    if unit is None and "个" in match["number"]:
        unit = "CNY"  # 6个亿 is said of money alone
    if (price := _PRICE.match(article.plain, match.start("number"))) and match["unit"] == "块":
        span = Span(price.start(), price.end())
        return Quantity(
            span,
            article.text[span.start : span.end],
            float(f"{price[1]}.{price[2]}"),
            "CNY",
            "exact",
            None,
            "quantity.number",
        )
    if (
        unit == "块"
        and number >= 100
        and re.match(
            "钱|[，。；、！？”）]|左右|以上|一[斤个件亩]|[税费]|租金|罚款|工资|奖金|利润|押金|货款|现金|$",
            article.plain[match.end() : match.end() + 2],
        )
    ):
        unit = "CNY"  # 25000块
    if unit in ("CNY", None) and (
        named := _CURRENCY.search(article.plain, max(0, match.start("number") - 4), match.start("number"))
    ):
        unit = str(rules("units")["money"][named.group()])
    priced = _EACH.search(article.plain, max(0, match.start("number") - 8), match.start("number"))
    if priced is not None and unit in ("CNY", "USD"):
        unit = f"{unit}/{priced[1]}"
    number, upper = number * factor, upper * factor if upper is not None else None
    start, end = match.span("number")[0], match.end()
    if upper is None and _MINUS.search(article.plain, 0, start):
        number, start = -number, start - 1
    if match["unit"] in rules("units")["noun"]["words"]:
        # 20万订单: the noun is what is counted, not a counting word
        end = match.start("unit")
    return Quantity(
        span=Span(start, end),
        text=article.text[start:end],
        value=number,
        unit=unit,
        qualifier=_qualifier(match),
        upper=upper,
        rule="quantity.range" if upper is not None else "quantity.number",
    )


def _either(number: str) -> tuple[float, float] | None:
    """The two ends of 三四千万, 两三 or 十五六: two digits that follow each other."""
    pair = re.match("(?P<ten>十?)([一二两三四五六七八])([二两三四五六七八九])(?=[百千万亿]|$)", number)
    if pair is None or pair[2] == pair[3]:
        return None
    low, high = (value(pair["ten"] + digit + number[pair.end() :]) for digit in (pair[2], pair[3]))
    return (low, high) if low is not None and high is not None and low < high else None


def _fraction(article: Article, match: re.Match[str]) -> Quantity | None:
    """三分之一, 1/3, 七成, 八成五: a share in percent; 翻一番, 翻番: growth by once the base."""
    words = match["fraction"]
    if "番" in words:
        times = 1 if words.startswith("翻番") else value(re.sub("[翻了番]", "", words)) or 1
        span = Span(*match.span("fraction"))
        text = article.text[span.start : span.end]
        return Quantity(span, text, float(2 ** int(times) - 1), "倍", _qualifier(match), None, "quantity.doubling")
    if "成" in words:
        whole, _, half = words.partition("成")
        tenths = value(whole)
        rest = value(half) if half else 0.0
        share = None if tenths is None or rest is None else tenths * 10 + rest
    elif "半" in words:
        share = 50.0
    else:
        parts = re.split("分之|/", words)
        top, bottom = (parts[1], parts[0]) if "分之" in words else (parts[0], parts[1])
        a, b = value(top), value(bottom)
        share = None if not a or not b or a >= b else round(100 * a / b, 2)
    if share is None or not 0 < share < 100:
        return None
    span = Span(*match.span("fraction"))
    return Quantity(span, article.text[span.start : span.end], share, "%", _qualifier(match), None, "quantity.share")


@dataclass(frozen=True, slots=True)
class _Bar:
    """What makes a number with a unit no figure; every condition that is given must hold."""

    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    number: re.Pattern[str] | None
    han: bool
    upper: bool

    def holds(self, text: str, match: re.Match[str], han: bool) -> bool:
        """Whether it bars a match whose number is written in Han signs or not."""
        start = match.start("number")
        return (
            (self.before is None or self.before.search(text, max(0, start - 4), start) is not None)
            and (self.after is None or self.after.match(text, match.end("unit")) is not None)
            and (self.number is None or self.number.fullmatch(match["number"]) is not None)
            and (han or not self.han)
            and (bool(match["upper"]) or not self.upper)
        )


@cache
def _bars() -> dict[str, list[_Bar]]:
    """What bars a number, by its unit."""
    found: dict[str, list[_Bar]] = {}
    for row in rules("units")["barred"]:
        before, after, number = (re.compile(row[key]) if key in row else None for key in ("before", "after", "number"))
        bar = _Bar(before, after, number, row.get("han", False), row.get("range", False))
        for unit in row["units"]:
            found.setdefault(unit, []).append(bar)
    return found


def _is_figure(text: str, match: re.Match[str]) -> bool:
    """Whether a number with its unit states a fact, rather than an ordinal, an age or a list number."""
    start = match.start("number")
    before = text[start - 1] if start else "\n"
    unit, number = match["unit"], match["number"]
    han = number[0] in HAN + "万亿"
    if before in "第几" or (before == "数" and han) or (before.isascii() and before.isalpha()):
        return False
    if unit is not None and any(bar.holds(text, match, han) for bar in _bars().get(unit, ())):
        return False
    if match["span"] or (unit is None and not _stands(text, match)):
        return False
    if number == "亿万" or (_OF_SIZE.fullmatch(number) and _is_size(text, match, start)):
        return False
    if unit == "点" and "." not in number and (value(number) or 0) < 25:
        return False  # an hour
    if unit is not None and text[match.end("unit") : match.end("unit") + 1] == "级":
        return False
    if not han:
        return True
    hedged = match["before"] and number in ("百", "千", "万")  # 近万家, but not 万家
    if number in ("零", "〇", "○", "一两") or (not hedged and _idiom().match(text, max(0, start - 2))):
        return False
    if len(number) == 1 and before and before in "这那每另某哪同任":
        return False
    if before == "“" and "”" in text[match.end() : match.end() + 4]:
        return False
    if (number[0] in "百千万" or (len(number) == 1 and unit in ("个", "大", "项"))) and _in_quotation(
        text, start, match.end()
    ):
        return False  # “百名红通人员”, “百公里、百万亩茶文化走廊”, “正确处理好五个关系”
    units = rules("units")
    if unit in units["money"] or unit in units["measure"] or unit in ("%", "个百分点", "倍", "人次"):
        return unit == "倍" or len(number) > 1 or unit in ("个百分点", "人次") or number not in "一"
    if len(number) > 1 and number not in ("一一", "三五", "三四", "两三", "一两"):
        return True
    return number != "一" and unit not in ("点", "手", "头", "起", "把", "节", "轮", "道", "门", "面", "股", "路")


def _is_size(text: str, match: re.Match[str], start: int) -> bool:
    """Whether a scale alone says how large the things are (3个万亿产业, 207个亿元以上项目, 千亿方级气田)."""
    if re.match("[方吨元]?级", text[match.end("number") :][:2]):
        return True
    counted = text[start - 1 : start] in tuple("个家项条座批") and text[start - 2 : start - 1] != "一"
    return match["unit"] in (None, "元") and counted


def _in_quotation(text: str, start: int, end: int) -> bool:
    """Whether a place stands in a short quotation, which is a name."""
    opened = text.rfind("“", max(0, start - 16), start)
    closed = text.find("”", end, end + 16)
    inside = text[opened + 1 : closed]
    return 0 <= opened < closed <= opened + 22 and not re.search("[“”，。；：]", inside)


def _stands(text: str, match: re.Match[str]) -> bool:
    """Whether a number without a unit is a figure: with its scale (580万), as an index (指数为51.7), before a noun (4600多专业客商)."""
    number, start = match["number"], match.start("number")
    if re.search("[万亿]", number):
        return re.match("[里人]?(?:之外|之遥|难|不|一)|里", text[match.end() : match.end() + 3]) is None
    if number[0] in HAN:
        return False
    if re.search("指数[^，。；：]{0,10}?(?:为|报|达到?|至|到|录得|于)$|指数$", text[max(0, start - 20) : start]):
        integer_index = re.match("[，。；]", text[match.end() : match.end() + 1]) is not None and len(number) <= 4
        return ("." in number or integer_index) and match["after"] is None
    loose = match["behind"] or re.search("[余多]$", number)
    return bool(loose) and re.match("[\u4e00-\u9fff]{2}", text[match.end() : match.end() + 2]) is not None


@cache
def _idiom() -> re.Pattern[str]:
    """Sayings with a number that count nothing (千家万户); matched from two characters before the number."""
    words = rules("units")["idiom"]["words"]
    return re.compile("|".join(f".{{0,2}}?{re.escape(word)}" for word in words))


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
    elif word in units["noun"]["words"]:
        return None, factor
    else:
        unit = word
    per = match["per"] if match["per"] not in ("年", "月", "日", "天", "周") else None
    return (f"{unit}/{per}" if per else unit), factor


def _qualifier(match: re.Match[str]) -> Qualifier:
    """Exact, or over, under, about by the hedge before or after the number."""
    hedge = rules("units")["hedge"]
    inside = re.search("[余多来]", match["number"] or "")
    before, after = match["before"], match["after"] or (inside and inside.group()) or match["behind"]
    if before == "上" and match.string[: match.start("before")].endswith(_UP):
        return "exact"  # 加上75个
    if before in hedge["under"]:
        return "under"
    if before in hedge["over"]:
        return "over"
    if after in hedge["after_over"]:
        return "over"
    if before == "约" and match.string[: match.start("before")].endswith(("签", "预", "违")):
        before = None  # 签约93亿元
    if before in hedge["about"] or after in hedge["after_about"]:
        return "about"
    if after in hedge["after_under"]:
        return "under"
    return "exact"


@cache
def _pattern() -> re.Pattern[str]:
    units, hedge = rules("units"), rules("units")["hedge"]
    counting = sorted(units["counting"]["words"], key=lambda w: (-len(w), w))
    names = [
        *units["money"],
        *units["measure"],
        "%",
        "个百分点",
        "百分点",
        "个基点",
        "基点",
        "倍",
        *counting,
        *units["noun"]["words"],
    ]
    inside = units["half"]
    unit = "|".join(
        re.escape(name) + (f"(?!{inside[name]})" if name in inside else "")
        for name in sorted(names, key=lambda w: (-len(w), w))
    )
    spans = "|".join(re.escape(name) for name in sorted(units["span"]["words"], key=lambda w: (-len(w), w)))
    before = "|".join(sorted({w for key in ("under", "over", "about") for w in hedge[key]}, key=lambda w: (-len(w), w)))
    after = "|".join(
        word + ("(?![自到华京源访看电算说])" if word == "来" else "")
        for word in hedge["after_over"] + hedge["after_about"] + hedge["after_under"]
    )
    digits = "\\d+(?:[,，]\\d{3})*(?:\\.\\d+)?"
    scaled = (
        "(?:[十百]|千(?![米克瓦伏帕焦卡赫]))?(?:余|多|来)?(?:万(?:余|多|来)亿|(?:[万亿]|兆(?![瓦赫帕字比伏焦])){0,2})"
    )
    arabic = f"(?:\\d+亿零?\\d{{1,4}}万|\\d+万零?\\d千(?:\\d百)?(?:[余多]?亿)?|{digits} ?(?:个(?=亿(?![级吨千亩]|元[级以规])))?{scaled})"
    signs = f"(?:[{HAN.replace('千', '')}]|千(?![瓦米克伏]))"  # 百万|千瓦
    han = f"[{HAN}]+[万亿]零?{signs}+(?:余|多|来)?[万亿]{{0,2}}|[{HAN}]+(?:余|多|来)?[万亿]{{0,2}}|[百千万亿]{{1,3}}(?=[余多来]?(?:{unit}))|[百千]?[万亿]+(?=产值|产业|规模|大关|门槛|关口)"
    number = f"(?:{arabic}|{han})"
    return re.compile(
        f"(?P<before>{before})?(?:为|达|有|在|了)?"
        f"(?:(?P<fraction>[{HAN}]+分之[{HAN}]+|\\d+分之\\d+|[1-9]/[1-9]\\d?(?!\\d)|[一二三四五六七八九1-9]成(?:[一二三四五六七八九半](?![{HAN}]))?(?![为功立本员交熟果绩就长套])|翻了?[一两二三四]?番|(?<=[近超过约占到达])(?:一半|半数))"
        f"|(?P<number>{number})"
        f"(?:(?P<first>{unit})?(?:至|到|[-—~～]{{1,2}})(?P<upper>{number})(?(first)(?=(?P=first))))?"
        f"(?P<behind>余|多|来(?![自到华京源访看电算说]))? ?"
        f"(?:(?P<span>(?:{spans})(?!次|美元|元|家|人|线城|关(?!于)))|(?P<unit>{unit})(?:[/／每](?P<per>千克|公斤|平方米|千瓦时|标箱|人次|[\\u4e00-\\u9fff]))?)?"
        f")(?P<after>{after})?"
    )
