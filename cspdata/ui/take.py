"""What a reader can take away of an answer, folded; nothing is made before it is asked for."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import streamlit as st

from cspdata import areas, exports, kept, spreadsheets
from cspdata.answers.blocks import Answer, Chart, Map, Table, walk
from cspdata.periods import day_in_words
from cspdata.printers import html, pictures, sheets, slides, word
from cspdata.printers.imprint import Imprint
from cspdata.published import Published
from cspdata.question import PARAMETERS, Question
from cspdata.ui import frame

OFFICE = "application/vnd.openxmlformats-officedocument."
KINDS = {
    "csv": "text/csv",
    "docx": f"{OFFICE}wordprocessingml.document",
    "html": "text/html",
    "parquet": "application/vnd.apache.parquet",
    "png": "image/png",
    "pptx": f"{OFFICE}presentationml.presentation",
    "svg": "image/svg+xml",
    "xlsx": f"{OFFICE}spreadsheetml.sheet",
}
Make = Callable[[], bytes | str]


def imprint(published: Published, answer: Answer, page: str) -> Imprint:
    """Where an answer comes from: its whole address, the version, and today."""
    own = {name: st.query_params[name] for name in st.query_params if name not in PARAMETERS}
    address = frame.web_address(page, answer.question, **own)
    return Imprint(address, published.words, day_in_words(date.today()))


def offer(published: Published, answer: Answer) -> None:
    """Sources, version, and the answer's paper, slides, tables and charts as files."""
    st.caption("  \n".join([*answer.sources, published.words]))
    _offer(published, answer)


@st.fragment
def _offer(published: Published, answer: Answer) -> None:
    held = st.expander("Take this page away", key="take", on_change="rerun")
    if not held.open:
        return
    about = imprint(published, answer, frame.page_name())
    tables = [one for one in walk(answer.blocks) if isinstance(one, Table)]
    charts = [one for one in walk(answer.blocks) if isinstance(one, Chart | Map)]
    with held:
        _papers(answer, about, workbook=bool(tables))
        for table in tables:
            _row(
                table.caption,
                table.name,
                csv=partial(spreadsheets.csv, table.rows),
                parquet=partial(spreadsheets.parquet, table.rows),
            )
        for chart in charts:
            _row(
                chart.title,
                chart.name,
                png=partial(pictures.png_to_take, chart, answer.sources, about),
                svg=partial(pictures.svg_to_take, chart, answer.sources, about),
            )


def paper(make: Callable[..., Answer], question: Question, *asked: Any) -> None:
    """A paper's files, for a page that shows it below."""
    at = frame.published()
    answer = at.ask(make, question, *asked)
    _papers(answer, imprint(at, answer, frame.page_name()), True, "Take this paper:", "paper")


def everything() -> None:
    """The release in one file, and every published table as a workbook or as CSV."""
    at = frame.published()
    name = f"{areas.root()}-version-{at.version}"
    answer = Answer("Everything that is published", name, Question(areas.root()), ())
    about = imprint(at, answer, "published")

    def workbook() -> bytes:
        tables = tuple(
            Table(f"{what.capitalize()}: every row", tuple(rows.columns), (), what, rows)
            for what, rows in exports.frames(at).items()
        )
        return sheets.workbook(replace(answer, blocks=tables), about)

    def counts() -> bytes | str:
        return spreadsheets.csv(exports.crime(at.table("crimes")))

    st.header("Everything", anchor=False)
    with st.container(horizontal=True):
        _button("The release in one file (HTML)", name, "html", partial(kept.release, at.version))
        _button("Every table as a workbook (XLSX)", name, "xlsx", workbook)
        _button("Every count (CSV)", f"{name}-crime", "csv", counts)


def _papers(
    answer: Answer,
    about: Imprint,
    workbook: bool,
    words: str = "This page as Word, HTML that prints, slides and a workbook",
    under: str = "take",
) -> None:
    made: dict[str, Make] = {
        "docx": partial(word.paper, answer, about),
        "html": partial(html.paper, answer, about),
        "pptx": partial(slides.deck, answer, about),
    }
    if workbook:
        made["xlsx"] = partial(sheets.workbook, answer, about)
    _row(words, answer.name, under, **made)


def _row(words: str, name: str, under: str = "take", /, **made: Make) -> None:
    """A line with a button for each kind of file."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(words)
        for kind, make in made.items():
            _button(kind.upper(), name, kind, make, under)


def _button(label: str, name: str, kind: str, make: Make, under: str = "take") -> None:
    st.download_button(
        label,
        make,
        f"{name}.{kind}",
        KINDS[kind],
        key=f"{under}-{name}-{kind}",
        on_click="ignore",
    )
