"""What stands before Streamlit's door for files: who may send, and how much; it reads none."""

import re
from contextlib import ExitStack
from typing import Any

from starlette.responses import PlainTextResponse

from cspdata import senders

SENT = re.compile(r"^(?:/[^/]+)*/_stcore/upload_file/([^/]+)/[^/]+/?$")
# The browser names what a form wraps around a file in the length; Streamlit allows it as much.
USUAL = 1_000_000


class Uploads:
    """ASGI middleware that takes files of sessions that were let in, and of no other."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        session = _session(scope)
        if session is None:
            await self.app(scope, receive, send)
            return
        try:
            with ExitStack() as arriving:
                size = _length(scope)
                arriving.enter_context(senders.receiving(session, size))
                await self.app(scope, _at_most(receive, size), send)
        except senders.Refused as refused:
            answer = PlainTextResponse(str(refused), status_code=refused.status)
            await answer(scope, receive, send)


def _session(scope: Any) -> str | None:
    """The session that a file is sent to, None for any other request."""
    if scope["type"] != "http" or scope["method"] not in ("PUT", "POST", "PATCH"):
        return None
    found = SENT.match(scope["path"])
    return found[1] if found else None


def _length(scope: Any) -> int:
    """How long the request says that it is. Raises Refused where it does not."""
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit():
            return int(value)
    raise senders.Refused(411, "A file must come with its length.")


def _at_most(receive: Any, size: int) -> Any:
    """`receive`, which ends the request where more comes than was said."""
    left = size

    async def counted() -> Any:
        nonlocal left
        message = await receive()
        left -= len(message.get("body", b""))
        return message if left >= 0 else {"type": "http.disconnect"}

    return counted
