"""Stored rows and new ones -> the table as it would be; a figure is known by its declared key."""

import numpy as np
import pandas as pd

from cspdata import schemas

FIGURE = {"crimes": "count", "activity": "value"}
NUMBERS = ("count", "number")
DAYS = dict.fromkeys(
    column.name
    for table in (schemas.OPERATIONS, schemas.NOTES, schemas.MATTERS, schemas.OBJECTIVES)
    for column in table.columns
    if column.kind == "day"
)
# As the store reads days, so that what is stored needs no other form.
DATED = "datetime64[ms]"


def merged(stored: pd.DataFrame, new: pd.DataFrame, table: str) -> pd.DataFrame:
    """The stored rows with the new ones in place of all those with the same key."""
    stored, new = dated(stored), dated(new)
    if table in FIGURE:
        new = _marked(stored, new, table)
    kept = stored[~_among(stored, new, table)]
    return pd.concat([kept, new], ignore_index=True) if len(kept) else new.reset_index(drop=True)


def revised(stored: pd.DataFrame | None, new: pd.DataFrame | None) -> pd.DataFrame:
    """The figures whose count would change: source, area, offence, period, before, now."""
    key = list(schemas.CRIMES.key)
    if stored is None or new is None:
        return pd.DataFrame(columns=[*key, "before", "now"])
    pairs = _paired(stored, new, "crimes")
    changed = pairs[pairs["before"].notna() & (pairs["before"] != pairs["count"])]
    return changed.rename(columns={"count": "now"})[[*key, "before", "now"]]


def unpublished(stored: pd.DataFrame, new: pd.DataFrame, table: str) -> pd.DataFrame:
    """The new rows whose key is not stored."""
    stored, new = dated(stored), dated(new)
    return new[~_among(new, stored, table)]


def brings(stored: pd.DataFrame, new: pd.DataFrame, table: str) -> pd.DataFrame:
    """The new rows that a publication adds; of notes also those that say something else."""
    if table != schemas.NOTES.name:
        return unpublished(stored, new, table)
    said = [name for name in schemas.NOTES.names if name not in schemas.PROVENANCE]
    now, before = (_plain(dated(rows)[said], table) for rows in (new, stored))
    return new[~pd.MultiIndex.from_frame(now).isin(pd.MultiIndex.from_frame(before))]


def numbered(stored: pd.DataFrame, new: pd.DataFrame, version: int) -> pd.DataFrame:
    """Notes with the version that brings them; one that is published already keeps its own."""
    known = new["note"].map(stored.set_index("note")["version"])
    fresh = new.index.isin(brings(stored, new, schemas.NOTES.name).index)
    return new.assign(version=known.mask(fresh, version).astype(int))


def same(stored: pd.DataFrame, after: pd.DataFrame, table: str) -> bool:
    """Whether two versions of a table hold the same figures, whichever file they came in."""
    figures = [name for name in schemas.TABLES[table].names if name not in schemas.PROVENANCE]
    if len(stored) != len(after):
        return False
    both = [
        _plain(rows[figures], table).sort_values(figures, ignore_index=True)
        for rows in (dated(stored), dated(after))
    ]
    return both[0].equals(both[1])


def dated(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with their days as datetimes, as they are read back."""
    plain = [name for name in DAYS if name in rows.columns and rows[name].dtype != DATED]
    return rows.astype(dict.fromkeys(plain, DATED)) if plain else rows


def _plain(rows: pd.DataFrame, table: str) -> pd.DataFrame:
    """Numbers as numbers and the rest as text, with nothing and "" alike, to be compared."""
    numbers = {column.name for column in schemas.TABLES[table].columns if column.kind in NUMBERS}
    made = {}
    for name in rows.columns:
        column = rows[name]
        if pd.api.types.is_datetime64_any_dtype(column):
            made[name] = column
        elif name in numbers:
            made[name] = pd.to_numeric(column).astype(float)
        else:
            made[name] = column.astype(object).where(column.notna(), "").astype(str)
    return pd.DataFrame(made)


def _among(rows: pd.DataFrame, others: pd.DataFrame, table: str) -> np.ndarray:
    """Which rows have the key of one of the others; most differ by their days already."""
    found = np.ones(len(rows), dtype=bool)
    if "period_start" in schemas.TABLES[table].key:
        found = rows["period_start"].isin(others["period_start"].unique()).to_numpy(copy=True)
    near = np.flatnonzero(found)
    if len(near) and len(others):
        found[near] = _keys(rows.iloc[near], table).isin(_keys(others, table))
    return found & bool(len(others))


def _keys(rows: pd.DataFrame, table: str) -> pd.MultiIndex | pd.Index:
    """The key of each row; what older stores did not keep of a figure's origin is ""."""
    key = list(schemas.TABLES[table].key)
    named = rows[key].assign(
        **{name: rows[name].fillna("").astype(str) for name in key if name in ("member", "sheet")}
    )
    return pd.MultiIndex.from_frame(named) if len(key) > 1 else pd.Index(named[key[0]])


def _marked(stored: pd.DataFrame, new: pd.DataFrame, table: str) -> pd.DataFrame:
    """New rows whose figure differs from the stored one carry the status revised.

    Provisional ones stay so: whoever reads them must know that they will be replaced.
    """
    pairs, figure = _paired(stored, new, table), FIGURE[table]
    differs = (pairs["before"].notna() & (pairs["before"] != pairs[figure])).to_numpy()
    again = ((pairs["before"] == pairs[figure]) & (pairs["status"] == "revised")).to_numpy()
    final = (new["status"] != schemas.PROVISIONAL).to_numpy()
    return new.assign(status=new["status"].mask((differs | again) & final, "revised"))


def _paired(stored: pd.DataFrame, new: pd.DataFrame, table: str) -> pd.DataFrame:
    key, figure = list(schemas.TABLES[table].key), FIGURE[table]
    new, stored = dated(new[[*key, figure]]), dated(stored)
    near = stored["period_start"].isin(new["period_start"].unique())
    if not near.any():
        return new.assign(before=np.nan, status=None)
    held = stored.loc[near, [*key, figure, "status"]].rename(columns={figure: "before"})
    return new.merge(held, on=key, how="left")
