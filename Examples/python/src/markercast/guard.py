"""What docs/guarantees.md asks of who acts on a forecast, as far as a program can look after it for all."""

from __future__ import annotations

import enum
from typing import Container, List, Optional, Sequence

import numpy as np

from .forecast import Forecast, State


class Problem(enum.Enum):
    """Why a forecast is not to be used."""

    SILENT = "no forecast has come"
    REPEATED = "it is not newer than the last one"
    STATE = "the stream is neither tracking nor degraded by what is allowed"
    MODEL = "another model made it"
    AGE = "its sample is too old, or of unknown age"
    HORIZON = "the instant at which to act lies outside of its horizons"
    MISSING = "a marker is missing"
    RADIUS = "a radius is too large, or not known yet"


class Guard:
    """Looks at each forecast of one stream before it is used, for a program that acts `lead` seconds from now.

        problems = guard.problems(forecast)      # or guard.problems(None) where none came in time
        if problems: do what is safe without a forecast

    One thing remains: `sequence` and `stamp_ns` are the tracker's own, so compare them with the newest sample that you
    know of, if you see them too.
    """

    def __init__(
        self,
        *,
        lead: float,
        max_age: float,
        max_radius: Optional[float] = None,
        markers: Optional[Sequence[str]] = None,
        models: Optional[Container[str]] = None,
        conditions: Sequence[str] = (),
        clocks_agree: bool = False,
    ) -> None:
        """What is asked of a forecast.

        lead: seconds from now until what you do takes effect. max_age: seconds that a sample may be old when its
        forecast is used. max_radius: mm, of the first coverage; without, radii are not looked at. markers: those that
        must be there; without, all that the forecast names. models: whose forecasts are taken; without, everybody's.
        conditions: those that a DEGRADED forecast may have. clocks_agree: as of Forecast.age.
        """
        self.missed = 0  #: forecasts that were sent and did not come, by their ticks
        self._lead = lead
        self._max_age = max_age
        self._max_radius = max_radius
        self._markers = markers
        self._models = models
        self._conditions = frozenset(conditions)
        self._clocks_agree = clocks_agree
        self._last: Optional[Forecast] = None

    def problems(self, forecast: Optional[Forecast]) -> List[Problem]:
        """All that stands against using this forecast now; empty where nothing does. Show it every forecast, once."""
        if forecast is None:
            return [Problem.SILENT]
        found = []
        if not self._is_new(forecast):
            found.append(Problem.REPEATED)
        if not self._is_trusted(forecast):
            found.append(Problem.STATE)
        if self._models is not None and forecast.model not in self._models:
            found.append(Problem.MODEL)
        age = forecast.age(clocks_agree=self._clocks_agree)
        if not age <= self._max_age:  # NaN too
            found.append(Problem.AGE)
        return found + self._problems_ahead(forecast, age + self._lead)

    def _is_new(self, forecast: Forecast) -> bool:
        """Whether it was made from a later frame than the last one, and how many forecasts between are missing."""
        last, self._last = self._last, forecast
        if last is None or None in (last.tick, forecast.tick, last.stamp_ns, forecast.stamp_ns):
            return True
        assert last.tick is not None and forecast.tick is not None
        assert last.stamp_ns is not None and forecast.stamp_ns is not None
        # Ticks that were bridged had no frame, so no forecast.
        if forecast.tick > last.tick + 1 and "gap_bridged" not in forecast.conditions:
            self.missed += forecast.tick - last.tick - 1
        # A fresh session and a restart count from an earlier tick, a clock that is set back from an earlier stamp.
        return forecast.tick > last.tick or forecast.stamp_ns > last.stamp_ns

    def _is_trusted(self, forecast: Forecast) -> bool:
        """Whether its state is TRACKING, or DEGRADED by allowed conditions alone."""
        if forecast.state is State.DEGRADED:
            return len(forecast.conditions) > 0 and self._conditions.issuperset(forecast.conditions)
        return forecast.state is State.TRACKING

    def _problems_ahead(self, forecast: Forecast, horizon: float) -> List[Problem]:
        """What stands against its markers at a horizon."""
        if not forecast.covers(horizon):
            return [Problem.HORIZON]
        names = forecast.markers if self._markers is None else self._markers
        if not set(names) <= set(forecast.markers):
            return [Problem.MISSING]
        wanted = [forecast.markers.index(name) for name in names]
        found = []
        if np.isnan(forecast.at(horizon)[wanted]).any():
            found.append(Problem.MISSING)
        if self._max_radius is not None:
            radii = forecast.radii_at(horizon)[wanted]
            if radii.shape[1] == 0 or not (radii[:, 0] <= self._max_radius).all():
                found.append(Problem.RADIUS)
        return found
