"""Who said what: reporting verbs, quotations, headlines and sources."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from kg.extract._discourse import Scene, scenes
from kg.extract._found import Found
from kg.extract._quotations import after_quotation
from kg.extract._speakers import PERSON, SPEAKER, Stage, beside, speaker_of, verbs
from kg.model import Article, Reference, Span, Statement
from kg.rules import rules

NEEDS = ("anaphora", "times", "quantities")
MAKES = ("statements",)

_LONGEST = 200


def extract(article: Article, found: Found) -> None:
    """Add each saying once, at the place where it is brought in."""
    stage = Stage(
        bodies={name: e.id for e in found.entities if e.kind == "Organization" for name in (e.name, *e.aliases)}
    )
    media = {entity.id for entity in found.entities if entity.subkind == "media"}
    taken: dict[Span, str] = {}  # the words of each saying, and the rule that found it
    for scene in scenes(article, found):
        if scene.sentence.paragraph != stage.paragraph:
            stage.paragraph = scene.sentence.paragraph
            stage.speaker = None
        for statement in _statements(article, scene, stage):
            quoted = statement.speaker in media and statement.rule != "say.headline"
            if quoted or taken.get(statement.evidence, statement.rule) != statement.rule:
                continue
            taken[statement.evidence] = statement.rule
            found.statements.append(statement)
        stage.follow(scene.skeleton)


def _statements(article: Article, scene: Scene, stage: Stage) -> Iterator[Statement]:
    if scene.sentence.role == "title":
        yield from _headline(article, scene)
        return
    captioned = list(_caption(article, scene, stage))
    if captioned:
        yield from captioned
        return
    quoted = after_quotation(article, scene, stage)
    if quoted is not None:
        yield quoted
    learnt = next(_sources(article, scene, stage, ("from",)), None)
    reported = [s for s in _reported(article, scene, stage) if learnt is None or s.speaker != learnt.speaker]
    yield from reported
    if learnt is not None:
        yield learnt
    elif not reported and (heard := _heard(article, scene, stage)) is not None:
        yield heard
    elif not reported:
        yield from _sources(article, scene, stage, ("view", "by", "shows", "released"))


# Frames ----------------------------------------------------------------------------------------------


def _headline(article: Article, scene: Scene) -> Iterator[Statement]:
    """商务部：深化同东盟电商合作."""
    skeleton = scene.skeleton
    for name, pattern in rules("statements")["headline"].items():
        match = _frame(pattern).search(skeleton.text)
        item = skeleton.items[match.start("speaker")] if match else None
        if match and isinstance(item, Reference) and item.kind != "Place":
            verb = match["verb"] if name == "verb" else "："
            yield _said(article, scene, item, match.end(), len(skeleton.text), verb, "say.headline", 0.85)
            return


def _caption(article: Article, scene: Scene, stage: Stage) -> Iterator[Statement]:
    """甲村村民张三：今年收成好: a line that only names the speaker before the words."""
    skeleton = scene.skeleton
    match = _frame(rules("statements")["caption"]["person"]).match(skeleton.text)
    item = skeleton.items[match.start("speaker")] if match else None
    if match and isinstance(item, Reference):
        stage.spoke(item)
        yield _said(article, scene, item, match.end(), len(skeleton.text), "：", "say.caption", 0.8)


def _sources(article: Article, scene: Scene, stage: Stage, names: Sequence[str]) -> Iterator[Statement]:
    """记者从商务部获悉，…; 据海关总署统计，…; 国家邮政局数据显示，…."""
    frames = rules("statements")["source"]
    for name in names:
        match = _frame(frames[name]).search(scene.skeleton.text)
        if match is None:
            continue
        place = next(match.start(group) for group in match.re.groupindex if match[group])
        item = scene.skeleton.items[place]
        if isinstance(item, Reference) and item.kind == "Event":
            item = stage.host(item, scene.skeleton.words(item))
        if isinstance(item, Reference) and item.kind != "Place":
            stage.spoke(item)
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


def _heard(article: Article, scene: Scene, stage: Stage) -> Statement | None:
    """甲部举行新闻发布会。据介绍，…: what is told right behind a press conference is told by who held it."""
    match = re.match("据介绍，", scene.skeleton.text)
    if match is None or stage.briefing is None or scene.sentence.span.start - stage.briefing[1] > 80:
        return None
    holder = stage.briefing[0]
    stage.spoke(holder)
    return _said(article, scene, holder, match.end(), len(scene.skeleton.text), "介绍", "say.heard", 0.75)


def _told_by(frame: str) -> str:
    """The word of a frame that tells (发布, 显示), the last one."""
    words = re.findall(rules("statements")["source"]["told"], frame)
    return str(words[-1]) if words else ""


@cache
def _frame(pattern: str) -> re.Pattern[str]:
    bounded = pattern.replace("[^，。；]", f"[^，。；{SPEAKER}]")
    return re.compile(re.sub(r"\{SPEAKER(\d?)\}", rf"(?P<speaker\1>[{SPEAKER}])", bounded))


def _reported(article: Article, scene: Scene, stage: Stage) -> Iterator[Statement]:
    """王某在会上表示，…: every reporting verb whose subject is named, carried over, or 他."""
    text = scene.skeleton.text
    table = rules("statements")["report"]
    done = -1
    for match in re.finditer(verbs(), text):
        before, after = text[: match.start()], text[match.end() :]
        if match.start() < done and not _again().search(before):
            continue
        if re.search(table["not_before"], before) or re.match(table["not_after"], after):
            continue
        if match.group() in table["nouns"] and _is_noun(before, after):
            continue
        if match.group()[0] in "称说" and re.search(table["no_word"], before):
            continue
        if before.count("“") > before.count("”"):
            continue
        if match.group() in table["object"] and _next().match(after):
            continue  # 报告显示: a noun
        glue = re.match("(?:了|道|，|：|:|“|记者|,)+", after)
        if glue is None and match.group() not in table["object"] and not _bare().match(text, match.start()):
            continue
        if glue is not None and glue.group() == "了" and match.group() not in table["object"]:
            continue
        speaker = speaker_of(scene.skeleton, match.start(), stage)
        start = match.end() + (glue.end() if glue else 0)
        if speaker is None or len(text) - start < 5:
            continue
        stage.spoke(speaker)
        others = beside(scene.skeleton, speaker, match.start()) if glue else ()
        for one in (*others, speaker):
            yield _said(article, scene, one, start, len(text), match.group(), "say.reported", 0.85)
        done = _end_of_words(text, start)


def _is_noun(before: str, after: str) -> bool:
    """Whether a word that can be a verb is a noun: 提出了…的重大倡议，如今…; but 提出三点建议：一是…."""
    table = rules("statements")["report"]
    if re.match("[，：:“]", after):
        return not re.match("[：:]", after) and re.search(table["of_noun"], before) is not None
    return re.search(table["verbal"], before) is None


def _end_of_words(text: str, start: int) -> int:
    """Where the words said end: with the quotation where they are one, else with the sentence."""
    if text[start - 1 : start] == "“":
        stop = text.find("”", start)
        return stop if stop >= 0 else len(text)
    stop = text.find("；", start)
    return stop if stop >= 0 else len(text)


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
def _next() -> re.Pattern[str]:
    """A verb right behind a word that can be a noun as well: the verb is the one that tells (报告认为)."""
    return re.compile(rules("statements")["report"]["telling"])


@cache
def _again() -> re.Pattern[str]:
    """A second saying in one sentence: …，他透露."""
    return re.compile(f"[，；](?:他|她|{PERSON})(?:还|又|并|也|同时|进一步|随后)*$")


@cache
def _bare() -> re.Pattern[str]:
    """A verb that brings in words without a comma."""
    return re.compile(rules("statements")["report"]["bare"])
