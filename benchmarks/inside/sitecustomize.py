"""Python imports this first where `benchmarks/inside` is on its path: it notes where memory goes.

Every `EVERY_S` seconds a line of JSON is appended to the file that `MEMORY_NOTES` names: what the
C library's allocator gave out and what it holds though nobody uses it, in bytes; the small objects
of Python and the threads, in numbers. The server that is measured stays as it is shipped.
"""

import ctypes
import json
import os
import sys
import threading
import time
from pathlib import Path

EVERY_S = 60
PARTS = (  # of mallinfo2(3)
    "arena",
    "ordblks",
    "smblks",
    "hblks",
    "hblkhd",
    "usmblks",
    "fsmblks",
    "uordblks",
    "fordblks",
    "keepcost",
)


class Allocated(ctypes.Structure):
    """What mallinfo2(3) gives, over all arenas."""

    _fields_ = [(name, ctypes.c_size_t) for name in PARTS]


def _watch(notes: Path) -> None:
    library = ctypes.CDLL(None)
    library.mallinfo2.restype = Allocated
    while True:
        now = library.mallinfo2()
        line = {
            "given": now.uordblks + now.hblkhd,
            "unused": now.fordblks,
            "objects": sys.getallocatedblocks(),
            "threads": threading.active_count(),
        }
        with notes.open("a", encoding="utf-8") as written:
            written.write(json.dumps(line) + "\n")
        time.sleep(EVERY_S)


if wanted := os.environ.get("MEMORY_NOTES"):
    threading.Thread(target=_watch, args=(Path(wanted),), daemon=True).start()
