"""Work that nobody waits for: one job at a time, with rests, so that readers are answered first."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from typing import ParamSpec, TypeVar

WORKER = ThreadPoolExecutor(max_workers=1, thread_name_prefix="background")
# A rest is as long as the work before it, so that at least half of the time is the readers'.
SHORTEST_S, LONGEST_S = 0.005, 0.5
P = ParamSpec("P")
R = TypeVar("R")
_ending = threading.Event()


def submit(work: Callable[P, R], *asked: P.args, **named: P.kwargs) -> Future[R]:
    """Do it after what was submitted before, for the place that is meant now."""
    return WORKER.submit(copy_context().run, lambda: work(*asked, **named))


@contextmanager
def resting() -> Iterator[None]:
    """A piece of a job, followed by a rest as long as it took, within bounds."""
    began = time.monotonic()
    try:
        yield
    finally:
        took = time.monotonic() - began
        _ending.wait(min(max(took, SHORTEST_S), LONGEST_S))


def end() -> None:
    """The process is about to end: jobs that can be left are left."""
    _ending.set()


def ended_within(seconds: float) -> bool:
    """Wait so long at most, and say whether the process is about to end."""
    return _ending.wait(seconds)


def ending() -> bool:
    """Whether a job that can be left should be left."""
    return _ending.is_set()
