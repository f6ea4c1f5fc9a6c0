"""What happened: tickets and their events."""

from slakit.tickets.decisions import DueSet, Exemption, Merge
from slakit.tickets.events import Change, Event, Message, Signal
from slakit.tickets.foreign import EventLike, TicketLike
from slakit.tickets.ticket import Ticket
from slakit.tickets.values import FieldValue

__all__ = [
    "Change",
    "DueSet",
    "Event",
    "EventLike",
    "Exemption",
    "FieldValue",
    "Merge",
    "Message",
    "Signal",
    "Ticket",
    "TicketLike",
]
