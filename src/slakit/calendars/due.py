"""Amount x calendar -> instant: where ``4h``, ``24h wall``, ``2bd eod`` and ``3cd`` lead."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

from slakit.calendars.business_days import add_business_days
from slakit.calendars.zones import wall_time, wall_to_utc
from slakit.durations import Amount, format_length
from slakit.errors import AmountError, HorizonError
from slakit.instants import EPOCH, MICROSECOND, since_epoch, to_datetime

if TYPE_CHECKING:
    from slakit.calendars.timeline import Timeline

__all__ = ["AtClose", "add_amount", "add_days", "add_wall"]

AtClose = Literal["stay", "next_open"]


def add_amount(
    timeline: Timeline,
    start: datetime,
    amount: Amount,
    *,
    at_close: AtClose = "stay",
    cutoff: int | None = None,
) -> datetime:
    """Return the instant to which an amount leads from `start`, in the zone of `start`.

    `at_close` moves the end of a length of open time and nothing else;
    `cutoff`, in microseconds since midnight, is for business days.
    """
    if amount.kind == "open":
        assert amount.length is not None
        return timeline.add(start, amount.length, at_close)
    if amount.kind == "wall":
        assert amount.length is not None
        moment = add_wall(since_epoch(start, "start"), amount.length)
    elif amount.days is not None:
        moment = add_days(timeline, since_epoch(start, "start"), amount, cutoff=cutoff)
    else:
        raise AmountError(
            f"{str(amount)!r} needs a ticket",
            parameter="amount",
            value=str(amount),
            remedy="evaluate a policy with it, or give an amount such as 4h or 2bd",
        )
    try:
        return to_datetime(moment, start.tzinfo)
    except OverflowError:
        raise beyond(since_epoch(start, "start"), str(amount)) from None


def add_days(
    timeline: Timeline, moment: timedelta, amount: Amount, *, cutoff: int | None = None
) -> timedelta:
    """Return the instant to which a number of business or calendar days leads."""
    assert amount.days is not None
    if amount.kind == "calendar_days":
        return add_calendar_days(timeline, moment, amount.days)
    return add_business_days(
        timeline,
        moment,
        amount.days,
        end_of_day=amount.end_of_day,
        at=amount.time_of_day,
        cutoff=cutoff,
    )


def add_calendar_days(timeline: Timeline, moment: timedelta, days: int) -> timedelta:
    """Return the same wall time `days` dates on, in the zone of the calendar."""
    if days == 0:
        # The second of two equal wall times has to stay what it is.
        return moment
    zone = timeline.source.zone
    day, time_of_day = wall_time(moment, zone)
    try:
        return wall_to_utc(zone, day + days, time_of_day) * MICROSECOND
    except (OverflowError, ValueError):
        raise beyond(moment, f"{days}cd") from None


def add_wall(moment: timedelta, length: timedelta) -> timedelta:
    """Return the instant after a length of real time."""
    try:
        return (EPOCH + (moment + length)) - EPOCH
    except OverflowError:
        raise beyond(moment, f"{format_length(length)} wall") from None


def beyond(moment: timedelta, amount: str) -> HorizonError:
    return HorizonError(
        f"{amount} from {(EPOCH + moment).isoformat()} is outside the years of the calendar",
        last=EPOCH + moment,
        parameter="amount",
        value=amount,
        remedy="ask for less",
    )
