"""Causes that come back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from slakit import SlakitError, Ticket, explain
from slakit.recovery import BreachCase, Recurrence, recurring
from tests.recovery.cases import DESK, PLAN, instant, opened


def case(number: int, cause: str | None, day: int = 7, **fields: Any) -> BreachCase:
    """Return a case of its own ticket, opened on a day of May."""
    ticket = Ticket(id=f"T-{number}", created_at=instant("06 10:00"), fields=fields)
    at = instant(f"{day:02} 10:00")
    why = explain(DESK, ticket, "resolution", at=at)
    found = BreachCase.open(why, ticket, plan=PLAN, at=at, opened_by="ana")
    if cause is None:
        return found
    minute = timedelta(minutes=1)
    found = found.step("team_alerted", at=at + minute, by="ana", responsible="bo")
    return found.step("cause_found", at=at + minute, by="bo", cause=cause)


CASES = [
    case(1, "tool/outage", 8, team="net"),
    case(2, "people", 7, team="net"),
    case(3, "tool/outage", 7, team="db"),
    case(4, "tool/outage", 9),
    case(5, None, 7),
]


def test_recurring() -> None:
    """A cause of three cases comes back, with its tickets, since when, and of which teams."""
    (found,) = recurring(CASES)
    assert ("tool/outage", 3) == (found.cause, found.count)
    assert ["T-1", "T-3", "T-4"] == [*found.tickets.values()]
    assert (instant("07 10:00"), instant("09 10:00")) == (found.since, found.latest)
    assert {"net": 1, "db": 1} == found.teams


def test_order() -> None:
    """The most frequent cause comes first."""
    assert ["tool/outage", "people"] == [each.cause for each in recurring(CASES, least=1)]


def test_twice() -> None:
    """A case that comes twice counts once."""
    assert () == recurring([CASES[0], CASES[0]])


def test_parts() -> None:
    """Parts of a desk add up to the whole, whichever way it is cut, also where they overlap."""
    (whole,) = recurring(CASES)
    for cut in range(1, 4):
        parts = [recurring(some, least=1) for some in (CASES[:cut], CASES[cut - 1 :])]
        one, other = ([each for each in part if each.cause == "tool/outage"] for part in parts)
        assert whole == sum(other, one[0])


def test_different() -> None:
    """Two causes cannot be added."""
    one, other = recurring(CASES, least=1)
    with pytest.raises(SlakitError, match="are two causes"):
        one + other
    assert isinstance(one, Recurrence)


@pytest.mark.parametrize("least", [0, -1, 1.5, True, "2"])
def test_least(least: Any) -> None:
    """A number of cases is a whole one above 0."""
    with pytest.raises(SlakitError, match="is no number of cases"):
        recurring([opened()], least=least)
