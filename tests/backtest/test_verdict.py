"""Verdicts by comparison: exactly in time, in closed hours, paused and reopened."""

from __future__ import annotations

import pytest

from slakit import PolicySet, Ticket, evaluate, replay
from slakit.backtest.verdict import Verdict, verdict_of
from tests.evaluation.desks import on, promising, span, ticket


def verdict(amount: str, asked: Ticket, at: str = "Fri 09:00") -> Verdict:
    [found] = replay([asked], {"one": promising(resolution=amount)}, at=on(at))
    [only] = found.verdicts["one"]
    return only


@pytest.mark.parametrize(
    ("amount", "stopped", "status"),
    [
        ("3h", "Mon 12:00", "met"),
        ("3h", "Mon 12:30", "missed"),
        ("2h", "Mon 12:00", "missed"),
        ("3h30m", "Mon 12:30", "met"),
        ("3h wall", "Mon 12:00", "met"),
        ("1bd", "Tue 09:00", "met"),
        ("1bd", "Tue 09:30", "missed"),
    ],
)
def test_boundary(amount: str, stopped: str, status: str) -> None:
    """Created at 09:00: a stop at the due instant is met, one in the break after it is late."""
    solved = ticket((stopped, {"status": "solved"}))
    assert status == verdict(amount, solved).status


WAITING = ticket(
    ("Mon 10:00", {"status": "waiting"}),
    ("Mon 14:00", {"status": "new"}),
    ("Tue 10:00", {"status": "solved"}),
)
REOPENED = ticket(
    ("Mon 10:00", {"status": "solved"}),
    ("Tue 10:00", {"status": "new"}),
    ("Tue 11:00", {"status": "solved"}),
)


@pytest.mark.parametrize(
    ("amount", "asked", "status", "elapsed", "paused"),
    [
        # 1 h on Monday morning, 3 h after the pause, 1 h on Tuesday; paused for 3 h of office.
        ("6h", WAITING, "met", "5h", "3h"),
        ("4h30m", WAITING, "missed", "5h", "3h"),
        ("22h wall", WAITING, "met", "21h", "4h"),
        # Tuesday 09:00, and 3 h more of office.
        ("1bd", WAITING, "met", "5h", "3h"),
        # The gap, of 6 h on Monday and 1 h on Tuesday, is given back.
        ("1h30m", REOPENED, "missed", "2h", "7h"),
        ("1bd", REOPENED, "met", "2h", "7h"),
    ],
)
def test_held_time(amount: str, asked: Ticket, status: str, elapsed: str, paused: str) -> None:
    """Lengths stand still while time is held, and rules move on by it."""
    found = verdict(amount, asked)
    assert (status, span(elapsed), span(paused)) == (found.status, found.elapsed, found.paused)


@pytest.mark.parametrize(
    ("amount", "at", "state", "status"),
    [
        ("4h", "Mon 11:00", "paused", "paused"),
        ("30m", "Mon 11:00", "paused", "breached"),
        ("1bd", "Mon 11:00", "paused", "paused"),
        ("4h", "Mon 15:00", "running", "on_track"),
        ("2h", "Mon 15:00", "running", "breached"),
        ("1bd", "Mon 15:00", "running", "on_track"),
        ("2h", "Mon 15:30", "running", "breached"),
    ],
)
def test_open(amount: str, at: str, state: str, status: str) -> None:
    """An open clock is late once it has run for longer, also while it is paused."""
    found = verdict(amount, WAITING, at)
    assert (state, status) == (found.state, found.status)


def test_finer() -> None:
    """Where clocks are cancelled, or begin at the due time of another, `evaluate` is asked."""
    policies = promising(next_response="1h", periodic_update="1h")
    data = {**policies.to_data(), "metrics": {"next_response": {"again": "chain"}}}
    chained = PolicySet.model_validate(data)
    asked = ticket(
        ("Mon 09:00", "customer"), ("Mon 09:10", "agent"), ("Mon 09:20", "customer"),
        ("Mon 11:00", {"status": "solved"}),
    )  # fmt: skip
    [found] = replay([asked], {"one": chained}, at=on("Mon 12:00"))
    assert [
        ("next_response", "met"),
        ("next_response", "breached"),
        ("periodic_update", "cancelled"),
    ] == [(each.metric, each.status) for each in found.verdicts["one"]]


def test_of_a_reading() -> None:
    """A verdict has the fields of a reading under the same names."""
    reading = evaluate(promising(resolution="4h"), WAITING, at=on("Fri 09:00"))["resolution"]
    assert all(
        getattr(reading, name) == value for name, value in verdict_of(reading)._asdict().items()
    )
