"""Instants: aware datetimes outside, the time since `EPOCH` inside.

Inside slakit an instant is a `timedelta` since `EPOCH`: comparing and adding
timedeltas is several times cheaper than doing so with datetimes or converting
to integers, and exact to the microsecond.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from slakit.errors import InstantError, LocalMeanTimeWarning, NaiveDatetimeError, warn_caller

__all__ = [
    "EPOCH",
    "MICROSECOND",
    "UTC",
    "parse_instant",
    "plain_datetime",
    "since_epoch",
    "to_datetime",
]

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


def since_epoch(value: datetime, parameter: str) -> timedelta:
    """Return an aware datetime as the time since `EPOCH`, or say what is wrong with it."""
    if type(value) is not datetime:
        value = plain_datetime(value, parameter)
    tz = value.tzinfo
    if type(tz) is not ZoneInfo and tz is not UTC and hasattr(tz, "localize"):
        warn_of_local_mean_time(value, parameter)
    try:
        return value - EPOCH
    except TypeError:
        raise NaiveDatetimeError(
            f"{value.isoformat()} has no time zone",
            parameter=parameter,
            value=value,
            remedy="attach one, as in .replace(tzinfo=ZoneInfo('Europe/Madrid'))",
        ) from None


def plain_datetime(value: Any, parameter: str) -> datetime:
    """Return a subclass of datetime as a plain one; refuse NaT, dates and everything else."""
    if type(value) is datetime:
        return value
    if not isinstance(value, datetime):
        raise InstantError(
            f"{value!r} is no datetime",
            parameter=parameter,
            value=value,
            remedy="give an aware datetime.datetime",
        )
    if value != value:
        raise InstantError(
            "NaT is no instant",
            parameter=parameter,
            value=value,
            remedy="leave out the missing value or use None where that is allowed",
        )
    if getattr(value, "nanosecond", 0):
        raise InstantError(
            f"{value} is finer than a microsecond",
            parameter=parameter,
            value=value,
            remedy="round it on purpose, as in .floor('us')",
        )
    return datetime(
        value.year,
        value.month,
        value.day,
        value.hour,
        value.minute,
        value.second,
        value.microsecond,
        value.tzinfo,
        fold=value.fold,
    )


def warn_of_local_mean_time(value: datetime, parameter: str) -> None:
    """Warn when a pytz zone was attached by ``tzinfo=`` and so means the time before railways."""
    if value.tzname() == "LMT":
        warn_caller(
            f"{parameter}: {value.isoformat()} has the local mean time of {value.tzinfo}, as pytz"
            " gives it to datetime(..., tzinfo=...): it is minutes off. Use tz.localize(naive),"
            " or zoneinfo.",
            LocalMeanTimeWarning,
        )


@lru_cache(maxsize=64)
def epoch_in(tz: ZoneInfo) -> datetime:
    """Return the wall time of the epoch in UTC, labelled with another zone as `fromutc` wants."""
    return EPOCH.replace(tzinfo=tz)


def to_datetime(moment: timedelta, tz: tzinfo | None) -> datetime:
    """Return an instant as a datetime in `tz`."""
    if tz is UTC:
        return EPOCH + moment
    if type(tz) is ZoneInfo:
        # What astimezone does, at half its cost: adding to a datetime adds to its wall time.
        return tz.fromutc(epoch_in(tz) + moment)
    try:
        return (EPOCH + moment).astimezone(tz)
    except ValueError as error:
        raise InstantError(
            f"{tz!r} cannot tell local time: {error}",
            parameter="tz",
            value=tz,
            remedy="use a zone of zoneinfo",
        ) from None


def parse_instant(value: Any, parameter: str) -> datetime:
    """Return a datetime or its ISO 8601 text as a plain aware datetime.

    The zone of a datetime stays what it was; an offset read from text is a fixed
    one, and offset zero is `UTC`.

    >>> parse_instant("2024-05-02T14:00:00Z", "at")
    datetime.datetime(2024, 5, 2, 14, 0, tzinfo=datetime.timezone.utc)
    """
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value.strip())
        except ValueError:
            raise InstantError(
                f"{value!r} is no instant",
                parameter=parameter,
                value=value,
                remedy='write ISO 8601 with an offset, as in "2024-05-02T14:00:00-03:00"',
            ) from None
        if value.tzinfo is None:
            raise NaiveDatetimeError(
                f"{value.isoformat()} has no time zone",
                parameter=parameter,
                value=value,
                remedy=f'write it with an offset, as in "{value.isoformat()}-03:00"',
            )
    since_epoch(value, parameter)
    return plain_datetime(value, parameter)
