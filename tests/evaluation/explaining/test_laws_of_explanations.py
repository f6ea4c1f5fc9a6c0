"""Laws of explanations, over desks in the whole policy language and histories of every kind."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slakit import ClockReading, Signal, Ticket, evaluate
from slakit.policies.metrics import metric_of
from tests.evaluation.drawn_desks import KINDS, Data, policies_of
from tests.evaluation.explaining.accounts import check_evaluation, explained
from tests.evaluation.histories import Asked, asked, histories, instant, minute_asked, ticket_of
from tests.evaluation.histories import turns as turns_of_cycles
from tests.evaluation.oracle_world import History

MICROSECOND = timedelta(microseconds=1)


def stories(kind: str) -> st.SearchStrategy[History]:
    return histories(what=turns_of_cycles) if kind in ("metrics", "standard") else histories()


@pytest.mark.parametrize("kind", KINDS)
def test_every_explanation(kind: str) -> None:
    """Spans leave no gap and add up; every event is told, and once; ends are those of the reading;
    all of it survives JSON and can be said."""

    @settings(derandomize=True, max_examples=40)
    @given(data=KINDS[kind], history=stories(kind), question=asked)
    def every_explanation(data: Data, history: History, question: Asked) -> None:
        policies, ticket = policies_of(data), ticket_of(history)
        ev = evaluate(policies, ticket, at=instant(minute_asked(history, question)))
        check_evaluation(policies, ticket, ev)

    every_explanation()


def with_halt(data: Data) -> Data:
    """Return a desk whose clocks stop at a signal as well."""
    metrics: dict[str, Any] = dict(data.get("metrics", {}))
    for name in {name for policy in data["policies"] for name in policy["targets"]}:
        own = metrics.get(name, {})
        stop = own.get("stop") or metric_of(name).stop.to_data()  # type: ignore[union-attr]
        metrics[name] = {**own, "stop": {"any": [stop, {"signal": "halt"}]}}
    return {**data, "metrics": metrics}


def halted(ticket: Ticket, at: datetime) -> Ticket:
    """Return a ticket whose clocks are stopped at an instant, and to which nothing happens then."""
    events = [*(each for each in ticket.events if each.at <= at), Signal(at=at, name="halt")]
    return Ticket(
        id=ticket.id,
        created_at=ticket.created_at,
        fields=ticket.fields,
        events=events,
        opened_by=ticket.opened_by,
    )


@pytest.mark.parametrize("kind", KINDS)
def test_latest_stop(kind: str) -> None:
    """A clock that stops at its latest stop is met, and one that stops a microsecond later not."""

    @settings(derandomize=True, max_examples=30)
    @given(data=KINDS[kind], history=stories(kind), question=asked)
    def stops(data: Data, history: History, question: Asked) -> None:
        policies, ticket = policies_of(with_halt(data)), ticket_of(history)
        at = instant(minute_asked(history, question))
        ev = evaluate(policies, ticket, at=at)

        def stopped(clock: ClockReading, moment: datetime) -> ClockReading | None:
            """Return how a clock stands that was stopped at an instant, if it could be."""
            again = evaluate(policies, halted(ticket, moment), at=max(at, moment))
            for each in again:
                if (each.policy, each.metric, each.cycle) == (
                    clock.policy,
                    clock.metric,
                    clock.cycle,
                ):
                    return each if each.stopped_at == moment else None
            return None

        for clock in ev:
            latest = explained(ev, clock).latest_stop
            if latest is None:
                continue
            in_time, late = stopped(clock, latest), stopped(clock, latest + MICROSECOND)
            assert in_time is not None
            assert in_time.breached_at is None
            assert latest == at or late is None or late.breached_at is not None

    stops()
