"""Forecasts from a daemon's bytes."""

import math

import numpy as np
import pytest
from conftest import Recorded
from markercast import Forecast, State, Unreadable
from markercast import markercast_pb2 as wire

ENCODINGS = ["protobuf", "json"]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_forecast_has_what_the_daemon_sent(recorded: Recorded, encoding: str) -> None:
    forecast = Forecast.read(recorded("tracking", encoding))
    assert forecast.stream == "couch1"
    assert forecast.state is State.TRACKING
    assert forecast.model == "mixture"
    assert forecast.conditions == ()
    assert forecast.sequence == forecast.tick == 880
    assert forecast.stamp_ns == 1_088_000_000_000
    assert forecast.stamp_s == 1088
    assert forecast.received_ns is not None and forecast.published_ns is not None
    assert forecast.published_ns >= forecast.received_ns > 1_700_000_000 * 10**9
    assert forecast.latency_s is not None and forecast.latency_s > 0
    assert forecast.horizons.tolist() == [0.1, 0.5, 1]
    assert forecast.stamps_ns.tolist() == [1_088_100_000_000, 1_088_500_000_000, 1_089_000_000_000]
    assert forecast.markers == ("belly", "chest")
    assert forecast.positions.shape == (3, 2, 3)
    assert forecast.coverages == (0.9, 0.95)
    assert forecast.radii.shape == (3, 2, 2)
    assert (forecast.radii[..., 1] >= forecast.radii[..., 0]).all()
    assert "uoro" in forecast.experts
    assert np.allclose(forecast.weights.sum(axis=1), 1)
    for h, horizon in enumerate(forecast.horizons):
        truth = [12, -80, 5 * math.sin(2 * math.pi * (88 + horizon) / 4)]
        assert np.linalg.norm(forecast.positions[h, 1] - truth) < 0.5


@pytest.mark.parametrize("name", ["tracking", "occluded", "warming", "lost"])
def test_both_encodings_say_the_same(recorded: Recorded, name: str) -> None:
    one, other = (Forecast.read(recorded(name, encoding)) for encoding in ENCODINGS)
    assert one.state is other.state
    assert (one.conditions, one.markers, one.stamp_ns) == (other.conditions, other.markers, other.stamp_ns)
    np.testing.assert_array_equal(one.positions, other.positions)
    np.testing.assert_array_equal(one.radii, other.radii)
    np.testing.assert_array_equal(one.stamps_ns, other.stamps_ns)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_missing_marker_is_nan(recorded: Recorded, encoding: str) -> None:
    forecast = Forecast.read(recorded("occluded", encoding))
    assert forecast.state is State.DEGRADED
    assert forecast.conditions == ("marker_occluded",)
    assert np.isfinite(forecast.positions[:, forecast.markers.index("chest")]).all()
    assert np.isnan(forecast.positions[:, forecast.markers.index("belly")]).all()


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_lost_stream_has_no_horizons(recorded: Recorded, encoding: str) -> None:
    forecast = Forecast.read(recorded("lost", encoding))
    assert forecast.state is State.LOST
    assert forecast.horizons.shape == (0,)
    assert forecast.positions.shape == (0, 0, 3)
    assert not forecast.covers(0.5)
    assert forecast.at(0.5).shape == (0, 3)


def test_radii_that_are_not_yet_known_are_nan(recorded: Recorded) -> None:
    forecast = Forecast.read(recorded("warming", "protobuf"))
    assert forecast.state is State.WARMING_UP
    assert np.isnan(forecast.radii).all()


def test_one_coverage_has_one_radius() -> None:
    message = wire.Forecast(stream="s", state=wire.STATE_TRACKING, coverages=[0.9])
    horizon = message.horizons.add(horizon_s=0.5)
    horizon.markers.add(name="a", position=wire.Position(x=1, y=0, z=-1), radius=2.5)
    horizon.markers.add(name="b", position=wire.Position(x=0, y=0, z=0))
    forecast = Forecast.read(message.SerializeToString())
    np.testing.assert_array_equal(forecast.radii, [[[2.5], [math.nan]]])
    np.testing.assert_array_equal(forecast.positions, [[[1, 0, -1], [0, 0, 0]]])


def test_between_horizons_positions_are_interpolated_and_radii_are_the_larger() -> None:
    message = wire.Forecast(stream="s", state=wire.STATE_TRACKING, coverages=[0.9])
    for seconds, x, radius in [(0.1, 0, 1), (0.5, 4, 3)]:
        horizon = message.horizons.add(horizon_s=seconds)
        horizon.markers.add(name="a", position=wire.Position(x=x, y=1, z=1), radius=radius)
    forecast = Forecast.read(message.SerializeToString())
    np.testing.assert_allclose(forecast.at(0.2), [[1, 1, 1]])
    np.testing.assert_allclose(forecast.at(0.1), [[0, 1, 1]])
    np.testing.assert_allclose(forecast.at(0.5), [[4, 1, 1]])
    np.testing.assert_array_equal(forecast.radii_at(0.2), [[3]])
    np.testing.assert_array_equal(forecast.radii_at(0.1), [[1]])
    for outside in (0.05, 0.6):
        assert not forecast.covers(outside)
        assert np.isnan(forecast.at(outside)).all()
        assert np.isnan(forecast.radii_at(outside)).all()


def test_age_goes_on_from_that_of_the_message() -> None:
    message = wire.Forecast(stream="s", sample_age_s=0.02, published_ns=1)
    forecast = Forecast.read(message.SerializeToString())
    assert 0.02 <= forecast.age() <= forecast.age() < 3600 < forecast.age(clocks_agree=True)
    assert math.isnan(Forecast.read(wire.Forecast(stream="s").SerializeToString()).age())


def test_arrays_are_not_written_to(recorded: Recorded) -> None:
    forecast = Forecast.read(recorded("tracking", "protobuf"))
    with pytest.raises(ValueError):
        forecast.positions[0, 0, 0] = 0


def test_every_field_of_the_schema_is_read() -> None:
    fields = {field.name for field in wire.Forecast.DESCRIPTOR.fields}
    assert fields - set(Forecast.__dataclass_fields__) == {"schema_version"}


@pytest.mark.parametrize("payload", [b"", b"\xff\xff", b"{", b"{]", b'{"state": 7.5}', b"[]", b'{"sequence": -1}'])
def test_what_is_no_message_is_refused_or_empty(payload: bytes) -> None:
    try:
        assert Forecast.read(payload).state is State.UNSPECIFIED
    except Unreadable as error:
        assert "markercast.proto" in str(error)


def test_a_newer_schema_is_refused() -> None:
    with pytest.raises(Unreadable, match="schema version 2"):
        Forecast.read(wire.Forecast(schema_version=2).SerializeToString())


def test_fields_and_states_of_later_times_are_passed_over() -> None:
    forecast = Forecast.read(b'{"stream": "s", "state": 9, "tomorrow": [1]}')
    assert forecast.stream == "s"
    assert forecast.state is State.UNSPECIFIED
