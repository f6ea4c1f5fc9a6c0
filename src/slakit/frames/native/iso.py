"""Texts in the usual form of ISO 8601 -> instants, all at once.

To read a text by itself takes two microseconds, and a table may have millions. What is written in
any other form, or wrong, is left to `slakit.adapters.times`, which says why.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from slakit.calendars.window import FIRST_YEAR, LAST_YEAR
from slakit.calendars.zones import DAY
from slakit.frames.columns import MICRO, NAT, Integers
from slakit.frames.native.wall import walls_to_utc

__all__ = ["iso_instants"]

MINUTE, HOUR = 60 * MICRO, 3600 * MICRO
CHUNK = 65_536
# The lengths of a time of day to the minute, second, millisecond and microsecond, after a date;
# and of what follows it: nothing, "Z", "+02:00". Every sum of two of them is another one.
TIMES, OFFSETS = (16, 19, 23, 26), (0, 1, 6)
FORMS = {time + offset: (time, offset) for time in TIMES for offset in OFFSETS}


def iso_instants(texts: Sequence[str], zone: ZoneInfo | None) -> Integers:
    """Return the instants of texts in microseconds, `NAT` for those that are left to be read.

    >>> iso_instants(["1970-01-01 00:01Z", "1970-01-01T01:00", "1970-01-01T01:00:00+01:00"], None)
    array([            60000000, -9223372036854775808,                    0])
    """
    found = np.full(len(texts), NAT)
    for start in range(0, len(texts), CHUNK):
        some = texts[start : start + CHUNK]
        lengths = np.fromiter(map(len, some), np.int64, len(some))
        for length in np.unique(lengths).tolist():
            time, offset = FORMS.get(length, (0, 0))
            if not time or (offset == 0 and zone is None):
                continue
            rows = np.flatnonzero(lengths == length)
            alike = some if rows.size == len(some) else [some[row] for row in rows.tolist()]
            joined = "".join(alike)
            if joined.isascii():
                letters = np.frombuffer(joined.encode(), np.uint8).reshape(-1, length)
                found[start + rows] = instants_of(Reading(letters), time, zone)
    return found


class Reading:
    """Texts of one length, letter by letter, and whether each is in the form so far."""

    def __init__(self, letters: NDArray[np.uint8]) -> None:
        self.letters = np.ascontiguousarray(letters.T)
        self.known = np.ones(len(letters), np.bool_)

    def mark(self, place: int, marks: str) -> NDArray[np.uint8]:
        """Expect one of some marks at a place, and return those that stand there."""
        found: NDArray[np.uint8] = self.letters[place]
        self.known &= np.isin(found, [*marks.encode()])
        return found

    def number(self, first: int, end: int, least: int, most: int) -> Integers:
        """Expect a number at some places, and return it."""
        value = np.zeros(len(self.known), np.int64)
        for place in range(first, end):
            digit = self.letters[place] - np.uint8(ord("0"))
            self.known &= digit < 10
            value *= 10
            value += digit
        self.known &= (value >= least) & (value <= most)
        return value


def instants_of(reading: Reading, time: int, zone: ZoneInfo | None) -> Integers:
    """Return the instants of texts of one length, whose time of day ends at a place."""
    wall = days_of(reading) * DAY
    reading.mark(10, "T ")
    wall += reading.number(11, 13, 0, 23) * HOUR
    reading.mark(13, ":")
    wall += reading.number(14, 16, 0, 59) * MINUTE
    if time > 16:
        reading.mark(16, ":")
        wall += reading.number(17, 19, 0, 59) * MICRO
    if time > 19:
        reading.mark(19, ".")
        wall += reading.number(20, time, 0, MICRO) * 10 ** (26 - time)
    rest = len(reading.letters) - time
    if rest == 1:
        reading.mark(time, "Z")
    elif rest:
        sign = np.where(reading.mark(time, "+-") == ord("-"), -1, 1)
        hours = reading.number(time + 1, time + 3, 0, 23)
        reading.mark(time + 3, ":")
        wall -= sign * (hours * HOUR + reading.number(time + 4, time + 6, 0, 59) * MINUTE)
    wall[~reading.known] = NAT
    return wall if rest or zone is None else walls_to_utc(wall, zone)


def days_of(reading: Reading) -> Integers:
    """Return the days since 1970 with which texts begin; a wrong one is no longer known."""
    year = reading.number(0, 4, FIRST_YEAR, LAST_YEAR)
    reading.mark(4, "-")
    month = reading.number(5, 7, 1, 12)
    reading.mark(7, "-")
    day = reading.number(8, 10, 1, 31)
    place = np.where(reading.known, 12 * (year - FIRST_YEAR) + month - 1, 0)
    starts = month_starts()
    days: Integers = starts[place] + day - 1
    reading.known &= days < starts[place + 1]
    return days


@cache
def month_starts() -> Integers:
    """Return the days since 1970 on which the months begin, from January of the first year on."""
    first, beyond = (12 * (year - 1970) for year in (FIRST_YEAR, LAST_YEAR + 1))
    return np.arange(first, beyond + 1).astype("M8[M]").astype("M8[D]").astype(np.int64)
