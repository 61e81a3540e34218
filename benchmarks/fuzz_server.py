"""Odd cookies, addresses and messages at a running server: it must answer, and go on answering.

A bug is an answer of 500 and above, a page that shows an error of the program, or a server that no
longer answers a plain reader.
"""

import asyncio
import http.client
import random
import time
from collections import Counter
from contextlib import suppress
from urllib.parse import quote

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

from benchmarks.servers import Server, published, serving
from benchmarks.sessions import session
from cspdata import settings

SECONDS = 90
COOKIES = ("_streamlit_user", "_streamlit_xsrf", "_streamlit_session", "csp_officer_8501", "x")
NAMES = ("area", "offence", "from", "to", "against", "on", "figures", "source", "measure", "")
PATHS = (
    *sorted(settings.pages()),
    "_stcore/health",
    "_stcore/upload_file/a/b",
    "officer/x",
    "healthz",
)
PATHS += ("_stcore/host-config", "_stcore/metrics", "media/x", "component/x", "auth/login", "..%2f")
METHODS = ("GET", "GET", "GET", "HEAD", "PUT", "POST", "DELETE", "OPTIONS", "TRACE", "PATCH")
WORDS = (
    "",
    "0",
    "-1",
    "1e999",
    "st-paul",
    "2018-02-31",
    "9999-12-31",
    "null",
    "\u202e",
    "<script>",
)


def main() -> None:
    chance = random.Random(18)
    print("| what | tries | outcomes | bugs |\n| --- | --- | --- | --- |")
    with published() as place, serving("server.py", CSP_STORE=place) as server:
        _row("addresses and cookies", _addresses(server, chance))
        _row("messages over the page's socket", asyncio.run(_messages(server, chance)))
        _row("pages after it, asked plainly", asyncio.run(_pages(server)))


def _row(what: str, seen: Counter[str]) -> None:
    bugs = sum(count for name, count in seen.items() if name.startswith("bug"))
    told = ", ".join(f"{name} {count:,}" for name, count in seen.most_common())
    print(f"| {what} | {seen.total():,} | {told} | {bugs} |", flush=True)


def _addresses(server: Server, chance: random.Random) -> Counter[str]:
    seen: Counter[str] = Counter()
    until = time.monotonic() + SECONDS
    host = server.address.removeprefix("http://")
    while time.monotonic() < until:
        asked = http.client.HTTPConnection(host, timeout=30)
        query = "&".join(f"{chance.choice(NAMES)}={quote(_word(chance))}" for _ in range(3))
        headers = {"Cookie": _cookies(chance), "Accept": chance.choice(["*/*", "text/html"])}
        if chance.random() < 0.1:
            headers["Host"] = chance.choice(["evil.example", "[", "localhost:99999", "[::1]"])
        path = f"/{chance.choice(PATHS)}?{query}"
        asked.request(chance.choice(METHODS), path, _bytes(chance), headers)
        status = asked.getresponse().status
        asked.close()
        seen[f"bug {status} {path[:40]}" if status >= 500 else str(status)] += 1
    return seen


async def _messages(server: Server, chance: random.Random) -> Counter[str]:
    seen: Counter[str] = Counter()
    until = time.monotonic() + SECONDS
    place = server.address.replace("http", "ws", 1) + "/_stcore/stream"
    while time.monotonic() < until:
        try:
            async with websockets.connect(
                place,
                subprotocols=[websockets.Subprotocol("streamlit")],
                additional_headers={"Cookie": _cookies(chance)},
                origin=websockets.Origin(server.address),
                max_size=None,
                open_timeout=20,
            ) as socket:
                for _ in range(chance.randint(1, 4)):
                    await socket.send(_message(chance))
                with suppress(TimeoutError):
                    async with asyncio.timeout(chance.uniform(0, 0.3)):
                        async for _ in socket:
                            pass
                seen["taken"] += 1
        except websockets.exceptions.WebSocketException:
            seen["closed by the server"] += 1
    return seen


async def _pages(server: Server) -> Counter[str]:
    seen: Counter[str] = Counter()
    async with session(server.address) as reader:
        for page in ("", *sorted(settings.pages() - {"upload"})):
            await reader.rerun(page)
            seen["bug" if reader.faults else "whole"] += 1
            reader.faults.clear()
    return seen


def _message(chance: random.Random) -> bytes | str:
    kind = chance.randrange(5)
    if kind == 0:
        return _bytes(chance)
    if kind == 1:
        return _word(chance)
    asked = BackMsg()
    asked.rerun_script.page_name = chance.choice([*settings.pages(), _word(chance)])
    asked.rerun_script.query_string = f"{chance.choice(NAMES)}={quote(_word(chance))}"
    for _ in range(chance.randint(0, 3)):
        asked.rerun_script.widget_states.widgets.append(
            WidgetState(
                id=chance.choice(["$$ID-x-area", "k", _word(chance)]), string_value="x" * 50
            )
        )
    content = asked.SerializeToString()
    if kind == 2 and content:
        at = chance.randrange(len(content))
        return content[:at] + chance.randbytes(1) + content[at + 1 :]
    return content


def _cookies(chance: random.Random) -> str:
    values = [_word(chance).encode("ascii", "replace").decode() for _ in COOKIES]
    return "; ".join(
        f"{name}={quote(value)}"
        for name, value in zip(COOKIES, values, strict=True)
        if chance.random() < 0.5
    )


def _word(chance: random.Random) -> str:
    if chance.random() < 0.6:
        return chance.choice(WORDS)
    return "".join(chr(chance.randrange(1, 0x2FFF)) for _ in range(chance.randint(1, 40)))


def _bytes(chance: random.Random) -> bytes:
    return chance.randbytes(chance.choice([0, 1, 20, 2000]))


if __name__ == "__main__":
    main()
