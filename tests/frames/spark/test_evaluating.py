"""Whole policies in a session of Spark: the rows are those of `evaluate_frame`."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from importlib import import_module
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slakit import NaiveDatetimeError, PolicySet, TableError, Ticket
from slakit.adapters import TableSource, read_tickets
from slakit.instants import EPOCH, MICROSECOND
from slakit.testing.strategies import policies as any_policies
from slakit.testing.strategies import tickets as any_tickets
from tests.benchmarks.evaluate_table import MAP
from tests.conformance.test_tickets import policies_of, ticket_of

pytest.importorskip("pyspark", reason="needs pyspark, which the extra spark brings")
pa = import_module("pyarrow")
frames = import_module("slakit.frames")
partitions = import_module("slakit.frames.partitions")
spark = import_module("slakit.frames.spark")
exported = import_module("tests.frames.exports").exported

ROOT = Path(__file__).parents[3]
EXAMPLES = ROOT / "docs" / "examples"
VECTORS = ROOT / "tests" / "vectors"
DATA = ROOT.parent / "shared" / "data"
LOG, REQUESTS = DATA / "incident_log.csv.gz", DATA / "boston311.csv.gz"

# Spark warns of a pandas that is newer than it.
pytestmark = pytest.mark.filterwarnings("ignore:PySpark does not yet:FutureWarning")

AT = datetime(2024, 5, 6, 15, tzinfo=UTC)
DESK = PolicySet.model_validate(
    {
        "calendars": {"office": {"tz": "Europe/Madrid", "hours": "Mon-Fri 09:00-18:00"}},
        "statuses": {"paused": ["waiting"], "resolved": ["solved"]},
        "policies": [
            {
                "name": "desk",
                "calendar": "office",
                "targets": {"first_response": "1h", "resolution": "4h"},
                "warn": {"soon": "75%"},
                "escalate": {"lead": {"at": "+1h", "to": ["ana"]}},
            }
        ],
    }
)
MORNING, NOON = "2024-05-06T07:00:00Z", "2024-05-06T10:00:00Z"
# Damage that a table of texts can have, one kind a row.
NO_TICKETS = [
    (None, MORNING),
    ("", MORNING),
    ("T-1", MORNING),
    ("no creation", None),
    ("no time", "today"),
    ("no zone", "2024-05-06T07:00:00"),
    ("no time of day", "2024-05-06"),
    ("no such year", "0001-01-01T00:00:00Z"),
]
NO_EVENTS = [
    ("stranger", NOON, "message", "agent", None, None),
    (None, NOON, "message", "agent", None, None),
]
# Of these each spoils a ticket of its own.
BAD_EVENTS = [
    (NOON, "massage", "agent", None, None),
    (NOON, "message", None, None, None),
    (NOON, "change", None, None, "solved"),
    (NOON, "signal", None, None, None),
    (None, "message", "agent", None, None),
    ("2024-05-06T06:59:59Z", "message", "agent", None, None),
]
GOOD = 30
HOUR = timedelta(hours=1)


def micro(text: str) -> int:
    return (datetime.fromisoformat(text) - EPOCH) // MICROSECOND


def rows_of(table: Any) -> list[dict[str, Any]]:
    """Return the rows of a table in an order of their own."""
    return sorted(partitions.plain(table).to_pylist(), key=repr)


def damaged() -> tuple[Any, Any]:
    """Return an export in which many rows are wrong, and its events."""
    tickets = [(f"T-{number}", MORNING) for number in range(GOOD)]
    tickets += [*NO_TICKETS, *((f"bad {n}", MORNING) for n in range(len(BAD_EVENTS)))]
    events = [(f"T-{n}", NOON, "change", None, "status", "solved") for n in range(0, GOOD, 3)]
    events += [*NO_EVENTS, *((f"bad {n}", *event) for n, event in enumerate(BAD_EVENTS))]
    names = ("ticket", "at", "kind", "author", "field", "value")
    return (
        pa.table(
            dict(zip(("id", "created_at"), map(list, zip(*tickets, strict=True)), strict=True))
        ),
        pa.table(dict(zip(names, map(list, zip(*events, strict=True)), strict=True))),
    )


@pytest.mark.parametrize("buckets", [1, 5])
def test_nothing_is_lost(session: Any, buckets: int) -> None:
    """Each ticket has clocks or a reason, each event is of a ticket or has one, however cut."""
    tickets, events = damaged()
    expected = frames.evaluate_frame(DESK, tickets, events, at=AT)
    found = spark.evaluate(
        DESK, *map(session.createDataFrame, (tickets, events)), at=AT, buckets=buckets
    )
    found.rows.persist()
    clocks, rejects = found.clocks.toArrow(), found.rejects.toArrow()
    assert GOOD == len(set(clocks["ticket"].to_pylist()))
    assert len(NO_TICKETS) + len(BAD_EVENTS) + len(NO_EVENTS) == rejects.num_rows
    assert {f"bad {n}" for n in range(len(BAD_EVENTS))} <= {*rejects["ticket"].to_pylist()}
    assert rows_of(expected.clocks) == rows_of(clocks)
    # Of the two rows of one id Spark knows no first.
    assert {"a ticket of this id stands in row 1; give one row a ticket"} >= {
        row["reason"] for row in rows_of(expected.rejects.drop_columns(["row"]))
    } - {row["reason"] for row in rows_of(rejects)}


def test_timestamps(session: Any) -> None:
    """Without events the columns of the tickets say what happened; local times have a zone."""
    tickets = session.sql(
        "select 'A' as id, timestamp_ntz'2024-05-06 09:00:00' as created_at,"
        " timestamp_ntz'2024-05-06 10:00:00' as first_responded_at,"
        " timestamp'2024-05-06 15:00:00Z' as resolved_at"
    )
    found = spark.evaluate(DESK, tickets, at=AT, tz="Europe/Madrid")
    rows = found.clocks.selectExpr("metric", "status", "unix_micros(due_at)").collect()
    assert [
        ("first_response", "met", micro("2024-05-06T08:00:00Z")),
        ("resolution", "missed", micro("2024-05-06T11:00:00Z")),
    ] == sorted(map(tuple, rows))
    assert 0 == found.rejects.count()


@pytest.mark.parametrize("zone", [ZoneInfo("Asia/Kolkata"), timezone(5.5 * HOUR)], ids=str)
def test_zones(session: Any, zone: tzinfo) -> None:
    """Spark's instants have no zone, in whichever the question is asked."""
    at = AT.astimezone(zone)
    tickets = session.sql("select 'A' as id, timestamp'2024-05-06 07:00:00Z' as created_at")
    found = spark.evaluate(DESK, tickets, at=at).clocks
    asked = ("metric", "unix_micros(due_at)", "unix_micros(warnings[0].at)")
    rows = found.selectExpr(*asked).collect()
    assert [
        ("first_response", micro("2024-05-06T08:00:00Z"), micro("2024-05-06T07:45:00Z")),
        ("resolution", micro("2024-05-06T11:00:00Z"), micro("2024-05-06T10:00:00Z")),
    ] == sorted(map(tuple, rows))


def test_columns(session: Any) -> None:
    """The columns are those of `evaluate_frame`, in Spark's words."""
    tickets, events = map(session.createDataFrame, damaged())
    found = spark.evaluate(DESK, tickets, events, at=AT)
    expected = frames.evaluate_frame(DESK, *damaged(), at=AT)
    assert expected.clocks.column_names == found.clocks.columns
    assert expected.rejects.drop_columns(["row"]).column_names == found.rejects.columns
    types = dict(found.clocks.dtypes)
    assert ("string", "bigint", "timestamp") == (types["status"], types["cycle"], types["due_at"])
    assert "interval day to second" == types["elapsed"]
    assert (
        "array<struct<name:string,at:timestamp,passed:boolean,to:array<string>>>"
        == (types["warnings"])
    )


def test_refused_at_once(session: Any) -> None:
    """What is wrong with a whole table is told before any row is read."""
    tickets = session.sql("select 'A' as id, timestamp_ntz'2024-05-06 09:00:00' as created_at")
    with pytest.raises(NaiveDatetimeError, match=r"^created_at: .* tz="):
        spark.evaluate(DESK, tickets, at=AT)
    with pytest.raises(TableError, match=r"^events: there is no column ticket, at, kind"):
        spark.evaluate(DESK, tickets, session.sql("select 1 as id"), at=AT, tz="UTC")
    with pytest.raises(TableError, match=r"^buckets: 0 is no number of buckets"):
        spark.evaluate(DESK, tickets, at=AT, tz="UTC", buckets=0)


@pytest.mark.parametrize(
    ("tickets", "buckets"), [(0, 1), (1, 1), (100_000, 1), (100_001, 2), (10**9, 10_000)]
)
def test_buckets(tickets: int, buckets: int) -> None:
    """There are as many as give each a hundred thousand tickets at most, and at least one."""
    assert buckets == import_module("slakit.frames.spark.evaluating").enough_for(tickets)


# An example takes a second, so there are few, of many tickets each.
@settings(max_examples=3, derandomize=True)
@given(
    desk=any_policies(),
    drawn=st.lists(any_tickets(), min_size=12, max_size=20),
    hours=st.integers(0, 200),
)
@pytest.mark.filterwarnings("ignore::slakit.PolicyWarning", "ignore::slakit.HolidayCoverageWarning")
def test_any_policies(session: Any, desk: PolicySet, drawn: list[Ticket], hours: int) -> None:
    """Whatever the policies and histories, Spark has the rows that one process has."""
    at = drawn[0].created_at + hours * HOUR
    tickets, events = exported(
        [Ticket.from_data({**each.to_data(), "id": f"T-{n}"}) for n, each in enumerate(drawn)]
    )
    expected = frames.evaluate_frame(desk, tickets, events, at=at)
    found = spark.evaluate(
        desk, *map(session.createDataFrame, (tickets, events)), at=at, order="line"
    )
    assert rows_of(expected.clocks) == rows_of(found.clocks.toArrow())
    assert expected.rejects.num_rows == found.rejects.count()


def vectors() -> list[Any]:
    """Return some of the conformance vectors, each of which takes Spark a second; all in long."""
    step = 1 if os.environ.get("HYPOTHESIS_PROFILE") == "long" else 50
    files = (VECTORS / "tickets.json", VECTORS / "own_tickets.json")
    return [vector for file in files for vector in json.loads(file.read_text("utf-8"))[::step]]


@pytest.mark.parametrize("vector", [pytest.param(each, id=each["id"]) for each in vectors()])
@pytest.mark.filterwarnings("ignore::slakit.PolicyWarning")
def test_vectors(session: Any, vector: Any) -> None:
    """The clocks of products; the callable that Spark hands its parts is asked all of them."""
    policies, at = policies_of(vector), datetime.fromisoformat(vector["at"])
    tables = exported([ticket_of(vector)])
    expected = frames.evaluate_frame(policies, *tables, at=at)
    found = spark.evaluate(
        policies, *map(session.createDataFrame, tables), at=at, order="line", buckets=1
    )
    assert rows_of(expected.clocks) == rows_of(found.clocks.toArrow())


@pytest.mark.skipif(not REQUESTS.exists(), reason=f"{REQUESTS.name} is not here")
def test_requests(session: Any) -> None:
    """The public table of a city's requests, all of it, likewise."""
    pytest.importorskip("yaml")
    source = TableSource.model_validate({"tz": "America/New_York", "map": MAP})
    policies = PolicySet.from_file(EXAMPLES / "boston.yaml")
    read = read_tickets(REQUESTS, source, fields={"promised"})
    tables = exported([each for each in read if isinstance(each, Ticket)])
    at = datetime(2025, 6, 1, tzinfo=UTC)
    expected = frames.evaluate_frame(policies, *tables, at=at)
    found = spark.evaluate(policies, *map(session.createDataFrame, tables), at=at, order="line")
    assert 16_058 == expected.tickets
    assert rows_of(expected.clocks) == rows_of(found.clocks.toArrow())


@pytest.mark.skipif(not LOG.exists(), reason=f"{LOG.name} is not here")
def test_incident_log(session: Any) -> None:
    """A public log of incidents, all of it: row for row what one process answers."""
    pytest.importorskip("yaml")
    source = TableSource.from_file(EXAMPLES / "incidents.source.yaml")
    policies = PolicySet.from_file(EXAMPLES / "incidents.yaml")
    fields = {"status", "priority", "assignee"}
    found = read_tickets(LOG, source, fields=fields)
    tickets, events = exported([each for each in found if isinstance(each, Ticket)])
    at = datetime.fromisoformat("2016-05-15T12:00:00-03:00").astimezone(UTC)
    expected = frames.evaluate_frame(policies, tickets, events, at=at)
    answers = spark.evaluate(
        policies, *map(session.createDataFrame, (tickets, events)), at=at, order="line"
    )
    assert 24_913 == tickets.num_rows
    clocks = [("ticket", "ascending"), ("metric", "ascending"), ("cycle", "ascending")]
    one, many = (
        partitions.plain(each).sort_by(clocks)
        for each in (expected.clocks, answers.clocks.toArrow())
    )
    for name in one.column_names:
        assert one[name].cast(many[name].type).equals(many[name]), name
