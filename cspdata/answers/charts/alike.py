"""Our rate of each offence among those of a group, on one scale."""

from typing import Any

import altair as alt
import pandas as pd

from cspdata.answers.charts.palette import DARK_BLUE, GREY, INK, ORANGE, PALE, axis, headings, sized

OUTSIDE = ("far above", "above", "below", "far below")
TICKS = [0.25, 0.5, 1, 2, 4]


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
    y = alt.Y("line:N", sort=None, axis=None)
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
