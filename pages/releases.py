"""What is published, since when, by whom, and what was revised since it first stood here."""

import streamlit as st

from cspdata import queries, ui
from cspdata.ui import desk, history, session

ui.page("What is published", "Every publication stays here, and every earlier figure with it.")
asked = desk.wanted()
past = ui.history()
ui.freshness_table()
history.history(past)
history.confirmed_table(past)
ui.release()
ui.day_picker(past)

revised = ui.revisions_made()
st.header("Revised figures", anchor=False)
if revised.empty:
    st.markdown("No figure shown today was revised.")
ui.revisions_table(queries.revised_in_words(revised), "Both values", "revised")

with st.expander("Files as they were sent"):
    history.files_table(past)
if session.officer() and ui.is_newest():
    desk.restoring(past, ui.version())
    desk.work("releases", asked)
    desk.told("releases")
desk.afterwards()
