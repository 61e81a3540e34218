"""The officer's desk: files are chosen, their rehearsal is read, and it is published or left.

What is published is always the rehearsal that was on the screen when the button was pressed.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pandas as pd
import streamlit as st

from cspdata import checks, kept, metrics, publish, spreadsheets, store
from cspdata.errors import CspError, UnreadableFile
from cspdata.periods import Period, day_in_words
from cspdata.publish import Rehearsal, Upload
from cspdata.sources import SOURCES
from cspdata.ui import session
from cspdata.ui.frame import plain
from cspdata.ui.visitor import visitor

SHOWN, ASKED, ACCEPTED, TOLD, ROUND = "rehearsal", "asked", "accepted", "told", "upload-round"
KINDS = ["csv", "txt", "gz", "zip", "xlsx"]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


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


def told() -> None:
    """What came of the last press of a button, once."""
    kind, words = st.session_state.pop(TOLD, ("", ""))
    if kind == "done":
        st.success(words)
        with st.container(horizontal=True):
            st.page_link("pages/area.py", label="See the figures")
            st.page_link("pages/releases.py", label="History and undo")
    elif kind:
        st.error(words)


def rehearsal() -> Rehearsal | None:
    """The rehearsal of the files that are chosen, made again only when something changed."""
    chosen = st.file_uploader(
        "Files of one publication",
        type=KINDS,
        accept_multiple_files=True,
        key=f"files-{st.session_state.get(ROUND, 0)}",
        help="Police tables, police.uk street-level files, tidy counts or partner activity, as "
        "CSV, CSV.GZ, ZIP or XLSX. At most 200 MB each.",
    )
    if not chosen:
        st.session_state.pop(SHOWN, None)
        st.session_state.pop(ACCEPTED, None)
        return None
    uploads = tuple(_upload(file) for file in chosen)
    accepted = tuple(st.session_state.get(ACCEPTED, {}).items())
    asked = (
        [(each.sha256, each.name, each.source, each.period) for each in uploads],
        accepted,
        store.version(),
    )
    if st.session_state.get(ASKED) != asked or SHOWN not in st.session_state:
        st.session_state[SHOWN] = _rehearsed(uploads, accepted)
        st.session_state[ASKED] = asked
    shown: Rehearsal = st.session_state[SHOWN]
    return shown


def questions(shown: Rehearsal) -> bool:
    """Ask for the period or the source where a file does not say; whether all is answered."""
    known = [(u.name, "period") for u in shown.uploads if u.period]
    known += [(u.name, "source") for u in shown.uploads if u.source]
    for name, what in sorted({*shown.questions, *known}):
        if what == "period":
            label = f"First and last day that {plain(name)} covers"
            st.date_input(label, [], format="DD/MM/YYYY", key=f"days {name}")
        else:
            st.radio(
                f"Where the counts in {plain(name)} come from",
                list(SOURCES),
                index=None,
                format_func=lambda code: SOURCES[code].name,
                key=f"source {name}",
            )
    return not shown.questions


def spellings(shown: Rehearsal) -> None:
    """Offer the close spellings; an accepted one is remembered with who and when."""
    offered = dict.fromkeys(
        (issue.found, issue.suggestion) for issue in shown.faults if issue.suggestion
    )
    for spelling, meaning in offered:
        st.button(
            f"Accept that “{plain(spelling)}” means {checks.name_of(meaning)}",
            key=f"accept {spelling}",
            on_click=_accept,
            args=(spelling, meaning),
        )
    for spelling, meaning in st.session_state.get(ACCEPTED, {}).items():
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"Accepted: “{plain(spelling)}” means {checks.name_of(meaning)}.")
            st.button("Take back", key=f"refuse {spelling}", on_click=_refuse, args=(spelling,))


def publishing(shown: Rehearsal) -> None:
    """The reason and the button; it publishes what is on the screen and nothing newer."""
    st.text_input("Reason, for the history", max_chars=300, key="reason")
    st.button("Publish", type="primary", on_click=_publish, args=(shown,))


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
    st.button("Restore this version", on_click=_restore, args=(base,))


def _upload(file: Any) -> Upload:
    days = st.session_state.get(f"days {file.name}", ())
    period = Period(*days) if len(days) == 2 else None
    return Upload(file.name, file.getvalue(), st.session_state.get(f"source {file.name}"), period)


def _rehearsed(uploads: Sequence[Upload], accepted: tuple[tuple[str, str], ...]) -> Rehearsal:
    with st.status("Reading the files", expanded=False) as status:
        try:
            made = publish.rehearse(uploads, lambda words: _say(status, words), _aliases(accepted))
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


def _aliases(accepted: tuple[tuple[str, str], ...]) -> pd.DataFrame:
    rows = [
        {
            "vocabulary": checks.vocabulary_of(meaning),
            "spelling": spelling,
            "meaning": meaning,
            "accepted_by": session.officer(),
            "accepted_on": datetime.now(UTC).date(),
        }
        for spelling, meaning in accepted
    ]
    columns = ["vocabulary", "spelling", "meaning", "accepted_by", "accepted_on"]
    return pd.DataFrame(rows, columns=columns)


def _accept(spelling: str, meaning: str) -> None:
    st.session_state[ACCEPTED] = st.session_state.get(ACCEPTED, {}) | {spelling: meaning}


def _refuse(spelling: str) -> None:
    del st.session_state[ACCEPTED][spelling]


def _publish(shown: Rehearsal) -> None:
    try:
        version = publish.publish(shown, visitor(), st.session_state["reason"])
    except CspError as fault:
        st.session_state[TOLD] = ("refused", plain(str(fault)))
        return
    kept.announce(version)
    st.session_state[TOLD] = ("done", f"Published as version {version}.")
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1
    st.session_state["reason"] = ""
    for key in (SHOWN, ASKED, ACCEPTED):
        st.session_state.pop(key, None)


def _restore(base: int) -> None:
    version = st.session_state["restore-version"]
    try:
        new = publish.restore(version, base, visitor(), st.session_state["restore-reason"])
    except CspError as fault:
        st.session_state[TOLD] = ("refused", plain(str(fault)))
        return
    kept.announce(new)
    st.session_state[TOLD] = ("done", f"Version {version} was restored as version {new}.")
    st.session_state["restore-reason"] = ""


def _version(entry: dict[Any, Any]) -> str:
    when = f"{day_in_words(entry['at'])}, {entry['at']:%H:%M}"
    return f"{entry['version']} ({when}): {entry['reason']}"
