"""Gold annotations: what a careful reader would put into the graph of an article."""

import gzip
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from kg import articles, text
from kg.errors import KgError
from kg.model import Article

_ID = re.compile('"id": ?"([^"]+)"')
CORE = ("Organization", "Place", "Event", "Platform")

_LOOSE = re.compile("[\\s“”‘’\"'《》〈〉「」『』（）()【】\\[\\]·•,，、:：!！?？。.—–\\-#*]+")


def surface(name: str) -> str:
    """A surface form made comparable: simplified, without quotes, brackets, dashes, spaces and glosses.

    >>> surface("第二屆“雙品網(wǎng)購(gòu)節(jié)”") == surface("第二届双品网购节")
    True
    """
    bare = re.sub("\\([a-zāáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜü]{1,6}\\)", "", name)
    return _LOOSE.sub("", text.plain(text.clean(bare))).lower()


@dataclass(frozen=True, slots=True)
class GoldEntity:
    """An annotated entity; `types` are all the kinds a system may give it."""

    id: str
    type: str
    types: tuple[str, ...]
    name: str
    surfaces: frozenset[str]
    optional: bool


@dataclass(frozen=True, slots=True)
class Gold:
    """The annotation of one article; the parts keep the JSON's own fields."""

    stem: str
    published: str | None
    entities: tuple[GoldEntity, ...]
    relations: tuple[dict[str, Any], ...]
    dates: tuple[dict[str, Any], ...]
    observations: tuple[dict[str, Any], ...]
    times: tuple[dict[str, Any], ...]
    statements: tuple[dict[str, Any], ...]
    names_only: bool


def read(path: Path) -> Gold:
    """An annotation file. Raises KgError where it is no JSON, lacks its article or entities, or has a date that is none."""
    try:
        return parsed(json.loads(path.read_text(encoding="utf-8")))
    except (KeyError, TypeError, ValueError) as error:
        raise KgError(f"not a gold annotation: {error}", str(path), "see the gold guide for its fields") from error


def parsed(data: dict[str, Any]) -> Gold:
    """An annotation out of its JSON.

    Raises KeyError where it lacks its article or entities, ValueError where `published` is no ISO 8601 date.
    """
    if data.get("published"):
        date.fromisoformat(str(data["published"])[:10])
    return Gold(
        stem=data["article"],
        published=data.get("published"),
        entities=tuple(_entity(n, item) for n, item in enumerate(data["entities"])),
        relations=tuple(data.get("relations", ())),
        dates=tuple(data.get("dates", ())),
        observations=tuple(data.get("observations", ())),
        times=tuple(data.get("times", ())),
        statements=tuple(data.get("statements", ())),
        names_only="relations" not in data and "observations" not in data,
    )


def read_all(folder: Path) -> list[Gold]:
    """All annotations of a folder, by name of article."""
    if not folder.is_dir():
        raise KgError("no such folder of annotations", str(folder), "give a folder of *.json files", usage=True)
    found = [read(path) for path in sorted(folder.glob("*.json"))]
    if not found:
        raise KgError("no annotation found", str(folder), "give a folder of *.json files", usage=True)
    return found


def texts(folder: Path, annotations: Sequence[Gold], places: Sequence[Path] = ()) -> dict[str, Article]:
    """The annotated articles by their stems: from `places`, from the folder itself, or from beside it.

    A place is a folder of articles, or a file of many records (JSON lines, gzipped or not) whose `id` is the stem.
    Beside means `articles/`, `corpus/articles/` and the `*.jsonl.gz` of `corpus/` in the folder's parents, as far
    up as `shared/`. An article without a date of its own takes the annotation's.
    """
    wanted = {annotation.stem: annotation.published for annotation in annotations}
    found: dict[str, Article] = {}
    for place in (*places, *_beside(folder.resolve())):
        if len(found) < len(wanted):
            for article in _articles(place, wanted.keys() - found.keys()):
                found.setdefault(article.stem, replace(article, published=article.published or wanted[article.stem]))
    return found


def _articles(place: Path, stems: set[str]) -> Iterator[Article]:
    """Articles of some stems in a folder or in a file of records."""
    if place.is_dir():
        for path in sorted(place.iterdir()):
            if path.stem in stems and path.suffix != ".json":
                items = (item for item in articles.read(path) if isinstance(item, Article) and item.stem == path.stem)
                yield from (item for item, _ in zip(items, range(1), strict=False))
    elif place.is_file():
        opening = gzip.open if place.suffix == ".gz" else open
        with opening(place, "rt", encoding="utf-8") as lines:
            for line in lines:
                key = _ID.search(line)
                if key is not None and key[1] in stems:
                    for item in articles.read_bytes(line.encode(), key[1], ".jsonl"):
                        if isinstance(item, Article):
                            yield replace(item, stem=key[1])


def _beside(folder: Path) -> Iterator[Path]:
    yield folder
    for above in (folder, *folder.parents[:3]):
        for base in (above, above / "shared"):
            yield base / "articles"
            yield base / "corpus" / "articles"
            yield from sorted((base / "corpus").glob("*.jsonl.gz"))


def _entity(number: int, item: dict[str, Any]) -> GoldEntity:
    """An entity; annotations of names alone may go without ids."""
    names = [item["name"], *item.get("aliases", ())]
    return GoldEntity(
        id=item.get("id", f"n{number}"),
        type=item["type"],
        types=(item["type"], *item.get("alt_types", ())),
        name=item["name"],
        surfaces=frozenset(filter(None, map(surface, names))),
        optional=bool(item.get("optional")),
    )
