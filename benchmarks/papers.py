"""What it takes to make the papers, the one file and the open data: processor time and size."""

import os
import tempfile
import time
from collections.abc import Callable

from starlette.applications import Starlette
from starlette.testclient import TestClient

from cspdata import api, kept, publish, store
from cspdata import published as door
from cspdata.answers import take
from cspdata.answers.blocks import Answer
from cspdata.printers import html, word
from cspdata.printers.imprint import Imprint
from cspdata.question import Question

IMPRINT = Imprint("https://example.org/take", "Version 2.", "today")


def main() -> None:
    with tempfile.TemporaryDirectory() as place:
        os.environ["CSP_STORE"] = f"{place}/store"
        publish.rebuild()
        here = door.at()

        def paper(area: str, kind: str) -> bytes:
            return printed(take.answer(here, here.choose(Question(area)), kind))

        def appendix() -> bytes:
            return paper("winchester", take.APPENDIX)

        def page() -> bytes:
            return paper("st-paul", take.ONE_PAGE)

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


def printed(answer: Answer) -> bytes:
    """A paper in both of its forms."""
    return html.paper(answer, IMPRINT) + word.paper(answer, IMPRINT)


def tell(what: str, make: Callable[[], bytes]) -> None:
    start = time.process_time()
    size = len(make())
    print(f"| {what} | {time.process_time() - start:.2f} s | {size / 1000:,.0f} kB |", flush=True)
