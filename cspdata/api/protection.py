"""What protects every answer of the server: headers, names it does not answer to, no waiting."""

import asyncio
from typing import Any
from urllib.parse import urlsplit

from starlette.responses import PlainTextResponse

from cspdata import settings

STALLED_S = 30
STREETS = "https://*.cartocdn.com"


def policy(street_map: bool) -> str:
    """Where a page may load from: the server itself, and the streets' host where they are on."""
    streets = f" {STREETS}" if street_map else ""
    return "; ".join(
        [
            "default-src 'self'",
            "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
            "style-src 'self' 'unsafe-inline'",
            f"img-src 'self' data: blob:{streets}",
            "font-src 'self' data:",
            f"connect-src 'self' data: blob:{streets}",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'self'",
        ]
    )


HEADERS = {
    "Content-Security-Policy": policy(settings.street_map()),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class Protected:
    """ASGI middleware that adds HEADERS to every HTTP answer."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        added = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]

        async def protected(message: Any) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), *added]
            await send(message)

        await self.app(scope, receive, protected)


class Named:
    """ASGI middleware that answers to the server's own names and to no other."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self.names = frozenset(name.lower() for name in settings.hosts())

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan" or host(scope) in self.names:
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            refused = PlainTextResponse("Invalid host header", status_code=400)
            await refused(scope, receive, send)


class Prompt:
    """ASGI middleware that waits for a request's body only while some of it comes."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await self.app(scope, prompt(receive) if scope["type"] == "http" else receive, send)


def prompt(receive: Any, stalled_s: float = STALLED_S) -> Any:
    """`receive`, which gives up where nothing comes for a while; after the body it waits again."""
    whole = False

    async def in_time() -> Any:
        nonlocal whole
        if whole:
            return await receive()
        try:
            async with asyncio.timeout(stalled_s):
                message = await receive()
        except TimeoutError:
            return {"type": "http.disconnect"}
        whole = not message.get("more_body", False)
        return message

    return in_time


def host(scope: Any) -> str:
    """The name in the Host header, without its port; "" where there is none."""
    called = next((value for name, value in scope["headers"] if name == b"host"), b"")
    try:
        return urlsplit(f"//{called.decode('latin-1')}").hostname or ""
    except ValueError:
        return ""
