"""What is known of the months behind every test: which events drove them, how far they vary.

Both come from the monthly source alone, and serve every source that counts the same offences.
"""

import numpy as np
import pandas as pd

from cspdata import areas, caveats, offences
from cspdata.change import dispersion, events
from cspdata.periods import Period
from cspdata.published import Published
from cspdata.sources import POLICE_UK
from cspdata.sums.basis import Basis
from cspdata.sums.rollup import counts

DAYS_A_MONTH = 365.25 / 12


def above() -> dict[str, str]:
    """The parent of each area, "" for the district."""
    return {code: areas.one(code).parent for code in areas.order()}


def families() -> dict[str, str]:
    """The parent of each offence, "" for none."""
    return {code: offences.one(code).parent for code in offences.order()}


def long(published: Published) -> pd.DataFrame:
    """The monthly counts as rows: area, offence, month, count, segment (another after a break)."""
    wide = published.months
    if wide.empty:
        empty = pd.DataFrame(columns=["area", "offence", "month", "count", "segment"])
        return empty.astype({"month": "datetime64[s]", "count": float, "segment": int})
    # As `melt` does, which takes a minute over the 25,000 series of a force.
    named = wide.columns.to_frame(index=False)
    rows = named.loc[named.index.repeat(len(wide))].reset_index(drop=True)
    rows["month"] = np.tile(wide.index.to_numpy(), wide.shape[1])
    rows["count"] = wide.to_numpy().ravel(order="F")
    starts = {
        code: [pd.Timestamp(day) for day in caveats.breaks(POLICE_UK.source, code)]
        for code in rows["offence"].unique()
    }
    segment = np.zeros(len(rows), dtype=int)
    for code, days in starts.items():
        own = (rows["offence"] == code).to_numpy()
        for day in days:
            segment += own & (rows["month"] >= day).to_numpy()
    return rows.assign(segment=segment)


def declared(published: Published) -> pd.DataFrame:
    """Every month of a declared event where it happened: area, month, title."""
    wide = published.months
    rows: list[tuple[str, pd.Timestamp, str]] = []
    if len(wide):
        shown = Period(wide.index[0].date(), wide.index[-1].date())
        rows = [
            (area, pd.Timestamp(month.start), caveat.title)
            for caveat in caveats.every()
            if caveat.effect in caveats.HAPPENINGS
            for area in origins(caveat)
            for days in caveats.times(caveat, shown.end)
            for month in days.months
            if pd.Timestamp(month.start) in wide.index
        ]
    found = pd.DataFrame(rows, columns=["area", "month", "title"])
    return found.astype({"month": "datetime64[s]"})


def origins(caveat: caveats.Caveat) -> list[str]:
    """Where an event happened: the smallest areas that its caveat names."""
    named = caveat.areas or {areas.root()}
    return sorted(area for area in named if not named & set(areas.children(area)))


def happened(published: Published) -> pd.DataFrame:
    """What each event's months hold, as `change.events.event_months` gives it."""
    known = published.ask(declared)
    return events.event_months(published.ask(long), known[["area", "month"]], above())


def quiet(published: Published) -> pd.DataFrame:
    """The monthly counts without the events that drive them, in the columns of `long`."""
    return events.without(published.ask(long), published.ask(happened))


def spreads(published: Published) -> pd.DataFrame:
    """How far each offence varies beyond chance, as `change.dispersion.spreads` gives it."""
    return dispersion.spreads(published.ask(quiet))


def dispersion_of(
    published: Published, codes: pd.Series, counted: np.ndarray, days: float
) -> np.ndarray:
    """The dispersion of counts of offences over so many days."""
    monthly = counted / max(days, 1) * DAYS_A_MONTH
    return dispersion.dispersion_at(
        published.ask(spreads), codes.to_numpy(dtype=object), monthly, families()
    )


def without_events(published: Published, basis: Basis, rows: pd.DataFrame) -> pd.DataFrame:
    """Two counts of each row as they are tested: with what an event drove taken out.

    `rows` has area, offence, now, before. A source without months is told by the monthly one: its
    counts of the same calendar months. Columns: tested_now, tested_before, days_now, days_before,
    driven, event (its title and place, "" where none drives the row), by (the source counted).
    """
    plain = _plain(basis, rows)
    monthly = _monthly(published, basis)
    if published.months.empty or monthly is None or published.ask(declared).empty:
        return plain
    now, before = (pd.DatetimeIndex([pd.Timestamp(m.start) for m in side]) for side in monthly)
    counted = _counted(published, basis, rows, monthly)
    found = events.compared_without(counted, published.ask(happened), now, before)
    found = found.set_axis(rows.index)
    taken = found["driven"] & found[["now", "before"]].notna().all(axis=1) & rows["before"].notna()
    lengths = [sum(month.days for month in side) for side in monthly]
    return plain.assign(
        tested_now=plain["tested_now"].mask(taken, found["now_without"]),
        tested_before=plain["tested_before"].mask(taken, found["before_without"]),
        days_now=plain["days_now"].mask(taken, lengths[0] - found["lost_now"]),
        days_before=plain["days_before"].mask(taken, lengths[1] - found["lost_before"]),
        driven=taken,
        event=np.where(taken, _titles(published, rows, now.union(before)), ""),
        by=np.where(taken, POLICE_UK.short, ""),
    )


def _plain(basis: Basis, rows: pd.DataFrame) -> pd.DataFrame:
    now, before = basis.days if basis.before else (1, 1)
    return pd.DataFrame(
        {
            "tested_now": rows["now"],
            "tested_before": rows["before"],
            "days_now": float(now),
            "days_before": float(before),
            "driven": False,
            "event": "",
            "by": "",
        },
        index=rows.index,
    )


def _monthly(
    published: Published, basis: Basis
) -> tuple[tuple[Period, ...], tuple[Period, ...]] | None:
    """The months of the monthly source that stand for both sides of a basis, None without any."""
    if not basis.before or basis.earlier is None:
        return None
    if basis.source.months:
        return basis.now, basis.before
    if not (basis.period.whole_months and basis.earlier.whole_months):
        return None
    held = (
        set(published.held[POLICE_UK.source].wholes) if POLICE_UK.source in published.held else ()
    )
    pairs = zip(basis.period.months, basis.earlier.months, strict=True)
    both = [pair for pair in pairs if all(month in held for month in pair)]
    if not both:
        return None
    now, before = zip(*both, strict=True)
    return now, before


def _counted(
    published: Published,
    basis: Basis,
    rows: pd.DataFrame,
    monthly: tuple[tuple[Period, ...], tuple[Period, ...]],
) -> pd.DataFrame:
    """The counts of the monthly source for each row; what it does not compare has none."""
    named = rows[["area", "offence"]].reset_index(drop=True)
    if basis.source.months:
        return named.assign(now=rows["now"].to_numpy(), before=rows["before"].to_numpy())
    key = pd.MultiIndex.from_frame(named)
    sides = [counts(published.figures, POLICE_UK.source, side)["count"] for side in monthly]
    now, before = (side.reindex(key).astype(float).to_numpy() for side in sides)
    earlier = basis.earlier or basis.period
    broken = {
        code: caveats.broken(POLICE_UK.source, code, basis.period, earlier) is not None
        for code in named["offence"].unique()
    }
    kept = ~named["offence"].map(broken).to_numpy(dtype=bool)
    return named.assign(now=np.where(kept, now, np.nan), before=np.where(kept, before, np.nan))


def _titles(published: Published, rows: pd.DataFrame, months: pd.DatetimeIndex) -> list[str]:
    """What drove each row, in words: "August in Itchen Valley"."""
    known = published.ask(happened)
    known = known[known["driven"] & known["month"].isin(months)]
    words = {
        key: " and ".join(
            dict.fromkeys(
                f"{month:%B} in {areas.one(area).name}"
                for month, area in zip(own["month"], own["event_area"], strict=True)
            )
        )
        for key, own in known.groupby(["area", "offence"])
    }
    return [words.get(key, "") for key in zip(rows["area"], rows["offence"], strict=True)]
