"""Dates and instants as a language writes them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from slakit.durations import format_time_of_day, microseconds, parse_time_of_day
from slakit.errors import InstantError
from slakit.instants import plain_datetime, since_epoch

__all__ = ["DateStyle", "Dates", "ZoneStyle"]

DateStyle = Literal["short", "long"]
ZoneStyle = Literal["abbreviation", "offset"]

ZERO = timedelta(0)


@dataclass(frozen=True, slots=True)
class Dates:
    """The names of days and months, short and long, and the order in which a date is written.

    Weekdays begin with Monday. Patterns have the fields weekday, day, month (its name) and year,
    and `dd` and `mm`, day and month as two digits. `decimal` stands before parts of a second.
    """

    weekdays: dict[DateStyle, list[str]]
    months: dict[DateStyle, list[str]]
    patterns: dict[DateStyle, str]
    decimal: str

    def write(self, day: date, style: DateStyle) -> str:
        """Return a date."""
        # A datetime is a date too: which of its dates is meant depends on the zone.
        if not isinstance(day, date) or isinstance(day, datetime):
            raise InstantError(
                f"{day!r} is no date",
                parameter="day",
                value=day,
                remedy="give a datetime.date, such as .date() of an instant in the zone you mean",
            )
        return self.patterns[style].format(
            weekday=self.weekdays[style][day.weekday()],
            day=day.day,
            dd=f"{day.day:02}",
            month=self.months[style][day.month - 1],
            mm=f"{day.month:02}",
            year=day.year,
        )

    def write_time(self, since_midnight: int) -> str:
        """Return a time of day, given in microseconds, as exact as it has to be."""
        text = format_time_of_day(since_midnight)
        return text.rstrip("0").replace(".", self.decimal) if "." in text else text

    def write_instant(self, instant: datetime, style: DateStyle, zone: ZoneStyle | None) -> str:
        """Return an instant in its own zone."""
        since_epoch(instant, "instant")
        instant = plain_datetime(instant, "instant")
        moment = parse_time_of_day(instant.time())
        text = f"{self.write(instant.date(), style)}, {self.write_time(moment)}"
        return f"{text} {zone_of(instant, zone)}" if zone else text

    def write_period(self, start: datetime, end: datetime, zone: ZoneStyle | None) -> str:
        """Return two instants; of the second only the time where its date is the same."""
        first, second = (self.write_instant(each, "short", zone) for each in (start, end))
        if start.date() == end.date():
            second = second.removeprefix(f"{self.write(end.date(), 'short')}, ")
        return f"{first} \N{EN DASH} {second}"


def zone_of(instant: datetime, style: ZoneStyle) -> str:
    """Return the zone of an instant; where it has no letters, its offset stands for them."""
    name = instant.tzname() or ""
    if style == "abbreviation" and name[:1].isalpha():
        return name
    offset = instant.utcoffset() or ZERO
    if not offset:
        return "UTC"
    sign = "-" if offset < ZERO else "+"
    return f"UTC{sign}{format_time_of_day(microseconds(abs(offset)))}"
