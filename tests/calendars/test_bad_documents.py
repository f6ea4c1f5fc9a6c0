"""Documents that cannot be: each is refused with its place, its value and what was meant."""

from __future__ import annotations

import copy
import warnings
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from slakit import BusinessCalendar, HoursWarning, NeverOpenError, SlakitError, UnknownZoneError
from tests.calendars.questions import MONDAY, TUESDAY
from tests.strategies import OFFICE, WEEKDAYS

NAIVE = datetime(2024, 3, 4, 10)  # noqa: DTZ001

# What a document is refused for, and what the message has to say.
DOCUMENTS: dict[str, tuple[dict[str, Any], list[str]]] = {
    "overlap": ({"hours": {"mon": ["09:00-13:00", "12:00-17:00"]}}, ["mon", "12:00-17:00"]),
    "overlap at night": ({"hours": {"mon": ["20:00-06:00", "23:00-24:00"]}}, ["mon", "23:00"]),
    "twice": ({"hours": {"mon": ["09:00-13:00", "09:00-13:00"]}}, ["mon", "09:00-13:00"]),
    "start is end": ({"hours": {"mon": ["09:00-09:00"]}}, ["mon", "09:00-09:00", "24:00"]),
    "whole day": ({"hours": {"mon": ["00:00-00:00"]}}, ["mon", "00:00-00:00", "00:00-24:00"]),
    "hour": ({"hours": {"mon": ["09:00-25:00"]}}, ["mon", "25:00"]),
    "minute": ({"hours": {"mon": ["09:60-17:00"]}}, ["mon", "09:60"]),
    "after midnight": ({"hours": {"mon": ["09:00-24:01"]}}, ["mon", "24:01"]),
    "start at 24:00": ({"hours": {"mon": ["24:00-06:00"]}}, ["mon", "24:00"]),
    "no end": ({"hours": {"mon": ["09:00"]}}, ["mon", "09:00"]),
    "open end": ({"hours": {"mon": ["09:00-"]}}, ["mon", "''"]),
    "words": ({"hours": {"mon": ["nine to five"]}}, ["mon", "nine to five"]),
    "hours a number": ({"hours": {"mon": 9}}, ["mon", "9"]),
    "hours a list": ({"hours": ["09:00-17:00"]}, ["hours"]),
    "hours nothing": ({"hours": None}, ["hours"]),
    "weekday": ({"hours": {"mno": ["09:00-17:00"]}}, ["mno", "mon"]),
    "weekday in text": ({"hours": "Mno-Fri 09:00-17:00"}, ["Mno"]),
    "weekday a number": ({"hours": {1: ["09:00-17:00"]}}, ["1"]),
    "zone": ({"tz": "America/New_Yrok"}, ["tz", "America/New_Yrok", "America/New_York"]),
    "zone a folder": ({"tz": "America"}, ["tz", "America"]),
    "zone a path": ({"tz": "../../etc/passwd"}, ["tz", "../../etc/passwd"]),
    "zone empty": ({"tz": ""}, ["tz"]),
    "zone a number": ({"tz": 5}, ["tz", "5"]),
    "zone nothing": ({"tz": None}, ["tz"]),
    "holiday": ({"holidays": ["2024-02-30"]}, ["holidays", "2024-02-30"]),
    "holiday a number": ({"holidays": [20241225]}, ["holidays", "20241225"]),
    "special date": ({"special": {"2024-02-30": []}}, ["special", "2024-02-30"]),
    "special yearly": ({"special": {"13-45": []}}, ["special", "13-45"]),
    "special range": (
        {"special": {"2024-03-08..2024-03-04": []}},
        ["special", "2024-03-08..2024-03-04"],
    ),
    "special hours": ({"special": {date(2024, 3, 4): ["9-5"]}}, ["special", "2024-03-04", "'9'"]),
    "closure naive": ({"closures": [(NAIVE, TUESDAY)]}, ["closures", "2024"]),
    "closure backwards": ({"closures": [(TUESDAY, MONDAY)]}, ["closures", "2024-03-05"]),
    "closure empty": ({"closures": [(MONDAY, MONDAY)]}, ["closures", "2024-03-04"]),
    "opening naive": ({"openings": [(MONDAY, NAIVE)]}, ["openings", "2024"]),
    "opening backwards": ({"openings": [(TUESDAY, MONDAY)]}, ["openings", "2024-03-05"]),
    "opening of one": ({"openings": [(MONDAY,)]}, ["openings"]),
    "keyword": ({"holiday": [date(2024, 12, 25)]}, ["holiday", "holidays"]),
}


class TestDocuments:
    @pytest.mark.parametrize(
        ("wrong", "words"), DOCUMENTS.values(), ids=[name.replace(" ", "-") for name in DOCUMENTS]
    )
    def test_refused(self, wrong: dict[str, Any], words: list[str]) -> None:
        """The message names the parameter and the value, and suggests what was meant."""
        with pytest.raises(SlakitError) as caught:
            BusinessCalendar(**{"tz": "UTC", "hours": OFFICE, **wrong})
        for word in words:
            assert word in str(caught.value)
        assert "pydantic" not in str(caught.value)

    def test_all_problems_at_once(self) -> None:
        """Three mistakes are three problems of one error, each where it stands."""
        with pytest.raises(SlakitError) as caught:
            BusinessCalendar(
                tz="Mars/Base",
                hours={"mno": ["09:00-17:00"], "tue": ["25:00-26:00"]},
                special={"2024-02-30": []},
            )
        problems = [str(problem) for problem in caught.value.problems]
        assert len(problems) >= 4
        for word in ("Mars/Base", "mno", "25:00", "2024-02-30"):
            assert any(word in problem for problem in problems)

    def test_unknown_zone_has_its_class(self) -> None:
        """A program can tell an unknown zone from other problems."""
        with pytest.raises(SlakitError) as caught:
            BusinessCalendar.always("Mars/Base")
        assert "Mars/Base" in str(caught.value)
        codes = {problem.code for problem in caught.value.problems}
        assert UnknownZoneError.code in codes

    def test_unknown_zone_is_no_silent_utc(self) -> None:
        """Missing the zone altogether is refused too."""
        with pytest.raises(SlakitError, match="tz"):
            BusinessCalendar(hours=OFFICE)  # type: ignore[call-arg]

    @pytest.mark.parametrize(
        ("end", "before_midnight"),
        [("23:59", timedelta(minutes=1)), ("23:59:59", timedelta(seconds=1))],
    )
    def test_an_end_a_moment_before_midnight(self, end: str, before_midnight: timedelta) -> None:
        """Accepted as it stands, and warned about with 24:00."""
        with pytest.warns(HoursWarning, match="24:00"):
            cal = BusinessCalendar(tz="UTC", hours={"mon": [f"00:00-{end}"]})
        midnight = datetime(2024, 3, 5, tzinfo=UTC)
        assert midnight - before_midnight == cal.next_close(MONDAY)

    def test_a_tail_that_meets_the_next_day(self) -> None:
        """An overnight tail that meets the next day's hours merges with them, and warns."""
        with pytest.warns(HoursWarning):
            cal = BusinessCalendar(tz="UTC", hours={"mon": ["22:00-09:00"], "tue": ["08:00-12:00"]})
        opening = datetime(2024, 3, 4, 22, tzinfo=UTC)
        assert opening + timedelta(hours=14) == cal.next_close(opening)

    def test_ordinary_hours_are_silent(self) -> None:
        """Nothing is warned about that is meant, the whole day and nights included."""
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            for text in ("00:00-24:00", "22:00-06:00", "09:00-17:00", "20:00-24:00"):
                cal = BusinessCalendar(tz="UTC", hours={day: [text] for day in WEEKDAYS})
                cal.add(MONDAY, timedelta(days=7))

    def test_frozen(self) -> None:
        """A calendar cannot be changed once it is there, and does not change."""
        cal = BusinessCalendar(tz="UTC", hours=OFFICE)
        twin = copy.deepcopy(cal)
        for name, value in (("tz", "Asia/Tokyo"), ("hours", {}), ("colour", "red")):
            with pytest.raises((ValueError, AttributeError, TypeError)):
                setattr(cal, name, value)
        assert twin == cal
        assert hash(twin) == hash(cal)

    def test_what_was_given_can_change_without_harm(self) -> None:
        """The calendar keeps nothing of the containers that it was built from."""
        hours = {"mon": ["09:00-17:00"]}
        closures: list[tuple[datetime, datetime]] = []
        cal = BusinessCalendar(tz="UTC", hours=hours, closures=closures)
        hours["mon"].clear()
        hours["sun"] = ["00:00-24:00"]
        closures.append((MONDAY, TUESDAY))
        assert cal.is_open(MONDAY)
        assert not cal.is_open(MONDAY - timedelta(days=1))


class TestNeverOpen:
    @pytest.mark.parametrize(
        "document",
        [
            {"hours": {}},
            {"hours": ""},
            {"hours": {day: [] for day in WEEKDAYS}},
            {"hours": {"mon": "closed"}},
            {"hours": {}, "special": {date(2024, 3, 4): []}},
            {"hours": {}, "special": {date(2024, 3, 4): "closed"}},
            {"hours": {}, "holidays": [date(2024, 3, 4)]},
            {
                "hours": {},
                "special": {date(2024, 3, 4): ["09:00-17:00"]},
                "closures": [(MONDAY - timedelta(days=2), TUESDAY)],
            },
            {"hours": {}, "openings": [(MONDAY, TUESDAY)], "closures": [(MONDAY, TUESDAY)]},
            # 02:30 to 03:15 is empty in the one night in which it is held.
            {
                "tz": "America/New_York",
                "hours": {},
                "special": {date(2024, 3, 10): ["02:30-03:15"]},
            },
            {
                "tz": "Pacific/Apia",
                "hours": {},
                "special": {date(2011, 12, 30): ["09:00-17:00"]},
            },
        ],
    )
    def test_refused_when_it_is_built(self, document: dict[str, Any]) -> None:
        """A calendar without an open instant is refused, not asked for ever."""
        with pytest.raises(SlakitError) as caught:
            BusinessCalendar(**{"tz": "UTC", **document})
        codes = {problem.code for problem in caught.value.problems}
        assert NeverOpenError.code in codes | {caught.value.code}

    def test_an_intersection_that_never_is(self) -> None:
        """Mornings and evenings have no hour in common."""
        mornings = BusinessCalendar(tz="UTC", hours={"mon": ["08:00-12:00"]})
        evenings = BusinessCalendar(tz="UTC", hours={"mon": ["18:00-22:00"]})
        with pytest.raises(NeverOpenError):
            mornings & evenings

    def test_a_difference_that_leaves_nothing(self) -> None:
        """Office hours less the whole week are none."""
        office = BusinessCalendar(tz="Europe/Dublin", hours=OFFICE)
        with pytest.raises(NeverOpenError):
            office - BusinessCalendar.always("UTC")

    def test_a_calendar_of_one_opening_is_fine(self) -> None:
        """Hours may be empty where special hours or openings open something."""
        one = BusinessCalendar(tz="UTC", hours={}, openings=[(MONDAY, TUESDAY)])
        assert TUESDAY == one.add(MONDAY, timedelta(days=1))
