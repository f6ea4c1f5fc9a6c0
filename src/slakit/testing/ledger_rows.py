"""slakit's reason for an answer: the stretches of time that it counted, as rows of text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from slakit.calendars import Calendar
from slakit.calendars.hours import WEEKDAYS
from slakit.durations import format_length
from slakit.evaluation.explaining.explanation import COUNTED, LedgerSpan
from slakit.evaluation.explaining.ledger import by_hours
from slakit.instants import since_epoch, to_datetime

__all__ = ["calendar_ledger", "ledger_rows", "told"]

# A longer ledger shows so many of its first and last rows.
HALF = 4
REASONS = {
    "not_started": "not started",
    "running": "counted",
    "reopened_counted": "counted, until it was reopened",
    "paused": "paused",
    "reopened_credited": "given back, until it was reopened",
    "closed": "closed",
    "holiday": "holiday",
    "special_hours": "closed by special hours",
    "closure": "closure",
    "after_stop": "stopped",
    "cancelled": "cancelled",
}


def calendar_ledger(calendar: Calendar, start: datetime, end: datetime) -> tuple[LedgerSpan, ...]:
    """Return what a calendar counts between two instants, and why it does not count the rest.

    >>> office = BusinessCalendar(tz="UTC", hours="Mon-Fri 09:00-12:00,13:00-18:00")
    >>> monday = datetime(2024, 5, 6, 11, tzinfo=office.zone)
    >>> print(*ledger_rows(calendar_ledger(office, monday, monday.replace(hour=14))), sep="\\n")
    Mon 2024-05-06 11:00+00:00  1h  counted
    Mon 2024-05-06 12:00+00:00  1h  closed
    Mon 2024-05-06 13:00+00:00  1h  counted
    """
    first, last = since_epoch(start, "start"), since_epoch(end, "end")
    zone = calendar.zone
    return tuple(
        LedgerSpan(
            to_datetime(since, zone),
            to_datetime(until, zone),
            until - since if reason in COUNTED else timedelta(0),
            reason,
            parameters,
        )
        for since, until, reason, parameters in by_hours(
            first, last, calendar._timeline, "running", {}
        )
    )


def ledger_rows(spans: Sequence[LedgerSpan]) -> list[str]:
    """Return a row for each stretch of time: from when on, how long, and why it counted or not."""
    cells = [(told(span.start), format_length(span.wall), reason(span)) for span in spans]
    if len(cells) > 2 * HALF + 1:
        between = len(cells) - 2 * HALF
        cells[HALF:-HALF] = [(f"... {between} more", "", "")]
    widths = [max((len(row[column]) for row in cells), default=0) for column in (0, 1)]
    return [
        f"{start:<{widths[0]}}  {length:>{widths[1]}}  {why}".rstrip()
        for start, length, why in cells
    ]


def reason(span: LedgerSpan) -> str:
    parameters = span.parameters
    name = parameters.get("name") or parameters.get("status") or ""
    return f"{REASONS[span.reason]} ({name})" if name else REASONS[span.reason]


def told(value: Any) -> str:
    """Write a value of a call or of an answer as people read it, and exactly."""
    if isinstance(value, datetime):
        parts = "minutes"
        if value.second or value.microsecond:
            parts = "microseconds" if value.microsecond else "seconds"
        weekday = WEEKDAYS[value.weekday()].capitalize()
        return f"{weekday} {value.isoformat(sep=' ', timespec=parts)}"
    if isinstance(value, timedelta):
        return format_length(value)
    if isinstance(value, (list, tuple)):
        return ", ".join(map(told, value))
    return str(value)
