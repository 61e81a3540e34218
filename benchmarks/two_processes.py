"""Two processes behind nginx with TLS, one killed while people click and figures are published.

nginx and openssl must be installed. Readers hold on to a process by the cookie that nginx gives;
whoever loses it comes again with the same address, as a browser does.
"""

import asyncio
import os
import shutil
import signal
import socket
import ssl
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from websockets.exceptions import WebSocketException

from benchmarks.load import PLACES
from benchmarks.servers import ROOT, Server, published, serving
from benchmarks.sessions import session
from cspdata import store

READERS, PAUSE_S, BEFORE_S, AFTER_S, AGAIN_S = 20, 0.5, 10, 20, 0.2
AS_PUBLISHED = 53  # thefts in St Paul from April to October 2017
TIDY = "area,offence,period_start,period_end,count,source"


def main() -> None:
    missing = [name for name in ("nginx", "openssl") if not shutil.which(name)]
    if missing:
        print(f"Not run: {' and '.join(missing)} must be installed.")
        return
    with ExitStack() as running:
        folder = Path(running.enter_context(tempfile.TemporaryDirectory()))
        place = running.enter_context(published())
        address = f"https://localhost:{_free_port()}"
        environment = {"CSP_STORE": place, "CSP_ADDRESS": address}
        servers = [running.enter_context(serving("server.py", **environment)) for _ in range(2)]
        running.enter_context(_nginx(folder, address, servers))
        trusting = ssl.create_default_context(cafile=str(folder / "certificate.pem"))
        os.environ["CSP_STORE"] = place
        seen, waits, wanted = asyncio.run(_killed_under_load(address, trusting, servers, folder))
        kept = _published_counts()
    print(f"{READERS} readers who click every {PAUSE_S} s; one of two processes is killed.\n")
    print("| what | figure |\n| --- | --- |")
    print(f"| clicks answered before the kill | {seen['before']:,} |")
    print(f"| clicks answered after it | {seen['after']:,} |")
    print(f"| readers who lost their process | {seen['lost']} of {READERS} |")
    print(f"| readers who saw a page again | {len(waits)} |")
    print(f"| until they did, median | {statistics.median(waits):.1f} s |")
    print(f"| until they did, longest | {max(waits):.1f} s |")
    print(f"| pages with a fault | {seen['faults']} |")
    print(f"| publications made meanwhile | {len(wanted)} |")
    print(f"| of those in the store afterwards | {len(set(wanted) & set(kept))} |")


async def _killed_under_load(
    address: str, trusting: ssl.SSLContext, servers: list[Server], folder: Path
) -> tuple[Counter[str], list[float], list[int]]:
    seen: Counter[str] = Counter()
    waits: list[float] = []
    until = time.monotonic() + BEFORE_S + AFTER_S
    died: list[float] = []
    readers = [
        _reading(number, address, trusting, until, died, seen, waits) for number in range(READERS)
    ]
    officer = asyncio.create_task(publishing(folder, until))
    clicking = asyncio.gather(*readers)
    await asyncio.sleep(BEFORE_S)
    died.append(time.monotonic())
    os.kill(servers[0].process, signal.SIGKILL)
    await clicking
    return seen, waits, await officer


async def _reading(
    number: int,
    address: str,
    trusting: ssl.SSLContext,
    until: float,
    died: list[float],
    seen: Counter[str],
    waits: list[float],
) -> None:
    """Click until the end; come again whenever the connection is lost."""
    cookie = f"csp_reader=reader-{number}"
    lost: float | None = None
    while time.monotonic() < until:
        try:
            async with session(address, cookie, trusting) as reader:
                while time.monotonic() < until:
                    await reader.rerun("area", PLACES[number % len(PLACES)])
                    if lost is not None:
                        waits.append(time.monotonic() - lost)
                        lost = None
                    seen["after" if died else "before"] += 1
                    seen["faults"] += len(reader.faults)
                    await asyncio.sleep(PAUSE_S)
        except (OSError, WebSocketException):
            if lost is None:
                lost = time.monotonic()
                seen["lost"] += 1
            await asyncio.sleep(AGAIN_S)


async def publishing(folder: Path, until: float) -> list[int]:
    """Publish one count after the other from the command line; those that it said it published.

    Each is one more than the last, from what is published on: a jump would be held.
    """
    said, count = [], AS_PUBLISHED
    while time.monotonic() < until:
        count += 1
        sent = folder / "counts.csv"
        row = f"St Paul,Theft offences,2017-04-01,2017-10-31,{count},police-tables"
        sent.write_text(f"{TIDY}\n{row}\n", "utf-8")
        done = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "cspdata", "publish", str(sent)),
            cwd=ROOT,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
        if await done.wait() == 0:
            said.append(count)
    assert said, "nothing was published"
    return said


def _published_counts() -> list[int]:
    """Every count that the area had at any version."""
    every = []
    for version in range(1, store.version() + 1):
        rows = store.read("crimes", version)
        here = rows["area"].eq("st-paul") & rows["offence"].eq("theft")
        every += rows.loc[here & rows["source"].eq("police-tables"), "count"].tolist()
    return every


@contextmanager
def _nginx(folder: Path, address: str, servers: list[Server]) -> Iterator[None]:
    """nginx with the configuration of docs/deploy, its names and ports changed, until the end."""
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
            *("-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"),
            *("-keyout", str(key), "-out", str(certificate)),
        ],
        check=True,
        capture_output=True,
    )
    site = (ROOT / "docs" / "deploy" / "nginx.conf").read_text("utf-8")
    for ours, here in {
        "127.0.0.1:8501": servers[0].address.removeprefix("http://"),
        "127.0.0.1:8502": servers[1].address.removeprefix("http://"),
        "listen 443": f"listen {address.rpartition(':')[2]}",
        "/etc/ssl/certs/crime.example.gov.uk.pem": str(certificate),
        "/etc/ssl/private/crime.example.gov.uk.key": str(key),
        "crime.example.gov.uk": "localhost",
    }.items():
        assert ours in site, ours
        site = site.replace(ours, here)
    (folder / "site.conf").write_text(site, "utf-8")
    (folder / "nginx.conf").write_text(
        f"pid {folder}/nginx.pid; error_log {folder}/error.log; events {{}}\n"
        f"http {{ access_log off; include {folder}/site.conf; }}\n",
        "utf-8",
    )
    command = ["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf"), "-g", "daemon off;"]
    running = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        _wait_for(address, ssl.create_default_context(cafile=str(certificate)))
        yield
    finally:
        running.terminate()
        running.wait(timeout=20)


def _wait_for(address: str, trusting: ssl.SSLContext) -> None:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=2, context=trusting).close()
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(f"nginx did not answer at {address}.")


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("localhost", 0))
        return int(asked.getsockname()[1])
