"""A clock under one promise that ran, and perhaps paused: how most clocks stand, at half the cost.

`read_cycle` reads every clock. Most clocks stay under what they were promised first, and
nothing of what makes a clock intricate applies to them: no reopening, no change of promise or
hours, no alert, no pause that hides a due time. What is left of the rules for such a clock is
written out here; the tests hold both against the same second evaluator.
"""

from __future__ import annotations

from datetime import timedelta

from slakit.calendars.due import add_days, add_wall
from slakit.calendars.timeline import Timeline
from slakit.evaluation.clock import Cycle
from slakit.evaluation.history import History
from slakit.evaluation.promise import resolve_amount
from slakit.evaluation.reading import ClockReading, ClockState, Status
from slakit.instants import EPOCH, UTC, to_datetime
from slakit.policies.select import CompiledPolicy, CompiledTarget, Terms

__all__ = ["read_steady", "steady_terms"]

ZERO = timedelta(0)
new = tuple.__new__


def steady_terms(target: CompiledTarget, policy: CompiledPolicy, history: History) -> Terms | None:
    """Return what is promised to such clocks; None where `read_cycle` has to be asked."""
    fields = history.states[0]
    key = None if target.by is None else fields.get(target.by)
    if key is None or type(key) is str:
        terms = target.fixed.get(key)
        if terms is not None:
            return terms
    if not target.plain:
        return None
    row = target.select(fields)
    amount, at_field = resolve_amount(row, fields, history.ticket)
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
    kind, start = cycle.turns[0]
    if stopped is None and cycle.turns[-1][0] != "running":
        return None
    end = now if stopped is None else stopped
    paused = ZERO
    real = wall = end - start
    length = amount.length
    due: timedelta | None
    if length is None:
        if len(cycle.turns) > 1 or kind != "running":
            return None
        due = add_days(timeline, start, amount, cutoff=cutoff)
        if amount.kind == "calendar_days":
            elapsed, remaining = wall, due - end
        else:
            elapsed, remaining = timeline.passed(start, end), timeline.passed(end, due)
        length = elapsed + remaining
    elif amount.kind == "wall" or len(cycle.turns) == 1:
        if len(cycle.turns) > 1 or kind != "running":
            return None
        if amount.kind == "wall":
            due, elapsed = add_wall(start, length), wall
        else:
            elapsed, due = timeline.progress(start, end, length)
        remaining = length - elapsed
    else:
        ran = ran_until(cycle, timeline, length, end)
        if ran is None:
            return None
        elapsed, paused, real, due = ran
        remaining = length - elapsed
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
    # Most clocks start with the ticket, and most questions are asked in its zone.
    started_at = history.ticket.created_at
    if start is not history.ticket.created or started_at.tzinfo is not tz:
        started_at = to_datetime(start, tz)
    if tz is UTC:
        due_at = EPOCH + due
        stopped_at = None if stopped is None else EPOCH + stopped
    else:
        due_at = to_datetime(due, tz)
        stopped_at = None if stopped is None else to_datetime(stopped, tz)
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
            started_at,
            stopped_at,
            None,
            due_at,
            None,
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


def ran_until(
    cycle: Cycle, timeline: Timeline, length: timedelta, end: timedelta
) -> tuple[timedelta, timedelta, timedelta, timedelta] | None:
    """Return the open time that ran and that was paused, the real time that ran, and the due time.

    None for a clock that is paused or was stopped so, that was reopened, or that fell due exactly
    as it paused: there the rules are finer.
    """
    left: timedelta | None = length
    elapsed = paused = real = ZERO
    due = None
    before: str
    before, since = cycle.turns[0]
    for kind, until in (*cycle.turns[1:], ("stopped", end)):
        if before == "running":
            real += until - since
            if left is None:
                elapsed += timeline.passed(since, until)
            elif kind == "stopped":
                spent, due = timeline.progress(since, until, left)
                elapsed += spent
            else:
                spent = timeline.passed(since, until)
                elapsed += spent
                if spent < left:
                    left -= spent
                else:
                    due = timeline.forward(since, left)
                    if due >= until:
                        return None
                    left = None
        elif before == "paused":
            paused += timeline.passed(since, until)
        else:
            return None
        before, since = kind, until
    return None if due is None else (elapsed, paused, real, due)
