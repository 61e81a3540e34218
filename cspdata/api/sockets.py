"""How the server's connections send what is written to them."""

import os
import socket
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

OPEN_FILES = Path("/dev/fd")


def send_at_once() -> None:
    """Let no small message wait until the one before was received, some 40 ms later.

    asyncio sees to that only for sockets that name their protocol, which Streamlit's does not.
    What is accepted has the option of the socket that listens. Nothing is done where a process
    cannot list what it has open.
    """
    for listening in _listening():
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def _listening() -> Iterator[socket.socket]:
    named = OPEN_FILES.iterdir() if OPEN_FILES.is_dir() else ()
    for number in [int(each.name) for each in named]:
        if not _is_socket(number):
            continue
        with closing(socket.socket(fileno=os.dup(number))) as held:
            inet = held.family in {socket.AF_INET, socket.AF_INET6}
            if inet and held.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
                yield held


def _is_socket(number: int) -> bool:
    try:
        return stat.S_ISSOCK(os.fstat(number).st_mode)
    except OSError:
        return False
