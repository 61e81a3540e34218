"""Small published figures for tests: stored rows from (area, offence, period, count)."""

from collections.abc import Sequence
from dataclasses import dataclass, field

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


def monthly(
    counts: Sequence[int | None],
    area: str = "st-paul",
    offence: str = "drugs",
    start: str = "2015-07",
) -> pd.DataFrame:
    """Counts of police.uk by month from `start`; None leaves the month out."""
    days = pd.date_range(start, periods=len(counts), freq="MS")
    rows = [
        (area, offence, f"{day:%Y-%m}", count)
        for day, count in zip(days, counts, strict=True)
        if count is not None
    ]
    return stored("police-uk", *rows)


@dataclass(frozen=True, eq=False)
class WithStreets(Published):
    """What would be published, with street files as well."""

    streets: pd.DataFrame = field(default_factory=pd.DataFrame)

    def table(self, name: str, years: int | None = None) -> pd.DataFrame:
        return self.streets if name == "streets" else super().table(name)


def placed(*rows: tuple[str, str, str, str, int]) -> pd.DataFrame:
    """Street rows from (lsoa, location, offence, month, count)."""
    cells = [
        (lsoa, f"On or near {location}", offence, pd.Timestamp(parse(month).start), count, -1.3, 51)
        for lsoa, location, offence, month, count in rows
    ]
    named = ["lsoa", "location", "offence", "period_start", "count", "longitude", "latitude"]
    return pd.DataFrame(cells, columns=named).astype({"period_start": "datetime64[ms]"})


def with_streets(streets: pd.DataFrame, *parts: pd.DataFrame) -> WithStreets:
    """What would be published of stored crimes and of street rows."""
    crimes = held(*parts)
    return WithStreets(-1, crimes.at, "rehearsal", crimes.draft, streets=streets)
