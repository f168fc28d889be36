"""Stands in for pylsl, where the bridge is tested without a network: a stream that comes, goes, and comes back changed.

It has what lsl_bridge.py uses, with the behaviour that pylsl documents.
"""

from __future__ import annotations

import math
import os
import time
from typing import Any, List, Tuple

from .util import LostError

cf_string, cf_double64, proc_clocksync = 3, 2, 1
_rounds = 0


def local_clock() -> float:
    return time.monotonic()


class _Element:
    def __init__(self, channels: List[Tuple[str, str]], n: int = 0) -> None:
        self._channels, self._n = channels, n

    def child(self, name: str) -> _Element:
        return self

    def next_sibling(self, name: str) -> _Element:
        return _Element(self._channels, self._n + 1)

    def child_value(self, name: str) -> str:
        label, unit = self._channels[self._n]
        return {"label": label, "unit": unit}.get(name, "")


class StreamInfo:
    def __init__(self, channels: List[Tuple[str, str]]) -> None:
        self._channels = channels

    def name(self) -> str:
        return "stand-in"

    def hostname(self) -> str:
        return "here"

    def source_id(self) -> str:
        return "1"

    def channel_count(self) -> int:
        return len(self._channels)

    def channel_format(self) -> int:
        return cf_double64

    def nominal_srate(self) -> float:
        return 100.0

    def desc(self) -> _Element:
        return _Element(self._channels)


def resolve_byprop(prop: str, value: str, minimum: int = 1, timeout: float = 0) -> List[StreamInfo]:
    """Nothing at first, then the one stream, then the other."""
    global _rounds
    assert (prop, value) == ("type", "MoCap")
    _rounds += 1
    if _rounds == 1:
        return []
    if _rounds == 2:
        return [StreamInfo([(f"{name}_{axis}", "meters") for name in ("chest", "belly") for axis in "xyz"])]
    return [StreamInfo([(f"arm_{axis}", "mm") for axis in "xyz"])]


class StreamInlet:
    def __init__(self, info: StreamInfo, recover: bool, processing_flags: int) -> None:
        assert not recover
        self._info = info

    def info(self, timeout: float) -> StreamInfo:
        return self._info

    def pull_sample(self, timeout: float) -> Any:
        """A sample each hundredth of a second, the first stream's until the file is there that ends it."""
        time.sleep(0.01)
        if self._info.channel_count() == 3:
            return [1.0, 2.0, 3.0], local_clock()
        if os.path.exists(os.environ["STAND_IN_END"]):
            raise LostError("the stream has been lost")
        return [0.001, 0.002, 0.003, 0.004, math.nan, 0.006], local_clock()

    def close_stream(self) -> None:
        pass
