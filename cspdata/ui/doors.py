"""Two addresses for whoever runs the server: its health, and the way in for officers here."""

from functools import cache
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from cspdata import access, invitations, sites, store
from cspdata.errors import CspError
from cspdata.ui import visitor

A_DAY, OK = 86_400, "ok"
USED = (
    "This address was used already, or the server was started again since. The newest one is in "
    "the window where the server runs.\n"
)


@cache
def application() -> Starlette:
    """What answers at the two addresses."""
    return Starlette(
        routes=[
            Route("/healthz", _health),
            Route(f"{invitations.PATH}/{{token}}", _officer),
        ]
    )


def _health(_: Request) -> Response:
    """200 while figures can be read, with a note where they are not the newest; 503 else.

    The server of several places, asked for none of them, tells of each, and 503 where one is ill.
    """
    if sites.sites() and not sites.said():
        each = {name: _well(there) for name, there in sites.sites().items()}
        well = all(one["status"] == OK for one in each.values())
        told = {"status": OK if well else "unavailable", "places": each}
    else:
        told = _well(None)
    return JSONResponse(told, status_code=200 if told["status"] == OK else 503)


def _well(there: sites.Site | None) -> dict[str, Any]:
    try:
        with sites.within(there):
            found = store.readable()
    except CspError as fault:
        return {"status": "unavailable", "detail": str(fault)}
    note = {"note": found.note} if found.note else {}
    return {"status": OK, "version": found.identity.version} | note


def _officer(request: Request) -> Response:
    """The way in by the address that the server printed; it leads on to the page for publishing."""
    passed_on = any(name in request.headers for name in visitor.PASSED_ON)
    if passed_on or not (visitor.invites() and access.loopback(request.url.hostname or "")):
        return PlainTextResponse("Not found", status_code=404)
    # Which of several places is published for is chosen from their list.
    listed = sites.sites() and not sites.said()
    onward = RedirectResponse("/" if listed else "/upload", status_code=303)
    if invitations.known(request.cookies.get(visitor.cookie(), "")):
        return onward
    given = invitations.accept(request.path_params["token"])
    if given is None:
        return PlainTextResponse(USED, status_code=403)
    onward.set_cookie(visitor.cookie(), given, max_age=A_DAY, httponly=True, samesite="strict")
    visitor.greet()
    return onward
