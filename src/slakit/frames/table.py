"""Compiled years as arrays: what has passed at an instant, and the instant of what has passed.

Both questions are answered from *bins*. ``t >> k`` says in which bin an instant lies, and a bin
is so narrow that it holds at most one stretch of open time: then what has passed at `t` is
``base + clip(t, low, high)``. Backwards, the bin of a number of open microseconds holds at most
one closing, so that one comparison tells which of two shifts leads back to the instant.

Where more meets in a bin (a closure of a minute, a change of clocks) the bin is *crowded*: it has
`NAT` in place of an answer, and the rows in it are searched for instead. So a calendar is as fast
as its ordinary week, and exact in every other one.
"""

from __future__ import annotations

import threading
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from slakit.calendars import residents
from slakit.calendars.spans import Span, merge
from slakit.calendars.window import HORIZON_YEARS, Source, year_start
from slakit.frames.columns import NAT, Integers
from slakit.frames.ranks import NEVER, Ranks, width_of
from slakit.instants import MICROSECOND

__all__ = ["FAR", "Bins", "Ends", "Table", "Tables"]

# After every instant, and far enough from the edge of int64 to calculate with.
FAR = 1 << 61


class Bins(NamedTuple):
    """For each bin of time: ``base + clip(t, low, high)`` is the open time at `t`.

    Bin ``t >> width`` stands at that less `origin`. The first one, which numpy takes for NaT and
    all that lies before the rest, and those that are crowded give `NAT`.
    """

    width: int
    origin: int
    low: Integers
    high: Integers
    base: Integers
    crowded: bool


class Ends(NamedTuple):
    """For each bin of open time: the closing in it, and the shifts before and after that.

    The open microsecond `u` begins at ``u + shifts[2 * bin + (u >= done[bin])]``, where `bin` is
    ``1 + (u >> width)``. The first and the last, for what is not in these years, give `NAT`.
    """

    width: int
    done: Integers
    shifts: Integers


class Table:
    """Consecutive years of a source as sorted arrays; never changed once it is made."""

    def __init__(self, years: dict[int, list[Span]]) -> None:
        """Join compiled years, which follow one another."""
        self.first_year, self.last_year = min(years), max(years)
        self.start = year_start(self.first_year) // MICROSECOND
        self.end = year_start(self.last_year + 1) // MICROSECOND
        # Time that is open over the turn of a year is one stretch.
        spans = merge(span for year in sorted(years) for span in years[year])
        both = np.array(spans, np.int64).reshape(-1, 2)
        self.opens = np.ascontiguousarray(both[:, 0])
        self.closes = np.ascontiguousarray(both[:, 1])
        self.done = np.cumsum(self.closes - self.opens)
        self.counted = np.concatenate([[0], self.done])
        self.total = int(self.counted[-1])
        self.shifts = self.opens - self.counted[:-1]

    def count(self, at: Integers) -> Integers:
        """Search for the open time that has passed at instants within these years."""
        i = np.searchsorted(self.closes, at, "right")
        found: Integers = np.maximum(at - np.append(self.shifts, FAR)[i], self.counted[i])
        return found

    def is_open(self, at: Integers) -> NDArray[np.bool_]:
        """Search for whether instants within these years are open."""
        i = np.searchsorted(self.closes, at, "right")
        return at >= np.append(self.opens, NEVER)[i]

    def instant(self, counts: Integers) -> Integers:
        """Search for the instants at which so many open microseconds have begun, else `NAT`."""
        i = np.searchsorted(self.done, counts, "right")
        known = (counts >= 0) & (counts < self.total)
        return np.where(known, counts + np.append(self.shifts, 0)[i], NAT)

    @cached_property
    def openings(self) -> Ranks:
        """The openings by rank, made when the first column needs them."""
        return Ranks(self.opens)

    @cached_property
    def next_opens(self) -> Integers:
        """The opening after so many openings; `NAT` after the last."""
        return np.append(self.opens, NAT)

    @cached_property
    def bins(self) -> Bins:
        """The bins of time, made when the first column needs them."""
        width = width_of(self.closes[:-1] - 1, self.opens[1:], self.end - self.start)
        first, last = self.start >> width, (self.end - 1) >> width
        left = np.arange(first, last + 1, dtype=np.int64) << width
        i = np.searchsorted(self.closes, left, "right")
        held = np.searchsorted(self.opens, left + (1 << width), "left") - i
        low = np.where(held == 1, np.append(self.opens, 0)[i], 0)
        high = np.where(held == 1, np.append(self.closes, 0)[i], 0)
        base = np.where(held > 1, NAT, self.counted[i] - low)
        ahead = np.zeros(1, np.int64)
        return Bins(
            width,
            first - 1,
            np.concatenate([ahead, low]),
            np.concatenate([ahead, high]),
            np.concatenate([ahead + NAT, base]),
            bool((held > 1).any()),
        )

    @cached_property
    def ends(self) -> Ends:
        """The bins of open time, made when the first column needs them."""
        width = width_of(self.done[:-1], self.done[1:], self.total)
        left = np.arange((self.total >> width) + 1, dtype=np.int64) << width
        i = np.searchsorted(self.done, left, "right")
        done = np.append(self.done, [NEVER, NEVER])
        shifts = np.append(self.shifts, [NAT, NAT])
        crowded = done[i + 1] < left + (1 << width)
        before = np.where(crowded, NAT, shifts[i])
        after = np.where(crowded, NAT, shifts[i + 1])
        beyond = np.full(2, NAT)
        return Ends(
            width,
            np.concatenate([beyond[:1], done[i], beyond[:1]]),
            np.concatenate([beyond, np.column_stack([before, after]).ravel(), beyond]),
        )


class Tables:
    """The table of one source, made and widened as columns ask for it."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.lock = threading.Lock()
        self.forget()

    def forget(self) -> None:
        """Drop every compiled year; the next column compiles what it needs."""
        self.years: dict[int, list[Span]] = {}
        self.table: Table | None = None

    def cover(self, first_year: int, last_year: int) -> Table:
        """Return a table that holds these years; it keeps those it had within the horizon."""
        with self.lock:
            table = self.table
            if table is not None:
                if table.first_year <= first_year and last_year <= table.last_year:
                    return table
                both = min(first_year, table.first_year), max(last_year, table.last_year)
                if both[1] - both[0] <= HORIZON_YEARS:
                    first_year, last_year = both
            kept = self.years
            self.years = {
                year: kept[year] if year in kept else merge(self.source.shifts(year))
                for year in range(first_year, last_year + 1)
            }
            self.table = table = Table(self.years)
        residents.RESIDENTS.note(self, 1 + last_year - first_year)
        return table
