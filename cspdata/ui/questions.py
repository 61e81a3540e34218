"""What a rehearsal leaves open, asked of the officer: days, sources, spellings, unusual figures.

An answer stays on the page for as long as its file is chosen, so that it can be changed.
"""

from datetime import UTC, datetime
from typing import Literal

import pandas as pd
import streamlit as st

from cspdata import checks
from cspdata.checks import Issue, Question
from cspdata.periods import Period
from cspdata.publish import Rehearsal, Upload
from cspdata.spans import asked as period_asked
from cspdata.ui import session
from cspdata.ui.frame import plain

ASKED, ACCEPTED, OTHER = "questions", "accepted", "other"
LABELS = {
    "source": "Whose counts are in {file}?",
    "days": "How are the days of {file} written?",
    "percentages": "What do the percentages of {file} mean?",
}
PERIOD = "First and last day that {file} covers, such as 1 April to 31 October 2017"
# A label that is seen is read as Markdown and read out with its marks, so the words stand above it.
UNSEEN: Literal["collapsed"] = "collapsed"


def answered(name: str, content: bytes) -> Upload:
    """The file with what the officer has said of it so far."""
    said = {what: _answer(name, what) for what in LABELS}
    return Upload(
        name, content, said["source"] or None, _period(name), said["days"], said["percentages"]
    )


def ask(shown: Rehearsal) -> None:
    """Every question of the chosen files, also those that are answered; an answer can change."""
    known: dict[tuple[str, str], Question] = st.session_state.setdefault(ASKED, {})
    for question in shown.questions:
        known[_of(shown, question), question.asks] = question
    names = {upload.name for upload in shown.uploads}
    asked = {key: question for key, question in known.items() if key[0] in names}
    for (name, what), question in asked.items():
        _ask(name, what, question)
    if not (asked or shown.held):
        st.markdown("Nothing.")


def forget() -> None:
    """Forget what was asked and accepted: the files are no longer chosen."""
    for key in (ASKED, ACCEPTED):
        st.session_state.pop(key, None)


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
    for spelling, meaning in accepted():
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"Accepted: “{plain(spelling)}” means {checks.name_of(meaning)}.")
            st.button("Take back", key=f"refuse {spelling}", on_click=_refuse, args=(spelling,))


def accepted() -> tuple[tuple[str, str], ...]:
    """The spellings accepted on this page, with their meanings."""
    return tuple(st.session_state.get(ACCEPTED, {}).items())


def aliases() -> pd.DataFrame:
    """The accepted spellings as rows of `aliases`."""
    rows = [
        {
            "vocabulary": checks.vocabulary_of(meaning),
            "spelling": spelling,
            "meaning": meaning,
            "accepted_by": session.officer(),
            "accepted_on": datetime.now(UTC).date(),
        }
        for spelling, meaning in accepted()
    ]
    columns = ["vocabulary", "spelling", "meaning", "accepted_by", "accepted_on"]
    return pd.DataFrame(rows, columns=columns)


def holds(shown: Rehearsal) -> None:
    """What is held, each with a place for the reason why it is right all the same."""
    if not shown.held:
        return
    many = len(shown.held) > 1
    st.warning(
        f"{'These are' if many else 'This is'} unusual, and held until you say why "
        f"{'they are' if many else 'it is'} right. The reason goes into the history and stands "
        "beside the figures."
    )
    asked: set[str] = set()
    for issue in shown.held:
        where = f"{plain(issue.file)}: " if len(shown.uploads) > 1 else ""
        st.markdown(f"**{where}{plain(issue.problem)}** {plain(issue.remedy)}")
        if issue.name in asked:
            continue
        asked.add(issue.name)
        label = f"Why it is right: {issue.problem}"
        st.text_input(label, max_chars=300, key=_why(issue), label_visibility=UNSEEN)


def reasons(shown: Rehearsal) -> dict[str, str]:
    """The reason given for each held thing, "" where none is given yet."""
    return {issue.name: st.session_state.get(_why(issue), "").strip() for issue in shown.held}


def is_open(shown: Rehearsal) -> bool:
    """Whether a question still waits for its answer."""
    return any(
        not question.assumed or not _is_answered(shown, question) for question in shown.questions
    )


def _is_answered(shown: Rehearsal, question: Question) -> bool:
    return bool(_answer(_of(shown, question), question.asks))


def _of(shown: Rehearsal, question: Question) -> str:
    """The name of the file as it was sent; the question may name a sheet or a file inside it."""
    sent = [upload.name for upload in shown.uploads if question.file.startswith(upload.name)]
    return max(sent, key=len)


def _ask(name: str, what: str, question: Question) -> None:
    if what == "period":
        _ask_period(name, question)
        return
    means = dict(question.options)
    st.markdown(f"**{plain(name)}**: {plain(question.words)}")
    st.radio(
        LABELS[what].format(file=name),
        list(means),
        index=None,
        format_func=lambda answer: means.get(answer, answer),
        key=_key(name, what),
        label_visibility=UNSEEN,
    )


def _ask_period(name: str, question: Question) -> None:
    st.markdown(f"**{plain(name)}**: {plain(question.words)}")
    key = _key(name, "period")
    if question.options:
        means = dict(question.options) | {OTHER: "Other days"}
        st.radio(
            f"The days that {name} covers",
            list(means),
            index=None,
            format_func=lambda answer: means.get(answer, answer),
            key=key,
            label_visibility=UNSEEN,
        )
        if st.session_state.get(key) != OTHER:
            return
    label = PERIOD.format(file=name)
    st.markdown("Write the first and the last day, such as 1 April to 31 October 2017.")
    written = st.text_input(label, key=f"{key} written", label_visibility=UNSEEN)
    if written.strip():
        _tell_period(written)


def _tell_period(written: str) -> None:
    try:
        st.markdown(f"Read as {period_asked(written).days_in_words}.")
    except ValueError:
        st.error(
            f"“{plain(written)}” can be read in several ways or in none. Write the first and the "
            "last day, such as 1 April 2017 to 31 October 2017."
        )


def _period(name: str) -> Period | None:
    key = _key(name, "period")
    chosen = st.session_state.get(key)
    written = st.session_state.get(f"{key} written", "")
    try:
        return period_asked(chosen if chosen and chosen != OTHER else written)
    except ValueError:
        return None


def _answer(name: str, what: str) -> str:
    return st.session_state.get(_key(name, what)) or ""


def _key(name: str, what: str) -> str:
    return f"{what} {name}"


def _why(issue: Issue) -> str:
    return f"why {issue.name}"


def _accept(spelling: str, meaning: str) -> None:
    st.session_state[ACCEPTED] = st.session_state.get(ACCEPTED, {}) | {spelling: meaning}


def _refuse(spelling: str) -> None:
    del st.session_state[ACCEPTED][spelling]
