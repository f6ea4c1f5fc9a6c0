"""What a clock came to, taken from readings."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from slakit import Evaluation, evaluate
from slakit.reports.outcome import Outcome, outcome, outcomes
from slakit.tickets import Exemption
from tests.evaluation.desks import on, promising, span, ticket
from tests.reports.desks import HOUR, NOON, STATES, clock

NOW = datetime(2024, 5, 8, 12, tzinfo=UTC)


def came_to(*happenings: Any, **more: Any) -> Outcome:
    """What a resolution of 4 h came to, asked on Wednesday at noon."""
    evaluation = evaluate(promising(resolution="4h"), ticket(*happenings, **more), at=NOW)
    [found] = outcomes(evaluation)
    return found


def test_everything_is_taken_over() -> None:
    """All that an outcome says stands in the reading; Mon 09:00 to 14:00 without lunch is 4 h."""
    found = came_to(("Mon 10:00", "waiting"), ("Mon 11:00", "new"), ("Mon 15:00", "solved"))
    assert (
        Outcome(
            ticket="T-1",
            policy="all",
            metric="resolution",
            cycle=1,
            state="stopped",
            status="met",
            started_at=on("Mon 09:00"),
            stopped_at=on("Mon 15:00"),
            cancelled_at=None,
            due_at=on("Mon 15:00"),
            breached_at=None,
            elapsed=span("4h"),
            paused=span("1h"),
            closed=span("1h"),
            target=span("4h"),
            exempt=False,
            fields={"status": "solved"},
            remaining=span("0m"),
        )
        == found
    )
    assert (True, False, on("Mon 15:00")) == (found.met, found.failed, found.decided_at)


def test_missed() -> None:
    """A late stop was settled when the time ran out, at 14:00, not when it was stopped."""
    found = came_to(("Tue 10:00", "solved"))
    assert ("missed", on("Mon 14:00")) == (found.status, found.decided_at)
    assert (False, True) == (found.met, found.failed)


def test_breached() -> None:
    """What is still open past its due time has failed already."""
    found = came_to()
    assert ("breached", "running", on("Mon 14:00")) == (found.status, found.state, found.decided_at)
    assert found.failed


def test_open() -> None:
    """What is open and in time is not decided."""
    found = came_to(created="Wed 11:00")
    assert ("on_track", None) == (found.status, found.decided_at)
    assert not found.met
    assert not found.failed


class TestExempt:
    def exempt(self, at: str) -> Exemption:
        return Exemption(at=on(at), metric="resolution", reason="power cut", author="ana")

    def test_late(self) -> None:
        """A breach that was exempted is measured, settled by its stop, and no failure."""
        found = came_to(("Tue 10:00", "solved"), more=[self.exempt("Tue 11:00")])
        assert ("no_target", True) == (found.status, found.exempt)
        assert not found.failed
        assert (on("Mon 14:00"), on("Tue 10:00")) == (found.breached_at, found.decided_at)

    def test_in_time(self) -> None:
        """Where nothing was late, nothing was exempted."""
        found = came_to(("Mon 10:00", "solved"), more=[self.exempt("Mon 09:30")])
        assert ("met", False) == (found.status, found.exempt)


@pytest.mark.parametrize("status", STATES)
def test_decided_at(status: str) -> None:
    """What is failed is settled by its breach, what is stopped or cancelled by its end."""
    found = clock(status)
    settled = status in ("met", "missed", "breached", "no_target", "cancelled")
    assert (NOON if settled else None) == found.decided_at
    assert (status == "met") == found.met
    assert (status in ("missed", "breached")) == found.failed


def test_settled_once() -> None:
    """A failed clock that is stopped, or cancelled, later keeps its date, or that of its end."""
    late = clock("missed", stopped_at=NOON + HOUR)
    assert NOON == late.decided_at
    cancelled = clock("cancelled", breached_at=NOON - HOUR)
    assert NOON == cancelled.decided_at


def test_fields() -> None:
    """Fields are those at the instant of the question, or those that are given."""
    made = ticket(("Tue 09:00", {"team": "db"}), fields={"team": "net"})
    evaluation = evaluate(promising(), made, at=on("Mon 10:00"))
    assert ["net"] == [each.fields["team"] for each in outcomes(evaluation)]
    assert [{"team": "x"}] == [each.fields for each in outcomes(evaluation, {"team": "x"})]
    assert [{}] == [each.fields for each in outcomes(evaluation, {})]


def test_plain_data() -> None:
    """An evaluation that was read from plain data has no fields."""
    stored = Evaluation.from_data(evaluate(promising(), ticket(), at=NOW).to_data())
    assert [{}] == [each.fields for each in outcomes(stored)]


def test_reading() -> None:
    """A reading alone comes to the same; its ticket is named beside it."""
    evaluation = evaluate(promising(), ticket(), at=NOW)
    [found] = outcomes(evaluation)
    assert found == outcome("T-1", evaluation["resolution"], found.fields)


def test_no_clocks() -> None:
    """A ticket without clocks comes to nothing."""
    assert [] == list(outcomes(Evaluation("T-1", NOW, "idle", None, None, ())))
