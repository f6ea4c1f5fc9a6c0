"""Where each kind of amount leads."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from slakit import Amount, AmountError, BusinessCalendar, CalendarError, HorizonError, SlakitError
from slakit.calendars.due import add_amount, add_days

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MADRID = ZoneInfo("Europe/Madrid")
OFFICE = BusinessCalendar(tz="Europe/Madrid", hours="Mon-Fri 09:00-18:00")
# Friday 3 May 2024, 17:00.
FRIDAY = datetime(2024, 5, 3, 17, tzinfo=MADRID)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=MADRID)


class TestKinds:
    @pytest.mark.parametrize(
        ("expected", "amount"),
        [
            # An hour of Friday, the rest on Monday.
            ("2024-05-03 18:00", "1h"),
            ("2024-05-06 10:30", "2h30m"),
            ("2024-05-06 10:30", "PT2H30M"),
            ("2024-05-06 09:00:30", "3630s"),
            ("2024-05-03 16:00", "-1h"),
            # Back to the opening, from which the eight hours pass, and not to Thursday's closing.
            ("2024-05-03 09:00", "-8h"),
            ("2024-05-02 17:00", "-9h"),
            ("2024-05-03 17:00", "0h"),
            # Real time goes on over the weekend.
            ("2024-05-04 17:00", "24h wall"),
            ("2024-05-02 17:00", "-24h wall"),
            ("2024-05-03 17:00", "0h wall"),
            ("2024-05-06 17:00", "1bd"),
            ("2024-05-07 18:00", "2bd eod"),
            ("2024-05-07 16:00", "2bd 16:00"),
            ("2024-05-02 17:00", "-1bd"),
            ("2024-05-03 18:00", "0bd eod"),
            ("2024-05-06 17:00", "3cd"),
            ("2024-04-30 17:00", "-3cd"),
            ("2024-05-03 17:00", "0cd"),
            ("2024-05-04 17:00", "1cd"),
        ],
    )
    def test_of_a_calendar(self, expected: str, amount: str) -> None:
        """From Friday 17:00 in an office of 09:00 to 18:00, worked out by hand."""
        assert local(expected) == OFFICE.add(FRIDAY, amount)
        assert local(expected) == OFFICE.add(FRIDAY, Amount(amount))

    def test_a_timedelta_is_open_time(self) -> None:
        """Python's own length is one of open time; a subclass of it too."""

        class Length(timedelta):
            pass

        assert local("2024-05-06 10:00") == OFFICE.add(FRIDAY, timedelta(hours=2))
        assert local("2024-05-06 10:00") == OFFICE.add(FRIDAY, Length(hours=2))

    @pytest.mark.parametrize(
        "amount", ["at(due_date)", "at(due_date) next_open", "field(p)", "none"]
    )
    def test_what_only_a_ticket_knows(self, amount: str) -> None:
        """Instants and amounts that a ticket carries need the ticket."""
        with pytest.raises(AmountError) as caught:
            OFFICE.add(FRIDAY, amount)
        assert ("amount", amount) == (caught.value.parameter, caught.value.value)
        assert f"amount: '{amount}' needs a ticket; evaluate a policy with it" in str(caught.value)

    @pytest.mark.parametrize("amount", ["24h wall", "3cd", "1bd", "2bd eod", "2bd 20:00"])
    @pytest.mark.parametrize("zone", [UTC, ZoneInfo("Asia/Tokyo"), timezone(timedelta(hours=-3))])
    def test_the_zone_of_the_answer(self, amount: str, zone: Any) -> None:
        """The answer comes in the zone of the start, whatever the zone of the calendar."""
        found = OFFICE.add(FRIDAY.astimezone(zone), amount)
        assert zone is found.tzinfo
        assert OFFICE.add(FRIDAY, amount) == found


class TestAtClose:
    def test_a_length_that_ends_at_a_closing(self) -> None:
        """It stays there, or moves to the next opening when that is asked for."""
        assert local("2024-05-03 18:00") == OFFICE.add(FRIDAY, "1h")
        assert local("2024-05-03 18:00") == OFFICE.add(FRIDAY, "1h", at_close="stay")
        assert local("2024-05-06 09:00") == OFFICE.add(FRIDAY, "1h", at_close="next_open")
        one_hour = timedelta(hours=1)
        assert local("2024-05-06 09:00") == OFFICE.add(FRIDAY, one_hour, at_close="next_open")

    @pytest.mark.parametrize(
        ("expected", "amount"),
        [
            ("2024-05-03 17:59", "59m"),
            ("2024-05-06 18:00", "1bd eod"),
            ("2024-05-06 18:00", "1bd 18:00"),
            ("2024-05-03 18:00", "1h wall"),
            ("2024-05-04 17:00", "1cd"),
            ("2024-05-03 09:00", "-8h"),
        ],
    )
    def test_everything_else_stays(self, expected: str, amount: str) -> None:
        """It moves the end of a length of open time, and no other amount."""
        assert local(expected) == OFFICE.add(FRIDAY, amount, at_close="next_open")

    @pytest.mark.parametrize("word", ["next", "", None, True])
    def test_other_words(self, word: Any) -> None:
        """There are two words, and an error names them."""
        with pytest.raises(CalendarError, match=r'at_close: .* is no place .* give "stay"'):
            OFFICE.add(FRIDAY, "1h", at_close=word)


class TestCalendarDays:
    def test_the_zone_is_that_of_the_calendar(self) -> None:
        """Over a change of clocks the wall time of the calendar stays, not that of the start."""
        # Madrid's clocks go forward on Sunday 31 March 2024: 71 hours from Friday to Monday.
        start = datetime(2024, 3, 29, 11, tzinfo=UTC)
        assert datetime(2024, 4, 1, 10, tzinfo=UTC) == OFFICE.add(start, "3cd")
        assert start == OFFICE.add(datetime(2024, 4, 1, 10, tzinfo=UTC), "-3cd")

    def test_a_wall_time_that_never_was(self) -> None:
        """02:30 on that Sunday is 03:30."""
        assert local("2024-03-31 03:30") == OFFICE.add(local("2024-03-30 02:30"), "1cd")

    def test_a_wall_time_that_was_twice(self) -> None:
        """It is the first of the two; no days at all leave the second one what it is."""
        first = OFFICE.add(local("2024-10-26 02:30"), "1cd")
        assert datetime(2024, 10, 27, 0, 30, tzinfo=UTC) == first.astimezone(UTC)
        second = OFFICE.add(local("2024-10-27 02:30").replace(fold=1), "0cd")
        assert datetime(2024, 10, 27, 1, 30, tzinfo=UTC) == second.astimezone(UTC)

    def test_to_the_microsecond(self) -> None:
        """The time of day is kept exactly."""
        start = FRIDAY.replace(microsecond=123_457)
        assert start + timedelta(days=7) == OFFICE.add(start, "7cd")


class TestInside:
    """What policies call: instants as the time since 1970."""

    TIMELINE = OFFICE._timeline

    def test_days(self) -> None:
        """Both kinds of days, without a datetime on the way."""
        moment = FRIDAY.astimezone(UTC) - EPOCH
        assert moment + timedelta(days=3) == add_days(self.TIMELINE, moment, Amount("3cd"))
        assert moment + timedelta(days=3) == add_days(self.TIMELINE, moment, Amount("1bd"))
        cutoff = 15 * 3_600_000_000
        # From Monday's opening to Tuesday's.
        expected = local("2024-05-07 09:00").astimezone(UTC) - EPOCH
        assert expected == add_days(self.TIMELINE, moment, Amount("1bd"), cutoff=cutoff)

    def test_amounts(self) -> None:
        """The cut-off reaches business days, and `at_close` lengths."""
        cutoff = 15 * 3_600_000_000
        found = add_amount(self.TIMELINE, FRIDAY, Amount("1bd"), cutoff=cutoff)
        assert local("2024-05-07 09:00") == found
        found = add_amount(self.TIMELINE, FRIDAY, Amount("1h"), at_close="next_open")
        assert local("2024-05-06 09:00") == found


class TestBeyond:
    @pytest.mark.parametrize(
        ("amount", "said"),
        [
            ("3000000cd", "3000000cd"),
            ("-3000000cd", "-3000000cd"),
            ("999999999cd", "999999999cd"),
            ("-999999999cd", "-999999999cd"),
            ("200000000h wall", "200000000h wall"),
            ("-200000000h wall", "-200000000h wall"),
            ("23000000000h wall", "23000000000h wall"),
        ],
    )
    def test_out_of_all_years(self, amount: str, said: str) -> None:
        """What ends beyond all years is an error that names start and amount."""
        with pytest.raises(HorizonError) as caught:
            OFFICE.add(FRIDAY, amount)
        assert f"amount: {said} from 2024-05-03T15:00:00+00:00 is outside" in str(caught.value)
        assert (FRIDAY, said) == (caught.value.last, caught.value.value)

    @pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "UTC", "Pacific/Pago_Pago"])
    @pytest.mark.parametrize("amount", ["3cd", "72h wall", "-3cd", "-72h wall", "1bd", "8h"])
    @pytest.mark.parametrize(
        "day", [(1, 1, 3, 20), (1, 1, 4, 4), (9999, 12, 28, 4), (9999, 12, 28, 20)]
    )
    def test_at_the_ends_of_time(self, zone: str, amount: str, day: tuple[int, ...]) -> None:
        """Where a datetime has no room left there is an error that says so, and no overflow."""
        tz = ZoneInfo(zone)
        always = BusinessCalendar.always(tz)
        try:
            found = always.add(datetime(*day, tzinfo=tz), amount)
        except SlakitError:
            return
        hours = 72 if amount[0] != "-" else -72
        assert datetime(*day, tzinfo=tz) + timedelta(hours=hours) == found
