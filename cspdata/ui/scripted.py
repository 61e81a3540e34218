"""HTML made on the server, shown by one script that each browser fetches once."""

from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager
from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest

PACKAGE = Path(__file__).parent.parent
OURS, ASSETS = PACKAGE.name, "assets"
BLOCKS, MENU = "blocks", "menu"


def blocks(key: str, html: str) -> None:
    """Part of an answer, with styles of its own that reach nothing else."""
    _named(BLOCKS, "<div class='blocks scripted'></div><p class='unseen' role='status'></p>")(
        key=key, data={"html": html}
    )


def menu(html: str) -> None:
    """The menu: part of the page itself, where a navigation is looked for."""
    _named(MENU, "<div class='blocks menu'></div>", css="menu.css", isolate_styles=False)(
        key=MENU, data={"html": html}
    )


def _named(name: str, html: str, **how: Any) -> Any:
    """A component with the script of its name, declared as a package would in its manifest."""
    manager, whole = get_bidi_component_manager(), f"{OURS}.{name}"
    if manager.get_component_asset_root(whole) is None:
        declared = [ComponentConfig(each, ASSETS) for each in (BLOCKS, MENU)]
        manager.register_from_manifest(ComponentManifest(OURS, "", declared), PACKAGE)
    return _component(whole, html, f"{name}.js", **how)


@st.cache_resource(show_spinner=False)
def _component(name: str, html: str, js: str, **how: Any) -> Any:
    return st.components.v2.component(name, html=html, js=js, **how)
