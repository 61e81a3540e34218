"""How concentrated a count is, and rates against residents with the limits of chance."""

from typing import Any

import altair as alt
import pandas as pd

from cspdata.answers.charts.palette import BAND, DARK_BLUE, GREY, INK, ORANGE, axis

HEIGHT = 320
SMALL = 14
STANDINGS = {
    "far above": "outside the 99.8% limits",
    "far below": "outside the 99.8% limits",
    "above": "outside the 95% limits",
    "below": "outside the 95% limits",
    "expected": "within the limits",
}
OUTER = ["far above", "far below"]
LIMITS = {"998": ("99.8% limit", [1, 0]), "95": ("95% limit", [5, 4])}


def lorenz(curve: pd.DataFrame, places: str, compared: bool) -> alt.LayerChart:
    """The share of the count in the fullest places, now in blue and before in grey.

    `curve` as `answers.concentration` makes it: its band is what a random spread would give.
    """
    names = {"now": "now", **({"before": "before"} if compared else {})}
    lines = curve.melt(["places", "place_share"], list(names), "when", "share").dropna()
    lines = lines.assign(
        when=lines["when"].map(names),
        said=[
            f"The fullest {number:,} {places}: {share:.0f}% {when}"
            for number, share, when in zip(
                lines["places"], lines["share"], lines["when"], strict=True
            )
        ],
    ).round({"place_share": 2, "share": 2})
    percent = axis()
    percent.labelExpr = "datum.label + '%'"
    x = alt.X("place_share:Q", title=f"Share of {places}, the fullest first", axis=percent)
    y = alt.Y("share:Q", title="Share of the count", axis=percent)
    band = curve[["place_share", "low", "high"]].round(2)
    drawn = alt.Chart(lines).encode(
        x=x,
        y=y,
        color=alt.Color(
            "when:N",
            title=None,
            scale=alt.Scale(domain=list(names.values()), range=[DARK_BLUE, GREY][: len(names)]),
            legend=_legend() if compared else None,
        ),
        tooltip=alt.Tooltip("said:N"),
        description=alt.Description("said:N"),
    )
    return _framed(
        alt.Chart(band)
        .mark_area(color=BAND, stroke=GREY, strokeWidth=0.5, aria=False)
        .encode(x=x, y=alt.Y("low:Q"), y2="high:Q"),
        drawn.mark_line(strokeWidth=2.5, interpolate="linear"),
    )


def funnel(
    points: pd.DataFrame, limits: pd.DataFrame, centre: float, chosen: str, per: str = "residents"
) -> alt.LayerChart:
    """Rates against what they are `per`, between their limits; those beyond the outer are named.

    `per`, residents or households, is a column of the points too. The chosen place is orange and
    named too. A place outside the limits is a diamond.
    """
    shown = points.assign(
        residents=points[per],
        evidence=points["standing"].map(STANDINGS),
        outside=points["standing"].ne("expected"),
        named=points["standing"].isin(OUTER) | points["area"].eq(chosen),
        chosen=points["area"].eq(chosen),
    )
    shown = shown.assign(
        said=[
            f"{name}: {rate:.1f} per 1,000 {per} ({low:.1f} to {high:.1f}), {evidence}"
            for name, rate, low, high, evidence in shown[
                ["area_name", "rate", "rate_low", "rate_high", "evidence"]
            ].itertuples(index=False)
        ]
    ).round({"rate": 1})[["area_name", "residents", "rate", "said", "outside", "named", "chosen"]]
    x = alt.X(
        "residents:Q", title=per.capitalize(), axis=axis(), scale=alt.Scale(zero=False, nice=True)
    )
    y = alt.Y("rate:Q", title=f"Recorded per 1,000 {per}", axis=axis())
    dots = alt.Chart(shown).encode(
        x=x,
        y=y,
        color=alt.condition("datum.chosen", alt.value(ORANGE), alt.value(DARK_BLUE)),
        shape=alt.condition("datum.outside", alt.value("diamond"), alt.value("circle")),
        tooltip=alt.Tooltip("said:N"),
        description=alt.Description("said:N"),
    )
    names = alt.Chart(shown[shown["named"]]).encode(x=x, y=y, text="area_name:N")
    place = {"align": "left", "dx": 9, "fontSize": SMALL, "aria": False}
    return _framed(
        _limits(limits, x),
        alt.Chart(pd.DataFrame({"rate": [round(centre, 1)]}))
        .mark_rule(color=INK, strokeWidth=1, aria=False)
        .encode(y=y),
        dots.mark_point(filled=True, size=90, opacity=1),
        names.mark_text(**place, stroke="white", strokeWidth=3),
        names.mark_text(**place, color=INK),
    )


def _limits(limits: pd.DataFrame, x: alt.X) -> alt.Chart:
    curves = pd.concat(
        limits[["residents", f"{side}_{name}"]]
        .set_axis(["residents", "rate"], axis=1)
        .assign(limit=words, curve=f"{side} {words}")
        for name, (words, _) in LIMITS.items()
        for side in ("low", "high")
    ).round({"residents": 0, "rate": 2})
    dashes = alt.Scale(
        domain=[words for words, _ in LIMITS.values()], range=[dash for _, dash in LIMITS.values()]
    )
    return (
        alt.Chart(curves)
        .mark_line(color=GREY, strokeWidth=1.5, clip=True, aria=False)
        .encode(
            x=x,
            y="rate:Q",
            detail="curve:N",
            strokeDash=alt.StrokeDash("limit:N", title=None, scale=dashes, legend=_legend()),
        )
    )


def _legend() -> alt.Legend:
    return alt.Legend(title=None, orient="top", labelFontSize=SMALL, labelColor=INK)


def _framed(*layers: Any) -> alt.LayerChart:
    return alt.layer(*layers).properties(height=HEIGHT).configure_view(strokeWidth=0)
