"""Python's search of the whole heap for what can be freed, put off to when nobody is answered.

Python begins one whenever the heap has grown by a quarter, as with each new version, in the middle
of whatever is running; everybody waits for its 0.1 to 0.4 s. Most of what is no longer used is
freed at once and without it.
"""

import gc
import threading
import time

from cspdata import background

# At least so long after the one before, and at most so long, however much is asked meanwhile.
AT_LEAST_S, AT_MOST_S = 30.0, 180.0
# Nobody is answered where the process used less than this share of a processor in one look.
LOOK_S, QUIET = 0.25, 0.1
# What Python counts before it looks through the whole heap by itself all the same.
LAST_RESORT = 5000


def begin() -> None:
    """From now on the whole heap is looked through in quiet moments, in a thread of its own.

    What is loaded by now stays for good and is not looked through again.
    """
    young, middle, _ = gc.get_threshold()
    gc.set_threshold(young, middle, LAST_RESORT)
    gc.freeze()
    threading.Thread(target=_tidy, name="tidying", daemon=True).start()


def due(waited: float, busy: float) -> bool:
    """Whether to begin, `waited` seconds after the one before, with such a share of processor."""
    return waited >= AT_LEAST_S and (busy < QUIET or waited >= AT_MOST_S)


def _tidy() -> None:
    last, used = time.monotonic(), time.process_time()
    while not background.ended_within(LOOK_S):
        before, used = used, time.process_time()
        if due(time.monotonic() - last, (used - before) / LOOK_S):
            gc.collect()
            last, used = time.monotonic(), time.process_time()
