"""The whole heap is looked through when nobody is answered."""

import gc
import threading
from collections.abc import Iterator

import pytest

from cspdata import background, tidying


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    thresholds = gc.get_threshold()
    yield
    gc.set_threshold(*thresholds)
    gc.unfreeze()


@pytest.mark.parametrize(
    ("waited", "busy", "due"),
    [
        (tidying.AT_LEAST_S - 1, 0.0, False),  # one was made just now
        (tidying.AT_LEAST_S, 0.0, True),  # nobody is answered
        (tidying.AT_LEAST_S, tidying.QUIET, False),  # somebody is answered
        (tidying.AT_MOST_S - 1, 1.0, False),
        (tidying.AT_MOST_S, 1.0, True),  # somebody always is
    ],
)
def test_it_waits_for_a_quiet_moment_and_not_for_ever(
    waited: float, busy: float, due: bool
) -> None:
    assert tidying.due(waited, busy) is due


class Circle:
    def __init__(self, freed: threading.Event) -> None:
        self.itself, self.freed = self, freed

    def __del__(self) -> None:
        self.freed.set()


def test_what_is_old_and_in_a_circle_is_freed_in_a_quiet_moment_and_not_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    quiet, ending, freed = threading.Event(), threading.Event(), threading.Event()
    monkeypatch.setattr(tidying, "LOOK_S", 0.01)
    monkeypatch.setattr(tidying, "due", lambda waited, busy: quiet.is_set())
    monkeypatch.setattr(background, "_ending", ending)
    tidying.begin()
    try:
        circle = Circle(freed)
        gc.collect(1)
        del circle
        # Enough for Python to look through all that is not frozen, if it were left to it.
        grown = [[each] for each in range(200_000)]
        assert not freed.is_set()
        quiet.set()
        assert freed.wait(timeout=30)
        assert len(grown) == 200_000
    finally:
        ending.set()
        for each in threading.enumerate():
            if each.name == "tidying":
                each.join(30)
