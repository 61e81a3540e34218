"""Papers made on the page: a button, a bar while it works, and the files to download."""

from collections.abc import Callable
from datetime import date
from urllib.parse import urlencode, urljoin

import streamlit as st

from cspdata import areas, briefings, kept, settings
from cspdata.briefings import Imprint, Paper
from cspdata.periods import day_in_words
from cspdata.ui import data

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def imprint(page: str, **asked: str) -> Imprint:
    """The address of exactly this view on a page, the data's version and today."""
    return Imprint(
        address=web_address(page, **asked),
        version=data.published(),
        made=day_in_words(date.today()),
    )


def web_address(page: str, **asked: str) -> str:
    """The whole address of a page of this dashboard with its query and the day asked for."""
    here = settings.address() or urljoin(st.context.url or "http://localhost:8501/", ".")
    on = st.query_params.get(data.ON)
    query = urlencode(asked | ({data.ON: on} if on else {}), safe="/")
    return f"{here.rstrip('/')}/{page}?{query}"


def paper(label: str, make: Callable[[], Paper], key: str) -> None:
    """A button that makes a paper as Word and as HTML, and the two files once they are made."""
    at = (key, data.version(), *sorted(st.query_params.items()))
    if st.button(label, key=key):
        st.session_state[f"paper-{key}"] = (at, *_made(make))
    known, name, page, document = st.session_state.get(f"paper-{key}", (None, "", b"", b""))
    if known != at:
        return
    with st.container(horizontal=True):
        _offered(f"Word ({_size(document)})", document, f"{name}.docx", WORD)
        _offered(f"HTML ({_size(page)})", page, f"{name}.html", "text/html")


def release() -> None:
    """The release in one file of the version shown, as it was made when it was published."""
    at = data.version()
    st.download_button(
        "The release in one file (HTML)",
        lambda: kept.release(at),
        f"{areas.root()}-crime-release-{at}.html",
        "text/html",
        on_click="ignore",
        icon=":material/download:",
    )


def _made(make: Callable[[], Paper]) -> tuple[str, bytes, bytes]:
    bar = st.progress(0.0, "Reading the figures")
    written = make()
    page = briefings.html(written, lambda share, words: bar.progress(share / 2, words))
    document = briefings.word(written, lambda share, words: bar.progress(0.5 + share / 2, words))
    bar.empty()
    return written.name, page, document


def _offered(label: str, content: bytes, name: str, kind: str) -> None:
    st.download_button(
        label, content, name, kind, key=name, on_click="ignore", icon=":material/download:"
    )


def _size(content: bytes) -> str:
    return f"{len(content) / 1000:,.0f} kB"
