"""One year of a calendar's document -> dated shifts in microseconds since the epoch.

The layers of a date are its weekly hours, then holidays, special hours, extra
openings and closures; the later wins. A holiday or special hours replace what
*starts* on their date, so a night shift of the eve runs on into it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from slakit.calendars.holidays import Holiday, HolidaySource, holidays_of_year
from slakit.calendars.hours import DayHours, WeeklyHours
from slakit.calendars.spans import Shift, clip, merge, subtract
from slakit.calendars.special import SpecialHours
from slakit.calendars.window import year_start
from slakit.calendars.zones import (
    DAY,
    EPOCH_ORDINAL,
    date_exists,
    local_ordinal,
    utc_offsets,
    wall_to_utc,
)
from slakit.instants import EPOCH, MICROSECOND

__all__ = ["CalendarSource", "OneOffSpan"]

# Start, end, layer (opening or closure) and name of a one-off change.
OneOffSpan = tuple[int, int, str, str]


class CalendarSource:
    """What a business calendar is compiled from: its document in plain values."""

    __slots__ = (
        "closures",
        "holidays",
        "hours",
        "label",
        "never_closes",
        "one_offs",
        "openings",
        "special",
        "zone",
    )

    def __init__(
        self,
        *,
        zone: ZoneInfo,
        hours: WeeklyHours,
        holidays: Sequence[HolidaySource] = (),
        special: SpecialHours,
        one_offs: Sequence[OneOffSpan] = (),
        label: str,
    ) -> None:
        self.zone = zone
        self.hours = hours
        self.holidays = tuple(holidays)
        self.special = special
        self.one_offs = tuple(one_offs)
        self.openings = sorted(
            shift
            for start, end, layer, _ in one_offs
            if layer == "opening"
            for shift in by_date(start, end, zone)
        )
        self.closures = merge(
            sorted((start, end) for start, end, layer, _ in one_offs if layer == "closure")
        )
        self.label = label
        self.never_closes = hours.never_closes and not (holidays or special or self.closures)

    @property
    def years(self) -> Iterator[int]:
        """The years that the document names."""
        yield from self.special.years
        for start, end, _, _ in self.one_offs:
            yield from (local_year(start), local_year(end))
        for source in self.holidays:
            yield from source.years

    def shifts(self, year: int, *, warn: bool = True) -> list[Shift]:
        """Return the open time in a UTC year, sorted, cut at the edges of the year."""
        start, end = year_start(year), year_start(year + 1)
        # A night shift of the date before can reach into the year.
        first = local_ordinal(start, self.zone) - 1
        last = local_ordinal(end, self.zone)
        first_us, last_us = start // MICROSECOND, end // MICROSECOND
        shifts = clip(self._weekly_shifts(year, first, last, warn), first_us, last_us)
        if self.openings:
            shifts = sorted(shifts + clip(self.openings, first_us, last_us))
        return subtract(shifts, self.closures) if self.closures else shifts

    def _weekly_shifts(self, year: int, first: int, last: int, warn: bool) -> list[Shift]:
        """Return the shifts that start on the dates from `first` to `last`, around one year."""
        replaced = self._replaced_hours(year, warn)
        offsets = self._offsets(first, last)
        hours, zone = self.hours, self.zone
        shifts: list[Shift] = []
        for ordinal, offset in zip(range(first, last + 1), offsets, strict=True):
            today = replaced.get(ordinal)
            if today is None:
                # Ordinal 1 was a Monday.
                today = hours[(ordinal - 1) % 7]
            if not today:
                continue
            if offset is None and not date_exists(zone, ordinal):
                continue
            midnight = (ordinal - EPOCH_ORDINAL) * DAY - (offset or 0)
            for opening, closing in today:
                if offset is None:
                    start = wall_to_utc(zone, ordinal, opening)
                else:
                    start = midnight + opening
                if offset is None or closing > DAY:
                    end = wall_to_utc(zone, ordinal, closing)
                else:
                    end = midnight + closing
                # A gap can leave nothing of an interval.
                if start < end:
                    shifts.append((start, end, ordinal))
        # A gap can also put an interval behind the next one.
        shifts.sort()
        return shifts

    def _offsets(self, first: int, last: int) -> list[int | None]:
        """Return the offset of each date from `first` to `last`, None where it changes."""
        offsets: list[int | None] = []
        for year in range(date.fromordinal(first).year, date.fromordinal(last).year + 1):
            january = date(year, 1, 1).toordinal()
            of_year = utc_offsets(self.zone, year)
            offsets += of_year[max(first - january, 0) : last - january + 1]
        return offsets

    def _replaced_hours(self, year: int, warn: bool) -> dict[int, DayHours]:
        """Return the hours of the dates in and next to a year that are not those of the week."""
        replaced: dict[int, DayHours] = {}
        for each in (year - 1, year, year + 1):
            # Only the year itself warns of unknown holidays; of its neighbours a date is needed.
            for day, holiday in holidays_of_year(
                self.holidays, each, warn=warn and each == year
            ).items():
                replaced[day.toordinal()] = self._holiday_hours(holiday)
            replaced.update(self.special.in_year(each))
        return replaced

    def _holiday_hours(self, holiday: Holiday) -> DayHours:
        """Return what a holiday leaves of the weekly hours of its date."""
        if holiday.closes is None:
            return ()
        hours = self.hours[holiday.date.weekday()]
        return tuple(
            (start, min(end, holiday.closes)) for start, end in hours if start < holiday.closes
        )

    def reason(self, day: date) -> tuple[str, str]:
        """Return which layer has the last word on a date, and its name.

        The layers are weekly, holiday, special, opening and closure.
        """
        start = wall_to_utc(self.zone, day.toordinal(), 0)
        end = wall_to_utc(self.zone, day.toordinal() + 1, 0)
        for layer in ("closure", "opening"):
            for first, last, each, name in self.one_offs:
                if each == layer and first < end and last > start:
                    return layer, name
        # Whatever is to be said of unknown years has been said when they were compiled.
        holiday = holidays_of_year(self.holidays, day.year, warn=False).get(day)
        name = holiday.name if holiday else ""
        if day.toordinal() in self.special.in_year(day.year):
            return "special", name
        return ("holiday", name) if holiday else ("weekly", "")


def by_date(start: int, end: int, zone: ZoneInfo) -> Iterator[Shift]:
    """Yield an opening as the shifts of its dates.

    One of up to a day is a shift of the date on which it starts, like a night;
    a longer one is cut at midnights, because each of its dates is a day of work.
    """
    day = local_ordinal(start * MICROSECOND, zone)
    while end - start > DAY:
        midnight = wall_to_utc(zone, day + 1, 0)
        if start < midnight:
            yield start, midnight, day
            start = midnight
        day += 1
    yield start, end, local_ordinal(start * MICROSECOND, zone)


def local_year(moment: int) -> int:
    return (EPOCH + moment * MICROSECOND).year
