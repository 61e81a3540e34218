"""Street locations of police.uk -> counts by LSOA and location; a location is never an address."""

from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd

from cspdata import areas, offences
from cspdata.periods import Period
from cspdata.sources import POLICE_UK, Source
from cspdata.sums.basis import within

TOP = 10
SHOWN = 15
PREFIX = "On or near "
PLACE = ["lsoa", "location"]


def street_months(streets: pd.DataFrame, period: Period) -> list[Period]:
    """The months of a period for which a street file is published, in order."""
    held = {start.date() for start in streets["period_start"].unique()}
    return [month for month in period.months if month.start in held]


def street_source() -> Source:
    """The source that places crimes at streets."""
    return POLICE_UK


def offences_of_streets(streets: pd.DataFrame) -> dict[str, str]:
    """The offences (and names) that can be counted at street locations, in printed order."""
    held = set(streets["offence"])
    return {code: name for code, name in offences.names().items() if held & _counted_in(code)}


def at_locations(
    streets: pd.DataFrame, area: str, offence: str, months: Collection[Period]
) -> pd.DataFrame:
    """Counts by month of an offence within an area: lsoa, location, period_start, count.

    All crime leaves out anti-social behaviour, which is incidents.
    """
    starts = pd.to_datetime([month.start for month in months])
    rows = streets[
        streets["period_start"].isin(starts)
        & streets["offence"].isin(_counted_in(offence))
        & streets["lsoa"].isin(_lsoas(area))
    ]
    return rows.groupby([*PLACE, "period_start"])["count"].sum().reset_index()


def top_streets(counted: pd.DataFrame, months: Sequence[Period]) -> pd.DataFrame:
    """The locations with the most, from `at_locations`, and how often each was in the top ten.

    Columns: lsoa, lsoa_name, location, count, share (percent), months_at_top, months. Places that
    tie across the tenth rank are not in the top ten of that month.
    """
    rank = counted.groupby("period_start")["count"].rank(method="max", ascending=False)
    grouped = counted.assign(top=rank <= TOP).groupby(PLACE)
    rows = grouped.agg(count=("count", "sum"), months_at_top=("top", "sum")).reset_index()
    rows = rows.sort_values(["count", "location"], ascending=[False, True], ignore_index=True)
    return rows.assign(
        lsoa_name=rows["lsoa"].map(areas.lsoas().set_index("lsoa")["lsoa_name"]),
        location=rows["location"].str.removeprefix(PREFIX),
        share=100 * rows["count"] / max(rows["count"].sum(), 1),
        months=len(months),
    ).head(SHOWN)


def by_lsoa(counted: pd.DataFrame, area: str) -> pd.DataFrame:
    """The LSOAs of an area, most first: lsoa, lsoa_name, residents, count, share (percent)."""
    listed = areas.lsoas()
    listed = listed[listed["lsoa"].isin(_lsoas(area)) & (listed["edition"] == "2011")]
    count = counted.groupby("lsoa")["count"].sum().reindex(listed["lsoa"], fill_value=0)
    rows = listed[["lsoa", "lsoa_name"]].assign(
        residents=listed["residents"].astype(int), count=count.to_numpy()
    )
    rows = rows.sort_values("count", ascending=False, ignore_index=True)
    return rows.assign(share=100 * rows["count"] / max(rows["count"].sum(), 1))


def location_counts(
    streets: pd.DataFrame, area: str, offence: str, months: Collection[Period]
) -> np.ndarray:
    """The count at every location of the area that any published file names, zeros included."""
    ever = streets.loc[streets["lsoa"].isin(_lsoas(area)), PLACE].drop_duplicates()
    held = at_locations(streets, area, offence, months).groupby(PLACE)["count"].sum()
    return held.reindex(pd.MultiIndex.from_frame(ever), fill_value=0).to_numpy(float)


def _lsoas(area: str) -> set[str]:
    inside = set(within(area))
    return {lsoa for lsoa, parish in areas.of_lsoa().items() if parish in inside}


def _counted_in(offence: str) -> set[str]:
    if offence == offences.EXCEPT_VIOLENCE:
        return _counted_in(offences.ALL_CRIME) - _counted_in(offences.VIOLENCE_AND_SEXUAL)
    below = [_counted_in(child) for child in offences.children(offence)]
    return {offence}.union(*below)
