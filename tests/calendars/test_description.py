"""Weeks and years as plain data."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from slakit import BusinessCalendar, CalendarError, SlakitError, parse_length, succession
from tests.strategies import meant_hours


def cal(hours: str, tz: str = "UTC", **more: Any) -> BusinessCalendar:
    with meant_hours():
        return BusinessCalendar(tz=tz, hours=hours, **more)


def day_of(found: Any, text: str) -> dict[str, Any]:
    """Return what a year says of one of its dates."""
    (day,) = [day for day in found.year(int(text[:4]))["days"] if day["date"] == text]
    return day


OFFICE = cal("Mon-Fri 09:00-12:00,13:00-18:00")


class TestWeek:
    def test_the_hours_that_recur(self) -> None:
        """Without a date it is the week of the document, Monday first, in texts."""
        found = cal("Mon-Thu 09:00-12:00,13:00-18:00; Fri 22:00-06:00; Sat 00:00-24:00").week()
        assert {
            **{day: ["09:00-12:00", "13:00-18:00"] for day in ("mon", "tue", "wed", "thu")},
            "fri": ["22:00-06:00"],
            "sat": ["00:00-24:00"],
            "sun": [],
        } == found
        assert ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] == [*found]

    @pytest.mark.parametrize("of", [date(2024, 4, 29), date(2024, 5, 2), date(2024, 5, 5)])
    def test_of_a_date(self, of: date) -> None:
        """The week that holds the date, with its holidays, special hours and one-off changes."""
        found = cal(
            "Mon-Fri 09:00-12:00,13:00-18:00",
            holidays=["2024-05-01"],
            special={"2024-05-03": "10:00-16:00"},
            openings=[("2024-05-04T10:00Z", "2024-05-04T12:00Z")],
            closures=[("2024-05-02T14:00Z", "2024-05-02T14:30Z")],
        )
        assert {
            "mon": ["09:00-12:00", "13:00-18:00"],
            "tue": ["09:00-12:00", "13:00-18:00"],
            "wed": [],
            "thu": ["09:00-12:00", "13:00-14:00", "14:30-18:00"],
            "fri": ["10:00-16:00"],
            "sat": ["10:00-12:00"],
            "sun": [],
        } == found.week(of)
        assert ["09:00-12:00", "13:00-18:00"] == found.week()["wed"]

    def test_hours_are_local(self) -> None:
        """The hours are those of the calendar's zone."""
        assert ["09:00-17:00"] == cal("Mon 09:00-17:00", "Asia/Kathmandu").week(date(2024, 5, 6))[
            "mon"
        ]

    def test_over_new_year(self) -> None:
        """A week of two years is one week, with the night that starts on New Year's Eve."""
        nights = cal("Mon-Fri 22:00-06:00", holidays=["01-01"])
        assert [1, 1, 0, 1, 1, 0, 0] == [len(day) for day in nights.week(date(2025, 1, 1)).values()]
        assert ["22:00-06:00"] == nights.week(date(2025, 1, 1))["tue"]

    def test_of_a_combined_calendar(self) -> None:
        """Hours that recur are a document's; a combined calendar has a week only by date."""
        both = OFFICE | cal("Sat 09:00-12:00")
        assert ["09:00-12:00"] == both.week(date(2024, 5, 2))["sat"]
        with pytest.raises(
            CalendarError, match="of: a combined calendar has no week of its own"
        ) as e:
            both.week()
        assert "give a date of the week that you mean" == e.value.remedy


class TestYear:
    def test_every_date(self) -> None:
        """365 or 366 dates in order, under the year and the zone."""
        found = OFFICE.year(2024)
        assert (2024, "UTC") == (found["year"], found["tz"])
        assert 366 == len(found["days"])
        assert 365 == len(OFFICE.year(2025)["days"])
        dates = [day["date"] for day in found["days"]]
        assert sorted(dates) == dates
        assert ("2024-01-01", "2024-12-31") == (dates[0], dates[-1])

    def test_plain_data(self) -> None:
        """It is what JSON can hold."""
        found = OFFICE.year(2024)
        assert found == json.loads(json.dumps(found))

    def test_a_date(self) -> None:
        """Each date has its hours, its real open time, the reason and a name."""
        assert {
            "date": "2024-05-02",
            "hours": ["09:00-12:00", "13:00-18:00"],
            "open": "8h",
            "reason": "weekly",
            "name": "",
        } == day_of(OFFICE, "2024-05-02")
        assert {
            "date": "2024-05-04",
            "hours": [],
            "open": "0s",
            "reason": "weekly",
            "name": "",
        } == day_of(OFFICE, "2024-05-04")

    @pytest.mark.parametrize(
        ("day", "hours", "length", "reason", "name"),
        [
            ("2024-05-01", [], "0s", "holiday", "Fiesta del Trabajo"),
            ("2024-12-24", ["09:00-12:00"], "3h", "holiday", "Nochebuena"),
            ("2024-12-25", ["10:00-12:00"], "2h", "special", "Natividad del Señor"),
            ("2024-12-31", [], "0s", "special", ""),
            ("2024-05-04", ["10:00-11:30"], "1h30m", "opening", "sale"),
            ("2024-05-03", ["09:00-14:00", "14:30-18:00"], "8h30m", "closure", "fire drill"),
            ("2024-05-06", ["09:00-18:00"], "9h", "weekly", ""),
        ],
    )
    def test_reasons(self, day: str, hours: list[str], length: str, reason: str, name: str) -> None:
        """Weekly, holiday, special, opening, closure: the layer that has the last word."""
        found = cal(
            "Mon-Fri 09:00-18:00",
            "Europe/Madrid",
            holidays=["ES", {"yearly": "12-24", "name": "Nochebuena", "closes": "12:00"}],
            special={"12-25": "10:00-12:00", "12-31": "closed"},
            openings=[
                {"from": "2024-05-04T08:00Z", "to": "2024-05-04T09:30Z", "name": "sale"},
            ],
            closures=[
                {"from": "2024-05-03T12:00Z", "to": "2024-05-03T12:30Z", "name": "fire drill"},
            ],
        )
        assert {"date": day, "hours": hours, "open": length, "reason": reason, "name": name} == (
            day_of(found, day)
        )

    @pytest.mark.parametrize(
        ("tz", "day", "hours", "length"),
        [
            ("Europe/Madrid", "2024-03-30", ["00:00-24:00"], "24h"),
            ("Europe/Madrid", "2024-03-31", ["00:00-24:00"], "23h"),
            ("Europe/Madrid", "2024-10-27", ["00:00-24:00"], "25h"),
            ("Australia/Lord_Howe", "2024-04-07", ["00:00-24:00"], "24h30m"),
            # Beirut's day began at 01:00.
            ("Asia/Beirut", "2024-03-31", ["01:00-24:00"], "23h"),
            ("Pacific/Apia", "2011-12-29", ["00:00-24:00"], "24h"),
            ("Pacific/Apia", "2011-12-30", [], "0s"),
            ("Pacific/Apia", "2011-12-31", ["00:00-24:00"], "24h"),
        ],
    )
    def test_days_on_which_clocks_change(
        self, tz: str, day: str, hours: list[str], length: str
    ) -> None:
        """The hours are what clocks show, `open` is how long it really was."""
        found = day_of(BusinessCalendar.always(tz), day)
        assert (hours, length) == (found["hours"], found["open"])

    @pytest.mark.parametrize(
        ("day", "hours", "length"),
        [
            ("2024-03-29", ["22:00-06:00"], "8h"),
            # The night to Sunday 31 March is an hour short.
            ("2024-03-30", ["22:00-06:00"], "7h"),
            ("2024-10-26", ["22:00-06:00"], "9h"),
            ("2024-12-31", ["22:00-06:00"], "8h"),
        ],
    )
    def test_nights(self, day: str, hours: list[str], length: str) -> None:
        """A night is told on the date on which it starts, in full."""
        found = day_of(cal("Mon-Sun 22:00-06:00", "Europe/Madrid"), day)
        assert (hours, length) == (found["hours"], found["open"])

    def test_the_sum_is_the_open_time(self) -> None:
        """The dates of a year have all of its open time between them."""
        found = cal("Mon-Fri 09:00-12:00,13:00-18:00", holidays=["US"])
        start, end = datetime(2024, 1, 1, tzinfo=UTC), datetime(2025, 1, 1, tzinfo=UTC)
        lengths = [parse_length(day["open"]) for day in found.year(2024)["days"]]
        assert found.elapsed(start, end) == sum(lengths, timedelta(0))

    def test_a_closing_at_midnight(self) -> None:
        """An end at midnight is written 24:00; 00:00-00:00 would not be read back."""
        assert ["20:00-24:00"] == day_of(cal("Mon-Fri 20:00-24:00"), "2024-05-02")["hours"]
        found = cal("Mon-Fri 09:00-17:00", openings=[("2024-05-04T00:00Z", "2024-05-06T00:00Z")])
        for day in ("2024-05-04", "2024-05-05"):
            weekend = day_of(found, day)
            assert (["00:00-24:00"], "24h") == (weekend["hours"], weekend["open"])

    def test_seconds(self) -> None:
        """Hours to the second are written so."""
        found = day_of(cal("Mon-Fri 09:00:30-17:00:15"), "2024-05-02")
        assert (["09:00:30-17:00:15"], "7h59m45s") == (found["hours"], found["open"])

    def test_of_a_combined_calendar(self) -> None:
        """The dates are those of the first part, the reason that of a part that has one."""
        madrid = cal("Mon-Fri 09:00-18:00", "Europe/Madrid")
        tokyo = cal("Mon-Fri 09:00-12:00", "Asia/Tokyo", holidays=["2024-05-03"])
        both = madrid | tokyo
        assert "Europe/Madrid" == both.year(2024)["tz"]
        # 09:00 to 12:00 in Tokyo is 02:00 to 05:00 in Madrid's summer.
        assert ["02:00-05:00", "09:00-18:00"] == day_of(both, "2024-05-02")["hours"]
        friday = day_of(both, "2024-05-03")
        assert (["09:00-18:00"], "holiday") == (friday["hours"], friday["reason"])
        assert "weekly" == day_of(both, "2024-05-02")["reason"]

    def test_of_a_succession(self) -> None:
        """Each date has the hours, and the reason, of the calendar of its time."""
        joined = succession(
            [
                (None, cal("Mon-Fri 09:00-17:00", holidays=["2024-06-03", "2024-07-03"])),
                (date(2024, 7, 1), cal("Mon-Fri 10:00-18:00")),
            ]
        )
        assert ["09:00-17:00"] == day_of(joined, "2024-06-28")["hours"]
        assert ["10:00-18:00"] == day_of(joined, "2024-07-01")["hours"]
        assert "holiday" == day_of(joined, "2024-06-03")["reason"]
        # What was a holiday of the old calendar is none of the new one.
        assert (["10:00-18:00"], "weekly") == (
            day_of(joined, "2024-07-03")["hours"],
            day_of(joined, "2024-07-03")["reason"],
        )

    @pytest.mark.parametrize("year", [1, 0, -5, 9999, 10_000, "2024", 2024.0, None, True])
    def test_no_year(self, year: Any) -> None:
        """A year is a whole number that a calendar calculates in."""
        with pytest.raises(
            CalendarError, match=r"year: .* is no year; give a year such as 2026"
        ) as e:
            OFFICE.year(year)
        assert year == e.value.value

    @pytest.mark.parametrize("year", [2, 3, 9997, 9998])
    @pytest.mark.parametrize("tz", ["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago"])
    def test_the_ends_of_time(self, tz: str, year: int) -> None:
        """Where years end there is an answer or an error that says so."""
        try:
            found = BusinessCalendar.always(tz).year(year)
        except SlakitError:
            return
        assert {"24h"} == {day["open"] for day in found["days"]}
