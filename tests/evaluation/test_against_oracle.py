"""Evaluations against a walk from minute to minute that shares no code with them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from hypothesis import given, settings

from slakit import evaluate
from tests.evaluation.desks import facts
from tests.evaluation.histories import (
    Asked,
    asked,
    changing_desks,
    histories,
    instant,
    losing_desks,
    minute_asked,
    oracle_of,
    plain_desks,
    policies_of,
    ticket_of,
)
from tests.evaluation.oracle import History, Reading

METRICS = ("first_response", "resolution")


def from_oracle(reading: Reading) -> dict[str, Any]:
    def when(minute: int | None) -> datetime | None:
        return None if minute is None else instant(minute)

    known = {
        "policy": reading.policy,
        "state": reading.state,
        "status": reading.status,
        "due_at": when(reading.due_at),
        "due_if_resumed_at": when(reading.due_if_resumed_at),
        "elapsed": timedelta(minutes=reading.elapsed),
        "paused": timedelta(minutes=reading.paused),
        "breached": reading.breached_at is not None,
        "breached_at": when(reading.breached_at),
        "next_change_at": when(reading.next_change_at),
    }
    if reading.state == "cancelled":
        # How much of a gap counts where the policy was lost within it is nobody's concern.
        del known["paused"]
    return known


def check(data: dict[str, Any], history: History, question: Asked) -> None:
    at = minute_asked(history, question)
    walked = {metric: oracle_of(data).read(metric, history, at) for metric in METRICS}
    expected = {metric: from_oracle(reading) for metric, reading in walked.items() if reading}
    found = {
        clock.metric: facts(clock, expected.get(clock.metric, {}))
        for clock in evaluate(policies_of(data), ticket_of(history), at=instant(at))
        # What was promised and withdrawn while the clock stood still may be shown or not.
        if clock.metric in expected or clock.state != "cancelled"
    }
    assert expected == found


@settings(max_examples=150)
@given(data=plain_desks, history=histories(), question=asked)
def test_one_policy(data: dict[str, Any], history: History, question: Asked) -> None:
    """Pauses, stops, reopenings and changes of the target leave what the walk finds."""
    check(data, history, question)


@settings(max_examples=150)
@given(data=changing_desks, history=histories(), question=asked)
def test_change_of_policy(data: dict[str, Any], history: History, question: Asked) -> None:
    """Where another policy takes over, every minute is measured in the hours of its time."""
    check(data, history, question)


@settings(max_examples=150)
@given(data=losing_desks, history=histories(tier="gold"), question=asked)
def test_loss_of_the_policy(data: dict[str, Any], history: History, question: Asked) -> None:
    """A clock that nothing matches is cancelled, and counts from the start when it is back."""
    check(data, history, question)
