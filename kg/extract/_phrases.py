"""Which phrase says what a figure measures: before the number, after it, the verb, or the clause before."""

import re
from collections.abc import Sequence

from kg.extract._changes import RESTATED
from kg.extract._lists import run_of
from kg.extract._measures import clause_phrase, left_phrase, right_phrase, verb_phrase
from kg.extract._skeleton import Item
from kg.extract._uncounted import Uncounted
from kg.model import Quantity, Reference, Span
from kg.rules import rules

_MONEY_OR_SHARE = ("CNY", "USD", "%")
_THINGS = ("个", "家", "项", "条", "款", "种", "场", "处", "座", "件", "批", "类")
# A verb between a noun and a count makes the noun its subject: what is counted follows.
_COUNTED = re.compile(
    "有(?!效)|培育|吸引|建设|新增|推出|开展|举办|组织|引进|汇聚|覆盖|涵盖|涉及|惠及|带动|帮助|来自|开通|设立|联合|遍及|通达|售卖|销往|采用|签约|发布|提出|完成|执行|派出|举行|增加|增设|增开|增派"
)
_WHICH = re.compile(
    "(?:(?:与|在|由|为|对|从|以|用于|来自|总投资|投资)[^，。；、\\d]{1,20}?|“[^”]{1,20}”|(?:[\u4e00-\u9fff]、){2,}[^，。；\\d]{1,8}|(?P<like>[\u4e00-\u9fff])[^，。；、]、(?:(?P=like)[^，。；、]、?)+)的(?=[\u4e00-\u9fff])"
)
# 从原来的2%, 提高至2020年的78.5%: what stands before 的 says when, not what.
_FORMER = re.compile(
    "(?:从|由)?[^，。]{0,4}(?:目前|原来|原定|原先|此前|最初|当初|现在|如今|去年|上年|同期|开始)"
    "|(?:从|由|[升降增减至到提高加长少]{1,3}[至到])[^，。]{0,8}[年月日末底初期]"
)
# 35个国家和地区的产品, 1400名学生的需求, 24个部门参加的会议: what is counted belongs to another thing.
_BELONGS = re.compile(
    "(?P<counted>国家[和及]地区|国家|部门(?=参加|参与|组成|共同|联合))(?:共同|联合)?(?:参加|参与|组成)?的"
    "|(?P<people>[^的，]{2,8})的[^的，]{0,6}(?:需求|要求|权益|诉求|问题|利益|意见|支持|欢迎|关注)$"
)

# How large the things are that are counted.
_SIZES = ("kW", "MW", "t", "m", "m2", "km", "kVA")

# 30个行业的主营利润, 8个集群产值: whose the measure behind is.
_OWNERS = "(?P<owner>.{0,14}?(?:行业|企业|省份|省市|地区|城市|国家|产品|商品|集群|集聚区|区县))的?[^的]{0,8}"

# Where it is counted, and the ends of verbs (签下, 拿出).
_NO_MEASURE = re.compile("全国|全球|全省|全市|国内|[下上出来]")

# 拿到第二笔1.5亿元贷款: which of several it is.
_NTH = re.compile("第[一二三四五六七八九十\\d]+[笔批期]$")

# What a thing has is counted, and the thing named behind.
_HOLDS = re.compile("(?:拥有|有着|具有|坐拥|占有|只有|仅有)$")

# Verbs whose object is what a sum is for or of.
_GIVEN = re.compile("(?:给予|提供|获得|享受|领取|得到|获批|下达|拨付|安排|争取|签下|拿下|签订|价值|申请|申领)")

# 51%以上的景气区间, 10%以上较高水平: a range in which what was measured last stays.
_WITHIN = re.compile("(?:以上|以下|左右)?的?(?:较?[高低]|景气|合理|扩张|收缩|荣枯)?(?:区间|水平|高位|低位|速度)")


class Phrases(Uncounted):
    """Adds the choice of the measure."""

    def _whole(self, start: int, portion: int, inside: Sequence[Item]) -> str:
        """What a share is a share of: the phrase before 占, else what was measured last."""
        left = self._left(Span(start, max(start, portion)), inside)
        if left is not None:
            return self.text[left.start : left.end]
        return self.state.last.measure if self.state.last is not None and not self.state.share else ""

    def _shared_by(self, q: Quantity, span: Span) -> str | None:
        """占全国20.8%的外商投资: what follows has the share."""
        if self.text[q.span.end : q.span.end + 1] != "的" or self.state.share is None:
            return None
        right = right_phrase(self.words, Span(q.span.end, self._boundary(q.span.end, span.end)), things=True)
        if right is None:
            return None
        words = self.text[right.start : right.end]
        words = words.split("的", 1)[0] if words.find("的") >= 2 else words
        part = re.match("[^和及与、]+(?=[和及与、]$|[和及与、]\\d)", self.text[right.start : right.end + 2])
        return f"{part.group() if part else words}{re.sub('^.*(?=占)', '', self.state.share)}"

    def _shares_on(self, q: Quantity) -> bool:
        """Whether a percentage goes on with the share before it (…的外商投资和19.5%的进出口)."""
        last = self.state.last
        return last is not None and last.rule == "figure.share" and self._owned_before(q, q.span.start)

    def _owned_before(self, q: Quantity, start: int) -> bool:
        """Whether what stands before a percentage belongs to the one before (16.7%的营业收入和18.1%的利润)."""
        last = self.state.last
        if q.unit != "%" or last is None or (last.unit != "%" and last.rule != "figure.share"):
            return False
        return re.fullmatch("的[^，；。]{2,12}[和及与、]", self.text[last.evidence.end : start]) is not None

    def _measure(
        self, q: Quantity, following: Quantity | None, start: int, after: int, inside: Sequence[Item]
    ) -> str | None:
        """What a figure measures: the phrase before it, the one after it, the verb, or what was measured last."""
        if those := self._of_those(q, start):
            self.source = "carried"
            return those
        before = Span(start, self._hedged(q))
        left = self._left(before, inside, level=True)
        if left is not None and (self._hollow(left) or _NTH.search(self.text, left.start, left.end)):
            left = None
        if (left is None or self._causes(left)) and (suffered := self._suffered(q)):
            self.source = "right"
            return suffered
        right = self._right(q, following, left, after)
        if self._counts_nothing(right, q):
            return None
        parted = q.unit == "%" and self.text[q.span.end : q.span.end + 1] == "的"
        if parted and self._owned_before(q, self._hedged(q)):
            left = None
        if parted and left is not None:
            tail = rules("figures")["measure"]["tail"]
            left = left if re.search(f"{tail}$", self.text[left.start : left.end]) else None
        chosen = self._choose(q, left, right)
        if q.unit == "%" and following is not None and (left is None or self.words.acts(left)):
            chosen = self._levied(q, following) or chosen
        if chosen is None and q.unit == "%" and self.text[self._hedged(q) - 1] == "的":
            words = re.sub("^(?:其中|[，、 ])+", "", self.text[start : self._hedged(q) - 1])[-24:]
            words = re.sub(
                "(?<=..)(?:下?降|减少?|缩[短小]|升|增|提高)[至到为][^，。]*$", "", words
            )  # 运费降至空运的五分之一
            chosen = words if words and _FORMER.fullmatch(words) is None else None
        within = _WITHIN.match(self.text, q.span.end)
        if chosen is None and parted and not within:
            return re.split("[、和与及](?=(?:超过?|近|约|逾)?\\d)", self.text[q.span.end + 1 : after])[0][:24] or None
        if chosen in ("多", "少"):
            return None
        chosen = chosen or self._before_clause(start, q) or self._paid(before, q)
        if chosen is None and q.unit == "%" and self.state.share:
            opens = start == self._hedged(q) and re.match("[\u4e00-\u9fff]{2}", self.text[q.span.end : after])
            return (self._part(q, after) if opens else None) or self.state.share
        wide = left is None or self.text[left.start : left.end] in ("全国", "全球", "国内")
        if chosen is None and wide and q.unit == "%" and not within:
            chosen = self._part(q, after)
        return chosen or self._otherwise(q, before, after)

    def _gives(self, left: Span) -> bool:
        """Whether a phrase before a sum ends in a verb of giving (中央财政已安排1000亿元专项资金)."""
        return re.search(f"{_GIVEN.pattern}$", self.text[left.start : left.end]) is not None

    def _right(self, q: Quantity, following: Quantity | None, left: Span | None, after: int) -> Span | None:
        """The phrase after a number that says what is counted, or None where it says something else."""
        right = None
        owned = self.text[q.span.end : q.span.end + 1] == "的" and q.unit != "%"
        given = (
            left is None
            or self.text[self._hedged(q) - 1] == "的"
            or self._gives(left)
            or (left.end - left.start <= 4 and self.words.acts(left))
        )
        if q.unit not in _MONEY_OR_SHARE or owned or (given and q.unit != "%"):
            stop = following.span.start if following is not None else after
            if following is not None and self._again(q, following):
                right = self._after(
                    following, self._boundary(following.span.end, after + 40)
                )  # 22亿美元、约合135亿元人民币的罚金
                return None if right is not None and self._turns(right) else right
            if following is not None and q.unit in _MONEY_OR_SHARE and following.unit == q.unit:
                rest = [i for i in self.items if isinstance(i, Quantity) and i.span.start >= q.span.start]
                run = run_of(self.text, rest, 0)
                if len(run) > 1 and "，" not in self.text[q.span.end : run[-1].span.end]:
                    right = self._after(run[-1], self._boundary(run[-1].span.end, after + 40))  # 5元、10元满减券
                    return None if right is not None and self._turns(right) else right
            right = self._after(q, min(after, max(stop, q.span.end)))
        if following is not None and q.unit in _THINGS and self._says_which(q, following):
            right = right_phrase(self.words, Span(following.span.end + 1, after), things=True) or right
        if following is not None and following.unit in _SIZES and following.span.start == q.span.end:
            right = right_phrase(self.words, Span(following.span.end, after), things=True) or right  # 9台65万千瓦机组
        if right is not None and self._turns(right):
            right = None
        if right is None and following is not None and q.unit in ("次", "趟", "轮"):
            deed = right_phrase(self.words, Span(following.span.end, after), things=True)
            right = deed if self.text[q.span.end : following.span.start] == "" else None  # 21次万米下潜
        return self._counted(right, following) if right is not None and following is not None else right

    def _levied(self, q: Quantity, following: Quantity) -> str | None:
        """分别征收25%和10%的关税: what the second of two shares is of, where a verb stands before the first."""
        joined = self.text[q.span.end : following.span.start] in ("和", "与", "、", "至")
        if not joined or following.unit != "%" or not self.text.startswith("的", following.span.end):
            return None
        right = right_phrase(self.words, Span(following.span.end + 1, following.span.end + 20), things=True)
        return self.text[right.start : right.end] if right is not None and right.end - right.start >= 2 else None

    def _again(self, q: Quantity, following: Quantity) -> bool:
        """Whether the next sum is the same one in another currency, and what both are of follows it."""
        alike = RESTATED.fullmatch(self.text, q.span.end, following.span.start)
        return alike is not None and following.unit != q.unit and self.text.startswith("的", following.span.end)

    def _of_those(self, q: Quantity, start: int) -> str | None:
        """21个行业中，有18个位于扩张区间; 下潜23次，其中6次超过万米: of what was counted just before."""
        last = self.state.last
        verb = next(iter(self.words.inside(Span(q.span.end, q.span.end + 4))), None)
        acts = verb is not None and verb.tag in ("v", "p", "d", "vd", "ad")
        among = re.compile("中，(?:其中)?(?:共|已|只|仅)?有?").fullmatch(self.text, max(0, start - 2), self._hedged(q))
        if among is not None and acts and q.unit in _THINGS:
            noun = left_phrase(self.words, Span(self._clause(start - 2, max(0, start - 30)), start - 2))
            words = self.text[noun.start : noun.end] if noun is not None else ""
            return re.sub("^.*\\d(?:余|多)?[个家项种]", "", words) or None
        if last is None or last.unit != q.unit or q.unit in (*_MONEY_OR_SHARE, None) or last.value is None:
            return None
        told = re.fullmatch("(?:其中，?|中，|，)?(?:共|已|只|仅)?有?", self.text[start : self._hedged(q)])
        within = "其中" in self.text[last.evidence.end : q.span.start] or re.search(
            "中，(?:共|已|只|仅)?有$", self.text[last.evidence.end : self._hedged(q)]
        )
        acts = acts and verb is not None and verb.span.end - verb.span.start >= 2
        return last.measure if told and within and acts and last.value >= q.value else None

    def _part(self, q: Quantity, after: int) -> str | None:
        """其中60%以上都是外省来的年轻设计师: what a share without a measure is of."""
        part = re.match(
            "(?:以上|以下|左右)?[都均也已将是]*(?P<told>[\u4e00-\u9fff“][^，。；：]{3,23})",
            self.text[q.span.end : after],
        )
        if part is None or re.match("[的和与及、至到]", part["told"]):
            return None
        self.source = "right"
        return part["told"]

    def _otherwise(self, q: Quantity, before: Span, after: int) -> str | None:
        """The measure where no phrase says it: what was built, the verb, what was measured last."""
        chosen = self._built(before) if q.unit not in _MONEY_OR_SHARE else None
        if chosen is None and (q.unit not in _MONEY_OR_SHARE or self.state.measure is None):
            phrase = verb_phrase(self.words, before, Span(q.span.end, after))
            chosen = self.text[phrase.start : phrase.end] if phrase and not self._hollow(phrase) else None
            self.source = "verb"
        if chosen is None:
            self.source = "carried"
        return chosen or self.state.measure or self._told(before, q)

    def _after(self, q: Quantity, end: int) -> Span | None:
        """The noun phrase after a number; what stands before its last 的 only says which (4个与乙厂合资的项目)."""
        things = q.unit in (*_THINGS, None)
        begin = q.span.end
        if bracket := re.compile("（[套个家件台辆人户处]）").match(self.text, begin, end):
            begin = bracket.end()  # 52万件（套）
        start = begin + 2 if re.match("[长宽高深厚多]的", self.text[begin : begin + 2]) else begin
        if re.match("以及|[和及](?=[\u4e00-\u9fff])", self.text[start : start + 2]):
            return None  # 手枪13支以及子弹: another thing
        people = re.compile("“(?P<name>[^“”]{1,10}[人民户者员族代]”)的").match(self.text, start, end)
        if people is not None:
            return Span(people.start("name"), people.end("name") - 1)  # 3亿多“新市民”的金融服务
        which = _WHICH.match(self.text, start, end)
        if which is not None:
            head = right_phrase(self.words, Span(which.end(), end), things=things)
            if head is not None:
                return head
        found = right_phrase(self.words, Span(start, end), things=things)
        owned = self.text.find("的", start, found.end) if found is not None else -1
        if found is not None and owned > start and _HOLDS.search(self.text, 0, self._hedged(q)):
            found = Span(found.start, owned)  # 拥有5000块屏幕的院线
        if found is None and q.unit not in _MONEY_OR_SHARE:
            found = self._relative(start, end)
        owner = (
            re.compile(_OWNERS + rules("figures")["measure"]["tail"] + "(?<=[额量值率数模价重入润速幅])")
            if q.unit in _THINGS
            else None
        )
        if found is not None and owner is not None and (held := owner.fullmatch(self.text, found.start, found.end)):
            return Span(found.start, held.end("owner"))
        belongs = _BELONGS.match(self.text, found.start, found.end) if found is not None else None
        if found is None or belongs is None or (belongs["counted"] and q.unit != "个"):
            return found
        return Span(found.start, found.start + len(belongs["counted"] or belongs["people"]))

    def _relative(self, start: int, end: int) -> Span | None:
        """21辆装有弹药的车辆: what is counted stands behind a clause of its own."""
        tokens = self.words.inside(Span(start, end))
        clause = re.compile("[^，。；、\\d的]{2,12}的(?=[\u4e00-\u9fff]{2})").match(self.text, start, end)
        if clause is None or not tokens or tokens[0].tag != "v" or len(self.words.of(tokens[0])) < 2:
            return None
        return right_phrase(self.words, Span(clause.end(), end), things=True)

    def _says_which(self, q: Quantity, following: Quantity) -> bool:
        """Whether the next number only says which things are counted (18项总长1600公里的公路项目)."""
        between = self.text[q.span.end : following.span.start]
        apart = re.fullmatch("[^，。；、]{0,8}", between) is None
        return not apart and self.text[following.span.end : following.span.end + 1] == "的"

    def _turns(self, right: Span) -> bool:
        """Whether what follows a number only says how it changed (从82项增加到122项), or that it is a mark (百亿大关)."""
        growth = rules("figures")["growth"]
        if re.match("元?(?:大关|门槛|关口)", self.text[right.start : right.end]):
            return True
        moves = rules("figures")["link"]["move"]
        words = "|".join(sorted((*growth["up"], *growth["down"], *moves), key=lambda w: (-len(w), w)))
        return re.match(f"(?:{words})[至到为]", self.text[right.start : right.end + 1]) is not None

    def _counted(self, right: Span, following: Quantity) -> Span:
        """What is counted, without the measure of the next figure (14个成员国 | 进出口总值10亿元)."""
        words = self.text[right.start : right.end]
        tail = rules("figures")["measure"]["tail"]
        match = re.match(f"[^，。的]{{0,10}}?(?:国家和地区|国家|地区|成员国|成员|省份|城市)(?=.{{0,6}}?{tail}$)", words)
        close = self.words.linked(Span(right.start, following.span.start)) <= right.end
        return Span(right.start, right.start + match.end()) if match is not None and close else right

    def _choose(self, q: Quantity, left: Span | None, right: Span | None) -> str | None:
        """The phrase before a number, unless only the one after it names what is counted."""
        text, begin = self.text, self._hedged(q)
        owned = text[q.span.end : q.span.end + 1] == "的"
        named = self.state.named_by
        if left is not None and named is not None and left.overlaps(named):
            # 14个成员国进出口总值10亿元: what the figure before counts is no part of this measure
            rest = self.text[named.end : left.end]
            flow = "、" not in rest and re.search(rules("figures")["measure"]["tail"] + "$", rest)
            apart = re.match("[、和与及](?=[\u4e00-\u9fff]{3})", rest) if named.start <= left.start else None
            if apart is not None:
                left = Span(named.end + apart.end(), left.end)
            else:
                left = Span(named.end, left.end) if flow and named.start <= left.start else None
        if left is not None and left.end >= q.span.start - 1 and text[q.span.start - 1] == "的":
            left = None
        if left is not None and owned and re.search("[一两这该每][笔项批份种款]$", text[left.start : left.end]):
            left = None
        if left is not None and _NO_MEASURE.fullmatch(text, left.start, left.end):
            left = None
        if (
            left is not None
            and right is not None
            and (right.end - right.start >= 2 or text[right.start] in "省市县国村区")
        ):
            if owned and re.search("(?:占地|全长|总长|总投资|总规模|注册资本|总面积)$", text[left.start : left.end]):
                weak = False  # 占地5平方公里的合作中心
            elif q.unit in _MONEY_OR_SHARE:
                weak = self.words.acts(left) or self._gives(left) or _GIVEN.match(text, left.start) is not None
            else:
                weak = (
                    _COUNTED.search(text, left.start, begin) is not None
                    or text[:begin].endswith(("等", "的", "在", "向", "与", "从", "对", "给", "面向"))
                    or "等" in text[left.start : begin]
                    or re.search("(?:[将还已可能]|累计|免费|专门|先后|直接)为$", text[:begin]) is not None
                    or text[begin - 1] in "、和与及”"
                    or (left.end == q.span.start and not re.search("[数量额]$", text[left.start : left.end]))
                    or self.words.acts(left)
                    or re.fullmatch("每[天日月周]", text[left.start : left.end]) is not None
                    or self._in_place(left)
                    or any(isinstance(i, Quantity) and i.span.end == left.start for i in self.items)
                    or self._is_name(left)
                )
            if weak:
                left = None
        chosen = left or right
        self.source = "left" if left else "right" if right else "none"
        self.state.named_by = right if chosen is right else None
        return text[chosen.start : chosen.end] if chosen else None

    def _left(self, span: Span, inside: Sequence[Item], *, level: bool = False) -> Span | None:
        """The noun phrase before a figure, the subject's name aside unless it is all there is."""
        bare = self._unsubjected(span, inside)
        found = clause_phrase(self.words, bare) or left_phrase(self.words, bare)
        if found is None and level:
            whole = left_phrase(self.words, span)
            if whole is not None and any(
                isinstance(i, Reference)
                and i.kind in ("Product", "Policy")
                and i.span.start >= whole.start
                and i.span.end == whole.end
                for i in inside
            ):
                return whole
        return found

    def _unsubjected(self, span: Span, inside: Sequence[Item]) -> Span:
        """A stretch without the names and times it begins with: 辽宁省网上零售额 is the measure 网上零售额."""
        start = span.start
        for item in inside:
            if isinstance(item, Quantity) or item.span not in span:
                continue
            if isinstance(item, Reference) and self.text[item.span.start - 1 : item.span.start] in (
                "对",
                "与",
                "向",
                "自",
            ):
                return Span(item.span.start - 1, span.end)
            between = self.text[start : item.span.start]
            toward = re.search("(?:对|与|同)[^，。；]{0,4}$", between)
            if isinstance(item, Reference) and item.kind == "Policy" and toward is not None:
                return Span(start + toward.start(), span.end)
            led = re.fullmatch(
                "(?:确保|(?:最新)?(?:公布|发布|披露)的|力争|争取|预计|计划|有望|将|到|至|截至|截止|在|从|自|，)*",
                between,
            )
            if not isinstance(item, Reference) and led is None and re.search("[\u4e00-\u9fff]{3}|[A-Z]{3}", between):
                continue  # 服务贸易去年首次超过1万亿美元
            if (
                len(between) <= 6
                and re.fullmatch("[^额量值数]*", between)
                and (self.text[item.span.end : item.span.end + 1] != "的" or not isinstance(item, Reference))
            ):
                start = item.span.end
        return Span(start, span.end)

    def _in_place(self, span: Span) -> bool:
        """Whether a phrase ends in the place where things are counted (全国330个…)."""
        return self.text[: span.end].endswith(("全国", "全球", "全省", "全市")) or any(
            isinstance(i, Reference) and i.kind == "Place" and i.span.end == span.end for i in self.items
        )

    def _is_money(self, q: Quantity, measure: str) -> bool:
        """Whether a sum without its unit is money, by what it measures (5000多万 of 投入, 1.2万亿 of 进出口)."""
        words = rules("figures")["money"]
        if re.search(words["people"], measure):
            return False
        large = "亿" in q.text and re.search(words["large"], measure)
        return re.search(words["always"], measure) is not None or bool(large)

    def _currency(self, q: Quantity, span: Span) -> str:
        """The currency that the sentence has told (港币1000万元，追加4000万), else yuan."""
        told = [o.unit for o in self.done if o.evidence.start >= span.start and o.unit in ("HKD", "USD", "EUR", "JPY")]
        return str(told[-1]) if told and "人民币" not in self.text[span.start : q.span.start] else "CNY"
