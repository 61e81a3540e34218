"""What stands around every page: the menu, the selectors, the address, sources and kind words."""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

import streamlit as st

from cspdata import areas, caveats, place, queries
from cspdata.errors import CspError, UnknownVersion
from cspdata.periods import day_in_words
from cspdata.queries import View
from cspdata.sources import PARTNERS
from cspdata.ui import data, heard, taken
from cspdata.ui.component import ASSETS

AREA, FIGURES = "area", "figures"
KEPT = (AREA, FIGURES, "offence", data.ON)


def look() -> None:
    """How focus, print and forced colours look, where Streamlit's theme has no word for it."""
    st.html(ASSETS / "frame.css")


def menu(pages: Iterable[Any]) -> None:
    """Links to every page that keep the area and the figures chosen."""
    with st.sidebar:
        st.markdown(f"**{place.here().dashboard}**")
        kept = address()
        for each in pages:
            st.page_link(each, query_params=kept)


def page(title: str, lead: str = "") -> None:
    """The page's one heading and, below it, what the page answers."""
    st.title(title, anchor=False)
    data.say(title)
    if lead:
        st.markdown(lead)


def pickers() -> tuple[areas.Area, View]:
    """The selectors that pages share: the area and the figures, both kept in the address."""
    choices = data.ask(queries.views)
    if not choices:
        stop_unpublished()
    by_address = {str(choice): choice for choice in choices}
    area = _asked(AREA, areas.root(), areas.known, "area")
    chosen = _asked(FIGURES, str(choices[0]), by_address.__contains__, "set of figures")
    left, right = st.columns(2)
    with left:
        _picker("Area", AREA, areas.order(), area, _indented)
    with right:
        _picker("Figures", FIGURES, list(by_address), chosen, lambda key: by_address[key].words)
    return areas.one(area), by_address[chosen]


def choice(
    label: str, name: str, options: list[str], usual: str, words: Callable[[str], str]
) -> str:
    """A page's own selector; what is chosen is kept in the address under `name`."""
    chosen = _asked(name, usual, options.__contains__, label.lower())
    _picker(label, name, options, chosen, words, usual)
    return chosen


def go_to(area: str) -> None:
    """Show another area: the same as choosing it in the selector."""
    _write(AREA, area, areas.root())


def address(**changes: str) -> dict[str, str]:
    """The view's part of the address, for links to other pages, with some of it changed."""
    kept = {name: st.query_params[name] for name in KEPT if name in st.query_params}
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


def what_to_know(
    view: View, shown_areas: Sequence[str], shown_offences: Sequence[str], *others: View
) -> None:
    """The caveats that touch what is shown, each once, in one block."""
    tell(
        caveat
        for each in (view, *others)
        for caveat in caveats.touching(
            each.source.source, [each.period, each.before], shown_areas, shown_offences
        )
    )


def tell(touching: Iterable[caveats.Caveat]) -> None:
    """Caveats, each once, in one block; nothing where there are none."""
    found = dict.fromkeys(touching)
    if not found:
        return
    lines = [f"- **{caveat.title}.** {caveat.sentence} {caveat.alternative}" for caveat in found]
    st.markdown("\n".join(["**What to know**", "", *lines]))


def provenance(*views: View, partners: bool = False) -> None:
    """Where the figures on the page come from: source, period, version, attribution."""
    lines = [
        f"{view.source.name}, {view.period.days_in_words}. {view.source.attribution}"
        for view in dict.fromkeys(views)
    ]
    if partners:
        lines.append(f"{PARTNERS.name}. {PARTNERS.attribution}")
    st.caption("  \n".join([*lines, data.published()]))
    taken.offer(*views)


def stop(sentence: str, advice: str = "") -> None:
    """A kind sentence in place of the page."""
    st.info(f"{sentence} {advice}".strip())
    st.stop()


def stop_unpublished() -> None:
    """In place of a page that has no figures at all to show."""
    page("Nothing is published yet")
    stop("No figures have been published yet.", "An officer can publish them.")


def plain(text: str) -> str:
    """Text that somebody sent, such as a file's name, so that no mark in it is obeyed."""
    return re.sub(r"([\\`*_{}\[\]()<>#+\-.!|~$:&^])", r"\\\1", text)


def kindly(draw: Callable[[], None]) -> None:
    """Run a page; what a reader can be told is told in a sentence, and a bug still crashes."""
    try:
        data.refresh()
    except UnknownVersion as fault:
        page("Not found")
        st.info(plain(str(fault)))
        st.button("Show the newest figures", on_click=show_newest)
        return
    except CspError as fault:
        page("The figures cannot be read")
        _tell_fault(fault)
        return
    _told_when_old()
    listening = st.container(key="heard")
    try:
        draw()
    except CspError as fault:
        _tell_fault(fault)
    with listening:
        heard.told()


def _tell_fault(fault: CspError) -> None:
    st.error(plain(str(fault)))


def show_newest() -> None:
    """Leave the day in the past that the address asks for."""
    st.query_params.pop(data.ON, None)


def only_newest() -> None:
    """For pages that change what is published: no day in the past."""
    if data.ON in st.query_params:
        show_newest()
        st.rerun()


def _told_when_old() -> None:
    if not data.is_newest():
        day = day_in_words(date.fromisoformat(st.query_params[data.ON]))
        st.warning(f"As published on {day}: {data.published()} Newer figures are published.")
        st.button("Show the newest figures", on_click=show_newest)


def _asked(name: str, default: str, known: Callable[[str], bool], what: str) -> str:
    value = st.query_params.get(name, default)
    if not known(value):
        article = "an" if what[0] in "aeiou" else "a"
        page("Not found")
        st.info(f"The address asks for {article} {what} that is not here.")
        if st.button("Show the district instead"):
            st.query_params.clear()
            st.rerun()
        st.stop()
    return value


def _picker(
    label: str,
    name: str,
    options: list[str],
    chosen: str,
    words: Callable[[str], str],
    usual: str = "",
) -> None:
    key = f"{name}-picker"
    st.session_state[key] = chosen
    data.say(words(chosen).strip(), label)
    st.selectbox(
        label,
        options,
        key=key,
        format_func=words,
        on_change=lambda: _write(name, st.session_state[key], usual or options[0]),
    )


def _write(name: str, value: str, default: str) -> None:
    if value == default:
        st.query_params.pop(name, None)
    else:
        st.query_params[name] = value


def _indented(area: str) -> str:
    return "\u2003" * (len(areas.path(area)) - 1) + areas.one(area).name
