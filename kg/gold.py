"""Gold annotations: what a careful reader would put into the graph of an article."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg import text
from kg.errors import KgError

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
    """An annotation file. Raises KgError where it is no JSON or lacks its article or entities."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return Gold(
            stem=data["article"],
            published=data.get("published"),
            entities=tuple(_entity(n, item) for n, item in enumerate(data["entities"])),
            relations=tuple(data.get("relations", ())),
            dates=tuple(data.get("dates", ())),
            observations=tuple(data.get("observations", ())),
            times=tuple(data.get("times", ())),
            statements=tuple(data.get("statements", ())),
            names_only="relations" not in data,
        )
    except (KeyError, TypeError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise KgError(f"not a gold annotation: {error}", str(path), "see the gold guide for its fields") from error


def read_all(folder: Path) -> list[Gold]:
    """All annotations of a folder, by name of article."""
    if not folder.is_dir():
        raise KgError("no such folder of annotations", str(folder), "give a folder of *.json files", usage=True)
    found = [read(path) for path in sorted(folder.glob("*.json"))]
    if not found:
        raise KgError("no annotation found", str(folder), "give a folder of *.json files", usage=True)
    return found


def article_paths(folder: Path, stems: Sequence[str], places: Sequence[Path] = ()) -> dict[str, Path]:
    """Where the annotated articles are: in `places`, in the folder itself, or beside it.

    Beside means `articles/` and `corpus/articles/` in the folder's parents, as far up as `shared/`.
    """
    wanted = set(stems)
    found: dict[str, Path] = {}
    for place in (*places, *_beside(folder.resolve())):
        for path in sorted(place.iterdir()) if place.is_dir() else ():
            if path.stem in wanted and path.suffix != ".json":
                found.setdefault(path.stem, path)
    return found


def _beside(folder: Path) -> Iterator[Path]:
    yield folder
    for above in (folder, *folder.parents[:3]):
        for base in (above, above / "shared"):
            yield base / "articles"
            yield base / "corpus" / "articles"


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
