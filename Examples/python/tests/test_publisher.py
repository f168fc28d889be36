"""Publishers over real sockets."""

import json
import math
from typing import Any, Dict, Iterator, Tuple

import numpy as np
import pytest
import zmq
from markercast import EndpointUnusable, Publisher
from markercast import markercast_pb2 as wire


@pytest.fixture
def reader(endpoint: str) -> Iterator[zmq.Socket[bytes]]:
    socket: zmq.Socket[bytes] = zmq.Context.instance().socket(zmq.SUB)
    socket.linger = 0
    socket.rcvtimeo = 20000
    socket.subscribe(b"markers/")
    socket.connect(endpoint)
    yield socket
    socket.close()


def frame(reader: zmq.Socket[bytes]) -> Tuple[bytes, wire.Frame]:
    topic, payload = reader.recv_multipart()
    return topic, wire.Frame.FromString(payload)


def test_frames_have_what_was_sent(reader: zmq.Socket[bytes], endpoint: str) -> None:
    with Publisher("couch1", endpoint, session="monday") as tracker:
        assert tracker.wait(20)
        assert tracker.send({"chest": (0, -1.5, 2), "belly": None, "arm": (1, math.nan, 2)}, stamp=2.5) == 0
        assert tracker.send({"chest": np.array([1, 2, 3])}, stamp_ns=1_764_140_000_123_456_789, reset=True) == 1
        topic, first = frame(reader)
        _, second = frame(reader)
    assert topic == b"markers/couch1"
    assert (first.schema_version, first.stream, first.sequence, first.session) == (1, "couch1", 0, "monday")
    assert first.stamp_ns == 2_500_000_000
    assert not first.reset
    assert [(marker.name, marker.status, marker.HasField("position")) for marker in first.markers] == [
        ("chest", wire.MARKER_STATUS_MEASURED, True),
        ("belly", wire.MARKER_STATUS_MISSING, False),
        ("arm", wire.MARKER_STATUS_MISSING, False),
    ]
    # Zero is written, not left out.
    assert first.markers[0].position.HasField("x")
    assert (first.markers[0].position.x, first.markers[0].position.y, first.markers[0].position.z) == (0, -1.5, 2)
    assert second.stamp_ns == 1_764_140_000_123_456_789
    assert second.reset


def test_arrays_have_a_row_for_each_marker(reader: zmq.Socket[bytes], endpoint: str) -> None:
    with Publisher("s", endpoint, markers=["a", "b"]) as tracker:
        tracker.wait(20)
        tracker.send(np.array([[1, 2, 3], [math.nan] * 3]), stamp=0)
        markers = frame(reader)[1].markers
        assert [marker.name for marker in markers] == ["a", "b"]
        assert markers[0].position.z == 3
        assert markers[1].status == wire.MARKER_STATUS_MISSING
        with pytest.raises(ValueError, match=r"an array \(3, 3\) came for 2 markers"):
            tracker.send(np.zeros((3, 3)))


def test_json_is_the_short_one(reader: zmq.Socket[bytes], endpoint: str) -> None:
    with Publisher("s", endpoint, encoding="json", session="x") as tracker:
        tracker.wait(20)
        tracker.send({"a": (1, 2, 3), "b": None}, stamp=1.25, reset=True)
        text: Dict[str, Any] = json.loads(reader.recv_multipart()[1])
    assert text == {"t": 1.25, "sequence": 0, "markers": {"a": [1, 2, 3], "b": None}, "session": "x", "reset": True}


def test_without_a_stamp_it_is_now(reader: zmq.Socket[bytes], endpoint: str) -> None:
    with Publisher("s", endpoint) as tracker:
        tracker.wait(20)
        tracker.send({"a": (1, 2, 3)})
        assert frame(reader)[1].stamp_ns > 1_700_000_000 * 10**9


def test_nobody_is_waited_for_no_longer_than_asked(endpoint: str) -> None:
    with Publisher("s", endpoint) as tracker:
        assert not tracker.wait(0.05)


@pytest.mark.parametrize("place, words", [((1, 2), "has 2 coordinates"), ((1, 2, math.inf), "is infinite")])
def test_a_place_that_is_none_is_named(place: Tuple[float, ...], words: str, endpoint: str) -> None:
    with Publisher("s", endpoint) as tracker, pytest.raises(ValueError, match=f"the place of a {words}"):
        tracker.send({"a": place})


def test_an_address_that_is_taken_is_named() -> None:
    with Publisher("s", "tcp://127.0.0.1:*"), pytest.raises(EndpointUnusable, match="cannot bind tcp://192.0.2.1:5556"):
        Publisher("s", "tcp://192.0.2.1:5556")


def test_an_encoding_that_is_none_is_named(endpoint: str) -> None:
    with pytest.raises(ValueError, match="'xml' is no encoding"):
        Publisher("s", endpoint, encoding="xml")
