"""Who is before the page, from Streamlit's own words; asked afresh on every run, never kept."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from cspdata import access, publish
from cspdata.errors import NotAllowed

PASSED_ON = ("X-Forwarded-For", "X-Forwarded-Host", "Forwarded", "X-Real-Ip")


def visitor() -> access.Visitor:
    """Whoever has this page open: claims, and the server's address."""
    headers = st.context.headers
    return access.Visitor(
        rules=access.rules(_secrets()),
        claims=st.user.to_dict(),
        listens=str(st.get_option("server.address") or ""),
        called=headers.get("Host", ""),
        passed_on=any(name in headers for name in PASSED_ON),
        name=publish.whoever(),
    )


def refuse_strangers() -> None:
    """Raises NotAllowed where the settings ask everybody to sign in and this visitor has not."""
    if not access.may_look(visitor()):
        raise NotAllowed("Sign in to see the figures.")


def _secrets() -> Mapping[str, Any]:
    return st.secrets.to_dict() if st.secrets.load_if_toml_exists() else {}
