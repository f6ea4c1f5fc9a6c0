"""Instants of one week by their names, for tests that people read."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from slakit.calendars import Calendar
from slakit.calendars.hours import WEEKDAYS
from slakit.durations import parse_time_of_day
from slakit.errors import InstantError

__all__ = ["MONDAY", "instant"]

MONDAY = date(2024, 5, 6)
WEEKS = {"last": -7, "this": 0, "next": 7}


def instant(text: str, calendar: Calendar) -> datetime:
    """Return an instant of the week of `MONDAY`, in the zone of a calendar: ``Mon 09:00``.

    ``next Tue 10:30`` is in the week after it, ``last Fri 17:00`` in the one before. A date, as in
    ``2024-05-06 09:00``, is on the clock on the wall in that zone too, unless it has an offset.
    Raises `InstantError` for what is neither, `AmountError` for what is no time of day.

    >>> office = BusinessCalendar(tz="Europe/Madrid", hours="Mon-Fri 09:00-18:00")
    >>> str(instant("next Tue 10:30", office))
    '2024-05-14 10:30:00+02:00'
    """
    words = text.lower().split()
    if len(words) == 2:
        words.insert(0, "this")
    if len(words) == 3 and words[0] in WEEKS and words[1] in WEEKDAYS:
        week, weekday, clock = words
        day = MONDAY + timedelta(days=WEEKS[week] + WEEKDAYS.index(weekday))
        midnight = datetime.combine(day, time(), calendar.zone)
        # Adding to a datetime moves the clock on the wall, which is what is meant.
        return midnight + timedelta(microseconds=parse_time_of_day(clock))
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise InstantError(
            f"{text!r} is no instant",
            parameter="text",
            value=text,
            remedy='write "Mon 09:00", "next Mon 09:00", "last Mon 09:00" or "2024-05-06 09:00"',
        ) from None
    return found if found.tzinfo is not None else found.replace(tzinfo=calendar.zone)
