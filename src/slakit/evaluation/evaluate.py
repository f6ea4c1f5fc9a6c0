"""History x policies -> evaluation: the three stages put together."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta, tzinfo
from functools import partial
from operator import itemgetter
from typing import Any

from slakit.errors import PolicyError, TicketError
from slakit.evaluation.clock import Cycle, run_clock
from slakit.evaluation.due import Course, passed
from slakit.evaluation.history import Moment, fold
from slakit.evaluation.promise import Promise, resolve_amount
from slakit.evaluation.result import SEVERITY, ClockReading, ClockState, Evaluation, Status
from slakit.instants import EPOCH, plain_datetime, since_epoch, to_datetime
from slakit.policies.metrics import STANDARD_METRICS
from slakit.policies.policy import PolicySet
from slakit.policies.select import CompiledPolicy, Selector
from slakit.tickets import Ticket

__all__ = ["evaluate", "evaluator"]

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
    return evaluator(policies, at)(ticket)


def evaluator(policies: PolicySet, at: datetime) -> Callable[[Ticket], Evaluation]:
    """Return the function that evaluates tickets at one instant.

    What the instant and the policies have for every ticket is worked out once.
    """
    if not isinstance(policies, PolicySet):
        raise PolicyError(
            f"{policies!r} is no policy set",
            parameter="policies",
            value=policies,
            remedy="read one with PolicySet.from_file",
        )
    now = since_epoch(at, "at")
    return partial(evaluate_at, policies._selector, plain_datetime(at, "at"), now)


def evaluate_at(selector: Selector, at: datetime, now: timedelta, ticket: Ticket) -> Evaluation:
    """Return how a ticket stands at `at`, which is `now` since the epoch."""
    if not isinstance(ticket, Ticket):
        raise TicketError(
            f"{ticket!r} is no ticket",
            parameter="ticket",
            value=ticket,
            remedy="build one, for instance with Ticket.from_data or Ticket.from_timestamps",
        )
    moments = fold(ticket, selector.categories, now)
    selections = select_policies(selector, moments)
    readings: list[ClockReading] = []
    for metric in targeted_metrics(selections):
        for number, cycle in enumerate(run_clock(STANDARD_METRICS[metric], moments), 1):
            promises = promises_for(metric, cycle, selections, ticket)
            if promises:
                course = Course(cycle, promises)
                readings.append(read_cycle(metric, number, course, ticket, now, at.tzinfo))
    status: Status = "no_target" if moments else "idle"
    due_at = next_change_at = None
    for i, reading in enumerate(readings):
        if i == 0 or SEVERITY[reading.status] < SEVERITY[status]:
            status = reading.status
        if reading.state != "stopped":
            due_at = earlier(due_at, reading.due_at)
            next_change_at = earlier(next_change_at, reading.next_change_at)
    return Evaluation(
        ticket=ticket.id,
        at=at,
        status=status,
        due_at=due_at,
        next_change_at=next_change_at,
        clocks=tuple(readings),
    )


def earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    """Return the earlier of two instants, either of which may be missing."""
    if one is None or other is None:
        return other if one is None else one
    # Two datetimes of one zone would compare by their wall times.
    return one if one - EPOCH <= other - EPOCH else other


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
    for name in names:
        value, old = fields.get(name), before.get(name)
        if value is old:
            continue
        # True equals 1, and the two times of an overlap equal each other, in Python alone.
        if value != old or type(value) is not type(old) or isinstance(value, datetime):
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
) -> list[Promise]:
    """Return what was promised for a cycle, in order.

    A stopped cycle keeps the promise that it stopped under. A policy counts
    from the start of the metric, however late it came.
    """
    promises: list[Promise] = []
    for moment, policy in selections:
        if cycle.stopped is not None and moment.at > cycle.stopped:
            break
        target = policy.targets.get(metric) if policy is not None else None
        before = promises[-1] if promises else None
        if policy is None or target is None:
            # What is lost in the instant of the stop is lost too late to matter.
            if before is not None and before.until is None and moment.at != cycle.stopped:
                if before.since < moment.at:
                    before.until = moment.at
                else:
                    promises.pop()  # It was lost before the clock could be taken up again.
            continue
        if before is not None and before.until is not None and moment.at == cycle.stopped:
            # A stop acts first, and finds nothing to stop on a clock that was lost before.
            break
        amount, at_field = resolve_amount(target.select(moment.fields), moment.fields, ticket)
        since = moment.at
        if before is not None and before.until is not None:
            # Found again while it is stopped, the clock is taken up when it is reopened.
            i = bisect_right(cycle.spans, since, key=itemgetter(1)) - 1
            kind, _, end = cycle.spans[i]
            if kind == "gap" and end is not None and since < end:
                since = end
        if before is not None:
            since = max(since, before.since)
        promise = Promise(since, policy, amount, at_field)
        if before is not None:
            if before.until is None and promise.same_as(before):
                continue
            before.until = moment.at if before.until is None else before.until
        promises.append(promise)
    return promises


def read_cycle(
    metric: str,
    number: int,
    course: Course,
    ticket: Ticket,
    now: timedelta,
    tz: tzinfo | None,
) -> ClockReading:
    """Return how one cycle stands at `now` under what was promised for it."""
    cycle, promise = course.cycle, course.promises[-1]
    amount = promise.amount
    stopped = cycle.stopped
    cancelled = None if promise.until is None else course.cancelled()
    if cancelled is not None:
        stopped = None  # A stopped clock loses nothing, so a stop came later and found no clock.
    end = stopped if stopped is not None else cancelled if cancelled is not None else now
    elapsed, paused = course.time_spent(end)
    due = if_resumed = breach = remaining = None
    state: ClockState
    if cancelled is not None:
        state = "cancelled"
    else:
        if stopped is not None:
            state = "stopped"
        else:
            state = "paused" if cycle.spans[-1][0] == "paused" else "running"
        due = course.due(promise)
        breach = course.first_breach(now)
        if due is None:
            if_resumed = course.project(promise, now)
    if amount is not None and amount.length is not None:
        remaining = amount.length - elapsed
    elif (wanted := due if due is not None else if_resumed) is not None:
        remaining = passed(promise, end, wanted, promise.timeline)
    # Most clocks start with the ticket, and most questions are asked in its zone.
    created_at = ticket.created_at
    same = cycle.started is ticket.created and created_at.tzinfo is tz
    started_at = created_at if same else to_datetime(cycle.started, tz)
    due_at = None if due is None else to_datetime(due, tz)
    # In the order of its fields, because so many keywords would cost three times as much.
    return ClockReading(
        promise.policy.name,
        metric,
        number,
        state,
        status_of(state, amount is not None, breach is not None),
        None if amount is None else str(amount),
        started_at,
        None if stopped is None else to_datetime(stopped, tz),
        due_at,
        None if if_resumed is None else to_datetime(if_resumed, tz),
        elapsed,
        paused,
        remaining,
        breach is not None,
        None if breach is None else to_datetime(breach, tz),
        due_at if state == "running" and breach is None else None,
    )


def status_of(state: ClockState, has_target: bool, breached: bool) -> Status:
    """Return the one word for a clock."""
    if state == "cancelled":
        return "cancelled"
    if not has_target and not breached:
        return "no_target"
    if state == "stopped":
        return "missed" if breached else "met"
    if breached:
        return "breached"
    return "paused" if state == "paused" else "on_track"
