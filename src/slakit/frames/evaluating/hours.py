"""The hours of many calendars as one table: rows of a column may each have their own.

What the tables of single calendars know (`slakit.frames.table`) stands end to end here, so that a
look-up takes the same few steps for a column of many calendars as for one. Real time is one of
them, the one that never closes. What lies beyond the years of the table has no answer: `NAT`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from slakit.calendars.timeline import Timeline
from slakit.frames.answers import tables_of
from slakit.frames.columns import NAT, Integers
from slakit.frames.table import FAR, Bins, Ends, Table

__all__ = ["Hours"]

# No datetime has an instant beyond these, which are the first of the year 1 and the last of 9999.
EARLIEST, LATEST = -62_135_596_800_000_000, 253_402_300_799_999_999
# Real time in bins: one, in which whatever passes counts, and nothing ever closes.
ALWAYS = Bins(
    62,
    -2,
    np.array([0, -FAR, -FAR]),
    np.array([0, FAR, FAR]),
    np.array([NAT, 0, 0]),
    False,
)
NEVER = np.iinfo(np.int64).max
AT_ONCE = Ends(62, np.full(4, NEVER), np.zeros(8, np.int64))


class Line(NamedTuple):
    """Where the bins of one calendar begin in the joint table, and how they are found."""

    width: Integers
    origin: Integers
    last: Integers
    offset: Integers


class Hours:
    """The hours of some calendars over some years; the first is real time."""

    def __init__(self, timelines: Sequence[Timeline], first_year: int, last_year: int) -> None:
        self.first_year, self.last_year = first_year, last_year
        self.tables: list[Table | None] = [None]
        bins, ends = [ALWAYS], [AT_ONCE]
        edges = [(EARLIEST, LATEST + 1)]
        for timeline in timelines:
            table = tables_of(timeline).cover(first_year, last_year)
            self.tables.append(table)
            bins.append(table.bins)
            ends.append(table.ends)
            edges.append((table.start, table.end))
        self.start, self.end = (np.array(column, np.int64) for column in zip(*edges, strict=True))
        self.first, self.beyond = int(self.start.max()), int(self.end.min())
        self.low, self.high, self.base = (
            np.concatenate([getattr(each, name) for each in bins])
            for name in ("low", "high", "base")
        )
        self.crowded = any(each.crowded for each in bins)
        self.bins = line(
            [each.width for each in bins],
            [each.origin for each in bins],
            [len(each.low) for each in bins],
        )
        self.done = np.concatenate([each.done for each in ends])
        self.shifts = np.concatenate([each.shifts for each in ends])
        self.ends = line(
            [each.width for each in ends],
            [-1 for each in ends],
            [len(each.done) for each in ends],
        )

    def count(self, hours: Integers, at: Integers) -> Integers:
        """Return the open time that has passed at instants, counted from wherever each begins."""
        if not at.size:
            return np.empty(0, np.int64)
        i = place(self.bins, hours, at)
        out: Integers = np.minimum(np.maximum(at, self.low[i]), self.high[i])
        out += self.base[i]
        if int(at.min()) < self.first or int(at.max()) >= self.beyond:
            out[(at < self.start[hours]) | (at >= self.end[hours])] = NAT
        if self.crowded and out.min() == NAT:
            self._search(hours, at, out)
        return out

    def _search(self, hours: Integers, at: Integers, out: Integers) -> None:
        """Search for what the bins leave unanswered."""
        left = (out == NAT) & (at >= self.start[hours]) & (at < self.end[hours])
        for number, table in enumerate(self.tables):
            rows = np.flatnonzero(left & (hours == number))
            if rows.size and table is not None:
                out[rows] = table.count(at[rows])

    def passed(self, hours: Integers, since: Integers, until: Integers) -> Integers:
        """Return the open time between instants, negative backwards."""
        begun, ended = self.count(hours, since), self.count(hours, until)
        out: Integers = np.where((begun == NAT) | (ended == NAT), NAT, ended - begun)
        return out

    def instant(self, hours: Integers, counts: Integers, reached: NDArray[np.bool_]) -> Integers:
        """Return when so much open time has passed: the end of its last microsecond if `reached`.

        Else it is the beginning of the one that follows.
        """
        if not counts.size:
            return np.empty(0, np.int64)
        counts = counts - reached
        i = place(self.ends, hours, counts)
        found = self.shifts[2 * i + (counts >= self.done[i])]
        out = counts + found + reached
        if found.min() == NAT:
            missing = found == NAT
            out[missing] = NAT
            for number, table in enumerate(self.tables):
                rows = np.flatnonzero(missing & (hours == number))
                if rows.size and table is not None:
                    instants = table.instant(counts[rows])
                    out[rows] = np.where(instants == NAT, NAT, instants + reached[rows])
        # Real time may lead beyond the years of datetimes.
        out[(out > LATEST) | (out < EARLIEST)] = NAT
        return out

    def forward(self, hours: Integers, start: Integers, length: Integers) -> Integers:
        """Return the earliest instants by which a length, more than none, has passed."""
        counts = self.count(hours, start)
        out = self.instant(hours, counts + length, np.ones(len(start), np.bool_))
        out[counts == NAT] = NAT
        return out

    def backward(self, hours: Integers, start: Integers, length: Integers) -> Integers:
        """Return the latest instants from which on a length has passed; of none, the next one."""
        counts = self.count(hours, start)
        out = self.instant(hours, counts - length, np.zeros(len(start), np.bool_))
        out[counts == NAT] = NAT
        return out

    def roll_forward(self, hours: Integers, at: Integers) -> Integers:
        """Return the first open instants at or after these."""
        return self.backward(hours, at, np.zeros_like(at))

    def roll_back(self, hours: Integers, at: Integers) -> Integers:
        """Return the last instants at or before these that are open or a closing."""
        counts = self.count(hours, at)
        closing = self.instant(hours, counts, np.ones(len(at), np.bool_))
        closing[counts == NAT] = NAT
        out: Integers = np.where(self.roll_forward(hours, at) == at, at, closing)
        return out


def line(widths: list[int], origins: list[int], sizes: list[int]) -> Line:
    """Return where tables that stand end to end are found."""
    offsets = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    return Line(*(np.array(c, np.int64) for c in (widths, origins, np.array(sizes) - 1, offsets)))


def place(where: Line, hours: Integers, at: Integers) -> Integers:
    """Return the place of the bin of each value in the joint table; beyond the last it is that."""
    i: Integers = (at >> where.width[hours]) - where.origin[hours]
    np.maximum(i, 0, out=i)
    np.minimum(i, where.last[hours], out=i)
    i += where.offset[hours]
    return i
