"""Words in quotation marks whose speaker is named behind them: “…。”王某说."""

import re
from dataclasses import dataclass

from kg.extract._discourse import Scene
from kg.extract._speakers import PERSON, SPEAKER, Stage, addressed, verbs
from kg.model import Article, Reference, Span, Statement
from kg.rules import rules

_LONGEST = 200  # characters of a quotation that are kept
_FRAME = 60  # characters behind a quotation that may name its speaker


@dataclass(frozen=True, slots=True)
class _Quotation:
    """The words said, in the article, and where in the sentence the frame behind them begins."""

    words: Span
    frame: str
    offset: int


def after_quotation(article: Article, scene: Scene, stage: Stage) -> Statement | None:
    """What is said in a quotation that ends in or right before this sentence."""
    quotation = _quotation(article, scene)
    table = rules("statements")["report"]
    if quotation is None or re.match(table["turns"], quotation.frame):
        return None
    verb = re.search(verbs(), quotation.frame)
    end = verb.start() if verb else len(quotation.frame)
    speaker = _speaker(scene, stage, quotation, end, verb is not None)
    if speaker is None:
        return None
    stage.spoke(speaker)
    words = quotation.words
    shown = article.text[words.start : min(words.end, words.start + _LONGEST)].strip("“”")
    return Statement(speaker.entity, shown, verb.group() if verb else "", words, "say.quoted", 0.8)


def _quotation(article: Article, scene: Scene) -> _Quotation | None:
    text, plain, start = scene.skeleton.text, article.plain, scene.sentence.span.start
    whole = re.match(f"“(?P<words>[^“”]{{6,}}?)[，。！？]?”(?P<frame>[^“”]{{0,{_FRAME}}})", text)
    if whole is not None:
        first = scene.skeleton.origin[whole.start("words")]
        last = scene.skeleton.origin[whole.end("words") - 1] + 1
        return _Quotation(Span(first, last), whole["frame"], whole.start("frame"))
    begin = plain.rfind("“", 0, start)
    between = plain[begin:start] if begin >= 0 else "\n"
    if "\n" in between or plain[begin - 1 : begin] == "：":
        return None  # who said 王某说：“…” is told before it
    ends = re.match(f"(?P<words>[^“”]*?)[，。！？]?”(?P<frame>[^“”]{{0,{_FRAME}}})", text)
    if ends is not None:
        last = scene.skeleton.origin[max(0, ends.end("words") - 1)] + 1
        return _Quotation(Span(begin + 1, last), ends["frame"], ends.start("frame")) if "”" not in between else None
    return _Quotation(Span(begin + 1, start - 1), text[:_FRAME], 0) if between.endswith("”") else None


def _speaker(scene: Scene, stage: Stage, quotation: _Quotation, end: int, told: bool) -> Reference | None:
    """Who is named between the quotation and the verb, a person rather than a body, or 他."""
    text = scene.skeleton.text
    first, last = quotation.offset, quotation.offset + end
    places = [n for n in range(first, last) if text[n] in SPEAKER and not addressed().search(text[first:n])]
    people = [n for n in places if text[n] == PERSON]
    if places and "。" not in text[first : places[0]]:
        item = scene.skeleton.items[(people or places)[-1]]
        fits = isinstance(item, Reference) and item.kind != "Place" and (told or item.kind == "Person")
        return item if fits and isinstance(item, Reference) else None
    if not told:
        return None
    if re.match(rules("statements")["report"]["before"], quotation.frame):
        return stage.last
    return stage.person if re.match("[他她](?!们)", quotation.frame) else None
