"""Which dates have work, and the intervals that start on each."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from slakit.calendars.compile import CalendarSource
from slakit.calendars.hours import WeeklyHours
from slakit.calendars.schedule import Schedule, WorkInterval
from slakit.calendars.spans import Shift
from slakit.calendars.special import SpecialHours

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


class Recorded(CalendarSource):
    """A source that writes down which years were compiled from it."""

    compiled: list[int]

    def shifts(self, year: int, *, warn: bool = True) -> list[Shift]:
        self.compiled.append(year)
        return super().shifts(year)


def us(text: str) -> int:
    return (datetime.fromisoformat(text).replace(tzinfo=UTC) - EPOCH) // MICROSECOND


def source(hours: Any, tz: str = "UTC", **one_offs: tuple[str, str]) -> Recorded:
    found = Recorded(
        zone=ZoneInfo(tz),
        hours=WeeklyHours.parse(hours),
        special=SpecialHours(),
        one_offs=[(us(a), us(b), layer, "") for layer, (a, b) in one_offs.items()],
        label="the tests' office",
    )
    found.compiled = []
    return found


def texts(spans: list[WorkInterval]) -> list[str]:
    return [f"{EPOCH + start:%m-%d %H:%M} {EPOCH + end:%m-%d %H:%M}" for start, end in spans]


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


class TestIntervals:
    def test_of_a_business_day(self) -> None:
        """The intervals that start on the date, in order."""
        schedule = Schedule(source("Mon-Fri 09:00-12:00,13:00-18:00"))
        assert ["05-02 09:00 05-02 12:00", "05-02 13:00 05-02 18:00"] == texts(
            schedule.intervals(day("2024-05-02"))
        )

    def test_of_another_day(self) -> None:
        """A Saturday of an office has none."""
        assert [] == Schedule(source("Mon-Fri 09:00-17:00")).intervals(day("2024-05-04"))

    def test_of_a_night(self) -> None:
        """A night is one interval, also over New Year, at which years are cut."""
        schedule = Schedule(source("Mon-Sun 22:00-06:00"))
        assert ["05-02 22:00 05-03 06:00"] == texts(schedule.intervals(day("2024-05-02")))
        assert ["12-31 22:00 01-01 06:00"] == texts(schedule.intervals(day("2024-12-31")))

    def test_what_touches_is_one(self) -> None:
        """Intervals of one date that touch or overlap are one, those of two dates are two."""
        schedule = Schedule(
            source(
                "Mon-Sun 00:00-12:00,12:00-24:00", opening=("2024-05-02 10:00", "2024-05-02 14:00")
            )
        )
        assert ["05-02 00:00 05-03 00:00"] == texts(schedule.intervals(day("2024-05-02")))
        assert ["05-03 00:00 05-04 00:00"] == texts(schedule.intervals(day("2024-05-03")))

    def test_a_shift_within_another(self) -> None:
        """An opening within the hours makes them no shorter."""
        schedule = Schedule(
            source("Mon-Fri 09:00-17:00", opening=("2024-05-02 10:00", "2024-05-02 11:00"))
        )
        assert ["05-02 09:00 05-02 17:00"] == texts(schedule.intervals(day("2024-05-02")))

    def test_an_opening_of_years(self) -> None:
        """Each date of a long opening is a day of work."""
        schedule = Schedule(source("Mon 09:00-10:00", opening=("2024-05-04", "2027-05-05")))
        for each in ("2024-05-04", "2024-12-31", "2026-02-28"):
            start = us(each) * MICROSECOND
            assert [(start, start + timedelta(days=1))] == schedule.intervals(day(each))

    def test_the_date_is_that_of_the_zone(self) -> None:
        """Monday morning in Kiritimati is Sunday in UTC."""
        schedule = Schedule(source("Mon 09:00-10:00", "Pacific/Kiritimati"))
        assert ["05-05 19:00 05-05 20:00"] == texts(schedule.intervals(day("2024-05-06")))


class TestAround:
    def test_business_days_in_order(self) -> None:
        """The dates with work are sorted ordinals, and those asked for are all there."""
        first, last = day("2024-05-01"), day("2024-05-12")
        workdays = Schedule(source("Mon-Fri 09:00-17:00")).around(first, last)
        assert workdays.first <= first <= last <= workdays.last
        assert [day(f"2024-05-{n:02}") for n in (1, 2, 3, 6, 7, 8, 9, 10)] == [
            ordinal for ordinal in workdays.ordinals if first <= ordinal <= last
        ]

    @pytest.mark.parametrize(
        ("years", "asked"),
        [
            ({2024}, "2024-05-02"),
            # The work of a local date can lie in the year beside it.
            ({2024, 2025}, "2024-12-31"),
            ({2024, 2025}, "2025-01-01"),
            ({2023, 2024}, "2024-01-04"),
            ({2024}, "2024-01-05"),
        ],
    )
    def test_years_are_compiled_as_they_are_needed(self, years: set[int], asked: str) -> None:
        """A date in the middle of a year needs that year, one at its edge two."""
        found = source("Mon-Fri 09:00-17:00")
        schedule = Schedule(found)
        schedule.around(day(asked), day(asked))
        assert years == {*found.compiled}
        found.compiled.clear()
        schedule.around(day(asked), day(asked))
        assert [] == found.compiled

    def test_it_grows_both_ways(self) -> None:
        """What was compiled is kept while it fits into the horizon."""
        schedule = Schedule(source("Mon-Fri 09:00-17:00"))
        schedule.around(day("2024-05-01"), day("2024-05-02"))
        schedule.around(day("2026-05-01"), day("2026-05-02"))
        workdays = schedule.around(day("2022-05-01"), day("2022-05-02"))
        assert (2022, 2026) == (workdays.first_year, workdays.last_year)
        workdays = schedule.around(day("2123-05-01"), day("2123-05-02"))
        assert (2123, 2123) == (workdays.first_year, workdays.last_year)

    def test_forgetting(self) -> None:
        """What was dropped is compiled again."""
        found = source("Mon-Fri 09:00-17:00")
        schedule = Schedule(found)
        for _ in range(2):
            assert schedule.intervals(day("2024-05-02"))
            schedule.forget()
        assert [2024, 2024] == found.compiled
