"""What the tests share."""

from __future__ import annotations

import pathlib
from typing import Callable, Iterator

import pytest
import zmq

Recorded = Callable[[str, str], bytes]


@pytest.fixture
def recorded() -> Recorded:
    """A message that a daemon has sent, by its name and encoding; record.py makes them."""
    return lambda name, encoding: (pathlib.Path(__file__).parent / "recorded" / f"{name}.{encoding}").read_bytes()


@pytest.fixture
def endpoint(tmp_path: pathlib.Path) -> str:
    """An endpoint of this test alone."""
    return f"ipc://{tmp_path}/socket"


@pytest.fixture
def publisher(endpoint: str) -> Iterator[zmq.Socket[bytes]]:
    """A bound XPUB, as the daemon's."""
    socket: zmq.Socket[bytes] = zmq.Context.instance().socket(zmq.XPUB)
    socket.linger = 0
    socket.rcvtimeo = 20000
    socket.bind(endpoint)
    yield socket
    socket.close()
