"""Histories in columns: the shape of each, and the instants that mattered."""

from __future__ import annotations

from typing import Any

import pytest

from slakit import PolicySet, Ticket
from slakit.instants import EPOCH, MICROSECOND
from tests.evaluation.desks import desk, on, promising, ticket

np = pytest.importorskip("numpy", reason="numpy is not installed")
engines = pytest.importorskip("slakit.frames.evaluating.engine")
of_tickets = pytest.importorskip("slakit.frames.evaluating.of_tickets")
walks = pytest.importorskip("slakit.frames.evaluating.walk")

OFFICE = promising(resolution="4h")


def micro(text: str) -> int:
    return (on(text) - EPOCH) // MICROSECOND


def walked(policies: PolicySet, tickets: list[Ticket], *ats: str) -> tuple[Any, list[list[str]]]:
    """Return the shapes of tickets, and the instants of each that mattered."""
    engine = engines.Engine(policies)
    logged = [of_tickets.logged(engine, ticket) for ticket in tickets]
    now = np.array([micro(at) for at in ats] * (len(tickets) // len(ats)))
    found = walks.walk(engine.shapes, of_tickets.histories_of(engine, logged), now)
    depths = [
        0 if shape < 0 else engine.shapes.found[shape].depth for shape in found.shape.tolist()
    ]
    times = [
        [
            (EPOCH + int(time) * MICROSECOND).strftime("%a %H:%M")
            for time in found.times[base : base + depth]
        ]
        for base, depth in zip(found.base.tolist(), depths, strict=True)
    ]
    return found.shape.tolist(), times


def test_instants() -> None:
    """Instants that changed nothing are left out, and so is what comes after the question."""
    tickets = [
        ticket(("Mon 10:00", "waiting"), ("Mon 11:00", "waiting"), ("Mon 12:00", "new")),
        ticket(("Mon 10:00", "note"), ("Mon 16:00", "solved"), ("Tue 09:00", "new")),
        ticket(),
    ]
    _, times = walked(OFFICE, tickets, "Mon 17:00")
    assert [
        ["Mon 09:00", "Mon 10:00", "Mon 12:00"],
        ["Mon 09:00", "Mon 16:00"],
        ["Mon 09:00"],
    ] == times


def test_one_shape() -> None:
    """Tickets to which the same happens have one shape, whenever it does."""
    tickets = [
        ticket(("Mon 10:00", "waiting"), ("Mon 12:00", "new")),
        ticket(("Tue 09:01", "waiting"), ("Wed 10:00", "new"), created="Tue 09:00"),
        ticket(("Mon 10:00", "waiting")),
    ]
    found, _ = walked(OFFICE, tickets, "Fri 09:00")
    assert (found[0], True) == (found[1], found[0] != found[2])


def test_at_the_creation() -> None:
    """What happens at the creation belongs to it."""
    tickets = [ticket(("Mon 09:00", "waiting")), ticket(fields={"status": "waiting"})]
    _, times = walked(OFFICE, tickets, "Mon 10:00")
    assert [["Mon 09:00"], ["Mon 09:00"]] == times


def test_each_at_its_own() -> None:
    """Each is walked up to and including its own instant; before its creation there is none."""
    tickets = [ticket(("Mon 10:00", "waiting"))] * 3
    found, times = walked(OFFICE, tickets, "Mon 10:00", "Mon 09:59", "Mon 08:59")
    assert [["Mon 09:00", "Mon 10:00"], ["Mon 09:00"], []] == times
    assert walks.UNBORN == found[2]


def test_effects() -> None:
    """A version that takes effect is an instant of those who are there, also without an event."""
    row = {"name": "all", "calendar": "office", "targets": {"resolution": "4h"}}
    policies = desk(row, {**row, "from": "2024-05-07T00:00:00Z"})
    tickets = [ticket(), ticket(created="Tue 00:00"), ticket(created="Wed 09:00")]
    found, times = walked(policies, tickets, "Fri 09:00")
    assert [["Mon 09:00", "Tue 00:00"], ["Tue 00:00"], ["Wed 09:00"]] == times
    assert found[1] == found[2] != found[0]
