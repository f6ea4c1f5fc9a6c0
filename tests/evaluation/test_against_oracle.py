"""Evaluations against a walk from minute to minute that shares no code with them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from slakit import evaluate
from tests.evaluation.drawn_desks import KINDS, Data, desks, oracle_of, policies_of
from tests.evaluation.histories import (
    Asked,
    asked,
    gaps,
    histories,
    instant,
    minute_asked,
    ticket_of,
    turns,
    until,
)
from tests.evaluation.oracle import Reading, next_change, read
from tests.evaluation.oracle_cycle import Marks, Time
from tests.evaluation.oracle_world import Happening, History
from tests.oracle import DAY


def when(minute: Time | None) -> datetime | None:
    return None if minute is None else instant(minute)


def length(minutes: int | None) -> timedelta | None:
    return None if minutes is None else timedelta(minutes=minutes)


def alerts(marks: Marks) -> list[tuple[str, datetime | None]]:
    return [(name, when(mark)) for name, mark in marks]


def from_oracle(reading: Reading) -> dict[str, Any]:
    """Return what the walk found, as slakit says it."""
    known: dict[str, Any] = {
        "state": reading.state,
        "status": reading.status,
        "amount": reading.amount,
        "started_at": when(reading.started_at),
        "stopped_at": when(reading.stopped_at),
        "due_at": when(reading.due_at),
        "due_if_resumed_at": when(reading.due_if_resumed_at),
        "elapsed": length(reading.elapsed),
        "paused": length(reading.paused),
        "closed": length(reading.closed),
        "remaining": length(reading.remaining),
        "breached_at": when(reading.breached_at),
        "warnings": alerts(reading.warnings),
        "escalations": alerts(reading.escalations),
    }
    if reading.state == "cancelled":
        # How much of a gap counts where the policy was lost within it is nobody's concern.
        for name in ("paused", "closed", "remaining", "stopped_at"):
            del known[name]
    return known


def facts(clock: Any, names: dict[str, Any]) -> dict[str, Any]:
    found = {name: getattr(clock, name) for name in names}
    for name in ("warnings", "escalations"):
        found[name] = [(notice.name, notice.at) for notice in found[name]]
    return found


def check(data: Data, history: History, at: int) -> None:
    walked = {(r.policy, r.metric, r.cycle): r for r in read(oracle_of(data), history, at)}
    expected = {key: from_oracle(reading) for key, reading in walked.items()}
    found = {}
    for clock in evaluate(policies_of(data), ticket_of(history), at=instant(at)):
        key = clock.policy, clock.metric, clock.cycle
        # A clock that has not started may be shown or not, and so may what was promised and
        # withdrawn while the clock stood still.
        if key in expected:
            found[key] = facts(clock, expected[key])
        elif clock.started_at is not None and clock.state != "cancelled":
            found[key] = clock.to_data()
    assert expected == found


def stories(kind: str) -> st.SearchStrategy[History]:
    return histories(what=turns) if kind in ("metrics", "standard") else histories()


@pytest.mark.parametrize("kind", KINDS)
def test_every_cycle(kind: str) -> None:
    """Every cycle of every clock stands as the walk finds it."""

    @given(data=KINDS[kind], history=stories(kind), question=asked)
    def every_cycle(data: Data, history: History, question: Asked) -> None:
        check(data, history, minute_asked(history, question))

    every_cycle()


ends: st.SearchStrategy[list[Happening]] = st.lists(
    st.sampled_from(
        ("agent", {"status": "solved"}, {"status": "waiting"}, {"tier": "tin"}, {"priority": "low"})
    ),
    min_size=1,
    max_size=2,
)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("late", [0, 1])
def test_at_due(kind: str, late: int) -> None:
    """So it does where something happens exactly when it is due, or a minute later."""

    @settings(max_examples=max(settings().max_examples // 4, 1))
    @given(data=KINDS[kind], history=stories(kind), wait=gaps, whats=ends)
    def at_due(data: Data, history: History, wait: int, whats: list[Happening]) -> None:
        last = minute_asked(history, (-1, 0))
        dues = [r.due_at for r in read(oracle_of(data), history, last) if r.stopped_at is None]
        for due in dues[-1:]:
            if due is not None and last < due < last + 5 * DAY:
                more = [*history.events, *((due + late, what) for what in whats)]
                again = replace(history, events=more)
                check(data, again, due + late + wait)

    at_due()


@given(data=desks, history=st.one_of(histories(), histories(what=turns)), question=asked)
def test_next_change(data: Data, history: History, question: Asked) -> None:
    """The next change of any clock's status is the one that the walk runs into."""
    at = minute_asked(history, question)
    assume(at >= history.created)
    changes = next_change(oracle_of(data), history, at)
    now = evaluate(policies_of(data), ticket_of(until(history, at)), at=instant(at))
    assert when(changes) == now.next_change_at
