"""Tickets that are read one by one, many of them at a time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from slakit import Change, DueSet, PolicySet, Ticket
from slakit.adapters import RejectedRow
from slakit.evaluation.unseen import UnseenFields
from slakit.instants import EPOCH, MICROSECOND

pytest.importorskip("numpy", reason="columns are numpy's")

from slakit.frames.evaluating import batches
from slakit.frames.evaluating.batches import Batch, ticket_batches
from slakit.frames.evaluating.engine import Engine

AT = datetime(2024, 5, 6, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)
POLICIES = PolicySet.model_validate(
    {
        "calendars": {"all": {"tz": "UTC", "hours": "24/7"}},
        "policies": [
            {
                "name": "gold",
                "when": {"tier": "gold"},
                "calendar": "all",
                "targets": {"resolution": "8h"},
            }
        ],
    }
)


def ticket(id: str, *events: Any, tier: str = "gold") -> Ticket:
    return Ticket(id=id, created_at=AT - 5 * HOUR, fields={"tier": tier}, events=events)


def batches_of(*rows: Any, told: bool = False) -> list[Batch]:
    unseen = UnseenFields(POLICIES)
    return list(ticket_batches(Engine(POLICIES), rows, {"1": 2}.__getitem__, AT, told, unseen))


def test_tickets() -> None:
    """Tickets are histories in columns, in their order."""
    change = Change(at=AT - HOUR, fields={"tier": "silver"})
    (batch,) = batches_of(ticket("1", change), ticket("2"))
    assert ["1", "2"] == list(batch.ids)
    created = (AT - 5 * HOUR - EPOCH) // MICROSECOND
    assert [created, created] == batch.histories.created.tolist()
    assert [(AT - HOUR - EPOCH) // MICROSECOND] == batch.histories.at.tolist()
    assert ({}, 2) == (batch.odd, batch.line(0))


def test_sizes(monkeypatch: pytest.MonkeyPatch) -> None:
    """So many rows are a batch, rejected ones included, and no row is lost."""
    monkeypatch.setattr(batches, "TICKETS", 2)
    bad = RejectedRow(3, "x", "", "", "it is wrong")
    found = batches_of(ticket("1"), bad, ticket("2"), ticket("3"), bad)
    assert [["1"], ["2", "3"], []] == [list(batch.ids) for batch in found]
    assert [[bad], [], [bad]] == [batch.rejected for batch in found]


def test_odd() -> None:
    """A ticket that numbers cannot tell stands at its place, with the ticket itself."""
    by_hand = ticket("2", DueSet(at=AT - HOUR, metric="resolution", due_at=AT, author="ana"))
    (batch,) = batches_of(ticket("1"), by_hand, ticket("3"))
    assert ["1", "2", "3"] == list(batch.ids)
    assert {1: "somebody decided something by hand"} == batch.odd
    assert by_hand is batch.single(1)


def test_single() -> None:
    """The ticket of any place can be had."""
    tickets = [ticket("1"), ticket("2", tier="silver")]
    (batch,) = batches_of(*tickets)
    assert tickets == [batch.single(0), batch.single(1)]


@pytest.mark.parametrize(("told", "fields"), [(True, {"tier": "now"}), (False, {})])
def test_fields(told: bool, fields: dict[str, str]) -> None:
    """Where fields are wanted, they are those when the tickets are asked about."""
    now = Change(at=AT - HOUR, fields={"tier": "now"})
    later = Change(at=AT + HOUR, fields={"tier": "later"})
    (batch,) = batches_of(ticket("1", now, later), told=told)
    assert [fields] == list(batch.fields)
