"""The answers themselves: rows as JSON or CSV, a summary without scripts, a feed, the health."""

import hashlib
import json
from collections.abc import Callable
from datetime import date
from functools import cache, lru_cache
from xml.sax.saxutils import escape

import pandas as pd
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route

from cspdata import access, place, published, settings, store
from cspdata.answers.single import single
from cspdata.api.asked import Asked, Refused, asked, chosen, question
from cspdata.api.declared import ENDPOINTS, Endpoint, openapi
from cspdata.errors import CspError, NotAllowed, UnknownVersion
from cspdata.printers import sheets
from cspdata.published import Published

OPEN = {"Access-Control-Allow-Origin": "*", "Cache-Control": "no-cache"}


@cache
def application() -> Starlette:
    """What answers at every address beside the pages."""
    endpoints = [Route(f"/{one.name}", _rows(one), methods=["GET"]) for one in ENDPOINTS]
    endpoints.append(Route("/answer", _answer, methods=["GET"]))
    handlers = {Refused: _refused, CspError: _unavailable, HTTPException: _told}
    return Starlette(
        routes=[
            Mount("/api/v1", app=Starlette(routes=endpoints, exception_handlers=handlers)),
            Route("/openapi.json", _openapi),
            Route("/summary", _plainly(_summary)),
            Route("/feed.atom", _plainly(_feed)),
            Route("/signals.atom", _plainly(_signals(signals.FEED, "application/atom+xml"))),
            Route("/signals.csv", _plainly(_signals(signals.TABLE, "text/csv"))),
            Route("/healthz", _health),
        ]
    )


def _rows(endpoint: Endpoint) -> Callable[[Request], Response]:
    def answer(request: Request) -> Response:
        access.refuse_without_page()
        wanted = asked(endpoint, request.query_params.multi_items())
        tag = _tag(wanted.published, f"{endpoint.name} {wanted}")
        if _unchanged(request, tag):
            return Response(status_code=304, headers={"ETag": tag, **OPEN})
        rows = chosen(endpoint.rows(wanted.published), wanted)
        shown = rows.iloc[wanted.offset : wanted.offset + wanted.limit]
        headers = {"ETag": tag, "X-Total-Count": str(len(rows)), **OPEN}
        if wanted.form == "csv":
            return Response(sheets.csv(shown), media_type="text/csv", headers=headers)
        content = _json(shown, wanted, len(rows))
        return Response(content, media_type="application/json", headers=headers)

    return answer


def _json(rows: pd.DataFrame, wanted: Asked, total: int) -> str:
    days = rows.select_dtypes("datetime").columns
    plain = rows.assign(**{name: rows[name].dt.strftime("%Y-%m-%d") for name in days})
    shown = wanted.published
    about = json.dumps({"version": shown.version, "published": shown.words, "total": total})
    return f'{about[:-1]}, "rows": {plain.to_json(orient="records", force_ascii=False)}}}'


def _answer(request: Request) -> Response:
    """One question as one comparison."""
    access.refuse_without_page()
    wanted = question(request.query_params.multi_items())
    shown = published.on(wanted.on)
    tag = _tag(shown, f"answer {wanted.to_address()}")
    if _unchanged(request, tag):
        return Response(status_code=304, headers={"ETag": tag, **OPEN})
    return JSONResponse(shown.ask(single, wanted), headers={"ETag": tag, **OPEN})


def _tag(shown: Published, what: str) -> str:
    """The same as long as the same figures are published and shown by the same policy."""
    digest = hashlib.sha256(f"{shown.identity} {what}".encode()).hexdigest()
    return f'"v{shown.version}-{digest[:12]}"'


def _unchanged(request: Request, tag: str) -> bool:
    sent = request.headers.get("if-none-match", "")
    return tag in (part.strip().removeprefix("W/") for part in sent.split(","))


def _plainly(answer: Callable[[Request], Response]) -> Callable[[Request], Response]:
    """The answer, or a sentence in its place while there is nothing to show."""

    def told(request: Request) -> Response:
        try:
            access.refuse_without_page()
            return answer(request)
        except CspError as fault:
            return Response(str(fault), status_code=_status(fault), media_type="text/plain")

    return told


def _openapi(request: Request) -> Response:
    return JSONResponse(openapi(settings.address()), headers=OPEN)


def _summary(request: Request) -> Response:
    """The newest release as one page without scripts."""
    version = store.version()
    tag = f'"v{version}-summary-{date.today()}"'
    if _unchanged(request, tag):
        return Response(status_code=304, headers={"ETag": tag})
    address = settings.address() or str(request.base_url).rstrip("/")
    content = _summary_of(settings.store(), version, address, date.today())
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    return Response(content, media_type="text/html", headers=headers)


@lru_cache(maxsize=4)
def _summary_of(place: str, version: int, address: str, today: date) -> bytes:
    imprint = briefings.Imprint(f"{address}/", data.published_at(version), day_in_words(today))
    return briefings.html(briefings.summary(data.figures_at(version), imprint))


def _feed(request: Request) -> Response:
    """One entry a publication, newest first."""
    history = store.history()
    address = settings.address() or str(request.base_url).rstrip("/")
    name = escape(place.here().dashboard)
    entries = "".join(
        f"<entry><id>{escape(address)}/releases#version-{entry['version']}</id>"
        f"<title>Data version {entry['version']}</title>"
        f"<updated>{entry['at']:%Y-%m-%dT%H:%M:%SZ}</updated>"
        f"<link href={_quoted(f'{address}/summary')}/>"
        f"<summary>{escape(entry['reason'])}</summary></entry>"
        for entry in history.to_dict("records")
    )
    content = (
        '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom" '
        f'xml:lang="en-GB"><id>{escape(address)}/feed.atom</id>'
        f"<title>{name}: published figures</title>"
        f"<author><name>{name} dashboard</name></author>"
        f"<updated>{history['at'].max():%Y-%m-%dT%H:%M:%SZ}</updated>"
        f'<link rel="self" href={_quoted(f"{address}/feed.atom")}/>{entries}</feed>'
    )
    return Response(content, media_type="application/atom+xml", headers=OPEN)


def _signals(name: str, media_type: str) -> Callable[[Request], Response]:
    def answer(request: Request) -> Response:
        version = store.version()
        tag = f'"v{version}-{name}"'
        if _unchanged(request, tag):
            return Response(status_code=304, headers={"ETag": tag, **OPEN})
        content = data.signals_files_at(version)[name]
        return Response(content, media_type=media_type, headers={"ETag": tag, **OPEN})

    return answer


def _health(request: Request) -> Response:
    try:
        return JSONResponse({"status": "ok", "version": store.version()})
    except CspError as fault:
        return JSONResponse({"status": "unavailable", "detail": str(fault)}, status_code=503)


def _refused(request: Request, fault: Exception) -> Response:
    return JSONResponse({"detail": str(fault)}, status_code=400, headers=OPEN)


def _unavailable(request: Request, fault: Exception) -> Response:
    return JSONResponse({"detail": str(fault)}, status_code=_status(fault), headers=OPEN)


def _status(fault: Exception) -> int:
    if isinstance(fault, NotAllowed):
        return 403
    return 404 if isinstance(fault, UnknownVersion) else 503


def _told(request: Request, fault: Exception) -> Response:
    assert isinstance(fault, HTTPException)
    headers = {**OPEN, **(fault.headers or {})}
    return JSONResponse({"detail": fault.detail}, status_code=fault.status_code, headers=headers)


def _quoted(text: str) -> str:
    return f'"{escape(text, {chr(34): "&quot;"})}"'
