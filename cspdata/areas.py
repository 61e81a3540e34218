"""The areas of this place, level by level: who is whose parent, and how many live there.

Nothing is counted here; which areas exist is said in `areas.csv` of the place pack only.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from cspdata import national, place, settings
from cspdata.place import Level
from cspdata.sites import of_place
from cspdata.vocabulary import items, lookup, read

LSOA_COLUMNS = ["lsoa", "lsoa_name", "ward_code", "ward", "area", "residents", "edition"]
VISITED = "city"
LEVELS = ("district", "region", "parish")
KINDS = (VISITED, "town", "rural")
# More areas beside each other are told apart on no map and read in no list.
MANY = 300


@dataclass(frozen=True)
class Area:
    area: str
    name: str
    level: str
    parent: str
    residents: int
    kind: str
    membership: str
    wards: str


@of_place
def table() -> pd.DataFrame:
    """One row per area in printed order: the columns of `areas.csv`, text but for residents."""
    rows = read(settings.table("areas.csv"), "area")
    return rows.assign(residents=rows["residents"].astype(int))


@of_place
def lsoas() -> pd.DataFrame:
    """One row per LSOA code, LSOA_COLUMNS as text; none where the pack does not list them."""
    listed = settings.table("lsoas.csv")
    return read(listed, "lsoa") if listed.exists() else pd.DataFrame(columns=LSOA_COLUMNS)


@of_place
def _all() -> dict[str, Area]:
    columns = list(Area.__dataclass_fields__)
    return {
        row["area"]: Area(**{str(name): cell for name, cell in row.items()})
        for row in table()[columns].to_dict("records")
    }


def one(area: str) -> Area:
    """The area of that code. Raises KeyError."""
    return _all()[area]


def aliases(area: str) -> list[str]:
    """What files call an area beside its name: other spellings, and the code of a district."""
    return _aliases()[area]


def known(area: str) -> bool:
    return area in _all()


def order() -> list[str]:
    """Each area followed by what lies in it: the whole, its first part, what lies in that, …"""
    return list(_ordered())


@of_place
def root() -> str:
    """The whole place: the one area without a parent."""
    return next(area.area for area in _all().values() if not area.parent)


def children(area: str) -> list[str]:
    return list(_below().get(area, ()))


def path(area: str) -> list[str]:
    """From the whole place down to the area."""
    parent = one(area).parent
    return [*path(parent), area] if parent else [area]


def levels() -> tuple[Level, ...]:
    """From the whole place down to the smallest areas."""
    return place.levels()


def lowest() -> str:
    """The code of the level of the smallest areas, in which counts are kept."""
    return levels()[-1].level


def at_level(level: str) -> list[str]:
    return [a.area for a in _all().values() if a.level == level]


def leaves(area: str | None = None) -> list[str]:
    """The smallest areas, in printed order: of the whole place, or those that lie in an area."""
    return at_level(lowest()) if area is None else inside(area, lowest())


def inside(area: str, level: str) -> list[str]:
    """The areas of a level that lie in an area, in printed order; of its own level, itself."""
    return list(_inside().get((area, level), ()))


def offered(area: str) -> list[str]:
    """The areas that a list offers beside an area: all; of MANY, those on the way to it, opened."""
    if len(_all()) <= MANY:
        return order()
    every, opened = _all(), {"", *path(area)}
    return [code for code in _ordered() if every[code].parent in opened]


@of_place
def scope(area: str, level: str, most: int | None = None) -> str:
    """In what the areas of a level are shown beside an area: the whole place, if it has no more.

    Else the largest area around it that has no more than `most`, by default MANY, and the whole
    where there is none.
    """
    around = (each for each in path(area) if len(inside(each, level)) <= (most or MANY))
    return next((each for each in around if inside(each, level)), root())


@of_place
def usual_level(area: str, most: int | None = None) -> str:
    """The level of which a map shows an area unless asked: the smallest that is not too many."""
    below = [each.level for each in levels()[:0:-1]]
    few = (each for each in below if len(inside(scope(area, each, most), each)) <= (most or MANY))
    return next(few, below[-1])


def kinds() -> list[str]:
    """The kinds of which this place has a parish."""
    return [kind for kind in KINDS if any(area.kind == kind for area in _all().values())]


@of_place
def names() -> dict[str, str]:
    return {a.area: a.name for a in _all().values()}


def level_name(level: str) -> str:
    """What one area of a level is called here: "parish", "police (NPT) region"."""
    return _level(level).singular


def plural(level: str) -> str:
    """What several areas of a level are called here: "parishes", "police (NPT) regions"."""
    return _level(level).plural


def short(level: str) -> str:
    """What one area of a level is called where there is little room: "NPT region"."""
    return _level(level).short


def _level(code: str) -> Level:
    return {level.level: level for level in levels()}[code]


@of_place
def spellings() -> dict[str, str]:
    """Every accepted spelling, folded for comparison, to the area."""
    return lookup(table(), "area", "name", "aliases")


@of_place
def of_lsoa() -> dict[str, str]:
    return dict(zip(lsoas()["lsoa"], lsoas()["area"], strict=True))


def named_as_ours(lsoa_name: str) -> bool:
    """Whether an LSOA's name ("Winchester 013H") begins as those of this place do."""
    return bool(all_named_as_ours([lsoa_name]))


def all_named_as_ours(lsoa_names: Iterable[str]) -> set[str]:
    """Those of LSOAs' names that begin as those of this place do."""
    ours = _beginnings()
    return {name for name in lsoa_names if national.begins(name) in ours}


def unlisted(edition: str) -> list[str]:
    """The LSOAs of a census that took the place of some listed here, and are not listed.

    Files that name places by that census would be refused, or counted in part.
    """
    listed = of_lsoa()
    pairs = national.changes().rename(columns={"lsoa11": "2011", "lsoa21": "2021"})
    names = dict(zip(national.lsoas()["lsoa"], national.lsoas()["lsoa_name"], strict=True))
    names |= dict(zip(pairs["2011"], pairs["lsoa11_name"], strict=True))
    [other] = set(national.EDITIONS) - {edition}
    beside = pairs.loc[pairs[other].isin(listed) & ~pairs[edition].isin(listed), edition]
    return sorted(code for code in set(beside) if named_as_ours(names[code]))


@of_place
def _beginnings() -> frozenset[str]:
    """How the names of this place's LSOAs begin.

    Borders have moved: one LSOA that bears a neighbour's name does not make the neighbour ours, so
    half of all that begin so must be listed here.
    """
    ours = Counter(map(national.begins, lsoas()["lsoa_name"]))
    return frozenset(
        name for name, listed in ours.items() if 2 * listed >= national.sizes().get(name, 0)
    )


@of_place
def of_ward() -> dict[str, str]:
    """Each ward's code to its area; a ward that lies in several is none of them."""
    pairs = lsoas().loc[lsoas()["ward_code"] != "", ["ward_code", "area"]].drop_duplicates()
    whole = pairs[~pairs["ward_code"].duplicated(keep=False)]
    return dict(zip(whole["ward_code"], whole["area"], strict=True))


@of_place
def _aliases() -> dict[str, list[str]]:
    rows = table()
    return dict(zip(rows["area"], map(items, rows["aliases"]), strict=True))


@of_place
def _ordered() -> tuple[str, ...]:
    return tuple(every_in(root()))


@of_place
def _inside() -> dict[tuple[str, str], list[str]]:
    inside: dict[tuple[str, str], list[str]] = {}
    for area in _all().values():
        for around in path(area.area):
            inside.setdefault((around, area.level), []).append(area.area)
    return inside


@of_place
def _below() -> dict[str, list[str]]:
    below: dict[str, list[str]] = {}
    for area in _all().values():
        below.setdefault(area.parent, []).append(area.area)
    return below


def every_in(area: str) -> list[str]:
    """An area and all that lies in it, in printed order."""
    return [area, *(below for child in children(area) for below in every_in(child))]
