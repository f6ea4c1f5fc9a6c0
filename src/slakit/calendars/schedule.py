"""The business days of a calendar: which dates have work, and its intervals on each."""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from slakit.calendars import residents
from slakit.calendars.spans import Shift, merge
from slakit.calendars.window import FIRST_YEAR, HORIZON_YEARS, LAST_YEAR, Source
from slakit.calendars.zones import EPOCH_ORDINAL, utc_offsets, wall_time, wall_to_utc
from slakit.errors import InstantError
from slakit.instants import MICROSECOND

__all__ = ["Schedule", "WorkInterval", "Workdays"]

WorkInterval = tuple[timedelta, timedelta]

TWO_DAYS = timedelta(days=2)

# The shifts of a local date can lie in the UTC years of the dates around it.
MARGIN = 4
FIRST_DATE = date(FIRST_YEAR, 1, 1).toordinal() + MARGIN
LAST_DATE = date(LAST_YEAR, 12, 31).toordinal() - MARGIN


class Workdays:
    """The business days of consecutive years; never changed once it is published.

    `ordinals` are the dates with work, sorted; `intervals` has the open time
    that starts on each, since the epoch. Between `first` and `last` both are
    complete. `midnights` has the local midnights of those in and after which
    no clock is changed. As in a window, the integers of the source are
    converted once, and not at each question.
    """

    __slots__ = (
        "first",
        "first_year",
        "intervals",
        "last",
        "last_year",
        "midnights",
        "ordinals",
        "reach",
        "zone",
    )

    def __init__(
        self, source: Source, first_year: int, last_year: int, known: Workdays | None = None
    ) -> None:
        """Compile the years that `known`, which lies within them, does not have."""
        self.zone = source.zone
        self.first_year, self.last_year = first_year, last_year
        self.first = date(first_year, 1, 1).toordinal() + MARGIN
        self.last = date(last_year, 12, 31).toordinal() - MARGIN
        self.intervals: dict[int, list[WorkInterval]] = known.intervals.copy() if known else {}
        self.midnights: dict[int, timedelta] = known.midnights.copy() if known else {}
        self.reach: timedelta = known.reach if known else timedelta()
        for year in range(first_year, last_year + 1):
            if known is None or not known.first_year <= year <= known.last_year:
                self._add(source.shifts(year))
                self.midnights.update(plain_midnights(self.zone, year))
        self.ordinals = sorted(self.intervals)

    def _add(self, shifts: Iterable[Shift]) -> None:
        for start, end, day in shifts:
            spans = self.intervals.get(day, [])
            span = start * MICROSECOND, end * MICROSECOND
            # Work that touches is one interval, also over New Year, where years are cut.
            self.intervals[day] = merge(sorted([*spans, span])) if spans else [span]
            self.reach = max(self.reach, span[1] - timedelta(days=day - EPOCH_ORDINAL))

    def holding(self, at: timedelta, *, closing: bool) -> int | None:
        """Return the business day of an open instant, or of a closing.

        An instant in the tail of a night belongs to the date before, so of
        several dates whose work holds it the first counts.
        """
        # `reach` is how long after the UTC midnight of its date work goes on at most, and every
        # local date begins less than a day before its UTC midnight.
        first = (at - self.reach).days + EPOCH_ORDINAL
        for day in range(first, at.days + EPOCH_ORDINAL + 2):
            for start, end in self.intervals.get(day, ()):
                if start < at <= end if closing else start <= at < end:
                    return day
        return None

    def next_opening(self, at: timedelta) -> tuple[timedelta, int] | None:
        """Return the first opening after a closed instant and its business day.

        None where it lies beyond the complete dates.
        """
        # Every local date begins less than a day before its UTC midnight, and a night that began
        # on the date before that may go on where a closure ends.
        i = bisect_left(self.ordinals, at.days + EPOCH_ORDINAL - 2)
        found: tuple[timedelta, int] | None = None
        for day in self.ordinals[i : i + 8]:
            if found is not None and day > found[1] + 1:
                break
            for start, _ in self.intervals[day]:
                # A piece that a closure left may start after work of the next date.
                if start > at and (found is None or start < found[0]):
                    found = start, day
        return found if found is None or found[1] + 1 <= self.last else None

    def since_midnight(self, at: timedelta, day: int) -> timedelta:
        """Return the local time of an instant, counted from the midnight of a business day."""
        midnight = self.midnights.get(day)
        # Beyond the date after, a plain midnight says nothing of the clock.
        if midnight is not None and at - midnight < TWO_DAYS:
            return at - midnight
        today, time_of_day = wall_time(at, self.zone)
        return timedelta(days=today - day, microseconds=time_of_day)

    def instant(self, day: int, since_midnight: timedelta) -> timedelta:
        """Return the instant of a local time that is counted from a business day's midnight."""
        midnight = self.midnights.get(day)
        if midnight is not None and since_midnight < TWO_DAYS:
            return midnight + since_midnight
        return wall_to_utc(self.zone, day, since_midnight // MICROSECOND) * MICROSECOND


def plain_midnights(zone: ZoneInfo, year: int) -> Iterator[tuple[int, timedelta]]:
    """Yield the midnights of the dates of a year in and after which no clock is changed."""
    january = date(year, 1, 1).toordinal()
    for day, (today, tomorrow) in enumerate(pairwise(utc_offsets(zone, year)), january):
        if today is not None and today == tomorrow:
            yield day, timedelta(days=day - EPOCH_ORDINAL, microseconds=-today)


class Schedule:
    """The workdays of one source, compiled by year as questions need them."""

    __slots__ = ("__weakref__", "_lock", "_workdays", "source")

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
        if first < FIRST_DATE or last > LAST_DATE:
            raise InstantError(
                f"a date outside the years {FIRST_YEAR} to {LAST_YEAR}",
                parameter="date",
                value=first if first < FIRST_DATE else last,
                remedy="look for a placeholder such as 9999-12-31 and leave it out",
            )
        first_year = date.fromordinal(first - MARGIN).year
        last_year = date.fromordinal(last + MARGIN).year
        with self._lock:
            if workdays := self._workdays:
                both = min(first_year, workdays.first_year), max(last_year, workdays.last_year)
                if both[1] - both[0] <= HORIZON_YEARS:
                    first_year, last_year = both
                else:
                    workdays = None
            self._workdays = workdays = Workdays(self.source, first_year, last_year, workdays)
        residents.RESIDENTS.note(self, 1 + last_year - first_year)
        return workdays

    def intervals(self, day: int) -> list[WorkInterval]:
        """Return the intervals of work that start on a date; none when it is no business day."""
        return self.around(day, day).intervals.get(day, [])
