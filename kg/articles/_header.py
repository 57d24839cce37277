"""Date and source lines above or below a story: 2019-01-31 11:46:34|来源：新华网|编辑：程茜."""

import re
from dataclasses import dataclass

from kg.articles import _bylines, _dates, _names, _outlets

_LONGEST = 120
_LABEL = "(?:(?:发布|发表|更新|上传|录入|稿件|报道)?(?:时间|日期)|发布于|发表于|发布)[：:]?"
_PUBLISHER = "(?:发布人|发布者|发布单位|发布机构|信息来源|供稿单位|供稿)[：:](?P<publisher>[^：:]{0,24})"
_PROVINCES = (
    "(?:北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川"
    "|贵州|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门)"
)
_COUNTERS = (
    "[【\\[]?(?:浏览|点击|阅读|访问|评论|字号|字体|打印|分享|收藏|关闭|举报|纠错)[^：:]{0,4}(?:[：:][^：:]{0,12})?"
    "|(?:[大中小]字号|微信|微博|QQ|手机看|扫码|A[-+]|[大中小【】\\[\\],，])+"
    "|[A-Z]|By|[\\d.]+[万k+]*(?:次|人|条)?|楼主|沙发|板凳|\\d{1,4}#|只看该作者|显示全部楼层|关注|参与互动|原创"
    "|(?:类型|分类|栏目)[：:][^：:]{0,8}|IP属地[：:]?|(?:https?[：:]//|www\\.)\\S+"
    f"|{_PROVINCES}(?:省|市|自治区)?"
)
_PEOPLE = f"(?:(?P<house>[^：:\\s/]{{2,10}})/)?(?:{_bylines.EDITING}|{_bylines.JOB})(?:[：:]?{_names.NAMES})?"
_PIECE = re.compile(
    f"{_LABEL}|{_PUBLISHER}|{_COUNTERS}|{_PEOPLE}|{_names.NAMES}|来源[：:]?|第?\\d+版?"
    f"|(?:作者|录入|发布人)[：:]?\\w{{0,16}}|(?P<account>[\u4e00-\u9fffA-Za-z]{{2,12}})官方[帐账]号"
)
_SPLIT = re.compile("[|｜丨·•　\\s]+")
_BRACKETS = "()（）[]【】"
# Labels that follow the field before without a space.
_GLUED = re.compile(
    "(?<=[^\\s：:])(?=(?:信息来源|文章来源|来源|作者|点击|浏览|阅读|编辑|责编|责任编辑|字体|字号|发布人)[：:])"
)
_LABELLED = re.compile(f"{_LABEL.removesuffix('?')}|来源 ?[：:]")
_SENTENCE = re.compile("[，。；！？]")
_STRANGE = 10  # characters of a piece that says nothing, in a line with labels
_SPACED_COLON = re.compile("\\s*([：:])\\s*")
# 发布时间：2019-07-27 10：40来源：网络整理人民网讯 盛夏… : a header that ran into the text
_RUN_IN = re.compile(
    f"(?:发布|发表|更新)(?:时间|日期)[：:]\\s?{_dates.DAY}(?:[T\\s]*\\d{{1,2}}[：:]\\d\\d(?:[：:]\\d\\d)?)?\\s*"
    "(?:来源[：:]\\s?(?P<outlet>网络整理|网络|互联网|本站|原创|\\S{2,12}?(?=\\s|[\u4e00-\u9fff]{2,6}[讯电])))?\\s*"
)


@dataclass(frozen=True, slots=True)
class Header:
    """What a header line states."""

    published: str | None = None
    outlet: str | None = None
    author: str | None = None
    editor: str | None = None


def read(line: str) -> Header | None:
    """What a line states that is nothing but date, source and names; None for any other line.

    >>> read("2019-01-31 11:46:34|来源：新华网|编辑：程茜|责编：刘征宇").outlet
    '新华网'
    >>> read("发布时间：2011-03-03 发布人：").published
    '2011-03-03'
    >>> read("2022年1月9日，启动仪式在福州举行") is None
    True
    """
    if len(line) > _LONGEST:
        return None
    span = _dates.stamp_span(line)
    if span is None and not re.match(f"{_PUBLISHER}|来源 ?[：:|]", line):
        return None
    rest = f"{line[: span[0]]}|{line[span[1] :]}" if span else line
    rest = _GLUED.sub(" ", _SPACED_COLON.sub("\\1", rest))
    pieces = [bare for piece in _SPLIT.split(rest) if (bare := piece.strip(_BRACKETS))]
    strange = 1 if span and _LABELLED.search(line) else 0
    outlets, authors, editors = [], [], []
    for piece in pieces:
        source = _outlets.SOURCE.fullmatch(piece)
        matched = _PIECE.fullmatch(piece)
        if source or (matched and matched["publisher"] is not None):
            outlets.append(source["outlet"] if source else matched["publisher"] if matched else "")
        elif matched:
            authors.append(_bylines.author(piece) or (piece if _names.is_name(piece) else None))
            editors.append(_bylines.editor(piece))
            outlets.append(matched["house"] or matched["account"] or "")
        elif _outlets.is_outlet(piece):
            outlets.append(piece)
        elif strange and len(piece) <= _STRANGE and not _SENTENCE.search(piece):
            strange -= 1
        else:
            return None
    return Header(
        _dates.stamp(line) if span else None,
        next(filter(None, map(_outlets.outlet, outlets)), None),
        next(filter(None, authors), None),
        "、".join(dict.fromkeys(filter(None, editors))) or None,
    )


def run_in(line: str) -> tuple[int, Header] | None:
    """Where a header that ran into the first paragraph ends, and what it states."""
    match = _RUN_IN.match(line)
    if not match:
        return None
    return match.end(), Header(_dates.stamp(match.group()), _outlets.outlet(match["outlet"]))


def trailing_date(line: str) -> tuple[int, str] | None:
    """Where the date begins that closes a headline, and the date.

    >>> trailing_date("关于同意设立先行区的方案 2023-10-24")
    (13, '2023-10-24')
    """
    span = _dates.stamp_span(line)
    if not span or span[1] != len(line) or span[0] < 8 or not line[span[0] - 1].isspace():
        return None
    value = _dates.stamp(line)
    return (span[0], value) if value else None
