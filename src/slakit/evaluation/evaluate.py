"""History x policies -> evaluation: the three stages put together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from slakit.calendars.window import FIRST_YEAR, LAST_YEAR, year_of
from slakit.errors import PolicyError, SlakitError
from slakit.evaluation.clock import run_clock
from slakit.evaluation.courses import courses_of, machine_of, targeted_metrics
from slakit.evaluation.due import Course
from slakit.evaluation.history import History, fold
from slakit.evaluation.promise import Promise
from slakit.evaluation.read import read_cycle, read_idle
from slakit.evaluation.reading import SEVERITY, ClockReading, Status
from slakit.evaluation.result import Evaluation
from slakit.evaluation.selections import Selection, select_policies
from slakit.evaluation.steady import read_steady, steady_terms
from slakit.evaluation.tally import Tallies
from slakit.instants import EPOCH, plain_datetime, since_epoch
from slakit.policies.policy_set import PolicySet
from slakit.policies.select import Selector
from slakit.tickets import Event, Ticket

__all__ = ["evaluate", "evaluator", "read_metric", "refuse_other"]


def evaluate(policies: PolicySet, ticket: Any, *, at: datetime) -> Evaluation:
    """Return how a ticket stands at an instant; nothing that happened after `at` is used.

    `ticket` is a `Ticket`, or whatever `Ticket.of` takes. Raises `NaiveDatetimeError` for an `at`
    without a zone, `InstantError` for one outside the years 3 to 9997, and `TicketError` where
    the ticket carries what cannot be promised.

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
    # The one who asks about one ticket does not wait for a function that asks about many.
    refuse_other(policies)
    now = since_epoch(at, "at")
    if not FIRST_YEAR < at.year < LAST_YEAR:
        year_of(now, "at")
    return evaluate_at(policies, plain_datetime(at, "at"), now, ticket)


def evaluator(
    policies: PolicySet, at: datetime, *, notices: bool = True
) -> Callable[[Any], Evaluation]:
    """Return the function that evaluates tickets at one instant.

    What the instant and the policies have for every ticket is worked out once. A table that has
    no columns for warnings and escalations goes without these `notices`; what they mean for the
    status is in it all the same.
    """
    refuse_other(policies)
    now = since_epoch(at, "at")
    year_of(now, "at")
    return partial(evaluate_at, policies, plain_datetime(at, "at"), now, notices=notices)


def refuse_other(policies: PolicySet) -> None:
    """Refuse what is no policy set."""
    if not isinstance(policies, PolicySet):
        raise PolicyError(
            f"{policies!r} is no policy set",
            parameter="policies",
            value=policies,
            remedy="read one with PolicySet.from_file",
        )


def evaluate_at(
    policies: PolicySet, at: datetime, now: timedelta, ticket: Any, notices: bool = True
) -> Evaluation:
    """Return how a ticket stands at `at`, which is `now` since the epoch."""
    if type(ticket) is not Ticket:
        ticket = Ticket.of(ticket)
    selector = policies._selector
    history = fold(ticket, selector, now)
    history.at = at
    history.notices = notices
    readings: list[ClockReading] = []
    for track in select_policies(selector, history):
        readings += read_track(selector, history, track)
    status, due_at, change = standing(readings, bool(history.ats))
    if selector.effects and history.ats:
        past = tuple(event for event in ticket.events if event.moment <= now)
        change = next_change(
            selector, partial(evaluate_so_far, policies, ticket, past), at, now, readings, change
        )
    # In the order of its fields: keywords would cost three times as much.
    return Evaluation(ticket.id, at, status, due_at, change, tuple(readings), (policies, ticket))


def standing(
    readings: list[ClockReading], created: bool
) -> tuple[Status, datetime | None, datetime | None]:
    """Return the status of a ticket, its due time, and when to look again."""
    status: Status = "no_target" if created else "idle"
    worst = len(SEVERITY)
    due_at = next_change_at = None
    for reading in readings:
        severity = SEVERITY[reading.status]
        if severity < worst:
            worst, status = severity, reading.status
        if reading.stopped_at is None:
            due_at = earlier(due_at, reading.due_at)
            next_change_at = earlier(next_change_at, reading.next_change_at)
    return status, due_at, next_change_at


def earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    """Return the earlier of two instants, either of which may be missing."""
    if one is None or other is None:
        return other if one is None else one
    # Two datetimes of one zone would compare by their wall times.
    return one if one - EPOCH <= other - EPOCH else other


def read_track(selector: Selector, history: History, track: list[Selection]) -> list[ClockReading]:
    """Return the readings of the clocks of one policy, or of the policies in force in turn."""
    _, _, policy, fields = track[0]
    if policy is None or len(track) > 1 or history.due_sets or history.exemptions:
        return list(read_in_turn(selector, history, track))
    readings: list[ClockReading] = []
    ats, facts, ticket = history.ats, history.facts, history.ticket
    for name, target in policy.targets.items():
        cycles = run_clock(target.machine, ats, facts)
        if not cycles:
            readings.append(read_idle(name, policy, fields, history))
            continue
        terms = target.fixed.get(fields.get(target.by))
        if terms is None:
            terms = steady_terms(target, policy, fields, ticket)
        if terms is None:
            courses = courses_of(target.machine, cycles, track, history, facts)
            readings += [read_cycle(name, number, course, history) for number, course in courses]
            continue
        for number, cycle in enumerate(cycles, 1):
            reading = read_steady(name, number, cycle, policy, target, terms, history)
            if reading is None:
                amount, timeline, cutoff = terms
                since = cycle.started
                promise = Promise(since, since, policy, target, timeline, amount, None, cutoff)
                tallies = Tallies(cycle.spans, [(since, timeline)])
                reading = read_cycle(name, number, Course(cycle, [promise], tallies), history)
            readings.append(reading)
    return readings


def read_in_turn(
    selector: Selector, history: History, track: list[Selection]
) -> Iterator[ClockReading]:
    """Yield the readings of the clocks of policies that were in force in turn."""
    for name in targeted_metrics(track):
        yield from read_metric(selector, history, track, name)


def read_metric(
    selector: Selector, history: History, track: list[Selection], name: str
) -> Iterator[ClockReading]:
    """Yield the readings of the clocks of one metric under policies that were in force in turn."""
    machine, facts = machine_of(selector, history, track, name)
    cycles = run_clock(machine, history.ats, facts)
    for number, course in courses_of(machine, cycles, track, history, facts):
        yield read_cycle(name, number, course, history)
    _, _, last, fields = track[-1]
    if not cycles and last is not None and name in last.targets:
        yield read_idle(name, last, fields, history)


def evaluate_so_far(
    policies: PolicySet, ticket: Ticket, past: tuple[Event, ...], at: datetime, now: timedelta
) -> Evaluation:
    """Return how a ticket would stand at a later instant if nothing else happened."""
    so_far = Ticket(
        id=ticket.id,
        created_at=ticket.created_at,
        fields=ticket.fields,
        events=past,
        opened_by=ticket.opened_by,
    )
    return evaluate_at(policies, at, now, so_far)


def next_change(
    selector: Selector,
    evaluate_then: Callable[[datetime, timedelta], Evaluation],
    at: datetime,
    now: timedelta,
    readings: list[ClockReading],
    change: datetime | None,
) -> datetime | None:
    """Return when a clock changes its status, where a version that takes effect may do that."""
    stands = [(each.policy, each.metric, each.cycle, each.status) for each in readings]
    for effect in selector.effects:
        if effect <= now:
            continue
        instant = (EPOCH + effect).astimezone(at.tzinfo)
        if change is not None and change - EPOCH < effect:
            return change
        try:
            later = evaluate_then(instant, effect)
        except SlakitError:
            # What a version to come refuses is an error then, and no reason to refuse it now.
            return instant
        if stands != [(each.policy, each.metric, each.cycle, each.status) for each in later]:
            return instant
        # That answer has looked at the effects that come after this one.
        return later.next_change_at
    return change
