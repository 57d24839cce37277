"""How a reader may type a name: its pinyin in full, and the initials."""

from collections.abc import Iterable

from pypinyin import Style, lazy_pinyin


def keys(names: Iterable[str]) -> str:
    """Full pinyin and initials of each name that has Chinese characters, for the search box.

    >>> keys(["辽宁省商务厅", "APEC", "天猫"])
    'liaoningshengshangwuting lnsswt tianmao tm'
    """
    found: dict[str, None] = {}
    for name in names:
        if any("一" <= character <= "鿿" for character in name):
            # NORMAL writes ü as v, as a keyboard does; what is no character passes through for the initials.
            syllables = lazy_pinyin(name, style=Style.NORMAL, errors=_letters)
            parts = [syllable for syllable in syllables if syllable]
            found.update(dict.fromkeys(("".join(parts), "".join(part[0] for part in parts))))
    return " ".join(found)


def _letters(text: str) -> list[str]:
    return [character for character in text.lower() if character.isascii() and character.isalnum()]
