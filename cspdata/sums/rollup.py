"""Stored counts -> every level and sum that the declarations allow, and counts of some periods."""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from cspdata import areas, disclosure, offences
from cspdata.periods import Period
from cspdata.sources import SOURCES

KEY = ["source", "area", "offence", "period_start", "period_end"]
PLACE_AND_TIME = ["source", "area", "period_start", "period_end"]


def rollup(crimes: pd.DataFrame) -> pd.DataFrame:
    """The stored crimes with every sum that the declarations allow, as `figures`.

    A row per source, area, offence and published period: KEY, count, status. Areas are summed
    only for sources whose parts make up the whole, and only where every part has a figure; status
    "summed". What the disclosure policy withholds is withheld here, before anything is derived.
    """
    figures = crimes[[*KEY, "count", "status"]]
    for level in reversed(areas.levels()[:-1]):
        summed = _summed(figures, areas.at_level(level.level))
        figures = pd.concat([figures, summed], ignore_index=True).drop_duplicates(KEY)
    return disclosure.protected(_with_summed_offences(figures))


def counts(figures: pd.DataFrame, source: str, periods: Sequence[Period]) -> pd.DataFrame:
    """Counts of published periods added up, by (area, offence): count, status.

    An area and offence that lacks one of the periods is left out.
    """
    days = [(_day(period.start), _day(period.end)) for period in periods]
    rows = figures[figures["source"] == source]
    asked = pd.MultiIndex.from_frame(rows[["period_start", "period_end"]]).isin(days)
    rows = rows[asked]
    if len(days) == 1:
        return rows.set_index(["area", "offence"])[["count", "status"]]
    whole = rows.groupby(["area", "offence"])["count"].transform("size") == len(days)
    added = _added(rows[whole], ["area", "offence"])
    return added.set_index(["area", "offence"])[["count", "status"]]


def by_month(figures: pd.DataFrame) -> pd.DataFrame:
    """Counts by month, every month from first to last; (area, offence) as columns."""
    monthly = [source.source for source in SOURCES.values() if source.always_sums]
    rows = figures[figures["source"].isin(monthly)]
    wide = rows.pivot(index="period_start", columns=["area", "offence"], values="count")
    if wide.empty:
        return wide
    days = pd.date_range(wide.index.min(), wide.index.max(), freq="MS")
    return wide.reindex(days).astype(float)


def _summed(figures: pd.DataFrame, above: Sequence[str]) -> pd.DataFrame:
    """The counts of each of those areas where all of its parts have one."""
    parts = {area: areas.children(area) for area in above}
    parent = {part: area for area, below in parts.items() for part in below}
    summed = [source.source for source in SOURCES.values() if source.sums_areas]
    rows = figures[figures["source"].isin(summed) & figures["area"].isin(parent)]
    rows = rows.assign(area=rows["area"].map(parent))
    number = rows["area"].map({area: len(below) for area, below in parts.items()})
    return _added(rows[rows.groupby(KEY)["count"].transform("size") == number], KEY)


def _added(rows: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Counts added up: withheld where a part is, revised where a part is, else "summed"."""
    parts = rows[[*by, "count"]].assign(
        revised=rows["status"] == "revised", withheld=rows["count"].isna()
    )
    how = {"count": "sum", "revised": "any", "withheld": "any"}
    added = parts.groupby(by, as_index=False).agg(how)
    status = pd.Series("summed", index=added.index).mask(added["revised"], "revised")
    if not added["withheld"].any():
        return added.drop(columns=["revised", "withheld"]).assign(status=status)
    return added.drop(columns=["revised", "withheld"]).assign(
        count=added["count"].where(~added["withheld"]),
        status=status.mask(added["withheld"], disclosure.CONFIDENTIAL),
    )


def _with_summed_offences(figures: pd.DataFrame) -> pd.DataFrame:
    wide = figures.pivot(index=PLACE_AND_TIME, columns="offence", values="count")
    wide = wide.reindex(columns=offences.order()).astype(float)
    for offence in reversed(offences.order()):
        below = offences.children(offence)
        if below:
            wide[offence] = wide[offence].fillna(wide[below].sum(axis=1, min_count=len(below)))
    rest = wide[offences.ALL_CRIME] - wide[offences.VIOLENCE_AND_SEXUAL]
    wide[offences.EXCEPT_VIOLENCE] = rest
    long = pd.DataFrame({"count": wide.stack().dropna()}).reset_index()
    known = figures.set_index(KEY)["status"]
    keys = pd.MultiIndex.from_frame(long[KEY])
    status = known.reindex(keys).fillna(_revised_sums(figures).reindex(keys)).fillna("summed")
    return long.assign(count=long["count"].astype("int64"), status=status.to_numpy())


def _revised_sums(figures: pd.DataFrame) -> pd.Series:
    """ "revised" for the KEY of each sum of offences that has a revised part."""
    parts = figures[figures["status"] == "revised"]
    sums = parts.assign(offence=parts["offence"].map(_sums_with)).explode("offence")
    return sums.dropna(subset="offence").drop_duplicates(KEY).set_index(KEY)["status"]


def _sums_with(offence: str) -> list[str]:
    """The offences whose count includes this one."""
    above = offences.ancestors(offence)
    line = {offence, *above}
    if offences.ALL_CRIME not in line or offences.VIOLENCE_AND_SEXUAL in line:
        return above
    return [*above, offences.EXCEPT_VIOLENCE]


def _day(day: date) -> pd.Timestamp:
    return pd.Timestamp(day)
