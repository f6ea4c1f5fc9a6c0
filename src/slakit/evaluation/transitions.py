"""When next: what becomes of a ticket's clocks between two instants."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from slakit.errors import InstantError, TicketError
from slakit.evaluation.changes import Transition, changes, withdrawals
from slakit.evaluation.evaluate import evaluator, refuse_other
from slakit.evaluation.reading import ClockReading
from slakit.instants import EPOCH, plain_datetime, since_epoch, to_datetime
from slakit.policies.policy_set import PolicySet
from slakit.tickets import Ticket

__all__ = ["next_instant", "transitions"]


def transitions(
    policies: PolicySet,
    ticket: Any,
    since: datetime,
    until: datetime,
    *,
    given: Iterable[Transition] = (),
) -> tuple[Transition, ...]:
    """Return what becomes of the clocks of a ticket after `since`, up to and including `until`.

    Each is what somebody would have seen who had looked all the time: nothing that happened after
    an instant is used for it. What is still to come, with `until` in the future, is what comes if
    nothing else happens. Asking for (a, b] and (b, c] gives what (a, c] gives, with the same ids,
    so that a poller may be late, start anew or run twice: whoever keeps the ids delivers each once.

    An event that is recorded late changes what has been told. Hand in as `given` all that was
    given for the ticket, in that order, and ask from as far back as an event may be late: the
    answer is then what has not been told yet, and a `withdrawn` at `until` for each that did not
    happen after all. What was given of other times is left alone.

    Raises `InstantError` where `until` is before `since`, `TicketError` for what was given for
    another ticket, and what `evaluate` raises.

    >>> from datetime import UTC
    >>> desk = PolicySet.model_validate({
    ...     "calendars": {"office": {"tz": "UTC", "hours": "Mon-Fri 09:00-18:00"}},
    ...     "policies": [{"name": "all", "calendar": "office", "targets": {"resolution": "4h"},
    ...                   "warn": ["75%"]}],
    ... })
    >>> ticket = Ticket(id="T-1", created_at=datetime(2024, 5, 6, 9, tzinfo=UTC))
    >>> day = datetime(2024, 5, 6, tzinfo=UTC), datetime(2024, 5, 7, tzinfo=UTC)
    >>> for each in transitions(desk, ticket, *day):
    ...     print(each.at.strftime("%H:%M"), each.kind)
    09:00 started
    12:00 warning
    13:00 breached
    """
    refuse_other(policies)
    ticket, tz = Ticket.of(ticket), plain_datetime(until, "until").tzinfo
    first, last = since_epoch(since, "since"), since_epoch(until, "until")
    if last < first:
        raise InstantError(
            f"{until.isoformat()} is before {since.isoformat()}",
            parameter="until",
            value=until,
            remedy="give the earlier instant first",
        )
    found = list(walk(policies, ticket, first, last, tz))
    told = in_force(ticket, given)
    old = [each for each in told.values() if first < each.at - EPOCH <= last]
    new = [each for each in found if each.id not in told]
    return (*new, *withdrawals(old, found, to_datetime(last, tz)))


def in_force(ticket: Ticket, given: Iterable[Transition]) -> dict[str, Transition]:
    """Return by their ids the transitions that were given and not withdrawn since."""
    told: dict[str, Transition] = {}
    for each in given:
        if each.ticket != ticket.id:
            raise TicketError(
                f"a transition of ticket {each.ticket!r} was not given for ticket {ticket.id!r}",
                parameter="given",
                value=each,
                remedy="hand in those of this ticket",
            )
        if each.kind == "withdrawn":
            told.pop(each.data["id"], None)
        else:
            told[each.id] = each
    return told


def walk(
    policies: PolicySet, ticket: Ticket, first: timedelta, last: timedelta, tz: Any
) -> Iterator[Transition]:
    """Yield the transitions after one instant up to another, from one to the next."""
    moments = [event.moment for event in ticket.events]
    effects = policies._selector.effects
    known = [*sorted({ticket.created, *moments, *effects})]
    before = evaluator(policies, to_datetime(first, tz))(ticket).clocks
    now = first
    while True:
        coming = next_instant(before, now)
        place = bisect_right(known, now)
        if place < len(known):
            coming = known[place] if coming is None else min(coming, known[place])
        if coming is None or coming > last:
            return
        now, at = coming, to_datetime(coming, tz)
        after = evaluator(policies, at)(ticket).clocks
        yield from changes(ticket.id, before, after, at)
        before = after


def next_instant(readings: Iterable[ClockReading], now: timedelta) -> timedelta | None:
    """Return the next instant at which something becomes of a clock if nothing else happens."""
    instants: list[datetime] = []
    for reading in readings:
        if not reading.open:
            continue
        instants += (each for each in (reading.due_at, reading.next_change_at) if each is not None)
        for notice in (*reading.warnings, *reading.escalations):
            if notice.at is not None:
                instants.append(notice.at)
    return min((at - EPOCH for at in instants if at - EPOCH > now), default=None)
