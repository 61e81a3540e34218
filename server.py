"""The server: the pages of app.py, the open data beside them, and the headers around both."""

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager

from cspdata import api

# The pages folder is ours and app.py says what is in it, also to whoever comes first.
PagesManager.uses_pages_directory = False

app = st.App("app.py", lifespan=api.loading, routes=api.routes(), middleware=api.protection())
