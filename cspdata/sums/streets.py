"""Street locations of police.uk -> counts by LSOA and location; a location is never an address."""

from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd

from cspdata import areas, national, offences
from cspdata.periods import Period, month
from cspdata.sums.basis import within

TOP = 10
PREFIX = "On or near "
PLACE = ["lsoa", "location"]


def months_held(streets: pd.DataFrame) -> tuple[Period, ...]:
    """Every month for which a street file is published, in order."""
    starts = sorted(streets["period_start"].unique())
    return tuple(month(start.year, start.month) for start in pd.DatetimeIndex(starts))


def offences_of_streets(streets: pd.DataFrame) -> dict[str, str]:
    """The offences (and names) that can be counted at street locations, in printed order."""
    held = set(streets["offence"].unique())
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
    """Every location, most first, from `at_locations`, and how often each was in the top ten.

    Columns: lsoa, lsoa_name, location, count, share (percent), months_at_top, months. Places that
    tie across the tenth rank are not in the top ten of that month.
    """
    rank = counted.groupby("period_start")["count"].rank(method="max", ascending=False)
    grouped = counted.assign(top=rank <= TOP).groupby(PLACE)
    rows = grouped.agg(count=("count", "sum"), months_at_top=("top", "sum")).reset_index()
    rows = rows.sort_values(["count", *PLACE[::-1]], ascending=[False, True, True])
    return rows.reset_index(drop=True).assign(
        lsoa_name=rows["lsoa"].map(_lsoa_names()).to_numpy(),
        name=rows["location"].str.removeprefix(PREFIX).to_numpy(),
        share=100 * rows["count"].to_numpy() / max(rows["count"].sum(), 1),
        months=len(months),
    )


def by_lsoa(counted: pd.DataFrame, area: str) -> pd.DataFrame:
    """The LSOAs of an area, most first: lsoa, lsoa_name, residents, count, share (percent).

    Those of the first census listed, or of the later ones where something is counted in an LSOA
    that only they have; and any other in which something is counted. Residents are missing where
    the pack has none.
    """
    count = counted.groupby("lsoa")["count"].sum()
    listed = areas.lsoas()
    first = listed["edition"] == listed["edition"].min()
    later = listed.loc[~first, "lsoa"].isin(count.index).any()
    usual = ~listed["lsoa"].isin(national.changes()["lsoa11"]) if later else first
    listed = listed[listed["lsoa"].isin(_lsoas(area)) & (usual | listed["lsoa"].isin(count.index))]
    rows = listed[["lsoa", "lsoa_name"]].assign(
        residents=pd.to_numeric(listed["residents"], errors="coerce"),
        count=count.reindex(listed["lsoa"], fill_value=0).to_numpy(),
    )
    rows = rows.sort_values("count", ascending=False, ignore_index=True)
    return rows.assign(share=100 * rows["count"] / max(rows["count"].sum(), 1))


def points(streets: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """`places` (lsoa, location, …) that police.uk puts on the map: with longitude and latitude.

    Where a name stands for several points of an LSOA it is the one that is named most often.
    """
    held = streets.dropna(subset=["longitude", "latitude"])
    held = held[held["lsoa"].isin(places["lsoa"]) & held["location"].isin(places["location"])]
    often = held.groupby([*PLACE, "longitude", "latitude"])["count"].sum().reset_index()
    chosen = often.sort_values("count", kind="stable").drop_duplicates(PLACE, keep="last")
    return places.merge(chosen.drop(columns="count"), on=PLACE)


def location_counts(
    streets: pd.DataFrame, area: str, offence: str, months: Collection[Period]
) -> np.ndarray:
    """The count at every location of the area that any published file names, zeros included."""
    ever = streets.loc[streets["lsoa"].isin(_lsoas(area)), PLACE].drop_duplicates()
    held = at_locations(streets, area, offence, months).groupby(PLACE)["count"].sum()
    return held.reindex(pd.MultiIndex.from_frame(ever), fill_value=0).to_numpy(float)


def _lsoa_names() -> pd.Series:
    return areas.lsoas().set_index("lsoa")["lsoa_name"]


def _lsoas(area: str) -> set[str]:
    inside = set(within(area))
    return {lsoa for lsoa, parish in areas.of_lsoa().items() if parish in inside}


def _counted_in(offence: str) -> set[str]:
    if offence == offences.EXCEPT_VIOLENCE:
        return _counted_in(offences.ALL_CRIME) - _counted_in(offences.VIOLENCE_AND_SEXUAL)
    below = [_counted_in(child) for child in offences.children(offence)]
    return {offence}.union(*below)
