"""An S3 service on this machine (moto) behind a door that breaks off, delays or swallows."""

import http.client
import os
import random
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from pyarrow import fs

STARTS_WITHIN, SLOW_S = 60, 0.3
KEYS = {
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_REGION": "eu-west-2",
    "AWS_ALLOW_HTTP": "true",
}


@dataclass
class Weather:
    """What happens to a request: `share` of them meet one of `faults`."""

    faults: tuple[str, ...] = ()
    share: float = 0.0
    asked: int = 0
    met: int = 0
    chance: random.Random = field(default_factory=lambda: random.Random(18))


WEATHERS = {
    "fine": ((), 0.0),
    "500": (("500",), 0.3),
    "slow": (("slow",), 1.0),
    "reset": (("reset", "lost"), 0.3),
    "flaky 30 %": (("500", "reset", "lost"), 0.3),
    "flaky 60 %": (("500", "reset", "lost"), 0.6),
    "hang": (("hang",), 0.1),
}


@contextmanager
def storage() -> Iterator[tuple[str, Weather]]:
    """The address of the door and its weather; `AWS_…` are set to it for this process."""
    with tempfile.TemporaryDirectory() as folder, _moto(Path(folder)) as behind:
        weather = Weather()
        door = ThreadingHTTPServer(("127.0.0.1", 0), _handler(behind, weather))
        door.daemon_threads = True
        # Who is killed leaves answers behind that nobody hears.
        door.handle_error = lambda *_: None  # type: ignore[method-assign]
        threading.Thread(target=door.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{door.server_port}"
        os.environ.update(KEYS | {"AWS_ENDPOINT_URL": address})
        yield address, weather
        door.shutdown()


def bucket(address: str, name: str) -> str:
    """A new bucket; the address of a store in it."""
    made = fs.S3FileSystem(
        endpoint_override=address, region=KEYS["AWS_REGION"], allow_bucket_creation=True
    )
    made.create_dir(name)
    return f"s3://{name}/csp"


@contextmanager
def _moto(folder: Path) -> Iterator[int]:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port = int(asked.getsockname()[1])
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    running = subprocess.Popen(command, cwd=folder, **quiet)
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/moto-api/", timeout=1).close()
            break
        except OSError:
            time.sleep(0.1)
    try:
        yield port
    finally:
        running.terminate()
        running.wait(timeout=20)


def _handler(behind: int, weather: Weather) -> type[BaseHTTPRequestHandler]:
    class Door(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            pass

        def answer(self) -> None:
            body = self.body()
            weather.asked += 1
            hit = weather.faults and weather.chance.random() < weather.share
            fault = weather.chance.choice(weather.faults) if hit else ""
            weather.met += bool(fault)
            if fault == "slow":
                time.sleep(SLOW_S)
            if fault == "hang":
                time.sleep(3600)
            if fault == "reset":
                self.break_off()
                return
            if fault == "500":
                self.send_response(500)
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            status, headers, content = self.asked_behind(body)
            if fault == "lost":
                # The service did it, and nobody hears of it.
                self.break_off()
                return
            self.send_response(status)
            for name, value in headers:
                if name.lower() not in ("transfer-encoding", "connection", "date", "server"):
                    self.send_header(name, value)
            if not any(name.lower() == "content-length" for name, _ in headers):
                self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(content)

        def break_off(self) -> None:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)

        def body(self) -> bytes:
            if "chunked" not in self.headers.get("Transfer-Encoding", ""):
                return self.rfile.read(int(self.headers.get("Content-Length") or 0))
            parts = []
            while size := int(self.rfile.readline().partition(b";")[0], 16):
                parts.append(self.rfile.read(size))
                self.rfile.readline()
            while self.rfile.readline().strip():
                pass
            return b"".join(parts)

        def asked_behind(self, body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
            asked = http.client.HTTPConnection("127.0.0.1", behind, timeout=60)
            unsaid = ("transfer-encoding", "expect", "connection", "content-length")
            said = {k: v for k, v in self.headers.items() if k.lower() not in unsaid}
            asked.request(self.command, self.path, body, said)
            told = asked.getresponse()
            found = told.status, told.getheaders(), told.read()
            asked.close()
            return found

        do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = answer

    return Door
