"""Tickets -> the tables that an export of them would be, as mappings of names to columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

from slakit import Change, DueSet, Exemption, Merge, Message, Signal, Ticket
from slakit.tickets import Event

__all__ = ["Table", "rows_of_event", "table_of_tickets"]

Table: TypeAlias = dict[str, list[Any]]
EVENT = ("ticket", "at", "kind", "author", "field", "value")
# A field at which no policy looks. A change of nothing is told as one of it.
UNHEEDED = "of no interest"


def table_of_tickets(tickets: Sequence[Ticket]) -> tuple[Table, Table]:
    """Return the table of tickets and the one of their events."""
    names = dict.fromkeys(name for ticket in tickets for name in ticket.fields)
    table: Table = {
        "id": [ticket.id for ticket in tickets],
        "created_at": [ticket.created_at for ticket in tickets],
        "opened_by": [ticket.opened_by for ticket in tickets],
        **{name: [ticket.fields.get(name) for ticket in tickets] for name in names},
    }
    rows = [
        (ticket.id, *row)
        for ticket in tickets
        for event in ticket.events
        for row in rows_of_event(event)
    ]
    events = {name: [row[i] for row in rows] for i, name in enumerate(EVENT)}
    return table, events


def rows_of_event(event: Event) -> list[tuple[Any, ...]]:
    """Return the rows that say what an event does: of a change one for each field."""
    if isinstance(event, Change):
        fields = event.fields or {UNHEEDED: None}
        return [(event.at, "change", None, name, value) for name, value in fields.items()]
    return [row_of(event)]


def row_of(event: Event) -> tuple[Any, ...]:
    at = event.at
    if isinstance(event, Message):
        return at, "message" if event.public else "note", event.author, None, None
    if isinstance(event, Signal):
        return at, "signal", None, None, event.name
    if isinstance(event, Merge):
        return at, "merge", None, None, event.into
    if isinstance(event, DueSet):
        return at, "due_set", event.author or None, event.metric, event.due_at
    assert isinstance(event, Exemption), event
    return at, "exemption", event.author, event.metric, event.reason
