"""Examples that once went wrong, each worked out by hand."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from slakit import Change, PolicySet, Signal, Ticket, evaluate

CALENDARS = {
    "office": {"tz": "UTC", "hours": "Mon-Fri 09:00-17:00"},
    "always": {"tz": "UTC", "hours": "Mon-Sun 00:00-24:00"},
}
STATUSES = {"paused": ["waiting"], "resolved": ["solved"]}
GOLD = {
    "name": "gold",
    "when": {"tier": "gold"},
    "calendar": "always",
    "targets": {"resolution": "at(due)"},
}


def at(hour: int) -> datetime:
    return datetime(2024, 5, 6, hour, tzinfo=UTC)


def desk(*policies: dict[str, Any]) -> PolicySet:
    return PolicySet.model_validate(
        {"calendars": CALENDARS, "statuses": STATUSES, "policies": policies}
    )


def gold(*changes: tuple[int, dict[str, Any]]) -> Ticket:
    return Ticket(
        id="T-1",
        created_at=at(9),
        fields={"tier": "gold", "due": at(12)},
        events=[Change(at=at(hour), fields=fields) for hour, fields in changes],
    )


def test_a_pause_over_a_change_of_hours_is_one_pause() -> None:
    """A due time that fell into a pause is no breach when other hours take over in the pause."""
    silver = {"name": "silver", "calendar": "office", "targets": {"resolution": "8h"}}
    ticket = gold((10, {"status": "waiting"}), (15, {"tier": "silver"}))
    for hour in (14, 15, 16):
        reading = evaluate(desk(GOLD, silver), ticket, at=at(hour))["resolution"]
        assert ("paused", False) == (reading.status, reading.breached)


@pytest.mark.parametrize("loss", [{}, {"tier": "tin"}])
def test_a_policy_lost_at_the_stop(loss: dict[str, Any]) -> None:
    """A late stop is late, whatever else happens at its instant."""
    ticket = gold((10, {"status": "waiting"}), (15, {"status": "solved", **loss}))
    assert "missed" == evaluate(desk(GOLD), ticket, at=at(16)).status


def test_timestamps_beside_the_status_of_today() -> None:
    """What was resolved later was not resolved when it was created."""
    policies = desk({"name": "all", "calendar": "office", "targets": {"resolution": "4h"}})
    rows: list[dict[str, Any]] = [{}, {"status": "solved"}]
    for fields in rows:
        ticket = Ticket.from_timestamps(
            id="T-1", created_at=at(9), resolved_at=at(16), fields=fields
        )
        assert "missed" == evaluate(policies, ticket, at=at(17)).status


def test_a_whole_number_finds_its_row() -> None:
    """1.0 is the row 1, as it is the value 1 of a condition."""
    policies = desk(
        {"name": "all", "calendar": "office", "targets": {"resolution": {"by": "p", "1": "1h"}}}
    )
    ticket = Ticket(id="T-1", created_at=at(9), fields={"p": 1.0})
    assert "1h" == evaluate(policies, ticket, at=at(9))["resolution"].amount


def test_a_policy_found_again_in_the_instant_of_a_stop() -> None:
    """The clock was lost when the stop came, so only the reopening shows that it is late."""
    policies = desk({**GOLD, "targets": {"resolution": "3h"}})
    ticket = gold(
        (11, {"tier": "tin"}), (13, {"status": "solved", "tier": "gold"}), (15, {"status": "new"})
    )
    assert "cancelled" == evaluate(policies, ticket, at=at(13)).status
    reading = evaluate(policies, ticket, at=at(16))["resolution"]
    assert ("breached", at(15)) == (reading.status, reading.breached_at)


@pytest.mark.parametrize("found", [13, 14])
def test_a_policy_found_and_lost_while_the_clock_is_stopped(found: int) -> None:
    """What was lost while it ran and is lost again when it is reopened ended at the first loss."""
    policies = desk({**GOLD, "targets": {"resolution": "3h"}})
    ticket = gold(
        (11, {"tier": "tin"}),
        (13, {"status": "solved"}),
        (found, {"tier": "gold"}),
        (15, {"status": "new", "tier": "tin"}),
    )
    reading = evaluate(policies, ticket, at=at(16))["resolution"]
    assert ("cancelled", 2) == (reading.status, reading.elapsed.total_seconds() / 3600)


def test_no_chain_to_a_cancelled_cycle() -> None:
    """What starts after a cancellation starts where it starts, not at the due time of old.

    Sold at 09:00 and promised within 4h, dropped at 10:00, sold again at 11:00: due at 15:00.
    """
    policy = {"name": "all", "calendar": "always", "targets": {"delivery": "4h"}}
    words = {
        "start": {"signal": "sold"},
        "stop": {"signal": "delivered"},
        "cancel": {"signal": "dropped"},
        "again": "chain",
    }
    policies = PolicySet.model_validate(
        {"calendars": CALENDARS, "metrics": {"delivery": words}, "policies": [policy]}
    )
    sold = Ticket(
        id="T-1",
        created_at=at(8),
        events=[
            Signal(at=at(9), name="sold"),
            Signal(at=at(10), name="dropped"),
            Signal(at=at(11), name="sold"),
        ],
    )
    clock = evaluate(policies, sold, at=at(12))["delivery"]
    assert ("running", at(11), at(15)) == (clock.state, clock.started_at, clock.due_at)
