"""Whether a month of a place is whole, judged from the counts alone; nothing is left out here."""

import numpy as np
import pandas as pd

from cspdata.change.thresholds import WHOLE_HIGH, WHOLE_LEAST, WHOLE_LOW, WHOLE_NONE

MISSING, HARDLY_ANY, UNUSUAL, LACKING = "missing", "hardly any", "unusual", "a crime type missing"
MONTHS_LEAST = 4  # with fewer, a place's own months say nothing of what is usual


def why_not_whole(counts: pd.DataFrame, people: pd.Series) -> pd.DataFrame:
    """Why each month of each place is not whole, "" where it is: a row a place, a column a month.

    `counts` is indexed by (place, kind of crime), NaN where a month is missing; `people` are the
    residents of each place.
    """
    place = str(counts.index.names[0])
    totals = counts.groupby(place).sum(min_count=1)
    rates = totals.div(people.reindex(totals.index), axis=0)
    hardly = rates.lt(WHOLE_LEAST.value * rates.median(), axis=1)
    ratio = totals / _usual(totals.mask(hardly))
    unusual = ratio.lt(WHOLE_LOW.value) | ratio.gt(WHOLE_HIGH.value)
    by_kind = counts.mask(hardly.reindex(counts.index.get_level_values(place)).to_numpy())
    none = by_kind.eq(0) & _usual(by_kind).ge(WHOLE_NONE.value)
    cases = [totals.isna(), hardly, unusual, none.groupby(place).any()]
    said = [MISSING, HARDLY_ANY, UNUSUAL, LACKING]
    found = np.select([case.to_numpy(dtype=bool) for case in cases], said, "")
    return pd.DataFrame(found, index=totals.index, columns=totals.columns)


def _usual(rows: pd.DataFrame) -> pd.DataFrame:
    """The median of a row's months at each of them, NaN with too few to tell."""
    middle = rows.median(axis=1).where(rows.notna().sum(axis=1) >= MONTHS_LEAST)
    return pd.DataFrame(dict.fromkeys(rows.columns, middle), index=rows.index)
