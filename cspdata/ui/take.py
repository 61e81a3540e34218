"""What a reader can take away of an answer, folded; nothing is made before it is asked for."""

from collections.abc import Callable
from datetime import date
from functools import partial

import streamlit as st

from cspdata import areas, exports, kept
from cspdata.answers.blocks import Answer, Chart, Map, Table, walk
from cspdata.periods import day_in_words
from cspdata.printers import html, pictures, sheets, slides, word
from cspdata.printers.imprint import Imprint
from cspdata.published import Published
from cspdata.question import Question
from cspdata.ui import frame

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
Make = Callable[[], bytes]


def imprint(published: Published, answer: Answer, page: str) -> Imprint:
    """Where an answer comes from: its whole address, the version, and today."""
    address = frame.web_address(page, answer.question)
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
    with held:
        papers(answer, about)
        tables = [one for one in walk(answer.blocks) if isinstance(one, Table)]
        if tables:
            _tables(tables, answer, about)
        _charts(answer, about)


def papers(answer: Answer, about: Imprint) -> None:
    """An answer as Word, HTML and slides, made when they are asked for."""
    with st.container(horizontal=True):
        _button("Word", lambda: word.paper(answer, about), f"{answer.name}.docx", WORD)
        _button(
            "HTML, prints", lambda: html.paper(answer, about), f"{answer.name}.html", "text/html"
        )
        _button("Slides", lambda: slides.deck(answer, about), f"{answer.name}.pptx", SLIDES)


def everything() -> None:
    """The release in one file, and every published table as a workbook or as CSV."""
    at = frame.published()
    name = f"{areas.root()}-version-{at.version}"
    frames = exports.frames(at)
    tables = tuple(
        Table(f"{what.capitalize()}: every row", tuple(rows.columns), (), what, rows)
        for what, rows in frames.items()
    )
    answer = Answer("Everything that is published", name, Question(areas.root()), tables)
    about = imprint(at, answer, "published")
    st.header("Everything", anchor=False)
    with st.container(horizontal=True):
        _button(
            "The release in one file", lambda: kept.release(at.version), f"{name}.html", "text/html"
        )
        _button("Every table", lambda: sheets.workbook(answer, about), f"{name}.xlsx", EXCEL)
        _button("Every count", lambda: sheets.csv(tables[0].rows), f"{name}-crime.csv", "text/csv")


def _tables(tables: list[Table], answer: Answer, about: Imprint) -> None:
    st.markdown("**The tables of this page**")
    with st.container(horizontal=True):
        _button("Workbook", lambda: sheets.workbook(answer, about), f"{answer.name}.xlsx", EXCEL)
    for table in tables:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(table.caption)
            _button("CSV", partial(sheets.csv, table.rows), f"{table.name}.csv", "text/csv")
            _button(
                "Parquet",
                partial(sheets.parquet, table.rows),
                f"{table.name}.parquet",
                "application/vnd.apache.parquet",
            )


def _charts(answer: Answer, about: Imprint) -> None:
    """Each chart and map as a picture that carries its title, sources, version and address."""
    for one in (block for block in walk(answer.blocks) if isinstance(block, Chart | Map)):
        given = (one, answer.sources, about)
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(one.title)
            _button("PNG", partial(pictures.png_to_take, *given), f"{one.name}.png", "image/png")
            _button("SVG", partial(_svg, *given), f"{one.name}.svg", "image/svg+xml")


def _svg(block: Chart | Map, sources: tuple[str, ...], about: Imprint) -> bytes:
    return pictures.svg_to_take(block, sources, about).encode()


def _button(label: str, make: Make, name: str, kind: str) -> None:
    st.download_button(label, make, name, kind, key=f"take-{name}", on_click="ignore")
