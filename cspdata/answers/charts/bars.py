"""Rankings, changes with their intervals, and the steps of a change, a row each."""

import altair as alt
import pandas as pd

from cspdata import offences
from cspdata.answers.charts.palette import (
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
from cspdata.answers.words.changes import mark, short
from cspdata.answers.words.figures import count, difference, interval, whole_percent

PICKED = "picked"
WIDEST = 200  # percent; beyond it a line ends in an arrow and the words hold the figure


def ranking(rows: pd.DataFrame) -> alt.LayerChart:
    """Bars from zero, most first, names above and counts at the end; a click picks an area."""
    rows = rows.reset_index(drop=True)
    shown = pd.DataFrame(
        {
            "area": rows["area"],
            "name": rows["area_name"],
            "now": rows["now"].astype(float),
            "said": rows["area_name"] + ": " + rows["now"].map(count),
        }
    ).dropna()
    y, shown = in_order("name", shown)
    base = alt.Chart(shown).encode(
        y=y,
        tooltip=alt.Tooltip("said:N", title="Recorded"),
        description=alt.Description("said:N"),
    )
    picked = alt.selection_point(name=PICKED, fields=["area"], on="click", empty=False)
    bars = base.mark_bar(
        height=16, yOffset=9, cursor="pointer", color=DARK_BLUE, aria=False
    ).encode(x=alt.X("now:Q", title="Recorded", axis=axis()))
    ends = base.mark_text(align="left", dx=5, dy=9, fontSize=14, color=INK, aria=False)
    return sized(
        alt.layer(
            bars.add_params(picked),
            *headings(base, "name:N"),
            ends.encode(x=alt.X("now:Q"), text=alt.Text("now:Q", format=",")),
        ),
        len(shown),
    )


def in_percent(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of `answers.comparison` whose change has a percentage that may be shown."""
    return rows[rows["percent"].notna() & (rows["percent_rule"] != "none")]


def intervals(rows: pd.DataFrame) -> alt.LayerChart:
    """The change in percent with its 95 % interval, a row each; orange is what stands out.

    Rows that `in_percent` gives, at least one; [e] marks counts that a known event is taken out
    of.
    """
    known = rows.reset_index(drop=True)
    shown = pd.DataFrame(
        {
            "name": known["offence"].map(lambda code: offences.one(code).short)
            + known["driven"].map({True: " [e]", False: ""}),
            "percent": known["percent"],
            "point": known["percent"].where(known["percent"].between(-100, WIDEST)),
            "least": known["low"].clip(-100, WIDEST),
            "most": known["high"].clip(-100, WIDEST),
            "beyond": known["high"].where(known["high"] > WIDEST).clip(upper=WIDEST),
            "loud": known["stands_out"],
        }
    )
    shown = shown.assign(
        line=shown["name"]
        + " "
        + known["verdict"].map(mark)
        + " "
        + known["percent"].map(whole_percent),
        said=shown["name"]
        + ": "
        + known["tested_now"].map(count)
        + ", was "
        + known["tested_before"].map(count)
        + known["driven"].map({True: " without a known event", False: ""})
        + ", "
        + known["verdict"].map(short)
        + ", range "
        + [interval(row) for _, row in known.iterrows()],
    )
    colour = alt.condition("datum.loud", alt.value(ORANGE), alt.value(DARK_BLUE))
    y, shown = in_order("name", shown)
    base = alt.Chart(shown).encode(
        y=y,
        tooltip=alt.Tooltip("said:N", title="Change"),
        description=alt.Description("said:N"),
    )
    percent = axis().copy()
    percent.labelExpr = "datum.label + '%'"
    return sized(
        alt.layer(
            alt.Chart(pd.DataFrame({"zero": [0]}))
            .mark_rule(color=INK, aria=False)
            .encode(x=alt.X("zero:Q", title="Change")),
            base.mark_rule(strokeWidth=3, yOffset=9, y2Offset=9, aria=False).encode(
                x=alt.X("least:Q", axis=percent), x2=alt.X2("most:Q"), color=colour
            ),
            base.transform_filter("isValid(datum.beyond)")
            .mark_point(shape="triangle-right", filled=True, yOffset=9, aria=False)
            .encode(x=alt.X("beyond:Q"), color=colour),
            base.mark_point(filled=True, size=90, yOffset=9, opacity=1, aria=False).encode(
                x=alt.X("point:Q"), color=colour
            ),
            *headings(base, "line:N"),
        ),
        len(shown),
    )


def steps(rows: pd.DataFrame) -> alt.LayerChart:
    """Each part as a step from where the last one ended, the whole at the end.

    Rows as `answers.split.steps` gives them.
    """
    shown = pd.DataFrame(
        {
            "name": rows["name"],
            "start": rows["start"],
            "end": rows["end"],
            "whole": rows["kind"] == "total",
            "line": rows["name"] + ": " + rows["difference"].map(difference),
            "said": rows["name"]
            + ": "
            + rows["now"].map(count)
            + ", was "
            + rows["before"].map(count)
            + " ("
            + rows["difference"].map(difference)
            + ")",
        }
    )
    y, shown = in_order("name", shown)
    base = alt.Chart(shown).encode(
        y=y,
        tooltip=alt.Tooltip("said:N", title="Part"),
        description=alt.Description("said:N"),
    )
    bars = base.mark_bar(height=14, yOffset=8, aria=False).encode(
        x=alt.X("start:Q", axis=axis(), title="Difference in the count, added up"),
        x2=alt.X2("end:Q"),
        color=alt.condition("datum.whole", alt.value(DARK_BLUE), alt.value(PALE)),
    )
    zero = alt.Chart(pd.DataFrame({"zero": [0]})).mark_rule(color=GREY, aria=False)
    return sized(
        alt.layer(zero.encode(x=alt.X("zero:Q")), bars, *headings(base, "line:N")), len(shown)
    )
