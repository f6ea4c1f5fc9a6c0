"""Tickets -> their histories in columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple

import numpy as np

from slakit.calendars.window import year_of
from slakit.errors import InstantError
from slakit.frames.columns import NAT
from slakit.frames.evaluating.alphabet import Alphabet, Deed
from slakit.frames.evaluating.engine import Engine
from slakit.frames.evaluating.reasons import BY_HAND, MOVED_INSTANT, NO_INSTANT, OddError
from slakit.frames.evaluating.walk import Histories
from slakit.instants import MICROSECOND, parse_instant, since_epoch
from slakit.tickets import Change, Event, Merge, Message, Signal, Ticket

__all__ = ["Logged", "deeds_of", "histories_of", "logged"]


class Logged(NamedTuple):
    """The history of a ticket in numbers.

    `at` and `deeds` are those of its events, in order, `slots` the instants in its fields.
    `fields` are those when it is asked about, as far as these are wanted, `rows` what it was read
    from, and `reader` who did.
    """

    id: str
    created: int
    opening: int
    at: Sequence[int]
    deeds: Sequence[int]
    slots: Sequence[int] = ()
    fields: Mapping[str, Any] = {}
    rows: Any = None
    reader: Any = None


def logged(engine: Engine, ticket: Ticket) -> Logged:
    """Return the history of a ticket; raises `OddError` for one that numbers cannot tell."""
    alphabet = engine.alphabet
    slots = [instant_of(ticket.fields.get(name)) for name in alphabet.slots]
    at: list[int] = []
    deeds: list[int] = []
    for event in ticket.events:
        for deed in deeds_of(event, alphabet):
            at.append(event.moment // MICROSECOND)
            deeds.append(alphabet.deed(deed))
    named = (name for name, slot in zip(alphabet.slots, slots, strict=True) if slot != NAT)
    opening = engine.openings.number(ticket.opened_by, ticket.fields, named)
    return Logged(ticket.id, ticket.created // MICROSECOND, opening, at, deeds, slots)


def histories_of(engine: Engine, tickets: Sequence[Logged]) -> Histories:
    """Return histories in columns."""
    sizes = [len(each.at) for each in tickets]
    slots = chain.from_iterable(each.slots for each in tickets)
    return Histories(
        np.array([each.created for each in tickets], np.int64),
        np.array([each.opening for each in tickets], np.int64),
        np.cumsum([0, *sizes]),
        np.fromiter(chain.from_iterable(each.at for each in tickets), np.int64, sum(sizes)),
        np.fromiter(chain.from_iterable(each.deeds for each in tickets), np.int64, sum(sizes)),
        np.fromiter(slots, np.int64).reshape(len(tickets), len(engine.alphabet.slots)),
        engine.openings.found,
    )


def deeds_of(event: Event, alphabet: Alphabet) -> Iterable[Deed]:
    """Return what an event does."""
    if isinstance(event, Change):
        for name in alphabet.slots:
            if name in event.fields:
                raise OddError(MOVED_INSTANT)
        return [("change", *pair) for pair in event.fields.items()] or [("nothing",)]
    if isinstance(event, Message):
        return [("message", event.author) if event.public else ("note",)]
    if isinstance(event, Signal):
        return [("signal", event.name)]
    if isinstance(event, Merge):
        return [("merge",)]
    raise OddError(BY_HAND)


def instant_of(value: Any) -> int:
    """Return the instant that a field names, `NAT` if it names none."""
    if value is None:
        return NAT
    try:
        moment = since_epoch(parse_instant(value, ""), "")
        year_of(moment)
    except InstantError:
        raise OddError(NO_INSTANT) from None
    return moment // MICROSECOND
