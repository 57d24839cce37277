"""Measures: which noun phrase beside a number says what was counted."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache

from kg.model import Span, Token
from kg.rules import rules

NOMINAL = {
    "n",
    "nz",
    "vn",
    "an",
    "nr",
    "ns",
    "nt",
    "nw",
    "LOC",
    "ORG",
    "PER",
    "f",
    "s",
    "a",
    "b",
    "j",
    "xc",
    "q",
    "m",
    "r",
    "TIME",
}
_JOIN = {"的", "非", "和", "与", "及", "、", "以及", "之", "“", "”", "‘", "’", "（", "）", "-", "—", "/", "·"}


# 由2016年统一品牌后的80亿美元: the measure stands before 由.
_FROM = re.compile("(?P<mark>由|从)(?P<base>[^，；。由从]{2,16})的$")
# 由首届的每家企业74平方米: what the level that has been left was of.
_FORMERLY = re.compile("(?:已经?|将)?(?:由|从)(?:首届|上届|上一届|去年|上年|原来|原先)的?[^，。；由从\\d]{0,8}$")
_COMPARED = re.compile("去年|上年|前年|上[届月周]|同期|节前|(?:19|20)\\d\\d年|清明|春节|国庆|五一|疫情前")
_FORMER = ("首届", "上届", "上一届", "目前", "原来", "原定", "原先", "此前", "最初", "当初", "开始", "去年", "上年")


def _unglued(text: str, token: Token) -> tuple[Token, ...]:
    """A token without the 比 of a comparison that the tagger has taken for its end (订单量比|去年同期)."""
    span = token.span
    if span.end - span.start < 2 or text[span.end - 1] != "比" or not _COMPARED.match(text, span.end):
        return (token,)
    return Token(Span(span.start, span.end - 1), "n"), Token(Span(span.end - 1, span.end), "p")


class Words:
    """The tokens of an article, for looking left and right of a place."""

    def __init__(self, text: str, tokens: Sequence[Token], times: Sequence[Span] = ()) -> None:
        self.text = text
        self.tokens = [part for token in tokens for part in _unglued(text, token)]
        self._times = {time.end: time.start for time in times}
        self._ends = {time.start: time.end for time in times}
        self._starts = [token.span.start for token in self.tokens]

    def inside(self, span: Span) -> list[Token]:
        """Tokens that begin in a span, cut to it."""
        low, high = bisect_left(self._starts, span.start), bisect_left(self._starts, span.end)
        found = [Token(Span(t.span.start, min(t.span.end, span.end)), t.tag) for t in self.tokens[low:high]]
        if low and self.tokens[low - 1].span.end > span.start:
            token = self.tokens[low - 1]
            found.insert(0, Token(Span(span.start, min(token.span.end, span.end)), token.tag))
        return found

    def linked(self, span: Span) -> int:
        """Where a span ends when the linking words and times before its number are left out."""
        end = span.end
        while end > span.start:
            earlier = self._times.get(end)
            opened = self.text.rfind("（", span.start, end) if self.text[end - 1] == "）" else -1
            if opened > span.start:
                end = opened  # 业务收入（不含…）完成100亿元
                continue
            base = _FROM.search(self.text, span.start, end)
            if base is not None and (
                base.end("mark") in self._times.values()
                or base["base"].startswith(_FORMER)
                or re.match("“?十[一二三四]?五”?", base["base"])
                or base["base"].endswith("前")  # 从并购前的200人
            ):
                end = base.start()
                continue
            former = _FORMERLY.search(self.text, span.start, end)
            if former is not None:
                end = former.start()
                continue
            match = _links().search(self.text, span.start, end)
            if earlier is not None and earlier >= span.start:
                end = earlier
            elif match is not None and match.start() < match.end():
                end = match.start()
            else:
                break
        return end

    def past_time(self, start: int, end: int) -> int:
        """Where a stretch begins when the time at its head is left out."""
        after = self._ends.get(start, start)
        return after if after < end else start

    def of(self, token: Token) -> str:
        """The word itself."""
        return self.text[token.span.start : token.span.end]

    def acts(self, span: Span) -> bool:
        """Whether a phrase ends in a verb, an adverb or a preposition rather than in a noun."""
        tokens = self.inside(span)
        return bool(tokens) and (
            tokens[-1].tag in ("v", "vd", "d", "p", "ad", "r") or _carrier().fullmatch(self.of(tokens[-1])) is not None
        )


def left_phrase(words: Words, span: Span) -> Span | None:
    """The noun phrase that ends a span, linking words aside, or None where it ends in a verb."""
    end = words.linked(span)
    if end <= span.start:
        return None
    tokens = words.inside(Span(span.start, end))
    begin = end
    for n in range(len(tokens) - 1, -1, -1):
        token, word = tokens[n], words.of(tokens[n])
        if _carrier().fullmatch(word) and token.tag in ("v", "vd") and not _spent(words, tokens, n):
            break
        verb = token.tag == "v" and len(word) >= 2 and (begin == end or _inner_verb(words, tokens, n))
        if token.tag not in NOMINAL and word not in _JOIN and not verb:
            break
        begin = token.span.start
    return _trimmed(words.text, Span(begin, end))


def clause_phrase(words: Words, span: Span, longest: int = 16) -> Span | None:
    """All that a clause says before a number, its head and linking words aside, where that is short.

    A whole phrase (线上直播间观看总人数) says more than its last noun.
    """
    end = words.linked(span)
    found = _trimmed(words.text, Span(span.start, end)) if end > span.start else None
    while found is not None:
        head = _begins().match(words.text, found.start, found.end)
        if head is None or head.end() == found.start:
            break
        found = _trimmed(words.text, Span(head.end(), found.end)) if head.end() < found.end else None
    if found is None or found.end - found.start > longest:
        return None
    tokens = words.inside(found)
    if not tokens or (tokens[-1].tag not in NOMINAL and not (tokens[-1].tag == "v" and len(words.of(tokens[-1])) >= 2)):
        return None
    if tokens[-1].tag == "v" and _carrier().fullmatch(words.of(tokens[-1])) and not _spent(words, tokens, -1):
        return None
    return found


def flow(words: Words, span: Span) -> Span | None:
    """The word of two signs that a span ends in, where it names what flows (销售 | 增长)."""
    end = words.linked(span)
    last = next((t for t in reversed(words.inside(Span(span.start, end))) if t.span.end == end), None)
    return (
        last.span
        if last is not None and last.tag in ("v", "vn", "n") and last.span.end - last.span.start >= 2
        else None
    )


def verb_phrase(words: Words, left: Span, right: Span) -> Span | None:
    """What is left to name a count by: the verb before it (直播5000场次) or after it (20万次下单)."""
    end = words.linked(left)
    before = [token for token in words.inside(Span(left.start, end)) if token.span.end <= end]
    if before and before[-1].span.end != end:
        before = []
    verb = before[-1] if before and before[-1].tag in ("v", "vn", "n") else None
    if verb is not None and not _carrier().fullmatch(words.of(verb)):
        noun = before[-2] if len(before) > 1 else None
        tags = ("n", "nz", "v") if words.of(verb) in ("出", "下", "上", "入", "走", "掉") else ("n", "nz")  # 拍|出
        joined = noun is not None and noun.tag in tags and noun.span.end == verb.span.start
        return Span(noun.span.start, verb.span.end) if noun is not None and joined else verb.span
    end = right.start
    for token in words.inside(right):
        if token.tag not in ("v", "vn", "n", "nz", "ORG", "LOC", "s") or token.span.end > right.start + 12:
            break
        end = token.span.end
    found = _trimmed(words.text, Span(right.start, end)) if end > right.start else None
    return found or (verb.span if verb is not None and verb.span.end - verb.span.start >= 2 else None)


def right_phrase(words: Words, span: Span, *, things: bool = False) -> Span | None:
    """The noun phrase that begins a span (省级电商直播示范基地 …), or None.

    Where `things` are counted, verbs before the first noun belong to it (22条 | 快速通关查验通道).
    """
    tokens = words.inside(span)
    end = span.start
    named = False
    for n, token in enumerate(tokens):
        word = words.of(token)
        if n and (token.tag == "TIME" or words.past_time(token.span.start, span.end) > token.span.start):
            break  # 8亩果园今年…, 两名宇航员19号…
        if word in ("，", "。", "；", "、", "：") or (
            token.tag in ("v", "p", "d", "c", "vd", "w") and word not in _JOIN
        ):
            following = tokens[n + 1] if n + 1 < len(tokens) else None
            relative = following is not None and words.of(following) == "的" and n + 2 < len(tokens)
            # 促消费活动: a verb of one character with its object is the first half of a noun
            compound = n == 0 and len(word) == 1 and following is not None and following.tag in NOMINAL
            modifies = things and not named and following is not None and following.tag in {*NOMINAL, "v"}
            # 国家乡村振兴重点帮扶县: a verb and a noun of one sign, where the phrase ends
            last = following is None or words.text[following.span.end : following.span.end + 1] in "，、。；：等和与及"
            modifies = modifies or (things and len(word) >= 2 and last and _is_sort(words, following))
            if token.tag != "v" or not (relative or compound or modifies):
                break
        named = named or (
            word not in ("线上", "线下", "国际", "全球", "重点") and token.tag in ("n", "nz", "nw", "ORG", "LOC", "PER")
        )
        end = token.span.end
    end = _before_adverb(words, span, end)
    found = _trimmed(words.text, Span(span.start, end))
    while found is not None and (trail := _trail().search(words.text, found.start, found.end)) is not None:
        found = _trimmed(words.text, Span(found.start, trail.start())) if trail.start() > found.start else None
    pace = re.compile("的(?:速度|频率|方式)$").search(words.text, found.start, found.end) if found is not None else None
    if found is not None and pace is not None:
        found = Span(found.start, pace.start())  # 平均每天新增100多个服务站的速度
    if found is not None and words.text[found.start : found.end] in ("的", "以上", "左右"):
        return None
    return found


def _spent(words: Words, tokens: Sequence[Token], at: int) -> bool:
    """Whether 投入 is a noun behind what is put in (资金投入, 研发投入)."""
    before = tokens[at - 1] if len(tokens) > 1 and at != 0 else None
    return (
        words.of(tokens[at]) == "投入"
        and before is not None
        and words.of(before) in ("资金", "研发", "科研", "经费", "财政")
    )


def _before_adverb(words: Words, span: Span, end: int) -> int:
    """Where a phrase ends without the adverb before a verb (300条作业线高效|运转)."""
    tokens = words.inside(Span(span.start, min(end + 4, span.end)))
    last = next((token for token in tokens if token.span.end == end), None)
    following = next((token for token in tokens if token.span.start == end), None)
    if last is None or following is None or following.tag not in ("v", "vd"):
        return end
    return last.span.start if last.tag in ("a", "ad", "d", "z") else end


def _is_sort(words: Words, token: Token | None) -> bool:
    """Whether a word is a noun of one sign that says what sort of place or body a phrase names (县, 村, 站)."""
    return token is not None and words.of(token) in {*"县市区乡镇村站点所室队员户者店厂校园"}


def _inner_verb(words: Words, tokens: Sequence[Token], at: int) -> bool:
    """Whether a verb stands inside a noun phrase: before 的, or as its first half (进出口 总额, 直播 带货)."""
    word = words.of(tokens[at])
    following = words.of(tokens[at + 1]) if at + 1 < len(tokens) else ""
    return following == "的" or (len(word) >= 2 and not _carrier().fullmatch(word) and len(following) >= 2)


def _trimmed(text: str, span: Span) -> Span | None:
    start, end = span.start, span.end
    numbered = re.compile("（[一二三四五六七八九十\\d]+）").match(text, start, end)
    if numbered is not None:
        start = numbered.end()
    while (
        start < end
        and (
            text[start] in "的和与及、以之，：；。 ”）/-—·"
            or (start > 0 and text[start] in "间来前后底末初" and text[start - 1] in "年月日天以底末初")  # 3月间的
            or (text[start + 1 : start + 2] == "、" and text[start - 1] in "0123456789万亿")  # 5661万发、炸药
            or (text[start] in "“（" and "”" not in text[start:end] and "）" not in text[start:end])
        )
    ):
        start += 1
    while (
        end > start
        and text[end - 2 : end] not in ("惠及", "涉及", "遍及", "普及", "参与", "赠与")
        and (
            text[end - 1] in "的和与及、，：；。 “（/每"
            or (text[end - 1] in "”）" and "“" not in text[start:end] and "（" not in text[start:end])
        )
    ):
        end -= 1
    head = _heads().match(text, start, end)
    if head and head.end() < end:
        start = head.end()
    opened, closed = text.find("（", start, end), text.rfind("）", start, end)
    if closed < 0 <= opened:
        end = opened
    elif opened < 0 <= closed or opened > closed:
        start = closed + 1
    return Span(start, end) if end - start >= 1 else None


def _pattern(words: Sequence[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=lambda w: (-len(w), w)))


@cache
def _links() -> re.Pattern[str]:
    table = rules("figures")["link"]
    ending = "|".join(f"(?<![{signs}]){word}" for word, signs in _ENDING.items())
    moved = f"(?:{_pattern(table['move'])})(?:了|为)?[到至为成]"
    each = "(?:约?为|[高低]于)?每(?:家|户|人|个|座|台|辆|头|公斤|千克|斤|吨|件|单|平方米|亩|桶|千瓦时|股|瓶|盒|箱|标箱)"
    return re.compile(
        f"(?:{_pattern([word for word in table['words'] if word not in _ENDING])}|{ending}|{moved}|{each}|(?<=[量额率值价])会|连续[^，。；]{{1,4}}(?:个月|个?季度|年|天|周)| )+$"
    )


@cache
def _trail() -> re.Pattern[str]:
    return re.compile(
        f"(?:{_pattern(rules('figures')['trail']['words'])})(?<![高初集]中)(?<![公邻海城]里)$|(?<=项目|产品|业务|领域|环节|方面)上$"
    )


@cache
def _carrier() -> re.Pattern[str]:
    return re.compile(_pattern(rules("figures")["carrier"]["words"]))


@cache
def _begins() -> re.Pattern[str]:
    adverbs = "直接|间接|同期|进一步|有效|成功|大力|首次|共同|先后|陆续|正式|主要|通过|已经|已|将|共(?![享同建赢])|各类|仅|累计|新(?!增|订|产|线|客|用|业|一|发|冠|能|型|兴|品|签|闻|疆|材|零|设|建|开|办|车|房|股|药)|还(?!款|贷)|也(?!门)|就(?![业餐医地])|每天|平均每天|一[个座家条项批](?:由|总)?"
    carriers = _pattern(rules("figures")["carrier"]["words"])
    spans = "(?:过去|未来|近|今后)?(?:\\d+|[一两二三四五六七八九十]+)(?:多|余)?(?:年|个月|天)(?:间|来|内)?|一年来|多年来|过去"
    return re.compile(
        f"(?:{spans})(?=.{{2}})|(?:宣布|决定|同意|要求|提出|承诺)(?:将|把|对)|(?:{adverbs})*(?!使[用馆])(?:{carriers})(?!额|量|值|率|价|数|规模|收入|人数|金额|总[额量数])了?|(?:{adverbs})+"
    )


# Linking words of one sign, where they are not the second half of a word (人|均, 人|才, 准|则).
_ENDING = {"均": "人户亩日月年", "才": "人英天", "高": "总身楼净塔坝层", "都": "成首古故", "则": "准规法细原守"}

# Words of one sign at the head of a phrase, where they are not the first half of a word (共|享单车).
_WHOLE = {
    "就": "业餐医地近", "共": "享同建赢产和", "对": "外接口华话手方标", "同": "期比城行类等", "从": "业事", "在": "建职途线售校手册",
    "按": "揭摩", "使": "用馆", "并": "购网联表", "让": "利", "还": "款贷原", "以": "色", "且": "", "而": "", "仅": "", "也": "门",
    "是": "", "底": "层部", "其": "他中余次实", "如": "意期果何今同", "当": "地日月年期前时晚代局下选班天", "有": "害毒氧机效关限色线轨声价序",
}  # fmt: skip


@cache
def _heads() -> re.Pattern[str]:
    words = sorted(rules("figures")["subject"]["words"], key=lambda w: (-len(w), w))
    parts = [f"{re.escape(word)}(?![{_WHOLE[word]}])" if _WHOLE.get(word) else re.escape(word) for word in words]
    tells = "(?:为)?代表的|这[个座家款条](?=.{2})|(?:这?[将已会也]*)?导致(?:一个)?|这也?[让使](?:[他她它]们?的)?|(?:一个)?[^，。；]{0,4}?的?(?:亮点|特点|变化|现象)就?是"
    return re.compile(f"(?:{'|'.join(parts)}|我(?=[与同和对国])|{tells})+")
