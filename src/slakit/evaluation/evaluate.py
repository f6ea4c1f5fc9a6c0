"""History x policies -> evaluation: the three stages put together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta, tzinfo
from typing import Any

from slakit.evaluation.clock import Cycle, run_clock
from slakit.evaluation.due import Promise, project_due, resolve_amount, time_spent
from slakit.evaluation.history import Moment, fold
from slakit.evaluation.result import SEVERITY, ClockReading, ClockState, Evaluation, Status
from slakit.instants import since_epoch, to_datetime
from slakit.policies.metrics import STANDARD_METRICS
from slakit.policies.policy import PolicySet
from slakit.policies.select import CompiledPolicy, Selector
from slakit.tickets import Ticket

__all__ = ["evaluate"]

ZERO = timedelta(0)
Selections = list[tuple[Moment, CompiledPolicy | None]]


def evaluate(policies: PolicySet, ticket: Ticket, *, at: datetime) -> Evaluation:
    """Return how a ticket stands at an instant; nothing that happened after `at` is used.

    Raises `NaiveDatetimeError` for an `at` without a zone, and `TicketError`
    where the ticket carries what cannot be promised.

    >>> from datetime import UTC
    >>> desk = PolicySet.model_validate({
    ...     "calendars": {"office": {"tz": "Europe/Madrid", "hours": "Mon-Fri 09:00-18:00"}},
    ...     "policies": [{"name": "all", "calendar": "office", "targets": {"resolution": "4h"}}],
    ... })
    >>> ticket = Ticket(id="T-1", created_at=datetime(2024, 5, 6, 8, tzinfo=UTC))
    >>> now = evaluate(desk, ticket, at=datetime(2024, 5, 6, 11, tzinfo=UTC))
    >>> now.status, str(now.due_at), str(now["resolution"].remaining)
    ('on_track', '2024-05-06 12:00:00+00:00', '1:00:00')
    """
    now = since_epoch(at, "at")
    selector = policies._selector
    moments = fold(ticket, selector.categories, now)
    selections = select_policies(selector, moments)
    readings = [
        read_cycle(metric, number, cycle, promises, cancelled, now, at.tzinfo)
        for metric in targeted_metrics(selections)
        for number, cycle in enumerate(run_clock(STANDARD_METRICS[metric], moments), 1)
        for promises, cancelled in (promises_for(metric, cycle, selections, ticket),)
        if promises
    ]
    if not readings:
        status: Status = "no_target" if moments else "idle"
        return Evaluation(
            ticket=ticket.id, at=at, status=status, due_at=None, next_change_at=None, clocks=()
        )
    open_dues = [
        reading.due_at
        for reading in readings
        if reading.due_at is not None and reading.state in ("running", "paused")
    ]
    changes = [reading.next_change_at for reading in readings if reading.next_change_at]
    worst = readings[0].status
    for reading in readings:
        if SEVERITY[reading.status] < SEVERITY[worst]:
            worst = reading.status
    return Evaluation(
        ticket=ticket.id,
        at=at,
        status=worst,
        due_at=min(open_dues, key=instant) if open_dues else None,
        next_change_at=min(changes, key=instant) if changes else None,
        clocks=tuple(readings),
    )


def instant(value: datetime) -> timedelta:
    """Order by instant: two datetimes of one zone compare by their wall times."""
    return since_epoch(value, "")


def select_policies(selector: Selector, moments: list[Moment]) -> Selections:
    """Return the moments at which a policy or target may have changed, with the policy."""
    selections: Selections = []
    before: Moment | None = None
    for moment in moments:
        if before is None or differ(moment.fields, before.fields, selector.fields):
            selections.append((moment, selector.select(moment.fields)))
            before = moment
    return selections


def differ(fields: Mapping[str, Any], before: Mapping[str, Any], names: Iterable[str]) -> bool:
    """Return whether any of the named fields has another value than before."""
    if fields is before:
        return False
    # A generator would cost more than these few look-ups.
    for name in names:  # noqa: SIM110
        if fields.get(name) != before.get(name):
            return True
    return False


def targeted_metrics(selections: Selections) -> list[str]:
    """Return the metrics for which some policy that was in force has a target, in order."""
    if len(selections) == 1 and selections[0][1] is not None:
        return list(selections[0][1].targets)
    names: dict[str, None] = {}
    for _, policy in selections:
        if policy is not None:
            names.update(dict.fromkeys(policy.targets))
    return list(names)


def promises_for(
    metric: str, cycle: Cycle, selections: Selections, ticket: Ticket
) -> tuple[list[Promise], timedelta | None]:
    """Return what was promised for a cycle, in order, and since when nothing is any more.

    A stopped cycle keeps the promise that it stopped under. A policy counts
    from the start of the metric, however late it came.
    """
    promises: list[Promise] = []
    cancelled: timedelta | None = None
    for moment, policy in selections:
        if cycle.stopped is not None and moment.at > cycle.stopped:
            break
        target = policy.targets.get(metric) if policy is not None else None
        if policy is None or target is None:
            cancelled = cancelled if cancelled is not None or not promises else moment.at
            continue
        cancelled = None
        amount, at_field = resolve_amount(target.select(moment.fields), moment.fields, ticket)
        promise = Promise(moment.at, policy, amount, at_field)
        if not promises or not promise.same_as(promises[-1]):
            promises.append(promise)
    return promises, cancelled


def read_cycle(
    metric: str,
    number: int,
    cycle: Cycle,
    promises: list[Promise],
    cancelled: timedelta | None,
    now: timedelta,
    tz: tzinfo | None,
) -> ClockReading:
    """Return how one cycle stands at `now` under what was promised for it."""
    promise = promises[-1]
    amount = promise.amount
    stopped = cycle.stopped
    if cancelled is not None and stopped is not None:
        # Whichever came first ended the clock; at one instant, the stop.
        stopped, cancelled = (stopped, None) if stopped <= cancelled else (None, cancelled)
    end = stopped if stopped is not None else cancelled if cancelled is not None else now
    kind = cycle.spans[-1][0]
    elapsed, paused = time_spent(cycle, promises, end)
    due = if_resumed = breach = None
    state: ClockState
    if cancelled is not None:
        state = "cancelled"
    else:
        state = "stopped" if stopped is not None else "paused" if kind == "paused" else "running"
        dues = [project_due(cycle, promises, k, stopped) for k in range(len(promises))]
        due = dues[-1]
        breach = first_breach(cycle, promises, dues, now)
        if due is None:
            if_resumed = project_due(cycle, promises, len(promises) - 1, now)
    remaining: timedelta | None = None
    wanted = due if due is not None else if_resumed
    if amount is not None and amount.length is not None:
        remaining = amount.length - elapsed
    elif wanted is not None:
        remaining = promise.passed(end, wanted, promise.timeline)
    waiting = state == "running" and breach is None

    def show(moment: timedelta | None) -> datetime | None:
        return None if moment is None else to_datetime(moment, tz)

    return ClockReading(
        policy=promise.policy.name,
        metric=metric,
        cycle=number,
        state=state,
        status=status_of(state, has_target=amount is not None, breached=breach is not None),
        amount=None if amount is None else str(amount),
        started_at=to_datetime(cycle.started, tz),
        stopped_at=show(stopped),
        due_at=show(due),
        due_if_resumed_at=show(if_resumed),
        elapsed=elapsed,
        paused=paused,
        remaining=remaining,
        breached=breach is not None,
        breached_at=show(breach),
        next_change_at=show(due) if waiting else None,
    )


def first_breach(
    cycle: Cycle, promises: list[Promise], dues: list[timedelta | None], now: timedelta
) -> timedelta | None:
    """Return since when the clock was open at or after its due time, if it ever was.

    A later, longer promise does not undo a breach, and a breach is never dated
    before the event that caused it: a shorter promise, or a reopening.
    """
    for k, (promise, due) in enumerate(zip(promises, dues, strict=True)):
        if due is None or due > now or (cycle.stopped is not None and cycle.stopped <= due):
            continue
        breach = max(due, promise.since, cycle.started)
        for kind, start, end in cycle.spans:
            # During a gap the clock was not open; the reopening is what put it past due.
            if kind == "gap" and end is not None and start <= breach < end:
                breach = end
        replaced = promises[k + 1].since if k + 1 < len(promises) else None
        if breach <= now and (replaced is None or breach < replaced):
            return breach
    return None


def status_of(state: ClockState, *, has_target: bool, breached: bool) -> Status:
    """Return the one word for a clock."""
    if state == "cancelled":
        return "cancelled"
    if not has_target:
        return "no_target"
    if state == "stopped":
        return "missed" if breached else "met"
    if breached:
        return "breached"
    return "paused" if state == "paused" else "on_track"
