"""Addresses that let an officer publish without sign-in, each once; none is kept on disk.

The server prints one when it starts, and another when one was used. Whoever opens it has a cookie
that this process knows; a page of another site, or somebody who only reaches the port, has not.
"""

import secrets
import threading

PATH = "/officer"
_lock = threading.Lock()
_open: list[str] = []
_accepted: set[str] = set()


def invite() -> str:
    """A new path to open, in place of the one before."""
    token = secrets.token_urlsafe(24)
    with _lock:
        _open[:] = [token]
    return f"{PATH}/{token}"


def accept(token: str) -> str | None:
    """A cookie for whoever opened the newest path, which then is used; None for any other."""
    with _lock:
        if not any(secrets.compare_digest(token.encode(), each.encode()) for each in _open):
            return None
        _open.clear()
        cookie = secrets.token_urlsafe(24)
        _accepted.add(cookie)
        return cookie


def known(cookie: str) -> bool:
    """Whether a cookie was given by this process."""
    with _lock:
        return cookie in _accepted


def cookie_name(port: object) -> str:
    """Two dashboards on one computer share its cookies, so that each has a name of its own."""
    return f"csp_officer_{port}"
