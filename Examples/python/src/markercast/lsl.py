"""Markers from the channels of a stream of the Lab Streaming Layer, for Examples/lsl_bridge.py; wants no pylsl."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Dict, List, Optional, Sequence, Tuple

import numpy as np
import numpy.typing as npt

from .arrays import Array

MILLIMETRES = {"mm": 1.0, "cm": 10.0, "m": 1000.0}
UNITS = {
    **dict.fromkeys(["mm", "millimeter", "millimeters", "millimetre", "millimetres"], "mm"),
    **dict.fromkeys(["cm", "centimeter", "centimeters", "centimetre", "centimetres"], "cm"),
    **dict.fromkeys(["m", "meter", "meters", "metre", "metres"], "m"),
}
LABEL = re.compile(r"(?P<marker>.*?)(?:[\s_.:/-]+(?P<axis>[xyzXYZ])|(?<=[a-z0-9])(?P<capital>[XYZ]))")
POSITION = re.compile(r"position([xyz])", re.IGNORECASE)


class StreamUnusable(ValueError):
    """A stream of whose channels no markers can be made: one sentence that says why and what to do."""


@dataclass(frozen=True)
class Channel:
    """What a stream says of one of its channels; empty where it says nothing."""

    label: str
    kind: str
    unit: str

    def place(self, *, by_kind: bool) -> Optional[Tuple[str, int]]:
        """The marker and the axis, 0 to 2, that the channel has, `by_kind` only where its type says so."""
        label, kind = LABEL.fullmatch(self.label), POSITION.fullmatch(self.kind)
        marker = label["marker"] if label else self.label
        if kind:
            return marker, "xyz".index(kind[1].lower())
        if label and not by_kind:
            return marker, "xyz".index((label["axis"] or label["capital"]).lower())
        return None


@dataclass(frozen=True, eq=False)
class Layout:
    """Which channels make which markers."""

    markers: Tuple[str, ...]
    columns: npt.NDArray[np.int64]  #: (M, 3)
    scale: float  #: mm for one of the stream's unit
    left_out: int  #: channels that are of no marker

    @classmethod
    def of(
        cls, channels: Sequence[Channel], markers: Optional[Sequence[str]] = None, unit: Optional[str] = None
    ) -> Layout:
        """The layout of a stream's channels; `markers` names them three by three, `unit` overrides what they say."""
        if markers is None and any(channel.label for channel in channels):
            found = _labelled(channels)
        else:
            found = _in_threes(len(channels), markers)
        columns = np.array(list(found.values()), dtype=np.int64)
        unit = unit or _unit([channels[n] for n in columns.ravel().tolist()])
        return cls(tuple(found), columns, MILLIMETRES[unit], len(channels) - columns.size)

    def positions(self, sample: Sequence[float], *, zeros_missing: bool = False) -> Dict[str, Array]:
        """Each marker's place in mm; NaN where it was not seen, so where a coordinate is no finite number."""
        places = self.scale * np.asarray(sample, dtype=np.float64)[self.columns]
        places[np.isinf(places)] = np.nan
        if zeros_missing:
            places[(places == 0).all(axis=1)] = np.nan
        return dict(zip(self.markers, places))


def _unit(channels: Sequence[Channel]) -> str:
    """The unit that all of the channels have."""
    said = sorted({channel.unit.strip().lower() for channel in channels})
    if len(said) != 1 or said[0] not in UNITS:
        told = " and ".join(text or "nothing" for text in said)
        raise StreamUnusable(f"the channels' unit is {told}: say --unit mm, cm or m")
    return UNITS[said[0]]


def _labelled(channels: Sequence[Channel]) -> Dict[str, List[int]]:
    """The channels of each marker whose three axes are all there, by their labels and types."""
    by_kind = any(POSITION.fullmatch(channel.kind) for channel in channels)
    axes: Dict[str, List[int]] = {}
    for n, channel in enumerate(channels):
        place = channel.place(by_kind=by_kind)
        if place is None:
            continue
        columns = axes.setdefault(place[0], [-1, -1, -1])
        if columns[place[1]] >= 0:
            both = f"channels {columns[place[1]] + 1} and {n + 1} are both the {'xyz'[place[1]]} of {place[0]}"
            raise StreamUnusable(f"{both}: name the markers with --markers")
        columns[place[1]] = n
    whole = {marker: columns for marker, columns in axes.items() if marker and min(columns) >= 0}
    if not whole:
        labels = ", ".join(channel.label for channel in channels[:6])
        told = f"no three channels are the x, y and z of a marker ({labels})"
        raise StreamUnusable(f"{told}: name the markers with --markers")
    return whole


def _in_threes(count: int, markers: Optional[Sequence[str]]) -> Dict[str, List[int]]:
    """The channels of each marker, three by three."""
    names = list(markers) if markers is not None else [f"m{n + 1}" for n in range(count // 3)]
    if count == 0 or count != 3 * len(names) or len(set(names)) < len(names):
        told = f"{count} channels are not three for each of {len(names)} markers"
        raise StreamUnusable(f"{told}: name each with --markers, once")
    return {name: [3 * n, 3 * n + 1, 3 * n + 2] for n, name in enumerate(names)}
