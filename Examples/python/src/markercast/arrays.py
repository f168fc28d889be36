"""Arrays that nobody changes."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

#: Double-precision numbers.
Array = npt.NDArray[np.float64]
#: Integers of 64 bits.
Integers = npt.NDArray[np.int64]


def frozen(values: npt.ArrayLike) -> Array:
    """The values as an array of doubles that can't be written to; None becomes NaN."""
    array: Array = np.array(values, dtype=np.float64)
    array.setflags(write=False)
    return array


def frozen_integers(values: Any) -> Integers:
    """The same of integers."""
    array = np.array(values, dtype=np.int64)
    array.setflags(write=False)
    return array
