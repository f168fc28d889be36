"""Statistics: the messages of stats/<stream>, one a second."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Dict, Mapping, Optional, Tuple

from . import markercast_pb2 as wire
from .arrays import Array, frozen
from .forecast import State
from .payload import decode, known, weights


@dataclass(frozen=True)
class Percentiles:
    """How a time is distributed, in seconds."""

    count: int
    p50: float
    p90: float
    p99: float
    p999: float
    max: float

    @classmethod
    def of(cls, message: wire.Percentiles) -> Percentiles:
        """From a message."""
        return cls(message.count, message.p50, message.p90, message.p99, message.p999, message.max)


@dataclass(frozen=True, eq=False)
class Accuracy:
    """A model's errors at H horizons, in mm; NaN until truths have come."""

    horizons: Array  #: (H,) seconds
    count: Array  #: (H,) forecasts whose truth has come, markers counted apart
    rmse_mm: Array
    mae_mm: Array
    max_mm: Array
    recent_rmse_mm: Array  #: about the last minute's
    cost_s: Percentiles  #: what the model computes a tick

    @classmethod
    def of(cls, message: wire.ModelAccuracy) -> Accuracy:
        """From a message."""

        def column(field: str) -> Array:
            return frozen([known(horizon, field) for horizon in message.horizons])

        return cls(
            horizons=frozen([horizon.horizon_s for horizon in message.horizons]),
            count=frozen([horizon.count for horizon in message.horizons]),
            rmse_mm=column("rmse_mm"),
            mae_mm=column("mae_mm"),
            max_mm=column("max_mm"),
            recent_rmse_mm=column("recent_rmse_mm"),
            cost_s=Percentiles.of(message.cost_s),
        )


@dataclass(frozen=True)
class Checkpoints:
    """How the writing of a stream's checkpoints goes."""

    written: int
    failed: int
    newest_ns: Optional[int]  #: by the daemon's wall clock
    problem: str  #: of the last attempt; empty where it went well

    @classmethod
    def of(cls, message: wire.Checkpoints) -> Checkpoints:
        """From a message."""
        return cls(message.written, message.failed, known(message, "newest_ns"), message.problem)


@dataclass(frozen=True, eq=False)
class Stats:
    """How the daemon does with a stream. What is not known is None."""

    kind: ClassVar[str] = "stats"

    stream: str
    published_ns: int  #: the daemon's wall clock
    state: State
    model: str
    rate_hz: Optional[float]
    rate_found: bool  #: from the stamps, rather than given
    markers: Tuple[str, ...]
    frames: int
    forecasts: int
    skipped: int  #: frames that were not forecast from
    budget_misses: int
    learning_shed: int  #: ticks whose learning was given up
    outcomes: Mapping[str, int]  #: what befell frames and ticks
    rejected: Mapping[str, int]  #: messages, by reason
    latency_s: Percentiles
    tick_s: Percentiles
    learn_s: Percentiles
    sample_age_s: Percentiles
    budget_s: float
    accuracy: Mapping[str, Accuracy]  #: by model: the main one first, then shadows and persistence
    clock_shared: bool
    clock_drift_ppm: Optional[float]  #: of the sensor's clock against the daemon's
    experts: Tuple[str, ...]  #: a mixture's
    weight_horizons: Array  #: (H,) seconds
    weights: Array  #: (H, E) the share of each expert in the newest forecast
    checkpoints: Optional[Checkpoints]  #: where the daemon writes any

    @classmethod
    def read(cls, payload: bytes) -> Stats:
        """The statistics in a payload; throws Unreadable where they are none."""
        message = decode(payload, wire.Stats())
        experts, shares = weights(message.weights)
        fields: Dict[str, Any] = {name: getattr(message, name) for name in _PLAIN}
        return cls(
            **fields,
            state=State(message.state),
            rate_hz=known(message, "rate_hz"),
            markers=tuple(message.markers),
            outcomes=dict(message.outcomes),
            rejected=dict(message.rejected),
            latency_s=Percentiles.of(message.latency_s),
            tick_s=Percentiles.of(message.tick_s),
            learn_s=Percentiles.of(message.learn_s),
            sample_age_s=Percentiles.of(message.sample_age_s),
            accuracy={entry.model: Accuracy.of(entry) for entry in message.accuracy},
            clock_drift_ppm=known(message, "clock_drift_ppm"),
            experts=experts,
            weight_horizons=frozen([horizon.horizon_s for horizon in message.weights]),
            weights=shares,
            checkpoints=Checkpoints.of(message.checkpoints) if message.HasField("checkpoints") else None,
        )


#: The fields that stand in the message as they do here.
_PLAIN = (
    "stream published_ns model rate_found frames forecasts skipped budget_misses learning_shed budget_s clock_shared"
).split()
