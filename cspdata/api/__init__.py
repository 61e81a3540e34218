"""Open data beside the pages: addresses that answer from the pages' own cached frames.

Everything is read only; what is not declared in `api.declared` is refused. The rooms that answer
are loaded beside the running server, or by whoever asks first, so that it starts at once.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from typing import Any

from starlette.routing import Route

from cspdata.api.protection import protection

__all__ = ["loading", "protection", "routes"]

ADDRESSES = (
    "/api/v1/{asked:path}",
    "/openapi.json",
    "/summary",
    "/feed.atom",
    "/signals.atom",
    "/signals.csv",
    "/healthz",
)
ANSWERS = "cspdata.api.answers"


class Answers:
    """The ASGI application of `api.answers`, loaded in a thread when it is first asked."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        answers = await asyncio.to_thread(import_module, ANSWERS)
        await answers.application()(scope, receive, send)


def routes() -> list[Route]:
    """Every address beside the pages, for `st.App` or any Starlette application."""
    return [Route(address, Answers()) for address in ADDRESSES]


@asynccontextmanager
async def loading(_: Any) -> AsyncIterator[None]:
    """While the server lives; at its start all rooms are loaded beside it, for the first reader."""
    loaded = asyncio.get_running_loop().run_in_executor(None, import_module, ANSWERS)
    yield
    await loaded
