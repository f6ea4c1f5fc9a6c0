"""Tickets -> two tables of Arrow, in which a column has one type, as in an export to files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pyarrow as pa

from slakit import Ticket
from tests.frames.evaluating.made_tables import table_of_tickets

__all__ = ["exported"]


def exported(tickets: Sequence[Ticket]) -> tuple[Any, Any]:
    """Return the tables of tickets and of events; `line` is the order of the latter."""
    table, events = table_of_tickets(tickets)
    events["line"] = list(range(len(events["at"])))
    return tuple(
        pa.table({name: column(values) for name, values in each.items()})
        for each in (table, events)
    )


def column(values: list[Any]) -> Any:
    """Return instants and whole numbers as such, and all else as text."""
    kinds = {type(value) for value in values} - {type(None)}
    if kinds == {datetime}:
        return pa.array(values, pa.timestamp("us", tz="UTC"))
    if kinds == {int}:
        return pa.array(values, pa.int64())
    return pa.array([None if value is None else text(value) for value in values], pa.string())


def text(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
