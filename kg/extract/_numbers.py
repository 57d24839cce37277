"""Numbers as Chinese news writes them: 1191.7亿, 3000余万, 百万, 二十三, 1,691, 三分之一."""

import re

DIGITS = {
    "零": 0,
    "〇": 0,
    "○": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
UNITS = {"十": 10, "百": 100, "千": 1000}
MYRIADS = {"万": 10**4, "亿": 10**8, "兆": 10**12}

HAN = "零〇○一二两三四五六七八九十百千"
_ARABIC = re.compile("\\d[\\d,，]*(?:\\.\\d+)?")


def integer(word: str) -> int | None:
    """Value of an integer in digits or Chinese numerals, or None.

    >>> integer("二十三"), integer("十"), integer("一百零八"), integer("二〇二二"), integer("万"), integer("12")
    (23, 10, 108, 2022, 10000, 12)
    """
    if word.isascii() and word.isdigit():
        return int(word)
    if word and all(char in DIGITS for char in word):
        return int("".join(str(DIGITS[char]) for char in word))
    total = section = digit = 0
    for char in word:
        if char in DIGITS:
            digit = DIGITS[char]
        elif char in UNITS:
            section += (digit or (1 if not section else 0)) * UNITS[char]
            digit = 0
        elif char in MYRIADS:
            total = (total + section + digit or 1) * MYRIADS[char]
            section = digit = 0
        else:
            return None
    return total + section + digit if word else None


def value(word: str) -> float | None:
    """Value of a number with its myriads, as exact as a float allows, or None.

    >>> value("1191.7亿"), value("1.69万亿"), value("3000万"), value("百万"), value("1,291.1万"), value("3万1千")
    (119170000000.0, 1690000000000.0, 30000000.0, 1000000.0, 12911000.0, 31000.0)
    """
    word = re.sub("[余多来几个 ]", "", word)
    parts = re.fullmatch("(\\d[\\d,，]*亿)零?(\\d[\\d,，]*万)", word)
    if parts is not None:  # 7亿3000万
        return sum(value(part) or 0.0 for part in parts.groups())
    mixed = re.fullmatch("(\\d+)万零?(\\d)千(?:(\\d)百)?(亿?)", word)
    if mixed is not None:  # 3万1千, 1万2千亿
        number = int(mixed[1]) * 10**4 + int(mixed[2]) * 1000 + int(mixed[3] or 0) * 100
        return float(number * (10**8 if mixed[4] else 1))
    match = _ARABIC.match(word)
    if match is None:
        found = integer(word)
        return None if found is None else float(found)
    digits = re.sub("[,，]", "", match.group())
    scale = 1
    for char in word[match.end() :]:
        if char in MYRIADS:
            scale *= MYRIADS[char]
        elif char in UNITS:
            scale *= UNITS[char]
        else:
            return None
    # Scaling a decimal as text keeps 1191.7亿 at 119170000000, not 119169999999.99998.
    whole, _, fraction = digits.partition(".")
    return float(int(whole + fraction) * scale / 10 ** len(fraction))
