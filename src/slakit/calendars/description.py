"""A calendar as plain data, for pages, pictures and the command line."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from slakit.calendars.hours import WEEKDAYS
from slakit.calendars.timeline import Timeline
from slakit.calendars.zones import DAY, wall_time
from slakit.durations import format_length, format_time_of_day
from slakit.errors import CalendarError

__all__ = ["describe_week", "describe_year"]


def describe_week(timeline: Timeline, of: date) -> dict[str, list[str]]:
    """Return the hours that start on each date of the week, Monday first, that holds `of`."""
    monday = of - timedelta(days=of.weekday())
    return {
        name: hours_on(timeline, monday + timedelta(days=i))[0] for i, name in enumerate(WEEKDAYS)
    }


def describe_year(timeline: Timeline, year: int) -> dict[str, Any]:
    """Return every date of a year with its hours, and why they are what they are."""
    if not isinstance(year, int) or not date.min.year < year < date.max.year:
        raise CalendarError(
            f"{year!r} is no year", parameter="year", value=year, remedy="give a year such as 2026"
        )
    days = []
    day = date(year, 1, 1)
    while day.year == year:
        hours, length = hours_on(timeline, day)
        reason, name = timeline.source.reason(day)
        days.append(
            {
                "date": day.isoformat(),
                "hours": hours,
                "open": format_length(length),
                "reason": reason,
                "name": name,
            }
        )
        day += timedelta(days=1)
    return {"year": year, "tz": timeline.source.zone.key, "days": days}


def hours_on(timeline: Timeline, day: date) -> tuple[list[str], timedelta]:
    """Return the local hours that start on a date, and how long they really last."""
    zone = timeline.source.zone
    texts = []
    length = timedelta(0)
    for start, end in timeline.schedule.intervals(day.toordinal()):
        length += end - start
        opening = wall_time(start, zone)[1]
        closing = wall_time(end, zone)[1] or DAY
        texts.append(f"{format_time_of_day(opening)}-{format_time_of_day(closing)}")
    return texts, length
