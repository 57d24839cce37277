"""A question as a template and its slots: what is named is a slot, what is left must be the template's words."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations

from kg.ask._names import Named, Names
from kg.ask._templates import Template, either, templates, words
from kg.model import Span

_MARKS = re.compile(r"[\s，。？！、：；,.?!:;“”\"'‘’《》〈〉（）()\-—·]+")
_GAP = "\x00"  # where a name stood: nothing is read across it
MOST = 0  # characters in a row that may be left over


@dataclass(frozen=True, slots=True)
class Understood:
    """A question understood: its template, the wording of each slot and the value of each parameter."""

    template: Template
    slots: tuple[tuple[str, str], ...]
    parameters: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Puzzle:
    """A question not understood: the words that could not be placed."""

    rest: tuple[str, ...]


def understand(text: str, names: Names, day: str | None) -> Understood | Puzzle:
    """What a question asks, or the words that stand in the way."""
    found = _with_series(text, names.find(text, day), names)
    best: tuple[int, int] | None = None
    chosen: Understood | None = None
    left: list[tuple[str, ...]] = []
    for template in templates():
        for named in _readings(found):
            filled = _fill(template, named)
            if filled is None:
                continue
            rest, own = _read(template, _without(text, named))
            if rest is None:
                continue
            left.append(rest)
            score = (sum(len(item.wording) for item in named) + own, len(named))
            if not rest and (best is None or score > best):
                best, chosen = score, Understood(template, filled, tuple(_parameters(template, dict(filled), named)))
    return chosen or Puzzle(min(left, key=lambda rest: sum(map(len, rest)), default=_unknown(text, found)))


def _readings(found: Sequence[Named]) -> Iterator[tuple[Named, ...]]:
    """The names as they are; then without those that are kinds only, which may be mere words (活动, 平台)."""
    yield tuple(found)
    firm = tuple(item for item in found if not _mere(item))
    if len(firm) != len(found):
        yield firm


def _mere(item: Named) -> bool:
    return {slot for slot, _ in item.values} <= {"kind", "measure"}


def _with_series(text: str, found: list[Named], names: Names) -> list[Named]:
    """The names, and with them what remains of an event's: 年货节 where events are called 某省年货节."""
    pieces = [piece for piece in _MARKS.split(_strip(_without(text, found))) for piece in piece.split(_GAP)]
    for piece in sorted(set(pieces), key=len, reverse=True):
        if len(piece) > 2 and names.series(piece):
            start = text.index(piece)
            return sorted(
                [*found, Named(Span(start, start + len(piece)), piece, (("series", piece),))], key=lambda n: n.span
            )
    return found


def _strip(text: str) -> str:
    """A text without the words of questions at the ends of its pieces."""
    every = "|".join(pattern.pattern for name, pattern in words().items() if name not in ("events",))
    return re.sub(f"(?:{every})+(?=$|{_GAP}|[？?。！，])|(?<![^{_GAP}])(?:{words()['filler'].pattern})+", _GAP, text)


def _without(text: str, found: Sequence[Named]) -> str:
    chars = list(text)
    for item in found:
        chars[item.span.start : item.span.end] = [_GAP] * (item.span.end - item.span.start)
    return "".join(chars)


def _fill(template: Template, found: Sequence[Named]) -> tuple[tuple[str, str], ...] | None:
    """The wording of each slot, if every name finds one and the template has what it needs."""
    slots = list(dict.fromkeys((*template.needs, *template.any, *(s for _, s in template.bind))))
    if len(found) > len(slots):
        return None
    for chosen in permutations(slots, len(found)):
        filled = dict(zip(chosen, found, strict=True))
        fits = all(item.value(slot) is not None for slot, item in filled.items())
        whole = all(slot in filled for slot in template.needs)
        if fits and whole and (not template.any or any(slot in filled for slot in template.any)):
            return tuple((slot, item.wording) for slot, item in filled.items())
    return None


def _read(template: Template, text: str) -> tuple[tuple[str, ...] | None, int]:
    """What a template's words leave of a text, and how many characters are theirs; None where one is missing."""
    own = 0
    for choice in template.words:
        pattern = either(choice)
        # The longest word of a class tells; what else of it there is, `may` takes.
        match = max(pattern.finditer(text), key=lambda match: len(match.group()), default=None)
        if match is None:
            return None, 0
        own += 2 * len(match.group())
        text = text[: match.start()] + "\x01" * len(match.group()) + text[match.end() :]
    text, count = _taken(either((*(each for choice in template.words for each in choice), *template.may)), text)
    own += count
    text, _ = _taken(words()["filler"], text)
    rest = [piece for piece in re.split(f"[{_GAP}\x01\x02]+", _MARKS.sub(_GAP, text)) if piece]
    return tuple(piece for piece in rest if len(piece) > MOST), own


def _taken(pattern: re.Pattern[str], text: str) -> tuple[str, int]:
    count = sum(len(match.group()) for match in pattern.finditer(text))
    return pattern.sub(lambda match: "\x02" * len(match.group()), text), count


def _parameters(template: Template, filled: dict[str, str], found: Sequence[Named]) -> Iterator[tuple[str, str]]:
    named = {item.wording: item for item in found}
    for parameter, slot in template.bind:
        if slot in filled:
            value = named[filled[slot]].value(slot) or filled[slot]
            first, _, last = value.partition("/")
            yield parameter, first if parameter == "from" else (last or first) if parameter == "to" else value


def _unknown(text: str, found: Sequence[Named]) -> tuple[str, ...]:
    """Words that are neither a name nor one of any class."""
    rest = _without(text, found)
    for pattern in words().values():
        rest, _ = _taken(pattern, rest)
    return tuple(piece for piece in re.split(f"[{_GAP}\x02]+", _MARKS.sub(_GAP, rest)) if len(piece) > MOST)
