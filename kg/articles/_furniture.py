"""What stands on a page and is no part of the story: a table of reasons and patterns.

Patterns work on `kg.text.plain` text: simplified characters, Chinese punctuation.
"""

import re

# Reason; the longest paragraph that it may take; what the whole paragraph must match, one form a line.
_TABLE: tuple[tuple[str, int, tuple[str, ...]], ...] = (
    (
        "site slogan",
        80,
        (
            "海量资讯、?精准解读.*",
            "[^。]*(?:尽在|下载|打开|登录)[^，。]{1,10}(?:APP|App|app|客户端)[^。]*",
            "[^。]{0,20}客户端下载[^。]*",
            "更多(?:精彩)?(?:内容|资讯|新闻|精彩|详情)[，,]?(?:请)?(?:点击|关注|扫|下载|登录).*",
        ),
    ),
    (
        "call to follow, share or read on",
        60,
        (
            "(?:欢迎|长按|扫码|扫一扫|扫描)[^。]{0,14}(?:关注|二维码|识别|添加|加群)[^。]*",
            "[^。]{0,12}(?:关注我们|加关注|点个赞|点亮在看)[^。]*|持续关注[！!↓]*",
            "(?:请?点击|戳)(?:查看|进入|下载|图片|阅读|观看|下方|上方|蓝字|这里).{0,30}",
            "查看(?:更多|原文|全文|原图)[^。]{0,12}|阅读(?:原文|全文)|展开全文",
            "分享(?:到|至)[：:]?.{0,40}|分享[：:].{0,40}",
            "(?=.*[\u4e00-\u9fff])(?:微信|微博|QQ空间|新浪微博|人人网|开心网|豆瓣|朋友圈|复制链接"
            "|更多|收藏|打印|关闭|纠错|举报|评论|字号|大|中|小|[\\[\\]【】|｜丨\\s：])+",
        ),
    ),
    (
        "copyright notice",
        600,
        (
            "(?:©|Copyright|COPYRIGHT|版权(?:声明|所有|归|说明|信息|申明|与免责)|凡(?:本网|本站|注明)).*",
            "(?:免责|特别|郑重|重要|法律|本网)?声明[：:].*(?:转载|版权|本网|本站|本文|观点|侵权|投资建议).*",
            "未经[^。]{2,30}(?:授权|许可|同意|允许)[^。]{0,30}(?:转载|复制|摘编|镜像|链接|使用).*",
            "[^。]{0,40}(?:版权所有|违者必究).*",
            "(?:如需|如|欢迎)?转载.{0,6}(?:请注明|须注明|务必|请联系).*",
            "(?:\\d[.．、])?本(?:网|站|报)(?!讯|记者)[^。]{0,200}(?:版权|转载|侵权).*",
            "[^。]{0,30}(?:文章|内容|观点|信息).{0,6}(?:仅供参考|不代表|不构成).*|.{0,12}如有侵权.*",
            "[京沪粤浙苏鲁辽黑吉豫川渝津湘鄂皖闽赣琼陕晋冀桂云贵青甘宁新藏蒙]ICP[备证].*",
            ".{0,20}(?:公网安备|增值电信业务经营许可证|信息网络传播视听节目许可证).*",
        ),
    ),
    (
        "link to another page",
        40,
        (
            "返回.{0,16}(?:新闻|首页|列表|顶部|目录|频道)[^。，]{0,30}",
            "[上下]一[篇条页则](?:[：: ].{0,36})?",
            "(?:网站)?首页(?:[>»›/ ].{0,36})?|.{0,30}[>»›] ?正文",
        ),
    ),
    (
        "page chrome",
        14,
        (
            "广告|加载中(?:\\.|…)*|正在加载.*|.{0,9}新闻正文|正文|登录|注册|搜索|登录 ?注册",
            "(?:当前|您的|你的)?(?:现在)?位置[：:].*|\\[?关闭(?:窗口)?\\]?",
        ),
    ),
    (
        "page counters",
        60,
        (
            "[（(]?(?:更新时间|最后更新|更新于)(?:戳)?[：: ][^。]{0,30}[）)]?",
            "(?:阅读|浏览|点击|访问|评论|点赞|收藏|字数)(?:量|次数|数|率)?[：: ]{1,2}\\d[^。]{0,20}",
        ),
    ),
    (
        "end mark",
        12,
        (
            "[（(【\\[]?(?:完|全文完|编完|本文完|END|end|The End)[）)】\\]]?",
            "[-—─=＝_*＊#～~·.…■◆▼↓↑→▲●○◎▷▶►•|丨\\s]+",
        ),
    ),
    ("unreadable characters", 15, ("[？?]?[。]?[\u3100-\u312f].{0,12}",)),
    (
        "programme credit",
        40,
        (
            "(?:[\u4e00-\u9fff]{2,8}|CNTV)?消息 ?[（(][\u4e00-\u9fff]{2,8}[）)] ?[：:]?",
            "[（(]?《[\u4e00-\u9fff]{2,8}》 ?\\d{8}(?: \\d\\d[：:]\\d\\d)?[）)]?",
        ),
    ),
    (
        "error message of a server",
        80,
        (
            "没找到.{0,60}的内容文件[！!]?|404 .{0,20}|.{0,10}页面不存在.{0,10}",
            "(?:抱歉，|对不起，|很抱歉，)?[您你](?:访问|查看)的(?:页面|内容|文章).{0,30}",
        ),
    ),
    ("attachment link", 60, ("附件 ?\\d{0,2}[：:]?[^。，]{0,50}\\.(?:docx?|xlsx?|pdf|wps|zip|rar|et|ofd)",)),
    (
        "address",
        300,
        (
            "(?:[^。，]{0,14}[：:；;] ?)?(?:https?[：:])?//?[\\w.-]+\\.\\w{2,}[^\u4e00-\u9fff]*",
            "www\\.[^\u4e00-\u9fff]+|watermark[，,].*|[A-Za-z0-9+/=_，,.&%?-]{60,}",
        ),
    ),
)
RULES = tuple((reason, limit, re.compile("|".join(forms), re.DOTALL)) for reason, limit, forms in _TABLE)
LONGEST = max(limit for _, limit, _ in RULES)

# Names of a site's sections, which stand above headlines and are headings elsewhere.
SECTION = re.compile(
    "(?:政府|政务|部门|商务|国内|国际|财经|工作|行业|地方|时政|本地|公司)?"
    "(?:新闻|要闻|资讯|动态|快讯|信息公开|公告|频道|专题)|[A-Za-z ]{3,24}"
)

# Headings after which a page lists other stories.
TAIL = re.compile(
    "[\\[【（(◆■●☞▼↓]*\\s*(?:新闻推荐|推荐新闻|相关(?:新闻|阅读|报道|文章|推荐|专题)|(?:延伸|推荐|拓展|更多)阅读"
    "|热门(?:推荐|文章|新闻|评论)|热点(?:推荐|新闻)|精彩推荐|编辑推荐|为[您你]推荐|猜你喜欢|往期(?:推荐|回顾)|大家都在看"
    "|友情链接|网友评论|最新评论|你会关注|您可能感兴趣.*)\\s*[\\]】）)：:↓▼☞]*"
)
# A line that gives the headline under which another site had the story.
ORIGINAL_TITLE = re.compile(
    "(?P<outlet>[\u4e00-\u9fff]{2,8})?原(?:标题|题)[：:丨|] ?(?P<title>.{2,120}?)"
    "(?:\\s*(?:文章)?来源[：:] ?(?P<source>\\S{2,20}))?"
)


def reason_to_drop(line: str) -> str | None:
    """Why a paragraph is no part of a story, or None.

    >>> reason_to_drop("海量资讯、精准解读，尽在新浪财经APP"), reason_to_drop("外贸开门稳")
    ('site slogan', None)
    """
    size = len(line)
    if size > LONGEST:
        return None
    return next((reason for reason, limit, form in RULES if size <= limit and form.fullmatch(line)), None)
