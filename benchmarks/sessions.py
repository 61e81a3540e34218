"""Sessions without a browser: what a page's socket says and hears, so that many can click."""

import asyncio
import re
import time
from collections.abc import Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from ssl import SSLContext
from typing import Any

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

LIMIT_S = 60
VERSION = re.compile(rb"Data version (\d+)")


@dataclass
class Session:
    """One reader's socket. What it heard, its `faults` and `versions` add up over its life."""

    socket: Any
    bytes_heard: int = 0
    messages_heard: int = 0
    faults: list[str] = field(default_factory=list)
    versions: set[int] = field(default_factory=set)

    async def rerun(self, page: str = "", query: str = "") -> float:
        """Ask for a page with a query and wait until the server has sent it all; the seconds."""
        asked = BackMsg()
        asked.rerun_script.page_name = page
        asked.rerun_script.query_string = query
        began = time.perf_counter()
        await self.socket.send(asked.SerializeToString())
        async with asyncio.timeout(LIMIT_S):
            async for heard in self.socket:
                self.bytes_heard += len(heard)
                self.messages_heard += 1
                self.versions |= set(map(int, VERSION.findall(heard)))
                message = ForwardMsg.FromString(heard)
                self.faults += _faults(message)
                if message.WhichOneof("type") == "script_finished":
                    break
        return time.perf_counter() - began


@asynccontextmanager
async def session(address: str, cookie: str = "", trusting: SSLContext | None = None) -> Any:
    """A session that has just connected, over TLS where the address starts with https."""
    place = address.replace("http", "ws", 1) + "/_stcore/stream"
    async with websockets.connect(
        place,
        subprotocols=[websockets.Subprotocol("streamlit")],
        additional_headers={"Cookie": cookie} if cookie else None,
        origin=websockets.Origin(address),
        ssl=trusting,
        max_size=None,
        ping_interval=None,
    ) as socket:
        yield Session(socket)


def _faults(message: ForwardMsg) -> Iterator[str]:
    if message.WhichOneof("type") == "delta" and message.delta.new_element.HasField("exception"):
        yield message.delta.new_element.exception.message
