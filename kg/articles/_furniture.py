"""What stands on a page and is no part of the story, by the table of `seeds/rules/furniture.toml`.

Patterns work on `kg.text.plain` text: simplified characters, Chinese punctuation.
"""

import re
from functools import cache
from typing import NamedTuple

from kg.rules import rules

LONGEST = 600  # characters of a paragraph that the table may take
LONGEST_HEADING = 20

# Names of a site's sections, which stand above headlines and are headings elsewhere.
SECTION = re.compile(
    "(?:政府|政务|部门|商务|国内|国际|财经|工作|行业|地方|时政|本地|公司)?"
    "(?:新闻|要闻|资讯|动态|快讯|信息公开|公告|频道|专题)|[A-Za-z ]{3,24}"
)

# The name of a site with its slogan, at the head of a page.
SITE = re.compile("[\u4e00-\u9fffA-Za-z0-9]{2,14}(?:网|门户|平台|在线|网站|频道|商城)(?: ?[-—_|｜·] ?[^，。]{2,24})?")
# A line that gives the headline under which another site had the story.
ORIGINAL_TITLE = re.compile(
    "(?P<outlet>[\u4e00-\u9fff]{2,8})?原(?:标题|题)[：:丨|] ?(?P<title>.{2,120}?)"
    "(?:\\s*(?:文章)?来源[：:] ?(?P<source>\\S{2,20}))?"
)


class _Form(NamedTuple):
    reason: str
    longest: int
    pattern: re.Pattern[str]


@cache
def _forms(part: str) -> tuple[_Form, ...]:
    blocks = rules("furniture")[part]
    return tuple(_Form(block["reason"], block["longest"], re.compile(block["pattern"], re.DOTALL)) for block in blocks)


@cache
def _heading(name: str) -> re.Pattern[str]:
    return re.compile(rules("furniture")[name]["pattern"])


def reason_to_drop(line: str, *, closing: bool = False) -> str | None:
    """Why a paragraph is no part of a story, or None; `closing` asks what only the last lines of a text can be.

    >>> reason_to_drop("海量资讯、精准解读，尽在新浪财经APP"), reason_to_drop("外贸开门稳")
    ('site slogan', None)
    """
    size = len(line)
    if size > LONGEST:
        return None
    forms = _forms("closing") if closing else _forms("line")
    return next((form.reason for form in forms if size <= form.longest and form.pattern.fullmatch(line)), None)


def heads_other_stories(line: str) -> bool:
    """Whether a line heads a list of other stories or of products.

    >>> heads_other_stories("相关阅读："), heads_other_stories("相关部门表态")
    (True, False)
    """
    return len(line) <= LONGEST_HEADING and _heading("tail").fullmatch(line) is not None


def heads_comments(line: str) -> bool:
    """Whether a line heads what readers said.

    >>> heads_comments("网友评论(3)"), heads_comments("专家评论")
    (True, False)
    """
    return len(line) <= LONGEST_HEADING and _heading("comments").fullmatch(line) is not None
