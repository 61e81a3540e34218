"""For which of several places a request is; where the server has one place, nothing is done here.

The host's name chooses it, or what the address begins with; an address without one is answered with
a list of them. What follows sees the address as a place that is alone has it.
"""

import asyncio
import logging
from dataclasses import replace
from html import escape
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse

from cspdata import sites
from cspdata.api.protection import host
from cspdata.errors import CspError
from cspdata.sites import HEADER, Site

LOG = logging.getLogger(__name__)
# What is the server's and of no place: its health, and the ways in for officers.
OF_SERVER = ("/healthz", "/_stcore/health", "/oauth2callback")
BELOW_SERVER = ("/officer/", "/auth/")
LIST = """<!doctype html><html lang="en-GB"><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>{title}</title>
<body style="font: 17px/1.6 Arial, sans-serif; max-width: 40em; margin: 3em auto; padding: 0 1em">
<main><h1>{title}</h1><p>{words}</p><ul>{items}</ul></main>"""
CHOOSE = ("Community safety dashboards", "Each place has its own figures, files and officers.")
UNNAMED = ("Page not found", "There is no page at this address. These places are here:")
SAY_WHICH = "Several places are here. Say which: put its name before the address, as /NAME{path}\n"


class Placed:
    """ASGI middleware that has everything below done for the place that is asked for."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan" or not sites.sites():
            await self.app(scope, receive, send)
            return
        there = _asked_for(scope)
        if there is None:
            await self._without(_noted(scope, None), receive, send)
            return
        if scope["path"] == there.prefix:
            await _leading_to(f"{there.prefix}/", scope)(scope, receive, send)
            return
        below = _noted(_without_prefix(scope, there.prefix), there)
        with sites.within(there):
            await self.app(below, receive, _leading_back(send, there.prefix, scope))

    async def _without(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer what names no place."""
        path = scope["path"]
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        if path in OF_SERVER or path.startswith(BELOW_SERVER):
            await self.app(scope, receive, send)
            return
        answer = await asyncio.to_thread(_unplaced, scope, path)
        await answer(scope, receive, send)


def _asked_for(scope: Any) -> Site | None:
    """The place of a request, with what its addresses begin with."""
    chosen = sites.of_host(host(scope))
    if chosen:
        return chosen
    name = scope["path"].removeprefix("/").partition("/")[0]
    there = sites.sites().get(name)
    return replace(there, prefix=f"/{name}") if there else None


def _unplaced(scope: Any, path: str) -> Any:
    name, _, rest = path.removeprefix("/").partition("/")
    if name.lower() in sites.sites():
        return _leading_to(f"/{name.lower()}/{rest}", scope)
    if path == "/":
        return HTMLResponse(_list(CHOOSE))
    if any(n == b"accept" and b"text/html" in value for n, value in scope["headers"]):
        return HTMLResponse(_list(UNNAMED), status_code=404)
    return PlainTextResponse(SAY_WHICH.format(path=path), status_code=404)


def _list(said: tuple[str, str]) -> str:
    title, words = said
    named = sorted((_title(each), name) for name, each in sites.sites().items())
    items = "".join(f'<li><a href="/{name}/">{escape(title)}</a></li>' for title, name in named)
    return LIST.format(title=escape(title), words=escape(words), items=items)


def _title(there: Site) -> str:
    """What a place calls its dashboard; its name where its pack cannot be read."""
    # The tables of places are read with pandas, which a server that starts does not wait for.
    from cspdata import place

    try:
        with sites.within(there):
            return place.here().dashboard
    except (CspError, OSError) as fault:
        LOG.error("%s: %s", there.name, fault)
        return there.name


def _leading_to(path: str, scope: Any) -> RedirectResponse:
    query = scope["query_string"].decode("latin-1")
    return RedirectResponse(path + (f"?{query}" if query else ""))


def _without_prefix(scope: Any, prefix: str) -> Any:
    path = scope["path"][len(prefix) :]
    return {**scope, "path": path, "raw_path": quote(path).encode()}


def _noted(scope: Any, there: Site | None) -> Any:
    """A request that names its place to who only sees its headers, and never as it was sent."""
    called = HEADER.lower().encode()
    headers = [(name, value) for name, value in scope["headers"] if name.lower() != called]
    if there:
        headers.append((called, f"{there.name} {there.prefix}".encode()))
    return {**scope, "headers": headers}


def _leading_back(send: Any, prefix: str, scope: Any) -> Any:
    """`send`, with the place put before where an answer leads to on this server."""
    if not prefix:
        return send
    here = next((value.decode("latin-1") for n, value in scope["headers"] if n == b"host"), "")

    async def leading(message: Any) -> None:
        if message["type"] == "http.response.start" and 300 <= message["status"] < 400:
            message["headers"] = [
                (name, _placed(value, prefix, here) if name.lower() == b"location" else value)
                for name, value in message.get("headers", [])
            ]
        await send(message)

    return leading


def _placed(location: bytes, prefix: str, here: str) -> bytes:
    parts = urlsplit(location.decode("latin-1"))
    if parts.netloc not in ("", here) or not parts.path.startswith("/"):
        return location
    return urlunsplit(parts._replace(path=prefix + parts.path)).encode("latin-1")
