"""The map with its list, and the tables of places and streets; nothing is computed here."""

import html

import pandas as pd
import streamlit as st

from cspdata import areas, maps, outlines, queries, sentences, settings
from cspdata.answers.charts.palette import NO_FIGURE, SEQUENTIAL
from cspdata.queries import Funnel, Measure
from cspdata.ui import data
from cspdata.ui.frame import address, go_to
from cspdata.ui.shown import figures_table

HEIGHT = 480
STEPS_OF_EVIDENCE = (0, 1, 3)
WITHOUT = {"rate": "count only", "change": "too few to say, or not comparable"}


def area_map(
    rows: pd.DataFrame, measure: Measure, area: areas.Area, alt: str, caption: str
) -> None:
    """The district in colours with its legend; a click shows the place, a second one leaves it.

    `rows` as `queries.mapped` gives them.
    """
    key = "places-map"

    def follow() -> None:
        found = maps.picked(st.session_state[key].selection)
        if found:
            go_to(found if found != area.area else area.parent)

    text = [sentences.place_text(row, measure) for _, row in rows.iterrows()]
    region = areas.path(area.area)[:2][-1]
    outlined = area.area if area.parent else ""
    st.markdown(f"**{caption}**")
    _legend(rows, measure)
    st.pydeck_chart(
        maps.district(
            rows.assign(text=text), outlines.shown(), outlined, region, settings.street_map()
        ),
        key=key,
        height=HEIGHT,
        on_select=follow,
        selection_mode="single-object",
        alt=alt,
    )
    if settings.street_map():
        st.caption(
            f"The streets behind the map come from {maps.STREET_MAP}: your browser asks there, "
            "and so tells it your network address and which part of the map you look at."
        )


def chosen_place(rows: pd.DataFrame, measure: Measure, area: areas.Area) -> None:
    """What the map says of the chosen place, and the way to everything about it."""
    for _, row in rows[rows["area"] == area.area].iterrows():
        st.markdown(f"Chosen: **{area.name}**. {sentences.place_text(row, measure)}.")
        label = f"Everything about {area.name}"
        st.page_link("pages/area.py", label=label, query_params=address())


def places_table(rows: pd.DataFrame, measure: Measure, caption: str) -> None:
    """The list beside the map: the same places and values, each name leading to its area."""
    data.note(caption, _counted(rows))
    body = [[row["area_name"], *sentences.place_cells(row, measure)] for _, row in rows.iterrows()]
    columns = ["Area", *sentences.PLACE_COLUMNS[measure.measure]]
    figures_table(body, columns, caption, "places", list(rows["area"]))


def funnel_table(found: Funnel, caption: str) -> None:
    """The twin of the funnel: rates with their intervals, highest first."""
    data.note(caption, _counted(found.points))
    body = [[row["area_name"], *sentences.funnel_cells(row)] for _, row in found.points.iterrows()]
    columns = ["Area", "Rate (95% interval)", "Count, residents", "Against the limits"]
    figures_table(body, columns, caption, "funnel", list(found.points["area"]))


def streets_table(rows: pd.DataFrame, caption: str) -> None:
    """Street locations with the most, and how often each is in the top ten."""
    body = [sentences.top_cells(row) for _, row in rows.iterrows()]
    columns = ["On or near (LSOA)", "Count", "Share", "Months in the top ten"]
    figures_table(body, columns, caption, "streets")


def lsoas_table(rows: pd.DataFrame, caption: str) -> None:
    """The census areas (LSOAs) inside an area."""
    body = [
        [
            row["lsoa_name"],
            sentences.count(row["count"]),
            sentences.share(row["share"]),
            sentences.count(row["residents"]),
        ]
        for _, row in rows.iterrows()
    ]
    figures_table(body, ["LSOA", "Count", "Share", "Residents"], caption, "lsoas")


def concentration_table(rows: pd.DataFrame, places: str, caption: str) -> None:
    """The curve at a few points: what the fullest places hold, now and a year before."""
    body = [
        [
            f"The fullest {sentences.count(row['places'])}",
            *(sentences.number(row[when]) for when in ("now", "before")),
            sentences.moved(row["now"] - row["before"]),
        ]
        for _, row in rows.iterrows()
    ]
    columns = [places.capitalize(), "Percent now", "Percent before", "Points"]
    figures_table(body, columns, caption, f"fullest-{places}")


def note_events(events: pd.DataFrame) -> None:
    """Known events that drive what is shown."""
    words = sentences.driven_by_events(events)
    if words:
        st.info(words)


def _counted(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows as a download holds them: counts, without the limits of a rate."""
    if "count" not in rows:
        return rows
    return rows.rename(columns={"count": "now"}).drop(columns=["low", "high"])


def _legend(rows: pd.DataFrame, measure: Measure) -> None:
    steps = STEPS_OF_EVIDENCE if measure == queries.CHANGE else range(len(SEQUENTIAL))
    breaks = [] if measure == queries.CHANGE else queries.breaks(rows, measure)
    labels = sentences.step_labels(breaks, measure)
    entries = [(SEQUENTIAL[step], label) for step, label in zip(steps, labels, strict=False)]
    if (rows["step"] < 0).any():
        entries.append((NO_FIGURE, WITHOUT.get(measure.measure, "no figure")))
    listed = "".join(
        f"<li><span style='background:{colour}'></span>{html.escape(label)}</li>"
        for colour, label in entries
    )
    st.html(f"<ul class='legend' aria-label='Legend'>{listed}</ul>")
