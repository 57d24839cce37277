"""Growth and shares: what the words around a figure say it is measured against."""

import re
from dataclasses import dataclass
from functools import cache

from kg.model import Change, ChangeKind, Quantity
from kg.rules import rules


@dataclass(frozen=True, slots=True)
class Growth:
    """The change words before a figure: where they begin, the sign they give, the basis, and whether they compare (高于)."""

    start: int
    sign: int
    kind: ChangeKind
    stated: bool
    than: bool


# 环比下降0.1%: how a whole has grown, before its parts are told.
_WHOLE_GREW = re.compile(
    "(?P<basis>同比|环比|[比较][^，。；]{1,14}?)?(?P<word>增长|增加|上涨|上升|下降|下跌|减少|回落|降低)了?(?:约|近|超)?[\\d.]+%"
)


# 3490亿元(折合530亿美元): what stands between a sum and the same in another currency.
RESTATED = re.compile("[（，、]?(?:约合|折合|合|相当于|约)(?:人民币|港币|美元)?(?:约|近)?")


# What a change is measured against: 比清明假期, 较4月, 与2019年同期相比.
_AGAINST = re.compile(
    "(?:(?<![占同环])比|较)(?!重|例|率|较)(?P<base>[^，。；]{2,18}?)"
    "(?:相比|$|(?=分别|均|日均|提|增|下|上|回|减|扩|高|低|收|升|降|涨|跌|加|放|翻|多|少))|与[^，。；]{2,18}?相比|相比(?P<month>[^，。；]{1,8})"
)


# 较2月末增加513亿美元，升幅为: what the clause before has compared with.
_MOVED = re.compile(
    "(?P<clause>[^，。；]*(?:(?<![占同环])比|较)[^，。；]{2,12}?(?P<word>增加|减少|上升|下降|增长|上涨|下跌|回升|回落))[^，。；]{1,14}，[升降涨增跌]幅[^，。；]{0,4}\\Z"
)

# 较各项贷款增速高7.5个百分点: words of one sign that compare.
_THAN = re.compile("(?<![占同环])(?:比|较)[^，。；]{2,20}?(?P<word>[高低快慢多少])(?:了|出)?$")


# 与去年春节相比, 比2016年同期: a year back, by another word.
_LAST_YEAR = re.compile("一年前|去年(?:春节|国庆|五一|中秋|元旦|端午|清明|假期|同)|上年(?:春节|国庆|同)")


# 保持7.1%的较快增长, 以25%的速度增长: the change word after the figure.
_HELD = re.compile(
    "的?(?:年均|平均|较快|快速|高速|高|稳定|中高速|两位数|同比)*(?:增长|增速|增幅|速度[^，。]{0,10}增长)(?![^，。]{0,4}(?:目标|预期))"
)


def growth(text: str, start: int, quantity: Quantity, sentence: int) -> Growth | None:
    """The change that a figure tells, or None where it tells a level.

    `start` is where the figure's clause begins, `sentence` its sentence; a basis may stand before
    either (与2019年同期相比，服务进出口下降9%).
    """
    if quantity.unit not in ("%", "个百分点", "百分点", "倍", "点", "成"):
        return None
    before = text[start : quantity.span.start]
    if quantity.unit == "倍" and re.search(
        "倍[^，。；]{0,4}[升降增减涨跌高低][至到]$", text[sentence : quantity.span.start]
    ):
        return None  # 市盈率由10倍升至21倍: two levels
    words = list(_words().finditer(before))
    than_words = rules("figures")["growth"]["than"]
    than = next((m for m in reversed(words) if m.group() in than_words and len(before) - m.end() <= 18), None)
    match = than or (words[-1] if words else None)
    if match is not None and "持平，" in before[match.end() :]:
        return None  # 增速与上月持平，有六成产品实现增长
    if quantity.rule == "quantity.doubling":
        kind, stated = _basis(text[sentence : quantity.span.start], before, "")
        basis = re.search("(?:比|较)[^，。；]{1,16}$", before)
        return Growth(start + (basis.start() if basis else len(before)), 1, kind, stated, False)
    held = _HELD.match(text, quantity.span.end)
    if (
        held
        and (not match or not _close(before[match.end() :]))
        and re.search("(?:以|保持|实现|维持|达到?|有|了|近|超过?|约|年均|平均)$", before)
    ):
        kind, stated = _basis(text[sentence : quantity.span.start], before, "")
        lead = re.search("(?:两年|三年)?(?:年均|平均)?(?:以|保持|实现|维持|达到?|有)?(?:了|近|超过?|约)*$", before)
        return Growth(start + (lead.start() if lead else len(before)), 1, kind, stated, False)
    if match is not None and match.group() == "增量" and "的" in before[match.end() :]:
        return None  # 贡献出口增量的179%: a share
    beyond = re.search("(?:超过|超出|领先)[^，。；\\d]{1,12}$", before)
    if beyond is not None and quantity.unit in ("个百分点", "百分点"):
        return Growth(start + beyond.start(), 1, "versus", True, True)
    if match is None or not (than or _close(before[match.end() :])):
        short = _THAN.search(before)
        if short is None:
            return None
        kind, _ = _basis(text[sentence : quantity.span.start], before, short["word"])
        return Growth(start + short.start(), -1 if short["word"] in "低慢少" else 1, kind, True, True)
    noun = match.group().endswith(("幅", "速", "率"))
    if re.match("(?:至(?![少多])|到|为)", before[match.end() :]) and not (than or noun or "倍" in quantity.unit):
        return None
    sign = -1 if match.group() in rules("figures")["growth"]["down"] else 1
    kind, stated = _basis(text[sentence : quantity.span.start], before, match.group())
    if re.match("转为?", before) and re.search("由上个?月", text[sentence:start]):
        kind, stated = "mom", True  # 由上月下降0.4%转为上涨0.4%
    if not stated:
        carried = _carried(text, start, sentence)
        kind, stated = carried or kind, carried is not None
        if (
            match.group() == "提升"
            and quantity.unit in ("%", "倍")
            and not re.search(_listed("yoy"), text[sentence:start])
        ):
            kind, stated = "versus", True  # 效率提升50%
    first = match.start()
    basis = re.search(
        f"扣除[^，。；]{{2,8}}?(?:因素)?(?:的?影响)?(?:之?后)?，?(?:实际|名义|{_listed('yoy')})*$|(?:(?:{_listed('yoy')}|{_listed('mom')}|分别|年均|，)[^，]{{0,4}}|(?:(?<![占同环])比(?!重|例|率|值|分(?!别))|相?较)[^，。；]{{1,16}}|与[^，。；]{{1,14}}相比|由[^，。；]{{2,14}}转为?)$",
        before[:first],
    )
    return Growth(start + (basis.start() if basis else first), sign, kind, stated, than is not None)


def change_of(g: Growth, q: Quantity) -> Change:
    """The change that a growth and its number make; down is negative."""
    unit = "个百分点" if q.unit == "百分点" else q.unit or "%"
    number = g.sign * q.value
    return Change(g.kind, int(number) if float(number).is_integer() else number, unit)


def share(text: str, start: int, quantity: Quantity) -> int | None:
    """Where the share words before a percentage begin (占外贸总值的31%), or None."""
    if quantity.unit != "%":
        return None
    before = text[start : quantity.span.start]
    found = None
    for found in re.finditer("占(?!领|用)|比重|占比|份额|占有率|在[^，]{2,16}总[额量值]", before):
        if found.group() != "比重":
            break
    return start + found.start() if found else None


def _close(between: str) -> bool:
    """Whether nothing but linking words stand between a change word and its number."""
    return (
        re.fullmatch(
            "(?:了|都|也|将|又|再|进一步| |近|超|超过|逾|约|达|达到|为|幅度|幅|率|速度|高达|将近|到|至少|分别|分别为|，?同比|环比|均|均超|，|比例|不到|不足|接近|突破|：|有|在|一度|的|最高|至|同比达到?|达到了|均为|左右|大|小)*",
            between,
        )
        is not None
    )


def _basis(sentence: str, clause: str, word: str) -> tuple[ChangeKind, bool]:
    """Kind of a comparison; a plain 增长 is read year on year."""
    table = rules("figures")
    if word in table["growth"]["than"]:
        yearly = re.search(f"(?:{_listed('yoy')})$", clause[: max(0, clause.rfind(word))]) is not None
        return ("yoy" if yearly else "versus"), True  # 比去年同期高出2.8个百分点
    last = {kind: _last(clause, _listed(kind)) for kind in ("yoy", "mom", "versus")}
    against = _AGAINST.search(clause[: clause.rfind(word) if word else None])
    best = max(last, key=lambda kind: last[kind])
    if against and _LAST_YEAR.search(against.group()):
        return "yoy", True
    if against and against.start() > last[best]:
        named = against["base"] or against["month"] or ""
        month = re.match("(?:今年|去年)?(?:[一二三四五六七八九]|十[一二]?|\\d{1,2})月份?", named)
        return ("mom" if month else "versus"), True
    if last[best] >= 0:
        return best, True  # type: ignore[return-value]
    if _LAST_YEAR.search(clause):
        return "yoy", True
    if re.search("(?:与|比|较)[^，。；]{2,14}(?:相比|同期相比)", sentence):
        return "versus", True
    if _over_years(clause, sentence):
        return "versus", True
    before = _MOVED.search(sentence)
    if before:
        return _basis("", before["clause"], before["word"])
    by_hand = word in table["growth"]["act"] or re.search("(?:下调|上调)[^，。；]{0,4}$", clause[: clause.rfind(word)])
    if word and by_hand and not re.search(_listed("yoy"), sentence):
        return "versus", True
    if word in table["growth"]["market"] and not re.search("(?<!股)价格?|费|率|指数.{0,4}月", clause):
        return "versus", False
    return "yoy", False


def _carried(text: str, start: int, sentence: int) -> ChangeKind | None:
    """What a part is held against, where only the whole's comparison is told (环比下降0.1%。其中，猪肉价格下降2%)."""
    if not text.startswith("其中", sentence) and "其中" not in text[max(sentence, start - 3) : start + 2]:
        return None
    end = text.rfind("其中", 0, start + 2)
    whole = next(iter(reversed(list(_WHOLE_GREW.finditer(text, max(0, end - 60), end)))), None)
    if whole is None or whole["basis"] is None or re.search("[0-9]年", whole["basis"]):
        return None
    kind, stated = _basis(whole["basis"], whole["basis"] + whole["word"], whole["word"])
    return kind if stated else None


def _over_years(clause: str, sentence: str) -> bool:
    """Whether a change is told over several years or months (十年来, 过去半年), no other time having been named since."""
    if re.search("[\\d一二三四五六七八九十](?:多)?[年月](?:间|来|增长|增加|提高|扩大|，)", clause):
        return True
    span = "(?:[\\d二两三四五六七八九十]|十[一二三四五六七八九])多?余?年|(?:[\\d一二两三四五六七八九十]个|半)(?:多月|月|年)|半年"
    told = re.search(f"(?:{span})[间来]|(?:过去|此后|这)(?:{span})(?!前)", sentence)
    return told is not None and not re.search(
        "今年|去年|上年|季度|上半年|[\\d一二三四五六七八九十]月(?!来)", sentence[told.end() :]
    )


def _last(clause: str, pattern: str) -> int:
    """Where the last word of a basis begins in a clause, -1 where there is none."""
    return max((match.start() for match in re.finditer(pattern, clause)), default=-1)


@cache
def _words() -> re.Pattern[str]:
    table = rules("figures")["growth"]
    words = sorted({*table["up"], *table["down"]}, key=lambda w: (-len(w), w))
    words = [w for w in words if len(w) > 1 or w in "增减降升涨跌快慢"]
    return re.compile("|".join(map(re.escape, words)))


@cache
def _listed(kind: str) -> str:
    return "|".join(sorted(map(re.escape, rules("figures")["basis"][kind]), key=lambda w: (-len(w), w)))
