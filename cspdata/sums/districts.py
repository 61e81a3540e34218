"""Counts of all districts by whole months; what is not whole is named and never counted."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from cspdata import national, offences
from cspdata.change.whole import why_not_whole

FAULTS = ["district", "month", "why", "count", "usual"]


@dataclass(frozen=True, eq=False)
class Districts:
    """`counts` is indexed by (district, offence) with a column a month, NaN where it is not whole.

    `faults` has a row for each month that is not: district, month, why, count, usual. Sums of
    offences (theft, all crime) are made here, since police.uk gives their parts.
    """

    counts: pd.DataFrame
    faults: pd.DataFrame

    @property
    def months(self) -> list[pd.Timestamp]:
        return [pd.Timestamp(month) for month in self.counts.columns]

    def whole(self, district: str) -> list[pd.Timestamp]:
        """The months of a district that are whole."""
        if district not in self.counts.index.get_level_values("district"):
            return []
        own = self.counts.loc[district]
        return [month for month in self.months if own[month].notna().all()]

    def total(self, months: Sequence[pd.Timestamp]) -> pd.DataFrame:
        """Counts over some months: a row per district that has all of them, a column per offence.

        Districts that lack one of them are not in it.
        """
        summed = self.counts[list(months)].sum(axis=1, skipna=False)
        return summed.unstack("offence").dropna(how="any")


def districts(rows: pd.DataFrame) -> Districts:
    """The stored rows of `districts` as whole months. With nothing stored, both frames are empty.

    A month of a district that is stored is taken as dense: a crime type without a row is 0.
    """
    if rows.empty:
        return _nothing()
    wide = rows.pivot_table(
        index=["district", "offence"],
        columns="period_start",
        values="count",
        aggfunc="sum",
        observed=True,
    )
    places = wide.index.get_level_values("district")
    stored = wide.groupby(places).sum(min_count=1).notna()
    every = pd.MultiIndex.from_product(
        [stored.index, offences.by_police_uk().values()], names=["district", "offence"]
    )
    dense = wide.reindex(every).fillna(0.0).astype(float)
    dense = dense.where(stored.reindex(every.get_level_values("district")).to_numpy())
    totals = dense.groupby("district").sum(min_count=1)
    why = why_not_whole(dense, national.alike()["residents"])
    bad = why.reindex(every.get_level_values("district")).to_numpy() != ""
    return Districts(_with_sums(dense.mask(bad)), _faults(why, totals))


def _nothing() -> Districts:
    index = pd.MultiIndex.from_arrays([[], []], names=["district", "offence"])
    return Districts(pd.DataFrame(index=index), pd.DataFrame(columns=FAULTS))


def _with_sums(counts: pd.DataFrame) -> pd.DataFrame:
    """The parts that police.uk gives, and the offences that they add up to."""
    codes = counts.index.get_level_values("offence")
    sums = {
        code: [part for part in codes.unique() if code in offences.ancestors(part)]
        for code in offences.order()
        if code not in set(codes)
    }
    sums[offences.EXCEPT_VIOLENCE] = [
        part for part in sums.get(offences.ALL_CRIME, []) if part != offences.VIOLENCE_AND_SEXUAL
    ]
    made = [
        pd.concat(
            {code: counts[codes.isin(parts)].groupby("district").sum(min_count=len(parts))},
            names=["offence"],
        ).reorder_levels(["district", "offence"])
        for code, parts in sums.items()
        if parts
    ]
    return pd.concat([counts, *made]).sort_index()


def _faults(why: pd.DataFrame, totals: pd.DataFrame) -> pd.DataFrame:
    reasons = why.reindex(index=totals.index, columns=totals.columns).to_numpy()
    row, month = np.nonzero(reasons != "")
    return pd.DataFrame(
        {
            "district": totals.index[row],
            "month": totals.columns[month],
            "why": reasons[row, month],
            "count": totals.to_numpy()[row, month],
            "usual": totals.median(axis=1).to_numpy()[row],
        },
        columns=FAULTS,
    )
