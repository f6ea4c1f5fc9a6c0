"""A file evaluated in columns, against each of its tickets evaluated by itself."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest

from slakit import PolicySet, SlakitError, evaluate
from slakit.adapters import RejectedRow, TableSource, read_tickets
from slakit.instants import EPOCH, MICROSECOND
from slakit.tickets import Ticket

pytest.importorskip("numpy", reason="columns are numpy's")

from slakit.frames.columns import NAT
from slakit.frames.evaluating.files import Chunk, FileEvaluator

AT = datetime(2024, 5, 6, 10, tzinfo=UTC)
POLICIES = PolicySet.model_validate(
    {
        "calendars": {"office": {"tz": "Europe/Madrid", "hours": "Mon-Fri 09:00-17:00"}},
        "statuses": {"paused": ["waiting"], "closed": ["closed"]},
        "policies": [
            {
                "name": "gold",
                "when": {"tier": "gold"},
                "calendar": "office",
                "targets": {"first_response": "1h", "resolution": "8h"},
            },
            {"name": "rest", "calendar": "office", "targets": {"resolution": "field(promised)"}},
        ],
    }
)
ROWS = """\
id,created_at,resolved_at,tier,promised
1,2024-05-03 09:00,2024-05-03 12:00,gold,
2,2024-05-03 09:00,,silver,1bd
3,soon,,gold,
4,2024-05-03 09:00,,silver,soon
2,2024-05-03 09:00,,silver,1bd
5,2024-05-07 09:00,,gold,
6,2024-05-03 09:00,2024-05-03 08:00,gold,
7,2024-05-03 09:00,2024-05-03 09:00,gold,
"""
SNAPSHOTS = """\
id,created_at,at,tier,promised,status
1,2024-05-03 09:00,2024-05-03 09:00,gold,,new
1,2024-05-03 09:00,2024-05-03 12:00,gold,,waiting
1,2024-05-03 09:00,2024-05-03 11:00,gold,,open
2,2024-05-03 09:00,2024-05-03 09:00,silver,2h,new
2,2024-05-03 09:00,2024-05-03 12:00,silver,2h,closed
3,2024-05-03 09:00,2024-05-03 08:00,gold,,new
4,2024-05-03 09:00,later,gold,,new
"""
EVENTS = """\
id,at,event,tier,promised
1,2024-05-03 09:00,opened,gold,
1,2024-05-03 10:30,agent_reply,,
2,2024-05-03 09:00,opened,silver,2h
2,2024-05-03 09:30,done,,
3,2024-05-03 09:00,,gold,
"""
JSON = [
    {"id": 1, "created_at": "2024-05-03T09:00Z", "tier": "gold"},
    {"id": 2, "created_at": "2024-05-03T09:00Z", "fields": {"promised": "2h"}},
    {"id": 3, "created_at": "soon"},
    {"id": 1, "created_at": "2024-05-03T09:00Z"},
]
SOURCE = {"tz": "Europe/Madrid"}
CASES: dict[str, tuple[bytes, Any, dict[str, Any]]] = {
    "tickets": (ROWS.encode(), "csv", SOURCE),
    "snapshots": (SNAPSHOTS.encode(), "csv", {**SOURCE, "rows": "snapshot"}),
    "apart": (SNAPSHOTS.encode(), "csv", {**SOURCE, "rows": "snapshot", "together": False}),
    "events": (
        EVENTS.encode(),
        "csv",
        {
            **SOURCE,
            "rows": "event",
            "events": {"agent_reply": "agent_reply", "done": {"status": "closed"}},
        },
    ),
    "json": ("".join(json.dumps(each) + "\n" for each in JSON).encode(), "jsonl", SOURCE),
}
Told = tuple[Any, ...]


def one_by_one(content: bytes, format: Any, source: TableSource) -> tuple[list[Told], set[Any]]:
    """Return the clocks of the tickets of a file, and the rows that were set aside."""
    reader = read_tickets(BytesIO(content), source, format=format, fields=POLICIES.fields)
    clocks: list[Told] = []
    rejected = set()
    for row in reader:
        if isinstance(row, RejectedRow):
            rejected.add(row)
            continue
        assert isinstance(row, Ticket)
        try:
            evaluation = evaluate(POLICIES, row, at=AT)
        except SlakitError as error:
            rejected.add(RejectedRow.of(error, line=reader.line_of(row.id), id=row.id))
            continue
        clocks += [
            (row.id, each.policy, each.metric, each.due_at, each.elapsed, each.paused)
            for each in evaluation.clocks
        ]
    return clocks, rejected


def in_columns(chunk: Chunk) -> list[Told]:
    """Return the clocks of a chunk that count."""
    readings, outlines = chunk.readings, chunk.outlines
    policies, metrics = list(outlines.policies), list(outlines.metrics)
    columns = (
        readings.ticket,
        readings.policy,
        readings.metric,
        readings.due_at,
        readings.elapsed,
        readings.paused,
    )
    return [
        (
            chunk.tickets.ids[ticket],
            policies[policy].name,
            metrics[metric],
            None if due == NAT else EPOCH + due * MICROSECOND,
            elapsed * MICROSECOND,
            paused * MICROSECOND,
        )
        for ticket, policy, metric, due, elapsed, paused in zip(
            *(column.tolist() for column in columns), strict=True
        )
        if ticket not in chunk.aside
    ]


@pytest.mark.parametrize("case", CASES)
def test_as_one_by_one(case: str) -> None:
    """Clocks and rejected rows are those of `evaluate`; nothing is evaluated one by one."""
    content, format, data = CASES[case]
    source = TableSource(**data)
    clocks, rejected = one_by_one(content, format, source)
    assert clocks
    assert rejected
    evaluator = FileEvaluator(POLICIES, AT, BytesIO(content), source, format)
    chunks = [evaluator.chunk(batch) for batch in evaluator.batches]
    assert clocks == [each for chunk in chunks for each in in_columns(chunk)]
    assert rejected == {row for chunk in chunks for row in chunk.rejected}
    assert {} == evaluator.fallbacks


def test_fallbacks() -> None:
    """What the columns cannot say is evaluated one by one, and counted."""
    content = json.dumps(
        {
            "id": 1,
            "created_at": "2024-05-03T09:00Z",
            "fields": {"tier": "gold"},
            "events": [
                {"at": "2024-05-03T10:00Z", "kind": "due_set", "metric": "resolution"}
                | {"due_at": "2024-05-07T10:00Z", "author": "ana"}
            ],
        }
    )
    file = BytesIO(content.encode())
    evaluator = FileEvaluator(POLICIES, AT, file, TableSource(), "jsonl")
    (batch,) = evaluator.batches
    chunk = evaluator.chunk(batch)
    assert {"somebody decided something by hand": 1} == evaluator.fallbacks
    assert ([0], []) == (chunk.aside, chunk.rejected)
    due = {each.metric: each.due_at for each in chunk.evaluated[0].clocks}
    assert datetime(2024, 5, 7, 10, tzinfo=UTC) == due["resolution"]


def test_fields() -> None:
    """Fields that are to be told stand beside the tickets, as they are when asked about."""
    content, format, data = CASES["snapshots"]
    evaluator = FileEvaluator(
        POLICIES, AT, BytesIO(content), TableSource(**data), format, ["status"]
    )
    (batch,) = evaluator.batches
    assert {"1": "waiting", "2": "closed"} == {
        id: fields["status"] for id, fields in zip(batch.ids[:2], batch.fields, strict=False)
    }


def test_fields_before_the_first_row() -> None:
    """Of a ticket whose first row is later, the fields are those of that row."""
    rows = ["1,2024-05-03 09:00,2024-05-03 09:00,gold,,new"]
    rows += ["2,2024-05-03 09:00,2024-05-07 09:00,gold,,open"]
    table = "\n".join([SNAPSHOTS.splitlines()[0], *rows])
    evaluator = FileEvaluator(
        POLICIES,
        AT,
        BytesIO(table.encode()),
        TableSource(tz="Europe/Madrid", rows="snapshot"),
        "csv",
        ["status"],
    )
    (batch,) = evaluator.batches
    assert ["new", "open"] == [fields["status"] for fields in batch.fields]


def test_header() -> None:
    """What is wrong with the head of a file is an error before any row is asked for."""
    with pytest.raises(SlakitError, match="no column is called 'created_at'"):
        FileEvaluator(POLICIES, AT, BytesIO(b"id\n"), TableSource(), "csv")
