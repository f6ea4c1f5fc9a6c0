"""Sorted edges -> how many of them lie at or before an instant, looked up instead of searched for.

``t >> k`` says in which *bin* an instant lies, and a bin is so narrow that it holds at most one
edge: then the edges before the bin are known, and one comparison tells the rest. Where more meet
in a bin (a closure of a minute, a change of clocks) it is *crowded*, and the rows in it are
searched for instead.
"""

from __future__ import annotations

import numpy as np

from slakit.frames.columns import Integers

__all__ = ["NEVER", "Ranks"]

NEVER = np.iinfo(np.int64).max
# A bin is 0.13 s wide at least and 19 h at most.
NARROWEST, WIDEST = 17, 36
# More bins than these would not stay in the cache of a processor.
MOST_BINS = 1 << 19
# To search takes some ten times as long as to look up, so few rows may have to.
CROWDED = 1 / 256


def width_of(one: Integers, other: Integers, extent: int) -> int:
    """Return the power of two of the widest bins in which such pairs seldom meet."""
    width = WIDEST
    while width > NARROWEST and 2 * (bins := (extent >> width) + 1) <= MOST_BINS:
        meetings = int(np.count_nonzero(one >> width == other >> width))
        if meetings <= bins * CROWDED:
            break
        width -= 1
    return width


class Ranks:
    """Bins of sorted edges; never changed once they are made.

    Bin ``t >> width`` stands at that less `origin`; the first and the last stand for all that
    lies before and after the edges. `until` is the last instant before the edge of a bin, and
    `before` counts the edges before the bin; of a crowded one it is below zero.
    """

    def __init__(self, edges: Integers) -> None:
        self.edges = edges
        low, high = (int(edges[0]), int(edges[-1])) if edges.size else (0, 0)
        self.width = width_of(edges[:-1], edges[1:], high - low)
        first, last = low >> self.width, high >> self.width
        self.origin = first - 1
        left = np.arange(first, last + 1, dtype=np.int64) << self.width
        before = np.searchsorted(edges, left, "left")
        held = np.searchsorted(edges, left + (1 << self.width), "left") - before
        until = np.where(held == 1, np.append(edges, NEVER)[before] - 1, NEVER)
        self.crowded = bool((held > 1).any())
        self.until = np.concatenate([[NEVER], until, [NEVER]])
        self.before = np.concatenate([[0], np.where(held > 1, -1, before), [edges.size]])

    def __call__(self, at: Integers) -> Integers:
        """Return for each instant how many edges lie at or before it; before NaT lies none."""
        index = at >> self.width
        index -= self.origin
        rank: Integers = self.before.take(index, mode="clip")
        rank += at > self.until.take(index, mode="clip")
        if self.crowded and rank.size and rank.min() < 0:
            rows = np.flatnonzero(rank < 0)
            rank[rows] = np.searchsorted(self.edges, at[rows], "right")
        return rank
