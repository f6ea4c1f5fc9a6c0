"""A zone and years -> local time of columns, and back: `slakit.calendars.zones` for many rows.

A wall time resolves as there: one in a gap moves forward by the gap, one in an overlap is the
first of the two.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

import numpy as np

from slakit.calendars.zones import utc_offsets, wall_to_utc
from slakit.frames.columns import Integers
from slakit.frames.ranks import Ranks
from slakit.instants import EPOCH, MICROSECOND

__all__ = ["Clocks", "clocks_of"]

HOUR = 3_600_000_000


class Clocks:
    """The offsets of a zone in the local dates of consecutive years; never changed."""

    def __init__(self, zone: ZoneInfo, first_year: int, last_year: int) -> None:
        self.first_year, self.last_year = first_year, last_year
        changes = [
            each for year in range(first_year, last_year + 1) for each in changes_in(zone, year)
        ]
        begin = wall_to_utc(zone, date(first_year, 1, 1).toordinal(), 0)
        self.offsets = np.array([offset_at(zone, begin), *(after for _, _, after in changes)])
        instants = [instant for instant, _, _ in changes]
        self.changes = Ranks(np.array(instants, np.int64))
        # Until the later of the two wall times of a change, the offset before it holds: in a gap
        # as if there were none, and in an overlap because the first time is meant.
        walls = [instant + max(before, after) for instant, before, after in changes]
        self.walls = Ranks(np.array(walls, np.int64))

    def local(self, at: Integers) -> Integers:
        """Return the wall times of instants, in microseconds as if the zone were UTC."""
        found: Integers = at + self.offsets.take(self.changes(at))
        return found

    def utc(self, wall: Integers) -> Integers:
        """Return the instants of wall times."""
        found: Integers = wall - self.offsets.take(self.walls(wall))
        return found


@lru_cache(maxsize=64)
def clocks_of(zone: ZoneInfo, first_year: int, last_year: int) -> Clocks:
    """Return the clocks of a zone, which calendars share."""
    return Clocks(zone, first_year, last_year)


@lru_cache(maxsize=1024)
def changes_in(zone: ZoneInfo, year: int) -> tuple[tuple[int, int, int], ...]:
    """Return when clocks are changed in the local dates of a year, with both offsets."""
    found = []
    january = date(year, 1, 1).toordinal()
    for day, offset in enumerate(utc_offsets(zone, year), january):
        if offset is not None:
            continue
        # A gap can hold a midnight, end with it or begin with it. A change that is found on two
        # dates stands there twice, which does no harm.
        first, last = wall_to_utc(zone, day, 0) - 3 * HOUR, wall_to_utc(zone, day + 1, 0)
        hours = [*range(first, last, HOUR), last]
        for low, high in pairwise(hours):
            before, after = offset_at(zone, low), offset_at(zone, high)
            if before != after:
                found.append((change_between(zone, low, high), before, after))
    return tuple(found)


def change_between(zone: ZoneInfo, low: int, high: int) -> int:
    """Return the first instant with the offset of the later of two instants."""
    wanted = offset_at(zone, high)
    while high - low > 1:
        middle = (low + high) // 2
        if offset_at(zone, middle) == wanted:
            high = middle
        else:
            low = middle
    return high


def offset_at(zone: ZoneInfo, at: int) -> int:
    """Return the offset at an instant in microseconds."""
    offset = (EPOCH + timedelta(microseconds=at)).astimezone(zone).utcoffset()
    assert offset is not None  # A ZoneInfo has one for every instant.
    return offset // MICROSECOND
