"""Every area and offence month by month with its usual range; a month without figures is a gap.

What is usual and what breaks it is said by the model behind `_judged`; nothing is put into words.
"""

import numpy as np
import pandas as pd

from cspdata import caveats, change, offences
from cspdata.answers import events
from cspdata.change import dispersion
from cspdata.change.watch import Watch
from cspdata.change.watch import watch as watched
from cspdata.periods import Period, month
from cspdata.published import Published
from cspdata.question import Against, Question
from cspdata.sources import POLICE_UK
from cspdata.sums.basis import Basis
from cspdata.sums.events import without

SPANS = (1, 3, 6, 12)
YEAR = 12
KEY = ["area", "offence"]


def watch(published: Published) -> pd.DataFrame:
    """All series of the monthly source, a row per area, offence and calendar month.

    Columns: area, offence, month (its first day), segment (0, 1, … between breaks), count (NaN
    in a gap), year_before (NaN across a break, which `broken` says), twelve (sum of twelve whole
    months of a segment), event (the title of a known event that drove the month, else ""), and
    those of `change.watch`: stage, needed, expected, lower, upper, level, outside, drift, since,
    side, drift_side, p.
    """
    wide = published.months
    if wide.empty:
        return pd.DataFrame(columns=[*KEY, "month", "count", "stage", "segment"])
    segment = _segments(wide)
    other = segment.ne(segment.shift(YEAR))
    long = wide.columns.repeat(len(wide)).to_frame(index=False)
    long = long.assign(
        month=np.tile(wide.index.to_numpy(), wide.shape[1]),
        segment=_flat(segment).astype(int),
        count=_flat(wide),
        year_before=_flat(wide.shift(YEAR).mask(other)),
        broken=_flat(segment.shift(YEAR).notna() & other).astype(bool),
    )
    within = long.groupby([*KEY, "segment"], sort=False)["count"]
    twelve = within.rolling(YEAR, min_periods=YEAR).sum().reset_index(drop=True)
    happened = published.ask(events.driven)[[*KEY, "month", "title"]]
    long = long.assign(twelve=twelve).merge(happened, "left", on=[*KEY, "month"])
    judged = published.ask(_judged).months.drop(columns="count")
    return long.assign(event=long.pop("title").fillna("")).merge(judged, on=[*KEY, "month"])


def coming(published: Published, area: str, offence: str) -> pd.DataFrame:
    """What the next months of an area and offence may hold: month, expected, lower, upper."""
    if published.months.empty:
        return pd.DataFrame(columns=["month", "expected", "lower", "upper"])
    rows = published.ask(_judged).coming
    chosen = (rows["area"] == area) & (rows["offence"] == offence)
    return rows.loc[chosen, ["month", "expected", "lower", "upper"]].reset_index(drop=True)


def one(published: Published, area: str, offence: str) -> pd.DataFrame:
    """The months of one area and offence, in order; no rows where none are published."""
    rows = published.ask(watch)
    return rows[(rows["area"] == area) & (rows["offence"] == offence)].reset_index(drop=True)


def newest(rows: pd.DataFrame) -> pd.DataFrame:
    """The months of a series since its last break."""
    return rows[rows["segment"] == rows["segment"].max()]


def needed(published: Published, rows: pd.DataFrame) -> pd.DataFrame:
    """What the same months of the next year must reach to be called a possible rise.

    A row for the last 1, 3, 6 and 12 months where whole and free of breaks and events: months,
    period (a `Period`), count, needed.
    """
    last = newest(rows)
    spans = [(span, last.tail(span)) for span in SPANS if len(last) >= span]
    whole = [
        part for _, part in spans if part["count"].notna().all() and (part["event"] == "").all()
    ]
    found = pd.DataFrame(
        {
            "months": [len(part) for part in whole],
            "period": [span_of(part) for part in whole],
            "count": [part["count"].sum() for part in whole],
        }
    )
    if found.empty:
        return found.assign(needed=[])
    counts = found["count"].to_numpy()
    chance = varying(published, rows["offence"].iloc[0], counts / found["months"].to_numpy())
    return found.assign(needed=change.smallest_convincing_rise(counts, dispersion=chance))


def varying(published: Published, offence: str, monthly: np.ndarray) -> np.ndarray:
    """How many times more than chance counts of an offence vary that average so many a month."""
    above = {code: offences.one(code).parent for code in offences.order()}
    spread = published.ask(_spreads)
    return dispersion.dispersion_at(spread, np.full(len(monthly), offence), monthly, above)


def twelve(published: Published, question: Question) -> tuple[Question, Basis | None]:
    """The last twelve months of an area and offence against the twelve before, and their basis."""
    held = published.held.get(POLICE_UK.source)
    if held is None:
        return question, None
    last = held.periods[-1]
    number = last.end.year * YEAR + last.end.month - YEAR
    start = month(number // YEAR, number % YEAR + 1).start
    asked = question.at(
        period=Period(start, last.end), against=Against.YEAR, source=POLICE_UK.source
    )
    return asked, published.rest_on(asked)


def marks(rows: pd.DataFrame, area: str, offence: str) -> pd.DataFrame:
    """The breaks, gaps and events in a series: first and last month, effect, title."""
    if rows.empty:
        return pd.DataFrame(columns=["first", "last", "effect", "title"])
    breaks = [
        (pd.Timestamp(days.start), pd.Timestamp(days.start), "break", caveat.title)
        for days, caveat in caveats.drawn(POLICE_UK.source, area, offence, span_of(rows))
        if caveat.effect == "break"
    ]
    gap = rows["count"].isna()
    gaps = rows[gap].groupby(gap.ne(gap.shift()).cumsum()[gap])["month"].agg(["min", "max"])
    events = rows.loc[rows["event"] != "", ["month", "event"]].itertuples(index=False)
    found = [
        *breaks,
        *((first, last, "gap", "No figures") for first, last in gaps.itertuples(index=False)),
        *((day, day, "event", title) for day, title in events),
    ]
    return pd.DataFrame(found, columns=["first", "last", "effect", "title"]).sort_values(
        "first", ignore_index=True
    )


def span_of(rows: pd.DataFrame) -> Period:
    """From the first day of the first month to the last day of the last."""
    first, last = rows["month"].iloc[0], rows["month"].iloc[-1]
    return Period(first.date(), month(last.year, last.month).end)


def _judged(published: Published) -> Watch:
    """The one door to the model: every series less its known events, judged and run on."""
    wide = published.months
    counted = without(wide, published.ask(events.driven))
    above = {code: offences.one(code).parent for code in offences.order()}
    listed = wide.columns.get_level_values("offence").to_numpy()
    chance = dispersion.dispersion_at(
        published.ask(_spreads), listed, counted.mean().to_numpy(), above
    )
    return watched(counted, chance, _segments(wide))


def _spreads(published: Published) -> pd.DataFrame:
    """How far the months of each offence vary, known events out."""
    wide = published.months
    if wide.empty:
        return dispersion.spreads(pd.DataFrame(columns=[*KEY, "month", "count"]))
    counted = without(wide, published.ask(events.driven))
    long = (
        wide.columns.repeat(len(wide))
        .to_frame(index=False)
        .assign(
            month=np.tile(wide.index.to_numpy(), wide.shape[1]),
            count=_flat(counted),
            segment=_flat(_segments(wide)),
        )
    )
    return dispersion.spreads(long)


def _flat(wide: pd.DataFrame) -> np.ndarray:
    return wide.to_numpy().ravel(order="F")


def _segments(wide: pd.DataFrame) -> pd.DataFrame:
    """Which stretch between breaks each month lies in, in the shape of the months."""
    days = pd.DatetimeIndex(wide.index)
    stretch = {
        code: sum((days >= pd.Timestamp(start)).astype(int) for start in starts)
        + np.zeros(len(days), dtype=int)
        for code in wide.columns.unique("offence")
        if (starts := caveats.breaks(POLICE_UK.source, code)) is not None
    }
    each = wide.columns.get_level_values("offence")
    return pd.DataFrame(stretch, index=days)[each].set_axis(wide.columns, axis=1)
