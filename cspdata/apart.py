"""Work in a process of its own, at low priority, which hands over what it makes as it makes it.

Readers are then held up only while that is loaded, not while it is worked out. The process is
started for one piece of work and ends with it, or with whoever started it. What it hands over is
pickled and comes through a pipe from our own child; no file is ever read so.
"""

import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Iterable
from pathlib import Path
from threading import Thread
from typing import IO, ParamSpec, TypeVar

from cspdata import background, settings, sites

# Less would starve beside other work of the machine, and readers then wait for all of it at once.
LESS_URGENT = 5
BEGAN = time.time()
P = ParamSpec("P")
R = TypeVar("R")


class Unfinished(Exception):
    """No process could be had, or it ended before it had done its work."""


def made(
    within_s: float, work: Callable[P, Iterable[R]], *asked: P.args, **named: P.kwargs
) -> Generator[R, None, None]:
    """What `work(*asked, **named)` yields, worked out elsewhere for the place that is meant now.

    Raises Unfinished, also where it takes longer than so many seconds.
    """
    try:
        order = pickle.dumps((sites.site(), BEGAN)) + pickle.dumps((work, asked, named))
        process = _started()
    except (AttributeError, TypeError, OSError, pickle.PicklingError) as fault:
        raise Unfinished(f"it could not be begun ({fault})") from fault
    assert process.stdin and process.stdout
    Thread(target=_end, args=(process, within_s), daemon=True).start()
    try:
        process.stdin.write(order)
        process.stdin.flush()
        # One reader for all pieces, since later ones share what earlier ones brought.
        pieces = pickle.Unpickler(process.stdout)
        while piece := pieces.load():
            yield piece[0]
    except EOFError as fault:
        raise Unfinished(f"its process ended with {process.wait()}") from fault
    except Exception as fault:
        raise Unfinished(f"what came of it cannot be read ({fault})") from fault
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
        _close(process.stdin)


def _started() -> "subprocess.Popen[bytes]":
    paths = [str(settings.ROOT), os.environ.get("PYTHONPATH", "")]
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "cspdata.apart"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, paths))},
        creationflags=getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0),
    )


def _end(process: "subprocess.Popen[bytes]", within_s: float) -> None:
    background.ended_within(within_s)
    process.kill()


def _close(pipe: IO[bytes]) -> None:
    try:
        pipe.close()
    except BrokenPipeError:
        return


def _main() -> None:
    """The process itself: an order comes in, and pieces go out."""
    if hasattr(os, "nice"):
        os.nice(LESS_URGENT)
    # Whoever presses Ctrl+C means the server, and its end is ours.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    place, began = pickle.load(sys.stdin.buffer)
    with sites.within(place):
        _refuse_newer(began)
        work, asked, named = pickle.load(sys.stdin.buffer)
        Thread(target=_end_with_parent, daemon=True).start()
        # What was handed over once is only named afterwards.
        pieces = pickle.Pickler(out, pickle.HIGHEST_PROTOCOL)
        for piece in work(*asked, **named):
            pieces.dump((piece,))
            out.flush()
        pieces.dump(())
        out.flush()


def _refuse_newer(began: float) -> None:
    """A server that runs the program, or holds the tables, of before must not mix them with ours.

    Raises RuntimeError.
    """
    folders = (Path(__file__).parent, settings.place(), settings.SHIPPED, settings.NATIONAL)
    for path in (path for folder in folders for path in folder.rglob("*.*")):
        found = path.stat()
        if path.suffix != ".pyc" and max(found.st_mtime, found.st_ctime) > began:
            raise RuntimeError(f"{path} has changed since the server began: start it again.")


def _end_with_parent() -> None:
    # Not by its buffer, whose lock would be missed at a regular end.
    while os.read(0, 1):
        pass
    os._exit(1)


if __name__ == "__main__":
    _main()
