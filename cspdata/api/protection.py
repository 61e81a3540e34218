"""What protects every answer of the server: headers, and names it does not answer to."""

from typing import Any

from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware

from cspdata import settings

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


def protection() -> list[Middleware]:
    """The layers around the whole server, the outermost first."""
    return [
        Middleware(Protected),
        Middleware(TrustedHostMiddleware, allowed_hosts=settings.hosts(), www_redirect=False),
    ]
