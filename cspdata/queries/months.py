"""Every series of months with its limits and signals; a month without figures stays a gap."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from cspdata import areas, caveats, change, offences
from cspdata.periods import Period, month
from cspdata.queries.views import View
from cspdata.sources import SOURCES

MONTHLY = next(source for source in SOURCES.values() if source.always_sums)
SPANS = (1, 3, 6, 12)
YEAR = 12
COLUMNS = [
    "area",
    "offence",
    "month",
    "segment",
    "count",
    "year_before",
    "broken",
    "rolling",
    "event",
]
LIMITS = ["centre", "lower", "upper", "missing", "outside", "run", "side", "watched"]
NUMBERS = ["count", "year_before", "rolling", "centre", "lower", "upper"]
SIGNAL = ["area", "offence", "signal", "side", "first", "last", "months", "count"]


@dataclass(frozen=True)
class Told:
    """The months of one series (`series`) with their `lines`, `signals`, `needed` and `inside`."""

    rows: pd.DataFrame
    lines: pd.DataFrame
    signals: pd.DataFrame
    needed: pd.DataFrame
    inside: pd.DataFrame


def monthly(figures: pd.DataFrame) -> pd.DataFrame:
    """All series of the monthly source, a row per area, offence and calendar month.

    Columns: area, offence, month (its first day), segment (0, 1, … between breaks), count (NaN
    in a gap), year_before (NaN across a break, which `broken` says), rolling (sum of twelve
    whole months of a segment), event (whether a declared event drove the month, which then has
    no part in limits and signals), those of `change.xmr` but trend and near, side (of the
    centre: 1 or -1), watched (whether months are many enough, and full enough, for signals).
    """
    rows = figures[figures["source"] == MONTHLY.source]
    if rows.empty:
        return pd.DataFrame(columns=[*COLUMNS, *LIMITS]).astype(
            dict.fromkeys(NUMBERS, float) | {"month": "datetime64[s]"}
        )
    wide = rows.pivot(index="period_start", columns=["area", "offence"], values="count")
    days = pd.date_range(wide.index.min(), wide.index.max(), freq="MS")
    wide = wide.reindex(days).astype(float)
    segments = pd.DataFrame(
        {code: _segments(days, code) for code in wide.columns.unique("offence")}, index=days
    )
    segment = segments[wide.columns.get_level_values("offence")].set_axis(wide.columns, axis=1)
    long = wide.columns.repeat(len(days)).to_frame(index=False)
    long = long.assign(
        month=np.tile(days, wide.shape[1]),
        segment=_flat(segment).astype(int),
        count=_flat(wide),
        year_before=_flat(wide.shift(YEAR).where(segment.eq(segment.shift(YEAR)))),
        broken=_flat(segment.shift(YEAR).notna() & segment.ne(segment.shift(YEAR))).astype(bool),
    )
    long = long.assign(rolling=_rolling(long), event=_events_declared(long))
    return long.join(_limits(long))


def series(months: pd.DataFrame, area: str, offence: str) -> pd.DataFrame:
    """The months of one area and offence, in order."""
    chosen = (months["area"] == area) & (months["offence"] == offence)
    return months[chosen].reset_index(drop=True)


def told(months: pd.DataFrame, area: str, offence: str) -> Told:
    """All that is said of the months of one area and offence."""
    rows = series(months, area, offence)
    return Told(
        rows=rows,
        lines=lines(rows, area, offence),
        signals=signals(rows),
        needed=needed(rows),
        inside=inside(months, area, offence),
    )


def offences_watched(months: pd.DataFrame) -> list[str]:
    """The offences that have months, in printed order."""
    held = set(months["offence"])
    return [offence for offence in offences.order() if offence in held]


def signals(months: pd.DataFrame) -> pd.DataFrame:
    """What the shown rules flag, a row per month outside and per run, the latest first.

    Columns: area, area_name, offence, offence_name, signal (outside or run), side (1 above, -1
    below), first and last (first days of months), months (how many), count (of the last), centre,
    lower, upper, current (whether it reaches the last published month).
    """
    found = [_events(months, signal) for signal in change.SHOWN]
    rows = pd.concat(found, ignore_index=True)
    rows = rows.assign(
        area_name=rows["area"].map(areas.names()),
        offence_name=rows["offence"].map(offences.names()),
        current=rows["last"] == months["month"].max(),
    )
    return rows.sort_values(["last", "signal", "first"], ascending=False, ignore_index=True)


def current_signals(figures: pd.DataFrame) -> pd.DataFrame:
    """The rows of `signals` of all series that reach the last month, in the order of the areas."""
    return current(signals(monthly(figures)))


def current(signals: pd.DataFrame) -> pd.DataFrame:
    """The rows of `signals` that reach the last published month, in the order of the areas."""
    rows = signals[signals["current"].astype(bool)]
    return rows.sort_values(
        "area", key=lambda codes: codes.map(areas.order().index), kind="stable", ignore_index=True
    )


def watched(months: pd.DataFrame) -> int:
    """How many series are long and full enough to give signals."""
    return int(months.loc[months["watched"].astype(bool)].groupby(["area", "offence"]).ngroups)


def newest(rows: pd.DataFrame) -> pd.DataFrame:
    """The months of a series since its last break."""
    return rows[rows["segment"] == rows["segment"].max()]


def inside(months: pd.DataFrame, area: str, offence: str) -> pd.DataFrame:
    """The months of the areas within an area, those with the strongest evidence first.

    The columns of `monthly` and area_name, signals (how many), rank (0, 1, …). Evidence is the
    number of signals, then how far the furthest month of the newest segment is from its centre.
    """
    rows = months[months["area"].isin(areas.children(area)) & (months["offence"] == offence)]
    since = newest(rows)
    judged = since["count"].mask(since["event"].astype(bool) | ~since["watched"].astype(bool))
    distance = (judged - since["centre"]).abs() / (since["upper"] - since["centre"])
    evidence = pd.DataFrame(
        {
            "signals": signals(rows).groupby("area").size(),
            "furthest": distance.groupby(since["area"]).max(),
            "counted": rows.groupby("area")["count"].sum(),
        }
    ).fillna(0)
    order = evidence.sort_values(["signals", "furthest", "counted"], ascending=False)
    return rows.assign(
        area_name=rows["area"].map(areas.names()),
        signals=rows["area"].map(evidence["signals"]).astype(int),
        rank=rows["area"].map({code: place for place, code in enumerate(order.index)}),
    ).sort_values(["rank", "month"], ignore_index=True)


def needed(rows: pd.DataFrame) -> pd.DataFrame:
    """What the same months of the next year must reach to be a convincing rise.

    A row for the last 1, 3, 6 and 12 months where whole and free of breaks: months, period
    (a `Period`), count, needed.
    """
    last = newest(rows)
    spans = [(span, last.tail(span)) for span in SPANS if len(last) >= span]
    whole = [(span, part) for span, part in spans if part["count"].notna().all()]
    found = pd.DataFrame(
        {
            "months": [span for span, _ in whole],
            "period": [_period(part) for _, part in whole],
            "count": [part["count"].sum() for _, part in whole],
        }
    )
    if found.empty:
        return found.assign(needed=[])
    return found.assign(needed=change.smallest_convincing_rise(found["count"].to_numpy()))


def lines(rows: pd.DataFrame, area: str, offence: str) -> pd.DataFrame:
    """The breaks, gaps and events in a series: month, effect, title."""
    if rows.empty:
        return pd.DataFrame(columns=["month", "effect", "title"])
    found = caveats.drawn(MONTHLY.source, area, offence, span_of(rows).period)
    return pd.DataFrame(
        [(pd.Timestamp(days.start), caveat.effect, caveat.title) for days, caveat in found],
        columns=["month", "effect", "title"],
    )


def span_of(rows: pd.DataFrame) -> View:
    """The view that months lie in: their source, and their first to last day."""
    return View(MONTHLY, _period(rows))


def _flat(wide: pd.DataFrame) -> np.ndarray:
    return wide.to_numpy().ravel(order="F")


def _segments(days: pd.DatetimeIndex, offence: str) -> np.ndarray:
    starts = [pd.Timestamp(start) for start in caveats.breaks(MONTHLY.source, offence)]
    return np.sum([days >= start for start in starts], axis=0) + np.zeros(len(days), dtype=int)


def _rolling(long: pd.DataFrame) -> pd.Series:
    by_segment = long.groupby(["area", "offence", "segment"], sort=False)["count"]
    return by_segment.rolling(YEAR, min_periods=YEAR).sum().reset_index(drop=True)


def _events_declared(long: pd.DataFrame) -> pd.Series:
    shown = _period(long)
    driven = {
        (area, offence): {
            pd.Timestamp(month.start)
            for days, caveat in caveats.drawn(MONTHLY.source, area, offence, shown)
            if caveat.effect in caveats.HAPPENINGS
            for month in days.months
        }
        for area, offence in long[["area", "offence"]].drop_duplicates().itertuples(index=False)
    }
    keys = zip(long["area"], long["offence"], long["month"], strict=True)
    return pd.Series([day in driven[area, offence] for area, offence, day in keys], dtype=bool)


def _limits(long: pd.DataFrame) -> pd.DataFrame:
    label = long.groupby(["area", "offence", "segment"], sort=False).ngroup()
    chart = change.xmr(long["count"].mask(long["event"]), label)
    watched = chart["centre"] >= change.LEAST_WATCHED
    flags = {name: chart[name] & watched for name in change.SHOWN}
    away = (chart["value"] - chart["centre"]).fillna(0)
    side = (away > 0).astype(int) - (away < 0)
    return chart.assign(**flags, side=side, watched=watched)[LIMITS]


def _events(months: pd.DataFrame, signal: str) -> pd.DataFrame:
    """Neighbouring months of one run are one event; each month outside is its own."""
    flagged = months[months[signal].astype(bool)]
    apart = flagged.index.to_series().diff().ne(1) | flagged["side"].diff().ne(0)
    apart |= flagged["area"].ne(flagged["area"].shift()) | (signal == "outside")
    apart |= flagged["offence"].ne(flagged["offence"].shift())
    apart |= flagged["segment"].diff().ne(0)
    events = flagged.groupby(apart.cumsum().to_numpy(), sort=False).agg(
        area=("area", "first"),
        offence=("offence", "first"),
        side=("side", "first"),
        first=("month", "min"),
        last=("month", "max"),
        months=("month", "size"),
        count=("count", "last"),
        centre=("centre", "last"),
        lower=("lower", "last"),
        upper=("upper", "last"),
    )
    return events.assign(signal=signal)[[*SIGNAL, "centre", "lower", "upper"]]


def _period(rows: pd.DataFrame) -> Period:
    first: date = rows["month"].iloc[0].date()
    last: date = rows["month"].iloc[-1].date()
    return Period(first, month(last.year, last.month).end)
