"""What a file brought, as the history tells it; nothing is read or decided here."""

from collections.abc import Iterable, Sequence
from datetime import date

import pandas as pd

from cspdata import checks
from cspdata.periods import Period
from cspdata.sources import DISTRICTS, PARTNERS


def described(name: str, sha256: str, parts: Sequence[checks.Checked]) -> dict[str, object]:
    """A file for the history: name, sha256, source, period, rows; of street-level files rows_here.

    `parts` are its sheets or members as they were checked.
    """

    def rows_of(table: str) -> list[pd.DataFrame]:
        return [part.tables[table] for part in parts if len(part.tables.get(table, ()))]

    placed = [part.placed for part in parts if part.placed is not None]
    months = {period for each in placed for period in each.months.values()}
    crimes, districts = rows_of("crimes"), rows_of("districts")
    if months:
        districts.append(_of_months(months))
    activity = [*rows_of("activity"), *rows_of("operations"), *rows_of("objectives")]
    activity += rows_of("notes")
    matters = [_signed(rows) for rows in rows_of("matters")]
    sources = {source for rows in crimes for source in rows["source"].unique()}
    if activity or matters:
        sources.add(PARTNERS.source)
    if districts:
        sources.add(DISTRICTS.source)
    return {
        "name": name,
        "sha256": sha256,
        "source": ", ".join(sorted(sources)),
        "period": _covered([*crimes, *activity, *districts, *matters]),
        "rows": sum(len(rows) for part in parts for rows in part.tables.values())
        + sum(each.rows for each in placed),
        **_located(parts),
    }


def _located(parts: Sequence[checks.Checked]) -> dict[str, int]:
    """How many rows of a street-level file lie here; nothing for other files."""
    rows = {
        "rows_here": sum(part.rows_here for part in parts),
        "rows_in_file": sum(part.rows_in_file for part in parts),
    }
    return rows if rows["rows_in_file"] else {}


def _of_months(months: Iterable[Period]) -> pd.DataFrame:
    days = [(period.start, period.end) for period in months]
    return pd.DataFrame(days, columns=["period_start", "period_end"])


def _signed(rows: pd.DataFrame) -> pd.DataFrame:
    """The days on which steps were signed, as those that they cover."""
    return rows[["signed_on"]].assign(period_start=rows["signed_on"], period_end=rows["signed_on"])


def _covered(filled: Sequence[pd.DataFrame]) -> str:
    if not filled:
        return ""
    first: date = min(rows["period_start"].min() for rows in filled)
    last: date = max(rows["period_end"].max() for rows in filled)
    return f"{first}/{last}"
