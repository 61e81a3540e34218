"""Every fault of a place pack with its file, row and column; a table is read but never mended."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, fields

import pandas as pd

from cspdata import areas, national, outlines, place, residents, settings, sources
from cspdata.errors import BadReference
from cspdata.packs.leftovers import leftovers
from cspdata.packs.rules import COLUMNS, OPTIONAL, Codes
from cspdata.packs.tree import misfits
from cspdata.vocabulary import read

FIRST_ROW = 2
REGIONS = ("region", "regions", "region_short")
YES_OR_NO = ("", "yes", "no")


@dataclass(frozen=True)
class Fault:
    """`row` as a spreadsheet numbers it, 0 where the whole file is meant."""

    file: str
    row: int
    column: str
    problem: str

    def __str__(self) -> str:
        row = f"row {self.row}" if self.row else ""
        return f"{', '.join(filter(None, [self.file, row, self.column]))}: {self.problem}"


def faults() -> list[Fault]:
    """Every fault of the pack that `CSP_PLACE` names, file by file."""
    read_so_far = {name: table(name) for name in COLUMNS}
    tables = {name: rows for name, (rows, _) in read_so_far.items()}
    found = [fault for _, unread in read_so_far.values() for fault in unread]
    if found:
        return found
    codes: dict[str, Collection[str]] = {
        name: list(rows.iloc[:, 0]) for name, rows in tables.items()
    }
    codes["levels"] = codes["levels.csv"] or areas.LEVELS
    codes["sources"] = sources.SOURCES
    codes["districts"] = national.districts()["district_code"].tolist()
    for name, rows in tables.items():
        found += _cells(name, rows, codes)
    found += _words(tables["place.csv"], bool(codes["levels.csv"]))
    found += [Fault(*misfit) for misfit in residents.misfits()]
    found += [Fault(*misfit) for misfit in misfits(tables)]
    found += breaks(tables["caveats.csv"])
    found += _withheld(tables["disclosure.csv"], codes["levels"])
    found += [Fault(*left) for left in leftovers(tables)]
    return found + _outlined(tables["areas.csv"])


def table(name: str) -> tuple[pd.DataFrame, list[Fault]]:
    """The table's text in its declared columns, and what keeps it from being read."""
    columns = list(COLUMNS[name])
    nothing = pd.DataFrame(columns=columns, dtype=str)
    path = settings.table(name)
    if name in OPTIONAL and not path.exists():
        return nothing, []
    try:
        rows = read(path, columns[0])
    except BadReference as fault:
        return nothing, [Fault(name, 0, "", str(fault))]
    except (KeyError, ValueError):
        return nothing, [Fault(name, 1, columns[0], "The file is no table with this column.")]
    missing = [column for column in columns if column not in rows]
    unread = [Fault(name, 1, column, "The column is missing.") for column in missing]
    return rows.reindex(columns=columns, fill_value=""), unread


def breaks(rows: pd.DataFrame) -> Iterator[Fault]:
    """What is wrong with the days of caveats, and with breaks that leave no way out."""
    for number, row in enumerate(rows.to_dict("records"), FIRST_ROW):
        if row["from"] > row["to"]:
            yield Fault("caveats.csv", number, "to", "The last day comes before the first.")
        if row["effect"] != "break":
            continue
        if row["from"] != row["to"]:
            yield Fault("caveats.csv", number, "to", "A break is one day: the first of the new.")
        if not row["alternative"]:
            problem = "Say what can be compared instead."
            yield Fault("caveats.csv", number, "alternative", problem)


def _cells(name: str, rows: pd.DataFrame, codes: Codes) -> Iterator[Fault]:
    for column, rules in COLUMNS[name].items():
        for number, cell in enumerate(rows[column], FIRST_ROW):
            for problem in filter(None, (rule(cell, codes) for rule in rules)):
                yield Fault(name, number, column, problem)


def _words(rows: pd.DataFrame, levels_named: bool) -> Iterator[Fault]:
    said = dict(zip(rows["key"], rows["value"], strict=True))
    needed = [*place.NEEDED, *(() if levels_named else REGIONS)]
    for word in needed:
        if word not in said:
            yield Fault("place.csv", 0, "key", f"There is no row “{word}”.")
    known = [field.name for field in fields(place.Place)]
    districts = set(national.districts()["district_code"])
    for row, (word, value) in enumerate(said.items(), FIRST_ROW):
        if word not in known:
            problem = f"“{word}” is no word that is used: {', '.join(known)}."
            yield Fault("place.csv", row, "key", problem)
        elif word in needed and not value:
            yield Fault("place.csv", row, "value", f"“{word}” is empty.")
        elif word == "district" and value and value not in districts:
            problem = f"“{value}” is not the code of a district of 2024."
            yield Fault("place.csv", row, "value", problem)
        elif word == "sums_areas" and value not in YES_OR_NO:
            yield Fault("place.csv", row, "value", f"“{value}” is neither “yes” nor “no”.")
        elif word == "other_forces" and value not in place.OTHER_FORCES:
            allowed = " or ".join(f"“{each}”" for each in place.OTHER_FORCES)
            yield Fault("place.csv", row, "value", f"“{value}” is not {allowed}.")


def _withheld(rows: pd.DataFrame, levels: Collection[str]) -> Iterator[Fault]:
    """A rule that is switched on must name a level of this place, or it withholds nothing."""
    for number, row in enumerate(rows.to_dict("records"), FIRST_ROW):
        if row["on"] == "yes" and row["level"] not in levels:
            problem = f"“{row['level']}” is none of the levels {', '.join(levels)}."
            yield Fault("disclosure.csv", number, "level", problem)


def _outlined(rows: pd.DataFrame) -> list[Fault]:
    """Every area has its outline, where the pack has any."""
    if not outlines.exist():
        return []
    try:
        drawn = outlines.shown()
    except (ValueError, KeyError, TypeError):
        problem = "The file is no GeoJSON in which each outline names its “area”."
        return [Fault(outlines.FILE, 0, "", problem)]
    return [
        Fault(outlines.FILE, 0, "", f"There is no outline of “{area}”.")
        for area in rows["area"]
        if area not in drawn
    ]
