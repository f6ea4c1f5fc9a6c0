"""Policies, a ticket and the name of a clock -> why that clock stands as it does."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from slakit.evaluation.clock import Cycle, run_clock
from slakit.evaluation.decisions import policy_decisions, target_decisions
from slakit.evaluation.effects import Found, event_decisions
from slakit.evaluation.evaluate import courses_of, evaluate, held_facts
from slakit.evaluation.explanation import Explanation
from slakit.evaluation.history import History, fold
from slakit.evaluation.ledger import ledger, unstarted
from slakit.evaluation.read import ending, read_cycle
from slakit.evaluation.reading import ClockReading
from slakit.evaluation.selections import Selection, select_policies
from slakit.instants import EPOCH, MICROSECOND, since_epoch, to_datetime
from slakit.policies.compile import pause_rule
from slakit.policies.facts import CATEGORY, HELD
from slakit.policies.policy_set import PolicySet
from slakit.policies.select import Selector
from slakit.tickets import Ticket

__all__ = ["explain", "explain_reading"]


def explain(
    policies: PolicySet, ticket: Any, name: str, *, at: datetime, cycle: int | None = None
) -> Explanation:
    """Return why a clock of a ticket stands as it does at an instant.

    `name` is ``metric`` or ``policy/metric`` as in ``evaluation[name]``, and `cycle` the number of
    a cycle, by default the current one. Raises `UnknownNameError` for a clock that is not there.

    >>> from datetime import UTC
    >>> desk = PolicySet.model_validate({
    ...     "calendars": {"office": {"tz": "UTC", "hours": "Mon-Fri 09:00-18:00"}},
    ...     "policies": [{"name": "all", "calendar": "office", "targets": {"resolution": "4h"}}],
    ... })
    >>> ticket = Ticket(id="T-1", created_at=datetime(2024, 5, 6, 17, tzinfo=UTC))
    >>> found = explain(desk, ticket, "resolution", at=datetime(2024, 5, 7, 10, tzinfo=UTC))
    >>> for span in found.spans:
    ...     print(span.start.strftime("%a %H:%M"), span.wall, span.reason)
    Mon 17:00 1:00:00 running
    Mon 18:00 15:00:00 closed
    Tue 09:00 1:00:00 running
    """
    return evaluate(policies, ticket, at=at).explain(name, cycle=cycle)


def explain_reading(policies: PolicySet, ticket: Ticket, reading: ClockReading) -> Explanation:
    """Return why a reading of a ticket's evaluation is as it is."""
    history = fold(ticket, policies._selector, since_epoch(reading.at, "at"))
    history.at = reading.at
    tracks = select_policies(policies._selector, history)
    track = next(
        track
        for track in tracks
        if any(policy is not None and policy.name == reading.policy for _, _, policy, _ in track)
    )
    found = find(policies._selector, track, history, reading)
    if found is None:
        decided = list(policy_decisions(policies, track, history, history.now))
        return Explanation(ticket.id, reading, unstarted(history), tuple(decided), None)
    course, machine = found.course, found.machine
    document = course.promises[-1].policy.document
    rule = machine.metric.pause_rule
    if rule is not None and rule.by_policy:
        rule = pause_rule(policies, document)
    fields = policies.metric(reading.metric).fields
    if rule is not None and rule.level is not None:
        fields |= rule.level.fields
    if CATEGORY in fields:
        fields |= {"status"}
    stopped, cancelled = ending(course)
    end = next((each for each in (stopped, cancelled) if each is not None), history.now)
    decided = [
        *policy_decisions(policies, track, history, end),
        *target_decisions(policies, reading.metric, course, track, history),
        *event_decisions(policies._selector.facts, found, history, reading.cycle, fields),
    ]
    decided.sort(key=lambda each: each.at - EPOCH)
    condition = None if rule is None else rule.to_data()
    return Explanation(
        ticket.id,
        reading,
        ledger(course, history, condition),
        tuple(decided),
        latest_stop(policies._selector, found, track, history, reading),
    )


def find(
    selector: Selector, track: list[Selection], history: History, reading: ClockReading
) -> Found | None:
    """Return the clock of a reading, run again; None if it has not started."""
    name, machine, facts = reading.metric, selector.machines.get(reading.metric), history.facts
    if machine is None:
        machine = selector.metrics[name].machine(HELD)
        facts = held_facts(history, track, name)
    cycles = run_clock(machine, history.ats, facts)
    for number, course in courses_of(machine, cycles, track, history, facts):
        if number == reading.cycle and course.promises[-1].policy.name == reading.policy:
            first = course.cycle.turns[0]
            place = next(i for i, cycle in enumerate(cycles) if cycle.turns[0] == first)
            return Found(machine, facts, cycles, place, course)
    return None


def latest_stop(
    selector: Selector,
    found: Found,
    track: list[Selection],
    history: History,
    reading: ClockReading,
) -> datetime | None:
    """Return the last instant at which stopping would have met a clock that was breached.

    It is the due time or, where an event made the clock late, the instant before that event:
    whichever a clock that is stopped then says is met.
    """
    if reading.breached_at is None:
        return None
    breach = reading.breached_at - EPOCH
    wanted = {breach, breach - MICROSECOND}
    if reading.due_at is not None:
        wanted.add(reading.due_at - EPOCH)
    for moment in sorted(wanted, reverse=True):
        cycle = stopped_at(found.cycles[found.place], moment)
        if cycle is None or moment > history.now:
            continue
        cycles = [*found.cycles[: found.place], cycle]
        for number, course in courses_of(found.machine, cycles, track, history, found.facts):
            if number == reading.cycle and course.promises[-1].policy.name == reading.policy:
                stands = read_cycle(reading.metric, number, course, history)
                if stands.state == "stopped" and stands.breached_at is None:
                    return to_datetime(moment, history.at.tzinfo)
    return None


def stopped_at(cycle: Cycle, moment: timedelta) -> Cycle | None:
    """Return a cycle as if it had been stopped at an instant, None if it was not running then."""
    turns = [(kind, start) for kind, start in cycle.turns if start < moment]
    if not turns or turns[-1][0] in ("gap", "counted"):
        return None
    other = Cycle(cycle.started, turns, cycle.chained)
    other.stopped = moment
    return other
