"""Frames: the messages of markers/<stream>."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import Any, Dict, Mapping, Optional, Sequence, Tuple, Union

import numpy.typing as npt

from . import markercast_pb2 as wire
from .payload import SCHEMA_VERSION

#: A place in mm; None, or with NaN in it, where the marker was not seen.
Place = Optional[Union[Sequence[float], npt.NDArray[Any]]]


@dataclass(frozen=True)
class Frame:
    """All markers of a stream at one instant."""

    stream: str
    sequence: int
    stamp_ns: int
    session: str
    reset: bool
    markers: Mapping[str, Place]

    def protobuf(self) -> bytes:
        """The payload in Protocol Buffers."""
        message = wire.Frame(
            schema_version=SCHEMA_VERSION,
            stream=self.stream,
            sequence=self.sequence,
            stamp_ns=self.stamp_ns,
            session=self.session,
            reset=self.reset,
        )
        for name, coordinates in self._places().items():
            marker = message.markers.add(name=name, status=wire.MARKER_STATUS_MISSING)
            if coordinates is not None:
                marker.status = wire.MARKER_STATUS_MEASURED
                marker.position.x, marker.position.y, marker.position.z = coordinates
        return message.SerializeToString()

    def json(self) -> bytes:
        """The payload in the short JSON, whose stamp is in seconds: of today to a quarter of a microsecond."""
        text: Dict[str, object] = {"t": self.stamp_ns / 1e9, "sequence": self.sequence, "markers": self._places()}
        if self.session:
            text["session"] = self.session
        if self.reset:
            text["reset"] = True
        return json.dumps(text, separators=(",", ":")).encode()

    def _places(self) -> Dict[str, Optional[Tuple[float, float, float]]]:
        """The coordinates of each marker; None where it was not seen."""
        return {name: _coordinates(name, place) for name, place in self.markers.items()}


def _coordinates(name: str, place: Place) -> Optional[Tuple[float, float, float]]:
    """A place's coordinates; None where the marker was not seen."""
    if place is None:
        return None
    if len(place) != 3:
        raise ValueError(f"the place of {name} has {len(place)} coordinates: give x, y and z in mm")
    x, y, z = float(place[0]), float(place[1]), float(place[2])
    if math.isnan(x) or math.isnan(y) or math.isnan(z):
        return None
    if math.isinf(x) or math.isinf(y) or math.isinf(z):
        raise ValueError(f"the place of {name} is infinite: give mm, or NaN where it was not seen")
    return x, y, z
