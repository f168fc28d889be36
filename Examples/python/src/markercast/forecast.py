"""Forecasts: the messages of forecast/<stream>."""

from __future__ import annotations

import enum
import time
from dataclasses import dataclass
from typing import ClassVar, Optional, Tuple

import numpy as np
import numpy.typing as npt

from . import markercast_pb2 as wire
from .arrays import Array, frozen, frozen_integers
from .payload import decode, known, weights


class State(enum.Enum):
    """How much a stream's forecasts are to be trusted; docs/ticks.md tells when each comes."""

    UNSPECIFIED = 0
    WARMING_UP = 1
    TRACKING = 2
    DEGRADED = 3
    LOST = 4

    @classmethod
    def _missing_(cls, value: object) -> State:
        return cls.UNSPECIFIED


@dataclass(frozen=True, eq=False)
class Forecast:
    """Where a stream's markers will be, for H horizons, M markers and C coverages; H is 0 where the state is LOST.

    What is not known is None, and NaN in arrays.
    """

    kind: ClassVar[str] = "forecast"

    stream: str
    sequence: Optional[int]  #: the source frame's
    stamp_ns: Optional[int]  #: the source frame's, on the sensor's clock
    stamp_s: Optional[float]  #: the same in seconds
    received_ns: Optional[int]  #: the daemon's wall clock when it had the frame
    published_ns: Optional[int]  #: the daemon's wall clock when it sent this
    latency_s: Optional[float]  #: between the two, by the monotonic clock
    sample_age_s: Optional[float]  #: of the sample when this was sent; absolute with serve --clock shared alone
    within_budget: Optional[bool]
    model: str
    state: State
    conditions: Tuple[str, ...]  #: why it is not simply tracking
    tick: Optional[int]  #: the session's count of ticks at the source frame
    learned_through: Optional[int]  #: the newest tick that was learned from
    horizons: Array  #: (H,) seconds after the sample
    stamps_ns: npt.NDArray[np.int64]  #: (H,) the instants that are forecast, on the sensor's clock
    markers: Tuple[str, ...]  #: their M names
    positions: Array  #: (H, M, 3) mm; NaN where a marker is missing
    radii: Array  #: (H, M, C) mm that the truth stays within; NaN where not yet known
    coverages: Tuple[float, ...]  #: the share of truths that each radius is to hold
    experts: Tuple[str, ...]  #: a mixture's, with serve --explain
    weights: Array  #: (H, E) the share of each expert
    arrived: float  #: time.monotonic() when this program took it from the socket

    @classmethod
    def read(cls, payload: bytes) -> Forecast:
        """The forecast in a payload; throws Unreadable where it is none."""
        arrived = time.monotonic()
        message = decode(payload, wire.Forecast())
        coverages = tuple(message.coverages)
        names, positions, radii = _markers(message, len(coverages))
        experts, shares = weights(message.horizons)
        return cls(
            stream=message.stream,
            sequence=known(message, "sequence"),
            stamp_ns=known(message, "stamp_ns"),
            stamp_s=known(message, "stamp_s"),
            received_ns=known(message, "received_ns"),
            published_ns=known(message, "published_ns"),
            latency_s=known(message, "latency_s"),
            sample_age_s=known(message, "sample_age_s"),
            within_budget=known(message, "within_budget"),
            model=message.model,
            state=State(message.state),
            conditions=tuple(message.conditions),
            tick=known(message, "tick"),
            learned_through=known(message, "learned_through"),
            horizons=frozen([horizon.horizon_s for horizon in message.horizons]),
            stamps_ns=frozen_integers([horizon.stamp_ns for horizon in message.horizons]),
            markers=names,
            positions=positions,
            radii=radii,
            coverages=coverages,
            experts=experts,
            weights=shares,
            arrived=arrived,
        )

    def age(self, *, clocks_agree: bool = False) -> float:
        """Seconds from the sample until now; NaN where the daemon did not say how old it was.

        By this program's monotonic clock from when it took the forecast from the socket: the way there, and waiting in
        a queue, are not in it. Where the wall clocks of daemon and program agree, say so, and they are.
        """
        if self.sample_age_s is None:
            return float("nan")
        if clocks_agree and self.published_ns is not None:
            return self.sample_age_s + (time.time_ns() - self.published_ns) / 1e9
        return self.sample_age_s + time.monotonic() - self.arrived

    def at(self, horizon: float) -> Array:
        """The markers' positions `horizon` seconds after the sample, an array (M, 3) in mm.

        Between two horizons the positions are interpolated; before the first and after the last one they are NaN.
        """
        around = self._around(horizon)
        if around is None:
            return np.full(self.positions.shape[1:], np.nan)
        before, after, share = around
        positions: Array = (1 - share) * self.positions[before] + share * self.positions[after]
        return positions

    def radii_at(self, horizon: float) -> Array:
        """The radii there, an array (M, C) in mm: the larger ones of the two horizons around."""
        around = self._around(horizon)
        if around is None:
            return np.full(self.radii.shape[1:], np.nan)
        radii: Array = np.maximum(self.radii[around[0]], self.radii[around[1]])
        return radii

    def covers(self, horizon: float) -> bool:
        """Whether a horizon lies between the first and the last one that are forecast."""
        return self._around(horizon) is not None

    def _around(self, horizon: float) -> Optional[Tuple[int, int, float]]:
        """The horizons before and after one, the same twice where it is forecast itself, and the share of the way."""
        near = np.flatnonzero(np.abs(self.horizons - horizon) <= 1e-9)
        if len(near) > 0:
            return int(near[0]), int(near[0]), 0.0
        after = int(np.searchsorted(self.horizons, horizon))
        if not 0 < after < len(self.horizons):
            return None
        earlier, later = float(self.horizons[after - 1]), float(self.horizons[after])
        return after - 1, after, (horizon - earlier) / (later - earlier)


def _markers(message: wire.Forecast, coverages: int) -> Tuple[Tuple[str, ...], Array, Array]:
    """The markers' names, positions (H, M, 3) and radii (H, M, C)."""
    names = tuple(dict.fromkeys(marker.name for horizon in message.horizons for marker in horizon.markers))
    column = {name: m for m, name in enumerate(names)}
    positions = np.full((len(message.horizons), len(names), 3), np.nan)
    radii = np.full((len(message.horizons), len(names), coverages), np.nan)
    for h, horizon in enumerate(message.horizons):
        for marker in horizon.markers:
            m = column[marker.name]
            if marker.HasField("position") and marker.status != wire.MARKER_STATUS_MISSING:
                positions[h, m] = marker.position.x, marker.position.y, marker.position.z
            if coverages and len(marker.radii) == coverages:
                radii[h, m] = marker.radii
            elif coverages and marker.HasField("radius"):
                radii[h, m, 0] = marker.radius
    return names, frozen(positions), frozen(radii)
