"""Reads the forecasts and statistics of markercast, and sends it what a tracker sees.

    from markercast import Forecast, Subscriber

    with Subscriber(Forecast, "tcp://127.0.0.1:9872", streams=["demo"]) as forecasts:
        for forecast in forecasts:
            print(forecast.state, forecast.markers, forecast.at(0.5))

Lengths are in millimetres and times in seconds, or in nanoseconds where a name ends in _ns.
"""

from .forecast import Forecast, State
from .guard import Guard, Problem
from .keys import Keys, KeysUnusable
from .payload import Unreadable
from .publisher import Publisher
from .sockets import EndpointUnusable
from .stats import Accuracy, Checkpoints, DurationCounts, Percentiles, Radii, Stats
from .subscriber import AsyncSubscriber, Subscriber

__all__ = [
    "Accuracy",
    "AsyncSubscriber",
    "Checkpoints",
    "DurationCounts",
    "EndpointUnusable",
    "Forecast",
    "Guard",
    "Keys",
    "KeysUnusable",
    "Percentiles",
    "Problem",
    "Publisher",
    "Radii",
    "State",
    "Stats",
    "Subscriber",
    "Unreadable",
]
