"""A clock that ran straight on under one promise: how most clocks stand, at half the cost.

`read_cycle` reads every clock. Of a table most clocks ran from their start to their stop, or to
now, under what they were promised first, and nothing of what makes a clock intricate applies to
them: no pause, no reopening, no change of promise or hours, no alert. What is left of the rules
for such a clock is written out here; the tests hold both against the same second evaluator.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from slakit.calendars.due import add_days, add_wall
from slakit.evaluation.clock import Cycle
from slakit.evaluation.history import History
from slakit.evaluation.promise import resolve_amount
from slakit.evaluation.reading import ClockReading, ClockState, Status
from slakit.instants import to_datetime
from slakit.policies.select import CompiledPolicy, CompiledTarget

__all__ = ["read_straight"]

ZERO = timedelta(0)


def read_straight(
    metric: str,
    number: int,
    cycle: Cycle,
    policy: CompiledPolicy,
    target: CompiledTarget,
    fields: Mapping[Any, Any],
    history: History,
) -> ClockReading | None:
    """Return how such a clock stands; None where `read_cycle` has to be asked."""
    kind, start, _ = cycle.spans[0]
    if len(cycle.spans) > 1 or kind != "running" or cycle.chained or cycle.cancelled is not None:
        return None
    row = target.select(fields)
    amount, at_field = resolve_amount(row, fields, history.ticket)
    if amount is None or at_field is not None:
        return None
    stopped, now = cycle.stopped, history.now
    if (target.alerts or target.escalations) and (history.notices or stopped is None):
        return None
    end = now if stopped is None else stopped
    timeline = policy.hours(row, fields)
    wall = end - start
    if amount.length is not None:
        length = amount.length
        if amount.kind == "wall":
            due, elapsed = add_wall(start, length), wall
        else:
            due, elapsed = timeline.forward(start, length), timeline.passed(start, end)
        remaining = length - elapsed
    else:
        due = add_days(timeline, start, amount, cutoff=row.cutoff if row is not None else None)
        real_time = amount.kind == "calendar_days"
        elapsed = wall if real_time else timeline.passed(start, end)
        remaining = due - end if real_time else timeline.passed(end, due)
        length = elapsed + remaining
    state: ClockState
    status: Status
    if stopped is None:
        state = "running"
        late = due <= now
        status = "breached" if late else "on_track"
    else:
        state = "stopped"
        late = due < stopped
        status = "missed" if late else "met"
    at = history.at
    tz = at.tzinfo
    due_at = to_datetime(due, tz)
    created_at = history.ticket.created_at
    same = start is history.ticket.created and created_at.tzinfo is tz
    # In the order of its fields, as in `read_cycle`.
    return ClockReading(
        policy.name,
        policy.version,
        metric,
        number,
        state,
        status,
        amount.text,
        length,
        created_at if same else to_datetime(start, tz),
        None if stopped is None else to_datetime(stopped, tz),
        None,
        due_at,
        None,
        elapsed,
        ZERO,
        wall - elapsed,
        wall,
        remaining,
        due_at if late else None,
        None if late or stopped is not None else due_at,
        (),
        (),
        None,
        at,
        timeline.source.zone,
    )
