"""A clock under one promise that ran, and perhaps paused: how most clocks stand, at half the cost.

`read_cycle` reads every clock. Most clocks stay under what they were promised first, and
nothing of what makes a clock intricate applies to them: no reopening, no change of promise or
hours, no alert, no pause that hides a due time. What is left of the rules for such a clock is
written out here; the tests hold both against the same second evaluator.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from slakit.calendars.due import add_days, add_wall
from slakit.calendars.timeline import Timeline
from slakit.evaluation.clock import Cycle
from slakit.evaluation.history import History
from slakit.evaluation.promise import resolve_amount
from slakit.evaluation.reading import ClockReading, ClockState, Status
from slakit.instants import EPOCH, UTC, to_datetime
from slakit.policies.select import CompiledPolicy, CompiledTarget, Terms
from slakit.tickets import Ticket

__all__ = ["Used", "read_steady", "steady_terms", "use"]

ZERO = timedelta(0)
new = tuple.__new__


def steady_terms(
    target: CompiledTarget, policy: CompiledPolicy, fields: Mapping[Any, Any], ticket: Ticket
) -> Terms | None:
    """Return what is promised to such clocks; None where `read_cycle` has to be asked."""
    value = fields.get(target.by)
    terms = target.fixed.get(value)
    if terms is None and type(value) is str and value not in target.target.table:
        # Keys are text, and a number may be written as one of them; a text is what it is.
        terms = target.otherwise
    if terms is not None:
        return terms
    if not target.plain:
        return None
    row = target.select(fields)
    amount, at_field = resolve_amount(row, fields, ticket)
    if row is None or amount is None or at_field is not None:
        return None
    return amount, policy.hours(row, fields), row.cutoff


def read_steady(
    metric: str,
    number: int,
    cycle: Cycle,
    policy: CompiledPolicy,
    target: CompiledTarget,
    terms: Terms,
    history: History,
) -> ClockReading | None:
    """Return how such a clock stands; None where `read_cycle` has to be asked."""
    if cycle.chained or cycle.cancelled is not None:
        return None
    stopped, now = cycle.stopped, history.now
    if (target.alerts or target.escalations) and (history.notices or stopped is None):
        return None
    amount, timeline, cutoff = terms
    turns = cycle.turns
    kind, start = turns[0]
    end = now if stopped is None else stopped
    paused = ZERO
    real = wall = end - start
    length = amount.length
    due: timedelta | None
    left: timedelta | None = None
    if length is None:
        if len(turns) > 1 or kind != "running":
            return None
        due = add_days(timeline, start, amount, cutoff=cutoff)
        if amount.kind == "calendar_days":
            elapsed, remaining = wall, due - end
        else:
            elapsed, remaining = timeline.passed(start, end), timeline.passed(end, due)
        length = elapsed + remaining
    elif len(turns) == 1 and kind == "running":
        if amount.kind == "open":
            elapsed, due = timeline.progress(start, end, length)
        else:
            due, elapsed = add_wall(start, length), wall
        remaining = length - elapsed
    elif amount.kind != "open":
        return None
    else:
        ran = ran_until(cycle, timeline, length, end)
        if ran is None:
            return None
        elapsed, paused, real, left, due = ran
        remaining = length - elapsed
    at = history.at
    tz = at.tzinfo
    state: ClockState
    status: Status
    due_at = stopped_at = due_if_resumed_at = None
    late = False
    if due is None:
        state = status = "paused"
        assert left is not None
        due_if_resumed_at = to_datetime(timeline.forward(now, left), tz)
    else:
        due_at = EPOCH + due if tz is UTC else to_datetime(due, tz)
        if stopped is not None:
            stopped_at = EPOCH + stopped if tz is UTC else to_datetime(stopped, tz)
            state = "stopped"
            late = due < stopped
            status = "missed" if late else "met"
        else:
            state = "running" if turns[-1][0] == "running" else "paused"
            late = due <= now
            status = "breached" if late else "on_track"
    # In the order of its fields, and past its constructor, which would cost as much again.
    return new(
        ClockReading,
        (
            policy.name,
            policy.version,
            metric,
            number,
            state,
            status,
            amount.text,
            length,
            history.start(start),
            stopped_at,
            None,
            due_at,
            due_if_resumed_at,
            elapsed,
            paused,
            wall - elapsed - paused,
            real,
            remaining,
            due_at if late else None,
            None if late or stopped is not None else due_at,
            (),
            (),
            None,
            at,
            timeline.source.zone,
        ),
    )


# What had passed of a clock when one of its turns began: the number of that turn, the open time
# that ran and that was paused, the real time that ran, and what is left of the amount or, once
# nothing is, the due time. A plain tuple, because most clocks are asked once.
Used = tuple[int, timedelta, timedelta, timedelta, timedelta | None, timedelta | None]
UNUSED = (0, ZERO, ZERO, ZERO)


def ran_until(
    cycle: Cycle, timeline: Timeline, length: timedelta, end: timedelta
) -> tuple[timedelta, timedelta, timedelta, timedelta | None, timedelta | None] | None:
    """Return what passed of a clock up to its end, as `Used` has it without its first.

    None for a clock that was stopped while it was paused, that was reopened, or that fell due
    exactly as it paused: there the rules are finer.
    """
    used = use(cycle, timeline, length)
    if used is None:
        return None
    _, elapsed, paused, real, left, due = used
    kind, since = cycle.turns[-1]
    if kind == "paused":
        if cycle.stopped is not None and due is None:
            return None
        return elapsed, paused + timeline.passed(since, end), real, left, due
    if kind != "running":
        return None
    if left is None:
        spent = timeline.passed(since, end)
    else:
        spent, due = timeline.progress(since, end, left)
    return elapsed + spent, paused, real + (end - since), None, due


def use(cycle: Cycle, timeline: Timeline, length: timedelta) -> Used | None:
    """Return what had passed when the last turn began; None where the rules are finer."""
    used: Used = cycle.used or (*UNUSED, length, None)
    first, elapsed, paused, real, left, due = used
    turns = cycle.turns
    last = len(turns) - 1
    if first == last:
        return used
    before, since = turns[first]
    for i in range(first + 1, last + 1):
        kind, start = turns[i]
        spent = timeline.passed(since, start)
        if before == "running":
            elapsed += spent
            real += start - since
            if left is not None:
                if spent < left:
                    left -= spent
                else:
                    due = timeline.forward(since, left)
                    if due >= start:
                        return None
                    left = None
        elif before == "paused":
            paused += spent
        else:
            return None
        before, since = kind, start
    return last, elapsed, paused, real, left, due
