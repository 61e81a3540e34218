"""What stays in memory for good is set aside, so that no reader waits while it is looked through.

Streamlit collects garbage after every run, through every object of every library: some 60 ms of
each click (`benchmarks/README.md`). Libraries and cached answers are never garbage.
"""

import gc

import streamlit as st


@st.cache_resource(show_spinner=False)
def settle(page: str) -> None:
    """After a page's first run in this process, set aside what it has imported and cached."""
    gc.collect()
    gc.freeze()
