"""Subscribers of forecasts or statistics, one for programs that wait and one for asyncio."""

from __future__ import annotations

from typing import Any, ClassVar, Dict, Generic, Iterable, Iterator, List, Optional, Type, TypeVar

import zmq
import zmq.asyncio

from .forecast import Forecast
from .keys import Keys
from .payload import Unreadable
from .sockets import Deadline, attach
from .stats import Stats
from .topics import topic

#: Where a daemon publishes that was not told otherwise.
ENDPOINT = "tcp://127.0.0.1:9872"

#: What comes as messages of one kind.
Message = TypeVar("Message", Forecast, Stats)


class _Base(Generic[Message]):
    """What both subscribers have: which messages are theirs, and how many came that were not to be read."""

    _contexts: ClassVar[Type[zmq.Context[Any]]] = zmq.Context

    def __init__(
        self,
        messages: Type[Message],
        endpoint: str = ENDPOINT,
        *,
        streams: Optional[Iterable[str]] = None,
        keys: Optional[Keys] = None,
    ) -> None:
        """Connects to an endpoint (a prefix '@' binds it), for these streams or, without, for all."""
        self.refused = 0  #: messages that were broken, or of a newer schema
        self._messages: Type[Message] = messages
        self._topics = None if streams is None else {topic(messages.kind, stream) for stream in streams}
        self._socket: Any = self._contexts.instance().socket(zmq.SUB)
        for prefix in [f"{messages.kind}/".encode()] if self._topics is None else sorted(self._topics):
            self._socket.subscribe(prefix)
        attach(self._socket, endpoint, keys, binds=False)

    def close(self) -> None:
        """Ends the connection. Leaving a with block does."""
        self._socket.close(0)

    def _read(self, parts: List[bytes]) -> Optional[Message]:
        """The message in these parts; None where it is another stream's or unreadable."""
        # Subscriptions match prefixes: who subscribes to forecast/a is sent forecast/ab too.
        if self._topics is not None and parts[0] not in self._topics:
            return None
        try:
            if len(parts) != 2:
                raise Unreadable(f"a message has {len(parts)} parts where a topic and a payload are wanted")
            return self._messages.read(parts[1])
        except Unreadable:
            self.refused += 1
            return None


class Subscriber(_Base[Message]):
    """The forecasts or statistics that a daemon publishes: `Subscriber(Forecast, ...)` or `Subscriber(Stats, ...)`.

    Iterating waits for each, for as long as it takes; `receive` waits for a set time, which a program wants that has to
    notice silence. What can't be read is passed over and counted in `refused`.
    """

    def receive(self, timeout: Optional[float] = None) -> Optional[Message]:
        """The next message, in the order of sending; None where none comes within `timeout` seconds."""
        deadline = Deadline(timeout)
        while self._socket.poll(deadline.milliseconds):
            message = self._read(self._socket.recv_multipart())
            if message is not None:
                return message
        return None

    def newest(self, timeout: Optional[float] = None) -> Dict[str, Message]:
        """The newest message of each stream that has sent one; waits for the first for up to `timeout` seconds.

        For programs that may be slower than the stream: what has been overtaken in the queue is left out.
        """
        newest: Dict[str, Message] = {}
        message = self.receive(timeout)
        while message is not None:
            newest[message.stream] = message
            message = self.receive(0)
        return newest

    def __iter__(self) -> Iterator[Message]:
        return self

    def __next__(self) -> Message:
        message = self.receive()
        assert message is not None  # it waits for ever
        return message

    def __enter__(self) -> Subscriber[Message]:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class AsyncSubscriber(_Base[Message]):
    """The same for asyncio: `async with`, `async for` and `await`. Made in the loop that it is used in."""

    _contexts = zmq.asyncio.Context

    async def receive(self, timeout: Optional[float] = None) -> Optional[Message]:
        """The next message, in the order of sending; None where none comes within `timeout` seconds."""
        deadline = Deadline(timeout)
        while await self._socket.poll(deadline.milliseconds):
            message = self._read(await self._socket.recv_multipart())
            if message is not None:
                return message
        return None

    async def newest(self, timeout: Optional[float] = None) -> Dict[str, Message]:
        """The newest message of each stream that has sent one, as of Subscriber."""
        newest: Dict[str, Message] = {}
        message = await self.receive(timeout)
        while message is not None:
            newest[message.stream] = message
            message = await self.receive(0)
        return newest

    def __aiter__(self) -> AsyncSubscriber[Message]:
        return self

    async def __anext__(self) -> Message:
        message = await self.receive()
        assert message is not None  # it waits for ever
        return message

    async def __aenter__(self) -> AsyncSubscriber[Message]:
        return self

    async def __aexit__(self, *_: object) -> None:
        self.close()
