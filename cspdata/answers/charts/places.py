"""Lorenz curves, and rates against residents with the limits of chance."""

from typing import Any

import altair as alt
import pandas as pd

from cspdata.answers.charts.palette import DARK_BLUE, GREY, INK, ORANGE, axis
from cspdata.queries import Concentration, Funnel, Standing

HEIGHT = 380
STANDINGS = {
    Standing.FAR_ABOVE: "outside the 99.8% limits",
    Standing.FAR_BELOW: "outside the 99.8% limits",
    Standing.ABOVE: "outside the 95% limits",
    Standing.BELOW: "outside the 95% limits",
    Standing.EXPECTED: "within the limits",
}
LIMITS = {"998": ("99.8% limit", [1, 0]), "95": ("95% limit", [5, 4])}


def lorenz(found: Concentration, places: str) -> alt.LayerChart:
    """The share of the count in the fullest places, this year and the year before.

    `places` names them in the plural on the axis and in the tooltip.
    """
    names = {"now": "This year", "before": "A year before"}
    shown = found.curve.melt(["places", "place_share"], list(names), "when", "share").dropna()
    shown = shown.assign(when=shown["when"].map(names)).round({"place_share": 2, "share": 2})
    even = pd.DataFrame({"place_share": [0, 100], "share": [0, 100]})
    x = alt.X("place_share:Q", title=f"Percent of {places}, the fullest first", axis=axis())
    y = alt.Y("share:Q", title="Percent of the count", axis=axis())
    curve = alt.Chart(shown).encode(
        x=x,
        y=y,
        color=alt.Color(
            "when:N",
            title=None,
            scale=alt.Scale(domain=list(names.values()), range=[DARK_BLUE, ORANGE]),
            legend=alt.Legend(orient="top", labelFontSize=13, labelColor=INK)
            if found.compared
            else None,
        ),
        strokeDash=alt.StrokeDash(
            "when:N",
            scale=alt.Scale(domain=list(names.values()), range=[[1, 0], [6, 3]]),
            legend=None,
        ),
        tooltip=[
            alt.Tooltip("when:N", title="When"),
            alt.Tooltip("places:Q", title=f"Fullest {places}"),
            alt.Tooltip("share:Q", title="Percent of the count", format=".1f"),
        ],
    )
    return _framed(
        alt.Chart(even).mark_line(color=GREY, strokeWidth=1, aria=False).encode(x=x, y=y),
        curve.mark_line(strokeWidth=2.5, interpolate="linear"),
    )


def funnel(found: Funnel) -> alt.LayerChart:
    """Rates against residents between their limits; places outside the 99.8 % limits are named."""
    names = found.points["standing"].map(STANDINGS)
    points = found.points.assign(evidence=names, city=found.points["visited"]).round(
        {"rate": 1, "low": 1, "high": 1}
    )[["area_name", "residents", "count", "rate", "low", "high", "evidence", "city"]]
    x = alt.X("residents:Q", title="Residents", axis=axis(), scale=alt.Scale(zero=False, nice=True))
    y = alt.Y("rate:Q", title="Recorded per 1,000 residents", axis=axis())
    outside = alt.datum.evidence == STANDINGS[Standing.FAR_ABOVE]
    within = alt.datum.evidence == STANDINGS[Standing.EXPECTED]
    colour = (
        alt.when(outside)
        .then(alt.value(DARK_BLUE))
        .when(within)
        .then(alt.value(GREY))
        .otherwise(alt.value(ORANGE))
    )
    dots = alt.Chart(points).encode(
        x=x,
        y=y,
        color=colour,
        tooltip=[
            alt.Tooltip("area_name:N", title="Area"),
            alt.Tooltip("residents:Q", title="Residents", format=","),
            alt.Tooltip("count:Q", title="Count", format=","),
            alt.Tooltip("rate:Q", title="Per 1,000 residents"),
            alt.Tooltip("evidence:N", title="Standing"),
        ],
    )
    named = dots.transform_filter(outside)
    return _framed(
        _limits(found, x),
        alt.Chart(pd.DataFrame({"rate": [round(found.centre, 1)]}))
        .mark_rule(color=INK, strokeWidth=1)
        .encode(y=y),
        dots.mark_point(filled=True, size=80, opacity=1),
        named.mark_text(
            align="left", dx=8, fontSize=13, stroke="white", strokeWidth=3, aria=False
        ).encode(text="area_name:N"),
        named.mark_text(align="left", dx=8, fontSize=13).encode(
            text="area_name:N", color=alt.value(INK)
        ),
    )


def _limits(found: Funnel, x: alt.X) -> alt.Chart:
    curves = pd.concat(
        found.limits[["residents", f"{side}_{name}"]]
        .set_axis(["residents", "rate"], axis=1)
        .assign(limit=words, curve=f"{side} {words}")
        for name, (words, _) in LIMITS.items()
        for side in ("low", "high")
    ).round({"residents": 0, "rate": 2})
    return (
        alt.Chart(curves)
        .mark_line(color=GREY, strokeWidth=1.5, clip=True)
        .encode(
            x=x,
            y="rate:Q",
            detail="curve:N",
            strokeDash=alt.StrokeDash(
                "limit:N",
                title=None,
                scale=alt.Scale(
                    domain=[words for words, _ in LIMITS.values()],
                    range=[dash for _, dash in LIMITS.values()],
                ),
                legend=alt.Legend(orient="top", labelFontSize=13, labelColor=INK),
            ),
        )
    )


def _framed(*layers: Any) -> alt.LayerChart:
    return alt.layer(*layers).properties(height=HEIGHT).configure_view(strokeWidth=0)
