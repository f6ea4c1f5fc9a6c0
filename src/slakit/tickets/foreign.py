"""Tickets and events of a host's own classes -> what `Ticket` is built with.

Nothing has to be derived from slakit's classes or copied into them: what has the attributes is
a ticket, or an event.
"""

from __future__ import annotations

import reprlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from inspect import Parameter, signature
from typing import Any, Protocol, cast

from slakit.documents import did_you_mean, refusal
from slakit.errors import Problem, SlakitError, TicketError
from slakit.tickets.dated import Dated
from slakit.tickets.events import KINDS, Event
from slakit.tickets.located import located
from slakit.tickets.values import FieldValue

__all__ = ["EventLike", "TicketLike", "parts"]

# What an object without a kind is told by, in this order: a change may have an author too.
TELLING = {"fields": "change", "author": "message", "name": "signal"}

ATTRIBUTES = ("id", "created_at", "fields", "events")
WORDS = {kind: signature(event).parameters.values() for kind, event in KINDS.items()}


class EventLike(Protocol):
    """Any object that `Ticket.of` reads as an event: it has `at`, an aware datetime.

    Beside it stand the attributes of one kind of event. The kind is what the
    attribute `kind` says ("message", "change", "signal", "due_set", "exemption",
    "merge"); where there is none, an object with `fields` is a change, one with
    `author` a message, one with `name` a signal. An attribute that is None tells
    no kind. What the event's own class may leave out, the object may.

    The trap: an `id` that is a number counts the rows of one table, so it tells
    nothing about two events and is not read; text is.

    >>> from types import SimpleNamespace
    >>> from datetime import UTC
    >>> created = datetime(2024, 5, 6, 9, tzinfo=UTC)
    >>> reply = SimpleNamespace(at=created, author="agent", body="Hello", id=7)
    >>> row = SimpleNamespace(id=7, created_at=created, fields={}, events=[reply])
    >>> Ticket.of(row).events == (Message(at=created, author="agent"),)
    True
    """

    @property
    def at(self) -> datetime:
        """When it happened."""


class TicketLike(Protocol):
    """Any object that `Ticket.of` reads as a ticket: it has these attributes, by these names.

    `fields` are those at creation; `events` are events of slakit, objects like
    `EventLike`, or mappings as `Ticket.from_data` takes them. An `opened_by` is
    read where there is one.

    >>> from types import SimpleNamespace
    >>> from datetime import UTC
    >>> created = datetime(2024, 5, 6, 9, tzinfo=UTC)
    >>> row = SimpleNamespace(id=7, created_at=created, fields={"tier": "gold"}, events=[])
    >>> Ticket.of(row).id
    '7'
    """

    @property
    def id(self) -> str | int:
        """What the host calls it."""

    @property
    def created_at(self) -> datetime:
        """When it was created."""

    @property
    def fields(self) -> Mapping[str, FieldValue]:
        """What it said when it was created."""

    @property
    def events(self) -> Iterable[EventLike | Mapping[str, Any]]:
        """What happened since, in any order."""


def parts(ticket: Any) -> dict[str, Any]:
    """Return what an object has of the arguments of `Ticket`; list what is wrong with events."""
    # Each attribute is asked for once: it may be a query to a database.
    found = {name: getattr(ticket, name, Parameter.empty) for name in ATTRIBUTES}
    if missing := [name for name, value in found.items() if value is Parameter.empty]:
        raise TicketError(
            f"{reprlib.repr(ticket)} is no ticket: it has no {' and no '.join(missing)}",
            parameter="ticket",
            value=ticket,
            remedy="give a Ticket, an object with id, created_at, fields and events, or a mapping"
            " as Ticket.from_data takes it",
        )
    if isinstance(found["events"], Iterable):
        found["events"] = read_events(found["events"], found["id"])
    return {**found, "opened_by": getattr(ticket, "opened_by", None)}


def read_events(events: Iterable[Any], ticket: object) -> list[Event]:
    """Return objects as events; raise what is wrong with any of them."""
    read: list[Event] = []
    problems: list[Problem] = []
    for place, each in enumerate(events):
        try:
            read.append(read_event(each))
        except SlakitError as error:
            problems += located(error, "events", place)
    if problems:
        raise refusal(problems, source=f"ticket {ticket!r}")
    return read


def read_event(event: Any) -> Event:
    """Return one object as the event that it is."""
    if isinstance(event, Dated):
        return cast(Event, event)
    if isinstance(event, Mapping):
        from slakit.tickets.form import FORMS

        return FORMS[known_kind(event.get("kind"))].model_validate(dict(event)).event()
    kind = getattr(event, "kind", None)
    if kind is None:
        told = (kind for name, kind in TELLING.items() if getattr(event, name, None) is not None)
        kind = next(told, None)
    if kind is None:
        raise TicketError(
            f"{reprlib.repr(event)} is no event: it has no {', no '.join(TELLING)} and no kind",
            value=event,
            remedy="give it the attributes of a Message, a Change or a Signal",
        )
    words = WORDS[known_kind(kind)]
    given = {word.name: getattr(event, word.name, word.default) for word in words}
    if missing := [name for name, value in given.items() if value is Parameter.empty]:
        raise TicketError(
            f"{reprlib.repr(event)} has no {' and no '.join(missing)}",
            value=event,
            remedy=f"give every {kind} that, or say another kind",
        )
    if isinstance(given["id"], int):
        given["id"] = None
    return KINDS[kind](**given)


def known_kind(kind: Any) -> str:
    """Return the kind of an event that is said outright, or refuse one that there is not."""
    if not isinstance(kind, str) or kind not in KINDS:
        raise TicketError(
            f"{kind!r} is no kind of event",
            parameter="kind",
            value=kind,
            remedy=did_you_mean(str(kind), KINDS),
        )
    return kind
