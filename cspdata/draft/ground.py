"""A name -> the districts that it can mean, with their partnership and force; nothing is asked."""

from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

import pandas as pd

from cspdata import national
from cspdata.errors import BadReference
from cspdata.vocabulary import folded

KINDS = {
    "district": ["district", "district_code"],
    "partnership": ["partnership"],
    "force": ["force_name", "force", "police"],
}
KIND_NAMES = {
    "district": "the district",
    "partnership": "the Community Safety Partnership",
    "force": "the area of the police force",
}
TITLES = (", City of", ", County of")
ALWAYS_TITLED = {"London, City of": "City of London"}


@dataclass(frozen=True)
class Ground:
    """The districts of one place, and what kind of place they are together."""

    name: str
    kind: str
    districts: tuple[str, ...]

    @property
    def words(self) -> str:
        names = [plain(name) for name in rows(self)["district"]]
        listed = f": {', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else ""
        return f"{KIND_NAMES[self.kind]} {self.name}{listed}"


def plain(name: str) -> str:
    """A name as people say it: "Bristol, City of" is Bristol."""
    if name in ALWAYS_TITLED:
        return ALWAYS_TITLED[name]
    for title in TITLES:
        name = name.removesuffix(title)
    return name


def _spellings(name: str) -> set[str]:
    return {folded(each) for each in (name, plain(name), name.removeprefix("County "))}


def options(name: str) -> list[Ground]:
    """What a name can mean, the smallest first; a district is followed by its joint partnership.

    Raises BadReference, with the closest names, where it means nothing.
    """
    found = [ground for kind in KINDS for ground in _of_kind(kind, name)]
    if not found:
        close = get_close_matches(folded(name), _names(), n=3, cutoff=0.6)
        hint = f" Did you mean {', '.join(_names()[key] for key in close)}?" if close else ""
        raise BadReference(
            f"No district, partnership or police force of England and Wales is “{name}”.{hint}"
        )
    districts = [ground for ground in found if ground.kind == "district"]
    joint = [_whole("partnership", ground.districts[0]) for ground in districts]
    return _distinct([*found, *joint])


def rows(ground: Ground) -> pd.DataFrame:
    """The rows of `national.districts` of a place."""
    every = national.districts()
    return every[every["district_code"].isin(ground.districts)]


def force_of(ground: Ground) -> pd.Series:
    """force, force_name and police of a place's first district; partnerships lie in one force."""
    return rows(ground).iloc[0]


def of_force(force: str) -> pd.DataFrame:
    """The rows of `national.districts` of a force."""
    every = national.districts()
    return every[every["force"] == force]


def _of_kind(kind: str, name: str) -> list[Ground]:
    every = national.districts()
    same = pd.Series(False, every.index)
    for column in KINDS[kind]:
        same |= every[column].map(lambda each: folded(name) in _spellings(each))
    column = KINDS[kind][0]
    return [
        Ground(plain(str(found)), kind, tuple(of["district_code"]))
        for found, of in every[same].groupby(column, sort=True)
    ]


def _whole(kind: str, district: str) -> Ground:
    every = national.districts().set_index("district_code")
    column = KINDS[kind][0]
    name = every.loc[district, column]
    return Ground(plain(str(name)), kind, tuple(every.index[every[column] == name]))


def _distinct(grounds: list[Ground]) -> list[Ground]:
    first = {frozenset(ground.districts): ground for ground in reversed(grounds)}
    return sorted(first.values(), key=lambda ground: len(ground.districts))


@cache
def _names() -> dict[str, str]:
    every = national.districts()
    columns = ("district", "partnership", "force_name")
    return {folded(plain(name)): plain(name) for column in columns for name in every[column]}
