"""What ships for all of England and Wales, the tables of `data/national`; nothing is changed here.

A place is made from these tables, and a place pack is held against them. Codes that they do not
know are nobody's: a made-up place has such codes and is none the worse for it.
"""

from collections import Counter
from collections.abc import Iterable
from functools import cache
from itertools import accumulate
from typing import Any

import pandas as pd
import pyarrow.parquet as pq

from cspdata import settings
from cspdata.vocabulary import read

DEGREE = 10_000
EDITIONS = ("2011", "2021")
CENSUS = "2021"


@cache
def lsoas() -> pd.DataFrame:
    """The LSOAs of 2021: lsoa, lsoa_name, ward_code, ward, district_code, residents, households.

    Both are those of the census of CENSUS.
    """
    return pd.read_parquet(settings.NATIONAL / "lsoas.parquet")


@cache
def changes() -> pd.DataFrame:
    """Where codes changed between two censuses: lsoa11, lsoa11_name, lsoa21, a row per pair."""
    return pd.read_parquet(settings.NATIONAL / "changes.parquet")


@cache
def districts() -> pd.DataFrame:
    """district_code, district, partnership, and its force: force (as in police.uk's files),
    force_name, police (what the force calls itself)."""
    rows = read(settings.NATIONAL / "districts.csv", "district_code")
    return rows.merge(forces().rename(columns={"name": "force_name"}), on="force_code")


@cache
def features() -> pd.DataFrame:
    """By which districts are alike: feature, name, weight, scale (plain or log), meaning."""
    return read(settings.NATIONAL / "features.csv", "feature").astype({"weight": float})


@cache
def alike() -> pd.DataFrame:
    """A row per district (index: its code): residents and households of the census, and
    a number per feature.

    NaN where a district has none: those of Wales, and those newer than the scores.
    """
    rows = read(settings.NATIONAL / "alike.csv", "district_code").set_index("district_code")
    return rows.apply(pd.to_numeric)


@cache
def forces() -> pd.DataFrame:
    """force (as in police.uk's files), force_code, name, police."""
    return read(settings.NATIONAL / "forces.csv", "force")


def known_forces() -> list[str]:
    """The forces as police.uk's files name them: "hampshire", "city-of-london"."""
    return forces()["force"].tolist()


@cache
def caveats() -> pd.DataFrame:
    """What is known of forces' figures: the columns of a pack's caveats and `forces`, a list."""
    return read(settings.NATIONAL / "caveats.csv", "caveat")


@cache
def _editions() -> dict[str, frozenset[str]]:
    of_2021, old = set(lsoas()["lsoa"]), set(changes()["lsoa11"])
    new = set(changes()["lsoa21"])
    found = {code: frozenset({"2021"} if code in new else EDITIONS) for code in of_2021}
    return found | {code: frozenset({"2011"}) for code in old}


def editions(lsoa: str) -> frozenset[str]:
    """The censuses whose geography has this LSOA; empty for a code that is unknown."""
    return _editions().get(lsoa, frozenset())


@cache
def _successors() -> dict[str, frozenset[str]]:
    return {str(old): frozenset(new) for old, new in changes().groupby("lsoa11")["lsoa21"]}


def successors(lsoa: str) -> frozenset[str]:
    """The LSOAs of 2021 that took the place of one of 2011; empty where it is still there."""
    return _successors().get(lsoa, frozenset())


@cache
def district_of() -> dict[str, str]:
    """The district of each LSOA of either census; of one that was divided, that of most parts."""
    of_2021 = dict(zip(lsoas()["lsoa"], lsoas()["district_code"], strict=True))
    parts = changes()["lsoa21"].map(of_2021).dropna().groupby(changes()["lsoa11"])
    return {str(old): Counter(new).most_common(1)[0][0] for old, new in parts} | of_2021


@cache
def sizes() -> dict[str, int]:
    """How many LSOAs of either census have a name that begins so ("winchester")."""
    names = pd.concat([lsoas()["lsoa_name"], changes()["lsoa11_name"].drop_duplicates()])
    return Counter(map(begins, names))


@cache
def homes() -> dict[str, str]:
    """How LSOAs' names begin -> the district in which most that begin so lie.

    Names keep the district of their first census, so they outlive mergers and moved borders.
    """
    found = lsoas()["district_code"].groupby(lsoas()["lsoa_name"].map(begins))
    return {str(name): Counter(codes).most_common(1)[0][0] for name, codes in found}


def begins(lsoa_name: str) -> str:
    """An LSOA's name without its number, folded: "Winchester 013H" begins with "winchester"."""
    return lsoa_name.strip().rpartition(" ")[0].casefold()


def outlines(lsoas: Iterable[str]) -> dict[str, dict[str, Any]]:
    """The outlines of LSOAs of 2021 as GeoJSON geometries; those that are unknown are left out."""
    path = settings.NATIONAL / "outlines.parquet"
    found: dict[str, dict[str, Any]] = {}
    for row in pq.read_table(path, filters=[("lsoa", "in", list(lsoas))]).to_pylist():
        shape = found.setdefault(row["lsoa"], {"type": "MultiPolygon", "coordinates": []})
        if row["piece"] == len(shape["coordinates"]):
            shape["coordinates"].append([])
        shape["coordinates"][-1].append(_ring(row))
    return found


def _ring(row: dict[str, Any]) -> list[list[float]]:
    eastings = accumulate(row["dx"], initial=row["x"])
    northings = accumulate(row["dy"], initial=row["y"])
    return [[x / DEGREE, y / DEGREE] for x, y in zip(eastings, northings, strict=True)]
