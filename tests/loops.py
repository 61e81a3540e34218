"""A loop for what a server would await."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any


def apart(asked: Coroutine[Any, Any, Any]) -> Any:
    """Run in a thread of its own: a browser that is open in this one keeps a loop running."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, asked).result()
