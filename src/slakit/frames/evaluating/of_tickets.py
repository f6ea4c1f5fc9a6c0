"""Tickets -> their histories in columns."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np

from slakit.calendars.window import year_of
from slakit.errors import InstantError
from slakit.frames.columns import NAT
from slakit.frames.evaluating.alphabet import Alphabet, Deed
from slakit.frames.evaluating.engine import Engine
from slakit.frames.evaluating.walk import Histories
from slakit.instants import MICROSECOND, parse_instant, since_epoch
from slakit.tickets import Change, Event, Merge, Message, Signal, Ticket

__all__ = ["Columns", "columns_of_tickets"]


class Columns(NamedTuple):
    """Histories in columns, and why some of the tickets have no place in them."""

    histories: Histories
    odd: dict[int, str]


def columns_of_tickets(engine: Engine, tickets: Iterable[Ticket]) -> Columns:
    """Return the histories of tickets; those that columns cannot hold are empty in them."""
    alphabet, openings = engine.alphabet, engine.openings
    created: list[int] = []
    opening: list[int] = []
    first: list[int] = [0]
    at: list[int] = []
    deeds: list[int] = []
    slots: list[list[int]] = []
    odd: dict[int, str] = {}
    for number, ticket in enumerate(tickets):
        created.append(ticket.created // MICROSECOND)
        try:
            named = [instant_of(ticket.fields.get(name)) for name in alphabet.slots]
            for event in ticket.events:
                for deed in deeds_of(event, alphabet):
                    at.append(event.moment // MICROSECOND)
                    deeds.append(alphabet.deed(deed))
        except OddTicketError as error:
            odd[number] = str(error)
            named = [NAT] * len(alphabet.slots)
            del at[first[-1] :], deeds[first[-1] :]
        slots.append(named)
        present = (n for n, slot in zip(alphabet.slots, named, strict=True) if slot != NAT)
        opening.append(openings.number(ticket.opened_by, ticket.fields, tuple(present)))
        first.append(len(at))
    histories = Histories(
        np.array(created, np.int64),
        np.array(opening, np.int64),
        np.array(first, np.int64),
        np.array(at, np.int64),
        np.array(deeds, np.int64),
        np.array(slots, np.int64).reshape(len(created), len(alphabet.slots)),
        openings.found,
    )
    return Columns(histories, odd)


class OddTicketError(Exception):
    """Why a history has no place in columns."""


def deeds_of(event: Event, alphabet: Alphabet) -> Iterable[Deed]:
    """Return what an event does."""
    if isinstance(event, Change):
        for name in alphabet.slots:
            if name in event.fields:
                raise OddTicketError("an instant in a field changes")
        return [("change", *pair) for pair in event.fields.items()] or [("nothing",)]
    if isinstance(event, Message):
        return [("message", event.author) if event.public else ("note",)]
    if isinstance(event, Signal):
        return [("signal", event.name)]
    if isinstance(event, Merge):
        return [("merge",)]
    raise OddTicketError(f"it has a decision by hand ({event.kind})")


def instant_of(value: Any) -> int:
    """Return the instant that a field names, `NAT` if it names none."""
    if value is None:
        return NAT
    try:
        moment = since_epoch(parse_instant(value, ""), "")
        year_of(moment)
    except InstantError:
        raise OddTicketError("a field names no instant") from None
    return moment // MICROSECOND
