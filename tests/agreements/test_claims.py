"""Claim windows: the last date on which something can be claimed."""

from __future__ import annotations

from datetime import date

import pytest

from slakit.agreements.claims import ClaimWindow
from slakit.errors import SlakitError
from slakit.reports.periods import Period

DECEMBER = Period("month", date(2025, 12, 1))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("30 days after period end", date(2026, 1, 30)),
        ({"days": 30, "after": "period_end"}, date(2026, 1, 30)),
        ("10 days after the incident", date(2026, 1, 10)),
        # February has no 31st.
        ("2 months after the incident", date(2026, 2, 28)),
        ("one month after the end of the month", date(2026, 1, 31)),
        ("by the end of the second billing cycle after the incident", date(2026, 2, 28)),
        ({"cycles": 3, "after": "period_end"}, date(2026, 3, 31)),
    ],
)
def test_claimable_until(value: object, expected: date) -> None:
    """Each rule, for an incident on 31 December in the month of December."""
    window = ClaimWindow.parse(value)
    assert expected == window.claimable_until(DECEMBER, date(2025, 12, 31))
    assert window == ClaimWindow.parse(window.to_data())


def test_without_an_incident() -> None:
    """Where nothing happened at an instant the last date of the period stands for it."""
    window = ClaimWindow.parse("10 days after the incident")
    assert date(2026, 1, 10) == window.claimable_until(DECEMBER)
    assert date(2025, 12, 13) == window.claimable_until(DECEMBER, date(2025, 12, 3))


@pytest.mark.parametrize(
    "value",
    [
        "soon",
        {"days": 30},
        {"weeks": 2, "after": "incident"},
        {"days": 30, "after": "payment"},
        {"days": 0, "after": "incident"},
        {"days": True, "after": "incident"},
        "5000 days after period end",
        30,
    ],
)
def test_no_window(value: object) -> None:
    """What is no window is refused."""
    with pytest.raises(SlakitError):
        ClaimWindow.parse(value)


def test_beyond_the_last_year() -> None:
    """A window that ends after the year 9999 is refused, one that ends with it is not."""
    november = Period("month", date(9999, 11, 1))
    for text in ("31 days after period end", "end of the first billing cycle after the incident"):
        assert date(9999, 12, 31) == ClaimWindow.parse(text).claimable_until(november)
    for text in ("32 days after period end", "2 months after period end"):
        with pytest.raises(SlakitError, match="of 9999-11 ends beyond the year 9999"):
            ClaimWindow.parse(text).claimable_until(november)
