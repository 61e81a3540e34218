"""What was understood of a table, to be read before anything is published; nothing is judged."""

import pandas as pd

from cspdata import areas
from cspdata.checks.issues import Reading
from cspdata.periods import Period
from cspdata.readers import Sheet
from cspdata.readers.sheets import SHAPES_IN_WORDS

PRINTED = "police tables as printed"
WHOLE_MONTHS = ("street", "ward-months")


def reading_of(sheet: Sheet, rows: pd.DataFrame, known_from: str, source: str = "") -> Reading:
    """The reading of rows of `crimes` or `activity`; `known_from` says where the days stand."""
    pairs = set(zip(rows["period_start"], rows["period_end"], strict=True))
    days = tuple(sorted(Period(start, end) for start, end in pairs))
    return Reading(
        file=sheet.name,
        what=SHAPES_IN_WORDS.get(sheet.shape, PRINTED),
        source=source or ", ".join(sorted(set(rows.get("source", [])))),
        days=days,
        known_from=known_from,
        figures=len(rows),
        where=areas_in_words(rows["area"]) if "area" in rows else "",
        total=int(rows["count"].sum()) if sheet.shape in WHOLE_MONTHS else None,
        rows=len(sheet.rows),
        rows_all=sheet.tally.get("rows_total", len(sheet.rows)),
    )


def areas_in_words(codes: pd.Series) -> str:
    """ "St Paul", "20 parishes", "the district and 3 police (NPT) regions"."""
    named = set(codes)
    known = [code for code in areas.order() if code in named]
    if len(known) == 1:
        return areas.one(known[0]).name
    parts = []
    for level in (level.level for level in areas.levels()):
        count = sum(areas.one(code).level == level for code in known)
        if level == areas.one(areas.root()).level:
            parts += [areas.one(areas.root()).name] * (count > 0)
        elif count:
            name = areas.level_name(level) if count == 1 else areas.plural(level)
            parts.append(f"{count} {name}")
    return " and ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))
