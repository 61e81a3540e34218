"""What did the partners do? By priority or by partner, each figure with its period and place."""

import streamlit as st

from cspdata import queries, sentences, ui

ui.page("What the partners did", sentences.ABOUT_ACTIVITY)
activity = ui.table("activity")
measures = queries.waiting(activity)

if len(activity):
    rows = ui.activity_picker()
    st.markdown(sentences.activity_summary(rows))
    ui.activity_found(rows)
else:
    st.info("No partner's figures have been published yet. An officer can publish them.")

st.header(sentences.waiting_heading(measures), anchor=False)
st.markdown(sentences.waiting_by_partner(measures))
ui.waiting(measures)
ui.provenance(partners=True)
