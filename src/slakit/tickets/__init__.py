"""What happened: tickets and their events."""

from slakit.tickets.events import Change, Event, FieldValue, Message
from slakit.tickets.ticket import Ticket

__all__ = ["Change", "Event", "FieldValue", "Message", "Ticket"]
