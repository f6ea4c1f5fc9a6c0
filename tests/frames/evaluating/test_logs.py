"""Two public logs and the example desks: the tables stand as the tickets do, and in columns.

The logs are public and not part of the project; without them their tests are skipped.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from slakit import PolicySet, Ticket
from slakit.adapters import TableSource, read_tickets
from tests.benchmarks.evaluate_table import MAP
from tests.frames.evaluating.comparing import check, check_rows, frames
from tests.frames.evaluating.made_desks import DESKS, made_tickets

pytest.importorskip("yaml", reason="needs PyYAML, which the extra yaml brings")

ROOT = Path(__file__).parents[3]
EXAMPLES = ROOT / "docs" / "examples"
DATA = ROOT.parent / "shared" / "data"
INCIDENTS, BOSTON = DATA / "incident_log.csv.gz", DATA / "boston311.csv.gz"


def desk(name: str) -> PolicySet:
    return PolicySet.from_file(EXAMPLES / f"{name}.yaml")


def tickets_of(log: Path, source: TableSource, policies: PolicySet) -> list[Ticket]:
    if not log.exists():
        pytest.skip(f"{log.name} is not here")
    rows = read_tickets(log, source, fields=policies.fields)
    return [each for each in rows if isinstance(each, Ticket)]


class TestIncidents:
    """A log of snapshots, as its 24,913 histories; five more begin before their creation."""

    def test_at_the_end(self) -> None:
        """All of them, after the last row; every one is read in columns."""
        policies = desk("incidents")
        source = TableSource.from_file(EXAMPLES / "incidents.source.yaml")
        tickets = tickets_of(INCIDENTS, source, policies)
        found = check(policies, tickets, datetime.fromisoformat("2017-03-01T00:00-03:00"))
        assert (24_913, Counter()) == (found.tickets, found.fallbacks)

    def test_on_the_way(self) -> None:
        """One in six, each asked a while after its creation, in the midst of what happens."""
        policies = desk("incidents")
        source = TableSource.from_file(EXAMPLES / "incidents.source.yaml")
        tickets = tickets_of(INCIDENTS, source, policies)[::6]
        ats = [
            ticket.created_at + (ticket.events[-1].at - ticket.created_at) * (number % 7) / 6
            for number, ticket in enumerate(tickets)
            if ticket.events
        ]
        asked = [ticket for ticket in tickets if ticket.events]
        assert Counter() == check(policies, asked, ats).fallbacks


class TestBoston:
    """Requests that are a row each, with the timestamps of their ends."""

    def test_timestamps(self) -> None:
        """All of them, from their rows as they stand in the file."""
        policies = desk("boston")
        source = TableSource(tz="America/New_York", map=MAP)
        tickets = tickets_of(BOSTON, source, policies)
        at = datetime.fromisoformat("2025-01-01T00:00-05:00")
        table: dict[str, Any] = {
            "id": [ticket.id for ticket in tickets],
            "created_at": [ticket.created_at for ticket in tickets],
            "resolved_at": [
                ticket.events[0].at.isoformat() if ticket.events else None for ticket in tickets
            ],
            "promised": [ticket.fields.get("promised") for ticket in tickets],
        }
        found = frames.evaluate_frame(policies, table, at=at)
        check_rows(policies, tickets, [at] * len(tickets), found)
        assert Counter() == found.fallbacks

    def test_events(self) -> None:
        """One in five as histories, each asked two days after its creation."""
        policies = desk("boston")
        source = TableSource(tz="America/New_York", map=MAP)
        tickets = tickets_of(BOSTON, source, policies)[::5]
        two_days = datetime(2024, 1, 3) - datetime(2024, 1, 1)  # noqa: DTZ001
        ats = [ticket.created_at + two_days for ticket in tickets]
        assert Counter() == check(policies, tickets, ats).fallbacks


@pytest.mark.parametrize("name", DESKS)
def test_examples(name: str) -> None:
    """No ticket of an example desk is read by itself, whatever happens to it."""
    tickets = made_tickets(name, 120)
    policies = desk(name)
    last = max(event.at for ticket in tickets for event in ticket.events)
    assert Counter() == check(policies, tickets, last).fallbacks
    ats = [ticket.events[len(ticket.events) // 2].at for ticket in tickets]
    assert Counter() == check(policies, tickets, ats).fallbacks
