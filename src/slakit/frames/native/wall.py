"""Columns of local times -> instants, as `zoneinfo` resolves them with ``fold=0``."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import numpy as np

from slakit.calendars.zones import DAY, EPOCH_ORDINAL, utc_offsets, wall_to_utc
from slakit.frames.columns import NAT, Integers
from slakit.frames.rows import years_of

__all__ = ["walls_to_utc"]

# No offset is so large: what stands for a date on which it changes.
CHANGES = NAT


def walls_to_utc(walls: Integers, zone: ZoneInfo) -> Integers:
    """Return the instants of local times in microseconds; NaT stays what it is.

    A time that the clocks leave out moves forward by the gap, and of two that are called the same
    it is the first. The years have to be those in which slakit calculates.
    """
    known = np.flatnonzero(walls != NAT)
    instants = walls.copy()
    if not known.size:
        return instants
    local = walls[known]
    since = years_of(local)
    first = int(since.min())
    since -= first
    there = np.bincount(since) > 0
    years = first + np.flatnonzero(there)
    place = (np.cumsum(there) - 1)[since]
    # One look-up a date; only a date on which the offset changes is asked time by time.
    offsets = np.full((len(years), 366), CHANGES)
    for row, year in enumerate(years.tolist()):
        told = utc_offsets(zone, year)
        offsets[row, : len(told)] = [CHANGES if each is None else each for each in told]
    starts = (years - 1970).astype("M8[Y]").astype("M8[D]").astype(np.int64)
    offset = offsets[place, local // DAY - starts[place]]
    changing = offset == CHANGES
    local -= np.where(changing, 0, offset)
    if changing.any():
        times, which = np.unique(local[changing], return_inverse=True)
        local[changing] = np.array([instant_of(zone, each) for each in times.tolist()])[which]
    instants[known] = local
    return instants


def instant_of(zone: ZoneInfo, wall: int) -> int:
    day, rest = divmod(wall, DAY)
    return wall_to_utc(zone, EPOCH_ORDINAL + day, rest)
