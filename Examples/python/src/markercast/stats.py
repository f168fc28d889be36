"""Statistics: the messages of stats/<stream>, one a second."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Dict, Mapping, Optional, Sequence, Tuple

import numpy as np

from . import markercast_pb2 as wire
from .arrays import Array, Integers, frozen, frozen_integers
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


@dataclass(frozen=True, eq=False)
class DurationCounts:
    """How often a time was so long: N values that occurred, ascending, to two significant digits."""

    value_ns: Integers  #: (N,)
    count: Integers  #: (N,)

    @classmethod
    def of(cls, message: wire.DurationCounts) -> DurationCounts:
        """From a message."""
        return cls(frozen_integers(message.value_ns), frozen_integers(message.count))


@dataclass(frozen=True, eq=False)
class Radii:
    """How often the radii held the truth, at H horizons for C coverages; markers are counted apart."""

    horizons: Array  #: (H,) seconds
    coverages: Array  #: (C,) what was asked
    count: Integers  #: (H, C) forecasts with a radius whose truth has come
    held: Integers  #: (H, C) those of them whose truth was within it

    @classmethod
    def of(cls, horizons: Sequence[wire.HorizonRadii]) -> Radii:
        """From the message's horizons, of which each has the same coverages."""

        def table(field: str) -> Integers:
            rows = [[getattr(entry, field) for entry in horizon.coverages] for horizon in horizons]
            return frozen_integers(rows or np.zeros((0, 0)))

        return cls(
            horizons=frozen([horizon.horizon_s for horizon in horizons]),
            coverages=frozen([entry.asked for entry in horizons[0].coverages] if horizons else []),
            count=table("count"),
            held=table("held"),
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
    latency_histogram: DurationCounts  #: all that latency_s tells of
    radii: Radii  #: the main model's, since the session began
    clock_offset_s: Optional[float]  #: shared clocks: the smallest delay of the last minutes; below 0 the sensor's is ahead
    recent_sample_age_s: Optional[float]  #: the largest since the statistics before

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
            latency_histogram=DurationCounts.of(message.latency_histogram),
            radii=Radii.of(message.radii),
            clock_offset_s=known(message, "clock_offset_s"),
            recent_sample_age_s=known(message, "recent_sample_age_s"),
        )


#: The fields that stand in the message as they do here.
_PLAIN = (
    "stream published_ns model rate_found frames forecasts skipped budget_misses learning_shed budget_s clock_shared"
).split()
