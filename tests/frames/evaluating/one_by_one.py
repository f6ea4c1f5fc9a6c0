"""Tickets with ids of their own, from those that all have the same."""

from __future__ import annotations

from collections.abc import Iterable

from slakit import Ticket
from slakit.tickets import Event

__all__ = ["named", "with_events"]


def named(*tickets: Ticket) -> list[Ticket]:
    """Return tickets as T-0, T-1 and so on."""
    return [with_events(ticket, ticket.events, f"T-{i}") for i, ticket in enumerate(tickets)]


def with_events(ticket: Ticket, events: Iterable[Event], id: str) -> Ticket:
    """Return a ticket with other events and another id."""
    return Ticket(
        id=id,
        created_at=ticket.created_at,
        fields=ticket.fields,
        events=events,
        opened_by=ticket.opened_by,
    )
