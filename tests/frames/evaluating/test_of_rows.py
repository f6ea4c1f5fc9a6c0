"""The rows of a ticket in a log of events, as a history in numbers."""

from __future__ import annotations

from typing import Any

import pytest

from slakit import PolicySet
from slakit.adapters import RejectedRow, TableSource
from slakit.tickets import Ticket

pytest.importorskip("numpy", reason="columns are numpy's")

from slakit.frames.evaluating.engine import Engine
from slakit.frames.evaluating.of_rows import LoggedHistories
from slakit.frames.evaluating.of_tickets import Logged

HEADER = ["id", "at", "event", "tier", "opened_by"]
SOURCE = TableSource(
    rows="event",
    map={"opened_by": "opened_by"},
    events={"answer": "agent_reply", "done": {"status": "closed"}, "seen": {}},
)
HOUR = 3_600_000_000
# 2024-05-02 00:00 in UTC, in microseconds.
DAY = 1_714_608_000_000_000


def policies(target: str) -> PolicySet:
    return PolicySet.model_validate(
        {
            "calendars": {"all": {"tz": "UTC", "hours": "24/7"}},
            "policies": [
                {
                    "name": "gold",
                    "when": {"tier": "gold"},
                    "calendar": "all",
                    "targets": {"resolution": target},
                }
            ],
        }
    )


def read(*rows: tuple[int, str, str, str], target: str = "8h") -> tuple[LoggedHistories, Any]:
    """Return the reader, and what it makes of rows: hour, event, tier, who opened."""
    reader = LoggedHistories(Engine(policies(target)), False, SOURCE, HEADER, ["tier"])
    kept = [
        reader.row(line, ["7", f"2024-05-02T{hour:02}:00Z", event, tier, opener])
        for line, (hour, event, tier, opener) in enumerate(rows, 2)
    ]
    return reader, reader.ticket("7", kept)


def test_history() -> None:
    """What happened is told in numbers."""
    reader, logged = read(
        (9, "opened", "gold", "customer"), (10, "answer", "silver", ""), (12, "done", "silver", "")
    )
    assert isinstance(logged, Logged)
    assert ("7", DAY + 9 * HOUR) == (logged.id, logged.created)
    # A change and a message at ten, a change at twelve, and the signal of the opening.
    assert [DAY + hour * HOUR for hour in (9, 10, 10, 12)] == list(logged.at)
    ticket = reader.single(logged)
    assert isinstance(ticket, Ticket)
    assert ["signal", "change", "message", "change"] == [each.kind for each in ticket.events]


def test_same_rows() -> None:
    """What rows say is worked out once: the same rows are the same numbers."""
    rows = [(9, "opened", "gold", ""), (10, "done", "silver", "")]
    reader, first = read(*rows)
    kept = [
        reader.row(line, ["8", f"2024-05-02T{hour + 1:02}:00Z", event, tier, opener])
        for line, (hour, event, tier, opener) in enumerate(rows, 2)
    ]
    second = reader.ticket("8", kept)
    assert (first.opening, first.deeds) == (second.opening, second.deeds)
    assert [each + HOUR for each in first.at] == second.at


def test_nothing() -> None:
    """An event that the source says is nothing, is nothing."""
    _, logged = read((9, "seen", "gold", ""), (10, "seen", "", ""))
    assert [] == list(logged.at)


@pytest.mark.parametrize("row", [(8, "", "gold", ""), (10, "", "gold", "")])
def test_wrong(row: tuple[int, str, str, str]) -> None:
    """A wrong row is told as by the reader of single tickets."""
    _, found = read((9, "opened", "gold", ""), row)
    assert isinstance(found, RejectedRow)
    assert (3, "event") == (found.line, found.field)


def test_wrong_opener() -> None:
    """So is an opener that is nobody."""
    _, found = read((9, "opened", "gold", "nobody"))
    assert isinstance(found, RejectedRow)
    assert "opened_by" == found.field


def test_instants_in_fields() -> None:
    """Where a policy asks for an instant in a field, a ticket is made as such."""
    _, found = read((9, "opened", "gold", ""), target="at(until)")
    assert isinstance(found, Ticket)
