"""What was promised for a clock, and from when until when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from functools import lru_cache
from typing import Any

from slakit.calendars.timeline import Timeline
from slakit.calendars.window import year_of
from slakit.durations import Amount
from slakit.errors import AmountError, InstantError, TicketError
from slakit.evaluation.tally import Tally
from slakit.instants import parse_instant, since_epoch
from slakit.policies.select import CompiledPolicy, CompiledTarget
from slakit.policies.targets import TargetRow, positive
from slakit.tickets import DueSet, Ticket

__all__ = ["BY_HAND", "Promise", "due_of", "instant_of", "resolve_amount"]

# The amount of a clock whose due time somebody has set.
BY_HAND = Amount.of("at(set_by_hand)")


class Promise:
    """What a policy promised between two instants: an amount or none, in its hours.

    `until` is when it was replaced or lost, None for the last. `taken` is when the policy took
    the clock up with this amount, `since` since when it counts in these hours. `origin` is the
    instant from which time counts, and `counts_field` the field that names it, if one does.
    `at_field` is the instant that an amount of the form ``at(field)`` names.
    """

    __slots__ = (
        "amount",
        "at_field",
        "counts_field",
        "cutoff",
        "kept",
        "leads_to",
        "next_open",
        "origin",
        "policy",
        "real_time",
        "since",
        "standing",
        "taken",
        "target",
        "terms",
        "timeline",
        "until",
    )

    def __init__(
        self,
        since: timedelta,
        origin: timedelta,
        policy: CompiledPolicy,
        target: CompiledTarget,
        timeline: Timeline,
        amount: Amount | None,
        at_field: timedelta | None = None,
        cutoff: int | None = None,
    ) -> None:
        self.since = self.taken = since
        self.until: timedelta | None = None
        self.origin = origin
        self.counts_field: str | None = None
        self.policy = policy
        self.target = target
        self.timeline = timeline
        self.amount = amount
        self.at_field = at_field
        self.cutoff = cutoff
        # The stop that a clock keeps, because another policy took it up when it was reopened.
        self.kept: timedelta | None = None
        self.next_open = target.rules.next_open
        # Where a rule leads from the origin, once that is known: it is asked several times.
        self.leads_to: timedelta | None = None
        # How its clock stands under it: the time added up, up to when pauses count, and how much
        # ran of a clock that does not run on.
        self.standing: tuple[Tally, timedelta | None, timedelta | None] | None = None
        # Policy and amount before somebody set the due time by hand.
        self.terms: tuple[object, ...] = ()
        # The target's own time: real time, or else open time.
        self.real_time = amount is not None and amount.kind in ("wall", "calendar_days", "at")

    def same_as(self, other: Promise) -> bool:
        """Return whether a change of the ticket left the promise as it was."""
        return (
            self.policy is other.policy
            and self.timeline is other.timeline
            and self.amount == other.amount
            and self.at_field == other.at_field
            and self.terms == other.terms
        )


def resolve_amount(
    row: TargetRow | None, fields: Mapping[Any, Any], ticket: Ticket
) -> tuple[Amount | None, timedelta | None]:
    """Return the amount that is promised, and the instant for ``at(field)``.

    ``field(name)`` is read from the ticket; a ticket without a value there is
    promised nothing. What the ticket carries and cannot be promised raises
    `TicketError`.
    """
    if row is None:
        return None, None
    amount = row.amount
    if amount.field is None:
        return (None, None) if amount.kind == "none" else (amount, None)
    value = fields.get(amount.field)
    if value is None:
        return None, None
    if amount.kind == "at":
        return amount, instant_of(f"fields.{amount.field}", value, ticket)
    try:
        carried = carried_amount(value)
    except AmountError as error:
        raise no_promise(f"fields.{amount.field}", value, ticket, error) from None
    return (carried, None) if carried.kind != "none" else (None, None)


def due_of(due_set: DueSet, ticket: Ticket) -> timedelta | None:
    """Return the due time that somebody set, None where a due time was taken back."""
    return None if due_set.due_at is None else instant_of("due_at", due_set.due_at, ticket)


def instant_of(parameter: str, value: Any, ticket: Ticket) -> timedelta:
    """Return the instant that a field of a ticket names."""
    try:
        moment = since_epoch(parse_instant(value, ""), "")
        year_of(moment)  # A placeholder such as 9999-12-31 is no promise.
    except InstantError as error:
        raise no_promise(parameter, value, ticket, error) from None
    return moment


def no_promise(
    parameter: str, value: Any, ticket: Ticket, error: AmountError | InstantError
) -> TicketError:
    return TicketError(
        f"ticket {ticket.id!r}: {error.message}",
        parameter=parameter,
        value=value,
        remedy=error.remedy,
    )


# A column of tickets repeats a few amounts many thousand times.
@lru_cache(maxsize=1024)
def carried_amount(value: Any) -> Amount:
    """Read an amount that a ticket carries."""
    amount = positive(value)
    if amount.field is not None:
        raise AmountError(f"{value!r} names a field in its turn", remedy="write an amount")
    return amount
