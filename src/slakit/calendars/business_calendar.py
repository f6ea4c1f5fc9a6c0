"""`BusinessCalendar`: the document that says when one place works."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, Self
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field, model_validator

from slakit.calendars.calendar import Calendar
from slakit.calendars.compile import CalendarSource
from slakit.calendars.holidays import HolidaySource, HolidaySources, RuleHoliday
from slakit.calendars.hours import WEEKDAYS, WeeklyHours, format_day
from slakit.calendars.one_off import OneOff
from slakit.calendars.special import SpecialHours
from slakit.calendars.window import ever_opens
from slakit.calendars.zones import zone
from slakit.errors import NeverOpenError

__all__ = ["BusinessCalendar"]


def zone_name(value: Any) -> str:
    return zone(value, parameter="").key


class BusinessCalendar(Calendar):
    """When one place works: weekly hours, holidays, special hours and one-off changes.

    `hours` is a text such as ``"Mon-Fri 09:00-12:00,13:00-18:00; Sat 10:00-14:00"``
    or a mapping of weekdays to intervals; weekdays left out are closed. An end
    before its start runs into the next day, 24:00 is the end of the day. The
    layers of a date are weekly hours, holidays, special hours, openings,
    closures; the later wins.

    Raises `DocumentError` with every problem at once, and `NeverOpenError` for
    a calendar without a single open instant.

    >>> from datetime import date, datetime
    >>> cal = BusinessCalendar(
    ...     tz="America/New_York",
    ...     hours={"mon-fri": ["09:00-12:00", "13:00-18:00"]},
    ...     holidays=[date(2024, 12, 25)],
    ...     special={date(2024, 12, 24): ["09:00-12:00"]},
    ... )
    >>> str(cal.add(datetime(2024, 12, 24, 11, tzinfo=cal.zone), "2h"))
    '2024-12-26 10:00:00-05:00'
    """

    tz: Annotated[str, BeforeValidator(zone_name)] = Field(
        description="the IANA time zone of the hours",
        examples=["America/Sao_Paulo", "Europe/Madrid"],
    )
    hours: WeeklyHours = Field(description="the hours of each weekday")
    holidays: HolidaySources = Field(default=(), description="dates without work, by source")
    special: SpecialHours = Field(
        default=SpecialHours(), description="hours of dates that differ from their weekday"
    )
    openings: tuple[OneOff, ...] = Field(
        default=(), description="exact stretches of time that are open as well"
    )
    closures: tuple[OneOff, ...] = Field(
        default=(), description="exact stretches of time that are closed whatever else is said"
    )

    @classmethod
    def always(cls, tz: str | ZoneInfo) -> Self:
        """Return the calendar that never closes; its zone says what a calendar day is.

        >>> BusinessCalendar.always("UTC").hours
        WeeklyHours('Mon-Sun 00:00-24:00')
        """
        return cls(tz=tz, hours="Mon-Sun 00:00-24:00")

    @model_validator(mode="after")
    def _check_that_it_opens(self) -> Self:
        # Weekly hours are open at some time, unless a rule or a range of dates takes them all.
        has_rule = any(isinstance(source, RuleHoliday) for source in self.holidays)
        may_be_closed = not any(self.hours) or self.special or has_rule
        if may_be_closed and not ever_opens(self._source()):
            raise NeverOpenError(
                "the calendar never opens",
                value=str(self.hours),
                remedy='give it hours, as in "Mon-Fri 09:00-17:00", special hours or openings',
            )
        return self

    def week(self, of: date | None = None) -> dict[str, list[str]]:
        if of is not None:
            return super().week(of)
        return {
            name: [format_day([interval]) for interval in hours]
            for name, hours in zip(WEEKDAYS, self.hours, strict=True)
        }

    def _source(self) -> CalendarSource:
        return CalendarSource(
            zone=zone(self.tz),
            hours=self.hours,
            holidays=self.holidays,
            special=self.special,
            one_offs=[
                (*each.span, layer, each.name)
                for layer, changes in (("opening", self.openings), ("closure", self.closures))
                for each in changes
            ],
            label=f"the calendar {str(self.hours)!r} in {self.tz}",
        )

    def _zones(self) -> Iterator[ZoneInfo]:
        yield zone(self.tz)

    def _holiday_sources(self) -> Iterator[HolidaySource]:
        yield from self.holidays
