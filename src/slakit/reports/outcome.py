"""What one cycle of a clock came to: the little of a reading that reports are made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from slakit.evaluation import ClockReading, Evaluation
from slakit.evaluation.reading import ClockState, Status

__all__ = ["FAILED", "Outcome", "outcome", "outcomes"]

# A clock that is past its due time has failed, whether it was stopped since or is still open.
FAILED = frozenset(("missed", "breached"))
NO_FIELDS: Mapping[str, Any] = {}


class Outcome(NamedTuple):
    """What one cycle of a clock came to, with the fields of its ticket.

    Lengths are in the target's own time, as those of a `ClockReading`; `paused` and `closed` are
    None where what was read does not tell them, `target` where nothing is promised. `fields` are
    those of the ticket at the instant of the evaluation.
    """

    ticket: str
    policy: str
    metric: str
    cycle: int
    state: ClockState
    status: Status
    started_at: datetime | None
    stopped_at: datetime | None
    cancelled_at: datetime | None
    due_at: datetime | None
    breached_at: datetime | None
    elapsed: timedelta
    paused: timedelta | None
    closed: timedelta | None
    target: timedelta | None
    exempt: bool = False
    fields: Mapping[str, Any] = NO_FIELDS
    remaining: timedelta | None = None

    @property
    def left(self) -> timedelta | None:
        """What is left of what was promised, negative beyond it; None where nothing is promised.

        It is `remaining` or, of an outcome that was made without it, the target less the elapsed
        time. Of a rule such as ``2bd`` that was paused the two differ, and `remaining` is right.
        """
        if self.remaining is not None or self.target is None:
            return self.remaining
        return self.target - self.elapsed

    @property
    def met(self) -> bool:
        """Whether the clock was stopped within what was promised."""
        return self.status == "met"

    @property
    def failed(self) -> bool:
        """Whether the clock is past its due time, stopped or still open, and nobody exempted it."""
        return self.status in FAILED

    @property
    def decided_at(self) -> datetime | None:
        """When it was settled how the clock ends: met at its stop, failed at its breach.

        A clock without a target is settled by its stop, a cancelled one by its end. None while
        all is open. A failed clock is settled before it is stopped, and never again.
        """
        if self.status in FAILED:
            return self.breached_at
        return self.stopped_at if self.state == "stopped" else self.cancelled_at


def outcome(ticket: str, reading: ClockReading, fields: Mapping[str, Any] = NO_FIELDS) -> Outcome:
    """Return what a reading of a ticket's clock comes to."""
    return Outcome(
        ticket,
        reading.policy,
        reading.metric,
        reading.cycle,
        reading.state,
        reading.status,
        reading.started_at,
        reading.stopped_at,
        reading.cancelled_at,
        reading.due_at,
        reading.breached_at,
        reading.elapsed,
        reading.paused,
        reading.closed,
        reading.target,
        # One that is told before it is needed, or not needed at all, changes nothing.
        reading.exempt is not None and reading.breached_at is not None,
        fields,
        reading.remaining,
    )


def outcomes(evaluation: Evaluation, fields: Mapping[str, Any] | None = None) -> Iterator[Outcome]:
    """Yield what each cycle of each clock of a ticket came to.

    `fields` are by default those that the ticket had at the instant of the evaluation; an
    evaluation that was read from plain data does not know its ticket, and has none.

    >>> from datetime import UTC
    >>> from slakit import PolicySet, Ticket, evaluate
    >>> desk = PolicySet.model_validate({
    ...     "calendars": {"office": {"tz": "UTC", "hours": "Mon-Fri 09:00-18:00"}},
    ...     "policies": [{"name": "all", "calendar": "office", "targets": {"resolution": "4h"}}],
    ... })
    >>> opened = datetime(2024, 5, 6, 10, tzinfo=UTC)
    >>> ticket = Ticket(id="T-1", created_at=opened, fields={"team": "net"})
    >>> [late] = outcomes(evaluate(desk, ticket, at=datetime(2024, 5, 7, tzinfo=UTC)))
    >>> late.status, str(late.decided_at), late.fields["team"]
    ('breached', '2024-05-06 14:00:00+00:00', 'net')
    """
    if fields is None:
        fields = evaluation.fields
    for reading in evaluation.clocks:
        yield outcome(evaluation.ticket, reading, fields)
