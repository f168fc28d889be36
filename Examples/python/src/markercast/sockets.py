"""Sockets with the options that matter set on purpose, as the daemon sets them."""

from __future__ import annotations

import time
from typing import Any, Optional

import zmq

from .keys import Keys, KeysUnusable


class EndpointUnusable(OSError):
    """An endpoint that can't be bound or connected to: one sentence that says which and why."""


def attach(socket: zmq.Socket[Any], endpoint: str, keys: Optional[Keys], *, binds: bool) -> None:
    """Binds or connects a socket; a prefix '@' of the endpoint binds and '>' connects, whatever `binds` says."""
    if endpoint[:1] in ("@", ">"):
        binds, endpoint = endpoint[0] == "@", endpoint[1:]
    if keys is not None and binds:
        raise KeysUnusable(
            f"{endpoint} would be bound, and here only who connects has keys: let the other end bind, "
            "as with serve --subscribe '@tcp://...' --clients"
        )
    socket.linger = 200
    socket.reconnect_ivl = 100
    socket.reconnect_ivl_max = 2000
    # Who has gone without a word is noticed after three seconds.
    socket.heartbeat_ivl = 1000
    socket.heartbeat_timeout = 3000
    socket.handshake_ivl = 5000
    if keys is not None:
        keys.apply(socket)
    try:
        if binds:
            socket.bind(endpoint)
        else:
            socket.connect(endpoint)
    except zmq.ZMQError as error:
        socket.close(0)
        raise EndpointUnusable(f"cannot {'bind' if binds else 'connect to'} {endpoint}: {error.strerror}") from error


class Deadline:
    """The end of a wait."""

    def __init__(self, timeout: Optional[float]) -> None:
        """In `timeout` seconds; without one, never."""
        self._end = None if timeout is None else time.monotonic() + timeout

    @property
    def milliseconds(self) -> Optional[int]:
        """What is left, 0 where nothing is; None where it never ends."""
        return None if self._end is None else max(0, round(1000 * (self._end - time.monotonic())))
