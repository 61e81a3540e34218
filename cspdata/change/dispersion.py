"""How many times more than chance the counts of an offence vary; never what a change means.

Measured on monthly series after level, trend and season, it is larger where the monthly count is
larger, because much of what moves a month moves it in many places at once: in Winchester's series
it grows about with the root of the monthly count, between the two textbook laws (a variance in
proportion to the mean, or to its square). So each offence has two numbers: dispersion = 1 + base +
growth x root(count a month), neither below 0 and both on the cautious side. They serve sums of any
length, for the variation of one month is not that of the next.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from cspdata.change.arrays import Floats, Numbers, aligned, divided
from cspdata.change.poisson import fit, means, season
from cspdata.change.thresholds import (
    DISPERSION_CAUTION,
    DISPERSION_LEAST,
    DISPERSION_MONTHS,
    DISPERSION_STRETCH,
    OUTLYING,
    USUAL_DISPERSION,
    WATCHED_FROM,
)

STRETCH = ["offence", "area", "segment"]
YEARLY = 3  # columns of the season that hold the level and the yearly wave
DAYS_A_MONTH = 365.25 / 12
WEAK = 1.0  # precision of a prior of one log unit: only series of hardly any crime feel it


def spreads(months: pd.DataFrame) -> pd.DataFrame:
    """How far the months of each offence vary, pooled over all areas and levels that are held.

    `months` has a row per area, offence and month (its first day) with count, NaN where there is
    none; an optional column segment is another number after each break. Known events should be
    out. Returns a row per offence (the index) with base, growth, largest (monthly mean measured),
    series (stretches used) and typical (median dispersion, at least 1, of those that average 3 a
    month or more, NaN if none does); no row for an offence without a stretch of enough months.
    """
    measured = dict(iter(_stretches(months).groupby("offence", observed=True)))
    order = [code for code in months["offence"].unique() if code in measured]
    rows = {offence: _law(measured[offence]) for offence in order}
    columns = ["base", "growth", "largest", "series", "typical"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns).rename_axis("offence")


def dispersion_at(
    spreads: pd.DataFrame,
    offence: Numbers,
    monthly: Numbers,
    parents: Mapping[str, str] | None = None,
) -> Floats:
    """The dispersion, at least 1, of counts of an offence that average `monthly` a month.

    An offence without months of its own has the numbers of the nearest of its `parents` that has
    them, then the median of all offences; where no months are held at all, the threshold
    `USUAL_DISPERSION`. A missing mean counts as 0.
    """
    codes = np.atleast_1d(np.asarray(offence, dtype=object))
    _, (monthly,) = aligned(monthly)
    codes, monthly = np.broadcast_arrays(codes, np.nan_to_num(monthly))
    if spreads.empty:
        return np.full(len(codes), USUAL_DISPERSION.value)
    usual = spreads[["base", "growth", "largest"]].median().to_numpy(float)
    laws = spreads[["base", "growth", "largest"]].to_numpy(float)
    held = dict(zip(spreads.index, laws, strict=True))
    known = {code: held.get(_nearest(code, held, parents or {}), usual) for code in set(codes)}
    base, growth, largest = np.array([known[code] for code in codes]).reshape(-1, 3).T
    return np.asarray(1 + base + growth * np.sqrt(np.minimum(monthly, largest)))


def monthly_mean(now: Numbers, before: Numbers, days_now: Numbers, days_before: Numbers) -> Floats:
    """The count a month over both periods of a comparison, for `dispersion_at`."""
    _, (now, before, days_now, days_before) = aligned(now, before, days_now, days_before)
    return DAYS_A_MONTH * divided(now + before, days_now + days_before)


def _nearest(code: str, held: Mapping[str, Floats], parents: Mapping[str, str]) -> str:
    while code and code not in held:
        code = parents.get(code, "")
    return code


def _stretches(months: pd.DataFrame) -> pd.DataFrame:
    """A row per stretch: offence, mean, dispersion, freedom."""
    held = months.dropna(subset=["count"])
    if held.empty:
        return _NOTHING
    since = held["month"].dt.year * 12 + held["month"].dt.month
    held = held.assign(segment=held.get("segment", 0), at=since - since.min())
    stretch = held.groupby(STRETCH, observed=True)["at"]
    part = (held["at"] - stretch.transform("min")) // int(DISPERSION_STRETCH.value)
    wide = held.assign(part=part).pivot(index=[*STRETCH, "part"], columns="at", values="count")
    long, full = wide.notna().sum(axis=1), wide.mean(axis=1)
    wide = wide[(long >= DISPERSION_MONTHS.value) & (full >= DISPERSION_LEAST.value)]
    if wide.empty:
        return _NOTHING
    counts, at = wide.to_numpy(float), wide.columns.to_numpy(float)
    codes = wide.index.get_level_values("offence")
    measured = [
        _measured(counts[rows, first:last], at[first:last]).assign(offence=codes[rows])
        for (first, last), rows in _windows(~np.isnan(counts)).items()
    ]
    return pd.concat(measured)


def _windows(known: np.ndarray) -> dict[tuple[int, int], list[int]]:
    """The rows by their first column and the one after their last that is known.

    A stretch fills few of many years, and would be fitted to all of them otherwise.
    """
    first, last = known.argmax(axis=1), known.shape[1] - known[:, ::-1].argmax(axis=1)
    found: dict[tuple[int, int], list[int]] = {}
    for row, window in enumerate(zip(first.tolist(), last.tolist(), strict=True)):
        found.setdefault(window, []).append(row)
    return found


def _measured(counts: Floats, at: Floats) -> pd.DataFrame:
    weights = (~np.isnan(counts)).astype(float)
    trend = (at - at.mean()) / 12
    design = np.column_stack([season(at)[:, :YEARLY], trend])
    chance, weak = np.ones(len(counts)), np.full(design.shape[1], WEAK)
    freedom = weights.sum(axis=1) - design.shape[1]
    off = _squares(counts, weights, design, fit(counts, weights, design, chance, weak).terms)
    near = weights * (off <= OUTLYING.value**2 * _ratio(off, freedom)[:, None])
    off = _squares(counts, weights, design, fit(counts, near, design, chance, weak).terms)
    inner = _ratio(off * near, near.sum(axis=1) - design.shape[1])
    drawn_in = np.minimum(off, OUTLYING.value**2 * inner[:, None])
    mean = np.nansum(counts, axis=1) / weights.sum(axis=1)
    dispersion = drawn_in.sum(axis=1) / freedom
    return pd.DataFrame({"mean": mean, "dispersion": dispersion, "freedom": freedom})


def _squares(counts: Floats, weights: Floats, design: Floats, terms: Floats) -> Floats:
    expected = means(terms, design)
    return np.where(weights > 0, (np.nan_to_num(counts) - expected) ** 2 / expected, 0.0)


def _ratio(squares: Floats, freedom: Floats) -> Floats:
    return np.asarray(np.maximum(squares.sum(axis=1) / np.maximum(freedom, 1), 1.0))


def _law(stretches: pd.DataFrame) -> list[float]:
    """Base and growth by least squares, each stretch by how firmly it is measured."""
    from scipy.optimize import nnls

    mean, freedom = stretches["mean"].to_numpy(), stretches["freedom"].to_numpy()
    firm = np.sqrt(freedom * mean / (2 * mean + 1))
    terms = np.column_stack([np.ones(len(mean)), np.sqrt(mean)]) * firm[:, None]
    beyond = DISPERSION_CAUTION.value * (stretches["dispersion"].to_numpy() - 1)
    (base, growth), _ = nnls(terms, beyond * firm)
    full = stretches["dispersion"][mean >= WATCHED_FROM.value]
    typical = max(float(full.median()), 1.0) if len(full) else float("nan")
    return [base, growth, float(mean.max()), len(stretches), typical]


_NOTHING = pd.DataFrame({name: [] for name in ("mean", "dispersion", "freedom", "offence")})
