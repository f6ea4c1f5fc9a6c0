"""What a type checker sees of the public names: checked by mypy, never run."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import assert_type
from zoneinfo import ZoneInfo

import slakit
from slakit import (
    Amount,
    BusinessCalendar,
    Calendar,
    DocumentError,
    Interval,
    Problem,
    format_length,
    parse_length,
)


def amounts() -> None:
    assert_type(parse_length("4h"), timedelta)
    assert_type(format_length(timedelta(hours=4)), str)
    assert_type(Amount("2bd"), Amount)
    assert_type(Amount("4h").length, timedelta | None)


def calendars(at: datetime) -> None:
    office = BusinessCalendar(
        tz="Europe/Madrid", hours={"mon": ["09:00-18:00"]}, holidays=[date(2024, 12, 25)]
    )
    assert_type(office.zone, ZoneInfo)
    assert_type(office.elapsed(at, at), timedelta)
    assert_type(office.add(at, "4h"), datetime)
    assert_type(office.add(at, timedelta(hours=4), at_close="next_open"), datetime)
    assert_type(office.add_business_days(at, 2, end_of_day=True), datetime)
    assert_type(office.is_open(at), bool)
    assert_type(office.next_open(at), datetime | None)
    assert_type(office.roll_forward(at), datetime)
    assert_type(office.intervals(at, at), list[Interval])
    assert_type(office.business_days(date(2024, 5, 1), date(2024, 6, 1)), int)
    assert_type(office | BusinessCalendar.always("UTC"), Calendar)


def errors(error: DocumentError) -> None:
    assert_type(error.problems, tuple[Problem, ...])


def unknown_names() -> None:
    slakit.no_such_name  # type: ignore[attr-defined]  # noqa: B018
