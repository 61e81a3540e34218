"""Every area and offence month by month with its usual range; a month without figures stays a gap.

What is usual is said by `change.watch`; nothing is put into words.
"""

import numpy as np
import pandas as pd

from cspdata import areas, caveats, change
from cspdata.answers import usual
from cspdata.change.watch import Stage, Watch
from cspdata.periods import Period, month
from cspdata.published import Published
from cspdata.question import Against, Question
from cspdata.sources import POLICE_UK
from cspdata.sums.basis import Basis

SPANS = (1, 3, 6, 12)
YEAR = 12
KEY = ["area", "offence"]
NOWHERE = np.array([], dtype=int)


def watch(published: Published) -> pd.DataFrame:
    """All series of the monthly source: the columns of `branch`, in the order of their months."""
    tops = (areas.root(), *areas.children(areas.root()))
    every = [rows for top in tops if len(rows := published.ask(branch, top))]
    if not every:
        return published.ask(branch, areas.root())
    rows = pd.concat(every, ignore_index=True)
    at = published.months.columns.get_indexer(pd.MultiIndex.from_frame(rows[KEY]))
    return rows.iloc[np.argsort(at, kind="stable")].reset_index(drop=True)


def branch(published: Published, top: str) -> pd.DataFrame:
    """The series of an area of the second level and all in it, or of the whole place by itself.

    A row per area, offence and calendar month; a page about one of them needs no others.

    Columns: area, offence, month (its first day), segment (0, 1, … between breaks), count (NaN
    in a gap), year_before (NaN across a break, which `broken` says), twelve (sum of twelve whole
    months of a segment), event (the title of a known event that drove the month, else ""),
    expected, lower, upper (NaN until there are months enough), missing (months still needed),
    outside and drift (signals), side (of the expected: 1 or -1), watched (whether months are
    many enough, and full enough, for signals).
    """
    wide = _months(published, top)
    if wide.empty:
        return pd.DataFrame(columns=[*KEY, "month", "count", "watched", "segment", "stage"])
    days = pd.DatetimeIndex(wide.index)
    segments = pd.DataFrame(
        {code: _segments(days, code) for code in wide.columns.unique("offence")}, index=days
    )
    segment = segments[wide.columns.get_level_values("offence")].set_axis(wide.columns, axis=1)
    other = segment.ne(segment.shift(YEAR))
    long = wide.columns.repeat(len(days)).to_frame(index=False)
    long = long.assign(
        month=np.tile(days.to_numpy(), wide.shape[1]),
        segment=_flat(segment).astype(int),
        count=_flat(wide),
        year_before=_flat(wide.shift(YEAR).mask(other)),
        broken=_flat(segment.shift(YEAR).notna() & other).astype(bool),
    )
    within = long.groupby([*KEY, "segment"], sort=False)["count"]
    long = long.assign(
        twelve=within.rolling(YEAR, min_periods=YEAR).sum().reset_index(drop=True),
        event=_events(published, long),
    )
    judged = published.ask(judgements, top).months.drop(columns=["count"])
    found = long.merge(judged, "left", [*KEY, "month"])
    stage = found["stage"]
    return found.assign(
        missing=found["needed"].fillna(0),
        outside=found["outside"].fillna(False).astype(bool) & (stage == Stage.WATCHED.value),
        drift=found["drift"].fillna(False).astype(bool) & (stage == Stage.WATCHED.value),
        side=found["side"].fillna(0).astype(int),
        watched=stage == Stage.WATCHED.value,
    )


def judgements(published: Published, top: str) -> Watch:
    """The months of a branch without the events that drove them, judged, and those to come."""
    rows = published.ask(usual.quiet)
    rows = rows[rows["area"].isin(_within(top))]
    wide = rows.pivot(index="month", columns=KEY, values="count")
    segments = rows.pivot(index="month", columns=KEY, values="segment")
    codes = pd.Series(wide.columns.get_level_values("offence"))
    monthly = wide.mean().fillna(0.0).to_numpy()
    spread = usual.dispersion_of(published, codes, monthly, usual.DAYS_A_MONTH)
    return change.watch(wide, spread, segments)


def coming(published: Published, area: str, offence: str) -> pd.DataFrame:
    """What to expect of the coming months: month, expected, lower, upper; none where unknown."""
    rows = published.ask(judgements, _top(area)).coming
    return rows[(rows["area"] == area) & (rows["offence"] == offence)].reset_index(drop=True)


def one(published: Published, area: str, offence: str) -> pd.DataFrame:
    """The months of one area and offence, in order; no rows where none are published."""
    rows = published.ask(branch, _top(area))
    held = published.ask(_places, _top(area))
    return rows.iloc[held.get((area, offence), NOWHERE)].reset_index(drop=True)


def _places(published: Published, top: str) -> dict[tuple[str, str], np.ndarray]:
    """Where the rows of each area and offence stand in a branch."""
    rows = published.ask(branch, top)
    found: dict = rows.groupby(KEY, sort=False).indices
    return found


def newest(rows: pd.DataFrame) -> pd.DataFrame:
    """The months of a series since its last break."""
    return rows[rows["segment"] == rows["segment"].max()]


def recent(rows: pd.DataFrame, months: int) -> pd.DataFrame:
    """The last so many months, from the first of them that has a figure."""
    last = rows.tail(months)
    return last[last["count"].notna().cummax()].reset_index(drop=True)


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
    chance = [
        usual.dispersion_of(published, rows["offence"][:1], np.array([number]), days.days)[0]
        for number, days in zip(found["count"], found["period"], strict=True)
    ]
    counts = found["count"].to_numpy()
    return found.assign(needed=change.smallest_convincing_rise(counts, dispersion=np.array(chance)))


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


def _top(area: str) -> str:
    """The branch that an area belongs to, by its uppermost area."""
    return areas.path(area)[:2][-1]


def _within(top: str) -> list[str]:
    return [top] if top == areas.root() else areas.every_in(top)


def _months(published: Published, top: str) -> pd.DataFrame:
    wide = published.months
    if wide.empty:
        return wide
    return wide.loc[:, wide.columns.get_level_values("area").isin(_within(top))]


def _events(published: Published, rows: pd.DataFrame) -> list[str]:
    """The known event that drove each month, "" for none."""
    held = published.ask(usual.happened)
    held = held[held["driven"]]
    titles = published.ask(usual.declared).rename(columns={"area": "event_area"})
    known = held[[*KEY, "month", "event_area"]].merge(titles, on=["event_area", "month"])
    known = known.drop_duplicates([*KEY, "month"], keep="last")
    found = rows[[*KEY, "month"]].merge(known, "left", [*KEY, "month"])
    return list(found["title"].fillna(""))


def _flat(wide: pd.DataFrame) -> np.ndarray:
    return wide.to_numpy().ravel(order="F")


def _segments(days: pd.DatetimeIndex, offence: str) -> np.ndarray:
    starts = [pd.Timestamp(start) for start in caveats.breaks(POLICE_UK.source, offence)]
    return np.sum([days >= start for start in starts], axis=0) + np.zeros(len(days), dtype=int)
