"""Events as they come -> in order, each of them once, none before the creation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from operator import attrgetter
from typing import TypeVar

from slakit.errors import Problem, TicketError
from slakit.instants import since_epoch
from slakit.tickets.dated import Dated
from slakit.tickets.events import Event

__all__ = ["contradictions", "in_order", "listed"]

T = TypeVar("T")


def in_order(
    events: Iterable[Event], ticket: object, created_at: datetime, created: timedelta
) -> tuple[Event, ...]:
    """Return the events of a ticket sorted stably by instant; those of one id are one event.

    Raises `TicketError` at the first that is no event or that contradicts the history.
    """
    history = listed(events, ticket, "events")
    # Most histories come in order and have each event once, and need nothing but this look.
    in_place, last = True, created
    ids: list[str] = []
    for event in history:
        if not isinstance(event, Dated):
            raise TicketError(
                f"ticket {ticket!r}: {event!r} is no event",
                parameter="events",
                value=event,
                remedy="give Message, Change, Signal and the like; Ticket.of reads other objects",
            )
        if event.moment < last:
            in_place = False
        last = event.moment
        if event.id is not None:
            ids.append(event.id)
    if not in_place:
        history = tuple(sorted(history, key=attrgetter("moment")))
    once = not ids or len(set(ids)) == len(ids)
    if once and (in_place or history[0].moment >= created):
        return history
    for problem in contradictions(history, created_at):
        raise TicketError(
            f"ticket {ticket!r}: {problem.message}",
            parameter="events",
            value=problem.value,
            remedy=problem.remedy,
        )
    # No id is a number, so an event without one is known by its place and stays apart.
    unique: dict[str | int, Event] = {}
    for place, event in enumerate(history):
        unique.setdefault(place if event.id is None else event.id, event)
    return tuple(unique.values())


def listed(events: Iterable[T], ticket: object, parameter: str) -> tuple[T, ...]:
    """Return what comes one by one as a tuple; refuse what does not come at all."""
    try:
        return tuple(events)
    except TypeError:
        raise TicketError(
            f"ticket {ticket!r}: {events!r} is no list",
            parameter=parameter,
            value=events,
            remedy="give a list, or () where there is nothing",
        ) from None


def contradictions(events: Iterable[Event], created_at: datetime) -> Iterator[Problem]:
    """Yield what no history can hold: an event before the creation, two events of one id."""
    created = since_epoch(created_at, "created_at")
    known: dict[str, Event] = {}
    for place, event in enumerate(events):
        if event.moment < created:
            yield Problem(
                f"{event!r} is before its creation at {created_at.isoformat()}",
                ("events", place, "at"),
                event.at.isoformat(),
                remedy="correct one of the two instants",
                code=TicketError.code,
            )
        if event.id is not None and (first := known.setdefault(event.id, event)) != event:
            yield Problem(
                f"two different events have the id {event.id!r}: {first!r} and {event!r}",
                ("events", place, "id"),
                event.id,
                remedy="give each its own id, or none",
                code=TicketError.code,
            )
