"""What pages share: published frames by version, the frame around a page, pickers, tables.

The only room here that draws with Streamlit; it never computes a figure.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from cspdata import areas, caveats, offences, queries, sentences, settings, store, tables
from cspdata.errors import CspError
from cspdata.queries import View

AREA, FIGURES = "area", "figures"
COMPARED = ["Now", "Before", "Difference", "Verdict", "Range allowing for chance", "Change"]


def table(name: str) -> pd.DataFrame:
    """A published table at the version that this page shows; shared, so never changed in place."""
    return _table(settings.store(), version(), name)


def figures() -> pd.DataFrame:
    """All counts at every level, as `queries.prepared` makes them; shared like `table`."""
    return _figures(settings.store(), version())


def version() -> int:
    """The published version that this page shows."""
    return store.version()


def menu(pages: Iterable[Any]) -> None:
    """Links to every page that keep the area and the figures chosen."""
    with st.sidebar:
        st.markdown("**Winchester community safety**")
        for each in pages:
            st.page_link(each, query_params=address())


def page(title: str, lead: str = "") -> None:
    """The page's one heading and, below it, what the page answers."""
    st.title(title, anchor=False)
    if lead:
        st.markdown(lead)


def pickers() -> tuple[areas.Area, View]:
    """The selectors that pages share: the area and the figures, both kept in the address."""
    choices = queries.views(figures())
    if not choices:
        stop("No figures have been published yet.", "An officer can publish them on Upload.")
    by_address = {str(choice): choice for choice in choices}
    area = _asked(AREA, areas.root(), areas.known, "area")
    chosen = _asked(FIGURES, str(choices[0]), by_address.__contains__, "set of figures")
    left, right = st.columns(2)
    with left:
        _picker("Area", AREA, areas.order(), area, _indented)
    with right:
        _picker("Figures", FIGURES, list(by_address), chosen, lambda key: by_address[key].words)
    return areas.one(area), by_address[chosen]


def go_to(area: str) -> None:
    """Show another area: the same as choosing it in the selector."""
    _write(AREA, area, areas.root())


def address(**changes: str) -> dict[str, str]:
    """The view's part of the address, for links to other pages, with some of it changed."""
    kept = {name: st.query_params[name] for name in (AREA, FIGURES) if name in st.query_params}
    return {name: value for name, value in (kept | changes).items() if value}


def breadcrumb(area: areas.Area) -> None:
    """Links to the areas that this one lies in."""
    above = areas.path(area.area)[:-1]
    if not above:
        return
    with st.container(horizontal=True, gap="small"):
        for code in above:
            st.page_link(
                "pages/area.py",
                label=f"‹ {areas.one(code).name}",
                query_params=address(area=code if code != areas.root() else ""),
            )


def changes_table(rows: pd.DataFrame, caption: str, key: str, link: bool = False) -> None:
    """Comparisons as a table: counts now and before, difference, verdict, range, percentage."""
    named = "area_name" if rows["area"].nunique() > 1 else "offence_name"
    names = [_stepped(row, named) for _, row in rows.iterrows()]
    if rows["before"].isna().all() and not rows["refused"].any():
        cells = [[sentences.marked(row["now"], row["status"])] for _, row in rows.iterrows()]
        columns = ["Count"]
    else:
        cells = [_compared_cells(row) for _, row in rows.iterrows()]
        columns = COMPARED
    body = [[name, *row] for name, row in zip(names, cells, strict=True)]
    heading = "Area" if named == "area_name" else "Offence"
    figures_table(body, [heading, *columns], caption, key, list(rows["area"]) if link else None)


def parts_table(rows: pd.DataFrame, caption: str) -> None:
    """The areas inside an area: count, share of the whole, and the change where there is one."""
    compared = rows["before"].notna().any()
    body = [
        [
            row["area_name"],
            sentences.marked(row["now"], row["status"]),
            sentences.share(row["share"]),
            *(_compared_cells(row)[1:] if compared else []),
        ]
        for _, row in rows.iterrows()
    ]
    columns = ["Area", "Count", "Share", *(COMPARED[1:] if compared else [])]
    figures_table(body, columns, caption, "parts", list(rows["area"]))


def net_table(rows: pd.DataFrame, caption: str) -> None:
    """An area's change set against the rest of the district's."""
    body = [
        [
            row["offence_name"],
            sentences.count(row["now"]),
            sentences.count(row["before"]),
            sentences.net_verdict(row),
            sentences.interval(row),
        ]
        for _, row in rows.iterrows()
    ]
    columns = ["Offence", "Now", "Before", "Against the rest", "Range allowing for chance"]
    figures_table(body, columns, caption, "net")


def regions_table(counts: pd.DataFrame, caption: str) -> None:
    """Counts by region: a row per offence, a column per region and the district."""
    body = [
        [offences.one(offence).name, *(sentences.count(value) for value in values)]
        for offence, values in zip(counts.index, counts.to_numpy(), strict=True)
    ]
    figures_table(
        body, ["Offence", *(areas.one(area).name for area in counts.columns)], caption, "regions"
    )


def notes_table(printed: pd.DataFrame) -> None:
    """Where print and sum differ: the note and where it stands."""
    noted = printed[printed["note"] != ""].drop_duplicates("note")
    body = [
        [row["note"], row["file"], sentences.count(row["row"])] for _, row in noted.iterrows()
    ]
    figures_table(body, ["Note", "File", "Row"], "Notes on the printed tables", "printed")


def areas_table(rows: pd.DataFrame) -> None:
    """Every area with its level, residents and how its wards are known."""
    body = [
        [
            row["name"],
            areas.LEVEL_NAME[row["level"]],
            sentences.count(row["residents"]),
            row["wards"],
            row["membership"],
        ]
        for _, row in rows.iterrows()
    ]
    columns = ["Area", "Level", "Residents", "Wards", "How the wards are known"]
    figures_table(body, columns, "Areas", "areas")


def figures_table(
    rows: Sequence[Sequence[str]],
    columns: Sequence[str],
    caption: str,
    key: str,
    areas_of_rows: Sequence[str] | None = None,
) -> None:
    """A plain table; with `areas_of_rows` the first cell of a row is a link to that area."""
    marks = shorthand(" ".join(cell for row in rows for cell in row))
    picked = tables.draw(rows, columns, caption, marks, key, areas_of_rows, address)
    if picked:
        go_to(picked)
        st.rerun()


def chart(drawn: Any, alt: str, caption: str) -> None:
    """A chart under its caption: measure, area, period, source."""
    st.markdown(f"**{caption}**")
    st.altair_chart(drawn, alt=alt)


def drill_chart(drawn: Any, key: str, alt: str, caption: str) -> None:
    """A chart whose bars lead to the area they stand for."""

    def follow() -> None:
        points = st.session_state[key].selection.get("picked", [])
        if points and points[0].get("area"):
            go_to(points[0]["area"])

    st.markdown(f"**{caption}**")
    st.altair_chart(drawn, key=key, on_select=follow, selection_mode="picked", alt=alt)


def what_to_know(view: View, shown_areas: Sequence[str], shown_offences: Sequence[str]) -> None:
    """The caveats that touch what is shown, in one block."""
    found = caveats.touching(
        view.source.source, [view.period, view.before], shown_areas, shown_offences
    )
    if not found:
        return
    lines = [f"- **{caveat.title}.** {caveat.sentence}" for caveat in found]
    st.markdown("\n".join(["**What to know**", "", *lines]))


def provenance(*views: View) -> None:
    """Where the figures on the page come from: source, period, version, attribution."""
    lines = [
        f"{view.source.name}, {view.period.days_in_words}. {view.source.attribution}"
        for view in dict.fromkeys(views)
    ]
    entry = _published(settings.store(), version())
    st.caption("  \n".join([*lines, entry]))


def stop(sentence: str, advice: str = "") -> None:
    """A kind sentence in place of the page."""
    st.info(f"{sentence} {advice}".strip())
    st.stop()


def kindly(draw: Callable[[], None]) -> None:
    """Run a page; what a reader can be told is told in a sentence, and a bug still crashes."""
    try:
        draw()
    except CspError as fault:
        st.error(str(fault))
        st.markdown("Make the store with `python -m cspdata rebuild`, then load this page again.")


def shorthand(text: str) -> str:
    """The meaning of the marks that a table uses, "" when it uses none."""
    used = [f"{mark} {words}" for mark, words in sentences.SHORTHAND.items() if mark in text]
    return "; ".join(used)


def _stepped(row: pd.Series, named: str) -> str:
    return "\u2003" * int(row.get("depth", 0)) + str(row[named])


def _compared_cells(row: pd.Series) -> list[str]:
    if not row["verdict"]:
        return [sentences.count(row["now"]), "", "", "", "", ""]
    return [
        sentences.marked(row["now"], row["status"]),
        sentences.marked(row["before"], row["before_status"]),
        sentences.difference(row["difference"]),
        sentences.verdict(row),
        sentences.interval(row),
        sentences.percent(row),
    ]


@st.cache_resource(max_entries=32, show_spinner=False)
def _table(place: str, at: int, name: str) -> pd.DataFrame:
    return store.read(name, at)


@st.cache_resource(max_entries=4, show_spinner=False)
def _figures(place: str, at: int) -> pd.DataFrame:
    return queries.prepared(store.read("crimes", at))


@st.cache_data(max_entries=32, show_spinner=False)
def _published(place: str, at: int) -> str:
    entry = store.history().set_index("version").loc[at]
    when = f"{entry['at']:%d %B %Y}".lstrip("0")
    return f"Data version {at}, published {when}."


def _asked(name: str, default: str, known: Callable[[str], bool], what: str) -> str:
    value = st.query_params.get(name, default)
    if known(value):
        return value
    st.info(f"The address asks for {'an' if what[0] in 'aeiou' else 'a'} {what} that is not here.")
    if st.button("Show the district instead"):
        st.query_params.clear()
        st.rerun()
    st.stop()


def _picker(
    label: str, name: str, options: list[str], chosen: str, words: Callable[[str], str]
) -> None:
    key = f"{name}-picker"
    st.session_state[key] = chosen
    st.selectbox(
        label,
        options,
        key=key,
        format_func=words,
        on_change=lambda: _write(name, st.session_state[key], options[0]),
    )


def _write(name: str, value: str, default: str) -> None:
    if value == default:
        st.query_params.pop(name, None)
    else:
        st.query_params[name] = value


def _indented(area: str) -> str:
    return "\u2003" * (len(areas.path(area)) - 1) + areas.one(area).name


