"""The pattern of time expressions: every alternative a group named after what resolves it, its parts by a letter."""

import re
from functools import cache

from kg.rules import rules


@cache
def pattern() -> re.Pattern[str]:
    """All alternatives; each group is named after its resolver, its parts by a letter."""
    table = rules("times")
    # 网上年货节 holds no 上年.
    relative = _any(table["relative_year"]) + "|(?<!网)(?:" + _any(table["previous_year"]) + ")(?!货)"
    absolute = (
        "(?<!\\d)(?:19|20)\\d\\d年(?!代|的?[^，。以]{0,4}(?:历史|文明|传承))|[一二][〇○零一二三四五六七八九]{3}年"
    )
    number = "\\d{1,2}|[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九]"
    months_ = "1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九]"
    to = "(?:至|到|起至|[-—~～]{1,2}|―)"
    part = _any(table["part_of_day"]["words"])
    hour = f"(?:(?:当地时间)?(?:{part}))?(?:\\d{{1,2}}(?:时|点(?!位|数)|[:：]\\d\\d)(?:\\d{{1,2}}分)?(?:半|许|整)?)?"
    festivals = _any([*table["festival"], *table["shopping"], *table["holiday"]])
    short = "五一|十一|元旦|清明|国庆|劳动节"
    year_ = f"(?:{absolute}|{relative})"
    return re.compile(
        "|".join(
            (
                f"(?P<date>(?:(?P<d_today>今天|昨天|今日|昨日)（)?(?P<d_year>{year_})?的?(?<!\\d)(?P<d_month>{months_})月(?:份)?(?P<d_day>{number})(?:[日号](?!线)|(?={to}\\d{{1,2}}[日号]))"
                f"(?P<d_end>{hour}(?:（[^（）]{{1,8}}）)?{to}(?P<d_year2>(?:19|20)\\d\\d年|今年|明年|次年|翌年)?(?:(?P<d_month2>{months_})月)?(?P<d_day2>{number})[日号]|){hour})",
                "(?P<iso>(?<![\\d.-])(?P<i_year>(?:19|20)\\d\\d)(?P<i_sep>[-/.])(?P<i_month>\\d{1,2})(?P=i_sep)(?P<i_day>\\d{1,2})(?![\\d.]))",
                f"(?P<same>(?P<s_year>{year_})同期)",
                f"(?P<months>(?P<m_year>{year_})?的?(?:前(?P<m_count>\\d{{1,2}}|[一二两三四五六七八九十]{{1,2}})个?月(?!前|后|内)"
                f"|(?<![\\d个第—-])(?P<m_first>{months_})(?:月份?)?(?:{to}|、(?={months_}月份))(?P<m_year2>{year_})?(?P<m_last>{months_})月(?:份)?(?![\\d个])"
                f"|(?<![\\d个第.—-])(?P<m_one>{months_})月(?:份)?(?:当月)?(?P<m_part>上旬|中旬|下旬|底|末|初)?(?![饼球亮光子嫂老台红\\d])))",
                "(?P<meanwhile>(?<=[，。；\n])同期(?=[，\\u4e00-\\u9fff])(?!相比))",
                "(?P<decade>(?P<k_century>(?:上|20|21|二十)世纪)?(?P<k_tens>[5-9五六七八九][0十])年代)",
                f"(?P<parts>(?P<q_year>{year_})?的?(?P<q_word>{_any(table['quarter'])})(?!末))",
                f"(?P<occasion>(?P<f_year>{year_})?的?(?:(?P<f_word>“?(?<![\\d.])(?:{festivals})(?![\\d.·万亿%])”?)(?!联欢|晚会|团圆|档)|(?P<f_short>“?(?:{short})”?)(?P<f_break>期间|假期|小长假|长假|黄金周|假日)))",
                "(?P<pastyear>(?:在)?过去(?:的)?(?:这)?一年)",
                f"(?P<years>(?P<y_year>{year_}|(?<!\\d)(?:19|20)\\d\\d(?={to}(?:19|20)\\d\\d年))(?:(?P<y_part>年底|年末|年初|底|末|初)|{to}(?P<y_year2>(?:19|20)\\d\\d)年|))",
                "(?P<ends>(?<![\\d今去明前后每全同来当〇零一二三四五六七八九上次])(?P<z_part>年底|年末|年初)(?![\\d]))",
                f"(?P<days>(?:(?<![\\d十月第期有共达近满.,至—-])|(?<=[持延]续至)|(?<=截至)|(?<=截止至))(?P<n_day>\\d{{1,2}})(?:日|号(?=上午|下午|晚|凌晨|，|起|在|的|举行|至))(?:{to}(?P<n_day2>\\d{{1,2}})[日号])?{hour}(?!内|游|均|前|后|线|龄|元|报))",
                f"(?P<relday>(?P<r_word>{_any([*table['relative_day'], *table['previous_day']])})(?:{hour})(?!的?世界|的?中国|头条))",
                f"(?P<relmonth>(?P<l_word>{_any([*table['relative_month'], *table['previous_month']])})(?:(?P<l_day>\\d{{1,2}})[日号](?:{to}(?P<l_day2>\\d{{1,2}})[日号])?)?)",
                "(?P<later>(?P<a_count>\\d{1,2}|[一两二三四五六七八九十]{1,2})个?(?P<a_unit>月|年|天)(?:之|以)?后)",
                "(?P<ago>(?<![\\d—-])(?P<g_count>\\d{1,2}|[两二三四五六七八九十])年前(?![后夕]))",
                "(?P<weekday>(?P<w_week>上|本|这|下)个?(?:周|星期|礼拜)(?P<w_day>[一二三四五六日天]))",
                f"(?P<plan>“?(?P<p_word>{_any(table['plan'])})”?(?=时期|期间|以来|末|初))",
                "(?P<english>\\b(?P<e_month>January|February|March|April|May|June|July|August|September|October|November|December) (?P<e_day>\\d{1,2})(?:, (?P<e_year>\\d{4}))?\\b"
                "|\\bon (?P<e_weekday>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\\b)",
            )
        )
    )


def _any(words: object) -> str:
    """An alternation of words, the longest first."""
    assert isinstance(words, dict | list)
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))
