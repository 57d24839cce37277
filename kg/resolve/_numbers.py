"""Ordinals in names of events, read and written one way."""

import re

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100}
ORDINAL = re.compile("第([\\d〇零一二三四五六七八九十百]+)届|首届|(?<![\\d一二三四五六七八九十前近续])(\\d{1,3})届")


def number(text: str) -> int:
    """Value of a whole number below a thousand.

    >>> number("139"), number("二十一"), number("十"), number("一百三十")
    (139, 21, 10, 130)
    """
    if text.isdigit():
        return int(text)
    total, digit = 0, 0
    for char in text:
        if char in _UNITS:
            total += (digit or 1) * _UNITS[char]
            digit = 0
        else:
            digit = _DIGITS[char]
    return total + digit


def written(value: int) -> str:
    """An ordinal as names carry it: in characters up to ten, in digits above.

    >>> written(1), written(4), written(139)
    ('首届', '第四届', '第139届')
    """
    if value == 1:
        return "首届"
    return f"第{'零一二三四五六七八九十'[value] if value <= 10 else value}届"


def ordinal(name: str) -> int | None:
    """The ordinal a name carries, or None where it has none or several.

    >>> ordinal("第四届双品网购节"), ordinal("首届消博会"), ordinal("党的二十届三中全会"), ordinal("22届峰会"), ordinal("前16届盛会")
    (4, 1, None, 22, None)
    """
    found = list(ORDINAL.finditer(name))
    if len(found) != 1:
        return None
    return number(found[0][1] or found[0][2] or "1")


def year(name: str) -> str | None:
    """The year a name carries, or None where it has none or several.

    >>> year("2022全国网上年货节"), year("浙里享——2022浙里年货节"), year("2021—2025年规划会")
    ('2022', '2022', None)
    """
    found = set(re.findall("(?<!\\d)(?:19|20)\\d\\d(?!\\d)", name))
    return found.pop() if len(found) == 1 else None


def stem(name: str) -> str:
    """A name of an event without its ordinal, its year and the word that it is an activity.

    >>> stem("2022全国网上年货节"), stem("辽宁省第二届电商直播节"), stem("2021年双11购物节"), stem("上届甲会")
    ('全国网上年货节', '辽宁省电商直播节', '双11购物节', '甲会')
    """
    short = re.sub("^(?:本届|上一?届|下一?届|往届|历届|今年的?|去年的?|明年的?|此次|本次)", "", name)
    if ordinal(short) is not None:
        short = ORDINAL.sub("", short)
    if year(short) is not None:
        short = re.sub("(?<!\\d)(?:19|20)\\d\\d(?!\\d)(?:年的?|·)?", "", short)
    return short.removesuffix("活动").lstrip("·—-")
