"""Who is before the page, from Streamlit's own words; asked afresh on every run, never kept."""

from collections.abc import Mapping
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from cspdata import access, invitations, publish, settings, sites
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
        origin=headers.get("Origin", ""),
        passed_on=any(name in headers for name in PASSED_ON),
        invited=invitations.known(st.context.cookies.get(cookie(), "")),
        open_here=settings.open_publishing(),
        name=publish.whoever(),
    )


def invites() -> bool:
    """Whether officers come in by an address that the server prints: here, and without sign-in."""
    alone = access.loopback(str(st.get_option("server.address") or ""))
    return alone and not access.rules(_secrets()).sign_in and not settings.open_publishing()


def cookie() -> str:
    """The name of the cookie that whoever opened such an address has."""
    return invitations.cookie_name(st.get_option("server.port"))


def greet() -> None:
    """Print where officers come in, in the window where the server runs."""
    if not invites():
        return
    address = f"http://localhost:{st.get_option('server.port')}"
    print(
        f"\nReaders open {address}\n"
        f"To publish in this computer's browser, open {address}{invitations.invite()}\n"
        "That address works once. Keep it to yourself; when it is used, a new one is printed.\n",
        flush=True,
    )


def refuse_strangers() -> None:
    """Raises NotAllowed where the settings ask everybody to sign in and this visitor has not."""
    if not access.may_look(visitor()):
        raise NotAllowed("Sign in to see the figures.")


def writer() -> str:
    """The name of a visitor who may publish figures or words, or "" for everybody else."""
    try:
        return access.writer(visitor())
    except NotAllowed:
        return ""


def _secrets() -> Mapping[str, Any]:
    return settings.of_site(st.secrets.to_dict() if st.secrets.load_if_toml_exists() else {})


def _asked_for() -> str:
    """The place that the server noted with the request for which this thread works."""
    if get_script_run_ctx(suppress_warning=True) is None:
        return ""
    return st.context.headers.get(sites.HEADER, "")


sites.told_by(_asked_for)
