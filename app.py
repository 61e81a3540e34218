"""The frame of every page: what the pages are, in which order, and what stands around them."""

import streamlit as st

from cspdata import ui

st.set_page_config(page_icon="cspdata/assets/icon.svg", layout="wide")

pages = {
    "overview": st.Page("pages/overview.py", title="What really moved", default=True),
    "area": st.Page("pages/area.py", title="Area by area"),
    "offences": st.Page("pages/offences.py", title="Offences"),
    "partners": st.Page("pages/partners.py", title="What the partners did"),
    "themes": st.Page("pages/themes.py", title="One question, all sides"),
    "briefing": st.Page("pages/briefing.py", title="Papers for a meeting"),
    "about": st.Page("pages/about.py", title="About the figures"),
}
chosen = st.navigation(list(pages.values()), position="hidden")
ui.menu(pages.values())
ui.kindly(chosen.run)
