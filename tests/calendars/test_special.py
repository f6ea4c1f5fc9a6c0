"""Special hours: how their dates are written, which of them wins, what they replace."""

from __future__ import annotations

import copy
import pickle
import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from slakit import BusinessCalendar
from slakit.calendars.hours import format_day
from slakit.calendars.special import SpecialHours
from slakit.errors import DocumentError, HoursError

OFFICE = "Mon-Fri 09:00-17:00"


def in_year(special: dict[Any, Any], year: int) -> dict[str, str]:
    """Return the special hours of a year as texts by date."""
    found = SpecialHours.parse(special).in_year(year)
    return {
        date.fromordinal(day).isoformat(): format_day(hours) for day, hours in sorted(found.items())
    }


def office(**special: Any) -> BusinessCalendar:
    return BusinessCalendar(tz="UTC", hours=OFFICE, **special)


def on(cal: BusinessCalendar, day: date) -> list[str]:
    """Return the open intervals between the midnights of a date in UTC."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    found = cal.intervals(midnight, midnight + timedelta(days=1))
    return [f"{start:%H:%M}-{end:%H:%M}" for start, end in found]


class TestKeys:
    @pytest.mark.parametrize(
        ("expected", "key"),
        [
            ("2024-12-24", "2024-12-24"),
            ("2024-12-24", " 2024-12-24 "),
            ("2024-12-24", date(2024, 12, 24)),
            ("12-24", "12-24"),
            ("02-29", "02-29"),
            ("2024-12-24..2025-01-01", "2024-12-24..2025-01-01"),
            ("2024-12-24..2025-01-01", "2024-12-24 .. 2025-01-01"),
            ("2024-12-24..2025-01-01", (date(2024, 12, 24), date(2025, 1, 1))),
            ("2024-12-24..2025-01-01", ("2024-12-24", date(2025, 1, 1))),
            ("2024-12-24..2024-12-24", "2024-12-24..2024-12-24"),
            ("12-24..12-31", "12-24..12-31"),
            ("12-24..01-01", "12-24..01-01"),
            ("12-24..01-01", ("12-24", "01-01")),
        ],
    )
    def test_forms(self, expected: str, key: Any) -> None:
        """Dates, ranges and dates of every year have one normal text each."""
        assert ((expected, ()),) == SpecialHours.parse({key: "closed"})

    @pytest.mark.parametrize(
        ("key", "message"),
        [
            ("2024-02-30", "'2024-02-30' is no date of the calendar; check month and day"),
            ("13-45", "'13-45' is no date of the calendar"),
            ("02-30", "'02-30' is no date of the calendar"),
            ("2023-02-29", "'2023-02-29' is no date of the calendar"),
            ("2024-08-31..2024-08-01", "ends before it starts; swap the two dates"),
            ((date(2024, 8, 31), date(2024, 8, 1)), "ends before it starts"),
            ("24-12-2024", '\'24-12-2024\' is no date; write "2024-12-24", "12-24" for every'),
            ("2024-12-24..12-31", "is no date; write"),
            ("2024-12-24..", "is no date; write"),
            ("..2024-12-24", "is no date; write"),
            ("12-24..12-26..12-28", "is no date; write"),
            ("2024-W52-2", "is no date; write"),
            ("20241224", "is no date; write"),
            ("١٢-٢٤", "is no date; write"),
            ("", "'' is no date"),
            (1224, '1224 is no date; give a date, "2024-12-24", "12-24", or a range'),
            (None, "None is no date"),
            (datetime(2024, 12, 24, tzinfo=UTC), "is no date; give a date"),
            ((date(2024, 12, 24),), "is no date; give a date"),
            ((date(2024, 12, 24), None), "None is no date"),
            ((date(2024, 12, 24), "12-31"), "is no date; write"),
        ],
    )
    def test_refused(self, key: Any, message: str) -> None:
        """A key that is no date is a problem at its own path, with what to write."""
        with pytest.raises(DocumentError, match=re.escape(message)) as caught:
            SpecialHours.parse({key: "closed"})
        (problem,) = caught.value.problems
        assert ((str(key),), "hours") == (problem.path, problem.code)
        assert problem.remedy

    def test_twice_the_same_date(self) -> None:
        """A date and its text are one key; the second is refused."""
        with pytest.raises(DocumentError, match="2024-12-24 has special hours already; keep one"):
            SpecialHours.parse({date(2024, 12, 24): "closed", "2024-12-24": "09:00-12:00"})

    @pytest.mark.parametrize("value", [None, "12-24 closed", [("12-24", "closed")], 5])
    def test_no_mapping(self, value: Any) -> None:
        """Special hours are a mapping."""
        with pytest.raises(HoursError, match="is no mapping of dates to hours; write"):
            SpecialHours.parse(value)

    @pytest.mark.parametrize(
        "hours", ["09:00-12:00", ["09:00-12:00"], [("09:00", "12:00")], (time(9), time(12))]
    )
    def test_hours_are_written_as_those_of_a_day(self, hours: Any) -> None:
        """The value is whatever the hours of a weekday may be."""
        assert {"12-24": "09:00-12:00"} == SpecialHours.parse({"12-24": hours}).to_data()

    def test_all_problems_at_once(self) -> None:
        """Keys, hours and overlaps are said together, each at its path."""
        with pytest.raises(DocumentError) as caught:
            SpecialHours.parse(
                {
                    "2024-02-30": "closed",
                    "12-24": "9-5",
                    "12-20..12-31": "closed",
                    "12-31..01-02": "closed",
                    "12-25": "closed",
                }
            )
        assert ["2024-02-30", "12-24", "12-31..01-02"] == [
            problem.path[0] for problem in caught.value.problems
        ]
        assert {"hours"} == {problem.code for problem in caught.value.problems}

    def test_in_a_document(self) -> None:
        """In a calendar the path begins with the field."""
        with pytest.raises(HoursError, match=r"special\.2024-02-30: "):
            office(special={"2024-02-30": "closed"})


class TestOverlaps:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("2024-08-01..2024-08-31", "2024-08-31..2024-09-05"),
            ("2024-08-31..2024-09-05", "2024-08-01..2024-08-31"),
            ("2024-08-01..2024-08-31", "2024-08-10..2024-08-10"),
            ("12-20..12-31", "12-31..12-31"),
            ("12-24..01-02", "12-30..12-31"),
            ("12-24..01-02", "01-01..01-05"),
            ("12-24..01-02", "12-31..01-01"),
            ("02-01..02-29", "02-29..03-05"),
        ],
    )
    def test_ranges_of_a_kind_that_share_a_date(self, one: str, other: str) -> None:
        """Which of two ranges wins would be anybody's guess, so they are refused."""
        with pytest.raises(DocumentError) as caught:
            SpecialHours.parse({one: "closed", other: "09:00-12:00"})
        (problem,) = caught.value.problems
        assert ((other,), other, "hours") == (problem.path, problem.value, problem.code)
        assert f"the range overlaps {one!r}; give each date its hours in one" in str(problem)

    @pytest.mark.parametrize(
        "keys",
        [
            ("2024-08-01..2024-08-31", "2024-09-01..2024-09-05"),
            ("2023-12-24..2024-01-02", "2024-12-24..2025-01-02"),
            ("12-24..01-02", "01-03..12-23"),
            ("12-24..12-31", "2024-12-24..2024-12-31", "12-24", "2024-12-24"),
        ],
    )
    def test_other_keys_go_together(self, keys: tuple[str, ...]) -> None:
        """Ranges side by side, and keys of which one is more exact, are fine."""
        assert len(keys) == len(SpecialHours.parse(dict.fromkeys(keys, "closed")))


class TestDates:
    def test_a_date(self) -> None:
        """A date is that date, and none of another year."""
        special = {date(2024, 12, 24): "09:00-12:00"}
        assert {"2024-12-24": "09:00-12:00"} == in_year(special, 2024)
        assert {} == in_year(special, 2025)

    def test_a_range(self) -> None:
        """A range has both of its ends, in each year its own part."""
        special = {"2024-12-30..2025-01-02": "closed"}
        assert {"2024-12-30": "closed", "2024-12-31": "closed"} == in_year(special, 2024)
        assert {"2025-01-01": "closed", "2025-01-02": "closed"} == in_year(special, 2025)
        assert {} == in_year(special, 2023)
        assert {} == in_year(special, 2026)

    def test_a_range_over_years(self) -> None:
        """A range of two years and a day fills the year in the middle."""
        special = {"2023-12-31..2025-01-01": "closed"}
        assert [1, 366, 1] == [len(in_year(special, year)) for year in (2023, 2024, 2025)]

    @pytest.mark.parametrize("year", [1900, 2024, 2025])
    def test_yearly(self, year: int) -> None:
        """A key without a year is that date of every year."""
        assert {f"{year}-12-24": "09:00-12:00"} == in_year({"12-24": "09:00-12:00"}, year)

    def test_a_leap_day(self) -> None:
        """29 February is a date of leap years only, of 2000 and not of 1900."""
        special = {"02-29": "09:00-12:00"}
        assert {"2024-02-29": "09:00-12:00"} == in_year(special, 2024)
        assert [1, 0, 0, 1] == [len(in_year(special, year)) for year in (2000, 2023, 1900, 2028)]
        one_day = {"02-29..02-29": "closed"}
        assert [1, 0] == [len(in_year(one_day, year)) for year in (2024, 2023)]

    def test_a_yearly_range(self) -> None:
        """A yearly range has both of its ends; a leap day within it where there is one."""
        special = {"02-28..03-01": "closed"}
        assert ["2023-02-28", "2023-03-01"] == list(in_year(special, 2023))
        assert ["2024-02-28", "2024-02-29", "2024-03-01"] == list(in_year(special, 2024))

    def test_a_yearly_range_over_new_year(self) -> None:
        """A range that ends before it starts goes over New Year, at both ends of each year."""
        special = {"12-30..01-02": "closed"}
        assert ["2024-01-01", "2024-01-02", "2024-12-30", "2024-12-31"] == list(
            in_year(special, 2024)
        )

    def test_the_more_exact_one_wins(self) -> None:
        """A date before a range of dates, before a yearly date, before a yearly range."""
        special = {
            "2024-12-24": "01:00-02:00",
            "2024-12-23..2024-12-25": "02:00-03:00",
            "12-25": "03:00-04:00",
            "12-26": "03:00-04:00",
            "12-22..12-27": "04:00-05:00",
        }
        expected = {
            "2024-12-22": "04:00-05:00",
            "2024-12-23": "02:00-03:00",
            "2024-12-24": "01:00-02:00",
            "2024-12-25": "02:00-03:00",
            "2024-12-26": "03:00-04:00",
            "2024-12-27": "04:00-05:00",
        }
        assert expected == in_year(special, 2024)
        assert expected == in_year(dict(reversed(special.items())), 2024)

    @given(
        first=st.dates(date(2020, 1, 1), date(2027, 12, 31)),
        length=st.integers(0, 800),
        year=st.integers(2019, 2030),
    )
    def test_a_range_is_its_dates(self, first: date, length: int, year: int) -> None:
        """A range is every date from the first to the last."""
        dates = [first + timedelta(days=n) for n in range(length + 1)]
        expected = [day.isoformat() for day in dates if day.year == year]
        assert expected == list(in_year({(first, dates[-1]): "closed"}, year))

    def test_years(self) -> None:
        """The years that stand in the keys are known, for calendars open on these dates alone."""
        special = SpecialHours.parse(
            {"2024-12-24": "closed", "2030-12-24..2032-01-01": "closed", "12-24": "closed"}
        )
        assert {2024, 2030, 2032} == {*special.years}


class TestLayers:
    # Wednesday 25 December 2024.
    CHRISTMAS = date(2024, 12, 25)

    def test_special_hours_replace_the_week(self) -> None:
        """Nothing of the weekday's hours is left, longer, shorter or none."""
        cal = office(special={"12-24": "10:00-12:00", "12-28": "10:00-18:00", "12-31": "closed"})
        assert ["10:00-12:00"] == on(cal, date(2024, 12, 24))
        assert ["10:00-18:00"] == on(cal, date(2024, 12, 28))
        assert [] == on(cal, date(2024, 12, 31))
        assert ["09:00-17:00"] == on(cal, date(2024, 12, 30))

    def test_special_hours_win_over_a_holiday(self) -> None:
        """A holiday with special hours has these."""
        cal = office(special={"12-25": "10:00-12:00"}, holidays=[self.CHRISTMAS])
        assert ["10:00-12:00"] == on(cal, self.CHRISTMAS)

    def test_they_win_over_half_a_holiday_too(self) -> None:
        """The closing time of a half-day holiday is no bound for them."""
        cal = office(
            special={"12-25": "11:00-16:00"}, holidays=[{"yearly": "12-25", "closes": "12:00"}]
        )
        assert ["11:00-16:00"] == on(cal, self.CHRISTMAS)

    def test_an_overnight_interval_belongs_to_the_date_it_starts_on(self) -> None:
        """Special hours replace what starts on the date; the eve's night runs on into it."""
        cal = BusinessCalendar(
            tz="UTC", hours="Mon-Sun 22:00-06:00", special={"2024-12-25": "closed"}
        )
        assert ["00:00-06:00", "22:00-00:00"] == on(cal, date(2024, 12, 24))
        assert ["00:00-06:00"] == on(cal, self.CHRISTMAS)
        assert ["22:00-00:00"] == on(cal, date(2024, 12, 26))

    def test_special_hours_over_night(self) -> None:
        """Special hours may run into the next date, and merge with its hours."""
        cal = office(special={"2024-12-25": "20:00-10:00"})
        end = cal.next_close(datetime(2024, 12, 25, 20, tzinfo=UTC))
        assert datetime(2024, 12, 26, 17, tzinfo=UTC) == end

    def test_they_are_dates_of_the_zone(self) -> None:
        """The date is that of the calendar's zone, a day before UTC's in the evening."""
        cal = BusinessCalendar(
            tz="America/Los_Angeles", hours="Mon-Sun 20:00-22:00", special={"2024-12-25": "closed"}
        )
        christmas_evening = datetime(2024, 12, 26, 5, tzinfo=UTC)
        assert not cal.is_open(christmas_evening)
        assert cal.is_open(christmas_evening - timedelta(days=1))
        assert cal.is_open(christmas_evening + timedelta(days=1))

    def test_a_business_day(self) -> None:
        """Special hours make a Saturday a business day, and take a Tuesday out."""
        cal = office(special={"2024-12-28": "10:00-12:00", "2024-12-31": "closed"})
        friday, next_friday = date(2024, 12, 27), date(2025, 1, 3)
        # Friday, Saturday, Monday, Wednesday, Thursday.
        assert 5 == cal.business_days(friday, next_friday)
        start = datetime(2024, 12, 27, 14, tzinfo=UTC)
        assert datetime(2024, 12, 28, 12, tzinfo=UTC) == cal.add(start, "1bd")
        assert datetime(2025, 1, 1, 14, tzinfo=UTC) == cal.add(start, "3bd")


class TestValue:
    SPECIAL = SpecialHours.parse({"12-24": "09:00-12:00", "2024-12-31": "closed"})

    def test_copies(self) -> None:
        """Through pickle and copy they are the same value of the same class."""
        for twin in (
            pickle.loads(pickle.dumps(self.SPECIAL)),
            copy.copy(self.SPECIAL),
            copy.deepcopy(self.SPECIAL),
        ):
            assert (self.SPECIAL, SpecialHours) == (twin, type(twin))
            assert hash(self.SPECIAL) == hash(twin)

    def test_they_are_themselves(self) -> None:
        """What has been read is not read again."""
        assert self.SPECIAL is SpecialHours.parse(self.SPECIAL)

    def test_text(self) -> None:
        """They show as a mapping of texts."""
        assert "SpecialHours({'12-24': '09:00-12:00', '2024-12-31': 'closed'})" == repr(
            self.SPECIAL
        )

    def test_in_a_document(self) -> None:
        """Python, JSON and plain data have the mapping of texts, which reads back."""
        cal = office(special={date(2024, 12, 31): [], "12-24": ["9:00-12:00"]})
        expected = {"2024-12-31": "closed", "12-24": "09:00-12:00"}
        assert expected == cal.to_data()["special"] == cal.model_dump()["special"]
        assert cal == BusinessCalendar.model_validate_json(cal.model_dump_json())

    def test_schema(self) -> None:
        """The JSON Schema's pattern takes the four kinds of keys and no others."""
        schema = TypeAdapter(SpecialHours).json_schema()
        assert ("object", False) == (schema["type"], schema["additionalProperties"])
        ((pattern, _),) = schema["patternProperties"].items()
        for key in ("2024-12-24", "12-24", "2024-12-24..2025-01-01", "12-24..01-01"):
            assert re.search(pattern, key), key
        for key in ("2024-12-24..12-31", "24-12-2024", "12-24..", "christmas", ""):
            assert not re.search(pattern, key), key
        for example in schema["examples"]:
            SpecialHours.parse(example)
