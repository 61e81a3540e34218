"""A series of months watched with an XmR chart; never compares one month with another alone.

A missing month and the start of a segment both end every run before them.
"""

import numpy as np
import pandas as pd

from cspdata.change.arrays import Numbers, aligned

MONTHS_NEEDED = 12
LEAST_WATCHED = 3  # a month on average; below it chance alone gives far too many signals
SHOWN = ("outside", "run")  # trend and near add false alarms faster than they add news
RUN = 8
TREND = 6
LIMIT = 2.66  # times the mean moving range: three standard deviations either side
NEAR = 2 / 3  # of the way to the limit
ROUNDING = 1e-9


def xmr(values: Numbers, segments: Numbers | None = None) -> pd.DataFrame:
    """Natural limits of a series and the signals that break them, one row per month.

    Columns: value, centre, lower (not below 0), upper; missing (months still needed before
    limits may be drawn); outside (beyond a limit), run (one of 8 or more in a row on one side
    of the centre), trend (one of 6 or more in a row that rise, or fall), near (one of 2 among
    3 in a row beyond two thirds of the way to the same limit).

    `segments` labels the months; limits restart where the label changes. A segment with fewer
    than `MONTHS_NEEDED` months has NaN limits and no signals.
    Source: Wheeler (2000), Understanding Variation, for limits and run; trend and near follow
    the kinds of signal of NHS England's Making Data Count.
    """
    index, (numbers,) = aligned(values)
    value = pd.Series(numbers)
    labels = np.zeros(len(value)) if segments is None else np.asarray(segments)
    segment = _blocks(pd.Series(labels))
    gap = value.isna()
    stretch = (gap | gap.shift(fill_value=False) | segment.diff().ne(0)).cumsum()

    step = value.groupby(stretch).diff()
    points = value.groupby(segment).transform("count")
    enough = points >= MONTHS_NEEDED
    centre = value.groupby(segment).transform("mean").where(enough)
    reach = LIMIT * step.abs().groupby(segment).transform("mean")
    upper, lower = centre + reach, (centre - reach).clip(lower=0)
    side = _sign(value - centre, centre)
    drawn = upper.notna()

    signals = {
        "outside": (_sign(value - upper, upper) > 0) | (_sign(value - lower, centre) < 0),
        "run": _in_row(side, stretch, RUN),
        "trend": _in_trend(_sign(step, centre), stretch),
        "near": _near(side.where((value - centre).abs() > NEAR * reach, 0), stretch),
    }
    chart = pd.DataFrame(
        {
            "value": value,
            "centre": centre.where(drawn),
            "lower": lower,
            "upper": upper,
            "missing": (MONTHS_NEEDED - points).clip(lower=0),
            **{name: signal & drawn for name, signal in signals.items()},
        }
    )
    return chart.set_axis(index)


def _blocks(labels: pd.Series) -> pd.Series:
    return labels.ne(labels.shift()).cumsum()


def _sign(distance: pd.Series, scale: pd.Series) -> pd.Series:
    """1, 0 or -1; 0 within rounding and where nothing is known."""
    counts = distance.abs() > ROUNDING * scale.abs().clip(lower=1)
    sign: pd.Series = np.sign(distance).where(counts, 0).astype(int)
    return sign


def _in_row(sign: pd.Series, stretch: pd.Series, length: int) -> pd.Series:
    """Whether a row stands among `length` or more in a row with its sign."""
    alike = (sign.diff().ne(0) | stretch.diff().ne(0)).cumsum()
    return (sign.groupby(alike).transform("size") >= length) & sign.ne(0)


def _in_trend(direction: pd.Series, stretch: pd.Series) -> pd.Series:
    """The first month of a trend is the one before its first step."""
    climbing = _in_row(direction, stretch, TREND - 1)
    return climbing | climbing.shift(-1, fill_value=False)


def _near(side: pd.Series, stretch: pd.Series) -> pd.Series:
    """Whether a month beyond the inner line has another within two months on its side."""
    neighbours = [side.groupby(stretch).shift(by, fill_value=0).eq(side) for by in (-2, -1, 1, 2)]
    near: pd.Series = side.ne(0) & np.logical_or.reduce(neighbours)
    return near
