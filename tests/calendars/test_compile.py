"""One year of a document as dated shifts, layer by layer."""

from __future__ import annotations

import warnings
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slakit.calendars.compile import CalendarSource
from slakit.calendars.holidays import read_holidays
from slakit.calendars.hours import WeeklyHours
from slakit.calendars.spans import merge
from slakit.calendars.special import SpecialHours
from slakit.errors import HolidayCoverageWarning
from tests.strategies import DAYS, WEEKDAYS, ZONES, meant_hours

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
HOUR = 3_600_000_000
OFFICE = "Mon-Fri 09:00-17:00"


def source(hours: Any = OFFICE, tz: str = "UTC", **more: Any) -> CalendarSource:
    with meant_hours():
        return CalendarSource(
            zone=ZoneInfo(tz),
            hours=WeeklyHours.parse(hours),
            holidays=read_holidays(more.get("holidays", [])),
            special=SpecialHours.parse(more.get("special", {})),
            one_offs=[
                (us(start), us(end), layer, name)
                for layer in ("opening", "closure")
                for start, end, name in more.get(f"{layer}s", [])
            ],
            label="the tests' office",
        )


def us(text: str) -> int:
    """Return an instant of UTC in microseconds since 1970."""
    return (datetime.fromisoformat(text).replace(tzinfo=UTC) - EPOCH) // MICROSECOND


def texts(found: CalendarSource, year: int) -> list[str]:
    """Return the shifts of a year as texts in UTC, each with its date."""
    return [
        f"{EPOCH + start * MICROSECOND:%m-%d %H:%M} {EPOCH + end * MICROSECOND:%m-%d %H:%M}"
        f" of {date.fromordinal(day)}"
        for start, end, day in found.shifts(year)
    ]


def on(found: CalendarSource, day: str) -> list[str]:
    """Return the hours that start on a date, in UTC."""
    ordinal = date.fromisoformat(day).toordinal()
    return [
        f"{EPOCH + start * MICROSECOND:%H:%M}-{EPOCH + end * MICROSECOND:%H:%M}"
        for start, end, each in found.shifts(int(day[:4]))
        if each == ordinal
    ]


class TestYear:
    def test_the_hours_of_the_week(self) -> None:
        """2024 had 262 weekdays, the first and the last day of the year among them."""
        shifts = source().shifts(2024)
        assert 262 == len(shifts)
        assert sorted(shifts) == shifts
        assert {8 * HOUR} == {end - start for start, end, _ in shifts}
        first, *_, last = texts(source(), 2024)
        assert "01-01 09:00 01-01 17:00 of 2024-01-01" == first
        assert "12-31 09:00 12-31 17:00 of 2024-12-31" == last

    def test_a_night_over_new_year_is_cut(self) -> None:
        """Each year has its part of the night; both belong to the date on which it starts."""
        nights = source("Mon-Sun 22:00-06:00")
        assert "01-01 00:00 01-01 06:00 of 2023-12-31" == texts(nights, 2024)[0]
        assert "12-31 22:00 01-01 00:00 of 2024-12-31" == texts(nights, 2024)[-1]
        assert "01-01 00:00 01-01 06:00 of 2024-12-31" == texts(nights, 2025)[0]

    @pytest.mark.parametrize(
        ("tz", "first", "last"),
        [
            # Ten hours of 1 January have passed in Kiritimati's 14 when UTC's year begins.
            ("Pacific/Kiritimati", "of 2024-01-01", "of 2025-01-01"),
            ("Pacific/Pago_Pago", "of 2023-12-31", "of 2024-12-31"),
        ],
    )
    def test_a_year_is_one_of_utc(self, tz: str, first: str, last: str) -> None:
        """East and west of Greenwich the year's first and last shifts are of other dates."""
        found = texts(source("Mon-Sun 00:00-24:00", tz), 2024)
        assert found[0].startswith("01-01 00:00 ")
        assert " 01-01 00:00 of " in found[-1]
        assert (found[0].endswith(first), found[-1].endswith(last)) == (True, True)

    def test_the_parts_are_the_whole(self) -> None:
        """What two years have of a long opening is all of it."""
        long = source({}, openings=[("2023-05-01", "2025-07-01", "")])
        parts = [shift for year in (2023, 2024, 2025) for shift in long.shifts(year)]
        assert [(us("2023-05-01"), us("2025-07-01"))] == merge(parts)
        # Each of its dates is a day of work: 245 of 2023, 366 of 2024, 181 of 2025.
        dates = range(date(2023, 5, 1).toordinal(), date(2025, 7, 1).toordinal())
        assert list(dates) == [day for _, _, day in parts]
        assert 245 + 366 + 181 == len(parts)

    @given(
        tz=st.sampled_from(ZONES),
        hours=st.lists(st.sampled_from(DAYS), min_size=7, max_size=7),
        year=st.integers(2005, 2026),
    )
    def test_every_date_by_itself(self, tz: str, hours: list[list[str]], year: int) -> None:
        """Compiling a year at a time is looking up every end of every interval in the zone."""
        found = source(dict(zip(WEEKDAYS, hours, strict=True)), tz)
        zone = ZoneInfo(tz)
        first, last = us(f"{year}-01-01"), us(f"{year + 1}-01-01")
        expected = []
        for n in range(-2, 368):
            day = datetime(year, 1, 1) + timedelta(days=n)  # noqa: DTZ001
            dawn, dusk = (
                (day + timedelta(days=d)).replace(tzinfo=zone).astimezone(UTC) for d in (0, 1)
            )
            for start, end in found.hours[day.weekday()]:
                ends = [
                    ((day + each * MICROSECOND).replace(tzinfo=zone).astimezone(UTC) - EPOCH)
                    // MICROSECOND
                    for each in (start, end)
                ]
                cut = max(ends[0], first), min(ends[1], last)
                # A date that the zone left out has no hours.
                if dawn < dusk and ends[0] < ends[1] and cut[0] < cut[1]:
                    expected.append((*cut, day.toordinal()))
        assert sorted(expected) == found.shifts(year)


class TestGaps:
    @pytest.mark.parametrize(
        ("expected", "hours"),
        [
            # 02:00 becomes 03:00 in Madrid on 31 March 2024, at 01:00 UTC.
            (["01:10-01:40"], "02:10-02:40"),
            ([], "02:30-03:15"),
            (["01:00-01:45", "01:45-01:50"], "02:45-02:50,03:00-03:45"),
            (["00:00-02:00"], "01:00-04:00"),
            # The night into the day of the change is an hour short.
            (["21:00-04:00"], "22:00-06:00"),
        ],
    )
    def test_of_a_spring_night(self, expected: list[str], hours: str) -> None:
        """What lies in a gap moves on; what becomes empty is dropped; order is kept."""
        day = "2024-03-30" if hours.startswith("22") else "2024-03-31"
        assert expected == on(source(f"Mon-Sun {hours}", "Europe/Madrid"), day)

    def test_a_date_that_never_was(self) -> None:
        """Apia's 30 December 2011 has no hours, special ones neither."""
        found = source("Mon-Fri 09:00-17:00", "Pacific/Apia", special={"2011-12-30": "10:00-12:00"})
        assert [] == on(found, "2011-12-30")
        assert ["19:00-03:00"] == on(found, "2011-12-29")


class TestLayers:
    @pytest.mark.parametrize(
        ("expected", "hours", "closes"),
        [
            ([], "09:00-17:00", None),
            (["09:00-12:00"], "09:00-17:00", "12:00"),
            (["09:00-12:00", "13:00-16:00"], "09:00-12:00,13:00-18:00", "16:00"),
            (["09:00-12:00"], "09:00-12:00,13:00-18:00", "12:30"),
            (["09:00-12:00"], "09:00-12:00,13:00-18:00", "13:00"),
            ([], "09:00-17:00", "09:00"),
            ([], "09:00-17:00", "08:00"),
            (["09:00-17:00"], "09:00-17:00", "20:00"),
            # A night of the date is the date's, also where it goes on after midnight.
            (["22:00-23:00"], "22:00-06:00", "23:00"),
            (["22:00-00:00"], "22:00-06:00", "24:00"),
            ([], "22:00-06:00", "12:00"),
        ],
    )
    def test_holidays(self, expected: list[str], hours: str, closes: str | None) -> None:
        """A holiday takes all hours of its date, a half-day those after its closing time."""
        holiday = {"date": "2024-05-01", **({"closes": closes} if closes else {})}
        found = source(f"Mon-Sun {hours}", holidays=[holiday])
        assert expected == on(found, "2024-05-01")
        assert on(source(f"Mon-Sun {hours}"), "2024-05-02") == on(found, "2024-05-02")

    def test_holidays_around_new_year(self) -> None:
        """A night of the old year's last date is gone in both years when it is a holiday."""
        found = source("Mon-Sun 22:00-06:00", holidays=["12-31"])
        assert "01-01 22:00 01-02 06:00 of 2024-01-01" == texts(found, 2024)[0]
        assert "12-30 22:00 12-31 06:00 of 2024-12-30" == texts(found, 2024)[-1]

    def test_special_hours_around_new_year(self) -> None:
        """So it is with special hours."""
        found = source("Mon-Sun 22:00-06:00", special={"12-31": "23:00-01:00"})
        assert "01-01 00:00 01-01 01:00 of 2023-12-31" == texts(found, 2024)[0]
        assert "12-31 23:00 01-01 00:00 of 2024-12-31" == texts(found, 2024)[-1]

    def test_openings(self) -> None:
        """An opening is one shift more, of the local date on which it starts, sorted in."""
        found = source(
            "Mon-Fri 09:00-17:00",
            "Asia/Tokyo",
            openings=[
                ("2024-05-03 16:00", "2024-05-03 20:00", ""),
                ("2024-05-01", "2024-05-02", ""),
            ],
        )
        # Saturday 01:00 in Tokyo; Wednesday 09:00 until Thursday 09:00.
        assert ["16:00-20:00"] == on(found, "2024-05-04")
        assert ["00:00-08:00", "00:00-00:00"] == on(found, "2024-05-01")
        assert sorted(found.shifts(2024)) == found.shifts(2024)

    def test_closures(self) -> None:
        """A closure cuts what is open, openings too; pieces keep the date of their shift."""
        found = source(
            "Mon-Fri 22:00-06:00",
            openings=[("2024-05-04 20:00", "2024-05-05 04:00", "")],
            closures=[
                ("2024-05-02 23:00", "2024-05-03 01:00", ""),
                ("2024-05-05", "2024-05-05 01:00", ""),
            ],
        )
        assert ["22:00-23:00", "01:00-06:00"] == on(found, "2024-05-02")
        assert ["20:00-00:00", "01:00-04:00"] == on(found, "2024-05-04")
        assert [] == on(found, "2024-05-05")

    def test_closures_that_overlap(self) -> None:
        """Closures may overlap and stand in any order."""
        found = source(
            closures=[
                ("2024-05-02 12:00", "2024-05-02 14:00", ""),
                ("2024-05-02 10:00", "2024-05-02 13:00", ""),
            ]
        )
        assert ["09:00-10:00", "14:00-17:00"] == on(found, "2024-05-02")


class TestFacts:
    @pytest.mark.parametrize(
        ("expected", "document"),
        [
            (True, {"hours": "24/7"}),
            (True, {"hours": "Mon-Sun 00:00-12:00,12:00-24:00"}),
            (True, {"hours": "Mon-Sun 22:00-06:00,06:00-22:00"}),
            (True, {"hours": "24/7", "openings": [("2024-05-01", "2024-05-02", "")]}),
            (False, {"hours": "Mon-Sat 00:00-24:00"}),
            (False, {"hours": "Mon-Sun 00:00-16:00,22:00-06:00"}),
            (False, {"hours": "24/7", "holidays": ["12-25"]}),
            (False, {"hours": "24/7", "special": {"12-25": "closed"}}),
            (False, {"hours": "24/7", "closures": [("2024-05-01", "2024-05-02", "")]}),
        ],
    )
    def test_never_closes(self, expected: bool, document: dict[str, Any]) -> None:
        """Whether it never closes is told by the week and by what may take hours away."""
        assert expected == source(**document).never_closes

    def test_years(self) -> None:
        """The years that the document names, in which alone it may be open or closed."""
        found = source(
            special={"2031-12-24": "closed", "12-31": "closed"},
            holidays=["2033-05-01", "12-25"],
            openings=[("2035-05-01", "2036-05-02", "")],
            closures=[("2038-05-01", "2038-05-02", "")],
        )
        assert {2031, 2033, 2035, 2036, 2038} == {*found.years}

    def test_label(self) -> None:
        """Errors call it what it was named."""
        assert "the tests' office" == source().label

    def test_reasons(self) -> None:
        """The layer that has the last word on a date, and its name."""
        found = source(
            tz="Europe/Madrid",
            holidays=[
                {"date": "2024-05-01", "name": "Labour Day"},
                {"date": "2024-05-02", "name": "Madrid Day"},
                {"date": "2024-05-03", "name": "Bridge", "closes": "12:00"},
            ],
            special={"2024-05-02": "10:00-12:00", "2024-05-06": "10:00-12:00"},
            openings=[
                ("2024-05-01 08:00", "2024-05-01 10:00", "moving house"),
                # From midnight to midnight in Madrid.
                ("2024-05-10 22:00", "2024-05-11 22:00", ""),
            ],
            closures=[("2024-05-07 12:00", "2024-05-07 12:30", "fire drill")],
        )
        for expected, day in (
            (("opening", "moving house"), date(2024, 5, 1)),
            (("special", "Madrid Day"), date(2024, 5, 2)),
            (("holiday", "Bridge"), date(2024, 5, 3)),
            (("weekly", ""), date(2024, 5, 4)),
            (("special", ""), date(2024, 5, 6)),
            (("closure", "fire drill"), date(2024, 5, 7)),
            (("weekly", ""), date(2024, 5, 8)),
            (("weekly", ""), date(2024, 5, 10)),
            (("opening", ""), date(2024, 5, 11)),
            (("weekly", ""), date(2024, 5, 12)),
        ):
            assert expected == found.reason(day), day

    def test_a_closure_has_the_last_word(self) -> None:
        """Of an opening and a closure on one date it is the closure."""
        found = source(
            openings=[("2024-05-04 10:00", "2024-05-04 12:00", "sale")],
            closures=[("2024-05-04 11:00", "2024-05-04 11:30", "drill")],
        )
        assert ("closure", "drill") == found.reason(date(2024, 5, 4))


class TestCoverage:
    def test_only_the_year_itself_warns(self) -> None:
        """A year that the holidays package knows does not warn because its neighbour is unknown."""
        found = source(holidays=["US"])
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            found.shifts(2100)
        with pytest.warns(HolidayCoverageWarning, match="2101") as caught:
            found.shifts(2101)
        assert 1 == len(caught)

    def test_in_silence(self) -> None:
        """Looking whether a calendar ever opens warns of nothing."""
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            assert source(holidays=["US"]).shifts(2101, warn=False)
