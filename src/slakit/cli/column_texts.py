"""Columns of instants and lengths -> their texts in a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta, tzinfo
from zoneinfo import ZoneInfo

import numpy as np

from slakit.durations import format_length
from slakit.frames.clocks import clocks_of
from slakit.frames.columns import NAT, Integers
from slakit.frames.rows import years_of
from slakit.instants import EPOCH, MICROSECOND, to_datetime

__all__ = ["DateTexts", "InstantTexts", "LengthTexts"]

SECOND = 1_000_000
DAY = 86_400 * SECOND
EPOCH_ORDINAL = EPOCH.toordinal()
MOST_KNOWN = 1 << 17
# Before it, years have fewer than four digits in a text of numpy.
FOUR_DIGITS = -30_610_224_000 * SECOND
# From the year 9996 on, the next ones are too few to lay out the clocks of a zone.
LATE = 253_276_070_400 * SECOND


def told(numbers: Integers, texts_of: Callable[[Integers], list[str]]) -> list[str]:
    """Return the text of each number, "" for none; each distinct one is written once."""
    distinct, places = np.unique(numbers, return_inverse=True)
    if distinct.size and distinct[0] == NAT:
        texts = ["", *texts_of(distinct[1:])]
    else:
        texts = texts_of(distinct)
    return [texts[place] for place in places.tolist()]


class LengthTexts:
    """Writes lengths; a file has many that are the same."""

    def __init__(self) -> None:
        self._known: dict[int, str] = {}

    def __call__(self, numbers: Integers) -> list[str]:
        return told(numbers, self._written)

    def _written(self, numbers: Integers) -> list[str]:
        known, found = self._known, []
        if len(known) > MOST_KNOWN:
            known.clear()
        for number in numbers.tolist():
            text = known.get(number)
            if text is None:
                text = known[number] = format_length(timedelta(microseconds=number))
            found.append(text)
        return found


class InstantTexts:
    """Writes instants as ISO 8601 with the offset of a zone."""

    def __init__(self, zone: tzinfo | None) -> None:
        self.zone = zone

    def __call__(self, numbers: Integers) -> list[str]:
        return told(numbers, self._written)

    def _written(self, numbers: Integers) -> list[str]:
        if not numbers.size:
            return []
        if (numbers % SECOND).any() or numbers[0] < FOUR_DIGITS or numbers[-1] >= LATE:
            instants = (number * MICROSECOND for number in numbers.tolist())
            return [to_datetime(each, self.zone).isoformat() for each in instants]
        if isinstance(self.zone, ZoneInfo):
            first, last = years_of(numbers[[0, -1]]).tolist()
            local = clocks_of(self.zone, first - 1, last + 1).local(numbers)
        else:
            offset = EPOCH.astimezone(self.zone).utcoffset() or timedelta(0)
            local = numbers + offset // MICROSECOND
        _, samples, places = np.unique(local - numbers, return_index=True, return_inverse=True)
        # The date, the T and the time to the second take 19 characters.
        ends = [
            to_datetime(number * MICROSECOND, self.zone).isoformat()[19:]
            for number in numbers[samples].tolist()
        ]
        texts = np.datetime_as_string((local // SECOND).view("M8[s]")).tolist()
        return [text + ends[place] for text, place in zip(texts, places.tolist(), strict=True)]


class DateTexts:
    """Writes the dates of instants, each in the zone of its row."""

    def __call__(
        self, numbers: Integers, which: Integers, zones: Sequence[tzinfo | None]
    ) -> list[str]:
        """Return the date of each instant in the zone that `which` says, "" for none."""
        days = np.full(len(numbers), NAT)
        there = numbers != NAT
        for place in np.unique(which[there]).tolist():
            rows = np.flatnonzero(there & (which == place))
            days[rows] = self._local(numbers[rows], zones[place]) // DAY
        return told(days, self._written)

    def _local(self, numbers: Integers, zone: tzinfo | None) -> Integers:
        first, last = int(numbers.min()), int(numbers.max())
        if first < FOUR_DIGITS or last >= LATE or not isinstance(zone, ZoneInfo):
            dates = [to_datetime(each * MICROSECOND, zone).date() for each in numbers.tolist()]
            return np.array([each.toordinal() - EPOCH_ORDINAL for each in dates], np.int64) * DAY
        years = years_of(np.array([first, last])).tolist()
        return clocks_of(zone, years[0] - 1, years[1] + 1).local(numbers)

    def _written(self, days: Integers) -> list[str]:
        return [date.fromordinal(EPOCH_ORDINAL + day).isoformat() for day in days.tolist()]
