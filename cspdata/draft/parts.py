"""Which level and area each LSOA of a place lies in: wards, neighbourhoods or a file's own parts.

The result is one row per LSOA of 2021 with its areas from the top down; no area is named twice.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from cspdata import national
from cspdata.draft.ground import Ground, plain, rows
from cspdata.errors import BadReference
from cspdata.place import Level
from cspdata.vocabulary import folded

FIRST_ROW = 2
WARD, MSOA, LSOA = "ward", "msoa", "lsoa"
DISTRICT = Level("district", "district", "districts", "district")
TOPS = {
    "district": DISTRICT,
    "partnership": Level("partnership", "partnership", "partnerships", "partnership"),
    "force": Level("force", "police force area", "police force areas", "force"),
}
NEIGHBOURHOOD = Level("neighbourhood", "neighbourhood", "neighbourhoods", "neighbourhood")
SMALL_AREA = Level("small-area", "small area", "small areas", "small area")
BASES = {
    WARD: "the LSOAs that the Office for National Statistics gives to the ward of 2024",
    MSOA: "the LSOAs of this MSOA of 2021",
    LSOA: "one LSOA of 2021",
}


def lsoas(ground: Ground) -> pd.DataFrame:
    """The LSOAs of 2021 of a place: the columns of `national.lsoas`, `district` and `msoa`."""
    every = national.lsoas()
    found = every[every["district_code"].isin(ground.districts)]
    names = rows(ground).set_index("district_code")["district"].map(plain)
    return found.assign(
        district=found["district_code"].map(names), msoa=found["lsoa_name"].str[:-1]
    ).reset_index(drop=True)


def sizes(ground: Ground) -> dict[str, int]:
    """How many wards and how many MSOAs a place has."""
    found = lsoas(ground)
    return {WARD: found["ward_code"].nunique(), MSOA: found["msoa"].nunique()}


def placed(
    ground: Ground, parts: str | Path, regions: Path | None
) -> tuple[list[Level], pd.DataFrame]:
    """The levels of a place from the top, and `lsoas` with a column of names for each level.

    `parts` is WARD, MSOA, LSOA or a CSV with an LSOA and its part in each row; `regions` a CSV with
    a part and its region. The heading of the second column names the level. Raises BadReference.
    """
    found = lsoas(ground)
    levels, columns = (
        [TOPS[ground.kind]],
        {TOPS[ground.kind].level: found["lsoa"].map(lambda _: ground.name)},
    )
    if len(ground.districts) > 1:
        levels, columns = [*levels, DISTRICT], columns | {DISTRICT.level: found["district"]}
    below = _below(found, parts)
    if regions is not None:
        level, column = _regions(regions, next(iter(below.values())))
        levels, columns = [*levels, level], columns | {level.level: column}
    for level, column in below.items():
        levels, columns = [*levels, level], columns | {level.level: column}
    named = _named_apart(pd.DataFrame(columns), [level.level for level in levels])
    return levels, found.join(named.add_prefix(AT))


AT = "at "


def _below(found: pd.DataFrame, parts: str | Path) -> dict[Level, pd.Series]:
    if parts == WARD:
        return {Level(WARD, "ward", "wards", "ward"): found["ward"]}
    if parts == MSOA:
        return {NEIGHBOURHOOD: found["msoa"]}
    if parts == LSOA:
        return {NEIGHBOURHOOD: found["msoa"], SMALL_AREA: found["lsoa_name"]}
    level, own = _pairs(Path(parts))
    return {level: _own_parts(Path(parts), own, found)}


def _own_parts(path: Path, own: Mapping[str, str], found: pd.DataFrame) -> pd.Series:
    """The part of each LSOA of 2021, by its own code or by that of 2011 before it."""
    older = dict(zip(national.changes()["lsoa21"], national.changes()["lsoa11"], strict=True))
    parts = found["lsoa"].map(own)
    parts = parts.fillna(found["lsoa"].map(older).map(own))
    strange = [code for code in own if code not in set(found["lsoa"]) | set(older.values())]
    if strange:
        raise BadReference(f"{path.name} names LSOAs that do not lie here: {_few(strange)}.")
    if parts.isna().any():
        lacking = found.loc[parts.isna(), "lsoa"].tolist()
        raise BadReference(f"{path.name} gives no part to the LSOAs {_few(lacking)}.")
    return parts


def _regions(path: Path, parts: pd.Series) -> tuple[Level, pd.Series]:
    level, own = _pairs(path)
    spelt = {folded(part): region for part, region in own.items()}
    regions = parts.map(lambda part: spelt.get(folded(part)))
    if regions.isna().any():
        lacking = sorted(set(parts[regions.isna()]))
        raise BadReference(f"{path.name} gives no {level.singular} to {_few(lacking)}.")
    strange = [part for part in own if folded(part) not in set(parts.map(folded))]
    if strange:
        raise BadReference(f"{path.name} names what is no part of this place: {_few(strange)}.")
    return level, regions


def _pairs(path: Path) -> tuple[Level, dict[str, str]]:
    """The first two columns of a CSV, and the level that the heading of the second names."""
    try:
        table = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except (ValueError, OSError) as fault:
        raise BadReference(f"{path.name} cannot be read as a CSV in UTF-8.") from fault
    if len(table.columns) < 2 or table.empty:
        raise BadReference(f"{path.name} needs two columns and a heading above each.")
    first, second = (table[column].str.strip() for column in table.columns[:2])
    empty = (first == "") | (second == "")
    twice = first.duplicated(keep=False) & ~pd.DataFrame({"a": first, "b": second}).duplicated(
        keep=False
    )
    for wrong, problem in ((empty, "a cell is empty"), (twice, "this name has two")):
        if wrong.any():
            row = FIRST_ROW + int(wrong.to_numpy().argmax())
            raise BadReference(f"{path.name}, row {row}: {problem}.")
    word = str(table.columns[1]).strip()
    return Level(slug(word), word, _several(word), word), dict(zip(first, second, strict=True))


def _several(word: str) -> str:
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith(("s", "sh", "ch", "x")) else f"{word}s"


def slug(name: str) -> str:
    """A code for a name: small letters and figures joined by hyphens."""
    return folded(name.replace("'", "").replace("’", "")).replace(" ", "-")


def _named_apart(columns: pd.DataFrame, levels: Sequence[str]) -> pd.DataFrame:
    """Two areas of one level and name in different areas above get the name of that in brackets."""
    columns = columns.copy()
    for place, level in enumerate(levels[1:], 1):
        above = levels[place - 1]
        pairs = columns[[above, level]].drop_duplicates()
        twice = set(pairs.loc[pairs[level].duplicated(keep=False), level])
        apart = columns[level] + " (" + columns[above] + ")"
        columns[level] = columns[level].where(~columns[level].isin(twice), apart)
    return columns


def _few(names: Sequence[str]) -> str:
    return ", ".join(names[:6]) + (f" and {len(names) - 6} more" if len(names) > 6 else "")
