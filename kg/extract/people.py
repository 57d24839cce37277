"""Who serves where: titles between a body and a person, with the role."""

import re
from collections.abc import Iterator
from functools import cache

from kg.extract._discourse import scenes
from kg.extract._found import Found
from kg.extract._skeleton import CLASSES, CODES, Skeleton
from kg.extract._titles import alternatives, fits, is_title
from kg.model import Article, Claim, Reference
from kg.rules import rules

NEEDS = ("anaphora", "times", "quantities")
MAKES = ("posts",)

_BODIES = CLASSES["org"] + CLASSES["place"] + CLASSES["platform"]
_PERSON = CODES["Person"]

# 在达沃斯会见世界经济论坛主席: what is done there is no post.
_MEETS = re.compile("会见|会晤|会谈|接见|拜会|访问|出席|陪同|邀请|欢迎|迎接|看望")


def extract(article: Article, found: Found) -> None:
    """Add a worksFor claim for each post that stands before or after a person's name."""
    for scene in scenes(article, found):
        for match in _before().finditer(scene.skeleton.text):
            found.claims.extend(_posts(match, scene.skeleton))
        found.claims.extend(_state(scene.skeleton, found))
        for match in _after().finditer(scene.skeleton.text):
            found.claims.extend(_title_after(match, scene.skeleton))
    if "（" in article.plain:
        for scene in scenes(article, found, brackets=True):
            for match in _aside().finditer(scene.skeleton.text):
                found.claims.extend(_title_after(match, scene.skeleton))


def _posts(match: re.Match[str], skeleton: Skeleton) -> Iterator[Claim]:
    """Posts one after another, all of the person or the list of persons that follows."""
    persons = [r for r in skeleton.references(*match.span("persons")) if r.kind == "Person"]
    above: Reference | None = None
    near: Reference | None = None  # the body right before a place (甲公司中国区总裁)
    abroad = ""
    for post in re.finditer(f"([{_BODIES}])([^{_BODIES}]*)", match["posts"]):
        place = match.start("posts") + post.start(1)
        body = skeleton.items[place]
        if post[2] in ("驻", "常驻", "派驻") and isinstance(body, Reference):
            above, abroad = body, "驻"  # 甲国驻乙市总领事 serves 甲国
            continue
        if abroad and isinstance(body, Reference) and above is not None:
            host, body, abroad = skeleton.items[place], above, ""
            role = f"驻{_text(skeleton, host)}{post[2]}"
        else:
            role = re.sub("^的|[、，和及兼 ]+$", "", post[2])
        if (
            isinstance(body, Reference)
            and role == "长"
            and re.search("[省市县区镇乡村州部局厅署]$", _text(skeleton, body))
        ):
            role = _text(skeleton, body)[-1] + role  # 甲县长
        elif isinstance(body, Reference) and body.kind == "Place" and near is not None and near.kind != "Place":
            role, body = _text(skeleton, body) + role, near  # 甲公司亚太区总裁
        near = body if isinstance(body, Reference) and not post[2] else None
        if isinstance(body, Reference) and _double().fullmatch(post[2]) and not is_title(role):
            # 甲国副总理兼能源及水务部部长: the second post is of the same body, whatever it is called
            role = _words(skeleton, place + 1, match.end("posts"))
            for person in persons if is_title(role) else ():
                evidence = skeleton.evidence(place, match.end())
                yield Claim(person.entity, "worksFor", body.entity, evidence, "person.post", 0.95, role)
            return
        if not isinstance(body, Reference) or not is_title(role) or _MEETS.match(role):
            continue
        if not fits(role, body.kind, _text(skeleton, body)):
            continue
        if above is not None and body.kind == "Organization" and _is_department(skeleton, body):
            yield Claim(
                body.entity,
                "partOf",
                above.entity,
                skeleton.evidence(match.start(), match.end()),
                "person.department",
                0.75,
            )
        above = body
        evidence = skeleton.evidence(place, match.end())
        for one in (*_sharing(match, skeleton, post), body):
            for person in persons:
                yield Claim(person.entity, "worksFor", one.entity, evidence, "person.post", 0.95, role)


def _sharing(match: re.Match[str], skeleton: Skeleton, post: re.Match[str]) -> tuple[Reference, ...]:
    """The body before a body of the same sort, joined by 、: 甲党委办公室、乙局办公室主任张三 heads both."""
    place = match.start("posts") + post.start(1)
    if post.start(1) < 2 or skeleton.text[place - 1] not in "、和":
        return ()
    body, other = skeleton.items[place], skeleton.items[place - 2]
    alike = _text(skeleton, body)[-2:] == _text(skeleton, other)[-2:]
    both = isinstance(other, Reference) and isinstance(body, Reference) and other.kind == body.kind == "Organization"
    return (other,) if alike and both and isinstance(other, Reference) else ()


def _words(skeleton: Skeleton, start: int, end: int) -> str:
    """Words of a stretch of a skeleton, with those that its signs stand for."""
    return "".join(_text(skeleton, skeleton.items[n]) or skeleton.text[n] for n in range(start, end))


def _text(skeleton: Skeleton, item: object) -> str:
    """Words of a reference as the article has them."""
    return skeleton.words(item) if isinstance(item, Reference) else ""


def _is_department(skeleton: Skeleton, body: Reference) -> bool:
    """Whether a body's name is that of a department, which belongs to the body named before it."""
    words = skeleton.words(body)
    return re.search("(?:司|处|室)$", words) is not None and len(words) <= 12


def _title_after(match: re.Match[str], skeleton: Skeleton) -> Iterator[Claim]:
    """骞某司长 after its bureau, and 李某任某局局长."""
    number = "" if match.groupdict().get("body") else "2"
    body = skeleton.items[match.start("body" + number)]
    person = skeleton.items[match.start("person" + number)]
    role = match["role" + number]
    if isinstance(body, Reference) and isinstance(person, Reference) and is_title(role):
        evidence = skeleton.evidence(match.start(), match.end())
        yield Claim(person.entity, "worksFor", body.entity, evidence, "person.title", 0.9, role)


def _state(skeleton: Skeleton, found: Found) -> Iterator[Claim]:
    """国家主席, 国务院总理 and 总书记 need no body before them."""
    posts = rules("people")["title"]["state"]
    names = "|".join(sorted(posts, key=lambda word: -len(word)))
    second = f"兼[^，。；、{_BODIES}{_PERSON}]{{2,10}}"  # 国务委员兼外交部长张三
    for match in re.finditer(f"(?<![{_BODIES}])(({names})(?:{second})?)({_PERSON})", skeleton.text):
        person = skeleton.items[match.start(3)]
        chain = re.search(f"([{_BODIES}])[^，。；{_BODIES}]{{1,16}}、$", skeleton.text[: match.start()])
        owner = skeleton.items[chain.start(1)] if chain else None
        if owner is not None and not re.match("中共|中国|中央|国务院", skeleton.words(owner)):
            # 丙党总书记、国家主席张三 is no president of China; 丙国总理张三、国家副主席李四 serves 丙国
            if isinstance(owner, Reference) and isinstance(person, Reference) and owner.kind == "Place":
                evidence = skeleton.evidence(match.start(), match.end())
                yield Claim(person.entity, "worksFor", owner.entity, evidence, "person.state", 0.85, match[1])
            continue
        body = next((e for e in found.entities if posts[match[2]] in (e.name, *e.aliases)), None)
        if body is not None and isinstance(person, Reference):
            evidence = skeleton.evidence(match.start(), match.end())
            yield Claim(person.entity, "worksFor", body.id, evidence, "person.state", 0.9, match[1])


@cache
def _before() -> re.Pattern[str]:
    chunk = f"[{_BODIES}]{{1,2}}[^{_BODIES}{_PERSON}，。；：！？“”（）]{{1,26}}"
    return re.compile(f"(?P<posts>(?:{chunk})+)(?P<persons>{_PERSON}(?:[、和与及]{_PERSON})*)")


@cache
def _after() -> re.Pattern[str]:
    titles = alternatives()
    return re.compile(
        f"(?P<body>[{_BODIES}])(?P<person>{_PERSON})(?P<role>(?:{titles}))"
        f"|(?P<person2>{_PERSON})(?:现任|担任|任|是|出任|就任|当选|卸任|辞去|接任|升任|兼任|履新|受聘为|获任)(?P<body2>[{_BODIES}])(?P<role2>[^，。；、{_BODIES}]{{2,16}})"
    )


@cache
def _double() -> re.Pattern[str]:
    """A post and the beginning of a second one that has a body's name in it."""
    return re.compile(f"[^，。]*(?:{alternatives()})兼[^，。]{{1,8}}")


@cache
def _aside() -> re.Pattern[str]:
    """张三（甲公司董事长）."""
    return re.compile(
        f"(?P<person2>{_PERSON})（(?:系|现任|时任)?(?P<body2>[{_BODIES}])(?P<role2>[^，。；、（）{_BODIES}]{{2,16}})）"
    )
