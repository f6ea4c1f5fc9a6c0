"""The hours of many calendars as one table: rows of a column may each have their own.

What the tables of single calendars know (`slakit.frames.table`) stands end to end here, so that a
look-up takes the same few steps for a column of many calendars as for one. Real time is one of
them, the one that never closes. What lies beyond the years of the table has no answer: `NAT`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from slakit.calendars.timeline import Timeline
from slakit.frames.answers import tables_of
from slakit.frames.columns import NAT, Integers
from slakit.frames.ranks import Ranks
from slakit.frames.table import FAR, Table

__all__ = ["Hours"]

# No datetime has an instant beyond these, which are the first of the year 1 and the last of 9999.
EARLIEST, LATEST = -62_135_596_800_000_000, 253_402_300_799_999_999


class JointRanks:
    """The ranks of several lists of edges that stand end to end: one for each calendar."""

    def __init__(self, several: Sequence[Ranks]) -> None:
        self.several = several
        bins = [len(each.until) for each in several]
        self.width = np.array([each.width for each in several], np.int64)
        self.origin = np.array([each.origin for each in several], np.int64)
        self.last = np.array(bins, np.int64) - 1
        self.offset = np.cumsum([0, *bins[:-1]])
        # After the last edge of each there is a place for what follows it.
        self.begin = np.cumsum([0, *(len(each.edges) + 1 for each in several[:-1])])
        self.until = np.concatenate([each.until for each in several])
        # A crowded bin has a number below zero, and keeps it.
        self.before = np.concatenate(
            [
                np.where(each.before < 0, -1, each.before + begin)
                for each, begin in zip(several, self.begin, strict=True)
            ]
        )
        self.crowded = any(each.crowded for each in several)

    def __call__(self, hours: Integers, at: Integers) -> Integers:
        """Return where in the joint table each value stands among the edges of its calendar."""
        i = (at >> self.width[hours]) - self.origin[hours]
        np.maximum(i, 0, out=i)
        np.minimum(i, self.last[hours], out=i)
        i += self.offset[hours]
        rank: Integers = self.before[i]
        rank += at > self.until[i]
        if self.crowded and rank.min() < 0:
            crowded = rank < 0
            for number, each in enumerate(self.several):
                rows = np.flatnonzero(crowded & (hours == number))
                rank[rows] = self.begin[number] + each(at[rows])
        return rank


class Hours:
    """The hours of some calendars over some years; the first is real time."""

    def __init__(self, timelines: Sequence[Timeline], first_year: int, last_year: int) -> None:
        self.first_year, self.last_year = first_year, last_year
        tables = [tables_of(each).cover(first_year, last_year) for each in timelines]
        self.tables: list[Table | None] = [None, *tables]
        self.start = np.array([EARLIEST, *(table.start for table in tables)], np.int64)
        self.end = np.array([LATEST + 1, *(table.end for table in tables)], np.int64)
        self.first, self.beyond = int(self.start.max()), int(self.end.min())
        # Of real time whatever passes counts, from ever since, and nothing ever closes.
        self.least = np.array([-FAR, *(0 for _ in tables)], np.int64)
        self.total = np.array([FAR, *(table.total for table in tables)], np.int64)
        self.shifts = np.concatenate([[0], *(table.next_shifts for table in tables)])
        self.counted = np.concatenate([[-FAR], *(table.counted for table in tables)])
        never = Ranks(np.empty(0, np.int64))
        self.closings = JointRanks([never, *(table.closings for table in tables)])
        self.endings = JointRanks([never, *(table.endings for table in tables)])

    def count(self, hours: Integers, at: Integers) -> Integers:
        """Return the open time that has passed at instants, counted from wherever each begins."""
        if not at.size:
            return np.empty(0, np.int64)
        i = self.closings(hours, at)
        out: Integers = np.maximum(at - self.shifts[i], self.counted[i])
        if int(at.min()) < self.first or int(at.max()) >= self.beyond:
            out[(at < self.start[hours]) | (at >= self.end[hours])] = NAT
        return out

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
        out: Integers = counts + self.shifts[self.endings(hours, counts)] + reached
        out[(counts < self.least[hours]) | (counts >= self.total[hours])] = NAT
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
