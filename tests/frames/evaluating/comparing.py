"""What `evaluate_frame` says of tickets in tables, against what `evaluate` says of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest

from slakit import ClockReading, Evaluation, PolicySet, SlakitError, Ticket, evaluate
from slakit.instants import EPOCH, MICROSECOND
from tests.frames.evaluating.made_tables import table_of_tickets

pytest.importorskip("numpy", reason="numpy is not installed")
frames = pytest.importorskip("slakit.frames")

# The columns of an answer that are fields of a reading under their own names.
SAME = tuple(name for name in ClockReading._fields if name not in ("exempt", "zone"))
EXEMPTED = ("exempt_reason", "exempt_author", "exempted_at")
NAMES = (
    *("ticket", *SAME[:-3], "breached", "warnings", "escalations"),
    *(*EXEMPTED, "at", "zone"),
)
Row = dict[str, Any]


def rows_of(table: Any) -> list[Row]:
    """Return the rows of a table of any kind as plain values of Python, instants in UTC."""
    if isinstance(table, Mapping):
        columns = {name: listed(column) for name, column in table.items()}
        return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    if hasattr(table, "collect"):
        table = table.collect()
    if hasattr(table, "to_pylist"):
        found = table.to_pylist()
    else:
        found = table.to_dicts() if hasattr(table, "to_dicts") else table.to_dict("records")
    return [{name: plain(value) for name, value in row.items()} for row in found]


def listed(column: Any) -> list[Any]:
    """Return an array as a list; numpy has no zones, so that its times are in UTC."""
    if column.dtype.kind == "M":
        values: list[int] = column.astype("M8[us]").view("i8").tolist()
        return [None if each == NAT else EPOCH + each * MICROSECOND for each in values]
    if column.dtype.kind == "m":
        values = column.astype("m8[us]").view("i8").tolist()
        return [None if each == NAT else each * MICROSECOND for each in values]
    return [plain(value) for value in column.tolist()]


NAT = -(1 << 63)


def plain(value: Any) -> Any:
    """Return a value as Python's own, None for one that is missing, and instants in UTC."""
    if isinstance(value, (str, bool, int, type(None))):
        return value
    if isinstance(value, Mapping):
        return {name: plain(each) for name, each in value.items()}
    if isinstance(value, (list, tuple)) or hasattr(value, "tolist"):
        return [plain(each) for each in value]
    if value != value:
        return None
    if isinstance(value, datetime):
        # Of two datetimes in one zone the wall times would be compared.
        return EPOCH + (value - EPOCH) // MICROSECOND * MICROSECOND
    if isinstance(value, timedelta):
        return value // MICROSECOND * MICROSECOND
    return value


def row_of(ticket: str, clock: ClockReading) -> Row:
    """Return the row that a reading of a ticket has to have."""
    exempt = clock.exempt
    row: Row = {"ticket": ticket}
    row |= {name: plain(getattr(clock, name)) for name in SAME}
    for name in ("warnings", "escalations"):
        row[name] = [plain(notice._asdict()) for notice in getattr(clock, name)]
    told = (None, None, None) if exempt is None else (exempt.reason, exempt.author, exempt.at)
    return {
        **row,
        "breached": clock.breached,
        **dict(zip(EXEMPTED, map(plain, told), strict=True)),
        "zone": None if clock.zone is None else str(clock.zone),
    }


def rows_expected(evaluation: Evaluation, *, notices: bool = True) -> list[Row]:
    """Return the rows that a ticket has to have."""
    rows = [row_of(evaluation.ticket, clock) for clock in evaluation.clocks]
    if not rows:
        row: Row = dict.fromkeys(NAMES)
        row |= {"ticket": evaluation.ticket, "status": evaluation.status, "cycle": 0}
        row |= {"at": plain(evaluation.at), "warnings": [], "escalations": [], "breached": False}
        rows = [row]
    return rows if notices else [{**row, "warnings": [], "escalations": []} for row in rows]


def check_rows(
    policies: PolicySet,
    tickets: Sequence[Ticket],
    ats: Sequence[datetime],
    found: Any,
    *,
    notices: bool = True,
) -> None:
    """Compare a result with the evaluations of tickets, each at its instant, row for row."""
    expected, refused = [], []
    counts = Counter[str]()
    for number, (ticket, at) in enumerate(zip(tickets, ats, strict=True)):
        try:
            evaluation = evaluate(policies, ticket, at=at)
        except SlakitError as error:
            refused.append(("tickets", number, ticket.id, error.parameter.removeprefix("fields.")))
        else:
            expected += rows_expected(evaluation, notices=notices)
            counts[evaluation.status] += 1
    answer = rows_of(found.clocks)
    assert expected == answer, first_difference(expected, answer)
    assert refused == [
        (row["table"], row["row"], row["ticket"], row["field"]) for row in rows_of(found.rejects)
    ]
    assert (len(tickets) - len(refused), counts) == (found.tickets, found.counts)


def first_difference(expected: list[Row], found: list[Row]) -> str:
    for one, other in zip(expected, found, strict=False):
        fields = {
            name: (one[name], other.get(name, "no such column"))
            for name in one
            if one[name] != other.get(name, "no such column")
        }
        if fields:
            return f"{one['ticket']} {one['policy']}/{one['metric']}/{one['cycle']}: {fields}"
    return f"{len(expected)} rows expected, found {len(found)}"


def check(
    policies: PolicySet,
    tickets: Sequence[Ticket],
    at: datetime | Sequence[datetime],
    *,
    notices: bool = True,
) -> Any:
    """Evaluate tickets as tables, compare that with `evaluate`, and return the result.

    Where each ticket is asked at an instant of its own, that is a column of the table.
    """
    together = isinstance(at, datetime)
    ats: list[datetime] = [at] * len(tickets) if isinstance(at, datetime) else list(at)
    table, events = table_of_tickets(tickets)
    asked: dict[str, Any] = {"at": at}
    if not together:
        table["asked_at"] = ats
        asked["at"] = "asked_at"
    found = frames.evaluate_frame(policies, table, events, **asked, notices=notices)
    check_rows(policies, tickets, ats, found, notices=notices)
    return found
