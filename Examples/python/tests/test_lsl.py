"""Markers from the channels of an LSL stream."""

import math
from typing import List, Optional, Sequence

import numpy as np
import pytest
from markercast.lsl import Channel, Layout, StreamUnusable


def labels(*names: str, unit: str = "mm") -> List[Channel]:
    return [Channel(name, "", unit) for name in names]


@pytest.mark.parametrize(
    "names, markers",
    [
        (["chest_x", "chest_y", "chest_z"], ("chest",)),
        (["Chest.X", "Chest.Y", "Chest.Z", "Belly.X", "Belly.Y", "Belly.Z"], ("Chest", "Belly")),
        (["chest X", "chest Y", "chest Z"], ("chest",)),
        (["chestX", "chestY", "chestZ"], ("chest",)),
        (["m_1_x", "m_1_y", "m_1_z"], ("m_1",)),
        (["chest_x", "chest_y", "chest_z", "frame", "galaxy", "lone_x"], ("chest",)),
    ],
)
def test_labels_tell_marker_and_axis(names: Sequence[str], markers: Sequence[str]) -> None:
    assert Layout.of(labels(*names)).markers == markers


def test_channels_may_come_in_any_order() -> None:
    layout = Layout.of(labels("b_z", "a_x", "b_y", "a_z", "b_x", "a_y"))
    places = layout.positions([1, 2, 3, 4, 5, 6])
    assert {name: place.tolist() for name, place in places.items()} == {"b": [5, 3, 1], "a": [2, 6, 4]}


def test_types_tell_the_axis_of_motion_capture() -> None:
    kinds = ["PositionX", "PositionY", "PositionZ", "OrientationA", "OrientationX"]
    layout = Layout.of([Channel("Chest", kind, "meters" if "Pos" in kind else "quaternion") for kind in kinds])
    assert (layout.markers, layout.left_out) == (("Chest",), 2)
    np.testing.assert_allclose(layout.positions([0.001, 0.002, 0.003, 9, 9])["Chest"], [1, 2, 3])


@pytest.mark.parametrize("unit, scale", [("mm", 1), ("Millimeters", 1), ("cm", 10), ("m", 1000), ("meters", 1000)])
def test_channels_tell_the_unit(unit: str, scale: float) -> None:
    assert Layout.of(labels("a_x", "a_y", "a_z", unit=unit)).scale == scale
    assert Layout.of(labels("a_x", "a_y", "a_z", unit=unit), unit="cm").scale == 10


@pytest.mark.parametrize("markers, names", [(None, ("m1", "m2")), (["a", "b"], ("a", "b"))])
def test_without_labels_three_channels_make_a_marker(markers: Optional[List[str]], names: Sequence[str]) -> None:
    layout = Layout.of(labels(*[""] * 6), markers)
    assert layout.markers == names
    assert layout.positions(range(6))[names[1]].tolist() == [3, 4, 5]


def test_what_is_no_number_was_not_seen() -> None:
    layout = Layout.of(labels("a_x", "a_y", "a_z", "b_x", "b_y", "b_z"))
    places = layout.positions([math.nan, 1, math.inf, 0, 0, 0])
    np.testing.assert_array_equal(places["a"], [math.nan, 1, math.nan])
    np.testing.assert_array_equal(places["b"], [0, 0, 0])
    assert np.isnan(layout.positions([1, 2, 3, 0, 0, 0], zeros_missing=True)["b"]).all()


@pytest.mark.parametrize(
    "channels, markers, words",
    [
        (labels("a_x", "a_y", "a_z", unit=""), None, "the channels' unit is nothing: say --unit"),
        (labels("a_x", "a_y", "a_z", unit="furlongs"), None, "the channels' unit is furlongs"),
        (labels("Fp1", "Fp2"), None, r"no three channels are .* of a marker \(Fp1, Fp2\)"),
        (labels("a_x", "a_y", "a_z", "a_x"), None, "channels 1 and 4 are both the x of a"),
        (labels(*[""] * 4), None, "4 channels are not three for each of 1 markers"),
        (labels("a_x", "a_y", "a_z"), ["a", "b"], "3 channels are not three for each of 2 markers"),
        ([], None, "0 channels"),
    ],
)
def test_what_makes_no_markers_is_told(channels: List[Channel], markers: Optional[List[str]], words: str) -> None:
    with pytest.raises(StreamUnusable, match=words):
        Layout.of(channels, markers)
