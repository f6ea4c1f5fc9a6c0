"""Texts of instants -> microseconds: days and times of day are read once, zones by the column."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta, timezone
from typing import Any, cast
from zoneinfo import ZoneInfo

import numpy as np

from slakit.adapters.source import TableSource
from slakit.adapters.times import ISO, says_day_first, time_reader
from slakit.errors import SlakitError
from slakit.frames.columns import NAT
from slakit.frames.native.instants import BEYOND, FIRST
from slakit.frames.native.wall import walls_to_utc
from slakit.instants import EPOCH, MICROSECOND

__all__ = ["WallTexts"]

# The zone of a time whose text says none: it is known by being this object.
WALL = timezone(timedelta(0), "wall")
DAY = timedelta(days=1) // MICROSECOND
MOST_KNOWN = 1 << 16


class WallTexts:
    """Reads the texts of a source, as its `time_reader` does; what that refuses is `NAT`.

    To find the offset of a zone for one datetime takes as long as all the rest, so local times
    are read as they stand, and converted together. Where a text is a day and a time of day, and
    both have been read before, it is their sum.
    """

    def __init__(self, source: TableSource) -> None:
        self.zone = source.zone
        wall = None if self.zone is None else cast("ZoneInfo", WALL)
        self._read = time_reader(source.times, wall)
        self._iso = source.times == ISO
        self._apart = self._iso or says_day_first(source.times)
        self._days: dict[str, int] = {}
        self._times: dict[str, int] = {}

    def __call__(self, texts: Iterable[Any]) -> dict[Any, int]:
        """Return the instant of each of some distinct texts, in their order."""
        found: dict[Any, int] = {}
        walls: dict[str, int] = {}
        days, times = self._days, self._times
        if len(days) > MOST_KNOWN or len(times) > MOST_KNOWN:
            days.clear()
            times.clear()
        for text in texts:
            day, time = self._parts(text) if self._apart and isinstance(text, str) else ("", "")
            midnight, since = days.get(day), times.get(time)
            if midnight is not None and since is not None:
                walls[text] = midnight + since
                found[text] = NAT
            else:
                found[text] = self._one(text, day, time, walls)
        if self.zone is not None and walls:
            local = np.fromiter(walls.values(), np.int64, len(walls))
            found.update(zip(walls, walls_to_utc(local, self.zone).tolist(), strict=True))
        return found

    def _parts(self, text: str) -> tuple[str, str]:
        """Return the day and the time of day that a text says, if it does so in this way."""
        if not self._iso:
            day, _, time = text.partition(" ")
            return day, time
        # The short form of ISO 8601, without hyphens, says the hour where the others say the day.
        return (text[:10], text[10:]) if text[4:5] == text[7:8] == "-" else ("", "")

    def _one(self, text: Any, day: str, time: str, walls: dict[str, int]) -> int:
        """Read one text: an instant, or local time that is kept for the others to come."""
        try:
            at = self._read(text, "")
        except (SlakitError, AttributeError):
            return NAT
        number = (at - EPOCH) // MICROSECOND
        # What is beyond the years of calendars is left to the reader of single tickets.
        if not FIRST <= number < BEYOND:
            return NAT
        if at.tzinfo is not WALL:
            return number
        walls[text] = number
        # 24:00 is a time of the next day, which its text does not say.
        if day and time and "24" not in time[:3]:
            self._times[time] = number % DAY
            self._days[day] = number - number % DAY
        return NAT
