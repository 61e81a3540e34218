"""The templates that officers fill in: what is counted is named, days and figures are empty."""

import pandas as pd

from cspdata import areas, offences, schemas, store
from cspdata.sources import POLICE_TABLES

COLUMNS = ["area", "offence", "period_start", "period_end", "count"]
DAYS_OF_NOTES = [column.name for column in schemas.NOTES.columns if column.kind == "day"]


def template() -> pd.DataFrame:
    """A row for each area and offence that police tables print, by name: COLUMNS, text."""
    printed = [
        code for group in POLICE_TABLES.groups for code in (group, *offences.children(group))
    ]
    flags = [(areas.root(), flag) for flag in offences.of_kind("flag")]
    rows = [
        [areas.one(area).name, offences.one(offence).name, "", "", ""]
        for area, offence in [*((a, o) for a in areas.order() for o in printed), *flags]
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def matters() -> pd.DataFrame:
    """A row for the next step of each open matter, and one for a new matter: text."""
    steps = store.read("matters").sort_values("step", kind="stable")
    last = steps.drop_duplicates("matter", keep="last")
    waiting = last[last["state"] == "open"]
    columns = _filled_in(schemas.MATTERS)
    made = waiting.assign(step=(waiting["step"] + 1).astype(str))[["matter", "step"]]
    new = pd.DataFrame({"matter": [""], "step": ["1"]})
    return pd.concat([made, new]).reindex(columns=columns, fill_value="").reset_index(drop=True)


def blank(table: str) -> pd.DataFrame:
    """The columns that an officer fills in of a declared table, and no row."""
    return pd.DataFrame(columns=_filled_in(schemas.TABLES[table]))


def notes() -> pd.DataFrame:
    """A row for each note that is not withdrawn, to be changed, withdrawn or added to: text."""
    kept = store.read("notes")
    rows = kept[~kept["withdrawn"].astype(bool)]
    columns = _filled_in(schemas.NOTES)
    days = {name: rows[name].dt.strftime("%Y-%m-%d") for name in DAYS_OF_NOTES}
    named = {
        "area": rows["area"].map(areas.names()),
        "offence": rows["offence"].map(offences.names()),
    }
    return rows.assign(**days, **named, withdrawn="")[columns].reset_index(drop=True)


def _filled_in(table: schemas.Table) -> list[str]:
    return [name for name in table.names if name not in schemas.PROVENANCE]
