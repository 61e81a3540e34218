"""Frame -> Altair chart; the palette lives here and nothing is computed but positions."""

from typing import Any

import altair as alt
import pandas as pd

DARK_BLUE, ORANGE = "#12436D", "#F46A25"
GREY, PALE, INK = "#6F777B", "#A9B1B6", "#1A1A1A"
BAR_ROW = 44
PICKED = "picked"
WIDEST_CHANGE = 150
LARGEST = 8


def ranking(rows: pd.DataFrame, what: str) -> alt.Chart | alt.LayerChart:
    """Bars from zero, most first, names above and counts at the end; a click picks an area.

    `rows` as `queries.parts` gives them; `what` names the count on the axis and in the tooltip.
    """
    shown = rows[["area", "area_name", "now", "share"]].astype({"now": float, "share": float})
    base = alt.Chart(shown).encode(
        y=alt.Y("area_name:N", sort=None, axis=None, title="Area"),
        tooltip=[
            alt.Tooltip("area_name:N", title="Area"),
            alt.Tooltip("now:Q", title=what, format=","),
            alt.Tooltip("share:Q", title="Share (%)", format=".0f"),
        ],
    )
    bars = base.mark_bar(height=16, yOffset=9, cursor="pointer").encode(
        x=alt.X("now:Q", title=what, axis=_axis()),
        color=alt.condition("datum.area == ''", alt.value(PALE), alt.value(DARK_BLUE)),
    )
    picked = alt.selection_point(name=PICKED, fields=["area"], on="click", empty=False)
    return _sized(
        alt.layer(
            bars.add_params(picked),
            *_headings(base, "area_name:N"),
            base.mark_text(align="left", dx=5, dy=9, fontSize=13, color=INK).encode(
                x="now:Q", text=alt.Text("now:Q", format=",")
            ),
        ),
        len(shown),
    )


def intervals(rows: pd.DataFrame, name: str = "offence_name") -> alt.LayerChart:
    """The change in percent with its 95 % interval, a row each; what stands out is dark.

    `rows` as `queries.changes` gives them; rows without an allowed percentage are left out.
    """
    shown = rows[(rows["percent_rule"] != "none") & rows["percent"].notna()]
    shown = shown.assign(
        name=shown[name],
        least=shown["low"].clip(-100, WIDEST_CHANGE),
        most=shown["high"].clip(-100, WIDEST_CHANGE),
        label=shown["percent"].map(lambda value: f"{value:+.1f}%".replace("-", "−")),
        evidence=shown["stands_out"].map({True: "stands out", False: "could be chance"}),
    )[["name", "now", "before", "percent", "least", "most", "label", "evidence", "verdict"]]
    colour = alt.condition(
        "datum.evidence == 'stands out'", alt.value(DARK_BLUE), alt.value(GREY)
    )
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
    return _sized(
        alt.layer(
            alt.Chart(pd.DataFrame({"zero": [0]})).mark_rule(color=INK).encode(
                x=alt.X("zero:Q", title="Change on a year before (%)")
            ),
            base.mark_rule(strokeWidth=3, yOffset=middle, y2Offset=middle).encode(
                x=alt.X("least:Q", axis=_axis(), scale=alt.Scale(nice=True)),
                x2="most:Q",
                color=colour,
            ),
            base.mark_point(filled=True, size=90, yOffset=middle, opacity=1).encode(
                x="percent:Q", color=colour
            ),
            *_headings(
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
    shown = shown.assign(label=shown["difference"].map(lambda value: f"{value:+,.0f}".replace("-", "−")))
    base = alt.Chart(shown).encode(
        y=alt.Y("name:N", sort=None, axis=None, title="Name"),
        tooltip=[
            alt.Tooltip("name:N", title="Name"),
            alt.Tooltip("now:Q", title="Count now", format=","),
            alt.Tooltip("before:Q", title="Count a year before", format=","),
            alt.Tooltip("verdict:N", title="Verdict"),
        ],
    )
    return _sized(
        alt.layer(
            base.mark_bar(height=14, yOffset=8).encode(
                x=alt.X("difference:Q", title="Difference in the count", axis=_axis()),
                color=alt.condition("datum.difference > 0", alt.value(ORANGE), alt.value(DARK_BLUE)),
            ),
            *_headings(base.transform_calculate(line="datum.name + ': ' + datum.label"), "line:N"),
        ),
        len(shown),
    )


def _headings(base: alt.Chart, text: str) -> list[alt.Chart]:
    """Each row's words above its mark, on a white halo where a line crosses them."""
    words = base.encode(x=alt.value(0), text=text)
    place = {"align": "left", "baseline": "bottom", "dy": -1, "fontSize": 13}
    return [
        words.mark_text(stroke="white", strokeWidth=4, aria=False, **place),
        words.mark_text(color=INK, **place),
    ]


def _axis() -> alt.Axis:
    return alt.Axis(
        labelColor=INK, titleColor=INK, labelFontSize=12, titleFontSize=12, tickCount=4, format=",.0f"
    )


def _sized(chart: alt.LayerChart, rows: int) -> Any:
    return chart.properties(height=alt.Step(BAR_ROW) if rows else 40).configure_view(
        strokeWidth=0
    )
