"""One cycle of a clock, and what was promised for it -> its reading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from slakit.evaluation.alerts import alert_instants
from slakit.evaluation.due import Course, passed
from slakit.evaluation.history import History
from slakit.evaluation.promise import resolve_amount
from slakit.evaluation.reading import ClockReading, ClockState, Exempted, Notice, Status
from slakit.instants import to_datetime
from slakit.policies.alerts import Alert
from slakit.policies.select import CompiledPolicy

__all__ = ["ending", "read_cycle", "read_idle"]

ZERO = timedelta(0)


def read_cycle(metric: str, number: int, course: Course, history: History) -> ClockReading:
    """Return how one cycle stands at `now` under what was promised for it."""
    now, at = history.now, history.at
    tz = at.tzinfo
    cycle, promise = course.cycle, course.promises[-1]
    amount, origin = promise.amount, promise.origin
    stopped, cancelled = ending(course)
    end = stopped if stopped is not None else cancelled if cancelled is not None else now
    elapsed, paused, real, due = course.spend(end)
    if_resumed = breach = remaining = length = None
    state: ClockState
    if cancelled is not None:
        state = "cancelled"
        due = None
    else:
        if stopped is not None:
            state = "stopped"
        elif now < origin:
            state = "idle"
        else:
            state = "paused" if cycle.spans[-1][0] == "paused" else "running"
        breach = course.first_breach(now, due)
        if due is None and amount is not None:
            if_resumed = course.project(promise, now)
    if amount is not None:
        length = amount.length
        if length is not None:
            remaining = length - elapsed
        else:
            if (wanted := due if due is not None else if_resumed) is not None:
                remaining = passed(promise, max(end, origin), wanted, course.hours(promise))
            if remaining is not None and not paused and end > origin:
                length = remaining + elapsed
            else:
                length = course.length(promise)
    target = promise.target
    change: timedelta | None = None
    if state == "running":
        if breach is None and due is not None and due > now:
            change = due
    elif state == "idle":
        change = origin
    warnings: tuple[Notice, ...] = ()
    escalations: tuple[Notice, ...] = ()
    at_risk = False
    if cancelled is None and target.alerts and (history.notices or state == "running"):
        warned = alert_instants(course, promise, target.alerts, due)
        if history.notices:
            warnings = notices(target.alerts, warned, end, stopped, history)
        at_risk = any(each is not None and each <= now for each in warned)
        if state == "running" and breach is None and not at_risk:
            # The first warning changes the word, and after it only the due time does.
            instants = [each for each in (*warned, change) if each is not None]
            change = min(instants, default=None)
    if cancelled is None and target.escalations and history.notices:
        after = alert_instants(course, promise, target.escalations, due)
        escalations = notices(target.escalations, after, end, stopped, history)
    exempt = exemption(metric, number, history) if history.exemptions else None
    due_at = None if due is None else to_datetime(due, tz)
    if due_at is not None and stopped is not None and not target.rules.shown_when_stopped:
        due_at = None
    # In the order of its fields, because so many keywords would cost three times as much.
    return ClockReading(
        promise.policy.name,
        promise.policy.version,
        metric,
        number,
        state,
        status_of(state, amount is not None, breach is not None, exempt is not None, at_risk),
        None if amount is None else amount.text,
        length,
        history.start(origin),
        None if stopped is None else to_datetime(stopped, tz),
        None if cancelled is None else to_datetime(cancelled, tz),
        due_at,
        None if if_resumed is None else to_datetime(if_resumed, tz),
        elapsed,
        paused,
        (end - origin) - elapsed - paused if end > origin else ZERO,
        real,
        remaining,
        None if breach is None else to_datetime(breach, tz),
        None if change is None else to_datetime(change, tz),
        warnings,
        escalations,
        exempt,
        at,
        promise.timeline.source.zone,
    )


def ending(course: Course) -> tuple[timedelta | None, timedelta | None]:
    """Return when a clock was stopped and when it was cancelled: neither, or one of the two."""
    cycle, promise = course.cycle, course.promises[-1]
    if promise.kept is None and (promise.until is not None or cycle.cancelled is not None):
        cancelled = course.cancelled()
        if cancelled is not None:
            return None, cancelled  # A stop that came later found no clock to stop.
    return course.stopped, None


def read_idle(
    metric: str, policy: CompiledPolicy, fields: Mapping[Any, Any], history: History
) -> ClockReading:
    """Return the reading of a clock that is promised and has not started yet."""
    row = policy.targets[metric].select(fields)
    amount, _ = resolve_amount(row, fields, history.ticket)
    timeline = policy.hours(row, fields)
    return ClockReading(
        policy=policy.name,
        version=policy.version,
        metric=metric,
        cycle=1,
        state="idle",
        status="idle",
        amount=None if amount is None else str(amount),
        target=None if amount is None else amount.length,
        started_at=None,
        stopped_at=None,
        cancelled_at=None,
        due_at=None,
        due_if_resumed_at=None,
        elapsed=ZERO,
        paused=ZERO,
        closed=ZERO,
        elapsed_wall=ZERO,
        remaining=None if amount is None else amount.length,
        breached_at=None,
        next_change_at=None,
        warnings=(),
        escalations=(),
        exempt=None,
        at=history.at,
        zone=timeline.source.zone,
    )


def notices(
    alerts: Sequence[Alert],
    instants: list[timedelta | None],
    end: timedelta,
    stopped: timedelta | None,
    history: History,
) -> tuple[Notice, ...]:
    """Return the alerts with their instants; one passes at a clock that is still open then."""
    tz = history.at.tzinfo
    return tuple(
        Notice(
            alert.name,
            None if moment is None else to_datetime(moment, tz),
            moment is not None and (moment < end if stopped is not None else moment <= end),
            alert.to,
        )
        for alert, moment in zip(alerts, instants, strict=True)
    )


def exemption(metric: str, number: int, history: History) -> Exempted | None:
    """Return why a breach of a cycle does not count, as far as somebody has said so."""
    names = ((metric, number), (metric, None), (None, number), (None, None))
    found = [history.exempted[name] for name in names if name in history.exempted]
    if not found:
        return None
    _, first = min(found)
    return Exempted(first.reason, first.author, to_datetime(first.moment, history.at.tzinfo))


def status_of(
    state: ClockState, has_target: bool, breached: bool, exempt: bool, at_risk: bool
) -> Status:
    """Return the one word for a clock."""
    if state == "cancelled":
        return "cancelled"
    if breached and not exempt:
        return "missed" if state == "stopped" else "breached"
    # What is exempted is measured, and nothing is held against it.
    if not has_target or breached:
        return "no_target" if state != "idle" else "idle"
    if state == "stopped":
        return "met"
    if state in ("idle", "paused"):
        return "idle" if state == "idle" else "paused"
    return "at_risk" if at_risk else "on_track"
