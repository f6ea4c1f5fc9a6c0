"""Business days, worked out by hand on a calendar on the wall.

In May 2024 the 1st was a Wednesday: Thursday 2, Friday 3, Monday 6, Tuesday 7, Wednesday 8.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from slakit import (
    AmountError,
    BusinessCalendar,
    CalendarError,
    HorizonError,
    InstantError,
)
from tests.strategies import meant_hours


def cal(hours: str, tz: str = "UTC", **more: Any) -> BusinessCalendar:
    with meant_hours():
        return BusinessCalendar(tz=tz, hours=hours, **more)


def may(text: str) -> datetime:
    """Return "02 16:00" as that instant of May 2024 in UTC; "03 24:00" is the next midnight."""
    day, clock = text.split()
    hour, minute = clock.split(":")
    if hour == "24":
        day, hour = str(int(day) + 1), "00"
    return datetime(2024, 5, int(day), int(hour), int(minute), tzinfo=UTC)


OFFICE = cal("Mon-Fri 09:00-12:00,13:00-18:00")
SHORT_FRIDAY = cal("Mon-Thu 09:00-12:00,13:00-18:00; Fri 10:00-14:00")
NIGHTS = cal("Mon-Fri 22:00-06:00")
WHOLE = cal("Mon-Fri 00:00-24:00")


class TestForwards:
    @pytest.mark.parametrize(
        ("expected", "start", "days"),
        [
            ("03 16:00", "02 16:00", 1),
            ("06 16:00", "02 16:00", 2),
            ("09 16:00", "02 16:00", 5),
            # Outside hours: from the next opening.
            ("03 09:00", "02 07:00", 1),
            ("06 09:00", "02 18:00", 1),
            ("06 09:00", "02 20:00", 1),
            ("07 09:00", "04 11:00", 1),
            # In the break: from its end.
            ("03 13:00", "02 12:00", 1),
            ("03 13:00", "02 12:30", 1),
            ("03 09:00", "02 09:00", 1),
            # No days: the next working instant.
            ("02 16:00", "02 16:00", 0),
            ("02 13:00", "02 12:30", 0),
            ("06 09:00", "04 11:00", 0),
        ],
    )
    def test_the_same_time_of_day(self, expected: str, start: str, days: int) -> None:
        """So many business days on, at the time of day at which work could begin."""
        assert may(expected) == OFFICE.add_business_days(may(start), days)

    @pytest.mark.parametrize(
        ("expected", "start"),
        [
            # Before the first opening of Friday, after its last closing.
            ("03 10:00", "02 09:15"),
            ("03 14:00", "02 15:00"),
            ("03 14:00", "02 17:59"),
            ("03 11:30", "02 11:30"),
            # From Friday 14:00, outside hours, Monday's opening.
            ("07 09:00", "03 14:00"),
            # Friday 13:59 is within hours of Monday.
            ("06 13:59", "03 13:59"),
        ],
    )
    def test_pulled_into_the_hours_of_the_day(self, expected: str, start: str) -> None:
        """Before the opening it is the opening, after the closing the closing."""
        assert may(expected) == SHORT_FRIDAY.add_business_days(may(start), 1)

    @pytest.mark.parametrize(
        ("expected", "start"),
        [
            # Friday 12:30 is Monday's break: the closing that begins it.
            ("06 12:00", "03 12:30"),
            ("06 12:00", "03 12:00"),
            ("06 13:00", "03 13:00"),
        ],
    )
    def test_a_break_ends_at_its_beginning(self, expected: str, start: str) -> None:
        """What falls into a break goes to the closing that begins it."""
        assert may(expected) == SHORT_FRIDAY.add_business_days(may(start), 1)

    @pytest.mark.parametrize(
        ("expected", "start", "days"),
        [
            # Thursday night lasts until Friday 06:00; an instant in it belongs to Thursday.
            ("04 02:00", "03 02:00", 1),
            ("03 23:00", "02 23:00", 1),
            ("07 02:00", "04 02:00", 1),
            ("03 22:00", "02 12:00", 1),
            ("07 02:00", "03 02:00", 2),
            # Saturday 06:00 is the end of Friday's night: from Monday's opening.
            ("07 22:00", "04 06:00", 1),
        ],
    )
    def test_nights(self, expected: str, start: str, days: int) -> None:
        """The hours after midnight are those of the day before."""
        assert may(expected) == NIGHTS.add_business_days(may(start), days)

    def test_a_tail_that_ends_earlier(self) -> None:
        """At 05:00 in a night that next time ends at 03:00, it is that end."""
        found = cal("Mon 22:00-06:00; Tue 22:00-03:00")
        assert may("08 03:00") == found.add_business_days(may("07 05:00"), 1)

    def test_the_end_of_a_whole_day(self) -> None:
        """Around the clock midnight is the next day's; after Friday there is Monday."""
        assert may("06 00:00") == WHOLE.add_business_days(may("03 00:00"), 1)
        assert may("07 00:00") == WHOLE.add_business_days(may("03 24:00"), 1)

    def test_over_holidays(self) -> None:
        """Holidays are no business days."""
        found = cal("Mon-Fri 09:00-18:00", holidays=["2024-05-03", "05-06"])
        assert may("07 16:00") == found.add_business_days(may("02 16:00"), 1)


class TestTurnOfTheYear:
    """Years are compiled as they are needed; a fresh calendar has only the first one."""

    @pytest.mark.parametrize(
        ("expected", "start", "days"),
        [
            # Thursday, Friday, Monday 30, Tuesday 31, Wednesday 1 January, Thursday.
            ((2024, 12, 27), (2024, 12, 26), 1),
            ((2024, 12, 30), (2024, 12, 26), 2),
            ((2024, 12, 31), (2024, 12, 26), 3),
            ((2025, 1, 1), (2024, 12, 26), 4),
            ((2025, 1, 2), (2024, 12, 31), 2),
            # Monday 6 January back to Thursday and Tuesday.
            ((2025, 1, 2), (2025, 1, 6), -2),
            ((2024, 12, 31), (2025, 1, 6), -4),
            ((2024, 12, 24), (2025, 1, 6), -9),
        ],
    )
    @pytest.mark.parametrize("hours", ["Mon-Fri 08:00-16:00", "Mon-Fri 10:00-04:00"])
    def test_either_way(
        self, hours: str, expected: tuple[int, ...], start: tuple[int, ...], days: int
    ) -> None:
        """The days around New Year are found from either side of it."""
        found = cal(hours).add_business_days(datetime(*start, 12, tzinfo=UTC), days)
        assert datetime(*expected, 12, tzinfo=UTC) == found


class TestBackwards:
    @pytest.mark.parametrize(
        ("expected", "start", "days"),
        [
            ("02 16:00", "03 16:00", -1),
            ("02 16:00", "06 16:00", -2),
            # Outside hours: from the closing before. A closing is inside.
            ("02 18:00", "03 18:00", -1),
            ("02 18:00", "03 20:00", -1),
            ("02 18:00", "04 11:00", -1),
            ("01 18:00", "03 08:00", -1),
            # An opening is open, and so it is a moment of its own day.
            ("02 09:00", "03 09:00", -1),
            # In the break: from the closing that begins it.
            ("02 12:00", "03 12:30", -1),
            ("02 12:00", "03 12:00", -1),
        ],
    )
    def test_the_mirror(self, expected: str, start: str, days: int) -> None:
        """Counted back a closing counts as inside, and outside hours it is the closing before."""
        assert may(expected) == OFFICE.add_business_days(may(start), days)

    @pytest.mark.parametrize(
        ("expected", "start"),
        [
            # Monday 09:15 is before Friday's opening, 17:00 after its closing.
            ("03 10:00", "06 09:15"),
            ("03 14:00", "06 17:00"),
        ],
    )
    def test_pulled_into_the_hours_of_the_day(self, expected: str, start: str) -> None:
        """Before the opening it is the opening, after the closing the closing."""
        assert may(expected) == SHORT_FRIDAY.add_business_days(may(start), -1)

    def test_a_break_begins_at_its_end(self) -> None:
        """Backwards what falls into a break goes to the opening that ends it."""
        assert may("02 13:00") == SHORT_FRIDAY.add_business_days(may("03 12:30"), -1)

    def test_a_closing_at_midnight_belongs_to_its_own_day(self) -> None:
        """24:00 of Friday is Friday's, and a day before it is 24:00 of Thursday."""
        assert may("02 24:00") == WHOLE.add_business_days(may("03 24:00"), -1)
        assert may("02 24:00") == WHOLE.add_business_days(may("05 11:00"), -1)
        evenings = cal("Mon-Fri 20:00-24:00")
        assert may("02 24:00") == evenings.add_business_days(may("04 00:00"), -1)

    def test_nights(self) -> None:
        """The end of a night belongs to the day on which the night began."""
        assert may("03 06:00") == NIGHTS.add_business_days(may("04 06:00"), -1)
        assert may("03 02:00") == NIGHTS.add_business_days(may("04 02:00"), -1)
        assert may("02 06:00") == NIGHTS.add_business_days(may("03 12:00"), -1)


class TestEndOfDay:
    @pytest.mark.parametrize(
        ("expected", "start", "days"),
        [
            ("02 18:00", "02 16:00", 0),
            ("02 18:00", "02 07:00", 0),
            ("06 18:00", "04 16:00", 0),
            ("03 14:00", "02 16:00", 1),
            ("06 18:00", "03 11:00", 1),
            ("03 14:00", "06 11:00", -1),
            # Friday after closing counts from Monday.
            ("07 18:00", "03 14:00", 1),
        ],
    )
    def test_is_the_last_closing(self, expected: str, start: str, days: int) -> None:
        """`2bd eod` is that day's last closing."""
        assert may(expected) == SHORT_FRIDAY.add_business_days(may(start), days, end_of_day=True)

    def test_of_a_night(self) -> None:
        """A night's day ends on the next morning, a whole day at its midnight."""
        assert may("03 06:00") == NIGHTS.add_business_days(may("02 23:00"), 0, end_of_day=True)
        assert may("03 06:00") == NIGHTS.add_business_days(may("03 01:00"), 0, end_of_day=True)
        assert may("03 24:00") == WHOLE.add_business_days(may("02 23:00"), 1, end_of_day=True)


class TestTimeOfDay:
    @pytest.mark.parametrize(
        ("expected", "start", "days", "at"),
        [
            ("03 16:00", "02 10:00", 1, "16:00"),
            # Taken literally, outside hours too, and before the start too.
            ("03 20:00", "02 10:00", 1, "20:00"),
            ("03 12:30", "02 10:00", 1, time(12, 30)),
            ("02 09:30", "02 16:00", 0, "09:30"),
            ("06 07:00", "04 16:00", 0, "7:00"),
            ("02 16:00", "03 10:00", -1, "16:00"),
        ],
    )
    def test_is_literal(self, expected: str, start: str, days: int, at: str | time) -> None:
        """`2bd 16:00` is 16:00 of that day, in hours or not."""
        assert may(expected) == OFFICE.add_business_days(may(start), days, at=at)

    def test_of_a_night(self) -> None:
        """The time is one of the date on which the night began."""
        assert may("03 02:00") == NIGHTS.add_business_days(may("03 01:00"), 1, at="02:00")

    def test_is_in_the_zone_of_the_calendar(self) -> None:
        """16:00 in Tokyo is 07:00 UTC."""
        tokyo = cal("Mon-Fri 09:00-17:00", "Asia/Tokyo")
        assert may("03 07:00") == tokyo.add_business_days(may("02 01:00"), 1, at="16:00")


class TestCutoff:
    @pytest.mark.parametrize(
        ("expected", "start", "days"),
        [
            ("03 14:59", "02 14:59", 1),
            # At the cut-off and after it the next day counts, from its opening.
            ("06 09:00", "02 15:00", 1),
            ("06 09:00", "02 17:00", 1),
            ("07 09:00", "03 17:00", 1),
            ("03 09:00", "02 17:00", 0),
            # Outside hours it is the next opening that counts.
            ("06 09:00", "02 18:00", 1),
            ("06 09:00", "02 20:00", 1),
            ("03 09:00", "02 05:00", 1),
            ("07 09:00", "04 16:00", 1),
        ],
    )
    def test_from_the_next_day(self, expected: str, start: str, days: int) -> None:
        """A start at or after 15:00 counts from the next business day."""
        for cutoff in ("15:00", time(15)):
            assert may(expected) == OFFICE.add_business_days(may(start), days, cutoff=cutoff)
            if days:
                assert may(expected) == OFFICE.add(may(start), f"{days}bd", cutoff=cutoff)

    def test_with_the_end_of_the_day(self) -> None:
        """It goes with the other words."""
        start = may("02 15:00")
        assert may("06 18:00") == OFFICE.add_business_days(
            start, 1, end_of_day=True, cutoff="15:00"
        )
        assert may("06 16:00") == OFFICE.add_business_days(start, 1, at="16:00", cutoff="15:00")
        assert may("03 18:00") == OFFICE.add(start, "0bd eod", cutoff="15:00")

    def test_in_a_night(self) -> None:
        """02:00 of Thursday's night is after 23:00 of Thursday."""
        assert may("03 22:00") == NIGHTS.add_business_days(may("03 02:00"), 0, cutoff="23:00")
        assert may("06 22:00") == NIGHTS.add_business_days(may("03 02:00"), 1, cutoff="23:00")
        assert may("03 22:30") == NIGHTS.add_business_days(may("02 22:30"), 1, cutoff="23:00")

    def test_counting_back(self) -> None:
        """A cut-off says which day counts first, and nothing when counting back."""
        with pytest.raises(CalendarError, match="cutoff: a cut-off says which day") as caught:
            OFFICE.add_business_days(may("02 16:00"), -1, cutoff="15:00")
        assert "leave it out" in caught.value.remedy

    @pytest.mark.parametrize("amount", ["4h", "24h wall", "3cd", "none"])
    def test_other_amounts(self, amount: str) -> None:
        """It is for business days; with another amount it would do nothing, so it is refused."""
        with pytest.raises(AmountError, match=f"cutoff: a cut-off does not go with '{amount}'"):
            OFFICE.add(may("02 16:00"), amount, cutoff="15:00")


class TestArguments:
    def test_the_end_of_the_day_and_a_time(self) -> None:
        """Both cannot be meant."""
        with pytest.raises(AmountError, match="at: the end of the day and a time of day exclude"):
            OFFICE.add_business_days(may("02 16:00"), 1, end_of_day=True, at="16:00")

    def test_the_zone_of_the_answer(self) -> None:
        """The answer is in the zone of the start."""
        start = may("02 16:00").astimezone(ZoneInfo("Asia/Tokyo"))
        assert start.tzinfo is OFFICE.add_business_days(start, 1).tzinfo


class TestClocks:
    """Business days where clocks change, in Madrid on Sunday 31 March 2024."""

    def test_the_same_wall_time(self) -> None:
        """From Friday 16:00 to Monday 16:00 it is 71 hours."""
        madrid = cal("Mon-Fri 09:00-18:00", "Europe/Madrid")
        friday = datetime(2024, 3, 29, 16, tzinfo=madrid.zone)
        monday = madrid.add_business_days(friday, 1)
        assert datetime(2024, 4, 1, 14, tzinfo=UTC) == monday
        assert friday == madrid.add_business_days(monday, -1)

    def test_a_time_that_never_was(self) -> None:
        """02:30 on the day of the change is 03:30."""
        always = BusinessCalendar.always("Europe/Madrid")
        start = datetime(2024, 3, 30, 2, 30, tzinfo=always.zone)
        assert datetime(2024, 3, 31, 1, 30, tzinfo=UTC) == always.add_business_days(start, 1)

    def test_a_date_that_never_was(self) -> None:
        """After Apia's Thursday 29 December 2011 came Saturday."""
        always = BusinessCalendar.always("Pacific/Apia")
        start = datetime(2011, 12, 29, 12, tzinfo=always.zone)
        expected = datetime(2011, 12, 31, 12, tzinfo=always.zone)
        assert expected == always.add_business_days(start, 1)
        assert start == always.add_business_days(expected, -1)
        assert 2 == always.business_days(date(2011, 12, 29), date(2012, 1, 1))


class TestCount:
    @pytest.mark.parametrize(
        ("expected", "first", "last"),
        [
            (0, date(2024, 5, 2), date(2024, 5, 2)),
            (1, date(2024, 5, 2), date(2024, 5, 3)),
            (2, date(2024, 5, 2), date(2024, 5, 4)),
            (0, date(2024, 5, 4), date(2024, 5, 6)),
            (262, date(2024, 1, 1), date(2025, 1, 1)),
            (23, date(2024, 5, 1), date(2024, 6, 1)),
            # Backwards the later date counts and the earlier one does not.
            (-1, date(2024, 5, 3), date(2024, 5, 2)),
            (0, date(2024, 5, 4), date(2024, 5, 3)),
            (-2, date(2024, 5, 6), date(2024, 5, 2)),
        ],
    )
    def test_end_excluded(self, expected: int, first: date, last: date) -> None:
        """The business days from the first date on and before the last, as numpy counts."""
        assert expected == OFFICE.business_days(first, last)

    @pytest.mark.parametrize("parameter", ["first", "last"])
    @pytest.mark.parametrize("value", [may("02 09:00"), "2024-05-02", None, 20240502], ids=repr)
    def test_no_date(self, parameter: str, value: Any) -> None:
        """A datetime has a date only in a zone; texts and numbers have none."""
        arguments = {"first": date(2024, 5, 2), "last": date(2024, 5, 3), parameter: value}
        with pytest.raises(InstantError, match=f"{parameter}: .* is no date") as caught:
            OFFICE.business_days(**arguments)
        assert value == caught.value.value
        assert "the date in the calendar's zone" in caught.value.remedy

    def test_subclasses_of_date(self) -> None:
        """Subclasses of date are dates."""

        class Day(date):
            pass

        assert 1 == OFFICE.business_days(Day(2024, 5, 2), Day(2024, 5, 3))


class TestHorizon:
    @pytest.mark.parametrize("days", [30_000, -30_000, 10**9, -(10**9), 10**30])
    def test_too_many_days(self, days: int) -> None:
        """More business days than a hundred years have are an error, found at once."""
        with pytest.raises(HorizonError, match="within 100 years") as caught:
            OFFICE.add_business_days(may("02 16:00"), days)
        assert 100 == caught.value.horizon

    def test_many_days(self) -> None:
        """Twenty years of 52 weeks of five days end on the same weekday."""
        expected = datetime(2044, 4, 7, 16, tzinfo=UTC)
        assert date(2024, 5, 2).toordinal() + 20 * 364 == expected.toordinal()
        assert expected == OFFICE.add_business_days(may("02 16:00"), 20 * 260)
        assert may("02 16:00") == OFFICE.add_business_days(expected, -20 * 260)

    def test_a_rare_day(self) -> None:
        """A calendar of one day a year is searched as far as it takes."""
        found = cal("", special={"02-29": "09:00-10:00"})
        start = datetime(2024, 2, 29, 9, 30, tzinfo=UTC)
        assert datetime(2096, 2, 29, 9, 30, tzinfo=UTC) == found.add_business_days(start, 18)
        assert datetime(1960, 2, 29, 9, 30, tzinfo=UTC) == found.add_business_days(start, -16)

    @pytest.mark.parametrize(
        ("first", "last"),
        [
            (date(1, 1, 1), date(1, 2, 1)),
            (date(9999, 12, 1), date(9999, 12, 31)),
            (date(1900, 1, 1), date(2024, 1, 1)),
            (date(2024, 1, 1), date(1900, 1, 1)),
            (date(2024, 1, 1), date(9999, 12, 31)),
        ],
    )
    def test_counts_beyond(self, first: date, last: date) -> None:
        """A count over more than a century, or at the ends of time, is an error."""
        with pytest.raises(HorizonError):
            OFFICE.business_days(first, last)

    @pytest.mark.parametrize("year", [2, 3, 9997, 9998])
    @pytest.mark.parametrize("day", [(1, 1), (1, 8), (12, 24), (12, 31)])
    @pytest.mark.parametrize("tz", ["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago"])
    def test_near_the_ends_of_time(self, year: int, day: tuple[int, int], tz: str) -> None:
        """At the first and the last years there is an answer or an error that says why."""
        found = cal("Mon-Sun 00:00-24:00", tz)
        start = datetime(year, *day, 12, tzinfo=UTC)
        for days in (0, 1, -1):
            try:
                answer = found.add_business_days(start, days)
            except (HorizonError, InstantError):
                continue
            assert days == (answer - start).days


def test_a_piece_of_a_night_two_dates_ago() -> None:
    """What a closure leaves of a long night is the next opening, however far west it is."""
    calendar = BusinessCalendar(
        tz="Pacific/Pago_Pago",
        hours="Mon 23:30-23:00; Thu 09:00-17:00",
        closures=[{"from": "2024-05-08T00:30:00Z", "to": "2024-05-08T02:00:00Z"}],
    )
    # The night of Monday goes on until 23:00 of Tuesday, eleven hours behind UTC.
    start = datetime(2024, 5, 8, 1, tzinfo=UTC)
    assert datetime(2024, 5, 8, 2, tzinfo=UTC) == calendar.add_business_days(start, 0)
