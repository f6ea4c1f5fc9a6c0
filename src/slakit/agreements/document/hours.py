"""Calendars in words: the hours of the week, and the days that differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby

from slakit.calendars import BusinessCalendar, Calendar, HolidaySource
from slakit.calendars.holiday_sources import DateHoliday, RuleHoliday, YearlyHoliday
from slakit.calendars.holidays import PublicHolidays
from slakit.wording import Catalogue

__all__ = ["days_off_text", "hours_text"]

DASH = "\N{EN DASH}"


def hours_text(calendar: Calendar, words: Catalogue, day: date | None) -> str:
    """Return the hours of a week with their time zone.

    Those of a calendar that is joined from others are the hours of the week of `day`.
    """
    zone = calendar.zone.key
    if isinstance(calendar, BusinessCalendar) and calendar.hours.never_closes:
        return f"{words.text('agreement.around_the_clock')} ({zone})"
    if isinstance(calendar, BusinessCalendar):
        week = calendar.week()
    elif day is not None:
        week = calendar.week(day)
    else:
        return f"{words.text('agreement.combined')} ({zone})"
    return f"{'; '.join(days_text(week.values(), words))} ({zone})"


def days_text(week: Iterable[list[str]], words: Catalogue) -> Iterator[str]:
    """Yield the days of a week that have the same hours, one after another."""
    named = zip(words.weekdays(), week, strict=True)
    for hours, days in groupby(named, key=lambda each: each[1]):
        names = [name for name, _ in days]
        span = names[0] if len(names) == 1 else f"{names[0]}{DASH}{names[-1]}"
        said = ", ".join(hours).replace("-", DASH) or words.text("agreement.closed")
        yield f"{span} {said}"


def days_off_text(calendar: Calendar, words: Catalogue) -> str:
    """Return the holidays and special hours of a calendar, as far as it names its own."""
    if not isinstance(calendar, BusinessCalendar):
        return ""
    said = []
    public = [each for each in calendar.holidays if isinstance(each, PublicHolidays)]
    if public:
        places = dict.fromkeys(place_of(each) for each in public)
        said.append(words.text("agreement.holidays_of", place=words.many(places)))
    own = [each for each in calendar.holidays if not isinstance(each, PublicHolidays)]
    if own:
        days = ", ".join(holiday_text(each, words) for each in own)
        said.append(words.text("agreement.closed_on", days=days))
    if calendar.special:
        days = ", ".join(str(day) for day in calendar.special.to_data())
        said.append(words.text("agreement.special", days=days))
    return "; ".join(said)


def place_of(source: PublicHolidays) -> str:
    """Return the code of a country with its subdivision, or that of a market."""
    place = source.country or source.market
    return f"{place}-{source.subdivision}" if source.subdivision else str(place)


def holiday_text(source: HolidaySource, words: Catalogue) -> str:
    """Return a day off of the calendar's own, with its name."""
    match source:
        case DateHoliday():
            day = words.date(source.date)
        case YearlyHoliday():
            month, number = source.yearly.split("-")
            day = f"{int(number)} {words.months()[int(month) - 1]}"
        case RuleHoliday():
            day = source.rrule
        case _:
            return str(source.to_data())
    name = getattr(source, "name", "")
    return f"{day} ({name})" if name else day
