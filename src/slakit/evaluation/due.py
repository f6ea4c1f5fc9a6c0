"""Spans + promise + timeline -> the instant at which a clock has to have stopped."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from functools import lru_cache
from typing import Any

from slakit.calendars.due import add_days
from slakit.calendars.timeline import Timeline
from slakit.durations import Amount
from slakit.errors import AmountError, InstantError, TicketError
from slakit.evaluation.clock import Cycle, SpanKind
from slakit.instants import parse_instant, since_epoch
from slakit.policies.select import CompiledPolicy
from slakit.policies.targets import positive
from slakit.tickets import Ticket

__all__ = ["Promise", "project_due", "resolve_amount", "time_spent"]

ZERO = timedelta(0)


class Promise:
    """What was promised from an instant on: a policy with its hours, and an amount or none."""

    __slots__ = ("amount", "at_field", "policy", "real_time", "since", "timeline")

    def __init__(
        self,
        since: timedelta,
        policy: CompiledPolicy,
        amount: Amount | None,
        at_field: timedelta | None = None,
    ) -> None:
        self.since = since
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

    def passed(self, since: timedelta, until: timedelta, timeline: Timeline) -> timedelta:
        """Return the time between two instants in the target's own time."""
        return until - since if self.real_time else timeline.passed(since, until)

    def forward(self, since: timedelta, length: timedelta, timeline: Timeline) -> timedelta:
        """Return the instant at which a length of the target's own time has passed."""
        if length <= ZERO:
            return since
        return since + length if self.real_time else timeline.forward(since, length)


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
            return amount, since_epoch(parse_instant(value, ""), "")
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


def project_due(
    cycle: Cycle, promises: list[Promise], k: int, resumed: timedelta | None
) -> timedelta | None:
    """Return the due time of a cycle under its k-th promise, as if that promise went on.

    `resumed` is the instant from which a clock that does not run is taken to
    run on; with None such a clock has a due time only if it was reached before.
    """
    promise = promises[k]
    amount = promise.amount
    if amount is None:
        return None
    if amount.length is None:
        return rule_due(cycle, promises, k, resumed)
    left = amount.length
    for kind, start, end, timeline in pieces(cycle, promises, k):
        if kind != "running":
            continue
        if end is not None:
            used = promise.passed(start, end, timeline)
            if used < left:
                left -= used
                continue
        return promise.forward(start, left, timeline)
    return None if resumed is None else promise.forward(resumed, left, promise.timeline)


def rule_due(
    cycle: Cycle, promises: list[Promise], k: int, resumed: timedelta | None
) -> timedelta | None:
    """Return where a rule leads from the start, moved by the time that was paused before it."""
    promise = promises[k]
    amount = promise.amount
    assert amount is not None
    if amount.kind == "at":
        assert promise.at_field is not None
        if amount.move == "next_open":
            return promise.timeline.roll_forward(promise.at_field)
        if amount.move == "previous_close":
            return promise.timeline.roll_back(promise.at_field)
        return promise.at_field
    due = add_days(promise.timeline, cycle.started, amount)
    for kind, start, end, timeline in pieces(cycle, promises, k):
        if kind == "running":
            continue
        if due <= start:
            break
        end = resumed if end is None else end
        if end is None:
            return None
        due = promise.forward(due, promise.passed(start, end, timeline), promise.timeline)
    return due


def pieces(
    cycle: Cycle, promises: list[Promise], k: int
) -> Iterator[tuple[SpanKind, timedelta, timedelta | None, Timeline]]:
    """Yield the spans of a cycle, cut where the hours in force changed before the k-th promise."""
    for kind, start, end in cycle.spans:
        for j in range(k):
            until = promises[j + 1].since
            if start < until and (end is None or until < end):
                yield kind, start, until, promises[j].timeline
                start = until
            elif end is not None and end <= until:
                yield kind, start, end, promises[j].timeline
                break
        else:
            yield kind, start, end, promises[k].timeline


def time_spent(
    cycle: Cycle, promises: list[Promise], until: timedelta
) -> tuple[timedelta, timedelta]:
    """Return how long a cycle ran and how long it did not, in the last target's own time.

    Time beyond `until`, at which the clock was cancelled or is asked, is left out.
    """
    last = len(promises) - 1
    promise = promises[last]
    elapsed = paused = ZERO
    for kind, start, end, timeline in pieces(cycle, promises, last):
        if start >= until:
            break
        length = promise.passed(start, until if end is None else min(end, until), timeline)
        if kind == "running":
            elapsed += length
        else:
            paused += length
    return elapsed, paused
