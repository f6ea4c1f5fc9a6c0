"""The edges of a calendar: each kind is found where it is, and nowhere else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from slakit import BusinessCalendar, HoursWarning
from slakit.testing.edges import EDGES, Edge, clock_changes, edges, later

LUNCH = "Mon-Fri 09:00-12:00,13:00-18:00"


def found(kind: str, **document: Any) -> list[tuple[str, str]]:
    calendar = BusinessCalendar(**{"tz": "Europe/Madrid", "hours": LUNCH, **document})
    those = edges(calendar, [2024], most=1).get(kind, [])
    return [(f"{edge.start:%m-%d %H:%M}", f"{edge.end:%m-%d %H:%M}") for edge in those]


@pytest.mark.parametrize(
    ("kind", "expected", "document"),
    [
        # 1 January 2024 is a Monday.
        ("lunch", ("01-01 12:00", "01-01 13:00"), {}),
        ("end of day", ("01-01 18:00", "01-02 09:00"), {}),
        ("weekend", ("01-05 18:00", "01-08 09:00"), {}),
        ("holiday", ("04-30 18:00", "05-02 09:00"), {"holidays": ["2024-05-01"]}),
        ("special hours", ("02-12 18:00", "02-13 15:00"), {"special": {"02-13": "15:00-18:00"}}),
        (
            "closure",
            ("02-13 10:00", "02-13 11:00"),
            {"closures": ["2024-02-13T10:00+01:00/2024-02-13T11:00+01:00"]},
        ),
        ("overnight shift", ("01-03 00:00", "01-03 00:00"), {"hours": "Tue 22:00-06:00"}),
        ("24:00", ("01-03 00:00", "01-09 20:00"), {"hours": "Tue 20:00-24:00"}),
        # The clocks of Madrid went forward on Sunday 31 March 2024 and back on 27 October.
        ("clocks forward", ("03-29 18:00", "04-01 09:00"), {}),
        ("clocks back", ("10-25 18:00", "10-28 09:00"), {}),
        ("month end", ("01-31 18:00", "02-01 09:00"), {}),
        ("year end", ("12-31 18:00", "01-01 09:00"), {}),
        ("leap day", ("02-28 18:00", "02-29 09:00"), {}),
    ],
)
def test_kind(kind: str, expected: tuple[str, str], document: dict[str, Any]) -> None:
    """Each kind of edge is the gap, or the midnight, at which it first shows."""
    assert [expected] == found(kind, **document)


def test_last_minute() -> None:
    """Hours that end at 23:59 are an edge of their own."""
    with pytest.warns(HoursWarning):
        assert [("01-02 23:59", "01-09 20:00")] == found("23:59", hours="Tue 20:00-23:59")


def test_no_gaps() -> None:
    """A calendar that never closes has the dates and the changes of the clocks as instants."""
    always = edges(BusinessCalendar.always("Europe/Madrid"), [2024])
    assert {"clocks forward", "clocks back", "month end", "year end", "leap day"} == set(always)
    change = datetime(2024, 3, 31, 1, tzinfo=UTC)
    assert [Edge("clocks forward", change, change)] == always["clocks forward"]


def test_sunday_holiday() -> None:
    """A holiday on a day without work closes nothing."""
    assert [] == found("holiday", holidays=["2024-05-05"])


def test_zone_without_daylight_saving() -> None:
    """UTC has no changes of the clocks, and is not said to have them."""
    kinds = edges(BusinessCalendar(tz="UTC", hours=LUNCH), [2023])
    assert {"clocks forward", "clocks back", "leap day"}.isdisjoint(kinds)


def test_most() -> None:
    """Of each kind there are as many as asked for, from the first years on."""
    calendar = BusinessCalendar(tz="UTC", hours=LUNCH)
    found = edges(calendar, range(2022, 2025), most=3)
    assert [2022, 2023, 2024] == [edge.start.year for edge in found["year end"]]
    assert ["2022-01-03", "2022-01-04", "2022-01-05"] == [
        f"{edge.start:%Y-%m-%d}" for edge in found["lunch"]
    ]
    # In three years there are only two midnights of a leap day.
    assert [2024, 2024] == [edge.start.year for edge in found["leap day"]]


def test_order() -> None:
    """Every kind that is found is one of those that are known, in their order."""
    kinds = list(edges(BusinessCalendar(tz="Europe/Madrid", hours=LUNCH), [2024]))
    assert [kind for kind in EDGES if kind in kinds] == kinds


@pytest.mark.parametrize(
    ("zone", "year", "expected"),
    [
        ("UTC", 2024, []),
        # Half an hour, and the southern summer ends first.
        ("Australia/Lord_Howe", 2024, [("2024-04-06T15:00", -30), ("2024-10-05T15:30", 30)]),
        # At midnight: Beirut in 2024, Sunday 31 March and Sunday 27 October.
        ("Asia/Beirut", 2024, [("2024-03-30T22:00", 60), ("2024-10-26T21:00", -60)]),
    ],
)
def test_clock_changes(zone: str, year: int, expected: list[tuple[str, int]]) -> None:
    """Changes are exact instants, with how far the clocks are moved."""
    changes = [
        (at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M"), by // timedelta(minutes=1))
        for at, by in clock_changes(ZoneInfo(zone), year)
    ]
    assert expected == changes


def test_later() -> None:
    """An hour on is an hour of real time, also where the clocks go back."""
    madrid = ZoneInfo("Europe/Madrid")
    at = later(datetime(2024, 10, 27, 2, 30, tzinfo=madrid), timedelta(hours=1))
    assert (2, 30, 1) == (at.hour, at.minute, at.fold)


def test_middle() -> None:
    """The middle of a gap is a whole minute."""
    start = datetime(2024, 1, 1, 12, tzinfo=UTC)
    assert start + timedelta(minutes=2) == Edge("lunch", start, start + timedelta(minutes=5)).middle
