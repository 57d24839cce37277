"""The period a figure speaks of: told in its sentence, carried on, or the days of the event it tells of."""

import re
from collections.abc import Sequence
from datetime import timedelta

from kg.extract._digest import stories
from kg.extract._found import Found
from kg.extract._numbers import integer
from kg.extract._skeleton import Item, within
from kg.extract.times import parse
from kg.model import Article, Quantity, Reference, Sentence, Span, Time
from kg.rules import rules

_NUMBER = "[\\d.]+|[半一两二三四五六七八九十几多]+"
# 这十年, 未来五年, 半年来, 三天里: a stretch told by its length alone.
_LASTING = re.compile(
    f"(?:这|近|过去|最近|(?P<ahead>未来|今后))(?P<count>{_NUMBER})多?(?P<unit>个月|年|天|周)(?![\\d])"
    f"|(?P<other>{_NUMBER})多?(?P<long>个月|年|天|周)(?:来(?![华自源])|(?:间|里|内|时间)(?=[，里]))"
)
# 近十年来首次, 十年来最大: how rare something is.
_RECORD = re.compile("来?的?(?:首|最|新[高低]|罕见|少见|第一次|历史)")
# 力争用两年时间完成: a stretch that lies ahead.
_TO_TAKE = re.compile("(?:力争|争取|计划|将|拟|用|再用|预计)(?:再|在|利用)?用?$")
_PLANNED = re.compile("将|预计|计划|规划|目标|力争|有望|争取|达到|确保|要[求在]|明年|到|拟")


class Periods:
    """Periods of an article's figures, read in order."""

    def __init__(self, article: Article, found: Found, items: Sequence[Item]) -> None:
        self.text = article.plain
        self.published = (article.published or "")[:10]
        self.found = found
        names = [item for item in reversed(items) if isinstance(item, Reference)]
        self.named_in = {time.span: name for name in names for time in within(found.times, name.span)}
        self.starts = {d.subject: d.value for d in found.datings if d.property == "startDate"}
        self.ends = {d.subject: d.value for d in found.datings if d.property == "endDate"}
        self.current: str | None = None
        self.before: str | None = None  # what the paragraphs before spoke of
        self.earlier: dict[Span, str | None] = {}
        self.stories = stories(article)
        self.usual = self._usual()

    def enter(self, start: int) -> None:
        """A new paragraph begins, in a digest perhaps another story."""
        if start in self.stories:
            self.current = self.before = self.usual = None
            return
        if self.current is not None and self.usual is not None and self._statistical(self.current):
            self.before = self.current
        self.current = None

    def _statistical(self, period: str) -> bool:
        """Whether a period is one that statistics are told of: months, quarters, the year so far, not long past."""
        read = parse(period)
        whole = read.first.day == 1 and (read.last + timedelta(days=1)).day == 1
        grains = ("span", "month", "year") if period < self.published[:4] else ("span", "month")
        return read.grain in grains and whole and period[:4] >= str(int(self.published[:4] or 0) - 1)

    def remember(self, sentence: Sentence) -> None:
        """The period a sentence speaks of carries on, whether or not it told a figure."""
        for time in within(self.found.times, sentence.span):
            if self._counts(time, sentence.span) and not self._level_left(time) and not self._part(time):
                self.current = self._up_to_now(time) or parse(time.value).iso()

    def told(self, q: Quantity, span: Span) -> tuple[str | None, bool]:
        """The period that a figure's sentence or paragraph tells, ISO 8601, and whether that settles it."""
        told = None
        for time in within(self.found.times, Span(span.start, q.span.start)):
            if self._counts(time, span) and not self._base(time, q):
                told = None if self._later(time, q) else time
        now = re.search("截至目前|目前|迄今|至今|现[有已]|如今", self.text[span.start : q.span.start])
        since = told.span.end if told is not None else span.start
        if (lasting := self._lasting(since, q.span.start)) and (told is None or self._years(lasting)):
            return self._years(lasting), True  # 2020年升级，三年来…: the years up to now
        left = max(
            (t.span.end for t in self.found.times if span.start <= t.span.start < q.span.start), default=q.span.start
        )
        if not self.published and re.search("[今去上本][年月]", self.text[left : q.span.start]):
            return None, True  # an undated article: 去年 cannot be told, and the time before it is not meant
        until = told is not None and re.search("截[至止]到?$", self.text[span.start : told.span.start])
        if told is not None and not (now and not until and now.start() + span.start > told.span.start):
            if self._level_left(told) or self._part(told):
                return parse(told.value).iso(), True  # of this level alone, of this part
            self.current = (
                self._up_to_now(told)
                or self._from_then(told, span)
                or self._through(told, span)
                or self._by_the_end(told)
                or parse(told.value).iso()
            )
            return self.current, True
        self.earlier[q.span] = self.before
        if (
            self.current
            and "" < self.published < self.current[:10]
            and not _PLANNED.search(self.text, span.start, q.span.end)
        ):
            return None, False  # 行动到2019年底结束。5年来收缴…: what is past is not of a time to come
        return (None, True) if now else (self.current, self.current is not None)

    def untold(self, q: Quantity, span: Span, entity: str | None) -> str | None:
        """The period of a figure of which nothing is told: its event's days, or what the story is about."""
        usual = self.usual and (self.earlier.get(q.span) or self.usual)
        return self._of_event(entity) or self._of_story(q, span) or usual

    def _up_to_now(self, time: Time) -> str | None:
        """自1月10日启动以来, 4月以来, 今年以来: from its first day to when it was said."""
        onward = re.match(
            "(?:[^，。；、]{0,14}?以来|到现在|至今|到目前|至目前|到如今|起，[^。；]{0,24}?(?:累计|先后))",
            self.text[time.span.end : time.span.end + 32],
        )
        if onward is None or self._since(time):
            return None
        if time.text.startswith("首"):
            return None  # 首季度以来 is that quarter
        first = parse(time.value).first.isoformat()
        said = [
            t.value
            for t in self.found.times
            if len(time.value) != 4
            and t.span.end < time.span.start
            and first < t.value <= self.published
            and self._says(t)
        ]
        until = max(said, default=self.published)
        return f"{first}/{until}" if until > first else None

    def _part(self, time: Time) -> bool:
        """Whether a time is only a part of the one spoken of (前两个月…。其中，2月份)."""
        if (
            self.current is None
            or "/" not in self.current
            or not self.text.endswith(("其中", "其中，"), 0, time.span.start)
        ):
            return False
        whole, part = parse(self.current), parse(time.value)
        return whole.first <= part.first and part.last <= whole.last

    def _says(self, day: Time) -> bool:
        """Whether a day is that on which somebody said something (1月27日表示, 27日发布)."""
        said = rules("statements")["verb"]["pattern"]
        after = self.text[day.span.end : day.span.end + 12]
        return len(day.value) == 10 and re.match(f"[^，。；]{{0,8}}(?:{said}|发布|公布|举行|召开)", after) is not None

    def _through(self, year: Time, span: Span) -> str | None:
        """截至12月4日，今年的业务量: from the first day of the year, or of the days off, to that day."""
        whole = parse(year.value)
        if whole.grain not in ("year", "span"):
            return None
        for time in self.found.times:
            until = self.text[max(span.start, time.span.start - 3) : time.span.start]
            if (
                span.start <= time.span.start < year.span.start
                and len(time.value) == 10
                and whole.first < parse(time.value).first < whole.last
                and until.endswith(("截至", "截止", "截止到", "截至到"))
            ):
                return f"{whole.first.isoformat()}/{time.value}"
        return None

    def _from_then(self, day: Time, span: Span) -> str | None:
        """从7月1日实施以来，截至8月30日: from the one day to the other."""
        until = self.text[max(span.start, day.span.start - 3) : day.span.start]
        if len(day.value) != 10 or not until.endswith(("截至", "截止", "截止到", "截至到", "到")):
            return None
        for time in within(self.found.times, Span(span.start, day.span.start)):
            begins = re.match("(?:起，|[^，。；、]{0,14}?以来，?)", self.text[time.span.end : time.span.end + 18])
            if (
                begins is not None
                and "/" not in time.value
                and (first := parse(time.value).first.isoformat()) < day.value
            ):
                return f"{first}/{day.value}"
        return None

    def _counts(self, time: Time, span: Span) -> bool:
        if self._up_to_now(time) is not None or self._by_the_end(time) is not None:
            return True
        if self._compared(time) or self._edition(time) or self._since(time) or self._of_a_class(time):
            return False
        if re.match("之后|以后", self.text[time.span.end : time.span.end + 2]) and len(time.value) <= 7:
            return False  # 2016年初之后
        if time.text == "全年" and re.match("的?(?:目标|任务|计划|预期|预算)", self.text[time.span.end :][:4]):
            return False  # 完成全年目标任务的99.7%
        if re.match("临近|将至|将近|即将|来临|到来|前夕", self.text[time.span.end : time.span.end + 2]):
            return False  # 春节临近: not yet
        return not self._spoken(time, span)

    def _lasting(self, start: int, end: int) -> re.Match[str] | None:
        """Whether a stretch is told by its length alone (半年来, 这十年, 三天里), so that no other time is meant."""
        return next(
            (m for m in _LASTING.finditer(self.text[start:end]) if not _RECORD.match(self.text, start + m.end())), None
        )

    def _years(self, lasting: re.Match[str]) -> str | None:
        """十年来: the years up to that of publication; a stretch of months or days, or one to come, is left open."""
        count = integer(lasting["count"] or lasting["other"] or "")
        if (
            (lasting["unit"] or lasting["long"]) != "年"
            or lasting["ahead"]
            or _TO_TAKE.search(lasting.string, 0, lasting.start()) is not None
            or not count
            or count < 2
            or not self.published
        ):
            return None
        return (count == 5 and self._plan()) or f"{int(self.published[:4]) - count}/{self.published[:4]}"

    def _plan(self) -> str | None:
        """The five-year plan that ends, of which the article tells (“十三五”规划…这五年)."""
        plans = {time.value for time in self.found.times if re.match("“?十[一二三四五六]五", time.text)}
        now = int(self.published[:4])
        return next((plan for plan in sorted(plans) if now - 1 <= int(plan[-10:][:4]) <= now and "/" in plan), None)

    def _of_a_class(self, time: Time) -> bool:
        """Whether a time only tells what is counted apart from the rest (淘汰2005年底前注册的黄标车)."""
        before = self.text[max(0, time.span.start - 1) : time.span.start]
        after = self.text[time.span.end : time.span.end + 14]
        return before not in "，。；、：\n" and re.match("[以之]?前[^，。；\\d]{2,10}的", after) is not None

    def _base(self, time: Time, q: Quantity) -> bool:
        """Whether a time is that of the level a figure came from (从上半年的20%提高至35%)."""
        if self.text[time.span.start - 1 : time.span.start] not in ("从", "由"):
            return False
        level = self._level(time)
        return level is not None and time.span.end + level.end() <= q.span.start

    def _later(self, time: Time, q: Quantity) -> bool:
        """Whether a day counted from another (13天后抵达，班列的55个…) is that of another clause."""
        return time.rule == "time.later" and "，" in self.text[time.span.end : q.span.start]

    def _level(self, time: Time) -> re.Match[str] | None:
        """The level that is told right behind a time."""
        after = self.text[time.span.end : time.span.end + 16]
        return re.match("的?(?:不足|不到|仅|约|近)?[\\d.]+[^，。；\\d]{1,4}", after)

    def _level_left(self, time: Time) -> bool:
        """Whether a time is only that of a level which has been left (由2014年的2个增至11个)."""
        level, before = self._level(time), self.text[max(0, time.span.start - 1) : time.span.start]
        return (
            level is not None
            and before in ("从", "由")
            and re.search("增|提|升|降|减|缩|跃|涨|扩", level[0]) is not None
        )

    def _by_the_end(self, time: Time) -> str | None:
        """到今年年底将达…, 年底前: what a year is to bring is told of the year."""
        if not re.fullmatch("[0-9]{4}-12(?:-31)?", time.value) or not re.search("底|末", time.text):
            return None
        before, after = self.text[max(0, time.span.start - 2) : time.span.start], self.text[time.span.end :][:1]
        aim = re.search("(?:力争|争取|计划|预计|目标|确保)[^，。；]{0,4}$", self.text[: time.span.start][-10:])
        planned = re.search("(?:^|[^截])[到至]$", before) is not None or after == "前" or aim is not None
        return time.value[:4] if planned and time.value[:4] >= self.published[:4] else None

    def _since(self, time: Time) -> bool:
        """Whether a time of another year only says where a stretch begins (自2017年以来, 从2012年…到如今)."""
        if re.match(
            "以来[^，。；]{0,8}?(?:最[高低大小快慢好差长多少]|新[高低]|[高低]点|首次)",
            self.text[time.span.end : time.span.end + 14],
        ):
            return True  # 刷新2021年10月份以来收盘低点
        if time.value[:4] == self.published[:4] or not self.published or re.search("[至到]", time.text):
            return False
        if re.match(
            "(?:[^，。；、]{0,14}?以来[^。；]{0,30}?(?:累计|共|已)|起，[^。；]{0,24}?(?:累计|先后))",
            self.text[time.span.end : time.span.end + 50],
        ):
            return False  # 去年以来，已建立…: up to now
        after = self.text[time.span.end : time.span.end + 3]
        before = self.text[max(0, time.span.start - 1) : time.span.start]
        return (
            before == "自"
            or after.startswith(("以来", "起", "至今", "到如今"))
            or (
                before == "从"
                and not re.match("的?(?:不足|不到|仅|约|近)?\\d", self.text[time.span.end : time.span.end + 4])
            )
        )

    def _usual(self) -> str | None:
        """The period that an article of statistics announces in its first lines (1-7月 …)."""
        main = next((e.name for e in self.found.entities if e.id == self.found.main_event), "")
        if self.found.main_event in self.starts and not re.search("(?:发布会|例会|吹风会|通气会|记者会)$", main):
            return None
        edge = self.found.sentences[min(2, len(self.found.sentences) - 1)].span.end if self.found.sentences else 0
        for time in self.found.times:
            grain = parse(time.value).grain
            whole = grain == "year" and time.value < self.published[:4] and self._whole(time)
            counts = not self._compared(time) and not self._since(time)
            if time.span.end <= edge and (whole or grain in ("span", "month")) and counts:
                return parse(time.value).iso()
        return None

    def _whole(self, year: Time) -> bool:
        """Whether a past year is told of as a whole: 2019年全年, or in the headline of the next year's first months."""
        fresh = "01" <= self.published[5:7] <= "03" and int(year.value) == int(self.published[:4]) - 1
        titled = any(s.role == "title" and year.span in s.span for s in self.found.sentences[:2])
        return self.text.startswith("全年", year.span.end) or (fresh and titled)

    def _of_event(self, entity: str | None) -> str | None:
        start = self.starts.get(entity or "")
        end = self.ends.get(entity or "")
        return f"{start}/{end}" if start and end and end != start else start

    def _of_story(self, q: Quantity, span: Span) -> str | None:
        """In the report of an event that is over, the event's own days."""
        main = self.found.main_event
        end = self.ends.get(main or "")
        if main is None or end is None or self.published < end or main not in self.starts:
            return None
        if re.search("目前|已有|已经|截至|全年|每年|年[产销发]", self.text[span.start : q.span.start]):
            return None
        return self._of_event(main)

    def _compared(self, time: Time) -> bool:
        """Whether a time is only what a change is measured against (比2012年, 与2019年同期相比)."""
        start = time.span.start - (self.text[time.span.start - 1 : time.span.start] == "“")
        before = self.text[max(0, start - 1) : start]
        after = self.text[time.span.end : time.span.end + 3]
        return (
            before in ("比", "较", "与", "于", "超", "占")
            or re.search("(?:比|较)[^，。；]{2,8}[和与及、]$", self.text[: time.span.start][-12:]) is not None
            or self.text[max(0, time.span.start - 2) : time.span.start] in ("超过", "不及", "赶上")
            or (
                before in ("同", "和", "跟")
                and re.match("[^，。；]{0,6}(?:持平|相比|相当)", self.text[time.span.end :][:9]) is not None
            )
            or (
                before in ("由", "从")
                and re.match("(?:同比|环比)?(?:持平|下降|上升|上涨|回落|增长|减少)", self.text[time.span.end :][:6])
                is not None
            )
            or "同期" in time.text
            or re.match("[^，；。\\d]{0,8}的[\\d.一二两三四五六七八九十百数几]+多?倍", self.text[time.span.end :][:22])
            is not None
            or after.startswith(("相比", "的水平"))
            or re.match("[^，；。]{0,20}的?基础上", self.text[time.span.end : time.span.end + 26]) is not None
            or re.match("、?[^，；。]{0,20}同期相比", self.text[time.span.end : time.span.end + 26]) is not None
            or "上年" in time.text
        )

    def _spoken(self, time: Time, span: Span) -> bool:
        """Whether a day only tells when something was said or published, not when it was measured."""
        if "/" in time.value or len(time.value) < 10 or time.anchor == "event":
            return False
        cuts = [self.text.rfind(mark, span.start, time.span.start) for mark in "，；：。"]
        stops = [at for at in (self.text.find(mark, time.span.end, span.end) for mark in "，；：。！？") if at >= 0]
        end = min(stops, default=span.end)
        around = self.text[max(max(cuts) + 1, span.start) : min(span.end, end + 14)]
        said = rules("statements")["verb"]["pattern"]
        return (
            re.search(f"{said}|举行|举办|召开|发布|公布|获悉|[日月]电|[电讯](?=[，：:）)])|了解到|启动|开幕", around)
            is not None
        )

    def _edition(self, time: Time) -> bool:
        """Whether a year only tells an edition of an event whose dates are known."""
        outer = self.named_in.get(time.span)
        if parse(time.value).grain == "day" and "年" in time.text:
            return False
        return outer is not None and (outer.kind != "Event" or outer.entity in self.starts)
