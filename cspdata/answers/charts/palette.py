"""The colours and the look that every chart shares."""

from typing import Any

import altair as alt
import pandas as pd

DARK_BLUE, ORANGE = "#12436D", "#F46A25"


SEQUENTIAL, NO_FIGURE = ("#DCE9F5", "#6BACE6", "#2073BC", "#12436D"), "#B8BEC2"
BORDER = "#3D3D3D"


GREY, PALE, INK = "#6F777B", "#A9B1B6", "#1A1A1A"


BAND = "#E3EAF1"


BAR_ROW = 44


def headings(base: alt.Chart, text: str) -> list[alt.Chart]:
    """Each row's words above its mark, on a white halo. They are read out for it,
    with the description of `base`, since a mark may lie beyond the scale; so it says nothing.
    """
    words = base.encode(x=alt.XValue(0), text=alt.Text(text))
    place = {"align": "left", "baseline": "bottom", "dy": -1, "fontSize": 14}
    return [
        words.mark_text(stroke="white", strokeWidth=4, aria=False, **place),
        words.mark_text(color=INK, **place),
    ]


def in_order(of: str, rows: pd.DataFrame) -> tuple[alt.Y, pd.DataFrame]:
    """A row for each value of a column, in the order in which the values come.

    The order is part of the rows: a browser that is sent others keeps the one that it had before.
    """
    y = alt.Y(f"{of}:N", sort=alt.EncodingSortField("order", op="min"), axis=None)
    return y, rows.assign(order=pd.factorize(rows[of])[0])


def axis() -> alt.Axis:
    return alt.Axis(
        labelColor=INK,
        titleColor=INK,
        labelFontSize=14,
        titleFontSize=14,
        tickCount=4,
        format=",.0f",
    )


def sized(chart: alt.LayerChart, rows: int) -> Any:
    return chart.properties(height=alt.Step(BAR_ROW) if rows else 40).configure_view(strokeWidth=0)


def rgb(colour: str) -> tuple[int, int, int]:
    """The red, green and blue of "#12436D"."""
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red, green, blue
