"""No small message waits until the one before was received."""

import socket
from collections.abc import Iterator

import pytest

from cspdata import api
from tests.loops import apart

LOOPBACK = {socket.AF_INET: "127.0.0.1", socket.AF_INET6: "::1"}


@pytest.fixture(params=LOOPBACK, ids=["IPv4", "IPv6"])
def listening(request: pytest.FixtureRequest) -> Iterator[socket.socket]:
    """A socket that listens as Streamlit opens it: no protocol is named."""
    with socket.socket(request.param) as held:
        held.bind((LOOPBACK[request.param], 0))
        held.listen()
        yield held


def waits(connection: socket.socket) -> bool:
    return not connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def accepted(listening: socket.socket) -> bool:
    """Whether what is written to who comes now waits."""
    with socket.create_connection(listening.getsockname()[:2]), listening.accept()[0] as came:
        return waits(came)


async def begun() -> None:
    async with api.loading(lambda: None)(None):
        pass


def test_whoever_comes_after_the_start_of_the_server_waits_for_no_receipt(
    listening: socket.socket,
) -> None:
    assert accepted(listening)
    apart(begun())
    assert not accepted(listening)


def test_what_does_not_listen_is_left_alone(listening: socket.socket) -> None:
    with socket.socket(listening.family) as other:
        apart(begun())
        assert waits(other)
