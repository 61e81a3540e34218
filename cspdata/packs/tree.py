"""Whether areas, levels and LSOAs of a pack fit together, so that no count is lost."""

from collections.abc import Iterator, Mapping

import pandas as pd

from cspdata import areas, national
from cspdata.vocabulary import folded

FIRST_ROW = 2
FEWEST, MOST = 2, 5

Misfit = tuple[str, int, str, str]
Tables = Mapping[str, pd.DataFrame]


def misfits(tables: Tables) -> Iterator[Misfit]:
    """(file, row, column, problem) of each place where levels, areas and LSOAs do not fit."""
    levels = named_levels(tables["levels.csv"])
    if len(tables["levels.csv"]) and not FEWEST <= len(levels) <= MOST:
        yield "levels.csv", 0, "level", f"There must be {FEWEST} to {MOST} levels."
        return
    rows = tables["areas.csv"]
    yield from _whole_and_lowest(rows, levels)
    yield from _names(rows)
    yield from _parents(rows, levels)
    yield from _residents(rows)
    yield from _lsoas(tables["lsoas.csv"], rows, levels)
    yield from _residents_of_lsoas(tables["lsoas.csv"], rows, list(levels)[-1])


def named_levels(rows: pd.DataFrame) -> dict[str, str]:
    """Each level's code and what one area of it is called, from the whole place down."""
    return dict(zip(rows["level"], rows["singular"], strict=True)) or {
        level: level for level in areas.LEVELS
    }


def _whole_and_lowest(rows: pd.DataFrame, levels: Mapping[str, str]) -> Iterator[Misfit]:
    top, *_, lowest = levels
    if list(rows["level"]).count(top) != 1:
        problem = f"There must be one area of the level “{top}”."
        yield "areas.csv", 0, "level", problem
    if lowest not in set(rows["level"]):
        problem = (
            f"There is no area of the lowest level “{lowest}”, and counts are kept in those: "
            "nothing can be published. Levels of another number or name stand in levels.csv."
        )
        yield "areas.csv", 0, "level", problem


def _names(rows: pd.DataFrame) -> Iterator[Misfit]:
    names: set[tuple[str, str]] = set()
    for number, row in enumerate(rows.to_dict("records"), FIRST_ROW):
        name = (row["level"], folded(row["name"]))
        if name in names:
            yield "areas.csv", number, "name", f"“{row['name']}” stands twice in its level."
        names.add(name)


def _parents(rows: pd.DataFrame, levels: Mapping[str, str]) -> Iterator[Misfit]:
    """Parents lie one level above, and every area but the smallest has a part."""
    codes = list(levels)
    level = dict(zip(rows["area"], rows["level"], strict=True))
    for number, row in enumerate(rows.to_dict("records"), FIRST_ROW):
        if row["level"] not in levels:
            continue
        place = codes.index(row["level"])
        above = codes[place - 1] if place else ""
        if level.get(row["parent"], "") != above:
            kind = f"a {levels[above]}" if above else "empty"
            problem = f"The parent of a {levels[row['level']]} is {kind}."
            yield "areas.csv", number, "parent", problem
        if row["level"] != codes[-1] and row["area"] not in set(rows["parent"]):
            problem = f"“{row['name']}” has no {levels[codes[place + 1]]} in which to count."
            yield "areas.csv", number, "area", problem


def _residents(rows: pd.DataFrame) -> Iterator[Misfit]:
    for number, row in enumerate(rows.to_dict("records"), FIRST_ROW):
        parts = rows.loc[rows["parent"] == row["area"], "residents"]
        residents = pd.to_numeric(parts, errors="coerce").sum()
        if len(parts) and str(int(residents)) != row["residents"]:
            problem = f"The residents of its parts add up to {int(residents):,}."
            yield "areas.csv", number, "residents", problem


def _lsoas(lsoas: pd.DataFrame, rows: pd.DataFrame, levels: Mapping[str, str]) -> Iterator[Misfit]:
    """An LSOA lies in one of the smallest areas, and has a code of the census that it names."""
    level = dict(zip(rows["area"], rows["level"], strict=True))
    lowest = list(levels)[-1]
    for number, row in enumerate(lsoas.to_dict("records"), FIRST_ROW):
        found = level.get(row["area"], lowest)
        if found != lowest:
            problem = (
                f"“{row['area']}” is a {levels.get(found, found)}, and an LSOA's crimes are "
                f"counted in a {levels[lowest]}: there they would be lost."
            )
            yield "lsoas.csv", number, "area", problem
        known = national.editions(row["lsoa"])
        if known and row["edition"] in national.EDITIONS and row["edition"] not in known:
            problem = f"{row['lsoa']} is a code of the census of {', '.join(sorted(known))}."
            yield "lsoas.csv", number, "edition", problem


def _residents_of_lsoas(lsoas: pd.DataFrame, rows: pd.DataFrame, lowest: str) -> Iterator[Misfit]:
    """An area's residents are those of its LSOAs, by one census or the other."""
    for number, row in enumerate(rows.to_dict("records"), FIRST_ROW):
        inside = lsoas[(lsoas["area"] == row["area"]) & (row["level"] == lowest)]
        sums = [
            total for total in (_sum(inside, edition) for edition in national.EDITIONS) if total
        ]
        if sums and row["residents"] not in map(str, sums):
            counted = " or ".join(f"{total:,}" for total in dict.fromkeys(sums))
            problem = f"The residents of its LSOAs add up to {counted}."
            yield "areas.csv", number, "residents", problem


def _sum(lsoas: pd.DataFrame, edition: str) -> int:
    """The residents of the LSOAs of one census, 0 where those of any are not known."""
    known = [
        edition in (national.editions(code) or {said})
        for code, said in zip(lsoas["lsoa"], lsoas["edition"], strict=True)
    ]
    residents = pd.to_numeric(lsoas.loc[known, "residents"], errors="coerce")
    return 0 if residents.isna().any() else int(residents.sum())
