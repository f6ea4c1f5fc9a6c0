"""The business calendar against vectors with a source outside this project.

Each vector is one test; `--vectors DIR` runs the same tests on another folder.
The schema is closed: an operation that is not listed here is a failure.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from slakit import BusinessCalendar

Vector = dict[str, Any]


def intervals(pairs: list[list[str]]) -> list[str]:
    """Write `[["09:00", "17:00"]]` as `["09:00-17:00"]`; 00:00 to 00:00 is the whole day."""
    return ["00:00-24:00" if a == b == "00:00" else f"{a}-{b}" for a, b in pairs]


def calendar_of(vector: Vector) -> BusinessCalendar:
    """Build the vector's calendar; null is 24x7 in UTC."""
    document = vector["calendar"]
    if document is None:
        return BusinessCalendar.always("UTC")
    return BusinessCalendar(
        tz=document["tz"],
        hours={day: intervals(pairs) for day, pairs in document.get("weekly", {}).items()},
        holidays=[date.fromisoformat(day) for day in document.get("holidays", [])],
        special={
            date.fromisoformat(day): intervals(pairs)
            for day, pairs in document.get("special", {}).items()
        },
    )


def answer(vector: Vector) -> timedelta | datetime | bool | None:
    """Ask the calendar what the vector asks."""
    cal = calendar_of(vector)
    start = datetime.fromisoformat(vector["start"])
    match vector["op"]:
        case "elapsed":
            return cal.elapsed(start, datetime.fromisoformat(vector["end"]))
        case "deadline":
            amount = timedelta(seconds=vector["seconds"])
            return cal.add(start, amount, at_close=vector.get("at_close", "stay"))
        case "backward":
            return cal.add(start, -timedelta(seconds=vector["duration_s"]))
        case "business_days":
            return cal.add_business_days(
                start, vector["days"], end_of_day=vector.get("end_of_day", False)
            )
        case "is_open":
            return cal.is_open(start)
        case "next_open":
            return cal.next_open(start)
        case "next_close":
            return cal.next_close(start)
        case unknown:
            pytest.fail(f"unknown operation {unknown!r}")


def expected(vector: Vector) -> timedelta | datetime | bool | None:
    """Read what the vector expects: seconds, an instant, a truth or nothing."""
    expect = vector["expect"]
    if vector["op"] == "elapsed":
        return timedelta(seconds=expect)
    return datetime.fromisoformat(expect) if isinstance(expect, str) else expect


@pytest.mark.vectors("calendar.json")
def test_calendar(vector: Vector) -> None:
    """The calendar answers what the source documents."""
    assert expected(vector) == answer(vector)


@pytest.mark.vectors("business_days.json")
def test_business_days(vector: Vector) -> None:
    """Business days and backward spans answer what the source documents."""
    assert expected(vector) == answer(vector)
