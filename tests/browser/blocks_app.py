"""Two pages that print the sample answer, for the tests of the blocks alone.

The map is left out: drawn in software, it takes longer than everything else together.
"""

import sys
from pathlib import Path

import streamlit as st

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from cspdata.ui import blocks, frame
from tests.sample_answer import WITHOUT_MAP

st.set_page_config(layout="wide")


def glance() -> None:
    blocks.draw(WITHOUT_MAP, lambda area: st.query_params.update(area=area))


def months() -> None:
    st.title("Months")
    st.text(f"offence: {st.query_params.get('offence')}")
    st.container(height=2000)


frame.look()
pages = [
    st.Page(glance, title="At a glance", default=True),
    st.Page(months, title="Over time", url_path="months"),
]
st.navigation(pages).run()
