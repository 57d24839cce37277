"""Who said what: reporting verbs, quotations, headlines and sources."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from kg.extract._discourse import Scene, scenes
from kg.extract._found import Found
from kg.extract._skeleton import CLASSES, CODES, Skeleton
from kg.model import Article, Reference, Span, Statement
from kg.rules import rules

NEEDS = ("anaphora", "times", "quantities")
MAKES = ("statements",)

_PERSON = CODES["Person"]
_SPEAKER = CLASSES["org"] + CLASSES["platform"] + CLASSES["land"] + _PERSON
_LONGEST = 200


@dataclass(slots=True)
class _Stage:
    """Who spoke last, and who 他 is."""

    person: Reference | None = None
    speaker: Reference | None = None
    issuer: Reference | None = None  # who gave out a declaration
    paragraph: int = -1


def extract(article: Article, found: Found) -> None:
    """Add each saying once, at the place where it is brought in."""
    stage = _Stage()
    media = {entity.id for entity in found.entities if entity.subkind == "media"}
    taken: list[Span] = []
    for scene in scenes(article, found):
        if scene.sentence.paragraph != stage.paragraph:
            stage.paragraph = scene.sentence.paragraph
            stage.speaker = None
        for statement in _statements(article, scene, stage):
            quoted = statement.speaker in media and statement.rule != "say.headline"
            if quoted or any(statement.evidence == span for span in taken):
                continue
            taken.append(statement.evidence)
            found.statements.append(statement)
        _follow(scene.skeleton, stage)


def _statements(article: Article, scene: Scene, stage: _Stage) -> Iterator[Statement]:
    if scene.sentence.role == "title":
        yield from _headline(article, scene)
        return
    quoted = _after_quotation(article, scene, stage)
    if quoted is not None:
        yield quoted
    learnt = next(_sources(article, scene, stage, ("from",)), None)
    reported = [s for s in _reported(article, scene, stage) if learnt is None or s.speaker != learnt.speaker]
    yield from reported
    if learnt is not None:
        yield learnt
    elif not reported:
        yield from _sources(article, scene, stage, ("view", "by", "shows", "released"))


def _follow(skeleton: Skeleton, stage: _Stage) -> None:
    for place, char in enumerate(skeleton.text):
        item = skeleton.items[place]
        if char in _SPEAKER and isinstance(item, Reference) and _declares().match(skeleton.text, place):
            stage.issuer = item
        if char == _PERSON and isinstance(item, Reference) and place not in skeleton.carried:
            stage.person = item


# Frames ----------------------------------------------------------------------------------------------


def _headline(article: Article, scene: Scene) -> Iterator[Statement]:
    """商务部：深化同东盟电商合作."""
    match = re.search(f"(?:^|[？！ ])([{_SPEAKER}])[^，。；：]{{0,10}}?：(?=.{{4,}})", scene.skeleton.text)
    if match:
        item = scene.skeleton.items[match.start(1)]
        rest = scene.skeleton.text[match.end() :]
        if isinstance(item, Reference) and item.kind != "Place":
            yield _said(article, scene, item, match.end(), len(scene.skeleton.text), "：", "say.headline", 0.85)
        del rest


def _sources(article: Article, scene: Scene, stage: _Stage, names: Sequence[str]) -> Iterator[Statement]:
    """记者从商务部获悉，…; 据海关总署统计，…; 国家邮政局数据显示，…."""
    frames = rules("statements")["source"]
    for name in names:
        match = _frame(frames[name]).search(scene.skeleton.text)
        if match is None:
            continue
        place = match.start("speaker") if match["speaker"] else match.start("speaker2")
        item = scene.skeleton.items[place]
        if isinstance(item, Reference) and item.kind != "Place":
            stage.speaker = item
            confidence = {"from": 0.9, "view": 0.8, "by": 0.75, "shows": 0.75, "released": 0.7}[name]
            yield _said(
                article,
                scene,
                item,
                match.end(),
                len(scene.skeleton.text),
                _told_by(match.group()),
                f"say.{name}",
                confidence,
            )
            return


def _told_by(frame: str) -> str:
    """The word of a frame that tells (发布, 显示), the last one."""
    words = re.findall(rules("statements")["source"]["told"], frame)
    return str(words[-1]) if words else ""


@cache
def _frame(pattern: str) -> re.Pattern[str]:
    bounded = pattern.replace("[^，。；]", f"[^，。；{_SPEAKER}]")
    return re.compile(
        bounded.replace("{SPEAKER}", f"(?P<speaker>[{_SPEAKER}])").replace("{SPEAKER2}", f"(?P<speaker2>[{_SPEAKER}])")
    )


def _after_quotation(article: Article, scene: Scene, stage: _Stage) -> Statement | None:
    """“…。”王某说: the words before the verb are what was said."""
    text = scene.skeleton.text
    match = re.match("“(?P<words>[^“”]{6,}?)[，。！？]?”(?P<frame>[^“”]{0,60})", text)
    opened = re.match("(?P<words>[^“”]*?)[，。！？]?”(?P<frame>(?:[他她]|[^“”]{0,40}?)[^“”]{0,20})", text)
    if match is None and opened is not None:
        frame, offset = opened["frame"], opened.start("frame")
        begin = article.plain.rfind("“", 0, scene.sentence.span.start)
        if (
            begin < 0
            or "”" in article.plain[begin : scene.sentence.span.start]
            or "\n" in article.plain[begin : scene.sentence.span.start]
            or article.plain[begin - 1 : begin] == "："
        ):
            return None  # who said 王某说：“…” is told before it
        words = Span(begin + 1, scene.skeleton.origin[max(0, opened.end("words") - 1)] + 1)
    elif match is None:
        before = article.plain[max(0, scene.sentence.span.start - 2) : scene.sentence.span.start]
        if not before.endswith("”"):
            return None
        frame, offset = text[:60], 0
        start = article.plain.rfind("“", 0, scene.sentence.span.start)
        if start < 0 or "\n" in article.plain[start : scene.sentence.span.start]:
            return None
        if article.plain[start - 1 : start] == "：":
            return None
        words = Span(start + 1, scene.sentence.span.start - 1)
    else:
        frame, offset = match["frame"], match.start("frame")
        begin = scene.skeleton.origin[match.start("words")]
        words = Span(begin, scene.skeleton.origin[match.end("words") - 1] + 1)
    verb = re.search(f"(?:{_verbs()})", frame)
    head = re.match(f"[^。]*?([{_SPEAKER}])", frame[: verb.start()] if verb else frame)
    pronoun = re.match("[他她]", frame)
    speaker: Reference | None = None
    if head:
        places = [n for n in range(offset, offset + (verb.start() if verb else len(frame))) if text[n] in _SPEAKER]
        people = [n for n in places if text[n] == _PERSON]
        item = scene.skeleton.items[(people or places)[-1]]
        speaker = item if isinstance(item, Reference) and (verb or item.kind == "Person") else None
        speaker = None if speaker is not None and speaker.kind == "Place" else speaker
    elif pronoun and verb:
        speaker = stage.person
    if speaker is None:
        return None
    stage.speaker = speaker
    shown = article.text[words.start : min(words.end, words.start + _LONGEST)]
    return Statement(speaker.entity, shown.strip("“”"), verb.group() if verb else "", words, "say.quoted", 0.8)


def _reported(article: Article, scene: Scene, stage: _Stage) -> Iterator[Statement]:
    """王某在会上表示，…: every reporting verb whose subject is named, carried over, or 他."""
    text = scene.skeleton.text
    table = rules("statements")["report"]
    done = -1
    for match in re.finditer(_verbs(), text):
        before, after = text[: match.start()], text[match.end() :]
        if match.start() < done and not _again().search(before):
            continue
        if re.search(table["not_before"], before) or re.match(table["not_after"], after):
            continue
        if before.count("“") > before.count("”"):
            continue
        glue = re.match("(?:了|道|，|：|:|“|记者|,)+", after)
        if glue is None and match.group() not in table["object"] and not _bare().match(text, match.start()):
            continue
        if glue is not None and glue.group() == "了" and match.group() not in table["object"]:
            continue
        speaker = _speaker(scene.skeleton, match.start(), stage)
        start = match.end() + (glue.end() if glue else 0)
        if speaker is None or len(text) - start < 5:
            continue
        stage.speaker = speaker
        for one in (*_beside(scene.skeleton, speaker, match.start()), speaker):
            yield _said(article, scene, one, start, len(text), match.group(), "say.reported", 0.85)
        done = _end_of_words(text, start)


def _end_of_words(text: str, start: int) -> int:
    """Where the words said end: with the quotation where they are one, else with the sentence."""
    if text[start - 1 : start] == "“":
        stop = text.find("”", start)
        return stop if stop >= 0 else len(text)
    stop = text.find("；", start)
    return stop if stop >= 0 else len(text)


def _speaker(skeleton: Skeleton, verb: int, stage: _Stage) -> Reference | None:
    """The subject of a reporting verb: the last person before it in its sentence, else the last body."""
    text = skeleton.text
    start = max(text.rfind("。", 0, verb), text.rfind("；", 0, verb)) + 1
    near = max(text.rfind("，", 0, verb), start)
    places = [n for n in range(start, verb) if text[n] in _SPEAKER]
    people = [n for n in places if text[n] == _PERSON]
    pronoun = re.search("(?:^|[，。；”])(?:他|她)[^，]{0,12}$", text[start:verb])
    if pronoun:
        named = [n for n in people if n < start + pronoun.start()]
        item = skeleton.items[named[-1]] if named else None
        return item if isinstance(item, Reference) else stage.person
    words = rules("statements")["report"]
    if not people and re.search(f"(?:^|[，。；])(?:{words['before']})(?![^，。；]*的)", text[start:verb]):
        return stage.person or stage.speaker
    if re.search(f"(?:^|[，。；])(?:该|这份)?{words['paper']}$", text[start:verb]) and stage.issuer is not None:
        return stage.issuer
    if verb and text[verb - 1] == CODES["Event"]:
        item = skeleton.items[verb - 1]
        meets = isinstance(item, Reference) and re.search(words["meeting"], skeleton.words(item))
        return item if meets and isinstance(item, Reference) else None
    chosen: int | None = None
    if people and verb - people[-1] <= 60:
        chosen = people[-1]
    elif places and (places[-1] >= near - 1 or verb - places[0] <= 30):
        inside = [n for n in places if n >= near - 1]
        chosen = inside[0] if inside else places[0]
        item = skeleton.items[chosen]
        if isinstance(item, Reference) and item.kind == "Place":
            return None
    if chosen is None:
        # 会上报告，… and a sentence that begins with its verb go on with whoever spoke before
        return stage.speaker if not places and verb - start <= 6 else None
    item = skeleton.items[chosen]
    return item if isinstance(item, Reference) else None


def _said(
    article: Article, scene: Scene, speaker: Reference, start: int, end: int, verb: str, rule: str, confidence: float
) -> Statement:
    skeleton = scene.skeleton
    first = skeleton.origin[start] if start < len(skeleton.origin) else scene.sentence.span.end - 1
    last = skeleton.evidence(end - 1, end).end
    while first < last and article.plain[first] in "，：“ 了":
        first += 1
    words = article.text[first : min(last, first + _LONGEST)].strip("“”")
    return Statement(speaker.entity, words, verb.strip("，："), Span(first, max(last, first + 1)), rule, confidence)


@cache
def _verbs() -> str:
    table = rules("statements")["report"]
    words, told = table["words"], str(table["told"])
    return told + "|" + "|".join(sorted(map(re.escape, words), key=lambda word: (-len(word), word)))


@cache
def _again() -> re.Pattern[str]:
    """A second saying in one sentence: …，他透露."""
    return re.compile(f"[，；](?:他|她|{_PERSON})(?:还|又|并|也|同时|进一步|随后)*$")


@cache
def _bare() -> re.Pattern[str]:
    """A verb that brings in words without a comma."""
    return re.compile(rules("statements")["report"]["bare"])


@cache
def _declares() -> re.Pattern[str]:
    """Who gives out a paper that goes on to speak: 甲部发表声明."""
    paper = rules("statements")["report"]["paper"]
    return re.compile(f"[{CLASSES['org']}][^。；]{{0,40}}?(?:发表|发布|作出|发出)[^。；，]{{0,8}}?{paper}")


def _beside(skeleton: Skeleton, speaker: Reference, verb: int) -> Iterator[Reference]:
    """The others of a list of bodies that speak together: 甲公司和乙公司同时宣布."""
    text = skeleton.text
    bodies = CLASSES["org"] + CLASSES["platform"]
    for match in re.finditer(f"[{bodies}](?:[、和与及][{bodies}])+(?=[^，。；{_SPEAKER}]{{0,8}}$)", text[:verb]):
        found = [skeleton.items[n] for n in range(*match.span())]
        if speaker in found:
            yield from (item for item in found if isinstance(item, Reference) and item != speaker)
