"""The answers themselves: rows as JSON or CSV, a summary without scripts, a feed, the health."""

import hashlib
import json
from collections.abc import Callable
from datetime import date
from functools import cache

import pandas as pd
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route

from cspdata import access, areas, kept, published, settings, spreadsheets
from cspdata.answers import alike, papers
from cspdata.answers.single import single
from cspdata.api.asked import Asked, Refused, asked, chosen, peers, question
from cspdata.api.declared import ENDPOINTS, Endpoint, openapi
from cspdata.errors import CspError, NoStore, NotAllowed, UnknownVersion
from cspdata.periods import day_in_words
from cspdata.printers import feed, html
from cspdata.printers.imprint import Imprint
from cspdata.published import Published
from cspdata.question import Question

ATOM = "application/atom+xml"
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
            Route("/feed.atom", _plainly(_told_by(feed.publications, ATOM))),
            Route("/signals.atom", _plainly(_told_by(_signals_feed, ATOM))),
            Route("/signals.csv", _plainly(_told_by(_signals_table, "text/csv"))),
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
            return Response(spreadsheets.csv(shown), media_type="text/csv", headers=headers)
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
    with_peers, query = peers(request.query_params.multi_items())
    wanted = question(query)
    shown = published.on(wanted.on)
    tag = _tag(shown, f"answer {wanted.to_address()}{' peers' * with_peers}")
    if _unchanged(request, tag):
        return Response(status_code=304, headers={"ETag": tag, **OPEN})
    told = dict(shown.ask(single, wanted))
    if with_peers:
        told["peers"] = shown.ask(alike.single, wanted)
    return JSONResponse(told, headers={"ETag": tag, **OPEN})


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
    return JSONResponse(openapi(settings.address() or settings.prefix()), headers=OPEN)


def _summary(request: Request) -> Response:
    """The newest figures of the whole district as one page without scripts."""
    shown = published.at()
    if not shown.held:
        raise NoStore("No figures have been published yet.")
    tag = _tag(shown, f"summary {date.today()}")
    if _unchanged(request, tag):
        return Response(status_code=304, headers={"ETag": tag})
    here = str(request.base_url).rstrip("/") + settings.prefix()
    address = settings.address() or here
    imprint = Imprint(f"{address}/", shown.words, day_in_words(date.today()))
    asked = shown.choose(Question(areas.root()))
    content = html.paper(shown.ask(papers.summary, asked), imprint)
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    return Response(content, media_type="text/html", headers=headers)


def _told_by(make: Callable[[Published], str], kind: str) -> Callable[[Request], Response]:
    """What a version tells to whoever follows it, as text of that kind."""

    def answer(request: Request) -> Response:
        shown = published.at()
        tag = _tag(shown, make.__qualname__)
        if _unchanged(request, tag):
            return Response(status_code=304, headers={"ETag": tag, **OPEN})
        return Response(make(shown), media_type=kind, headers={"ETag": tag, **OPEN})

    return answer


def _signals_feed(shown: Published) -> str:
    return kept.signals_files(shown.version)[feed.FEED]


def _signals_table(shown: Published) -> str:
    return kept.signals_files(shown.version)[feed.TABLE]


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
