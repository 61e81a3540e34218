"""A change as a staircase of the parts that make it up."""

import altair as alt
import pandas as pd

from cspdata.answers.charts.palette import DARK_BLUE, INK, ORANGE, axis, headings, sized


def waterfall(rows: pd.DataFrame) -> alt.LayerChart:
    """Each part as a step to the right or left of where the last one ended, the whole at the end.

    `rows` as `queries.steps` gives them.
    """
    shown = rows[["name", "now", "before", "difference", "kind", "start", "end"]].assign(
        line=rows["name"] + ": " + rows["difference"].map(_signed),
        way=rows["difference"].gt(0).map({True: "more", False: "fewer"}),
    )
    base = alt.Chart(shown).encode(
        y=alt.Y("name:N", sort=None, axis=None, title="Part"),
        tooltip=[
            alt.Tooltip("name:N", title="Part"),
            alt.Tooltip("now:Q", title="Count now", format=","),
            alt.Tooltip("before:Q", title="Count a year before", format=","),
            alt.Tooltip("difference:Q", title="Difference", format="+,"),
        ],
        description=alt.Description("line:N"),
    )
    colour = alt.condition("datum.way == 'more'", alt.value(ORANGE), alt.value(DARK_BLUE))
    return sized(
        alt.layer(
            alt.Chart(pd.DataFrame({"zero": [0]}))
            .mark_rule(color=INK, aria=False)
            .encode(x=alt.X("zero:Q", title="Difference in the count, added up step by step")),
            base.mark_bar(height=14, yOffset=8).encode(
                x=alt.X("start:Q", axis=axis()),
                x2="end:Q",
                color=colour,
            ),
            *headings(base, "line:N"),
        ),
        len(shown),
    )


def _signed(value: float) -> str:
    return f"{value:+,.0f}".replace("-", "−") if value else "0"
