"""Signals of all series: months outside their usual range, and drifts; what is said of them is not
decided here.
"""

import pandas as pd

from cspdata import areas, offences
from cspdata.answers import series
from cspdata.published import Published

RUNS = {"outside": "outside", "drift": "run"}  # a flag of `watch`, and what its signal is called
SIGNAL = [
    *series.KEY,
    "signal",
    "side",
    "first",
    "last",
    "months",
    "count",
    "expected",
    "lower",
    "upper",
]


def of(rows: pd.DataFrame) -> pd.DataFrame:
    """What the rules flag in rows of `watch`, a row per month outside and per drift, latest first.

    Columns: SIGNAL with area_name and offence_name; signal is outside or run, first and last are
    months, count, expected and limits those of the last. Neighbouring months of one drift are one
    signal.
    """
    found = pd.concat([_flagged(rows, flag) for flag in RUNS], ignore_index=True)
    found = found.assign(
        area_name=found["area"].map(areas.names()),
        offence_name=found["offence"].map(offences.names()),
    )
    return found.sort_values(["last", "signal", "first"], ascending=False, ignore_index=True)


def current(published: Published) -> pd.DataFrame:
    """The signals of all series that reach the last published month, in the order of the areas."""
    rows = published.ask(series.watch)
    found = of(rows) if len(rows) else pd.DataFrame(columns=[*SIGNAL, "area_name"])
    found = found[found["last"] == rows["month"].max()]
    place = areas.order().index
    return found.sort_values(
        "area", key=lambda codes: codes.map(place), kind="stable", ignore_index=True
    )


def watched(published: Published) -> int:
    """How many series are long and full enough to give signals."""
    rows = published.ask(series.watch)
    return int(rows.loc[rows["watched"].astype(bool)].groupby(series.KEY).ngroups)


def _flagged(rows: pd.DataFrame, flag: str) -> pd.DataFrame:
    """Neighbouring months of one drift are one signal; each month outside is its own."""
    loud = rows[rows[flag].astype(bool)]
    apart = loud.index.to_series().diff().ne(1) | loud["side"].diff().ne(0)
    apart |= loud["area"].ne(loud["area"].shift()) | (flag == "outside")
    apart |= loud["offence"].ne(loud["offence"].shift()) | loud["segment"].diff().ne(0)
    found = loud.groupby(apart.cumsum().to_numpy(), sort=False).agg(
        area=("area", "first"),
        offence=("offence", "first"),
        side=("side", "first"),
        first=("month", "min"),
        last=("month", "max"),
        months=("month", "size"),
        count=("count", "last"),
        expected=("expected", "last"),
        lower=("lower", "last"),
        upper=("upper", "last"),
    )
    return found.assign(signal=RUNS[flag])[SIGNAL]
