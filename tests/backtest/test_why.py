"""Why a verdict is another one: what changed, and the time that counts under one set only."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from slakit import FlipExplanation, LedgerSpan, PolicySet, Ticket, evaluate, vary
from slakit.backtest import backtest
from slakit.backtest.flips import Flip, pairs
from slakit.backtest.why import stretches_of
from tests.evaluation.desks import desk, on, promising, span, ticket
from tests.evaluation.drawn_desks import Data, desks, policies_of
from tests.evaluation.histories import Asked, asked, histories, instant, minute_asked, ticket_of
from tests.evaluation.oracle_world import History

ZERO = timedelta(0)
SATURDAYS = {"office": {"hours": "Mon-Sat 09:00-12:00,13:00-17:00"}}
PAUSED = ticket(
    ("Mon 10:00", {"status": "waiting"}),
    ("Mon 11:00", {"status": "open"}),
    ("Mon 13:30", {"status": "solved"}),
)


def why(old: PolicySet, new: PolicySet, asked: Ticket, at: str = "Fri 17:00") -> FlipExplanation:
    [flip] = backtest([asked], old=old, new=new, at=on(at)).flips
    return flip.explain()


def test_amount() -> None:
    """A shorter amount leaves the ledger alone, and makes the clock due earlier and late."""
    found = why(promising(resolution="4h"), promising(resolution="2h"), PAUSED)
    told = {change.what: (change.old, change.new) for change in found.changes}
    # It ran from 09:00 to 10:00 and from 11:00 on.
    assert {
        "amount": ("4h", "2h"),
        "due_at": (on("Mon 15:00"), on("Mon 12:00")),
        "breached_at": (None, on("Mon 12:00")),
    } == told
    assert ((), ZERO) == (found.stretches, found.difference)


def test_pause() -> None:
    """If waiting did not pause, the hour of the pause counts."""
    old = promising(resolution="3h")
    found = why(old, vary(old, pause="none"), PAUSED)
    assert [(on("Mon 10:00"), on("Mon 11:00"), "paused", "running", span("1h"))] == [
        (each.start, each.end, each.old, each.new, each.counted) for each in found.stretches
    ]
    assert span("1h") == found.difference


def test_calendar() -> None:
    """If the office opened on Saturdays, its seven hours of that day count, in two stretches."""
    old = promising(resolution="36h")
    late = ticket(("+Mon 10:00", {"status": "solved"}))
    found = why(old, vary(old, calendars=SATURDAYS), late, at="+Fri 17:00")
    # Mon to Fri are 35 h, and on Monday of the second week 1 h: 36 h, and 43 h with Saturday.
    assert [
        (on("Sat 09:00"), on("Sat 12:00"), "closed", "running"),
        (on("Sat 13:00"), on("Sat 17:00"), "closed", "running"),
    ] == [tuple(each) for each in found.stretches]
    assert span("7h") == found.difference


def test_stop() -> None:
    """Where a reply stops the clock, what came after it counts no more."""
    old = promising(resolution="2h")
    stop = {"metrics": {"resolution": {"stop": "agent_reply"}}}
    new = PolicySet.model_validate({**old.to_data(), **stop})
    asked = ticket(("Mon 10:00", "agent"), ("Mon 12:00", {"status": "solved"}))
    found = why(old, new, asked)
    assert [(on("Mon 10:00"), on("Mon 12:00"), "running", "after_stop")] == [
        tuple(each) for each in found.stretches
    ]
    assert (on("Mon 12:00"), on("Mon 10:00")) == next(
        (each.old, each.new) for each in found.changes if each.what == "stopped_at"
    )


def test_policy_and_calendar() -> None:
    """Another policy and another calendar are told by name."""
    late = {"name": "late", "calendar": "late", "targets": {"resolution": "4h"}}
    found = why(promising(resolution="4h"), desk(late), ticket(("Mon 15:00", {"status": "solved"})))
    assert [("policy", "all", "late"), ("calendar", "office", "late")] == [
        tuple(each) for each in found.changes if each.what in ("policy", "calendar")
    ]


def test_clock_that_is_gone() -> None:
    """Of a clock that is not there any more, all that ran counts no more."""
    solved = ticket(("Mon 11:00", {"status": "solved"}))
    old = promising(resolution="4h", first_response="none")
    [flip] = [
        each
        for each in backtest(
            [solved], old=old, new=promising(first_response="none"), at=on("Tue 09:00")
        ).flips
        if each.metric == "resolution"
    ]
    found = flip.explain()
    assert (None, span("-2h")) == (found.new, found.difference)
    assert [(on("Mon 09:00"), on("Mon 11:00"), "running", None)] == [
        tuple(each) for each in found.stretches
    ]


def test_neighbours() -> None:
    """Stretches of the same two reasons that touch are one, and a ledger may begin later."""

    def spans(*found: tuple[str, str, Any]) -> list[LedgerSpan]:
        return [LedgerSpan(on(start), on(end), ZERO, reason) for start, end, reason in found]

    old = spans(("Mon 09:00", "Mon 10:00", "running"), ("Mon 10:00", "Mon 12:00", "running"))
    new = spans(("Mon 09:30", "Mon 11:00", "paused"), ("Mon 11:00", "Mon 12:00", "running"))
    assert [
        (on("Mon 09:00"), on("Mon 09:30"), "running", None),
        (on("Mon 09:30"), on("Mon 11:00"), "running", "paused"),
    ] == [tuple(each) for each in stretches_of(old, new, on("Mon 12:00"))]


def test_data() -> None:
    """An explanation is plain JSON data."""
    old = promising(resolution="3h")
    data = json.loads(json.dumps(why(old, vary(old, pause="none"), PAUSED).to_data()))
    assert ("met->missed", "1h") == (data["kind"], data["difference"])
    assert {
        "start": "2024-05-06T10:00:00+00:00",
        "end": "2024-05-06T11:00:00+00:00",
        "counted": "1h",
        "old": "paused",
        "new": "running",
    } == data["stretches"][0]


def adds_up(sets: tuple[PolicySet, PolicySet], given: Ticket, at: datetime) -> None:
    old, new = (evaluate(each, given, at=at) for each in sets)
    by_policy = any(each.match == "all" for each in sets)
    for one, other in pairs(old, new, by_policy=by_policy):
        known = one if one is not None else other
        assert known is not None
        found = Flip(given.id, known.metric, known.cycle, one, other, (old, new)).explain()
        counted = sum((each.counted for each in found.stretches), ZERO)
        assert found.difference == counted
        assert sorted(found.stretches, key=lambda each: each.start) == list(found.stretches)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(desks, desks, histories(), asked)
def test_sum(one: Data, other: Data, history: History, asked: Asked) -> None:
    """What is counted more less what is counted less is the difference of the elapsed times."""
    sets = (policies_of(one), policies_of(other))
    adds_up(sets, ticket_of(history), instant(minute_asked(history, asked)))


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(desks, histories(), asked, st.booleans())
def test_sum_of_variations(one: Data, history: History, asked: Asked, pauses: bool) -> None:
    """So it is where only the hours or the pauses differ."""
    old = policies_of(one)
    hours = {"office": {"hours": "Mon-Sat 08:00-20:00"}}
    new = vary(old, pause="none") if pauses else vary(old, calendars=hours)
    adds_up((old, new), ticket_of(history), instant(minute_asked(history, asked)))


@pytest.mark.parametrize("amount", ["2h", "1bd", "26h wall"])
def test_real_time(amount: str) -> None:
    """An amount in real time counts the nights that one in open time does not."""
    solved = ticket(("Wed 10:00", {"status": "solved"}))
    sets = promising(resolution="100h"), promising(resolution=amount)
    adds_up(sets, solved, on("Fri 17:00"))
