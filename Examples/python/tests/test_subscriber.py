"""Subscribers over real sockets."""

import asyncio
from typing import List

import pytest
import zmq
from conftest import Recorded
from markercast import AsyncSubscriber, EndpointUnusable, Forecast, Stats, Subscriber
from markercast import markercast_pb2 as wire


def forecast(stream: str, tick: int) -> List[bytes]:
    return [f"forecast/{stream}".encode(), wire.Forecast(stream=stream, tick=tick).SerializeToString()]


def test_forecasts_come_in_order_and_of_the_streams_asked_for(publisher: zmq.Socket[bytes], endpoint: str) -> None:
    with Subscriber(Forecast, endpoint, streams=["a", "c"]) as forecasts:
        assert sorted(publisher.recv() for _ in range(2)) == [b"\x01forecast/a", b"\x01forecast/c"]
        for tick in range(3):
            for stream in ("ab", "a", "b", "c"):
                publisher.send_multipart(forecast(stream, tick))
        came = [next(forecasts) for _ in range(6)]
        assert [(message.stream, message.tick) for message in came] == [(s, t) for t in range(3) for s in "ac"]
        assert forecasts.receive(timeout=0) is None


def test_without_streams_every_stream_comes(publisher: zmq.Socket[bytes], endpoint: str) -> None:
    with Subscriber(Stats, endpoint) as statistics:
        assert publisher.recv() == b"\x01stats/"
        for stream in ("a", "ab"):
            publisher.send_multipart([f"stats/{stream}".encode(), wire.Stats(stream=stream).SerializeToString()])
        assert [next(statistics).stream for _ in range(2)] == ["a", "ab"]


def test_both_encodings_are_told_apart(publisher: zmq.Socket[bytes], endpoint: str, recorded: Recorded) -> None:
    with Subscriber(Forecast, endpoint, streams=["couch1"]) as forecasts:
        publisher.recv()
        for encoding in ("json", "protobuf"):
            publisher.send_multipart([b"forecast/couch1", recorded("tracking", encoding)])
            assert next(forecasts).sequence == 880


def test_silence_is_told(publisher: zmq.Socket[bytes], endpoint: str) -> None:
    with Subscriber(Forecast, endpoint) as forecasts:
        publisher.recv()
        assert forecasts.receive(timeout=0.05) is None
        publisher.send_multipart(forecast("a", 1))
        assert forecasts.receive(timeout=20) is not None


def test_what_can_not_be_read_is_counted(publisher: zmq.Socket[bytes], endpoint: str) -> None:
    with Subscriber(Forecast, endpoint, streams=["a"]) as forecasts:
        publisher.recv()
        for parts in ([b"forecast/a"], [b"forecast/a", b"\xff"], [b"forecast/a", b"{"], [b"forecast/a", b"", b""]):
            publisher.send_multipart(parts)
        publisher.send_multipart(forecast("a", 7))
        assert next(forecasts).tick == 7
        assert forecasts.refused == 4


def test_the_newest_of_each_stream(publisher: zmq.Socket[bytes], endpoint: str) -> None:
    with Subscriber(Forecast, endpoint) as forecasts:
        publisher.recv()
        assert forecasts.newest(timeout=0) == {}
        for tick in range(4):
            publisher.send_multipart(forecast("a", tick))
            publisher.send_multipart(forecast("b", tick + 10))
        newest = forecasts.newest(timeout=20)
        while newest["a"].tick != 3 or newest.get("b") is None or newest["b"].tick != 13:
            newest.update(forecasts.newest(timeout=20))
        assert set(newest) == {"a", "b"}


def test_asyncio(publisher: zmq.Socket[bytes], endpoint: str) -> None:
    async def main() -> List[int]:
        ticks = []
        async with AsyncSubscriber(Forecast, endpoint, streams=["a"]) as forecasts:
            await asyncio.get_running_loop().run_in_executor(None, publisher.recv)
            assert await forecasts.receive(timeout=0) is None
            for tick in range(3):
                publisher.send_multipart(forecast("ab", tick))
                publisher.send_multipart(forecast("a", tick))
            async for message in forecasts:
                assert message.tick is not None
                ticks.append(message.tick)
                if message.tick == 1:
                    break
            ticks += [message.tick or 0 for message in (await forecasts.newest(timeout=20)).values()]
        return ticks

    assert asyncio.run(asyncio.wait_for(main(), 60)) == [0, 1, 2]


def test_two_async_subscribers_share_a_loop(publisher: zmq.Socket[bytes], endpoint: str) -> None:
    async def main() -> List[str]:
        async with AsyncSubscriber(Forecast, endpoint) as forecasts, AsyncSubscriber(Stats, endpoint) as statistics:
            loop = asyncio.get_running_loop()
            for _ in range(2):
                await loop.run_in_executor(None, publisher.recv)
            waiting = asyncio.gather(forecasts.receive(20), statistics.receive(20))
            publisher.send_multipart([b"stats/a", wire.Stats(stream="a").SerializeToString()])
            publisher.send_multipart(forecast("b", 0))
            return [message.stream for message in await waiting if message is not None]

    assert asyncio.run(asyncio.wait_for(main(), 60)) == ["b", "a"]


@pytest.mark.parametrize("stream", ["", "a b", "a/b", "ä", "a" * 65, "a\n"])
def test_a_name_that_no_stream_has_is_refused(stream: str, endpoint: str) -> None:
    with pytest.raises(ValueError, match="is no name of a stream"):
        Subscriber(Forecast, endpoint, streams=[stream])


def test_an_endpoint_that_can_not_be_had_is_named() -> None:
    with pytest.raises(EndpointUnusable, match="cannot connect to carrier-pigeon://coop"):
        Subscriber(Forecast, "carrier-pigeon://coop")
