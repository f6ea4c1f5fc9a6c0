"""Business days: ``2bd``, ``2bd eod``, ``2bd 16:00``, and counting them.

A business day is the local date on which an interval of work starts; an
instant in the tail of a night belongs to the date before. The time of day of
such an instant is counted from the midnight of its business day, so 02:00 in
the night of Monday is Monday 26:00.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import date, datetime, timedelta

from slakit.calendars.schedule import FIRST_DATE, LAST_DATE, Workdays, WorkInterval
from slakit.calendars.timeline import Timeline
from slakit.calendars.window import HORIZON_YEARS, horizon_error
from slakit.calendars.zones import EPOCH_ORDINAL, wall_to_utc
from slakit.errors import CalendarError, InstantError
from slakit.instants import MICROSECOND

__all__ = ["add_business_days", "business_days"]

HORIZON_DAYS = HORIZON_YEARS * 365


def add_business_days(
    timeline: Timeline,
    start: timedelta,
    days: int,
    *,
    end_of_day: bool = False,
    at: int | None = None,
    cutoff: int | None = None,
) -> timedelta:
    """Return the instant `days` business days on; `at` and `cutoff` count from midnight."""
    if days >= 0:
        workdays, moment, day, time_of_day = begin(timeline, start)
        if cutoff is not None and time_of_day >= cutoff * MICROSECOND:
            workdays, day = step(timeline, workdays, day, 1)
            moment = workdays.intervals[day][0][0]
            time_of_day = workdays.since_midnight(moment, day)
    elif cutoff is not None:
        raise CalendarError(
            "a cut-off says which day counts first and means nothing when counting back",
            parameter="cutoff",
            value=days,
            remedy="leave it out for a negative number of days",
        )
    else:
        workdays, moment, day, time_of_day = begin_back(timeline, start)
    if days == 0 and at is None and not end_of_day:
        return moment
    workdays, day = step(timeline, workdays, day, days)
    if at is not None:
        return wall_to_utc(timeline.source.zone, day, at) * MICROSECOND
    intervals = workdays.intervals[day]
    if end_of_day:
        return intervals[-1][1]
    wanted = workdays.instant(day, time_of_day)
    return pull(wanted, intervals) if days >= 0 else pull_back(wanted, intervals)


def business_days(timeline: Timeline, first: date, last: date) -> int:
    """Return the number of business days from `first` on and before `last`."""
    for parameter, day in (("first", first), ("last", last)):
        if isinstance(day, datetime) or not isinstance(day, date):
            raise InstantError(
                f"{day!r} is no date",
                parameter=parameter,
                value=day,
                remedy="give a date; of a datetime, the date in the calendar's zone",
            )
    start, end = first.toordinal(), last.toordinal()
    check_dates(timeline, start, min(start, end), max(start, end))
    ordinals = timeline.schedule.around(min(start, end), max(start, end)).ordinals
    if start > end:
        # As numpy's busday_count: the later date is counted and the earlier one is not.
        return bisect_right(ordinals, end) - bisect_right(ordinals, start)
    return bisect_left(ordinals, end) - bisect_left(ordinals, start)


def begin(timeline: Timeline, start: timedelta) -> tuple[Workdays, timedelta, int, timedelta]:
    """Return where counting begins: workdays around it, the instant, its day, its time of day.

    A start out of hours moves to the next opening. The time of day counts from
    the midnight of the business day.
    """
    at = start
    workdays = around(timeline, at)
    day = workdays.holding(at, closing=False)
    if day is None:
        if (found := workdays.next_opening(at)) is not None:
            at, day = found
        else:
            at = timeline.roll_forward(start)
            workdays = around(timeline, at)
            day = workdays.holding(at, closing=False)
            assert day is not None  # The instant was rolled to work.
    return workdays, at, day, workdays.since_midnight(at, day)


def begin_back(timeline: Timeline, start: timedelta) -> tuple[Workdays, timedelta, int, timedelta]:
    """Return where counting back begins; a start out of hours moves to the closing before it.

    A closing belongs to the day that it closes, so 24:00 is looked for there
    before it is taken for the opening of the next day.
    """
    at = timeline.roll_back(start)
    workdays = around(timeline, at)
    day = workdays.holding(at, closing=True)
    if day is None:
        day = workdays.holding(at, closing=False)
    assert day is not None  # The instant was rolled to work.
    return workdays, at, day, workdays.since_midnight(at, day)


def around(timeline: Timeline, at: timedelta) -> Workdays:
    """Return workdays that have the local date of an instant, within a day of the UTC date.

    They have the date before as well, whose night may last.
    """
    today = at.days + EPOCH_ORDINAL
    return timeline.schedule.around(today - 2, today + 1)


def step(timeline: Timeline, workdays: Workdays, day: int, days: int) -> tuple[Workdays, int]:
    """Return the business day `days` on (or back, when negative), and workdays that have it."""
    reach = days
    while True:
        i = bisect_left(workdays.ordinals, day) + days
        if 0 <= i < len(workdays.ordinals):
            found = workdays.ordinals[i]
            if workdays.first <= found <= workdays.last:
                return workdays, found
        if abs(reach) >= HORIZON_DAYS:
            farthest = day + (HORIZON_DAYS if days > 0 else -HORIZON_DAYS)
            raise horizon_error(timeline.source, midnight(day), midnight(farthest))
        reach = 2 * reach if abs(reach) > 7 else reach + (7 if days > 0 else -7)
        reach = max(-HORIZON_DAYS, min(reach, HORIZON_DAYS))
        first, last = sorted((day, day + reach))
        check_dates(timeline, day, first, last)
        workdays = timeline.schedule.around(first, last)


def check_dates(timeline: Timeline, origin: int, first: int, last: int) -> None:
    """Refuse dates beyond the horizon or outside the years that slakit calculates in."""
    if last - first > HORIZON_DAYS or first < FIRST_DATE or last > LAST_DATE:
        far = min(last, LAST_DATE) if last > origin else max(first, FIRST_DATE)
        raise horizon_error(timeline.source, midnight(origin), midnight(far))


def midnight(day: int) -> timedelta:
    return timedelta(days=day - EPOCH_ORDINAL)


def pull(wanted: timedelta, intervals: list[WorkInterval]) -> timedelta:
    """Pull an instant into a day's hours: out of a break to the closing that begins it."""
    closing = intervals[0][0]
    for start, end in intervals:
        if wanted < start:
            return closing
        if wanted <= end:
            return wanted
        closing = end
    return closing


def pull_back(wanted: timedelta, intervals: list[WorkInterval]) -> timedelta:
    """Pull an instant into a day's hours: out of a break to the opening that ends it."""
    for start, end in intervals:
        if wanted < start:
            return start
        if wanted <= end:
            return wanted
    return intervals[-1][1]
