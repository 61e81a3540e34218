"""What it takes to make the papers, the one file and the open data: processor time and size."""

import os
import tempfile
import time
from collections.abc import Callable

from starlette.applications import Starlette
from starlette.testclient import TestClient

from cspdata import api, briefings, kept, publish, queries, store
from cspdata.briefings import Imprint


def main() -> None:
    with tempfile.TemporaryDirectory() as place:
        os.environ["CSP_STORE"] = f"{place}/store"
        publish.rebuild()
        crimes, printed = store.read("crimes"), store.read("printed")
        figures = queries.prepared(crimes)
        view = queries.views(figures)[0]
        imprint = Imprint("https://example.org", "Version 2.", "today")

        def appendix() -> bytes:
            paper = briefings.appendix(figures, crimes, printed, view, "winchester", imprint)
            return briefings.html(paper) + briefings.word(paper)

        def page() -> bytes:
            paper = briefings.one_page(figures, view, "st-paul", imprint)
            return briefings.html(paper) + briefings.word(paper)

        client = TestClient(Starlette(routes=api.routes()))
        print("| what | processor time | size |\n| --- | --- | --- |")
        tell("the appendix of the district, as HTML and Word, first", appendix)
        tell("the same again", appendix)
        tell("the one-page briefing of a parish, as HTML and Word", page)
        tell("the release in one file", lambda: kept.release(store.version()))
        rows = "/api/v1/crime?limit=20000"
        tell("all counts as JSON, first", lambda: client.get(rows).content)
        tell("the same again", lambda: client.get(rows).content)
        tag = {"If-None-Match": client.get(rows).headers["etag"]}
        tell("the same, unchanged (304)", lambda: client.get(rows, headers=tag).content)


def tell(what: str, make: Callable[[], bytes]) -> None:
    start = time.process_time()
    size = len(make())
    print(f"| {what} | {time.process_time() - start:.2f} s | {size / 1000:,.0f} kB |", flush=True)
