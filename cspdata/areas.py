"""The district, its regions and parishes: who is whose parent, and how many live there.

Nothing is counted here; which areas exist is said in `areas.csv` of the place pack only.
"""

from dataclasses import dataclass
from functools import cache

import pandas as pd

from cspdata import place, settings
from cspdata.vocabulary import lookup, read

LSOA_COLUMNS = ["lsoa", "lsoa_name", "ward_code", "ward", "area", "residents", "edition"]
VISITED = "city"
LEVELS = ("district", "region", "parish")
KINDS = (VISITED, "town", "rural")


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


@cache
def table() -> pd.DataFrame:
    """One row per area in printed order: the columns of `areas.csv`, text but for residents."""
    rows = read(settings.table("areas.csv"), "area")
    return rows.assign(residents=rows["residents"].astype(int))


@cache
def lsoas() -> pd.DataFrame:
    """One row per LSOA code, LSOA_COLUMNS as text; none where the pack does not list them."""
    listed = settings.table("lsoas.csv")
    return read(listed, "lsoa") if listed.exists() else pd.DataFrame(columns=LSOA_COLUMNS)


@cache
def _all() -> dict[str, Area]:
    columns = list(Area.__dataclass_fields__)
    return {
        row["area"]: Area(**{str(name): cell for name, cell in row.items()})
        for row in table()[columns].to_dict("records")
    }


def one(area: str) -> Area:
    """The area of that code. Raises KeyError."""
    return _all()[area]


def known(area: str) -> bool:
    return area in _all()


def order() -> list[str]:
    """Each area followed by what lies in it: district, region, its parishes, next region, …"""
    return _with_descendants(root())


@cache
def root() -> str:
    """The district: the one area without a parent."""
    return next(area.area for area in _all().values() if not area.parent)


def children(area: str) -> list[str]:
    return [a.area for a in _all().values() if a.parent == area]


def path(area: str) -> list[str]:
    """From the district down to the area."""
    parent = one(area).parent
    return [*path(parent), area] if parent else [area]


def at_level(level: str) -> list[str]:
    return [a.area for a in _all().values() if a.level == level]


def kinds() -> list[str]:
    """The kinds of which this place has a parish."""
    return [kind for kind in KINDS if any(area.kind == kind for area in _all().values())]


@cache
def names() -> dict[str, str]:
    return {a.area: a.name for a in _all().values()}


def level_name(level: str) -> str:
    """ "parish", or what regions are called here: "police (NPT) region"."""
    return place.here().region if level == "region" else level


def plural(level: str) -> str:
    """ "parishes", or what regions are called here: "police (NPT) regions"."""
    return {"region": place.here().regions, "parish": "parishes"}.get(level, f"{level}s")


@cache
def spellings() -> dict[str, str]:
    """Every accepted spelling, folded for comparison, to the area."""
    return lookup(table(), "area", "name", "aliases")


@cache
def of_lsoa() -> dict[str, str]:
    return dict(zip(lsoas()["lsoa"], lsoas()["area"], strict=True))


def named_as_ours(lsoa_name: str) -> bool:
    """Whether an LSOA's name ("Winchester 013H") begins as those of the district do."""
    return _place_of(lsoa_name) in _places()


@cache
def _places() -> frozenset[str]:
    return frozenset(_place_of(name) for name in lsoas()["lsoa_name"])


@cache
def of_ward() -> dict[str, str]:
    return dict(zip(lsoas()["ward_code"], lsoas()["area"], strict=True))


def _place_of(lsoa_name: str) -> str:
    return lsoa_name.strip().rpartition(" ")[0].casefold()


def _with_descendants(area: str) -> list[str]:
    return [area, *(below for child in children(area) for below in _with_descendants(child))]
