"""Publish new figures: choose the files, read what they would change, publish or leave it."""

import streamlit as st

from cspdata import ui
from cspdata.ui import desk, rehearsed, session

session.only_officers()
ui.only_newest()
ui.page(
    "Publish new figures",
    "Choose the files of one publication. Everything is checked first; nothing changes before "
    "you press Publish, and any publication can be undone.",
)
desk.told()
desk.templates()
shown = desk.rehearsal()
if shown is None:
    st.stop()

answered = desk.questions(shown)
rehearsed.issues(shown)
desk.spellings(shown)
rehearsed.reconciliation(shown)
if shown.faults or not answered:
    st.stop()
rehearsed.effect(shown)
if not shown.changes_nothing:
    desk.publishing(shown)
