"""Where the figures come from, what they mean, how they are compared, and what to know."""

import streamlit as st

from cspdata import areas, caveats, metrics, offences, sentences, sources, ui

ui.page("About the figures")

st.header("Sources", anchor=False)
st.markdown(sentences.about_sources([*sources.SOURCES.values(), sources.PARTNERS]))

st.header("How a change is judged", anchor=False)
st.markdown(sentences.METHOD)

st.header("What to know", anchor=False)
st.markdown(sentences.about_caveats(caveats.every()))

st.header("Where the printed figures do not agree", anchor=False)
st.markdown(sentences.PRINTED)
ui.notes_table(ui.table("printed"))

st.header("Offences", anchor=False)
st.markdown(sentences.definitions(offences.order()))

st.header("Partners", anchor=False)
st.markdown(sentences.about_partners(metrics.partners().values()))
st.markdown(sentences.ABOUT_ACTIVITY)

st.header("Areas", anchor=False)
ui.areas_table(areas.table())
st.header("Open data", anchor=False)
st.markdown(sentences.OPEN_DATA)
st.header("Shorthand", anchor=False)
st.markdown(sentences.about_shorthand())
