"""Policies, a ticket and the name of a clock -> why that clock stands as it does."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Any

from slakit.evaluation.due import Course
from slakit.evaluation.evaluate import evaluate
from slakit.evaluation.explaining.decisions import changes_of, policy_decisions, target_decisions
from slakit.evaluation.explaining.effects import event_decisions
from slakit.evaluation.explaining.explanation import Decision, Explanation
from slakit.evaluation.explaining.happened import happened
from slakit.evaluation.explaining.ledger import ledger, unstarted
from slakit.evaluation.explaining.rerun import Clock, Rerun, rerun
from slakit.evaluation.history import History, fold
from slakit.evaluation.read import ending
from slakit.evaluation.reading import ClockReading
from slakit.evaluation.selections import Selection, select_policies
from slakit.instants import EPOCH, MICROSECOND, since_epoch, to_datetime
from slakit.policies.compile import pause_rule
from slakit.policies.facts import CATEGORY
from slakit.policies.policy import Policy
from slakit.policies.policy_set import PolicySet
from slakit.policies.triggers import PauseRule
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
    selector = policies._selector
    history = fold(ticket, selector, since_epoch(reading.at, "at"))
    history.at = reading.at
    track = next(
        track
        for track in select_policies(selector, history)
        if any(policy is not None and policy.name == reading.policy for _, _, policy, _ in track)
    )
    found = rerun(selector, track, history, reading)
    clock, end = found.clock, history.now
    decided: list[Decision] = []
    if clock is None:
        spans = unstarted(history)
    else:
        end = next((each for each in ending(clock.course) if each is not None), end)
        decided += target_decisions(policies, reading.metric, clock.course, track, history)
        pauses = Pauses(policies, reading.metric, clock)
        spans = ledger(clock.course, history, pauses, changes_of(decided))
    decided = [*policy_decisions(policies, track, history, end), *decided]
    if clock is not None:
        decided += match_decisions(clock, history, selector.fields)
    settled = {each.at - EPOCH for each in decided if "event" in each.parameters}
    fields = fields_of_clock(policies, reading.metric, track)
    decided += event_decisions(selector, found, history, reading.cycle, fields, settled)
    if reading.exempt is not None and all(each.code != "effect.exempted" for each in decided):
        by = {"author": reading.exempt.author, "reason": reading.exempt.reason}
        event = [{"code": "exemption"}]
        decided.append(Decision(reading.exempt.at, "effect.exempted", {"event": event, **by}))
    decided.sort(key=lambda each: each.at - EPOCH)
    latest = latest_stop(found, reading, track, history)
    return Explanation(ticket.id, reading, spans, tuple(decided), latest)


class Pauses:
    """The pause rule that a metric heeds, which is that of the policy in force at the time."""

    def __init__(self, policies: PolicySet, metric: str, clock: Clock) -> None:
        self._policies = policies
        self._own = policies._selector.metrics[metric].pause_rule
        self._promises = clock.course.promises

    def at(self, moment: timedelta) -> Any:
        """Return the condition under which a clock is paused at an instant, as data."""
        number = bisect_right(self._promises, moment, key=attrgetter("since")) - 1
        policy = self._promises[max(number, 0)].policy.document
        rule = heeded(self._own, self._policies, policy)
        return None if rule is None else rule.to_data()


def heeded(own: PauseRule | None, policies: PolicySet, policy: Policy) -> PauseRule | None:
    return pause_rule(policies, policy) if own is not None and own.by_policy else own


def fields_of_clock(policies: PolicySet, metric: str, track: list[Selection]) -> frozenset[Any]:
    """Return the fields of a ticket at which a clock looks, whichever policy it is under."""
    fields: frozenset[Any] = policies.metric(metric).fields
    own = policies._selector.metrics[metric].pause_rule
    for document in {policy.name: policy.document for _, _, policy, _ in track if policy}.values():
        rule = heeded(own, policies, document)
        if rule is not None and rule.level is not None:
            fields |= rule.level.fields
    return fields | {"status"} if CATEGORY in fields else fields


def match_decisions(clock: Clock, history: History, fields: frozenset[Any]) -> Iterator[Decision]:
    """Yield what no event did by itself: a policy began a clock of its own, or lost it."""
    for at, code in ((clock.begun, "effect.started"), (clock.lost, "effect.cancelled")):
        if at is not None:
            event = happened(history, at, fields)
            yield Decision(to_datetime(at, history.at.tzinfo), code, {"event": event})


def latest_stop(
    found: Rerun, reading: ClockReading, track: list[Selection], history: History
) -> datetime | None:
    """Return the last instant at which stopping would have met a clock that was breached.

    It is the due time or, where an event made the clock late, the instant before that event:
    whichever a clock that is stopped then says is met.
    """
    if reading.breached_at is None or found.clock is None:
        return None
    breach = reading.breached_at - EPOCH
    wanted = {breach, breach - MICROSECOND, *earlier_chances(found.clock.course)}
    if reading.due_at is not None:
        wanted.add(reading.due_at - EPOCH)
    for moment in sorted(wanted, reverse=True):
        stands = found.read_stopped(moment, reading, track, history)
        if stands is not None and stands.state == "stopped" and stands.breached_at is None:
            return to_datetime(moment, history.at.tzinfo)
    return None


def earlier_chances(course: Course) -> Iterator[timedelta]:
    """Yield until when each promise could be met, where a breach of it may be undone later."""
    if course.promises[-1].target.rules.sticky:
        return  # Nothing is met after the first breach, which the reading knows.
    for promise in course.promises:
        due = course.due(promise)
        if due is not None and due >= promise.since:
            yield due if promise.until is None else min(due, promise.until - MICROSECOND)
