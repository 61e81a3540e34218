"""Our rates among those of a group: of each offence on one scale, and month by month."""

from typing import Any

import altair as alt
import pandas as pd

from cspdata.answers.charts.palette import (
    BAND,
    DARK_BLUE,
    GREY,
    INK,
    ORANGE,
    PALE,
    axis,
    headings,
    in_order,
    sized,
)

OUTSIDE = ("far above", "above", "below", "far below")
TICKS = [0.25, 0.5, 1, 2, 4]
HEIGHT, SMALL = 230, 14
# The label of a month, with the year below it in the first month and each January.
YEARLY = (
    "datum.index == 0 || slice(datum.label, 0, 3) == 'Jan' "
    "? split(datum.label, ' ') : slice(datum.label, 0, 3)"
)


def strip(rows: pd.DataFrame) -> Any:
    """A row an offence: a circle each district, ours a diamond, ticks for force and country.

    `rows` has offence, line (the words above a row), who (district, own, force or country), said,
    times (the rate over that of the group together) and standing. Times are on a log scale.
    """
    held = rows[rows["times"] > 0].assign(
        outside=rows["standing"].isin(OUTSIDE), times=rows["times"].clip(TICKS[0], TICKS[-1])
    )
    shown = held[["line", "who", "said", "times", "outside"]].round({"times": 3})
    scale = axis()
    scale.values = TICKS
    scale.format = "~g"
    x = alt.X(
        "times:Q",
        title="Times the rate of the group together",
        axis=scale,
        scale=alt.Scale(type="log", domain=[TICKS[0], TICKS[-1]], nice=False),
    )
    y, shown = in_order("line", shown)
    every = alt.Chart(shown).encode(
        x=x, y=y, tooltip=alt.Tooltip("said:N"), description=alt.Description("said:N")
    )
    names = alt.Chart(shown[shown["who"] == "own"]).encode(y=y)
    lines = {"country": (GREY, 5), "force": (INK, 1.5)}
    return sized(
        alt.layer(
            alt.Chart(pd.DataFrame({"one": [1]}))
            .mark_rule(color=PALE, aria=False)
            .encode(x=alt.X("one:Q")),
            every.transform_filter("datum.who == 'district'").mark_point(
                filled=False, color=GREY, size=60, strokeWidth=1.5, opacity=0.9, yOffset=9
            ),
            *(
                every.transform_filter(f"datum.who == '{who}'").mark_tick(
                    color=colour, thickness=thick, size=18, yOffset=9
                )
                for who, (colour, thick) in lines.items()
            ),
            every.transform_filter("datum.who == 'own'")
            .mark_point(filled=True, shape="diamond", size=160, opacity=1, yOffset=9)
            .encode(color=alt.condition("datum.outside", alt.value(ORANGE), alt.value(DARK_BLUE))),
            *headings(names, "line:N"),
        ),
        shown["line"].nunique(),
    )


def months(rows: pd.DataFrame, per: str = "residents") -> Any:
    """Our rate as a line on the group's band: pale from lowest to highest, darker its middle half.

    `rows` as `answers.bands.monthly` gives them, with `said`. A month without a band stays empty,
    and the line breaks where ours has no rate.
    """
    every = [f"{month:%b %Y}" for month in rows.index]
    known = rows["lowest"].notna()
    shown = rows.assign(
        month=every, own=rows["own"].where(known), stretch=(rows["own"].isna() | ~known).cumsum()
    )[known]
    x = alt.X(
        "month:O",
        title=None,
        scale=alt.Scale(domain=every, padding=0),
        axis=alt.Axis(
            labelExpr=YEARLY,
            labelAngle=0,
            labelColor=INK,
            labelFontSize=SMALL,
            labelOverlap="greedy",
            labelFlush=False,
        ),
    )
    rates = axis()
    rates.format = "~g"
    y = alt.Y("own:Q", title=f"Per 1,000 {per} a month", axis=rates)
    base = alt.Chart(shown).encode(x=x)
    bar = {"aria": False, "width": alt.RelativeBandSize(band=1)}
    own = base.transform_filter("isValid(datum.own)").encode(y=y)
    tip = {"tooltip": alt.Tooltip("said:N"), "description": alt.Description("said:N")}
    return (
        alt.layer(
            base.mark_bar(color=BAND, **bar).encode(y=alt.Y("lowest:Q"), y2="highest:Q"),
            base.mark_bar(color=PALE, **bar).encode(
                y=alt.Y("lower_quartile:Q"), y2="upper_quartile:Q"
            ),
            base.mark_text(baseline="bottom", fontSize=SMALL, color=INK, aria=False).encode(
                y=alt.value(-4), text="districts:Q"
            ),
            own.mark_line(color=DARK_BLUE, strokeWidth=2, aria=False).encode(detail="stretch:N"),
            base.mark_bar(opacity=0, width=alt.RelativeBandSize(band=1)).encode(
                y=alt.Y("lowest:Q"), y2="highest:Q", **tip
            ),
            own.mark_point(filled=True, opacity=1, size=60, color=DARK_BLUE).encode(**tip),
        )
        .properties(height=HEIGHT)
        .configure_view(strokeWidth=0)
    )
