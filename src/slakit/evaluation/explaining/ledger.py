"""One cycle of a clock -> every stretch of its time, and why it counted or did not."""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from operator import itemgetter
from typing import Any, Protocol

from slakit.calendars.timeline import Timeline
from slakit.calendars.zones import wall_time, wall_to_utc
from slakit.evaluation.due import Course
from slakit.evaluation.explaining.explanation import COUNTED, OUTSIDE, LedgerSpan, Reason
from slakit.evaluation.explaining.happened import plain_value
from slakit.evaluation.history import History
from slakit.evaluation.read import ending
from slakit.instants import MICROSECOND, to_datetime
from slakit.policies.machine import SpanKind
from slakit.tickets import Message, Ticket

__all__ = ["ledger", "unstarted"]

ZERO = timedelta(0)
REASONS: Mapping[SpanKind, Reason] = {
    "running": "running",
    "counted": "reopened_counted",
    "paused": "paused",
    "gap": "reopened_credited",
}
# What decides the hours of a date -> why it is closed then. An extra opening closes nothing.
CLOSED: Mapping[str, Reason] = {
    "holiday": "holiday",
    "special": "special_hours",
    "closure": "closure",
}
# Who wrote -> who is waited for then.
WAITS: Mapping[str, str] = {"agent": "customer", "customer": "desk"}
# A stretch before it is written down: from, to, why, and with which parameters.
Stretch = tuple[timedelta, timedelta, Reason, Mapping[str, Any]]


class Conditions(Protocol):
    """The pause rules of a clock."""

    def at(self, moment: timedelta) -> Any:
        """Return the condition that is in force at an instant, as data."""


def ledger(
    course: Course,
    history: History,
    pauses: Conditions | None = None,
    changes: Iterable[tuple[timedelta, Mapping[str, Any]]] = (),
) -> tuple[LedgerSpan, ...]:
    """Return the stretches from the creation of the ticket, or the origin, to the question.

    `pauses` are asked why it was paused; without them no condition is given. `changes` are when
    another target or other hours took over, in order.
    """
    return written(marked(stretches(course, history, pauses), changes), history)


def unstarted(history: History) -> tuple[LedgerSpan, ...]:
    """Return the ledger of a clock that has not started."""
    return written([(history.ticket.created, history.now, "not_started", {})], history)


def stretches(course: Course, history: History, pauses: Conditions | None) -> Iterator[Stretch]:
    now, promise = history.now, course.promises[-1]
    stopped, cancelled = ending(course)
    end = min(now, next((each for each in (stopped, cancelled) if each is not None), now))
    yield history.ticket.created, min(promise.origin, now), "not_started", {}
    turns = turns_of(history.ticket)
    for kind, start, close, timeline in course.pieces(promise):
        until = end if close is None or end < close else close
        if until <= start:
            continue
        parameters: dict[str, Any] = {}
        if kind == "paused":
            parameters = {"condition": pauses and pauses.at(start), **around(start, history, turns)}
        if promise.real_time:
            yield start, until, REASONS[kind], parameters
        else:
            yield from by_hours(start, until, timeline, REASONS[kind], parameters)
    yield max(end, promise.origin), now, "after_stop" if cancelled is None else "cancelled", {}


def marked(
    found: Iterable[Stretch], changes: Iterable[tuple[timedelta, Mapping[str, Any]]]
) -> Iterator[Stretch]:
    """Yield stretches cut where another target or other hours took over, each with what changed."""
    left = deque(changes)
    for start, end, reason, parameters in found:
        told = parameters
        while left and left[0][0] < end and reason not in OUTSIDE:
            at, changed = left.popleft()
            if at > start:
                yield start, at, reason, told
                start = at
            told = {**parameters, "changed": changed}
        yield start, end, reason, told


def by_hours(
    start: timedelta,
    end: timedelta,
    timeline: Timeline,
    reason: Reason,
    parameters: Mapping[str, Any],
) -> Iterator[Stretch]:
    """Yield a stretch cut where it opens and closes."""
    at = start
    for opens, closes in timeline.spans(start, end):
        yield from closed(at, opens, timeline)
        yield opens, closes, reason, parameters
        at = closes
    yield from closed(at, end, timeline)


def closed(start: timedelta, end: timedelta, timeline: Timeline) -> Iterator[Stretch]:
    """Yield closed time, cut at the midnights at which the reason changes."""
    zone = timeline.source.zone
    while start < end:
        ordinal, _ = wall_time(start, zone)
        # A zone may skip a date, whose midnight is then that of the next one.
        until = min(end, wall_to_utc(zone, ordinal + 1, 0) * MICROSECOND)
        while until <= start:
            ordinal += 1
            until = min(end, wall_to_utc(zone, ordinal + 1, 0) * MICROSECOND)
        layer, name = timeline.source.reason(date.fromordinal(ordinal))
        reason = CLOSED.get(layer, "closed")
        yield start, until, reason, {"name": name} if reason != "closed" else {}
        start = until


def turns_of(ticket: Ticket) -> list[tuple[timedelta, str]]:
    """Return whose turn it is from when on: the other's, after a public message of either side."""
    turns = [(timedelta.min, WAITS[ticket.opened_by])] if ticket.opened_by else []
    said = (each for each in ticket.events if type(each) is Message and each.public)
    turns += ((each.moment, WAITS[each.author]) for each in said if each.author in WAITS)
    return turns


def around(
    start: timedelta, history: History, turns: list[tuple[timedelta, str]]
) -> dict[str, Any]:
    """Return how the ticket stood when a pause began: its status, and who was waited for."""
    number = max(bisect_right(history.ats, start) - 1, 0)
    turn = bisect_right(turns, start, key=itemgetter(0)) - 1
    return {
        "status": plain_value(history.states[number].get("status")),
        "waiting_for": turns[turn][1] if turn >= 0 else None,
    }


def written(found: Iterable[Stretch], history: History) -> tuple[LedgerSpan, ...]:
    """Return stretches as spans, with neighbours of one kind and reason as one."""
    joined: list[Stretch] = []
    for start, end, reason, parameters in found:
        if end <= start:
            continue
        if joined and joined[-1][2] == reason and unmarked(joined[-1][3]) == parameters:
            start, _, _, parameters = joined.pop()
        joined.append((start, end, reason, parameters))
    tz = history.at.tzinfo
    return tuple(
        LedgerSpan(
            to_datetime(start, tz),
            to_datetime(end, tz),
            end - start if reason in COUNTED else ZERO,
            reason,
            parameters,
        )
        for start, end, reason, parameters in joined
    )


def unmarked(parameters: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what a stretch has in common with more of it, which no change begins."""
    if "changed" not in parameters:
        return parameters
    return {name: value for name, value in parameters.items() if name != "changed"}
