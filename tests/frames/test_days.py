"""Day amounts of columns: worked out by hand, and equal to the calendar's own everywhere."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slakit import (
    Amount,
    AmountError,
    BusinessCalendar,
    Calendar,
    CalendarError,
    HorizonError,
    InstantError,
    SlakitError,
    succession,
)
from slakit.calendars.due import add_days
from slakit.instants import EPOCH, MICROSECOND
from slakit.testing.strategies import calendars
from slakit.testing.strategies.time import focus_dates, instants_about, zones

np = pytest.importorskip("numpy")
frames = pytest.importorskip("slakit.frames")
days = pytest.importorskip("slakit.frames.days")

NAT = np.iinfo(np.int64).min
DAY = timedelta(days=1)
HOUR = 3_600_000_000
ZONE = "Europe/Madrid"
OFFICE = BusinessCalendar(tz=ZONE, hours="Mon-Fri 09:00-12:00,13:00-18:00")
UNEVEN = BusinessCalendar(
    tz=ZONE, hours="Mon,Wed 09:00-18:00; Tue 09:00-12:00,13:00-18:00; Thu 10:00-14:00"
)
NIGHTS = BusinessCalendar(tz=ZONE, hours="Mon-Fri 22:00-06:00")
ALWAYS = BusinessCalendar.always(ZONE)
# A century of it takes little time to compile.
WEEKLY = BusinessCalendar(tz="UTC", hours="Thu 09:00-17:00")


def instants(*texts: str) -> Any:
    return np.array(texts, "M8[us]").view(np.int64)


def led(cal: Calendar, start: str, amount: str, cutoff: int | None = None) -> str:
    """Return where an amount leads from an instant in UTC."""
    (found,) = days.lead(cal._timeline, instants(start), Amount(amount), cutoff)
    return str(np.datetime64(int(found), "us"))[:16]


class TestBusinessDays:
    """May 2024: the 3rd is a Friday, and Madrid is two hours ahead of UTC."""

    @pytest.mark.parametrize(
        ("cal", "start", "amount", "expected"),
        [
            # Friday 17:00 and one day are Monday 17:00; Saturday counts as Monday 09:00.
            (OFFICE, "2024-05-03T15:00", "1bd", "2024-05-06T15:00"),
            (OFFICE, "2024-05-04T10:00", "1bd", "2024-05-07T07:00"),
            (OFFICE, "2024-05-04T10:00", "0bd", "2024-05-06T07:00"),
            # In the lunch of Friday counting begins at 13:00.
            (OFFICE, "2024-05-03T10:30", "1bd", "2024-05-06T11:00"),
            # 12:30 is in Tuesday's lunch: its beginning, 12:00, or counting back its end.
            (UNEVEN, "2024-05-06T10:30", "1bd", "2024-05-07T10:00"),
            (UNEVEN, "2024-05-08T10:30", "-1bd", "2024-05-07T11:00"),
            # Thursday opens at 10:00 and closes at 14:00.
            (UNEVEN, "2024-05-08T07:15", "1bd", "2024-05-09T08:00"),
            (UNEVEN, "2024-05-08T15:00", "1bd", "2024-05-09T12:00"),
            (UNEVEN, "2024-05-13T07:30", "-1bd", "2024-05-09T08:00"),
            (UNEVEN, "2024-05-13T15:30", "-1bd", "2024-05-09T12:00"),
            # An opening counts for its day both ways; on a Saturday counting back begins on
            # Friday at 18:00.
            (OFFICE, "2024-05-06T07:00", "-1bd", "2024-05-03T07:00"),
            (OFFICE, "2024-05-04T10:00", "-1bd", "2024-05-02T16:00"),
            # 02:00 of Saturday is 26:00 of Friday, and leads to 26:00 of Monday.
            (NIGHTS, "2024-05-04T00:00", "1bd", "2024-05-07T00:00"),
            (NIGHTS, "2024-05-07T00:00", "-1bd", "2024-05-04T00:00"),
        ],
    )
    def test_same_time_of_day(self, cal: Calendar, start: str, amount: str, expected: str) -> None:
        """So many business days on or back, pulled into the hours of the day."""
        assert expected == led(cal, start, amount)

    @pytest.mark.parametrize(
        ("cal", "start", "amount", "expected"),
        [
            (OFFICE, "2024-05-03T15:00", "1bd eod", "2024-05-06T16:00"),
            (OFFICE, "2024-05-04T10:00", "0bd eod", "2024-05-06T16:00"),
            (OFFICE, "2024-05-06T10:00", "-1bd eod", "2024-05-03T16:00"),
            (NIGHTS, "2024-05-04T00:00", "0bd eod", "2024-05-04T04:00"),
            (OFFICE, "2024-05-03T15:00", "1bd 16:00", "2024-05-06T14:00"),
            # Taken literally, out of hours too, and on the date on which the night begins.
            (OFFICE, "2024-05-03T15:00", "0bd 20:30", "2024-05-03T18:30"),
            (NIGHTS, "2024-05-04T00:00", "1bd 16:00", "2024-05-06T14:00"),
        ],
    )
    def test_of_the_day(self, cal: Calendar, start: str, amount: str, expected: str) -> None:
        """The last closing, or a time of day."""
        assert expected == led(cal, start, amount)

    @pytest.mark.parametrize(
        ("start", "amount", "expected"),
        [
            ("2024-05-03T12:59", "1bd", "2024-05-06T12:59"),
            # At 15:00 Friday is over: from Monday 09:00 one day leads to Tuesday.
            ("2024-05-03T13:00", "1bd", "2024-05-07T07:00"),
            ("2024-05-03T13:00", "0bd", "2024-05-06T07:00"),
            ("2024-05-03T13:00", "1bd eod", "2024-05-07T16:00"),
        ],
    )
    def test_cutoff(self, start: str, amount: str, expected: str) -> None:
        """A start at or after 15:00 counts from the opening of the next business day."""
        assert expected == led(OFFICE, start, amount, 15 * HOUR)

    @pytest.mark.parametrize(
        ("start", "amount", "expected"),
        [
            # Clocks went from 02:00 to 03:00 on 31 March and from 03:00 to 02:00 on 27 October.
            ("2024-03-30T01:30", "1bd", "2024-03-31T01:30"),
            ("2024-04-01T00:30", "-1bd", "2024-03-31T01:30"),
            ("2024-03-30T12:00", "1bd 02:30", "2024-03-31T01:30"),
            ("2024-10-26T00:30", "1bd", "2024-10-27T00:30"),
            # The second 02:30 leads to the only one of the next date.
            ("2024-10-27T01:30", "1bd", "2024-10-28T01:30"),
            ("2024-10-27T01:30", "0bd", "2024-10-27T01:30"),
            ("2024-10-27T01:30", "-1bd", "2024-10-26T00:30"),
            ("2024-03-28T01:30", "3cd", "2024-03-31T01:30"),
            ("2024-03-29T09:00", "3cd", "2024-04-01T08:00"),
            ("2024-10-24T00:30", "3cd", "2024-10-27T00:30"),
            ("2024-10-27T01:30", "0cd", "2024-10-27T01:30"),
            ("2024-10-27T01:30", "-3cd", "2024-10-24T00:30"),
        ],
    )
    def test_changes_of_clocks(self, start: str, amount: str, expected: str) -> None:
        """A time in the gap moves an hour forward; of two equal times the first is meant."""
        assert expected == led(ALWAYS, start, amount)

    def test_hours_that_changed(self) -> None:
        """In a succession each date has the hours of its time."""
        cal = succession([(None, OFFICE), (date(2024, 5, 7), NIGHTS)])
        # Monday 17:00 leads to Tuesday, which opens at 22:00.
        assert "2024-05-07T20:00" == led(cal, "2024-05-06T15:00", "1bd")
        # What the new hours have of Monday's night is Monday's second interval: 23:00 is in the
        # break before it, whose end is midnight.
        assert "2024-05-06T22:00" == led(cal, "2024-05-07T21:00", "-1bd")

    def test_a_piece_of_a_night_two_dates_ago(self) -> None:
        """What a closure leaves of a long night belongs to it, however far west."""
        closure = {"from": "2024-05-08T00:30:00Z", "to": "2024-05-08T02:00:00Z"}
        cal = BusinessCalendar(
            tz="Pacific/Pago_Pago", hours="Mon 23:30-23:00; Thu 09:00-17:00", closures=[closure]
        )
        # It goes on until 23:00 of Tuesday, eleven hours behind UTC.
        assert "2024-05-08T02:00" == led(cal, "2024-05-08T01:00", "0bd")
        assert "2024-05-08T10:00" == led(cal, "2024-05-08T01:00", "0bd eod")

    def test_days_years_away(self) -> None:
        """A start and a day far apart are found in years that no start lies in."""
        # 1000 weeks are 7000 days.
        ahead = instants("2024-05-02T10:00") + 7000 * 24 * HOUR
        assert ahead.tolist() == days.lead(
            WEEKLY._timeline, instants("2024-05-02T10:00"), Amount("1000bd")
        )
        back = days.lead(WEEKLY._timeline, ahead, Amount("-1000bd"))
        assert instants("2024-05-02T10:00").tolist() == back.tolist()

    def test_years_without_a_day(self) -> None:
        """The next business day is looked for in as many years as it takes."""
        fair = {"from": "2030-06-03T09:00:00Z", "to": "2030-06-03T17:00:00Z"}
        cal = BusinessCalendar(tz="UTC", hours={}, openings=[fair])
        assert "2030-06-03T09:00" == led(cal, "2024-05-03T15:00", "0bd")
        assert "NaT" == led(cal, "2030-06-04T00:00", "0bd")


class TestLeftOpen:
    """What is left to the calendar itself is NaT."""

    def test_refused(self) -> None:
        """A day beyond the horizon, an instant of no year, a cut-off that means nothing."""
        starts = instants("2024-05-03T15:00", "9999-12-31", "NaT", "0002-01-01", "12024-01-01")
        for amount in ("1bd", "1bd eod", "-1bd", "3cd"):
            found = days.lead(OFFICE._timeline, starts, Amount(amount))
            assert [False, True, True, True, True] == (found == NAT).tolist()
        for amount in ("30000bd", "-30000bd", "4000000cd", "-800000cd"):
            assert (days.lead(WEEKLY._timeline, starts, Amount(amount)) == NAT).all()
        assert (days.lead(OFFICE._timeline, starts, Amount("-1bd"), 15 * HOUR) == NAT).all()

    def test_far_from_the_others(self) -> None:
        """Rows centuries apart are left, but not those of the middle of the column."""
        starts = instants("1600-05-01", *["2024-05-03T15:00"] * 3, "2500-05-03")
        for amount, expected in (("1bd", "2024-05-06T15:00"), ("1cd", "2024-05-04T15:00")):
            found = days.lead(OFFICE._timeline, starts, Amount(amount))
            assert [NAT, *instants(*[expected] * 3), NAT] == found.tolist()

    def test_no_rows(self) -> None:
        """No rows have no answers, and nothing is compiled for NaT."""
        for amount in ("1bd", "-1cd"):
            assert [] == days.lead(OFFICE._timeline, instants(), Amount(amount)).tolist()
            assert [NAT] == days.lead(OFFICE._timeline, instants("NaT"), Amount(amount)).tolist()


class TestQuestion:
    START = np.array(["2024-05-03T15:00:00", "2024-05-04T12:00:00", "NaT"], "M8[s]")

    def asked(self, number: Any, **words: Any) -> list[str]:
        return [
            str(each)[:16] for each in frames.add_business_days(OFFICE, self.START, number, **words)
        ]

    def test_words(self) -> None:
        """The parameters are those of the calendar, times of day as texts included."""
        assert ["2024-05-06T15:00", "2024-05-07T07:00", "NaT"] == self.asked(1)
        assert ["2024-05-06T16:00", "2024-05-07T16:00"] == self.asked(1, end_of_day=True)[:2]
        assert ["2024-05-06T14:00", "2024-05-07T14:00"] == self.asked(1, at="16:00")[:2]
        assert ["2024-05-07T07:00", "2024-05-07T07:00"] == self.asked(1, cutoff="15:00")[:2]

    def test_a_number_for_each_row(self) -> None:
        """Numbers of both signs and zero, of any integers; the least int64 is NaT."""
        numbers = [0, -1, 1]
        expected = ["2024-05-03T15:00", "2024-05-02T16:00", "NaT"]
        assert expected == self.asked(numbers)
        assert expected == self.asked(np.array(numbers, np.int8))
        assert ["NaT", *expected[1:]] == self.asked(np.array([NAT, -1, 1]))

    def test_kind_of_answer(self) -> None:
        """Integers answer integers, and a calendar a row is answered in the order of rows."""
        start = instants("2024-05-03T15:00", "2024-05-03T15:00")
        found = frames.add_business_days([OFFICE, NIGHTS], start, 1, which=[1, 0], threads=2)
        assert instants("2024-05-06T20:00", "2024-05-06T15:00").tolist() == found.tolist()
        assert np.dtype(np.int64) == found.dtype

    def test_wide_column(self) -> None:
        """Rows far from the others are answered with them."""
        start = instants("1600-05-01T10:00", "2024-05-03T10:00", "2024-05-03T10:00", "2500-05-03")
        cal = BusinessCalendar(tz="UTC", hours="Mon-Fri 09:00-17:00")
        expected = ["1600-05-02T10:00", "2024-05-06T10:00", "2024-05-06T10:00", "2500-05-04T09:00"]
        assert instants(*expected).tolist() == frames.add_business_days(cal, start, 1).tolist()

    @pytest.mark.parametrize(
        ("number", "words", "error", "message"),
        [
            (30_000, {}, HorizonError, r"starts\[1\]: no such open time within 100 years after"),
            (-1, {"cutoff": "15:00"}, CalendarError, r"starts\[1\]: a cut-off says which day"),
            (2**62, {}, HorizonError, r"starts\[1\]: no such open time"),
        ],
    )
    def test_error_names_the_row(
        self, number: int, words: Any, error: type[SlakitError], message: str
    ) -> None:
        """A row that the calendar refuses raises its error."""
        with pytest.raises(error, match=f"^{message}"):
            frames.add_business_days(WEEKLY, self.START, [0, number, 0], **words)

    def test_outside_the_years_of_slakit(self) -> None:
        """A placeholder is an error that names the row."""
        starts = np.array(["2024-05-03T15:00:00", "9999-12-31T00:00:00"], "M8[s]")
        with pytest.raises(InstantError, match=r"^starts\[1\]: .* outside the years 3 to 9997"):
            frames.add_business_days(OFFICE, starts, 1)

    @pytest.mark.parametrize(
        ("number", "words", "message"),
        [
            (1.5, {}, "days: a column of float64 has no numbers of days; give a whole number"),
            (True, {}, "days: a column of bool has no numbers of days"),
            (np.array([1], "m8[s]"), {}, r"days: a column of timedelta64\[s\] has no numbers"),
            (np.array([1], np.uint64), {}, "days: a column of uint64 has no numbers of days"),
            (np.ones((1, 3), np.int64), {}, "days: 2 dimensions are no column"),
            (1, {"end_of_day": True, "at": "16:00"}, "at: the end of the day and a time of day"),
            (1, {"at": "4pm"}, "at: "),
            (1, {"cutoff": "25:61"}, "cutoff: "),
        ],
    )
    def test_refused(self, number: Any, words: Any, message: str) -> None:
        """What is no number of days, or contradicts itself, is refused by name."""
        with pytest.raises(AmountError, match=f"^{message}"):
            self.asked(number, **words)


@st.composite
def scenes(draw: st.DrawFn) -> tuple[Calendar, list[datetime]]:
    """Draw a calendar, most often of a zone whose clocks change then, and instants about it."""
    zone = draw(zones)
    about = draw(focus_dates(zone))
    cal = draw(calendars(tz=draw(st.sampled_from([zone, zone, None])), about=about))
    found = draw(st.lists(instants_about(about, days=4, exact=True), min_size=1, max_size=8))
    middle = datetime(about.year, about.month, about.day, tzinfo=UTC)
    edges = [edge for each in cal.intervals(middle - 3 * DAY, middle + 3 * DAY) for edge in each]
    return cal, found + [edge + tick * MICROSECOND for edge in edges for tick in (-1, 0, 1)]


@given(
    scene=scenes(),
    number=st.one_of(st.integers(-2, 3), st.integers(-15, 15)),
    word=st.sampled_from(["bd", "bd", "bd eod", "bd 16:00", "bd 02:30", "cd"]),
    cutoff=st.sampled_from([None, 0, 15 * HOUR, 26 * HOUR]),
)
def test_equal_to_the_calendar(
    scene: tuple[Calendar, list[datetime]], number: int, word: str, cutoff: int | None
) -> None:
    """Every row is answered as the calendar answers it, and left open where it refuses."""
    cal, starts = scene
    amount = Amount(f"{number}{word}")

    def told(at: datetime) -> int:
        try:
            found = add_days(cal._timeline, at - EPOCH, amount, cutoff=cutoff)
        except SlakitError:
            return NAT
        return found // MICROSECOND

    column = np.array([(at - EPOCH) // MICROSECOND for at in starts], np.int64)
    expected = [told(at) for at in starts]
    assert expected == days.lead(cal._timeline, column, amount, cutoff).tolist()
