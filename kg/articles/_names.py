"""Personal names as bylines write them: surname first, lists, codes and asides behind a name."""

import re

_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章云苏潘葛奚范彭郎"
    "鲁韦昌马苗凤方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟黄穆萧"
    "尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林"
    "刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫房裘缪干应宗丁宣邓郁杭洪包诸左石崔吉龚程嵇邢裴陆荣翁荀"
    "羊甄曲封芮储靳汲邴糜松井段巫乌焦巴弓牧隗山谷车侯宓蓬班仰秋仲伊宫宁仇栾甘厉戎祖武符刘景詹龙叶幸黎"
    "薄印宿白怀蒲鄂索咸赖卓蔺屠蒙池乔阴胥苍闻莘党翟谭贡劳姬申扶堵冉宰雍桑桂牛寿扈燕冀浦尚农温别庄晏柴"
    "瞿阎充慕连茹习艾鱼容向古易慎廖庾衡耿满弘匡文寇东欧沃蔚隆师巩聂晁敖冷辛阚简饶空曾沙养鞠须丰巢关解"
    "查单蒯查荆红游竺权盖益桓仉岳帅缑亢况郈琴佘佴伯赏墨谯佟肖骞郇闫付代邝仝谌鹿苑泮亓战揭牟逄原鄢缴区涂尉"
)
_DOUBLE = (
    "欧阳|太史|上官|端木|司马|东方|独孤|南宫|夏侯|诸葛|尉迟|皇甫|澹台|公冶|宗政|濮阳|淳于|申屠|公孙|慕容"
    "|轩辕|令狐|司徒|司空"
)
# Words that start with a surname and follow 记者 as a verb or a topic, not as a name.
_NO_NAME = (
    "(?!文字|连线|关键|查看|查明|单个|单位|解决|解答|解读|解密|通过|通讯|关注|关于|计划|有关|文章|来稿|广场|平台|安排"
    "|高度|公开|经过|获悉|走访|应邀|成为|时间)"
)
_GIVEN = "(?:[\u4e00-\u9fff]{1,2}| [\u4e00-\u9fff](?![\u4e00-\u9fff]))"
NAME = f"{_NO_NAME}(?:(?:{_DOUBLE})[\u4e00-\u9fff]{{1,2}}|[{_SURNAMES}]{_GIVEN}(?:·[\u4e00-\u9fff]{{2,6}})?)"
# （实习生） · SF014 · （name@example.org）
_ASIDE = "(?: ?（[^（）]{1,12}）| ?[A-Z]{2}\\d{3,4}| ?（?[\\w.+-]+@[\\w.-]+）?)?"
NAMES = f"{NAME}{_ASIDE}(?:[、，；/ ]+{NAME}{_ASIDE}){{0,9}}"

_ALONE = re.compile(NAMES)
_BEHIND = re.compile("（[^（）]*）?|[A-Z]{2}\\d+|[\\w.+-]+@[\\w.-]+）?")
_BETWEEN = re.compile("[、，；/]+| +(?=[\u4e00-\u9fff]{2})")


def is_name(line: str) -> bool:
    """Whether a line is nothing but one or more personal names.

    >>> is_name("田宁"), is_name("李建平、江宥林"), is_name("外贸开门稳")
    (True, True, False)
    """
    return len(line) <= 60 and bool(_ALONE.fullmatch(line))


def people(names: str) -> str:
    """Names without what stands behind them, in one notation.

    >>> people("马靓辉（实习生）、常红 SF014")
    '马靓辉、常红'
    """
    parts = (part.replace(" ", "") for part in _BETWEEN.split(_BEHIND.sub(" ", names)))
    return "、".join(dict.fromkeys(filter(None, parts)))
