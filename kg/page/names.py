"""How a reader may type a name: its pinyin in full, and the initials."""

from collections.abc import Iterable


def keys(names: Iterable[str]) -> str:
    """Full pinyin and initials of each name that has Chinese characters, for the search box.

    >>> keys(["辽宁省商务厅", "APEC", "天猫"])
    'liaoningshengshangwuting lnsswt tianmao tm'
    """
    from pypinyin import Style, lazy_pinyin  # half a second of loading that only a page needs

    found: dict[str, None] = {}
    for name in names:
        if any("一" <= character <= "鿿" for character in name):
            parts = [part for syllable in lazy_pinyin(name, style=Style.NORMAL) for part in _typed(syllable)]
            found.update(dict.fromkeys(("".join(parts), "".join(part[0] for part in parts))))
    return " ".join(found)


def _typed(syllable: str) -> list[str]:
    """A syllable as a keyboard writes it, ü as v; of what is no syllable, letters and digits one by one."""
    if syllable.isascii() and syllable.isalpha() and syllable.islower():
        return [syllable]
    return [character for character in syllable.lower() if character.isascii() and character.isalnum()]
