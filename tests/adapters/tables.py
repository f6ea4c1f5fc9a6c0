"""Tables in memory, and what came of reading them."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from slakit.adapters import RejectedRow, TableSource, read_tickets
from slakit.tickets import Ticket


def read_csv(table: str | bytes, **source: Any) -> list[Ticket | RejectedRow]:
    content = table if isinstance(table, bytes) else table.encode()
    return list(read_tickets(BytesIO(content), TableSource(**source), format="csv"))


def read_jsonl(table: str | bytes, **source: Any) -> list[Ticket | RejectedRow]:
    content = table if isinstance(table, bytes) else table.encode()
    return list(read_tickets(BytesIO(content), TableSource(**source), format="jsonl"))


def the_ticket(rows: list[Ticket | RejectedRow]) -> Ticket:
    (row,) = rows
    assert isinstance(row, Ticket), row
    return row


def the_rejected(rows: list[Ticket | RejectedRow]) -> RejectedRow:
    (row,) = (row for row in rows if isinstance(row, RejectedRow))
    return row


def tickets_in(rows: list[Ticket | RejectedRow]) -> list[Ticket]:
    return [row for row in rows if isinstance(row, Ticket)]
