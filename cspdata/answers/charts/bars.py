"""Rankings, changes with their intervals, and differences, a row each."""

import altair as alt
import pandas as pd

from cspdata import offences
from cspdata.answers.charts.palette import DARK_BLUE, GREY, INK, ORANGE, PALE, axis, headings, sized

PICKED = "picked"


WIDEST_CHANGE = 150


LARGEST = 8


def ranking(rows: pd.DataFrame, what: str) -> alt.Chart | alt.LayerChart:
    """Bars from zero, most first, names above and counts at the end; a click picks an area.

    `rows` as `queries.parts` gives them; `what` names the count on the axis and in the tooltip.
    """
    shown = rows.loc[rows["now"].notna(), ["area", "area_name", "now", "share"]].astype(
        {"now": float, "share": float}
    )
    base = alt.Chart(shown).encode(
        y=alt.Y("area_name:N", sort=None, axis=None, title="Area"),
        tooltip=[
            alt.Tooltip("area_name:N", title="Area"),
            alt.Tooltip("now:Q", title=what, format=","),
            alt.Tooltip("share:Q", title="Share (%)", format=".0f"),
        ],
    )
    bars = base.mark_bar(height=16, yOffset=9, cursor="pointer").encode(
        x=alt.X("now:Q", title=what, axis=axis()),
        color=alt.condition("datum.area == ''", alt.value(PALE), alt.value(DARK_BLUE)),
    )
    picked = alt.selection_point(name=PICKED, fields=["area"], on="click", empty=False)
    return sized(
        alt.layer(
            bars.add_params(picked),
            *headings(base, "area_name:N"),
            base.mark_text(align="left", dx=5, dy=9, fontSize=13, color=INK).encode(
                x="now:Q", text=alt.Text("now:Q", format=",")
            ),
        ),
        len(shown),
    )


def intervals(rows: pd.DataFrame) -> alt.LayerChart:
    """The change in percent with its 95 % interval, a row each; what stands out is dark.

    `rows` as `queries.changes` gives them; rows without an allowed percentage are left out.
    """
    shown = rows[(rows["percent_rule"] != "none") & rows["percent"].notna()]
    shown = shown.assign(
        name=shown["offence"].map(lambda code: offences.one(code).short),
        least=shown["low"].clip(-100, WIDEST_CHANGE),
        most=shown["high"].clip(-100, WIDEST_CHANGE),
        label=shown["percent"].map(lambda value: f"{value:+.1f}%".replace("-", "−")),
        evidence=shown["stands_out"].map({True: "stands out", False: "could be chance"}),
    )[["name", "now", "before", "percent", "least", "most", "label", "evidence", "verdict"]]
    colour = alt.condition("datum.evidence == 'stands out'", alt.value(DARK_BLUE), alt.value(GREY))
    base = alt.Chart(shown).encode(
        y=alt.Y("name:N", sort=None, axis=None, title="Offence group"),
        tooltip=[
            alt.Tooltip("name:N", title="Group"),
            alt.Tooltip("now:Q", title="Count now", format=","),
            alt.Tooltip("before:Q", title="Count a year before", format=","),
            alt.Tooltip("verdict:N", title="Verdict"),
        ],
    )
    middle = 9
    return sized(
        alt.layer(
            alt.Chart(pd.DataFrame({"zero": [0]}))
            .mark_rule(color=INK)
            .encode(x=alt.X("zero:Q", title="Change on a year before (%)")),
            base.mark_rule(strokeWidth=3, yOffset=middle, y2Offset=middle).encode(
                x=alt.X("least:Q", axis=axis(), scale=alt.Scale(nice=True)),
                x2="most:Q",
                color=colour,
            ),
            base.mark_point(filled=True, size=90, yOffset=middle, opacity=1).encode(
                x="percent:Q", color=colour
            ),
            *headings(
                base.transform_calculate(
                    line="datum.name + ': ' + datum.label + ', ' + datum.evidence"
                ),
                "line:N",
            ),
        ),
        len(shown),
    )


def differences(rows: pd.DataFrame, name: str = "area_name") -> alt.LayerChart:
    """Bars of the largest differences in counts, rises to the right and falls to the left."""
    largest = rows["difference"].abs().nlargest(LARGEST).index
    shown = rows.loc[rows.index.isin(largest)].assign(name=rows[name])
    shown = shown[["name", "now", "before", "difference", "verdict"]]
    shown = shown.assign(
        label=shown["difference"].map(lambda value: f"{value:+,.0f}".replace("-", "−"))
    )
    base = alt.Chart(shown).encode(
        y=alt.Y("name:N", sort=None, axis=None, title="Name"),
        tooltip=[
            alt.Tooltip("name:N", title="Name"),
            alt.Tooltip("now:Q", title="Count now", format=","),
            alt.Tooltip("before:Q", title="Count a year before", format=","),
            alt.Tooltip("verdict:N", title="Verdict"),
        ],
    )
    return sized(
        alt.layer(
            base.mark_bar(height=14, yOffset=8).encode(
                x=alt.X("difference:Q", title="Difference in the count", axis=axis()),
                color=alt.condition(
                    "datum.difference > 0", alt.value(ORANGE), alt.value(DARK_BLUE)
                ),
            ),
            *headings(base.transform_calculate(line="datum.name + ': ' + datum.label"), "line:N"),
        ),
        len(shown),
    )
