"""The accessibility statement on its page."""

import streamlit as st

from cspdata import areas, sentences, settings
from cspdata.ui.frame import page, plain


def accessibility_statement() -> None:
    """The whole statement, with this installation's contact."""
    district = areas.one(areas.root()).name
    page("Accessibility statement", sentences.RUN_BY.format(district=district))
    for level, heading, words in sentences.accessibility(district, plain(settings.contact())):
        (st.header if level == 2 else st.subheader)(heading, anchor=False)
        st.markdown(words)
