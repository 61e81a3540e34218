"""Small published figures for tests: stored rows from (area, offence, period, count)."""

import pandas as pd

from cspdata import published
from cspdata.periods import parse
from cspdata.published import Published

Row = tuple[str, str, str, int]


def stored(source: str, *rows: Row) -> pd.DataFrame:
    """Stored crimes of one source."""
    cells = [
        (source, area, offence, parse(period).start, parse(period).end, count)
        for area, offence, period, count in rows
    ]
    named = ["source", "area", "offence", "period_start", "period_end", "count"]
    days = {"period_start": "datetime64[ms]", "period_end": "datetime64[ms]"}
    return pd.DataFrame(cells, columns=named).astype(days).assign(status="published")


def held(*parts: pd.DataFrame) -> Published:
    """What would be published of these stored crimes."""
    return published.rehearsed(pd.concat(parts, ignore_index=True))
