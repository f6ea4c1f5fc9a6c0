"""A calendar -> the instants at which code that counts working time goes wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

from slakit.calendars import Calendar, Interval
from slakit.instants import EPOCH, since_epoch, to_datetime

__all__ = ["EDGES", "Edge", "clock_changes", "edges", "later"]

DAY = timedelta(days=1)
MIDNIGHT = time(0)
LAST_MINUTE = time(23, 59)
LEAP_DAY = (2, 29)
# What decides the hours of a date -> what a closing because of it is called.
CAUSES = {"holiday": "holiday", "special": "special hours", "closure": "closure"}
# Every kind of edge, in the order in which they are tried.
EDGES = (
    "lunch",
    "end of day",
    "weekend",
    *CAUSES.values(),
    "overnight shift",
    "24:00",
    "23:59",
    "clocks forward",
    "clocks back",
    "month end",
    "year end",
    "leap day",
)


class Edge(NamedTuple):
    """Where a calendar closes and opens again, or one instant at which `start` is `end`."""

    kind: str
    start: datetime
    end: datetime

    @property
    def middle(self) -> datetime:
        """The whole minute in the middle; `start` where the edge is one instant."""
        half = (self.end - EPOCH) - (self.start - EPOCH)
        return later(self.start, timedelta(minutes=half // timedelta(minutes=2)))


def edges(calendar: Calendar, years: Iterable[int], *, most: int = 2) -> dict[str, list[Edge]]:
    """Return at most so many edges of each kind, the first of the years; no list is empty.

    >>> office = BusinessCalendar(tz="Europe/Madrid", hours="Mon-Fri 09:00-18:00")
    >>> found = edges(office, [2024])
    >>> list(found)
    ['end of day', 'weekend', 'clocks forward', 'clocks back', 'month end', 'year end', 'leap day']
    >>> print(*found["clocks forward"][0][1:])
    2024-03-29 18:00:00+01:00 2024-04-01 09:00:00+02:00
    """
    found: dict[str, list[Edge]] = {kind: [] for kind in EDGES}
    for year in years:
        for edge in edges_of(calendar, year):
            if len(found[edge.kind]) < most:
                found[edge.kind].append(edge)
    return {kind: those for kind, those in found.items() if those}


def edges_of(calendar: Calendar, year: int) -> Iterator[Edge]:
    zone = calendar.zone
    begin, end = (datetime(each, 1, 1, tzinfo=zone) for each in (year, year + 1))
    # A week on either side, so that what is closed over New Year has both its ends.
    spans = calendar.intervals(later(begin, -7 * DAY), later(end, 7 * DAY))
    gaps = list(pairwise(spans))
    reasons = {
        date.fromisoformat(day["date"]): day["reason"] for day in calendar.year(year)["days"]
    }
    works = {opening.weekday() for opening, _ in spans}
    for before, after in gaps:
        if before.end.year == year:
            yield Edge(kind_of_gap(before, after, reasons, works), before.end, after.start)
            yield from at_the_end_of_a_date(before, after)
    for opening, closing in spans:
        midnight = datetime.combine(opening.date() + DAY, MIDNIGHT, zone)
        if opening.year == year and opening - EPOCH < midnight - EPOCH < closing - EPOCH:
            yield Edge("overnight shift", midnight, midnight)
    for kind, instant in dates_of_note(year, zone):
        held = (
            gap for gap in gaps if gap[0].end - EPOCH <= instant - EPOCH <= gap[1].start - EPOCH
        )
        closed = next(held, None)
        if closed is None:
            yield Edge(kind, instant, instant)
        else:
            yield Edge(kind, closed[0].end, closed[1].start)


def kind_of_gap(
    before: Interval, after: Interval, reasons: dict[date, str], works: set[int]
) -> str:
    """Return why it is closed between two intervals."""
    first, last = before.start.date(), after.start.date()
    days = [first + n * DAY for n in range((last - first).days + 1)]
    for day in days:
        reason = reasons.get(day, "weekly")
        # A holiday on a Sunday closes nothing, and neither it nor a closure the night before.
        opens_as_ever = day == last != first and reason != "special"
        if reason in CAUSES and day.weekday() in works and not opens_as_ever:
            return CAUSES[reason]
    if first == last:
        return "lunch"
    return "weekend" if len(days) > 2 else "end of day"


def at_the_end_of_a_date(before: Interval, after: Interval) -> Iterator[Edge]:
    if before.end.time() == MIDNIGHT:
        yield Edge("24:00", before.end, after.start)
    elif before.end.time().replace(second=0, microsecond=0) == LAST_MINUTE:
        yield Edge("23:59", before.end, after.start)


def dates_of_note(year: int, zone: ZoneInfo) -> Iterator[tuple[str, datetime]]:
    """Yield the changes of the clocks, and the midnights that calendars of dates get wrong."""
    for at, by in clock_changes(zone, year):
        yield ("clocks forward" if by > timedelta(0) else "clocks back"), at
    for midnight in midnights(zone, year):
        if midnight.day == 1:
            yield ("year end" if midnight.month == 1 else "month end"), midnight
        if LEAP_DAY in {(each.month, each.day) for each in (midnight, midnight - DAY)}:
            yield "leap day", midnight


def midnights(zone: ZoneInfo, year: int) -> Iterator[datetime]:
    """Yield the ends of the dates of a year."""
    day = date(year, 1, 1)
    while day.year == year:
        day += DAY
        yield datetime.combine(day, MIDNIGHT, zone)


def clock_changes(zone: ZoneInfo, year: int) -> Iterator[tuple[datetime, timedelta]]:
    """Yield the instants in a year at which the clocks of a zone change, and by how much.

    >>> for at, by in clock_changes(ZoneInfo("Europe/Madrid"), 2024):
    ...     print(at, by)
    2024-03-31 03:00:00+02:00 1:00:00
    2024-10-27 02:00:00+01:00 -1 day, 23:00:00
    """
    before = datetime(year, 1, 1, tzinfo=zone)
    for midnight in midnights(zone, year):
        early, late = before.utcoffset(), midnight.utcoffset()
        if early is not None and late is not None and early != late:
            yield change_between(before, midnight), late - early
        before = midnight


def change_between(start: datetime, end: datetime) -> datetime:
    """Return the instant between two at which the offset of their zone changes."""
    early, late = since_epoch(start, "start"), since_epoch(end, "end")
    while late - early > timedelta(minutes=1):
        middle = early + (late - early) // 2
        same = to_datetime(middle, start.tzinfo).utcoffset() == start.utcoffset()
        early, late = (middle, late) if same else (early, middle)
    # Clocks change on a whole minute, which the last step has come within one of.
    minute = timedelta(minutes=1)
    return to_datetime(late // minute * minute, start.tzinfo)


def later(at: datetime, by: timedelta) -> datetime:
    """Return an instant so much real time on; adding to a datetime moves its wall time."""
    return to_datetime(since_epoch(at, "at") + by, at.tzinfo)
