"""What stands around every page: menu, version shown, kind words; no figure is made here."""

import logging
import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

import streamlit as st

from cspdata import place, settings
from cspdata import published as door
from cspdata.answers.blocks import Link
from cspdata.errors import CspError, UnknownVersion
from cspdata.periods import day_in_words
from cspdata.printers import html
from cspdata.printers import menu as printer
from cspdata.published import Published
from cspdata.question import PARAMETERS, Question, from_address
from cspdata.ui import ready, scripted
from cspdata.ui.visitor import refuse_strangers, writer

LOG = logging.getLogger(__name__)
SHOWN, NEWEST, NOTE = "version of this run", "newest of this run", "why it is not newer"
PAGES = "pages"


def look() -> None:
    """How the frame, focus, print and forced colours look."""
    st.html(f"<style>{html.style('frame.css')}</style>")


def menu(pages: Mapping[str, Any], below: Mapping[str, Any], here: Any) -> None:
    """Links to every page that keep the whole question; those below are smaller."""
    kept = from_address(st.query_params)[0]
    st.session_state[PAGES] = {**pages, **below}
    open_now = next((name for name, each in st.session_state[PAGES].items() if each is here), "")

    def links(named: Mapping[str, Any]) -> list[Link]:
        return [Link(each.title, name, kept) for name, each in named.items()]

    told = printer.listed(place.here().dashboard, links(pages), links(below), open_now)
    with st.sidebar:
        scripted.menu(told)


def published() -> Published:
    """The version that this run shows: the newest that is ready, or that of the day in the address.

    Raises NotAllowed for who must sign in first, NoStore, UnknownVersion.
    """
    if SHOWN not in st.session_state:
        refresh()
    shown: Published = st.session_state[SHOWN]
    return shown


def refresh() -> None:
    """Note once a run which version is shown, so that a page never mixes two."""
    st.session_state.pop(SHOWN, None)
    refuse_strangers()
    newest, st.session_state[NOTE] = door.newest()
    known = ready.shown(newest)
    # Who publishes sees at once what came of it.
    newest = newest if writer() else known
    asked = from_address(st.query_params)[0].on
    st.session_state[NEWEST] = newest.version
    st.session_state[SHOWN] = door.on(asked) if asked else newest


def is_newest() -> bool:
    """Whether this run shows what is published now."""
    shown = published()
    return bool(shown.version >= st.session_state[NEWEST])


def ask_for(question: Question, **also: str) -> None:
    """Show another question on this page: the address is rewritten, and Back undoes it."""
    kept = {k: v for k, v in st.query_params.items() if k not in PARAMETERS}
    st.query_params.from_dict({**kept, **question.to_address(), **also})


def page_name() -> str:
    """The page that is open, as links name it."""
    name = urlsplit(st.context.url or "").path.rstrip("/").rpartition("/")[2]
    return name if name in st.session_state.get(PAGES, {}) else "glance"


def web_address(page: str, question: Question, **also: str) -> str:
    """The whole address of a page of this dashboard with a question."""
    here = settings.address() or urljoin(st.context.url or "http://localhost:8501/", ".")
    asked = urlencode({**question.to_address(), **also})
    path = "" if page == "glance" else page
    return f"{here.rstrip('/')}/{path}{'?' if asked else ''}{asked}"


def stop(sentence: str) -> None:
    """A kind sentence in place of the rest of the page."""
    st.info(plain(sentence))
    st.stop()


def plain(text: str) -> str:
    """Text that somebody sent, such as a file's name, so that no mark in it is obeyed.

    An address becomes no link: nothing is seen of the word joiner in it.
    """
    text = re.sub(r"(://|\bwww)(?=[\w.-])", "\\1\u2060", text)
    return re.sub(r"([\\`*_{}\[\]()<>#+\-.!|~$:&^])", r"\\\1", text)


def run(page: Callable[[], None]) -> None:
    """Run a page; what a reader can be told is told in a sentence, and a bug still crashes."""
    try:
        refresh()
        _say_when_old()
        page()
    except UnknownVersion as fault:
        st.title("Not published", anchor=False)
        st.info(plain(str(fault)))
        st.button("Show the newest figures", on_click=show_newest)
    except CspError as fault:
        LOG.warning("%s: %s", type(fault).__name__, fault.__cause__ or fault)
        st.title("The figures cannot be shown", anchor=False)
        st.error(plain(str(fault)))


def show_newest() -> None:
    """Leave the day in the past that the address asks for."""
    st.query_params.pop("on", None)


def only_newest() -> None:
    """For pages that change what is published: no day in the past."""
    if "on" in st.query_params:
        show_newest()
        st.rerun()


def _say_when_old() -> None:
    if st.session_state[NOTE]:
        st.warning(plain(st.session_state[NOTE]))
    asked = from_address(st.query_params)[0].on
    if asked and not is_newest():
        day = day_in_words(min(asked, date.today()))
        st.warning(f"As published on {day}: {published().words} Newer figures are published.")
        st.button("Show the newest figures", on_click=show_newest)
