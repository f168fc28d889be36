"""What a tracker sees, sent as markers/<stream>."""

from __future__ import annotations

import time
from typing import Any, Mapping, Optional, Sequence, Union

import numpy.typing as npt
import zmq

from .frame import Frame, Place
from .keys import Keys
from .sockets import Deadline, attach
from .topics import topic

#: Where a daemon looks for frames that was not told otherwise.
ENDPOINT = "tcp://127.0.0.1:5556"


class Publisher:
    """Sends the frames of one stream, in protobuf or in the short JSON of Examples/send.py."""

    def __init__(
        self,
        stream: str,
        endpoint: str = ENDPOINT,
        *,
        markers: Sequence[str] = (),
        session: str = "",
        encoding: str = "protobuf",
        keys: Optional[Keys] = None,
    ) -> None:
        """Binds an endpoint (a prefix '>' connects to it, which alone goes with keys).

        markers: the names of the rows, where `send` is to take arrays. session: whose motion it is; another one than
        before has the daemon learn afresh.
        """
        if encoding not in ("protobuf", "json"):
            raise ValueError(f"{encoding!r} is no encoding: take protobuf or json")
        self._topic = topic("markers", stream)
        self._stream = stream
        self._markers = tuple(markers)
        self._session = session
        self._encode = Frame.protobuf if encoding == "protobuf" else Frame.json
        self._sequence = 0
        self._is_awaited = False
        # Tells who subscribes, as PUB does not.
        self._socket: zmq.Socket[bytes] = zmq.Context.instance().socket(zmq.XPUB)
        # Subscriptions are all that comes in.
        self._socket.setsockopt(zmq.MAXMSGSIZE, 1024)
        attach(self._socket, endpoint, keys, binds=True)

    def wait(self, timeout: Optional[float] = None) -> bool:
        """Waits until somebody subscribes to the stream; whether one has within `timeout` seconds.

        What is sent before is lost, which nobody minds of a live tracker.
        """
        deadline = Deadline(timeout)
        while not self._is_awaited:
            if not self._socket.poll(deadline.milliseconds):
                return False
            self._hear()
        return True

    def send(
        self,
        positions: Union[Mapping[str, Place], npt.NDArray[Any]],
        stamp: Optional[float] = None,
        *,
        stamp_ns: Optional[int] = None,
        reset: bool = False,
    ) -> int:
        """Sends a frame, and returns its sequence number, which counts from 0.

        positions: a place in mm for each marker's name, or an array (M, 3) with a row for each of `markers`; a place
        that is None or has NaN in it is a marker that was not seen. stamp: when, in seconds on any clock that goes on;
        stamp_ns says the same in nanoseconds, and without either it is this machine's wall clock. reset: begins a fresh
        session.
        """
        if stamp_ns is None:
            stamp_ns = time.time_ns() if stamp is None else round(stamp * 1e9)
        frame = Frame(self._stream, self._sequence, stamp_ns, self._session, reset, self._named(positions))
        payload = self._encode(frame)
        while self._socket.poll(0):
            self._hear()
        self._socket.send_multipart([self._topic, payload])
        self._sequence += 1
        return frame.sequence

    def close(self) -> None:
        """Ends the connections, once what was sent is out. Leaving a with block does."""
        self._socket.close()

    def __enter__(self) -> Publisher:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _hear(self) -> None:
        """Takes a subscription, or its end."""
        message = self._socket.recv()
        if message[:1] == b"\x01" and self._topic.startswith(message[1:]):
            self._is_awaited = True

    def _named(self, positions: Union[Mapping[str, Place], npt.NDArray[Any]]) -> Mapping[str, Place]:
        """The places by name."""
        if isinstance(positions, Mapping):
            return positions
        if positions.shape != (len(self._markers), 3):
            raise ValueError(f"an array {positions.shape} came for {len(self._markers)} markers: send (markers, 3)")
        return dict(zip(self._markers, positions))
