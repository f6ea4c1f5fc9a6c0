"""Instants and amounts that are drawn."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import find, given

from slakit import Amount
from slakit.testing.strategies import amounts, instants
from slakit.testing.strategies.time import ZONES, transition_dates


@given(instants())
def test_aware(at: datetime) -> None:
    """Every instant has one of the zones."""
    assert str(at.tzinfo) in ZONES


@given(instants(tz="Asia/Kathmandu", about=date(2024, 5, 6), exact=False))
def test_about(at: datetime) -> None:
    """Instants lie about the date that is asked for, on whole minutes."""
    assert "Asia/Kathmandu" == str(at.tzinfo)
    assert abs(at - datetime(2024, 5, 6, tzinfo=UTC)) <= timedelta(days=10)
    assert (0, 0) == (at.second, at.microsecond)


def test_fold() -> None:
    """Where an hour comes twice, both of them are drawn."""
    drawn = instants(tz="Europe/Dublin", about=date(2024, 10, 27))
    assert [0, 1] == [
        find(drawn, lambda at, n=n: (at.hour, at.fold) == (1, n)).fold for n in (0, 1)
    ]


def test_transition_dates() -> None:
    """Dublin changed its clocks on the last Sundays of March and October."""
    of_2024 = [str(day) for day in transition_dates("Europe/Dublin") if day.year == 2024]
    assert ["2024-03-31", "2024-10-27"] == of_2024


@given(amounts())
def test_amounts(amount: Amount) -> None:
    """Every amount can be promised, and is read back from its text."""
    assert amount == Amount(str(amount))
    assert amount.sign > 0
    assert amount.kind in ("open", "wall", "business_days", "calendar_days")


@pytest.mark.parametrize("kind", ["open", "wall", "business_days", "calendar_days"])
def test_kinds(kind: str) -> None:
    """Every kind that needs no ticket is drawn."""
    assert kind == find(amounts(), lambda amount: amount.kind == kind).kind
