"""What was promised for a clock, and from when until when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from functools import lru_cache
from typing import Any

from slakit.calendars.window import year_of
from slakit.durations import Amount
from slakit.errors import AmountError, InstantError, TicketError
from slakit.instants import parse_instant, since_epoch
from slakit.policies.select import CompiledPolicy
from slakit.policies.targets import positive
from slakit.tickets import Ticket

__all__ = ["Promise", "resolve_amount"]


class Promise:
    """What a policy promised between two instants: an amount or none, in its hours.

    `until` is when it was replaced or lost, None for the last; `at_field` the
    instant that an amount of the form ``at(field)`` names.
    """

    __slots__ = ("amount", "at_field", "policy", "real_time", "since", "timeline", "until")

    def __init__(
        self,
        since: timedelta,
        policy: CompiledPolicy,
        amount: Amount | None,
        at_field: timedelta | None = None,
    ) -> None:
        self.since = since
        self.until: timedelta | None = None
        self.policy = policy
        self.timeline = policy.timeline
        self.amount = amount
        self.at_field = at_field
        # The target's own time: real time, or else open time.
        self.real_time = amount is not None and amount.kind in ("wall", "calendar_days", "at")

    def same_as(self, other: Promise) -> bool:
        """Return whether a change of the ticket left the promise as it was."""
        return (
            self.policy is other.policy
            and self.amount == other.amount
            and self.at_field == other.at_field
        )


def resolve_amount(
    amount: Amount | None, fields: Mapping[str, Any], ticket: Ticket
) -> tuple[Amount | None, timedelta | None]:
    """Return the amount that is promised, and the instant for ``at(field)``.

    ``field(name)`` is read from the ticket; a ticket without a value there is
    promised nothing. What the ticket carries and cannot be promised raises
    `TicketError`.
    """
    if amount is None or amount.kind == "none":
        return None, None
    if amount.field is None:
        return amount, None
    value = fields.get(amount.field)
    if value is None:
        return None, None
    try:
        if amount.kind == "at":
            moment = since_epoch(parse_instant(value, ""), "")
            year_of(moment)  # A placeholder such as 9999-12-31 is no promise.
            return amount, moment
        carried = carried_amount(value)
    except (AmountError, InstantError) as error:
        raise TicketError(
            f"ticket {ticket.id!r}: {error.message}",
            parameter=f"fields.{amount.field}",
            value=value,
            remedy=error.remedy,
        ) from None
    return (carried, None) if carried.kind != "none" else (None, None)


# A column of tickets repeats a few amounts many thousand times.
@lru_cache(maxsize=1024)
def carried_amount(value: Any) -> Amount:
    """Read an amount that a ticket carries."""
    amount = positive(value)
    if amount.field is not None:
        raise AmountError(f"{value!r} names a field in its turn", remedy="write an amount")
    return amount
