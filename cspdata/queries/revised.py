"""Revised figures in words; which ones were revised is not decided here."""

import pandas as pd

from cspdata import areas, offences
from cspdata.periods import Period
from cspdata.queries.views import View, parishes


def revised_in_words(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows with area, offence and period, and their names: area_name, offence_name, days."""
    spans = zip(rows["period_start"], rows["period_end"], strict=True)
    return rows.assign(
        area_name=rows["area"].map(areas.names()),
        offence_name=rows["offence"].map(offences.names()),
        days=[Period(start.date(), end.date()).words for start, end in spans],
    )


def revised_in(rows: pd.DataFrame, view: View, area: str) -> pd.DataFrame:
    """Those revised figures that an area's page rests on: its source, its days, its parts."""
    days = [view.period, view.before]
    inside = {area, *areas.children(area), *parishes(area)}
    spans = zip(rows["period_start"], rows["period_end"], strict=True)
    touched = pd.Series(
        [any(Period(s.date(), e.date()).overlaps(d) for d in days) for s, e in spans],
        index=rows.index,
        dtype=bool,
    )
    kept = (rows["source"] == view.source.source) & rows["area"].isin(inside) & touched
    return revised_in_words(rows[kept])
