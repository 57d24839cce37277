"""The pattern of time expressions: every alternative a group named after what resolves it, its parts by a letter."""

import re
from functools import cache

from kg.rules import rules

_MONTH = "1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九]"
_DAY = "\\d{1,2}|[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九]"
_TO = "(?:至|到|起至|[-—~～]{1,2}|―)"
_WEEKDAY = "(?:周|星期|礼拜)[一二三四五六日天]"
# 号 also numbers houses, lines, ships and shops: 人民路27号，2号线，1号店.
_NUMBER = (
    "(?:(?<![\\d十月第期有共达近满.,至—-])|(?<=[持延]续[至到])|(?<=截[至止])|(?<=截止至))"
    "(?=\\d{1,2}日|(?<![路街道巷弄村区楼馆院栋幢座门室厅厂机舰艇船轮库〔〕A-Za-z/])[1-3]?\\d号(?!”)"
    "|[1-3]?\\d号(?:发表|发布|公布|宣布|表示|通过|批准|举行|召开|对外))"
)
_DAY_SIGN = (
    "(?:日(?!累|涨|跌|内|均|游|前|后|线|龄|元|报(?!道|告)|以上|连)"
    "|号(?![线店楼馆院门室厅厂机舰艇船轮库井泊位令文公告通知院台机组段桥站口岛坝池炉窑车床梯卫箭舱空航园地块宗标池柜仓机\\d]|[\\u4e00-\\u9fff]{0,2}(?:文件|公告|线|店|楼)|公路|公馆|种子|人物|柴油|汽油|电池|钢|展[区馆]|库区|基地|工程|项目|产品|方阵|楼盘|球衣|选手))"
)
_WORDS = (
    *("relative_year", "previous_year", "relative_month", "previous_month", "relative_day", "previous_day"),
    *("quarter", "festival", "shopping", "holiday", "plan"),
)
_DAYS_OFF = "前[两二三四五六七2-7][天日]|首日|第[一二三四五六七八1-8]天|(?:最后|末)一?[天日]"
_LUNAR_DAY = "初[一二三四五六七八九十]|[十廿][一二三四五六七八九]|二十[一二三四五六七八九]?|三十"
_MODERN = "January|February|March|April|May|June|July|August|September|October|November|December"
_SHORT = "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"


@cache
def pattern() -> re.Pattern[str]:
    """All alternatives; each group is named after its resolver, its parts by a letter."""
    told = "|".join((*_days_told(), *_stretches(), *_relative(), *_english()))
    return re.compile(f"(?=[{_first()}])(?:{told})")


def _first() -> str:
    """The characters with which an expression can begin: looked at first, for speed."""
    table = rules("times")
    words = "|".join(word for name in _WORDS for word in table[name])
    found = {word[0] for word in words.split("|")} | set(
        "0123456789一二两三四五六七八九十〇的“农阴正腊冬前头上过在年同周星礼本这下整小假长节黄全JFMASONDo"
    )
    return "".join(sorted(found))


def _year() -> str:
    """A year, told or relative to another."""
    table = rules("times")
    # 网上年货节 holds no 上年.
    # 近年来年均 and 带来年货 hold no 来年.
    coming = f"(?<![{table['spoken']['come']}](?=来年))"
    # 目前年产量, 如今年产值, 过去年均, 日本年产, 以上年营收: the first sign is the end of another word.
    cut = "(?<![目以之此先节战](?=前年))(?<!(?<![正例比犹])如(?=今年))(?<!过(?=去年))(?<![日基资](?=本年))(?<![之此今以](?=后年))"
    relative = f"{coming}{cut}(?:{_any(table['relative_year'])})(?!(?<=来年)[货均轻增])"
    relative += "|(?<![网以线晚早])(?:" + _any(table["previous_year"]) + ")(?!货)"
    told = "(?<!\\d)1[4-8]\\d\\d年(?![前来以间多后内]|的?[^，。以]{0,4}(?:历史|文明|传承))"
    told += "|(?<!\\d)(?:19|20)\\d\\d年(?!代|版[）)》]|第\\d+号|的?[^，。以]{0,4}(?:历史|文明|传承))|[一二][〇○零一二三四五六七八九]{3}年"
    short = "(?<![\\d.第])0\\d年(?![内期间来前后级])|(?<=[从自在于到至])[89]\\d年(?=[\\d初底末开成创]|[\\u4e00-\\u9fff]{2})(?![代以来间前后历的])"
    return f"(?:{told}|{short}|{relative})"


def _hour() -> str:
    part = _any(rules("times")["part_of_day"]["words"])
    return f"(?:(?:当地时间)?(?:{part}))?(?:\\d{{1,2}}(?:时|点(?!位|数)|[:：]\\d\\d)(?:\\d{{1,2}}分)?(?:半|许|整)?)?"


def _days_told() -> tuple[str, ...]:
    """Whole dates."""
    year_, hour = _year(), _hour()
    today = f"今天|昨天|今日|昨日|前天|明天|明日|今晚|昨晚|明晚|(?:[上下本这]个?)?{_WEEKDAY}"
    return (
        f"(?P<date>(?:(?P<d_today>{today})（)?(?P<d_year>{year_})?的?(?<!\\d)(?P<d_month>{_MONTH})月(?:份)?(?P<d_day>{_DAY})(?:[日号](?!线)|(?={_TO}\\d{{1,2}}[日号]))"
        f"(?P<d_end>{hour}(?:（[^（）]{{1,8}}）)?{_TO}(?P<d_year2>(?:19|20)\\d\\d年|今年|明年|次年|翌年)?(?:(?P<d_month2>{_MONTH})月)?(?P<d_day2>{_DAY})[日号]|[和、](?P<d_next>\\d{{1,2}})[日号](?![、和至到])|){hour})",
        "(?P<iso>(?<![\\d.-])(?P<i_year>(?:19|20)\\d\\d)(?P<i_sep>[-/.])(?P<i_month>\\d{1,2})(?P=i_sep)(?P<i_day>\\d{1,2})(?![\\d.]))",
    )


def _stretches() -> tuple[str, ...]:
    """Months, quarters, years, festivals."""
    table, year_ = rules("times"), _year()
    part = _any(table["part_of_month"])
    festivals = _any([*table["festival"], *table["shopping"]])
    # A month may be followed by its figure (4月5.58万吨), not by half a date.
    after = "(?![饼球亮光子嫂老台红]|\\d{1,2}(?![\\d.，万亿%个家吨元件单人户场项台辆]))"
    return (
        f"(?P<same>(?P<s_year>{year_})同期)",
        f"(?P<months>(?P<m_year>{year_})?的?(?:[前头](?P<m_count>\\d{{1,2}}|[一二两三四五六七八九十]{{1,2}})个?月(?!前|后|内)"
        f"|(?<![\\d个第—-])(?P<m_first>{_MONTH})(?:月份?)?(?:{_TO}|、(?=(?:{_MONTH})(?:月(?!\\d)|两个?月)))(?P<m_year2>{year_})?(?P<m_last>{_MONTH})(?:两个)?月(?:份)?(?![\\d个])"
        f"|(?<![\\d个第.—-])(?P<m_one>{_MONTH})月(?:份)?(?:当月)?(?P<m_part>{part})?{after}))",
        f"(?P<lunar>(?P<u_year>{year_})?的?(?:农历|阴历)?(?P<u_month>正|腊|冬|(?<=历)(?:{_MONTH}))月(?P<u_day>{_LUNAR_DAY})(?:{_TO}(?:农历)?(?:(?P<u_month2>正|腊|冬|{_MONTH})月)?(?P<u_day2>{_LUNAR_DAY}))?)",
        "(?P<meanwhile>(?<=[，。；\n])同期(?=[，\\u4e00-\\u9fff])(?!相比))",
        "(?P<decade>(?P<k_century>(?:上|20|21|二十)世纪)?(?P<k_tens>[5-9五六七八九][0十])年代)",
        f"(?P<parts>(?P<q_year>{year_}|(?<![\\d.])(?:19|20)\\d\\d(?=[上下]半年|前[两三3]季|[一二三四]季))?的?(?P<q_word>{_any(table['quarter'])})(?!报)(?P<q_end>末|底)?)",
        f"(?P<occasion>(?P<f_year>{year_})?的?(?:“?(?P<f_holiday>{_any(table['holiday'])})”?(?:[三四五六七八3-8]天)?(?:假期|小长假|长假|黄金周|假日|期间|(?P<f_count>[二三四五六七八2-8])天(?=[，就里内共的]))(?:的?(?P<f_days>{_DAYS_OFF}))?"
        f"|(?P<f_word>“?(?<![\\d.一二三四五六七八九十百周期])(?:(?<![{table['spoken']['surname']}](?=国庆))(?:{festivals}))(?![\\d.·万亿%])”?)(?!{'|'.join(table['spoken']['no_festival'])})(?:{_TO}(?P<f_until>{festivals}|(?:大年|正月)?(?:{_LUNAR_DAY})))?))",
        f"(?P<daysoff>(?<![\u4e00-\u9fff])(?:这个|整个|在|[\\d一二两三四五六七八]天)?(?:假期|小?长假|黄金周|节日|假日|节假日)(?:的?(?P<d_days>{_DAYS_OFF})|(?:期间|[中里])?(?=，)|期间|里))",
        "(?P<wholeyear>(?<!年)(?<!年的)(?<!\\d)全年(?!龄))",
        "(?P<pastyear>(?:在)?过去(?:的)?(?:这)?一年)",
        f"(?P<years>(?P<y_year>{year_}|(?<!\\d)(?:19|20)\\d\\d(?={_TO}(?:19|20)\\d\\d年)|(?<!\\d)(?:19|20)\\d\\d(?=[、和及与](?:(?:19|20)\\d\\d[、和及与])?(?:19|20)\\d\\d年)|(?<![\\d.])(?:19|20)\\d\\d(?=全年))"
        f"(?:(?P<y_part>年底|年末|年初|底|末|初)|{_TO}(?P<y_year2>(?:19|20)\\d\\d)年|))",
        "(?P<ends>(?<![\\d今去明前后每全同来当〇零一二三四五六七八九上次末大])(?P<z_part>年底|年末|年初)(?![\\d]))",
    )


def _relative() -> tuple[str, ...]:
    """What is told from publication, or from what was told last."""
    table, hour = rules("times"), _hour()
    months_ = _any([*table["relative_month"], *table["previous_month"]])
    no_day = "|".join(table["spoken"]["no_day"])
    after = _any(table["spoken"]["weekday"])
    numbered = "".join(f"(?<!{name})" for name in table["spoken"]["numbered"])
    return (
        f"(?P<days>{numbered}(?:(?P<n_month>{months_})|{_NUMBER})(?P<n_day>\\d{{1,2}}){_DAY_SIGN}(?:{_TO}(?P<n_day2>\\d{{1,2}})[日号])?{hour}(?!内|游|均|前|后|线|龄|元|报(?!道|告)))",
        f"(?P<relday>(?P<r_word>{_any([*table['relative_day'], *table['previous_day']])})(?:{hour})(?!{no_day}))",
        f"(?P<relmonth>(?P<l_word>{months_})(?P<l_part>{_any(table['part_of_month'])})?)",
        "(?P<later>(?<![第\\d了隔需])(?<!需要)(?P<a_count>\\d{1,2}|[一两二三四五六七八九十]{1,2})个?(?P<a_unit>月|年|天)(?:之|以)?后)",
        "(?P<ago>(?<![\\d—-])(?P<g_count>\\d{1,2}|[两二三四五六七八九十])(?:年|(?P<g_month>个月))前(?![后夕]))",
        f"(?P<weekday>(?:(?P<w_week>上|本|这|下)个?(?:周|星期|礼拜)|(?<![\\d一二三四五六七八九十两几多每逢各隔双单老至到{table['spoken']['surname']}])(?:周|星期)(?=[一二三四五六日天](?:{after})))(?P<w_day>[一二三四五六日天]))",
        "(?P<week>(?P<v_week>上|本|这|下)(?:周|一周|个星期|个礼拜)(?![一二三四五六日天末边期年围内岁报刊转长]))",
        f"(?P<plan>“?(?P<p_word>{_any(table['plan'])})”?(?=时期|期间|以来|末|初(?!期)|开局之年|收官之年))",
    )


def _english() -> tuple[str, ...]:
    """Dates in English sentences."""
    return (
        f"(?P<english>\\b(?P<e_month>{_MODERN}|(?:{_SHORT})(?=\\.))\\.? (?P<e_day>\\d{{1,2}})(?:, (?P<e_year>\\d{{4}}))?\\b"
        "|\\bon (?P<e_weekday>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\\b"
        "|(?<=\\bin )(?P<e_alone>(?:19|20)\\d\\d)\\b)",
    )


def _any(words: object) -> str:
    """An alternation of words, the longest first."""
    assert isinstance(words, dict | list)
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))
