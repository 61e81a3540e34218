"""Our months on the band of districts like ours, in words; nothing is counted here."""

from collections.abc import Iterable

import pandas as pd

from cspdata.answers.words.figures import Row, count, listed, number
from cspdata.change.thresholds import ALIKE_LEAST
from cspdata.periods import month, runs

DIGITS = 3  # of a rate of one month, which is small
LIES = {
    "most": "Above them all",
    "above": "Above the middle half",
    "inside": "In the middle half",
    "below": "Below the middle half",
    "least": "Below them all",
    "unknown": "Not whole",
}
BAND = "Half of the group lies outside that half in any month, so one month says little."


def title(rows: pd.DataFrame) -> str:
    """ "In the middle half in 7 of 11 months"."""
    sides = _sides(rows)
    if sides.empty:
        return "No month here to set beside the group"
    inside = int((sides == "inside").sum())
    return f"In the middle half in {inside} of {_months(len(sides))}"


def sentence(rows: pd.DataFrame, place: str) -> str:
    """In how many months ours lay inside the middle half, above and below it, and beyond all."""
    sides = _sides(rows)
    if sides.empty:
        return f"{place} has no whole month that can be set beside them."
    inside, above, below = (
        int(sides.isin(each).sum()) or "none"
        for each in (["inside"], ["above", "most"], ["below", "least"])
    )
    beyond = [
        f"{LIES[side].lower()} in {_named(sides.index[sides == side])}"
        for side in ("most", "least")
        if (sides == side).any()
    ]
    last = f"; {listed(beyond)}" if beyond else ""
    return (
        f"{place} lay in the middle half of the group in {inside} of {_months(len(sides))}, above "
        f"it in {above} and below it in {below}{last}."
    )


def behind(districts: pd.Series) -> str:
    """How many districts are behind each month."""
    usual = int(districts.max())
    fewer = [
        f"{int(number)} in {_named(districts.index[districts == number])}"
        for number in sorted(districts[districts < usual].unique(), reverse=True)
    ]
    less = f", but {listed(fewer)}" if fewer else ""
    return f"Behind each month are the districts whose figures of it are whole: {usual}{less}."


def without(rows: pd.DataFrame, place: str) -> str:
    """Which months have too few districts, and in which ours has no figures; "" where none."""
    few = rows.index[rows["lowest"].isna()]
    gone = rows.index[rows["lowest"].notna() & rows["own"].isna()]
    told = {
        f"Left out, because fewer than {ALIKE_LEAST.value:.0f} districts are whole": few,
        f"The line breaks where {place} has no whole figures": gone,
    }
    return " ".join(f"{why}: {_named(when)}." for why, when in told.items() if len(when))


def cells(row: Row) -> tuple[str, ...]:
    """A month's cells: name, here, middle half, lowest to highest, districts, where ours lies."""
    return (
        f"{row['month']:%B %Y}",
        number(row["own"], DIGITS),
        f"{number(row['lower_quartile'], DIGITS)} to {number(row['upper_quartile'], DIGITS)}",
        f"{number(row['lowest'], DIGITS)} to {number(row['highest'], DIGITS)}",
        count(row["districts"]),
        LIES[_side(row)],
    )


def said(row: Row, place: str) -> str:
    """A month of the chart in words."""
    name, here, middle, every, districts, _ = cells(row)
    here = LIES["unknown"].lower() if pd.isna(row["own"]) else here
    return f"{name}, {place}: {here}; middle half {middle}, all {districts} {every}"


def _sides(rows: pd.DataFrame) -> pd.Series:
    """Where ours lies in each month that it has, as the keys of LIES."""
    return rows.dropna(subset="own").apply(_side, axis=1).astype(object)


def _side(row: Row) -> str:
    if pd.isna(row["own"]):
        return "unknown"
    if row["own"] > row["upper_quartile"]:
        return "most" if row["own"] > row["highest"] else "above"
    if row["own"] < row["lower_quartile"]:
        return "least" if row["own"] < row["lowest"] else "below"
    return "inside"


def _months(several: int) -> str:
    return f"{several} month" if several == 1 else f"{several} months"


def _named(months: Iterable[pd.Timestamp]) -> str:
    """ "March to May and July 2025"."""
    found = [each.words for each in runs(month(day.year, day.month) for day in months)]
    return listed(found)
