"""The server: the pages of app.py, the open data beside them, and what protects both."""

from importlib import import_module

import streamlit as st
from streamlit import config
from streamlit.runtime.pages_manager import PagesManager

from cspdata import api, settings

# The pages folder is ours and app.py says what is in it, also to whoever comes first.
PagesManager.uses_pages_directory = False
# What `streamlit run app.py` goes without, because nothing stands before its doors then.
config.set_option("server.allowedHosts", settings.hosts())
config.set_option("server.maxUploadSize", settings.UPLOAD_MB)


def greet() -> None:
    """Print the way in for officers, and get ready for readers, once the server answers."""
    import_module("cspdata.ui.visitor").greet()
    import_module("cspdata.ui.ready").begin()
    import_module("cspdata.tidying").begin()


app = st.App(
    "app.py", lifespan=api.loading(greet), routes=api.routes(), middleware=api.protection()
)
