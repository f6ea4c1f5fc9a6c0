"""Clocks that count from an instant in a field, worked out by hand and many at once.

The office day is 09:00-12:00 and 13:00-17:00.
"""

from __future__ import annotations

from typing import Any

import pytest

from slakit import PolicySet, Ticket
from tests.evaluation.desks import desk, on, span, ticket
from tests.frames.evaluating.comparing import check, rows_of
from tests.frames.evaluating.one_by_one import named

# Starts with an answer, however long after the creation that is.
OWN = {"start": "agent_reply", "stop": {"category": ["resolved", "closed"]}, "pause": "policy"}
ANSWERED = ("Mon 14:00", "agent")
WAITED = (("Mon 10:00", "waiting"), ("Mon 11:00", "new"))


def counting(amount: Any = "4h", start: str = "field(own)", **more: Any) -> PolicySet:
    row = {"name": "all", "calendar": "office", "targets": {"handling": amount}, **more}
    return desk(row, metrics={"handling": OWN}, counts_from=start)


def reported(when: str, *happenings: Any) -> Ticket:
    return ticket(*happenings, ANSWERED, created="Mon 09:00", fields={"own": on(when).isoformat()})


@pytest.mark.parametrize("amount", ["4h", "4h wall", "1bd"])
def test_wherever_it_lies(amount: str) -> None:
    """Tickets of one course count from before their creation, before their start, or after it."""
    tickets = [
        reported(when, *WAITED)
        for when in ("Mon 08:00", "Mon 09:00", "Mon 10:30", "Mon 13:30", "Mon 16:00")
    ]
    for order in (tickets, tickets[::-1]):
        found = check(counting(amount), named(*order), on("Mon 15:00"))
        assert {} == found.fallbacks


def test_pauses_before_the_start() -> None:
    """Four hours from 09:00 end at 15:00, after an hour of waiting and one of lunch."""
    tickets = [reported(when, *WAITED) for when in ("Mon 16:00", "Mon 09:00", "Mon 10:30")]
    later, first, within = rows_of(check(counting(), named(*tickets), on("Mon 15:00")).clocks)
    assert (on("Mon 15:00"), span("4h"), span("1h")) == tuple(
        first[name] for name in ("due_at", "elapsed", "paused")
    )
    assert (on("Mon 16:00"), span("3h"), span("30m")) == tuple(
        within[name] for name in ("due_at", "elapsed", "paused")
    )
    assert (on("Tue 12:00"), span("0m")) == (later["due_at"], later["elapsed"])


def test_a_pause_that_goes_on_at_the_start() -> None:
    """It waits since 10:00, also when the clock starts, so that three hours are left at 16:00."""
    waits = reported("Mon 09:00", ("Mon 10:00", "waiting"))
    (row,) = rows_of(check(counting(), named(waits), on("Mon 16:00")).clocks)
    assert ("paused", span("3h")) == (row["status"], row["remaining"])
    assert on("Tue 11:00") == row["due_if_resumed_at"]


def test_the_creation() -> None:
    """A start that names the creation needs no field."""
    tickets = [ticket(*WAITED, ANSWERED), ticket(ANSWERED)]
    found = check(counting(start="field(created_at)"), named(*tickets), on("Mon 14:30"))
    assert {} == found.fallbacks
    assert [on("Mon 15:00"), on("Mon 14:00")] == [row["due_at"] for row in rows_of(found.clocks)]


def test_other_hours() -> None:
    """Before the start the first hours count, after it those in force."""
    later = [{"when": {"priority": "high"}, "calendar": "late"}, {"calendar": "office"}]
    changed = ("Mon 15:00", {"priority": "high"})
    tickets = [reported(when, *WAITED, changed) for when in ("Mon 08:00", "Mon 10:30")]
    policies = counting("8h", calendar=later, on_calendar_change="slice")
    found = check(policies, named(*tickets), on("Mon 20:00"))
    assert {} == found.fallbacks
    # Four or three hours of the office, then those of the late one until 20:00.
    rows = [(row["due_at"], row["elapsed"]) for row in rows_of(found.clocks)]
    assert [(on("Mon 19:00"), span("9h")), (on("Mon 20:00"), span("8h"))] == rows


def test_taken_over() -> None:
    """Each policy counts from where it says, whatever two tickets of one course say there."""
    row = {"calendar": "office", "targets": {"resolution": "3h"}}
    policies = desk(
        {"name": "high", "when": {"priority": "high"}, "counts_from": "field(called)", **row},
        {"name": "all", "counts_from": "field(own)", **row},
    )
    high = ("Mon 11:00", {"priority": "high"})
    tickets = [
        ticket(high, fields={"own": on(own).isoformat(), "called": on(called).isoformat()})
        for own, called in (("Mon 09:00", "Mon 09:00"), ("Mon 08:00", "Mon 10:00"))
    ]
    for order in (tickets, tickets[::-1]):
        found = check(policies, named(*order), on("Mon 11:30"))
        assert {} == found.fallbacks
        due = [row["due_at"] for row in rows_of(found.clocks)]
        assert {on("Mon 12:00"), on("Mon 14:00")} == set(due)


@pytest.mark.parametrize(
    ("year", "fallbacks"), [("2023", {}), ("1990", {"it asks for hours beyond those laid out": 1})]
)
def test_years_before(year: str, fallbacks: dict[str, int]) -> None:
    """Hours are laid out from where the first clock counts, or looked for by themselves."""
    far = ticket(ANSWERED, fields={"own": f"{year}-12-29T16:00:00Z"})
    # Hours that no other test has asked about, and so compiled years of.
    row = {"name": "all", "calendar": "early", "targets": {"handling": "4h"}}
    early = {"early": {"tz": "UTC", "hours": "Mon-Fri 05:01-13:01"}}
    policies = desk(row, metrics={"handling": OWN}, counts_from="field(own)", calendars=early)
    found = check(policies, named(far, reported("Mon 09:00")), on("Mon 15:00"))
    assert fallbacks == found.fallbacks
