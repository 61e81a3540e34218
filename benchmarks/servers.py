"""Servers to be measured: started on a free port, watched through /proc, stopped at the end."""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
STARTS_WITHIN = 60
QUIETLY = {"STREAMLIT_SERVER_HEADLESS": "true", "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "false"}


@dataclass(frozen=True)
class Server:
    """A running Streamlit server. `processor` in seconds so far, `memory` in MB now.

    `printed` is the file of what it printed.
    """

    address: str
    process: int
    printed: Path

    @property
    def processor(self) -> float:
        # The clock of another process on Linux: its number, inverted, and 2 for all its threads.
        return time.clock_gettime(~self.process << 3 | 2)

    @property
    def memory(self) -> float:
        status = Path(f"/proc/{self.process}/status").read_text()
        line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024


@contextmanager
def published() -> Iterator[str]:
    """A store of the published figures, gone when the block ends."""
    with tempfile.TemporaryDirectory() as place:
        store = f"{place}/store"
        command = [sys.executable, "-m", "cspdata", "rebuild"]
        subprocess.run(
            command,
            cwd=ROOT,
            env=os.environ | {"CSP_STORE": store},
            check=True,
            capture_output=True,
        )
        yield store


@contextmanager
def serving(script: str, **environment: str) -> Iterator[Server]:
    """Run a Streamlit script of this repository until the block ends.

    It runs in its own folder, so that the plain pages have Streamlit's own settings and not ours.
    """
    place = ROOT / script
    with socket.socket() as asked:
        asked.bind(("localhost", 0))
        port = asked.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", place.name, "--server.port", str(port)]
    with tempfile.NamedTemporaryFile() as printed:
        running = subprocess.Popen(
            [*command, "--server.fileWatcherType", "none"],
            cwd=place.parent,
            env=os.environ | QUIETLY | {"PYTHONPATH": os.pathsep.join(sys.path)} | environment,
            stdout=printed,
            stderr=subprocess.DEVNULL,
        )
        try:
            address = _answering(f"http://localhost:{port}")
            yield Server(address, running.pid, Path(printed.name))
        finally:
            running.terminate()
            running.wait(timeout=20)


def _answering(address: str) -> str:
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):
                return address
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise TimeoutError(f"No server answered at {address}.")
