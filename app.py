"""The frame of every page: what the pages are, in which order, and what stands around them."""

import streamlit as st

from cspdata import ui
from cspdata.ui import session

st.set_page_config(page_icon="cspdata/assets/icon.svg", layout="wide")
ui.look()

pages = {
    "overview": st.Page("pages/overview.py", title="What really moved", default=True),
    "area": st.Page("pages/area.py", title="Area by area"),
    "offences": st.Page("pages/offences.py", title="Offences"),
    "hotspots": st.Page("pages/hotspots.py", title="Map and hotspots"),
    "fair": st.Page("pages/fair.py", title="Fair comparison"),
    "trends": st.Page("pages/trends.py", title="Month by month"),
    "partners": st.Page("pages/partners.py", title="What the partners did"),
    "themes": st.Page("pages/themes.py", title="One question, all sides"),
    "briefing": st.Page("pages/briefing.py", title="Papers for a meeting"),
    "releases": st.Page("pages/releases.py", title="What is published"),
    "about": st.Page("pages/about.py", title="About the figures"),
    "accessibility": st.Page("pages/accessibility.py", title="Accessibility"),
}
listed = list(pages.values())
if session.desk_exists():
    pages["upload"] = st.Page("pages/upload.py", title="Publish new figures")
chosen = st.navigation(list(pages.values()), position="hidden")
session.only_signed_in()
ui.menu(pages.values() if session.officer() else listed)
session.sign_in()
ui.kindly(chosen.run)
