"""A running app and a browser for it; everything in this folder shares one server."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    # Without a graphics card only the map is drawn by its stand-in; a page by the processor itself.
    "--disable-gpu-compositing",
]
STARTS_WITHIN = 120
SEEN_WITHIN_MS = 60_000
Serve = Callable[..., str]


@pytest.fixture(scope="session")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serve]:
    """Start an app with the environment given and get its address; stopped at the end.

    `serve(CSP_STORE=str(place))`; Streamlit's options go in as STREAMLIT_SERVER_… and so on.
    """
    with ExitStack() as running:

        def start(**environment: str) -> str:
            log = tmp_path_factory.mktemp("server") / "log.txt"
            return running.enter_context(serving(log, environment))

        yield start


@pytest.fixture(scope="session")
def served(serve: Serve, built_store: Path) -> str:
    """The address of an app that shows the published figures; tests only read them."""
    return serve(CSP_STORE=str(built_store))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=SEEN_WITHIN_MS)
    found = next((path for name in CHROMIUMS if (path := shutil.which(name))), None)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A clean browser window, 1280 px wide."""
    context = browser.new_context(viewport={"width": 1280, "height": 1000})
    context.set_default_timeout(SEEN_WITHIN_MS)
    yield context.new_page()
    context.close()


@contextmanager
def serving(log: Path, environment: dict[str, str]) -> Iterator[str]:
    port = int(environment.get("STREAMLIT_SERVER_PORT") or free_port())
    command = [sys.executable, "-m", "streamlit", "run", "server.py", "--server.port", str(port)]
    with log.open("wb") as written:
        server = subprocess.Popen(
            [*command, "--server.fileWatcherType", "none"],
            cwd=ROOT,
            env=os.environ | environment,
            stdout=written,
            stderr=subprocess.STDOUT,
        )
    address = f"http://localhost:{port}"
    try:
        wait_for(address, server, log)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=20)


def wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    pytest.fail(f"The app did not start: {log.read_text('utf-8')}")


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("localhost", 0))
        return int(asked.getsockname()[1])
