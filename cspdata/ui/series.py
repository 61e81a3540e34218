"""Series of months on the page: their table, the small charts of the areas inside, downloads."""

import pandas as pd
import streamlit as st

from cspdata import charts, offences, sentences, settings
from cspdata.queries import View
from cspdata.ui import data
from cspdata.ui.drawn import bare_chart, chart
from cspdata.ui.frame import choice
from cspdata.ui.shown import figures_table

OFFENCE = "offence"
ABREAST = 3
LATEST = 3
MIME = {"csv": "text/csv", "atom": "application/atom+xml"}


def offence_picker(codes: list[str], usual: str) -> offences.Offence:
    """The offence chosen on the page, kept in the address."""
    chosen = choice("Offence", OFFENCE, codes, usual, lambda code: offences.one(code).name)
    return offences.one(chosen)


def months_table(rows: pd.DataFrame, caption: str) -> None:
    """A series month by month, the newest first: counts, the year before, sums of twelve."""
    body = [
        [
            sentences.month(row["month"]),
            sentences.count(row["count"]),
            "[b]" if row["broken"] else sentences.count(row["year_before"]),
            "[b]" if row["broken"] else sentences.difference(row["count"] - row["year_before"]),
            sentences.count(row["rolling"]),
            sentences.sign_of(row),
        ]
        for _, row in rows[::-1].iterrows()
    ]
    columns = ["Month", "Count", "A year before", "Difference", "Twelve months", "Against usual"]
    figures_table(body, columns, caption, "months")


def needed_table(rows: pd.DataFrame, caption: str) -> None:
    """What the same months of the next year must reach to be a convincing rise."""
    body = [
        [
            row["period"].words,
            sentences.count(row["count"]),
            sentences.year_later(row["period"]),
            sentences.count(row["needed"]),
        ]
        for _, row in rows.iterrows()
    ]
    figures_table(body, ["Months", "Count", "A year later", "At least"], caption, "needed")


def panels(rows: pd.DataFrame, what: str, caption: str) -> None:
    """A small chart for each area inside, to one scale, the strongest evidence first.

    They run down each column, so that a phone keeps their order.
    """
    highest = rows["count"].max()
    caption = f"{caption}. Each from 0 to {sentences.count(highest)}."
    st.markdown(f"**{caption}**")
    ranks = int(rows["rank"].max()) + 1
    each = -(-ranks // min(ABREAST, ranks))
    for first, column in zip(range(0, ranks, each), st.columns(-(-ranks // each)), strict=True):
        part = rows[rows["rank"].between(first, first + each - 1)]
        names = ", ".join(part["area_name"].unique())
        with column:
            bare_chart(
                charts.panels,
                part,
                highest,
                what,
                alt=f"{what} by month: {names}.",
            )


def panels_table(rows: pd.DataFrame, caption: str) -> None:
    """The areas inside with what their months say, each leading to its area."""
    last = rows[rows["count"].notna()].groupby("rank").tail(1)
    body = [
        [
            row["area_name"],
            sentences.count(row["count"]),
            "" if pd.isna(row["centre"]) else f"{row['centre']:.1f}",
            str(row["signals"]),
            sentences.sign_of(row),
        ]
        for _, row in last.iterrows()
    ]
    columns = ["Area", "Last month", "Average", "Signals", "Last month against usual"]
    figures_table(body, columns, caption, "inside", list(last["area"]))


def split_chart(found: tuple[View, pd.DataFrame] | None, by: str, what: str, refused: str) -> None:
    """A change as the staircase of its parts with its table, or why there is none."""
    st.subheader(f"By {by}", anchor=False)
    if found is None:
        st.markdown(sentences.not_split(by, refused))
        return
    view, rows = found
    caption = f"{what}, {sentences.compared(view)} ({view.source.short})"
    st.markdown(sentences.split_explained(rows, view))
    chart(
        charts.waterfall,
        rows,
        alt=f"Steps by {by} from 0 to the whole difference. The table below holds the same.",
        caption=f"Difference in the count by {by}: {caption}.",
    )
    with st.expander(f"The steps by {by} as a table"):
        body = [
            [
                row["name"],
                sentences.count(row["now"]),
                sentences.count(row["before"]),
                sentences.difference(row["difference"]),
                sentences.difference(row["end"]),
            ]
            for _, row in rows.iterrows()
        ]
        columns = [by.capitalize(), "Now", "Before", "Difference", "Added up"]
        figures_table(body, columns, caption, f"steps-{by}")


def signals_told(found: pd.DataFrame) -> None:
    """The latest signals of a series, the earlier ones folded, and how far they can be trusted."""
    st.markdown(sentences.signals_list(found[:LATEST]))
    if len(found) > LATEST:
        with st.expander("Earlier signals"):
            st.markdown(sentences.signals_list(found[LATEST:]))
    with st.expander("How far a signal can be trusted"):
        st.markdown(sentences.FALSE_ALARMS)


def signals_now(rows: pd.DataFrame) -> None:
    """The signals that reach the last published month as a table, a file and a feed."""
    body = [
        [row["area_name"], row["offence_name"], sentences.signal(row).replace("**", "")]
        for _, row in rows.iterrows()
    ]
    columns = ["Area", "Offence", "Signal"]
    with st.expander("The signals as a table"):
        figures_table(body, columns, "Signals now", "signals", list(rows["area"]))
    feed = f"{settings.address()}/signals.atom"
    st.markdown(
        f"To be told of new signals, follow [{feed}]({feed}) with a feed reader or a mail "
        "program. It is made anew with every publication."
    )
    with st.container(horizontal=True):
        for name, text in data.signals_files().items():
            kind = name.rsplit(".", 1)[-1]
            st.download_button(
                f"Download {name}", text, file_name=name, mime=MIME[kind], key=f"take-{kind}"
            )
