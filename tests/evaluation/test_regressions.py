"""Examples that once went wrong, each worked out by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from slakit import (
    Change,
    Message,
    PolicyError,
    PolicySet,
    Signal,
    Ticket,
    Tracker,
    evaluate,
)

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


def hours(count: int) -> timedelta:
    return timedelta(hours=count)


TIN = {
    "name": "tin",
    "when": {"tier": "tin"},
    "calendar": "always",
    "targets": {"resolution": "8h"},
}


def test_a_policy_in_force_only_while_the_clock_is_stopped() -> None:
    """It takes nothing up, so that the pauses before it are still those of the policy after it.

    Of the seven hours to 16:00, one was paused (10:00) and three lay between stop and reopening
    (12:00-15:00). Five of eight hours are left.
    """
    counting = {**GOLD, "targets": {"resolution": "8h"}, "earlier_pauses": "count"}
    ticket = gold(
        (10, {"status": "waiting"}),
        (11, {"status": "new"}),
        (12, {"status": "solved"}),
        (13, {"tier": "tin"}),
        (14, {"tier": "gold"}),
        (15, {"status": "new"}),
    )
    clock = evaluate(desk(counting, TIN), ticket, at=at(16))["resolution"]
    assert (hours(3), hours(4), at(21)) == (clock.elapsed, clock.paused, clock.due_at)


def test_hours_of_a_policy_in_force_only_while_the_clock_is_stopped() -> None:
    """Time passes in the hours of its time, also where their policy takes nothing up.

    From 15:00 to 20:00 the clock is stopped: an hour of the office's until 16:00, three hours
    around the clock until 19:00, and none in an office that is closed.
    """
    office = {**GOLD, "calendar": "office", "targets": {"resolution": "8h"}}
    ticket = gold(
        (15, {"status": "solved"}),
        (16, {"tier": "tin"}),
        (19, {"tier": "gold"}),
        (20, {"status": "new"}),
    )
    clock = evaluate(desk(office, TIN), ticket, at=at(21))["resolution"]
    assert (hours(6), hours(4), hours(2)) == (clock.elapsed, clock.paused, clock.closed)


def test_hours_that_come_while_the_clock_is_stopped_and_go_as_it_is_reopened() -> None:
    """A clock that is lost when it is reopened has counted in the hours under which it stopped.

    Around the clock, four hours had passed when it was solved; in the office's hours, one.
    """
    calendar = [{"when": {"priority": "high"}, "calendar": "office"}, {"calendar": "always"}]
    last = {**GOLD, "calendar": calendar, "on_calendar_change": "last"}
    ticket = Ticket(
        id="T-1",
        created_at=at(6),
        fields={"tier": "gold"},
        events=[
            Change(at=at(10), fields={"status": "solved"}),
            Change(at=at(18), fields={"priority": "high"}),
            Change(at=at(20), fields={"status": "new", "tier": "none"}),
        ],
    )
    policies = desk({**last, "targets": {"resolution": "8h"}})
    clock = evaluate(policies, ticket, at=at(20))["resolution"]
    assert ("cancelled", hours(4)) == (clock.status, clock.elapsed)


def test_a_breach_that_was_undone_comes_back_when_it_is_caused_again() -> None:
    """What was late at 10:00 is in time under a policy whose breaches do not stick.

    Back under the first policy at 14:00 it is late from then on, and was not at 13:00.
    """
    short = {**GOLD, "targets": {"resolution": "1h"}}
    policies = desk(short, {**TIN, "sticky": False})
    ticket = gold((12, {"tier": "tin"}), (14, {"tier": "gold"}))
    found = [evaluate(policies, ticket, at=at(hour))["resolution"] for hour in (11, 13, 15)]
    assert [at(10), None, at(14)] == [clock.breached_at for clock in found]


def test_a_clock_that_stops_is_not_wanted_again_while_its_stop_level_holds() -> None:
    """An answer that ends a wait begins no other, although answers start the clock.

    The ticket begins with an answer, so that the first cycle is met in no time. The question at
    10:00 ends the level that stopped it and begins the second, which the answer at 11:00 stops.
    """
    words = {
        "start": "agent_reply",
        "stop": {"since": "agent_reply", "until": "customer_reply"},
        "again": "new_cycle",
    }
    policy = {"name": "all", "calendar": "always", "targets": {"wait": "4h"}}
    policies = PolicySet.model_validate(
        {"calendars": CALENDARS, "metrics": {"wait": words}, "policies": [policy]}
    )
    ticket = Ticket(
        id="T-1",
        created_at=at(9),
        opened_by="agent",
        events=[Message(at=at(10), author="customer"), Message(at=at(11), author="agent")],
    )
    cycles = evaluate(policies, ticket, at=at(12)).cycles("wait")
    stopped = [(clock.started_at, clock.stopped_at) for clock in cycles]
    assert [(at(9), at(9)), (at(10), at(11))] == stopped


@pytest.mark.parametrize("target", ["4h", "1bd 12:00"])
def test_a_start_that_the_clocks_skipped(target: str) -> None:
    """Half past two was half past three on that night, and is the same instant elsewhere.

    Of a wall time that never was, Python says that it is no instant of another zone at all.
    """
    madrid = ZoneInfo("Europe/Madrid")
    ticket = Ticket(id="T-1", created_at=datetime(2024, 3, 31, 2, 30, tzinfo=madrid))
    policies = desk({"name": "all", "calendar": "always", "targets": {"resolution": target}})
    clock = evaluate(policies, ticket, at=datetime(2024, 3, 31, 5, tzinfo=madrid))["resolution"]
    assert datetime(2024, 3, 31, 1, 30, tzinfo=UTC) == clock.started_at
    assert "2024-03-31T03:30:00+02:00" == clock.started_at.isoformat()


def test_a_version_to_come_refuses_nothing_now() -> None:
    """A condition that cannot be asked of the ticket is an error when it takes effect, not before.

    The clock is late since noon, so that nothing else is to come; the version of 15:00 is.
    """
    row = {"name": "all", "calendar": "office", "targets": {"resolution": "3h"}}
    later = {**row, "when": {"tier": {"gt": 3}}, "from": at(15).isoformat()}
    policies, ticket = desk(row, later), gold()
    now = evaluate(policies, ticket, at=at(13))
    assert ("breached", at(15)) == (now.status, now.next_change_at)
    tracker = Tracker(policies)
    assert at(15) == tracker.read(tracker.open(ticket), at=at(13)).next_change_at
    with pytest.raises(PolicyError, match=r"^fields\.tier: .* compares it with a number"):
        evaluate(policies, ticket, at=at(15))
