"""The business days of a calendar: which dates have work, and its intervals on each."""

from __future__ import annotations

import threading
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise

from slakit.calendars.spans import Shift, Span
from slakit.calendars.window import HORIZON_YEARS, Source, year_start
from slakit.calendars.zones import DAY, EPOCH_ORDINAL, utc_offsets, wall_time, wall_to_utc
from slakit.instants import MICROSECOND

__all__ = ["Schedule", "Workdays"]

# The shifts of a local date can lie in the UTC years of the dates around it.
MARGIN = 4


class Workdays:
    """The business days of consecutive years; never changed once it is published.

    `ordinals` are the dates with work, sorted; `intervals` has the open time
    that starts on each, in microseconds since the epoch. Between `first` and
    `last` both are complete.
    """

    __slots__ = (
        "end",
        "first",
        "first_year",
        "intervals",
        "last",
        "last_year",
        "longest",
        "midnights",
        "ordinals",
        "starts",
        "stretches",
        "zone",
    )

    def __init__(self, source: Source, first_year: int, last_year: int) -> None:
        self.zone = source.zone
        self.first_year, self.last_year = first_year, last_year
        self.first = date(first_year, 1, 1).toordinal() + MARGIN
        self.last = date(last_year, 12, 31).toordinal() - MARGIN
        self.end = year_start(last_year + 1) // MICROSECOND
        self.intervals: dict[int, list[Span]] = {}
        for year in range(first_year, last_year + 1):
            self._add(source.shifts(year))
        self.ordinals = sorted(self.intervals)
        self.stretches = sorted(
            (start, end, day) for day, spans in self.intervals.items() for start, end in spans
        )
        self.starts = [start for start, _, _ in self.stretches]
        self.longest = max((end - start for start, end, _ in self.stretches), default=0)
        self.midnights = dict(self._plain_midnights())

    def _add(self, shifts: Iterable[Shift]) -> None:
        for start, end, day in shifts:
            spans = self.intervals.setdefault(day, [])
            # Work that touches is one interval, also over New Year, where years are cut.
            if spans and start <= spans[-1][1]:
                spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
            else:
                spans.append((start, end))

    def _plain_midnights(self) -> Iterator[tuple[int, int]]:
        """Yield the midnights of the business days in and after which no clock is changed."""
        for year in range(self.first_year, self.last_year + 1):
            january = date(year, 1, 1).toordinal()
            offsets = utc_offsets(self.zone, year)
            for day, (today, tomorrow) in enumerate(pairwise(offsets), january):
                if today is not None and today == tomorrow and day in self.intervals:
                    yield day, (day - EPOCH_ORDINAL) * DAY - today

    def holding(self, at: int, *, closing: bool) -> int | None:
        """Return the business day of an open instant, or of a closing.

        An instant in the tail of a night belongs to the date before, so of
        several stretches that hold it the one that began first counts.
        """
        found = None
        i = (bisect_left if closing else bisect_right)(self.starts, at) - 1
        while i >= 0 and self.starts[i] >= at - self.longest:
            _, end, day = self.stretches[i]
            if at < end or (closing and at == end):
                found = day
            i -= 1
        return found

    def since_midnight(self, at: int, day: int) -> int:
        """Return the local time of an instant, counted from the midnight of a business day."""
        midnight = self.midnights.get(day)
        # Beyond the date after, a plain midnight says nothing of the clock.
        if midnight is not None and at - midnight < 2 * DAY:
            return at - midnight
        today, time_of_day = wall_time(at * MICROSECOND, self.zone)
        return (today - day) * DAY + time_of_day

    def instant(self, day: int, since_midnight: int) -> int:
        """Return the instant of a local time that is counted from a business day's midnight."""
        midnight = self.midnights.get(day)
        if midnight is not None and since_midnight < 2 * DAY:
            return midnight + since_midnight
        return wall_to_utc(self.zone, day, since_midnight)


class Schedule:
    """The workdays of one source, compiled by year as questions need them."""

    __slots__ = ("_lock", "_workdays", "source")

    def __init__(self, source: Source) -> None:
        self.source = source
        self._lock = threading.Lock()
        self.forget()

    def forget(self) -> None:
        """Drop what has been compiled."""
        self._workdays: Workdays | None = None

    def around(self, first: int, last: int) -> Workdays:
        """Return workdays that are complete for the dates from `first` to `last` (ordinals)."""
        workdays = self._workdays
        if workdays and workdays.first <= first and last <= workdays.last:
            return workdays
        first_year = date.fromordinal(first - MARGIN).year
        last_year = date.fromordinal(last + MARGIN).year
        with self._lock:
            if workdays := self._workdays:
                both = min(first_year, workdays.first_year), max(last_year, workdays.last_year)
                if both[1] - both[0] <= HORIZON_YEARS:
                    first_year, last_year = both
            self._workdays = workdays = Workdays(self.source, first_year, last_year)
        return workdays

    def intervals(self, day: int) -> list[Span]:
        """Return the intervals of work that start on a date; none when it is no business day."""
        workdays = self.around(day, day)
        spans = workdays.intervals.get(day, [])
        while spans and spans[-1][1] == workdays.end:
            # A long opening goes on in a year that is not compiled yet.
            workdays = self.around(day, workdays.last + 2 * MARGIN)
            spans = workdays.intervals[day]
        return spans
