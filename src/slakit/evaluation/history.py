"""A ticket's events -> the instants at which something happened, in order.

The instant is the unit: events of one instant apply together, and what they
leave is read once after them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from slakit.errors import TicketError
from slakit.policies.statuses import Category
from slakit.tickets import Change, Message, Ticket
from slakit.tickets.ticket import CATEGORY

__all__ = ["Moment", "fold"]

NO_EDGES: frozenset[str] = frozenset()
# Whoever opens a ticket writes its first message.
CREATED = {
    None: frozenset({"created"}),
    "customer": frozenset({"created", "customer_reply"}),
    "agent": frozenset({"created", "agent_reply"}),
}
CATEGORIES = ("open", "paused", "resolved", "closed")


class Moment:
    """What happened at one instant, and how the ticket stood after it."""

    __slots__ = ("at", "category", "edges", "fields")

    def __init__(self, at: timedelta, edges: frozenset[str], fields: Mapping[str, Any]) -> None:
        self.at = at
        self.edges = edges
        self.fields = fields
        self.category: Category = "open"


def fold(ticket: Ticket, categories: Mapping[str, Category], until: timedelta) -> list[Moment]:
    """Return the moments of a ticket up to and including an instant; none before its creation.

    `categories` gives the category of the desk's status words that are not
    simply open. A field ``category`` on the ticket names it outright.
    """
    if until < ticket.created:
        return []
    moment = Moment(ticket.created, CREATED[ticket.opened_by], ticket.fields)
    moments = [moment]
    for event in ticket.events:
        at = event.moment
        if at > until:
            break
        if at != moment.at:
            moment = Moment(at, NO_EDGES, moment.fields)
            moments.append(moment)
        if isinstance(event, Change):
            # Readers of an earlier moment keep the fields of its time.
            moment.fields = {**moment.fields, **event.fields}
        else:
            moment.edges |= {message_edge(event)}
    for each in moments:
        each.category = category_of(each.fields, categories, ticket)
    return moments


def message_edge(message: Message) -> str:
    """Name what a message is to a clock; only people reply, and only in public."""
    if not message.public:
        return "internal_note"
    return f"{message.author}_reply"


def category_of(
    fields: Mapping[str, Any], categories: Mapping[str, Category], ticket: Ticket
) -> Category:
    """Return the status category that the fields say, outright or by the desk's status word."""
    named = fields.get(CATEGORY)
    if named is None:
        status = fields.get("status")
        return categories.get(status, "open") if status is not None else "open"
    if named not in CATEGORIES:
        raise TicketError(
            f"ticket {ticket.id!r}: {named!r} is no status category",
            parameter=f"fields.{CATEGORY}",
            value=named,
            remedy=f"give one of {', '.join(CATEGORIES)}",
        )
    category: Category = named
    return category
