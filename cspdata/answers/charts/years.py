"""Months as bars, and the same months of each year; nothing is computed but positions."""

from calendar import month_abbr

import altair as alt
import pandas as pd

from cspdata.answers.charts.palette import BAND, DARK_BLUE, GREY, INK, axis

YEAR_ROUND = list(month_abbr)[1:]
BARS = 4  # years side by side; older ones are a range behind them
TONES = ("#D5DADD", "#A9B1B6", GREY, DARK_BLUE)
SMALL = 14


def seasons(rows: pd.DataFrame, what: str) -> alt.LayerChart:
    """A bar for each of the newest four years in each calendar month, the newest in dark blue.

    Where there are more years, a grey band behind them runs from their lowest to their highest.
    """
    known = rows[rows["count"].notna()]
    shown = pd.DataFrame(
        {
            "name": known["month"].dt.strftime("%b"),
            "year": known["month"].dt.year.astype(str),
            "count": known["count"],
            "said": known["month"].dt.strftime("%B %Y: ") + known["count"].map("{:,.0f}".format),
        }
    )
    years = sorted(shown["year"].unique())
    recent, older = years[-BARS:], years[:-BARS]
    x = alt.X(
        "name:N",
        title=None,
        sort=YEAR_ROUND,
        axis=alt.Axis(labelAngle=0, labelColor=INK, labelFontSize=SMALL, labelOverlap=True),
        scale=alt.Scale(domain=YEAR_ROUND, paddingInner=0.2),
    )
    colour = alt.Color(
        "year:N",
        scale=alt.Scale(domain=recent, range=list(TONES[-len(recent) :])),
        legend=alt.Legend(
            title=None, orient="top", labelFontSize=SMALL, labelColor=INK, symbolType="square"
        ),
    )
    bars = (
        alt.Chart(shown[shown["year"].isin(recent)])
        .mark_bar(stroke=GREY, strokeWidth=0.5)
        .encode(
            x=x,
            xOffset=alt.XOffset("year:N", sort=recent),
            y=alt.Y("count:Q", title=what, axis=axis()),
            color=colour,
            tooltip=alt.Tooltip("said:N"),
            description=alt.Description("said:N"),
        )
    )
    layers = [*_older(shown[shown["year"].isin(older)], x), bars]
    return alt.layer(*layers).properties(height=240).configure_view(strokeWidth=0)


def bars(rows: pd.DataFrame, what: str) -> alt.LayerChart:
    """A bar for each month of a short series, with its count; a missing month has none.

    `rows` has month, count and the sentence `said`.
    """
    shown = rows.assign(name=rows["month"].dt.strftime("%b %Y"))[["name", "count", "said"]]
    order = list(shown["name"])
    base = alt.Chart(shown).encode(
        x=alt.X(
            "name:N",
            sort=order,
            title=None,
            axis=alt.Axis(labelAngle=0, labelColor=INK, labelFontSize=SMALL, labelOverlap=True),
        ),
        y=alt.Y("count:Q", title=what, axis=axis()),
    )
    return (
        alt.layer(
            base.mark_bar(color=DARK_BLUE).encode(
                tooltip=alt.Tooltip("said:N"), description=alt.Description("said:N")
            ),
            base.transform_filter("isValid(datum.count)")
            .mark_text(dy=-9, fontSize=SMALL, color=INK, aria=False)
            .encode(text="count:Q"),
        )
        .properties(height=200)
        .configure_view(strokeWidth=0)
    )


def _older(shown: pd.DataFrame, x: alt.X) -> list[alt.Chart]:
    if shown.empty:
        return []
    years = f"{shown['year'].min()} to {shown['year'].max()}"
    spans = shown.groupby("name", as_index=False)["count"].agg(["min", "max"])
    spans = spans.assign(
        said=[f"{years}, {n}: {a:,.0f} to {b:,.0f}" for n, a, b in spans.itertuples(index=False)]
    )
    band = alt.Chart(spans).mark_bar(color=BAND, stroke=GREY, strokeWidth=0.5)
    return [
        band.encode(
            x=x,
            y=alt.Y("min:Q"),
            y2="max:Q",
            tooltip=alt.Tooltip("said:N"),
            description=alt.Description("said:N"),
        )
    ]
