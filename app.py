"""The frame of every page: what the pages are, in which order, and what stands around them."""

import streamlit as st

from cspdata.ui import frame, session

st.set_page_config(page_icon="cspdata/assets/icon.svg", layout="wide")
frame.look()

pages = {
    "glance": st.Page("pages/glance.py", title="At a glance", default=True),
    "area": st.Page("pages/area.py", title="My area"),
    "months": st.Page("pages/months.py", title="Over time"),
    "where": st.Page("pages/where.py", title="Where"),
    "done": st.Page("pages/done.py", title="What was done"),
    "take": st.Page("pages/take.py", title="Take away"),
}
below = {
    "published": st.Page("pages/published.py", title="What is published"),
    "about": st.Page("pages/about.py", title="About the figures"),
    "accessibility": st.Page("pages/accessibility.py", title="Accessibility"),
}
if session.desk_exists():
    below["upload"] = st.Page("pages/upload.py", title="Publish new figures")
chosen = st.navigation([*pages.values(), *below.values()], position="hidden")
session.only_signed_in()
frame.menu(
    pages, below if session.officer() else {k: v for k, v in below.items() if k != "upload"}, chosen
)
session.sign_in()
frame.run(chosen.run)
