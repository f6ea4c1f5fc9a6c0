"""Whole numbers -> the order in which they rise, quickly."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from slakit.frames.columns import Integers

__all__ = ["grouped"]

# So many bits are sorted at a time: numpy sorts numbers of 16 bits by counting them.
DIGIT = 16


def grouped(groups: Integers, at: Integers, most: int) -> NDArray[np.intp]:
    """Return rows in the order of their groups, which are below `most`, and within one by time.

    Rows of one group and one time stay in the order in which they stand. An export is often in
    order already, of its times at least, and then less has to be sorted.
    """
    size = len(groups)
    falls = at[1:] < at[:-1]
    same = groups[1:] == groups[:-1]
    if size < 2 or not ((groups[1:] < groups[:-1]) | (same & falls)).any():
        return np.arange(size)
    order = np.arange(size) if not falls.any() else np.argsort(at, kind="stable")
    bits = 0
    while bits == 0 or most >> bits:
        digit = (groups[order] >> bits & ((1 << DIGIT) - 1)).astype(np.uint16)
        order = order[np.argsort(digit, kind="stable")]
        bits += DIGIT
    return order
