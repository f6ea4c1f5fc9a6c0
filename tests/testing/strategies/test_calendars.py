"""Calendars that are drawn: slakit accepts them, and they are of every sort."""

from __future__ import annotations

import warnings
from datetime import date, datetime, timedelta

from hypothesis import given, settings

from slakit import BusinessCalendar, Calendar, CombinedCalendar, HoursWarning
from slakit.testing.strategies import calendars, instants

HOUR = timedelta(hours=1)


@settings(max_examples=30)
@given(calendars(combined=False), instants())
def test_single(calendar: Calendar, at: datetime) -> None:
    """A calendar that may not be combined is one place's, and answers."""
    assert isinstance(calendar, BusinessCalendar)
    assert HOUR == calendar.elapsed(at, calendar.add(at, HOUR))


@settings(max_examples=30)
@given(calendars())
def test_round_trip(calendar: Calendar) -> None:
    """Every calendar can be written and read again."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", HoursWarning)
        assert calendar == type(calendar).model_validate(calendar.to_data())


@settings(max_examples=30)
@given(calendars(tz="Pacific/Apia", about=date(2011, 12, 30)))
def test_zone(calendar: Calendar) -> None:
    """A calendar is in the zone that is asked for, and so is the first of those joined."""
    assert "Pacific/Apia" == str(calendar.zone)


def test_whole_language() -> None:
    """Among a hundred there are all sorts of combinations, holidays, changes and special hours."""
    found: set[str] = set()

    @settings(max_examples=150, database=None)
    @given(calendars())
    def note(calendar: Calendar) -> None:
        found.update(calendar.to_data())
        parts = [calendar] if isinstance(calendar, BusinessCalendar) else []
        if isinstance(calendar, CombinedCalendar):
            parts += [each for each in calendar._parts() if isinstance(each, BusinessCalendar)]
        for part in parts:
            found.update(type(source).__name__ for source in part.holidays)
            found.update("range" for key, _ in part.special if ".." in key)
            found.update("yearly hours" for key, _ in part.special if len(key) == 5)

    note()
    assert {
        *("holidays", "special", "openings", "closures", "range", "yearly hours"),
        *("union", "intersection", "difference", "succession"),
        *("DateHoliday", "YearlyHoliday", "RuleHoliday"),
    } <= found
