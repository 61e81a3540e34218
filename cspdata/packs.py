"""What is wrong with a place pack: every fault with its file, row and column; nothing is mended."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date

import pandas as pd

from cspdata import areas, caveats, metrics, offences, outlines, place, settings, sources
from cspdata.errors import BadReference
from cspdata.vocabulary import folded, items, read

FIRST_ROW = 2
MAY_BE_EMPTY = "report_note"
ABOVE = {"district": "", "region": "district", "parish": "region"}

Codes = Mapping[str, Collection[str]]
Rule = Callable[[str, Codes], str]


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
    read_so_far = {name: _read(name) for name in COLUMNS}
    tables = {name: rows for name, (rows, _) in read_so_far.items()}
    codes = {name: set(rows.iloc[:, 0]) for name, rows in tables.items()}
    codes["sources"] = set(sources.SOURCES)
    found = [fault for _, unread in read_so_far.values() for fault in unread]
    if found:
        return found
    for name, rows in tables.items():
        found += _cells(name, rows, codes)
    found += _words(tables["place.csv"])
    found += _tree(tables["areas.csv"])
    found += _breaks(tables["caveats.csv"])
    return found + _outlined(tables["areas.csv"])


def _read(name: str) -> tuple[pd.DataFrame, list[Fault]]:
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


def _cells(name: str, rows: pd.DataFrame, codes: Codes) -> Iterator[Fault]:
    for column, rules in COLUMNS[name].items():
        for number, cell in enumerate(rows[column], FIRST_ROW):
            for problem in filter(None, (rule(cell, codes) for rule in rules)):
                yield Fault(name, number, column, problem)


def _words(rows: pd.DataFrame) -> Iterator[Fault]:
    said = dict(zip(rows["key"], rows["value"], strict=True))
    for field in fields(place.Place):
        word, needed = field.name, field.default is MISSING
        if word not in said:
            if needed:
                yield Fault("place.csv", 0, "key", f"There is no row “{word}”.")
            continue
        row = FIRST_ROW + list(said).index(word)
        if needed and not said[word] and word != MAY_BE_EMPTY:
            yield Fault("place.csv", row, "value", f"“{word}” is empty.")
        if word == "other_forces" and said[word] not in place.OTHER_FORCES:
            allowed = " or ".join(f"“{each}”" for each in place.OTHER_FORCES)
            yield Fault("place.csv", row, "value", f"“{said[word]}” is not {allowed}.")


def _tree(rows: pd.DataFrame) -> Iterator[Fault]:
    """One district, parents one level above, unique names, residents that add up."""
    level = dict(zip(rows["area"], rows["level"], strict=True))
    names: set[tuple[str, str]] = set()
    if list(level.values()).count("district") != 1:
        yield Fault("areas.csv", 0, "level", "There must be one area of the level “district”.")
    for number, row in enumerate(rows.to_dict("records"), FIRST_ROW):
        above = ABOVE.get(row["level"], "")
        if level.get(row["parent"], "") != above:
            kind = f"a {above}" if above else "empty"
            yield Fault("areas.csv", number, "parent", f"The parent of a {row['level']} is {kind}.")
        name = (row["level"], folded(row["name"]))
        if name in names:
            yield Fault("areas.csv", number, "name", f"“{row['name']}” stands twice in its level.")
        names.add(name)
        parts = rows.loc[rows["parent"] == row["area"], "residents"]
        residents = pd.to_numeric(parts, errors="coerce").sum()
        if len(parts) and str(int(residents)) != row["residents"]:
            problem = f"The residents of its parts add up to {int(residents):,}."
            yield Fault("areas.csv", number, "residents", problem)


def _breaks(rows: pd.DataFrame) -> Iterator[Fault]:
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


def _outlined(rows: pd.DataFrame) -> list[Fault]:
    """Every area has its outline."""
    try:
        drawn = outlines.shown()
    except FileNotFoundError:
        problem = "The file is missing; `python -m cspdata place --outlines LSOAS` makes it."
        return [Fault(outlines.FILE, 0, "", problem)]
    except (ValueError, KeyError, TypeError):
        problem = "The file is no GeoJSON in which each outline names its “area”."
        return [Fault(outlines.FILE, 0, "", problem)]
    return [
        Fault(outlines.FILE, 0, "", f"There is no outline of “{area}”.")
        for area in rows["area"]
        if area not in drawn
    ]


def _filled(cell: str, _: Codes) -> str:
    return "" if cell.strip() else "The cell is empty."


def _code(cell: str, _: Codes) -> str:
    if re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", cell):
        return ""
    return f"“{cell}” is no code: small letters and figures, joined by hyphens."


def _whole(cell: str, _: Codes) -> str:
    good = cell.isascii() and cell.isdigit() and int(cell) > 0
    return "" if good else f"“{cell}” is no whole number above 0."


def _sentence(cell: str, _: Codes) -> str:
    return "" if cell.endswith((".", "?")) else "Write a sentence that ends with a full stop."


def _day(cell: str, _: Codes) -> str:
    try:
        date.fromisoformat(cell)
    except ValueError:
        return f"“{cell}” is no day: write it as 2018-01-31."
    return ""


def _among(*allowed: str) -> Rule:
    words = ", ".join(f"“{word}”" if word else "empty" for word in allowed)
    return lambda cell, _: "" if cell in allowed else f"“{cell}” is none of {words}."


def _each_in(name: str) -> Rule:
    def rule(cell: str, codes: Codes) -> str:
        unknown = [f"“{item}”" for item in items(cell) if item not in codes[name]]
        return f"{', '.join(unknown)} is not in {name}." if unknown else ""

    return rule


COLUMNS: dict[str, dict[str, tuple[Rule, ...]]] = {
    "place.csv": {"key": (_filled,), "value": ()},
    "areas.csv": {
        "area": (_code,),
        "name": (_filled,),
        "level": (_among(*areas.LEVELS),),
        "parent": (_each_in("areas.csv"),),
        "residents": (_whole,),
        "kind": (_among("", *areas.KINDS),),
        "membership": (),
        "wards": (),
        "aliases": (),
    },
    "lsoas.csv": {
        "lsoa": (_filled,),
        "lsoa_name": (_filled,),
        "ward_code": (),
        "ward": (),
        "area": (_filled, _each_in("areas.csv")),
        "residents": (_whole,),
        "edition": (_filled,),
    },
    "offences.csv": {"offence": (_code,), "name": (_filled,), "kind": (_among(*offences.KINDS),)},
    "caveats.csv": {
        "caveat": (_code,),
        "effect": (_among(*caveats.EFFECTS),),
        "from": (_day,),
        "to": (_day,),
        "areas": (_each_in("areas.csv"),),
        "offences": (_each_in("offences.csv"),),
        "sources": (_each_in("sources"),),
        "title": (_filled,),
        "sentence": (_sentence,),
        "alternative": (),
        "reference": (),
    },
    "partners.csv": {"partner": (_code,), "name": (_filled,), "about": (_sentence,)},
    "priorities.csv": {"priority": (_filled,), "name": (_filled,), "about": (_sentence,)},
    "themes.csv": {
        "topic": (_code,),
        "name": (_filled,),
        "question": (_sentence,),
        "offences": (_filled, _each_in("offences.csv")),
        "areas": (_filled, _each_in("areas.csv")),
        "about": (_sentence,),
    },
    "metrics.csv": {
        "measure": (_code,),
        "name": (_filled,),
        "partner": (_filled, _each_in("partners.csv")),
        "unit": (_filled,),
        "kind": (_among(*metrics.KINDS),),
        "better": (_among(*metrics.BETTER),),
        "theme": (_filled, _each_in("priorities.csv")),
        "topics": (_each_in("themes.csv"),),
        "breakdowns": (),
        "definition": (_sentence,),
        "supplier": (_filled,),
    },
    "prompts.csv": {"prompt": (_code,), "question": (_sentence,)},
}
OPTIONAL = {"lsoas.csv"}
