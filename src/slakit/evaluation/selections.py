"""History x policies -> which policy was in force when, and what it promised for a cycle."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from operator import attrgetter, itemgetter
from typing import Any

from slakit.calendars.timeline import Timeline
from slakit.evaluation.clock import Cycle
from slakit.evaluation.history import History
from slakit.evaluation.promise import BY_HAND, Promise, due_of, instant_of, resolve_amount
from slakit.evaluation.tally import Hours
from slakit.policies.select import CompiledPolicy, Selector
from slakit.tickets import DueSet, Ticket

__all__ = ["Selection", "chosen", "promises_for", "select_policies", "track_of"]

MOMENT = attrgetter("moment")

# From the instant of this number on: when that is, the policy in force (None where none matches),
# and the fields then. A plain tuple, because every ticket needs one.
Selection = tuple[int, timedelta, CompiledPolicy | None, Mapping[Any, Any]]


def select_policies(selector: Selector, history: History) -> list[list[Selection]]:
    """Return the tracks of a ticket: one, or where all policies apply, one for each.

    A track has the instants at which a policy or target may have changed, with the policy.
    """
    if not selector.match_all:
        if len(history.touched) == 1:  # Most tickets stay with what they were first promised.
            fields, at = history.states[0], history.ats[0]
            return [[(0, at, selector.select(fields, at), fields)]]
        return [track_of(selector, history, None)] if history.ats else []
    tracks = (track_of(selector, history, versions) for versions in selector.policies)
    return [track for track in tracks if any(policy for _, _, policy, _ in track)]


def track_of(
    selector: Selector,
    history: History,
    versions: Sequence[CompiledPolicy] | None,
    so_far: Sequence[Selection] = (),
) -> list[Selection]:
    """Return the selections of the first policy that matches, or of one with its versions.

    A history that goes on continues those `so_far`.
    """
    track = list(so_far)
    decided = {*selector.effects, *(each.moment for each in history.due_sets)}
    for number in history.touched:
        fields, at = history.states[number], history.ats[number]
        policy: CompiledPolicy | None
        if not track:
            policy = chosen(selector, versions, fields, at, None)
        elif (
            not selector.pin
            and at not in decided
            and not differ(fields, track[-1][3], selector.fields)
        ):
            continue
        elif selector.rematch:
            policy = chosen(selector, versions, fields, at, track[-1][2])
        else:
            policy = kept(selector, track[-1][2], at)
        track.append((number, at, policy, fields))
    return track


def chosen(
    selector: Selector,
    versions: Sequence[CompiledPolicy] | None,
    fields: Mapping[Any, Any],
    at: timedelta,
    had: CompiledPolicy | None,
) -> CompiledPolicy | None:
    """Return the policy that matches; the one that a ticket has is tried in its pinned version."""
    if not selector.pin or had is None:
        if versions is None:
            return selector.select(fields, at)
        return selector.version_of(versions, fields, at)
    for policy in selector.candidates(at):
        if policy.name == had.name:
            policy = had
        elif versions is not None:
            continue
        if policy.holds is None or policy.holds(fields):
            return policy
    return None


def kept(selector: Selector, had: CompiledPolicy | None, at: timedelta) -> CompiledPolicy | None:
    """Return the policy of the creation, in its version of now where versions are followed."""
    if selector.pin or had is None:
        return had
    return next(policy for policy in selector.candidates(at) if policy.name == had.name)


def differ(fields: Mapping[Any, Any], before: Mapping[Any, Any], names: Iterable[Any]) -> bool:
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


def promises_for(
    metric: str,
    cycle: Cycle,
    track: list[Selection],
    ticket: Ticket,
    due_sets: Sequence[DueSet],
    after: timedelta | None,
) -> tuple[list[list[Promise]], list[Hours]]:
    """Return what was promised for a cycle, in order, and the hours in force in turn.

    Each list is one clock: one that counts from the match ends the clock of the policy or
    target before it, and begins another. A stopped cycle keeps the promise that it stopped under.
    `after` is the end of the cycle before: a due time that was set for that is not for this one.
    """
    clocks: list[list[Promise]] = []
    promises: list[Promise] = []
    changes: list[tuple[timedelta, Timeline | None]] = []
    stopped = cycle.stopped
    ended = stopped if stopped is not None else cycle.cancelled
    by_hand: timedelta | None = None
    k = 0 if after is None else bisect_left(due_sets, after, key=MOMENT)
    for i in range(max(bisect_right(track, cycle.started, key=itemgetter(1)) - 1, 0), len(track)):
        _, at, policy, fields = track[i]
        if ended is not None and at > ended:
            break
        while k < len(due_sets) and due_sets[k].moment <= at:
            if due_sets[k].metric == metric:
                by_hand = due_of(due_sets[k], ticket)
            k += 1
        target = policy.targets.get(metric) if policy is not None else None
        before = promises[-1] if promises else None
        if policy is None or target is None:
            # Time goes on in the hours of what was promised last.
            changes.append((at, None if before is None else before.timeline))
            # What is lost in the instant of the stop is lost too late to matter.
            if before is None or before.until is not None or at == stopped:
                continue
            if outlived(cycle, track, i):
                continue
            if before.since < at:
                before.until = at
            else:
                promises.pop()  # It was lost before the clock could be taken up again.
            continue
        row = target.select(fields)
        timeline = policy.hours(row, fields)
        changes.append((at, timeline))
        if before is not None and at == stopped and before.until is not None:
            # A stop acts first, and finds nothing to stop on a clock that was lost before.
            break
        by_match = target.rules.counts_from == "match"
        amount, at_field = resolve_amount(row, fields, ticket)
        cutoff = None if row is None else row.cutoff
        terms = policy.name, amount, at_field, cutoff
        if by_hand is not None:
            amount, at_field = BY_HAND, by_hand
        # Whether another policy or target takes the clock up, or begins a clock of its own.
        takes = before is None or before.until is not None or before.terms != terms
        begins = takes and by_match and before is not None
        if begins and at == ended:
            # A stop acts before a match as well, which comes too late to begin a clock.
            break
        # A stop acts on what is promised after it, unless the clock was lost or is to be another.
        born = before is None or (before.until is None and not begins)
        if before is not None and outlived(cycle, track, i, born=born):
            continue
        since = at if before is None else max(at, before.since)
        since = max(reopened_after(cycle, since, born=born), cycle.started)
        if before is not None and not takes:
            taken, origin, counts_field = before.taken, before.origin, before.counts_field
        else:
            taken, origin, counts_field = since, cycle.started, target.rules.counts_field
            if by_match:
                origin = since
            elif counts_field is not None:
                origin = counted_from(counts_field, fields, ticket)
            if before is not None and by_match and before.since < since:
                if before.until is None:
                    before.until = since
                    before.kept = stop_before(cycle, since)
                promises = []
        promise = Promise(since, origin, policy, target, timeline, amount, at_field, cutoff)
        promise.taken, promise.terms, promise.counts_field = taken, terms, counts_field
        if before is not None and before.until is None:
            if promise.same_as(before):
                continue
            before.until = since
        if promises and before is not None and before.since == since:
            promises.pop()
        if not clocks or clocks[-1] is not promises:
            clocks.append(promises)
        promises.append(promise)
    clocks = [clock for clock in clocks if clock]
    return clocks, hours_of(changes, clocks[0][0].timeline) if clocks else []


def hours_of(changes: Sequence[tuple[timedelta, Timeline | None]], first: Timeline) -> list[Hours]:
    """Return the hours in force in turn; before anything was promised, those of the first."""
    hours: list[Hours] = []
    for at, timeline in changes:
        now = first if timeline is None else timeline
        if not hours or hours[-1][1] is not now:
            hours.append((at, now))
    return hours


def reopened_after(cycle: Cycle, since: timedelta, *, born: bool) -> timedelta:
    """Return when a clock that is found at an instant is taken up: stopped, when it is reopened.

    What is found at the stop itself finds the clock still there when it is `born` with it.
    """
    kind, start, end = cycle.span_at(since)
    gap = kind in ("gap", "counted") and (start < since or not born)
    return end if gap and end is not None and since < end else since


def outlived(cycle: Cycle, track: list[Selection], i: int, *, born: bool = False) -> bool:
    """Return whether a clock is stopped for longer than a selection is in force.

    What matches, or does not, while a clock is stopped is nothing to it before it is reopened.
    """
    _, at, _, _ = track[i]
    reopened = reopened_after(cycle, at, born=born)
    return at < reopened and i + 1 < len(track) and track[i + 1][1] <= reopened


def stop_before(cycle: Cycle, taken: timedelta) -> timedelta | None:
    """Return when a clock had been stopped that another policy takes up as it is reopened."""
    i = bisect_left(cycle.spans, taken, key=itemgetter(1)) - 1
    kind, start, end = cycle.spans[max(i, 0)]
    gap = kind in ("gap", "counted") and end is not None and start < taken <= end
    return start if gap else None


def counted_from(field: str, fields: Mapping[Any, Any], ticket: Ticket) -> timedelta:
    """Return the instant of a field from which a clock counts; `created_at` counts as one."""
    value = fields.get(field)
    if value is None and field == "created_at":
        return ticket.created
    return instant_of(f"fields.{field}", value, ticket)
