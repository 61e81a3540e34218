"""What a reader can take away from a page: the figures on it, and everything published."""

from collections.abc import Callable
from datetime import date

import pandas as pd
import streamlit as st

from cspdata import areas, caveats, downloads, exports, sentences
from cspdata.downloads import Cover, Sheet
from cspdata.periods import day_in_words
from cspdata.queries import View
from cspdata.ui import data

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS = {"CSV": "text/csv", "XLSX": EXCEL, "Parquet": "application/vnd.apache.parquet"}


def offer(*views: View) -> None:
    """The downloads of this page, folded; nothing is made before it is asked for."""
    _offer(views, data.shown())


@st.fragment
def _offer(views: tuple[View, ...], shown: dict[str, pd.DataFrame]) -> None:
    held = st.expander("Download the figures", key="downloads", on_change="rerun")
    if not held.open:
        return
    with held:
        if shown:
            name = f"{areas.root()}-crime-{views[0].period.start}-to-{views[0].period.end}"
            _buttons(
                "This page",
                name,
                lambda: downloads.tidy(shown),
                lambda: {
                    str(number): Sheet(title, downloads.tidy({title: rows}).drop(columns="table"))
                    for number, (title, rows) in enumerate(shown.items(), 1)
                },
                views,
            )
        _buttons(
            "Everything",
            f"{areas.root()}-crime-version-{data.version()}",
            lambda: exports.crime(data.table("crimes")),
            lambda: {
                name: Sheet(f"{name.capitalize()}: every row", rows)
                for name, rows in exports.frames(data.version()).items()
            },
            views,
        )


def _buttons(
    what: str,
    name: str,
    rows: Callable[[], pd.DataFrame],
    sheets: Callable[[], dict[str, Sheet]],
    views: tuple[View, ...],
) -> None:
    made: dict[str, Callable[[], bytes]] = {
        "CSV": lambda: downloads.csv(rows()),
        "XLSX": lambda: downloads.workbook(_cover(views), sheets()),
        "Parquet": lambda: downloads.parquet(rows()),
    }
    with st.container(horizontal=True):
        for kind, make in made.items():
            st.download_button(
                f"{what} as {kind}",
                make,
                f"{name}.{kind.lower()}",
                KINDS[kind],
                key=f"{name}-{kind}",
                on_click="ignore",
            )


def _cover(views: tuple[View, ...]) -> Cover:
    sources = dict.fromkeys(view.source for view in views)
    return Cover(
        title=f"Recorded crime in {areas.one(areas.root()).name}",
        about=(
            *(f"{source.name}. {source.about} {source.attribution}" for source in sources),
            f"{data.published()} This file was made on {day_in_words(date.today())}.",
        ),
        notes=(
            *(f"{mark} {words}" for mark, words in sentences.SHORTHAND.items()),
            *(f"{one.title}. {one.sentence} {one.alternative}" for one in caveats.every()),
        ),
    )
