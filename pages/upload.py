"""Publish new figures: choose the files, read what they would change, publish or leave it."""

import streamlit as st

from cspdata.ui import desk, elsewhere, frame, questions, rehearsal, session

session.only_writers()
frame.only_newest()
asked = desk.wanted()
st.title("Publish new figures", anchor=False)
st.markdown(
    "Everything is checked first; nothing changes before you press Publish, and any publication "
    "can be undone."
)
desk.steps()
desk.step(1)
desk.templates()
shown = desk.rehearsal()
rest = st.empty()
if shown is None:
    desk.work("upload", asked)
    desk.told("upload")
    desk.afterwards()
    st.stop()

with rest.container():
    desk.step(2)
    rehearsal.understood(shown)
    elsewhere.offered(shown)
    rehearsal.faults(shown)
    questions.spellings(shown)
    rehearsal.notes(shown)
    rehearsal.reconciliation(shown)
    if shown.faults:
        st.stop()

    desk.step(3)
    questions.ask(shown)
    questions.holds(shown)
    if questions.is_open(shown) or shown.is_empty:
        st.stop()

    desk.step(4)
    rehearsal.effect(shown)
    if not shown.changes_nothing:
        desk.step(5)
        desk.publishing(shown)
        desk.work("upload", asked)
        desk.told("upload")
