"""LSOAs with their areas -> the tables of a place pack as frames of text; no file is written."""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from cspdata import national, settings
from cspdata.areas import LSOA_COLUMNS
from cspdata.draft import ground as grounds
from cspdata.draft.ground import Ground
from cspdata.draft.parts import AT, slug
from cspdata.packs.rules import COLUMNS
from cspdata.place import Level
from cspdata.residents import BASE_COLUMNS, NUMBER_COLUMNS
from cspdata.vocabulary import read

LISTED = "; "
CENSUS_DAY = "the census of 21 March 2021"
CENSUS = [
    "census-2021",
    "2021-03-21",
    "census of March 2021",
    national.CENSUS,
    "Office for National Statistics, census of 2021",
]
GENERAL = ["General", "Across the priorities", "Work outside one priority."]


def coded(levels: Sequence[Level], placed: pd.DataFrame) -> dict[tuple[str, str], str]:
    """(level, name) of each area -> its code: its name, and where that is taken its level's too."""
    codes: dict[tuple[str, str], str] = {}
    for level in levels:
        for name in placed[AT + level.level].drop_duplicates():
            wanted = [slug(name), f"{slug(name)}-{level.level}"]
            codes[level.level, name] = next(code for code in wanted if code not in codes.values())
    return codes


def areas(levels: Sequence[Level], placed: pd.DataFrame, basis: str) -> pd.DataFrame:
    """`areas.csv`: each area after the one it lies in, with the residents of its LSOAs."""
    codes = coded(levels, placed)
    paths = placed[[AT + level.level for level in levels]].itertuples(index=False, name=None)
    inside: dict[tuple[str, ...], list[int]] = {}
    for row, path in enumerate(paths):
        for depth in range(1, len(levels) + 1):
            inside.setdefault(path[:depth], []).append(row)
    rows = [
        _area(path, levels[len(path) - 1], placed.iloc[inside[path]], codes, levels, basis)
        for path in sorted(inside)
    ]
    return pd.DataFrame(rows)[list(COLUMNS["areas.csv"])]


def _area(
    path: tuple[str, ...],
    level: Level,
    inside: pd.DataFrame,
    codes: dict[tuple[str, str], str],
    levels: Sequence[Level],
    basis: str,
) -> dict[str, str]:
    lowest = level is levels[-1]
    return {
        "area": codes[level.level, path[-1]],
        "name": path[-1],
        "level": level.level,
        "parent": codes[levels[len(path) - 2].level, path[-2]] if len(path) > 1 else "",
        "residents": str(inside["residents"].sum()),
        "kind": "",
        "membership": basis if lowest else "",
        "wards": LISTED.join(sorted(inside["ward"].unique())) if lowest else "",
        "aliases": _aliases(inside, level),
    }


def bases() -> pd.DataFrame:
    """`bases.csv`: the one count of residents that ships."""
    return pd.DataFrame([CENSUS], columns=BASE_COLUMNS)


def residents(levels: Sequence[Level], placed: pd.DataFrame) -> pd.DataFrame:
    """`residents.csv`: the residents and households of the smallest areas."""
    lowest = levels[-1].level
    summed = placed.groupby(AT + lowest)[["residents", "households"]].sum()
    codes = coded(levels, placed)
    rows = [
        [codes[lowest, str(name)], CENSUS[0], *map(str, numbers)]
        for name, *numbers in summed.itertuples(name=None)
    ]
    return pd.DataFrame(rows, columns=NUMBER_COLUMNS)


def lsoas(levels: Sequence[Level], placed: pd.DataFrame) -> pd.DataFrame:
    """`lsoas.csv`: those of 2021 and, for files before, those of 2011 that are no longer there.

    One that was split between two areas lies in the one where more of its residents live now.
    """
    lowest = levels[-1].level
    codes = coded(levels, placed)
    area = placed[AT + lowest].map(lambda name: codes[lowest, name])
    new = placed.assign(area=area, edition="2021")
    old = _former(new)
    rows = pd.concat([new, old], ignore_index=True)
    return rows[LSOA_COLUMNS].astype(str)


def split(levels: Sequence[Level], placed: pd.DataFrame) -> list[str]:
    """The LSOAs of 2011 whose parts of 2021 lie in more than one area."""
    lowest = AT + levels[-1].level
    pairs = national.changes().merge(placed, left_on="lsoa21", right_on="lsoa")
    several = pairs.groupby("lsoa11")[lowest].nunique()
    return sorted(several[several > 1].index)


def words(ground: Ground, today: date) -> dict[str, str]:
    """`place.csv`: what the place calls itself, as far as that can be known."""
    force = grounds.force_of(ground)
    return {
        "dashboard": f"{ground.name} community safety",
        "authority": f"tag:{slug(ground.name)}-community-safety,{today.year}",
        "police": force["police"],
        "partners": f"The Community Safety Partnership of {ground.name}",
        "report": "",
        "report_note": "",
        "force": force["force"],
        "residents": CENSUS_DAY,
        "sums_areas": "no",
        "district": ground.districts[0] if len(ground.districts) == 1 else "",
    }


def levels_table(levels: Sequence[Level]) -> pd.DataFrame:
    return pd.DataFrame([vars(level) for level in levels])


def withheld(levels: Sequence[Level]) -> pd.DataFrame:
    """`disclosure.csv` for these levels: the shipped rules, all of them off."""
    shipped = read(settings.SHIPPED / "disclosure.csv", "rule")
    rules = shipped.drop_duplicates("offence").to_dict("records")
    rows = [
        rule
        | {
            "rule": f"{rule['offence']}-{level.level}",
            "level": level.level,
            "on": "no",
            "reason": "Off: decide before counts of it are published below the whole.",
        }
        for rule in rules
        for level in levels[1:]
    ]
    return pd.DataFrame(rows, columns=shipped.columns)


def empty(name: str) -> pd.DataFrame:
    """A table with its header alone."""
    return pd.DataFrame(columns=list(COLUMNS[name]), dtype=str)


def priorities() -> pd.DataFrame:
    return pd.DataFrame([GENERAL], columns=list(COLUMNS["priorities.csv"]))


def _aliases(inside: pd.DataFrame, level: Level) -> str:
    """Other spellings in files: the codes of a ward or a district."""
    column = {"ward": "ward_code", "district": "district_code"}.get(level.level)
    if column is None or inside[column].nunique() > 1:
        return ""
    return str(inside[column].iloc[0])


def _former(new: pd.DataFrame) -> pd.DataFrame:
    """The LSOAs of 2011 alone that bear this place's name, with an area each."""
    everywhere = national.lsoas().set_index("lsoa")["residents"]
    ours = national.changes()["lsoa11_name"].map(national.begins).map(national.homes())
    pairs = national.changes()[ours.isin(new["district_code"])].assign(
        residents=lambda rows: rows["lsoa21"].map(everywhere),
        area=lambda rows: rows["lsoa21"].map(new.set_index("lsoa")["area"]),
        alone=lambda rows: rows["area"].notna() & ~rows["lsoa21"].isin(_merged()),
    )
    largest = pairs.groupby(["lsoa11", "area"])["residents"].sum().sort_values()
    here = largest.reset_index().drop_duplicates("lsoa11", keep="last").set_index("lsoa11")["area"]
    here = here.sort_index()
    whole = pairs.groupby("lsoa11").agg(
        lsoa_name=("lsoa11_name", "first"), residents=("residents", "sum"), alone=("alone", "all")
    )
    found = whole.loc[here.index]
    return pd.DataFrame(
        {
            "lsoa": found.index,
            "lsoa_name": found["lsoa_name"].to_numpy(),
            "ward_code": "",
            "ward": "",
            "area": here.to_numpy(),
            "residents": found["residents"].where(found["alone"]).map(_whole).to_numpy(),
            "edition": "2011",
        }
    )


def _merged() -> set[str]:
    """The LSOAs of 2021 that several of 2011 went into, so that theirs cannot be told apart."""
    into = national.changes()["lsoa21"]
    return set(into[into.duplicated()])


def _whole(residents: float) -> str:
    return "" if pd.isna(residents) else str(int(residents))
