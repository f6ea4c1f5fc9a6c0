"""Two public logs, as their sources in docs/examples describe them.

The logs are public and not part of the project; without them these tests are skipped.
"""

from __future__ import annotations

import csv
import gzip
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from slakit.adapters import RejectedRow, TableSource, read_tickets
from slakit.tickets import Change, Signal, Ticket
from tests.adapters.tables import tickets_in

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "docs" / "examples"
DATA = ROOT.parent / "shared" / "data"
INCIDENTS = DATA / "incident_log.csv.gz"
HELPDESK = DATA / "helpdesk_log.csv.gz"

Row = dict[str, str]

needs_incidents = pytest.mark.skipif(not INCIDENTS.exists(), reason=f"{INCIDENTS.name} is not here")
needs_helpdesk = pytest.mark.skipif(not HELPDESK.exists(), reason=f"{HELPDESK.name} is not here")


def source_named(name: str) -> TableSource:
    pytest.importorskip("yaml")
    return TableSource.from_file(EXAMPLES / name)


def by_ticket(path: Path, id: str) -> Iterator[tuple[str, list[Row]]]:
    """Yield each ticket's rows as they stand in the file."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        for key, rows in groupby(csv.DictReader(file), itemgetter(id)):
            yield key, list(rows)


@pytest.fixture(scope="module")
def incidents() -> list[Ticket | RejectedRow]:
    fields = {"status", "priority"}
    return list(read_tickets(INCIDENTS, source_named("incidents.source.yaml"), fields=fields))


@pytest.fixture(scope="module")
def cases() -> list[Ticket | RejectedRow]:
    return list(read_tickets(HELPDESK, source_named("helpdesk.source.yaml")))


@pytest.mark.parametrize(
    ("rows", "name"), [("snapshot", "incidents.source.yaml"), ("event", "helpdesk.source.yaml")]
)
def test_sources(rows: str, name: str) -> None:
    """The examples can be read without the logs that they describe."""
    assert rows == source_named(name).rows


def sao_paulo(text: str) -> datetime:
    naive = datetime.strptime(text, "%d/%m/%Y %H:%M")  # noqa: DTZ007 - the zone comes next
    return naive.replace(tzinfo=ZoneInfo("America/Sao_Paulo")).astimezone(UTC)


@needs_incidents
def test_incidents(incidents: list[Ticket | RejectedRow]) -> None:
    """Of 24,918 incidents five were updated before they were opened, and are told by name."""
    assert 24_918 == len(incidents)
    assert 24_913 == len(tickets_in(incidents))
    assert [
        (330, "0000130", "at", "29/2/2016 07:27"),
        (336, "0000131", "at", "29/2/2016 07:14"),
        (346, "0000134", "at", "29/2/2016 07:55"),
        (351, "0000135", "at", "29/2/2016 09:27"),
        (438, "0000164", "at", "29/2/2016 08:53"),
    ] == [
        (row.line, row.id, row.field, row.value)
        for row in incidents
        if isinstance(row, RejectedRow)
    ]


@needs_incidents
def test_states(incidents: list[Ticket | RejectedRow]) -> None:
    """At each of its rows an incident is as the log says, here on every twentieth of them."""
    columns = {
        "priority": "priority",
        "status": "incident_state",
        "assignee": "assigned_to",
    }
    logs = list(by_ticket(INCIDENTS, "number"))
    assert [id for id, _ in logs] == [row.id for row in incidents]
    for ticket, (_, rows) in list(zip(incidents, logs, strict=True))[::20]:
        if isinstance(ticket, RejectedRow):
            continue
        assert sao_paulo(rows[0]["opened_at"]) == ticket.created_at
        last = {
            sao_paulo(row["sys_updated_at"]): {
                name: None if row[column] == "?" else row[column]
                for name, column in columns.items()
            }
            for row in rows
        }
        assert last == {at: ticket.state_at(at) for at in last}


@needs_incidents
def test_one_incident(incidents: list[Ticket | RejectedRow]) -> None:
    """The second incident of the log, read by eye: handed over, given back, resolved, closed."""
    ticket = tickets_in(incidents)[1]
    assert ("0000047", "2016-02-29T04:40:00-03:00") == (ticket.id, ticket.created_at.isoformat())
    assert {"priority": "3", "status": "New", "assignee": "89"} == ticket.fields
    assert [
        ("29/02 05:30", {"status": "Active", "assignee": "31"}),
        ("01/03 09:14", {"status": "Awaiting User Info", "assignee": "89"}),
        ("01/03 09:52", {"status": "Resolved"}),
        ("06/03 10:00", {"status": "Closed"}),
    ] == [
        (f"{event.at:%d/%m %H:%M}", event.fields)
        for event in ticket.events
        if isinstance(event, Change)
    ]


@needs_helpdesk
def test_cases(cases: list[Ticket | RejectedRow]) -> None:
    """All 4,580 cases are good, and each of their 21,348 rows is an event."""
    assert 4_580 == len(tickets_in(cases)) == len(cases)
    assert 21_348 == sum(len(ticket.events) for ticket in tickets_in(cases))


@needs_helpdesk
def test_activities(cases: list[Ticket | RejectedRow]) -> None:
    """Activities are what the source says, in their number, at their time, in their order."""
    statuses = {
        "Take in charge ticket": "in charge",
        "Wait": "waiting",
        "Resolve ticket": "resolved",
        "RESOLVED": "resolved",
        "Closed": "closed",
    }
    seen = Counter[str]()
    for ticket, (id, rows) in zip(tickets_in(cases), by_ticket(HELPDESK, "case"), strict=True):
        assert (id, rows[0]["at"]) == (ticket.id, f"{ticket.created_at:%Y-%m-%d %H:%M:%S}")
        for event, row in zip(ticket.events, rows, strict=True):
            activity = row["activity"]
            seen[activity] += 1
            assert row["at"] == f"{event.at:%Y-%m-%d %H:%M:%S}"
            if activity in statuses:
                assert isinstance(event, Change)
                assert {"status": statuses[activity]} == event.fields
            else:
                assert isinstance(event, Signal)
                assert activity == event.name
    assert (4_574, 1_463) == (seen["Closed"], seen["Wait"])
