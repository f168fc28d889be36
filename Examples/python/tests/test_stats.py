"""Statistics from a daemon's bytes."""

import numpy as np
import pytest
from conftest import Recorded
from markercast import State, Stats
from markercast import markercast_pb2 as wire


@pytest.mark.parametrize("encoding", ["protobuf", "json"])
def test_statistics_have_what_the_daemon_sent(recorded: Recorded, encoding: str) -> None:
    stats = Stats.read(recorded("stats", encoding))
    assert stats.stream == "couch1"
    assert stats.state is State.LOST
    assert stats.rate_hz == 10
    assert not stats.rate_found
    assert stats.markers == ("belly", "chest")
    assert stats.frames == 900
    assert stats.outcomes["session_started"] == 1
    assert stats.rejected == {}
    assert 0 < stats.latency_s.p50 <= stats.latency_s.p99 <= stats.latency_s.max
    assert next(iter(stats.accuracy)) == "mixture"
    accuracy = stats.accuracy["mixture"]
    assert accuracy.horizons.tolist() == [0.1, 0.5, 1]
    assert (accuracy.rmse_mm < stats.accuracy["persistence"].rmse_mm).all()
    assert accuracy.cost_s.count > 0
    assert stats.weight_horizons.tolist() == [0.1, 0.5, 1]
    assert np.allclose(stats.weights.sum(axis=1), 1)
    assert stats.checkpoints is None
    assert stats.latency_histogram.count.sum() == stats.latency_s.count
    assert (np.diff(stats.latency_histogram.value_ns) > 0).all()
    assert stats.radii.coverages.tolist() == [0.9, 0.95]
    assert stats.radii.count.shape == stats.radii.held.shape == (3, 2)
    assert (0 < stats.radii.held).all() and (stats.radii.held <= stats.radii.count).all()


def test_what_is_not_known_is_none_or_nan() -> None:
    message = wire.Stats(stream="s")
    message.accuracy.add(model="rls").horizons.add(horizon_s=0.5)
    stats = Stats.read(message.SerializeToString())
    assert stats.rate_hz is None
    assert stats.clock_drift_ppm is None
    assert stats.clock_offset_s is None
    assert stats.recent_sample_age_s is None
    assert stats.latency_histogram.count.size == stats.radii.count.size == 0
    assert np.isnan(stats.accuracy["rls"].rmse_mm).all()


def test_checkpoints_are_read() -> None:
    stats = Stats.read(b'{"checkpoints": {"written": 3, "failed": 1, "newestNs": 5, "problem": "the disk is full"}}')
    assert stats.checkpoints is not None
    assert (stats.checkpoints.written, stats.checkpoints.newest_ns) == (3, 5)
    assert stats.checkpoints.problem == "the disk is full"


def test_every_field_of_the_schema_is_read() -> None:
    fields = {field.name for field in wire.Stats.DESCRIPTOR.fields}
    assert fields - set(Stats.__dataclass_fields__) == {"schema_version"}
