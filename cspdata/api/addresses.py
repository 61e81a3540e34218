"""What an address that no page has is answered with, and which of Streamlit's own are closed."""

from typing import Any

from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse

from cspdata import settings, sites

CLOSED = ("/_stcore/metrics", "/_stcore/script-health-check")
OTHERS = ("_stcore", "static", "media", "component", "app", "api", "auth", "officer")
BESIDE = ("summary", "healthz", "oauth2callback")
# Addresses of the first version lead on with all that they ask: the page, and what it must add.
MOVED = {
    "overview": ("", ""),
    "offences": ("area", ""),
    "hotspots": ("where", ""),
    "fair": ("where", "part=kind"),
    "trends": ("months", ""),
    "partners": ("done", ""),
    "themes": ("done", ""),
    "briefing": ("take", ""),
    "releases": ("published", ""),
}
NOT_FOUND = """<!doctype html><html lang="en-GB"><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>Page not found</title>
<body style="font: 17px Arial, sans-serif; max-width: 40em; margin: 3em auto; padding: 0 1em">
<main><h1>Page not found</h1><p>There is no page at this address; it may be cut off.</p>
<p><a href="{home}/">Go to the home page</a></p></main>"""


class Addresses:
    """ASGI middleware: capitals lead to the page of that name, and an unknown name says so."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        answer = _answer(scope) if scope["type"] == "http" else None
        await (answer or self.app)(scope, receive, send)


def _answer(scope: Any) -> Any:
    if scope["path"] in CLOSED:
        return PlainTextResponse("Not found", status_code=404)
    name = scope["path"].strip("/")
    if not _asks_for_a_page(scope, name) or scope["path"] in _known():
        return None
    query = scope["query_string"].decode("latin-1")
    if name.lower() in sites.pages():
        return _leading_to(name.lower(), query)
    if name.lower() in MOVED:
        page, added = MOVED[name.lower()]
        return _leading_to(page, "&".join(part for part in (added, query) if part))
    return HTMLResponse(NOT_FOUND.format(home=settings.prefix()), status_code=404)


def _leading_to(page: str, query: str) -> RedirectResponse:
    return RedirectResponse(f"/{page}" + (f"?{query}" if query else ""))


def _known() -> set[str]:
    return {"/", *(f"/{name}" for name in (*sites.pages(), *BESIDE))}


def _asks_for_a_page(scope: Any, name: str) -> bool:
    """Browsers ask for HTML when somebody goes to an address, and not for what a page loads."""
    if scope["method"] not in ("GET", "HEAD") or "." in name or name.partition("/")[0] in OTHERS:
        return False
    return any(n == b"accept" and b"text/html" in value for n, value in scope["headers"])
