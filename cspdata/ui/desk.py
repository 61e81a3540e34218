"""The officer's desk: files are chosen, their rehearsal is read, and it is published or left.

What is published is always the rehearsal that was on the screen when the button was pressed.
"""

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from cspdata import kept, metrics, publish, spreadsheets, store
from cspdata.errors import CspError, UnreadableFile
from cspdata.periods import day_in_words
from cspdata.publish import Rehearsal, Upload
from cspdata.ui import questions, session
from cspdata.ui.frame import plain
from cspdata.ui.visitor import visitor

SHOWN, OF, TOLD, ROUND = "rehearsal", "rehearsal-of", "told", "upload-round"
PUBLISHED, UNDONE, RESTORED, REFUSED = "published", "undone", "restored", "refused"
WORK, MADE = "work", "version-made"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Work = Callable[[], tuple[str, str, int]]
STEPS = (
    "Choose files",
    "Read what we understood",
    "Answer what is asked",
    "See what changes",
    "Publish",
)


def steps() -> None:
    """All steps in one line, so that an officer sees what is to come."""
    numbered = (f"{number}\u00a0{words}" for number, words in enumerate(STEPS, start=1))
    st.markdown(" · ".join(numbered))


def step(number: int) -> None:
    """The heading of a step, as the page's lead counts them."""
    st.header(f"{number}. {STEPS[number - 1]}", anchor=False)


def templates() -> None:
    """The templates to fill in: counts as CSV and as XLSX, partners' figures as CSV."""
    with st.expander("Templates to fill in"):
        st.markdown(
            "A row for every area and offence. Fill in the first day, the last day and the count, "
            "and delete the rows that you have no figures for."
        )
        rows = publish.template()
        with st.container(horizontal=True):
            st.download_button("CSV", spreadsheets.csv(rows), "template.csv", "text/csv")
            st.download_button(
                "XLSX", lambda: spreadsheets.xlsx(rows, "figures"), "template.xlsx", XLSX
            )
        st.markdown("A row for every measure of the partners; rows without a value are skipped.")
        activity = metrics.template(metrics.every())
        content = spreadsheets.csv(activity)
        st.download_button("Partners' figures, CSV", content, "activity.csv", "text/csv")
        st.markdown(
            "A row for the next step of every open matter of the committee, and one for a new "
            "matter; rows that are not filled in are skipped."
        )
        steps = spreadsheets.csv(publish.matters())
        st.download_button("Matters of the committee, CSV", steps, "matters.csv", "text/csv")
        st.markdown(
            "A row for every note that stands beside a figure. Change one, write yes under "
            "withdrawn to take it back, or add a row with a name of its own: what is known, the "
            "area, the offence (all recorded crime where there is none) and the days. "
            f"{publish.AS_WRITTEN}"
        )
        signed = spreadsheets.csv(publish.notes())
        st.download_button("Notes, CSV", signed, "notes.csv", "text/csv")
        st.markdown(
            "The columns of operations and of objectives: state them before their figures are "
            "read. The data dictionary says what each column means."
        )
        with st.container(horizontal=True):
            for table in ("operations", "objectives"):
                columns = spreadsheets.csv(publish.blank(table))
                label = f"{table.capitalize()}, CSV"
                st.download_button(label, columns, f"{table}.csv", "text/csv")


def told(page: str) -> None:
    """What came of the last press of a button on this page, with the way back beside it."""
    where, kind, words, version = st.session_state.get(TOLD, ("", "", "", 0))
    if where != page:
        st.session_state.pop(TOLD, None)
    elif kind == REFUSED:
        st.error(words)
    else:
        st.success(words)
        with st.container(horizontal=True, vertical_alignment="center"):
            if version == store.version() and session.officer():
                back = "Bring it back" if kind == UNDONE else "Undo"
                st.button(back, on_click=_want, args=(lambda: _undone(version),))
            st.page_link("pages/area.py", label="See the figures")
            st.page_link("pages/published.py", label="History")


def rehearsal() -> Rehearsal | None:
    """The rehearsal of the files that are chosen, made again only when something changed."""
    chosen = st.file_uploader(
        "Files of one publication",
        accept_multiple_files=True,
        key=f"files-{st.session_state.get(ROUND, 0)}",
        help="Police tables, police.uk street-level files, counts in a list, partners' figures, or "
        "notes and matters, as CSV, XLSX, XLS, ODS or ZIP. At most 200 MB each.",
    )
    place = st.empty()
    if not chosen:
        _forget()
        return None
    uploads = tuple(questions.answered(file.name, file.getvalue()) for file in chosen)
    said = [(each.sha256, each.name, each.source, each.answers) for each in uploads]
    of = (said, questions.accepted(), store.version())
    if st.session_state.get(OF) != of or SHOWN not in st.session_state:
        st.session_state[SHOWN] = _rehearsed(uploads, place)
        st.session_state[OF] = of
        st.session_state.pop(TOLD, None)
    shown: Rehearsal = st.session_state[SHOWN]
    return shown


def publishing(shown: Rehearsal) -> None:
    """The reason and the button; it publishes what is on the screen and nothing newer."""
    st.text_input("Reason, for the history", max_chars=300, key="reason")
    st.button("Publish", type="primary", on_click=_want, args=(lambda: _published(shown),))


def restoring(past: pd.DataFrame, base: int) -> None:
    """For officers: publish an earlier version again, on top of the version on the screen."""
    earlier = {int(e["version"]): e for e in past.to_dict("records") if 0 < e["version"] < base}
    if not earlier:
        return
    st.header("Restore an earlier version", anchor=False)
    st.markdown("The newest version stays in the history, and can be restored in the same way.")
    st.selectbox(
        "Version", list(earlier), format_func=lambda v: _version(earlier[v]), key="restore-version"
    )
    st.text_input("Why", max_chars=300, key="restore-reason")
    st.button("Restore this version", on_click=_want, args=(lambda: _restored(base),))


def wanted() -> Work | None:
    """What the last press of a button asks for, once."""
    asked: Work | None = st.session_state.pop(WORK, None)
    return asked


def work(page: str, asked: Work | None) -> None:
    """Do it here, where the button is, with what is happening shown; then tell what came of it."""
    if asked is None:
        return
    with st.status("Publishing…"):
        try:
            kind, words, version = asked()
            st.session_state[TOLD] = (page, kind, words, version)
            st.session_state[MADE] = version
        except CspError as fault:
            st.session_state[TOLD] = (page, REFUSED, plain(str(fault)), 0)
    st.rerun()


def afterwards() -> None:
    """What a new version needs beside its figures, made once the page has answered."""
    version = st.session_state.pop(MADE, None)
    if version is not None:
        kept.announce_apart(version)


def _want(asked: Work) -> None:
    st.session_state[WORK] = asked


def _rehearsed(uploads: Sequence[Upload], place: Any) -> Rehearsal:
    with place.status("Reading the files", expanded=False) as status:
        try:
            made = publish.rehearse(uploads, lambda words: _say(status, words), questions.aliases())
        except UnreadableFile as fault:
            status.update(label="The files could not be read", state="error")
            st.session_state.pop(SHOWN, None)
            unread = plain(str(fault))
        else:
            status.update(label="Read and checked; nothing is published yet", state="complete")
            return made
    st.error(unread)
    raise st.stop()


def _say(status: Any, words: str) -> None:
    status.update(label=plain(words))


def _published(shown: Rehearsal) -> tuple[str, str, int]:
    why = questions.reasons(shown)
    version = publish.publish(shown, visitor(), st.session_state.get("reason", ""), why)
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1
    _forget()
    effect = " ".join(publish.effect(shown))
    return PUBLISHED, f"Published as version {version}. {plain(effect)}", version


def _undone(version: int) -> tuple[str, str, int]:
    new = publish.restore(version - 1, version, visitor(), f"Undo version {version}")
    return UNDONE, f"Undone: version {new} holds what version {version - 1} held.", new


def _restored(base: int) -> tuple[str, str, int]:
    version = st.session_state["restore-version"]
    new = publish.restore(version, base, visitor(), st.session_state["restore-reason"])
    return RESTORED, f"Version {version} was restored as version {new}.", new


def _forget() -> None:
    questions.forget()
    for key in (SHOWN, OF):
        st.session_state.pop(key, None)


def _version(entry: dict[Any, Any]) -> str:
    when = f"{day_in_words(entry['at'])}, {entry['at']:%H:%M}"
    return f"{entry['version']} ({when}): {entry['reason']}"
