"""Stored counts -> every level and sum that the declarations allow, and counts of one period."""

from datetime import date

import pandas as pd

from cspdata import areas, disclosure, offences
from cspdata.periods import Period
from cspdata.sources import SOURCES, Source

KEY = ["source", "area", "offence", "period_start", "period_end"]
PLACE_AND_TIME = ["source", "area", "period_start", "period_end"]


def prepared(crimes: pd.DataFrame) -> pd.DataFrame:
    """The stored crimes with every sum that the declarations allow, as `figures`.

    Areas are summed only for sources whose parishes make up the whole; status "summed". What the
    disclosure policy withholds is withheld here, before anything is shown or derived.
    """
    figures = crimes[[*KEY, "count", "status"]]
    for level in ("region", "district"):
        figures = pd.concat([figures, _summed_areas(figures, level)], ignore_index=True)
    return disclosure.protected(_with_summed_offences(figures))


def counts(figures: pd.DataFrame, source: Source, period: Period) -> pd.DataFrame:
    """Counts of one period: area, offence, count, status. Empty unless the period is whole."""
    rows = figures[figures["source"] == source.source]
    if not source.months:
        rows = rows[
            (rows["period_start"] == _day(period.start)) & (rows["period_end"] == _day(period.end))
        ]
        return rows[["area", "offence", "count", "status"]].reset_index(drop=True)
    rows = rows[
        (rows["period_start"] >= _day(period.start)) & (rows["period_end"] <= _day(period.end))
    ]
    if rows["period_start"].nunique() < len(period.months):
        return pd.DataFrame(columns=["area", "offence", "count", "status"])
    return _added(rows, ["area", "offence"])


def _summed_areas(figures: pd.DataFrame, level: str) -> pd.DataFrame:
    summed = [source.source for source in SOURCES.values() if source.sums_areas]
    below = {child: area for area in areas.at_level(level) for child in areas.children(area)}
    rows = figures[figures["source"].isin(summed) & figures["area"].isin(below)]
    rows = rows.assign(area=rows["area"].map(below))
    return _added(rows, KEY)


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
