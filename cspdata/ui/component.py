"""Our own components, each a style and a script in `assets`; nothing is computed here."""

from pathlib import Path
from typing import Any

import streamlit as st

ASSETS = Path(__file__).parent.parent / "assets"


@st.cache_resource(show_spinner=False)
def ours(name: str) -> Any:
    """The component of that name; links in it are followed through its trigger `go`."""
    return st.components.v2.component(
        name,
        html="<div class='frame'></div>",
        css=(ASSETS / f"{name}.css").read_text("utf-8"),
        js=(ASSETS / f"{name}.js").read_text("utf-8"),
    )
