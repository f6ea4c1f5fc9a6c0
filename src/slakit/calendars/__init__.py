"""When work counts: business calendars and every question about them."""

from slakit.calendars.business_calendar import BusinessCalendar
from slakit.calendars.calendar import Calendar, Interval
from slakit.calendars.combined import AnyCalendar, CombinedCalendar, Phase, succession
from slakit.calendars.holidays import Holiday, HolidaySource
from slakit.calendars.one_off import OneOff

__all__ = [
    "AnyCalendar",
    "BusinessCalendar",
    "Calendar",
    "CombinedCalendar",
    "Holiday",
    "HolidaySource",
    "Interval",
    "OneOff",
    "Phase",
    "succession",
]
