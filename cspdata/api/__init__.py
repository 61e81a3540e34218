"""Open data beside the pages: addresses that answer from the pages' own cached frames.

Everything is read only; what is not declared in `api.declared` is refused. The rooms that answer
are loaded beside the running server, or by whoever asks first, so that it starts at once.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from importlib import import_module
from typing import Any

from starlette.middleware import Middleware
from starlette.responses import JSONResponse
from starlette.routing import Route

from cspdata import access, background, invitations, senders
from cspdata.api.addresses import Addresses
from cspdata.api.placed import Placed
from cspdata.api.protection import Named, Prompt, Protected
from cspdata.api.sockets import send_at_once
from cspdata.api.uploads import Uploads
from cspdata.errors import NotAllowed

ADDRESSES = (
    "/api/v1/{asked:path}",
    "/openapi.json",
    "/summary",
    "/feed.atom",
    "/signals.atom",
    "/signals.csv",
)
FREE_EVERY_S = 30
DOORS = ("/healthz", f"{invitations.PATH}/{{token}}")
ANSWERS, DOORMAN = "cspdata.api.answers", "cspdata.ui.doors"


class Loaded:
    """The ASGI application of a module, which is loaded in a thread when it is first asked.

    Where everybody must sign in, an address without a page has nobody to show anything to.
    """

    def __init__(self, module: str, everybodys: bool) -> None:
        self.module, self.everybodys = module, everybodys

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        asked = await asyncio.to_thread(import_module, self.module)
        try:
            if not self.everybodys:
                access.refuse_without_page()
        except NotAllowed as reason:
            refused = JSONResponse({"detail": str(reason)}, status_code=403)
            await refused(scope, receive, send)
            return
        await asked.application()(scope, receive, send)


def routes() -> list[Route]:
    """Every address beside the pages, for `st.App` or any Starlette application."""
    return [
        *(Route(address, Loaded(ANSWERS, everybodys=False)) for address in ADDRESSES),
        *(Route(address, Loaded(DOORMAN, everybodys=True)) for address in DOORS),
    ]


def protection() -> list[Middleware]:
    """The layers around the whole server, the outermost first."""
    layers = (Protected, Named, Placed, Prompt, Addresses, Uploads)
    return [Middleware(layer) for layer in layers]


def loading(greet: Callable[[], None]) -> Callable[[Any], AbstractAsyncContextManager[None]]:
    """What goes on while the server lives, for `st.App`.

    At its start all rooms are loaded beside it, for the first reader; then `greet` is called, and
    files of those who left are freed.
    """

    def start() -> None:
        import_module(ANSWERS)
        greet()

    @asynccontextmanager
    async def lifespan(_: Any) -> AsyncIterator[None]:
        send_at_once()
        started = asyncio.get_running_loop().run_in_executor(None, start)
        freeing = asyncio.create_task(_free_left())
        yield
        freeing.cancel()
        background.end()
        await started

    return lifespan


async def _free_left() -> None:
    while True:
        await asyncio.sleep(FREE_EVERY_S)
        senders.free_left()
