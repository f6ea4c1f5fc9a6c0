"""Compiled years as arrays: what has passed at an instant, and the instant of what has passed.

The number of closings before an instant tells which stretch of open time it lies in or before, and
so what has passed at it; the number of closings before an amount of open time tells in which
stretch it ends. Both numbers are looked up (`slakit.frames.ranks`), not searched for.
"""

from __future__ import annotations

import threading
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from slakit.calendars import residents
from slakit.calendars.spans import Span, merge
from slakit.calendars.window import HORIZON_YEARS, Source, year_start
from slakit.frames.columns import NAT, Integers
from slakit.frames.ranks import NEVER, Ranks
from slakit.instants import MICROSECOND

__all__ = ["FAR", "Table", "Tables"]

# After every instant, and far enough from the edge of int64 to calculate with.
FAR = 1 << 61


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
        # After the last closing there is an opening that never comes.
        self.next_opens = np.append(self.opens, NEVER)
        self.next_shifts = np.append(self.shifts, FAR)

    @cached_property
    def openings(self) -> Ranks:
        """The openings by rank, made when the first column needs them."""
        return Ranks(self.opens)

    @cached_property
    def closings(self) -> Ranks:
        """The closings by rank, made when the first column needs them."""
        return Ranks(self.closes)

    @cached_property
    def endings(self) -> Ranks:
        """The open time at closings by rank, made when the first column needs it."""
        return Ranks(self.done)

    def count(self, at: Integers) -> Integers:
        """Return the open time that has passed at instants within these years."""
        i = self.closings(at)
        found: Integers = at - self.next_shifts.take(i)
        np.maximum(found, self.counted.take(i), out=found)
        return found

    def instant(self, counts: Integers) -> Integers:
        """Return the instants at which so many open microseconds have begun, else `NAT`."""
        found: Integers = counts + self.next_shifts.take(self.endings(counts))
        if counts.size and (counts.min() < 0 or counts.max() >= self.total):
            found[(counts < 0) | (counts >= self.total)] = NAT
        return found

    def is_open(self, at: Integers) -> NDArray[np.bool_]:
        """Return whether instants within these years are open."""
        found: NDArray[np.bool_] = at >= self.next_opens.take(self.closings(at))
        return found

    def next_open(self, at: Integers) -> Integers:
        """Return the first openings after instants within these years, `NAT` after the last."""
        found: Integers = self.next_opens.take(self.openings(at))
        if found.size and found.max() == NEVER:
            found[found == NEVER] = NAT
        return found


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
