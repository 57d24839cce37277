"""Candidates that have no name of their own: what is pointed at (这家企业), what is held (对接会), what is named again by its last word."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cache

from kg.extract._digest import story
from kg.extract._measures import NOMINAL
from kg.extract._traits import Candidate, Traits, View
from kg.model import Reference, Span
from kg.rules import rules

_POINTED = "家个座处所款艘支片"


class Pointing(Traits):
    """Adds what an article points at."""

    def _pointed(self, view: View) -> Iterator[Candidate]:
        """What is pointed at without a name: 这家新开设的大型商场, 旗下的一家造船企业."""
        number = bisect_left(self._sentence_starts, view.sentence.end) - 1
        first = max(self._sentence_starts[max(0, number - 2)], story(self.stories, view.q.span.start))
        for match in _pointer().finditer(self.text, first, view.q.span.start):
            end = self._pointed_end(match.end(), view.q.span.start)
            if end is None:
                continue
            where, start = self._where(match.start(), view)
            head = self._clause_start(match.start(), start)
            lead = self.text[head : match.start()]
            features = {f"pointed:{where}", f"pointed:{match[0][0]}:{where[:4]}"}
            if not lead or self._only_times(head, match.start()):
                features.add(f"pointed head:{where[:4]}")
            elif lead.endswith("的"):
                features.add(f"pointed whose:{where[:4]}")
            elif lead.startswith(("在", "走进", "来到")):
                features.add(f"pointed frame:{where[:4]}")
            following = self.text[end : end + 1]
            features.add(f"pointed {following if following in '，的、里内中上' else '-'}:{where[:4]}")
            name = self.text[match.start() : end]
            sorts = rules("figures")["group"]["sort"]
            features |= {
                f"pointed:sort:{sort}" for sort, words in sorted(sorts.items()) if re.search(f"(?:{words})$", name)
            }
            yield Candidate(name, None, "pointed", Span(match.start(), end), features)

    def _held(self, view: View) -> Iterator[Candidate]:
        """Events without a name of their own that are told to be held: 举办了专场推介活动，100多家…; 今天举行的对接会吸引了…."""
        for match in _holding().finditer(self.text, view.sentence.start, view.q.span.start):
            span = Span(*match.span("what"))
            named = self._at(span.start)
            if named is not None and named.span.end >= span.end:
                continue
            where, _ = self._where(match.start(), view)
            since = "fresh" if view.since is None or span.start >= view.since else "stale"
            features = {
                f"held:{where}",
                f"held:{since}",
                f"held:{match['how']}",
                f"held clauses:{min(3, len(re.findall('[，；]', self.text[span.end : view.q.span.start])))}",
            }
            yield Candidate(self.text[span.start : span.end], None, "held", span, features)

    def _pointed_end(self, start: int, limit: int) -> int | None:
        """Where the noun ends that is pointed at: behind 的 if a clause comes first (这家位于甲区的企业)."""
        stop = self._boundary_of(start, limit)
        at = start
        while at < stop:
            end = at
            for token in self.words.inside(Span(at, stop)):
                if token.tag not in NOMINAL - {"m", "q", "f", "TIME", "r", "s"}:
                    break
                end = token.span.end
            if end - at >= 2 and self.text[end : end + 1] != "的":
                return end if end - start <= 24 else None
            following = self.text.find("的", at, stop)
            if following < 0:
                return None
            at = following + 1
        return None

    def _boundary_of(self, start: int, limit: int) -> int:
        return min((at for at in (self.text.find(mark, start, limit) for mark in "，；：。") if at >= 0), default=limit)

    def _echoed(self, view: View, candidates: Iterable[Candidate]) -> None:
        """Mark what the head of the clause, or of the sentence, names again by its last word (隧道全长20公里, 该园区已…)."""
        for where, start in (("clause", view.clause.start), ("sentence", view.sentence.start)):
            head = _opening().match(self.text, start, view.q.span.start)
            at = head.end() if head else start
            pointed = self.text[at - 1 : at] in "该此本这"
            for candidate in candidates:
                entity = self.entities.get(candidate.entity or "")
                names = (entity.name, *entity.aliases) if entity is not None else (candidate.name,)
                placed = candidate.place is None or candidate.place.end <= start
                if placed and any(_ends_in(name, self.text[at : at + 4]) for name in names):
                    candidate.features |= {f"echo:{where}", f"echo:{where}:{'pointed' if pointed else 'bare'}"}

    def _of_what_follows(self, view: View) -> str | None:
        """What a size that stands before its name belongs to (全长2540公里的甲高速, 占地3公顷的乙市场)."""
        words = rules("figures")["group"]["size"]
        if not re.fullmatch(
            f"[，、]?(?:{words})(?:约|近|超过?|达|为)*", self.text[view.clause.start : view.q.span.start]
        ):
            return None
        led = re.match("的[^，。；、]{0,6}", self.text[view.q.span.end : view.end])
        at = bisect_left(self._starts, view.q.span.end)
        following = self.references[at] if led is not None and at < len(self.references) else None
        return following.entity if following and led and following.span.start <= view.q.span.end + led.end() else None

    def _at(self, start: int) -> Reference | None:
        n = bisect_left(self._starts, start)
        return self.references[n] if n < len(self._starts) and self._starts[n] == start else None


@cache
def _pointer() -> re.Pattern[str]:
    """What points at something without naming it: 这家, 该款, and 一家 where no number stands before."""
    return re.compile(
        f"(?:这|该|那|某)[{_POINTED}](?![月年小])|(?<![\\d十百千万第之同每任唯另其])一[家座所款艘](?![一人])"
    )


@cache
def _holding() -> re.Pattern[str]:
    """A verb of holding with what is held."""
    kinds = "活动|对接会|推介会|洽谈会|招聘会|座谈会|研讨会|发布会|展览|展销|比赛|大赛|论坛|仪式|行动|专场"
    return re.compile(
        f"(?P<how>举办|举行|开展|召开|组织|启动|开启)(?:了|的|过|首场|一场)*(?P<what>[\u4e00-\u9fff“”]{{2,16}}?(?:{kinds}))(?=[，上围以吸共将有中]|$)"
    )


@cache
def _opening() -> re.Pattern[str]:
    """What may stand before the subject at the head of a clause."""
    return re.compile("(?:目前|如今|据悉|据介绍|其中|同时|而|且|今年|去年|截至目前|，)*[该此本这]?[座条家个]?")


def _ends_in(name: str, words: str) -> bool:
    """Whether words begin with the last two to four characters of a longer name."""
    return any(len(name) > n and words.startswith(name[-n:]) for n in (2, 3, 4))
