"""Instants of one week by their names."""

from __future__ import annotations

import pytest

from slakit import AmountError, BusinessCalendar, InstantError
from slakit.testing.week import instant

OFFICE = BusinessCalendar(tz="Europe/Madrid", hours="Mon-Fri 09:00-18:00")


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("2024-05-06T09:00:00+02:00", "Mon 09:00"),
        ("2024-05-12T23:59:59+02:00", "sun 23:59:59"),
        ("2024-05-13T09:00:00+02:00", "next Mon 09:00"),
        ("2024-05-03T17:30:00+02:00", "last Fri 17:30"),
        ("2024-05-08T00:00:00+02:00", "this  Wed 00:00"),
        # Dates are on the clock on the wall, unless they have an offset.
        ("2024-12-24T11:00:00+01:00", "2024-12-24 11:00"),
        ("2024-12-24T11:00:00+00:00", "2024-12-24T11:00Z"),
    ],
)
def test_instant(expected: str, text: str) -> None:
    """A text is an instant in the zone of the calendar."""
    assert expected == instant(text, OFFICE).isoformat()


@pytest.mark.parametrize("text", ["", "Mon", "09:00", "Foo 09:00", "soon Mon 09:00", "2024-13-01"])
def test_no_instant(text: str) -> None:
    """What is no instant is refused with how to write one."""
    with pytest.raises(InstantError, match='write "Mon 09:00"'):
        instant(text, OFFICE)


def test_no_time_of_day() -> None:
    """A weekday without a time that there is names the time."""
    with pytest.raises(AmountError, match="25:00"):
        instant("Mon 25:00", OFFICE)
